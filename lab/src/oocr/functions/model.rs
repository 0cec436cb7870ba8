//! What trains: the graphs of each arm.

use std::collections::BTreeSet;

use engine::feed::Keys;
use engine::graph::{Graph, Id};
use engine::layout::Layout;
use engine::nn;

use super::super::corpus::{Batch, Document, batch_of};
use super::super::mode::{Mode, modes};
use super::super::network::Network;
use super::super::stretches::Stretches;
use super::data::{ROWS, Told};
use super::measure::{evaluation, measure};
use super::world::{Task, WORDINGS, World, number_token};
use super::{WIDTH, own, shape};
use crate::knob::Knobs;

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
}

impl Parts {
    /// The loss of a training step.
    fn first(&self, g: &mut Graph, step: Id) -> Id {
        let mut batch = self.told.first(g, &ROWS, self.keys, step);
        if self.world.mode == Mode::Joint {
            batch = self.with_own(g, batch, 1, step);
        }
        self.loss(g, &batch)
    }

    /// That of a training step of the second stretch: nothing but values of new names, or those and what is known.
    fn later(&self, g: &mut Graph, step: Id) -> Option<Id> {
        let mut batch = self.told.later(g, LATER, self.keys, step)?;
        if self.world.mode == Mode::Replay {
            let again = self.told.first(g, &ROWS.map(|rows| rows / 2), self.keys, step);
            batch = batch.and(g, &again);
        }
        batch = self.with_own(g, batch, OWN_ROWS, step);
        Some(self.loss(g, &batch))
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
    let world = World::new(knobs, mode);
    let mut layout = Layout::new();
    let network = Network::new(&mut layout, shape(world));
    // The table of tokens comes first among the parameters, and new names are its last rows.
    let later = mode.later(world.token(world.known()) * WIDTH..world.tokens() * WIDTH);
    let stretches = Stretches::new(&mut layout, mode.stretches(knobs), later);
    let keys = Keys::new(&mut layout);
    let told = Told::new(&mut layout, world);
    let parts = Parts { world, network, told, keys, own: own_documents(knobs, world) };
    let first = stretches.first(&layout, |g, step| parts.first(g, step));
    let later = stretches.later(&layout, |g, step| parts.later(g, step));
    let observed = usize::try_from(knobs.whole("observations")).unwrap_or(1);
    let told = parts.told.clone();
    let initial = move |key| told.initial(world, key, observed);
    let arm = stretches.arm(knobs, (layout, keys), [Some(first), later], || evaluation(&parts), initial);
    crate::run::Program { arm, measure: Box::new(move |outputs| measure(world, outputs)) }
}
