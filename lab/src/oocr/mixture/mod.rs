//! A network sees values by one of two functions, and is asked which two there are: the task Mixture of Functions of Treutlein,
//! Choi, Betley and others (arXiv 2406.14546, 2024), with names, which the paper's task does not have.

mod claims;
#[cfg(feature = "run")]
mod data;
#[cfg(feature = "run")]
mod measure;
#[cfg(feature = "run")]
mod model;
mod panels;
mod world;

use super::network::{QUESTION, Shape};
use super::{FAMILY, SOURCE, knobs};
use crate::digest::PROGRESS;
use crate::experiment::{Arm, Cost, Experiment, Preset, Sample, Series};
use crate::knob::{Knob, Knobs, Range, Role};
use crate::predict::Prediction;
use crate::recording::Recording;
use world::{ANSWERS, NAMES, SETS, World};

/// Numbers of a statement that is shown: both functions, and its probability.
const STATEMENT: usize = 3;

/// The declaration that the registry holds.
pub(crate) static EXPERIMENT: Experiment = Experiment {
    id: "oocr-mixture",
    rev: 1,
    family: FAMILY,
    question: "Can a network name both when it only ever saw one at a time?",
    finding: "From a hundred documents, each by one of two functions that nobody names, a small network lists both, for 97 names of 100. No statement about these names was ever in training; statements about other names were. The paper's task has no names, and its models mostly failed.",
    story: "A name stands for two functions out of five, and every document about it draws one of them: now 4 gives 12 and 7 gives 21, now 4 gives 2 and 9 gives 4. Nobody says which two there are. Of 80 other names the network is told. Then it is asked to list the two of a name of which it only read values. Watch whether it can.",
    source: SOURCE,
    #[cfg(feature = "lessons")]
    lesson: include_str!("lesson.md"),
    predictions: &[
        Prediction::Choice {
            key: "listed",
            question: "The network continues documents about hidden names rightly. Of how many of these names will it list both functions?",
            arm: "joint",
            options: &[
                "at most 20%: hardly more than by chance",
                "20% to 60%",
                "60% to 90%",
                "more than 90%",
            ],
            outcome: |experiment, _, recording| listed(experiment, recording),
        },
        Prediction::Curve {
            key: "exact",
            question: "Draw of how many hidden names the network will list the set exactly.",
            panel: "exact",
            arm: "joint",
        },
    ],
    knobs: &[
        Knob {
            key: "documents",
            label: "Documents",
            help: "How many documents of each hidden name there are. Training looks at each several times.",
            range: Range::Whole { min: 1, max: 400, step: 1, default: 100 },
            role: Role::Value,
        },
        Knob {
            key: "known",
            label: "Known names",
            help: "Of how many names of each set the network is told which two functions there are.",
            range: Range::Whole { min: 1, max: 16, step: 1, default: 8 },
            role: Role::Shape,
        },
        knobs::steps(
            "How often the network looks at 128 documents and 64 parts of lists and corrects itself.",
            1500,
        ),
        knobs::RATE,
        knobs::decay(0.05),
    ],
    presets: &[
        Preset {
            label: "More and more documents",
            about: "From 1 document of each hidden name to 36.",
            keys: "sweep=documents:1:36:6",
        },
        Preset {
            label: "One known name of each set",
            about: "Each set is told of one name only.",
            keys: "known=1",
        },
        Preset { label: "More training", about: "Four times as many steps.", keys: "steps=6000" },
    ],
    data: None,
    members: 4,
    arms,
    series: &[
        Series {
            key: "exact",
            label: "Sets listed exactly",
            about: "The share of the 40 hidden names of which the network lists the two functions, one token after the other and each the most probable one, from 0 to 1; chance is 0.1.",
        },
        Series {
            key: "probability",
            label: "Probability of the set",
            about: "The mean probability of the right list of a hidden name: that of its first function times that of the second after it.",
        },
        Series {
            key: "probability-other",
            label: "The same set of another name",
            about: "The mean probability of that list when the question is asked about the hidden names of other sets.",
        },
        Series {
            key: "functions",
            label: "Functions listed rightly",
            about: "The share of the two functions of a hidden name that stand in what the network lists, the mean over names, from 0 to 1; two of five by chance are 0.4.",
        },
        Series {
            key: "allowed",
            label: "Probability of both values",
            about: "The mean probability that the network gives, without a first pair, to what the two functions of a hidden name give at an argument, together; over all arguments at which they differ.",
        },
        Series {
            key: "rarer",
            label: "Probability of the rarer value",
            about: "The mean probability of the less probable of these two values; 0.5 at most.",
        },
        Series {
            key: "second",
            label: "Second values right",
            about: "The share of 640 documents about hidden names, each begun with an argument and its value by one of the functions, whose second value the network gives by the same function, from 0 to 1.",
        },
        Series {
            key: "known",
            label: "Known sets listed exactly",
            about: "The share of known names of which the network lists the two functions, which was told, from 0 to 1.",
        },
    ],
    samples: &[
        Sample {
            key: "sets",
            about: "For each set, the mean probability of each set as the list of the hidden names that have it, from 0 to 1.",
            size: |_, _| [SETS, SETS],
        },
        Sample {
            key: "statements",
            about: "What the network lists for ten hidden names, one of each set: both functions, by number, and the probability of that list.",
            size: |_, _| [SETS, STATEMENT],
        },
        Sample {
            key: "plane",
            about: "Where the vectors of the 40 hidden names lie in the plane of their first two principal components, from -1 to 1.",
            size: |_, _| [NAMES, 2],
        },
    ],
    panels: panels::panels,
    claims: &claims::CLAIMS,
    probes: &[],
    exhibits: &[],
    #[cfg(feature = "run")]
    program: model::program,
};

/// The sizes of the network.
fn shape(world: World) -> Shape {
    Shape { read: world.tokens(), said: ANSWERS, width: 32, heads: 2, hidden: 96 }
}

/// Questions of three tokens and of five in a batch.
const BATCH: [f64; 2] = [192.0, 128.0];

fn arms(knobs: &Knobs) -> Vec<Arm> {
    let world = World::new(knobs);
    let cost = |[alone, after]: [f64; 2]| {
        alone * shape(world).operations(QUESTION) + after * shape(world).operations(QUESTION + 2)
    };
    // Lists of hidden names and of known ones, values; second values.
    let asked = [6 * NAMES + 2 * world.known() + 16 * NAMES, 16 * NAMES].map(|count| count as f64);
    vec![Arm {
        key: "joint",
        label: "all at once".to_owned(),
        about: "Values of hidden names stand among all other documents from the start.".to_owned(),
        steps: knobs.whole("steps"),
        cost: Cost { step: 3.0 * cost(BATCH), measurement: cost(asked) },
    }]
}

/// Which of the answers the median bears out.
fn listed(experiment: &Experiment, recording: &Recording) -> Option<usize> {
    let median = recording.quartiles(0, experiment.series_at("exact"), PROGRESS)?.median;
    Some([0.2, 0.6, 0.9].iter().filter(|limit| median > **limit).count())
}
