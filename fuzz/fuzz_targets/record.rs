//! Any text as a record: it is read or refused with a sentence, and what is read can be shown.
#![no_main]

use lab::record::Record;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    match Record::read(text) {
        Ok(record) => drop(record.recording()),
        Err(error) => assert!(!error.to_string().is_empty()),
    }
});
