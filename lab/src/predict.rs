//! What a visitor says before the run, to be compared with what came of it. A prediction never reaches what is
//! computed.

use crate::digest::PROGRESS;
use crate::experiment::{Arm, Experiment};
use crate::knob::Knobs;
use crate::recording::Recording;

/// One thing to predict.
#[derive(Debug, Clone, Copy)]
pub enum Prediction {
    /// One of several answers.
    Choice {
        /// Its name in storage and in exports.
        key: &'static str,
        /// What is asked.
        question: &'static str,
        /// The arm that it is about, by its key.
        arm: &'static str,
        /// The answers.
        options: &'static [&'static str],
        /// Which of them the finished run bears out; `None` where it bears out none.
        outcome: fn(&Experiment, &Knobs, &Recording) -> Option<usize>,
    },
    /// A curve, drawn by hand into a line chart.
    Curve {
        /// Its name in storage and in exports.
        key: &'static str,
        /// What is asked.
        question: &'static str,
        /// The line chart, by its key.
        panel: &'static str,
        /// The arm whose median it is compared with, by its key.
        arm: &'static str,
    },
}

/// How many points a drawn curve has, evenly spaced along the steps of its chart.
pub const POINTS: usize = 9;

/// A curve that a visitor drew: values at [`POINTS`] places.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Drawn(pub [f64; POINTS]);

/// What a visitor said.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Guess {
    /// The position of an answer.
    Choice(usize),
    /// A curve.
    Curve(Drawn),
}

impl Prediction {
    /// Its name in storage and in exports.
    #[must_use]
    pub fn key(&self) -> &'static str {
        match self {
            Self::Choice { key, .. } | Self::Curve { key, .. } => key,
        }
    }

    /// The position of the arm that it is about; `None` where that one is not trained.
    #[must_use]
    pub fn arm(&self, arms: &[Arm]) -> Option<usize> {
        let (Self::Choice { arm, .. } | Self::Curve { arm, .. }) = self;
        arms.iter().position(|trained| trained.key == *arm)
    }

    /// What is asked.
    #[must_use]
    pub fn question(&self) -> &'static str {
        match self {
            Self::Choice { question, .. } | Self::Curve { question, .. } => question,
        }
    }
}

impl Drawn {
    /// A level line.
    #[must_use]
    pub fn level(value: f64) -> Self {
        Self([value; POINTS])
    }

    /// The progress of point number `at` of the curve.
    #[must_use]
    pub fn progress(at: usize) -> u32 {
        u32::try_from(at).unwrap_or(0) * (PROGRESS / 8)
    }

    /// The curve's value at progress `j` (of the chart's longest arm), between its points in straight lines.
    #[must_use]
    pub fn value(&self, j: u32) -> f64 {
        let (at, rest) = (j.min(PROGRESS) / 8, j.min(PROGRESS) % 8);
        let at = usize::try_from(at).unwrap_or(0);
        let next = self.0[(at + 1).min(POINTS - 1)];
        self.0[at] + (next - self.0[at]) * f64::from(rest) / 8.0
    }

    /// The mean distance from an arm's median over the points of the curve that the arm reaches, where `longest` is
    /// the number of steps that the chart shows; `None` before the arm has measured any.
    #[must_use]
    pub fn distance(&self, recording: &Recording, arm: usize, series: usize, longest: u32) -> Option<f64> {
        let steps = recording.steps(arm).max(1);
        let mut distances = Vec::new();
        for at in 0..POINTS {
            // The point's step, as progress of this arm.
            let along = u64::from(Self::progress(at)) * u64::from(longest);
            let Ok(j) = u32::try_from(along / u64::from(steps)) else { continue };
            if j <= PROGRESS
                && let Some(quartiles) = recording.quartiles(arm, series, j)
            {
                distances.push((quartiles.median - self.0[at]).abs());
            }
        }
        let count = distances.len();
        (count > 0).then(|| distances.iter().sum::<f64>() / count as f64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::Cost;
    use crate::recording::Point;

    #[test]
    fn a_curve_runs_straight_between_its_points() {
        let drawn = Drawn([0.0, 0.8, 0.8, 0.8, 0.8, 0.8, 0.8, 0.8, 1.0]);
        assert!((drawn.value(2) - 0.2).abs() < 1e-12);
        assert!((drawn.value(64) - 1.0).abs() < 1e-12 && (drawn.value(60) - 0.9).abs() < 1e-12);
        assert_eq!((Drawn::progress(0), Drawn::progress(8)), (0, PROGRESS));
    }

    #[test]
    fn a_curve_is_scored_by_its_mean_distance() {
        let arm =
            Arm { key: "a", label: String::new(), about: String::new(), steps: 640, cost: Cost::default() };
        let mut recording = Recording::new(&[arm], 1, 1);
        assert_eq!(Drawn::level(0.5).distance(&recording, 0, 0, 640), None);
        for j in 0..=PROGRESS {
            recording.push(Point { j, values: vec![0.75], ..Point::default() });
        }
        assert_eq!(Drawn::level(0.5).distance(&recording, 0, 0, 640), Some(0.25));
        // In a chart of twice the steps only the first half of the curve says something about this arm.
        let half = Drawn([0.75, 0.75, 0.75, 0.75, 0.75, 0.0, 0.0, 0.0, 0.0]);
        assert_eq!(half.distance(&recording, 0, 0, 1280), Some(0.0));
    }
}
