//! What tests of the binary share.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

pub(crate) fn gedanken(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_gedanken")).args(arguments).output().expect("the binary starts")
}

/// An empty folder of this test's own.
pub(crate) fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    // It is there only where the test ran before.
    let _ = fs::remove_dir_all(&folder);
    folder
}

/// Checks that a command refuses its input in words, before it prints anything.
pub(crate) fn assert_refused(arguments: &[&str], words: &str) {
    let output = gedanken(arguments);
    let said = text(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{arguments:?}: {said}");
    assert!(said.contains(words) && !said.contains("panicked"), "{arguments:?}: {said}");
    assert!(text(&output.stdout).is_empty(), "{arguments:?}");
}

pub(crate) fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
