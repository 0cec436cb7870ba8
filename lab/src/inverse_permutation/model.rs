//! An ordinary small transformer: learned token and position embeddings, two blocks of two-head softmax attention
//! and a ReLU network, no layer normalisation, cross-entropy on the n places of the answer, Adam.

use engine::feed::Keys;
use engine::graph::{Dtype, Graph, Id, Reduction};
use engine::layout::Layout;
use engine::lower::Roots;
use engine::nn::{self, Activation, Memory, Rows, Sizes, Transformer};
use engine::optim::{AdamW, Moments};
use engine::train::Program;

use super::data::Batch;
use super::measure::{measure, outputs};
use super::{BATCH, TEST_LISTS, Task, Variant, variants};
use crate::knob::Knobs;

/// Steps over which the learning rate rises.
const WARMUP: u32 = 50;

struct Model {
    task: Task,
    variant: Variant,
    transformer: Transformer,
    /// The state that holds by how many empty places the answer is moved; `None` where there are none behind the list.
    moved: Option<usize>,
}

/// An arm's model and everything else that it keeps.
struct Parts {
    layout: Layout,
    model: Model,
    moments: Moments,
    keys: Keys,
}

impl Parts {
    fn new(knobs: &Knobs, variant: Variant) -> Self {
        let mut layout = Layout::new();
        let task = Task::new(knobs);
        let mut model = Model::new(&mut layout, task, variant);
        let moments = Moments::new(&mut layout);
        let keys = Keys::new(&mut layout);
        model.moved = (variant.behind > 0).then(|| layout.state("empty places", 1, Dtype::U32));
        Self { layout, model, moments, keys }
    }
}

impl Model {
    fn new(layout: &mut Layout, task: Task, variant: Variant) -> Self {
        let width = super::width(task.n) as usize;
        let answer = if variant.aloud { task.n - 1 } else { 0 };
        let transformer = Transformer::new(
            layout,
            &Sizes {
                vocabulary: task.vocabulary(),
                outputs: task.alphabet as usize,
                length: (2 * task.n + variant.leading + variant.behind + answer) as usize,
                width,
                heads: 2,
                blocks: 2,
                hidden: 2 * width,
                activation: Activation::Relu,
                normalised: false,
                deviation: 0.5,
            },
        );
        Self { task, variant, transformer, moved: None }
    }

    /// What stands before the answer, as tokens `[B, T]`.
    fn question(&self, g: &mut Graph, batch: &Batch) -> Id {
        self.task.tokens(g, batch, [self.variant.leading, self.variant.behind])
    }

    /// Logits of the answer while it learns, `[B n, V]`. What is to be said aloud stands behind the question, all but
    /// the last symbol, and every place names the next.
    fn taught(&self, g: &mut Graph, batch: &Batch) -> Id {
        let mut tokens = self.question(g, batch);
        let [lists, n] = [g.shape(batch.order)[0], self.task.n as usize];
        if self.variant.aloud {
            let (size, answer) = (g.u32(self.task.n), g.reshape(batch.targets, &[lists, n]));
            let answer = g.add(answer, size);
            let said = g.slice(answer, 1, 0, n - 1);
            tokens = g.concat(&[tokens, said], 1);
        }
        let answer = self.read(g, tokens);
        self.logits(g, answer)
    }

    /// Logits of the answer, `[B n, V]`, without being told any of it.
    fn answer(&self, g: &mut Graph, batch: &Batch) -> Id {
        if self.variant.aloud { self.decode(g, batch) } else { self.taught(g, batch) }
    }

    /// Says the likeliest symbol, reads it, says the next.
    fn decode(&self, g: &mut Graph, batch: &Batch) -> Id {
        let question = self.question(g, batch);
        let [lists, length] = [g.shape(question)[0], g.shape(question)[1]];
        let mask = nn::causal_mask(g, length);
        let mut memory = Memory::default();
        let end = |g: &mut Graph, x: Id| g.slice(x, 1, length - 1, 1);
        let read: Option<(Rows<'_>, _)> = Some((&end, None)); // the last place sees all
        let last = self.transformer.extend(g, &mut memory, question, Some(mask), read);
        let mut said = vec![self.transformer.logits(g, last)]; // [B, 1, V]
        let size = g.u32(self.task.n);
        while said.len() < self.task.n as usize {
            let best = g.reduce(Reduction::ArgMax, said[said.len() - 1], 2);
            let best = g.reshape(best, &[lists, 1]);
            let token = g.add(best, size);
            let hidden = self.transformer.extend(g, &mut memory, token, None, None);
            said.push(self.transformer.logits(g, hidden));
        }
        let logits = g.concat(&said, 1);
        g.reshape(logits, &[lists * said.len(), self.task.alphabet as usize])
    }

    /// What stands at the n places that the answer is read at, `[B, T] -> [B, n, D]`: the last ones, or where the answer
    /// is moved to.
    fn read(&self, g: &mut Graph, tokens: Id) -> Id {
        let [lists, length] = [g.shape(tokens)[0], g.shape(tokens)[1]];
        let n = self.task.n as usize;
        let first = length - n - self.variant.behind as usize;
        let (place, first) = (g.iota(&[n, 1], 0), g.u32(number(first)));
        let mut place = g.add(place, first); // [n, 1]
        if let Some(moved) = self.moved {
            let moved = g.state(moved, &[1, 1], Dtype::U32);
            place = g.add(place, moved);
        }
        let masks = self.variant.causal.then(|| {
            let key = g.iota(&[1, length], 1);
            [nn::causal_mask(g, length), nn::mask(g, place, key)]
        });
        let rows = |g: &mut Graph, x: Id| {
            if self.moved.is_none() {
                return g.slice(x, 1, length - n, n);
            }
            let (list, size, place) =
                (g.iota(&[lists, n], 0), g.u32(number(length)), g.reshape(place, &[1, n]));
            let start = g.mul(list, size);
            let at = g.add(start, place);
            let at = g.reshape(at, &[lists * n]);
            let width = g.shape(x)[2];
            let flat = g.reshape(x, &[lists * length, width]);
            let picked = g.gather(flat, at);
            g.reshape(picked, &[lists, n, width])
        };
        self.transformer.hidden_at(g, tokens, masks, &rows)
    }

    /// `[B, n, D] -> [B n, V]`
    fn logits(&self, g: &mut Graph, answer: Id) -> Id {
        let logits = self.transformer.logits(g, answer);
        let shape = g.shape(logits).to_vec();
        g.reshape(logits, &[shape[0] * shape[1], shape[2]])
    }
}

/// A place or a length in a sequence, as it stands in a graph.
fn number(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

/// What an arm answers to one list: logits of each place. The question is the order and then the symbols.
pub(super) fn answer_one(knobs: &Knobs, arm: usize) -> Program {
    let Parts { model, .. } = Parts::new(knobs, variants(knobs)[arm]);
    let mut g = Graph::new();
    let n = model.task.n as usize;
    let question = g.input(0, &[1, 2 * n], Dtype::U32);
    let (order, symbols) = (g.slice(question, 1, 0, n), g.slice(question, 1, n, n));
    let batch = model.task.examples(&mut g, order, symbols);
    let logits = model.answer(&mut g, &batch);
    Program { graph: g, roots: Roots { updates: vec![], outputs: vec![logits] } }
}

/// The arm at this position.
pub(super) fn program(knobs: &Knobs, arm: usize) -> crate::run::Program {
    let variant = variants(knobs)[arm];
    let parts = Parts::new(knobs, variant);
    let (task, steps) = (parts.model.task, variant.steps);
    let programs = [training_step(&parts, steps), evaluation(&parts)];
    let Parts { layout, model, moments, keys } = parts;
    #[allow(clippy::cast_possible_truncation, reason = "the engine trains in f32")]
    let rate = knobs.real("rate") as f32;
    let moved = model.moved.map(|state| (state, vec![f32::from_bits(variant.moved)]));
    let initial = Box::new(move |_, _| moments.initial(rate).into_iter().chain(moved.clone()).collect());
    let arm = crate::run::plain(layout, keys, initial, steps, programs);
    crate::run::Program { arm, measure: Box::new(move |outputs| measure(task.n, outputs)) }
}

fn training_step(Parts { layout, model, moments, keys }: &Parts, steps: u32) -> Program {
    let mut g = Graph::new();
    let step = g.state(moments.step, &[1, 1], Dtype::U32);
    let batch = model.task.batch(&mut g, ["train/order", "train/symbols"], keys.member, step, BATCH as usize);
    let logits = model.taught(&mut g, &batch);
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

fn evaluation(Parts { model, keys, .. }: &Parts) -> Program {
    let mut g = Graph::new();
    let zero = g.u32(0);
    let batch =
        model.task.batch(&mut g, ["test/order", "test/symbols"], keys.shared, zero, TEST_LISTS as usize);
    let logits = model.answer(&mut g, &batch);
    let outputs = outputs(&mut g, &model.task, logits, &batch);
    Program { graph: g, roots: Roots { updates: vec![], outputs } }
}
