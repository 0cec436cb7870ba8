//! Any text as the list of the releases that a host keeps: it is read or refused with part of a sentence, no name in it leads
//! out of the folder of releases, and what is read is written as it will be read again.
#![no_main]

use std::path::{Component, Path};

use lab::releases::{Releases, Wanted};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    match Releases::read(text) {
        Ok(list) => {
            assert_eq!(Releases::read(&list.to_json()).as_ref(), Ok(&list));
            for release in list.iter() {
                let parts: Vec<_> = Path::new(&release.name).components().collect();
                assert!(matches!(parts[..], [Component::Normal(_)]), "{} is no folder", release.name);
                for (experiment, rev) in &release.revs {
                    let (rev, bits) = (Some(*rev), Some(release.bits));
                    let wanted = Wanted { experiment: experiment.clone(), rev, bits };
                    assert!(list.find(&wanted).is_some_and(|found| found.runs(&wanted)));
                }
            }
            let newest = list.newest().cloned();
            let again = newest.map(|newest| list.clone().with(newest, |_| true));
            assert!(again.is_none_or(|again| again == list));
        }
        Err(error) => {
            let said = error.to_string();
            assert!(said.starts_with("it ") || said.starts_with('"'), "{said}");
            assert!(said.len() < 1000, "{said}");
        }
    }
});
