//! What this experiment claims. Thresholds of ours were calibrated on seeds 1 to 5 and verified on seeds 6 to 10; the
//! table is in `claims.md`.

use super::ceiling::token_ceiling;
use super::variants;
use crate::claim::Bound::{AtLeast, AtMost, Within};
use crate::claim::Level::{Fixed, Of};
use crate::claim::{Cell, Claim, Owner, Place, Predicate, Status, Test, Time};
use crate::knob::Knobs;

const fn place(arm: &'static str, series: &'static str) -> Place {
    Place { cell: 0, arm, series }
}

/// The exact ceiling of the network that reads left to right and answers in place.
fn ceiling(knobs: &Knobs) -> f64 {
    token_ceiling(knobs.whole("n"), knobs.whole("alphabet"), &variants(knobs)[0])
}

/// Chance, and a little more.
fn hardly_above_chance(knobs: &Knobs) -> f64 {
    1.0 / f64::from(knobs.whole("alphabet")) + 0.05
}

/// The default run.
const DEFAULT: &[Cell] = &[Cell { knobs: &[], members: 4 }];

pub(super) static CLAIMS: [Claim; 2] = [
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
                Test {
                    place: place("causal", "token-accuracy"),
                    bound: Within(Of(ceiling), 0.02),
                    time: Time::End,
                },
                Test {
                    place: place("causal", "visible-accuracy"),
                    bound: AtLeast(Fixed(0.98)),
                    time: Time::End,
                },
                Test {
                    place: place("causal", "hidden-accuracy"),
                    bound: AtMost(Of(hardly_above_chance)),
                    time: Time::End,
                },
                Test {
                    place: place("causal", "token-accuracy"),
                    bound: AtMost(Of(|knobs| ceiling(knobs) + 0.02)),
                    time: Time::Always,
                },
            ],
        },
    },
    Claim {
        id: "IP-9",
        statement: "As many empty places as symbols, or a look both ways, restore at least 95% of the symbols.",
        source: "Theorems 2 and 3; the threshold is ours",
        owner: Owner::Ours,
        status: Status::Gate,
        protocol: DEFAULT,
        predicate: Predicate::EachMember {
            quota: None,
            tests: &[
                Test {
                    place: place("scratch", "token-accuracy"),
                    bound: AtLeast(Fixed(0.95)),
                    time: Time::End,
                },
                Test {
                    place: place("bidirectional", "token-accuracy"),
                    bound: AtLeast(Fixed(0.95)),
                    time: Time::End,
                },
            ],
        },
    },
];
