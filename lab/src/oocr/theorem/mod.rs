//! One layer of linear attention on facts and what follows from them: Huang, Zhu, Guo and others (arXiv 2506.10887, 2025).
//! The same function is trained as a product of two matrices and as one matrix.

mod claims;
#[cfg(feature = "run")]
mod data;
#[cfg(feature = "run")]
mod model;

use super::FAMILY;
use crate::digest::PROGRESS;
use crate::experiment::{Arm, Cost, Experiment, Preset, Sample, Series, Source};
use crate::knob::{Knob, Knobs, Range, Role};
use crate::panel::{HeatPanel, LinePanel, Panel, Reference};
use crate::predict::Prediction;
use crate::recording::Recording;

/// First attributes, and as many second ones.
const ATTRIBUTES: usize = 20;
/// Names; four have each first attribute.
const NAMES: usize = 80;
/// Tokens that mean nothing.
const FILLERS: usize = 5;
/// How many of them stand in a document.
#[cfg(feature = "run")]
const FILLED: usize = 13;
/// Tokens that are read: names, fillers, two questions, the end.
const READ: usize = NAMES + FILLERS + 3;
/// Tokens that can be answered: all of them.
const VOCABULARY: usize = 2 * ATTRIBUTES + READ;
/// A third of a training batch.
const THIRD: usize = 84;

/// The least loss that a single matrix can have on what it was never told: the natural logarithm of 20.
const FLOOR: f64 = 2.995_732_273_553_991;

/// The declaration that the registry holds.
pub(crate) static EXPERIMENT: Experiment = Experiment {
    id: "oocr-theorem",
    rev: 1,
    family: FAMILY,
    question: "Why can a network conclude what it was never told?",
    finding: "Two matrices in a row conclude from 20 examples what 60 other names have. One matrix that can compute the same function never does: its loss stays at a floor that is proved.",
    story: "Whoever lives in a city speaks its language. A network is told the city of 80 people and the language of 20 of them, one for each city. Then it is asked what the 60 others speak. Two networks compute the same functions; one keeps its weights in two matrices, the other in one. Watch which of them concludes.",
    source: SOURCE,
    #[cfg(feature = "lessons")]
    lesson: include_str!("lesson.md"),
    predictions: &[
        Prediction::Choice {
            key: "merged",
            question: "Of how many of the 60 people will the network with one matrix say the right language?",
            arm: "merged",
            options: &["hardly any", "about half", "nearly all"],
            outcome: |experiment, _, recording| implied(experiment, recording),
        },
        Prediction::Curve {
            key: "factorised",
            question: "Draw how many the network with two matrices will get right.",
            panel: "implied",
            arm: "factorised",
        },
    ],
    knobs: &[
        Knob {
            key: "rank",
            label: "Rank",
            help: "How many numbers stand between the two matrices: the largest rank that their product can have. The single matrix has no such limit.",
            range: Range::Whole { min: 3, max: 128, step: 1, default: 128 },
            role: Role::Shape,
        },
        Knob {
            key: "taught",
            label: "Taught people in a city",
            help: "Of how many of the four people of each city the language is told.",
            range: Range::Whole { min: 1, max: 3, step: 1, default: 1 },
            role: Role::Shape,
        },
        Knob {
            key: "link",
            label: "Languages",
            help: "Each city has one, or the languages of those whose language is told are drawn at random.",
            range: Range::Choice {
                options: &[("law", "one for each city"), ("chance", "drawn at random")],
                default: 0,
            },
            role: Role::Value,
        },
        Knob {
            key: "steps",
            label: "Training steps",
            help: "How often each network looks at 252 documents and corrects itself.",
            range: Range::Whole { min: 100, max: 5000, step: 100, default: 1000 },
            role: Role::Shape,
        },
        Knob {
            key: "rate",
            label: "Learning rate",
            help: "The step size of the optimiser.",
            range: Range::Real { min: 0.0005, max: 0.05, default: 0.005, logarithmic: true },
            role: Role::Value,
        },
        Knob {
            key: "decay",
            label: "Weight decay",
            help: "How strongly weights shrink that are of no use.",
            range: Range::Real { min: 0.0, max: 1.0, default: 0.03, logarithmic: false },
            role: Role::Value,
        },
    ],
    presets: &[
        Preset { label: "Sixteen numbers", about: "Rank 16: fewer than there are cities.", keys: "rank=16" },
        Preset { label: "Four numbers", about: "Rank 4, and more training.", keys: "rank=4&steps=3000" },
        Preset {
            label: "A coincidence",
            about: "One person of each city is told a language drawn at random. The network with two matrices takes it for that of the city.",
            keys: "link=chance",
        },
        Preset {
            label: "Examples that disagree",
            about: "Two people of each city, each with a language drawn at random.",
            keys: "taught=2&link=chance",
        },
    ],
    data: None,
    members: 4,
    arms,
    series: &[
        Series {
            key: "implied",
            label: "Concluded",
            about: "The share of the people whose language was never told of whom the network says a language that somebody taught of the same city has, from 0 to 1.",
        },
        Series {
            key: "loss",
            label: "Loss on what was never told",
            about: "Mean cross-entropy of these languages, in nats, over all 128 tokens.",
        },
        Series {
            key: "told",
            label: "Right about what was told",
            about: "The share of all that was told (80 cities, and the languages of those who are taught) that the network says rightly, from 0 to 1.",
        },
        Series {
            key: "told-loss",
            label: "Loss on what was told",
            about: "Mean cross-entropy of all that was told, in nats, over all 128 tokens.",
        },
        Series {
            key: "rank",
            label: "Effective rank",
            about: "The participation ratio of the squared singular values of what names add to the scores of cities and languages beside their mean, (sum of s^2)^2 / sum of s^4: from 1 to 40, and as large as the number of singular values if they are equal.",
        },
    ],
    samples: &[Sample {
        key: "languages",
        about: "For each city, the mean probability of each language for the people whose language was never told, from 0 to 1.",
        size: |_, _| [ATTRIBUTES, ATTRIBUTES],
    }],
    panels,
    claims: &claims::CLAIMS,
    probes: &[],
    exhibits: &[],
    #[cfg(feature = "run")]
    program: model::program,
};

/// The paper.
const SOURCE: Source = Source {
    authors: "Huang, Zhu, Guo and others",
    title: "Generalization or Hallucination? Understanding Out-of-Context Reasoning in Transformers",
    year: 2025,
    url: "https://arxiv.org/abs/2506.10887",
};

/// Sizes that follow from the knobs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Sizes {
    /// Of how many people in a city the language is told.
    each: usize,
    /// The rank of the product; `None` for a single matrix.
    rank: Option<usize>,
}

impl Sizes {
    fn new(knobs: &Knobs, arm: usize) -> Self {
        let size = |key| usize::try_from(knobs.whole(key)).unwrap_or(1);
        Self { each: size("taught"), rank: (arm == 0).then(|| size("rank")) }
    }

    /// People whose language is told; they are the first.
    fn taught(self) -> usize {
        self.each * ATTRIBUTES
    }

    /// All others.
    fn held_out(self) -> usize {
        NAMES - self.taught()
    }

    /// Of one document, and of the rank: millions of operations.
    fn operations(self) -> [f64; 2] {
        let (read, said, names, shown) =
            (READ as f64, VOCABULARY as f64, NAMES as f64, 2.0 * ATTRIBUTES as f64);
        let (document, rows) = match self.rank {
            Some(rank) => (rank as f64 * (read + said), rank as f64 * names * shown),
            None => (read * said, 0.0),
        };
        [document, rows + shown * names * shown].map(|products| 2.0 * products / 1e6)
    }
}

fn arms(knobs: &Knobs) -> Vec<Arm> {
    let arm = |at: usize, key, label: String, about: &str| {
        let sizes = Sizes::new(knobs, at);
        let [document, rank] = sizes.operations();
        let asked = (NAMES + sizes.taught() + sizes.held_out()) as f64;
        // Forward, and the gradients of weights and of what goes in, which is not needed of documents.
        let cost = Cost { step: 3.0 * 3.0 * THIRD as f64 * document, measurement: asked * document + rank };
        Arm { key, label, about: about.to_owned(), steps: knobs.whole("steps"), cost }
    };
    vec![
        arm(
            0,
            "factorised",
            format!("two matrices, rank {}", knobs.whole("rank")),
            "What a token adds to the scores is the product of a value matrix and an output matrix, each trained.",
        ),
        arm(1, "merged", "one matrix".to_owned(), "The product itself is trained, entry by entry."),
    ]
}

fn panels(_: &Knobs) -> Vec<Panel> {
    let line = |key, title: &str, series, range, references| {
        Panel::Line(LinePanel {
            key,
            title: title.to_owned(),
            series,
            range,
            references,
            each: &[],
            learned: None,
        })
    };
    let level = |name, label: &str, value, arm| Reference { name, label: label.to_owned(), value, arm };
    vec![
        line(
            "implied",
            "Concluded: languages that were never told",
            "implied",
            (0.0, 1.0),
            vec![level("chance", "chance 1/20", 1.0 / ATTRIBUTES as f64, None)],
        ),
        line(
            "loss",
            "Loss on languages that were never told",
            "loss",
            (0.0, 5.0),
            vec![level("proved floor of one matrix", "log 20 = 2.996", FLOOR, Some(1))],
        ),
        Panel::Heat(HeatPanel {
            key: "languages",
            title: "What they say of the others".to_owned(),
            sample: "languages",
            rows: "city",
            columns: "language",
            range: Some((0.0, 1.0)),
            what: "probability",
            seen: None,
            seen_means: "",
            blocks: None,
        }),
        line("rank", "Effective rank of what names add", "rank", (0.0, 40.0), Vec::new()),
        line("told", "Right about what was told", "told", (0.0, 1.0), Vec::new()),
        line("told-loss", "Loss on what was told", "told-loss", (0.0, 5.0), Vec::new()),
    ]
}

/// Which of the answers the median of the network with one matrix bears out.
fn implied(experiment: &Experiment, recording: &Recording) -> Option<usize> {
    let median = recording.quartiles(1, experiment.series_at("implied"), PROGRESS)?.median;
    Some([0.25, 0.75].iter().filter(|limit| median >= **limit).count())
}
