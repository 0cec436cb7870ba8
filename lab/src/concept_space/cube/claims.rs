//! What it claims. Thresholds are ours; claims.md has the numbers that they come from.

use super::super::claims::{share, tracks};
use super::super::track::{Track, correlation, middle};
use super::world::HELD_OUT;
use crate::claim::Bound::{AtLeast, AtMost};
use crate::claim::Level::Fixed;
use crate::claim::{Cell, Claim, Evidence, Owner, Predicate, Status};
use crate::experiment::Experiment;

/// A run at some differences.
macro_rules! cell {
    ($colour:literal, $size:literal, $background:literal) => {
        Cell { knobs: &[("colour", $colour), ("size", $size), ("background", $background)], members: 5 }
    };
}

/// The paper's first grid.
const GRID: &[Cell] = &[
    cell!("0.2", "0.2", "0.2"),
    cell!("0.2", "0.2", "0.6"),
    cell!("0.2", "0.35", "0.2"),
    cell!("0.2", "0.35", "0.6"),
    cell!("0.6", "0.2", "0.2"),
    cell!("0.6", "0.2", "0.6"),
    cell!("0.6", "0.35", "0.2"),
    cell!("0.6", "0.35", "0.6"),
];

/// The default run.
const DEFAULTS: &[Cell] = &[Cell { knobs: &[], members: 4 }];

/// The step at which a series counts as learned, in the middle of the members.
fn learned(experiment: &Experiment, runs: &[Evidence<'_>], series: &str) -> f64 {
    middle(tracks(experiment, runs).iter().map(|track| track.learned(series)).collect())
}

/// How far away each combination that is never trained is in each run when the trained ones are right in all of them, and the step
/// at which it is learned, both in the middle of the members; infinite where it never is. As in the paper, one step for all runs.
fn points(experiment: &Experiment, runs: &[Evidence<'_>]) -> Vec<(f64, f64)> {
    let runs: Vec<Vec<Track>> =
        runs.iter().map(|run| tracks(experiment, std::slice::from_ref(run))).collect();
    let right = |tracks: &Vec<Track>| middle(tracks.iter().map(converged).collect());
    let when = runs.iter().map(right).fold(0.0, f64::max);
    let point = |(tracks, [right, distance]): (&Vec<Track>, [&str; 2])| {
        let far = tracks.iter().filter_map(|track| track.at(distance, when)).collect();
        (middle(far), middle(tracks.iter().map(|track| track.learned(right)).collect()))
    };
    runs.iter().flat_map(|tracks| HELD_OUT.map(|series| (tracks, series))).map(point).collect()
}

/// The step at which the trained combinations are right; infinite where they never are.
fn converged(track: &Track) -> f64 {
    track.first("trained-distance", |distance| distance <= 0.01)
}

pub(super) static CLAIMS: [Claim; 4] = [
    Claim {
        id: "CS-10",
        statement: "What is further away when the trained combinations are right in all settings is learned later: over eight settings and the four combinations that are never shown, distance and step, each in the middle of five members, have a correlation of ranks of at least 0.6.",
        source: "Appendix, three concepts (0.80 over 23 points); threshold of ours",
        owner: Owner::Ours,
        status: Status::Reported,
        protocol: GRID,
        predicate: Predicate::AcrossMembers {
            what: "correlation of ranks",
            value: |experiment, runs| correlation(&points(experiment, runs)),
            bound: AtLeast(Fixed(0.6)),
        },
    },
    Claim {
        id: "CS-10b",
        statement: "The combination in which all three concepts are other than in the first trained one comes last: in at least 75% of the members it is learned no sooner than any other.",
        source: "Okawa et al., 2023 (order by distance in the graph of concepts); threshold of ours",
        owner: Owner::Ours,
        status: Status::Reported,
        protocol: GRID,
        predicate: Predicate::AcrossMembers {
            what: "share of members",
            value: |experiment, runs| {
                let is_last = |track: &Track| {
                    let learned = HELD_OUT.map(|[right, _]| track.learned(right));
                    let last = learned.iter().copied().fold(0.0, f64::max);
                    learned.last().is_some_and(|all| *all >= last)
                };
                share(experiment, runs, is_last)
            },
            bound: AtLeast(Fixed(0.75)),
        },
    },
    Claim {
        id: "CS-10c",
        statement: "In the default run, the combination in which all three concepts are other than in the first trained one comes last: in the middle of the members, no sooner than any other that is never shown.",
        source: "Okawa et al., 2023 (order by distance in the graph of concepts)",
        owner: Owner::Ours,
        status: Status::Gate,
        protocol: DEFAULTS,
        predicate: Predicate::AcrossMembers {
            what: "its step, by the latest step of the others",
            value: |experiment, runs| {
                let [others @ .., all] = HELD_OUT.map(|[right, _]| learned(experiment, runs, right));
                all / others.into_iter().fold(0.0, f64::max)
            },
            bound: AtLeast(Fixed(1.0)),
        },
    },
    Claim {
        id: "CS-10d",
        statement: "In the default run, large blue discs before a dark background, which are never shown, come with the trained combinations: in the middle of the members, after at most 1.25 times as many steps.",
        source: "Appendix, three concepts (the nearest come first); threshold of ours",
        owner: Owner::Ours,
        status: Status::Reported,
        protocol: DEFAULTS,
        predicate: Predicate::AcrossMembers {
            what: "their step, by that of the trained combinations",
            value: |experiment, runs| {
                learned(experiment, runs, HELD_OUT[1][0]) / learned(experiment, runs, "trained")
            },
            bound: AtMost(Fixed(1.25)),
        },
    },
];

/// Which combination is learned last, in the middle of the members.
pub(super) fn last(experiment: &Experiment, recording: &crate::recording::Recording) -> Option<usize> {
    let tracks: Vec<Track> =
        (0..recording.members()).map(|member| Track::new(experiment, recording, member)).collect();
    let when = HELD_OUT.map(|[right, _]| middle(tracks.iter().map(|track| track.learned(right)).collect()));
    let latest = when.iter().copied().fold(0.0, f64::max);
    when.iter().rposition(|when| *when >= latest)
}
