//! Structured identity mapping: points that have one concept each, and a network that is to give back what it sees. Does it
//! give back a point that has all concepts at once? Yang, Park, Lubana, Okawa, Hu and Tanaka, "Swing-by Dynamics in Concept
//! Learning and Compositional Generalization" (arXiv 2410.08309, ICLR 2025), sections 2 to 4 and appendix D.

mod claims;
#[cfg(feature = "run")]
mod data;
#[cfg(feature = "run")]
mod flow;
#[cfg(feature = "run")]
mod measure;
#[cfg(feature = "run")]
mod model;
#[cfg(feature = "run")]
mod network;
#[cfg(feature = "run")]
mod track;
mod variant;

use crate::digest::PROGRESS;
use crate::experiment::{Arm, Experiment, Preset, Sample, Series, Source};
use crate::knob::{Knob, Knobs, Range, Role};
use crate::panel::path::{Converged, Landmark};
use crate::panel::scatter::Axis;
use crate::panel::{BarsPanel, HeatPanel, LinePanel, Panel, PathPanel, Reference};
use crate::predict::Prediction;
use crate::recording::Recording;
use variant::{CHOICES, Kind, STARTS, World, concepts, pairs, variants};

/// The declaration that the registry holds.
pub(crate) static EXPERIMENT: Experiment = Experiment {
    id: "swing-by",
    rev: 1,
    family: "Concepts",
    question: "Why can an answer get better, then worse, and then right?",
    finding: "Two layers learn the stronger concept first and begin to answer a new combination by chance. Then they unlearn that answer, and learn it again for the right reason, while the training loss only ever falls.",
    story: "Every example has one of two concepts, a weak one or a strong one, and the task is to give back what is seen. The test has both at once, which nobody ever saw. Watch the way that the answer to it takes, with one layer and with two.",
    source: Source {
        authors: "Yang, Park, Lubana, Okawa, Hu and Tanaka",
        title: "Swing-by Dynamics in Concept Learning and Compositional Generalization",
        year: 2025,
        url: "https://arxiv.org/abs/2410.08309",
    },
    #[cfg(feature = "lessons")]
    lesson: include_str!("lesson.md"),
    predictions: &[
        Prediction::Choice {
            key: "first",
            question: "Which concept will two layers have learned first?",
            arm: "two-layer",
            options: &["the weak one", "the strong one", "both at about the same time"],
            outcome: learned_first,
        },
        Prediction::Curve {
            key: "test",
            question: "Draw how the loss of two layers on the new combination will change.",
            panel: "test",
            arm: "two-layer",
        },
    ],
    knobs: &KNOBS,
    presets: &PRESETS,
    data: None,
    members: 20,
    arms,
    series: &[
        Series {
            key: "test",
            label: "Test loss",
            about: "Half the squared distance of the answer from the test point, which has every concept.",
        },
        Series {
            key: "loss",
            label: "Training loss",
            about: "Half the squared distance of an answer from its point, averaged over training points: infinitely many for a flow, 512 for a network.",
        },
        Series {
            key: "first",
            label: "Answer in the first concept",
            about: "What the answer to the test point has of the first concept, as a share of what it should have.",
        },
        Series {
            key: "last",
            label: "Answer in the last concept",
            about: "What the answer to the test point has of the last concept, as a share of what it should have.",
        },
        Series {
            key: "learned-first",
            label: "First concept there",
            about: "The time at which the answer to the test point first had nine tenths of the first concept; 0 while it has not. The time of a network is its steps times the learning rate.",
        },
        Series {
            key: "learned-last",
            label: "Last concept there",
            about: "The time at which the answer to the test point first had nine tenths of the last concept; 0 while it has not.",
        },
        Series {
            key: "swing",
            label: "Swing",
            about: "The furthest that the test loss ever rose above its least before, as a share of the loss of an answer of nothing.",
        },
        Series {
            key: "turns",
            label: "Turns of the test loss",
            about: "How often the test loss has turned from falling to rising or back: by more than 0.02% of the loss of an answer of nothing in a flow, 1% in a network.",
        },
        Series {
            key: "dip",
            label: "Test loss where it first turned up",
            about: "The test loss at its first turn from falling to rising; 0 before there is one.",
        },
        Series {
            key: "peak",
            label: "Test loss where it turned down again",
            about: "The test loss at its first turn from rising to falling; 0 before there is one.",
        },
        Series {
            key: "in-order",
            label: "Events in the order of the theory",
            about: "1 where the last concept's own weight reached one half, then the test loss turned up, then down, then the first concept's own weight reached one half; else 0.",
        },
        Series {
            key: "rise",
            label: "Rise of the training loss",
            about: "The furthest that the training loss ever rose above its least before, over all steps; that of a network is the loss of a batch.",
        },
        Series {
            key: "out-of-order",
            label: "Pairs out of order",
            about: "Of all pairs of points of which one has every concept of the other and more: the share in which it has the smaller loss, with losses above 1 counted as 1.",
        },
        Series {
            key: "time",
            label: "Time",
            about: "The time of the flow at this step; for a network its steps times the learning rate.",
        },
    ],
    samples: &[
        Sample {
            key: "weights",
            about: "What a point that has one concept alone (column) brings about in each concept of the answer (row), for a signal of one: the matrix W.",
            size: |knobs, _| [concepts(knobs); 2],
        },
        Sample {
            key: "terms",
            about: "What changes each weight of W (row) at this moment: growth, suppression, noise and their sum, in changes for a unit of time.",
            size: |knobs, arm| {
                if is_product(knobs, arm) { [pairs(concepts(knobs)).len(), 4] } else { [0; 2] }
            },
        },
    ],
    panels,
    claims: &claims::CLAIMS,
    probes: &[],
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

const fn signal(key: &'static str, label: &'static str, help: &'static str, default: f64) -> Knob {
    Knob {
        key,
        label,
        help,
        range: Range::Real { min: 0.25, max: 4.0, default, logarithmic: false },
        role: Role::Value,
    }
}

const fn diversity(key: &'static str, label: &'static str, help: &'static str) -> Knob {
    Knob {
        key,
        label,
        help,
        range: Range::Real { min: 0.0, max: 2.0, default: 0.05, logarithmic: false },
        role: Role::Value,
    }
}

static KNOBS: [Knob; 17] = [
    Knob {
        key: "models",
        label: "Models",
        help: "A flow moves straight down the slope of the training loss, of infinitely many points. A network is trained on batches of 128, by plain gradient descent.",
        range: Range::Choice { options: &OPTIONS, default: 0 },
        role: Role::Shape,
    },
    Knob {
        key: "concepts",
        label: "Concepts",
        help: "Each training point has one of them; the test point has all.",
        range: Range::Whole { min: 2, max: 4, step: 1, default: 2 },
        role: Role::Shape,
    },
    signal(
        "signal1",
        "Signal of concept 1",
        "How far its points lie from nothing. The further, the sooner it is learned.",
        1.0,
    ),
    signal("signal2", "Signal of concept 2", "How far its points lie from nothing.", 2.0),
    signal("signal3", "Signal of concept 3", "The same, where there are three concepts or more.", 3.0),
    signal("signal4", "Signal of concept 4", "The same, where there are four concepts.", 4.0),
    diversity(
        "diversity",
        "Diversity",
        "How far points spread along every concept but the last: a standard deviation. The further, the sooner a concept is learned.",
    ),
    diversity(
        "diversity-last",
        "Diversity of the last concept",
        "How far points spread along the last concept.",
    ),
    Knob {
        key: "start",
        label: "First weights of the flow",
        help: "Positive weights mix concepts in one direction. Weights of either sign nearly cancel out where there are many. With equal ones, whatever is learned first stays alone.",
        range: Range::Choice { options: &STARTS, default: 0 },
        role: Role::Shape,
    },
    Knob {
        key: "size",
        label: "Size of the first weights of the flow",
        help: "Positive ones lie between a half and one and a half of this, those of either sign have this standard deviation.",
        range: Range::Real { min: 0.0001, max: 0.5, default: 0.2, logarithmic: true },
        role: Role::Value,
    },
    Knob {
        key: "columns",
        label: "Width of the flow",
        help: "How many hidden units stand between its two layers; as many as there are concepts at least.",
        range: Range::Whole { min: 2, max: 64, step: 1, default: 2 },
        role: Role::Shape,
    },
    Knob {
        key: "time",
        label: "Time of the flow",
        help: "How long it goes on. Where a step gets too long for it, the loss grows without end and the run says so.",
        range: Range::Real { min: 1.0, max: 50.0, default: 8.0, logarithmic: true },
        role: Role::Value,
    },
    Knob {
        key: "clock",
        label: "Steps of the flow",
        help: "Of equal length; or each a little longer than the one before, so that the start of the run is seen as closely as the end.",
        range: Range::Choice { options: &[("even", "of equal length"), ("growing", "growing")], default: 0 },
        role: Role::Shape,
    },
    Knob {
        key: "depth",
        label: "Layers of deep networks",
        help: "How many layers of weights they have.",
        range: Range::Whole { min: 1, max: 6, step: 1, default: 4 },
        role: Role::Shape,
    },
    Knob {
        key: "rate",
        label: "Learning rate of networks",
        help: "How far a step goes along the slope.",
        range: Range::Real { min: 0.001, max: 0.5, default: 0.1, logarithmic: true },
        role: Role::Value,
    },
    Knob {
        key: "scale",
        label: "First weights of networks",
        help: "Their size, as a multiple of the usual one: normal, with a variance of one third of 1 divided by the width.",
        range: Range::Real { min: 0.001, max: 3.0, default: 1.0, logarithmic: true },
        role: Role::Value,
    },
    Knob {
        key: "steps",
        label: "Steps",
        help: "How many steps a run has. The paper's networks are trained for 3,125.",
        range: Range::Whole { min: 64, max: 8192, step: 64, default: 640 },
        role: Role::Shape,
    },
];

static PRESETS: [Preset; 10] = [
    Preset {
        label: "Small first weights",
        about: "They begin at a quarter of the usual size: the test loss takes longer over its turns, as in figures 5 and 17.",
        keys: "size=0.05&time=10",
    },
    Preset {
        label: "Stronger and stronger",
        about: "One layer, trained on batches, with a weaker, an equal and a stronger first concept: figure 2a.",
        keys: "models=single&steps=64&sweep=signal1:1:3:3",
    },
    Preset {
        label: "More and more diverse",
        about: "The same, with points that spread further and further along the first concept: figure 2b.",
        keys: "models=single&rate=0.025&steps=64&sweep=diversity:0.05:2:5",
    },
    Preset {
        label: "Three descents",
        about: "Three concepts, learned one after another. In some members the test loss falls three times: figure 8.",
        keys: "models=two&concepts=3&signal2=1.5&signal3=2.2&size=0.01&time=20&clock=growing",
    },
    Preset {
        label: "Four descents",
        about: "Four concepts, the last of them the most diverse: figure 9.",
        keys: "models=two&concepts=4&signal2=1.5&signal3=2.2&signal4=2.7&diversity-last=0.5&size=0.01&time=20&clock=growing",
    },
    Preset {
        label: "Make it fail",
        about: "All first weights are equal. The strongest concept is learned, and no other ever: figure 10.",
        keys: "models=two&concepts=3&signal1=0.7&signal2=1.7&start=equal&size=0.1&time=20",
    },
    Preset {
        label: "Wide, of either sign",
        about: "In a wide flow with random weights concepts hardly mix, and nothing swings: appendix E.2.",
        keys: "models=two&start=normal&size=0.05&columns=64&time=10",
    },
    Preset {
        label: "Deep, narrow and wide",
        about: "Networks of four layers at the paper's own scale, which is some seconds' work: figures 2c and 3.",
        keys: "models=deep&steps=3125",
    },
    Preset {
        label: "Straight and bent",
        about: "Networks of two layers, without and with rectified linear units: figures 11 and 12.",
        keys: "models=pair&steps=3125",
    },
    Preset {
        label: "From one concept to four",
        about: "The same with four concepts, spread wide. Points with more concepts have larger losses: figure 7.",
        keys: "models=pair&concepts=4&diversity=0.5&diversity-last=0.5&steps=832",
    },
];

fn is_product(knobs: &Knobs, arm: usize) -> bool {
    variants(knobs).get(arm).is_some_and(|variant| matches!(variant.kind, Kind::Product { .. }))
}

fn arms(knobs: &Knobs) -> Vec<Arm> {
    let arm = |variant: variant::Variant| Arm {
        key: variant.key,
        label: variant.label,
        about: variant.about,
        steps: knobs.whole("steps"),
        cost: variant.kind.cost(concepts(knobs)),
    };
    variants(knobs).into_iter().map(arm).collect()
}

fn panels(knobs: &Knobs) -> Vec<Panel> {
    let (world, last) = (World::new(knobs), concepts(knobs));
    let level = |name, label: &str, value| Reference { name, label: label.to_owned(), value, arm: None };
    let line = |key: &'static str, title: String, top: f64, references| {
        Panel::Line(LinePanel {
            key,
            title,
            series: key,
            range: (0.0, top),
            references,
            each: &[],
            learned: None,
        })
    };
    let answer = |key, concept| {
        let title = format!("Answer to the new combination, concept {concept}");
        line(key, title, 1.2, vec![level("right", "right 1", 1.0)])
    };
    let test = line("test", "Loss on the new combination".to_owned(), 1.1 * world.blank(), Vec::new());
    let path = Panel::Path(PathPanel {
        key: "path",
        title: "Where the answer to the new combination goes".to_owned(),
        series: ["first", "last"],
        horizontal: Axis { name: "first concept", range: (-0.2, 1.2) },
        vertical: Axis { name: "last concept", range: (-0.2, 1.2) },
        landmarks: vec![
            Landmark { name: "only the first", at: [1.0, 0.0], is_target: false },
            Landmark { name: "only the last", at: [0.0, 1.0], is_target: false },
            Landmark { name: "right", at: [1.0, 1.0], is_target: true },
        ],
        converged: Some(Converged {
            series: "loss",
            level: 0.05 * world.blank_training(),
            means: "the training loss has come down to 5% of that of an answer of nothing",
        }),
        turn: true,
        from: 0,
        pictures: None,
        expected: None,
    });
    let (first, strongest) = (answer("first", 1), answer("last", last));
    let is_single = variants(knobs).iter().any(|variant| variant.key == "single");
    // What a sweep shows is the first of them.
    let mut panels =
        if is_single { vec![first, strongest, path, test] } else { vec![test, path, first, strongest] };
    panels.push(Panel::Heat(HeatPanel {
        key: "weights",
        title: "What each concept brings about: the matrix W".to_owned(),
        sample: "weights",
        rows: "in the answer",
        columns: "shown",
        range: None,
        what: "weight",
        seen: Some(|_, _, row, column| row == column),
        seen_means: "a concept meets itself: these weights should be 1, all others 0",
        blocks: None,
    }));
    if (0..variants(knobs).len()).any(|arm| is_product(knobs, arm)) {
        panels.push(Panel::Bars(BarsPanel {
            key: "terms",
            title: "What changes each weight at this moment".to_owned(),
            sample: "terms",
            row: |view, _, row| {
                let pair = pairs(concepts(&view.keys.knobs)).get(row).copied();
                pair.map_or_else(String::new, |(i, j)| format!("weight {} by {}", i + 1, j + 1))
            },
            columns: &["growth", "suppression", "noise", "together"],
            what: "change for a unit of time",
        }));
    }
    panels.push(line("loss", "Training loss".to_owned(), 1.1 * world.blank_training(), Vec::new()));
    if last > 2 {
        panels.push(line("out-of-order", "Pairs of points out of order".to_owned(), 1.0, Vec::new()));
    }
    panels
}

/// Which concept had nine tenths of its answer first, by the medians at the end.
fn learned_first(experiment: &Experiment, knobs: &Knobs, recording: &Recording) -> Option<usize> {
    let arm = variants(knobs).iter().position(|variant| variant.key == "two-layer")?;
    let when = |series| {
        let time = recording.quartiles(arm, experiment.series_at(series), PROGRESS)?.median;
        Some(if time > 0.0 { time } else { f64::INFINITY })
    };
    let (weak, strong) = (when("learned-first")?, when("learned-last")?);
    match () {
        () if weak < 0.8 * strong => Some(0),
        () if strong < 0.8 * weak => Some(1),
        () if weak.is_finite() => Some(2),
        () => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recording::Point;

    #[test]
    fn one_concept_is_there_first() {
        let knobs = Knobs::defaults(EXPERIMENT.knobs);
        for (weak, strong, wanted) in [
            (4.0, 1.0, Some(1)),
            (1.0, 4.0, Some(0)),
            (2.0, 2.1, Some(2)),
            (0.0, 1.0, Some(1)),
            (0.0, 0.0, None),
        ] {
            let mut recording = Recording::new(&arms(&knobs), 1, EXPERIMENT.series.len());
            assert_eq!(learned_first(&EXPERIMENT, &knobs, &recording), None);
            let mut values = vec![0.0; EXPERIMENT.series.len()];
            values[EXPERIMENT.series_at("learned-first")] = weak;
            values[EXPERIMENT.series_at("learned-last")] = strong;
            recording.push(Point { arm: 1, j: PROGRESS, values, ..Point::default() });
            assert_eq!(learned_first(&EXPERIMENT, &knobs, &recording), wanted);
        }
    }
}
