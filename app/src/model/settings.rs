//! The settings that a visitor can change, as one list: the members and then the experiment's knobs. The seed has a
//! control of its own.

use lab::keys::{self, RunKeys};
use lab::knob::{Knob, KnobError, Range, Role, Value};
use lab::words::{Controls, TOLD, Words, words};

/// One setting of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Setting {
    /// The seed.
    Seed,
    /// The number of members.
    Members,
    /// A knob, by its position in the declaration.
    Knob(usize),
}

impl Setting {
    /// Its declaration; `None` for a knob that the experiment does not have. Seed and members are declared like knobs,
    /// so that they have controls like them.
    #[must_use]
    pub fn knob(self, keys: &RunKeys, words: &Words) -> Option<Knob> {
        let Controls { members, members_help, seed, seed_help, .. } = words.controls;
        match self {
            Self::Seed => Some(Knob {
                key: "seed",
                label: seed,
                help: seed_help,
                range: Range::Whole { min: 0, max: u32::MAX, step: 1, default: 1 },
                role: Role::Value,
            }),
            Self::Members => Some(Knob {
                key: "members",
                label: members,
                help: members_help,
                range: Range::Whole {
                    min: *keys::MEMBERS.start(),
                    max: *keys::MEMBERS.end(),
                    step: 1,
                    default: keys.experiment.members,
                },
                role: Role::Shape,
            }),
            Self::Knob(position) => keys.experiment.knobs.get(position).copied(),
        }
    }

    /// Where it stands.
    #[must_use]
    pub fn value(self, keys: &RunKeys) -> Option<Value> {
        match self {
            Self::Seed => Some(Value::Whole(keys.seed)),
            Self::Members => Some(Value::Whole(keys.members)),
            Self::Knob(position) => keys.knobs.iter().nth(position).map(|(_, value)| value),
        }
    }

    /// The same keys with this setting at another value; a value of the wrong type changes nothing.
    #[must_use]
    pub fn set(self, keys: &RunKeys, value: Value) -> RunKeys {
        let mut keys = keys.clone();
        match (self, value) {
            (Self::Seed, Value::Whole(seed)) => keys.seed = seed,
            (Self::Members, Value::Whole(members)) => keys.members = members,
            (Self::Knob(position), value) => keys.knobs.set(position, value),
            (Self::Seed | Self::Members, Value::Real(_) | Value::Choice(_)) => {}
        }
        keys
    }

    /// The language of its name and of what it is, where that is not the page's: experiments declare their knobs in one.
    #[must_use]
    pub fn told(self) -> Option<&'static str> {
        match self {
            Self::Knob(_) => Some(TOLD),
            Self::Seed | Self::Members => None,
        }
    }

    /// The same keys with another seed, for a random number from 0 to 1. Seeds have four digits at most: enough to
    /// tell runs apart, few enough to say aloud.
    #[must_use]
    pub fn another_seed(keys: &RunKeys, random: f64) -> RunKeys {
        const LAST: u32 = 9999;
        let along = |seed: &u32| f64::from(*seed) >= random * f64::from(LAST);
        let seed = (1..=LAST).find(along).unwrap_or(LAST);
        let seed = if seed == keys.seed { seed % LAST + 1 } else { seed };
        RunKeys { seed, ..keys.clone() }
    }

    /// The keys with this setting as a visitor typed it.
    ///
    /// # Errors
    /// When the setting does not accept it.
    pub fn typed(self, keys: &RunKeys, text: &str) -> Result<RunKeys, KnobError> {
        // What it accepts is the same in every language.
        match self.knob(keys, words(None)) {
            Some(knob) => Ok(self.set(keys, knob.parse(text.trim())?)),
            None => Ok(keys.clone()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use lab::EXPERIMENTS;

    #[test]
    fn another_seed_is_always_another() {
        let mut keys = RunKeys::defaults(EXPERIMENTS[0]);
        for random in [0.0, 0.5, 0.5, 0.999_999, 1.0, 1.0] {
            let other = Setting::another_seed(&keys, random);
            assert_ne!(other.seed, keys.seed);
            assert!((1..=9999).contains(&other.seed));
            keys = other;
        }
    }

    #[test]
    fn what_is_typed_is_checked_by_the_declaration() {
        let keys = RunKeys::defaults(EXPERIMENTS[0]);
        assert_eq!(Setting::Seed.typed(&keys, " 12 ").map(|keys| keys.seed), Ok(12));
        assert_eq!(Setting::Members.typed(&keys, "64").map(|keys| keys.members), Ok(64));
        let refused = Setting::Members.typed(&keys, "65").unwrap_err();
        assert_eq!(refused.to_string(), "\"members\" got \"65\" and accepts a whole number from 1 to 64.");
        let knob = Setting::Knob(0);
        assert_eq!(knob.value(&knob.typed(&keys, "8").unwrap()), Some(Value::Whole(8)));
        assert_eq!(Setting::Knob(99).typed(&keys, "8"), Ok(keys));
    }
}
