//! What it claims. Thresholds of ours were calibrated on seeds 1 to 5 and verified on seeds 6 to 10; the tables are in
//! `claims.md`.

use crate::claim::Bound::{AtLeast, AtMost};
use crate::claim::Level::Fixed;
use crate::claim::{Cell, Claim, Evidence, Owner, Place, Predicate, Status, mean};
use crate::experiment::Experiment;

/// The default run.
const DEFAULT: &[Cell] = &[Cell { knobs: &[], members: 4 }];

/// The mean of a series at the end over the members of the run.
fn joint(experiment: &Experiment, runs: &[Evidence<'_>], series: &'static str) -> f64 {
    mean(experiment, runs, Place { cell: 0, arm: "joint", series })
}

pub(super) static CLAIMS: [Claim; 4] = [
    Claim {
        id: "OO-8",
        statement: "The places that the network states of hidden cities are off by at most 0.35 times as much as the middle of the map would be.",
        source: "Figure 6; threshold of ours",
        owner: Owner::Ours,
        status: Status::Gate,
        protocol: DEFAULT,
        predicate: Predicate::AcrossMembers {
            what: "mean of the median errors, as a part of that of the middle",
            value: |experiment, runs| {
                joint(experiment, runs, "error") / joint(experiment, runs, "error-centroid")
            },
            bound: AtMost(Fixed(0.35)),
        },
    },
    Claim {
        id: "OO-8b",
        statement: "It states their region rightly at least twice as often as what it says of another hidden city would be right.",
        source: "Figure 6 (country, above the baseline); threshold of ours",
        owner: Owner::Ours,
        status: Status::Reported,
        protocol: DEFAULT,
        predicate: Predicate::AcrossMembers {
            what: "mean share of regions, as a multiple of that of another city",
            value: |experiment, runs| {
                joint(experiment, runs, "region") / joint(experiment, runs, "region-other")
            },
            bound: AtLeast(Fixed(2.0)),
        },
    },
    Claim {
        id: "OO-8c",
        statement: "It names the nearest of 64 known cities at least ten times as often as chance would.",
        source: "Figure 6 (the city itself in 56%); threshold of ours",
        owner: Owner::Ours,
        status: Status::Exploratory,
        protocol: DEFAULT,
        predicate: Predicate::AcrossMembers {
            what: "mean share of nearest cities, as a multiple of 1/64",
            value: |experiment, runs| 64.0 * joint(experiment, runs, "near"),
            bound: AtLeast(Fixed(10.0)),
        },
    },
    Claim {
        id: "OO-9",
        statement: "Distances of hidden cities are off least where they were told, more to cities that are near, and most to themselves.",
        source: "Figure 6, left: the order",
        owner: Owner::Ours,
        status: Status::Reported,
        protocol: DEFAULT,
        predicate: Predicate::AcrossMembers {
            what: "the smaller of both rises of the mean error, in tenths of a side",
            value: |experiment, runs| {
                let [far, close, own] = ["far", "close", "own"].map(|key| joint(experiment, runs, key));
                (close - far).min(own - close)
            },
            bound: AtLeast(Fixed(0.0)),
        },
    },
];
