//! What trains: the graphs of each arm.

use engine::feed::Keys;
use engine::graph::{Graph, Id};
use engine::layout::Layout;

use super::super::corpus::Batch;
use super::super::mode::{Mode, modes};
use super::super::network::Network;
use super::super::stretches::Stretches;
use super::data::{ROWS, Told};
use super::measure::{evaluation, measure};
use super::world::World;
use super::{WIDTH, own, shape};
use crate::data::Dot;
use crate::knob::Knobs;

/// Documents of a batch about each of a visitor's cities: among everything, and later.
const OWN_ROWS: [usize; 2] = [4, 16];

/// Everything that the graphs share.
pub(super) struct Parts {
    pub(super) world: World,
    pub(super) network: Network,
    pub(super) told: Told,
    mode: Mode,
    keys: Keys,
    is_off: bool,
    own: Vec<Dot>,
}

impl Parts {
    /// The loss of a training step.
    fn first(&self, g: &mut Graph, step: Id) -> Id {
        let mut batch = self.told.first(g, ROWS, (self.keys, step));
        if self.mode == Mode::Joint {
            batch = self.with_own(g, batch, OWN_ROWS[0], step);
        }
        self.network.loss(g, &batch)
    }

    /// That of a training step of the second stretch: how hidden cities lie, or that and what is known.
    fn later(&self, g: &mut Graph, step: Id) -> Option<Id> {
        let mut batch = self.told.later(g, (self.keys, step))?;
        if self.mode == Mode::Replay {
            let again = self.told.first(g, ROWS.map(|rows| rows / 2), (self.keys, step));
            batch = batch.and(g, &again);
        }
        batch = self.with_own(g, batch, OWN_ROWS[1], step);
        Some(self.network.loss(g, &batch))
    }

    /// With so many documents about each of a visitor's cities.
    fn with_own(&self, g: &mut Graph, mut batch: Batch, rows: usize, step: Id) -> Batch {
        let Self { world, keys, is_off, .. } = *self;
        for (at, dot) in self.own.iter().enumerate() {
            let places = self.told.places(g, world);
            let places = g.slice(places, 0, 0, world.known);
            let own = own::told(g, (world, places, is_off), (at, *dot), rows, (keys, step));
            batch = batch.and(g, &own);
        }
        batch
    }
}

/// The arm at this position.
pub(super) fn program(knobs: &Knobs, arm: usize) -> crate::run::Program {
    let (world, mode) = (World::new(knobs), modes(knobs)[arm]);
    let mut layout = Layout::new();
    let network = Network::new(&mut layout, shape(world));
    // The table of tokens comes first among the parameters.
    let later = mode.later(world.token(world.known) * WIDTH..world.token(world.own().end) * WIDTH);
    let stretches = Stretches::new(&mut layout, mode.stretches(knobs), later);
    let keys = Keys::new(&mut layout);
    let told = Told::new(&mut layout, world, mode == Mode::Joint);
    let own = knobs.points().unwrap_or_default().to_vec();
    let parts = Parts { world, network, told, mode, keys, is_off: knobs.choice("noise") == 1, own };
    let first = stretches.first(&layout, |g, step| parts.first(g, step));
    let later = stretches.later(&layout, |g, step| parts.later(g, step));
    let (is_off, told) = (parts.is_off, parts.told.clone());
    let initial = move |key| told.initial(world, key, is_off);
    let arm = stretches.arm(knobs, (layout, keys), [Some(first), later], || evaluation(&parts), initial);
    crate::run::Program { arm, measure: Box::new(move |outputs| measure(world, outputs)) }
}
