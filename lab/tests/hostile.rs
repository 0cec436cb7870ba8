//! Records that a disk or somebody with bad intentions changed: each is refused with a sentence or can be used as any other.

use lab::digest::step_at;
use lab::keys::RunKeys;
use lab::record::{ComputedBy, Record, RecordError};
use lab::recording::{Point, Recording, Stop};
use serde_json::Value;

/// The record of a run that has just begun, and in which one model has ended.
fn begun() -> String {
    let keys = RunKeys { members: 1, ..RunKeys::defaults(lab::EXPERIMENTS[0]) };
    let (arms, series) = (keys.arms(), keys.experiment.series.len());
    let mut recording = Recording::new(&arms, 1, series);
    for (arm, number) in arms.iter().zip(0..) {
        for j in 0..2 {
            let values = vec![0.25; series];
            let step = step_at(j, arm.steps);
            recording.push(Point { arm: number, j, step, values, ..Point::default() });
        }
    }
    recording.stop(Stop { arm: 0, member: 0, step: step_at(1, arms[0].steps), chain: None });
    Record::of(&keys, &recording, ComputedBy::Exact, None).to_json()
}

fn is_harmless(text: &str) {
    match Record::read(text) {
        Ok(record) => {
            let again = Record::read(&record.to_json()).expect("what was read can be written");
            assert_eq!(again.to_json(), record.to_json());
            assert!(record.doubt().is_none_or(|doubt| doubt.to_string().ends_with('.')));
        }
        Err(error) => assert!(error.to_string().ends_with(['.', ':']), "{error}"),
    }
}

/// The ways to all that is no list and no object.
fn leaves(value: &Value, way: &str, all: &mut Vec<String>) {
    match value {
        Value::Array(list) => {
            list.iter().enumerate().for_each(|(at, value)| leaves(value, &format!("{way}/{at}"), all));
        }
        Value::Object(map) => map.iter().for_each(|(key, value)| leaves(value, &format!("{way}/{key}"), all)),
        _ => all.push(way.to_owned()),
    }
}

#[test]
fn wherever_a_record_is_cut_it_is_cut_short() {
    let whole = begun();
    for length in 0..whole.len() {
        let read = Record::read(&whole[..length]);
        assert!(matches!(read, Err(RecordError::CutShort { .. })), "{length}: {read:?}");
    }
    is_harmless(&whole);
}

#[test]
fn nothing_in_a_record_is_too_strange_to_be_read() {
    const STANDS_FOR: &str = "what stands here is put in as text";
    let record: Value = serde_json::from_str(&begun()).expect("JSON");
    let mut places = Vec::new();
    leaves(&record, "", &mut places);
    assert!(places.len() > 40, "{places:?}");
    let (long, deep) = ("9".repeat(5000), format!("{}{}", "[".repeat(200), "]".repeat(200)));
    let numbers =
        ["1e999", "-1e999", "1e-999", "-0", "0.5", "4294967295", "4294967296", "18446744073709551616", "-1"];
    let others = [
        "null",
        "true",
        "[]",
        "{}",
        "\"\"",
        r#""\u0000""#,
        r#""\ud800""#,
        "\"\0\"",
        "\u{feff}1",
        &long,
        &deep,
    ];
    for place in &places {
        let mut record = record.clone();
        *record.pointer_mut(place).expect("a place") = STANDS_FOR.into();
        let text = record.to_string();
        for strange in numbers.iter().chain(&others) {
            is_harmless(&text.replace(&format!("\"{STANDS_FOR}\""), strange));
        }
    }
}

#[test]
fn a_record_may_not_name_a_thing_twice() {
    let whole = begun();
    for key in ["format", "keys", "arms", "digest", "j", "step", "values", "loss"] {
        let name = format!("\"{key}\":");
        let twice = whole.replacen(&name, &format!("{name}null,{name}"), 1);
        is_harmless(&twice);
    }
}
