//! What follows from facts, worked out while they are learned: Wang and Sun (arXiv 2504.01928, 2025), the section on
//! parametric forward chaining, in a world of a few hundred things.

mod claims;
#[cfg(feature = "run")]
mod data;
#[cfg(feature = "run")]
mod model;
mod world;

use crate::digest::PROGRESS;
use crate::experiment::{Arm, Cost, Experiment, Preset, Sample, Series};
use crate::knob::{Knob, Knobs, Range, Role, Value};
use crate::panel::sequence::{Row, Token};
use crate::panel::{LinePanel, Panel, Reference, SequencePanel, View};
use crate::predict::Prediction;
use crate::recording::Recording;
use crate::reversal_curse::SOURCE;
use world::{KEPT_BACK, VALUES, World};

/// Facts in a training batch.
const BATCH: usize = 256;

/// Numbers of an answer that is shown: an entity, its value, and the value that the network names.
const ANSWER: usize = 3;

/// Generations of a tree.
const GENERATIONS: usize = 3;

/// The declaration that the registry holds.
pub(crate) static EXPERIMENT: Experiment = Experiment {
    id: "forward-chaining",
    rev: 1,
    family: "Knowledge",
    question: "Can a network draw conclusions while it only learns facts?",
    finding: "What follows in one step it nearly always knows, what follows in two steps mostly, and what follows in three steps now and then: most of the time, if there are no dead ends. Nobody asks it to think. Conclusions come with the facts.",
    story: "A network reads facts such as \"a and b make c\". It is never told what the root of a tree is worth, but that follows: from known things to leaves, from leaves to their parents, from those to the root. Watch how far its knowledge climbs.",
    source: SOURCE,
    #[cfg(feature = "lessons")]
    lesson: include_str!("lesson.md"),
    predictions: &[
        Prediction::Choice {
            key: "roots",
            question: "Three steps of reasoning lead to the value of a root. With ten branches, how many roots will the network get right?",
            arm: "ten",
            options: &["hardly any", "some", "nearly all"],
            outcome: |experiment, _, recording| roots(experiment, recording),
        },
        Prediction::Curve {
            key: "children",
            question: "Draw how its knowledge about children of roots will grow, two steps away from what it is told, with five branches.",
            panel: "child",
            arm: "five",
        },
    ],
    knobs: &[
        Knob {
            key: "branching",
            label: "Branches",
            help: "How many children a root has, and each of these. Twenty take many more facts, and some minutes.",
            range: Range::Choice { options: &[("few", "2, 3, 5 and 10"), ("twenty", "20")], default: 0 },
            role: Role::Shape,
        },
        Knob {
            key: "dead",
            label: "Dead ends",
            help: "The percentage of the children of each node that lead nowhere: they are joined with their parent or with things of known value, but not with both.",
            range: Range::Whole { min: 0, max: 80, step: 10, default: 60 },
            role: Role::Shape,
        },
        Knob {
            key: "trees",
            label: "Trees",
            help: "Each has a root of its own to find the value of.",
            range: Range::Whole { min: 2, max: 24, step: 2, default: 8 },
            role: Role::Shape,
        },
        Knob {
            key: "width",
            label: "Width",
            help: "How many numbers stand for a thing.",
            range: Range::Whole { min: 16, max: 128, step: 16, default: 64 },
            role: Role::Shape,
        },
        Knob {
            key: "steps",
            label: "Training steps",
            help: "How often each network looks at 256 facts and corrects itself.",
            range: Range::Whole { min: 100, max: 10000, step: 100, default: 1000 },
            role: Role::Shape,
        },
        Knob {
            key: "rate",
            label: "Learning rate",
            help: "The largest step size of the optimiser, reached after 50 steps.",
            range: Range::Real { min: 0.0005, max: 0.1, default: 0.02, logarithmic: true },
            role: Role::Value,
        },
        Knob {
            key: "decay",
            label: "Weight decay",
            help: "How strongly weights shrink that are of no use. It keeps the network from learning every fact by heart.",
            range: Range::Real { min: 0.0, max: 6.0, default: 3.0, logarithmic: false },
            role: Role::Value,
        },
    ],
    presets: &[
        Preset {
            label: "No dead ends",
            about: "Every child leads on to things of known value.",
            keys: "dead=0",
        },
        Preset {
            label: "Less and less decay",
            about: "How much the decay of useless weights matters to conclusions.",
            keys: "sweep=decay:0:3:4",
        },
        Preset {
            label: "Twenty branches",
            about: "Four trees with twenty branches, some 7,000 facts.",
            keys: "branching=twenty&trees=4&steps=4000",
        },
    ],
    data: None,
    members: 4,
    arms,
    series: &[
        Series {
            key: "leaf",
            label: "Leaves right",
            about: "The share of the leaves (children of children of roots that lead on) whose value the network names, from 0 to 1. Each follows from facts that join it with things of known value.",
        },
        Series {
            key: "child",
            label: "Children right",
            about: "The share of the children of roots that lead on whose value the network names, from 0 to 1. Each follows from its leaves.",
        },
        Series {
            key: "root",
            label: "Roots right",
            about: "The share of the roots whose value the network names, from 0 to 1. Each follows from its children.",
        },
        Series {
            key: "sum",
            label: "Sums right",
            about: "The share of 192 facts about things of known value that were kept back of which the network names a third thing of the right value, from 0 to 1.",
        },
        Series {
            key: "loss",
            label: "Loss",
            about: "Mean cross-entropy of the values of roots, children and leaves, in nats, over the 64 values.",
        },
    ],
    samples: &[Sample {
        key: "answers",
        about: "A leaf, a child and a root: the thing by number, its value, and the value that the network names.",
        size: |_, _| [GENERATIONS, ANSWER],
    }],
    panels,
    claims: &claims::CLAIMS,
    probes: &[],
    exhibits: &[],
    #[cfg(feature = "run")]
    program: model::program,
};

/// The arms: what a network is called, and the branches of its trees.
const FEW: [(&str, usize); 4] = [("two", 2), ("three", 3), ("five", 5), ("ten", 10)];
const TWENTY: [(&str, usize); 1] = [("twenty", 20)];

fn branchings(knobs: &Knobs) -> &'static [(&'static str, usize)] {
    if knobs.get("branching") == Some(Value::Choice(1)) { &TWENTY } else { &FEW }
}

/// The world of each arm.
fn worlds(knobs: &Knobs) -> Vec<World> {
    branchings(knobs).iter().map(|(_, branching)| World::new(knobs, *branching)).collect()
}

fn width(knobs: &Knobs) -> usize {
    usize::try_from(knobs.whole("width")).unwrap_or(1)
}

/// A position as it stands in a graph.
#[cfg(feature = "run")]
fn number(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

fn arms(knobs: &Knobs) -> Vec<Arm> {
    let d = width(knobs) as f64;
    let arm = |((key, branching), world): (&(&'static str, usize), World)| {
        let each = 2.0 * (6.0 * d * d + world.entities() as f64 * d) / 1e6;
        let questions = world.asked().iter().sum::<usize>() + KEPT_BACK;
        Arm {
            key,
            label: format!("{branching} branches"),
            about: format!(
                "Each root has {branching} children, and each of these has {branching}; {} of them lead on.",
                world.live()
            ),
            steps: knobs.whole("steps"),
            cost: Cost { step: 3.0 * BATCH as f64 * each, measurement: questions as f64 * each },
        }
    };
    branchings(knobs).iter().zip(worlds(knobs)).map(arm).collect()
}

fn panels(_: &Knobs) -> Vec<Panel> {
    let line = |key, title: &str| {
        Panel::Line(LinePanel {
            key,
            title: title.to_owned(),
            series: key,
            range: (0.0, 1.0),
            references: vec![Reference {
                name: "chance",
                label: "chance 1/64".to_owned(),
                value: 1.0 / VALUES as f64,
                arm: None,
            }],
            each: &[],
            learned: None,
        })
    };
    vec![
        line("child", "Values of children: two steps away"),
        line("root", "Values of roots: three steps away"),
        Panel::Sequence(SequencePanel {
            key: "answers",
            title: "What they say about one tree".to_owned(),
            rows: answers,
        }),
        line("leaf", "Values of leaves: one step away"),
        line("sum", "Sums that were kept back"),
    ]
}

/// What each network says of a leaf, a child and a root; where it is wrong, what follows from the facts stands behind.
fn answers(view: &View<'_>) -> Vec<Row> {
    let worlds = worlds(&view.keys.knobs);
    let mut rows = Vec::new();
    for (arm, world) in worlds.into_iter().enumerate() {
        let Some(sample) = view.first_sample("answers", arm) else { continue };
        for [entity, value, named] in sample.as_chunks::<ANSWER>().0 {
            let plain = |text: String| Token { text, right: None };
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "what is no position is the first thing"
            )]
            let called = world.called(*entity as usize);
            let right = named == value;
            let said = Token { text: format!("{named}"), right: Some(right) };
            let mut tokens = vec![plain(called), plain("is worth".to_owned()), said];
            if !right {
                tokens.push(plain(format!("{value} follows")));
            }
            rows.push(Row { label: view.arms[arm].label.clone(), arm: Some(arm), tokens });
        }
    }
    rows
}

/// Which of the answers the median of the network with ten branches bears out.
fn roots(experiment: &Experiment, recording: &Recording) -> Option<usize> {
    let arm = FEW.iter().position(|(key, _)| *key == "ten")?;
    let median = recording.quartiles(arm, experiment.series_at("root"), PROGRESS)?.median;
    Some([0.1, 0.8].iter().filter(|limit| median >= **limit).count())
}
