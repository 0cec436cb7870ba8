//! The paper's own experiment: Alur, Hays, Raghavan and Shah, "The Impossibility of Inverse Permutation Learning in
//! Transformer Models" (arXiv 2509.24125v3, 2025), appendix B, with the attention-only transformer, the binary lists and
//! the read-outs of the paper and of the authors' code (github.com/johnchrishays/icl). Adam in the place of plain gradient
//! descent makes it some hundred times shorter.

mod claims;
#[cfg(feature = "run")]
mod data;
mod exhibit;
#[cfg(feature = "run")]
mod measure;
#[cfg(feature = "run")]
mod model;
mod proof;
mod variant;

use crate::digest::PROGRESS;
use crate::experiment::{Arm, Experiment, Preset, Sample, Series};
use crate::inverse_permutation::SOURCE;
use crate::knob::{Knob, Knobs, Range, Role};
use crate::panel::{Block, Blocks, HeatPanel, LinePanel, Panel, Reference};
use crate::predict::Prediction;
use crate::recording::Recording;
use variant::ARMS;

/// Lists in a training batch, and in the test.
const BATCH: usize = 128;
const TEST_LISTS: usize = 1024;

/// The declaration that the registry holds.
pub(crate) static EXPERIMENT: Experiment = Experiment {
    id: "inverse-permutation-paper",
    rev: 1,
    family: "Order and reversal",
    question: "Does it matter where an answer is written?",
    finding: "Asked for a list at rows that cannot see it, a network stays at the error of a constant guess. Let it look both ways, or write behind the list, and the error is gone.",
    story: "This is the paper's own experiment: a transformer of nothing but attention gets an order, a shuffled list of binary rows, and has to write the list as it was. Three networks differ in what they see and where they write. Watch which of them finds the list, and then look at what it has learned.",
    source: SOURCE,
    #[cfg(feature = "lessons")]
    lesson: include_str!("lesson.md"),
    predictions: &PREDICTIONS,
    knobs: &[
        Knob {
            key: "n",
            label: "List length",
            help: "Rows of the list, each with as many entries. The paper has 10.",
            range: Range::Whole { min: 4, max: 12, step: 1, default: 6 },
            role: Role::Shape,
        },
        Knob {
            key: "steps",
            label: "Training steps",
            help: "How often each network looks at 128 lists and corrects itself. Longer lists take more: up to 550 for 10.",
            range: Range::Whole { min: 64, max: 4096, step: 64, default: 384 },
            role: Role::Shape,
        },
        Knob {
            key: "rate",
            label: "Learning rate",
            help: "The largest step size of the optimiser. It is reached after 50 steps, with scratch rows half way through.",
            range: Range::Real { min: 0.001, max: 0.2, default: 0.06, logarithmic: true },
            role: Role::Value,
        },
    ],
    data: None,
    members: 4,
    arms,
    series: &[
        Series {
            key: "mse",
            label: "Squared error of a row",
            about: "Squared differences between answer and list, summed over a row and averaged over the rows of 1,024 test lists. A constant answer of one half has a quarter of the list length.",
        },
        Series {
            key: "bit-accuracy",
            label: "Bits right",
            about: "The share of the entries of the test lists for which the answer is on the right side of one half, from 0 to 1.",
        },
        Series {
            key: "list-accuracy",
            label: "Lists right",
            about: "The share of the test lists of which every entry is right, from 0 to 1.",
        },
        Series {
            key: "a1-share",
            label: "Heaviest block of layer 1",
            about: "The share of the squares of layer 1's matrix that lies in its heaviest block, from 0 to 1.",
        },
        Series {
            key: "a1-identity",
            label: "Layer 1's likeness to the identity",
            about: "The cosine between that block and the identity, with the mean of each removed, from -1 to 1.",
        },
        Series {
            key: "a2-share",
            label: "Heaviest block of layer 2",
            about: "The share of the squares of layer 2's matrix that lies in its heaviest block, from 0 to 1.",
        },
        Series {
            key: "a2-identity",
            label: "Layer 2's likeness to the identity",
            about: "The cosine between that block and the identity, with the mean of each removed, from -1 to 1.",
        },
        Series {
            key: "w-share",
            label: "Heaviest block of the read-out",
            about: "The share of the squares of the read-out's matrix that lies in its heaviest block, from 0 to 1.",
        },
        Series {
            key: "w-identity",
            label: "The read-out's likeness to the identity",
            about: "The cosine between that block and the identity, with the mean of each removed, from -1 to 1.",
        },
    ],
    samples: &[
        Sample {
            key: "a1",
            about: "The matrix of layer 1: what a row that looks (row of the matrix) makes of one that is looked at (column).",
            size: |knobs, arm| [width(knobs, arm); 2],
        },
        Sample {
            key: "a2",
            about: "The matrix of layer 2, over what layer 1 left.",
            size: |knobs, arm| [2 * width(knobs, arm); 2],
        },
        Sample {
            key: "w",
            about: "The read-out: how each entry of the answer (row) is made of what stands for a row in the end (column).",
            size: |knobs, arm| [size(knobs), 4 * width(knobs, arm)],
        },
    ],
    panels,
    claims: &claims::CLAIMS,
    probes: &[],
    presets: &[Preset {
        label: "The paper's length",
        about: "Lists of 10 rows with 10 entries each, as in the paper, and more steps.",
        keys: "n=10&steps=832",
    }],
    exhibits: &[exhibit::PROOF],
    #[cfg(feature = "run")]
    program: model::program,
};

/// What a visitor may say before the run.
static PREDICTIONS: [Prediction; 2] = [
    Prediction::Choice {
        key: "guess",
        arm: "causal",
        question: "Where will the squared error of the left-to-right network end?",
        options: &[
            "at zero, or nearly",
            "well below that of a constant guess",
            "at that of a constant guess, or above",
        ],
        outcome: left_to_right_ends,
    },
    Prediction::Curve {
        key: "scratch",
        question: "Draw how the squared error of the network with scratch rows will fall.",
        panel: "error",
        arm: "scratch",
    },
];

/// Which of the answers the left-to-right network's median at the end bears out.
fn left_to_right_ends(experiment: &Experiment, knobs: &Knobs, recording: &Recording) -> Option<usize> {
    let median = recording.quartiles(0, experiment.series_at("mse"), PROGRESS)?.median;
    Some([0.1, 0.9].iter().filter(|part| median >= *part * guessing(knobs)).count())
}

/// The error of an answer that is one half everywhere.
fn guessing(knobs: &Knobs) -> f64 {
    f64::from(knobs.whole("n")) / 4.0
}

/// n: rows of a list, and entries of a row.
fn size(knobs: &Knobs) -> usize {
    usize::try_from(knobs.whole("n")).unwrap_or(0)
}

/// D: numbers that stand for a row of an arm's input.
fn width(knobs: &Knobs, arm: usize) -> usize {
    ARMS.get(arm).map_or(0, |variant| variant.width(size(knobs)))
}

fn arms(knobs: &Knobs) -> Vec<Arm> {
    let arm = |position: usize, key, label: &str, about: &str| Arm {
        key,
        label: label.to_owned(),
        about: about.to_owned(),
        steps: knobs.whole("steps"),
        cost: ARMS[position].cost(size(knobs), BATCH, TEST_LISTS),
    };
    vec![
        arm(
            0,
            "causal",
            "left to right",
            "Each row sees only what stands at or before it. It writes at the rows of the order, which come first, so that nothing of the list is in view.",
        ),
        arm(1, "unmasked", "both ways", "The same network without the mask: each row sees all rows."),
        arm(
            2,
            "scratch",
            "scratch rows",
            "Left to right again, with rows of zeros in front and behind. It writes at those behind, where everything is in view.",
        ),
    ]
}

fn panels(knobs: &Knobs) -> Vec<Panel> {
    let level = |name, label: String, value| Reference { name, label, value, arm: None };
    let matrix = |key, title: &str, rows, columns, what, blocks| {
        Panel::Heat(HeatPanel {
            key,
            title: title.to_owned(),
            sample: key,
            rows,
            columns,
            range: None,
            what,
            seen: None,
            seen_means: "",
            blocks: Some(blocks),
        })
    };
    vec![
        Panel::Line(LinePanel {
            key: "error",
            title: "Squared error".to_owned(),
            series: "mse",
            range: (0.0, 2.0 * guessing(knobs)),
            references: vec![
                level("guessing", format!("guessing {}", guessing(knobs)), guessing(knobs)),
                level("exact", "exact 0".to_owned(), 0.0),
            ],
            each: &[],
            learned: None,
        }),
        Panel::Line(LinePanel {
            key: "bits",
            title: "Bits right".to_owned(),
            series: "bit-accuracy",
            range: (0.0, 1.0),
            references: vec![level("guessing", "guessing 0.5".to_owned(), 0.5)],
            each: &[],
            learned: None,
        }),
        matrix("a1", "What layer 1 learned", "looking", "looked at", "weight in A¹", GIVEN),
        matrix("a2", "What layer 2 learned", "looking", "looked at", "weight in A²", AFTER_ONE),
        matrix("w", "What the read-out learned", "answer", "made of", "weight in W", AT_THE_END),
    ]
}

/// The blocks of what stands for a row of an arm after so many layers.
fn blocks(knobs: &Knobs, arm: usize, layers: usize) -> Vec<Block> {
    ARMS.get(arm).map_or_else(Vec::new, |variant| variant.blocks(size(knobs), layers))
}

const GIVEN: Blocks = Blocks {
    of: |knobs, arm| [blocks(knobs, arm, 0), blocks(knobs, arm, 0)],
    means: "Lines part the blocks: x is what stands in a row, P, Y, F and S are its place among the rows of the order, of the shuffled list, and of the zeros in front and behind.",
};

const AFTER_ONE: Blocks = Blocks {
    of: |knobs, arm| [blocks(knobs, arm, 1), blocks(knobs, arm, 1)],
    means: "Lines part the blocks: x is what stands in a row, P, Y, F and S are its place among the rows of the order, of the shuffled list, and of the zeros in front and behind. A 1 marks what layer 1 brought to the row.",
};

const AT_THE_END: Blocks = Blocks {
    of: |knobs, arm| {
        let n = size(knobs);
        [vec![Block { mark: "x".to_owned(), name: "entry".to_owned(), size: n }], blocks(knobs, arm, 2)]
    },
    means: "Lines part the blocks: x is what stands in a row, P, Y, F and S are its place among the rows of the order, of the shuffled list, and of the zeros in front and behind. A 1 or a 2 marks what that layer brought to the row, and 12 what layer 2 brought of what layer 1 had brought there.",
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::Cost;
    use crate::recording::Point;

    #[test]
    fn the_left_to_right_network_bears_out_one_answer() {
        let knobs = Knobs::defaults(EXPERIMENT.knobs);
        for (error, wanted) in [(0.01, 0), (0.7, 1), (1.5, 2), (1.6, 2)] {
            let mut recording = Recording::new(&arms(&knobs), 1, 9);
            assert_eq!(left_to_right_ends(&EXPERIMENT, &knobs, &recording), None);
            let mut values = vec![0.0; 9];
            values[0] = error;
            recording.push(Point { j: PROGRESS, values, ..Point::default() });
            assert_eq!(left_to_right_ends(&EXPERIMENT, &knobs, &recording), Some(wanted));
        }
    }

    #[test]
    fn costs_count_every_product() {
        let arms = arms(&Knobs::defaults(EXPERIMENT.knobs));
        let [causal, unmasked, scratch] = [0, 1, 2].map(|arm| arms[arm].cost);
        assert_eq!(causal, unmasked);
        // Of a list: layer 1, 12 * 18 * 18 + 2 * 12 * 12 * 18; layer 2, 6 * 36 * 36 + 2 * 6 * 12 * 36; read-out, 6 * 72 * 6.
        let list = 2.0 * (9072.0 + 12_960.0 + 2592.0) / 1e6;
        let wanted = Cost { step: 3.0 * 128.0 * list, measurement: 1024.0 * list };
        assert_eq!(causal, wanted);
        assert!(scratch.step > 3.0 * causal.step);
    }

    #[test]
    fn blocks_are_as_large_as_their_samples() {
        for (arm, n) in (0..3).flat_map(|arm| [4, 6, 12].map(|n| (arm, n))) {
            let mut knobs = Knobs::defaults(EXPERIMENT.knobs);
            knobs.set(0, crate::knob::Value::Whole(n));
            for panel in panels(&knobs) {
                let Panel::Heat(HeatPanel { sample, blocks: Some(blocks), .. }) = panel else { continue };
                let sample = EXPERIMENT.samples.iter().find(|it| it.key == sample).expect("a sample");
                let size = |blocks: &Vec<Block>| blocks.iter().map(|block| block.size).sum::<usize>();
                let [rows, columns] = (blocks.of)(&knobs, arm);
                assert_eq!([size(&rows), size(&columns)], (sample.size)(&knobs, arm), "{}", sample.key);
            }
        }
    }
}
