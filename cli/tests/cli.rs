//! The headless binary from outside: what it prints, and how it exits.

use std::process::{Command, Output};
use std::sync::LazyLock;

/// A run that takes a second or two.
const RUN: &str = "inverse-permutation?rev=1&seed=3&members=1&n=2&alphabet=2&scratch=1&steps=64";

fn gedanken(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_gedanken")).args(arguments).output().expect("the binary starts")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn list_names_every_experiment_and_knob() {
    let output = gedanken(&["list", "--format", "text"]);
    assert_eq!(output.status.code(), Some(0));
    let printed = text(&output.stdout);
    for experiment in lab::EXPERIMENTS {
        assert!(printed.contains(experiment.id) && printed.contains(experiment.question));
        assert!(experiment.knobs.iter().all(|knob| printed.contains(knob.key)));
    }
    let lines = text(&gedanken(&["list", "--format", "json"]).stdout);
    assert!(lines.lines().all(|line| serde_json::from_str::<serde_json::Value>(line).is_ok()));
}

/// The link of [`RUN`] with what it gave.
fn certified() -> &'static str {
    static LINK: LazyLock<String> = LazyLock::new(|| {
        let output = gedanken(&["run", RUN, "--backend", "exact", "--print-link"]);
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        text(&output.stdout).trim().to_owned()
    });
    &LINK
}

/// A key of a link with its value.
fn key(link: &str, key: &str) -> String {
    let part = link.split(['#', '&']).find(|part| part.starts_with(&format!("{key}=")));
    part.unwrap_or_else(|| panic!("{link} has no {key}")).to_owned()
}

/// Runs a link again and tells its exit status and what it said.
fn again(link: &str) -> (Option<i32>, String) {
    let output = gedanken(&["run", link]);
    (output.status.code(), text(&output.stderr))
}

#[test]
fn a_printed_link_carries_digest_and_proof_and_verifies() {
    let link = certified();
    assert!(link.starts_with("inverse-permutation#rev=1&seed=3&members=1"), "{link}");
    assert_eq!(key(link, "proof").len(), "proof=".len() + 128);
    let output = gedanken(&["run", link, "--workers", "1", "--simd", "scalar"]);
    assert_eq!(output.status.code(), Some(0));
    assert!(text(&output.stderr).contains("The same as its link, bit for bit."));
}

#[test]
fn a_link_of_another_run_says_where_they_depart() {
    let link = certified();
    let (digest, proof) = (key(link, "digest"), key(link, "proof"));
    let zeros = "digest=00000000000000000000000000000000";

    let (status, said) = again(&link.replace(&format!("&{proof}"), "").replace(&digest, zeros));
    assert!(status == Some(1) && said.contains("differs from its link"), "{said}");

    let (status, said) = again(&link.replace(&digest, zeros));
    assert!(status == Some(1) && said.contains("inconsistent: "), "{said}");

    // Each value of the proof is eight letters; from the third on they are of another run.
    let other = format!("{}{}", &proof[.."proof=".len() + 16], "A".repeat(112));
    let (status, said) = again(&link.replace(&digest, zeros).replace(&proof, &other));
    assert!(status == Some(1) && said.contains("departs between 8 and 12 of 64"), "{said}");
}

#[test]
fn json_lines_carry_every_measurement_and_the_link() {
    let output = gedanken(&["run", RUN]);
    let printed = text(&output.stdout);
    let lines: Vec<serde_json::Value> =
        printed.lines().map(|line| serde_json::from_str(line).expect("a JSON line")).collect();
    assert_eq!(lines.iter().filter(|line| line["type"] == "measured").count(), 3 * 65);
    assert_eq!(lines.last().expect("a last line")["type"], "finished");
}

#[test]
fn a_sweep_is_shown_by_its_values() {
    let output = gedanken(&["run", &format!("{RUN}&sweep=rate:0.001:0.01:2"), "--format", "text"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let printed = text(&output.stdout);
    let headings: Vec<&str> = printed.lines().filter(|line| line.starts_with("rate = ")).collect();
    assert_eq!(headings, ["rate = 0.001", "rate = 0.01"]);
    assert_eq!(printed.matches("both ways").count(), 2);
    assert!(printed.contains("&sweep=rate:0.001:0.01:2&bits="), "{printed}");
}

#[test]
fn bad_input_gives_a_sentence_and_status_2() {
    for bad in ["", "no-such-experiment", "no-such-experiment?seed=1", "?seed=1", "https://example.org/"] {
        let output = gedanken(&["run", bad]);
        assert_eq!(output.status.code(), Some(2), "{bad}");
        let said = text(&output.stderr);
        assert!(!said.trim().is_empty() && !said.contains("panicked"), "{bad}: {said}");
    }
    for key in ["n=99", "colour=red", "sweep=n:2:3:2", "backend=cuda", "n"] {
        let output = gedanken(&["run", &format!("{RUN}&{key}")]);
        assert_eq!(output.status.code(), Some(2), "{key}: another run than was asked for");
        assert!(text(&output.stdout).is_empty());
    }
    assert_eq!(gedanken(&["run", RUN, "--workers", "0"]).status.code(), Some(2));
    let output = gedanken(&["run", RUN, "--simd", "mmx"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("which has scalar"));
}

#[test]
fn a_run_on_the_gpu_has_a_link_but_no_digest() {
    let run = RUN.replace("steps=64", "steps=64&backend=gpu");
    let output = gedanken(&["run", &run, "--format", "json"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let printed = text(&output.stdout);
    let last: serde_json::Value =
        serde_json::from_str(printed.lines().last().expect("a last line")).expect("a JSON line");
    assert_eq!((&last["type"], &last["backend"]), (&"finished".into(), &"gpu".into()));
    assert!(last["digest"].is_null());
    assert!(last["link"].as_str().is_some_and(|link| link.ends_with("&backend=gpu")), "{last}");
}

#[test]
fn without_an_adapter_a_run_on_the_gpu_ends_with_a_sentence() {
    // No driver at all, whatever the machine has.
    let output = Command::new(env!("CARGO_BIN_EXE_gedanken"))
        .args(["run", RUN, "--backend", "gpu"])
        .envs([("VK_ICD_FILENAMES", "/nowhere.json"), ("VK_DRIVER_FILES", "/nowhere.json")])
        .output()
        .expect("the binary starts");
    assert_eq!(output.status.code(), Some(2));
    let said = text(&output.stderr);
    assert!(said.contains("no graphics adapter") && !said.contains("panicked"), "{said}");
    assert!(text(&output.stdout).is_empty());
}
