//! Files, folders and links that a disk broke, or somebody with bad intentions: each gets a sentence and exit status 2.
#![cfg(unix)]

mod common;

use std::ffi::OsStr;
use std::fs::{self, File, Permissions};
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::Path;
use std::process::{Command, Stdio};

use common::{assert_refused, folder, gedanken, text};
use lab::keys::RunKeys;
use lab::record::{ComputedBy, Record};
use lab::recording::Recording;

/// The record of a run that has not begun.
fn record() -> Vec<u8> {
    let keys = RunKeys { members: 1, ..RunKeys::defaults(lab::EXPERIMENTS[0]) };
    let recording = Recording::new(&keys.arms(), 1, keys.experiment.series.len());
    Record::of(&keys, &recording, ComputedBy::Exact, None).to_json().into_bytes()
}

fn replaced(bytes: &[u8], from: &str, to: &[u8]) -> Vec<u8> {
    let at = bytes.windows(from.len()).position(|it| it == from.as_bytes()).expect("it is there");
    [&bytes[..at], to, &bytes[at + from.len()..]].concat()
}

fn assert_path_refused(path: &Path, words: &str) {
    assert_refused(&["verify", &path.display().to_string()], words);
}

#[test]
fn a_hostile_record_gets_a_sentence() {
    let folder = folder("hostile-records");
    fs::create_dir_all(&folder).expect("a folder");
    let path = folder.join("it.gedanken.json");
    let whole = record();
    let refused = |bytes: &[u8], words: &str| {
        fs::write(&path, bytes).expect("a file");
        assert_path_refused(&path, words);
    };
    refused(&whole, "was not complete");
    // Every length is tried where it takes no process.
    for length in (0..whole.len()).step_by(whole.len() / 24) {
        refused(&whole[..length], "cut short");
    }
    let deep = |one: &str| one.repeat(1 << 20).into_bytes();
    let number = |number: &[u8]| replaced(&whole, "\"format\":1", &[b"\"format\":", number].concat());
    for (bytes, words) in [
        (vec![0; 4096], "not JSON"),
        (replaced(&whole, "\"keys\":\"", b"\"keys\":\"\0"), "not JSON"),
        (replaced(&whole, "\"keys\":\"", b"\"keys\":\"\xff\xc0"), "keys do not all apply"),
        (replaced(&whole, "\"experiment\":\"", b"\"experiment\":\"\x1b\xf0\x80"), "not JSON"),
        (replaced(&whole, "{", b"\xff{"), "not JSON"),
        (replaced(&whole, "{", "\u{feff}{".as_bytes()), "not JSON"),
        (whole.iter().flat_map(|byte| [*byte, 0]).collect(), "not JSON"),
        (deep("["), "no record of a run"),
        (deep("{\"format\":"), "no record of a run"),
        (replaced(&whole, "\"arms\":[", &[b"\"arms\":", &deep("[")[..]].concat()), "not JSON"),
        (number(b"1e999"), "not JSON"),
        (number(&deep("9")), "not JSON"),
        (number(b"1e9"), "no record of a run"),
        (number(b"18446744073709551615"), "format 18446744073709551615"),
        (number(b"-1"), "no record of a run"),
        (replaced(&whole, "\"rev\":", b"\"rev\":4294967296"), "no record of a run"),
    ] {
        refused(&bytes, words);
    }
}

#[test]
fn what_is_no_file_gets_a_sentence() {
    let folder = folder("hostile-places");
    let place = |name: &str| folder.join(format!("{name}.gedanken.json"));
    fs::create_dir_all(place("folder")).expect("a folder");
    assert_path_refused(&place("folder"), "cannot be read");
    assert_path_refused(&folder, "no experiment");
    symlink("round.gedanken.json", place("round")).expect("a link");
    symlink("nowhere", place("dangling")).expect("a link");
    fs::write(place("file"), record()).expect("a file");
    let long = folder.join("n".repeat(300)).with_extension("gedanken.json");
    for path in [place("round"), place("dangling"), place("file").join("it.gedanken.json"), long] {
        assert_path_refused(&path, "cannot be read");
    }
    fs::set_permissions(place("file"), Permissions::from_mode(0o000)).expect("a file");
    // Who may do everything may read it all the same.
    let words = if File::open(place("file")).is_ok() { "was not complete" } else { "cannot be read" };
    assert_path_refused(&place("file"), words);

    // The same for the journal of a sweep, and for what stands where results are to go.
    let sweep = ["sweep", "two-moons?rev=1&members=1&steps=64&width=2", "--out"];
    let sweeps = |name: &str| folder.join(name).display().to_string();
    for name in ["folder", "round", "dangling"] {
        fs::create_dir_all(folder.join(name)).expect("a folder");
        let journal = folder.join(name).join("cells.jsonl");
        match name {
            "folder" => fs::create_dir(journal).expect("a folder"),
            "round" => symlink("cells.jsonl", journal).expect("a link"),
            _ => symlink("nowhere", journal).expect("a link"),
        }
        assert_refused(&[&sweep[..], &[&sweeps(name)]].concat(), "cells.jsonl");
        assert_refused(&["sweep", "--merge", &sweeps(name)], "cells.jsonl");
    }
    let file = place("file").display().to_string();
    assert_refused(&[&sweep[..], &[&file]].concat(), "cannot be made");
    assert_refused(&["sweep", "--merge", &file], "cannot be read");
    assert_refused(&["run", sweep[1], "--out", &file], "cannot be made");
}

#[test]
fn a_hostile_journal_gets_a_sentence() {
    let folder = folder("hostile-journals");
    fs::create_dir_all(&folder).expect("a folder");
    let journal = folder.join("cells.jsonl");
    let place = folder.display().to_string();
    let deep = |one: &str| [one.repeat(1 << 20).into_bytes(), b"\n".to_vec()].concat();
    for bytes in [
        vec![0; 4096],
        b"\0\n".to_vec(),
        b"\xff\xfe\n".to_vec(),
        deep("["),
        deep("{\"check\":"),
        b"{\"check\":\"\",\"says\":1e999}\n".to_vec(),
        b"{\"check\":\"0\",\"says\":{\"format\":18446744073709551616}}\n".to_vec(),
        b"{}\n".to_vec(),
        b"\n".to_vec(),
    ] {
        fs::write(&journal, &bytes).expect("a file");
        let all = ["sweep", "two-moons?rev=1&members=1", "--out", &place];
        assert_refused(&all, "is no journal of a sweep");
        let output = gedanken(&["sweep", "--merge", &place]);
        let said = text(&output.stderr);
        assert_eq!((output.status.code(), said.lines().count()), (Some(2), 1), "{said}");
        assert!(fs::read(&journal).expect("a journal") == bytes, "nothing of it is lost");
    }
}

#[test]
fn a_hostile_link_gets_a_sentence() {
    for command in ["run", "verify", "claims", "cite", "sweep"] {
        let more: &[&str] = if command == "sweep" { &["--out", "/dev/null/x"] } else { &[] };
        assert_refused(&[&[command, &"two-moons?".repeat(10_000)], more].concat(), "100000 bytes");
        assert_refused(&[&[command, "\u{202e}\u{1b}[2J?#%00"], more].concat(), "no experiment");
        let link = "two-moons?rev=1&seed=%ff&members=99999999999999999999&noise=1e999";
        assert_refused(&[&[command, link], more].concat(), "members");
        let output = Command::new(env!("CARGO_BIN_EXE_gedanken"))
            .arg(command)
            .arg(OsStr::from_bytes(b"two-moons?\xff"))
            .output()
            .expect("the binary starts");
        let said = text(&output.stderr);
        assert!(output.status.code() == Some(2) && !said.contains("panicked"), "{said}");
    }
}

/// As behind `| head`.
#[test]
fn nobody_has_to_read_what_is_printed() {
    for arguments in
        [&["list", "--format", "text"][..], &["list", "--format", "json"], &["cite", "two-moons"]]
    {
        let mut child = Command::new(env!("CARGO_BIN_EXE_gedanken"))
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the binary starts");
        drop(child.stdout.take());
        let output = child.wait_with_output().expect("a status");
        assert_eq!((output.status.code(), text(&output.stderr).as_str()), (Some(0), ""), "{arguments:?}");
    }
}
