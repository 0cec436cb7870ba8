//! What trains: the graphs of each arm.

use engine::feed::Keys;
use engine::graph::{Graph, Id};
use engine::layout::Layout;
use engine::nn;

use super::super::corpus::Batch;
use super::super::network::Network;
use super::super::stretches::{Later, Stretches};
use super::data::{Told, counts};
use super::measure::{evaluation, measure};
use super::world::World;
use super::{Counts, Mode, WIDTH, modes, shape, stretches};
use crate::knob::Knobs;

/// Everything that an arm's graphs share.
pub(super) struct Parts {
    pub(super) world: World,
    pub(super) network: Network,
    pub(super) told: Told,
}

impl Parts {
    fn loss(&self, g: &mut Graph, batch: &Batch) -> Id {
        let scores = self.network.answer(g, [batch.task, batch.entity, batch.argument]);
        let each = nn::cross_entropy(g, scores, batch.answer);
        nn::mean_all(g, each)
    }
}

/// What the second stretch trains.
fn later(world: World, mode: Mode) -> Option<Later> {
    match mode {
        Mode::Joint => None,
        // The table of tokens comes first among the parameters, and hidden coins are its last rows.
        Mode::Rows => Some(Later::Vectors(world.token(world.known()) * WIDTH..world.tokens() * WIDTH)),
        Mode::All => Some(Later::All),
    }
}

/// The arm at this position.
pub(super) fn program(knobs: &Knobs, arm: usize) -> crate::run::Program {
    let mode = modes(knobs)[arm];
    let world = World::new(knobs);
    let mut layout = Layout::new();
    let network = Network::new(&mut layout, shape(world));
    let stretches = Stretches::new(&mut layout, stretches(knobs, mode), later(world, mode));
    let keys = Keys::new(&mut layout);
    let parts = Parts { world, network, told: Told::new(&mut layout, world) };
    let first = stretches.first(&layout, |g, step| {
        let batch = parts.told.first(g, world, mode == Mode::Joint, keys, step);
        parts.loss(g, &batch)
    });
    let later = stretches.later(&layout, |g, step| {
        let batch = parts.told.later(g, world, keys, step);
        Some(parts.loss(g, &batch))
    });
    let (flips, how, told) = (knobs.whole("flips"), Counts::of(knobs), parts.told.clone());
    let initial = move |key| vec![told.initial(&counts(world, key, flips, how))];
    let arm = stretches.arm(knobs, (layout, keys), [Some(first), later], || evaluation(&parts), initial);
    crate::run::Program { arm, measure: Box::new(move |outputs| measure(world, outputs)) }
}
