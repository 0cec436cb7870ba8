//! Any text as a record: it is read or refused with a sentence, and what is read can be named, doubted and written as it will
//! be read again.
#![no_main]

use lab::record::Record;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    match Record::read(text) {
        Ok(record) => {
            let written = record.to_json();
            let again = Record::read(&written).expect("what is read can be written");
            assert_eq!(again.to_json(), written);
            assert!(record.file_name().ends_with(lab::record::ENDING));
            assert!(record.doubt().is_none_or(|doubt| doubt.to_string().ends_with('.')));
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    }
});
