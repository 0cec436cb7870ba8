//! Shuffled lists of binary rows, made in the graph: fresh ones for each member and step, and test lists that all arms
//! and members of a run share.

use engine::feed::{permutation, words};
use engine::graph::{Binary, Graph, Id};
use engine::rng::Stream;

use super::variant::{Part, Variant};

/// Some examples. B lists of n rows with n entries, T rows of the input, D numbers for each.
pub(super) struct Batch {
    /// `[B, T, D]`: entries and places.
    pub(super) input: Id,
    /// `[B, n, n] u32`: the lists as they were, 0 and 1.
    pub(super) list: Id,
}

/// `lists` examples from the streams named after `name`, under this key (a state) and step (one number): a uniform
/// permutation π and independent fair bits Y, shuffled to Y_P with row i being row π(i) of Y.
pub(super) fn batch(
    g: &mut Graph,
    variant: &Variant,
    name: [&str; 2],
    key: usize,
    step: Id,
    [lists, n]: [usize; 2],
) -> Batch {
    let order = words(g, key, Stream::named(name[0]), step, &[lists, n]);
    let order = permutation(g, order);
    let bits = words(g, key, Stream::named(name[1]), step, &[lists, n, n]);
    let shift = g.u32(31);
    let list = g.binary(Binary::ShiftRight, bits, shift);
    Batch { input: input(g, variant, order, list), list }
}

/// The input for these orders `[B, n] u32` and lists `[B, n, n] u32`: `[B, T, D]`.
pub(super) fn input(g: &mut Graph, variant: &Variant, order: Id, list: Id) -> Id {
    let [lists, n] = [g.shape(order)[0], g.shape(order)[1]];
    let column = g.reshape(order, &[lists, n, 1]);
    let names = g.iota(&[1, 1, n], 2);
    let ones = g.equal(column, names);
    let shuffled = shuffled(g, order, list);
    let zero = g.u32(0);
    let zeros = g.broadcast(zero, &[lists, n, n]);
    let part = |part: &Part| match part {
        Part::Order => ones,
        Part::List => shuffled,
        Part::Front | Part::Scratch => zeros,
    };
    let parts: Vec<Id> = variant.parts.iter().map(part).collect();
    let parts = g.concat(&parts, 1);
    let count = variant.parts.len() * n;
    let (row, place) = (g.iota(&[count, count], 0), g.iota(&[count, count], 1));
    let places = g.equal(row, place);
    let [entries, places] = [parts, places].map(|ones| g.to_f32(ones));
    let before = usize::from(variant.begins);
    let (entries, places) = (g.pad(entries, 1, before, 0), g.pad(places, 0, before, 0));
    let places = g.broadcast(places, &[lists, variant.rows(n), count]);
    g.concat(&[entries, places], 2)
}

/// Row i of each shuffled list is the row of the list that its order names: `[B, n, n] u32`.
fn shuffled(g: &mut Graph, order: Id, list: Id) -> Id {
    let [lists, n] = [g.shape(order)[0], g.shape(order)[1]];
    let number = g.iota(&[lists, n], 0);
    let size = g.u32(u32::try_from(n).unwrap_or(u32::MAX));
    let start = g.mul(number, size);
    let at = g.add(start, order);
    let at = g.reshape(at, &[lists * n]);
    let rows = g.reshape(list, &[lists * n, n]);
    let rows = g.gather(rows, at);
    g.reshape(rows, &[lists, n, n])
}

#[cfg(test)]
mod tests {
    use super::super::variant::{ARMS, BEHIND, SCRATCH};
    use super::*;
    use engine::feed::Keys;
    use engine::layout::Layout;
    use engine::reference::{Values, evaluate};
    use engine::rng::member_key;

    fn values(variant: Variant, seed: u32, step: u32) -> (Vec<f32>, Vec<u32>) {
        let mut layout = Layout::new();
        let keys = Keys::new(&mut layout);
        let mut g = Graph::new();
        let step = g.u32(step);
        let batch = batch(&mut g, &variant, ["order", "list"], keys.member, step, [50, 4]);
        let key = Values::<f32>::Words(member_key(seed, 0).to_vec());
        let states = [Values::Floats(vec![]), key.clone(), key];
        let values = evaluate(&g, &layout, &states, &[]);
        (values[batch.input.index()].floats().to_vec(), values[batch.list.index()].words().to_vec())
    }

    #[test]
    fn every_input_says_its_order_and_shuffled_list() {
        let n = 4;
        let mut ones = 0;
        for variant in ARMS.into_iter().chain([BEHIND]) {
            let width = variant.width(n);
            let (input, list) = values(variant, 1, 9);
            for (input, list) in input.chunks(variant.rows(n) * width).zip(list.chunks(n * n)) {
                let entries = |part: Part, row: usize| &input[(variant.start(part, n) + row) * width..][..n];
                for i in 0..n {
                    let order = entries(Part::Order, i);
                    let source = order.iter().position(|x| *x == 1.0).expect("one 1");
                    assert_eq!(order.iter().sum::<f32>(), 1.0);
                    let original: Vec<f32> = list[source * n..][..n].iter().map(|bit| *bit as f32).collect();
                    assert_eq!(entries(Part::List, i), original);
                }
                ones += list.iter().sum::<u32>();
                // Every row but the first one of a proof has one place.
                for (row, numbers) in input.chunks(width).enumerate() {
                    let place = numbers[n..].iter().position(|x| *x == 1.0);
                    assert_eq!(place, row.checked_sub(usize::from(variant.begins)));
                    assert_eq!(numbers[n..].iter().sum::<f32>(), f32::from(u8::from(place.is_some())));
                }
            }
        }
        // 3,200 tosses; five standard deviations are 141.
        assert!((1459..=1741).contains(&ones), "{ones}");
        let (input, _) = values(SCRATCH, 1, 9);
        let mut zeros = input.chunks(SCRATCH.width(n)).map(|row| row[..n].iter().all(|x| *x == 0.0));
        assert!(zeros.by_ref().take(n).all(|zero| zero) && zeros.skip(2 * n).take(n).all(|zero| zero));
    }

    #[test]
    fn steps_and_seeds_give_other_lists() {
        let first = values(SCRATCH, 1, 0);
        assert_eq!(first, values(SCRATCH, 1, 0));
        assert_ne!(first, values(SCRATCH, 1, 1));
        assert_ne!(first, values(SCRATCH, 2, 0));
    }
}
