//! How hidden things are learned: with everything else, or later.

#[cfg(feature = "run")]
use std::ops::Range;

#[cfg(feature = "run")]
use super::stretches::Later;
use crate::experiment::{Arm, Cost};
use crate::knob::Knobs;

/// How hidden things are learned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    /// With all others, from the start.
    Joint,
    /// Later: their own vectors alone.
    Rows,
    /// Later: all weights.
    All,
    /// Later: all weights, and what is known again.
    Replay,
}

/// The options of the knob [`learn`](super::knobs::learn).
pub(super) const OPTIONS: &[(&str, &str)] = &[
    ("joint", "with all others"),
    ("rows", "later, and only their vectors are trained"),
    ("all", "later, and all weights are trained"),
    ("replay", "later, all weights, with what is known"),
    ("three", "later, in all three ways"),
];

impl Mode {
    fn key(self) -> &'static str {
        match self {
            Self::Joint => "joint",
            Self::Rows => "rows",
            Self::All => "all",
            Self::Replay => "replay",
        }
    }

    fn label(self) -> &'static str {
        match self {
            Self::Joint => "all at once",
            Self::Rows => "new vectors alone",
            Self::All => "all weights",
            Self::Replay => "all weights, with replay",
        }
    }

    /// What happens, with a word for what is hidden, like "names".
    fn about(self, hidden: &str) -> String {
        match self {
            Self::Joint => {
                format!("What is told of hidden {hidden} stands among all other documents from the start.")
            }
            Self::Rows => {
                format!("Hidden {hidden} come later, and nothing but their own vectors is trained then.")
            }
            Self::All => {
                format!("Hidden {hidden} come later, and all weights are trained on what is told of them.")
            }
            Self::Replay => format!(
                "Hidden {hidden} come later; all weights are trained on what is told of them and, as much again, on what is known."
            ),
        }
    }

    /// Steps of the first stretch, and of the second, in which what is hidden is learned: three for every thirteen, so that the
    /// first ends at a point of progress at which members are saved.
    pub(super) fn stretches(self, knobs: &Knobs) -> [u32; 2] {
        let steps = knobs.whole("steps");
        [steps, if self == Self::Joint { 0 } else { steps * 3 / 13 }]
    }

    /// What the second stretch trains; vectors alone are those at these places among the parameters.
    #[cfg(feature = "run")]
    pub(super) fn later(self, vectors: Range<usize>) -> Option<Later> {
        match self {
            Self::Joint => None,
            Self::Rows => Some(Later::Vectors(vectors)),
            Self::All | Self::Replay => Some(Later::All),
        }
    }
}

/// The modes of the arms.
pub(super) fn modes(knobs: &Knobs) -> &'static [Mode] {
    match knobs.choice("learn") {
        1 => &[Mode::Rows],
        2 => &[Mode::All],
        3 => &[Mode::Replay],
        4 => &[Mode::Rows, Mode::All, Mode::Replay],
        _ => &[Mode::Joint],
    }
}

/// The arms: `hidden` is a word for what is hidden, like "names", and `cost` what a mode costs.
pub(super) fn arms(knobs: &Knobs, hidden: &str, cost: impl Fn(Mode) -> Cost) -> Vec<Arm> {
    let arm = |mode: &Mode| Arm {
        key: mode.key(),
        label: mode.label().to_owned(),
        about: mode.about(hidden),
        steps: mode.stretches(knobs).iter().sum(),
        cost: cost(*mode),
    };
    modes(knobs).iter().map(arm).collect()
}

/// The training step of an arm from which on it matters what is told of something hidden.
pub(super) fn matters_from(knobs: &Knobs, arm: usize) -> u32 {
    match modes(knobs).get(arm) {
        None | Some(Mode::Joint) => 0,
        Some(mode) => mode.stretches(knobs)[0],
    }
}
