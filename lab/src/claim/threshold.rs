//! What a claim asks for, in words.

use super::{Bound, Claim, Predicate, Test, Time};
use crate::experiment::Experiment;
use crate::knob::Knobs;
use crate::text::within;
use crate::words::{Claims, Words};

impl Bound {
    /// The bound in words: "at least 0.95".
    fn says(self, knobs: &Knobs, words: &Claims) -> String {
        let short = |number: f64| {
            let text = format!("{number:.4}");
            text.trim_end_matches('0').trim_end_matches('.').to_owned()
        };
        match self {
            Self::AtLeast(level) => (words.at_least)(&short(level.at(knobs))),
            Self::AtMost(level) => (words.at_most)(&short(level.at(knobs))),
            Self::Within(level, distance) => (words.within)(&short(distance), &short(level.at(knobs))),
        }
    }
}

impl Claim {
    /// What must be measured: "at least 0.95", "left to right, accuracy: at least 0.95 at the end".
    #[must_use]
    pub fn threshold(&self, experiment: &'static Experiment, words: &Words) -> String {
        let words = &words.claims;
        let knobs = |cell: usize| self.protocol.get(cell).map(|cell| cell.keys(experiment, 0).knobs);
        match self.predicate {
            Predicate::EachMember { tests, .. } => {
                let say = |test: &Test| each(experiment, test, &knobs(test.place.cell)?, words);
                tests.iter().filter_map(say).collect::<Vec<_>>().join("; ")
            }
            Predicate::AcrossMembers { bound, .. }
            | Predicate::BetweenCells { bound, .. }
            | Predicate::Exact { bound, .. } => {
                bound.says(&knobs(0).unwrap_or_else(|| Knobs::defaults(experiment.knobs)), words)
            }
        }
    }
}

/// What a member must pass.
fn each(experiment: &Experiment, test: &Test, knobs: &Knobs, words: &Claims) -> Option<String> {
    let arm = (experiment.arms)(knobs).into_iter().find(|arm| arm.key == test.place.arm)?;
    let series = experiment.series.iter().find(|series| series.key == test.place.series)?;
    let when = match test.time {
        Time::End => words.at_the_end.to_owned(),
        Time::By(step) => (words.by_step)(step),
        Time::Always => words.always.to_owned(),
    };
    Some(format!("{}, {}: {} {when}", arm.label, within(series.label), test.bound.says(knobs, words)))
}
