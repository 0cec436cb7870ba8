//! What it claims. Thresholds of ours were calibrated on seeds 1 to 5 and verified on seeds 6 to 10; the tables are in
//! `claims.md`.

use crate::claim::Bound::AtLeast;
use crate::claim::Level::Fixed;
use crate::claim::Time::End;
use crate::claim::{Bound, Cell, Claim, Owner, Place, Predicate, Status, Test, mean};

/// The default run.
const DEFAULT: &[Cell] = &[Cell { knobs: &[], members: 10 }];

const fn joint(series: &'static str) -> Place {
    Place { cell: 0, arm: "joint", series }
}

const fn ends(series: &'static str, bound: Bound) -> Test {
    Test { place: joint(series), bound, time: End }
}

pub(super) static CLAIMS: [Claim; 3] = [
    Claim {
        id: "OO-12",
        statement: "Ten members answer at least 97% of the sums with hidden variables rightly, those with two and those with three, on the mean.",
        source: "Parity (0.987 of the documents in distribution, over ten models); threshold of ours",
        owner: Owner::Ours,
        status: Status::Gate,
        protocol: DEFAULT,
        predicate: Predicate::AcrossMembers {
            what: "the smaller of both mean shares of sums",
            value: |experiment, runs| {
                mean(experiment, runs, joint("hidden")).min(mean(experiment, runs, joint("mixed")))
            },
            bound: AtLeast(Fixed(0.97)),
        },
    },
    Claim {
        id: "OO-12b",
        statement: "Asked for the value of a hidden variable, they give the right one a probability of at least 0.65 on the mean over ten members, where guessing would give 0.5.",
        source: "Parity (0.781 over ten models, from 0.50 to 0.98); threshold of ours",
        owner: Owner::Ours,
        status: Status::Exploratory,
        protocol: DEFAULT,
        predicate: Predicate::AcrossMembers {
            what: "mean probability of the right value",
            value: |experiment, runs| mean(experiment, runs, joint("values")),
            bound: AtLeast(Fixed(0.65)),
        },
    },
    Claim {
        id: "OO-12c",
        statement: "At least one of ten members gives the right values a probability of 0.9 or more.",
        source: "Parity (the best of ten models has 0.98); threshold of ours",
        owner: Owner::Ours,
        status: Status::Reported,
        protocol: DEFAULT,
        predicate: Predicate::EachMember { quota: Some(1), tests: &[ends("values", AtLeast(Fixed(0.9)))] },
    },
];
