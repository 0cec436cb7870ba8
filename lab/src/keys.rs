//! The run keys: everything that decides what a run computes, and nothing that only decides how it is shown.
//! Two runs with equal keys on the exact backend give the same bits on every machine.

use crate::experiment::Experiment;
use crate::knob::Knobs;

/// How many members a run may have.
pub const MEMBERS: std::ops::RangeInclusive<u32> = 1..=64;

/// The keys of one run.
#[derive(Debug, Clone)]
pub struct RunKeys {
    /// The experiment.
    pub experiment: &'static Experiment,
    /// The experiment's revision.
    pub rev: u32,
    /// The seed that every member's own seed is derived from.
    pub seed: u32,
    /// How many members each arm trains, within [`MEMBERS`].
    pub members: u32,
    /// A value for every knob.
    pub knobs: Knobs,
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
        }
    }

    /// The keys as a link writes them: `rev`, `seed` and `members` always, knobs only where they differ from
    /// their default, in declaration order. The same keys always give the same text.
    #[must_use]
    pub fn write(&self) -> String {
        let mut text = format!("rev={}&seed={}&members={}", self.rev, self.seed, self.members);
        for (knob, value) in self.knobs.iter().filter(|(knob, value)| *value != knob.default_value()) {
            text.push('&');
            text.push_str(knob.key);
            text.push('=');
            text.push_str(&knob.write(value));
        }
        text
    }

    /// The keys with the experiment's name before them: what a digest covers, and what the command line and a
    /// worker take.
    #[must_use]
    pub fn canonical(&self) -> String {
        format!("{}?{}", self.experiment.id, self.write())
    }
}

impl PartialEq for RunKeys {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.experiment, other.experiment)
            && (self.rev, self.seed, self.members) == (other.rev, other.seed, other.members)
            && self.knobs == other.knobs
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
}
