//! How the networks of these experiments are asked, and how answers become numbers.

use engine::graph::{Graph, Id};

use super::number;

/// Questions as constants: one task, by the token of its first wording, entities and arguments as tokens, wordings in turn.
pub(super) fn questions(g: &mut Graph, task: usize, wordings: usize, asked: &[[usize; 2]]) -> [Id; 3] {
    let column = |g: &mut Graph, of: &dyn Fn(usize, &[usize; 2]) -> usize| {
        let tokens: Vec<u32> = asked.iter().enumerate().map(|(at, it)| number(of(at, it))).collect();
        g.constant_u32(&[asked.len()], &tokens)
    };
    [column(g, &|at, _| task + at % wordings), column(g, &|_, it| it[0]), column(g, &|_, it| it[1])]
}

/// The outputs of an evaluation, taken apart.
pub(super) struct Answers<'a> {
    /// What is left.
    pub(super) outputs: &'a [f32],
}

impl<'a> Answers<'a> {
    /// The next so many numbers.
    pub(super) fn take(&mut self, count: usize) -> &'a [f32] {
        let (taken, rest) = self.outputs.split_at(count.min(self.outputs.len()));
        self.outputs = rest;
        taken
    }

    /// The next so many whole numbers.
    pub(super) fn tokens(&mut self, count: usize) -> Vec<usize> {
        self.take(count).iter().map(|token| token.to_bits() as usize).collect()
    }
}

/// The mean of some numbers; 0 of none.
pub(super) fn mean(values: impl Iterator<Item = f64>) -> f32 {
    let (sum, count) = values.fold((0.0, 0.0), |(sum, count), value| (sum + value, count + 1.0));
    #[allow(clippy::cast_possible_truncation, reason = "series are f32")]
    if count > 0.0 { (sum / count) as f32 } else { 0.0 }
}

/// The share of those that are so; 0 of none.
pub(super) fn share(all: impl Iterator<Item = bool>) -> f32 {
    mean(all.map(|it| f64::from(u8::from(it))))
}

/// The place of the largest, of equals the first.
pub(super) fn best(probabilities: &[f32]) -> usize {
    let better = |best: usize, at: usize| if probabilities[at] > probabilities[best] { at } else { best };
    (0..probabilities.len()).fold(0, better)
}
