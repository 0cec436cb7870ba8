//! The two models, logistic regression and a network with one hidden layer of tanh units, and what trains them: Adam
//! on the cross-entropy of fresh points.

use engine::feed::Keys;
use engine::graph::{Dtype, Graph, Id};
use engine::layout::Layout;
use engine::lower::Roots;
use engine::nn::{self, Linear};
use engine::optim::{AdamW, Moments};
use engine::train::Program;

use super::data::Points;
use super::measure::{measure, outputs};
use super::{BATCH, hidden_width};
use crate::knob::Knobs;

/// Steps over which the learning rate rises.
const WARMUP: u32 = 10;

/// One model. W is the width of its hidden layer.
pub(super) struct Model {
    hidden: Option<Linear>,
    output: Linear,
}

impl Model {
    fn new(layout: &mut Layout, width: Option<usize>) -> Self {
        let hidden = width.map(|width| Linear::new(layout, "hidden", 2, width));
        Self { hidden, output: Linear::new(layout, "output", width.unwrap_or(2), 2) }
    }

    /// One number for each class: `[B, 2] -> [B, 2]`.
    pub(super) fn logits(&self, g: &mut Graph, places: Id) -> Id {
        let mut x = places;
        if let Some(hidden) = &self.hidden {
            let sum = hidden.apply(g, x); // [B, W]
            x = g.tanh(sum);
        }
        self.output.apply(g, x)
    }

    /// How probable class B is: `[B, 2] -> [B, 1]`.
    pub(super) fn probability(&self, g: &mut Graph, places: Id) -> Id {
        let logits = self.logits(g, places);
        let both = nn::softmax(g, logits);
        g.slice(both, 1, 1, 1)
    }
}

/// Everything that an arm's graphs share.
struct Parts {
    layout: Layout,
    model: Model,
    moments: Moments,
    keys: Keys,
    /// The state that holds the deviation of the noise: data, so that members may differ in it.
    noise: usize,
    points: Points,
}

impl Parts {
    fn new(knobs: &Knobs, arm: usize) -> Self {
        let mut layout = Layout::new();
        let model = Model::new(&mut layout, hidden_width(knobs, arm));
        let moments = Moments::new(&mut layout);
        let keys = Keys::new(&mut layout);
        let noise = layout.state("noise", 1, Dtype::F32);
        Self { layout, model, moments, keys, noise, points: Points::new(knobs) }
    }

    fn training_step(&self, steps: u32) -> Program {
        let mut g = Graph::new();
        let step = g.state(self.moments.step, &[1, 1], Dtype::U32);
        let batch = self.points.train(&mut g, &self.keys, self.noise, step, BATCH);
        let logits = self.model.logits(&mut g, batch.places);
        let each = nn::cross_entropy(&mut g, logits, batch.classes);
        let loss = nn::mean_all(&mut g, each);
        let optimiser = AdamW {
            betas: [0.9, 0.99],
            epsilon: 1e-8,
            weight_decay: 0.0,
            clip: None,
            warmup: WARMUP,
            decay: steps * 3 / 10,
            steps,
        };
        let updates = optimiser.update(&mut g, &self.layout, &self.moments, loss);
        Program { graph: g, roots: Roots { updates, outputs: vec![loss] } }
    }

    fn evaluation(&self) -> Program {
        let mut g = Graph::new();
        let test = self.points.test(&mut g, &self.keys, self.noise);
        let outputs = outputs(&mut g, &self.model, &test);
        Program { graph: g, roots: Roots { updates: vec![], outputs } }
    }
}

/// The arm at this position.
pub(super) fn program(knobs: &Knobs, arm: usize) -> crate::run::Program {
    let parts = Parts::new(knobs, arm);
    let (steps, tested) = (knobs.whole("steps"), parts.points.tested());
    let programs = [parts.training_step(steps), parts.evaluation()];
    let Parts { layout, moments, keys, noise, .. } = parts;
    #[allow(clippy::cast_possible_truncation, reason = "the engine trains in f32")]
    let [rate, deviation] = ["rate", "noise"].map(|key| knobs.real(key) as f32);
    let initial =
        Box::new(move |_, _| moments.initial(rate).into_iter().chain([(noise, vec![deviation])]).collect());
    let arm = crate::run::plain(layout, keys, initial, steps, programs);
    crate::run::Program { arm, measure: Box::new(move |outputs| measure(tested, outputs)) }
}

/// What answers a visitor's question: how probable class B is at a point, whose coordinates go in by their bits.
pub(super) fn answer(knobs: &Knobs, arm: usize) -> Program {
    let parts = Parts::new(knobs, arm);
    let mut g = Graph::new();
    let place = g.input(0, &[1, 2], Dtype::F32);
    let probability = parts.model.probability(&mut g, place);
    Program { graph: g, roots: Roots { updates: vec![], outputs: vec![probability] } }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::two_moons::EXPERIMENT;
    use crate::two_moons::measure::centres;
    use crate::two_moons::question::read;
    use engine::exact::{Exact, Simd};
    use engine::lower::{Fusion, lower};

    fn run(program: &Program, layout: &Layout, state: &[f32], inputs: &[f32]) -> Vec<f32> {
        let schedule = lower(&program.graph, layout, &program.roots, Fusion::Full);
        let mut outputs = vec![f32::NAN; schedule.outputs.iter().sum()];
        Exact::new(schedule, Simd::widest()).run(&mut state.to_vec(), inputs, &mut outputs);
        outputs
    }

    #[test]
    fn an_answer_is_what_the_field_shows_there() {
        let knobs = Knobs::defaults(EXPERIMENT.knobs);
        for arm in 0..2 {
            let crate::run::Program { arm: trained, measure } = program(&knobs, arm);
            let state = trained.first_state(1, 0);
            let field = measure(&run(&trained.segments[0].evaluate, &trained.layout, &state, &[])).samples;
            for at in [0, 100, 575] {
                let [x, y] = [centres()[2 * at], centres()[2 * at + 1]];
                let question = read(&knobs, &format!("{x}, {y}")).expect("a point");
                let inputs: Vec<f32> = question.into_iter().map(f32::from_bits).collect();
                let told = run(&answer(&knobs, arm), &trained.layout, &state, &inputs);
                assert_eq!(told, [field[at]], "arm {arm}, {x}, {y}");
            }
        }
    }
}
