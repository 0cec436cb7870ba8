//! Scripts for PyTorch against the engine: both train the same, step by step.

mod common;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use common::{assert_refused, folder, gedanken, text};
use engine::exact::Simd;
use engine::train::{Tick, Trainer};
use lab::keys::RunKeys;
use lab::knob::Range;
use lab::link::Link;

/// Training steps that are compared, of the first stretch of a run and, where that is short, of the second.
const STEPS: u32 = 50;
/// A first stretch that is short.
const SHORT: u32 = 100;

/// How far a loss may be from the engine's, as a share of it: at the first step, and later in runs that take rounding well.
/// Sums are taken in other orders.
const FIRST: f64 = 1e-5;
const LATER: f64 = 1e-4;
/// The same for any run: some make rounding a thousand times larger within a hundred steps, as PyTorch's own single precision
/// is that far from its double precision (`lab/src/torch/parity.md`).
const ANY: f64 = 1e-2;

/// A Python with PyTorch: that of the variable, or Debian's.
fn python() -> PathBuf {
    std::env::var_os("GEDANKEN_TORCH_PYTHON").map_or_else(|| PathBuf::from("/usr/bin/python3"), PathBuf::from)
}

/// The losses that a script prints, by arm, of the model with number 0 and the last one.
fn printed(python: &Path, script: &Path, models: [u32; 2], steps: u32) -> BTreeMap<(String, u32), Vec<f64>> {
    let [first, last] = models.map(|model| model.to_string());
    let mut command = Command::new(python);
    command.arg(script).args(["--steps", &steps.to_string(), "--model", &first]);
    if first != last {
        command.args(["--model", &last]);
    }
    let output = command.output().expect("Python runs");
    assert!(output.status.success(), "{}: {}", script.display(), text(&output.stderr));
    let mut losses = BTreeMap::<_, Vec<f64>>::new();
    for line in text(&output.stdout).lines().skip(1) {
        let [arm, model, _, loss] = line.split(',').collect::<Vec<_>>()[..] else { panic!("{line}") };
        let model = model.parse().expect("a number");
        losses.entry((arm.to_owned(), model)).or_default().push(loss.parse().expect("a loss"));
    }
    losses
}

/// The losses of the engine.
fn trained(keys: &RunKeys, arm: usize, model: u32, steps: u32) -> Vec<f64> {
    let mut trainer = Trainer::new(lab::run::program(keys, arm).arm, keys.seed, &[model], Simd::widest());
    let mut losses = Vec::new();
    while losses.len() < steps as usize {
        match trainer.tick(0) {
            Tick::Trained | Tick::Stopped { .. } => losses.push(f64::from(trainer.loss(0))),
            Tick::Marked { .. } => {}
            Tick::Done => break,
        }
    }
    losses
}

/// How far the losses of a link's script are from the engine's, as shares: at the first step, and at most.
fn apart(python: &Path, folder: &Path, link: &str) -> [f64; 2] {
    let keys = Link::parse(link).expect("a link").keys;
    let script = folder.join(lab::files::SCRIPT.name(&keys));
    std::fs::write(&script, lab::torch::script(&keys, None).expect("a script")).expect("written");
    let models = [0, keys.models() - 1];
    let stretches = (0..keys.arms().len()).map(|arm| lab::run::program(&keys, arm).arm.segments);
    let first = stretches.filter(|all| all.len() > 1).map(|all| all[0].steps).max().unwrap_or(0);
    let steps = if first > SHORT { STEPS } else { first + STEPS };
    let printed = printed(python, &script, models, steps);
    let (mut first, mut most) = (0.0f64, 0.0f64);
    for (position, arm) in keys.arms().iter().enumerate() {
        for model in models {
            let (own, other) =
                (trained(&keys, position, model, steps), &printed[&(arm.key.to_owned(), model)]);
            assert_eq!(own.len(), other.len(), "{link}, {}, model {model}", arm.key);
            let apart = |(own, other): (&f64, &f64)| (own - other).abs() / own.abs().max(1e-6);
            let all: Vec<f64> = own.iter().zip(other).map(apart).collect();
            // What is no number is largest of all, and would be passed over.
            assert!(all.iter().all(|apart| apart.is_finite()), "{link}, {}, model {model}: {all:?}", arm.key);
            first = first.max(all[0]);
            most = all.into_iter().fold(most, f64::max);
        }
    }
    [first, most]
}

/// Links of an experiment: with its defaults, with the least of its sizes and every option but the first, and with larger numbers
/// and another seed.
fn links(experiment: &'static lab::experiment::Experiment) -> Vec<String> {
    let with = |value: &dyn Fn(&Range) -> Option<String>| {
        let set = |knob: &lab::knob::Knob| Some(format!("&{}={}", knob.key, value(&knob.range)?));
        experiment.knobs.iter().filter_map(set).collect::<String>()
    };
    let least = with(&|range| match *range {
        Range::Whole { min, .. } => Some(min.to_string()),
        Range::Real { .. } => None,
        Range::Choice { options, default } => Some(options[(default + 1) % options.len()].0.to_owned()),
    });
    let other = with(&|range| match *range {
        Range::Whole { .. } => None,
        Range::Real { min, default, .. } => Some(((min + default) / 2.0).to_string()),
        Range::Choice { options, default } => {
            Some(options[(default + options.len() - 1) % options.len()].0.to_owned())
        }
    });
    let id = experiment.id;
    vec![
        format!("{id}?seed=1"),
        format!("{id}?seed=2&members=2{least}"),
        format!("{id}?seed=9&members=1{other}"),
    ]
}

/// Runs that take a few seconds, of every way to train: AdamW in one stretch and in two, on some of the parameters alone, plain
/// descent, a flow without an optimiser, and a sweep.
const CHEAP: [&str; 5] = [
    "two-moons?seed=3&width=4&steps=64",
    "two-moons?seed=4&members=2&sweep=rate:0.01:0.1:2",
    "swing-by?seed=2",
    "swing-by?seed=5&models=deep",
    "oocr-coins?seed=1&members=1&learn=three&steps=100",
];

#[test]
fn a_script_trains_as_the_engine_does() {
    let (python, folder) = (python(), folder("torch"));
    std::fs::create_dir_all(&folder).expect("a folder");
    for link in CHEAP {
        let [first, most] = apart(&python, &folder, link);
        println!("{link}: {first:.1e} at the first step, {most:.1e} at most");
        assert!(first < FIRST && most < LATER, "{link}: {first:e} at the first step, {most:e} at most");
    }
}

/// Compares two files of weights: that of PyTorch with that of safetensors, whose header is JSON behind its length.
const COMPARE: &str = "
import json, sys, torch
own = torch.load(sys.argv[1])
data = open(sys.argv[2], 'rb').read()
start = 8 + int.from_bytes(data[:8], 'little')
wanted = json.loads(data[8:start])
wanted.pop('__metadata__')
assert own.keys() == wanted.keys(), (own.keys(), wanted.keys())
for name, of in wanted.items():
    first, last = of['data_offsets']
    tensor = torch.frombuffer(bytearray(data[start + first:start + last]), dtype=torch.float32).reshape(of['shape'])
    assert own[name].shape == tensor.shape, name
    print((own[name] - tensor).abs().max().item())
";

#[test]
fn weights_at_the_end_are_those_of_the_run() {
    let (python, folder) = (python(), folder("torch-weights"));
    let name = folder.to_str().expect("a path");
    let link = "two-moons?rev=1&seed=3&members=2&width=4&steps=64";
    let ran = gedanken(&["run", link, "--backend", "exact", "--out", name, "--weights", "--format", "text"]);
    assert_eq!(ran.status.code(), Some(0), "{}", text(&ran.stderr));
    let said = text(&ran.stdout);
    let wanted =
        said.lines().find_map(|line| line.strip_prefix("file   ")).expect("a file of weights").to_owned();
    assert_eq!(gedanken(&["torch", link, "--out", name]).status.code(), Some(0));
    let own = folder.join("own.pt");
    let script = folder.join("two-moons.py");
    let trained = Command::new(&python).arg(script).arg("--weights").arg(&own).output().expect("Python runs");
    assert!(trained.status.success(), "{}", text(&trained.stderr));
    let compared =
        Command::new(&python).args(["-c", COMPARE]).arg(own).arg(wanted).output().expect("Python runs");
    assert!(compared.status.success(), "{}", text(&compared.stderr));
    let apart: Vec<f64> =
        text(&compared.stdout).lines().map(|line| line.parse().expect("a difference")).collect();
    println!("weights after 64 steps are apart by {apart:?}");
    // Two tensors of one layer, four of two, of two models each.
    assert!(apart.len() == 12 && apart.iter().all(|apart| *apart < 1e-4), "{apart:?}");
}

#[test]
fn every_run_is_a_script_that_python_reads() {
    let folder = folder("torch-read");
    std::fs::create_dir_all(&folder).expect("a folder");
    let mut scripts = Vec::new();
    for (number, link) in lab::EXPERIMENTS.iter().flat_map(|experiment| links(experiment)).enumerate() {
        let keys = Link::parse(&link).expect("a link").keys;
        let script = lab::torch::script(&keys, None).expect("a script");
        assert!(script.contains(&keys.query()), "{link} does not say where it comes from");
        assert!(script.contains(keys.experiment.source.url), "{link} does not say what it is about");
        let path = folder.join(format!("{number}.py"));
        std::fs::write(&path, script).expect("written");
        scripts.push(path);
    }
    let read = "import ast, sys\nfor path in sys.argv[1:]: compile(open(path).read(), path, 'exec')";
    let output = Command::new("python3").args(["-c", read]).args(&scripts).output().expect("Python runs");
    assert!(output.status.success(), "{}", text(&output.stderr));
}

#[test]
fn a_script_goes_where_it_should_and_bad_input_is_a_sentence() {
    let address = "https://example.org/two-moons/#rev=1&seed=3&members=2&width=7";
    let printed = gedanken(&["torch", address]);
    let script = text(&printed.stdout);
    assert_eq!(printed.status.code(), Some(0), "{}", text(&printed.stderr));
    for part in
        [address, "two-moons?rev=1&seed=3&members=2&width=7", "SEED = 3", "(2, 7)", "https://jmlr.org"]
    {
        assert!(script.contains(part), "{part}");
    }
    let folder = folder("torch-out");
    let name = folder.to_str().expect("a path");
    let written = gedanken(&["torch", address, "--out", name]);
    let path = text(&written.stdout);
    assert_eq!(std::fs::read_to_string(path.trim()).expect("a file"), script);

    assert_refused(&["torch", "three-moons"], "three-moons");
    assert_refused(&["torch", "two-moons?width=pear"], "pear");
    let within = format!("{}/folder", path.trim());
    assert_refused(&["torch", address, "--out", &within], "cannot be made");
    std::fs::create_dir_all(folder.join("taken/two-moons.py")).expect("a folder");
    let taken = folder.join("taken");
    assert_refused(&["torch", address, "--out", taken.to_str().expect("a path")], "cannot be written");
}

/// Every experiment with its defaults and other settings; prints a table. It takes minutes: run by hand, as CONTRIBUTING says.
#[test]
#[ignore = "takes minutes"]
fn every_experiment_trains_as_the_engine_does() {
    let (python, folder) = (python(), folder("torch-all"));
    std::fs::create_dir_all(&folder).expect("a folder");
    println!("| run | first step | largest of {STEPS} |\n| --- | --- | --- |");
    let mut wrong = Vec::new();
    for link in lab::EXPERIMENTS.iter().flat_map(|experiment| links(experiment)) {
        let [first, most] = apart(&python, &folder, &link);
        println!("| `{link}` | {first:.1e} | {most:.1e} |");
        if first > FIRST || most > ANY {
            wrong.push(link);
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}
