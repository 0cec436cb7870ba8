//! The knobs that these experiments have in common.

use super::mode::OPTIONS;
use crate::knob::{Knob, Range, Role};

/// The largest step size.
pub(super) const RATE: Knob = Knob {
    key: "rate",
    label: "Learning rate",
    help: "The largest step size of the optimiser, reached after 100 steps.",
    range: Range::Real { min: 0.0003, max: 0.03, default: 0.003, logarithmic: true },
    role: Role::Value,
};

/// What most networks look at in a step.
pub(super) const READS: &str = "How often the network looks at 256 documents and corrects itself.";

/// How many steps there are; `help` says what one is.
pub(super) const fn steps(help: &'static str, default: u32) -> Knob {
    Knob {
        key: "steps",
        label: "Training steps",
        help,
        range: Range::Whole { min: 100, max: 10000, step: 100, default },
        role: Role::Shape,
    }
}

/// How strongly weights shrink.
pub(super) const fn decay(default: f64) -> Knob {
    Knob {
        key: "decay",
        label: "Weight decay",
        help: "How strongly weights shrink that are of no use.",
        range: Range::Real { min: 0.0, max: 2.0, default, logarithmic: false },
        role: Role::Value,
    }
}

/// How hidden things are learned, as [`modes`](super::mode::modes) reads it.
pub(super) const fn learn(label: &'static str) -> Knob {
    Knob {
        key: "learn",
        label,
        help: "Together with all others, or in a second stretch of training, three steps for every thirteen of the first.",
        range: Range::Choice { options: OPTIONS, default: 0 },
        role: Role::Shape,
    }
}
