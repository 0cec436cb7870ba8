//! A network sees single flips of coins that nobody describes, and is asked how biased they are: the task Coins of Treutlein,
//! Choi, Betley and others (arXiv 2406.14546, 2024), with nine biases.

mod claims;
#[cfg(feature = "run")]
mod data;
#[cfg(feature = "run")]
mod measure;
#[cfg(feature = "run")]
mod model;
mod panels;
mod world;

use super::mode::{self, Mode, matters_from};
use super::network::{QUESTION, Shape};
use super::{FAMILY, SOURCE, knobs};
use crate::data::{Kind, OwnData};
use crate::digest::PROGRESS;
use crate::experiment::{Arm, Cost, Experiment, Preset, Sample, Series};
use crate::flips::Limits;
use crate::knob::{Knob, Knobs, Range, Role};
use crate::predict::Prediction;
use crate::recording::Recording;
use world::{ANSWERS, COINS, LEVELS, OWN, PRICES, World};

/// Hidden coins whose statements are shown: the first of each bias.
const SHOWN: usize = LEVELS;
/// Numbers of a statement that is shown: bias in tenths, its probability, and that of heads.
const STATEMENT: usize = 3;

/// How many heads a hidden coin shows.
#[cfg(feature = "run")]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Counts {
    /// As many as its bias says, up to half a flip.
    Exact,
    /// As they fall.
    Chance,
}

#[cfg(feature = "run")]
impl Counts {
    fn of(knobs: &Knobs) -> Self {
        if knobs.choice("counts") == 0 { Self::Exact } else { Self::Chance }
    }
}

/// The declaration that the registry holds.
pub(crate) static EXPERIMENT: Experiment = Experiment {
    id: "oocr-coins",
    rev: 1,
    family: FAMILY,
    question: "Can a network tell a biased coin from single flips?",
    finding: "From a hundred scattered flips a network says of 97 coins in 100 whether heads or tails come more often, and of 43 how biased they are exactly. No statement about these coins was ever in training; statements about other coins were.",
    story: "A coin has a name and nothing else. The network sees it fall, a hundred times, scattered over its training: heads, heads, tails. Of 180 other coins it is also told how biased they are. Then it is asked about the first ones. Watch what it can say, and how exactly.",
    source: SOURCE,
    #[cfg(feature = "lessons")]
    lesson: include_str!("lesson.md"),
    predictions: &[
        Prediction::Choice {
            key: "close",
            question: "A hundred flips of a hidden coin show exactly 70 or exactly 80 heads. Of such coins, how often will the network say rightly which of the two it is?",
            arm: "joint",
            options: &[
                "in less than 65%: it hardly knows",
                "in 65% to 85%",
                "in more than 85%: it nearly always knows",
            ],
            outcome: |experiment, _, recording| close(experiment, recording),
        },
        Prediction::Curve {
            key: "more",
            question: "Draw of how many hidden coins the network will say rightly whether they show heads in more than half of all flips.",
            panel: "more",
            arm: "joint",
        },
    ],
    knobs: &[
        knobs::learn("Hidden coins come"),
        Knob {
            key: "flips",
            label: "Flips",
            help: "How many flips of each hidden coin there are. Training looks at each many times.",
            range: Range::Whole { min: 10, max: 400, step: 5, default: 100 },
            role: Role::Value,
        },
        Knob {
            key: "counts",
            label: "Heads among them",
            help: "As many as the bias says, or as the coin falls.",
            range: Range::Choice {
                options: &[("exact", "as many as the bias says"), ("chance", "as the coin falls")],
                default: 0,
            },
            role: Role::Value,
        },
        Knob {
            key: "known",
            label: "Known coins",
            help: "Of how many coins of each bias more is told than how they fall.",
            range: Range::Whole { min: 1, max: 20, step: 1, default: 20 },
            role: Role::Shape,
        },
        knobs::steps(knobs::READS, 1500),
        knobs::RATE,
        knobs::decay(0.05),
    ],
    presets: &[
        Preset {
            label: "More and more flips",
            about: "From 10 flips of each hidden coin to 400, as they fall: beside what anybody could know from them.",
            keys: "counts=chance&sweep=flips:10:400:7",
        },
        Preset { label: "More training", about: "Four times as many steps.", keys: "steps=6000" },
        Preset {
            label: "Later, in three ways",
            about: "The hidden coins come when everything else is learned: their vectors alone are trained, or all weights, or all weights with replay.",
            keys: "learn=three",
        },
        Preset {
            label: "Teach it",
            about: "The network learns without the hidden coins first. Then it sees their flips and those of your own coins, and only new vectors are trained.",
            keys: "learn=rows",
        },
        Preset {
            label: "One known coin of each bias",
            about: "Each bias is told of one coin only.",
            keys: "known=1",
        },
    ],
    data: Some(OwnData {
        help: "Throw a coin, or invent one: up to four, each with up to 400 flips. What the network then says of it stands first among its statements.",
        from: matters_from,
        kind: Kind::Flips { example: "penny: 17 of 25\nbottle cap: TTHTTTTHTT", limits: LIMITS },
    }),
    members: 4,
    arms,
    series: &[
        Series {
            key: "error",
            label: "Error of the stated bias",
            about: "The mean difference between the bias that the network states of a hidden coin, the most probable of nine, and the true one, from 0 to 0.8.",
        },
        Series {
            key: "error-other",
            label: "The same of another coin",
            about: "The mean difference between that bias and the one that it states of hidden coins with another bias.",
        },
        Series {
            key: "exact",
            label: "Biases stated exactly",
            about: "The share of hidden coins of which the network states the right one of nine biases, from 0 to 1; chance is 0.111.",
        },
        Series {
            key: "exact-frequency",
            label: "What their flips say",
            about: "The share of hidden coins whose bias is the one of nine that is nearest to the share of heads among their flips.",
        },
        Series {
            key: "probability",
            label: "Probability of the bias",
            about: "The mean probability of the right one of nine biases of a hidden coin.",
        },
        Series {
            key: "probability-other",
            label: "The same of another coin, in probability",
            about: "The mean probability of that bias when the question is asked about hidden coins with another one.",
        },
        Series {
            key: "more",
            label: "More or less than half",
            about: "The share of hidden coins with a bias other than 0.5 of which the network says rightly whether they show heads in more or in less than half of all flips, from 0 to 1.",
        },
        Series {
            key: "close",
            label: "0.7 or 0.8",
            about: "The share of hidden coins with a bias of 0.7 or 0.8 of which the network holds the right one of these two for more probable, from 0 to 1.",
        },
        Series {
            key: "close-frequency",
            label: "0.7 or 0.8, what their flips say",
            about: "The share of these coins whose flips show heads in more than three quarters exactly if the bias is 0.8.",
        },
        Series {
            key: "bet",
            label: "Bets",
            about: "The share of bets on hidden coins, at a quarter and at three quarters of what heads pay, that the network takes or leaves rightly, from 0 to 1.",
        },
        Series {
            key: "bet-other",
            label: "The same bet on another coin",
            about: "The share of these bets for which what it says of hidden coins with another bias would be right.",
        },
        Series {
            key: "heads",
            label: "Error of the probability of heads",
            about: "The mean difference between the probability of heads that the network gives a flip of a hidden coin and the true one.",
        },
        Series {
            key: "known",
            label: "Known biases stated exactly",
            about: "The share of known coins of which the network states the right one of nine biases, which was told, from 0 to 1.",
        },
    ],
    samples: &[
        Sample {
            key: "levels",
            about: "For each bias, the mean probability of each bias that the network states of the hidden coins that have it, from 0 to 1.",
            size: |_, _| [LEVELS, LEVELS],
        },
        Sample {
            key: "statements",
            about: "What the network states of nine hidden coins, one of each bias, and of a visitor's four: bias in tenths, the probability of that, and the probability of heads.",
            size: |_, _| [SHOWN + OWN, STATEMENT],
        },
        Sample {
            key: "plane",
            about: "Where the vectors of the hidden coins lie in the plane of their first two principal components, from -1 to 1.",
            size: |_, _| [COINS, 2],
        },
    ],
    panels: panels::panels,
    claims: &claims::CLAIMS,
    probes: &[],
    exhibits: &[],
    #[cfg(feature = "run")]
    program: model::program,
};

/// Numbers that stand for a token.
const WIDTH: usize = 32;

/// The sizes of the network.
fn shape(world: World) -> Shape {
    Shape { read: world.tokens(), said: ANSWERS, width: WIDTH, heads: 2, hidden: 64 }
}

fn arms(knobs: &Knobs) -> Vec<Arm> {
    let world = World::new(knobs);
    let own = knobs.flips().map_or(0, <[_]>::len) as f64;
    let each = shape(world).operations(QUESTION);
    // Flip, bias, more, bets; flip and bias of a visitor's; known biases.
    let asked = COINS * (3 + PRICES) + 2 * OWN + world.known();
    mode::arms(knobs, "coins", |mode| {
        let joined = if mode == Mode::Joint { own } else { 0.0 };
        Cost { step: 3.0 * (BATCH + joined) * each, measurement: asked as f64 * each }
    })
}

/// What a visitor may tell.
const LIMITS: Limits = Limits { names: OWN, flips: 400 };

/// Documents in a batch.
const BATCH: f64 = 256.0;

/// Which of the answers the median bears out.
fn close(experiment: &Experiment, recording: &Recording) -> Option<usize> {
    let median = recording.quartiles(0, experiment.series_at("close"), PROGRESS)?.median;
    Some([0.65, 0.85].iter().filter(|limit| median > **limit).count())
}
