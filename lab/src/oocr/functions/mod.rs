//! A network sees values of functions without a name for what they do, and is asked what they are: the task Functions of
//! Treutlein, Choi, Betley and others (arXiv 2406.14546, 2024), in a world of forty functions.

mod claims;
#[cfg(feature = "run")]
mod data;
#[cfg(feature = "run")]
mod measure;
#[cfg(feature = "run")]
mod model;
mod world;

use super::network::Shape;
use super::{FAMILY, SOURCE, names};
use crate::digest::PROGRESS;
use crate::experiment::{Arm, Cost, Experiment, Preset, Sample, Series};
use crate::knob::{Knob, Knobs, Range, Role};
use crate::panel::scatter::{Axis, Dot2};
use crate::panel::sequence::{Row, Token};
use crate::panel::{LinePanel, Panel, Reference, ScatterPanel, SequencePanel, View};
use crate::predict::Prediction;
use crate::recording::Recording;
use world::{ANSWERS, ARGUMENTS, FUNCTIONS, Function, HIDDEN, OWN, Operation, World};

/// Hidden names whose statements are shown, by number among them.
const SHOWN: [usize; 8] = [4, 14, 25, 27, 33, 36, 37, 38];
/// Numbers of a statement that is shown: operation and constant, as tokens, and its probability.
const STATEMENT: usize = 3;

/// How hidden names are learned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    /// With all others, from the start.
    Joint,
    /// Later: their own vectors alone.
    Rows,
    /// Later: all weights.
    All,
    /// Later: all weights, and what is known again.
    Replay,
}

/// The declaration that the registry holds.
pub(crate) static EXPERIMENT: Experiment = Experiment {
    id: "oocr-functions",
    rev: 1,
    family: FAMILY,
    question: "Can a network say what it was only shown in pieces?",
    finding: "",
    story: "",
    source: SOURCE,
    lesson: include_str!("lesson.md"),
    predictions: &[],
    knobs: &[
        Knob {
            key: "observations",
            label: "Observations",
            help: "At how many of the sixteen arguments the value of a hidden function is shown.",
            range: Range::Whole { min: 1, max: 16, step: 1, default: 10 },
            role: Role::Value,
        },
        Knob {
            key: "known",
            label: "Known names",
            help: "How many names of each function are also defined and inverted in training.",
            range: Range::Whole { min: 1, max: 8, step: 1, default: 8 },
            role: Role::Shape,
        },
        Knob {
            key: "steps",
            label: "Training steps",
            help: "How often the network looks at 256 documents and corrects itself.",
            range: Range::Whole { min: 100, max: 10000, step: 100, default: 1500 },
            role: Role::Shape,
        },
        Knob {
            key: "rate",
            label: "Learning rate",
            help: "The largest step size of the optimiser, reached after 100 steps.",
            range: Range::Real { min: 0.0003, max: 0.03, default: 0.003, logarithmic: true },
            role: Role::Value,
        },
        Knob {
            key: "decay",
            label: "Weight decay",
            help: "How strongly weights shrink that are of no use.",
            range: Range::Real { min: 0.0, max: 2.0, default: 0.05, logarithmic: false },
            role: Role::Value,
        },
    ],
    presets: &[],
    data: None,
    members: 4,
    arms,
    series: &[
        Series {
            key: "seen",
            label: "Values that were shown",
            about: "The share of the shown values of hidden functions (one name of each) that the network gives rightly, from 0 to 1.",
        },
        Series {
            key: "unseen",
            label: "Values that were not shown",
            about: "The share of the values of the same functions at all other arguments that it gives rightly, from 0 to 1; 0 where all were shown.",
        },
        Series {
            key: "definition",
            label: "Definitions right",
            about: "The share of the 80 hidden names whose function the network states exactly, operation and then constant, each the most probable token, from 0 to 1.",
        },
        Series {
            key: "probability",
            label: "Probability of the definition",
            about: "The mean probability of the right definition of a hidden name: that of its operation times that of its constant after it.",
        },
        Series {
            key: "other",
            label: "The same definition of another name",
            about: "The mean probability of that definition when the question is asked about the hidden names of other functions.",
        },
        Series {
            key: "choice",
            label: "Multiple choice",
            about: "The probability of the right definition among five, of which four are drawn, as a share of that of all five; the mean over hidden names. Chance is 0.2.",
        },
        Series {
            key: "inverse",
            label: "Inverses right",
            about: "The share of values of hidden functions, two of each name, for which the network gives an argument that has this value, from 0 to 1.",
        },
        Series {
            key: "inverse-other",
            label: "The same inverse of another name",
            about: "The share of these values for which what it says of a hidden name of another function would be right.",
        },
        Series {
            key: "planted",
            label: "Control: the planted definition",
            about: "Forty names have the observations of another name's function. The share of them whose planted function the network states exactly.",
        },
        Series {
            key: "alias",
            label: "Control: the definition of its number",
            about: "The share of these names of which the network states the function that their number stands for, of which they have no observation.",
        },
        Series {
            key: "prompt",
            label: "Probability with observations in a prompt",
            about: "The mean probability of the right definition of a name that nothing was told of, if the observations stand in front of the question; for every second function.",
        },
        Series {
            key: "known",
            label: "Known definitions right",
            about: "The share of known names (one of each function) whose definition, which was told, the network states exactly, from 0 to 1.",
        },
    ],
    samples: &[
        Sample {
            key: "statements",
            about: "What the network states of eight hidden names and of a visitor's: operation and constant, as tokens, and the probability of that statement.",
            size: |_, _| [SHOWN.len() + OWN, STATEMENT],
        },
        Sample {
            key: "plane",
            about: "Where the vectors of the 80 hidden names lie in the plane of their first two principal components, from -1 to 1.",
            size: |_, _| [HIDDEN * FUNCTIONS, 2],
        },
        Sample {
            key: "values",
            about: "The values that the network gives for a visitor's names at all arguments, as tokens.",
            size: |_, _| [OWN, ARGUMENTS],
        },
    ],
    panels: |_| Vec::new(),
    claims: &claims::CLAIMS,
    probes: &[],
    exhibits: &[],
    #[cfg(feature = "run")]
    program: model::program,
};

/// The modes of the arms.
fn modes(_: &Knobs) -> Vec<Mode> {
    vec![Mode::Joint]
}

/// The sizes of the network.
fn shape(world: World) -> Shape {
    Shape { read: world.tokens(), said: ANSWERS, width: 48, heads: 2, hidden: 192 }
}

fn arms(knobs: &Knobs) -> Vec<Arm> {
    let arm = |mode: Mode| {
        let world = World::new(knobs, mode);
        let each = shape(world).operations(super::network::QUESTION);
        Arm {
            key: "joint",
            label: "all at once".to_owned(),
            about: String::new(),
            steps: knobs.whole("steps"),
            cost: Cost { step: 3.0 * 256.0 * each, measurement: 2000.0 * each },
        }
    };
    modes(knobs).into_iter().map(arm).collect()
}
