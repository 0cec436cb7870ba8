//! How wide must a network be to bend a line? The smallest experiment, and the one to copy for a new one: two half
//! circles that no straight line parts, a model without a hidden layer and one with.

mod ceiling;
mod claims;
#[cfg(feature = "run")]
mod data;
#[cfg(feature = "run")]
mod measure;
#[cfg(feature = "run")]
mod model;
mod points;
mod question;

use crate::data::{Kind, OwnData, from_the_start};
use crate::digest::PROGRESS;
use crate::experiment::{Arm, Cost, Experiment, FIRST_STEPS, Preset, Sample, Series, Source};
use crate::knob::{Knob, Knobs, Range, Role};
use crate::panel::scatter::Axis;
use crate::panel::{LinePanel, Panel, Reference, ScatterPanel};
use crate::predict::Prediction;
use crate::probe::Probe;
use crate::recording::Recording;
use ceiling::best_line;

/// Points in a training batch.
const BATCH: usize = 64;

/// Test points, the same for all arms and members of a run.
const TEST_POINTS: usize = 1024;

/// Squares along each side of the field.
const FIELD: usize = 24;

/// The declaration that the registry holds.
pub(crate) static EXPERIMENT: Experiment = Experiment {
    id: "two-moons",
    rev: 1,
    family: FIRST_STEPS,
    question: "How wide must a network be to bend a line?",
    finding: "A straight line leaves one point in eight on the wrong side. A few hidden units can bend it around the moons, and a few more do so every time.",
    story: "Two half circles of points reach into each other. Two models learn to tell them apart: one can only draw a straight line, the other has a hidden layer between what it sees and what it says. Watch where each one stops.",
    source: Source {
        authors: "Pedregosa et al.",
        title: "Scikit-learn: Machine Learning in Python",
        year: 2011,
        url: "https://jmlr.org/papers/v12/pedregosa11a.html",
    },
    #[cfg(feature = "lessons")]
    lesson: include_str!("lesson.md"),
    predictions: &[
        Prediction::Choice {
            key: "line",
            question: "How many points will the straight line classify correctly?",
            arm: "linear",
            options: &["about half of them", "about 7 of 10", "nearly 9 of 10", "all of them, or nearly"],
            outcome: line_reaches,
        },
        Prediction::Curve {
            key: "hidden",
            question: "Draw how the accuracy of the network with a hidden layer will grow.",
            panel: "accuracy",
            arm: "hidden",
        },
    ],
    knobs: &[
        Knob {
            key: "width",
            label: "Hidden units",
            help: "How wide the hidden layer is: each unit adds one soft bend to the border.",
            range: Range::Whole { min: 2, max: 64, step: 1, default: 16 },
            role: Role::Shape,
        },
        Knob {
            key: "noise",
            label: "Noise",
            help: "How far points stray from their moon: the standard deviation, where a moon has radius 1. Your own points stay where you put them.",
            range: Range::Real { min: 0.0, max: 0.5, default: 0.15, logarithmic: false },
            role: Role::Value,
        },
        Knob {
            key: "rate",
            label: "Learning rate",
            help: "The largest step size of the optimiser, reached after the warm-up.",
            range: Range::Real { min: 0.001, max: 0.3, default: 0.03, logarithmic: true },
            role: Role::Value,
        },
        Knob {
            key: "steps",
            label: "Training steps",
            help: "How often each model looks at 64 points and corrects itself.",
            range: Range::Whole { min: 64, max: 2048, step: 64, default: 512 },
            role: Role::Shape,
        },
    ],
    presets: &[Preset {
        label: "More and more noise",
        about: "Members that differ in how far the points stray.",
        keys: "sweep=noise:0:0.4:5",
    }],
    data: Some(OwnData {
        help: "Draw your own two groups of points; the models then learn to tell those apart.",
        from: from_the_start,
        kind: Kind::Points { classes: &["moon A", "moon B"], count: (2, 200) },
    }),
    members: 4,
    arms,
    series: &[
        Series {
            key: "accuracy",
            label: "Accuracy",
            about: "The share of 1,024 test points, or of all your own points, that the model classifies correctly, from 0 to 1.",
        },
        Series { key: "loss", label: "Loss", about: "Mean cross-entropy over the same points, in nats." },
    ],
    samples: &[Sample {
        key: "field",
        about: "How probable moon B is in the middle of each square of the picture, from 0 to 1; the first row is the lowest one.",
        size: |_, _| [FIELD, FIELD],
    }],
    panels,
    claims: &claims::CLAIMS,
    probes: &[Probe {
        key: "point",
        title: "Ask about a point",
        help: "Type how far right and how far up, with a comma between. Each model says how probable moon B is there, from 0 to 1.",
        example: |_| "0.5, 0.2".to_owned(),
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

/// The width of an arm's hidden layer; `None` for the arm that has none.
fn hidden_width(knobs: &Knobs, arm: usize) -> Option<usize> {
    (arm == 1).then_some(knobs.whole("width") as usize)
}

fn arms(knobs: &Knobs) -> Vec<Arm> {
    let tested = knobs.points().map_or(TEST_POINTS, <[_]>::len);
    let arm = |position, key, label: String, about: &str| {
        // Two numbers to W hidden units to two numbers, or straight from two to two: a product and a sum each.
        let forward = hidden_width(knobs, position).map_or(2 * 2 * 2, |width| 2 * (2 * width + width * 2));
        let millions = |points: usize| (forward * points) as f64 / 1e6;
        // Forward, then the gradient of the weights and of what goes in.
        let cost = Cost { step: 3.0 * millions(BATCH), measurement: millions(tested + FIELD * FIELD) };
        Arm { key, label, about: about.to_owned(), steps: knobs.whole("steps"), cost }
    };
    let width = knobs.whole("width");
    vec![
        arm(
            0,
            "linear",
            "straight line".to_owned(),
            "No hidden layer: logistic regression, whose border is a straight line.",
        ),
        arm(
            1,
            "hidden",
            format!("{width} hidden units"),
            "One hidden layer of tanh units, so that the border may bend.",
        ),
    ]
}

fn panels(knobs: &Knobs) -> Vec<Panel> {
    let mut references =
        vec![Reference { name: "chance", label: "chance 0.5".to_owned(), value: 0.5, arm: None }];
    if knobs.points().is_none() {
        let value = best_line(knobs.real("noise"));
        references.push(Reference {
            name: "best line on endless data",
            label: format!("best line on endless data {value:.3}"),
            value,
            arm: Some(0),
        });
    }
    vec![
        Panel::Line(LinePanel {
            key: "accuracy",
            title: "Points classified correctly".to_owned(),
            series: "accuracy",
            range: (0.0, 1.0),
            references,
            each: &[],
            learned: None,
        }),
        Panel::Scatter(ScatterPanel {
            key: "plane",
            title: "What each model makes of the plane".to_owned(),
            field: Some("field"),
            points: points::shown,
            horizontal: Axis { name: "to the right", range: points::HORIZONTAL },
            vertical: Axis { name: "up", range: points::VERTICAL },
            classes: &["moon A", "moon B"],
        }),
    ]
}

/// Which of the answers the straight line's median at the end bears out.
fn line_reaches(experiment: &Experiment, _: &Knobs, recording: &Recording) -> Option<usize> {
    let median = recording.quartiles(0, experiment.series_at("accuracy"), PROGRESS)?.median;
    Some([0.6, 0.8, 0.95].iter().filter(|limit| median >= **limit).count())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recording::Point;

    #[test]
    fn the_line_bears_out_one_answer() {
        let knobs = Knobs::defaults(EXPERIMENT.knobs);
        for (accuracy, wanted) in [(0.5, 0), (0.7, 1), (0.87, 2), (0.99, 3)] {
            let mut recording = Recording::new(&arms(&knobs), 1, 2);
            assert_eq!(line_reaches(&EXPERIMENT, &knobs, &recording), None);
            recording.push(Point { j: PROGRESS, values: vec![accuracy, 0.0], ..Point::default() });
            assert_eq!(line_reaches(&EXPERIMENT, &knobs, &recording), Some(wanted));
        }
    }

    #[test]
    fn costs_count_every_product() {
        let arms = arms(&Knobs::defaults(EXPERIMENT.knobs));
        // Per point: 2 * 2 * 2 operations, or 2 * (2 * 16 + 16 * 2).
        assert_eq!(arms[0].cost, Cost { step: 0.001_536, measurement: 0.0128 });
        assert_eq!(arms[1].cost, Cost { step: 0.024_576, measurement: 0.2048 });
    }
}
