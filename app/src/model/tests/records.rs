//! Records: saved, opened in place of a run, compared with the run computed again.

use lab::digest::Comparison;
use lab::keys::RunKeys;
use lab::record::Record;

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
