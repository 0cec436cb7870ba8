//! A language model that reads and writes names part by part, and so never has one vector for an entity.

use engine::graph::{Graph, Id};
use engine::layout::{Init, Layout, Weight};
use engine::nn;

use super::concepts::Matrices;
use super::data::Batch;
use super::recognise::{Reader, parts_of};
use super::world::{RELATIONS, World};

/// The model. K parts of names, D numbers in a vector.
pub(super) struct Surface {
    pub(super) reader: Reader,
    pub(super) matrices: Matrices,
    second: Matrices,
    /// What the first part says about the second.
    after: Weight, // [D, D]
}

impl Surface {
    pub(super) fn new(layout: &mut Layout, world: &World, width: usize) -> Self {
        let reader = Reader::new(layout, world, [width, 1]);
        let matrices = Matrices::new(layout, "relations", RELATIONS, width);
        let second = Matrices::new(layout, "second_relations", RELATIONS, width);
        #[allow(clippy::cast_precision_loss, reason = "vectors are short")]
        let deviation = 1.0 / (width as f32).sqrt();
        let after = layout.parameter("after", &[width, width], Init::Normal(deviation), true);
        Self { reader, matrices, second, after }
    }

    /// Scores of every first part, and of every second part after the first part that `first` says: `[B, K]` each. The
    /// tables that names are read with are those that they are written with.
    fn scores(
        &self,
        g: &mut Graph,
        world: &World,
        batch: &Batch,
        first: impl FnOnce(&mut Graph, Id) -> Id,
    ) -> [Id; 2] {
        let [concept, _] = self.reader.read(g, world, batch.subjects);
        let predicted = self.matrices.predict(g, concept, batch);
        let table = self.reader.first.table(g);
        let table = g.transpose(table);
        let firsts = g.matmul(predicted, table);
        let said = first(g, firsts);
        let said = self.reader.first.apply(g, said);
        let after = self.after.node(g);
        let after = g.matmul(said, after);
        let predicted = self.second.predict(g, concept, batch);
        let predicted = g.add(predicted, after);
        let table = self.reader.second.table(g);
        let table = g.transpose(table);
        [firsts, g.matmul(predicted, table)]
    }

    /// The same, told the right first part.
    pub(super) fn taught(&self, g: &mut Graph, world: &World, batch: &Batch) -> [Id; 2] {
        let parts = parts_of(g, world, batch.objects);
        self.scores(g, world, batch, |_, _| parts[0])
    }

    /// Both parts of the name that it gives, `[B] u32` each.
    pub(super) fn named(&self, g: &mut Graph, world: &World, batch: &Batch) -> [Id; 2] {
        let scores = self.scores(g, world, batch, nn::best);
        scores.map(|scores| nn::best(g, scores))
    }

    /// Cross-entropy of both parts of each fact's object, added: `[B, 1]`.
    pub(super) fn loss(&self, g: &mut Graph, world: &World, batch: &Batch) -> Id {
        let (scores, parts) = (self.taught(g, world, batch), parts_of(g, world, batch.objects));
        let [first, second] = [0, 1].map(|at| nn::cross_entropy(g, scores[at], parts[at]));
        g.add(first, second)
    }
}
