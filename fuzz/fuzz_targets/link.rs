//! Any text as a link, or else as what stands behind the `#` of one: it is read or refused, and what is read is written as it
//! will be read again.
#![no_main]

use lab::link::Link;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    // The length decides whose page has it behind its `#`, where it names none itself.
    let experiment = lab::EXPERIMENTS[text.len() % lab::EXPERIMENTS.len()];
    let read = Link::parse(text).or_else(|_| Link::from_fragment(experiment, text));
    let Ok(link) = read else { return };
    assert!(link.notes.iter().all(|note| note.to_string().ends_with('.')));
    let written = link.write();
    let again = Link::from_fragment(link.keys.experiment, &written);
    assert_eq!(again.map(|link| link.write()), Ok(written));
});
