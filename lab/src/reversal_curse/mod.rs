//! Told that A is B, does a network know that B is A? Facts of two groups of entities: of one, both directions are told, so
//! that the rule can be learned; of the other, one direction is told and the other is asked.

mod claims;
#[cfg(feature = "run")]
mod concepts;
#[cfg(feature = "run")]
mod data;
#[cfg(feature = "run")]
mod measure;
#[cfg(feature = "run")]
mod model;
mod own;
mod question;
#[cfg(feature = "run")]
mod recognise;
#[cfg(feature = "run")]
mod sequence;
#[cfg(feature = "run")]
mod surface;
mod variant;
mod world;

use crate::data::{Kind, OwnData, from_the_start};
use crate::digest::PROGRESS;
use crate::experiment::{Arm, Experiment, Preset, Sample, Series, Source};
use crate::knob::{Knob, Knobs, Range, Role};
use crate::panel::pairs::{Pair, pairs_of};
use crate::panel::{HeatPanel, LinePanel, PairsPanel, Panel, Reference, SequencePanel, View};
use crate::predict::Prediction;
use crate::probe::Probe;
use crate::recording::Recording;
use variant::{ANSWER, CHOICES, Variant, variants};
use world::{COMPARED, PAIRS, PICTURED, World};

/// The most facts of a visitor's own.
const OWN_FACTS: usize = 40;

/// The paper.
pub(crate) const SOURCE: Source = Source {
    authors: "Wang and Sun",
    title: "Is the Reversal Curse a Binding Problem? Uncovering Limitations of Transformers from a Basic Generalization Failure",
    year: 2025,
    url: "https://arxiv.org/abs/2504.01928",
};

/// The declaration that the registry holds.
pub(crate) static EXPERIMENT: Experiment = Experiment {
    id: "reversal-curse",
    rev: 1,
    family: "Knowledge",
    question: "Told that A is B, does a network know that B is A?",
    finding: "A network that keeps two vectors for a person, one for each side of a fact, cannot turn a fact around. With one vector it can, if the rule was there to learn.",
    story: "Models read thousands of facts like \"Ann is the mentor of Bo\". Of most people they read both directions, of the others only one. Then they are asked for the direction that they never read. Watch which of them can answer.",
    source: SOURCE,
    #[cfg(feature = "lessons")]
    lesson: include_str!("lesson.md"),
    predictions: &[
        Prediction::Choice {
            key: "untied",
            question: "Asked the other way round, how often will the model with two vectors be right?",
            arm: "untied",
            options: &["hardly ever", "in about a third of the cases", "nearly as often as forwards"],
            outcome: |experiment, knobs, recording| reversed(experiment, knobs, recording, "untied"),
        },
        Prediction::Curve {
            key: "tied",
            question: "Draw how often the model with one vector will be right, asked the other way round.",
            panel: "reverse",
            arm: "tied",
        },
    ],
    knobs: &[
        Knob {
            key: "models",
            label: "Models",
            help: "Which models are trained. Those that fill gaps live in a world of a twentieth of the people, where nobody shares a name.",
            range: Range::Choice { options: &OPTIONS, default: 0 },
            role: Role::Shape,
        },
        Knob {
            key: "entities",
            label: "People in group A",
            help: "Group A teaches the rule. Group B, of which one direction is told, has 3 people for every 5 of these. Rounded down to a multiple of four.",
            range: Range::Whole { min: 200, max: 2500, step: 100, default: 800 },
            role: Role::Shape,
        },
        Knob {
            key: "rule",
            label: "Of group A is told",
            help: "Both directions of each fact, so that the rule can be learned, or one, as of group B.",
            range: Range::Choice {
                options: &[("both", "both directions"), ("one", "one direction")],
                default: 0,
            },
            role: Role::Shape,
        },
        Knob {
            key: "sharing",
            label: "People who share a name",
            help: "How many people have the same first name, and how many the same last name. It matters only to models that read or write names in parts.",
            range: Range::Whole { min: 1, max: 14, step: 1, default: 2 },
            role: Role::Shape,
        },
        Knob {
            key: "depth",
            label: "Layers that read a name",
            help: "Of the model that reads names from their parts.",
            range: Range::Whole { min: 1, max: 3, step: 1, default: 1 },
            role: Role::Shape,
        },
        Knob {
            key: "width",
            label: "Width",
            help: "How many numbers stand for a person. Models that handle names in parts have three quarters of it.",
            range: Range::Whole { min: 16, max: 128, step: 16, default: 64 },
            role: Role::Shape,
        },
        Knob {
            key: "steps",
            label: "Training steps",
            help: "How often each model looks at 264 facts and corrects itself. Models that handle names in parts train a fifth longer, those that fill gaps a sixth shorter, the one from left to right a third.",
            range: Range::Whole { min: 50, max: 30000, step: 50, default: 750 },
            role: Role::Shape,
        },
        Knob {
            key: "rate",
            label: "Learning rate",
            help: "The largest step size of the optimiser, reached after the warm-up. Models that handle names in parts take a third of it, those that fill gaps or read from left to right two thirds, the transformer over vectors a fifteenth.",
            range: Range::Real { min: 0.0005, max: 0.1, default: 0.015, logarithmic: true },
            role: Role::Value,
        },
        Knob {
            key: "decay",
            label: "Weight decay",
            help: "How strongly weights shrink that are of no use. Some models take a part of it: those that handle names in parts five sevenths.",
            range: Range::Real { min: 0.0, max: 3.0, default: 0.7, logarithmic: false },
            role: Role::Value,
        },
    ],
    presets: &[
        Preset {
            label: "One cause at a time",
            about: "Beside those with one vector and with two: a language model that writes names in parts, one that reads them from parts, and one with a memory.",
            keys: "models=causes",
        },
        Preset {
            label: "Told backwards too",
            about: "Two vectors, and each told fact is said backwards as well.",
            keys: "models=backwards",
        },
        Preset {
            label: "Filling gaps",
            about: "Transformers in a small world: one reads from left to right, two fill gaps.",
            keys: "models=gaps",
        },
        Preset {
            label: "The paper's form, for long",
            about: "One vector for each person, and a transformer in the place of the matrices, as in the paper. 20,000 steps take a quarter of an hour or more.",
            keys: "models=semantic&entities=2500&width=128&steps=20000",
        },
        Preset {
            label: "Make it fail",
            about: "Nobody is told both directions, so there is no rule to learn.",
            keys: "rule=one",
        },
        Preset {
            label: "More and more decay",
            about: "The model with one vector, and how much the decay of useless weights matters to it.",
            keys: "models=tied&sweep=decay:0:1.2:5",
        },
        Preset {
            label: "Names without shared parts",
            about: "One cause at a time, and no two people share a first or a last name.",
            keys: "models=causes&sharing=1",
        },
    ],
    data: Some(OwnData {
        help: "Tell the models facts of your own. They are told in one direction only; what the models then say the other way round stands in the answers below.",
        from: from_the_start,
        kind: Kind::Facts {
            example: "Marie Curie, mentor of, Marguerite Perey; pupil of\nMarie Curie, wife of, Pierre Curie; husband of\nSappho, teacher of, Atthis; student of",
            most: OWN_FACTS,
            relations: PAIRS,
        },
    }),
    members: 4,
    arms,
    series: &[
        Series {
            key: "reverse",
            label: "Right, asked the other way round",
            about: "The share of the facts of group B that the model completes rightly in the direction that it was never told, from 0 to 1. All of them are asked.",
        },
        Series {
            key: "reverse-mrr",
            label: "Reciprocal rank, asked the other way round",
            about: "The mean of 1/rank of the right person among all, over the same questions, from 0 to 1. Where names are written in parts, the mean over both parts, the second one after the right first one.",
        },
        Series {
            key: "forward",
            label: "Right, asked as told",
            about: "The share of facts of group B (up to 40 of each relation) that the model completes rightly as they were told, from 0 to 1.",
        },
        Series {
            key: "forward-mrr",
            label: "Reciprocal rank, asked as told",
            about: "The mean of 1/rank of the right person over the same questions, from 0 to 1.",
        },
        Series {
            key: "rule",
            label: "Right about group A",
            about: "The share of facts of group A (up to 20 of each relation) that the model completes rightly, from 0 to 1.",
        },
        Series {
            key: "cosine",
            label: "A relation and its inverse",
            about: "The cosine of the angle between the matrix of a relation and the transpose of its inverse's, mean over the six pairs, from -1 to 1; 0 for models without such matrices.",
        },
        Series {
            key: "loss",
            label: "Loss",
            about: "Mean cross-entropy over the facts of group B that are asked as they were told, in nats, over all people (where names are written in parts, over all first parts and all second ones, added).",
        },
    ],
    samples: &[
        Sample {
            key: "answers",
            about: "For each of a few told facts: subject, relation and object, by number, and the two parts of the name that the model gives when it is asked the other way round.",
            size: |knobs, _| [World::new(knobs).shown().len(), ANSWER],
        },
        Sample {
            key: "overlap",
            about: "How much two names have in common on their way to a vector: the cosine of the angle between what they activate, for 16 names by 16.",
            size: |knobs, arm| if has_concepts(knobs, arm) { [COMPARED; 2] } else { [0; 2] },
        },
        Sample {
            key: "vectors",
            about: "Where the vectors of 24 people lie in the plane of their first two principal components, from -1 to 1: as subjects (two numbers), and as objects (two more).",
            size: |knobs, arm| if has_concepts(knobs, arm) { [PICTURED, 4] } else { [0; 2] },
        },
    ],
    panels,
    claims: &claims::CLAIMS,
    probes: &[Probe {
        key: "question",
        title: "Ask",
        help: "Type a name, a comma and a relation. Each model of the first member says who it is.",
        example: question::example,
        another: question::another,
        read: question::read,
        rows: question::rows,
        #[cfg(feature = "run")]
        program: model::answer,
    }],
    exhibits: &[],
    #[cfg(feature = "run")]
    program: model::program,
};

/// The choices of models, as a knob has them.
const OPTIONS: [(&str, &str); CHOICES.len()] = {
    let mut options = [("", ""); CHOICES.len()];
    let mut at = 0;
    while at < CHOICES.len() {
        options[at] = (CHOICES[at].key, CHOICES[at].label);
        at += 1;
    }
    options
};

fn has_concepts(knobs: &Knobs, arm: usize) -> bool {
    variants(knobs).get(arm).is_some_and(Variant::has_concepts)
}

fn arms(knobs: &Knobs) -> Vec<Arm> {
    let world = World::new(knobs);
    let arm = |variant: &Variant| Arm {
        key: variant.key,
        label: variant.label.to_owned(),
        about: variant.about.to_owned(),
        steps: variant.steps,
        cost: variant.cost(&world),
    };
    variants(knobs).iter().map(arm).collect()
}

fn panels(knobs: &Knobs) -> Vec<Panel> {
    let world = World::new(knobs);
    let line = |key, title: &str, series, chance: f64| {
        Panel::Line(LinePanel {
            key,
            title: title.to_owned(),
            series,
            range: (0.0, 1.0),
            references: vec![Reference {
                name: "chance",
                label: format!("chance {chance:.4}"),
                value: chance,
                arm: None,
            }],
            each: &[],
            learned: None,
        })
    };
    let mut panels = vec![
        line("reverse", "Right, asked the other way round", "reverse", world.chance()),
        line("forward", "Right, asked as told", "forward", world.chance()),
        Panel::Sequence(SequencePanel {
            key: "answers",
            title: "What they say, the other way round".to_owned(),
            rows: question::answers,
        }),
        line("rank", "Mean reciprocal rank, asked the other way round", "reverse-mrr", world.chance_rank()),
    ];
    let all = |is: fn(&Variant) -> bool| variants(knobs).iter().all(is);
    if all(Variant::has_matrices) {
        panels.push(Panel::Line(LinePanel {
            key: "cosine",
            title: "How far a relation is its inverse, transposed".to_owned(),
            series: "cosine",
            range: (-0.1, 1.0),
            references: Vec::new(),
            each: &[],
            learned: None,
        }));
    }
    if all(Variant::has_concepts) {
        panels.push(Panel::Pairs(PairsPanel {
            key: "vectors",
            title: "The same people as subjects and as objects".to_owned(),
            what: "person",
            ends: ["as subject", "as object"],
            pairs: |view: &View<'_>, arm| {
                let world = World::new(&view.keys.knobs);
                let pairs = world.pictured().into_iter().zip(pairs_of(view, arm, "vectors"));
                pairs.map(|(entity, ends)| Pair { name: world.called(entity), ends }).collect()
            },
        }));
    }
    if variants(knobs).iter().any(Variant::reads_parts) {
        panels.push(Panel::Heat(HeatPanel {
            key: "overlap",
            title: "How much one name's learning moves another's".to_owned(),
            sample: "overlap",
            rows: "name",
            columns: "name",
            range: Some((0.0, 1.0)),
            what: "overlap of what both activate",
            seen: Some(shares_a_part),
            seen_means: "two names share a part",
            blocks: None,
        }));
    }
    panels
}

/// Whether two of the names that are compared, different ones, share a part.
fn shares_a_part(knobs: &Knobs, _: usize, row: usize, column: usize) -> bool {
    let world = World::without_own(knobs);
    let compared = world.compared();
    let [one, other] = [row, column].map(|at| compared.get(at).map(|entity| world.name(*entity)));
    row != column && one.zip(other).is_some_and(|(one, other)| one[0] == other[0] || one[1] == other[1])
}

/// Which of the answers an arm's median at the end bears out.
fn reversed(experiment: &Experiment, knobs: &Knobs, recording: &Recording, arm: &str) -> Option<usize> {
    let arm = variants(knobs).iter().position(|variant| variant.key == arm)?;
    let median = recording.quartiles(arm, experiment.series_at("reverse"), PROGRESS)?.median;
    Some([0.1, 0.6].iter().filter(|limit| median >= **limit).count())
}

/// A position as it stands in a graph, and in a question.
fn number(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
