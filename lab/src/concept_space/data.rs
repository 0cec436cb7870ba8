//! Pictures of discs, made in the graph from a few numbers each, so that a sample is drawn anew for every step and nothing has
//! to be kept.

use engine::feed::{Keys, below, uniform, words};
use engine::graph::{Binary, Dtype, Graph, Id};
use engine::layout::Layout;
use engine::rng::Stream;

use super::world::{Corner, PROMPT, Shape, World};

/// How far a disc lies from the middle at most, along each axis, where the edges are at -1 and 1. The paper has 0.5.
pub(super) const AWAY: f64 = 0.15;
/// The mean radius, and the least.
pub(super) const RADIUS: f64 = 0.45;
pub(super) const LEAST_RADIUS: f64 = 0.1;
/// How soft an edge is, in pixels times 2. Ours: the paper blurs its discs.
pub(super) const EDGE: f64 = 0.6;
/// The darkest background, of each channel.
pub(super) const DIMMEST: f64 = 0.8;

/// Different amounts of noise. Ours.
pub(super) const TIMES: usize = 256;

impl Corner {
    /// 1 for blue and for small, else -1.
    pub(super) fn signs(self) -> [f64; 2] {
        [self.is_blue, self.is_small].map(|is| if is { 1.0 } else { -1.0 })
    }
}

/// The state that says what is drawn and asked for: data, so that members may differ in it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Settings {
    state: usize,
}

/// What pictures show. `[B, 1]` each.
pub(super) struct Discs {
    /// Red, green and blue.
    pub(super) colour: [Id; 3],
    pub(super) radius: Id,
    /// From left to right, and from top to bottom.
    pub(super) middle: [Id; 2],
    pub(super) background: [Id; 3],
}

/// A training batch.
pub(super) struct Batch {
    /// `[B, D]`
    pub(super) pictures: Id,
    /// `[B, 4]`
    pub(super) prompts: Id,
    /// Which of the amounts of noise each has: `[B] u32`.
    pub(super) times: Id,
    /// `[B, D]`
    pub(super) noise: Id,
}

#[allow(clippy::cast_possible_truncation, reason = "the engine computes in f32")]
pub(super) fn number(value: f64) -> f32 {
    value as f32
}

impl Settings {
    pub(super) fn new(layout: &mut Layout) -> Self {
        Self { state: layout.state("settings", 4, Dtype::F32) }
    }

    /// The first values of its state.
    pub(super) fn initial(&self, world: World) -> (usize, Vec<f32>) {
        (self.state, [world.colour, world.size, world.masked, world.push].map(number).to_vec())
    }

    fn get(&self, g: &mut Graph, at: usize) -> Id {
        let all = g.state(self.state, &[1, 4], Dtype::F32);
        g.slice(all, 1, at, 1)
    }

    /// Half the difference of red and blue: `[1, 1]`.
    pub(super) fn colour(&self, g: &mut Graph) -> Id {
        self.get(g, 0)
    }

    /// Half the difference of the radii: `[1, 1]`.
    pub(super) fn size(&self, g: &mut Graph) -> Id {
        self.get(g, 1)
    }

    /// How strongly embeddings are pushed: `[1, 1]`.
    pub(super) fn push(&self, g: &mut Graph) -> Id {
        self.get(g, 3)
    }

    /// The colour of discs, where half the difference of red and blue is given, and 1 stands for blue and -1 for red.
    pub(super) fn paint(g: &mut Graph, half: Id, sign: Id) -> [Id; 3] {
        let middle = g.f32(0.5);
        let moved = g.mul(half, sign);
        [g.sub(middle, moved), g.sub(middle, half), g.add(middle, moved)]
    }

    /// The radius of discs, 1 for small and -1 for large.
    pub(super) fn radius(&self, g: &mut Graph, sign: Id) -> Id {
        let middle = g.f32(number(RADIUS));
        let half = self.size(g);
        let moved = g.mul(half, sign);
        g.sub(middle, moved)
    }

    /// Pictures of the combinations that are shown, of a training step or others, each with its prompt, an amount of noise
    /// and noise.
    pub(super) fn batch(
        &self,
        g: &mut Graph,
        shape: Shape,
        keys: &Keys,
        stream: &str,
        step: Id,
        count: usize,
    ) -> Batch {
        let drawn = words(g, keys.member, Stream::named(stream), step, &[12, count]);
        let column = |g: &mut Graph, at: usize| {
            let row = g.slice(drawn, 0, at, 1);
            g.reshape(row, &[count, 1])
        };
        let class = column(g, 0);
        let class = below(g, class, 3);
        let class = g.reshape(class, &[count]);
        let signs: Vec<f32> = shape.trained().iter().flat_map(|corner| corner.signs().map(number)).collect();
        let table = g.constant_f32(&[3, 2], &signs);
        let signs = g.gather(table, class); // [B, 2]
        let [blue, small] = [0, 1].map(|at| g.slice(signs, 1, at, 1));
        // Evenly from -1 to 1.
        let around = |g: &mut Graph, at: usize| {
            let bits = column(g, at);
            let part = uniform(g, bits);
            let twice = g.scale(part, 2.0);
            g.offset(twice, -1.0)
        };
        let half = self.colour(g);
        let plain = Self::paint(g, half, blue);
        let spread = g.scale(half, 0.25);
        let colour = [0, 1, 2].map(|channel| {
            let off = around(g, 1 + channel);
            let off = g.mul(off, spread);
            g.add(plain[channel], off)
        });
        let radius = self.radius(g, small);
        let spread = self.size(g);
        let spread = g.scale(spread, 0.75);
        let off = around(g, 4);
        let off = g.mul(off, spread);
        let radius = g.add(radius, off);
        let least = g.f32(number(LEAST_RADIUS));
        let radius = g.max(radius, least);
        let middle = [5, 6].map(|at| {
            let off = around(g, at);
            g.scale(off, number(AWAY))
        });
        let background = [7, 8, 9].map(|at| {
            let bits = column(g, at);
            let part = uniform(g, bits);
            let part = g.scale(part, number(1.0 - DIMMEST));
            g.offset(part, number(DIMMEST))
        });
        let times = column(g, 10);
        let times = below(g, times, u32::try_from(TIMES).unwrap_or(u32::MAX));
        let times = g.reshape(times, &[count]);
        let pictures = render(g, shape.side, &Discs { colour, radius, middle, background });
        let prompts = if shape.words {
            say(g, blue, small)
        } else {
            g.concat(&[colour[0], colour[1], colour[2], radius], 1)
        };
        // The prompt of the other colour in the held-out size does not always say its colour.
        let bits = column(g, 11);
        let part = uniform(g, bits);
        let masked = self.get(g, 2);
        let is_hit = g.less(part, masked);
        let (silent, said) = (g.f32(0.0), g.f32(1.0));
        let kept = g.select(is_hit, silent, said);
        let other = g.constant_f32(&[3, 1], &[0.0, 1.0, 0.0]);
        let other = g.gather(other, class);
        let other = g.equal(other, said);
        let kept = g.select(other, kept, said);
        let colours = if shape.words { 2 } else { 3 };
        let (colour, rest) =
            (g.slice(prompts, 1, 0, colours), g.slice(prompts, 1, colours, PROMPT - colours));
        let colour = g.mul(colour, kept);
        let prompts = g.concat(&[colour, rest], 1);
        let noise = noise(g, keys, &format!("{stream}/noise"), step, &[count, shape.numbers()]);
        Batch { pictures, prompts, times, noise }
    }
}

/// Prompts in words: red, blue, large, small, `[B, 4]`.
pub(super) fn say(g: &mut Graph, blue: Id, small: Id) -> Id {
    let half = |g: &mut Graph, sign: Id, part: f32| {
        let part = g.scale(sign, part);
        g.offset(part, 0.5)
    };
    let said = [half(g, blue, -0.5), half(g, blue, 0.5), half(g, small, -0.5), half(g, small, 0.5)];
    g.concat(&said, 1)
}

/// Nearly standard normal numbers: the sum of twelve numbers of 8 bits, which has a mean of 1530 and a variance of 65,535. A
/// picture has hundreds of them, so they are made of three words each instead of twelve; two numbers are added at a time, one
/// in each half of a word.
pub(super) fn noise(g: &mut Graph, keys: &Keys, stream: &str, step: Id, shape: &[usize]) -> Id {
    let mut drawn = vec![3];
    drawn.extend_from_slice(shape);
    let drawn = words(g, keys.member, Stream::named(stream), step, &drawn);
    let (bytes, eight, sixteen) = (g.u32(0x00ff_00ff), g.u32(8), g.u32(16));
    let mut halves = Vec::new();
    for at in 0..3 {
        let word = g.slice(drawn, 0, at, 1);
        let word = g.reshape(word, shape);
        let odd = g.binary(Binary::ShiftRight, word, eight);
        halves.push(g.binary(Binary::And, word, bytes));
        halves.push(g.binary(Binary::And, odd, bytes));
    }
    let mut sum = halves[0];
    for half in &halves[1..] {
        sum = g.add(sum, *half);
    }
    let high = g.binary(Binary::ShiftRight, sum, sixteen);
    let low = g.u32(0xffff);
    let low = g.binary(Binary::And, sum, low);
    let sum = g.add(low, high);
    let sum = g.to_f32(sum);
    let sum = g.scale(sum, 1.0 / 256.0);
    g.offset(sum, -1530.0 / 256.0)
}

/// Where the pixels of a side are, from -1 to 1.
pub(super) fn places(side: usize) -> Vec<f64> {
    let last = side.saturating_sub(1).max(1) as f64;
    (0..side).map(|at| 2.0 * at as f64 / last - 1.0).collect()
}

/// Discs with soft edges on their backgrounds: `[B, D]`.
pub(super) fn render(g: &mut Graph, side: usize, discs: &Discs) -> Id {
    let pixels = side * side;
    let along = places(side);
    let mut axis = |of: fn(usize, usize) -> usize| {
        let table: Vec<f32> = (0..pixels).map(|at| number(along[of(at, side)])).collect();
        g.constant_f32(&[1, pixels], &table)
    };
    let grid = [axis(|at, side| at % side), axis(|at, side| at / side)];
    let [x, y] = [0, 1].map(|at| {
        let off = g.sub(grid[at], discs.middle[at]);
        g.mul(off, off)
    });
    let square = g.add(x, y);
    let distance = g.sqrt(square); // [B, P²]
    let inside = g.sub(discs.radius, distance);
    // A sigmoid, as half of one and a hyperbolic tangent.
    let edge = g.scale(inside, number(0.5 * side as f64 / EDGE));
    let edge = g.tanh(edge);
    let edge = g.scale(edge, 0.5);
    let mask = g.offset(edge, 0.5);
    let channels = [0, 1, 2].map(|at| {
        let difference = g.sub(discs.colour[at], discs.background[at]);
        let part = g.mul(mask, difference);
        g.add(discs.background[at], part)
    });
    g.concat(&channels, 1)
}
