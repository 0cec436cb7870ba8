//! Where training data comes from: a pure function of (seed, member, stream, step), either integer operations in
//! the graph, or Rust that fills the inputs before each step.

use crate::graph::{Dtype, Graph, Id};
use crate::layout::Layout;
use crate::rng::Stream;

/// The random keys of a member, as states: its own, and the one that all members of a run share.
#[derive(Debug, Clone, Copy)]
pub struct Keys {
    /// The member's own key, `[1, 2] u32`.
    pub member: usize,
    /// The key that all members of the run share, `[1, 2] u32`: for test data.
    pub shared: usize,
}

/// The number that stands for "all members" where the shared key is derived; no member has it.
pub const SHARED: u32 = u32::MAX;

impl Keys {
    /// Declares both states.
    pub fn new(layout: &mut Layout) -> Self {
        Self { member: layout.state("key", 2, Dtype::U32), shared: layout.state("shared key", 2, Dtype::U32) }
    }
}

/// 32 random bits for each element of `shape`: element i of the stream at this step (`step` is one number).
pub fn words(g: &mut Graph, key: usize, stream: Stream, step: Id, shape: &[usize]) -> Id {
    let count = shape.iter().product();
    let key = g.state(key, &[1, 2], Dtype::U32);
    let key = [g.slice(key, 1, 0, 1), g.slice(key, 1, 1, 1)];
    let (stream, zero) = (g.u32(stream.0), g.u32(0));
    let zero = g.reshape(zero, &[1, 1]);
    let key = [0, 1].map(|word| g.threefry(key, [stream, zero], word));
    let element = g.iota(&[1, count], 1);
    let step = g.reshape(step, &[1, 1]);
    let words = g.threefry(key, [step, element], 0);
    g.reshape(words, shape)
}

/// Uniform whole numbers below `n`, as [`crate::rng::below`].
pub fn below(g: &mut Graph, words: Id, n: u32) -> Id {
    let n = g.u32(n);
    g.binary(crate::graph::Binary::MulHigh, words, n)
}

/// A uniform permutation for each row of `words` `[B, n]`, as [`crate::rng::permutation`]: the rank of each word.
pub fn permutation(g: &mut Graph, words: Id) -> Id {
    let [rows, n] = [g.shape(words)[0], g.shape(words)[1]];
    let own = g.reshape(words, &[rows, n, 1]);
    let other = g.reshape(words, &[rows, 1, n]);
    let smaller = g.less(other, own); // [B, n, n]
    let tied = g.equal(other, own);
    let (i, j) = (g.iota(&[n, n], 0), g.iota(&[n, n], 1));
    let before = g.less(j, i);
    let tied = g.mul(tied, before);
    let counted = g.add(smaller, tied);
    let rank = g.sum(counted, 2);
    g.reshape(rank, &[rows, n])
}

/// Data that the host makes. A pure function of its arguments.
pub trait Feed {
    /// Fills every input of the training step, one after the other, for one member and step (counted from the
    /// start of the run, over all segments); integers go in by their bits.
    fn fill(&self, member: [u32; 2], step: u32, inputs: &mut [f32]);
}
