//! What is asked at each point of progress, and how answers become numbers.

use engine::graph::{Graph, Id};
use engine::lower::Roots;
use engine::nn;
use engine::rng::{Stream, below, word_at};
use engine::train::Program;

use super::super::asking::{Answers, mean, share};
use super::super::number;
use super::data::{Batch, hidden, mixed};
use super::model::Parts;
use super::world::{HIDDEN, KNOWN, SUMMED, VARIABLES, WORDINGS};
use crate::run::Measured;

/// Sums of known variables that are asked.
pub(super) const KNOWN_SUMS: usize = 128;

/// Sums with hidden variables that are asked, each with a known one where its place is open.
fn filled(sums: Vec<[Option<usize>; SUMMED]>) -> Vec<[usize; SUMMED]> {
    let key = Stream::named("test/filled").key([0, 0]);
    let known = |at: usize| below(word_at(key, 0, number(at)), number(KNOWN)) as usize;
    sums.into_iter().enumerate().map(|(at, sum)| sum.map(|it| it.unwrap_or_else(|| known(at)))).collect()
}

/// Sums of known variables.
fn known_sums() -> Vec<[usize; SUMMED]> {
    let key = Stream::named("test/known").key([0, 0]);
    let variable = |at, turn| below(word_at(key, number(turn), number(at)), number(KNOWN)) as usize;
    (0..KNOWN_SUMS).map(|at| [0, 1, 2].map(|turn| variable(at, turn))).collect()
}

/// Numbers as a constant.
fn constant(g: &mut Graph, shape: &[usize], numbers: impl Iterator<Item = usize>) -> Id {
    let numbers: Vec<u32> = numbers.map(number).collect();
    g.constant_u32(shape, &numbers)
}

/// The evaluation. Its outputs, as [`measure`] reads them.
pub(super) fn evaluation(parts: &Parts) -> Program {
    let mut g = Graph::new();
    let mut outputs = Vec::new();
    // Whether sums are answered rightly.
    for sums in [filled(mixed()), filled(hidden()), known_sums()] {
        let variables = constant(&mut g, &[sums.len(), SUMMED], sums.iter().flatten().copied());
        let wordings = constant(&mut g, &[sums.len()], (0..sums.len()).map(|at| at % WORDINGS));
        let batch = parts.told.sums(&mut g, variables, wordings);
        outputs.push(right(parts, &mut g, batch));
    }
    // Values of known variables, whether right, and of hidden ones, with their probabilities.
    let variables = constant(&mut g, &[KNOWN], 0..KNOWN);
    let wordings = constant(&mut g, &[KNOWN], (0..KNOWN).map(|at| at % WORDINGS));
    let batch = parts.told.values(&mut g, variables, wordings);
    outputs.push(right(parts, &mut g, batch));
    let asked = HIDDEN * WORDINGS;
    let variables = constant(&mut g, &[asked], (0..asked).map(|at| KNOWN + at / WORDINGS));
    let wordings = constant(&mut g, &[asked], (0..asked).map(|at| at % WORDINGS));
    let batch = parts.told.values(&mut g, variables, wordings);
    let scores = parts.answer(&mut g, batch);
    outputs.push(nn::softmax(&mut g, scores));
    let bits = parts.told.bits(&mut g);
    let bits = g.slice(bits, 0, KNOWN, VARIABLES - KNOWN);
    outputs.push(g.copy(bits));
    Program { graph: g, roots: Roots { updates: vec![], outputs } }
}

/// Whether each document is answered rightly, `[B] u32`.
fn right(parts: &Parts, g: &mut Graph, batch: Batch) -> Id {
    let scores = parts.answer(g, batch);
    nn::correct(g, scores, batch.answers)
}

/// One value for each series, and the sample.
pub(super) fn measure(outputs: &[f32]) -> Measured {
    let mut answers = Answers { outputs };
    let mut right = |count: usize| share(answers.tokens(count).into_iter().map(|right| right == 1));
    let sums = [mixed().len(), hidden().len(), KNOWN_SUMS].map(&mut right);
    let known = right(KNOWN);
    let asked = answers.take(2 * HIDDEN * WORDINGS).as_chunks::<2>().0;
    let bits = answers.tokens(HIDDEN);
    // The probability that a variable is 1, over all wordings.
    let ones: Vec<f64> = asked
        .chunks(WORDINGS)
        .map(|wordings| f64::from(mean(wordings.iter().map(|it| f64::from(it[1])))))
        .collect();
    let of =
        |variable: usize, asked: usize| if bits[variable] == 1 { ones[asked] } else { 1.0 - ones[asked] };
    let others = (0..HIDDEN * HIDDEN).map(|at| (at / HIDDEN, at % HIDDEN)).filter(|(a, b)| a != b);
    let values = vec![
        mean((0..HIDDEN).map(|it| of(it, it))),
        mean(others.map(|(variable, asked)| of(variable, asked))),
        share((0..HIDDEN).map(|it| of(it, it) > 0.5)),
        sums[0],
        sums[1],
        known,
        sums[2],
    ];
    #[allow(clippy::cast_possible_truncation, reason = "samples are f32")]
    let samples = bits.iter().zip(&ones).flat_map(|(bit, one)| [*bit as f32, *one as f32]).collect();
    Measured { values, samples }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_turned_round_are_all_wrong() {
        let bits = [1, 0, 0, 1, 1, 0, 1, 0u32];
        let sums = mixed().len() + hidden().len() + KNOWN_SUMS + KNOWN;
        let outputs = |turned: bool| {
            let one = |bit: u32| f32::from(u8::from((bit == 1) != turned));
            let asked = bits.iter().flat_map(|bit| [[1.0 - one(*bit), one(*bit)]; WORDINGS]).flatten();
            let right = std::iter::repeat_n(1, sums).map(f32::from_bits);
            right.chain(asked).chain(bits.map(f32::from_bits)).collect::<Vec<f32>>()
        };
        let others = 3.0 / 7.0;
        for (turned, wanted) in [(false, [1.0, others, 1.0]), (true, [0.0, 1.0 - others, 0.0])] {
            let measured = measure(&outputs(turned));
            assert!(
                measured.values[..3].iter().zip(wanted).all(|(a, b)| (a - b).abs() < 1e-6),
                "{measured:?}"
            );
            assert_eq!(measured.values[3..], [1.0; 4]);
        }
    }
}
