//! The configuration that speed is measured on: a decoder-only transformer with a vocabulary of 64, sequences of 32,
//! a width of 64, 4 heads, 2 blocks, an MLP of 256, a batch of 32 and AdamW; 0.66 GFLOP a step. It learns to name
//! the token before the present one.

use crate::feed::{Keys, below, words};
use crate::graph::{Dtype, Graph};
use crate::layout::Layout;
use crate::lower::Roots;
use crate::nn::{self, Activation, Sizes, Transformer};
use crate::optim::{AdamW, Moments};
use crate::rng::Stream;
use crate::train::{Arm, Program, Segment};

/// Sizes that a test may make smaller.
#[derive(Debug, Clone, Copy)]
pub struct T64 {
    /// Sequences in a batch.
    pub batch: usize,
    /// Training steps.
    pub steps: u32,
}

impl Default for T64 {
    fn default() -> Self {
        Self { batch: 32, steps: 50 }
    }
}

/// The arm. It measures its training loss, at 0, 10, 20 and so on.
#[must_use]
pub fn t64(size: T64) -> Arm {
    const LENGTH: usize = 32;
    const VOCABULARY: u32 = 64;
    let mut layout = Layout::new();
    let sizes = Sizes {
        vocabulary: VOCABULARY as usize,
        outputs: VOCABULARY as usize,
        length: LENGTH,
        width: 64,
        heads: 4,
        blocks: 2,
        hidden: 256,
        activation: Activation::Gelu,
        normalised: true,
        deviation: 0.02,
    };
    let model = Transformer::new(&mut layout, &sizes);
    let moments = Moments::new(&mut layout);
    let keys = Keys::new(&mut layout);
    let program = |trains: bool| {
        let mut g = Graph::new();
        let step = g.state(moments.step, &[1, 1], Dtype::U32);
        let shape = [size.batch, LENGTH + 1];
        let random = words(&mut g, keys.member, Stream::named("t64"), step, &shape);
        let all = below(&mut g, random, VOCABULARY);
        let tokens = g.slice(all, 1, 1, LENGTH);
        let targets = g.slice(all, 1, 0, LENGTH);
        let targets = g.reshape(targets, &[size.batch * LENGTH]);
        let mask = nn::causal_mask(&mut g, LENGTH);
        let hidden = model.hidden(&mut g, tokens, Some(mask));
        let logits = model.logits(&mut g, hidden);
        let logits = g.reshape(logits, &[size.batch * LENGTH, VOCABULARY as usize]);
        let each = nn::cross_entropy(&mut g, logits, targets);
        let loss = nn::mean_all(&mut g, each);
        let optimiser = AdamW {
            betas: [0.9, 0.999],
            epsilon: 1e-8,
            weight_decay: 0.01,
            clip: None,
            warmup: 10,
            decay: 0,
            steps: size.steps,
        };
        let updates = if trains { optimiser.update(&mut g, &layout, &moments, loss) } else { vec![] };
        Program { graph: g, roots: Roots { updates, outputs: vec![loss] } }
    };
    let segment = Segment { steps: size.steps, train: program(true), evaluate: program(false), feed: None };
    let initial = move |_, _| moments.initial(1e-3).to_vec();
    let marks = (0..=size.steps / 10).map(|mark| mark * 10).chain([size.steps]).collect::<Vec<_>>();
    let mut marks = marks;
    marks.dedup();
    Arm { layout, keys, initial: Box::new(initial), segments: vec![segment], marks, replicates: Arm::ALONE }
}
