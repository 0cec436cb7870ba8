//! Sweeps from outside: whatever happens to their processes, machines and disks, the tables come out the same.
#![cfg(unix)]

mod common;

use std::fs;
use std::os::unix::fs::symlink;
use std::os::unix::process::ExitStatusExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use common::{assert_refused, folder, gedanken, text};
use parquet::file::reader::{FileReader as _, SerializedFileReader};
use parquet::record::Field;
use serde_json::{Value, json};

/// 24 cells.
const MANY: [&str; 7] = [
    "two-moons?rev=1&members=1&steps=512&width=2",
    "--seeds",
    "1..4",
    "--grid",
    "noise=0,0.1,0.2",
    "--grid",
    "rate=0.01,0.03",
];

/// Three cells.
const FEW: [&str; 3] = ["two-moons?rev=1&members=2&steps=64&width=2", "--seeds", "5..7"];

const TABLES: [&str; 3] = ["sweep.jsonl", "sweep.csv", "sweep.parquet"];

fn command(sweep: &[&str], folder: &Path, more: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gedanken"));
    command.arg("sweep").args(sweep).arg("--out").arg(folder).args(more);
    command
}

/// Runs a sweep, and gives its exit status with what it said.
fn sweep(sweep: &[&str], folder: &Path, more: &[&str]) -> (Option<i32>, String) {
    let output = command(sweep, folder, more).output().expect("the binary starts");
    (output.status.code(), text(&output.stderr))
}

fn merge(folder: &Path, more: &[&str]) -> (Option<i32>, String) {
    let output = gedanken(&[&["sweep", "--merge", &folder.display().to_string()], more].concat());
    (output.status.code(), text(&output.stderr))
}

fn tables(folder: &Path) -> [Vec<u8>; 3] {
    TABLES.map(|name| fs::read(folder.join(name)).expect(name))
}

/// The rows of the table in JSON Lines.
fn rows(folder: &Path) -> Vec<Value> {
    let table = fs::read_to_string(folder.join("sweep.jsonl")).expect("a table");
    table.lines().map(|line| serde_json::from_str(line).expect("a JSON line")).collect()
}

/// The numbers of the cells that stand in a journal as whole lines.
fn finished(journal: &Path) -> Vec<u64> {
    let text = fs::read_to_string(journal).unwrap_or_default();
    let whole = text.rfind('\n').map_or("", |end| &text[..end]);
    let number = |line| {
        let line: Value = serde_json::from_str(line).expect("a JSON line");
        line["says"]["cell"].as_u64().expect("a cell")
    };
    whole.lines().skip(1).map(number).collect()
}

/// Waits until so many cells are finished, and then kills the process.
fn kill_after(mut child: Child, journal: &Path, cells: usize) {
    while finished(journal).len() < cells {
        assert_eq!(child.try_wait().expect("a status"), None, "it ended before it was killed");
        std::thread::sleep(Duration::from_millis(2));
    }
    child.kill().expect("it is there");
    assert_eq!(child.wait().expect("a status").signal(), Some(9), "it ended before it was killed");
}

#[test]
fn a_sweep_that_is_killed_three_times_is_as_one_left_alone_and_as_its_shards() {
    let [alone, killed, parts] = ["alone", "killed", "parts"].map(|name| folder("sweep").join(name));
    assert_eq!(sweep(&MANY, &alone, &[]).0, Some(0));
    let expected = tables(&alone);
    let rows = rows(&alone);
    assert_eq!(
        rows.iter().map(|row| row["cell"].as_u64()).collect::<Vec<_>>(),
        (0..24).map(Some).collect::<Vec<_>>()
    );
    assert!(rows.iter().all(|row| row["digest"].as_str().is_some_and(|digest| digest.len() == 32)));

    let journal = killed.join("cells.jsonl");
    for cells in [1, 9, 16] {
        let mut slowly = command(&MANY, &killed, &["--workers", "1"]);
        kill_after(
            slowly.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("it starts"),
            &journal,
            cells,
        );
        assert!(finished(&journal).len() < 24);
    }
    let before = finished(&journal);
    let (status, said) = sweep(&MANY, &killed, &[]);
    assert!(
        status == Some(0) && said.starts_with(&format!("{} cells are finished already.", before.len())),
        "{said}"
    );
    let mut all = finished(&journal);
    assert!(all.starts_with(&before), "what was finished stays");
    all.sort_unstable();
    assert_eq!(all, (0..24).collect::<Vec<_>>(), "each cell once");
    assert!(tables(&killed) == expected);

    // All at once into one folder, as on a cluster; one of them is killed and started again.
    let start =
        |shard| command(&MANY, &parts, &["--shard", shard]).stdout(Stdio::null()).spawn().expect("it starts");
    let [first, mut second, mut third] = ["1/3", "2/3", "3/3"].map(start);
    kill_after(first, &parts.join("cells-1-of-3.jsonl"), 1);
    assert!(
        second.wait().is_ok_and(|status| status.success())
            && third.wait().is_ok_and(|status| status.success())
    );
    let (status, said) = merge(&parts, &[]);
    assert!(status == Some(2) && said.contains("of 24 cells are missing, the first of them cell "), "{said}");
    assert_eq!(merge(&parts, &["--partial"]).0, Some(0));
    assert!(self::rows(&parts).len() < 24);
    assert!(start("1/3").wait().is_ok_and(|status| status.success()));
    assert_eq!(merge(&parts, &[]).0, Some(0));
    assert!(tables(&parts) == expected);
}

#[test]
fn the_script_for_slurm_computes_one_shard_in_each_task() {
    let [alone, parts] = ["alone", "parts"].map(|name| folder("slurm").join(name));
    assert_eq!(sweep(&FEW, &alone, &[]).0, Some(0));
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../cluster/slurm-sweep.sh");
    let task = |number: &str, variables: &[(&str, &str)]| {
        let mut bash = Command::new("bash");
        bash.arg(&script).args(FEW).arg("--out").arg(&parts).env("GEDANKEN", env!("CARGO_BIN_EXE_gedanken"));
        bash.env("SLURM_ARRAY_TASK_ID", number)
            .env("SLURM_CPUS_PER_TASK", "128")
            .envs(variables.iter().copied());
        let output = bash.output().expect("bash");
        (output.status.code(), text(&output.stderr))
    };
    assert_eq!(task("1", &[("SLURM_ARRAY_TASK_COUNT", "2")]).0, Some(0));
    assert_eq!(finished(&parts.join("cells-1-of-2.jsonl")).len(), 2);
    assert_eq!(task("2", &[("SLURM_ARRAY_TASK_COUNT", "1"), ("SHARDS", "2")]).0, Some(0));
    let (status, said) = task("3", &[("SLURM_ARRAY_TASK_COUNT", "2")]);
    assert!(status == Some(2) && said.contains("a shard is written 3/8"), "{said}");
    let (status, said) = task("", &[("SLURM_ARRAY_TASK_COUNT", "2")]);
    assert!(status == Some(1) && said.contains("for the tasks of a Slurm array"), "{said}");
    assert_eq!(merge(&parts, &[]).0, Some(0));
    assert!(tables(&parts) == tables(&alone));
}

/// The cells of a Parquet file as texts, with the names of the columns before them.
fn parquet_texts(path: &Path) -> Vec<Vec<String>> {
    let reader = SerializedFileReader::new(fs::File::open(path).expect("a file")).expect("Parquet");
    let text = |field: &Field| match field {
        Field::Null => String::new(),
        Field::Long(number) => number.to_string(),
        Field::Double(number) => json!(number).to_string(),
        Field::Float(number) => serde_json::to_string(number).expect("a number"),
        Field::Str(text) => text.clone(),
        other => panic!("{other:?} has another type"),
    };
    let schema = reader.metadata().file_metadata().schema().get_fields();
    let names = schema.iter().map(|field| field.name().to_owned()).collect();
    let rows = reader
        .get_row_iter(None)
        .expect("rows")
        .map(|row| row.expect("a row").get_column_iter().map(|(_, field)| text(field)).collect());
    std::iter::once(names).chain(rows).collect()
}

#[test]
fn the_three_tables_say_the_same_as_the_runs() {
    let folder = folder("tables");
    // The protocol of a claim, for two seeds.
    assert_eq!(sweep(&["two-moons?rev=1&seed=6", "--grid", "noise=0.15,0.5"], &folder, &[]).0, Some(0));
    let csv = fs::read_to_string(folder.join("sweep.csv")).expect("a table");
    let csv: Vec<Vec<String>> =
        csv.split_terminator("\r\n").map(|line| line.split(',').map(str::to_owned).collect()).collect();
    assert_eq!(parquet_texts(&folder.join("sweep.parquet")), csv);
    let rows = rows(&folder);
    for (row, line) in rows.iter().zip(&csv[1..]) {
        for (name, text) in csv[0].iter().zip(line) {
            let own = match &row[name] {
                Value::Null => String::new(),
                Value::String(own) => own.clone(),
                other => other.to_string(),
            };
            assert_eq!(&own, text, "{name}");
        }
    }
    assert_eq!((&rows[0]["TM-1"], &rows[1]["TM-1"]), (&json!("holds"), &Value::Null));

    // A row's link is that of the run, and its values are what the run measured last.
    let link = rows[1]["permalink"].as_str().expect("a link");
    let output = gedanken(&["run", link]);
    assert!(text(&output.stderr).contains("The same as its link, bit for bit."));
    let printed = text(&output.stdout);
    let lines = printed.lines().map(|line| serde_json::from_str::<Value>(line).expect("a JSON line"));
    let is_last = |line: &Value| line["j"] == 64 && line["arm"] == "hidden" && line["member"] == 2;
    let last = lines.into_iter().find(is_last).expect("a measurement");
    let single = |value: &Value| serde_json::from_value::<f32>(value.clone()).expect("a number");
    assert_eq!(single(&rows[1]["hidden/loss/2"]).to_bits(), single(&last["values"]["loss"]).to_bits());
    assert_eq!(
        (&rows[1]["members"], &rows[1]["noise"], &rows[1]["seed"]),
        (&json!(4), &json!(0.5), &json!(6))
    );
}

#[test]
fn lines_of_json_say_how_far_it_is_even_to_nobody() {
    let folder = folder("lines");
    let output = command(&FEW, &folder.join("heard"), &[]).output().expect("the binary starts");
    let printed = text(&output.stdout);
    let lines: Vec<Value> = printed.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(lines.iter().map(|line| &line["finished"]).collect::<Vec<_>>(), [1, 2, 3, 3]);
    assert!(lines[..3].iter().all(|line| line["seconds_left"].as_f64().is_some_and(|left| left >= 0.0)));
    assert_eq!((&lines[2]["seconds_left"], &lines[3]["type"]), (&json!(0.0), &json!("finished")));

    let mut child =
        command(&FEW, &folder.join("unheard"), &[]).stdout(Stdio::piped()).spawn().expect("it starts");
    drop(child.stdout.take());
    assert_eq!(child.wait().expect("a status").code(), Some(0));
    assert!(tables(&folder.join("unheard")) == tables(&folder.join("heard")));
}

#[test]
fn a_torn_line_is_computed_again_and_a_damaged_one_is_named() {
    let folder = folder("torn");
    assert_eq!(sweep(&FEW, &folder, &[]).0, Some(0));
    let (journal, expected) = (folder.join("cells.jsonl"), tables(&folder));
    let whole = fs::read(&journal).expect("a journal");
    let again = |bytes: &[u8]| {
        fs::write(&journal, bytes).expect("a journal");
        sweep(&FEW, &folder, &[])
    };
    let lines: Vec<&[u8]> = whole.split_inclusive(|byte| *byte == b'\n').collect();
    let head = lines[0].len();
    for (length, left) in [
        (0, None),
        (head / 2, None),
        (head, None),
        (head + lines[1].len() + 9, Some(1)),
        (whole.len() - 1, Some(2)),
    ] {
        let (status, said) = again(&whole[..length]);
        let starts = left.map_or("Training 3 cells".to_owned(), |left| format!("{left} cells are finished"));
        assert!(status == Some(0) && said.starts_with(&starts), "{length}: {said}");
        assert!(tables(&folder) == expected, "{length}");
        assert_eq!(finished(&journal).len(), 3, "{length}");
    }
    // What a loss of power may leave behind.
    assert_eq!(again(&[&whole[..whole.len() - 9], &[0; 700]].concat()).0, Some(0));
    assert!(tables(&folder) == expected);

    let changed = text(lines[2]).replacen("0.", "1.", 1);
    for (bytes, words) in [
        (&[lines[0], lines[1], changed.as_bytes(), lines[3]].concat()[..], "Line 3 of the journal"),
        (&[lines[0], lines[1], b"\n", lines[2]].concat(), "Line 3 of the journal"),
        (b"hello", "is no journal of a sweep"),
        (b"hello\n", "is no journal of a sweep"),
        (&[0xff; 5 << 20], "is no journal of a sweep"),
        (b"{\"check\":\"\",\"says\":{\"format\":9}}\n", "has format 9, which a newer release writes"),
    ] {
        let (status, said) = again(bytes);
        assert!(status == Some(2) && said.contains(words) && said.lines().count() == 1, "{said}");
        assert!(fs::read(&journal).expect("a journal") == bytes, "nothing of it is lost");
    }
}

#[test]
fn a_full_disk_loses_nothing() {
    let folder = folder("full");
    let binary = env!("CARGO_BIN_EXE_gedanken");
    // No file may be larger than 1 kB, which is one cell; and the signal that says so is not taken.
    let limited = "trap '' XFSZ; ulimit -f 1; exec \"$@\"";
    let mut bash = Command::new("bash");
    bash.args(["-c", limited, "bash", binary, "sweep"]).args(FEW).arg("--out").arg(&folder);
    let output = bash.output().expect("bash");
    let said = text(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains("cells.jsonl cannot be written: File too large"), "{said}");
    assert!(said.contains("the same command goes on after them") && !said.contains("panicked"), "{said}");
    let left = finished(&folder.join("cells.jsonl")).len();
    assert!((1..3).contains(&left), "{left}");
    assert!(fs::read(folder.join("cells.jsonl")).expect("a journal").ends_with(b"}\n"), "whole lines");

    // The journal gets done with room enough, and then there is none for the tables.
    let (status, said) = sweep(&FEW, &folder, &[]);
    assert!(status == Some(0) && said.starts_with(&format!("{left} cells are finished already.")), "{said}");
    let expected = tables(&folder);
    let output = bash.output().expect("bash");
    let said = text(&output.stderr);
    assert!(output.status.code() == Some(2) && said.contains("The cells are kept in the journal"), "{said}");
    assert!(tables(&folder) == expected, "the tables before stay");
    let left = fs::read_dir(&folder).expect("a folder").count();
    assert_eq!(left, 4, "no half of a table stays behind");
}

#[test]
fn a_folder_of_another_sweep_is_left_as_it_is() {
    let folder = folder("others");
    let own = folder.join("own");
    let place = own.display().to_string();
    assert_eq!(sweep(&FEW, &own, &[]).0, Some(0));
    let before = fs::read(own.join("cells.jsonl")).expect("a journal");
    let seeds = ["two-moons?rev=1&members=2&steps=64&width=2", "--seeds", "5..8"];
    for other in [&seeds[..], &["two-moons", "--backend", "gpu"], &["inverse-permutation", "--shard", "1/2"]]
    {
        let arguments = [&["sweep"], other, &["--out", &place]].concat();
        assert_refused(
            &arguments,
            "--seeds 5..7 --backend exact`. Go on with that one, or choose another folder.",
        );
    }
    assert!(fs::read(own.join("cells.jsonl")).expect("a journal") == before);
    assert_eq!(fs::read_dir(&own).expect("a folder").count(), 4);

    // A table that somebody else wrote is not overwritten.
    let foreign = folder.join("foreign");
    fs::create_dir_all(&foreign).expect("a folder");
    fs::write(foreign.join("sweep.csv"), "mine").expect("a file");
    let (status, said) = sweep(&FEW, &foreign, &[]);
    assert!(status == Some(2) && said.contains("has a file sweep.csv without the journal"), "{said}");
    assert_eq!(fs::read_dir(&foreign).expect("a folder").count(), 1);
    // Other files are nobody's business.
    fs::rename(foreign.join("sweep.csv"), foreign.join("notes.csv")).expect("a file");
    assert_eq!(sweep(&FEW, &foreign, &[]).0, Some(0));

    // Two journals of two sweeps.
    let (status, said) = sweep(&seeds, &folder.join("wider"), &["--shard", "1/2"]);
    assert_eq!(status, Some(0), "{said}");
    fs::copy(folder.join("wider/cells-1-of-2.jsonl"), own.join("cells-1-of-2.jsonl")).expect("a copy");
    assert_refused(&["sweep", "--merge", &place], "has journals of two sweeps");
}

/// Another journal of the same sweep, with another digest in its last cell.
fn with_another_digest(journal: &Path) -> String {
    let text = fs::read_to_string(journal).expect("a journal");
    let (before, last) = text.trim_end().rsplit_once('\n').expect("lines");
    let says = last.split_once("\"says\":").expect("a line").1;
    let says = says.strip_suffix('}').expect("a line");
    let value: Value = serde_json::from_str(says).expect("JSON");
    let says = says.replace(value["digest"].as_str().expect("a digest"), &"0".repeat(32));
    let check = blake3::hash(says.as_bytes()).to_hex();
    format!("{before}\n{{\"check\":\"{}\",\"says\":{says}}}\n", &check[..16])
}

#[test]
fn machines_that_compute_another_digest_are_told_apart() {
    let folder = folder("apart");
    assert_eq!(sweep(&FEW, &folder, &[]).0, Some(0));
    let journal = folder.join("cells.jsonl");
    let same = folder.join("cells-1-of-1.jsonl");
    fs::copy(&journal, &same).expect("a copy");
    assert_eq!(merge(&folder, &[]).0, Some(0), "twice the same is the same");
    fs::write(&same, with_another_digest(&journal)).expect("a journal");
    let (status, said) = merge(&folder, &[]);
    assert!(status == Some(1) && said.contains("was computed twice, and its digests differ: "), "{said}");
    assert!(said.contains(&"0".repeat(32)), "{said}");
}

#[test]
fn what_makes_no_sweep_is_refused() {
    let folder = folder("refused");
    let place = folder.display().to_string();
    let refused = |more: &[&str], words: &str| {
        assert_refused(&[&["sweep", "two-moons?rev=1", "--out", &place], more].concat(), words);
    };
    refused(&["--grid", "colour=1"], "\"colour\" is no knob of two-moons");
    refused(&["--grid", "width=1"], "\"width\" got \"1\" and accepts a whole number from 2 to 64");
    refused(&["--grid", "width=2", "--grid", "width=3"], "\"width\" has two grids");
    refused(&["--seeds", "0..4294967295"], "and a sweep has 100000 at most");
    refused(&["--seeds", "3..2"], "seeds are written 6, or 6..10");
    refused(&["--shard", "9/8"], "a shard is written 3/8");
    refused(&["--merge", &place], "cannot be used with");
    assert_refused(&["sweep", "no-such-experiment", "--out", &place], "no experiment");
    assert_refused(&["sweep", "two-moons?rev=1&width=99", "--out", &place], "\"width\" got \"99\"");
    assert_refused(&["sweep", "two-moons?sweep=noise:0:0.4:3", "--out", &place], "within one run");
    assert_refused(&["sweep", "two-moons"], "--out");
    assert!(!folder.exists(), "nothing is made for what is refused");
    assert_refused(&["sweep", "two-moons", "--out", "/dev/null/folder"], "cannot be made");
    assert_refused(&["sweep", "two-moons", "--out", "/proc"], "cannot be written");
    assert_refused(&["sweep", "--merge", &place], "cannot be read");
    fs::create_dir_all(&folder).expect("a folder");
    assert_refused(&["sweep", "--merge", &place], "has no journal of a sweep");
    let no_journals: [&dyn Fn(PathBuf) -> std::io::Result<()>; 2] =
        [&|path| symlink("/dev/full", path), &|path| fs::create_dir(path)];
    for make in no_journals {
        make(folder.join("cells.jsonl")).expect("no journal");
        refused(&[], "is no journal of a sweep");
        assert_refused(&["sweep", "--merge", &place], "is no journal of a sweep");
        let _ = fs::remove_file(folder.join("cells.jsonl"));
    }
}

#[test]
fn two_processes_do_not_add_to_one_journal() {
    let folder = folder("locked");
    let slow = ["two-moons?rev=1&steps=2048&width=64", "--seeds", "1..40"];
    let mut child =
        command(&slow, &folder, &[]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("it starts");
    while fs::metadata(folder.join("cells.jsonl")).map_or(0, |file| file.len()) == 0 {
        std::thread::sleep(Duration::from_millis(2));
    }
    let (status, said) = sweep(&slow, &folder, &[]);
    child.kill().expect("it is there");
    child.wait().expect("a status");
    assert!(status == Some(2) && said.contains("Another process is adding to"), "{said}");
}

#[test]
fn a_sweep_on_the_gpu_names_its_adapter_and_has_no_digests() {
    let folder = folder("gpu-sweep");
    let (status, said) = sweep(&FEW, &folder, &["--backend", "gpu"]);
    assert_eq!(status, Some(0), "{said}");
    for row in rows(&folder) {
        assert!(row["digest"].is_null() && row["adapter"].is_string() && row["backend"] == "gpu", "{row}");
        assert!(row["permalink"].as_str().is_some_and(|link| link.ends_with("&backend=gpu")), "{row}");
        assert!(row["hidden/accuracy/1"].as_f64().is_some_and(|accuracy| accuracy > 0.5), "{row}");
    }
    assert_eq!(rows(&folder).len(), 3);
}
