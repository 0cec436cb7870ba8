//! Predictions, questions, claims and looking back: what a visitor does beside running.

use lab::claim::Verdict;
use lab::keys::RunKeys;
use lab::predict::{Drawn, Guess, Prediction};

use super::*;

fn choice(model: &Model) -> &'static Prediction {
    let mut all = model.keys().experiment.predictions.iter();
    all.find(|it| matches!(it, Prediction::Choice { .. })).unwrap()
}

fn curve(model: &Model) -> &'static Prediction {
    let mut all = model.keys().experiment.predictions.iter();
    all.find(|it| matches!(it, Prediction::Curve { .. })).unwrap()
}

#[test]
fn a_prediction_is_kept_and_scored() {
    let mut model = model("rev=2&members=1&backend=exact");
    let (choice, curve) = (choice(&model), curve(&model));
    assert_eq!(model.score(choice), None);
    model.predict(choice.key(), Guess::Choice(1));
    model.predict(curve.key(), Guess::Curve(Drawn::level(0.5)));
    assert_eq!(model.score(choice), Some(Score::Open));
    assert_eq!(model.drawn("accuracy"), Some((1, Drawn::level(0.5))));
    assert_eq!(model.drawn("loss"), None);
    run_on(&mut model, Device::Exact, 1);
    // What was said before the run stays.
    model.predict(choice.key(), Guess::Choice(0));
    assert_eq!(model.guess(choice.key()), Some(Guess::Choice(1)));
    model.reset();
    finish(&mut model, 1);
    // Every measurement of these tests is one half.
    assert_eq!(model.score(choice), Some(Score::Choice { right: true, outcome: Some(1) }));
    assert_eq!(model.score(curve), Some(Score::Curve(0.0)));
}

#[test]
fn a_question_waits_for_a_model_and_is_asked_again_of_newer_ones() {
    let mut model = model("rev=2&members=2&backend=exact");
    assert!(!model.can_answer());
    let text = model.question(0);
    assert_eq!(model.ask_probe(0, text.clone()), []);
    assert_eq!(model.question_refused(0), None);
    let rows = model.probe_rows(0).len();

    let part = run_on(&mut model, Device::Exact, 1).remove(0);
    let report = saved_between(&model, &part, 0, 4);
    let orders = model.receive(0, FromWorker::Report(report), 1.0);
    let [Order::Seat(0, ToWorker::Probe { question, from, .. })] = &orders[..] else { panic!("{orders:?}") };
    assert!(model.can_answer() && from.iter().all(|saved| saved.member == 0) && !from.is_empty());
    let answers = vec![Some(vec![0.0; 48]); 3];
    model.receive(0, FromWorker::Answered { question: question + 7, answers: answers.clone() }, 2.0);
    assert_eq!(model.probe_rows(0).len(), rows, "the answer to another question");
    model.receive(0, FromWorker::Answered { question: *question, answers }, 2.0);
    assert_eq!(model.probe_rows(0).len(), rows + 3);

    let orders = model.ask_probe(0, "nonsense".into());
    assert!(orders.is_empty() && model.question_refused(0).is_some() && model.probe_rows(0).is_empty());
    assert_eq!(model.question(0), "nonsense");
    model.reset();
    assert!(!model.can_answer());
}

#[test]
fn what_a_probe_reads_outlives_the_run() {
    let mut model = model("rev=2&members=2&backend=exact");
    let part = run_on(&mut model, Device::Exact, 1).remove(0);
    let report = saved_between(&model, &part, 0, PROGRESS);
    model.receive(0, FromWorker::Report(report), 1.0);
    assert_eq!(model.phase(), &Phase::Finished);
    assert!(model.can_answer());
    assert!(matches!(&model.ask_probe(0, model.question(0))[..], [Order::Seat(0, ToWorker::Probe { .. })]));
}

#[test]
fn a_run_that_is_not_a_claims_own_says_so() {
    let mut model = model("rev=2&seed=3&members=2&backend=exact");
    assert!(!model.keys().experiment.claims.is_empty());
    assert!(model.standings().iter().all(|standing| standing.judgement.is_none()));
    assert!(model.standings().iter().all(|standing| standing.cost.ends_with("GFLOP")));

    let claim = model.keys().experiment.claims[0].id;
    let orders = model.run_claim(claim, 1, 0.0);
    assert_eq!((model.keys().members, model.keys().seed, model.queued()), (4, 3, Some((claim, 0))));
    for part in parts(&orders) {
        let report = whole(&model, &part);
        model.receive(part.seat, report, 1.0);
    }
    assert_eq!(model.phase(), &Phase::Finished);
    let first = model.standings().remove(0).judgement.unwrap();
    assert_eq!(first.verdict, Verdict::Fails, "every measurement is one half");
    assert!(model.is_next_due() && model.go_on_to_next(1, 2.0).is_empty() && !model.is_next_due());

    // The run is over, and still says what it said; with another seed it says nothing.
    model.change(RunKeys { members: 1, ..model.keys().clone() });
    assert!(model.standings()[0].judgement.is_some());
    model.change(RunKeys { seed: 4, ..model.keys().clone() });
    assert!(model.standings()[0].judgement.is_none());
}

#[test]
fn looking_back_leaves_out_what_came_later() {
    let mut model = model("rev=2&members=1&view=16");
    assert_eq!((model.at(), model.view().at), (Some(16), 16));
    model.look_at(30);
    assert_eq!(model.share().write(), "rev=2&seed=1&members=1&view=30");
    model.look_at(PROGRESS);
    assert_eq!((model.at(), model.share().presentation.view), (None, None));
}

#[test]
fn a_sweep_has_members_for_each_value() {
    let mut model = model("rev=2&members=2&sweep=rate:0.001:0.01:3&backend=exact");
    let dealt = run_on(&mut model, Device::Exact, 2);
    let members: usize = dealt.iter().map(|part| part.members.len()).sum();
    assert_eq!(members, 6);
    for part in dealt {
        let report = whole(&model, &part);
        model.receive(part.seat, report, 1.0);
    }
    assert!(model.digest().is_some());
    model.look_at_cell(2);
    assert_eq!(model.view().models(), 4..6);
    // Alone it is a run that begins by itself, in a link that brings no digest of another run.
    let alone = model.alone();
    assert_eq!(alone.write(), "rev=2&seed=1&members=2&rate=0.01&backend=exact&autorun=1");
    assert_eq!(alone.keys.knobs, model.keys().sweep.knobs(&model.keys().knobs, 2));
    model.look_at_cell(99);
    assert_eq!(model.cell(), 2);
}
