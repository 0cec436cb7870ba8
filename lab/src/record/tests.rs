//! Records, whole and damaged.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::EXPERIMENTS;
use crate::digest::step_at;
use crate::recording::{Point, Stop};
use crate::sweep::Sweep;

fn keys() -> RunKeys {
    RunKeys { members: 2, ..RunKeys::defaults(EXPERIMENTS[0]) }
}

/// Numbers that are hard to write down.
const HARD: [f32; 7] = [0.1, -0.0, f32::NAN, f32::MIN_POSITIVE, 16_777_217.0, f32::MAX, 1.0 / 3.0];

/// A finished run in which the last member of the second arm stopped; one of its hashes differs from `odd` on.
fn finished(keys: &RunKeys, odd: Option<u32>) -> Recording {
    let arms = keys.arms();
    let series = keys.experiment.series.len();
    let mut recording = Recording::new(&arms, keys.models(), series);
    let last = keys.models() - 1;
    for (arm, declared) in (0..).zip(&arms) {
        for (member, j) in (0..=last).flat_map(|member| (0..=PROGRESS).map(move |j| (member, j))) {
            if (arm, member) == (1, last) && j > 40 {
                continue;
            }
            let is_odd = (arm, member) == (0, 0) && odd.is_some_and(|odd| j >= odd);
            let mut chain = [u8::try_from(j).unwrap(); 32];
            (chain[0], chain[1]) = (u8::try_from(arm).unwrap(), u8::from(is_odd));
            let values = (0..series).map(|at| HARD[(j as usize + at) % HARD.len()]).collect();
            let step = step_at(j, declared.steps);
            recording.push(Point { arm, member, j, step, values, samples: vec![0.5; 9], chain: Some(chain) });
        }
    }
    let step = step_at(40, arms[1].steps) + 1;
    recording.stop(Stop { arm: 1, member: last, step, chain: Some([9; 32]) });
    recording
}

fn record() -> Record {
    Record::of(&keys(), &finished(&keys(), None), ComputedBy::Exact, None)
}

/// What comes of reading a record after a change.
fn changed(change: impl FnOnce(&mut Value)) -> Result<Record, RecordError> {
    let mut file: Value = serde_json::from_str(&record().to_json()).unwrap();
    change(&mut file);
    Record::read(&file.to_string())
}

fn contradiction(contradiction: Contradiction) -> Result<Record, RecordError> {
    Err(RecordError::Contradiction(contradiction))
}

/// Equal to the bit, where numbers that are none are all alike.
fn assert_same(ours: &Recording, theirs: &Recording) {
    let bits = |recording: &Recording| {
        let all =
            (0..recording.arms()).flat_map(|arm| (0..recording.members()).map(move |model| (arm, model)));
        let points = all.flat_map(|(arm, model)| recording.points(arm, model)).map(|point| {
            let bits = |value: &f32| if value.is_finite() { value.to_bits() } else { f32::NAN.to_bits() };
            (point.arm, point.member, point.j, point.step, point.values.iter().map(bits).collect::<Vec<_>>())
        });
        points.collect::<Vec<_>>()
    };
    assert_eq!(bits(ours), bits(theirs));
    for arm in 0..ours.arms() {
        assert_eq!(ours.stopped(arm).collect::<Vec<_>>(), theirs.stopped(arm).collect::<Vec<_>>());
        assert_eq!(ours.steps(arm), theirs.steps(arm));
    }
}

#[test]
fn what_is_written_is_what_is_read() {
    let record = record();
    let text = record.to_json();
    let read = Record::read(&text).unwrap();
    assert_same(&read.recording, &finished(&keys(), None));
    assert_eq!((&read.keys, &read.hashes, &read.verdicts), (&keys(), &record.hashes, &record.verdicts));
    assert_eq!((read.doubt(), read.bits, read.release.as_str()), (None, BITS, env!("CARGO_PKG_VERSION")));
    assert_eq!(read.to_json(), text);
    assert_eq!(record.hashes.map(|hashes| hashes.chain.len()), Some(65));
    assert!(
        record.recording.points(0, 0).iter().all(|point| point.samples.is_empty() && point.chain.is_none())
    );
}

#[test]
fn a_record_names_its_parts_for_other_programs() {
    let file: Value = serde_json::from_str(&record().to_json()).unwrap();
    assert_eq!(
        (&file["format"], &file["backend"], &file["adapter"]),
        (&json!(1), &json!("exact"), &Value::Null)
    );
    assert_eq!(file["keys"], json!(keys().write()));
    assert_eq!(file["arms"][1]["label"], json!(keys().arms()[1].label));
    let member = &file["arms"][1]["members"][1];
    assert_eq!(member["j"].as_array().map(Vec::len), Some(41));
    assert_eq!(member["stopped"], json!(step_at(40, keys().arms()[1].steps) + 1));
    assert_eq!(member["values"]["token-accuracy"][0], json!(0.1));
    assert_eq!(member["values"]["token-accuracy"][2], Value::Null);
}

#[test]
fn sweeps_and_runs_on_the_gpu_have_records_too() {
    let mut keys = keys();
    keys.sweep = Sweep::parse("rate:0.001:0.01:3", keys.experiment.knobs).unwrap();
    let recording = finished(&keys, None);
    let gpu = Record::of(&keys, &recording, ComputedBy::Gpu, Some("a card".to_owned()));
    assert_eq!((&gpu.hashes, gpu.doubt()), (&None, Some(Doubt::NotExact)));
    let read = Record::read(&gpu.to_json()).unwrap();
    assert_same(&read.recording, &recording);
    assert_eq!((&read.keys, read.adapter.as_deref(), read.hashes), (&keys, Some("a card"), None));
    assert_ne!(gpu.file_name(), Record::of(&keys, &recording, ComputedBy::Mixed, None).file_name());
}

#[test]
fn what_no_bit_can_compare_is_compared_by_numbers_ends_and_verdicts() {
    let keys = RunKeys::defaults(EXPERIMENTS[0]);
    let again = finished(&keys, None);
    let mut record = Record::of(&keys, &again, ComputedBy::Gpu, None);
    let same = Nearly::of(&record, &again);
    assert_eq!(same.differences.len(), keys.arms().len() * keys.experiment.series.len());
    assert!(same.differences.iter().all(|it| it.size() == 0.0) && same.stops.is_empty());
    assert!(!same.has_gate_that_differs());
    let gate = same.verdicts.iter().find(|it| it.is_gate).expect("a gate that the default run measures").id;
    let given = record.verdicts.iter_mut().find(|given| given.id == gate).unwrap();
    given.verdict = if given.verdict == Verdict::Holds { Verdict::Fails } else { Verdict::Holds };

    // Its last member ends otherwise and its first one measures something else.
    let mut other = again;
    other.go_back(1, 3, None);
    other.go_back(0, 0, Some(63));
    let values = vec![f32::NAN; keys.experiment.series.len()];
    let steps = keys.arms()[0].steps;
    assert!(other.push(Point { arm: 0, member: 0, j: 64, step: steps, values, ..Point::default() }));
    let nearly = Nearly::of(&record, &other);
    assert!(nearly.has_gate_that_differs());
    assert_eq!(nearly.stops.iter().map(|it| (it.model, it.steps[1])).collect::<Vec<_>>(), [(3, None)]);
    let [most, ..] = &nearly.differences[..] else { panic!("no differences") };
    assert_eq!((most.model, most.size(), most.values[1]), (0, f32::INFINITY, None));
    let words = words(None);
    assert_eq!(nearly.lines(words).len(), 1 + nearly.verdicts.len());
    assert!(nearly.lines(words).iter().any(|line| line.starts_with(&format!("{gate} (gate): "))));
    assert_eq!(nearly.table(words).rows[0][4..], ["–", "–"]);
}

#[test]
fn a_run_under_way_has_a_record_without_a_digest() {
    let mut recording = finished(&keys(), None);
    recording.go_back(2, 0, Some(63));
    let record = Record::of(&keys(), &recording, ComputedBy::Exact, None);
    let read = Record::read(&record.to_json()).unwrap();
    assert_eq!((read.hashes.clone(), read.doubt()), (None, Some(Doubt::Incomplete)));
    let nothing = Recording::new(&keys().arms(), 2, keys().experiment.series.len());
    let nothing = Record::of(&keys(), &nothing, ComputedBy::Gpu, None);
    assert_eq!(Record::read(&nothing.to_json()).as_ref(), Ok(&nothing));
}

#[test]
fn predictions_are_kept_and_change_nothing_else() {
    let said = |text: &str| text.to_owned();
    let foretold = Foretold {
        key: said("limit"),
        question: said("Where does it stop?"),
        said: said("At \"chance\""),
        outcome: said("You were right."),
    };
    let plain = record();
    assert!(!plain.to_json().contains("predictions"), "as older builds wrote it");
    let with = Record { predictions: vec![foretold], ..plain.clone() };
    let read = Record::read(&with.to_json()).unwrap();
    assert_eq!((&read.predictions, read.doubt()), (&with.predictions, None));
    assert_eq!((&read.hashes, read.file_name()), (&plain.hashes, plain.file_name()));
    assert!(matches!(changed(|file| file["predictions"] = json!([7])), Err(RecordError::NotARecord { .. })));
}

#[test]
fn records_are_named_after_their_digest() {
    let record = record();
    let digest = record.hashes.as_ref().unwrap().digest.to_string();
    assert_eq!(record.file_name(), format!("inverse-permutation-{}.gedanken.json", &digest[..8]));
}

#[test]
fn the_values_say_between_which_two_points_a_run_departs() {
    let compare =
        |written: &Hashes, odd| written.compare(&Hashes::of(&keys(), &finished(&keys(), odd)).unwrap());
    let whole = record().hashes.unwrap();
    assert_eq!(compare(&whole, None), Comparison::Same);
    for odd in [1, 2, 37, 64] {
        assert_eq!(compare(&whole, Some(odd)), Comparison::Departs { after: odd - 1, by: odd });
    }
    assert_eq!(compare(&whole, Some(0)), Comparison::Departs { after: 0, by: 0 });
    let forged = Hashes { digest: Digest::new(1), ..whole.clone() };
    assert_eq!(compare(&forged, None), Comparison::Inconsistent);
    assert_eq!(
        compare(
            &Hashes { digest: whole.digest, ..Hashes::of(&keys(), &finished(&keys(), Some(9))).unwrap() },
            None
        ),
        Comparison::Inconsistent
    );
    let mut patched = forged;
    patched.chain[20] = Digest::new(2);
    assert_eq!(compare(&patched, None), Comparison::Inconsistent);
}

#[test]
fn another_revision_can_be_shown_and_not_verified() {
    let rev = keys().rev + 1;
    let newer = |file: &mut Value| {
        file["rev"] = json!(rev);
        file["keys"] = json!(file["keys"].as_str().unwrap().replace("rev=2", &format!("rev={rev}")));
    };
    let read = changed(newer).unwrap();
    assert_eq!(read.doubt(), Some(Doubt::OtherRev { got: rev, runs: rev - 1 }));
    assert_same(read.recording(), &finished(&keys(), None));
    assert_eq!(Record::read(&read.to_json()).map(|record| record.to_json()), Ok(read.to_json()));
    // Its arms may train longer.
    let longer = changed(|file| {
        newer(file);
        let steps = 64 * file["arms"][0]["steps"].as_u64().unwrap();
        file["arms"][0]["steps"] = json!(steps);
        for member in file["arms"][0]["members"].as_array_mut().unwrap() {
            member["step"] = (0..=64u64).map(|j| j * steps / 64).collect();
        }
    });
    assert_eq!(longer.unwrap().recording().steps(0), 64 * keys().arms()[0].steps);
    assert_eq!(changed(|file| file["rev"] = json!(rev)), contradiction(Contradiction::Rev));
}

#[test]
fn another_engine_can_be_shown_and_not_verified() {
    let read = changed(|file| file["bits"] = json!(BITS + 1)).unwrap();
    assert_eq!(read.doubt(), Some(Doubt::OtherBits { got: BITS + 1 }));
    let sentence = read.doubt().unwrap().to_string();
    assert!(sentence.contains("can be shown, not verified"), "{sentence}");
}

#[test]
fn series_may_come_and_go_between_releases() {
    let read = changed(|file| {
        let values = &mut file["arms"][0]["members"][0]["values"];
        let list = values.as_object_mut().unwrap().remove("loss").unwrap();
        values["forgotten"] = list;
    });
    let recording = read.unwrap().recording;
    let loss = EXPERIMENTS[0].series_at("loss");
    assert!(recording.points(0, 0)[1].values[loss].is_nan());
    assert!(
        !recording.points(0, 1)[1].values[loss].is_nan() && !recording.points(0, 0)[0].values[0].is_nan()
    );
}

#[test]
fn what_is_no_record_gets_a_sentence() {
    let whole = record().to_json();
    let half = Record::read(&whole[..whole.len() / 2]);
    assert!(matches!(half, Err(RecordError::CutShort { .. })), "{half:?}");
    assert_eq!(Record::read(""), Err(RecordError::CutShort { line: 1, column: 0 }));
    assert_eq!(Record::read("hello"), Err(RecordError::NotJson { line: 1, column: 1 }));
    assert!(matches!(Record::read(&format!("{whole}{whole}")), Err(RecordError::NotJson { .. })));
    for other in ["{}", "[]", "7", "null", r#"{"format":"1"}"#, r#"{"format":1}"#, r#"{"format":-1}"#] {
        assert!(matches!(Record::read(other), Err(RecordError::NotARecord { .. })), "{other}");
    }
    assert_eq!(Record::read(r#"{"format":2,"new":[]}"#), Err(RecordError::NewerFormat { got: 2 }));
    let huge = " ".repeat(LARGEST + 1);
    assert_eq!(Record::read(&huge), Err(RecordError::TooLarge { bytes: LARGEST + 1 }));
    assert!(Record::read(&"[".repeat(100_000)).is_err(), "deep");
}

#[test]
fn what_does_not_fit_the_experiment_gets_a_sentence() {
    let unknown = changed(|file| file["experiment"] = json!("no\u{202e}\nsuch"));
    assert_eq!(unknown, Err(RecordError::UnknownExperiment { got: r"no\u{202e}\nsuch".to_owned() }));
    let keys = |keys: &str| {
        let keys = keys.to_owned();
        changed(move |file| file["keys"] = json!(keys))
    };
    for bad in ["rev=2&n=99", "rev=2&colour=red", "rev=2&seed", "rev=3&seed=1", "rev=2&seed=1&seed=2"] {
        let sentence = keys(bad).unwrap_err();
        assert!(matches!(sentence, RecordError::Keys { .. }), "{bad}: {sentence}");
        assert!(sentence.to_string().starts_with("The record's keys do not all apply"));
    }
    assert_eq!(keys("seed=1"), contradiction(Contradiction::Rev));
    assert!(matches!(keys(&"a".repeat(9000)), Err(RecordError::Unreadable(_))));
    // Fewer members than are written down.
    assert!(matches!(keys("rev=2&members=1"), Err(RecordError::Count { got: 2, expects: 1, .. })));
}

#[test]
fn damage_is_found_where_it_is() {
    let count = |what, got, expects| Err(RecordError::Count { what, got, expects });
    let cut = |list: &mut Value| {
        list.as_array_mut().unwrap().pop();
    };
    assert_eq!(changed(|file| cut(&mut file["arms"])), count(Counted::Arms, 3, 4));
    assert_eq!(changed(|file| cut(&mut file["arms"][1]["members"])), count(Counted::Models, 1, 2));
    let member = |file: &mut Value| file["arms"][0]["members"][0].take();
    let put = |file: &mut Value, member| file["arms"][0]["members"][0] = member;
    let in_member = |change: &dyn Fn(&mut Value)| {
        changed(|file| {
            let mut member = member(file);
            change(&mut member);
            put(file, member);
        })
    };
    assert_eq!(in_member(&|member| cut(&mut member["step"])), count(Counted::Steps, 64, 65));
    assert_eq!(in_member(&|member| cut(&mut member["values"]["loss"])), count(Counted::Values, 64, 65));
    let point = contradiction(Contradiction::Point { number: 1 });
    assert_eq!(in_member(&|member| member["j"][3] = json!(2)), point);
    assert_eq!(in_member(&|member| member["j"][3] = json!(u32::MAX)), point);
    assert_eq!(in_member(&|member| member["step"][3] = json!(0)), point);
    assert_eq!(
        in_member(&|member| member["stopped"] = json!(3)),
        contradiction(Contradiction::Stop { number: 1 })
    );
    assert!(in_member(&|member| member["values"]["loss"][3] = json!(1e300)).is_err());
    assert!(matches!(
        in_member(&|member| member["values"]["loss"][3] = json!("1")),
        Err(RecordError::NotARecord { .. })
    ));
    let arm = contradiction(Contradiction::Arm { number: 2 });
    assert_eq!(changed(|file| file["arms"][1]["key"] = json!("causal")), arm);
    assert_eq!(changed(|file| file["arms"][1]["steps"] = json!(0)), arm);

    assert_eq!(changed(|file| cut(&mut file["chain"])), count(Counted::Chain, 64, 65));
    assert_eq!(changed(|file| file["chain"][7] = json!("xyz")), Err(RecordError::Digest));
    assert_eq!(changed(|file| file["digest"] = json!("0")), Err(RecordError::Digest));
    let digest = contradiction(Contradiction::Digest);
    assert_eq!(changed(|file| file["digest"] = Value::Null), digest);
    assert_eq!(changed(|file| file["backend"] = json!("gpu")), digest);
    assert!(matches!(changed(|file| file["backend"] = json!("abacus")), Err(RecordError::NotARecord { .. })));
}

/// Any JSON there is.
fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,8}".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 24, 5, |inner| {
        let name = prop_oneof![Just("format".to_owned()), Just("keys".to_owned()), "[a-z]{1,6}"];
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::btree_map(name, inner, 0..5)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

/// Some place within a value, as the numbers lead there.
fn place<'v>(value: &'v mut Value, way: &[prop::sample::Index]) -> &'v mut Value {
    let Some((turn, way)) = way.split_first() else { return value };
    let size = match value {
        Value::Array(list) => list.len(),
        Value::Object(map) => map.len(),
        _ => 0,
    };
    if size == 0 {
        return value;
    }
    let at = turn.index(size);
    match value {
        Value::Array(list) => place(&mut list[at], way),
        Value::Object(map) => place(map.values_mut().nth(at).unwrap(), way),
        other => other,
    }
}

/// A record that is either refused with a sentence or can be used like any other.
fn is_harmless(text: &str) {
    match Record::read(text) {
        Ok(record) => {
            let again = Record::read(&record.to_json()).expect("what was read can be written");
            assert_eq!(again.to_json(), record.to_json());
            let _ = (record.doubt(), record.file_name());
        }
        Err(error) => assert!(error.to_string().ends_with(['.', ':']), "{error}"),
    }
}

proptest! {
    #[test]
    fn any_json_is_refused_or_read(value in any_json()) {
        is_harmless(&value.to_string());
    }

    #[test]
    fn a_record_with_any_part_replaced_is_refused_or_read(
        way in prop::collection::vec(any::<prop::sample::Index>(), 1..7),
        value in any_json(),
    ) {
        let mut file: Value = serde_json::from_str(&record().to_json()).unwrap();
        *place(&mut file, &way) = value;
        is_harmless(&file.to_string());
    }

    #[test]
    fn a_record_with_any_letter_replaced_is_refused_or_read(
        at in any::<prop::sample::Index>(),
        letter in "[0-9a-z\\[\\]{}\",:. -]",
    ) {
        let mut text = record().to_json();
        let at = at.index(text.len());
        text.replace_range(at..=at, &letter);
        is_harmless(&text);
    }

    #[test]
    fn a_cut_record_is_cut_short(at in any::<prop::sample::Index>()) {
        let text = record().to_json();
        let cut = Record::read(&text[..at.index(text.len())]);
        prop_assert!(matches!(cut, Err(RecordError::CutShort { .. })), "{cut:?}");
    }

    #[test]
    fn every_number_keeps_its_bits(bits in any::<u32>()) {
        let value = f32::from_bits(bits);
        let mut recording = Recording::new(&keys().arms(), 2, keys().experiment.series.len());
        recording.push(Point { values: vec![value; keys().experiment.series.len()], ..Point::default() });
        let read = Record::read(&Record::of(&keys(), &recording, ComputedBy::Exact, None).to_json()).unwrap();
        let read = read.recording().points(0, 0)[0].values[0];
        let is_kept = if value.is_finite() { read.to_bits() == bits } else { read.is_nan() };
        prop_assert!(is_kept);
    }
}
