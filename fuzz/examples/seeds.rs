//! Writes what the targets begin with: into `corpus/` what they read in earnest, and into `dictionary.txt` the words in it.
//! `cargo +nightly run --example seeds`

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use lab::data::{Kind, OwnData};
use lab::digest::PROGRESS;
use lab::keys::RunKeys;
use lab::link::{CONTROLS, PARTS};
use lab::predict::Prediction;
use lab::record::{ComputedBy, Record};
use lab::recording::{Point, Recording};
use lab::releases::{Release, Releases};
use lab::words::words;
use serde_json::{Value, json};

/// What is in every link or record or message, whatever the experiment.
const WORDS: &str = "rev seed members sweep data backend workers theme speed autorun embed show hide controls view locale \
    parent claim beside bits at digest proof auto exact gpu mixed light dark none https:// %26 %3D null true false \
    source gedanken type payload configure getState setState run pause step reset actor mbox mailto: openid account \
    homePage name objectType Agent link predictions version format release experiment keys adapter arms key label steps \
    members j step values stopped verdicts id verdict holds fails undecided value question said outcome chain releases name revs \
    languages ../ -> of = ; , : \
    1e999 -0 18446744073709551616 \\u0000 \\ud800";

fn main() -> Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let links = fs::read_to_string(root.join("../tests/links.txt"))?;
    let links =
        links.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split("  ").next());
    let links: Vec<&str> = links.filter(|link| !link.is_empty()).collect();
    seeds(root, "link", links.iter().map(|link| (*link).to_owned().into_bytes()))?;
    seeds(root, "own", own(&links)?)?;
    seeds(root, "record", records().map(String::into_bytes))?;
    seeds(root, "message", messages(&links).into_iter().map(|message| message.to_string().into_bytes()))?;
    seeds(root, "releases", lists().into_iter().map(String::into_bytes))?;
    fs::write(root.join("dictionary.txt"), dictionary()).context("no dictionary")
}

fn seeds(root: &Path, target: &str, seeds: impl IntoIterator<Item = Vec<u8>>) -> Result<()> {
    let folder = root.join("corpus").join(target);
    fs::create_dir_all(&folder)?;
    for (number, seed) in seeds.into_iter().enumerate() {
        fs::write(folder.join(format!("seed-{number}")), seed)?;
    }
    Ok(())
}

/// Examples as they are typed, fields of links, and what these unfold to.
fn own(links: &[&str]) -> Result<Vec<Vec<u8>>> {
    let mut all: Vec<Vec<u8>> = links
        .iter()
        .filter_map(|link| link.split_once("data="))
        .map(|(_, data)| data.split('&').next().unwrap_or_default().as_bytes().to_vec())
        .collect();
    for own in lab::EXPERIMENTS.iter().filter_map(|experiment| experiment.data) {
        let data = match own.lines(words(None)) {
            Some((_, example)) => {
                all.push(example.as_bytes().to_vec());
                own.read(example, words(None)).map_err(anyhow::Error::msg)?.0
            }
            None => points(own),
        };
        all.push(data.write().into_bytes());
        all.push(postcard::to_allocvec(&data)?);
    }
    Ok(all)
}

/// As few points as are taken.
fn points(own: OwnData) -> lab::data::Data {
    let Kind::Points { classes, count: (fewest, _) } = own.kind else {
        return lab::data::Data::Points(Vec::new());
    };
    let dot = |at: usize| lab::data::Dot { x: at as u8, y: 7, class: (at % classes.len()) as u8 };
    lab::data::Data::Points((0..fewest.max(1) * classes.len()).map(dot).collect())
}

/// A run of one member of every experiment: not begun, at its first points, and at its end.
fn records() -> impl Iterator<Item = String> {
    lab::EXPERIMENTS.iter().flat_map(|experiment| {
        let keys = RunKeys { members: 1, ..RunKeys::defaults(experiment) };
        [0, 2, PROGRESS + 1].into_iter().map(move |count| {
            let (arms, series) = (keys.arms(), experiment.series.len());
            let mut recording = Recording::new(&arms, 1, series);
            for (arm, number) in arms.iter().zip(0..) {
                for j in 0..count {
                    let step = lab::digest::step_at(j, arm.steps);
                    recording.push(Point {
                        arm: number,
                        j,
                        step,
                        values: vec![0.5; series],
                        chain: Some([7; 32]),
                        ..Point::default()
                    });
                }
            }
            let by = if count == 2 { ComputedBy::Gpu } else { ComputedBy::Exact };
            Record::of(&keys, &recording, by, None).to_json()
        })
    })
}

/// Lists of releases: none, this one, and one before it that ran and spoke less.
fn lists() -> [String; 3] {
    let older = Release {
        name: "0.1.0-1b2c".to_owned(),
        bits: 0,
        revs: BTreeMap::from([("two-moons".to_owned(), 0)]),
        languages: vec!["en".to_owned()],
    };
    let one = Releases::default().with(older, |_| true);
    let both = one.clone().with(Release::of_this_build("0.2.0-9f8e"), |_| true);
    [Releases::default(), one, both].map(|list| list.to_json())
}

fn messages(links: &[&str]) -> Vec<Value> {
    let message = |kind: &str, payload: Value| json!({ "source": "gedanken", "v": 1, "type": kind, "id": 7, "payload": payload });
    let mut all: Vec<Value> =
        ["run", "pause", "step", "reset", "getState"].iter().map(|kind| message(kind, json!({}))).collect();
    for actor in [
        json!({ "name": "Ann", "mbox": "mailto:ann@school.example" }),
        json!({ "account": { "homePage": "https://school.example", "name": "7" }, "objectType": "Agent" }),
        json!({ "openid": "https://school.example/ann" }),
        json!({ "mbox_sha1sum": "0123456789012345678901234567890123456789" }),
    ] {
        all.push(message("configure", json!({ "actor": actor, "locale": "de", "theme": "dark" })));
    }
    for link in links {
        all.push(message("setState", json!({ "version": 1, "link": link })));
    }
    for experiment in lab::EXPERIMENTS {
        let said = |prediction: &Prediction| match prediction {
            Prediction::Choice { .. } => json!(1),
            Prediction::Curve { .. } => json!([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]),
        };
        let predictions: BTreeMap<&str, Value> =
            experiment.predictions.iter().map(|it| (it.key(), said(it))).collect();
        let link = format!("{}?rev={}", experiment.id, experiment.rev);
        all.push(message("setState", json!({ "link": link, "predictions": predictions })));
    }
    all
}

/// As libFuzzer reads it: a text in quotation marks on each line.
fn dictionary() -> String {
    let mut all: BTreeSet<String> = WORDS.split_whitespace().map(str::to_owned).collect();
    all.extend(PARTS.iter().chain(&CONTROLS).map(|word| (*word).to_owned()));
    for experiment in lab::EXPERIMENTS {
        all.insert(experiment.id.to_owned());
        all.extend(experiment.knobs.iter().map(|knob| format!("{}=", knob.key)));
        all.extend(experiment.series.iter().map(|series| series.key.to_owned()));
        all.extend(experiment.claims.iter().map(|claim| claim.id.to_owned()));
        all.extend(experiment.predictions.iter().map(|prediction| prediction.key().to_owned()));
        all.extend(RunKeys::defaults(experiment).arms().iter().map(|arm| arm.key.to_owned()));
    }
    let quoted = |word: &String| format!("\"{}\"\n", word.replace('\\', "\\\\").replace('"', "\\\""));
    all.iter().map(quoted).collect()
}
