//! How fast something is learned.

use super::Reference;

/// When a series counts as learned, and what that speed is compared with.
#[derive(Debug, Clone, PartialEq)]
pub struct Learned {
    /// It is above this at two evaluations in a row.
    pub above: f64,
    /// From this step on: what happens before is chance.
    pub from: u32,
    /// The top of an axis of speeds, in 1 / 1,000 steps.
    pub fastest: f64,
    /// Speeds to compare with, in 1 / 1,000 steps.
    pub references: Vec<Reference>,
}

impl Learned {
    /// The step of the first of two evaluations in a row at which a series is above the level; `None` where it never is.
    pub(crate) fn first(above: f64, from: u32, evaluations: impl Iterator<Item = (u32, f64)>) -> Option<u32> {
        let mut before = None;
        for (step, value) in evaluations {
            let is_above = step >= from && value > above;
            match before {
                Some(first) if is_above => return Some(first),
                _ => before = is_above.then_some(step),
            }
        }
        None
    }

    /// The speed of that: 1,000 divided by the step, 0 where the series was never learned.
    pub(super) fn speed(&self, evaluations: impl Iterator<Item = (u32, f64)>) -> f64 {
        Self::first(self.above, self.from, evaluations).map_or(0.0, |step| 1000.0 / f64::from(step.max(1)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn learned_is_what_stays_so_for_two_evaluations() {
        let first = |values: &[f64]| Learned::first(0.8, 150, (0..).step_by(100).zip(values.iter().copied()));
        assert_eq!(first(&[0.9, 0.9, 0.9, 0.1, 0.9, 0.2, 0.81, 0.9]), Some(600));
        assert_eq!(first(&[0.9, 0.9, 0.9, 0.9]), Some(200));
        assert_eq!(first(&[0.0, 0.0, 0.0, 0.9]), None);
        assert_eq!(first(&[0.0, f64::NAN, 0.9, f64::NAN, 0.9]), None);
    }
}
