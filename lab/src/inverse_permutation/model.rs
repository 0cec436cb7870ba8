//! An ordinary small transformer: learned token and position embeddings, two blocks of two-head softmax attention
//! and a ReLU network, no layer normalisation, cross-entropy on the last n places, Adam.

use engine::feed::Keys;
use engine::graph::{Dtype, Graph, Id};
use engine::layout::Layout;
use engine::lower::Roots;
use engine::nn::{self, Activation, Sizes, Transformer};
use engine::optim::{AdamW, Moments};
use engine::train::Program;

use super::data::{Batch, Task};
use super::measure::{measure, outputs};
use super::{BATCH, TEST_LISTS, Variant, variants};
use crate::knob::Knobs;

/// Steps over which the learning rate rises.
const WARMUP: u32 = 50;

struct Model {
    task: Task,
    causal: bool,
    transformer: Transformer,
}

impl Model {
    fn new(layout: &mut Layout, task: Task, causal: bool) -> Self {
        let width = super::width(task.n) as usize;
        let transformer = Transformer::new(
            layout,
            &Sizes {
                vocabulary: task.vocabulary(),
                outputs: task.alphabet as usize,
                length: task.length(),
                width,
                heads: 2,
                blocks: 2,
                hidden: 2 * width,
                activation: Activation::Relu,
                normalised: false,
                deviation: 0.5,
            },
        );
        Self { task, causal, transformer }
    }

    /// Logits of the answer, `[B n, V]`.
    fn answer(&self, g: &mut Graph, batch: &Batch) -> Id {
        let mask = self.causal.then(|| nn::causal_mask(g, self.task.length()));
        let hidden = self.transformer.hidden(g, batch.tokens, mask); // [B, T, D]
        let answer = g.slice(hidden, 1, self.task.length() - self.task.n as usize, self.task.n as usize);
        let logits = self.transformer.logits(g, answer);
        let shape = g.shape(logits).to_vec();
        g.reshape(logits, &[shape[0] * shape[1], shape[2]])
    }
}

/// What an arm answers to one list: logits of each place. The question is the order and then the symbols.
pub(super) fn answer_one(knobs: &Knobs, arm: usize) -> Program {
    let Variant { scratch, causal, .. } = variants(knobs)[arm];
    let task = Task::new(knobs, scratch);
    // The layout names the same parameters in the same places as that of the arm.
    let model = Model::new(&mut Layout::new(), task, causal);
    let mut g = Graph::new();
    let n = task.n as usize;
    let question = g.input(0, &[1, 2 * n], Dtype::U32);
    let (order, symbols) = (g.slice(question, 1, 0, n), g.slice(question, 1, n, n));
    let batch = task.examples(&mut g, order, symbols);
    let logits = model.answer(&mut g, &batch);
    Program { graph: g, roots: Roots { updates: vec![], outputs: vec![logits] } }
}

/// The arm at this position.
pub(super) fn program(knobs: &Knobs, arm: usize) -> crate::run::Program {
    let Variant { scratch, causal, steps } = variants(knobs)[arm];
    let task = Task::new(knobs, scratch);
    let mut layout = Layout::new();
    let model = Model::new(&mut layout, task, causal);
    let moments = Moments::new(&mut layout);
    let keys = Keys::new(&mut layout);
    let train = training_step(&model, &layout, &moments, &keys, steps);
    let evaluate = evaluation(&model, &keys);
    #[allow(clippy::cast_possible_truncation, reason = "the engine trains in f32")]
    let rate = knobs.real("rate") as f32;
    let initial = Box::new(move |_| moments.initial(rate).to_vec());
    let arm = crate::run::plain(layout, keys, initial, steps, [train, evaluate]);
    crate::run::Program { arm, measure: Box::new(move |outputs| measure(task.n, outputs)) }
}

fn training_step(model: &Model, layout: &Layout, moments: &Moments, keys: &Keys, steps: u32) -> Program {
    let mut g = Graph::new();
    let step = g.state(moments.step, &[1, 1], Dtype::U32);
    let batch = model.task.batch(&mut g, ["train/order", "train/symbols"], keys.member, step, BATCH as usize);
    let logits = model.answer(&mut g, &batch);
    let each = nn::cross_entropy(&mut g, logits, batch.targets);
    let loss = nn::mean_all(&mut g, each);
    let optimiser = AdamW {
        betas: [0.9, 0.98],
        epsilon: 1e-8,
        weight_decay: 0.0,
        clip: None,
        warmup: WARMUP,
        decay: steps * 3 / 10,
        steps,
    };
    let updates = optimiser.update(&mut g, layout, moments, loss);
    Program { graph: g, roots: Roots { updates, outputs: vec![loss] } }
}

fn evaluation(model: &Model, keys: &Keys) -> Program {
    let mut g = Graph::new();
    let zero = g.u32(0);
    let batch =
        model.task.batch(&mut g, ["test/order", "test/symbols"], keys.shared, zero, TEST_LISTS as usize);
    let logits = model.answer(&mut g, &batch);
    let outputs = outputs(&mut g, &model.task, logits, &batch);
    Program { graph: g, roots: Roots { updates: vec![], outputs } }
}
