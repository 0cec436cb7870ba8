//! What is drawn, before it is put into graphs: discs of two colours and two sizes, the prompts that ask for them, and what
//! learns to draw them. Settings are those of the paper's code; what is ours is said so.

use crate::experiment::Cost;
use crate::knob::Knobs;

/// Pictures in a training batch.
pub(super) const BATCH: usize = 32;
/// Pictures that are drawn for each prompt of an evaluation: of these, so many are shown.
pub(super) const DRAWN: usize = 16;
pub(super) const SHOWN: usize = 2;
/// Pictures that the loss is measured on.
pub(super) const EVALUATED: usize = 64;
/// Steps of the sampler. Ours.
pub(super) const SAMPLER: usize = 8;
/// Numbers that say what is asked for.
pub(super) const PROMPT: usize = 4;
/// Hidden units of what turns a prompt into a concept embedding. Ours.
pub(super) const EMBEDDING: usize = 32;
/// Hidden layers, and numbers that say how much noise there is. Ours.
pub(super) const LAYERS: usize = 3;
pub(super) const TIME: usize = 16;

/// Channels of the U-Net above and below, and how many of its blocks have them.
pub(super) const CHANNELS: [usize; 2] = [16, 32];
const BLOCKS: [usize; 4] = [CHANNELS[0], CHANNELS[1], CHANNELS[1], CHANNELS[0]];

/// How much stronger than usual the colour of a prompt is made: half the difference of red and blue.
pub(super) const STRONGER: [f64; 4] = [0.15, 0.25, 0.35, 0.45];
/// How far concept embeddings are pushed along the direction of the colour.
pub(super) const PUSHES: [f64; 3] = [0.1, 1.0, 2.0];

/// The prompts of an evaluation, by their first rows: three trained combinations, the held-out one, the same in stronger
/// and stronger colours, the same with pushed embeddings, and with embeddings that are pushed anywhere.
pub(super) const PLAIN: usize = 3;
pub(super) const OVER: usize = PLAIN + 1;
pub(super) const LATENT: usize = OVER + STRONGER.len() + 1;
pub(super) const RANDOM: usize = LATENT + PUSHES.len();
pub(super) const PROMPTS: usize = RANDOM + PUSHES.len();

/// The ways of asking that pictures are shown of: what is trained, the plain prompt, and three others.
pub(super) const WAYS: usize = OVER + 3;

/// One combination of a colour and a size.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Corner {
    pub(super) is_blue: bool,
    pub(super) is_small: bool,
}

/// Every combination, as the knob names them.
pub(super) const CORNERS: [(&str, &str); 4] = [
    ("blue-small", "blue and small"),
    ("blue-large", "blue and large"),
    ("red-small", "red and small"),
    ("red-large", "red and large"),
];

/// The sizes of pictures in pixels, and how many hidden units draw them.
pub(super) const PIXELS: [(&str, &str); 3] = [("8", "8 by 8"), ("12", "12 by 12"), ("16", "16 by 16")];
const SIDES: [usize; 3] = [8, 12, 16];
const WIDTHS: [usize; 3] = [96, 128, 192];

/// How a prompt says what is asked for.
pub(super) const LANGUAGES: [(&str, &str); 2] =
    [("numbers", "red, green, blue and radius"), ("words", "one word for each colour and size")];

/// What learns.
pub(super) const NETWORKS: [(&str, &str); 2] =
    [("mlp", "three hidden layers"), ("u-net", "U-Net of convolutions")];

/// What shapes the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Shape {
    /// P: pixels along a side.
    pub(super) side: usize,
    /// H: hidden units of a network of layers.
    pub(super) width: usize,
    /// Whether it is a U-Net.
    pub(super) convolutions: bool,
    /// The combination that is never shown.
    pub(super) held_out: Corner,
    /// Whether prompts are words.
    pub(super) words: bool,
}

/// What may differ between members.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct World {
    /// Half the difference of red and blue.
    pub(super) colour: f64,
    /// Half the difference of the radii.
    pub(super) size: f64,
    /// How often a prompt leaves its colour out.
    pub(super) masked: f64,
    /// How far embeddings are pushed, as a multiple of [`PUSHES`].
    pub(super) push: f64,
}

impl Corner {
    /// The one at a position of [`CORNERS`].
    pub(super) const fn of(at: usize) -> Self {
        Self { is_blue: at < 2, is_small: at.is_multiple_of(2) }
    }

    pub(super) fn name(self) -> &'static str {
        match (self.is_blue, self.is_small) {
            (true, true) => "blue, small",
            (true, false) => "blue, large",
            (false, true) => "red, small",
            (false, false) => "red, large",
        }
    }
}

impl Shape {
    pub(super) fn new(knobs: &Knobs) -> Self {
        let size = knobs.choice("pixels").min(SIDES.len() - 1);
        Self {
            side: SIDES[size],
            width: WIDTHS[size],
            convolutions: knobs.choice("network") == 1,
            held_out: Corner::of(knobs.choice("held-out")),
            words: knobs.choice("prompts") == 1,
        }
    }

    /// P²
    pub(super) fn pixels(self) -> usize {
        self.side * self.side
    }

    /// D: numbers in a picture, one channel after the other.
    pub(super) fn numbers(self) -> usize {
        3 * self.pixels()
    }

    /// The combinations that are shown: the other size of the held-out colour, the other colour of the held-out size, and
    /// neither.
    pub(super) fn trained(self) -> [Corner; 3] {
        let Corner { is_blue, is_small } = self.held_out;
        [
            Corner { is_blue, is_small: !is_small },
            Corner { is_blue: !is_blue, is_small },
            Corner { is_blue: !is_blue, is_small: !is_small },
        ]
    }

    /// The hidden units, or channels, that each concept embedding is added to.
    pub(super) fn embedded(self) -> Vec<usize> {
        if self.convolutions { BLOCKS.to_vec() } else { vec![self.width; LAYERS] }
    }

    /// The arithmetic of its matrix products.
    pub(super) fn cost(self) -> Cost {
        let [d, h] = [self.numbers(), self.width].map(|size| size as f64);
        let (p, e, t) = (PROMPT as f64, EMBEDDING as f64, TIME as f64);
        let embedded: Vec<f64> = self.embedded().into_iter().map(|width| width as f64).collect();
        let embed: f64 = embedded.iter().map(|width| p * e + e * width).sum();
        let time: f64 = embedded.iter().map(|width| t * width).sum();
        let draw = if self.convolutions {
            convolved(self.side)
        } else {
            2.0 * d * h + (LAYERS as f64 - 1.0) * h * h
        };
        // Forward, then the gradient of the weights and of what goes in.
        let step = BATCH as f64 * 3.0 * (draw + embed + time);
        let sampler = (PROMPTS * DRAWN * SAMPLER) as f64 * draw + SAMPLER as f64 * time;
        let asked = (PROMPTS - 2 * PUSHES.len() + 2) as f64;
        let measurement = sampler + asked * embed + EVALUATED as f64 * (draw + time + embed);
        Cost { step: 2.0 * step / 1e6, measurement: 2.0 * measurement / 1e6 }
    }
}

/// Multiplications of the U-Net for one picture: kernels have 3 by 3 numbers, up again 4 by 4, and 1 beside the last block.
fn convolved(side: usize) -> f64 {
    let [few, many] = CHANNELS.map(|channels| channels as f64);
    let above = (side * side) as f64;
    let below = above / 4.0;
    let ends = above * 9.0 * 2.0 * 3.0 * few;
    let first = above * 9.0 * 2.0 * few * few;
    let between = below * (9.0 + 16.0) * few * many;
    let middle = below * 9.0 * 4.0 * many * many;
    let last = above * few * (9.0 * 3.0 + 2.0) * few;
    ends + first + between + middle + last
}

impl World {
    pub(super) fn new(knobs: &Knobs) -> Self {
        Self {
            colour: knobs.real("colour") / 2.0,
            size: knobs.real("size") / 2.0,
            masked: knobs.real("masked"),
            push: knobs.real("push"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn corners_are_named_in_one_order() {
        for (at, (_, label)) in CORNERS.iter().enumerate() {
            assert_eq!(Corner::of(at).name().replace(',', " and"), *label);
        }
        assert_eq!((LATENT, RANDOM, PROMPTS), (9, 12, 15));
    }
}
