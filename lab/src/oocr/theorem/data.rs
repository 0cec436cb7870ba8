//! Documents as bags of tokens: a name, a question, the end, and thirteen tokens that mean nothing. Attention without
//! positions cannot tell in which order they stand.

use engine::feed::{below, words};
use engine::graph::{Dtype, Graph, Id};
use engine::layout::Layout;
use engine::rng::{Stream, permutation, word_at};

use super::super::number;
use super::{ATTRIBUTES, FILLED, FILLERS, NAMES, Sizes, THIRD};

/// The state that holds the second attribute of everybody whose second attribute is told.
#[derive(Debug, Clone, Copy)]
pub(super) struct Seconds(usize);

/// Some documents.
#[derive(Debug, Clone, Copy)]
pub(super) struct Batch {
    /// How often each token that is read stands in each, `[B, R]`.
    pub(super) bags: Id,
    /// The tokens that are asked for, `[B] u32`.
    pub(super) answers: Id,
}

impl Seconds {
    pub(super) fn new(layout: &mut Layout, sizes: Sizes) -> Self {
        Self(layout.state("second attributes", sizes.taught(), Dtype::U32))
    }

    /// Its first values: those of the first attributes, or a permutation for each turn of names.
    pub(super) fn initial(self, sizes: Sizes, by_chance: bool, member: [u32; 2]) -> (usize, Vec<f32>) {
        let seconds = seconds(sizes, by_chance, member);
        (self.0, seconds.into_iter().map(f32::from_bits).collect())
    }

    /// `[N] u32 -> [N] u32`: the second attribute of taught names, as a token.
    fn of(self, g: &mut Graph, sizes: Sizes, names: Id) -> Id {
        let table = g.state(self.0, &[sizes.taught(), 1], Dtype::U32);
        let second = g.gather(table, names);
        let second = g.reshape(second, &[g.len(names)]);
        let first = g.u32(number(ATTRIBUTES));
        g.add(second, first)
    }

    /// A third each: what is told first of the taught, what is told of them second, what is told of the others.
    pub(super) fn batch(self, g: &mut Graph, sizes: Sizes, key: usize, step: Id) -> Batch {
        let random = words(g, key, Stream::named("train/name"), step, &[3 * THIRD]);
        let part = |g: &mut Graph, at: usize, of: usize| {
            let random = g.slice(random, 0, at * THIRD, THIRD);
            below(g, random, number(of))
        };
        let (one, two) = (part(g, 0, sizes.taught()), part(g, 1, sizes.taught()));
        let rest = part(g, 2, sizes.held_out());
        let taught = g.u32(number(sizes.taught()));
        let rest = g.add(rest, taught);
        let answers = [first(g, one), self.of(g, sizes, two), first(g, rest)];
        let answers = g.concat(&answers, 0);
        let names = g.concat(&[one, two, rest], 0);
        let is_second: Vec<u32> = (0..3 * THIRD).map(|at| u32::from(at / THIRD == 1)).collect();
        let filler = words(g, key, Stream::named("train/filler"), step, &[3 * THIRD, FILLED]);
        Batch { bags: bags(g, names, &is_second, filler), answers }
    }

    /// All that is told, each once.
    pub(super) fn told(self, g: &mut Graph, sizes: Sizes, key: usize) -> Batch {
        let (all, taught) = (g.iota(&[NAMES], 0), g.iota(&[sizes.taught()], 0));
        let names = g.concat(&[all, taught], 0);
        let answers = [first(g, all), self.of(g, sizes, taught)];
        let answers = g.concat(&answers, 0);
        let is_second: Vec<u32> = (0..g.len(names)).map(|at| u32::from(at >= NAMES)).collect();
        let zero = g.u32(0);
        let filler = words(g, key, Stream::named("test/told"), zero, &[is_second.len(), FILLED]);
        Batch { bags: bags(g, names, &is_second, filler), answers }
    }

    /// What was never told: documents `[H, R]`, and the answers of each turn of taught names, `[H] u32` each.
    pub(super) fn asked(self, g: &mut Graph, sizes: Sizes, key: usize) -> (Id, Vec<Id>) {
        let names: Vec<u32> = (sizes.taught()..NAMES).map(number).collect();
        let names = g.constant_u32(&[names.len()], &names);
        let city = first(g, names);
        let answer = |turn| {
            let turn = g.u32(number(turn * ATTRIBUTES));
            let teacher = g.add(city, turn);
            self.of(g, sizes, teacher)
        };
        let answers = (0..sizes.each).map(answer).collect();
        let is_second = vec![1; sizes.held_out()];
        let zero = g.u32(0);
        let filler = words(g, key, Stream::named("test/asked"), zero, &[is_second.len(), FILLED]);
        (bags(g, names, &is_second, filler), answers)
    }
}

/// The second attribute of each taught name.
fn seconds(sizes: Sizes, by_chance: bool, member: [u32; 2]) -> Vec<u32> {
    let key = Stream::named("second attributes").key(member);
    let turn = |turn: usize| {
        let words: Vec<u32> = (0..ATTRIBUTES).map(|at| word_at(key, number(turn), number(at))).collect();
        let mut drawn: Vec<u32> = (0..).take(ATTRIBUTES).collect();
        if by_chance {
            permutation(&words, &mut drawn);
        }
        drawn
    };
    (0..sizes.each).flat_map(turn).collect()
}

/// `[N] u32 -> [N] u32`: the first attribute of names, as a token. Names take turns.
fn first(g: &mut Graph, names: Id) -> Id {
    let firsts: Vec<u32> = (0..NAMES).map(|name| number(name % ATTRIBUTES)).collect();
    let firsts = g.constant_u32(&[NAMES, 1], &firsts);
    let first = g.gather(firsts, names);
    g.reshape(first, &[g.len(names)])
}

/// How often each token stands in documents about `names` `[B] u32`: names, fillers, the question for the first attribute,
/// that for the second, the end. `filler` `[B, F] u32` are random words.
fn bags(g: &mut Graph, names: Id, is_second: &[u32], filler: Id) -> Id {
    let count = is_second.len();
    let column = g.reshape(names, &[count, 1]);
    let every = g.iota(&[1, NAMES], 1);
    let name = g.equal(every, column);
    let filler = below(g, filler, number(FILLERS));
    let filler = g.reshape(filler, &[count, FILLED, 1]);
    let every = g.iota(&[1, 1, FILLERS], 2);
    let filled = g.equal(every, filler);
    let filled = g.sum(filled, 1);
    let filled = g.reshape(filled, &[count, FILLERS]);
    let rest: Vec<u32> = is_second.iter().flat_map(|second| [1 - second, *second, 1]).collect();
    let rest = g.constant_u32(&[count, 3], &rest);
    let bag = g.concat(&[name, filled, rest], 1);
    g.to_f32(bag)
}

#[cfg(test)]
mod tests {
    use super::*;
    use engine::rng::member_key;

    #[test]
    fn second_attributes_follow_the_first_or_are_drawn() {
        let sizes = Sizes { each: 2, rank: None };
        let law = seconds(sizes, false, member_key(1, 0));
        assert!(law.iter().enumerate().all(|(name, second)| *second == number(name % ATTRIBUTES)));
        let drawn = seconds(sizes, true, member_key(1, 0));
        for turn in drawn.chunks(ATTRIBUTES) {
            let mut sorted = turn.to_vec();
            sorted.sort_unstable();
            assert_eq!(sorted, law[..ATTRIBUTES]);
            assert_ne!(turn, &law[..ATTRIBUTES]);
        }
        assert_ne!(drawn[..ATTRIBUTES], drawn[ATTRIBUTES..]);
    }
}
