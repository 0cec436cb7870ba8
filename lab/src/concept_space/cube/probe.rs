//! What says which colour, size and background a picture shows, from its pixels: how far blue exceeds red in the disc, which the
//! background has both alike but for chance; over how much of the picture it does; and how bright the corners are. A logistic
//! regression of each feature is fitted once to pictures that are drawn with the same differences.

use engine::graph::{Dtype, Graph, Id};
use engine::layout::Layout;
use engine::rng::{Stream, member_key, uniform, word_at};

use super::super::data::{AWAY, LEAST_RADIUS, RADIUS, number};
use super::super::probe::{FITTED, background, likely, masks, regression};
use super::data::{JITTER, World};
use super::world::{CLASSES, CONCEPTS, Class, PIXELS, SIDE};

/// Squares of differences of blue and red are taken to have this sum at least, so that nothing is divided by nothing.
const LEAST: f64 = 1e-4;

/// The state that holds the regressions: weight and offset for blue, for small, for dark.
#[derive(Debug, Clone, Copy)]
pub(super) struct Probe {
    lines: usize,
}

impl Probe {
    pub(super) fn new(layout: &mut Layout) -> Self {
        Self { lines: layout.state("probe", 2 * CONCEPTS, Dtype::F32) }
    }

    /// The first values of its state.
    pub(super) fn initial(&self, world: World) -> (usize, Vec<f32>) {
        (self.lines, fit(world).into_iter().flatten().map(number).collect())
    }

    /// How likely each of some pictures `[N, D]` is to show a blue disc, a small one, and a dark background: `[N, 1]` each.
    pub(super) fn says(&self, g: &mut Graph, pictures: Id) -> [Id; CONCEPTS] {
        let lines = g.state(self.lines, &[1, 2 * CONCEPTS], Dtype::F32);
        let features = features(g, pictures);
        [0, 1, 2].map(|at| likely(g, lines, at, features[at]))
    }
}

/// By how much blue exceeds red in the disc, its radius, and the brightness around it: `[N, 1]` each.
fn features(g: &mut Graph, pictures: Id) -> [Id; CONCEPTS] {
    let channels = [0, 1, 2].map(|at| {
        let channel = g.slice(pictures, 1, at * PIXELS, PIXELS);
        (channel, background(g, channel, SIDE))
    });
    let [red, green, blue] = channels;
    let above = g.sub(blue.0, red.0);
    let around = g.sub(blue.1, red.1);
    let above = g.sub(above, around); // [N, P²]
    let square = g.mul(above, above);
    let [sum, squares] = [above, square].map(|x| g.sum(x, 1));
    let least = g.f32(number(LEAST));
    let squares = g.max(squares, least);
    // If a disc of area A exceeds by s everywhere, the sum is A s and the sum of squares A s².
    let part = g.div(sum, squares);
    let area = g.mul(part, sum);
    let root = g.scale(area, std::f32::consts::FRAC_1_PI);
    let root = g.sqrt(root);
    #[allow(clippy::cast_precision_loss, reason = "pictures are small")]
    let radius = g.scale(root, 2.0 / SIDE as f32);
    let bright = g.add(red.1, green.1);
    let bright = g.add(bright, blue.1);
    let bright = g.scale(bright, 1.0 / 3.0);
    [sum, radius, bright]
}

/// The same of a picture that is drawn here, in the precision of the host. Only sums, products, square roots and functions that
/// are part of the program, so that every machine gets the same bits.
fn drawn(World(halves): World, class: Class, mut draw: impl FnMut() -> f64) -> [f64; CONCEPTS] {
    let [blue, small, dark] = class.signs();
    let mut around = |spread: f64| (2.0 * draw() - 1.0) * spread;
    let plain = [0.5 - halves[0] * blue, 0.5 - halves[0], 0.5 + halves[0] * blue];
    let colour = plain.map(|channel| channel + around(halves[0] * JITTER[0]));
    let radius = (RADIUS - halves[1] * small + around(halves[1] * JITTER[1])).max(LEAST_RADIUS);
    let middle = [around(AWAY), around(AWAY)];
    let background = [0.0; 3].map(|_: f64| 0.5 - halves[2] * dark + around(halves[2] * JITTER[2]));
    let (masks, outside) = masks(SIDE, radius, middle);
    // A pixel is the background and so much of the difference from the colour as its mask says.
    let differs = |channel: usize| colour[channel] - background[channel];
    let strength = differs(2) - differs(0);
    let above: Vec<f64> = masks.iter().map(|mask| strength * (mask - outside)).collect();
    let (sum, squares) = (above.iter().sum::<f64>(), above.iter().map(|x| x * x).sum::<f64>().max(LEAST));
    let bright = (0..3).map(|channel| background[channel] + differs(channel) * outside).sum::<f64>() / 3.0;
    let radius = (sum * sum / squares / std::f64::consts::PI).sqrt() * 2.0 / SIDE as f64;
    [sum, radius, bright]
}

/// Features of pictures of every combination, each with what it shows.
fn examples(world: World) -> Vec<([f64; CONCEPTS], Class)> {
    let key = Stream::named("probe").key(member_key(0, 0));
    let numbers = (0u32..)
        .zip(CLASSES)
        .flat_map(|(at, class)| (0..FITTED).map(move |example| (at * FITTED + example, class)));
    let picture = |(at, class): (u32, Class)| {
        let mut element = 0;
        let draw = || {
            element += 1;
            f64::from(uniform(word_at(key, at, element)))
        };
        (drawn(world, class, draw), class)
    };
    numbers.map(picture).collect()
}

/// Weight and offset of each regression.
fn fit(world: World) -> [[f64; 2]; CONCEPTS] {
    let examples = examples(world);
    [0, 1, 2].map(|at| {
        let pair =
            |(features, class): &([f64; CONCEPTS], Class)| (features[at], f64::from(u8::from(class.0[at])));
        regression(&examples.iter().map(pair).collect::<Vec<_>>())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_tells_what_is_drawn() {
        for differences in
            [[0.2, 0.2, 0.2], [0.6, 0.35, 0.6], [0.2, 0.35, 0.6], [0.6, 0.2, 0.2], [0.4, 0.35, 0.4]]
        {
            let world = World(differences.map(|difference| difference / 2.0));
            let (lines, examples) = (fit(world), examples(world));
            for at in 0..CONCEPTS {
                let right = |(features, class): &&([f64; CONCEPTS], Class)| {
                    (lines[at][0] * features[at] + lines[at][1] > 0.0) == class.0[at]
                };
                let share = examples.iter().filter(right).count() as f64 / examples.len() as f64;
                println!("{differences:?} {at}: {share}");
                assert!(share > 0.95, "{differences:?}, concept {at}: {share}");
            }
        }
    }
}
