//! What is measured at each point of progress.

use engine::graph::{Graph, Id};
use engine::nn;

use super::data::Facts;
use super::model::{Model, Network};
use super::number;
use super::variant::ANSWER;
use super::world::{COMPARED, PICTURED, RELATIONS, World};
use crate::plane::plane;
use crate::run::Measured;

/// The outputs of an evaluation: for the questions that are asked backwards, those about told facts of group B and of
/// group A, how many are right (`u32`) and the sum of 1/rank; then the mean cross-entropy over the told facts of group B,
/// and the cosine. Behind them what samples are made of: the facts that answers are shown for, with the names that it gives
/// when it is asked backwards; how much names overlap; and vectors of some entities, as subjects and as objects.
pub(super) fn outputs(g: &mut Graph, model: &Model, facts: Facts) -> Vec<Id> {
    let mut outputs = Vec::new();
    let mut losses = Vec::new();
    for (at, questions) in facts.questions(g, &model.world).iter().enumerate() {
        let judged = model.judge(g, questions, at == 0);
        outputs.extend([g.sum_all(judged.right), g.sum_all(judged.inverse_rank)]);
        losses.push(nn::mean_all(g, judged.loss));
    }
    outputs.push(losses[1]);
    outputs.push(match &model.network {
        Network::Concepts(network) => network.cosine(g),
        Network::Surface(network) => network.matrices.cosine(g),
        Network::Sequence(_) => g.f32(0.0),
    });
    let shown = facts.shown(g, &model.world);
    let reversed = shown.reversed(g);
    outputs.extend([shown.subjects, shown.relation_of_each(g), shown.objects]);
    outputs.extend(model.named(g, &reversed, true));
    if model.variant.has_concepts() {
        let mut entities = |all: Vec<usize>| {
            let all: Vec<u32> = all.into_iter().map(number).collect();
            g.constant_u32(&[all.len()], &all)
        };
        let (compared, pictured) = (entities(model.world.compared()), entities(model.world.pictured()));
        outputs.push(model.overlap(g, compared));
        outputs.extend(model.vectors(g, pictured));
    }
    outputs
}

/// One value for each series.
pub(super) fn measure(world: &World, outputs: &[f32]) -> Measured {
    let [reverse, reverse_rank, forward, forward_rank, rule, _, loss, cosine, samples @ ..] = outputs else {
        return Measured::default();
    };
    let share = |right: &f32, size: usize| right.to_bits() as f32 / (RELATIONS * size) as f32;
    let mean = |sum: &f32, size: usize| sum / (RELATIONS * size) as f32;
    let (asked, told, ruled) = (world.asked(), world.forward().len(), world.ruled().len());
    let values = vec![
        share(reverse, asked),
        mean(reverse_rank, asked),
        share(forward, told),
        mean(forward_rank, told),
        share(rule, ruled),
        *cosine,
        *loss,
    ];
    let (names, vectors) = samples.split_at(samples.len().min(ANSWER * world.shown().len()));
    // Entities and parts of names are whole numbers, column after column.
    let (columns, rows) = (names, world.shown().len());
    let answers = (0..rows)
        .flat_map(|row| (0..ANSWER).map(move |column| columns[column * rows + row].to_bits() as f32));
    let (overlap, vectors) = vectors.split_at(vectors.len().min(COMPARED * COMPARED));
    // Subjects come first, then objects; a row has both places of an entity.
    let places = plane(vectors, 2 * PICTURED);
    let (subjects, objects) = places.split_at(places.len() / 2);
    let places = subjects.iter().zip(objects).flat_map(|(subject, object)| [*subject, *object].concat());
    let samples = answers.chain(overlap.iter().copied()).chain(places).collect();
    Measured { values, samples }
}
