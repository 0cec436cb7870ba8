//! Shuffled lists, made in the graph: fresh ones for each member and step, and test lists that all arms and
//! members of a run share.

use engine::feed::{below, permutation, words};
use engine::graph::{Graph, Id};
use engine::rng::Stream;

use super::Task;

/// A batch of B examples.
pub(super) struct Batch {
    /// `[B, n] u32`, values 0 to n - 1: where each symbol of the shuffled list came from.
    pub(super) order: Id,
    /// `[B, n] u32`: the list that is given, as tokens.
    pub(super) given: Id,
    /// `[B n] u32`: the list that is wanted, symbols from 0.
    pub(super) targets: Id,
}

impl Task {
    /// Tokens: the places 0 to n - 1, the symbols, and one for an empty place.
    pub(super) fn vocabulary(&self) -> usize {
        (self.n + self.alphabet + 1) as usize
    }

    /// The token of an empty place.
    pub(super) fn empty(&self) -> u32 {
        self.n + self.alphabet
    }

    /// So many examples from the streams named after `name`, under this key (a state) and step (one number): a uniform
    /// permutation π and independent uniform symbols y.
    pub(super) fn batch(&self, g: &mut Graph, name: [&str; 2], key: usize, step: Id, lists: usize) -> Batch {
        let n = self.n as usize;
        let shape = [lists, n];
        let order = words(g, key, Stream::named(name[0]), step, &shape);
        let order = permutation(g, order); // [B, n]
        let symbols = words(g, key, Stream::named(name[1]), step, &shape);
        let symbols = below(g, symbols, self.alphabet); // [B, n]
        self.examples(g, order, symbols)
    }

    /// The examples of these orders π and lists y, `[B, n] u32` each. The shuffled list is y_P with y_P[i] = y[π(i)]; what
    /// is given and what is wanted are y_P and y, or, where the task is to shuffle, y and y_P.
    pub(super) fn examples(&self, g: &mut Graph, order: Id, symbols: Id) -> Batch {
        let shape = [g.shape(order)[0], g.shape(order)[1]];
        let flat = shape[0] * shape[1];
        let (list, size) = (g.iota(&shape, 0), g.u32(self.n));
        let start = g.mul(list, size);
        let at = g.add(start, order);
        let at = g.reshape(at, &[flat]);
        let column = g.reshape(symbols, &[flat, 1]);
        let shuffled = g.gather(column, at);
        let shuffled = g.reshape(shuffled, &shape);
        let [given, wanted] = if self.forward { [symbols, shuffled] } else { [shuffled, symbols] };
        Batch { order, given: g.add(given, size), targets: g.reshape(wanted, &[flat]) }
    }

    /// What a network reads, `[B, leading + 2 n + behind] u32`: empty places, order and list (or the list first), and
    /// empty places again.
    pub(super) fn tokens(&self, g: &mut Graph, batch: &Batch, [leading, behind]: [u32; 2]) -> Id {
        let lists = g.shape(batch.order)[0];
        let empty = g.u32(self.empty());
        let mut room = |count: u32| (count > 0).then(|| g.broadcast(empty, &[lists, count as usize]));
        let (before, after) = (room(leading), room(behind));
        let both = if self.list_first { [batch.given, batch.order] } else { [batch.order, batch.given] };
        let parts: Vec<Id> = before.into_iter().chain(both).chain(after).collect();
        g.concat(&parts, 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use engine::feed::Keys;
    use engine::layout::Layout;
    use engine::reference::{Values, evaluate};
    use engine::rng::member_key;

    const TASK: Task = Task { n: 5, alphabet: 3, forward: false, list_first: false };

    /// Tokens and targets.
    fn batch(task: Task, room: [u32; 2], seed: u32, step: u32, lists: usize) -> (Vec<u32>, Vec<u32>) {
        let mut layout = Layout::new();
        let keys = Keys::new(&mut layout);
        let mut g = Graph::new();
        let step = g.u32(step);
        let batch = task.batch(&mut g, ["order", "symbols"], keys.member, step, lists);
        let tokens = task.tokens(&mut g, &batch, room);
        let key = Values::<f32>::Words(member_key(seed, 0).to_vec());
        let states = [Values::Floats(vec![]), key.clone(), key];
        let values = evaluate(&g, &layout, &states, &[]);
        (values[tokens.index()].words().to_vec(), values[batch.targets.index()].words().to_vec())
    }

    #[test]
    fn every_list_is_the_shuffle_that_its_order_says() {
        let (tokens, targets) = batch(TASK, [0, 2], 1, 9, 200);
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
    fn the_other_task_and_the_other_layout_are_of_the_same_lists() {
        let (tokens, originals) = batch(TASK, [0, 0], 1, 9, 20);
        let (forward, shuffled) = batch(Task { forward: true, ..TASK }, [0, 0], 1, 9, 20);
        let (first, _) = batch(Task { list_first: true, ..TASK }, [1, 0], 1, 9, 20);
        for list in 0..20 {
            let (order, given) = tokens[10 * list..10 * list + 10].split_at(5);
            let plain: Vec<u32> = given.iter().map(|token| token - 5).collect();
            assert_eq!(shuffled[5 * list..5 * list + 5], plain[..]);
            let original: Vec<u32> = originals[5 * list..5 * list + 5].iter().map(|y| y + 5).collect();
            assert_eq!(forward[10 * list..10 * list + 10], [order, &original[..]].concat());
            assert_eq!(first[11 * list..11 * list + 11], [&[8], given, order].concat());
        }
    }

    #[test]
    fn steps_and_seeds_give_other_lists() {
        let first = batch(TASK, [0, 0], 1, 0, 8);
        assert_eq!(first, batch(TASK, [0, 0], 1, 0, 8));
        assert_ne!(first, batch(TASK, [0, 0], 1, 1, 8));
        assert_ne!(first, batch(TASK, [0, 0], 2, 0, 8));
    }
}
