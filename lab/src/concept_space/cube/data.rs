//! Pictures of three concepts, made in the graph from a few numbers each.

use engine::feed::{Keys, below, uniform, words};
use engine::graph::{Dtype, Graph, Id};
use engine::layout::Layout;
use engine::rng::Stream;

use super::super::data::{AWAY, Batch, Discs, LEAST_RADIUS, RADIUS, TIMES, noise, number, render};
use super::world::{CLASSES, CONCEPTS, Class, NUMBERS, SIDE, TRAINED};
use crate::knob::Knobs;

/// How far colours and backgrounds are from their means at most, as a share of half their difference, and radii. The paper's.
pub(super) const JITTER: [f64; CONCEPTS] = [0.25, 0.75, 0.25];

/// What may differ between members: half the difference of red and blue, of the radii, of the backgrounds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct World(pub(super) [f64; CONCEPTS]);

impl World {
    pub(super) fn new(knobs: &Knobs) -> Self {
        Self(["colour", "size", "background"].map(|key| knobs.real(key) / 2.0))
    }
}

impl Class {
    /// 1 for blue, small and dark, else -1.
    pub(super) fn signs(self) -> [f64; CONCEPTS] {
        self.0.map(|is| if is { 1.0 } else { -1.0 })
    }
}

/// The state that says what is drawn and asked for: data, so that members may differ in it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Settings {
    state: usize,
}

/// Means of colour, radius and background. `[B, 1]` each.
struct Means {
    colour: [Id; 3],
    radius: Id,
    background: Id,
}

impl Settings {
    pub(super) fn new(layout: &mut Layout) -> Self {
        Self { state: layout.state("settings", CONCEPTS, Dtype::F32) }
    }

    /// The first values of its state.
    pub(super) fn initial(&self, World(halves): World) -> (usize, Vec<f32>) {
        (self.state, halves.map(number).to_vec())
    }

    /// Half the differences: `[1, 1]` each.
    fn halves(&self, g: &mut Graph) -> [Id; CONCEPTS] {
        let all = g.state(self.state, &[1, CONCEPTS], Dtype::F32);
        [0, 1, 2].map(|at| g.slice(all, 1, at, 1))
    }

    /// Of combinations whose signs are `[B, 3]`.
    fn means(&self, g: &mut Graph, signs: Id) -> Means {
        let halves = self.halves(g);
        let moved = [0, 1, 2].map(|at| {
            let sign = g.slice(signs, 1, at, 1);
            g.mul(halves[at], sign)
        });
        let middle = g.f32(0.5);
        let green = g.sub(middle, halves[0]);
        let colour = [g.sub(middle, moved[0]), green, g.add(middle, moved[0])];
        let radius = g.f32(number(RADIUS));
        Means { colour, radius: g.sub(radius, moved[1]), background: g.sub(middle, moved[2]) }
    }

    /// Prompts for combinations, as the means of what they show: `[N, 5]`.
    pub(super) fn prompts(&self, g: &mut Graph, classes: &[Class]) -> Id {
        let signs: Vec<f32> = classes.iter().flat_map(|class| class.signs().map(number)).collect();
        let signs = g.constant_f32(&[classes.len(), CONCEPTS], &signs);
        let Means { colour, radius, background } = self.means(g, signs);
        let green = g.broadcast(colour[1], &[classes.len(), 1]);
        g.concat(&[colour[0], green, colour[2], radius, background], 1)
    }

    /// Pictures of the combinations that are trained, each with its prompt, an amount of noise and noise.
    pub(super) fn batch(&self, g: &mut Graph, keys: &Keys, stream: &str, step: Id, count: usize) -> Batch {
        let drawn = words(g, keys.member, Stream::named(stream), step, &[11, count]);
        let column = |g: &mut Graph, at: usize| {
            let row = g.slice(drawn, 0, at, 1);
            g.reshape(row, &[count, 1])
        };
        let class = column(g, 0);
        let class = below(g, class, u32::try_from(TRAINED).unwrap_or(1));
        let class = g.reshape(class, &[count]);
        let signs: Vec<f32> = CLASSES[..TRAINED].iter().flat_map(|class| class.signs().map(number)).collect();
        let signs = g.constant_f32(&[TRAINED, CONCEPTS], &signs);
        let signs = g.gather(signs, class);
        let Means { colour, radius, background } = self.means(g, signs);
        let halves = self.halves(g);
        let spread = [0, 1, 2].map(|at| g.scale(halves[at], number(JITTER[at])));
        // Evenly around.
        let around = |g: &mut Graph, at: usize, spread: Id| {
            let bits = column(g, at);
            let part = uniform(g, bits);
            let part = g.scale(part, 2.0);
            let part = g.offset(part, -1.0);
            g.mul(part, spread)
        };
        let colour = [0, 1, 2].map(|channel| {
            let off = around(g, 1 + channel, spread[0]);
            g.add(colour[channel], off)
        });
        let off = around(g, 4, spread[1]);
        let radius = g.add(radius, off);
        let least = g.f32(number(LEAST_RADIUS));
        let radius = g.max(radius, least);
        let away = g.f32(number(AWAY));
        let middle = [5, 6].map(|at| around(g, at, away));
        let background = [7, 8, 9].map(|at| {
            let off = around(g, at, spread[2]);
            g.add(background, off)
        });
        let brightness = g.add(background[0], background[1]);
        let brightness = g.add(brightness, background[2]);
        let brightness = g.scale(brightness, 1.0 / 3.0);
        let prompts = g.concat(&[colour[0], colour[1], colour[2], radius, brightness], 1);
        let times = column(g, 10);
        let times = below(g, times, u32::try_from(TIMES).unwrap_or(u32::MAX));
        let times = g.reshape(times, &[count]);
        let pictures = render(g, SIDE, &Discs { colour, radius, middle, background });
        let noise = noise(g, keys, &format!("{stream}/noise"), step, &[count, NUMBERS]);
        Batch { pictures, prompts, times, noise }
    }
}
