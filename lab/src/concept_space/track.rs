//! What one member measured from evaluation to evaluation, and what claims read from it.

use crate::experiment::Experiment;
use crate::panel::Learned;
use crate::panel::path::{WINDOW, turn_of};
use crate::recording::Recording;
use statrs::statistics::{Data, OrderStatistics, RankTieBreaker};

/// Before this step, pictures are little more than noise, and whatever the probe says of them is chance.
pub(super) const CHANCE: u32 = 150;
/// From here on something counts as learned (the paper's threshold), if it is so at two evaluations in a row.
pub(super) const LEARNED: f64 = 0.8;

/// One member's evaluations.
pub(super) struct Track {
    steps: Vec<u32>,
    /// Every series, by evaluation.
    values: Vec<Vec<f32>>,
    keys: Vec<&'static str>,
}

impl Track {
    pub(super) fn new(experiment: &Experiment, recording: &Recording, member: u32) -> Self {
        let points = recording.points(0, member);
        Self {
            steps: points.iter().map(|point| point.step).collect(),
            values: points.iter().map(|point| point.values.clone()).collect(),
            keys: experiment.series.iter().map(|series| series.key).collect(),
        }
    }

    fn series(&self, key: &str) -> Vec<f64> {
        let at = self.keys.iter().position(|known| *known == key);
        let value =
            |values: &Vec<f32>| at.and_then(|at| values.get(at)).map_or(f64::NAN, |it| f64::from(*it));
        self.values.iter().map(value).collect()
    }

    /// A series from where it is more than chance.
    pub(super) fn settled(&self, key: &str) -> Vec<f64> {
        self.series(key)
            .into_iter()
            .zip(&self.steps)
            .filter(|(_, step)| **step >= CHANCE)
            .map(|it| it.0)
            .collect()
    }

    /// The last step.
    pub(super) fn end(&self) -> f64 {
        self.steps.last().map_or(f64::NAN, |step| f64::from(*step))
    }

    /// The step at which a series counts as learned; infinite where it never does.
    pub(super) fn learned(&self, key: &str) -> f64 {
        let evaluations = self.steps.iter().copied().zip(self.series(key));
        Learned::first(LEARNED, CHANCE, evaluations).map_or(f64::INFINITY, f64::from)
    }

    /// A series at a step; `None` where nothing was measured then.
    pub(super) fn at(&self, key: &str, step: f64) -> Option<f64> {
        let at = self.steps.iter().position(|own| f64::from(*own) == step)?;
        self.series(key).get(at).copied()
    }

    /// The first step at which a series is so; infinite where it never is.
    pub(super) fn first(&self, key: &str, is: impl Fn(f64) -> bool) -> f64 {
        let found = self.series(key).into_iter().zip(&self.steps).find(|(value, _)| is(*value));
        found.map_or(f64::INFINITY, |(_, step)| f64::from(*step))
    }

    /// Whether two series are ever so at once, from where they are more than chance.
    pub(super) fn ever(&self, keys: [&str; 2], are: impl Fn(f64, f64) -> bool) -> bool {
        let [a, b] = keys.map(|key| self.settled(key));
        a.into_iter().zip(b).any(|(a, b)| are(a, b))
    }

    /// The furthest that a series rises above its least before, from where it is more than chance.
    pub(super) fn rise(&self, key: &str) -> f64 {
        let (mut least, mut rise) = (f64::INFINITY, 0f64);
        for value in self.settled(key) {
            least = least.min(value);
            rise = rise.max(value - least);
        }
        rise
    }

    /// Where blue and small are, by evaluation.
    fn path(&self) -> Vec<[f64; 2]> {
        self.series("blue").into_iter().zip(self.series("small")).map(|(blue, small)| [blue, small]).collect()
    }

    /// The degrees of the turn at a step that is within a part of another.
    pub(super) fn turn_near(&self, step: f64, part: f64) -> Option<f64> {
        let is_near = |own: &u32| (f64::from(*own) - step).abs() <= part * step;
        let first = self.steps.iter().position(is_near)?;
        let last = self.steps.iter().rposition(is_near)?;
        let path = self.path();
        let turn = turn_of(path.get(first.saturating_sub(WINDOW)..(last + WINDOW + 1).min(path.len()))?)?;
        Some(turn.degrees)
    }

    /// How fast the path is over the last quarter, in the middle, as a share of the fastest.
    pub(super) fn slowed(&self) -> f64 {
        let path = self.path();
        let speeds: Vec<f64> = path
            .windows(2)
            .map(|pair| libm::hypot(pair[1][0] - pair[0][0], pair[1][1] - pair[0][1]))
            .collect();
        let fastest = speeds.iter().copied().fold(0.0, f64::max);
        middle(speeds.iter().copied().skip(speeds.len() * 3 / 4).collect()) / fastest
    }

    /// How far the likelihood of both concepts at once is from the product of each, by evaluation.
    pub(super) fn apart(&self) -> Vec<f64> {
        let [both, colour, size] = ["naive", "colour", "size"].map(|key| self.series(key));
        both.into_iter()
            .zip(colour.into_iter().zip(size))
            .map(|(both, (a, b))| (both - a * b).abs())
            .collect()
    }
}

/// The middle one of some numbers, of an even number of them the mean of both in the middle.
pub(super) fn middle(numbers: Vec<f64>) -> f64 {
    if numbers.is_empty() { f64::NAN } else { Data::new(numbers).median() }
}

/// The slope of the line through some points that is best by least squares.
pub(super) fn slope(points: &[(f64, f64)]) -> f64 {
    let count = points.len() as f64;
    let mean = |of: fn(&(f64, f64)) -> f64| points.iter().map(of).sum::<f64>() / count;
    let (x, y) = (mean(|point| point.0), mean(|point| point.1));
    let product: f64 = points.iter().map(|point| (point.0 - x) * (point.1 - y)).sum();
    product / points.iter().map(|point| (point.0 - x) * (point.0 - x)).sum::<f64>()
}

/// The correlation of ranks (Spearman); equal numbers share the mean of their ranks.
pub(super) fn correlation(pairs: &[(f64, f64)]) -> f64 {
    let ranks = |of: fn(&(f64, f64)) -> f64| {
        Data::new(pairs.iter().map(of).collect::<Vec<f64>>()).ranks(RankTieBreaker::Average)
    };
    let ranks: Vec<(f64, f64)> = ranks(|pair| pair.0).into_iter().zip(ranks(|pair| pair.1)).collect();
    let turned: Vec<(f64, f64)> = ranks.iter().map(|(a, b)| (*b, *a)).collect();
    let (one, other) = (slope(&ranks), slope(&turned));
    (one * other).max(0.0).sqrt().copysign(one)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn track(values: &[f32]) -> Track {
        let steps: Vec<u32> = (0..).step_by(100).take(values.len()).collect();
        Track { steps, values: values.iter().map(|value| vec![*value]).collect(), keys: vec!["naive"] }
    }

    #[test]
    fn what_is_learned_and_what_rises() {
        assert_eq!(track(&[0.9, 0.9, 0.9, 0.9]).learned("naive"), 200.0);
        assert_eq!(track(&[0.0, 0.0, 0.0, 0.9]).learned("naive"), f64::INFINITY);
        assert!((track(&[0.9, 0.0, 0.5, 0.2, 0.6, 0.1]).rise("naive") - 0.4).abs() < 1e-6);
    }

    #[test]
    fn ranks_go_together() {
        let up = [(1.0, 0.1), (2.0, 0.5), (3.0, 9.0)];
        assert!((correlation(&up) - 1.0).abs() < 1e-12);
        let down: Vec<(f64, f64)> = up.iter().map(|(a, b)| (*a, -b)).collect();
        assert!((correlation(&down) + 1.0).abs() < 1e-12);
        // R: cor(c(1, 2, 3, 4), c(1, 1, 3, 2), method = "spearman")
        assert!(
            (correlation(&[(1.0, 1.0), (2.0, 1.0), (3.0, 3.0), (4.0, 2.0)]) - 0.737_864_787).abs() < 1e-8
        );
        assert!((slope(&[(0.0, 1.0), (1.0, 3.0), (2.0, 5.0)]) - 2.0).abs() < 1e-12);
        assert_eq!((middle(vec![3.0, 1.0, 2.0]), middle(vec![1.0, 3.0])), (2.0, 2.0));
        assert!(middle(Vec::new()).is_nan());
        assert_eq!(middle(vec![f64::INFINITY; 2]), f64::INFINITY);
    }
}
