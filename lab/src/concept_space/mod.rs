//! Hidden capabilities: a network learns to draw discs of two colours and two sizes, but one combination is never shown. When
//! can it draw that one, and what must one ask for? Park, Okawa, Lee, Lubana and Tanaka, "Emergence of Hidden Capabilities:
//! Exploring Learning Dynamics in Concept Space" (arXiv 2406.19370, NeurIPS 2024).

mod claims;
pub(crate) mod cube;
#[cfg(feature = "run")]
mod data;
#[cfg(feature = "run")]
mod measure;
#[cfg(feature = "run")]
mod model;
#[cfg(feature = "run")]
mod probe;
mod simple;
mod track;
#[cfg(feature = "run")]
mod unet;
mod world;

use crate::experiment::{Arm, Experiment, Preset, Sample, Series, Source};
use crate::knob::{Knob, Knobs, Range, Role};
use crate::panel::path::{Converged, Landmark, Thumbs};
use crate::panel::scatter::Axis;
use crate::panel::{FilmPanel, Learned, LinePanel, Panel, PathPanel, Reference};
use crate::predict::Prediction;
use crate::recording::Recording;
use track::{CHANCE, LEARNED, Track, middle};
use world::{CORNERS, Corner, LANGUAGES, NETWORKS, PIXELS, SHOWN, Shape, WAYS, World};

/// The declaration that the registry holds.
pub(crate) static EXPERIMENT: Experiment = Experiment {
    id: "concept-space",
    rev: 1,
    family: "Concepts",
    question: "Can a network do something before anybody can get it to?",
    finding: "A network that was never shown small blue discs can draw them, before it does so when asked: a push along its own direction for blue brings them out sooner, and where colours are much alike, a stronger blue in the prompt does, too.",
    story: "A small diffusion network learns to draw discs: blue and large, red and small, red and large. Blue and small is never shown. Watch the way that its drawings take when it is asked for that, and what changes when its embeddings are pushed a little.",
    source: Source {
        authors: "Park, Okawa, Lee, Lubana and Tanaka",
        title: "Emergence of Hidden Capabilities: Exploring Learning Dynamics in Concept Space",
        year: 2024,
        url: "https://arxiv.org/abs/2406.19370",
    },
    #[cfg(feature = "lessons")]
    lesson: include_str!("lesson.md"),
    predictions: &[
        Prediction::Choice {
            key: "first",
            question: "What will it draw first when asked for the combination that it never saw?",
            arm: "network",
            options: &[
                "the right colour in the wrong size",
                "the right size in the wrong colour",
                "both come at once",
            ],
            outcome: comes_first,
        },
        Prediction::Curve {
            key: "naive",
            question: "Draw how likely plain prompts are to show the combination that it never saw.",
            panel: "naive",
            arm: "network",
        },
    ],
    knobs: &KNOBS,
    presets: &PRESETS,
    data: None,
    members: 4,
    arms,
    series: &[
        Series {
            key: "naive",
            label: "Held-out combination, asked plainly",
            about: "How likely a picture is to show both the held-out colour and the held-out size, by the probe: mean over 16 pictures for the plain prompt.",
        },
        Series {
            key: "over",
            label: "Held-out combination, asked in a stronger colour",
            about: "The same for the best of five prompts whose colour is as usual or stronger; the first of them is the plain one.",
        },
        Series {
            key: "latent",
            label: "Held-out combination, embeddings pushed",
            about: "The same for the plain prompt, with every concept embedding pushed along the direction of the colour and against that of the other size: the best of three strengths.",
        },
        Series {
            key: "random",
            label: "Held-out combination, pushed at random",
            about: "The same with random directions in the place of both: the best of three strengths.",
        },
        Series {
            key: "trained",
            label: "Trained combinations",
            about: "How likely a picture is to show the colour and the size that were asked for: mean over the three combinations that are trained, 16 pictures each.",
        },
        Series {
            key: "colour",
            label: "Colour of the held-out combination",
            about: "How likely pictures for the plain prompt are to have the held-out colour.",
        },
        Series {
            key: "size",
            label: "Size of the held-out combination",
            about: "How likely pictures for the plain prompt are to have the held-out size.",
        },
        Series {
            key: "blue",
            label: "Blue",
            about: "How likely pictures for the plain prompt of the held-out combination are to be blue.",
        },
        Series {
            key: "small",
            label: "Small",
            about: "How likely pictures for the plain prompt of the held-out combination are to be small.",
        },
        Series {
            key: "trained-distance",
            label: "Distance of trained combinations",
            about: "Mean squared distance of how likely colour and size are from 1, over pictures of the three combinations that are trained.",
        },
        Series {
            key: "distance",
            label: "Distance of the held-out combination",
            about: "The same over pictures for the plain prompt of the held-out combination.",
        },
        Series {
            key: "loss",
            label: "Loss",
            about: "Mean squared difference of a pixel from what the network makes of it with noise, over 64 pictures.",
        },
    ],
    samples: &[Sample {
        key: "pictures",
        about: "Pixels of generated pictures, two for each of seven ways of asking, the best strength of each, row after row: red times 65,536, green times 256 and blue, from 0 to 255 each.",
        size: |knobs, _| [WAYS * SHOWN, Shape::new(knobs).pixels()],
    }],
    panels,
    claims: &claims::CLAIMS,
    probes: &[],
    exhibits: &[],
    #[cfg(feature = "run")]
    program: model::program,
};

static KNOBS: [Knob; 10] = [
    Knob {
        key: "colour",
        label: "Colour difference",
        help: "How far red and blue are apart. The further, the sooner colours are learned.",
        range: Range::Real { min: 0.05, max: 0.8, default: 0.432, logarithmic: false },
        role: Role::Value,
    },
    Knob {
        key: "size",
        label: "Size difference",
        help: "How far the radii of large and small discs are apart, where half the width of a picture is 1.",
        range: Range::Real { min: 0.1, max: 0.4, default: 0.4, logarithmic: false },
        role: Role::Value,
    },
    Knob {
        key: "held-out",
        label: "Never shown",
        help: "The combination that training leaves out.",
        range: Range::Choice { options: &CORNERS, default: 0 },
        role: Role::Shape,
    },
    Knob {
        key: "pixels",
        label: "Pixels",
        help: "The size of pictures. Larger ones have a wider network, and take longer.",
        range: Range::Choice { options: &PIXELS, default: 0 },
        role: Role::Shape,
    },
    Knob {
        key: "network",
        label: "Network",
        help: "What learns. The U-Net is the paper's kind of network, much smaller; a step takes thirty times as long, and a GPU helps.",
        range: Range::Choice { options: &NETWORKS, default: 0 },
        role: Role::Shape,
    },
    Knob {
        key: "prompts",
        label: "Prompts",
        help: "Whether a prompt says how much red, green and blue there is and how large the radius is, or has one word for each colour and size.",
        range: Range::Choice { options: &LANGUAGES, default: 0 },
        role: Role::Shape,
    },
    Knob {
        key: "masked",
        label: "Colour left out",
        help: "How often the prompt of a combination that has the size but not the colour of the one that is never shown does not say its colour.",
        range: Range::Real { min: 0.0, max: 1.0, default: 0.0, logarithmic: false },
        role: Role::Value,
    },
    Knob {
        key: "push",
        label: "Push",
        help: "How far embeddings are pushed: the best of 0.1, 1 and 2 times this counts.",
        range: Range::Real { min: 0.25, max: 4.0, default: 1.0, logarithmic: true },
        role: Role::Value,
    },
    Knob {
        key: "rate",
        label: "Learning rate",
        help: "How far a step of AdamW goes.",
        range: Range::Real { min: 0.00005, max: 0.005, default: 0.0004, logarithmic: true },
        role: Role::Value,
    },
    Knob {
        key: "steps",
        label: "Steps",
        help: "Batches of 32 pictures, drawn anew each time.",
        range: Range::Whole { min: 64, max: 8192, step: 64, default: 1920 },
        role: Role::Shape,
    },
];

static PRESETS: [Preset; 6] = [
    Preset {
        label: "Colours much alike",
        about: "A difference of 0.175: now the size is the stronger concept, the path goes to the other corner first, and stronger colours help.",
        keys: "colour=0.175",
    },
    Preset {
        label: "Stronger and stronger colours",
        about: "Six differences of red and blue, three networks each: the larger, the sooner colours are learned, and which concept comes first turns around.",
        keys: "members=3&sweep=colour:0.1:0.8:6",
    },
    Preset {
        label: "Ask in words",
        about: "One word for each colour and size: in some networks plain prompts never bring out what pushed embeddings do.",
        keys: "prompts=words",
    },
    Preset {
        label: "Prompts without a colour",
        about: "Red and small is never called red. In the paper small blue discs then turn red; here they come, but later.",
        keys: "masked=1",
    },
    Preset {
        label: "A U-Net",
        about: "Convolutions, as the paper's network has them: stronger colours bring the combination out sooner, too. It takes six times as long.",
        keys: "network=u-net&rate=0.001&steps=1024",
    },
    Preset {
        label: "Larger pictures",
        about: "16 by 16 pixels and a network twice as wide: the same turn, to be seen better, for five times the work.",
        keys: "pixels=16&rate=0.0003",
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
        cost: Shape::new(knobs).cost(),
    }]
}

/// The ways of asking for the held-out combination: series and names.
const ASKED: [(&str, &str); 4] =
    [("naive", "plainly"), ("over", "stronger colour"), ("latent", "pushed"), ("random", "pushed at random")];

/// What pictures are shown of, in the order of the sample: the trained combinations, and the other one in four ways.
fn film(shape: &Shape) -> Vec<String> {
    let held_out = shape.held_out.name();
    let trained = shape.trained().into_iter().map(|corner| format!("{}, trained", corner.name()));
    let asked = ["asked plainly", "stronger colour", "pushed", "pushed at random"];
    trained.chain(asked.into_iter().map(|how| format!("{held_out}, {how}"))).collect()
}

/// Where pictures of a combination stand among those, asked for plainly.
fn place_in_film(shape: &Shape, corner: Corner) -> usize {
    let trained = shape.trained();
    trained.iter().position(|trained| *trained == corner).unwrap_or(trained.len())
}

/// Steps after which the paper's networks had learned the colour, by the difference of colours, where radii differ by 0.4: from
/// its raw numbers (mean path of five networks, above 0.8 at two evaluations), where they had learned it within 20,000 steps.
const AUTHORS: [(f64, f64); 6] = [
    (0.211, 18_324.0),
    (0.247, 7_557.0),
    (0.321, 7_557.0),
    (0.432, 6_541.0),
    (0.505, 5_905.0),
    (0.579, 1_985.0),
];
/// How many of its steps stand for one of ours.
const FASTER: f64 = 10.0;

/// How fast the paper's networks learned the colour at a difference, on the scale of ours; between two differences that it looked
/// at, along a straight line.
fn authors(colour: f64) -> Option<Reference> {
    let (from, to) = AUTHORS
        .windows(2)
        .map(|pair| (pair[0], pair[1]))
        .find(|(from, to)| (from.0..=to.0).contains(&colour))?;
    let [low, high] = [from, to].map(|(_, steps)| 1000.0 * FASTER / steps);
    let value = low + (high - low) * (colour - from.0) / (to.0 - from.0);
    Some(Reference {
        name: "paper, ten of its steps for one",
        label: format!("paper {value:.2}"),
        value,
        arm: Some(0),
    })
}

/// Which concept is learned first, in the middle of the members.
fn comes_first(experiment: &Experiment, _: &Knobs, recording: &Recording) -> Option<usize> {
    let when = |series| {
        let member = |member| Track::new(experiment, recording, member).learned(series);
        middle((0..recording.members()).map(member).collect())
    };
    let (colour, size) = (when("colour"), when("size"));
    match () {
        () if colour < 0.9 * size => Some(0),
        () if size < 0.9 * colour => Some(1),
        () if colour.is_finite() => Some(2),
        () => None,
    }
}

fn panels(knobs: &Knobs) -> Vec<Panel> {
    let shape = Shape::new(knobs);
    let held_out = shape.held_out;
    let line = |key: &'static str, title: &str| {
        Panel::Line(LinePanel {
            key,
            title: title.to_owned(),
            series: key,
            range: (0.0, 1.0),
            references: vec![Reference {
                name: "learned",
                label: "learned 0.8".to_owned(),
                value: LEARNED,
                arm: None,
            }],
            each: if key == "naive" { &ASKED } else { &[] },
            learned: (key == "colour").then(|| Learned {
                above: LEARNED,
                from: CHANCE,
                fastest: 6.0,
                references: authors(knobs.real("colour")).into_iter().collect(),
            }),
        })
    };
    let landmark = |at: usize| {
        let corner = Corner::of(at);
        let place = [corner.is_blue, corner.is_small].map(|is| f64::from(u8::from(is)));
        Landmark { name: corner.name(), at: place, is_target: corner == held_out }
    };
    vec![
        Panel::Path(PathPanel {
            key: "path",
            title: format!("Where pictures go that should be {}", held_out.name().replace(',', " and")),
            series: ["blue", "small"],
            horizontal: Axis { name: "blue", range: (-0.3, 1.3) },
            vertical: Axis { name: "small", range: (-0.3, 1.3) },
            landmarks: (0..CORNERS.len()).map(landmark).collect(),
            converged: Some(Converged {
                series: "trained-distance",
                level: 0.01,
                means: "pictures of the trained combinations are right (mean squared distance 0.01)",
            }),
            turn: true,
            from: CHANCE,
            pictures: Some(Thumbs {
                sample: "pictures",
                side: shape.side,
                which: (0..CORNERS.len()).map(|at| SHOWN * place_in_film(&shape, Corner::of(at))).collect(),
            }),
            expected: Some(simple::expected(shape, World::new(knobs))),
        }),
        Panel::Film(FilmPanel {
            key: "film",
            title: "What it draws now".to_owned(),
            sample: "pictures",
            names: film(&shape),
            each: SHOWN,
            side: shape.side,
        }),
        line("naive", "Held-out combination, by how it is asked for"),
        line("colour", "Colour of the held-out combination, asked plainly"),
        line("size", "Size of the held-out combination, asked plainly"),
        line("trained", "Trained combinations"),
    ]
}
