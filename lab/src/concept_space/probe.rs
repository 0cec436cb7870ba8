//! What says which colour and which size a picture shows. Nothing is trained for it: two features are computed from the pixels,
//! and a logistic regression of each, fitted once to pictures that are drawn with the same differences, says how likely the
//! disc is to be blue, and how likely to be small.

use engine::graph::{Dtype, Graph, Id};
use engine::layout::Layout;
use engine::rng::{Stream, member_key, uniform, word_at};

use super::data::{AWAY, DIMMEST, EDGE, LEAST_RADIUS, RADIUS, Settings, number, places};
use super::world::{Corner, Shape, World};

/// Pictures of each combination that it is fitted to.
pub(super) const FITTED: u32 = 500;
/// What keeps weights small where a line parts all pictures, so that a picture half way between two is called neither: one like
/// the mean of a combination is about 99% likely to be it.
const RIDGE: f64 = 4.0;
/// Steps of Newton's method.
const STEPS: usize = 60;
/// A disc counts as this large at least where its colour is found, in pixels, and the green of the background as this much more
/// than its own.
const LEAST_AREA: f64 = 0.5;
const LEAST_CONTRAST: f64 = 0.1;

/// The state that holds both regressions: weight and offset for blue, weight and offset for small.
#[derive(Debug, Clone, Copy)]
pub(super) struct Probe {
    lines: usize,
}

impl Probe {
    pub(super) fn new(layout: &mut Layout) -> Self {
        Self { lines: layout.state("probe", 4, Dtype::F32) }
    }

    /// The first values of its state.
    pub(super) fn initial(&self, shape: Shape, world: World) -> (usize, Vec<f32>) {
        #[allow(clippy::cast_possible_truncation, reason = "the engine computes in f32")]
        let lines = fit(shape, world).into_iter().flatten().map(|number| number as f32).collect();
        (self.lines, lines)
    }

    /// How likely each of some pictures `[N, D]` is to show a blue disc, and a small one: `[N, 1]` each.
    pub(super) fn says(&self, g: &mut Graph, shape: Shape, settings: &Settings, pictures: Id) -> [Id; 2] {
        let features = features(g, shape, settings, pictures);
        let lines = g.state(self.lines, &[1, 4], Dtype::F32);
        [0, 1].map(|at| likely(g, lines, at, features[at]))
    }
}

/// What the logistic regression with a number says of a feature `[N, 1]`; `lines` `[1, 2 n]` has weight and offset of each.
pub(super) fn likely(g: &mut Graph, lines: Id, at: usize, feature: Id) -> Id {
    let (weight, offset) = (g.slice(lines, 1, 2 * at, 1), g.slice(lines, 1, 2 * at + 1, 1));
    let along = g.mul(feature, weight);
    let along = g.add(along, offset);
    let half = g.scale(along, 0.5);
    let bent = g.tanh(half);
    let part = g.scale(bent, 0.5);
    g.offset(part, 0.5)
}

/// The four corners of a picture.
fn corners(side: usize) -> [usize; 4] {
    let last = side - 1;
    [0, last, side * last, side * side - 1]
}

/// What the corners of a channel `[N, P²]` show, in the middle of the four: `[N, 1]`.
pub(super) fn background(g: &mut Graph, channel: Id, side: usize) -> Id {
    let corners = corners(side).map(|at| g.slice(channel, 1, at, 1));
    let (left, right) = (g.add(corners[0], corners[1]), g.add(corners[2], corners[3]));
    let sum = g.add(left, right);
    g.scale(sum, 0.25)
}

/// How much of each pixel a disc covers, and how much of the corners, in the middle of the four.
pub(super) fn masks(side: usize, radius: f64, middle: [f64; 2]) -> (Vec<f64>, f64) {
    let along = places(side);
    let mask = |at: usize| {
        let [x, y] = [along[at % side] - middle[0], along[at / side] - middle[1]];
        let inside = (radius - (x * x + y * y).sqrt()) * side as f64 / EDGE;
        1.0 / (1.0 + libm::exp(-inside))
    };
    let masks: Vec<f64> = (0..side * side).map(mask).collect();
    let outside = corners(side).iter().map(|at| masks[*at]).sum::<f64>() / 4.0;
    (masks, outside)
}

/// By how much blue exceeds red in the disc, and its radius: `[N, 1]` each.
///
/// The background is what the four corners show. A pixel that the disc covers lacks so much of the background, and in the green
/// channel both colours lack the same, 0.5 less half their difference: that says how much of a pixel is covered. Red and blue of
/// the disc follow from what they lack where green does, by least squares, so that pixels beside the disc count little.
fn features(g: &mut Graph, shape: Shape, settings: &Settings, pictures: Id) -> [Id; 2] {
    let pixels = shape.pixels();
    let [red, green, blue] = [0, 1, 2].map(|at| {
        let channel = g.slice(pictures, 1, at * pixels, pixels); // [N, P²]
        let background = background(g, channel, shape.side);
        (background, g.sub(background, channel))
    });
    let half = settings.colour(g);
    let contrast = g.add(green.0, half);
    let contrast = g.offset(contrast, -0.5);
    let least = g.f32(number(LEAST_CONTRAST));
    let contrast = g.max(contrast, least);
    let area = g.sum(green.1, 1);
    let area = g.div(area, contrast);
    let zero = g.f32(0.0);
    let area = g.max(area, zero);
    let root = g.scale(area, std::f32::consts::FRAC_1_PI);
    let root = g.sqrt(root);
    #[allow(clippy::cast_precision_loss, reason = "pictures are small")]
    let radius = g.scale(root, 2.0 / shape.side as f32);

    let square = g.mul(green.1, green.1);
    let square = g.sum(square, 1);
    let least = g.f32(number(LEAST_AREA * LEAST_CONTRAST * LEAST_CONTRAST));
    let square = g.max(square, least);
    let lacks = g.sub(blue.1, red.1);
    let lacks = g.mul(green.1, lacks);
    let lacks = g.sum(lacks, 1);
    let lacks = g.div(lacks, square);
    let lacks = g.mul(lacks, contrast);
    let behind = g.sub(blue.0, red.0);
    [g.sub(behind, lacks), radius]
}

/// The same of a picture that is drawn here, in the precision of the host. Only sums, products, square roots and functions that
/// are part of the program, so that every machine gets the same bits.
fn drawn(shape: Shape, world: World, corner: Corner, mut draw: impl FnMut() -> f64) -> [f64; 2] {
    let [blue, small] = corner.signs();
    let mut around = |spread: f64| (2.0 * draw() - 1.0) * spread;
    let plain = [0.5 - world.colour * blue, 0.5 - world.colour, 0.5 + world.colour * blue];
    let colour = plain.map(|channel| channel + around(world.colour * 0.25));
    let radius = (RADIUS - world.size * small + around(world.size * 0.75)).max(LEAST_RADIUS);
    let middle = [around(AWAY), around(AWAY)];
    let background = [0.0; 3].map(|_: f64| f64::midpoint(1.0, DIMMEST) + around((1.0 - DIMMEST) / 2.0));
    let (masks, outside) = masks(shape.side, radius, middle);
    // A pixel is the background and so much of the difference from the colour as its mask says.
    let seen = |channel: usize| background[channel] - (background[channel] - colour[channel]) * outside;
    let lacks = |channel: usize, mask: f64| (background[channel] - colour[channel]) * (mask - outside);
    let sum = |of: &dyn Fn(f64) -> f64| masks.iter().map(|mask| of(*mask)).sum::<f64>();
    let contrast = (seen(1) + world.colour - 0.5).max(LEAST_CONTRAST);
    let area = (sum(&|mask| lacks(1, mask)) / contrast).max(0.0);
    let square =
        sum(&|mask| lacks(1, mask) * lacks(1, mask)).max(LEAST_AREA * LEAST_CONTRAST * LEAST_CONTRAST);
    let lack = sum(&|mask| lacks(1, mask) * (lacks(2, mask) - lacks(0, mask))) / square * contrast;
    [seen(2) - seen(0) - lack, (area / std::f64::consts::PI).sqrt() * 2.0 / shape.side as f64]
}

/// Features of pictures of every combination, each with what it shows.
fn examples(shape: Shape, world: World) -> Vec<([f64; 2], Corner)> {
    let key = Stream::named("probe").key(member_key(0, 0));
    let numbers = (0..4).flat_map(|corner| (0..FITTED).map(move |example| (corner, example)));
    let picture = |(corner, example): (usize, u32)| {
        let of = u32::try_from(corner).unwrap_or(0);
        let mut element = 0;
        let draw = || {
            element += 1;
            f64::from(uniform(word_at(key, of * FITTED + example, element)))
        };
        (drawn(shape, world, Corner::of(corner), draw), Corner::of(corner))
    };
    numbers.map(picture).collect()
}

/// Weight and offset of the regressions for blue and for small.
fn fit(shape: Shape, world: World) -> [[f64; 2]; 2] {
    let examples = examples(shape, world);
    let of = |at: usize, is: fn(Corner) -> bool| {
        let pairs: Vec<(f64, f64)> = examples
            .iter()
            .map(|(features, corner)| (features[at], f64::from(u8::from(is(*corner)))))
            .collect();
        regression(&pairs)
    };
    [of(0, |corner| corner.is_blue), of(1, |corner| corner.is_small)]
}

/// Weight and offset of a logistic regression of 0 and 1 on one number, by Newton's method on standardised numbers.
pub(super) fn regression(pairs: &[(f64, f64)]) -> [f64; 2] {
    let count = pairs.len().max(1) as f64;
    let mean = pairs.iter().map(|(x, _)| x).sum::<f64>() / count;
    let deviation =
        (pairs.iter().map(|(x, _)| (x - mean) * (x - mean)).sum::<f64>() / count).sqrt().max(1e-9);
    let (mut weight, mut offset) = (0.0, 0.0);
    for _ in 0..STEPS {
        let mut slope = [-RIDGE * weight, -RIDGE * offset];
        let mut bend = [RIDGE, 0.0, RIDGE];
        for (x, is) in pairs {
            let z = (x - mean) / deviation;
            let p = 1.0 / (1.0 + libm::exp(-(weight * z + offset)));
            let (off, square) = (is - p, p * (1.0 - p));
            slope = [slope[0] + off * z, slope[1] + off];
            bend = [bend[0] + square * z * z, bend[1] + square * z, bend[2] + square];
        }
        let determinant = bend[0] * bend[2] - bend[1] * bend[1];
        let step = [
            (bend[2] * slope[0] - bend[1] * slope[1]) / determinant,
            (bend[0] * slope[1] - bend[1] * slope[0]) / determinant,
        ];
        // Far from the end a whole step may go too far.
        let least = (4.0 / (step[0] * step[0] + step[1] * step[1]).sqrt().max(1e-300)).min(1.0);
        weight += least * step[0];
        offset += least * step[1];
    }
    [weight / deviation, offset - weight * mean / deviation]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accuracy(shape: Shape, world: World) -> [f64; 2] {
        let lines = fit(shape, world);
        let examples = examples(shape, world);
        [0, 1].map(|at| {
            let right = |(features, corner): &&([f64; 2], Corner)| {
                let wanted = if at == 0 { corner.is_blue } else { corner.is_small };
                (lines[at][0] * features[at] + lines[at][1] > 0.0) == wanted
            };
            examples.iter().filter(right).count() as f64 / examples.len() as f64
        })
    }

    #[test]
    fn it_tells_what_is_drawn() {
        for (side, colour, size) in
            [(8, 0.1, 0.2), (8, 0.05, 0.2), (8, 0.4, 0.2), (12, 0.1, 0.2), (16, 0.2, 0.2)]
        {
            let shape = Shape { side, width: 96, convolutions: false, held_out: Corner::of(0), words: false };
            let [blue, small] = accuracy(shape, World { colour, size, masked: 0.0, push: 1.0 });
            println!("{side} {colour} {size}: {blue} {small}");
            assert!(blue > 0.98 && small > 0.98, "{side} pixels, {colour}, {size}: {blue}, {small}");
        }
    }

    #[test]
    fn a_regression_finds_the_border() {
        let pairs: Vec<(f64, f64)> =
            (0..200).map(|at| (f64::from(at), f64::from(u8::from(at >= 100)))).collect();
        let [weight, offset] = regression(&pairs);
        assert!(weight > 0.0 && (-offset / weight - 99.5).abs() < 0.5, "{weight}, {offset}");
        // Turned off where there is nothing to tell apart.
        assert!(regression(&[(1.0, 0.0), (1.0, 1.0)]).iter().all(|number| number.is_finite()));
        assert!(regression(&[]).iter().all(|number| number.is_finite()));
    }
}
