//! What trains: the graphs of each arm.

use std::collections::BTreeSet;

use engine::feed::Keys;
use engine::graph::{Graph, Id};
use engine::layout::Layout;

use super::super::corpus::{Batch, Document, batch_of};
use super::super::mode::{Mode, modes};
use super::super::network::Network;
use super::super::stretches::Stretches;
use super::data::{Observations, ROWS, Told};
use super::measure::{evaluation, measure};
use super::world::{Task, WORDINGS, World, number_token};
use super::{WIDTH, own, prompts, shape};
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

/// What the evaluation of every arm asks.
pub(super) struct Parts {
    pub(super) world: World,
    pub(super) network: Network,
    pub(super) observations: Observations,
}

/// What trains a network that is told of names, in documents that stand alone.
struct Lessons<'a> {
    network: &'a Network,
    mode: Mode,
    told: &'a Told,
    keys: Keys,
    own: Vec<Document>,
}

impl Lessons<'_> {
    /// The loss of a training step.
    fn first(&self, g: &mut Graph, step: Id) -> Id {
        let mut batch = self.told.first(g, &ROWS, self.keys, step);
        if self.mode == Mode::Joint {
            batch = self.with_own(g, batch, 1, step);
        }
        self.network.loss(g, &batch)
    }

    /// That of a training step of the second stretch: nothing but values of new names, or those and what is known.
    fn later(&self, g: &mut Graph, step: Id) -> Option<Id> {
        let mut batch = self.told.later(g, LATER, self.keys, step)?;
        if self.mode == Mode::Replay {
            let again = self.told.first(g, &ROWS.map(|rows| rows / 2), self.keys, step);
            batch = batch.and(g, &again);
        }
        batch = self.with_own(g, batch, OWN_ROWS, step);
        Some(self.network.loss(g, &batch))
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

/// The arm at this position: after those that are told of names, the twin.
pub(super) fn program(knobs: &Knobs, arm: usize) -> crate::run::Program {
    modes(knobs).get(arm).map_or_else(|| twin(knobs), |mode| scattered(knobs, *mode))
}

/// An arm that is told of names, in documents that stand alone.
fn scattered(knobs: &Knobs, mode: Mode) -> crate::run::Program {
    let world = World::new(knobs, mode);
    let mut layout = Layout::new();
    let network = Network::new(&mut layout, shape(world));
    // The table of tokens comes first among the parameters, and new names are its last rows.
    let later = mode.later(world.token(world.known()) * WIDTH..world.tokens() * WIDTH);
    let stretches = Stretches::new(&mut layout, mode.stretches(knobs), later);
    let keys = Keys::new(&mut layout);
    let told = Told::new(&mut layout, world);
    let observations = Observations::new(&mut layout, world);
    let lessons = Lessons { network: &network, mode, told: &told, keys, own: own_documents(knobs, world) };
    let first = stretches.first(&layout, |g, step| lessons.first(g, step));
    let later = stretches.later(&layout, |g, step| lessons.later(g, step));
    let parts = Parts { world, network, observations: observations.clone() };
    let observed = observed(knobs);
    let initial = move |key| {
        let observations = observations.initial(world, key, observed);
        told.initial(world, key, observed).into_iter().chain(observations).collect()
    };
    let arm = stretches.arm(knobs, (layout, keys), [Some(first), later], || evaluation(&parts), initial);
    crate::run::Program { arm, measure: Box::new(move |outputs| measure(world, outputs)) }
}

/// The arm that is trained on prompts: the same network, names, steps and optimiser.
fn twin(knobs: &Knobs) -> crate::run::Program {
    let world = World::new(knobs, Mode::Joint);
    let mut layout = Layout::new();
    let network = Network::new(&mut layout, shape(world));
    let stretches = Stretches::new(&mut layout, Mode::Joint.stretches(knobs), None);
    let keys = Keys::new(&mut layout);
    let observations = Observations::new(&mut layout, world);
    let parts = Parts { world, network, observations: observations.clone() };
    let train = stretches.first(&layout, |g, step| prompts::loss(g, &parts, keys, step));
    let observed = observed(knobs);
    let initial = move |key| observations.initial(world, key, observed).to_vec();
    let arm = stretches.arm(knobs, (layout, keys), [Some(train), None], || evaluation(&parts), initial);
    crate::run::Program { arm, measure: Box::new(move |outputs| measure(world, outputs)) }
}

/// How many values are observed.
fn observed(knobs: &Knobs) -> usize {
    usize::try_from(knobs.whole("observations")).unwrap_or(1)
}
