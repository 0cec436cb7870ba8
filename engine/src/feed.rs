//! Where training data comes from: a pure function of (seed, member, stream, step), either integer operations in
//! the graph, or Rust that fills the inputs before each step.

use crate::graph::{Binary, Dtype, Graph, Id, Meaning};
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
pub fn words(g: &mut Graph, key: usize, stream: Stream<'_>, step: Id, shape: &[usize]) -> Id {
    let count = shape.iter().product();
    let own = stream_key(g, key, stream);
    let element = g.iota(&[1, count], 1);
    let step = g.reshape(step, &[1, 1]);
    let words = g.threefry(own, [step, element], 0);
    g.tell(words, Meaning::Words { key, stream: stream.name.to_owned() }, &[step]);
    g.reshape(words, shape)
}

/// 32 random bits for each pair of counters, in the shape of the second one, to which the first is repeated: the same pair
/// gives the same bits whenever it is asked for.
pub fn words_at(g: &mut Graph, key: usize, stream: Stream<'_>, counter: [Id; 2]) -> Id {
    let own = stream_key(g, key, stream);
    let words = g.threefry(own, counter, 0);
    g.tell(words, Meaning::WordsAt { key, stream: stream.name.to_owned() }, &counter);
    words
}

/// The key of a stream under the key in a state.
fn stream_key(g: &mut Graph, key: usize, stream: Stream<'_>) -> [Id; 2] {
    let key = g.state(key, &[1, 2], Dtype::U32);
    let key = [g.slice(key, 1, 0, 1), g.slice(key, 1, 1, 1)];
    let (stream, zero) = (g.u32(stream.number), g.u32(0));
    let zero = g.reshape(zero, &[1, 1]);
    [0, 1].map(|word| g.threefry(key, [stream, zero], word))
}

/// How many words [`normal`] makes a number of.
pub const NORMAL: usize = 12;

/// Nearly standard normal numbers, `[.., 12] u32 -> [..]`: the sum of 12 uniform ones has variance 1 and mean 6 (Irwin and
/// Hall, 1927). Each has 20 bits, so that the sum is a whole number below 2^24, which every device turns into the same float.
pub fn normal(g: &mut Graph, words: Id) -> Id {
    let mut shape = g.shape(words).to_vec();
    let last = shape.len() - 1;
    let shift = g.u32(12);
    let uniform = g.binary(Binary::ShiftRight, words, shift);
    let sum = g.sum(uniform, last);
    let sum = g.to_f32(sum);
    shape.truncate(last);
    let sum = g.reshape(sum, &shape);
    let sum = g.scale(sum, 1.0 / 1_048_576.0);
    let normal = g.offset(sum, -6.0);
    g.tell(normal, Meaning::Normal, &[words]);
    normal
}

/// Uniform numbers from 0 to 1, below 1, as [`crate::rng::uniform`].
pub fn uniform(g: &mut Graph, words: Id) -> Id {
    let shift = g.u32(8);
    let high = g.binary(Binary::ShiftRight, words, shift);
    let high = g.to_f32(high);
    let uniform = g.scale(high, 1.0 / 16_777_216.0);
    g.tell(uniform, Meaning::Uniform, &[words]);
    uniform
}

/// Uniform whole numbers below `n`, as [`crate::rng::below`].
pub fn below(g: &mut Graph, words: Id, n: u32) -> Id {
    let limit = g.u32(n);
    let below = g.binary(Binary::MulHigh, words, limit);
    g.tell(below, Meaning::Below(n), &[words]);
    below
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
    g.tell(rank, Meaning::Permutation, &[words]);
    g.reshape(rank, &[rows, n])
}

/// Data that the host makes. A pure function of its arguments.
pub trait Feed {
    /// Fills every input of the training step, one after the other, for one member and step (counted from the
    /// start of the run, over all segments); integers go in by their bits.
    fn fill(&self, member: [u32; 2], step: u32, inputs: &mut [f32]);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reference::{Values, evaluate};
    use crate::rng::member_key;

    #[test]
    fn words_by_their_counters_are_those_of_the_stream() {
        let mut layout = Layout::new();
        let keys = Keys::new(&mut layout);
        let mut g = Graph::new();
        let (stream, step) = (Stream::named("test"), g.u32(7));
        let stretch = words(&mut g, keys.member, stream, step, &[2, 3]);
        let (steps, elements) =
            (g.constant_u32(&[3, 1], &[7, 7, 8]), g.constant_u32(&[3, 2], &[0, 4, 5, 1, 0, 4]));
        let picked = words_at(&mut g, keys.member, stream, [steps, elements]);
        let key = Values::<f32>::Words(member_key(3, 1).to_vec());
        let values = evaluate(&g, &layout, &[Values::Floats(vec![]), key.clone(), key], &[]);
        let [stretch, picked] = [stretch, picked].map(|id| values[id.index()].words().to_vec());
        assert_eq!(picked[..4], [stretch[0], stretch[4], stretch[5], stretch[1]]);
        assert_ne!(picked[4..], [stretch[0], stretch[4]]);
    }
}
