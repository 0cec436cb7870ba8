//! Checkpoints of one member, within a budget of bytes: thinned to about logarithmic spacing, with the
//! optimiser's part only in the newest and in every fourth. What is missing is trained again from the nearest.

use super::chain::Chain;

/// A member at a mark.
#[derive(Debug, Clone, PartialEq)]
pub struct Checkpoint {
    /// The number of the mark.
    pub mark: u32,
    /// Training steps done.
    pub step: u32,
    /// The latest loss.
    pub loss: f32,
    /// The chain up to and including this mark.
    pub chain: Chain,
    /// Everything that persists, or only the parameters, which come first in it.
    pub state: Vec<f32>,
    /// Whether `state` is everything, so that training can go on from here.
    pub is_whole: bool,
}

impl Checkpoint {
    fn bytes(&self) -> usize {
        self.state.len() * 4
    }
}

/// The kept checkpoints of one member, oldest first.
#[derive(Debug, Clone)]
pub struct Checkpoints {
    budget: usize,
    parameters: usize,
    kept: Vec<Checkpoint>,
}

impl Checkpoints {
    /// None yet; at most `budget` bytes, but always the newest. `parameters` is their number.
    #[must_use]
    pub fn new(budget: usize, parameters: usize) -> Self {
        Self { budget, parameters, kept: Vec::new() }
    }

    /// Every kept checkpoint, oldest first.
    #[must_use]
    pub fn kept(&self) -> &[Checkpoint] {
        &self.kept
    }

    /// Keeps a newer checkpoint, and thins the older ones.
    pub fn keep(&mut self, checkpoint: Checkpoint) {
        if let Some(last) = self.kept.last_mut()
            && last.mark % 4 != 0
        {
            last.state.truncate(self.parameters);
            last.state.shrink_to_fit();
            last.is_whole = false;
        }
        self.kept.push(checkpoint);
        while self.kept.len() > 1 && self.kept.iter().map(Checkpoint::bytes).sum::<usize>() > self.budget {
            self.kept.remove(self.most_crowded());
        }
    }

    /// The newest whole checkpoint at or before a mark.
    #[must_use]
    pub fn nearest(&self, mark: u32) -> Option<&Checkpoint> {
        self.kept.iter().rev().find(|checkpoint| checkpoint.is_whole && checkpoint.mark <= mark)
    }

    /// The one, never the newest, whose neighbours are closest to each other in proportion to its age; the oldest
    /// of equals. Marks count from 1 here, so that the start has an age too.
    fn most_crowded(&self) -> usize {
        let mark = |i: usize| u64::from(self.kept[i].mark) + 1;
        let last = self.kept.len() - 1;
        // gap / mark, compared as products of whole numbers.
        let gap = |i: usize| mark(i + 1) - if i == 0 { 0 } else { mark(i - 1) };
        (1..last).fold(if last > 1 { 1 } else { 0 }, |best, i| {
            if gap(i) * mark(best) < gap(best) * mark(i) { i } else { best }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(mark: u32) -> Checkpoint {
        Checkpoint {
            mark,
            step: mark * 10,
            loss: 1.0,
            chain: Chain::default(),
            state: vec![0.5; 30],
            is_whole: true,
        }
    }

    #[test]
    fn stays_within_its_budget_and_keeps_ends_and_spread() {
        let mut kept = Checkpoints::new(10 * 30 * 4, 10);
        for mark in 0..=64 {
            kept.keep(at(mark));
            let bytes: usize = kept.kept().iter().map(Checkpoint::bytes).sum();
            assert!(bytes <= 1200, "{bytes} bytes at mark {mark}");
        }
        let marks: Vec<u32> = kept.kept().iter().map(|c| c.mark).collect();
        assert_eq!((marks.first(), marks.last()), (Some(&0), Some(&64)));
        let widest =
            marks.windows(2).map(|pair| f64::from(pair[1] + 1) / f64::from(pair[0] + 1)).fold(0.0, f64::max);
        assert!(widest <= 3.0, "a gap of a factor {widest} in {marks:?}");
        assert!(kept.kept().last().is_some_and(|c| c.is_whole && c.state.len() == 30));
        assert!(kept.nearest(63).is_some_and(|c| c.is_whole && c.mark % 4 == 0));
    }

    #[test]
    fn keeps_the_newest_whatever_the_budget() {
        let mut kept = Checkpoints::new(0, 10);
        (0..5).for_each(|mark| kept.keep(at(mark)));
        assert_eq!(kept.kept().iter().map(|c| c.mark).collect::<Vec<_>>(), [4]);
    }
}
