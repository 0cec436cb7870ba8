//! What trains: the graphs of each arm.

use engine::feed::Keys;
use engine::graph::{Graph, Id};
use engine::layout::Layout;

use super::super::corpus::{Batch, Document, batch_of};
use super::super::mode::{Mode, modes};
use super::super::network::Network;
use super::super::stretches::Stretches;
use super::data::{ROWS, Told, counts, own};
use super::measure::{evaluation, measure};
use super::world::{WORDINGS, World};
use super::{Counts, WIDTH, shape};
use crate::knob::Knobs;

/// Flips of a batch of what is told later; with what is known again, a half of them.
const LATER: usize = 128;
/// Flips in it of each of a visitor's coins.
const OWN_ROWS: usize = 4;

/// Everything that an arm's graphs share.
pub(super) struct Parts {
    pub(super) world: World,
    pub(super) network: Network,
    pub(super) told: Told,
    mode: Mode,
    keys: Keys,
    /// Flips of each of a visitor's coins.
    own: Vec<Vec<Document>>,
}

impl Parts {
    /// The loss of a training step.
    fn first(&self, g: &mut Graph, step: Id) -> Id {
        let Self { world, told, keys, .. } = self;
        let is_joint = self.mode == Mode::Joint;
        let coins = 0..if is_joint { world.coins() } else { world.known() };
        let mut batch = told.first(g, *world, ROWS, coins, (*keys, step));
        if is_joint {
            batch = self.with_own(g, batch, 1, step);
        }
        self.network.loss(g, &batch)
    }

    /// That of a training step of the second stretch: flips of new coins, or those and what is known.
    fn later(&self, g: &mut Graph, step: Id) -> Id {
        let Self { world, told, keys, .. } = self;
        let mut batch = told.later(g, *world, LATER, (*keys, step));
        if self.mode == Mode::Replay {
            let again = told.first(g, *world, ROWS.map(|rows| rows / 2), 0..world.known(), (*keys, step));
            batch = batch.and(g, &again);
        }
        batch = self.with_own(g, batch, OWN_ROWS, step);
        self.network.loss(g, &batch)
    }

    /// With so many flips of each of a visitor's coins.
    fn with_own(&self, g: &mut Graph, mut batch: Batch, rows: usize, step: Id) -> Batch {
        for (at, flips) in self.own.iter().enumerate() {
            let stream = format!("own/flip {at}");
            let own = batch_of(g, flips, [rows, WORDINGS], self.keys.member, &stream, step);
            batch = batch.and(g, &own);
        }
        batch
    }
}

/// The arm at this position.
pub(super) fn program(knobs: &Knobs, arm: usize) -> crate::run::Program {
    let mode = modes(knobs)[arm];
    let world = World::new(knobs);
    let mut layout = Layout::new();
    let network = Network::new(&mut layout, shape(world));
    // The table of tokens comes first among the parameters, and hidden coins are its last rows.
    let later = mode.later(world.token(world.known()) * WIDTH..world.tokens() * WIDTH);
    let stretches = Stretches::new(&mut layout, mode.stretches(knobs), later);
    let keys = Keys::new(&mut layout);
    let own = world.own().zip(knobs.flips().unwrap_or_default()).map(|(coin, flips)| own(world, coin, flips));
    let parts = Parts { world, network, told: Told::new(&mut layout, world), mode, keys, own: own.collect() };
    let first = stretches.first(&layout, |g, step| parts.first(g, step));
    let later = stretches.later(&layout, |g, step| Some(parts.later(g, step)));
    let (flips, how, told) = (knobs.whole("flips"), Counts::of(knobs), parts.told.clone());
    let initial = move |key| vec![told.initial(&counts(world, key, flips, how))];
    let arm = stretches.arm(knobs, (layout, keys), [Some(first), later], || evaluation(&parts), initial);
    crate::run::Program { arm, measure: Box::new(move |outputs| measure(world, outputs)) }
}
