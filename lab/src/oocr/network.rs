//! One block of a transformer over documents, read at the last place: what answers every question of these experiments.

#[cfg(feature = "run")]
use engine::graph::{Graph, Id};
#[cfg(feature = "run")]
use engine::layout::Layout;
#[cfg(feature = "run")]
use engine::nn::{self, Activation, Block, Embedding, LayerNorm, Linear, Sizes};

#[cfg(feature = "run")]
use super::corpus::Batch;

/// Tokens of a question: task, entity, argument.
pub(super) const QUESTION: usize = 3;

/// The network. V tokens that go in, W that come out, D numbers in a vector.
#[cfg(feature = "run")]
pub(super) struct Network {
    tokens: Embedding,    // [V, D]
    positions: Embedding, // [4, D]: those of a question, and that of an answer within a prompt
    block: Block,
    norm: LayerNorm,
    head: Linear, // [D, W]
    shape: Shape,
}

/// Its sizes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Shape {
    /// Tokens that go in.
    pub(super) read: usize,
    /// Tokens that come out; they are the first of those that go in.
    pub(super) said: usize,
    /// Numbers that stand for a token.
    pub(super) width: usize,
    /// Attention heads.
    pub(super) heads: usize,
    /// Hidden width.
    pub(super) hidden: usize,
}

impl Shape {
    /// Of questions of this many tokens, read at the last place: operations of matrix products, in millions.
    pub(super) fn operations(self, length: usize) -> f64 {
        let [d, hidden, said, t] = [self.width, self.hidden, self.said, length].map(|size| size as f64);
        // Keys and values of all places; query and output of the last one; scores and what is taken; MLP; head.
        2.0 * (2.0 * t * d * d + 2.0 * d * d + 2.0 * t * d + 2.0 * d * hidden + d * said) / 1e6
    }
}

#[cfg(feature = "run")]
impl Network {
    /// Declares its parameters; the table of tokens comes first.
    pub(super) fn new(layout: &mut Layout, shape: Shape) -> Self {
        let Shape { read, said, width, heads, hidden } = shape;
        let sizes = Sizes {
            vocabulary: read,
            outputs: said,
            length: QUESTION + 1,
            width,
            heads,
            blocks: 1,
            hidden,
            activation: Activation::Relu,
            normalised: true,
            deviation: 0.1,
        };
        let tokens = Embedding::new(layout, "tokens", read, width, sizes.deviation);
        let positions = Embedding::new(layout, "positions", sizes.length, width, sizes.deviation);
        let block = Block::new(layout, "block", &sizes);
        let norm = LayerNorm::new(layout, "norm", width);
        let head = Linear::new(layout, "head", width, said);
        Self { tokens, positions, block, norm, head, shape }
    }

    /// Scores of answers to questions: task, entity and argument, `[B] u32` each, give `[B, W]`.
    pub(super) fn answer(&self, g: &mut Graph, question: [Id; 3]) -> Id {
        let count = g.len(question[0]);
        let columns = question.map(|token| g.reshape(token, &[count, 1]));
        let tokens = g.concat(&columns, 1);
        let places: Vec<u32> = (0..).take(QUESTION).collect();
        let places = g.constant_u32(&[QUESTION], &places);
        self.read(g, tokens, places, None)
    }

    /// The mean loss over documents, in nats.
    #[cfg(feature = "run")]
    pub(super) fn loss(&self, g: &mut Graph, batch: &Batch) -> Id {
        let scores = self.answer(g, [batch.task, batch.entity, batch.argument]);
        let each = nn::cross_entropy(g, scores, batch.answer);
        nn::mean_all(g, each)
    }

    /// Scores of what follows tokens `[B, T] u32` that stand at these places (`[T] u32`): `[B, W]`. `mask`, `[1, T]`, is
    /// added to the scores of attention.
    pub(super) fn read(&self, g: &mut Graph, tokens: Id, places: Id, mask: Option<Id>) -> Id {
        let count = g.shape(tokens)[0];
        let embedded = self.tokens.apply(g, tokens);
        let positions = self.positions.apply(g, places);
        let x = g.add(embedded, positions);
        let [x, _] = self.block.last(g, x, mask);
        let x = g.reshape(x, &[count, self.shape.width]);
        let x = self.norm.apply(g, x);
        self.head.apply(g, x)
    }

    /// The vectors of tokens: `[N] u32 -> [N, D]`.
    pub(super) fn vectors(&self, g: &mut Graph, tokens: Id) -> Id {
        self.tokens.apply(g, tokens)
    }
}
