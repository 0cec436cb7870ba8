//! What it claims. Thresholds of ours were calibrated on seeds 1 to 5 and verified on seeds 6 to 10; the tables are in
//! `claims.md`.

use crate::claim::Bound::{AtLeast, AtMost};
use crate::claim::Level::Fixed;
use crate::claim::Time::End;
use crate::claim::{Bound, Cell, Claim, Evidence, Owner, Place, Predicate, Status, Test, mean};
use crate::experiment::Experiment;

/// The default run.
const DEFAULT: Cell = Cell { knobs: &[], members: 4 };
const TREES: &[Cell] = &[DEFAULT];

/// With dead ends, and without.
const ENDS: &[Cell] = &[DEFAULT, Cell { knobs: &[("dead", "0")], members: 4 }];

/// With weight decay, and without.
const DECAY: &[Cell] = &[DEFAULT, Cell { knobs: &[("decay", "0")], members: 4 }];

/// All arms of the default run.
const ARMS: [&str; 4] = ["two", "three", "five", "ten"];

/// A test of an arm at the end.
const fn ends(arm: &'static str, series: &'static str, bound: Bound) -> Test {
    Test { place: Place { cell: 0, arm, series }, bound, time: End }
}

/// The same test of all arms.
const fn all(series: &'static str, bound: Bound) -> [Test; 4] {
    let [two, three, five, ten] = ARMS;
    [
        ends(two, series, bound),
        ends(three, series, bound),
        ends(five, series, bound),
        ends(ten, series, bound),
    ]
}

/// The mean of a series at the end over the members of a run and over its arms.
fn over_arms(experiment: &Experiment, runs: &[Evidence<'_>], cell: usize, series: &'static str) -> f64 {
    let of = |arm| mean(experiment, runs, Place { cell, arm, series });
    ARMS.into_iter().map(of).sum::<f64>() / ARMS.len() as f64
}

/// The mean share of roots that an arm is right about.
fn roots(experiment: &Experiment, runs: &[Evidence<'_>], cell: usize, arm: &'static str) -> f64 {
    mean(experiment, runs, Place { cell, arm, series: "root" })
}

pub(super) static CLAIMS: [Claim; 9] = [
    Claim {
        id: "FC-1",
        statement: "What follows in one step is known: the value of at least 80% of the leaves, whatever the branches.",
        source: "Section 5, figure 5; threshold of ours",
        owner: Owner::Ours,
        status: Status::Gate,
        protocol: TREES,
        predicate: Predicate::EachMember { quota: None, tests: &all("leaf", AtLeast(Fixed(0.8))) },
    },
    Claim {
        id: "FC-2",
        statement: "The rule is learned: of sums that were kept back, at least 90% are right.",
        source: "Section 5, figure 5; threshold of ours",
        owner: Owner::Ours,
        status: Status::Gate,
        protocol: TREES,
        predicate: Predicate::EachMember { quota: None, tests: &all("sum", AtLeast(Fixed(0.9))) },
    },
    Claim {
        id: "FC-3",
        statement: "What follows in two steps is mostly known: with five branches or ten, the value of at least 60% of the children.",
        source: "Section 5, figure 5; threshold of ours",
        owner: Owner::Ours,
        status: Status::Gate,
        protocol: TREES,
        predicate: Predicate::EachMember {
            quota: None,
            tests: &[ends("five", "child", AtLeast(Fixed(0.6))), ends("ten", "child", AtLeast(Fixed(0.6)))],
        },
    },
    Claim {
        id: "FC-4",
        statement: "Of what follows in three steps some is known: the value of at least 15% of the roots, on the mean over all trees, where guessing would give 1.6%.",
        source: "Section 5, figure 5; threshold of ours",
        owner: Owner::Ours,
        status: Status::Gate,
        protocol: TREES,
        predicate: Predicate::AcrossMembers {
            what: "mean share of roots",
            value: |experiment, runs| over_arms(experiment, runs, 0, "root"),
            bound: AtLeast(Fixed(0.15)),
        },
    },
    Claim {
        id: "FC-5",
        statement: "Dead ends hold the roots back: without them, the share of right ones is higher by at least 0.2.",
        source: "Ours",
        owner: Owner::Ours,
        status: Status::Gate,
        protocol: ENDS,
        predicate: Predicate::AcrossMembers {
            what: "mean share of roots without dead ends, less that with them",
            value: |experiment, runs| {
                over_arms(experiment, runs, 1, "root") - over_arms(experiment, runs, 0, "root")
            },
            bound: AtLeast(Fixed(0.2)),
        },
    },
    Claim {
        id: "FC-6",
        statement: "Without dead ends most of what follows in three steps is known: with three branches, the value of at least 70% of the roots.",
        source: "Figure 5 (for 10 to 40 branches, and with dead ends); threshold of ours",
        owner: Owner::Ours,
        status: Status::Gate,
        protocol: ENDS,
        predicate: Predicate::AcrossMembers {
            what: "mean share of roots with three branches and no dead ends",
            value: |experiment, runs| roots(experiment, runs, 1, "three"),
            bound: AtLeast(Fixed(0.7)),
        },
    },
    Claim {
        id: "FC-7",
        statement: "Conclusions need weight decay: without it, the share of children that are right is at most half of that with it.",
        source: "Ours, after Kim et al., 2025",
        owner: Owner::Ours,
        status: Status::Gate,
        protocol: DECAY,
        predicate: Predicate::AcrossMembers {
            what: "share of children without decay, as a part of that with it",
            value: |experiment, runs| {
                over_arms(experiment, runs, 1, "child") / over_arms(experiment, runs, 0, "child")
            },
            bound: AtMost(Fixed(0.5)),
        },
    },
    Claim {
        id: "FC-8",
        statement: "More branches do not make it harder: the share of roots falls by less than 0.2 from two branches to five.",
        source: "Figure 5; threshold of ours",
        owner: Owner::Ours,
        status: Status::Reported,
        protocol: TREES,
        predicate: Predicate::AcrossMembers {
            what: "mean share of roots with two branches, less that with five",
            value: |experiment, runs| roots(experiment, runs, 0, "two") - roots(experiment, runs, 0, "five"),
            bound: AtMost(Fixed(0.2)),
        },
    },
    Claim {
        id: "RC-15",
        statement: "With three branches and dead ends as in the paper, the value of at least 70% of the roots is known.",
        source: "Figure 5 (for 10 to 40 branches); threshold of ours",
        owner: Owner::Ours,
        status: Status::Exploratory,
        protocol: TREES,
        predicate: Predicate::AcrossMembers {
            what: "mean share of roots with three branches",
            value: |experiment, runs| roots(experiment, runs, 0, "three"),
            bound: AtLeast(Fixed(0.7)),
        },
    },
];
