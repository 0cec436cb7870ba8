//! What trains: the graphs of the arm.

use engine::feed::Keys;
use engine::layout::Layout;
use engine::nn;

use super::super::network::Network;
use super::super::stretches::Stretches;
use super::data::Told;
use super::measure::{evaluation, measure};
use super::shape;
use super::world::World;
use crate::knob::Knobs;

/// Everything that the graphs share.
pub(super) struct Parts {
    pub(super) world: World,
    pub(super) network: Network,
    pub(super) told: Told,
}

pub(super) fn program(knobs: &Knobs, _: usize) -> crate::run::Program {
    let world = World::new(knobs);
    let mut layout = Layout::new();
    let network = Network::new(&mut layout, shape(world));
    let stretches = Stretches::new(&mut layout, [knobs.whole("steps"), 0], None);
    let keys = Keys::new(&mut layout);
    let parts = Parts { world, network, told: Told::new(&mut layout, world) };
    let train = stretches.first(&layout, |g, step| {
        let batch = parts.told.batch(g, keys, step);
        let scores = parts.network.answer(g, [batch.task, batch.entity, batch.argument]);
        let each = nn::cross_entropy(g, scores, batch.answer);
        nn::mean_all(g, each)
    });
    let (is_off, told) = (knobs.choice("noise") == 1, parts.told.clone());
    let initial = move |key| told.initial(world, key, is_off);
    let arm = stretches.arm(knobs, (layout, keys), [Some(train), None], || evaluation(&parts), initial);
    crate::run::Program { arm, measure: Box::new(move |outputs| measure(world, outputs)) }
}
