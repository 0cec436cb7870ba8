//! Can a transformer undo a shuffle? After Alur, Hays, Raghavan and Shah, "The Impossibility of Inverse
//! Permutation Learning in Transformer Models" (arXiv 2509.24125v3, 2025), with an ordinary small transformer in
//! place of the paper's attention-only one.

mod ceiling;
mod claims;
#[cfg(feature = "run")]
mod data;
#[cfg(feature = "run")]
mod measure;
#[cfg(feature = "run")]
mod model;
mod probe;

use crate::experiment::{Arm, Cost, Experiment, Sample, Series, Source};
use crate::knob::{Knob, Knobs, Range, Role};
use crate::panel::{HeatPanel, LinePanel, Panel, Reference};
use crate::predict::Prediction;
use crate::recording::Recording;
use ceiling::token_ceiling;

/// The declaration that the registry holds.
pub(crate) static EXPERIMENT: Experiment = Experiment {
    id: "inverse-permutation",
    rev: 1,
    family: "Order and reversal",
    question: "Can it put a shuffled list back?",
    finding: "A left-to-right transformer that must answer in place stops at an exact ceiling. More room, or a look both ways, lifts it.",
    story: "Small transformers are told how a list was shuffled and must write the original. One reads only left to right. Two get help: empty places to answer in, or a look both ways. Watch where each one stops.",
    source: Source {
        authors: "Alur, Hays, Raghavan and Shah",
        title: "The Impossibility of Inverse Permutation Learning in Transformer Models",
        year: 2025,
        url: "https://arxiv.org/abs/2509.24125",
    },
    lesson: include_str!("lesson.md"),
    predictions: &PREDICTIONS,
    knobs: &[
        Knob {
            key: "n",
            label: "List length",
            help: "Symbols in the list that was shuffled.",
            range: Range::Whole { min: 2, max: 12, step: 1, default: 6 },
            role: Role::Shape,
        },
        Knob {
            key: "alphabet",
            label: "Alphabet",
            help: "Different symbols that a list may hold; a symbol may come more than once.",
            range: Range::Whole { min: 2, max: 26, step: 1, default: 8 },
            role: Role::Shape,
        },
        Knob {
            key: "scratch",
            label: "Empty places",
            help: "Places behind the list that the second network may answer in. As many as symbols are enough.",
            range: Range::Whole { min: 1, max: 12, step: 1, default: 6 },
            role: Role::Shape,
        },
        Knob {
            key: "steps",
            label: "Training steps",
            help: "Of the two left-to-right networks. The one that looks both ways trains half as long again: it learns later.",
            range: Range::Whole { min: 64, max: 4096, step: 64, default: 640 },
            role: Role::Shape,
        },
        Knob {
            key: "rate",
            label: "Learning rate",
            help: "The largest step size of the optimiser, reached after the warm-up.",
            range: Range::Real { min: 0.0001, max: 0.03, default: 0.003, logarithmic: true },
            role: Role::Value,
        },
    ],
    data: None,
    members: 4,
    arms,
    series: &[
        Series {
            key: "token-accuracy",
            label: "Symbols restored",
            about: "The share of the symbols of 1,024 test lists that the network names correctly, from 0 to 1.",
        },
        Series {
            key: "list-accuracy",
            label: "Lists restored",
            about: "The share of 1,024 test lists that the network restores without a single error, from 0 to 1.",
        },
        Series {
            key: "visible-accuracy",
            label: "Restored where in view",
            about: "The share restored of the symbols that stand, in the shuffled list, at or before the place where they belong, from 0 to 1.",
        },
        Series {
            key: "hidden-accuracy",
            label: "Restored where not yet in view",
            about: "The share restored of the symbols that stand, in the shuffled list, behind the place where they belong, from 0 to 1.",
        },
        Series {
            key: "loss",
            label: "Loss",
            about: "Mean cross-entropy over the symbols of the test lists, in nats.",
        },
    ],
    samples: &[Sample {
        key: "grid",
        about: "The share of symbols restored, by the place where a symbol stands in the shuffled list (row) and the place where it belongs (column).",
        size: |knobs, _| {
            let n = usize::try_from(knobs.whole("n")).unwrap_or(0);
            [n, n]
        },
    }],
    panels,
    claims: &claims::CLAIMS,
    probes: &[probe::LIST],
    exhibits: &[],
    #[cfg(feature = "run")]
    program: model::program,
};

/// What a visitor may say before the run.
static PREDICTIONS: [Prediction; 2] = [
    Prediction::Choice {
        key: "ceiling",
        question: "Where will the left-to-right network end?",
        options: &["At chance", "Somewhere in between", "It gets nearly all of them, only later"],
        outcome: |experiment, knobs, recording| {
            let end = at_the_end(experiment, recording, 0)?;
            let chance = 1.0 / f64::from(knobs.whole("alphabet"));
            Some(match () {
                () if end < chance + 0.05 => 0,
                () if end < 0.95 => 1,
                () => 2,
            })
        },
    },
    Prediction::Curve {
        key: "curve",
        question: "How will the network with empty places learn?",
        panel: "accuracy",
        arm: 1,
    },
];

/// The median share of symbols that an arm restores at its end.
fn at_the_end(experiment: &Experiment, recording: &Recording, arm: usize) -> Option<f64> {
    let series = experiment.series_at("token-accuracy");
    recording.quartiles(arm, series, crate::digest::PROGRESS).map(|quartiles| quartiles.median)
}

/// Examples in a training batch, and lists in the test.
const BATCH: u32 = 64;
const TEST_LISTS: u32 = 1024;

/// The width of the network. Lists of 6 to 8 get 32, longer ones 48, as the settings that were seen to work.
fn width(n: u32) -> u32 {
    if n <= 8 { 32 } else { 48 }
}

/// The matrix products of a network of two blocks, per list: 8 D² multiply-adds a token and block where the hidden
/// width is 2 D, attention, and the answer's logits. A training step does each three times: forward, and for the
/// gradients of both factors.
fn cost(knobs: &Knobs, variant: &Variant) -> Cost {
    let (n, alphabet) = (f64::from(knobs.whole("n")), f64::from(knobs.whole("alphabet")));
    let (d, length) = (f64::from(width(knobs.whole("n"))), 2.0 * n + f64::from(variant.scratch));
    let block = length * (8.0 * d * d + 2.0 * length * d);
    let list = 2.0 * (2.0 * block + n * d * alphabet) / 1e6;
    Cost { step: 3.0 * f64::from(BATCH) * list, measurement: f64::from(TEST_LISTS) * list }
}

/// One arm, before it is put into words or graphs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Variant {
    /// Empty places between the list and the answer.
    scratch: u32,
    /// Whether a place sees only what stands at or before it.
    causal: bool,
    steps: u32,
}

/// The three variants for given knobs, in order.
fn variants(knobs: &Knobs) -> [Variant; 3] {
    let steps = knobs.whole("steps");
    [
        Variant { scratch: 0, causal: true, steps },
        Variant { scratch: knobs.whole("scratch"), causal: true, steps },
        Variant { scratch: 0, causal: false, steps: steps * 3 / 2 },
    ]
}

fn arms(knobs: &Knobs) -> Vec<Arm> {
    let [left, scratch, both] = variants(knobs);
    let places = if scratch.scratch == 1 {
        "1 empty place".to_owned()
    } else {
        format!("{} empty places", scratch.scratch)
    };
    let arm = |key, label: &str, about: &str, variant: Variant| Arm {
        key,
        label: label.to_owned(),
        about: about.to_owned(),
        steps: variant.steps,
        cost: cost(knobs, &variant),
    };
    vec![
        arm("causal", "left to right", "Each place sees only what stands at or before it.", left),
        arm("scratch", &places, "Left to right too, but the answer is written after empty places.", scratch),
        arm("bidirectional", "both ways", "Each place sees the whole input.", both),
    ]
}

fn panels(knobs: &Knobs) -> Vec<Panel> {
    let (n, alphabet) = (knobs.whole("n"), knobs.whole("alphabet"));
    let mut references = vec![Reference {
        label: format!("chance 1/{alphabet}"),
        value: 1.0 / f64::from(alphabet),
        arm: None,
    }];
    for (position, variant) in variants(knobs).iter().enumerate() {
        let value = token_ceiling(n, alphabet, variant);
        if value < 1.0 {
            references.push(Reference { label: format!("ceiling {value:.3}"), value, arm: Some(position) });
        }
    }
    vec![
        Panel::Line(LinePanel {
            key: "accuracy",
            title: "Symbols restored".to_owned(),
            series: "token-accuracy",
            range: (0.0, 1.0),
            references,
        }),
        Panel::Heat(HeatPanel {
            key: "grid",
            title: "Who can be right where".to_owned(),
            sample: "grid",
            rows: "place in the shuffled list",
            columns: "place where it belongs",
            range: Some((0.0, 1.0)),
            what: "share restored",
            seen: Some(|knobs, arm, row, column| {
                let Variant { scratch, causal, .. } = variants(knobs)[arm.min(2)];
                !causal || row <= column + usize::try_from(scratch).unwrap_or(0)
            }),
            seen_means: "the symbol is in view",
            blocks: None,
        }),
    ]
}
