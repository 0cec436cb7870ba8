//! Anything as a visitor's own facts, observations, flips or points: as they are typed, as the field of a link, and as what
//! such a field unfolds to. They are read or refused with a sentence, and what is read is written as it will be read again.
#![no_main]

use std::sync::LazyLock;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use lab::data::{Data, OwnData};
use lab::experiment::Experiment;
use lab::keys::RunKeys;
use lab::words::words;
use libfuzzer_sys::fuzz_target;

/// The encoding's version, and the head of a block that deflate only stores, the last one.
const STORED: [u8; 2] = [1, 1];

/// The field of a link that unfolds to these bytes.
fn field(bytes: &[u8]) -> String {
    let length = u16::try_from(bytes.len()).unwrap_or(u16::MAX);
    let bytes = &bytes[..usize::from(length)];
    let field = [&STORED[..], &length.to_le_bytes(), &(!length).to_le_bytes(), bytes].concat();
    URL_SAFE_NO_PAD.encode(field)
}

fn can_be_used(experiment: &'static Experiment, own: &OwnData, data: Data) {
    assert!(own.takes(&data));
    let lines = data.lines();
    if !lines.is_empty() {
        let typed = own.read(&lines.join("\n"), words(None)).map(|(data, _)| data);
        assert_eq!(typed.as_ref(), Ok(&data));
    }
    assert_eq!(own.parse(&data.write()).as_ref(), Ok(&data));
    let mut keys = RunKeys::defaults(experiment);
    keys.knobs.set_data(Some(data));
    assert!(!keys.arms().is_empty() && !(experiment.panels)(&keys.knobs).is_empty());
}

/// The experiments that take such data, and what they take.
static TAKING: LazyLock<Vec<(&Experiment, OwnData)>> =
    LazyLock::new(|| lab::EXPERIMENTS.iter().filter_map(|it| Some((*it, it.data?))).collect());

fuzz_target!(|bytes: &[u8]| {
    // The length decides whose data they are.
    let (experiment, own) = &TAKING[bytes.len() % TAKING.len()];
    if let Ok(text) = std::str::from_utf8(bytes) {
        match own.read(text, words(None)) {
            Ok((data, count)) => {
                assert!(!count.is_empty());
                can_be_used(experiment, own, data);
            }
            Err(sentence) => assert!(sentence.is_empty() || sentence.ends_with('.')),
        }
        let _ = own.parse(text).map(|data| can_be_used(experiment, own, data));
    }
    match own.parse(&field(bytes)) {
        Ok(data) => can_be_used(experiment, own, data),
        Err(error) => assert!(!error.to_string().is_empty()),
    }
});
