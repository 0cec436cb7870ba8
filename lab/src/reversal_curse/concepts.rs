//! The concept of the subject and the relation say what the object should be: by a matrix for each relation, or by a
//! transformer. An entity scores by the product of its concept with that.

use engine::graph::{Graph, Id};
use engine::layout::{Init, Layout, Weight};
use engine::nn::{self, Block, Embedding, LayerNorm};

use super::data::{Batch, Relations};
use super::number;
use super::recognise::{Recogniser, VECTORS, sizes};
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

/// A block of a transformer that reads the subject's concept, the relation and a gap; what stands at the gap is what the
/// object should be. Concepts and predictions are normalised alike. As in the paper; no positions, and no dropout.
pub(super) struct Semantic {
    tokens: Embedding, // [13, D]: relations, a gap
    block: Block,
    norm: LayerNorm,
    width: usize,
}

impl Semantic {
    pub(super) fn new(layout: &mut Layout, width: usize) -> Self {
        let tokens = Embedding::new(layout, "relations", RELATIONS + 1, width, VECTORS);
        let block = Block::new(layout, "semantic", &sizes(width, 3));
        Self { tokens, block, norm: LayerNorm::new(layout, "norm", width), width }
    }

    fn predict(&self, g: &mut Graph, subjects: Id, batch: &Batch) -> Id {
        let count = g.len(batch.subjects);
        let relations = batch.relation_of_each(g);
        let gap = g.u32(number(RELATIONS));
        let gaps = g.broadcast(gap, &[count]);
        let [relations, gaps] = [relations, gaps].map(|tokens| self.tokens.apply(g, tokens));
        let places = [subjects, relations, gaps].map(|place| g.reshape(place, &[count, 1, self.width]));
        let x = g.concat(&places, 1);
        let [x, _] = self.block.last(g, x, None);
        let x = g.reshape(x, &[count, self.width]);
        self.norm.apply(g, x)
    }
}

/// What says what the object should be.
pub(super) enum Predictor {
    Matrices(Matrices),
    Semantic(Box<Semantic>),
}

impl Predictor {
    fn predict(&self, g: &mut Graph, subjects: Id, batch: &Batch) -> Id {
        match self {
            Self::Matrices(matrices) => matrices.predict(g, subjects, batch),
            Self::Semantic(semantic) => semantic.predict(g, subjects, batch),
        }
    }

    fn normalise(&self, g: &mut Graph, concepts: Id) -> Id {
        match self {
            Self::Matrices(_) => concepts,
            Self::Semantic(semantic) => semantic.norm.apply(g, concepts),
        }
    }
}

/// A model that scores an entity by the product of its concept with what the object should be.
pub(super) struct Concepts {
    pub(super) subjects: Recogniser,
    /// Vectors of entities as objects; `None` where they are those of subjects.
    pub(super) objects: Option<Recogniser>,
    pub(super) predictor: Predictor,
    /// Whether it learns to tell the object from the other entities of the batch alone.
    pub(super) in_batch: bool,
}

impl Concepts {
    /// How far each relation is the transpose of its inverse ([`Matrices::cosine`]); 0 where there are no matrices.
    pub(super) fn cosine(&self, g: &mut Graph) -> Id {
        match &self.predictor {
            Predictor::Matrices(matrices) => matrices.cosine(g),
            Predictor::Semantic(_) => g.f32(0.0),
        }
    }

    /// The scores of every entity as the object: `[B, N]`.
    pub(super) fn scores(&self, g: &mut Graph, world: &World, batch: &Batch) -> Id {
        let subjects = self.subjects.concepts(g, world, batch.subjects);
        let subjects = self.predictor.normalise(g, subjects);
        let predicted = self.predictor.predict(g, subjects, batch);
        let objects = self.objects.as_ref().unwrap_or(&self.subjects).all(g, world);
        let objects = self.predictor.normalise(g, objects);
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
        let concepts = self.predictor.normalise(g, concepts);
        let subjects = g.slice(concepts, 0, 0, count);
        let predicted = self.predictor.predict(g, subjects, batch);
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
