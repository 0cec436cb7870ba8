//! What it claims. Thresholds of ours were calibrated on seeds 1 to 5 and verified on seeds 6 to 10; the tables are in
//! `claims.md`.

use super::world::World;
use crate::claim::Bound::{AtLeast, AtMost};
use crate::claim::Level::{Fixed, Of};
use crate::claim::Time::End;
use crate::claim::{Bound, Cell, Claim, Evidence, Owner, Place, Predicate, Status, Test, mean};
use crate::experiment::Experiment;
use crate::knob::Knobs;

/// The default run: two vectors or one.
const BINDING: &[Cell] = &[Cell { knobs: &[], members: 4 }];

/// One cause at a time.
const CAUSES: &[Cell] = &[Cell { knobs: &[("models", "causes")], members: 2 }];

/// One model alone, with these knobs beside.
macro_rules! alone {
    ($model:literal, $members:literal $(, $key:literal = $value:literal)*) => {
        Cell { knobs: &[("models", $model) $(, ($key, $value))*], members: $members }
    };
}

const fn at(cell: usize, arm: &'static str, series: &'static str) -> Place {
    Place { cell, arm, series }
}

/// A test at the end of the first run of a protocol.
const fn ends(arm: &'static str, series: &'static str, bound: Bound) -> Test {
    Test { place: at(0, arm, series), bound, time: End }
}

/// Twice the chance of naming the right person by guessing.
fn twice_chance(knobs: &Knobs) -> f64 {
    2.0 * World::new(knobs).chance()
}

/// Chance twice over, or one in two hundred where that is more.
fn hardly_ever(knobs: &Knobs) -> f64 {
    twice_chance(knobs).max(0.005)
}

/// The mean share of right answers, the other way round, in a run of a model alone.
fn reverse(experiment: &Experiment, runs: &[Evidence<'_>], cell: usize, arm: &'static str) -> f64 {
    mean(experiment, runs, at(cell, arm, "reverse"))
}

/// How many times as many right answers, the other way round, the first run has as the second.
fn times(experiment: &Experiment, runs: &[Evidence<'_>], arm: &'static str) -> f64 {
    reverse(experiment, runs, 0, arm) / reverse(experiment, runs, 1, arm).max(1e-3)
}

pub(super) static CLAIMS: [Claim; 14] = [
    Claim {
        id: "RC-1",
        statement: "Whatever a model is made of, it learns the facts as they are told: at least 99% of them with vectors for people, 95% where it writes names in parts, 80% where it reads them from parts.",
        source: "Section 2; thresholds of ours",
        owner: Owner::Ours,
        status: Status::Gate,
        protocol: CAUSES,
        predicate: Predicate::EachMember {
            quota: None,
            tests: &[
                ends("untied", "forward", AtLeast(Fixed(0.99))),
                ends("tied", "forward", AtLeast(Fixed(0.99))),
                ends("surface", "forward", AtLeast(Fixed(0.95))),
                ends("jepa", "forward", AtLeast(Fixed(0.8))),
            ],
        },
    },
    Claim {
        id: "RC-2",
        statement: "A language model that writes names in parts knows at least 95% of the facts as told, and hardly ever one the other way round.",
        source: "Section 3 (no figure of it is given); Berglund et al., 2023, experiment 1",
        owner: Owner::Ours,
        status: Status::Gate,
        protocol: CAUSES,
        predicate: Predicate::EachMember {
            quota: None,
            tests: &[
                ends("surface", "forward", AtLeast(Fixed(0.95))),
                ends("surface", "reverse", AtMost(Of(hardly_ever))),
            ],
        },
    },
    Claim {
        id: "RC-3",
        statement: "Two vectors for a person are enough to bring the curse about: asked the other way round, the model is right no more than twice as often as by guessing.",
        source: "Section 3.1, inconsistency; Zhu et al., 2024",
        owner: Owner::Ours,
        status: Status::Gate,
        protocol: BINDING,
        predicate: Predicate::EachMember {
            quota: None,
            tests: &[
                ends("untied", "reverse", AtMost(Of(twice_chance))),
                ends("untied", "reverse-mrr", AtMost(Fixed(0.02))),
            ],
        },
    },
    Claim {
        id: "RC-4",
        statement: "With one vector for a person the model turns at least 80% of the facts around that it was told one way only.",
        source: "Table 1 (mean reciprocal rank 0.82 to 0.975); thresholds of ours",
        owner: Owner::Ours,
        status: Status::Gate,
        protocol: BINDING,
        predicate: Predicate::EachMember {
            quota: None,
            tests: &[
                ends("tied", "reverse", AtLeast(Fixed(0.8))),
                ends("tied", "reverse-mrr", AtLeast(Fixed(0.88))),
            ],
        },
    },
    Claim {
        id: "RC-5",
        statement: "The more people teach the rule, the better it is learned: with 800 in group A the mean reciprocal rank is at least 0.04 above that with 400.",
        source: "Table 1: 0.823 with 2,500 people, 0.947 with 50,000",
        owner: Owner::Ours,
        status: Status::Reported,
        protocol: &[alone!("tied", 4), alone!("tied", 4, "entities" = "400")],
        predicate: Predicate::AcrossMembers {
            what: "mean reciprocal rank with 800, less that with 400",
            value: |experiment, runs| {
                let of = |cell| mean(experiment, runs, at(cell, "tied", "reverse-mrr"));
                of(0) - of(1)
            },
            bound: AtLeast(Fixed(0.04)),
        },
    },
    Claim {
        id: "RC-6",
        statement: "Where nobody is told both directions there is no rule to learn, and one vector does not help: no more than twice chance.",
        source: "The design of the task, section 2",
        owner: Owner::Ours,
        status: Status::Gate,
        protocol: &[alone!("tied", 4, "rule" = "one")],
        predicate: Predicate::EachMember {
            quota: None,
            tests: &[ends("tied", "reverse", AtMost(Of(twice_chance)))],
        },
    },
    Claim {
        id: "RC-7",
        statement: "A model that reads names from their parts, subjects and objects alike, turns at least a tenth of the facts around: far more than chance, and far from all.",
        source: "Figure 3 (about 72% with 50,000 people)",
        owner: Owner::Ours,
        status: Status::Reported,
        protocol: CAUSES,
        predicate: Predicate::EachMember {
            quota: None,
            tests: &[
                ends("jepa", "reverse", AtLeast(Fixed(0.1))),
                ends("surface", "reverse", AtMost(Of(hardly_ever))),
            ],
        },
    },
    Claim {
        id: "RC-8",
        statement: "Names that share parts get in each other's way: where nobody shares one, that model turns at least three times as many facts around as where ten people share each.",
        source: "Figure 3, multiplicity; section 3.2, entanglement",
        owner: Owner::Ours,
        status: Status::Gate,
        protocol: &[alone!("jepa", 2, "sharing" = "1"), alone!("jepa", 2, "sharing" = "10")],
        predicate: Predicate::AcrossMembers {
            what: "share turned around, one person to a name against ten",
            value: |experiment, runs| times(experiment, runs, "jepa"),
            bound: AtLeast(Fixed(3.0)),
        },
    },
    Claim {
        id: "RC-9",
        statement: "Two layers that read a name are worse than one.",
        source: "Figure 3: 72, 52, 40% as layers are added",
        owner: Owner::Ours,
        status: Status::Exploratory,
        protocol: &[alone!("jepa", 2), alone!("jepa", 2, "depth" = "2")],
        predicate: Predicate::AcrossMembers {
            what: "share turned around with one layer, less that with two",
            value: |experiment, runs| {
                reverse(experiment, runs, 0, "jepa") - reverse(experiment, runs, 1, "jepa")
            },
            bound: AtLeast(Fixed(0.0)),
        },
    },
    Claim {
        id: "RC-10",
        statement: "A memory that gives each name a vector of its own turns at least 80% of the facts around, and at least 30 points more than the model without it.",
        source: "Figure 4 (about 80% against 72%)",
        owner: Owner::Ours,
        status: Status::Gate,
        protocol: CAUSES,
        predicate: Predicate::EachMember {
            quota: None,
            tests: &[
                ends("memory", "reverse", AtLeast(Fixed(0.8))),
                ends("jepa", "reverse", AtMost(Fixed(0.5))),
            ],
        },
    },
    Claim {
        id: "RC-11",
        statement: "Width does not take the place of a memory: 1.75 times as wide, the model that reads names from parts gains less than half of what the memory does.",
        source: "Figure 4: from 768 to 1,280 the gain is marginal",
        owner: Owner::Ours,
        status: Status::Reported,
        protocol: &[alone!("jepa", 2), alone!("jepa", 2, "width" = "112"), alone!("memory", 2)],
        predicate: Predicate::AcrossMembers {
            what: "gain by width, as a share of the gain by memory",
            value: |experiment, runs| {
                let of = |cell, arm| reverse(experiment, runs, cell, arm);
                (of(1, "jepa") - of(0, "jepa")) / (of(2, "memory") - of(0, "jepa"))
            },
            bound: AtMost(Fixed(0.5)),
        },
    },
    Claim {
        id: "RC-12",
        statement: "Without weight decay the rule is hardly found: after 500 steps the model with one vector turns at least three times as many facts around with it as without.",
        source: "Kim et al., 2025: below 40% with a decay below 1, up to 98% above",
        owner: Owner::Ours,
        status: Status::Gate,
        protocol: &[alone!("tied", 4, "steps" = "500"), alone!("tied", 4, "steps" = "500", "decay" = "0")],
        predicate: Predicate::AcrossMembers {
            what: "share turned around with decay, against that without",
            value: |experiment, runs| times(experiment, runs, "tied"),
            bound: AtLeast(Fixed(3.0)),
        },
    },
    Claim {
        id: "RC-13",
        statement: "Two vectors are enough where each told fact is said backwards too, in relations of their own: at least 75% of the facts are turned around.",
        source: "Golovneva et al., 2024: entity-preserving reversal",
        owner: Owner::Ours,
        status: Status::Gate,
        protocol: &[alone!("backwards", 2, "steps" = "600")],
        predicate: Predicate::EachMember {
            quota: None,
            tests: &[
                ends("backwards", "reverse", AtLeast(Fixed(0.75))),
                ends("untied", "reverse", AtMost(Of(twice_chance))),
            ],
        },
    },
    Claim {
        id: "RC-14",
        statement: "A transformer that learns to fill gaps of any rate turns at least 95% of the facts around; one that fills gaps of a fixed 15% less than 60%, either way; one that reads from left to right at most 10%.",
        source: "Kitouni et al., 2024, table 5: 100 and 100, 21 and 22, 100 and 0%",
        owner: Owner::Ours,
        status: Status::Reported,
        protocol: &[alone!("gaps", 2)],
        predicate: Predicate::EachMember {
            quota: None,
            tests: &[
                ends("any-rate", "reverse", AtLeast(Fixed(0.95))),
                ends("any-rate", "forward", AtLeast(Fixed(0.95))),
                ends("masked", "reverse", AtMost(Fixed(0.6))),
                ends("masked", "forward", AtMost(Fixed(0.6))),
                ends("left-to-right", "forward", AtLeast(Fixed(0.95))),
                ends("left-to-right", "reverse", AtMost(Fixed(0.1))),
            ],
        },
    },
];
