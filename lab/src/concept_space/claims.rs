//! What it claims. Thresholds are ours; claims.md has the numbers that they come from.

use super::simple;
use super::track::{Track, correlation, middle, slope};
use crate::claim::Bound::{AtLeast, AtMost, Within};
use crate::claim::Level::Fixed;
use crate::claim::{Cell, Claim, Evidence, Owner, Predicate, Status};
use crate::experiment::Experiment;

/// A run at some difference of colours.
macro_rules! colour {
    ($value:literal) => {
        Cell { knobs: &[("colour", $value)], members: 4 }
    };
}

/// The default run, at a difference of 0.432.
const DEFAULTS: Cell = Cell { knobs: &[], members: 4 };

/// Six differences of red and blue.
const COLOURS: &[Cell] =
    &[colour!("0.137"), colour!("0.2"), colour!("0.3"), DEFAULTS, colour!("0.6"), colour!("0.8")];

/// Those at which colours are alike.
const ALIKE: &[Cell] = &[colour!("0.137"), colour!("0.175"), colour!("0.2")];

/// Those at which they are not.
const UNLIKE: &[Cell] = &[colour!("0.6"), colour!("0.8")];

/// A run at some difference of sizes.
macro_rules! size {
    ($value:literal) => {
        Cell { knobs: &[("colour", "0.4"), ("size", $value)], members: 4 }
    };
}

/// What each member measured, run by run.
pub(super) fn tracks(experiment: &Experiment, runs: &[Evidence<'_>]) -> Vec<Track> {
    let of_run = |run: &Evidence<'_>| {
        run.models.clone().map(|member| Track::new(experiment, run.recording, member)).collect::<Vec<_>>()
    };
    runs.iter().flat_map(of_run).collect()
}

/// The share of all members of which something holds; no number where there are none.
pub(super) fn share(experiment: &Experiment, runs: &[Evidence<'_>], holds: impl Fn(&Track) -> bool) -> f64 {
    let tracks = tracks(experiment, runs);
    tracks.iter().filter(|track| holds(track)).count() as f64 / tracks.len() as f64
}

/// The correlation of ranks between a difference and the speed at which its concept is learned; no number where times do not fall
/// with the difference as they should.
fn speed(experiment: &Experiment, runs: &[Evidence<'_>], knob: &str, series: &str, slopes: [f64; 2]) -> f64 {
    let of_run = |run: &Evidence<'_>| {
        let at = run.knobs.real(knob);
        let tracks = tracks(experiment, std::slice::from_ref(run)).into_iter();
        tracks.map(|track| (at, 1.0 / track.learned(series))).collect::<Vec<_>>()
    };
    let pairs: Vec<(f64, f64)> = runs.iter().flat_map(of_run).collect();
    let learned = pairs.iter().filter(|(_, speed)| *speed > 0.0);
    let slope = slope(&learned.map(|(at, speed)| (libm::log(*at), -libm::log(*speed))).collect::<Vec<_>>());
    if (slopes[0]..=slopes[1]).contains(&slope) { correlation(&pairs) } else { f64::NAN }
}

/// The difference of colours at which the order of concepts turns around, between the last at which the size is learned first and
/// the first at which the colour is; no number where it does not turn around exactly once.
fn turned_around(experiment: &Experiment, runs: &[Evidence<'_>]) -> f64 {
    let order = |run: &Evidence<'_>| {
        let tracks = tracks(experiment, std::slice::from_ref(run));
        let median = |series: &str| middle(tracks.iter().map(|track| track.learned(series)).collect());
        (run.knobs.real("colour"), median("colour") < median("size"))
    };
    let orders: Vec<(f64, bool)> = runs.iter().map(order).collect();
    let mut turns = orders.windows(2).filter(|pair| pair[0].1 != pair[1].1);
    match (turns.next(), turns.next()) {
        (Some([(before, false), (after, true)]), None) => f64::midpoint(*before, *after),
        _ => f64::NAN,
    }
}

/// How much sooner a way of asking finds the combination than plain prompts, in the middle of all members.
fn head_start(tracks: &[Track], series: &str) -> f64 {
    middle(
        tracks.iter().map(|track| track.learned("naive").min(track.end()) / track.learned(series)).collect(),
    )
}

/// At how many evaluations pushed embeddings draw the combination and plain prompts do not, in the middle of all members.
fn hidden(tracks: &[Track]) -> f64 {
    let all = ["latent", "naive"]
        .map(|series| tracks.iter().map(|track| track.settled(series)).collect::<Vec<Vec<f64>>>());
    let count = all.iter().flatten().map(Vec::len).min().unwrap_or(0);
    let is_hidden = |at: &usize| {
        let [pushed, plain] =
            [0, 1].map(|which: usize| middle(all[which].iter().map(|it| it[*at]).collect()));
        pushed > 0.8 && plain < 0.5
    };
    (0..count).filter(is_hidden).count() as f64
}

pub(super) static CLAIMS: [Claim; 15] = [
    Claim {
        id: "CS-1",
        statement: "The further colours are apart, the sooner they are learned: over six differences and four members each, difference and speed have a correlation of ranks of at least 0.9, and the time goes with a power of the difference between -2 and -0.7.",
        source: "Figure 3 (0.98 over 20 differences, power near -1.1); thresholds of ours",
        owner: Owner::Ours,
        status: Status::Gate,
        protocol: COLOURS,
        predicate: Predicate::AcrossMembers {
            what: "correlation of ranks; no number where the power is another one",
            value: |experiment, runs| speed(experiment, runs, "colour", "colour", [-2.0, -0.7]),
            bound: AtLeast(Fixed(0.9)),
        },
    },
    Claim {
        id: "CS-1b",
        statement: "The further sizes are apart, the sooner they are learned: over four differences and four members each, at a difference of colours of 0.4, a correlation of ranks of at least 0.8.",
        source: "Figure 3; threshold of ours",
        owner: Owner::Ours,
        status: Status::Exploratory,
        protocol: &[size!("0.2"), size!("0.26"), size!("0.33"), size!("0.4")],
        predicate: Predicate::AcrossMembers {
            what: "correlation of ranks",
            value: |experiment, runs| speed(experiment, runs, "size", "size", [f64::NEG_INFINITY, 0.0]),
            bound: AtLeast(Fixed(0.8)),
        },
    },
    Claim {
        id: "CS-2",
        statement: "Which concept is learned first turns around exactly once as colours get further apart: the size below, the colour above a difference between 0.2 and 0.7.",
        source: "Figure of learning times (between 0.5 and 0.6); range of ours",
        owner: Owner::Ours,
        status: Status::Gate,
        protocol: COLOURS,
        predicate: Predicate::AcrossMembers {
            what: "difference of colours at which the order turns around",
            value: turned_around,
            bound: Within(Fixed(0.45), 0.25),
        },
    },
    Claim {
        id: "CS-3",
        statement: "Before it is learned, the held-out combination looks like a trained one that shares one concept with it. Where colours are alike (0.137), that is the size: at least 50% small and at most 15% blue.",
        source: "Figure 4; thresholds of ours",
        owner: Owner::Ours,
        status: Status::Gate,
        protocol: &[colour!("0.137")],
        predicate: Predicate::AcrossMembers {
            what: "share of members",
            value: |experiment, runs| {
                share(experiment, runs, |track| {
                    track.ever(["colour", "size"], |colour, size| colour <= 0.15 && size >= 0.5)
                })
            },
            bound: AtLeast(Fixed(0.9)),
        },
    },
    Claim {
        id: "CS-3b",
        statement: "Where colours are far apart (0.6 and 0.8), it is the colour: at least 80% blue and at most 45% small.",
        source: "Figure 4; thresholds of ours",
        owner: Owner::Ours,
        status: Status::Gate,
        protocol: UNLIKE,
        predicate: Predicate::AcrossMembers {
            what: "share of members",
            value: |experiment, runs| {
                share(experiment, runs, |track| {
                    track.ever(["colour", "size"], |colour, size| colour >= 0.8 && size <= 0.45)
                })
            },
            bound: AtLeast(Fixed(0.9)),
        },
    },
    Claim {
        id: "CS-4",
        statement: "Where colours differ by 0.175, the way to the held-out combination turns sharply, by 60 degrees or more, at a step within 35% of the one at which the trained combinations are right.",
        source: "Figure 4 (turns of 65 to 98 degrees); thresholds of ours",
        owner: Owner::Ours,
        status: Status::Gate,
        protocol: &[colour!("0.175")],
        predicate: Predicate::AcrossMembers {
            what: "share of members",
            value: |experiment, runs| {
                share(experiment, runs, |track| {
                    let when = track.first("trained-distance", |distance| distance <= 0.01);
                    track.turn_near(when, 0.35).is_some_and(|degrees| degrees >= 60.0)
                })
            },
            bound: AtLeast(Fixed(0.75)),
        },
    },
    Claim {
        id: "CS-5",
        statement: "The capability is there before plain prompts show it: with pushed embeddings the held-out combination comes sooner in at least 75% of the members, by a factor of 1.15 in the middle of them, and when it does, plain prompts are at 0.7 at most on average.",
        source: "Figure 6; thresholds of ours",
        owner: Owner::Ours,
        status: Status::Gate,
        protocol: COLOURS,
        predicate: Predicate::AcrossMembers {
            what: "share of members that find it sooner; nothing where the factor is smaller or plain prompts are not behind",
            value: |experiment, runs| {
                let tracks = tracks(experiment, runs);
                let sooner =
                    share(experiment, runs, |track| track.learned("latent") < track.learned("naive"));
                let plain: Vec<f64> =
                    tracks.iter().filter_map(|track| track.at("naive", track.learned("latent"))).collect();
                let plain = plain.iter().sum::<f64>() / plain.len() as f64;
                if head_start(&tracks, "latent") >= 1.15 && plain <= 0.7 { sooner } else { 0.0 }
            },
            bound: AtLeast(Fixed(0.75)),
        },
    },
    Claim {
        id: "CS-5a",
        statement: "In the default run there is a time at which the network can but does not: at three evaluations or more, pushed embeddings show the held-out combination with more than 0.8, and plain prompts with less than 0.5, in the middle of the members.",
        source: "Figure 6; thresholds of ours",
        owner: Owner::Ours,
        status: Status::Reported,
        protocol: &[DEFAULTS],
        predicate: Predicate::AcrossMembers {
            what: "evaluations at which that is so",
            value: |experiment, runs| hidden(&tracks(experiment, runs)),
            bound: AtLeast(Fixed(3.0)),
        },
    },
    Claim {
        id: "CS-5b",
        statement: "Stronger colours bring it out, too: where colours differ by 0.2 or less, the best of five prompts finds it sooner than the plain one, which is among them, in at least 60% of the members.",
        source: "Figure 6; threshold of ours",
        owner: Owner::Ours,
        status: Status::Gate,
        protocol: ALIKE,
        predicate: Predicate::AcrossMembers {
            what: "share of members",
            value: |experiment, runs| {
                share(experiment, runs, |track| track.learned("over") < track.learned("naive"))
            },
            bound: AtLeast(Fixed(0.6)),
        },
    },
    Claim {
        id: "CS-6",
        statement: "It is the direction that counts: pushed just as far at random, embeddings do not bring the combination out sooner, by no more than 5%, in at least 90% of the members.",
        source: "A control of ours",
        owner: Owner::Ours,
        status: Status::Exploratory,
        protocol: COLOURS,
        predicate: Predicate::AcrossMembers {
            what: "share of members",
            value: |experiment, runs| {
                share(experiment, runs, |track| track.learned("random") >= 0.95 * track.learned("naive"))
            },
            bound: AtLeast(Fixed(0.9)),
        },
    },
    Claim {
        id: "CS-6b",
        statement: "Nothing is brought out that is not there: while the trained combinations are not learned (below 45%), the right push brings out at most 10%.",
        source: "A control of ours; Figure 6",
        owner: Owner::Ours,
        status: Status::Exploratory,
        protocol: COLOURS,
        predicate: Predicate::AcrossMembers {
            what: "share of members",
            value: |experiment, runs| {
                share(experiment, runs, |track| {
                    !track.ever(["trained", "latent"], |trained, latent| trained < 0.45 && latent > 0.1)
                })
            },
            bound: AtLeast(Fixed(0.9)),
        },
    },
    Claim {
        id: "CS-7",
        statement: "What it draws for the held-out combination gets worse before it gets right: where colours differ by 0.2 or less, its distance rises by at least 0.03 after step 150, in at least two thirds of the members.",
        source: "Yang et al., figure 6; threshold of ours",
        owner: Owner::Ours,
        status: Status::Gate,
        protocol: ALIKE,
        predicate: Predicate::AcrossMembers {
            what: "share of members",
            value: |experiment, runs| share(experiment, runs, |track| track.rise("distance") >= 0.03),
            bound: AtLeast(Fixed(0.66)),
        },
    },
    Claim {
        id: "CS-8",
        statement: "It slows down at the end: over the last quarter of the default run, blue and small together move at most a tenth as fast, in the middle, as where they are fastest.",
        source: "Figure of speeds; threshold of ours",
        owner: Owner::Ours,
        status: Status::Gate,
        protocol: &[DEFAULTS],
        predicate: Predicate::AcrossMembers {
            what: "speed over the last quarter, as a share of the highest, in the middle of the members",
            value: |experiment, runs| {
                middle(tracks(experiment, runs).iter().map(|track| track.slowed()).collect())
            },
            bound: AtMost(Fixed(0.1)),
        },
    },
    Claim {
        id: "CS-9",
        statement: "Both concepts at once are as likely as the product of each: the two are no more than 0.1 apart at 90% of the evaluations.",
        source: "Okawa et al., 2023; thresholds of ours",
        owner: Owner::Ours,
        status: Status::Gate,
        protocol: COLOURS,
        predicate: Predicate::AcrossMembers {
            what: "share of evaluations",
            value: |experiment, runs| {
                let tracks = tracks(experiment, runs);
                let all: Vec<f64> = tracks.iter().flat_map(|track| track.apart()).collect();
                all.iter().filter(|apart| **apart <= 0.1).count() as f64 / all.len() as f64
            },
            bound: AtLeast(Fixed(0.9)),
        },
    },
    Claim {
        id: "CS-11",
        statement: "The simple model beside the paths goes where the paper's code goes: least values of the weaker concept, their times, and ends, for strengths of 1, 2 and 5, are within 0.01.",
        source: "The paper's code (sim.ipynb)",
        owner: Owner::Ours,
        status: Status::Gate,
        protocol: &[DEFAULTS],
        predicate: Predicate::AcrossMembers {
            what: "largest distance from those values",
            value: |_, _| simple::off(),
            bound: AtMost(Fixed(0.01)),
        },
    },
];
