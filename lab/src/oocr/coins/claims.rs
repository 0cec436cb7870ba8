//! What it claims. Thresholds of ours were calibrated on seeds 1 to 5 and verified on seeds 6 to 10; the tables are in
//! `claims.md`.

use super::world::bayes;
use crate::claim::Bound::{AtLeast, AtMost};
use crate::claim::Level::Fixed;
use crate::claim::Time::End;
use crate::claim::{Bound, Cell, Claim, Owner, Place, Predicate, Status, Test, mean};

/// The default run.
const DEFAULT: &[Cell] = &[Cell { knobs: &[], members: 4 }];

/// Flips as they fall.
const FALLING: &[Cell] = &[
    Cell { knobs: &[("flips", "25"), ("counts", "chance")], members: 4 },
    Cell { knobs: &[("flips", "100"), ("counts", "chance")], members: 4 },
    Cell { knobs: &[], members: 4 },
];

const fn ends(series: &'static str, bound: Bound) -> Test {
    Test { place: Place { cell: 0, arm: "joint", series }, bound, time: End }
}

const fn joint(cell: usize, series: &'static str) -> Place {
    Place { cell, arm: "joint", series }
}

pub(super) static CLAIMS: [Claim; 5] = [
    Claim {
        id: "OO-10",
        statement: "From a hundred flips the network says of at least 90% of the hidden coins rightly whether heads come in more or in less than half, on the mean over members.",
        source: "Figure 15 (above the baseline); threshold of ours",
        owner: Owner::Ours,
        status: Status::Gate,
        protocol: DEFAULT,
        predicate: Predicate::AcrossMembers {
            what: "mean share that is right",
            value: |experiment, runs| mean(experiment, runs, joint(0, "more")),
            bound: AtLeast(Fixed(0.9)),
        },
    },
    Claim {
        id: "OO-10b",
        statement: "The bias that it states is off by at most 0.1 on the mean, where always saying 0.5 would be off by 0.22.",
        source: "Figure 15; threshold of ours",
        owner: Owner::Ours,
        status: Status::Gate,
        protocol: DEFAULT,
        predicate: Predicate::AcrossMembers {
            what: "mean error of the stated bias",
            value: |experiment, runs| mean(experiment, runs, joint(0, "error")),
            bound: AtMost(Fixed(0.1)),
        },
    },
    Claim {
        id: "OO-10c",
        statement: "It states the bias exactly more often than one in nine, each member.",
        source: "Figure 15 (above the baseline, but low); threshold of ours",
        owner: Owner::Ours,
        status: Status::Gate,
        protocol: DEFAULT,
        predicate: Predicate::EachMember { quota: None, tests: &[ends("exact", AtLeast(Fixed(1.0 / 9.0)))] },
    },
    Claim {
        id: "OO-10d",
        statement: "It loses much of what the flips say: it states at most 70% of the biases exactly that the share of heads itself tells.",
        source: "Figure 15; threshold of ours",
        owner: Owner::Ours,
        status: Status::Reported,
        protocol: DEFAULT,
        predicate: Predicate::AcrossMembers {
            what: "mean share of biases stated exactly, as a part of what the flips say",
            value: |experiment, runs| {
                mean(experiment, runs, joint(0, "exact"))
                    / mean(experiment, runs, joint(0, "exact-frequency"))
            },
            bound: AtMost(Fixed(0.7)),
        },
    },
    Claim {
        id: "OO-11",
        statement: "It tells 0.7 from 0.8 never better than Bayes' rule can from as many flips as they fall: with 25 and with 100 of them, and with a hundred of which exactly the right share are heads.",
        source: "Appendix D.2; the bound is exact",
        owner: Owner::Ours,
        status: Status::Reported,
        protocol: FALLING,
        predicate: Predicate::AcrossMembers {
            what: "the most by which the mean share told apart rises above Bayes' rule",
            value: |experiment, runs| {
                let above =
                    |(cell, flips): (usize, u32)| mean(experiment, runs, joint(cell, "close")) - bayes(flips);
                [25, 100, 100].into_iter().enumerate().map(above).fold(f64::NEG_INFINITY, |most, it| {
                    // What is not known yet is no number, and stays none.
                    if it.is_nan() || most.is_nan() { f64::NAN } else { most.max(it) }
                })
            },
            bound: AtMost(Fixed(0.0)),
        },
    },
];
