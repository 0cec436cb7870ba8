//! The headless binary from outside: what it prints, and how it exits.

mod common;

use std::fs;
use std::ops::ControlFlow;
use std::process::Command;
use std::sync::LazyLock;

use common::{assert_refused, folder, gedanken, text};
use lab::digest::{Certificate, Digest};
use lab::link::Link;
use lab::record::Record;
use lab::run::{Event, Simd, train, weights};
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree};
use safetensors::SafeTensors;
use serde_json::{Value, json};

/// A run that takes a second or two.
const RUN: &str = "two-moons?rev=1&seed=3&members=1&width=2&steps=64";

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
    for (line, experiment) in lines.lines().zip(lab::EXPERIMENTS) {
        let line: Value = serde_json::from_str(line).expect("a JSON line");
        let count = |key: &str| line[key].as_array().map(Vec::len);
        assert_eq!(count("claims"), Some(experiment.claims.len()));
        assert_eq!(count("series"), Some(experiment.series.len()));
        assert!(line["arms"][0]["steps"].is_u64() && line["series"][0]["about"].is_string());
        for claim in line["claims"].as_array().into_iter().flatten() {
            assert!(claim["statement"].is_string() && claim["cost_gflop"].is_number(), "{claim}");
        }
    }
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
    assert!(link.starts_with("two-moons#rev=1&seed=3&members=1"), "{link}");
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
fn a_certificate_of_part_of_a_run_is_compared_there() {
    let mut link = Link::parse(RUN).expect("a link");
    let trained = train(&link.keys, Simd::widest(), 1, |_| ControlFlow::Continue(())).expect("a run");
    let certificate = Certificate::of(&link.keys, &trained.recording, 20).expect("a certificate");
    link.certificate = Some(certificate);
    let text = |link: &Link| format!("two-moons#{}", link.write());
    assert!(text(&link).contains("&at=20&"));
    let (status, said) = again(&text(&link));
    assert!(status == Some(0) && said.contains("The same as its link, bit for bit."), "{said}");
    link.certificate = Some(Certificate { digest: Digest::new(1), proof: None, ..certificate });
    let (status, said) = again(&text(&link));
    assert!(status == Some(1) && said.contains("differs"), "{said}");
}

#[test]
fn verify_says_what_came_of_a_link() {
    let link = certified();
    let output = gedanken(&["verify", link, "--format", "text"]);
    assert_eq!(
        (output.status.code(), text(&output.stdout).as_str()),
        (Some(0), "The same as its link, bit for bit.\n")
    );
    let forged = link.replace(&key(link, "digest"), "digest=00000000000000000000000000000000");
    let output = gedanken(&["verify", &forged, "--format", "json"]);
    let line: Value = serde_json::from_str(&text(&output.stdout)).expect("a JSON line");
    assert_eq!((output.status.code(), &line["result"]), (Some(1), &json!("inconsistent")), "{line}");
}

/// A record as text, and the same with a change.
fn changed(record: &str, change: impl FnOnce(&mut Value)) -> String {
    let mut file: Value = serde_json::from_str(record).expect("JSON");
    change(&mut file);
    file.to_string()
}

#[test]
fn a_record_verifies_and_says_where_a_run_departs() {
    let folder = folder("records").join("new");
    let output = gedanken(&["run", RUN, "--out", &folder.display().to_string()]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let printed = text(&output.stdout);
    let last: Value = serde_json::from_str(printed.lines().last().expect("a last line")).expect("JSON");
    let path = last["record"].as_str().expect("a path").to_owned();
    let short = &last["digest"].as_str().expect("a digest")[..8];
    assert!(path.ends_with(&format!("two-moons-{short}.gedanken.json")), "{path}");
    let written = fs::read_to_string(&path).expect("a record");
    let record = Record::read(&written).expect("a record");
    assert_eq!((record.recording().points(1, 0).len(), record.to_json()), (65, written.clone()));

    // Any file name will do.
    let other = folder.join("other.json").display().to_string();
    let verify = |record: &str| {
        fs::write(&other, record).expect("a file");
        let output = gedanken(&["verify", &other, "--format", "text"]);
        (output.status.code(), text(&output.stdout) + &text(&output.stderr))
    };
    assert_eq!(verify(&written), (Some(0), "The same as its record, bit for bit.\n".to_owned()));

    let zeros = json!("0".repeat(32));
    let (status, said) = verify(&changed(&written, |file| {
        file["digest"] = zeros.clone();
        (20..=64).for_each(|j| file["chain"][j] = zeros.clone());
    }));
    assert!(status == Some(1) && said.contains("departs between 19 and 20 of 64"), "{said}");

    // A run that has departed never comes back, so that one value alone is of no run.
    let (status, said) = verify(&changed(&written, |file| file["chain"][20] = zeros.clone()));
    assert!(status == Some(1) && said.contains("inconsistent: "), "{said}");
    let (status, said) = verify(&changed(&written, |file| file["digest"] = zeros.clone()));
    assert!(status == Some(1) && said.contains("inconsistent: "), "{said}");

    for (record, words) in [
        (written[..written.len() / 2].to_owned(), "cut short"),
        ("hello".to_owned(), "not JSON"),
        ("{}".to_owned(), "no record of a run"),
        (changed(&written, |file| file["format"] = json!(2)), "format 2"),
        (changed(&written, |file| file["digest"] = json!("x")), "damaged"),
        (changed(&written, |file| file["experiment"] = json!("x y")), "experiment \"x y\""),
    ] {
        fs::write(&other, record).expect("a file");
        assert_refused(&["verify", &other], words);
    }
    fs::write(&other, [0xff, 0xfe]).expect("a file");
    assert_refused(&["verify", &other], "not JSON");
    fs::File::create(&other).and_then(|file| file.set_len(40 << 20)).expect("a file");
    assert_refused(&["verify", &other], "41943040 bytes");
}

#[test]
fn verify_refuses_what_promises_nothing() {
    assert_refused(&["verify", RUN], "has no digest to compare with");
    let digest = format!("digest={}", "0".repeat(32));
    for (keys, sentence) in [
        (format!("bits=1&{digest}&backend=gpu"), "the file of its record can be verified.\n"),
        ("backend=gpu".to_owned(), "writes a record, which can be verified.\n"),
        (digest.clone(), "\"digest\" says something only together with \"bits\"; no digest is checked.\n"),
    ] {
        assert_refused(&["verify", &format!("{RUN}&{keys}")], sentence);
        let said = text(&gedanken(&["verify", &format!("{RUN}&{keys}")]).stderr);
        assert_eq!(said.lines().count(), 1, "{said}");
    }
    assert_refused(&["verify", &format!("{RUN}&bits=1&digest=x")], "accepts 32 hexadecimal digits");
    assert_refused(&["verify", &format!("{RUN}&bits=one&{digest}")], "\"bits\" got \"one\"");
    assert_refused(&["verify", "no-such-experiment"], "no experiment");
    assert_refused(&["verify", "nowhere.gedanken.json"], "cannot be read");
    assert_refused(&["verify", "inverse-permutation?rev=2&n=99"], "\"n\" got \"99\"");
    // The folder is there before the run begins, or the run does not begin.
    assert_refused(&["run", RUN, "--out", "/dev/null/folder"], "cannot be made");
}

#[test]
fn without_claims_there_is_nothing_to_judge() {
    for experiment in lab::EXPERIMENTS.iter().filter(|experiment| experiment.claims.is_empty()) {
        let output = gedanken(&["claims", experiment.id]);
        let said = text(&output.stderr);
        assert!(output.status.code() == Some(0) && said.contains("has no claims yet"), "{said}");
        assert!(text(&output.stdout).is_empty());
    }
}

/// The claim that costs least of those that train anything, unless all cost too much for a test.
fn cheapest_claim() -> Option<(&'static lab::experiment::Experiment, &'static lab::claim::Claim)> {
    const MOST: f64 = 50_000.0;
    let all = lab::EXPERIMENTS
        .iter()
        .flat_map(|experiment| experiment.claims.iter().map(|claim| (*experiment, claim)));
    let trained =
        all.filter(|(experiment, claim)| claim.work(experiment) > 0.0 && claim.work(experiment) < MOST);
    trained.min_by(|(a, one), (b, other)| one.work(a).total_cmp(&other.work(b)))
}

#[test]
fn claims_are_judged_seed_by_seed() {
    let (experiment, claim) = cheapest_claim().expect("a claim that is cheap enough");
    let output =
        gedanken(&["claims", experiment.id, "--only", claim.id, "--seeds", "1..2", "--format", "json"]);
    let (printed, said) = (text(&output.stdout), text(&output.stderr));
    assert!(said.contains("GFLOP"), "{said}");
    let lines: Vec<Value> =
        printed.lines().map(|line| serde_json::from_str(line).expect("a JSON line")).collect();
    assert_eq!(lines.iter().map(|line| &line["seed"]).collect::<Vec<_>>(), [&json!(1), &json!(2)]);
    assert!(lines.iter().all(|line| line["id"] == claim.id && line["holds"].is_boolean()), "{printed}");
    let has_failed = lines.iter().any(|line| line["gate"] == true && line["verdict"] == "fails");
    assert_eq!(output.status.code(), Some(i32::from(has_failed)));
}

#[test]
fn claims_refuse_what_a_protocol_fixes() {
    assert_refused(&["claims", "inverse-permutation?rev=2&seed=2&n=8"], "also says n=8; leave that out");
    assert_refused(&["claims", "inverse-permutation?rev=2&members=2"], "also says members=2; leave that out");
    assert_refused(&["claims", "inverse-permutation", "--only", "IP-999"], "no claim \"IP-999\"");
    assert_refused(&["claims", "no-such-experiment"], "no experiment");
    for seeds in ["", "3..2", "a", "1..", "99999999999"] {
        assert_refused(&["claims", "inverse-permutation", "--seeds", seeds], "seeds are written 6, or 6..10");
    }
}

#[test]
fn json_lines_carry_every_measurement_and_the_link() {
    let output = gedanken(&["run", RUN]);
    let printed = text(&output.stdout);
    let lines: Vec<Value> =
        printed.lines().map(|line| serde_json::from_str(line).expect("a JSON line")).collect();
    assert_eq!(lines.iter().filter(|line| line["type"] == "measured").count(), 2 * 65);
    assert_eq!(lines.last().expect("a last line")["type"], "finished");
}

#[test]
fn every_panel_is_written_as_a_picture() {
    let folder = folder("pictures");
    let run = format!("{RUN}&sweep=noise:0:0.4:2");
    let output = gedanken(&["run", &run, "--out", &folder.display().to_string(), "--svg", "--png"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    for panel in ["sweep", "accuracy", "plane"] {
        let picture = fs::read_to_string(folder.join(format!("two-moons-{panel}.svg"))).expect("a picture");
        assert!(picture.starts_with("<svg ") && picture.contains("<desc>"), "{panel}");
        let dots = fs::read(folder.join(format!("two-moons-{panel}.png"))).expect("a picture");
        let dots = Pixmap::decode_png(&dots).expect("a PNG");
        assert_eq!(dots.width(), 1600, "{panel}");
        // Where there is no font, words are left out.
        let tree = Tree::from_str(&picture, &Options::default()).expect("a picture");
        let mut mute = Pixmap::new(dots.width(), dots.height()).expect("a size");
        resvg::render(&tree, Transform::from_scale(2.0, 2.0), &mut mute.as_mut());
        assert!(mute.pixels().iter().any(|dot| dot.alpha() > 0), "{panel} is empty");
        assert_ne!(dots.data(), mute.data(), "{panel} has no words");
    }
    let verdicts = fs::read_to_string(folder.join("two-moons-verdicts.svg")).expect("a picture");
    let table = fs::read_to_string(folder.join("two-moons-verdicts.csv")).expect("a table");
    assert!(table.starts_with("id,source,owner,statement,status,value,"), "{table}");
    for claim in lab::EXPERIMENTS.iter().filter(|it| it.id == "two-moons").flat_map(|it| it.claims) {
        assert!(verdicts.contains(claim.id) && table.contains(&format!("\n{},", claim.id)), "{}", claim.id);
    }
}

/// The number that the shortest digits of a measurement stand for.
fn shortest(value: f32) -> f64 {
    value.to_string().parse().expect("a number")
}

#[test]
fn measurements_and_weights_are_those_of_the_run() {
    let folder = folder("taken-away");
    let place = folder.display().to_string();
    let run = format!("{RUN}&sweep=noise:0:0.4:2");
    let output =
        gedanken(&["run", &run, "--out", &place, "--csv", "--json", "--weights", "--format", "text"]);
    let printed = text(&output.stdout);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));

    // Trained here too, on one thread and with the narrowest instructions.
    let keys = Link::parse(&run).expect("a link").keys;
    let mut ends = Vec::new();
    let trained = train(&keys, Simd::Scalar, 1, |event| {
        ends.extend(matches!(event, Event::Ended(_)).then(|| event.clone()));
        ControlFlow::Continue(())
    });
    let trained = trained.expect("a run");
    let path = printed
        .lines()
        .find_map(|line| line.strip_prefix("file   ").filter(|path| path.ends_with(".safetensors")));
    let bytes = fs::read(path.expect("a file of weights")).expect("a file");
    let file = SafeTensors::deserialize(&bytes).expect("safetensors");
    let arms = keys.arms();
    let mut count = 0;
    for end in &ends {
        let Event::Ended(saved) = end else { continue };
        for tensor in weights(&keys, saved).expect("weights") {
            let name = format!("{}.{}.{}", arms[saved.arm as usize].key, saved.member, tensor.name);
            let read = file.tensor(&name).expect(&name);
            assert_eq!((read.shape(), read.data()), (&tensor.shape[..], tensor.bytes), "{name}");
            count += 1;
        }
    }
    // A matrix and a bias in one arm, two of each in the other, for two models.
    assert_eq!((count, file.len()), (12, 12), "{:?}", file.names());
    let (_, head) = SafeTensors::read_metadata(&bytes).expect("a head");
    let link = head.metadata().as_ref().and_then(|about| about.get("gedanken")).expect("a link");
    assert!(link.contains(&trained.digest.to_string()), "{link}");

    let table = fs::read_to_string(folder.join("two-moons-measurements.csv")).expect("a table");
    let lines: Vec<&str> = table.lines().collect();
    assert_eq!((lines.len(), lines[0]), (1 + 2 * 2 * 65, "arm,model,noise,j,step,accuracy,loss"));
    let point = trained.recording.point(1, 1, 64).expect("a measurement");
    let last = format!("hidden,1,0.4,64,64,{},{}", point.values[0], point.values[1]);
    assert_eq!(lines.last(), Some(&last.as_str()));
    let rows = fs::read_to_string(folder.join("two-moons-measurements.json")).expect("rows");
    let rows: Vec<Value> = serde_json::from_str(&rows).expect("JSON");
    let expected = json!({
        "arm": "hidden", "model": 1, "noise": 0.4, "j": 64, "step": 64,
        "accuracy": shortest(point.values[0]), "loss": shortest(point.values[1]),
    });
    assert_eq!((rows.len(), rows.last()), (lines.len() - 1, Some(&expected)));
    let on_gpu = ["run", RUN, "--backend", "gpu", "--out", &place, "--weights"];
    assert_refused(&on_gpu, "--weights needs the exact backend");
    for panel in ["sweep", "accuracy", "plane"] {
        let numbers = fs::read_to_string(folder.join(format!("two-moons-{panel}.csv"))).expect("a table");
        assert!(numbers.lines().count() > 1, "{panel}");
    }
}

#[test]
fn cite_names_the_paper_and_the_run() {
    let cited = |link: &str| {
        let output = gedanken(&["cite", link]);
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        text(&output.stdout)
    };
    let bare = cited(RUN);
    assert!(
        bare.starts_with("@misc{pedregosa2011,") && bare.contains("author  = {Pedregosa and others}"),
        "{bare}"
    );
    assert_eq!((bare.matches("@misc{").count(), bare.matches("url ").count()), (2, 1), "{bare}");
    let digest = key(certified(), "digest");
    let whole = cited(&format!("https://example.org/{}", certified()));
    assert!(whole.contains("url     = {https://example.org/two-moons#rev=1&seed=3"), "{whole}");
    assert!(whole.contains(&digest.replace('=', " ")), "{whole}");
    assert_refused(&["cite", "no-such-experiment"], "no experiment");
}

#[test]
fn a_sweep_is_shown_by_its_values() {
    let output = gedanken(&["run", &format!("{RUN}&sweep=rate:0.001:0.01:2"), "--format", "text"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let printed = text(&output.stdout);
    let headings: Vec<&str> = printed.lines().filter(|line| line.starts_with("rate = ")).collect();
    assert_eq!(headings, ["rate = 0.001", "rate = 0.01"]);
    assert_eq!(printed.matches("straight line").count(), 2);
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
    for key in ["width=99", "colour=red", "sweep=width:2:3:2", "backend=cuda", "width"] {
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
fn a_run_on_the_gpu_has_a_link_and_a_record_but_no_digest() {
    let run = RUN.replace("steps=64", "steps=64&backend=gpu");
    let folder = folder("gpu").display().to_string();
    let output = gedanken(&["run", &run, "--format", "json", "--out", &folder]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let printed = text(&output.stdout);
    let last: Value =
        serde_json::from_str(printed.lines().last().expect("a last line")).expect("a JSON line");
    assert_eq!((&last["type"], &last["backend"]), (&"finished".into(), &"gpu".into()));
    assert!(last["digest"].is_null());
    assert!(last["link"].as_str().is_some_and(|link| link.ends_with("&backend=gpu")), "{last}");

    let record = last["record"].as_str().expect("a path");
    let output = gedanken(&["verify", record, "--format", "text"]);
    let said = text(&output.stdout);
    assert_eq!(output.status.code(), Some(0), "{said}");
    assert!(said.contains("not bit-comparable") && said.contains("straight line, Accuracy"), "{said}");
    let output = gedanken(&["verify", record, "--format", "json"]);
    let line: Value = serde_json::from_str(&text(&output.stdout)).expect("a JSON line");
    assert_eq!(line["differences"].as_array().map(Vec::len), Some(4));
    let small = |difference: &Value| difference["difference"].as_f64().is_some_and(|size| size < 0.05);
    assert!(line["differences"].as_array().into_iter().flatten().all(small), "{line}");
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
