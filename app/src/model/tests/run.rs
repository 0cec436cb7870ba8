//! A run from its beginning to its end.

use lab::keys::RunKeys;

use super::*;
use lab::digest::Comparison;
use lab::recording::Stop;

#[test]
fn an_engine_of_another_release_trains_nothing() {
    let mut model = model("");
    let orders =
        model.receive(0, FromWorker::Ready { check: "abc".into(), bits: lab::digest::BITS + 1 }, 0.0);
    assert!(orders.is_empty() && model.check().is_none());
    assert!(matches!(model.phase(), Phase::Failed(sentence) if sentence.contains("different releases")));
}

#[test]
fn members_are_dealt_out_in_turn() {
    let mut model = model("rev=2&members=5");
    assert_eq!(model.wanted_workers(2), 2);
    assert_eq!(model.wanted_workers(99), 5);
    let dealt = run_on(&mut model, Device::Exact, 2);
    let seats: Vec<_> = dealt.iter().map(|part| (part.seat, part.members.clone())).collect();
    assert_eq!(seats, [(0, vec![0, 2, 4]), (1, vec![1, 3])]);
}

#[test]
fn a_link_may_say_how_many_workers() {
    assert_eq!(model("rev=2&members=5&workers=3").wanted_workers(8), 3);
    assert_eq!(model("rev=2&members=2&workers=64").wanted_workers(8), 2);
}

#[test]
fn a_run_ends_when_every_worker_is_done() {
    let mut model = model("rev=2&members=3");
    let parts = run_on(&mut model, Device::Exact, 2);
    let first = whole(&model, &parts[0]);
    model.receive(0, first, 10.0);
    assert_eq!((model.phase(), model.digest()), (&Phase::Running, None));
    assert!(model.progress() > 0.6 && model.progress() < 0.7);
    assert!(!model.waits_for(0) && model.waits_for(1));
    let second = whole(&model, &parts[1]);
    model.receive(1, second, 20.0);
    assert_eq!(model.phase(), &Phase::Finished);
    assert!((model.progress() - 1.0).abs() < f64::EPSILON);
    let (step, of) = model.position();
    assert_eq!(step, of);
    assert!(model.digest().is_some());
}

#[test]
fn the_digest_does_not_depend_on_the_number_of_workers() {
    let digests: Vec<_> = [1, 2, 4]
        .into_iter()
        .map(|workers| {
            let mut model = model("rev=2&members=4");
            finish(&mut model, workers);
            model.digest().unwrap()
        })
        .collect();
    assert!(digests.windows(2).all(|pair| pair[0] == pair[1]));
}

#[test]
fn a_shared_link_verifies_and_a_changed_one_does_not() {
    let mut first = model("rev=2&seed=3&members=2");
    finish(&mut first, 1);
    assert_eq!(first.comparison(), None);
    let shared = first.share().write();
    assert!(shared.starts_with("rev=2&seed=3&members=2&bits=1&digest="));

    let mut again = model(&shared);
    finish(&mut again, 2);
    assert_eq!(again.comparison(), Some(Comparison::Same));
    assert_eq!(again.share().write(), shared);

    let (bare, _) = shared.split_once("&proof=").unwrap();
    let mut bare = model(bare);
    finish(&mut bare, 1);
    assert_eq!(bare.comparison(), Some(Comparison::Same));
    assert_eq!(bare.share().write(), shared, "what is shared again has its proof");

    let digest = first.digest().unwrap().to_string();
    let mut forged = model(&shared.replace(&digest, &"0".repeat(32)));
    finish(&mut forged, 1);
    assert_eq!(forged.comparison(), Some(Comparison::Inconsistent));
    assert!(forged.announcement().contains("inconsistent"));
}

#[test]
fn a_run_that_is_over_stays_evidence() {
    let mut model = model("rev=2&seed=3&members=2");
    finish(&mut model, 1);
    model.change(RunKeys { members: 3, ..model.keys().clone() });
    assert_eq!(model.standings().len(), EXPERIMENTS[0].claims.len());
}

#[test]
fn what_an_earlier_run_still_says_is_not_heard() {
    let mut model = model("rev=2&members=1");
    let parts = run_on(&mut model, Device::Exact, 1);
    let late = whole(&model, &parts[0]);
    assert_eq!(model.reset(), [Order::All(ToWorker::Clear)]);
    model.receive(0, late.clone(), 1.0);
    assert_eq!((model.phase(), model.position().0), (&Phase::Ready, 0));
    run_on(&mut model, Device::Exact, 1);
    model.receive(0, late, 2.0);
    assert_eq!(model.position().0, 0);
}

#[test]
fn a_changed_setting_begins_anew() {
    let mut model =
        model("rev=2&seed=3&members=2&theme=dark&colour=1&bits=1&digest=00112233445566778899aabbccddeeff");
    assert!(model.link().certificate.is_some() && model.link().notes.len() == 1);
    finish(&mut model, 1);
    model.receive(0, FromWorker::Ready { check: "abc".into(), bits: 1 }, 0.0);
    let keys = RunKeys { seed: 4, ..model.keys().clone() };
    model.change(keys);
    assert_eq!((model.phase(), model.digest(), model.check()), (&Phase::Ready, None, Some("abc")));
    assert_eq!(model.link().write(), "rev=2&seed=4&members=2&theme=dark");
    assert!(model.link().notes.is_empty());
}

#[test]
fn a_member_that_ends_early_shortens_the_run() {
    let mut model = model("rev=2&members=1");
    let run = run_on(&mut model, Device::Exact, 1)[0].run;
    let before = model.total();
    let stopped = vec![Stop { arm: 0, member: 0, step: 100, chain: None }];
    let left = u64::from(model.arms()[0].steps - 100);
    let report = FromWorker::Report(Report { run, stopped, ..Report::default() });
    // A member that is taken up again stops again, and is still one.
    for _ in 0..2 {
        model.receive(0, report.clone(), 1.0);
        assert_eq!(model.total(), before - left);
    }
}

#[test]
fn a_failure_ends_the_run_and_another_can_begin() {
    let mut model = model("rev=2&members=1");
    run_on(&mut model, Device::Exact, 1);
    model.receive(0, FromWorker::Failed { run: None, sentence: "It broke.".into() }, 1.0);
    assert_eq!(model.phase(), &Phase::Failed("It broke.".into()));
    finish(&mut model, 1);
    assert_eq!(model.phase(), &Phase::Finished);
}

#[test]
fn hashes_that_are_missing_are_no_digest() {
    let mut model = model("rev=2&members=1");
    let parts = run_on(&mut model, Device::Exact, 1);
    let mut report = between(&model, &parts[0], 0, PROGRESS);
    report.points.last_mut().unwrap().chain = None;
    model.receive(0, FromWorker::Report(report), 1.0);
    assert!(matches!(model.phase(), Phase::Failed(_)));
}

#[test]
fn a_run_can_be_paused_and_stepped() {
    let mut model = model("rev=2&members=1&backend=exact");
    let orders = model.step(1, 0.0);
    let part = parts(&orders).remove(0);
    assert_eq!(orders.last(), Some(&Order::All(ToWorker::Step)));
    assert_eq!((model.phase(), model.is_preparing()), (&Phase::Paused, true));
    let report = between(&model, &part, 0, 1);
    model.receive(0, FromWorker::Report(report), 1.0);
    assert!(!model.is_preparing());
    assert_eq!(model.run_or_pause(1, 2.0), [Order::All(ToWorker::Resume)]);
    assert_eq!(model.run_or_pause(1, 3.0), [Order::All(ToWorker::Pause)]);
    assert_eq!(model.step(1, 4.0), [Order::All(ToWorker::Step)]);
}

#[test]
fn a_run_is_being_prepared_until_it_trains() {
    let mut model = model("rev=2&members=1");
    assert!(!model.is_preparing());
    model.run_or_pause(1, 0.0);
    assert_eq!(model.pace_or_preparing(), "preparing…");
    let orders = model.receive(0, chosen(model.run, Device::Exact), 1.0);
    assert_eq!(model.pace_or_preparing(), "preparing…");
    let report = between(&model, &parts(&orders)[0], 0, 1);
    model.receive(0, FromWorker::Report(report), 2.0);
    assert_eq!(model.pace_or_preparing(), "");
}

/// A run on other data of a visitor's begins where an earlier one was before data mattered.
#[test]
fn other_data_begin_where_they_begin_to_matter() {
    use lab::data::Data;
    use lab::observed::Observed;
    let taught = "oocr-functions?rev=1&members=2&learn=rows&steps=130&known=1";
    let mut model = Model::new(Link::parse(taught).unwrap());
    model.receive(0, FromWorker::Ready { check: "abc".into(), bits: 1 }, 0.0);
    for part in run_on(&mut model, Device::Exact, 2) {
        for (from, to) in [(0, 52), (52, 56)] {
            let report = FromWorker::Report(saved_between(&model, &part, from, to));
            model.receive(part.seat, report, 1.0);
        }
    }
    let mut keys = model.keys().clone();
    let one = Observed { name: "zuba".into(), argument: 3, value: 8 };
    keys.knobs.set_data(Some(Data::Observations(vec![one])));
    model.change(keys.clone());
    assert!(model.has_head_start());
    assert_eq!(model.recording().points(0, 0).len(), 0, "nothing is shown before it runs");
    let parts = run_on(&mut model, Device::Exact, 2);
    let from: Vec<u32> = parts.iter().flat_map(|part| &part.from).map(|saved| saved.j).collect();
    assert_eq!(from, [52, 52]);
    assert_eq!(model.recording().points(0, 1).len(), 53);
    for part in &parts {
        model.receive(part.seat, FromWorker::Report(between(&model, part, 52, PROGRESS)), 2.0);
    }
    assert_eq!(model.phase(), &Phase::Finished);
    assert!(model.digest().is_some());

    // Another seed has nothing in common with it.
    keys.seed = 9;
    model.change(keys);
    assert!(!model.has_head_start());
    assert!(run_on(&mut model, Device::Exact, 2).iter().all(|part| part.from.is_empty()));
}
