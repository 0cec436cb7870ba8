//! Claims: testable sentences, each a protocol (the runs that it needs, whatever a page happens to show) and a
//! predicate over what they measured. [`judge`] says what has come of them so far.

mod interval;
mod judge;
mod plan;
mod threshold;

use crate::experiment::Experiment;
use crate::keys::RunKeys;
use crate::knob::Knobs;

pub use interval::interval;
pub use judge::{Evidence, Judgement, Outcome, Verdict, judge, mean, values};
pub use plan::plan;

/// One testable sentence.
#[derive(Debug)]
pub struct Claim {
    /// Its name, unique among all experiments: `IP-6`.
    pub id: &'static str,
    /// The sentence.
    pub statement: &'static str,
    /// Where it comes from: theorem, figure, section.
    pub source: &'static str,
    /// Whose the numbers are: the paper's, or ours.
    pub owner: Owner,
    /// What a failure means.
    pub status: Status,
    /// The runs that it needs, at least one where anything is trained; the seed is free.
    pub protocol: &'static [Cell],
    /// What they must show.
    pub predicate: Predicate,
}

/// Whose a claim's numbers are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Owner {
    /// The paper's.
    Paper,
    /// Ours: thresholds were calibrated on seeds 1 to 5 and verified on seeds 6 to 10.
    Ours,
}

/// What a claim's failure means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// The build is broken.
    Gate,
    /// It is reported.
    Reported,
    /// It was to be expected now and then.
    Exploratory,
}

impl Owner {
    /// Its name in exports.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Paper => "paper",
            Self::Ours => "ours",
        }
    }
}

impl Status {
    /// Its name in exports.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Gate => "gate",
            Self::Reported => "reported",
            Self::Exploratory => "exploratory",
        }
    }
}

/// One run of a protocol.
#[derive(Debug)]
pub struct Cell {
    /// Knobs that stand elsewhere than at their defaults, as a link writes them.
    pub knobs: &'static [(&'static str, &'static str)],
    /// How many members it needs.
    pub members: u32,
}

/// What a protocol's runs must show.
#[derive(Debug)]
pub enum Predicate {
    /// Each member passes all of these tests, or so many of them do. Where the protocol has several runs, a member is
    /// the one of this number in each of them.
    EachMember {
        /// How many must pass; `None` for all.
        quota: Option<u32>,
        /// What a member must pass.
        tests: &'static [Test],
    },
    /// One number over all members of all runs.
    AcrossMembers {
        /// What the number is, in a few words.
        what: &'static str,
        /// The number; runs stand in the order of the protocol.
        value: fn(&Experiment, &[Evidence<'_>]) -> f64,
        /// What it must be.
        bound: Bound,
    },
    /// In each pair of members (the same number in both runs), one measurement against another.
    BetweenCells {
        /// What is measured in the first place, and in the second.
        pair: [Place; 2],
        /// How many pairs must pass; `None` for all.
        quota: Option<u32>,
        /// What the first less the second must be, at the end.
        bound: Bound,
    },
    /// Nothing is trained: the number follows by counting or from weights that are given.
    Exact {
        /// What the number is, in a few words.
        what: &'static str,
        /// The number.
        value: fn() -> f64,
        /// What it must be.
        bound: Bound,
    },
}

/// What is measured where.
#[derive(Debug, Clone, Copy)]
pub struct Place {
    /// The run, by its position in the protocol.
    pub cell: usize,
    /// The arm, by its key.
    pub arm: &'static str,
    /// The series, by its key.
    pub series: &'static str,
}

/// One measurement that a member must pass.
#[derive(Debug, Clone, Copy)]
pub struct Test {
    /// What is measured.
    pub place: Place,
    /// What it must be.
    pub bound: Bound,
    /// When.
    pub time: Time,
}

/// What a number must be.
#[derive(Debug, Clone, Copy)]
pub enum Bound {
    /// At least this.
    AtLeast(Level),
    /// At most this.
    AtMost(Level),
    /// This, or no further from it than the second number.
    Within(Level, f64),
}

/// A number to compare with.
#[derive(Debug, Clone, Copy)]
pub enum Level {
    /// The same for all settings.
    Fixed(f64),
    /// One that follows from the knobs.
    Of(fn(&Knobs) -> f64),
}

/// When a measurement must hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Time {
    /// At the end.
    End,
    /// At some evaluation up to this step.
    By(u32),
    /// At every evaluation.
    Always,
}

impl Level {
    /// The number, for given knobs.
    #[must_use]
    pub fn at(self, knobs: &Knobs) -> f64 {
        match self {
            Self::Fixed(level) => level,
            Self::Of(level) => level(knobs),
        }
    }
}

impl Bound {
    /// Whether a number is what it must be.
    #[must_use]
    pub fn holds(self, value: f64, knobs: &Knobs) -> bool {
        match self {
            Self::AtLeast(level) => value >= level.at(knobs),
            Self::AtMost(level) => value <= level.at(knobs),
            Self::Within(level, distance) => (value - level.at(knobs)).abs() <= distance,
        }
    }
}

impl Cell {
    /// The run of a protocol with this seed. Knobs that are not declared or not accepted stay at their defaults,
    /// which the test of the registry rules out.
    #[must_use]
    pub fn keys(&self, experiment: &'static Experiment, seed: u32) -> RunKeys {
        let mut keys = RunKeys { seed, members: self.members, ..RunKeys::defaults(experiment) };
        for (key, text) in self.knobs {
            let declared = experiment.knobs.iter().position(|knob| knob.key == *key);
            if let Some((at, Ok(value))) = declared.map(|at| (at, experiment.knobs[at].parse(text))) {
                keys.knobs.set(at, value);
            }
        }
        keys
    }
}

impl Claim {
    /// The runs of the protocol with this seed.
    #[must_use]
    pub fn runs(&self, experiment: &'static Experiment, seed: u32) -> Vec<RunKeys> {
        self.protocol.iter().map(|cell| cell.keys(experiment, seed)).collect()
    }

    /// The arithmetic of all runs of the protocol, in millions of operations.
    #[must_use]
    pub fn work(&self, experiment: &'static Experiment) -> f64 {
        self.runs(experiment, 1).iter().map(RunKeys::work).sum()
    }
}
