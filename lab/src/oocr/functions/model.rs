//! What trains: the graphs of each arm.

use std::collections::BTreeSet;
use std::ops::Range;

use engine::feed::Keys;
use engine::graph::{Dtype, Graph, Id};
use engine::layout::Layout;
use engine::lower::Roots;
use engine::nn;
use engine::optim::{AdamW, Moments};
use engine::train::{Arm, Program, Segment};

use super::super::corpus::{Batch, Document, batch_of};
use super::super::network::Network;
use super::data::{ROWS, Told};
use super::measure::{evaluation, measure};
use super::world::{Task, WORDINGS, World, number_token};
use super::{Mode, WIDTH, modes, own, shape, stretches};
use crate::knob::Knobs;

/// How many times as fast as before the vectors of new names alone are trained, and all weights.
const FASTER: f32 = 10.0 / 3.0;
const SLOWER: f32 = 1.0 / 3.0;

/// Documents of a batch of what is told later; with what is known again, a half of them.
const LATER: usize = 128;
/// Documents in it of each name of a visitor's.
const OWN_ROWS: usize = 4;

/// The observations of all of them: name, argument and value, as they are numbered and as tokens.
fn observations(knobs: &Knobs, world: World) -> Vec<(usize, usize, usize)> {
    let of = |(own, name): (usize, usize)| {
        own::observed(knobs, own)
            .filter_map(|one| Some((name, number_token(one.argument)?, number_token(one.value)?)))
            .collect::<Vec<_>>()
    };
    world.own().enumerate().flat_map(|(own, name)| of((own, name))).collect()
}

/// Everything that an arm's graphs share.
pub(super) struct Parts {
    pub(super) world: World,
    pub(super) network: Network,
    pub(super) told: Told,
    pub(super) keys: Keys,
    own: Vec<Document>,
    layout: Layout,
    moments: Moments,
    /// Those of the second stretch: of the vectors of new names, or of everything.
    later: Option<Moments>,
}

impl Parts {
    fn new(knobs: &Knobs, mode: Mode) -> Self {
        let world = World::new(knobs, mode);
        let mut layout = Layout::new();
        let network = Network::new(&mut layout, shape(world));
        let moments = Moments::with_decay(&mut layout);
        let later = match mode {
            Mode::Joint => None,
            Mode::Rows => Some(new_rows(world).len()),
            Mode::All | Mode::Replay => Some(layout.parameter_count()),
        };
        let later = later.map(|count| {
            let mut later = Moments::of(&mut layout, count);
            later.decay = moments.decay;
            later
        });
        let keys = Keys::new(&mut layout);
        let told = Told::new(&mut layout, world);
        Self { world, network, told, keys, own: own_documents(knobs, world), layout, moments, later }
    }

    fn training_step(&self, steps: u32) -> Program {
        let mut g = Graph::new();
        let step = g.state(self.moments.step, &[1, 1], Dtype::U32);
        let mut batch = self.told.first(&mut g, &ROWS, self.keys, step);
        if self.later.is_none() {
            batch = self.with_own(&mut g, batch, 1, step);
        }
        let loss = self.loss(&mut g, &batch);
        let updates = optimiser(100, steps).update(&mut g, &self.layout, &self.moments, loss);
        Program { graph: g, roots: Roots { updates, outputs: vec![loss] } }
    }

    /// A training step of the second stretch: nothing but values of new names, or those and what is known.
    fn later_step(&self, moments: &Moments, steps: u32) -> Option<Program> {
        let mut g = Graph::new();
        let step = g.state(moments.step, &[1, 1], Dtype::U32);
        let mut batch = self.told.later(&mut g, LATER, self.keys, step)?;
        if self.world.mode == Mode::Replay {
            let again = self.told.first(&mut g, &ROWS.map(|rows| rows / 2), self.keys, step);
            batch = batch.and(&mut g, &again);
        }
        batch = self.with_own(&mut g, batch, OWN_ROWS, step);
        let loss = self.loss(&mut g, &batch);
        let part = match self.world.mode {
            Mode::Rows => new_rows(self.world),
            _ => 0..self.layout.parameter_count(),
        };
        let updates = optimiser(0, steps).update_part(&mut g, &self.layout, moments, loss, part);
        Some(Program { graph: g, roots: Roots { updates, outputs: vec![loss] } })
    }

    /// With some of a visitor's documents for each of their names.
    fn with_own(&self, g: &mut Graph, batch: Batch, rows: usize, step: Id) -> Batch {
        let names: BTreeSet<usize> = self.own.iter().map(|document| document.entity).collect();
        if names.is_empty() {
            return batch;
        }
        let sizes = [rows * names.len(), WORDINGS];
        let own = batch_of(g, &self.own, sizes, self.keys.member, "own/document", step);
        batch.and(g, &own)
    }

    fn loss(&self, g: &mut Graph, batch: &Batch) -> Id {
        let scores = self.network.answer(g, [batch.task, batch.entity, batch.argument]);
        let each = nn::cross_entropy(g, scores, batch.answer);
        nn::mean_all(g, each)
    }
}

fn optimiser(warmup: u32, steps: u32) -> AdamW {
    AdamW {
        betas: [0.9, 0.999],
        epsilon: 1e-8,
        weight_decay: 1.0,
        clip: None,
        warmup,
        decay: steps * 2 / 5,
        steps,
    }
}

/// The places of the vectors of all new names among the parameters: the table of tokens comes first, and they are its last
/// rows.
fn new_rows(world: World) -> Range<usize> {
    world.token(world.known()) * WIDTH..world.tokens() * WIDTH
}

/// What a visitor observed.
fn own_documents(knobs: &Knobs, world: World) -> Vec<Document> {
    let document = |(name, argument, answer)| Document {
        task: Task::Evaluate.token(),
        entity: world.token(name),
        argument,
        answer,
    };
    observations(knobs, world).into_iter().map(document).collect()
}

/// The arm at this position.
pub(super) fn program(knobs: &Knobs, arm: usize) -> crate::run::Program {
    let mode = modes(knobs)[arm];
    let [steps, taught] = stretches(knobs, mode);
    let parts = Parts::new(knobs, mode);
    let mut programs = vec![(steps, parts.training_step(steps))];
    programs.extend(parts.later.and_then(|later| Some((taught, parts.later_step(&later, taught)?))));
    let segments = programs
        .into_iter()
        .map(|(steps, train)| Segment { steps, train, evaluate: evaluation(&parts), feed: None })
        .collect();
    let Parts { world, told, keys, layout, moments, later, .. } = parts;
    #[allow(clippy::cast_possible_truncation, reason = "the engine trains in f32")]
    let [rate, decay] = ["rate", "decay"].map(|key| knobs.real(key) as f32);
    let observed = usize::try_from(knobs.whole("observations")).unwrap_or(1);
    let factor = if mode == Mode::Rows { FASTER } else { SLOWER };
    let initial = Box::new(move |_, key| {
        let decay = moments.decay.map(|state| (state, vec![decay]));
        let later = later.iter().flat_map(|later| later.initial(rate * factor));
        let told = told.initial(world, key, observed);
        moments.initial(rate).into_iter().chain(decay).chain(later).chain(told).collect()
    });
    let marks = crate::run::marks(steps + taught);
    let arm = Arm { layout, keys, initial, segments, marks, replicates: Arm::ALONE };
    crate::run::Program { arm, measure: Box::new(move |outputs| measure(world, outputs)) }
}
