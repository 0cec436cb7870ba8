use lab::EXPERIMENTS;
use lab::record::Point;

use super::*;
use crate::protocol::{FromWorker, Report, Stop};

fn model(fragment: &str) -> Model {
    Model::new(Link::from_fragment(EXPERIMENTS[0], fragment).unwrap())
}

/// Everything that one worker's members do, in one report.
fn whole(model: &Model, message: &ToWorker) -> FromWorker {
    let ToWorker::Prepare { run, members, .. } = message else { panic!("{message:?}") };
    let mut report = Report { run: *run, finished: true, ..Report::default() };
    for (arm, declared) in (0u32..).zip(model.arms()) {
        for &member in members {
            report.trained += declared.steps;
            report.chains.push(Chain { arm, member, hash: [u8::try_from(arm).unwrap(); 32], stopped: None });
            let values = vec![0.5; model.keys().experiment.series.len()];
            report.points.extend((0..=PROGRESS).map(|j| Point {
                arm,
                member,
                j,
                step: step_at(j, declared.steps),
                values: values.clone(),
            }));
        }
    }
    FromWorker::Report(report)
}

fn finish(model: &mut Model, workers: u32) {
    let messages = model.prepare(workers);
    model.resume(0.0);
    for message in &messages {
        let report = whole(model, message);
        model.receive(report, 1.0);
    }
}

#[test]
fn members_are_dealt_out_in_turn() {
    let mut model = model("rev=1&members=5");
    assert_eq!(model.wanted_workers(2), 2);
    assert_eq!(model.wanted_workers(99), 5);
    let dealt: Vec<Vec<u32>> = model
        .prepare(2)
        .into_iter()
        .map(|message| match message {
            ToWorker::Prepare { members, .. } => members,
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(dealt, [vec![0, 2, 4], vec![1, 3]]);
}

#[test]
fn a_link_may_say_how_many_workers() {
    assert_eq!(model("rev=1&members=5&workers=3").wanted_workers(8), 3);
    assert_eq!(model("rev=1&members=2&workers=64").wanted_workers(8), 2);
}

#[test]
fn a_run_ends_when_every_worker_is_done() {
    let mut model = model("rev=1&members=3");
    let messages = model.prepare(2);
    assert_eq!(model.phase(), &Phase::Paused);
    model.resume(0.0);
    let first = whole(&model, &messages[0]);
    model.receive(first, 10.0);
    assert_eq!((model.phase(), model.digest()), (&Phase::Running, None));
    assert!(model.progress() > 0.6 && model.progress() < 0.7);
    let second = whole(&model, &messages[1]);
    model.receive(second, 20.0);
    assert_eq!(model.phase(), &Phase::Finished);
    assert!((model.progress() - 1.0).abs() < f64::EPSILON);
    let (step, of) = model.step();
    assert_eq!(step, of);
    assert!(model.digest().is_some());
}

#[test]
fn the_digest_does_not_depend_on_the_number_of_workers() {
    let digests: Vec<_> = [1, 2, 4]
        .into_iter()
        .map(|workers| {
            let mut model = model("rev=1&members=4");
            finish(&mut model, workers);
            model.digest().unwrap()
        })
        .collect();
    assert!(digests.windows(2).all(|pair| pair[0] == pair[1]));
}

#[test]
fn a_shared_link_verifies_and_a_changed_one_does_not() {
    let mut first = model("rev=1&seed=3&members=2");
    finish(&mut first, 1);
    assert_eq!(first.verdict(), None);
    let shared = first.share().write();
    assert!(shared.starts_with("rev=1&seed=3&members=2&bits=1&digest="));

    let mut again = model(&shared);
    finish(&mut again, 2);
    assert_eq!(again.verdict(), Some(Verdict::Same));
    assert_eq!(again.share().write(), shared);

    let last = if shared.ends_with('0') { "1" } else { "0" };
    let mut changed = model(&format!("{}{last}", &shared[..shared.len() - 1]));
    finish(&mut changed, 1);
    assert_eq!(changed.verdict(), Some(Verdict::Differs));

    let mut earlier = model(&format!("{shared}&at=3"));
    finish(&mut earlier, 1);
    assert_eq!(earlier.verdict(), Some(Verdict::OtherProgress(3)));
}

#[test]
fn what_an_earlier_run_still_says_is_not_heard() {
    let mut model = model("rev=1&members=1");
    let messages = model.prepare(1);
    let late = whole(&model, &messages[0]);
    assert_eq!(model.reset(), ToWorker::Clear);
    model.receive(late.clone(), 1.0);
    assert_eq!((model.phase(), model.step().0), (&Phase::Ready, 0));
    model.prepare(1);
    model.receive(late, 2.0);
    assert_eq!(model.step().0, 0);
}

#[test]
fn a_changed_setting_begins_anew() {
    let mut model =
        model("rev=1&seed=3&members=2&theme=dark&colour=1&bits=1&digest=00112233445566778899aabbccddeeff");
    assert!(model.link().certificate.is_some() && model.link().notes.len() == 1);
    finish(&mut model, 1);
    model.receive(FromWorker::Ready { check: "abc".into(), bits: 1 }, 0.0);
    let keys = RunKeys { seed: 4, ..model.keys().clone() };
    model.change(keys);
    assert_eq!((model.phase(), model.digest(), model.check()), (&Phase::Ready, None, Some("abc")));
    assert_eq!(model.link().write(), "rev=1&seed=4&members=2&theme=dark");
    assert!(model.link().notes.is_empty());
}

#[test]
fn a_member_that_ends_early_shortens_the_run() {
    let mut model = model("rev=1&members=1");
    let messages = model.prepare(1);
    let ToWorker::Prepare { run, .. } = messages[0] else { panic!() };
    let before = model.total;
    let stopped = vec![Stop { arm: 0, member: 0, step: 100 }];
    let left = u64::from(model.arms()[0].steps - 100);
    model.receive(FromWorker::Report(Report { run, stopped, ..Report::default() }), 1.0);
    assert_eq!(model.total, before - left);
}

#[test]
fn a_failure_ends_the_run_and_another_can_begin() {
    let mut model = model("rev=1&members=1");
    model.prepare(1);
    model.resume(0.0);
    model.receive(FromWorker::Failed { run: None, sentence: "It broke.".into() }, 1.0);
    assert_eq!(model.phase(), &Phase::Failed("It broke.".into()));
    finish(&mut model, 1);
    assert_eq!(model.phase(), &Phase::Finished);
}

#[test]
fn chains_that_are_missing_are_no_digest() {
    let mut model = model("rev=1&members=1");
    let messages = model.prepare(1);
    let FromWorker::Report(mut report) = whole(&model, &messages[0]) else { panic!() };
    report.chains.pop();
    model.receive(FromWorker::Report(report), 1.0);
    assert!(matches!(model.phase(), Phase::Failed(_)));
}
