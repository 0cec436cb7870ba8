//! What is told of whom: values of known variables, and sums. A sum with hidden variables has two or three of them, never one
//! alone, from which its value would follow.

use engine::feed::{Keys, below, words};
use engine::graph::{Binary, Dtype, Graph, Id};
use engine::layout::Layout;
use engine::rng::{Stream, permutation, word_at};

use super::super::number;
use super::Sums;
use super::world::{BLANK, DOCUMENT, FIRST, HIDDEN, KNOWN, SUMMED, Task, VARIABLES, WORDINGS};

/// How many documents of each kind stand in a batch: values, sums of known variables, sums with hidden ones.
const VALUES: usize = 64;
const SUMS: usize = 64;
const WITH_HIDDEN: usize = 128;

/// The state that holds the value of each variable, `[V] u32`.
#[derive(Debug, Clone)]
pub(super) struct Told {
    bits: usize,
}

/// Documents: tokens `[B, 4] u32` and answers `[B] u32`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Batch {
    pub(super) tokens: Id,
    pub(super) answers: Id,
}

/// Two hidden variables that differ, in either order, and where among three a known one stands: `None` in its place.
pub(super) fn mixed() -> Vec<[Option<usize>; SUMMED]> {
    let pairs = (0..HIDDEN * HIDDEN).map(|at| [at / HIDDEN, at % HIDDEN]).filter(|[a, b]| a != b);
    let place = |[a, b]: [usize; 2]| {
        let [a, b] = [a, b].map(|hidden| Some(KNOWN + hidden));
        [[None, a, b], [a, None, b], [a, b, None]]
    };
    pairs.flat_map(place).collect()
}

/// Three hidden variables that differ, in every order.
pub(super) fn hidden() -> Vec<[Option<usize>; SUMMED]> {
    let all =
        (0..HIDDEN * HIDDEN * HIDDEN).map(|at| [at / HIDDEN / HIDDEN, at / HIDDEN % HIDDEN, at % HIDDEN]);
    let differ = all.filter(|[a, b, c]| a != b && b != c && a != c);
    differ.map(|three| three.map(|hidden| Some(KNOWN + hidden))).collect()
}

/// The value of each variable of a member: half of the known ones are 1, and half of the hidden ones.
pub(super) fn bits(member: [u32; 2]) -> Vec<u32> {
    let key = Stream::named("bits").key(member);
    let half = |turn: u32, count: usize| {
        let words: Vec<u32> = (0..count).map(|at| word_at(key, turn, number(at))).collect();
        let mut order = vec![0; count];
        permutation(&words, &mut order);
        order.into_iter().map(|at| at % 2).collect::<Vec<_>>()
    };
    [half(0, KNOWN), half(1, HIDDEN)].concat()
}

impl Told {
    pub(super) fn new(layout: &mut Layout) -> Self {
        Self { bits: layout.state("bits", VARIABLES, Dtype::U32) }
    }

    /// The first values of the state.
    pub(super) fn initial(&self, member: [u32; 2]) -> (usize, Vec<f32>) {
        (self.bits, bits(member).into_iter().map(f32::from_bits).collect())
    }

    /// The value of each variable, `[V, 1] u32`.
    pub(super) fn bits(&self, g: &mut Graph) -> Id {
        g.state(self.bits, &[VARIABLES, 1], Dtype::U32)
    }

    /// Sums of variables by number, `[B, 3] u32`, in these wordings `[B] u32`.
    pub(super) fn sums(&self, g: &mut Graph, variables: Id, wording: Id) -> Batch {
        let count = g.len(wording);
        let flat = g.reshape(variables, &[count * SUMMED]);
        let bits = self.bits(g);
        let bits = g.gather(bits, flat);
        let bits = g.reshape(bits, &[count, SUMMED]);
        let sum = g.sum(bits, 1);
        let sum = g.reshape(sum, &[count]);
        let one = g.u32(1);
        let answers = g.binary(Binary::And, sum, one);
        let [task, first] = [Task::Parity.token(), FIRST].map(|token| g.u32(number(token)));
        let task = g.add(wording, task);
        let task = g.reshape(task, &[count, 1]);
        let variables = g.add(variables, first);
        Batch { tokens: g.concat(&[task, variables], 1), answers }
    }

    /// Values of variables by number, `[B] u32`, in these wordings `[B] u32`.
    pub(super) fn values(&self, g: &mut Graph, variables: Id, wording: Id) -> Batch {
        let count = g.len(wording);
        let bits = self.bits(g);
        let answers = g.gather(bits, variables);
        let answers = g.reshape(answers, &[count]);
        let [task, first, blank] = [Task::Value.token(), FIRST, BLANK].map(|token| g.u32(number(token)));
        let columns = [g.add(wording, task), g.add(variables, first)];
        let mut columns: Vec<Id> = columns.into_iter().map(|column| g.reshape(column, &[count, 1])).collect();
        columns.push(g.broadcast(blank, &[count, DOCUMENT - 2]));
        Batch { tokens: g.concat(&columns, 1), answers }
    }

    /// A batch of everything that is told.
    pub(super) fn batch(&self, g: &mut Graph, sums: Sums, keys: Keys, step: Id) -> Batch {
        let parts = [
            Some(self.known_values(g, keys, step)),
            Some(self.known_sums(g, keys, step)),
            self.hidden_sums(g, &mixed(), sums.rows(WITH_HIDDEN)[0], keys, "train/mixed", step),
            self.hidden_sums(g, &hidden(), sums.rows(WITH_HIDDEN)[1], keys, "train/hidden", step),
        ];
        let parts: Vec<Batch> = parts.into_iter().flatten().collect();
        let [tokens, answers] = [|part: &Batch| part.tokens, |part: &Batch| part.answers]
            .map(|of| parts.iter().map(of).collect::<Vec<_>>());
        Batch { tokens: g.concat(&tokens, 0), answers: g.concat(&answers, 0) }
    }

    fn known_values(&self, g: &mut Graph, keys: Keys, step: Id) -> Batch {
        let [variable, wording] = random(g, VALUES, keys, "train/value", step);
        let variable = below(g, variable, number(KNOWN));
        self.values(g, variable, wording)
    }

    fn known_sums(&self, g: &mut Graph, keys: Keys, step: Id) -> Batch {
        let variables = words(g, keys.member, Stream::named("train/known"), step, &[SUMS, SUMMED]);
        let variables = below(g, variables, number(KNOWN));
        let [_, wording] = random(g, SUMS, keys, "train/sum", step);
        self.sums(g, variables, wording)
    }

    /// Sums with hidden variables, each as likely as any other; `None` where there are to be none.
    fn hidden_sums(
        &self,
        g: &mut Graph,
        all: &[[Option<usize>; SUMMED]],
        rows: usize,
        keys: Keys,
        stream: &str,
        step: Id,
    ) -> Option<Batch> {
        if rows == 0 {
            return None;
        }
        let table = |g: &mut Graph, of: &dyn Fn(Option<usize>) -> usize| {
            let numbers: Vec<u32> = all.iter().flatten().map(|it| number(of(*it))).collect();
            g.constant_u32(&[all.len(), SUMMED], &numbers)
        };
        let [picked, wording] = random(g, rows, keys, stream, step);
        let picked = below(g, picked, number(all.len()));
        let named = table(g, &|it| it.unwrap_or(0));
        let named = g.gather(named, picked);
        let open = table(g, &|it| usize::from(it.is_none()));
        let open = g.gather(open, picked);
        let known = words(g, keys.member, Stream::named("train/filled"), step, &[rows, 1]);
        let known = below(g, known, number(KNOWN));
        let filled = g.mul(open, known);
        let variables = g.add(named, filled);
        Some(self.sums(g, variables, wording))
    }
}

/// A random word and a wording for each of so many documents, `[B] u32` each.
fn random(g: &mut Graph, rows: usize, keys: Keys, stream: &str, step: Id) -> [Id; 2] {
    let random = words(g, keys.member, Stream::named(stream), step, &[2, rows]);
    let [word, wording] = [0, 1].map(|row| {
        let row = g.slice(random, 0, row, 1);
        g.reshape(row, &[rows])
    });
    [word, below(g, wording, number(WORDINGS))]
}

#[cfg(test)]
mod tests {
    use super::*;
    use engine::reference::{Values, evaluate};
    use engine::rng::member_key;

    #[test]
    fn half_of_all_values_are_one() {
        let [one, other] = [0, 1].map(|member| bits(member_key(3, member)));
        assert_ne!(one, other);
        for bits in [one, other] {
            assert_eq!(bits[..KNOWN].iter().sum::<u32>(), 32);
            assert_eq!(bits[KNOWN..].iter().sum::<u32>(), 4);
        }
    }

    #[test]
    fn no_value_of_a_hidden_variable_is_told_and_no_sum_has_just_one() {
        assert_eq!((mixed().len(), hidden().len()), (168, 336));
        for (sums, wanted) in [(Sums::Both, [64, 64]), (Sums::Two, [128, 0]), (Sums::Three, [0, 128])] {
            let mut layout = Layout::new();
            let keys = Keys::new(&mut layout);
            let told = Told::new(&mut layout);
            let mut g = Graph::new();
            let step = g.u32(5);
            let batch = told.batch(&mut g, sums, keys, step);
            let bits = bits(member_key(1, 0));
            let key = Values::<f64>::Words(vec![1, 2]);
            let states = [Values::Floats(vec![]), key.clone(), key, Values::Words(bits.clone())];
            let values = evaluate(&g, &layout, &states, &[]);
            let [tokens, answers] =
                [batch.tokens, batch.answers].map(|id| values[id.index()].words().to_vec());
            assert_eq!(answers.len(), 256);
            let mut told = [0; 2];
            for (tokens, answer) in tokens.as_chunks::<DOCUMENT>().0.iter().zip(answers) {
                let [task, rest @ ..] = *tokens;
                let variables: Vec<usize> =
                    rest.iter().filter_map(|token| (*token as usize).checked_sub(FIRST)).collect();
                let sum: u32 = variables.iter().map(|variable| bits[*variable]).sum();
                assert_eq!(sum % 2, answer);
                let mut hidden: Vec<usize> = variables.into_iter().filter(|it| *it >= KNOWN).collect();
                if task < number(Task::Parity.token()) {
                    assert!(hidden.is_empty() && rest[1..] == [number(BLANK); 2]);
                    continue;
                }
                let count = hidden.len();
                hidden.sort_unstable();
                hidden.dedup();
                assert!(count != 1 && hidden.len() == count, "{tokens:?}");
                if count > 1 {
                    told[count - 2] += 1;
                }
            }
            assert_eq!(told, wanted);
        }
    }
}
