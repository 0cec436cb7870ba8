//! What another release computed: the binary says which one can verify it, and has it do so where it is kept.

mod common;

use std::fs;
use std::path::Path;

use common::{assert_refused, folder, gedanken, text};
use lab::releases::{Release, Releases};
use serde_json::{Value, json};

const RUN: &str = "two-moons?rev=1&seed=3&members=1&width=2&steps=64";

/// The folder of a release as `cargo xtask pack` makes it, with a binary that says what it was asked, and ends with a status
/// of its own.
#[cfg(unix)]
fn packed(folder: &Path, name: &str, rev: u32, bits: u32) {
    use std::os::unix::fs::PermissionsExt as _;
    let binary = folder.join(name).join("gedanken");
    site(&folder.join(name).join("site"), &[(name, rev, bits)]);
    fs::write(&binary, format!("#!/bin/sh\nprintf '%s|' {name} \"$@\"\nexit 7\n")).expect("a file");
    fs::set_permissions(&binary, fs::Permissions::from_mode(0o755)).expect("a program");
}

/// The list of a site with these releases, the newest first.
fn site(folder: &Path, releases: &[(&str, u32, u32)]) {
    fs::create_dir_all(folder).expect("a folder");
    let mut list = Releases::default();
    for (name, rev, bits) in releases.iter().rev() {
        let revs = [("two-moons".to_owned(), *rev)].into();
        list = list.with(Release { revs, bits: *bits, ..Release::of_this_build(name) }, |_| true);
    }
    fs::write(folder.join("versions.json"), list.to_json()).expect("a file");
}

fn digest() -> String {
    format!("digest={}", "0".repeat(32))
}

/// The record of a short run, with other numbers for what computed it.
fn record(folder: &Path, rev: u32, bits: u32, knob: &str) -> String {
    let output = gedanken(&["run", RUN, "--out", &folder.display().to_string()]);
    let line: Value =
        serde_json::from_str(text(&output.stdout).lines().last().unwrap_or_default()).expect("a line");
    let path = line["record"].as_str().expect("a record").to_owned();
    let mut file: Value = serde_json::from_str(&fs::read_to_string(&path).expect("a record")).expect("JSON");
    let keys = file["keys"].as_str().unwrap_or_default().replace("rev=1", &format!("rev={rev}"));
    (file["rev"], file["bits"], file["keys"]) = (json!(rev), json!(bits), json!(keys + knob));
    fs::write(&path, file.to_string()).expect("a file");
    path
}

#[test]
fn links_and_records_of_other_releases_say_what_runs_them() {
    let digest = digest();
    for (keys, named) in [
        ("rev=1&bits=99", "with \"rev\" 1 and \"bits\" 99"),
        ("rev=9&bits=1", "with \"rev\" 9 and \"bits\" 1"),
        ("rev=9", "with \"rev\" 9"),
        ("bits=99", "with \"bits\" 99"),
    ] {
        let link = format!("two-moons?{keys}&seed=3&{digest}");
        assert_refused(&["verify", &link], &format!("The link is of two-moons {named}, and this release"));
        assert_refused(&["verify", &link], "this release runs \"rev\" 1 and \"bits\" 1");
        let said = text(&gedanken(&["verify", &link]).stderr);
        assert!(said.lines().count() == 1 && said.contains("--releases DIR"), "{said}");
    }
    let folder = folder("other-records");
    // A knob that this build does not have keeps it from reading the record, and from nothing else.
    let path = record(&folder, 2, 3, "&temper=7");
    assert_refused(&["verify", &path], "The record is of two-moons with \"rev\" 2 and \"bits\" 3");
    let mut file: Value = serde_json::from_str(&fs::read_to_string(&path).expect("a record")).expect("JSON");
    file["experiment"] = json!("three-moons");
    fs::write(&path, file.to_string()).expect("a file");
    assert_refused(&["verify", &path], "and this release does not have it");
}

#[cfg(unix)]
#[test]
fn the_release_that_runs_it_is_started() {
    let folder = folder("kept-releases");
    for (name, rev, bits) in [("a", 2, 1), ("b", 2, 2), ("c", 3, 2)] {
        packed(&folder, name, rev, bits);
    }
    let all = folder.display().to_string();
    let link = format!("two-moons?rev=2&bits=2&seed=3&{}", digest());
    let asked = ["verify", &link, "--releases", &all, "--workers", "1", "--format", "text"];
    let output = gedanken(&asked);
    let line = format!("b|verify|{link}|--workers=1|--format|text|");
    assert_eq!((output.status.code(), text(&output.stdout)), (Some(7), line), "{}", text(&output.stderr));
    assert!(text(&output.stderr).contains("Verified by the release b"));
    // One of them alone is a folder of releases too.
    let only = folder.join("b").display().to_string();
    assert_eq!(gedanken(&["verify", &link, "--releases", &only]).status.code(), Some(7));

    let path = record(&folder.join("records"), 3, 2, "&temper=7");
    let output = gedanken(&["verify", &path, "--releases", &all, "--format", "json"]);
    assert_eq!(text(&output.stdout), format!("c|verify|{path}|--format|json|"));

    let none = format!("two-moons?rev=4&{}", digest());
    let said = "runs two-moons with \"rev\" 4. It has a, b, c.";
    assert_refused(&["verify", &none, "--releases", &all], said);
    // What this build runs it verifies itself.
    let output = gedanken(&["verify", &format!("{RUN}&bits=1&{}", digest()), "--releases", &all]);
    assert_eq!(output.status.code(), Some(1), "{}", text(&output.stderr));
}

#[test]
fn a_folder_without_a_binary_says_what_else_there_is() {
    let folder = folder("sites");
    let link = format!("two-moons?rev=1&bits=2&{}", digest());
    let verify = |place: &Path, words: &str| {
        assert_refused(&["verify", &link, "--releases", &place.display().to_string()], words);
    };
    verify(&folder.join("nowhere"), "cannot be read");
    fs::create_dir_all(folder.join("empty")).expect("a folder");
    verify(&folder.join("empty"), "no versions.json");
    site(&folder.join("site"), &[("new", 2, 2), ("old", 1, 2)]);
    verify(&folder, "The release old runs two-moons with \"rev\" 1 and \"bits\" 2, but");
    // A pack has its one release at the top.
    let top = folder.join("site");
    verify(&top, &format!("open {} ", top.join("two-moons").display()));
    let kept = top.join("v").join("old");
    fs::create_dir_all(&kept).expect("a folder");
    verify(&top, &format!("open {} ", kept.join("two-moons").display()));
    for (list, words) in [
        (
            "{\"format\":1,\"releases\":[{\"name\":\"../x\",\"bits\":1,\"revs\":{},\"languages\":[]}]}",
            "no name",
        ),
        ("hello", "is no list of releases"),
        ("", "is no list of releases"),
    ] {
        fs::write(folder.join("site").join("versions.json"), list).expect("a file");
        verify(&folder, words);
    }
}
