//! A full disk, and an end in the middle of writing: a sentence, and what was there before is still there, whole.
#![cfg(unix)]

mod common;

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use common::{assert_refused, folder, gedanken, text};

const RUN: &str = "two-moons?rev=1&seed=3&members=1&width=2&steps=64";

/// Runs the binary where no file may be longer than half a kilobyte. The signal that says so ends it, unless it is ignored;
/// then writing fails as on a disk that is full.
fn on_a_small_disk(is_ignored: bool, arguments: &[&str]) -> Output {
    let ignore = if is_ignored { "trap '' XFSZ; " } else { "" };
    let script = format!("{ignore}ulimit -c 0; ulimit -f 1; exec \"$0\" \"$@\"");
    let mut shell = Command::new("sh");
    shell.args(["-c", &script, env!("CARGO_BIN_EXE_gedanken")]).args(arguments);
    shell.output().expect("a shell")
}

/// The files of a folder that are not hidden, with what is in them.
fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let entry = entry.expect("a file");
        let name = entry.file_name().to_string_lossy().into_owned();
        if !name.starts_with('.') {
            files.push((name, fs::read(entry.path()).expect("a file")));
        }
    }
    files.sort();
    files
}

/// How many files were begun and left.
fn left(folder: &Path) -> usize {
    let entries = fs::read_dir(folder).expect("a folder");
    entries
        .filter(|it| it.as_ref().is_ok_and(|it| it.file_name().to_string_lossy().starts_with(".ged")))
        .count()
}

/// Writes files twice: whole, and then where they do not fit. Those of the first time are what is there in the end.
fn old_files_stay(name: &str, arguments: &[&str], lost: &str) {
    let folder = folder(name);
    let place = folder.display().to_string();
    let arguments = [arguments, &["--out", &place]].concat();
    let output = gedanken(&arguments);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let before: Vec<_> = files(&folder).into_iter().map(|(file, _)| (file, b"old".to_vec())).collect();
    assert!(before.iter().any(|(file, _)| file.ends_with(lost)), "{before:?}");
    for (file, old) in &before {
        fs::write(folder.join(file), old).expect("a file");
    }

    let output = on_a_small_disk(true, &arguments);
    let said = text(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains(lost) && said.contains("cannot be written: File too large"), "{said}");
    assert!(!said.contains("panicked"), "{said}");
    let still = |when: &str| {
        for (file, now) in files(&folder) {
            // What fits is new, and what does not is old: none is half of either.
            let is_old = now == b"old";
            assert!(is_old || (now.len() <= 512 && !file.ends_with(lost)), "{when}: {file}");
        }
        assert_eq!(files(&folder).len(), before.len(), "{when}");
    };
    still("on a full disk");
    assert_eq!(left(&folder), 0, "what was begun is taken away");

    let output = on_a_small_disk(false, &arguments);
    assert_eq!(output.status.code(), None, "it was to be killed as it writes: {}", text(&output.stderr));
    still("after an end in the middle");
    assert_eq!(left(&folder), 1, "it did not come to its end");
}

#[test]
fn a_record_is_written_whole_or_not_at_all() {
    old_files_stay("full-record", &["run", RUN], ".gedanken.json");
}

#[test]
fn tables_are_written_whole_or_not_at_all() {
    old_files_stay("full-table", &["run", RUN, "--csv"], "-measurements.csv");
}

#[test]
fn pictures_are_written_whole_or_not_at_all() {
    old_files_stay("full-picture", &["run", RUN, "--svg"], ".svg");
}

#[test]
fn weights_are_written_whole_or_not_at_all() {
    old_files_stay("full-weights", &["run", RUN, "--weights"], ".safetensors");
}

#[test]
fn a_sweep_on_a_full_disk_goes_on_where_it_was() {
    let folder = folder("full-sweep");
    let place = folder.display().to_string();
    let arguments = ["sweep", RUN, "--seeds", "1..2", "--out", &place];
    let output = on_a_small_disk(true, &arguments);
    let said = text(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains("The journal") && said.contains("File too large"), "{said}");
    let table = |folder: &Path, arguments: &[&str]| {
        let output = gedanken(arguments);
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        fs::read(folder.join("sweep.parquet")).expect("a table")
    };
    let other = common::folder("empty-sweep");
    let fresh = ["sweep", RUN, "--seeds", "1..2", "--out", &other.display().to_string()];
    assert!(table(&folder, &arguments) == table(&other, &fresh), "another table");
}

#[test]
fn a_folder_that_cannot_be_made_is_known_before_anything_is_trained() {
    assert_refused(&["run", RUN, "--out", "/dev/null/results"], "cannot be made");
    assert_refused(&["sweep", RUN, "--seeds", "1..2", "--out", "/dev/null/results"], "cannot be made");
}

/// A device that is always full.
#[cfg(target_os = "linux")]
#[test]
fn an_output_that_takes_nothing_gets_a_sentence() {
    for arguments in [
        &["list"][..],
        &["list", "--format", "text"],
        &["cite", RUN],
        &["run", RUN],
        &["run", RUN, "--format", "text"],
        &["run", RUN, "--print-link"],
        &["claims", "two-moons", "--help"],
    ] {
        let full = fs::OpenOptions::new().write(true).open("/dev/full").expect("a device");
        let mut command = Command::new(env!("CARGO_BIN_EXE_gedanken"));
        let output = command.args(arguments).stdout(full).output().expect("the binary starts");
        let said = text(&output.stderr);
        assert!(!said.contains("panicked"), "{arguments:?}: {said}");
        if !arguments.contains(&"--help") {
            assert_eq!(output.status.code(), Some(2), "{arguments:?}: {said}");
            assert!(
                said.contains("Standard output cannot be written: No space left"),
                "{arguments:?}: {said}"
            );
        }
    }
}
