//! Three concepts at once: colour, size and background. Four of the eight combinations are trained, the first and those that
//! differ from it in one concept; the paper's appendix finds that the others are learned the later, the further they are away
//! when the trained ones are right.

mod claims;
#[cfg(feature = "run")]
mod data;
#[cfg(feature = "run")]
mod model;
#[cfg(feature = "run")]
mod probe;
mod world;

use super::track::LEARNED;
use super::world::SHOWN;
use crate::experiment::{Arm, Experiment, Preset, Sample, Series, Source};
use crate::knob::{Knob, Knobs, Range, Role};
use crate::panel::{FilmPanel, LinePanel, Panel, Reference};
use crate::predict::Prediction;
use world::{ALL, CLASSES, HELD_OUT, PIXELS, SIDE, TRAINED};

/// The declaration that the registry holds.
pub(crate) static EXPERIMENT: Experiment = Experiment {
    id: "concept-cube",
    rev: 1,
    family: "Concepts",
    question: "Of combinations that a network never saw, which can it draw last?",
    finding: "With three concepts, the combinations that a network never saw are learned one after the other: the further its pictures are from one when it has learned what it was shown, the later that one comes.",
    story: "Discs are red or blue, large or small, before a bright or a dark background. A small diffusion network is shown four of the eight combinations: one, and the three that differ from it in a single concept. The other four it has to put together by itself. Watch in which order they come.",
    source: Source {
        authors: "Park, Okawa, Lee, Lubana and Tanaka",
        title: "Emergence of Hidden Capabilities: Exploring Learning Dynamics in Concept Space",
        year: 2024,
        url: "https://arxiv.org/abs/2406.19370",
    },
    #[cfg(feature = "lessons")]
    lesson: include_str!("lesson.md"),
    predictions: &[Prediction::Choice {
        key: "last",
        question: "Which combination will it learn last?",
        arm: "network",
        options: &["blue, small, bright", "blue, large, dark", "red, small, dark", "blue, small, dark"],
        outcome: |experiment, _, recording| claims::last(experiment, recording),
    }],
    knobs: &KNOBS,
    presets: &PRESETS,
    data: None,
    members: 4,
    arms,
    series: &[
        right("blue-small", "Blue, small, bright"),
        right("blue-dark", "Blue, large, dark"),
        right("small-dark", "Red, small, dark"),
        right("blue-small-dark", "Blue, small, dark"),
        distance("blue-small-distance", "Distance of blue, small, bright"),
        distance("blue-dark-distance", "Distance of blue, large, dark"),
        distance("small-dark-distance", "Distance of red, small, dark"),
        distance("blue-small-dark-distance", "Distance of blue, small, dark"),
        Series {
            key: "trained",
            label: "Trained combinations",
            about: "How likely a picture is to show the three concepts that were asked for: mean over the four combinations that are trained, 16 pictures each.",
        },
        Series {
            key: "trained-distance",
            label: "Squared distance of trained combinations",
            about: "Mean squared distance of how likely each concept is from 1, over pictures of the four combinations that are trained.",
        },
        Series {
            key: "loss",
            label: "Loss",
            about: "Mean squared difference of a pixel from what the network makes of it with noise, over 64 pictures.",
        },
    ],
    samples: &[Sample {
        key: "pictures",
        about: "Pixels of generated pictures, two for each of the eight combinations, row after row: red times 65,536, green times 256 and blue, from 0 to 255 each.",
        size: |_, _| [ALL * SHOWN, PIXELS],
    }],
    panels,
    claims: &claims::CLAIMS,
    probes: &[],
    exhibits: &[],
    #[cfg(feature = "run")]
    program: model::program,
};

const fn right(key: &'static str, label: &'static str) -> Series {
    Series {
        key,
        label,
        about: "How likely a picture is to show the three concepts of this combination when asked for it, by the probe: mean over 16 pictures.",
    }
}

const fn distance(key: &'static str, label: &'static str) -> Series {
    Series {
        key,
        label,
        about: "How far the mean likelihoods of the three concepts are from this corner of the cube, from 0 to 1.73.",
    }
}

static KNOBS: [Knob; 5] = [
    Knob {
        key: "colour",
        label: "Colour difference",
        help: "How far red and blue are apart.",
        range: Range::Real { min: 0.1, max: 0.8, default: 0.4, logarithmic: false },
        role: Role::Value,
    },
    Knob {
        key: "size",
        label: "Size difference",
        help: "How far the radii of large and small discs are apart, where half the width of a picture is 1.",
        range: Range::Real { min: 0.1, max: 0.4, default: 0.35, logarithmic: false },
        role: Role::Value,
    },
    Knob {
        key: "background",
        label: "Background difference",
        help: "How far bright and dark backgrounds are apart.",
        range: Range::Real { min: 0.1, max: 0.8, default: 0.4, logarithmic: false },
        role: Role::Value,
    },
    Knob {
        key: "rate",
        label: "Learning rate",
        help: "How far a step of AdamW goes.",
        range: Range::Real { min: 0.00005, max: 0.005, default: 0.002, logarithmic: true },
        role: Role::Value,
    },
    Knob {
        key: "steps",
        label: "Steps",
        help: "Batches of 32 pictures, drawn anew each time.",
        range: Range::Whole { min: 64, max: 16384, step: 64, default: 4096 },
        role: Role::Shape,
    },
];

static PRESETS: [Preset; 2] = [
    Preset {
        label: "A faint background",
        about: "Backgrounds differ by 0.2 only: now dark combinations come last.",
        keys: "background=0.2",
    },
    Preset {
        label: "Faint colours",
        about: "Red and blue differ by 0.2 only: now blue combinations come last.",
        keys: "colour=0.2",
    },
];

fn arms(knobs: &Knobs) -> Vec<Arm> {
    vec![Arm {
        key: "network",
        label: "network".to_owned(),
        about:
            "A network of three hidden layers that takes noise away, told at every layer what is asked for."
                .to_owned(),
        steps: knobs.whole("steps"),
        cost: world::cost(),
    }]
}

/// The combinations that are never trained, each with the series of how often it comes out right, and of how far away it is.
const RIGHT: [(&str, &str); 4] = [
    (HELD_OUT[0][0], "blue, small, bright"),
    (HELD_OUT[1][0], "blue, large, dark"),
    (HELD_OUT[2][0], "red, small, dark"),
    (HELD_OUT[3][0], "blue, small, dark"),
];
const AWAY: [(&str, &str); 4] = [
    (HELD_OUT[0][1], RIGHT[0].1),
    (HELD_OUT[1][1], RIGHT[1].1),
    (HELD_OUT[2][1], RIGHT[2].1),
    (HELD_OUT[3][1], RIGHT[3].1),
];

fn panels(_: &Knobs) -> Vec<Panel> {
    let line = |key: &'static str, title: &str, series, each, top, level: Option<f64>| {
        let level = level.map(|value| Reference {
            name: "learned",
            label: format!("learned {value}"),
            value,
            arm: None,
        });
        Panel::Line(LinePanel {
            key,
            title: title.to_owned(),
            series,
            range: (0.0, top),
            references: level.into_iter().collect(),
            each,
            learned: None,
        })
    };
    let name = |(at, class): (usize, &world::Class)| {
        if at < TRAINED { format!("{}, trained", class.name()) } else { class.name() }
    };
    vec![
        line("held-out", "Combinations that it never saw", RIGHT[3].0, &RIGHT, 1.0, Some(LEARNED)),
        Panel::Film(FilmPanel {
            key: "film",
            title: "What it draws now".to_owned(),
            sample: "pictures",
            names: CLASSES.iter().enumerate().map(name).collect(),
            each: SHOWN,
            side: SIDE,
        }),
        line("distance", "How far away its pictures are", AWAY[3].0, &AWAY, 1.75, None),
        line("trained", "Combinations that it is shown", "trained", &[], 1.0, Some(LEARNED)),
    ]
}
