//! Any text as a link: it is read or refused, and what is read is written as it will be read again.
#![no_main]

use lab::link::Link;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let _ = Link::parse(text);
    for experiment in lab::EXPERIMENTS {
        let Ok(link) = Link::from_fragment(experiment, text) else { continue };
        assert!(link.notes.iter().all(|note| note.to_string().ends_with('.')));
        let written = link.write();
        let again = Link::from_fragment(experiment, &written);
        assert_eq!(again.map(|link| link.write()), Ok(written));
    }
});
