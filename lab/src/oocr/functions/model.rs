//! What trains: the graphs of each arm.

use engine::feed::Keys;
use engine::graph::{Dtype, Graph, Id};
use engine::layout::Layout;
use engine::lower::Roots;
use engine::nn;
use engine::optim::{AdamW, Moments};
use engine::train::Program;

use super::super::corpus::Batch;
use super::super::network::Network;
use super::data::{ROWS, Told};
use super::measure::{evaluation, measure};
use super::world::World;
use super::{Mode, modes, shape};
use crate::knob::Knobs;

/// Everything that an arm's graphs share.
pub(super) struct Parts {
    pub(super) world: World,
    pub(super) network: Network,
    pub(super) told: Told,
    pub(super) keys: Keys,
    layout: Layout,
    moments: Moments,
}

impl Parts {
    fn new(knobs: &Knobs, mode: Mode) -> Self {
        let world = World::new(knobs, mode);
        let mut layout = Layout::new();
        let network = Network::new(&mut layout, shape(world));
        let moments = Moments::with_decay(&mut layout);
        let keys = Keys::new(&mut layout);
        let told = Told::new(&mut layout, world);
        Self { world, network, told, keys, layout, moments }
    }

    fn training_step(&self, steps: u32) -> Program {
        let mut g = Graph::new();
        let step = g.state(self.moments.step, &[1, 1], Dtype::U32);
        let batch = self.told.first(&mut g, &ROWS, self.keys, step);
        let loss = self.loss(&mut g, &batch);
        let optimiser = AdamW {
            betas: [0.9, 0.999],
            epsilon: 1e-8,
            weight_decay: 1.0,
            clip: None,
            warmup: 100,
            decay: steps * 2 / 5,
            steps,
        };
        let updates = optimiser.update(&mut g, &self.layout, &self.moments, loss);
        Program { graph: g, roots: Roots { updates, outputs: vec![loss] } }
    }

    fn loss(&self, g: &mut Graph, batch: &Batch) -> Id {
        let scores = self.network.answer(g, [batch.task, batch.entity, batch.argument]);
        let each = nn::cross_entropy(g, scores, batch.answer);
        nn::mean_all(g, each)
    }
}

/// The arm at this position.
pub(super) fn program(knobs: &Knobs, arm: usize) -> crate::run::Program {
    let mode = modes(knobs)[arm];
    let steps = knobs.whole("steps");
    let parts = Parts::new(knobs, mode);
    let programs = [parts.training_step(steps), evaluation(&parts)];
    let Parts { world, told, keys, layout, moments, .. } = parts;
    #[allow(clippy::cast_possible_truncation, reason = "the engine trains in f32")]
    let [rate, decay] = ["rate", "decay"].map(|key| knobs.real(key) as f32);
    let observed = usize::try_from(knobs.whole("observations")).unwrap_or(1);
    let initial = Box::new(move |_, key| {
        let decay = moments.decay.map(|state| (state, vec![decay]));
        let told = told.initial(world, key, observed);
        moments.initial(rate).into_iter().chain(decay).chain(told).collect()
    });
    let arm = crate::run::plain(layout, keys, initial, steps, programs);
    crate::run::Program { arm, measure: Box::new(move |outputs| measure(world, outputs)) }
}
