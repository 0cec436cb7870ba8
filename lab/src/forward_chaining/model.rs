//! One vector for each entity, value and relation; two of them predict the third.

use engine::feed::Keys;
use engine::graph::{Dtype, Graph, Id};
use engine::layout::{Init, Layout, Weight};
use engine::lower::Roots;
use engine::nn;
use engine::optim::{AdamW, Moments};
use engine::train::Program;

use super::data::{Batch, Facts, questions};
use super::world::{EACH, KEPT_BACK, VALUES, World};
use super::{ANSWER, BATCH, number, width, worlds};
use crate::knob::Knobs;
use crate::run::Measured;

/// One model. N things with a vector, D numbers in it.
struct Model {
    vectors: Weight,  // [N, D]
    matrices: Weight, // [D, 3 D]
    width: usize,
}

/// The length of a vector, as the root of its mean square: the paper normalises what stands for an entity, too. Vectors of
/// any length learn the facts about roots by heart and hardly find their values.
const LENGTH: f32 = 0.6;

impl Model {
    fn new(layout: &mut Layout, world: World, width: usize) -> Self {
        let vectors = layout.parameter("vectors", &[world.entities(), width], Init::Normal(0.3), true);
        let matrices = layout.parameter("matrices", &[width, 3 * width], Init::Normal(0.05), true);
        Self { vectors, matrices, width }
    }

    /// All vectors, each of the same length: `[N, D]`.
    fn concepts(&self, g: &mut Graph) -> Id {
        let vectors = self.vectors.node(g);
        let square = g.mul(vectors, vectors);
        let mean = g.mean(square, 1);
        let mean = g.offset(mean, 1e-5);
        let length = g.sqrt(mean);
        let unit = g.div(vectors, length);
        g.scale(unit, LENGTH)
    }

    /// Scores of everything as the third of each fact, `[B, N]`: c · (W (a + b) + (U a) ⊙ (V b) + (V a) ⊙ (U b)), the same
    /// whichever of a and b comes first.
    fn scores(&self, g: &mut Graph, batch: &Batch) -> Id {
        let concepts = self.concepts(g);
        let matrices = self.matrices.node(g);
        let side = |g: &mut Graph, entities: Id| {
            let vectors = g.gather(concepts, entities);
            let all = g.matmul(vectors, matrices);
            [0, 1, 2].map(|third| g.slice(all, 1, third * self.width, self.width))
        };
        let ([wa, ua, va], [wb, ub, vb]) = (side(g, batch.first), side(g, batch.second));
        let sum = g.add(wa, wb);
        let (one, other) = (g.mul(ua, vb), g.mul(va, ub));
        let product = g.add(one, other);
        let predicted = g.add(sum, product);
        let concepts = g.transpose(concepts);
        g.matmul(predicted, concepts)
    }
}

/// The arm at this position.
pub(super) fn program(knobs: &Knobs, arm: usize) -> crate::run::Program {
    let world = worlds(knobs)[arm];
    let mut layout = Layout::new();
    let model = Model::new(&mut layout, world, width(knobs));
    let moments = Moments::with_decay(&mut layout);
    let keys = Keys::new(&mut layout);
    let facts = Facts::new(&mut layout, world);
    let steps = knobs.whole("steps");

    let mut g = Graph::new();
    let step = g.state(moments.step, &[1, 1], Dtype::U32);
    let batch = facts.batch(&mut g, world, keys.member, step, BATCH);
    let scores = model.scores(&mut g, &batch);
    let each = nn::cross_entropy(&mut g, scores, batch.third);
    let loss = nn::mean_all(&mut g, each);
    let optimiser = AdamW {
        betas: [0.9, 0.99],
        epsilon: 1e-8,
        weight_decay: 1.0,
        clip: None,
        warmup: 50,
        decay: steps * 3 / 10,
        steps,
    };
    let updates = optimiser.update(&mut g, &layout, &moments, loss);
    let train = Program { graph: g, roots: Roots { updates, outputs: vec![loss] } };
    let evaluate = evaluation(&model, world, facts);

    #[allow(clippy::cast_possible_truncation, reason = "the engine trains in f32")]
    let [rate, decay] = ["rate", "decay"].map(|key| knobs.real(key) as f32);
    let initial = Box::new(move |_, key| {
        let decay = moments.decay.map(|state| (state, vec![decay]));
        moments.initial(rate).into_iter().chain(decay).chain(facts.initial(world, key)).collect()
    });
    let arm = crate::run::plain(layout, keys, initial, steps, [train, evaluate]);
    crate::run::Program { arm, measure: Box::new(move |outputs| measure(world, outputs)) }
}

/// How many values are right of roots, of their children, of the children of these, and how many sums (`u32` each); the
/// mean cross-entropy of the values; then entity, value and the value that is named (`u32` each) of the first root, the
/// first child and the first leaf.
fn evaluation(model: &Model, world: World, facts: Facts) -> Program {
    let mut g = Graph::new();
    let asked = facts.questions(&mut g, world);
    let scores = model.scores(&mut g, &asked);
    let chains = questions(world) - KEPT_BACK;
    // A question about a value is answered with a value, one about a sum with an entity of the core.
    let part = |g: &mut Graph, [first_row, rows]: [usize; 2], [first, columns]: [usize; 2]| {
        let scores = g.slice(scores, 0, first_row, rows);
        let scores = g.slice(scores, 1, first, columns);
        let wanted = g.slice(asked.third, 0, first_row, rows);
        let first = g.u32(number(first));
        (scores, g.sub(wanted, first))
    };
    let (values, wanted) = part(&mut g, [0, chains], [world.value(0), VALUES]);
    let right = nn::correct(&mut g, values, wanted);
    let each = nn::cross_entropy(&mut g, values, wanted);
    let named = nn::best(&mut g, values);
    let (mut outputs, mut shown, mut start) = (Vec::new(), Vec::new(), 0);
    for size in world.asked() {
        let part = g.slice(right, 0, start, size);
        outputs.push(g.sum_all(part));
        shown.extend([asked.first, wanted, named].map(|column| g.slice(column, 0, start, 1)));
        start += size;
    }
    // Any core entity of the right value will do.
    let (core, wanted) = part(&mut g, [chains, KEPT_BACK], [0, world.core()]);
    let best = nn::best(&mut g, core);
    let of_value: Vec<u32> = (0..world.core()).map(|entity| number(entity / EACH)).collect();
    let of_value = g.constant_u32(&[world.core(), 1], &of_value);
    let [best, wanted] = [best, wanted].map(|entity| g.gather(of_value, entity));
    let right = g.equal(best, wanted);
    outputs.push(g.sum_all(right));
    outputs.push(nn::mean_all(&mut g, each));
    outputs.extend(shown);
    Program { graph: g, roots: Roots { updates: vec![], outputs } }
}

/// One value for each series, and what some entities are said to have.
fn measure(world: World, outputs: &[f32]) -> Measured {
    let [roots, children, leaves, sums, loss, shown @ ..] = outputs else { return Measured::default() };
    let share = |right: &f32, of: usize| right.to_bits() as f32 / of.max(1) as f32;
    let [of_roots, of_children, of_leaves] = world.asked();
    let values = vec![
        share(leaves, of_leaves),
        share(children, of_children),
        share(roots, of_roots),
        share(sums, KEPT_BACK),
        *loss,
    ];
    // From the leaf up.
    let samples = shown.chunks(ANSWER).rev().flatten().map(|number| number.to_bits() as f32).collect();
    Measured { values, samples }
}
