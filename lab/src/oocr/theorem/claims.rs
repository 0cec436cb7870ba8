//! What it claims. Thresholds of ours were calibrated on seeds 1 to 5 and verified on seeds 6 to 10; the tables are in
//! `claims.md`.

use crate::claim::Bound::{AtLeast, AtMost};
use crate::claim::Level::Fixed;
use crate::claim::Time::{Always, By, End};
use crate::claim::{Bound, Cell, Claim, Owner, Place, Predicate, Status, Test, Time, mean};

/// The default run.
const DEFAULT: &[Cell] = &[Cell { knobs: &[], members: 4 }];

/// Lower ranks.
const RANKS: &[Cell] = &[
    Cell { knobs: &[("rank", "16"), ("steps", "3000")], members: 4 },
    Cell { knobs: &[("rank", "4"), ("steps", "3000")], members: 4 },
];

const fn test(cell: usize, arm: &'static str, series: &'static str, bound: Bound, time: Time) -> Test {
    Test { place: Place { cell, arm, series }, bound, time }
}

pub(super) static CLAIMS: [Claim; 3] = [
    Claim {
        id: "OO-1",
        statement: "Two matrices of full rank conclude at least 95% of what was never told after 500 steps. One matrix learns all that was told, and its loss on the rest never falls below the floor: 2.9 at least.",
        source: "Theorems 1 to 3 (the floor is log 20 = 2.996); thresholds of ours",
        owner: Owner::Ours,
        status: Status::Gate,
        protocol: DEFAULT,
        predicate: Predicate::EachMember {
            quota: None,
            tests: &[
                test(0, "factorised", "implied", AtLeast(Fixed(0.95)), By(500)),
                test(0, "merged", "loss", AtLeast(Fixed(2.9)), Always),
                test(0, "merged", "told-loss", AtMost(Fixed(0.05)), End),
            ],
        },
    },
    Claim {
        id: "OO-1b",
        statement: "What one matrix says of what was never told is a guess: at most 10% are right, on the mean over members.",
        source: "Theorem 3; threshold of ours",
        owner: Owner::Ours,
        status: Status::Gate,
        protocol: DEFAULT,
        predicate: Predicate::AcrossMembers {
            what: "mean share concluded by one matrix",
            value: |experiment, runs| {
                mean(experiment, runs, Place { cell: 0, arm: "merged", series: "implied" })
            },
            bound: AtMost(Fixed(0.1)),
        },
    },
    Claim {
        id: "OO-2",
        statement: "It holds for low ranks: with rank 16 at least 95%, with rank 4 at least 85%, after 3,000 steps.",
        source: "The figure of ranks; thresholds of ours",
        owner: Owner::Ours,
        status: Status::Reported,
        protocol: RANKS,
        predicate: Predicate::EachMember {
            quota: None,
            tests: &[
                test(0, "factorised", "implied", AtLeast(Fixed(0.95)), End),
                test(1, "factorised", "implied", AtLeast(Fixed(0.85)), End),
            ],
        },
    },
];
