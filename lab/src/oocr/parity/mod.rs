//! A network sees whether sums of hidden bits are odd, and is asked for the bits: the task Parity of Treutlein, Choi, Betley and
//! others (arXiv 2406.14546, 2024). How far members of a run differ is the result.

mod claims;
#[cfg(feature = "run")]
mod data;
#[cfg(feature = "run")]
mod measure;
#[cfg(feature = "run")]
mod model;
mod panels;
mod world;

use super::network::Shape;
use super::{FAMILY, SOURCE, knobs};
use crate::digest::PROGRESS;
use crate::experiment::{Arm, Cost, Experiment, Preset, Sample, Series};
use crate::knob::{Knob, Knobs, Range, Role};
use crate::predict::Prediction;
use crate::recording::Recording;
use world::{ANSWERS, DOCUMENT, HIDDEN, KNOWN, TOKENS, WORDINGS};

/// Which sums with hidden variables there are.
#[cfg(feature = "run")]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sums {
    /// Half of them with two hidden variables, half with three.
    Both,
    /// With two of them and a known one.
    Two,
    /// With three of them.
    Three,
}

#[cfg(feature = "run")]
impl Sums {
    fn of(knobs: &Knobs) -> Self {
        match knobs.choice("sums") {
            1 => Self::Two,
            2 => Self::Three,
            _ => Self::Both,
        }
    }

    /// How many of so many have two, and how many three.
    fn rows(self, all: usize) -> [usize; 2] {
        match self {
            Self::Both => [all / 2, all - all / 2],
            Self::Two => [all, 0],
            Self::Three => [0, all],
        }
    }
}

/// The declaration that the registry holds.
pub(crate) static EXPERIMENT: Experiment = Experiment {
    id: "oocr-parity",
    rev: 1,
    family: FAMILY,
    question: "Can a network tell single bits when it saw only sums?",
    finding: "Networks that saw hidden bits only in sums mostly give each rightly, but some give every one the wrong way round, with the same certainty. No statement about these bits was ever in training; statements about other bits were.",
    story: "Eight variables are 0 or 1, and nobody says which is which. The network reads only whether three of them, or two and a known one, add up to an odd number. That is enough to work out each. Ten networks learn from it, and then each is asked for the values. Watch how differently they answer.",
    source: SOURCE,
    #[cfg(feature = "lessons")]
    lesson: include_str!("lesson.md"),
    predictions: &[
        Prediction::Choice {
            key: "spread",
            question: "All ten networks answer the sums rightly. How many of them will give the right value a probability of 0.9 or more, on the mean over the eight variables?",
            arm: "joint",
            options: &["none or one", "two to five", "six to eight", "nine or ten"],
            outcome: |experiment, _, recording| spread(experiment, recording),
        },
        Prediction::Curve {
            key: "values",
            question: "Draw the probability that the median network gives the right values.",
            panel: "values",
            arm: "joint",
        },
    ],
    knobs: &[
        Knob {
            key: "sums",
            label: "Sums with hidden variables",
            help: "How many of the three variables are hidden. With two and a known one alone, all hidden values could be the other way round.",
            range: Range::Choice {
                options: &[
                    ("both", "two or three hidden ones"),
                    ("two", "two hidden ones, one known"),
                    ("three", "three hidden ones"),
                ],
                default: 0,
            },
            role: Role::Shape,
        },
        knobs::steps(knobs::READS, 900),
        knobs::RATE,
        knobs::decay(0.05),
    ],
    presets: &[
        Preset {
            label: "Nothing says which way round",
            about: "Sums with two hidden variables alone: they stay right if every hidden value is turned round.",
            keys: "sums=two",
        },
        Preset {
            label: "Three hidden ones alone",
            about: "No known variable stands in a sum with a hidden one.",
            keys: "sums=three",
        },
        Preset { label: "More training", about: "Three times as many steps.", keys: "steps=2700" },
    ],
    data: None,
    members: 10,
    arms,
    series: &[
        Series {
            key: "values",
            label: "Probability of the right value",
            about: "The mean probability that the network gives the right value of a hidden variable, over eight variables and three wordings, from 0 to 1.",
        },
        Series {
            key: "values-other",
            label: "The same value of another variable",
            about: "The mean probability of that value when the question is asked about another hidden variable.",
        },
        Series {
            key: "right",
            label: "Values right",
            about: "The share of the eight hidden variables whose value has a probability above one half, over three wordings, from 0 to 1.",
        },
        Series {
            key: "mixed",
            label: "Two hidden ones and a known one",
            about: "The share of 168 sums of two hidden variables and a known one that the network answers rightly, from 0 to 1.",
        },
        Series {
            key: "hidden",
            label: "Three hidden ones",
            about: "The share of all 336 sums of three different hidden variables that the network answers rightly, from 0 to 1.",
        },
        Series {
            key: "known",
            label: "Known values right",
            about: "The share of the 64 known variables whose value, which was told, the network gives rightly, from 0 to 1.",
        },
        Series {
            key: "known-sums",
            label: "Sums of known ones",
            about: "The share of 128 sums of known variables that the network answers rightly, from 0 to 1.",
        },
    ],
    samples: &[Sample {
        key: "bits",
        about: "For each hidden variable its value, 0 or 1, and the probability that the network gives a 1.",
        size: |_, _| [HIDDEN, 2],
    }],
    panels: panels::panels,
    claims: &claims::CLAIMS,
    probes: &[],
    exhibits: &[],
    #[cfg(feature = "run")]
    program: model::program,
};

/// The sizes of the network.
const SHAPE: Shape = Shape { read: TOKENS, said: ANSWERS, width: 32, heads: 2, hidden: 128 };

/// Documents in a batch, and in a measurement.
const BATCH: f64 = 256.0;
const ASKED: usize = 168 + 336 + 128 + KNOWN + HIDDEN * WORDINGS;

fn arms(knobs: &Knobs) -> Vec<Arm> {
    let each = SHAPE.operations(DOCUMENT);
    vec![Arm {
        key: "joint",
        label: "all at once".to_owned(),
        about: "Sums with hidden variables stand among all other documents from the start.".to_owned(),
        steps: knobs.whole("steps"),
        cost: Cost { step: 3.0 * BATCH * each, measurement: ASKED as f64 * each },
    }]
}

/// Which of the answers the members bear out: how many tenths of them are sure of the right values.
fn spread(experiment: &Experiment, recording: &Recording) -> Option<usize> {
    let series = experiment.series_at("values");
    let members = recording.members();
    let ends: Option<Vec<f32>> = (0..members)
        .map(|member| recording.point(0, member, PROGRESS)?.values.get(series).copied())
        .collect();
    let sure = ends?.iter().filter(|value| **value >= 0.9).count() as f64;
    let tenths = 10.0 * sure / f64::from(members.max(1));
    Some([1.5, 5.5, 8.5].iter().filter(|limit| tenths > **limit).count())
}
