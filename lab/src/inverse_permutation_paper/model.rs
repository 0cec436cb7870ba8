//! The "disentangled" attention-only transformer of the paper (after Nichani, Damian and Lee, 2024): no value, output or
//! hidden layer and no scaling; each layer appends what it attended to. A layer is `attn(h; A) = softmax(mask(h A hᵀ)) h`
//! with one head, two layers make `h² = [h¹, attn(h¹; A²)]` of `h¹ = [h⁰, attn(h⁰; A¹)]`, and `h² W` is the answer.
//! Trained by Adam on the squared error.

use engine::feed::Keys;
use engine::graph::{Dtype, Graph, Id};
use engine::layout::{Init, Layout, Weight};
use engine::lower::Roots;
use engine::nn;
use engine::optim::{AdamW, Moments};
use engine::train::Program;

use super::data::{Batch, batch};
use super::measure::{measure, outputs};
use super::variant::{ARMS, Part, Variant};
use super::{BATCH, TEST_LISTS, size};
use crate::knob::Knobs;

/// Steps over which the learning rate rises. Before a network finds the list it stands on a plateau, and what moves it off
/// is small against the noise of its steps. Without the mask large steps lead off at once, and small ones lead to a second
/// plateau; with scratch rows large ones lead nowhere (lists of 10, seed 1: after a warm-up of 50 the third network was
/// stuck for all of 800 steps at rates of 0.03, 0.04 and 0.05; after one of 400 it had found the list at step 350).
fn warmup(variant: &Variant, steps: u32) -> u32 {
    match variant.read {
        Part::Scratch => steps / 2,
        Part::Order | Part::List | Part::Front => 50,
    }
}

/// Deviation of the first weights.
const DEVIATION: f32 = 0.01;

/// One network. B lists of n rows, T rows of the input, D numbers for each.
pub(super) struct Model {
    pub(super) variant: Variant,
    n: usize,
    /// A¹, `[D, D]`.
    pub(super) first: Weight,
    /// A², `[2 D, 2 D]`.
    pub(super) second: Weight,
    /// W, `[4 D, n]`.
    pub(super) readout: Weight,
}

impl Model {
    pub(super) fn new(layout: &mut Layout, variant: Variant, n: usize) -> Self {
        let width = variant.width(n);
        let mut weight =
            |name, shape: [usize; 2]| layout.parameter(name, &shape, Init::Normal(DEVIATION), false);
        Self {
            variant,
            n,
            first: weight("attention1", [width, width]),
            second: weight("attention2", [2 * width, 2 * width]),
            readout: weight("readout", [4 * width, n]),
        }
    }

    /// The answer at the rows that are read: `[B, T, D] -> [B, n, n]`. Layer 2 is only asked about these rows, because
    /// nothing looks at the others after it.
    pub(super) fn answer(&self, g: &mut Graph, input: Id) -> Id {
        let (n, rows) = (self.n, self.variant.rows(self.n));
        let start = self.variant.start(self.variant.read, n);
        let mask = self.variant.causal.then(|| nn::causal_mask(g, rows));
        let attended = attend(g, input, input, &self.first, mask);
        let hidden = g.concat(&[input, attended], 2); // [B, T, 2 D]
        let read = g.slice(hidden, 1, start, n);
        let mask = mask.map(|mask| g.slice(mask, 0, start, n));
        let attended = attend(g, read, hidden, &self.second, mask);
        let hidden = g.concat(&[read, attended], 2); // [B, n, 4 D]
        product(g, hidden, &self.readout)
    }
}

/// What `queries` `[B, Q, D]` find among `rows` `[B, T, D]`: `softmax(queries A rowsᵀ + mask) rows`, with a mask
/// `[Q, T]`.
fn attend(g: &mut Graph, queries: Id, rows: Id, weight: &Weight, mask: Option<Id>) -> Id {
    let asked = product(g, queries, weight);
    let keys = g.transpose(rows);
    let scores = g.matmul(asked, keys); // [B, Q, T]
    let scores = mask.map_or(scores, |mask| g.add(scores, mask));
    let pattern = nn::softmax(g, scores);
    g.matmul(pattern, rows)
}

/// `[B, Q, K] -> [B, Q, N]`
fn product(g: &mut Graph, x: Id, weight: &Weight) -> Id {
    let weight = weight.node(g);
    let ([lists, rows, inner], outputs) = ([0, 1, 2].map(|axis| g.shape(x)[axis]), g.shape(weight)[1]);
    let flat = g.reshape(x, &[lists * rows, inner]);
    let product = g.matmul(flat, weight);
    g.reshape(product, &[lists, rows, outputs])
}

/// Squared error, summed over the entries of a row, the mean over rows and lists: n/4 for an answer of one half.
pub(super) fn row_error(g: &mut Graph, answer: Id, batch: &Batch) -> Id {
    let n = g.shape(answer)[2];
    let target = g.to_f32(batch.list);
    let mean = nn::squared_error(g, answer, target);
    g.scale(mean, n as f32)
}

/// The arm at this position.
pub(super) fn program(knobs: &Knobs, arm: usize) -> crate::run::Program {
    let (variant, n, steps) = (ARMS[arm], size(knobs), knobs.whole("steps"));
    let mut layout = Layout::new();
    let model = Model::new(&mut layout, variant, n);
    let moments = Moments::new(&mut layout);
    let keys = Keys::new(&mut layout);
    let train = training_step(&model, &layout, &moments, &keys, steps);
    let evaluate = evaluation(&model, &keys);
    #[allow(clippy::cast_possible_truncation, reason = "the engine trains in f32")]
    let rate = knobs.real("rate") as f32;
    let initial = Box::new(move |_, _| moments.initial(rate).to_vec());
    let arm = crate::run::plain(layout, keys, initial, steps, [train, evaluate]);
    crate::run::Program { arm, measure: Box::new(move |outputs| measure(&variant, n, outputs)) }
}

fn training_step(model: &Model, layout: &Layout, moments: &Moments, keys: &Keys, steps: u32) -> Program {
    let mut g = Graph::new();
    let step = g.state(moments.step, &[1, 1], Dtype::U32);
    let names = ["train/order", "train/list"];
    let batch = batch(&mut g, &model.variant, names, keys.member, step, [BATCH, model.n]);
    let answer = model.answer(&mut g, batch.input);
    let loss = row_error(&mut g, answer, &batch);
    let optimiser = AdamW {
        betas: [0.9, 0.99],
        epsilon: 1e-8,
        weight_decay: 0.0,
        clip: None,
        warmup: warmup(&model.variant, steps),
        decay: steps * 3 / 10,
        steps,
    };
    let updates = optimiser.update(&mut g, layout, moments, loss);
    Program { graph: g, roots: Roots { updates, outputs: vec![loss] } }
}

fn evaluation(model: &Model, keys: &Keys) -> Program {
    let mut g = Graph::new();
    let zero = g.u32(0);
    let names = ["test/order", "test/list"];
    let batch = batch(&mut g, &model.variant, names, keys.shared, zero, [TEST_LISTS, model.n]);
    let answer = model.answer(&mut g, batch.input);
    let outputs = outputs(&mut g, model, answer, &batch);
    Program { graph: g, roots: Roots { updates: vec![], outputs } }
}
