//! A network sees values of functions without a name for what they do, and is asked what they are: the task Functions of
//! Treutlein, Choi, Betley and others (arXiv 2406.14546, 2024), in a world of forty functions.

mod claims;
#[cfg(feature = "run")]
mod data;
#[cfg(feature = "run")]
mod measure;
#[cfg(feature = "run")]
mod model;
mod own;
mod panels;
#[cfg(feature = "run")]
mod prompts;
mod world;

use super::mode::{self, Mode, matters_from};
use super::network::{QUESTION, Shape};
use super::{FAMILY, SOURCE, knobs};
use crate::data::{Kind, OwnData};
use crate::digest::PROGRESS;
use crate::experiment::{Arm, Cost, Experiment, Preset, Sample, Series};
use crate::knob::{Knob, Knobs, Range, Role};
use crate::observed::Limits;
use crate::predict::Prediction;
use crate::recording::Recording;
use world::{
    ANSWERS, ARGUMENTS, FUNCTIONS, Function, HIDDEN, LARGEST, LAST_ARGUMENT, LEAST, OWN, World, statement,
};

/// Hidden names whose statements are shown, by number among them.
const SHOWN: [usize; 8] = [4, 14, 25, 28, 33, 36, 37, 38];
/// Numbers of a statement that is shown: operation and constant, as tokens, and its probability.
const STATEMENT: usize = 3;

/// The declaration that the registry holds.
pub(crate) static EXPERIMENT: Experiment = Experiment {
    id: "oocr-functions",
    rev: 1,
    family: FAMILY,
    question: "Can a network say what it was only shown in pieces?",
    finding: "Shown ten values of an unnamed function, one at a time, a small network states the function, for nineteen names of twenty. No statement about these names was ever in training; statements about other names were.",
    story: "A name stands for a function that nobody mentions: 4 gives 1, 11 gives 3, 8 gives 2. Of 320 other names the network is told the definition as well. Of 80 hidden ones it sees nothing but values, scattered over its training. Then it is asked what they are. Guess one yourself, and watch when the network finds out.",
    source: SOURCE,
    #[cfg(feature = "lessons")]
    lesson: include_str!("lesson.md"),
    predictions: &[
        Prediction::Choice {
            key: "guess",
            question: "You first, from the same observations: lelake gives 1 for 4, 3 for 11, 2 for 8, 0 for 2 and 1 for 5. What is it, and will the network say so?",
            arm: "joint",
            options: &[
                "x ÷ 3, rounded down, and it will say so",
                "x ÷ 4, rounded down, and it will say so",
                "the network will say something else",
            ],
            outcome: |experiment, knobs, recording| guess(experiment, knobs, recording),
        },
        Prediction::Curve {
            key: "definition",
            question: "Draw how many of the 80 hidden functions the network will define rightly.",
            panel: "definition",
            arm: "joint",
        },
    ],
    knobs: &[
        knobs::learn("Hidden names come"),
        Knob {
            key: "observations",
            label: "Observations",
            help: "At how many of the sixteen arguments the value of a hidden function is shown.",
            range: Range::Whole { min: 1, max: 16, step: 1, default: 10 },
            role: Role::Value,
        },
        Knob {
            key: "twin",
            label: "A twin trained on prompts",
            help: "The same network once more, trained on nothing but prompts: as many observations of some name, and then the question what its function is. It is told of no name otherwise. In each of its steps it reads 64 prompts, which are more tokens than the documents of the others.",
            range: Range::Choice { options: &[("no", "no"), ("yes", "yes")], default: 0 },
            role: Role::Shape,
        },
        Knob {
            key: "known",
            label: "Known names",
            help: "How many names of each function are also defined and inverted in training.",
            range: Range::Whole { min: 1, max: 8, step: 1, default: 8 },
            role: Role::Shape,
        },
        knobs::steps(knobs::READS, 1500),
        knobs::RATE,
        knobs::decay(0.05),
    ],
    presets: &[
        Preset {
            label: "More and more observations",
            about: "From 1 observation of each hidden function to 16.",
            keys: "sweep=observations:1:16:6",
        },
        Preset {
            label: "One known name for each function",
            about: "Each definition is told of one name only.",
            keys: "known=1",
        },
        Preset {
            label: "Later, in three ways",
            about: "The hidden names come when everything else is learned: their vectors alone are trained, or all weights, or all weights with replay.",
            keys: "learn=three",
        },
        Preset {
            label: "Teach it",
            about: "The network learns without the hidden names first. Then it sees their values and those that you give, and only new vectors are trained.",
            keys: "learn=rows",
        },
        Preset {
            label: "A twin trained on prompts",
            about: "The same network is also trained to define functions whose values stand in front of the question. The other one was never trained to use long prompts, and the paper did not optimise its prompts either.",
            keys: "twin=yes",
        },
    ],
    data: Some(OwnData {
        help: "Invent a function and give some of its values: up to four functions, whole numbers from 0 to 15, values from -15 to 60. What the network then says of it stands first among its statements.",
        from: matters_from,
        kind: Kind::Observations {
            example: "zuba: 3 -> 10\nzuba: 7 -> 14\nzuba: 12 -> 19\nzuba: 0 -> 7\nzuba: 15 -> 22\nzuba: 9 -> 16",
            limits: LIMITS,
        },
    }),
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
            about: "The mean probability of the right definition of a name that nothing was told of, if the observations stand in front of the question; for every second function. Only a twin trained on prompts has learned to use them.",
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
    panels: panels::panels,
    claims: &claims::CLAIMS,
    probes: &[],
    exhibits: &[],
    #[cfg(feature = "run")]
    program: model::program,
};

/// What a visitor may observe: what has a token.
const LIMITS: Limits = Limits { names: OWN, arguments: (0, LAST_ARGUMENT), values: (LEAST, LARGEST) };

/// Numbers that stand for a token.
const WIDTH: usize = 48;

/// The sizes of the network.
fn shape(world: World) -> Shape {
    Shape { read: world.tokens(), said: ANSWERS, width: WIDTH, heads: 2, hidden: 192 }
}

fn arms(knobs: &Knobs) -> Vec<Arm> {
    let own = own::called(knobs).len() as f64;
    let world = World::new(knobs, Mode::Joint);
    let each = shape(world).operations(QUESTION);
    let measurement = QUESTIONS * each + PROMPTS;
    let named = mode::arms(knobs, "names", |mode| {
        let joined = if mode == Mode::Joint { own } else { 0.0 };
        Cost { step: 3.0 * (BATCH + joined) * each, measurement }
    });
    let twin = has_twin(knobs).then(|| Arm {
        key: "prompts",
        label: "trained on prompts".to_owned(),
        about: "It is told of functions by prompts alone, and of no name: with observations in a prompt it is asked what it was trained on, and all other measures are of questions that it never met. The others were never trained to use long prompts, and the paper did not optimise its prompts either.".to_owned(),
        steps: Mode::Joint.stretches(knobs)[0],
        cost: Cost { step: 3.0 * PROMPTED as f64 * shape(world).operations(PROMPT), measurement },
    });
    named.into_iter().chain(twin).collect()
}

/// Whether there is a twin that is trained on prompts; it comes after all others.
fn has_twin(knobs: &Knobs) -> bool {
    knobs.choice("twin") == 1
}

/// Tokens of an observation within a prompt, and of a prompt and its question.
const OBSERVATION: usize = QUESTION + 1;
const PROMPT: usize = ARGUMENTS * OBSERVATION + QUESTION;
/// Prompts in a batch of the twin's.
const PROMPTED: usize = 64;
/// Documents in a batch of the first stretch.
const BATCH: f64 = 256.0;
/// Questions of a measurement, and the operations of its prompts in millions.
const QUESTIONS: f64 = 2000.0;
const PROMPTS: f64 = 30.0;

/// Which of the answers the first member bears out, by what it states at the end of the name that the question is about.
fn guess(experiment: &Experiment, knobs: &Knobs, recording: &Recording) -> Option<usize> {
    let point = recording.point(0, 0, PROGRESS)?;
    let (range, _) = experiment.sample_at("statements", knobs, 0)?;
    let shown = SHOWN.iter().position(|hidden| *hidden == GUESSED)?;
    let numbers = point.samples.get(range)?.get(shown * STATEMENT..)?;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "tokens are small whole numbers"
    )]
    let [operation, constant] = [0, 1].map(|at| numbers.get(at).map_or(usize::MAX, |token| *token as usize));
    let all = Function::all();
    let stated = statement(operation, constant);
    // Divided by three, divided by four.
    Some([GUESSED, GUESSED + 1].iter().position(|at| stated == all.get(*at).copied()).unwrap_or(2))
}

/// The hidden name that a prediction is about.
const GUESSED: usize = 28;
