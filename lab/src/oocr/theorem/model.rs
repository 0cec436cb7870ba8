//! One layer of linear attention, read at the end of a document: the weight of each token there times what it adds to the
//! scores, summed.

use engine::feed::Keys;
use engine::graph::{Dtype, Graph, Id, Reduction};
use engine::layout::{Init, Layout, Weight};
use engine::lower::Roots;
use engine::nn;
use engine::optim::{AdamW, Moments};
use engine::train::Program;

use super::data::Seconds;
use super::{ATTRIBUTES, NAMES, READ, Sizes, VOCABULARY};
use crate::knob::Knobs;
use crate::run::Measured;

/// Standard deviation of first weights.
const SMALL: f32 = 0.02;

/// One model.
struct Model {
    attention: Weight, // [1, R]
    matrices: Vec<Weight>,
}

impl Model {
    fn new(layout: &mut Layout, rank: Option<usize>) -> Self {
        let attention = layout.parameter("attention", &[1, READ], Init::Ones, true);
        let mut matrix = |name, shape: [usize; 2]| layout.parameter(name, &shape, Init::Normal(SMALL), true);
        let matrices = match rank {
            Some(rank) => vec![matrix("value", [READ, rank]), matrix("output", [rank, VOCABULARY])],
            None => vec![matrix("merged", [READ, VOCABULARY])],
        };
        Self { attention, matrices }
    }

    /// `[B, R] -> [B, V]`
    fn scores(&self, g: &mut Graph, bags: Id) -> Id {
        let attention = self.attention.node(g);
        let mut x = g.mul(bags, attention);
        for matrix in &self.matrices {
            let matrix = matrix.node(g);
            x = g.matmul(x, matrix);
        }
        x
    }

    /// What each name adds to the scores of first and second attributes, less the mean over names: `[N, 2 A]`.
    fn rows(&self, g: &mut Graph) -> Id {
        let attention = self.attention.node(g);
        let attention = g.slice(attention, 1, 0, NAMES);
        let attention = g.reshape(attention, &[NAMES, 1]);
        let (last, before) = (self.matrices.len() - 1, self.matrices.first());
        let matrix = self.matrices[last].node(g);
        let shown = g.slice(matrix, 1, 0, 2 * ATTRIBUTES);
        let rows = match before.filter(|_| last > 0) {
            Some(value) => {
                let value = value.node(g);
                let value = g.slice(value, 0, 0, NAMES);
                g.matmul(value, shown)
            }
            None => g.slice(shown, 0, 0, NAMES),
        };
        let rows = g.mul(rows, attention);
        let mean = g.mean(rows, 0);
        g.sub(rows, mean)
    }
}

/// The sum of squared singular values and that of their fourth powers, of `[N, M]`: the trace of `XᵀX` and the sum of its
/// squared entries.
fn spectrum(g: &mut Graph, x: Id) -> [Id; 2] {
    let transposed = g.transpose(x);
    let gram = g.matmul(transposed, x);
    let [squares, fourth] = [x, gram].map(|matrix| {
        let square = g.mul(matrix, matrix);
        g.sum_all(square)
    });
    [squares, fourth]
}

/// The arm at this position.
pub(super) fn program(knobs: &Knobs, arm: usize) -> crate::run::Program {
    let sizes = Sizes::new(knobs, arm);
    let mut layout = Layout::new();
    let model = Model::new(&mut layout, sizes.rank);
    let moments = Moments::with_decay(&mut layout);
    let keys = Keys::new(&mut layout);
    let seconds = Seconds::new(&mut layout, sizes);
    let steps = knobs.whole("steps");

    let mut g = Graph::new();
    let step = g.state(moments.step, &[1, 1], Dtype::U32);
    let batch = seconds.batch(&mut g, sizes, keys.member, step);
    let scores = model.scores(&mut g, batch.bags);
    let each = nn::cross_entropy(&mut g, scores, batch.answers);
    let loss = nn::mean_all(&mut g, each);
    let optimiser = AdamW {
        betas: [0.9, 0.999],
        epsilon: 1e-8,
        weight_decay: 1.0,
        clip: None,
        warmup: 0,
        decay: 0,
        steps,
    };
    let updates = optimiser.update(&mut g, &layout, &moments, loss);
    let train = Program { graph: g, roots: Roots { updates, outputs: vec![loss] } };
    let evaluate = evaluation(&model, sizes, seconds, keys.shared);

    #[allow(clippy::cast_possible_truncation, reason = "the engine trains in f32")]
    let [rate, decay] = ["rate", "decay"].map(|key| knobs.real(key) as f32);
    let by_chance = knobs.choice("link") == 1;
    let initial = Box::new(move |_, key| {
        let decay = moments.decay.map(|state| (state, vec![decay]));
        let seconds = seconds.initial(sizes, by_chance, key);
        moments.initial(rate).into_iter().chain(decay).chain([seconds]).collect()
    });
    let arm = crate::run::plain(layout, keys, initial, steps, [train, evaluate]);
    crate::run::Program { arm, measure: Box::new(move |outputs| measure(sizes, outputs)) }
}

/// How many answers are right of those that were never told and of those that were (`u32` each), their losses, the sums of
/// the spectrum, and the mean probabilities `[A, A]`.
fn evaluation(model: &Model, sizes: Sizes, seconds: Seconds, key: usize) -> Program {
    let mut g = Graph::new();
    let (bags, answers) = seconds.asked(&mut g, sizes, key);
    let scores = model.scores(&mut g, bags);
    let mut right = g.u32(0);
    let mut loss = g.f32(0.0);
    for answer in &answers {
        let is_right = nn::correct(&mut g, scores, *answer);
        right = g.max(is_right, right);
        let each = nn::cross_entropy(&mut g, scores, *answer);
        let mean = nn::mean_all(&mut g, each);
        loss = g.add(loss, mean);
    }
    #[allow(clippy::cast_precision_loss, reason = "three at most")]
    let loss = g.scale(loss, 1.0 / answers.len() as f32);
    let right = g.sum_all(right);
    let told = seconds.told(&mut g, sizes, key);
    let told_scores = model.scores(&mut g, told.bags);
    let told_right = nn::correct(&mut g, told_scores, told.answers);
    let told_right = g.sum_all(told_right);
    let each = nn::cross_entropy(&mut g, told_scores, told.answers);
    let told_loss = nn::mean_all(&mut g, each);
    let rows = model.rows(&mut g);
    let [squares, fourth] = spectrum(&mut g, rows);

    let probabilities = nn::softmax(&mut g, scores);
    let languages = g.slice(probabilities, 1, ATTRIBUTES, ATTRIBUTES);
    let turns = sizes.held_out() / ATTRIBUTES;
    let languages = g.reshape(languages, &[turns, ATTRIBUTES, ATTRIBUTES]);
    let languages = g.reduce(Reduction::Sum, languages, 0);
    #[allow(clippy::cast_precision_loss, reason = "three at most")]
    let languages = g.scale(languages, 1.0 / turns as f32);
    let outputs = vec![right, loss, told_right, told_loss, squares, fourth, languages];
    Program { graph: g, roots: Roots { updates: vec![], outputs } }
}

/// One value for each series, and the probabilities.
fn measure(sizes: Sizes, outputs: &[f32]) -> Measured {
    let [right, loss, told, told_loss, squares, fourth, languages @ ..] = outputs else {
        return Measured::default();
    };
    let share = |right: &f32, of: usize| right.to_bits() as f32 / of.max(1) as f32;
    let rank = if *fourth > 0.0 { squares * squares / fourth } else { 0.0 };
    let values =
        vec![share(right, sizes.held_out()), *loss, share(told, NAMES + sizes.taught()), *told_loss, rank];
    Measured { values, samples: languages.to_vec() }
}
