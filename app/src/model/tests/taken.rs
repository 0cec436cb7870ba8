//! What a visitor takes away.

use super::*;
use crate::protocol::{Bytes, File};

const KEYS: &str = "rev=2&members=2&backend=exact";

fn finished() -> Model {
    let mut model = loaded(KEYS);
    let part = run_on(&mut model, Device::Exact, 1).remove(0);
    let report = saved_between(&model, &part, 0, PROGRESS);
    model.receive(0, FromWorker::Report(report), 1.0);
    assert_eq!(model.phase(), &Phase::Finished);
    model
}

/// Where the run is.
const ADDRESS: &str = "https://example.org/a/#seed=1";

fn ask(model: &mut Model, file: File) -> Vec<Order> {
    model.ask_for(file, ADDRESS.to_owned())
}

#[test]
fn weights_are_made_of_every_model_of_a_run_that_is_over() {
    let mut model = model(KEYS);
    assert!(!model.can_make(File::Weights) && ask(&mut model, File::Weights).is_empty());
    model = finished();
    assert!(model.can_make(File::Weights));
    let orders = ask(&mut model, File::Weights);
    let [Order::Seat(0, ToWorker::Make { run, file: File::Weights, link, from })] = &orders[..] else {
        panic!("{orders:?}")
    };
    assert_eq!(link, ADDRESS);
    assert!([0, 1].iter().all(|member| from.iter().any(|saved| saved.member == *member)), "{from:?}");
    assert_eq!((*run, model.without_weights()), (model.run, (0, model.arms.len() * 2)));
    // One at a time, and each is handed over once.
    assert!(!model.can_make(File::Weights) && !model.can_make(File::Script) && model.take_made().is_none());
    let run = *run;
    let made = move || FromWorker::Made { run, file: File::Weights, made: Ok(Bytes(vec![1, 2])) };
    model.receive(0, made(), 2.0);
    assert!(model.is_made() && model.can_make(File::Weights));
    assert_eq!((model.take_made(), model.take_made()), (Some((File::Weights, Ok(vec![1, 2]))), None));
    model.receive(0, made(), 3.0);
    assert!(!model.is_made(), "nobody asked");

    // What ended early has no weights at the end.
    model.saved[0].j = 8;
    assert_eq!(model.without_weights().0, 1);
    let [Order::Seat(0, ToWorker::Make { from, .. })] = &ask(&mut model, File::Weights)[..] else {
        panic!("nobody was asked")
    };
    assert_eq!(from[..], model.saved[1..]);
}

#[test]
fn who_asked_for_a_file_hears_of_its_loss() {
    let mut model = finished();
    ask(&mut model, File::Weights);
    model.worker_lost(0, "gone".into(), 2.0);
    assert_eq!(model.take_made(), Some((File::Weights, Err("gone".into()))));
    // What belongs to another run is not handed over.
    ask(&mut model, File::Weights);
    let run = model.run;
    model.reset();
    assert_eq!(ask(&mut model, File::Script).len(), 1);
    model.receive(0, FromWorker::Made { run, file: File::Script, made: Ok(Bytes(vec![1])) }, 3.0);
    assert!(!model.is_made());
}

#[test]
fn a_script_is_made_of_a_run_that_has_not_begun() {
    assert!(!model(KEYS).can_make(File::Script), "no worker is there");
    let mut model = loaded(KEYS);
    let orders = ask(&mut model, File::Script);
    let [Order::Seat(0, ToWorker::Make { file: File::Script, link, from, .. })] = &orders[..] else {
        panic!("{orders:?}")
    };
    assert!(link == ADDRESS && from.is_empty());
}

#[test]
fn measurements_and_citation_are_of_this_run() {
    let model = finished();
    let lines = 1 + model.known_points();
    assert_eq!(model.measurements().lines().count(), lines);
    let rows: Vec<serde_json::Value> = serde_json::from_str(&model.measurements_as_json()).unwrap();
    assert_eq!(rows.len(), model.known_points());
    let citation = model.citation(ADDRESS);
    assert!(
        citation.contains("https://example.org/a/") && citation.matches("\n@").count() >= 1,
        "{citation}"
    );
}
