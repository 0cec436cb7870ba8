//! What this experiment claims. Thresholds of ours were calibrated on seeds 1 to 5 and verified on seeds 6 to 10; the
//! table is in `claims.md`.

use super::ceiling::token_ceiling;
use super::{Task, variants};
use crate::claim::Bound::{AtLeast, AtMost, Within};
use crate::claim::Level::{Fixed, Of};
use crate::claim::Time::{Always, End};
use crate::claim::{Bound, Cell, Claim, Owner, Place, Predicate, Status, Test, Time};
use crate::knob::Knobs;

const ACCURACY: &str = "token-accuracy";

/// A test of the first run of a protocol.
const fn test(arm: &'static str, series: &'static str, bound: Bound, time: Time) -> Test {
    Test { place: Place { cell: 0, arm, series }, bound, time }
}

/// The exact ceiling of the first network that is trained.
fn ceiling(knobs: &Knobs) -> f64 {
    variants(knobs).first().map_or(1.0, |variant| token_ceiling(&Task::new(knobs), variant))
}

/// The ceiling, and a little more.
fn hardly_above_the_ceiling(knobs: &Knobs) -> f64 {
    ceiling(knobs) + 0.02
}

/// Chance, and a little more.
fn hardly_above_chance(knobs: &Knobs) -> f64 {
    1.0 / f64::from(knobs.whole("alphabet")) + 0.05
}

/// The default run.
const DEFAULT: &[Cell] = &[Cell { knobs: &[], members: 4 }];

/// One network alone, with these knobs beside.
macro_rules! alone {
    ($network:literal $(, $key:literal = $value:literal)*) => {
        Cell { knobs: &[("networks", $network) $(, ($key, $value))*], members: 4 }
    };
}

/// The second network with 0 to 6 empty places behind lists of 6.
const SWEEP: &[Cell] = &[
    alone!("scratch", "scratch" = "0"),
    alone!("scratch", "scratch" = "1"),
    alone!("scratch", "scratch" = "2"),
    alone!("scratch", "scratch" = "3"),
    alone!("scratch", "scratch" = "4"),
    alone!("scratch", "scratch" = "5"),
    alone!("scratch", "scratch" = "6"),
];

/// That the network of a run of the sweep ends near its ceiling.
const fn on_the_curve(cell: usize, bound: Bound) -> Test {
    Test { place: Place { cell, arm: "scratch", series: ACCURACY }, bound, time: End }
}

pub(super) static CLAIMS: [Claim; 6] = [
    Claim {
        id: "IP-6",
        statement: "Read in place, a left-to-right network stops at its exact ceiling: what is in view it gets right, what is not it guesses, and it never does better.",
        source: "Theorem 1; the ceiling follows from counting what is in view",
        owner: Owner::Ours,
        status: Status::Gate,
        protocol: DEFAULT,
        predicate: Predicate::EachMember {
            quota: None,
            tests: &[
                test("causal", ACCURACY, Within(Of(ceiling), 0.02), End),
                test("causal", "visible-accuracy", AtLeast(Fixed(0.98)), End),
                test("causal", "hidden-accuracy", AtMost(Of(hardly_above_chance)), End),
                test("causal", ACCURACY, AtMost(Of(hardly_above_the_ceiling)), Always),
            ],
        },
    },
    Claim {
        id: "IP-7",
        statement: "With 0 to 6 empty places behind lists of 6, a left-to-right network ends where counting says it must: at least 95% from 5 places on, and on the curve before.",
        source: "Theorem 3, extended to fewer places; the curve follows from counting",
        owner: Owner::Ours,
        status: Status::Gate,
        protocol: SWEEP,
        predicate: Predicate::EachMember {
            quota: Some(3),
            tests: &[
                on_the_curve(0, Within(Of(ceiling), 0.03)),
                on_the_curve(1, Within(Of(ceiling), 0.03)),
                on_the_curve(2, Within(Of(ceiling), 0.03)),
                on_the_curve(3, Within(Of(ceiling), 0.03)),
                on_the_curve(4, Within(Of(ceiling), 0.03)),
                on_the_curve(5, Within(Of(ceiling), 0.03)),
                on_the_curve(6, Within(Of(ceiling), 0.03)),
                on_the_curve(5, AtLeast(Fixed(0.95))),
                on_the_curve(6, AtLeast(Fixed(0.95))),
            ],
        },
    },
    Claim {
        id: "IP-8",
        statement: "Empty places in front of the list do not help: the network stops at the same ceiling as without them.",
        source: "Control for Theorem 3",
        owner: Owner::Ours,
        status: Status::Gate,
        protocol: &[alone!("scratch", "scratch" = "0", "leading" = "6")],
        predicate: Predicate::EachMember {
            quota: None,
            tests: &[test("scratch", ACCURACY, Within(Of(ceiling), 0.03), End)],
        },
    },
    Claim {
        id: "IP-9",
        statement: "As many empty places as symbols, an answer that is said symbol by symbol, or a look both ways: with each of them at least 95% of the symbols are right.",
        source: "Theorems 2 and 3; that answering symbol by symbol is enough, and the threshold, are ours",
        owner: Owner::Ours,
        status: Status::Gate,
        protocol: DEFAULT,
        predicate: Predicate::EachMember {
            quota: None,
            tests: &[
                test("scratch", ACCURACY, AtLeast(Fixed(0.95)), End),
                test("autoregressive", ACCURACY, AtLeast(Fixed(0.95)), End),
                test("bidirectional", ACCURACY, AtLeast(Fixed(0.95)), End),
            ],
        },
    },
    Claim {
        id: "IP-10",
        statement: "With the list first, the same left-to-right network learns to shuffle lists of 8 (at least 99%) and cannot put them back: there it never does better than its ceiling.",
        source: "Contrast of ours; the paper has the order first",
        owner: Owner::Ours,
        status: Status::Gate,
        protocol: &[
            alone!("causal", "n" = "8", "alphabet" = "16", "layout" = "string-first", "task" = "forward"),
            alone!("causal", "n" = "8", "alphabet" = "16", "layout" = "string-first"),
        ],
        predicate: Predicate::EachMember {
            quota: None,
            tests: &[
                test("causal", ACCURACY, AtLeast(Fixed(0.99)), End),
                Test {
                    place: Place { cell: 1, arm: "causal", series: ACCURACY },
                    bound: AtMost(Of(hardly_above_the_ceiling)),
                    time: Always,
                },
            ],
        },
    },
    Claim {
        id: "IP-11",
        statement: "With the order first, shuffling has the same ceiling as putting back: the layout makes the difference, not the task.",
        source: "Control of ours for IP-10",
        owner: Owner::Ours,
        status: Status::Gate,
        protocol: &[alone!("causal", "task" = "forward")],
        predicate: Predicate::EachMember {
            quota: None,
            tests: &[test("causal", ACCURACY, Within(Of(ceiling), 0.03), End)],
        },
    },
];
