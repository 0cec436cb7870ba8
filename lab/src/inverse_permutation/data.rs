//! Shuffled lists, made in the graph: fresh ones for each member and step, and test lists that all arms and
//! members of a run share.

use engine::feed::{below, permutation, words};
use engine::graph::{Graph, Id};
use engine::rng::Stream;

use crate::knob::Knobs;

/// Sizes of the task. B lists, n symbols each.
#[derive(Debug, Clone, Copy)]
pub(super) struct Task {
    pub(super) n: u32,
    pub(super) alphabet: u32,
    pub(super) scratch: u32,
}

/// A batch of examples.
pub(super) struct Batch {
    /// `[B, 2 n + scratch] u32`: where each symbol came from, the shuffled list, empty places.
    pub(super) tokens: Id,
    /// `[B n] u32`: the original lists, symbols from 0.
    pub(super) targets: Id,
    /// `[B, n] u32`: where each symbol of the shuffled list came from.
    pub(super) order: Id,
}

impl Task {
    /// The task of an arm with so many empty places.
    pub(super) fn new(knobs: &Knobs, scratch: u32) -> Self {
        Self { n: knobs.whole("n"), alphabet: knobs.whole("alphabet"), scratch }
    }

    /// Tokens: the places 0 to n - 1, the symbols, and one for an empty place.
    pub(super) fn vocabulary(&self) -> usize {
        (self.n + self.alphabet + 1) as usize
    }

    /// Tokens of one example.
    pub(super) fn length(&self) -> usize {
        (2 * self.n + self.scratch) as usize
    }

    /// `lists` examples from the streams named after `name`, under this key (a state) and step (one number):
    /// a uniform permutation π, independent uniform symbols y, and the shuffled list y_P with y_P[i] = y[π(i)].
    pub(super) fn batch(&self, g: &mut Graph, name: [&str; 2], key: usize, step: Id, lists: usize) -> Batch {
        let n = self.n as usize;
        let shape = [lists, n];
        let order = words(g, key, Stream::named(name[0]), step, &shape);
        let order = permutation(g, order); // [B, n]
        let symbols = words(g, key, Stream::named(name[1]), step, &shape);
        let symbols = below(g, symbols, self.alphabet); // [B, n]
        self.examples(g, order, symbols)
    }

    /// The examples of these orders and lists, `[B, n] u32` each.
    pub(super) fn examples(&self, g: &mut Graph, order: Id, symbols: Id) -> Batch {
        let shape = [g.shape(order)[0], g.shape(order)[1]];
        let [lists, n] = shape;
        let flat = lists * n;
        let (list, size) = (g.iota(&shape, 0), g.u32(self.n));
        let start = g.mul(list, size);
        let at = g.add(start, order);
        let at = g.reshape(at, &[flat]);
        let column = g.reshape(symbols, &[flat, 1]);
        let shuffled = g.gather(column, at);
        let shuffled = g.reshape(shuffled, &shape);
        let shuffled = g.add(shuffled, size);
        let mut parts = vec![order, shuffled];
        if self.scratch > 0 {
            let empty = g.u32(self.n + self.alphabet);
            parts.push(g.broadcast(empty, &[lists, self.scratch as usize]));
        }
        Batch { tokens: g.concat(&parts, 1), targets: g.reshape(symbols, &[flat]), order }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use engine::feed::Keys;
    use engine::layout::Layout;
    use engine::reference::{Values, evaluate};
    use engine::rng::member_key;

    fn batch(task: Task, seed: u32, step: u32, lists: usize) -> (Vec<u32>, Vec<u32>) {
        let mut layout = Layout::new();
        let keys = Keys::new(&mut layout);
        let mut g = Graph::new();
        let step = g.u32(step);
        let batch = task.batch(&mut g, ["order", "symbols"], keys.member, step, lists);
        let key = Values::<f32>::Words(member_key(seed, 0).to_vec());
        let states = [Values::Floats(vec![]), key.clone(), key];
        let values = evaluate(&g, &layout, &states, &[]);
        (values[batch.tokens.index()].words().to_vec(), values[batch.targets.index()].words().to_vec())
    }

    #[test]
    fn every_list_is_the_shuffle_that_its_order_says() {
        let task = Task { n: 5, alphabet: 3, scratch: 2 };
        let (tokens, targets) = batch(task, 1, 9, 200);
        let mut places = [[0u32; 5]; 5];
        for (row, original) in tokens.chunks(12).zip(targets.chunks(5)) {
            let (order, rest) = row.split_at(5);
            let (shuffled, empty) = rest.split_at(5);
            let mut sorted = order.to_vec();
            sorted.sort_unstable();
            assert_eq!(sorted, [0, 1, 2, 3, 4]);
            for i in 0..5 {
                assert_eq!(shuffled[i], 5 + original[order[i] as usize]);
                assert!(original[i] < 3);
                places[i][order[i] as usize] += 1;
            }
            assert_eq!(empty, [8, 8]);
        }
        // 25 cells of 40 expected each; five standard deviations are 28.
        assert!(places.iter().flatten().all(|&count| (12..=68).contains(&count)), "{places:?}");
    }

    #[test]
    fn steps_and_seeds_give_other_lists() {
        let task = Task { n: 6, alphabet: 8, scratch: 0 };
        let first = batch(task, 1, 0, 8);
        assert_eq!(first, batch(task, 1, 0, 8));
        assert_ne!(first, batch(task, 1, 1, 8));
        assert_ne!(first, batch(task, 2, 0, 8));
    }
}
