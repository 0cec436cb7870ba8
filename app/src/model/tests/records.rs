//! Records: saved, opened in place of a run, compared with the run computed again.

use lab::digest::Comparison;
use lab::keys::RunKeys;
use lab::predict::{Drawn, Guess, Prediction};
use lab::record::{ComputedBy, Record};

use super::*;

fn recorded(seed: u32) -> Record {
    let mut model = model(&format!("rev=2&seed={seed}&members=2"));
    finish(&mut model, 1);
    let record = model.record().unwrap();
    Record::read(&record.to_json()).unwrap()
}

#[test]
fn an_opened_record_is_shown_as_what_it_is_and_verified_by_running() {
    let record = recorded(3);
    let mut model = model("rev=2&seed=9&members=1&theme=dark");
    assert_eq!(model.record(), None);
    model.open_record(&record);
    assert_eq!(model.share().write(), "rev=2&seed=3&members=2&theme=dark");
    assert_eq!((model.phase(), model.shown_record()), (&Phase::Ready, Some(("exact", None))));
    assert_eq!(model.view().recording.points(0, 1).len(), 65);
    finish(&mut model, 1);
    assert_eq!((model.comparison(), model.shown_record()), (Some(Comparison::Same), None));

    // The record of another run.
    let mut odd = recorded(3);
    odd.hashes = recorded(4).hashes;
    model.open_record(&odd);
    finish(&mut model, 1);
    assert!(matches!(model.comparison(), Some(Comparison::Inconsistent | Comparison::Departs { .. })));
}

#[test]
fn a_record_of_a_gpu_is_compared_with_the_run_on_the_processor() {
    let mut recorded = recorded(3);
    (recorded.computed_by, recorded.hashes) = (ComputedBy::Gpu, None);
    let mut model = model("rev=1");
    model.open_record(&recorded);
    assert!(model.shown_record().is_some_and(|(by, doubt)| by == "gpu" && doubt.is_some()));
    assert_eq!(model.nearly(), None);
    finish(&mut model, 1);
    let nearly = model.nearly().unwrap();
    assert_eq!(model.comparison(), None);
    assert!(!nearly.differences.is_empty() && nearly.differences.iter().all(|it| it.size() == 0.0));
    assert!(nearly.stops.is_empty() && !nearly.has_gate_that_differs());

    // Another GPU run says nothing about it.
    model.open_record(&recorded);
    for part in run_on(&mut model, Device::Gpu, 1) {
        let report = whole(&model, &part);
        model.receive(part.seat, report, 1.0);
    }
    assert_eq!((model.phase(), model.nearly()), (&Phase::Finished, None));
}

#[test]
fn a_record_tells_what_was_predicted() {
    let mut model = model("rev=1&seed=3&members=2");
    let predictions = model.keys().experiment.predictions;
    for prediction in predictions {
        let guess = match prediction {
            Prediction::Choice { .. } => Guess::Choice(1),
            Prediction::Curve { .. } => Guess::Curve(Drawn::level(0.25)),
        };
        model.predict(prediction.key(), guess);
    }
    finish(&mut model, 1);
    let record = Record::read(&model.record().unwrap().to_json()).unwrap();
    assert_eq!(record.predictions.len(), predictions.len());
    for (told, prediction) in record.predictions.iter().zip(predictions) {
        assert_eq!((told.key.as_str(), told.question.as_str()), (prediction.key(), prediction.question()));
        match prediction {
            Prediction::Choice { options, .. } => assert_eq!(told.said, options[1]),
            Prediction::Curve { .. } => {
                assert!(told.said.starts_with("0.250, 0.250, ") && told.outcome.contains("0.25"), "{told:?}");
            }
        }
    }
    assert_eq!(recorded(3).predictions, []);
}

#[test]
fn another_setting_or_closing_puts_a_record_away() {
    let record = recorded(3);
    let mut model = model("rev=2");
    model.open_record(&record);
    model.close_record();
    assert_eq!((model.shown_record(), model.view().recording.points(0, 0).len()), (None, 0));
    model.open_record(&record);
    model.change(RunKeys { seed: 5, ..model.keys().clone() });
    finish(&mut model, 1);
    assert_eq!(model.comparison(), None);
}
