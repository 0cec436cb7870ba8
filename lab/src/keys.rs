//! The run keys: everything that decides what a run computes, and nothing that only decides how it is shown.
//! Two runs with equal keys on the exact backend give the same bits on every machine.

use std::ops::Range;

use crate::experiment::{Arm, Experiment, Preset};
use crate::knob::Knobs;
use crate::link::Link;
use crate::sweep::Sweep;

/// How many members a run may have.
pub const MEMBERS: std::ops::RangeInclusive<u32> = 1..=64;

/// How many models an arm may have in all: members times the values of a sweep.
pub const MODELS: u32 = 256;

/// The keys of one run.
#[derive(Debug, Clone)]
pub struct RunKeys {
    /// The experiment.
    pub experiment: &'static Experiment,
    /// The experiment's revision.
    pub rev: u32,
    /// The seed that every member's own seed is derived from.
    pub seed: u32,
    /// How many members each arm trains, for each value of a sweep; within [`MEMBERS`].
    pub members: u32,
    /// A value for every knob. One that is swept stands at its default here.
    pub knobs: Knobs,
    /// The knobs in which members differ.
    pub sweep: Sweep,
}

impl RunKeys {
    /// The keys of a link that says nothing: the newest revision, seed 1, every knob at its default.
    #[must_use]
    pub fn defaults(experiment: &'static Experiment) -> Self {
        Self {
            experiment,
            rev: experiment.rev,
            seed: 1,
            members: experiment.members,
            knobs: Knobs::defaults(experiment.knobs),
            sweep: Sweep::default(),
        }
    }

    /// The step of each arm up to which these keys and others name the same run, bit for bit, because they differ in nothing
    /// but a visitor's data; `None` where they differ in more, or in nothing.
    #[must_use]
    pub fn common_start(&self, other: &Self) -> Option<Vec<u32>> {
        let own = self.experiment.data?;
        let without = |keys: &Self| {
            let mut keys = keys.clone();
            keys.knobs.set_data(None);
            keys.canonical()
        };
        if self.knobs.data() == other.knobs.data() || without(self) != without(other) {
            return None;
        }
        Some((0..self.arms().len()).map(|arm| (own.from)(&self.knobs, arm)).collect())
    }

    /// The settings of a preset, with the seed, the members and the data of these keys.
    #[must_use]
    pub fn preset(&self, preset: &Preset) -> Self {
        let link = Link::from_fragment(self.experiment, preset.keys);
        let mut keys = link.map_or_else(|_| Self::defaults(self.experiment), |link| link.keys);
        (keys.seed, keys.members) = (self.seed, self.members);
        keys.knobs.set_data(self.knobs.data().cloned());
        keys
    }

    /// The arms of the run.
    #[must_use]
    pub fn arms(&self) -> Vec<Arm> {
        (self.experiment.arms)(&self.knobs)
    }

    /// How many models each arm has: members, for each cell of the sweep.
    #[must_use]
    pub fn models(&self) -> u32 {
        self.members * self.sweep.cells()
    }

    /// The arithmetic of the run, in millions of operations.
    #[must_use]
    pub fn work(&self) -> f64 {
        self.arms().iter().map(Arm::work).sum::<f64>() * f64::from(self.models())
    }

    /// The models of one cell of the sweep.
    #[must_use]
    pub fn models_of(&self, cell: u32) -> Range<u32> {
        cell * self.members..(cell + 1) * self.members
    }

    /// The keys of one cell of the sweep as a run of its own, which gives the same bits.
    #[must_use]
    pub fn cell(&self, cell: u32) -> Self {
        let knobs = self.sweep.knobs(&self.knobs, cell);
        Self { knobs, sweep: Sweep::default(), ..self.clone() }
    }

    /// The keys as a link writes them: `rev`, `seed` and `members` always, knobs only where they differ from
    /// their default, in declaration order, then `sweep` and `data`. The same keys always give the same text.
    #[must_use]
    pub fn write(&self) -> String {
        self.text(|data| data.write())
    }

    /// The keys with the experiment's name before them: a link that names this run and nothing else.
    #[must_use]
    pub fn query(&self) -> String {
        format!("{}?{}", self.experiment.id, self.write())
    }

    /// The same with a visitor's own data in plain letters: what a digest covers.
    #[must_use]
    pub fn canonical(&self) -> String {
        format!("{}?{}", self.experiment.id, self.text(|data| data.canonical()))
    }

    fn text(&self, data: impl Fn(&crate::data::Data) -> String) -> String {
        let mut text = format!("rev={}&seed={}&members={}", self.rev, self.seed, self.members);
        let mut key = |key: &str, value: &str| {
            text.push('&');
            text.push_str(key);
            text.push('=');
            text.push_str(value);
        };
        for (knob, value) in self.knobs.iter().filter(|(knob, value)| *value != knob.default_value()) {
            key(knob.key, &knob.write(value));
        }
        if !self.sweep.is_empty() {
            key("sweep", &self.sweep.write(self.experiment.knobs));
        }
        if let Some(own) = self.knobs.data() {
            key("data", &data(own));
        }
        text
    }
}

impl PartialEq for RunKeys {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.experiment, other.experiment)
            && (self.rev, self.seed, self.members) == (other.rev, other.seed, other.members)
            && (&self.knobs, &self.sweep) == (&other.knobs, &other.sweep)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::EXPERIMENTS;
    use crate::knob::Value;

    #[test]
    fn only_what_differs_from_the_default_is_written() {
        let mut keys = RunKeys::defaults(EXPERIMENTS[0]);
        let start = format!("rev={}&seed=1&members={}", keys.rev, keys.experiment.members);
        assert_eq!(keys.write(), start);
        let (position, knob) = keys.knobs.iter().map(|(knob, _)| knob).enumerate().next().unwrap();
        assert_eq!(knob.key, "n");
        keys.knobs.set(position, Value::Whole(8));
        assert_eq!(keys.write(), format!("{start}&n=8"));
        assert_eq!(keys.canonical(), format!("inverse-permutation?{start}&n=8"));
    }

    #[test]
    fn a_cell_is_a_run_of_its_own() {
        let mut keys = RunKeys::defaults(EXPERIMENTS[0]);
        keys.sweep = Sweep::parse("rate:0.001:0.01:2", keys.experiment.knobs).unwrap();
        assert_eq!((keys.models(), keys.models_of(1)), (8, 4..8));
        assert!(keys.write().ends_with("&members=4&sweep=rate:0.001:0.01:2"));
        assert!(keys.cell(1).write().ends_with("&members=4&rate=0.01"));
    }
}
