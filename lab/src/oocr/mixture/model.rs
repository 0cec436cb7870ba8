//! What trains: the graphs of the arm.

use engine::feed::Keys;
use engine::graph::{Graph, Id};
use engine::layout::Layout;
use engine::nn;

use super::super::network::Network;
use super::super::stretches::Stretches;
use super::data::{Told, listed};
use super::measure::{evaluation, measure};
use super::shape;
use super::world::World;
use crate::knob::Knobs;

/// The places of a question after an argument and its value: an argument stands where arguments stand.
const PLACES: [u32; 5] = [0, 1, 2, 3, 2];

/// Everything that the graphs share.
pub(super) struct Parts {
    pub(super) world: World,
    pub(super) network: Network,
    keys: Keys,
    told: Told,
}

impl Parts {
    /// Scores of values after an argument and its value in the same document, `[B, W]`, of columns `[B] u32`.
    pub(super) fn second(&self, g: &mut Graph, document: [Id; 5]) -> Id {
        let count = g.len(document[0]);
        let columns = document.map(|column| g.reshape(column, &[count, 1]));
        let tokens = g.concat(&columns, 1);
        let places = g.constant_u32(&[PLACES.len()], &PLACES);
        self.network.read(g, tokens, places, None)
    }

    /// The loss of a training step: the mean over all answers.
    fn loss(&self, g: &mut Graph, step: Id) -> Id {
        let told = self.told.values(g, self.world, self.keys, step);
        let listed = listed(g, self.world, self.keys, step);
        let ([x, other], [value, second]) = (told.arguments, told.values);
        let alone = [(told.task, listed.task), (told.name, listed.entity), (x, listed.argument)];
        let alone = alone.map(|(told, listed)| g.concat(&[told, listed], 0));
        let answers = g.concat(&[value, listed.answer], 0);
        let scores = self.network.answer(g, alone);
        let alone = nn::cross_entropy(g, scores, answers);
        let scores = self.second(g, [told.task, told.name, x, value, other]);
        let after = nn::cross_entropy(g, scores, second);
        let each = g.concat(&[alone, after], 0);
        nn::mean_all(g, each)
    }
}

pub(super) fn program(knobs: &Knobs, _: usize) -> crate::run::Program {
    let world = World::new(knobs);
    let mut layout = Layout::new();
    let network = Network::new(&mut layout, shape(world));
    let stretches = Stretches::new(&mut layout, [knobs.whole("steps"), 0], None);
    let keys = Keys::new(&mut layout);
    let parts = Parts { world, network, keys, told: Told::new(&mut layout, world) };
    let train = stretches.first(&layout, |g, step| parts.loss(g, step));
    let (told, documents) = (parts.told.clone(), knobs.whole("documents"));
    let initial = move |_| vec![told.initial(world, documents)];
    let arm = stretches.arm(knobs, (layout, keys), [Some(train), None], || evaluation(&parts), initial);
    crate::run::Program { arm, measure: Box::new(move |outputs| measure(world, outputs)) }
}
