//! What it claims. Thresholds are ours; claims.md has the numbers that they come from.

use crate::claim::Bound::{AtLeast, AtMost, Within};
use crate::claim::Level::Fixed;
use crate::claim::{Bound, Cell, Claim, Owner, Place, Predicate, Status, Test, Time};

const CALIBRATION: &str = "our own measurement, calibrated on seeds 1 to 5 and verified on seeds 6 to 10";

/// Every knob at its default.
const DEFAULTS: Cell = Cell { knobs: &[], members: 4 };

pub(super) static CLAIMS: [Claim; 4] = [
    Claim {
        id: "TM-1",
        statement: "With 16 hidden units every network bends the line: it ends with at least 97 % of the test points classified correctly.",
        source: CALIBRATION,
        owner: Owner::Ours,
        status: Status::Gate,
        protocol: &[DEFAULTS],
        predicate: Predicate::EachMember { quota: None, tests: &[ends(0, "hidden", AtLeast(Fixed(0.97)))] },
    },
    Claim {
        id: "TM-2",
        statement: "A straight line never classifies more than 92 % of the test points correctly, and ends with at least 83 %.",
        source: CALIBRATION,
        owner: Owner::Ours,
        status: Status::Gate,
        protocol: &[DEFAULTS],
        predicate: Predicate::EachMember {
            quota: None,
            tests: &[
                Test { time: Time::Always, ..ends(0, "linear", AtMost(Fixed(0.92))) },
                ends(0, "linear", AtLeast(Fixed(0.83))),
            ],
        },
    },
    Claim {
        id: "TM-3",
        statement: "The more noise, the fewer points the network classifies correctly: nearly all, then about 94 %, then about 84 %.",
        source: CALIBRATION,
        owner: Owner::Ours,
        status: Status::Reported,
        protocol: &[
            Cell { knobs: &[("noise", "0.05")], members: 4 },
            Cell { knobs: &[("noise", "0.25")], members: 4 },
            Cell { knobs: &[("noise", "0.45")], members: 4 },
        ],
        predicate: Predicate::EachMember {
            quota: None,
            tests: &[
                ends(0, "hidden", AtLeast(Fixed(0.99))),
                ends(1, "hidden", Within(Fixed(0.94), 0.03)),
                ends(2, "hidden", Within(Fixed(0.84), 0.04)),
            ],
        },
    },
    Claim {
        id: "TM-4",
        statement: "Three hidden units can be enough: of 16 such networks at least one ends with 96 % of the test points classified correctly.",
        source: CALIBRATION,
        owner: Owner::Ours,
        status: Status::Reported,
        protocol: &[Cell { knobs: &[("width", "3")], members: 16 }],
        predicate: Predicate::EachMember {
            quota: Some(1),
            tests: &[ends(0, "hidden", AtLeast(Fixed(0.96)))],
        },
    },
];

/// An arm's accuracy at the end, in the run at this position of the protocol.
const fn ends(cell: usize, arm: &'static str, bound: Bound) -> Test {
    Test { place: Place { cell, arm, series: "accuracy" }, bound, time: Time::End }
}
