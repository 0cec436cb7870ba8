//! What a visitor takes away.

use super::*;
use crate::protocol::{Bytes, File};

const KEYS: &str = "rev=2&members=2&backend=exact";

fn finished() -> Model {
    let mut model = model(KEYS);
    let part = run_on(&mut model, Device::Exact, 1).remove(0);
    let report = saved_between(&model, &part, 0, PROGRESS);
    model.receive(0, FromWorker::Report(report), 1.0);
    assert_eq!(model.phase(), &Phase::Finished);
    model
}

#[test]
fn weights_are_made_of_every_model_of_a_run_that_is_over() {
    let mut model = model(KEYS);
    assert!(!model.has_weights() && model.ask_for(File::Weights).is_empty());
    model = finished();
    assert!(model.has_weights());
    let orders = model.ask_for(File::Weights);
    let [Order::Seat(0, ToWorker::Make { file: File::Weights, link, from })] = &orders[..] else {
        panic!("{orders:?}")
    };
    assert_eq!(Link::parse(link).unwrap().keys, *model.keys());
    assert!([0, 1].iter().all(|member| from.iter().any(|saved| saved.member == *member)), "{from:?}");
    // One at a time, and each is handed over once.
    assert!(!model.has_weights() && model.take_made().is_none());
    let made = || FromWorker::Made { file: File::Weights, made: Ok(Bytes(vec![1, 2])) };
    model.receive(0, made(), 2.0);
    assert!(model.is_made() && model.has_weights());
    assert_eq!((model.take_made(), model.take_made()), (Some(Ok(vec![1, 2])), None));
    model.receive(0, made(), 3.0);
    assert!(!model.is_made(), "nobody asked");
}

#[test]
fn who_asked_for_a_file_hears_of_its_loss() {
    let mut model = finished();
    model.ask_for(File::Weights);
    model.worker_lost(0, "gone".into(), 2.0);
    assert_eq!(model.take_made(), Some(Err("gone".into())));
    // What belongs to another run is not handed over.
    model.ask_for(File::Weights);
    model.reset();
    model.receive(0, FromWorker::Made { file: File::Weights, made: Ok(Bytes(vec![1])) }, 3.0);
    assert!(!model.is_made());
}

#[test]
fn measurements_and_citation_are_of_this_run() {
    let model = finished();
    let lines = 1 + model.known_points();
    assert_eq!(model.measurements().lines().count(), lines);
    let citation = model.citation("https://example.org/a/#seed=1");
    assert!(
        citation.contains("https://example.org/a/") && citation.matches("\n@").count() >= 1,
        "{citation}"
    );
}
