//! A small transformer over the five tokens of a fact: the two parts of the subject's name, the relation, the two parts
//! of the object's name. One table is read and written with.

use engine::feed::words;
use engine::graph::{Graph, Id};
use engine::layout::Layout;
use engine::nn::{self, Block, Embedding, LayerNorm};
use engine::rng::Stream;

use super::data::Batch;
use super::number;
use super::recognise::{VECTORS, parts_of, sizes};
use super::variant::Kind;
use super::world::{RELATIONS, World};

/// The model. K parts of names of each kind, D numbers in a vector.
pub(super) struct Sequence {
    /// What it learns to fill in: from left to right the parts of the object's name, each from what stands before it; else
    /// each part of a name with a chance of 15% ([`Kind::Masked`]), or one that is drawn anew for each fact, from all that
    /// is left.
    kind: Kind,
    tokens: Embedding,    // [2 K + 13, D]: first parts, second parts, relations, a gap
    positions: Embedding, // [5, D]
    block: Block,
    norm: LayerNorm,
    width: usize,
    parts: usize,
}

/// 15% of all words of 32 bits.
const FIXED: u32 = 644_245_094;

impl Sequence {
    pub(super) fn new(layout: &mut Layout, world: &World, width: usize, kind: Kind) -> Self {
        let parts = world.parts();
        let tokens = Embedding::new(layout, "tokens", 2 * parts + RELATIONS + 1, width, VECTORS);
        let positions = Embedding::new(layout, "positions", 5, width, VECTORS);
        let block = Block::new(layout, "block", &sizes(width, 5));
        let norm = LayerNorm::new(layout, "norm", width);
        Self { kind, tokens, positions, block, norm, width, parts }
    }

    /// Facts as tokens, `[B, 1] u32` each.
    fn fact(&self, g: &mut Graph, world: &World, batch: &Batch) -> [Id; 5] {
        let count = g.len(batch.subjects);
        let [subject, object] = [batch.subjects, batch.objects].map(|side| parts_of(g, world, side));
        let relation = batch.relation_of_each(g);
        let from = |g: &mut Graph, token: Id, first: usize| {
            let first = g.u32(number(first));
            let token = g.add(token, first);
            g.reshape(token, &[count, 1])
        };
        let (second, relations) = (self.parts, 2 * self.parts);
        [
            from(g, subject[0], 0),
            from(g, subject[1], second),
            from(g, relation, relations),
            from(g, object[0], 0),
            from(g, object[1], second),
        ]
    }

    /// What stands at each place: tokens of `[B, 1]`, together `[B, T, D]`.
    fn read(&self, g: &mut Graph, tokens: &[Id]) -> Id {
        let tokens = g.concat(tokens, 1);
        let length = g.shape(tokens)[1];
        let embedded = self.tokens.apply(g, tokens);
        let positions = self.positions.table(g);
        let positions = g.slice(positions, 0, 0, length);
        let x = g.add(embedded, positions);
        let mask = (self.kind == Kind::LeftToRight).then(|| nn::causal_mask(g, length));
        let x = self.block.apply(g, x, mask);
        self.norm.apply(g, x)
    }

    /// The scores of all parts of a kind (first or second) at some places, place by place: `[P B, K]`.
    fn scores_at(&self, g: &mut Graph, x: Id, kind: usize, places: &[usize]) -> Id {
        let count = g.shape(x)[0];
        let parts: Vec<Id> = places.iter().map(|place| g.slice(x, 1, *place, 1)).collect();
        let x = g.concat(&parts, 0);
        let x = g.reshape(x, &[places.len() * count, self.width]);
        let table = self.tokens.table(g);
        let table = g.slice(table, 0, kind * self.parts, self.parts);
        let table = g.transpose(table);
        g.matmul(x, table)
    }

    /// Scores of both parts of the object's name, `[B, K]` each. A network that reads from left to right is told the first
    /// part before it says the second one; one that fills gaps fills both at once, and where `backwards` says that the fact
    /// was told the other way round, it is asked for the subject of that: "A is the pupil of ?" as "? is the mentor of A".
    pub(super) fn taught(&self, g: &mut Graph, world: &World, batch: &Batch, backwards: bool) -> [Id; 2] {
        if self.kind == Kind::LeftToRight {
            let tokens = self.fact(g, world, batch);
            let x = self.read(g, &tokens[..4]);
            return [0, 1].map(|kind| self.scores_at(g, x, kind, &[2 + kind]));
        }
        let told = if backwards { batch.reversed(g) } else { *batch };
        let mut tokens = self.fact(g, world, &told);
        let first = if backwards { 0 } else { 3 };
        let gap = self.gap(g);
        let gap = g.broadcast(gap, &[g.len(batch.subjects), 1]);
        tokens[first..first + 2].fill(gap);
        let x = self.read(g, &tokens);
        [0, 1].map(|kind| self.scores_at(g, x, kind, &[first + kind]))
    }

    /// Both parts of the name that it gives, `[B] u32` each.
    pub(super) fn named(&self, g: &mut Graph, world: &World, batch: &Batch, backwards: bool) -> [Id; 2] {
        if self.kind != Kind::LeftToRight {
            return self.taught(g, world, batch, backwards).map(|scores| nn::best(g, scores));
        }
        let mut tokens = self.fact(g, world, batch);
        let x = self.read(g, &tokens[..3]);
        let scores = self.scores_at(g, x, 0, &[2]);
        let first = nn::best(g, scores);
        tokens[3] = g.reshape(first, &[g.len(first), 1]);
        let x = self.read(g, &tokens[..4]);
        let scores = self.scores_at(g, x, 1, &[3]);
        [first, nn::best(g, scores)]
    }

    fn gap(&self, g: &mut Graph) -> Id {
        g.u32(number(2 * self.parts + RELATIONS))
    }

    /// Cross-entropy of each fact's object, or of the parts of names that are left out of it, added: `[B, 1]`.
    pub(super) fn loss(&self, g: &mut Graph, world: &World, batch: &Batch, key: usize, step: Id) -> Id {
        let count = g.len(batch.subjects);
        let [subject, object] = [batch.subjects, batch.objects].map(|side| parts_of(g, world, side));
        if self.kind == Kind::LeftToRight {
            let scores = self.taught(g, world, batch, false);
            let [first, second] = [0, 1].map(|kind| nn::cross_entropy(g, scores[kind], object[kind]));
            return g.add(first, second);
        }
        let random = words(g, key, Stream::named("train/gap"), step, &[count, 5]);
        let rate = match self.kind {
            Kind::AnyRate => g.slice(random, 1, 4, 1),
            _ => g.u32(FIXED),
        };
        let gap = self.gap(g);
        let (mut tokens, mut out) = (self.fact(g, world, batch), Vec::new());
        for (at, place) in [0, 1, 3, 4].into_iter().enumerate() {
            let word = g.slice(random, 1, at, 1);
            let is_out = g.less(word, rate);
            tokens[place] = g.select(is_out, gap, tokens[place]);
            out.push(is_out);
        }
        let x = self.read(g, &tokens);
        let [first, second] = [0, 1].map(|kind| {
            let scores = self.scores_at(g, x, kind, &[kind, 3 + kind]);
            let wanted = g.concat(&[subject[kind], object[kind]], 0);
            let each = nn::cross_entropy(g, scores, wanted); // [2 B, 1]
            let out = g.concat(&[out[kind], out[2 + kind]], 0);
            let out = g.to_f32(out);
            let each = g.mul(each, out);
            let each = g.reshape(each, &[2, count]);
            let each = g.sum(each, 0);
            g.reshape(each, &[count, 1])
        });
        g.add(first, second)
    }
}
