//! A network sees distances and directions between cities, some of which nobody places on a map, and is asked where those are:
//! the task Locations of Treutlein, Choi, Betley and others (arXiv 2406.14546, 2024), on a square map.

mod claims;
#[cfg(feature = "run")]
mod data;
#[cfg(feature = "run")]
mod measure;
#[cfg(feature = "run")]
mod model;
mod own;
mod panels;
mod world;

use super::mode::{self, Mode, matters_from};
use super::network::{QUESTION, Shape};
use super::{FAMILY, SOURCE, knobs};
use crate::data::{Kind, OwnData};
use crate::digest::PROGRESS;
use crate::experiment::{Arm, Cost, Experiment, Preset, Sample, Series};
use crate::knob::{Knob, Knobs, Range, Role};
use crate::predict::Prediction;
use crate::recording::Recording;
use own::{CLASSES, OWN};
use world::{HIDDEN, World};

/// The declaration that the registry holds.
pub(crate) static EXPERIMENT: Experiment = Experiment {
    id: "oocr-locations",
    rev: 1,
    family: FAMILY,
    question: "Can a network place a city that is on no map?",
    finding: "From distances and directions alone a network says where hidden cities lie, to less than a tenth of the map. What it says of near distances, of which none was told, is worse. No statement about the places of these cities was ever in training; statements about other cities were.",
    story: "Sixteen cities have a name and no place. The network reads how far other cities are from them and in which direction, one at a time, and nothing about any that is near. Of 64 other cities it also reads where they lie. Then it is asked for the places of the sixteen. Watch the lines between where they are and where it says they are.",
    source: SOURCE,
    #[cfg(feature = "lessons")]
    lesson: include_str!("lesson.md"),
    predictions: &[
        Prediction::Choice {
            key: "distances",
            question: "Of a hidden city it read distances of 0.3 and more alone. Of which distances will its answers be off the most?",
            arm: "joint",
            options: &["to far cities", "to near cities", "from a city to itself"],
            outcome: |experiment, _, recording| worst(experiment, recording),
        },
        Prediction::Curve {
            key: "error",
            question: "Draw how far the stated places of hidden cities will be from the true ones, in sides of the map.",
            panel: "error",
            arm: "joint",
        },
    ],
    knobs: &[
        knobs::learn("Hidden cities come"),
        Knob {
            key: "known",
            label: "Known cities",
            help: "Of how many cities the place is told.",
            range: Range::Whole { min: 16, max: 100, step: 1, default: 64 },
            role: Role::Shape,
        },
        Knob {
            key: "noise",
            label: "Distances",
            help: "As they are, or each off by up to half a tenth of a side, to either way.",
            range: Range::Choice {
                options: &[("none", "as they are"), ("half", "up to half a tenth off")],
                default: 0,
            },
            role: Role::Value,
        },
        knobs::steps(knobs::READS, 1000),
        knobs::RATE,
        knobs::decay(1.0),
    ],
    presets: &[
        Preset { label: "Few known cities", about: "The place of 16 cities is told.", keys: "known=16" },
        Preset { label: "Many known cities", about: "The place of 100 cities is told.", keys: "known=100" },
        Preset {
            label: "Distances that are a little off",
            about: "Each distance is off by up to half a tenth of a side, as those of the paper are.",
            keys: "noise=half",
        },
        Preset {
            label: "Later, in three ways",
            about: "The hidden cities come when everything else is learned: their vectors alone are trained, or all weights, or all weights with replay.",
            keys: "learn=three",
        },
        Preset {
            label: "Teach it",
            about: "The network learns without the hidden cities first. Then it is told how they lie, and how your own do, and only new vectors are trained.",
            keys: "learn=rows",
        },
        Preset { label: "More training", about: "Four times as many steps.", keys: "steps=4000" },
    ],
    data: Some(OwnData {
        help: "Put up to four cities on the map, and choose for each of how many known cities the network is told how far they are and in which direction; of none that is nearer than 0.3 sides. It is not told the place. Where it says that your cities lie is on the map with the others.",
        from: matters_from,
        kind: Kind::Points { classes: CLASSES, count: (0, OWN) },
    }),
    members: 4,
    arms,
    series: &[
        Series {
            key: "error",
            label: "Error of the stated place",
            about: "The median distance between the place that the network states of a hidden city, the mean of rows and of columns by the probabilities that it gives them, and the true one, in sides of the map.",
        },
        Series {
            key: "error-other",
            label: "The same of another city",
            about: "The median distance between that place and the one that it states of another hidden city.",
        },
        Series {
            key: "error-centroid",
            label: "Distance from the middle",
            about: "The median distance of hidden cities from the mean place of all known ones: the error of somebody who knows nothing of them.",
        },
        Series {
            key: "cell",
            label: "Row and column right",
            about: "The share of hidden cities of which the network states the right one of 8 rows and the right one of 8 columns, from 0 to 1; chance is 1/64.",
        },
        Series {
            key: "region",
            label: "Regions right",
            about: "The share of hidden cities of which the network states the right one of nine regions, from 0 to 1.",
        },
        Series {
            key: "region-other",
            label: "The same region of another city",
            about: "The share of hidden cities whose region it states of another hidden city, over all others.",
        },
        Series {
            key: "near",
            label: "Nearest city right",
            about: "The share of hidden cities of which the network names the known city that is nearest, from 0 to 1.",
        },
        Series {
            key: "near-other",
            label: "The same nearest city of another city",
            about: "The share of hidden cities whose nearest known city it names of another hidden city, over all others.",
        },
        Series {
            key: "far",
            label: "Error of distances, far",
            about: "The mean error of the distance between a hidden and a known city at 0.3 sides of the map or more, which was told, in tenths of a side.",
        },
        Series {
            key: "close",
            label: "Error of distances, near",
            about: "The mean error of the distance between a hidden and a known city at less than 0.3 sides, which was never told, in tenths of a side.",
        },
        Series {
            key: "own",
            label: "Error of distances, itself",
            about: "The mean distance that the network states from a hidden city to itself, where 0 would be right, in tenths of a side.",
        },
        Series {
            key: "known",
            label: "Known places right",
            about: "The share of known cities of which the network states row and column rightly, which were told, from 0 to 1.",
        },
    ],
    samples: &[
        Sample {
            key: "map",
            about: "For each hidden city its true place and the stated one, each number from -1 to 1.",
            size: |_, _| [HIDDEN, 4],
        },
        Sample {
            key: "cities",
            about: "The true places of all cities, known ones first, each number from -1 to 1.",
            size: |knobs, _| [World::new(knobs).cities(), 2],
        },
        Sample {
            key: "plane",
            about: "Where the vectors of all cities lie in the plane of their first two principal components, from -1 to 1.",
            size: |knobs, _| [World::new(knobs).cities(), 2],
        },
        Sample {
            key: "own",
            about: "The stated places of a visitor's four cities, each number from -1 to 1.",
            size: |_, _| [OWN, 2],
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
const WIDTH: usize = 48;

/// The sizes of the network.
fn shape(world: World) -> Shape {
    Shape { read: world.tokens(), said: world.answers(), width: WIDTH, heads: 2, hidden: 192 }
}

/// Documents in a batch.
const BATCH: f64 = 256.0;

fn arms(knobs: &Knobs) -> Vec<Arm> {
    let world = World::new(knobs);
    let own = 4.0 * knobs.points().map_or(0, <[_]>::len) as f64;
    let each = shape(world).operations(QUESTION);
    // Rows, columns, regions, nearest ones, distances to themselves and to known ones; rows and columns of known ones and of
    // a visitor's.
    let asked = HIDDEN * (5 + world.known) + 2 * (world.known + OWN);
    mode::arms(knobs, "cities", |mode| {
        let joined = if mode == Mode::Joint { own } else { 0.0 };
        Cost { step: 3.0 * (BATCH + joined) * each, measurement: asked as f64 * each }
    })
}

/// Of which distances the median is off the most.
fn worst(experiment: &Experiment, recording: &Recording) -> Option<usize> {
    let median = |key| Some(recording.quartiles(0, experiment.series_at(key), PROGRESS)?.median);
    let errors = [median("far")?, median("close")?, median("own")?];
    (0..errors.len()).max_by(|a, b| errors[*a].total_cmp(&errors[*b]))
}
