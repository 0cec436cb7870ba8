//! What it claims. Thresholds are ours; claims.md has the numbers that they come from.

use super::variant::World;
use crate::claim::Bound::{AtLeast, AtMost, Within};
use crate::claim::Level::Fixed;
use crate::claim::{Bound, Cell, Claim, Evidence, Owner, Place, Predicate, Status, Test, Time, values};
use crate::digest::PROGRESS;
use crate::experiment::Experiment;

/// Every knob at its default.
const DEFAULTS: Cell = Cell { knobs: &[], members: 20 };

/// One layer, trained on batches.
macro_rules! single {
    ($($key:literal = $value:literal),*) => {
        Cell { knobs: &[("models", "single") $(, ($key, $value))*], members: 4 }
    };
}

/// A flow of some width with small weights of either sign.
macro_rules! normal {
    ($columns:literal) => {
        Cell {
            knobs: &[
                ("models", "two"),
                ("start", "normal"),
                ("size", "0.05"),
                ("columns", $columns),
                ("time", "10"),
            ],
            members: 64,
        }
    };
}

/// A test of a flow in the only run of a protocol, at the end.
const fn ends(arm: &'static str, series: &'static str, bound: Bound) -> Test {
    Test { place: at(0, arm, series), bound, time: Time::End }
}

const fn at(cell: usize, arm: &'static str, series: &'static str) -> Place {
    Place { cell, arm, series }
}

/// When each member of a network of one layer had nine tenths of its answer, in the first concept and in the last.
fn learned(experiment: &Experiment, runs: &[Evidence<'_>], cell: usize) -> Option<[Vec<f64>; 2]> {
    let times = |series| {
        let times = values(experiment, runs, at(cell, "single", series), PROGRESS)?;
        Some(times.into_iter().map(|time| if time > 0.0 { time } else { f64::INFINITY }).collect())
    };
    Some([times("learned-first")?, times("learned-last")?])
}

fn share(of: impl Iterator<Item = bool>) -> f64 {
    let all: Vec<bool> = of.collect();
    all.iter().filter(|it| **it).count() as f64 / all.len() as f64
}

/// The share of members that learn the stronger concept first, and equal ones within 30% of each other's time.
fn follow_the_signal(experiment: &Experiment, runs: &[Evidence<'_>]) -> Option<f64> {
    let [weaker, equal, stronger] = [0, 1, 2].map(|cell| learned(experiment, runs, cell));
    let (weaker, equal, stronger) = (weaker?, equal?, stronger?);
    let follows = |member: usize| {
        let of = |times: &[Vec<f64>; 2]| times[0][member] / times[1][member];
        of(&weaker) > 1.0 && (of(&equal) - 1.0).abs() <= 0.3 && of(&stronger) < 1.0
    };
    Some(share((0..weaker[0].len()).map(follows)))
}

/// How far the times of networks that begin with next to nothing are from those of the theory, at worst; no number where a
/// more diverse concept was not learned sooner.
fn off_the_formula(experiment: &Experiment, runs: &[Evidence<'_>]) -> Option<f64> {
    let times: Vec<[Vec<f64>; 2]> =
        (0..runs.len()).map(|cell| learned(experiment, runs, cell)).collect::<Option<_>>()?;
    let (usual, small) = times.split_at(times.len() / 2);
    let falls = |member: usize| usual.windows(2).all(|pair| pair[1][0][member] < pair[0][0][member]);
    if !(0..usual.first()?[0].len()).all(falls) {
        return None;
    }
    let mut worst = 0f64;
    for (run, times) in runs.iter().skip(usual.len()).zip(small) {
        let (rate, rates) = (run.knobs.real("rate"), World::new(&run.knobs).rates());
        for (times, a) in times.iter().zip(rates) {
            let wanted = rate * libm::log(0.1) / libm::log(1.0 - rate * a);
            worst = times.iter().map(|time| (time / wanted - 1.0).abs()).fold(worst, f64::max);
        }
    }
    Some(worst)
}

/// Of 8 narrow networks, those whose test loss swings by 1% or more; none where any wide one swings by half a percent.
fn narrow_swing(experiment: &Experiment, runs: &[Evidence<'_>]) -> Option<f64> {
    let of = |arm| values(experiment, runs, at(0, arm, "swing"), PROGRESS);
    let (narrow, wide) = (of("narrow")?, of("wide")?);
    let calm = wide.iter().all(|swing| *swing < 0.005);
    Some(if calm { narrow.iter().filter(|swing| **swing >= 0.01).count() as f64 } else { 0.0 })
}

/// The share of flows of each run whose test loss swings by 1% or more.
fn swinging(experiment: &Experiment, runs: &[Evidence<'_>]) -> Option<Vec<f64>> {
    let of = |cell| {
        let swings = values(experiment, runs, at(cell, "two-layer", "swing"), PROGRESS)?;
        Some(share(swings.into_iter().map(|swing| swing > 0.01)))
    };
    (0..runs.len()).map(of).collect()
}

/// The epochs after which the order of points is looked at, as progress: 156, 468 and 780 of 832 steps of 128 of 20,000
/// points.
const EPOCHS: [u32; 3] = [12, 36, 60];

/// The share of pairs out of order, averaged over members, after the worst of some epochs.
fn out_of_order(experiment: &Experiment, runs: &[Evidence<'_>], epochs: &[u32]) -> Option<f64> {
    let mut worst = 0f64;
    for epoch in epochs {
        let all = values(experiment, runs, at(0, "relu", "out-of-order"), *epoch)?;
        worst = worst.max(all.iter().sum::<f64>() / all.len() as f64);
    }
    Some(worst)
}

/// Networks of two layers with four concepts, spread wide.
const FOUR: &[Cell] = &[Cell {
    knobs: &[
        ("models", "pair"),
        ("concepts", "4"),
        ("diversity", "0.5"),
        ("diversity-last", "0.5"),
        ("steps", "832"),
    ],
    members: 4,
}];

pub(super) static CLAIMS: [Claim; 11] = [
    Claim {
        id: "SB-1",
        statement: "One layer learns the concept with the stronger signal first: the second at signals of 1 and 2, the first at 3 and 2. At 2 and 2 their times are within 30% of each other.",
        source: "Figure 2a; threshold of ours",
        owner: Owner::Ours,
        status: Status::Gate,
        protocol: &[
            single!("steps" = "64"),
            single!("signal1" = "2", "steps" = "64"),
            single!("signal1" = "3", "steps" = "64"),
        ],
        predicate: Predicate::AcrossMembers {
            what: "share of members in which all three hold",
            value: |experiment, runs| follow_the_signal(experiment, runs).unwrap_or(f64::NAN),
            bound: AtLeast(Fixed(1.0)),
        },
    },
    Claim {
        id: "SB-2",
        statement: "The more diverse a concept, the sooner one layer learns it; and where its weights begin near zero, the time at which nine tenths of each concept are there is that of the formula within 10%.",
        source: "Figure 2b, theorem 4.1; threshold of ours",
        owner: Owner::Ours,
        status: Status::Gate,
        protocol: &[
            single!("diversity" = "0.05", "steps" = "128"),
            single!("diversity" = "0.5", "steps" = "128"),
            single!("diversity" = "1", "steps" = "128"),
            single!("diversity" = "2", "steps" = "128"),
            single!("diversity" = "0.05", "rate" = "0.003", "scale" = "0.01", "steps" = "1728"),
            single!("diversity" = "0.5", "rate" = "0.003", "scale" = "0.01", "steps" = "1728"),
            single!("diversity" = "1", "rate" = "0.003", "scale" = "0.01", "steps" = "1728"),
            single!("diversity" = "2", "rate" = "0.003", "scale" = "0.01", "steps" = "1728"),
        ],
        predicate: Predicate::AcrossMembers {
            what: "largest distance from the formula's time, as a share of it",
            value: |experiment, runs| off_the_formula(experiment, runs).unwrap_or(f64::NAN),
            bound: AtMost(Fixed(0.1)),
        },
    },
    Claim {
        id: "SB-3",
        statement: "Deep and narrow networks swing, wide ones do not: of 8 networks of four layers that are 2 wide, at least 2 swing by 1% or more; of those that are 64 wide none by half a percent.",
        source: "Figures 2c and 3; thresholds of ours",
        owner: Owner::Ours,
        status: Status::Reported,
        protocol: &[Cell { knobs: &[("models", "deep"), ("steps", "1536")], members: 8 }],
        predicate: Predicate::AcrossMembers {
            what: "narrow networks that swing, if no wide one does",
            value: |experiment, runs| narrow_swing(experiment, runs).unwrap_or(f64::NAN),
            bound: AtLeast(Fixed(2.0)),
        },
    },
    Claim {
        id: "SB-4",
        statement: "Two layers with small positive weights swing: while the training loss only falls, the test loss falls to 0.28 to 0.44, rises to 0.38 to 0.51 and falls for good, and turns where the theory says, in at least 19 of 20 members.",
        source: "Figures 5 and 17, section 4.3; thresholds of ours",
        owner: Owner::Ours,
        status: Status::Gate,
        protocol: &[Cell { knobs: &[("size", "0.05"), ("time", "10")], members: 20 }],
        predicate: Predicate::EachMember {
            quota: Some(19),
            tests: &[
                ends("two-layer", "turns", Within(Fixed(2.0), 0.0)),
                ends("two-layer", "dip", Within(Fixed(0.36), 0.08)),
                ends("two-layer", "peak", Within(Fixed(0.445), 0.065)),
                ends("two-layer", "in-order", AtLeast(Fixed(1.0))),
                ends("two-layer", "rise", AtMost(Fixed(1e-6))),
                ends("two-layer", "test", AtMost(Fixed(1e-3))),
            ],
        },
    },
    Claim {
        id: "SB-5",
        statement: "With three concepts the test loss falls three times, with four turns between, in at least one of 16 members.",
        source: "Figure 8 (a seed that was looked for); quota of ours",
        owner: Owner::Ours,
        status: Status::Gate,
        protocol: &[Cell {
            knobs: &[
                ("models", "two"),
                ("concepts", "3"),
                ("signal2", "1.5"),
                ("signal3", "2.2"),
                ("size", "0.01"),
                ("time", "20"),
                ("clock", "growing"),
            ],
            members: 16,
        }],
        predicate: Predicate::EachMember {
            quota: Some(1),
            tests: &[
                ends("two-layer", "turns", Within(Fixed(4.0), 0.0)),
                ends("two-layer", "test", AtMost(Fixed(0.05))),
            ],
        },
    },
    Claim {
        id: "SB-6",
        statement: "Where all first weights are equal, only the strongest concept is ever learned: the answer in the first stays below 5%, and the test loss stays at 1.69.",
        source: "Figure 10; weights of ours",
        owner: Owner::Ours,
        status: Status::Gate,
        protocol: &[Cell {
            knobs: &[
                ("models", "two"),
                ("concepts", "3"),
                ("signal1", "0.7"),
                ("signal2", "1.7"),
                ("start", "equal"),
                ("size", "0.1"),
                ("time", "20"),
            ],
            members: 1,
        }],
        predicate: Predicate::EachMember {
            quota: None,
            tests: &[
                ends("two-layer", "first", AtMost(Fixed(0.05))),
                ends("two-layer", "test", Within(Fixed(1.69), 0.01)),
            ],
        },
    },
    Claim {
        id: "SB-7",
        statement: "With first weights of either sign, the wider a flow, the seldomer it swings: by 1% or more in at least 8% more of those that are 2 wide than of those that are 16 wide.",
        source: "Appendix E.2; threshold of ours",
        owner: Owner::Ours,
        status: Status::Reported,
        protocol: &[normal!("2"), normal!("4"), normal!("16")],
        predicate: Predicate::AcrossMembers {
            what: "share that swings 2 wide, less that 16 wide; nothing where 4 wide is not between",
            value: |experiment, runs| match swinging(experiment, runs).as_deref() {
                Some([narrow, middle, wide]) if narrow >= middle && middle >= wide => narrow - wide,
                Some(_) => 0.0,
                None => f64::NAN,
            },
            bound: AtLeast(Fixed(0.08)),
        },
    },
    Claim {
        id: "SB-8",
        statement: "Points with more concepts have larger losses: in networks of two layers with bends between, after 1, 3 and 5 epochs at most 5% of the pairs are out of order.",
        source: "Figure 7 (no number is given); threshold of ours",
        owner: Owner::Ours,
        status: Status::Exploratory,
        protocol: FOUR,
        predicate: Predicate::AcrossMembers {
            what: "share of pairs out of order, mean over members, after the worst epoch",
            value: |experiment, runs| out_of_order(experiment, runs, &EPOCHS).unwrap_or(f64::NAN),
            bound: AtMost(Fixed(0.05)),
        },
    },
    Claim {
        id: "SB-9",
        statement: "One layer goes straight there: beginning with the same weights and moving down the same slope, its test loss never turns.",
        source: "Theorem 4.1",
        owner: Owner::Ours,
        status: Status::Gate,
        protocol: &[DEFAULTS],
        predicate: Predicate::EachMember {
            quota: None,
            tests: &[
                ends("one-layer", "turns", AtMost(Fixed(0.0))),
                ends("one-layer", "swing", AtMost(Fixed(1e-4))),
            ],
        },
    },
    Claim {
        id: "SB-10",
        statement: "Early on, points with more concepts have larger losses: after the first epoch at most 5% of the pairs are out of order.",
        source: "Figure 7 (no number is given); threshold of ours",
        owner: Owner::Ours,
        status: Status::Reported,
        protocol: FOUR,
        predicate: Predicate::AcrossMembers {
            what: "share of pairs out of order, mean over members, after the first epoch",
            value: |experiment, runs| out_of_order(experiment, runs, &EPOCHS[..1]).unwrap_or(f64::NAN),
            bound: AtMost(Fixed(0.05)),
        },
    },
    Claim {
        id: "SB-11",
        statement: "With weights as they begin by default, the test loss of two layers falls, rises by at least 1% of that of an answer of nothing, and falls for good, while the training loss only falls, in at least 19 of 20 members.",
        source: "Figures 5 and 17, section 4.3; thresholds of ours",
        owner: Owner::Ours,
        status: Status::Gate,
        protocol: &[DEFAULTS],
        predicate: Predicate::EachMember {
            quota: Some(19),
            tests: &[
                ends("two-layer", "swing", AtLeast(Fixed(0.01))),
                ends("two-layer", "turns", Within(Fixed(2.0), 0.0)),
                ends("two-layer", "in-order", AtLeast(Fixed(1.0))),
                ends("two-layer", "rise", AtMost(Fixed(1e-6))),
                ends("two-layer", "test", AtMost(Fixed(1e-3))),
            ],
        },
    },
];
