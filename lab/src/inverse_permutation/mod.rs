//! Can a transformer undo a shuffle? After Alur, Hays, Raghavan and Shah, "The Impossibility of Inverse
//! Permutation Learning in Transformer Models" (2025), with an ordinary small transformer in place of the paper's
//! attention-only one.

use crate::experiment::{Arm, Experiment, LinePanel, Panel, Reference, Series, Source};
use crate::knob::{Knob, Knobs, Range, Role};

/// The declaration that the registry holds.
pub static EXPERIMENT: Experiment = Experiment {
    id: "inverse-permutation",
    rev: 1,
    family: "Order and reversal",
    question: "Can it put a shuffled list back?",
    finding: "A left-to-right transformer that must answer in place stops at an exact ceiling; more room or a look both ways lifts it.",
    story: "Small transformers are told how a list was shuffled and must write the original. One reads only left to right. Two get help. Watch where each one stops.",
    source: Source {
        authors: "Alur, Hays, Raghavan and Shah",
        title: "The Impossibility of Inverse Permutation Learning in Transformer Models",
        year: 2025,
        url: "https://arxiv.org/abs/2509.24125",
    },
    lesson: include_str!("lesson.md"),
    knobs: &[
        Knob {
            key: "n",
            label: "List length",
            help: "Symbols in the list that was shuffled.",
            range: Range::Whole { min: 2, max: 12, step: 1, default: 6 },
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
    members: 4,
    arms,
    series: &[Series {
        key: "token-accuracy",
        label: "Tokens restored",
        about: "The share of the test lists' symbols that the network names correctly, from 0 to 1.",
    }],
    panels,
    #[cfg(feature = "run")]
    program: |_, _| Err(crate::run::ProgramError),
};

fn arms(_knobs: &Knobs) -> Vec<Arm> {
    let arm = |key, label: &str, about: &str, steps| Arm { key, label: label.to_owned(), about: about.to_owned(), steps };
    vec![
        arm("causal", "left to right", "Sees only what stands at or before its own place.", 500),
        arm("scratch", "6 empty places", "Left to right too, but answers after the list.", 500),
        arm("bidirectional", "both ways", "Sees the whole input from every place.", 1200),
    ]
}

fn panels(_knobs: &Knobs) -> Vec<Panel> {
    vec![Panel::Line(LinePanel {
        key: "accuracy",
        title: "Tokens restored".to_owned(),
        series: "token-accuracy",
        range: (0.0, 1.0),
        references: vec![Reference { label: "ceiling 0.635".to_owned(), value: 0.635, arm: Some(0) }],
    })]
}
