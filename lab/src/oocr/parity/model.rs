//! What trains: the graphs of the arm.

use engine::feed::Keys;
use engine::graph::{Graph, Id};
use engine::layout::Layout;
use engine::nn;

use super::super::network::Network;
use super::super::stretches::Stretches;
use super::data::{Batch, Told};
use super::measure::{evaluation, measure};
use super::world::DOCUMENT;
use super::{SHAPE, Sums};
use crate::knob::Knobs;

/// Everything that the graphs share.
pub(super) struct Parts {
    network: Network,
    pub(super) told: Told,
}

impl Parts {
    /// Scores of both answers to each document, `[B, 2]`.
    pub(super) fn answer(&self, g: &mut Graph, batch: Batch) -> Id {
        let places: Vec<u32> = (0..).take(DOCUMENT).collect();
        let places = g.constant_u32(&[DOCUMENT], &places);
        self.network.read(g, batch.tokens, places, None)
    }
}

pub(super) fn program(knobs: &Knobs, _: usize) -> crate::run::Program {
    let mut layout = Layout::new();
    let network = Network::new(&mut layout, SHAPE);
    let stretches = Stretches::new(&mut layout, [knobs.whole("steps"), 0], None);
    let keys = Keys::new(&mut layout);
    let parts = Parts { network, told: Told::new(&mut layout) };
    let train = stretches.first(&layout, |g, step| {
        let batch = parts.told.batch(g, Sums::of(knobs), keys, step);
        let scores = parts.answer(g, batch);
        let each = nn::cross_entropy(g, scores, batch.answers);
        nn::mean_all(g, each)
    });
    let told = parts.told.clone();
    let initial = move |key| vec![told.initial(key)];
    let arm = stretches.arm(knobs, (layout, keys), [Some(train), None], || evaluation(&parts), initial);
    crate::run::Program { arm, measure: Box::new(measure) }
}
