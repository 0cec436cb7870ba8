//! A matrix for each relation: the concept of the subject times that matrix is what the object should be.

use engine::graph::{Graph, Id};
use engine::layout::{Init, Layout, Weight};
use engine::nn;

use super::data::{Batch, Relations};
use super::number;
use super::recognise::Recogniser;
use super::world::{RELATIONS, World};

/// Matrices of relations. R relations, D numbers in a vector.
pub(super) struct Matrices {
    weight: Weight, // [R, D, D]
    width: usize,
}

/// The first values of matrices. They are small, so that a relation and its inverse can grow as transposes of each other.
const MATRICES: f32 = 0.05;

impl Matrices {
    pub(super) fn new(layout: &mut Layout, name: &str, relations: usize, width: usize) -> Self {
        let weight = layout.parameter(name, &[relations, width, width], Init::Normal(MATRICES), true);
        Self { weight, width }
    }

    /// What the object of each fact should be, from the subject's concept `[B, D]`: `[B, D]`.
    pub(super) fn predict(&self, g: &mut Graph, subjects: Id, batch: &Batch) -> Id {
        let (count, d) = (g.len(batch.subjects), self.width);
        let all = self.weight.node(g);
        let (matrices, each) = match batch.relations {
            Relations::Grouped(relations) => (g.slice(all, 0, 0, relations), count / relations),
            Relations::Each(relations) => {
                let relation_count = g.shape(all)[0];
                let flat = g.reshape(all, &[relation_count, d * d]);
                let picked = g.gather(flat, relations);
                (g.reshape(picked, &[count, d, d]), 1)
            }
        };
        let subjects = g.reshape(subjects, &[count / each, each, d]);
        let predicted = g.matmul(subjects, matrices);
        g.reshape(predicted, &[count, d])
    }

    /// How far each relation is the transpose of its inverse: the mean over the pairs of the cosine of the angle between
    /// the two, a scalar.
    pub(super) fn cosine(&self, g: &mut Graph) -> Id {
        let (pairs, d) = (RELATIONS / 2, self.width);
        let all = self.weight.node(g);
        let all = g.slice(all, 0, 0, RELATIONS);
        let all = g.reshape(all, &[pairs, 2, d * d]);
        let [one, other] = [0, 1].map(|way| {
            let half = g.slice(all, 1, way, 1);
            g.reshape(half, &[pairs, d, d])
        });
        let other = g.transpose(other);
        let mut product = |a: Id, b: Id| {
            let product = g.mul(a, b);
            let product = g.sum(product, 2);
            let product = g.reshape(product, &[pairs, d]);
            g.sum(product, 1) // [6, 1]
        };
        let (across, one, other) = (product(one, other), product(one, one), product(other, other));
        let lengths = g.mul(one, other);
        let lengths = g.sqrt(lengths);
        let lengths = g.offset(lengths, 1e-12);
        let cosine = g.div(across, lengths);
        nn::mean_all(g, cosine)
    }
}

/// Scores an entity by the product of its concept with what the object should be.
pub(super) struct Bilinear {
    pub(super) subjects: Recogniser,
    /// Vectors of entities as objects; `None` where they are those of subjects.
    pub(super) objects: Option<Recogniser>,
    pub(super) matrices: Matrices,
    /// Whether it learns to tell the object from the other entities of the batch alone.
    pub(super) in_batch: bool,
}

impl Bilinear {
    /// The scores of every entity as the object: `[B, N]`.
    pub(super) fn scores(&self, g: &mut Graph, world: &World, batch: &Batch) -> Id {
        let subjects = self.subjects.concepts(g, world, batch.subjects);
        let predicted = self.matrices.predict(g, subjects, batch);
        let objects = self.objects.as_ref().unwrap_or(&self.subjects).all(g, world);
        let objects = g.transpose(objects);
        g.matmul(predicted, objects)
    }

    /// Cross-entropy of each fact's object, `[B, 1]`.
    pub(super) fn loss(&self, g: &mut Graph, world: &World, batch: &Batch) -> Id {
        if !self.in_batch {
            let scores = self.scores(g, world, batch);
            return nn::cross_entropy(g, scores, batch.objects);
        }
        // Among the subjects and objects of the batch. One that is the right object too, elsewhere in the batch, is no
        // candidate: it would be right and count as wrong.
        let count = g.len(batch.subjects);
        let entities = g.concat(&[batch.subjects, batch.objects], 0);
        let concepts = self.subjects.concepts(g, world, entities); // [2 B, D]
        let subjects = g.slice(concepts, 0, 0, count);
        let predicted = self.matrices.predict(g, subjects, batch);
        let objects = g.transpose(concepts);
        let scores = g.matmul(predicted, objects); // [B, 2 B]
        let (row, column) = (g.reshape(batch.objects, &[count, 1]), g.reshape(entities, &[1, 2 * count]));
        let same = g.equal(row, column);
        let (fact, first) = (g.iota(&[count], 0), g.u32(number(count)));
        let own = g.add(fact, first); // [B]
        let (place, at) = (g.iota(&[1, 2 * count], 1), g.reshape(own, &[count, 1]));
        let is_own = g.equal(place, at);
        let elsewhere = g.less(is_own, same);
        let out = g.f32(nn::HIDDEN);
        let scores = g.select(elsewhere, out, scores);
        nn::cross_entropy(g, scores, own)
    }
}
