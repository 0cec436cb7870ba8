//! What has come of a claim so far. A verdict that is given stays as it is, whatever is measured later.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::{Bound, Claim, Place, Predicate, Test, Time, interval};
use crate::digest::{PROGRESS, step_at};
use crate::experiment::Experiment;
use crate::keys::RunKeys;
use crate::knob::Knobs;
use crate::recording::{Point, Quartiles, Recording};

/// A run that bears on claims, over or under way.
#[derive(Debug, Clone)]
pub struct Evidence<'a> {
    /// Its knobs.
    pub knobs: Knobs,
    /// What it has measured.
    pub recording: &'a Recording,
    /// The models of each arm that are this run's: all of them, or those of one value of a sweep.
    pub models: Range<u32>,
}

/// What is known of one member, or of one pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// It passes, and nothing can change that.
    Passed,
    /// It fails, and nothing can change that.
    Failed,
    /// Not known yet.
    Open,
}

/// What is known of a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// It holds.
    Holds,
    /// It fails.
    Fails,
    /// Not known yet.
    Undecided,
}

/// What has come of a claim, with its reasons.
#[derive(Debug, Clone, PartialEq)]
pub struct Judgement {
    /// What is known.
    pub verdict: Verdict,
    /// Each member's part, where members decide one by one.
    pub members: Vec<Outcome>,
    /// How many of them must pass.
    pub quota: u32,
    /// The number that was measured; of several members their median. `None` before there is any.
    pub value: Option<f64>,
}

impl Outcome {
    /// Its name in exports.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Failed => "failed",
            Self::Open => "open",
        }
    }
}

impl Verdict {
    /// The sign that stands before it.
    #[must_use]
    pub fn mark(self) -> char {
        match self {
            Self::Holds => '✓',
            Self::Fails => '✗',
            Self::Undecided => '…',
        }
    }

    /// Its name in exports.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Holds => "holds",
            Self::Fails => "fails",
            Self::Undecided => "undecided",
        }
    }
}

impl Judgement {
    /// How many members have passed.
    #[must_use]
    pub fn passed(&self) -> u32 {
        self.count(Outcome::Passed)
    }

    /// The exact interval of the share of members that pass, where members decide one by one.
    #[must_use]
    pub fn interval(&self) -> Option<(f64, f64)> {
        (!self.members.is_empty()).then(|| interval(self.passed(), self.of()))
    }

    /// How many members decide.
    #[must_use]
    pub fn of(&self) -> u32 {
        u32::try_from(self.members.len()).unwrap_or(u32::MAX)
    }

    fn count(&self, outcome: Outcome) -> u32 {
        u32::try_from(self.members.iter().filter(|member| **member == outcome).count()).unwrap_or(u32::MAX)
    }

    /// Decides by members: `quota` must pass.
    fn by_members(mut self) -> Self {
        self.verdict = match () {
            () if self.passed() >= self.quota => Verdict::Holds,
            () if self.of() - self.count(Outcome::Failed) < self.quota => Verdict::Fails,
            () => Verdict::Undecided,
        };
        self
    }
}

impl<'a> Evidence<'a> {
    /// What a run says to claims: it as a whole, or every value of its sweep.
    #[must_use]
    pub fn of(keys: &RunKeys, recording: &'a Recording) -> Vec<Self> {
        let cell = |cell| Self {
            knobs: keys.sweep.knobs(&keys.knobs, cell),
            recording,
            models: keys.models_of(cell),
        };
        (0..keys.sweep.cells()).map(cell).collect()
    }

    fn member(&self, member: u32) -> u32 {
        self.models.start + member
    }

    /// Whether the first `members` of every arm are at their end.
    fn is_complete(&self, members: u32) -> bool {
        (0..self.recording.arms())
            .all(|arm| (0..members).all(|member| self.recording.is_over(arm, self.member(member))))
    }
}

/// What has come of a claim, given runs of one seed; `None` where they do not have all that its protocol asks for.
#[must_use]
pub fn judge(experiment: &'static Experiment, claim: &Claim, runs: &[Evidence<'_>]) -> Option<Judgement> {
    let mut evidence = Vec::new();
    for cell in claim.protocol {
        let wanted = cell.keys(experiment, 0).knobs;
        let count = |run: &&Evidence<'_>| u32::try_from(run.models.len()).unwrap_or(u32::MAX);
        let run = runs.iter().find(|run| run.knobs == wanted && count(run) >= cell.members)?;
        evidence.push(Evidence { models: run.models.start..run.models.start + cell.members, ..run.clone() });
    }
    let members = claim.protocol.iter().map(|cell| cell.members).min().unwrap_or(0);
    let is_complete =
        evidence.iter().all(|run| run.is_complete(u32::try_from(run.models.len()).unwrap_or(0)));
    let knobs = evidence.first().map_or_else(|| Knobs::defaults(experiment.knobs), |run| run.knobs.clone());
    let at_once = |value: f64, bound: Bound, is_complete: bool| Judgement {
        verdict: match () {
            () if !is_complete => Verdict::Undecided,
            () if bound.holds(value, &knobs) => Verdict::Holds,
            () => Verdict::Fails,
        },
        members: Vec::new(),
        quota: 0,
        value: is_complete.then_some(value),
    };
    Some(match &claim.predicate {
        Predicate::EachMember { quota, tests } => Judgement {
            verdict: Verdict::Undecided,
            members: (0..members).map(|member| all(experiment, &evidence, tests, member)).collect(),
            quota: quota.unwrap_or(members),
            value: tests.first().and_then(|test| median(experiment, &evidence, test.place, members)),
        }
        .by_members(),
        Predicate::AcrossMembers { value, bound, .. } => {
            let measured = if is_complete { value(experiment, &evidence) } else { f64::NAN };
            at_once(measured, *bound, is_complete)
        }
        Predicate::BetweenCells { pair, quota, bound } => {
            let outcome = |difference: Option<f64>| match difference {
                _ if !is_complete => Outcome::Open,
                Some(difference) if bound.holds(difference, &knobs) => Outcome::Passed,
                Some(_) | None => Outcome::Failed,
            };
            let differences: Vec<Option<f64>> =
                (0..members).map(|member| difference(experiment, &evidence, *pair, member)).collect();
            let known = Quartiles::of(differences.iter().copied().flatten().collect());
            Judgement {
                verdict: Verdict::Undecided,
                members: differences.into_iter().map(outcome).collect(),
                quota: quota.unwrap_or(members),
                value: known.map(|known| known.median),
            }
            .by_members()
        }
        Predicate::Exact { value, bound, .. } => at_once(value(), *bound, true),
    })
}

/// One member against all tests.
fn all(experiment: &Experiment, runs: &[Evidence<'_>], tests: &[Test], member: u32) -> Outcome {
    let outcomes: Vec<Outcome> = tests.iter().map(|test| one(experiment, runs, test, member)).collect();
    match () {
        () if outcomes.contains(&Outcome::Failed) => Outcome::Failed,
        () if outcomes.contains(&Outcome::Open) => Outcome::Open,
        () => Outcome::Passed,
    }
}

fn one(experiment: &Experiment, runs: &[Evidence<'_>], test: &Test, member: u32) -> Outcome {
    let Some((run, arm, series)) = place(experiment, runs, test.place) else { return Outcome::Failed };
    let points = run.recording.points(arm, run.member(member));
    let holds = |point: &Point| {
        point.values.get(series).is_some_and(|value| test.bound.holds(f64::from(*value), &run.knobs))
    };
    let known = |passed: bool| if passed { Outcome::Passed } else { Outcome::Failed };
    let last = points.last().filter(|point| point.j == PROGRESS);
    let outcome = match test.time {
        Time::End => last.map_or(Outcome::Open, |point| known(holds(point))),
        Time::By(step) => {
            let next = points.last().map_or(0, |point| step_at(point.j + 1, run.recording.steps(arm)));
            match () {
                () if points.iter().any(|point| point.step <= step && holds(point)) => Outcome::Passed,
                () if last.is_some() || next > step => Outcome::Failed,
                () => Outcome::Open,
            }
        }
        Time::Always => match () {
            () if !points.iter().all(holds) => Outcome::Failed,
            () if last.is_some() => Outcome::Passed,
            () => Outcome::Open,
        },
    };
    // A member that ended early measures nothing more.
    let has_ended = run.recording.end(arm, run.member(member)).is_some();
    if outcome == Outcome::Open && has_ended { Outcome::Failed } else { outcome }
}

/// The run, arm and series of a place.
fn place<'r, 'a>(
    experiment: &Experiment,
    runs: &'r [Evidence<'a>],
    place: Place,
) -> Option<(&'r Evidence<'a>, usize, usize)> {
    let run = runs.get(place.cell)?;
    let arm = (experiment.arms)(&run.knobs).iter().position(|arm| arm.key == place.arm)?;
    let series = experiment.series.iter().position(|series| series.key == place.series)?;
    Some((run, arm, series))
}

/// The latest value of one member.
fn latest(experiment: &Experiment, runs: &[Evidence<'_>], at: Place, member: u32) -> Option<f64> {
    let (run, arm, series) = place(experiment, runs, at)?;
    let point = run.recording.points(arm, run.member(member)).last()?;
    point.values.get(series).map(|value| f64::from(*value))
}

fn median(experiment: &Experiment, runs: &[Evidence<'_>], at: Place, members: u32) -> Option<f64> {
    let values = (0..members).filter_map(|member| latest(experiment, runs, at, member));
    Quartiles::of(values.collect()).map(|quartiles| quartiles.median)
}

/// The difference of a pair at the end.
fn difference(experiment: &Experiment, runs: &[Evidence<'_>], pair: [Place; 2], member: u32) -> Option<f64> {
    let [first, second] = pair.map(|at| {
        let (run, arm, series) = place(experiment, runs, at)?;
        let point = run.recording.point(arm, run.member(member), PROGRESS)?;
        point.values.get(series).map(|value| f64::from(*value))
    });
    Some(first? - second?)
}

/// What each member of a run had measured at a point of progress, for predicates over all members; nothing while any of them
/// is missing.
pub fn values(
    experiment: &Experiment,
    runs: &[Evidence<'_>],
    Place { cell, arm, series }: Place,
    j: u32,
) -> Option<Vec<f64>> {
    let run = runs.get(cell)?;
    let arm = (experiment.arms)(&run.knobs).iter().position(|declared| declared.key == arm)?;
    let series = experiment.series_at(series);
    let value = |member| {
        let point = run.recording.point(arm, member, j)?;
        point.values.get(series).copied().map(f64::from)
    };
    run.models.clone().map(value).collect()
}

/// The mean of a series at the end over the members of a run; no number while any of them is missing.
pub fn mean(experiment: &Experiment, runs: &[Evidence<'_>], place: Place) -> f64 {
    let values = values(experiment, runs, place, PROGRESS);
    values.map_or(f64::NAN, |values| values.iter().sum::<f64>() / values.len() as f64)
}

#[cfg(test)]
mod tests {
    use super::super::{Bound::*, Cell, Level::Fixed, Owner, Status};
    use super::*;
    use crate::experiment::{Arm, BLANK, Cost, Series};
    use crate::recording::Stop;
    use crate::words::words;

    static EXPERIMENT: Experiment = Experiment {
        members: 4,
        arms,
        series: &[Series { key: "accuracy", label: "Accuracy", about: "" }],
        ..BLANK
    };

    fn arms(_: &Knobs) -> Vec<Arm> {
        let arm =
            |key| Arm { key, label: key.into(), about: String::new(), steps: 640, cost: Cost::default() };
        vec![arm("a"), arm("b")]
    }

    const HERE: Place = Place { cell: 0, arm: "a", series: "accuracy" };
    const THERE: Place = Place { cell: 0, arm: "b", series: "accuracy" };

    fn claim(predicate: Predicate) -> Claim {
        Claim {
            id: "T-1",
            statement: "",
            source: "",
            owner: Owner::Ours,
            status: Status::Gate,
            protocol: &[Cell { knobs: &[], members: 4 }],
            predicate,
        }
    }

    fn knobs() -> Knobs {
        Knobs::defaults(EXPERIMENT.knobs)
    }

    /// Measures a value of one arm's member from one point of progress to another.
    fn measure(recording: &mut Recording, arm: u32, member: u32, from: u32, to: u32, value: f32) {
        for j in from..=to {
            recording.push(Point { arm, member, j, step: j * 10, values: vec![value], ..Point::default() });
        }
    }

    fn judged(claim: &Claim, recording: &Recording) -> Judgement {
        let members = recording.members();
        judge(&EXPERIMENT, claim, &[Evidence { knobs: knobs(), recording, models: 0..members }])
            .expect("the run is the protocol's")
    }

    #[test]
    fn a_quota_decides_as_soon_as_it_can() {
        let test = Test { place: HERE, bound: AtLeast(Fixed(0.9)), time: Time::End };
        let tests: &'static [Test] = Vec::leak(vec![test]);
        let claim = claim(Predicate::EachMember { quota: Some(3), tests });
        let mut recording = Recording::new(&arms(&knobs()), 4, 1);
        assert_eq!(judged(&claim, &recording).verdict, Verdict::Undecided);
        for member in 0..3 {
            measure(&mut recording, 0, member, 0, 64, 0.95);
        }
        let judgement = judged(&claim, &recording);
        assert_eq!((judgement.verdict, judgement.passed()), (Verdict::Holds, 3));
        assert_eq!(judgement.members[3], Outcome::Open);
        assert_eq!(claim.threshold(&EXPERIMENT, words(None)), "a, accuracy: at least 0.9 at the end");

        let mut failing = Recording::new(&arms(&knobs()), 4, 1);
        measure(&mut failing, 0, 0, 0, 64, 0.5);
        assert_eq!(judged(&claim, &failing).verdict, Verdict::Undecided);
        failing.stop(Stop { arm: 0, member: 3, step: 5, chain: None });
        assert_eq!(judged(&claim, &failing).verdict, Verdict::Fails);
    }

    #[test]
    fn times_say_when_a_measurement_counts() {
        let outcome = |time, to: u32, low_from: u32| {
            let mut recording = Recording::new(&arms(&knobs()), 4, 1);
            measure(&mut recording, 0, 0, 0, to.min(low_from.saturating_sub(1)), 0.95);
            measure(&mut recording, 0, 0, low_from, to, 0.5);
            let test = Test { place: HERE, bound: AtLeast(Fixed(0.9)), time };
            one(&EXPERIMENT, &[Evidence { knobs: knobs(), recording: &recording, models: 0..4 }], &test, 0)
        };
        assert_eq!(outcome(Time::Always, 30, 99), Outcome::Open);
        assert_eq!(outcome(Time::Always, 30, 20), Outcome::Failed);
        assert_eq!(outcome(Time::Always, 64, 99), Outcome::Passed);
        assert_eq!(outcome(Time::By(100), 30, 20), Outcome::Passed);
        assert_eq!(outcome(Time::End, 63, 99), Outcome::Open);
        assert_eq!(outcome(Time::End, 64, 64), Outcome::Failed);
        let late = |to| {
            let mut recording = Recording::new(&arms(&knobs()), 4, 1);
            measure(&mut recording, 0, 0, 0, to, 0.5);
            let test = Test { place: HERE, bound: AtLeast(Fixed(0.9)), time: Time::By(105) };
            one(&EXPERIMENT, &[Evidence { knobs: knobs(), recording: &recording, models: 0..4 }], &test, 0)
        };
        // The next evaluation is at step 100, which still counts, and then at 110, which does not.
        assert_eq!((late(9), late(10)), (Outcome::Open, Outcome::Failed));
    }

    #[test]
    fn no_number_is_no_pass() {
        let test = Test { place: HERE, bound: AtMost(Fixed(9.0)), time: Time::End };
        let tests: &'static [Test] = Vec::leak(vec![test]);
        let mut recording = Recording::new(&arms(&knobs()), 4, 1);
        (0..4).for_each(|member| measure(&mut recording, 0, member, 0, 64, f32::NAN));
        let claim = claim(Predicate::EachMember { quota: None, tests });
        assert_eq!(judged(&claim, &recording).verdict, Verdict::Fails);
    }

    #[test]
    fn pairs_wait_for_every_run() {
        let claim =
            claim(Predicate::BetweenCells { pair: [HERE, THERE], quota: None, bound: AtLeast(Fixed(0.2)) });
        let mut recording = Recording::new(&arms(&knobs()), 4, 1);
        for member in 0..4 {
            measure(&mut recording, 0, member, 0, 64, 0.75);
            measure(&mut recording, 1, member, 0, if member < 3 { 64 } else { 63 }, 0.5);
        }
        assert_eq!(judged(&claim, &recording).verdict, Verdict::Undecided);
        measure(&mut recording, 1, 3, 64, 64, 0.5);
        let judgement = judged(&claim, &recording);
        assert_eq!((judgement.verdict, judgement.value), (Verdict::Holds, Some(0.25)));
    }

    #[test]
    fn across_members_and_exact_claims_give_one_number() {
        fn mean(_: &Experiment, runs: &[Evidence<'_>]) -> f64 {
            let last =
                |member| runs[0].recording.points(0, member).last().map_or(f64::NAN, |p| p.values[0].into());
            runs[0].models.clone().map(last).sum::<f64>() / 4.0
        }
        let bound = Within(Fixed(0.5), 0.1);
        let across = claim(Predicate::AcrossMembers { what: "mean", value: mean, bound });
        let mut recording = Recording::new(&arms(&knobs()), 4, 1);
        for (arm, member) in (0..2).flat_map(|arm| (0..4).map(move |member| (arm, member))) {
            assert_eq!(judged(&across, &recording).verdict, Verdict::Undecided);
            measure(&mut recording, arm, member, 0, 64, 0.5);
        }
        assert_eq!(judged(&across, &recording).verdict, Verdict::Holds);
        let exact = Claim { protocol: &[], ..claim(Predicate::Exact { what: "", value: || 0.7, bound }) };
        let judgement = judge(&EXPERIMENT, &exact, &[]).expect("nothing is needed");
        assert_eq!((judgement.verdict, judgement.value), (Verdict::Fails, Some(0.7)));
    }

    #[test]
    fn runs_of_another_protocol_say_nothing() {
        let tests: &'static [Test] = &[];
        let claim = claim(Predicate::EachMember { quota: None, tests });
        let recording = Recording::new(&arms(&knobs()), 3, 1);
        let few = Evidence { knobs: knobs(), recording: &recording, models: 0..3 };
        assert_eq!(judge(&EXPERIMENT, &claim, &[few]), None);
        assert_eq!(judge(&EXPERIMENT, &claim, &[]), None);
    }
}
