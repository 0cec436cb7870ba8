//! What is drawn: discs of two colours and two sizes, on bright and on dark backgrounds.

use super::super::world::{BATCH, DRAWN, EMBEDDING, EVALUATED, LAYERS, SAMPLER, TIME};
use crate::experiment::Cost;

/// Pixels along a side, and all of them.
pub(super) const SIDE: usize = 8;
pub(super) const PIXELS: usize = SIDE * SIDE;
/// D: numbers in a picture.
pub(super) const NUMBERS: usize = 3 * PIXELS;
/// H: hidden units.
pub(super) const WIDTH: usize = 96;
/// Numbers that say what is asked for: red, green, blue, radius, brightness.
pub(super) const PROMPT: usize = 5;
/// Concepts, and combinations of them.
pub(super) const CONCEPTS: usize = 3;
pub(super) const ALL: usize = 1 << CONCEPTS;
/// The combinations that are trained, the first of them. In each, one concept at most is another than in the first.
pub(super) const TRAINED: usize = CONCEPTS + 1;

/// A combination: whether it is blue, small and dark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Class(pub(super) [bool; CONCEPTS]);

/// Every combination: those that are trained, then those that never are.
pub(super) const CLASSES: [Class; ALL] = [
    Class([false, false, false]),
    Class([true, false, false]),
    Class([false, true, false]),
    Class([false, false, true]),
    Class([true, true, false]),
    Class([true, false, true]),
    Class([false, true, true]),
    Class([true, true, true]),
];

/// The combinations that are never trained: the series of how often they come out right, and of how far away they are.
pub(super) const HELD_OUT: [[&str; 2]; ALL - TRAINED] = [
    ["blue-small", "blue-small-distance"],
    ["blue-dark", "blue-dark-distance"],
    ["small-dark", "small-dark-distance"],
    ["blue-small-dark", "blue-small-dark-distance"],
];

impl Class {
    pub(super) fn name(self) -> String {
        let Self([is_blue, is_small, is_dark]) = self;
        let colour = if is_blue { "blue" } else { "red" };
        let size = if is_small { "small" } else { "large" };
        let background = if is_dark { "dark" } else { "bright" };
        format!("{colour}, {size}, {background}")
    }
}

/// The arithmetic of its matrix products.
pub(super) fn cost() -> Cost {
    let [d, h] = [NUMBERS, WIDTH].map(|size| size as f64);
    let (p, e, t, l) = (PROMPT as f64, EMBEDDING as f64, TIME as f64, LAYERS as f64);
    let embed = l * (p * e + e * h);
    let (draw, time) = (2.0 * d * h + (l - 1.0) * h * h, l * t * h);
    // Forward, then the gradient of the weights and of what goes in.
    let step = BATCH as f64 * 3.0 * (draw + embed + time);
    let sampler = (ALL * DRAWN * SAMPLER) as f64 * draw + SAMPLER as f64 * time;
    let measurement = sampler + ALL as f64 * embed + EVALUATED as f64 * (draw + time + embed);
    Cost { step: 2.0 * step / 1e6, measurement: 2.0 * measurement / 1e6 }
}
