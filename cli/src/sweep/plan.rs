//! What a sweep asks for: a run to start from, the values of some knobs, and some seeds. A **cell** is one combination
//! of them, counted from 0; of the grid the last knob changes fastest, and the seed faster still.

use lab::digest::BITS;
use lab::experiment::Experiment;
use lab::keys::RunKeys;
use lab::knob::Value;
use lab::link::Link;
use lab::record::ComputedBy;
use serde::{Deserialize, Serialize};

use crate::seeds::Seeds;

/// The most cells of a sweep.
pub(super) const MOST: u64 = 100_000;

/// The format of the journal. It rises when older builds can no longer go on with it.
pub(super) const FORMAT: u32 = 1;

/// All cells of a sweep.
#[derive(Debug, Clone)]
pub(super) struct Plan {
    /// The run that all cells start from, with the first seed.
    base: RunKeys,
    seeds: Seeds,
    grid: Vec<Grid>,
    /// What computes it: exact or GPU.
    pub(super) computed_by: ComputedBy,
}

/// The values of one knob.
#[derive(Debug, Clone, PartialEq)]
struct Grid {
    /// The knob, by its position in the declaration.
    knob: usize,
    values: Vec<Value>,
}

/// A sweep in plain letters, as it stands at the head of a journal. The same sweep always has the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Settings {
    /// Of the journal.
    format: u32,
    /// The release that computes it.
    release: String,
    /// The numerics revision of its engine.
    bits: u32,
    backend: ComputedBy,
    /// The run that all cells start from: `<experiment>?<keys>`.
    link: String,
    seeds: Seeds,
    /// `<knob>=<value>,<value>`, one for each knob.
    grid: Vec<String>,
}

impl Plan {
    /// The sweep of a link over these seeds and over these grids, each written `<knob>=<value>,<value>`.
    pub(super) fn new(
        link: &Link,
        seeds: Option<Seeds>,
        grid: &[String],
        computed_by: ComputedBy,
    ) -> Result<Self, String> {
        let mut base = link.keys.clone();
        if let Some(axis) = base.sweep.axes().first() {
            let knob = base.experiment.knobs[axis.knob].key;
            return Err(format!(
                "The link sweeps \"{knob}\" within one run; leave that out and give its values with --grid {knob}=…"
            ));
        }
        let seeds = seeds.unwrap_or(Seeds::one(base.seed));
        base.seed = *seeds.all().start();
        let mut plan = Self { base, seeds, grid: Vec::new(), computed_by };
        for text in grid {
            let grid = plan.read_grid(text)?;
            plan.grid.push(grid);
        }
        let values = plan.grid.iter().map(|grid| grid.values.len() as u64);
        let asked = values.fold(plan.seeds.count(), u64::saturating_mul);
        if asked > MOST {
            return Err(format!("The grids and seeds make {asked} cells, and a sweep has {MOST} at most."));
        }
        Ok(plan)
    }

    /// The sweep that stands at the head of a journal; of another build it is none that can go on here.
    pub(super) fn read(settings: &Settings) -> Result<Self, String> {
        if settings.backend == ComputedBy::Mixed {
            return Err("No sweep is computed on two backends at once.".to_owned());
        }
        let link = crate::read_link(&settings.link)?;
        let plan = Self::new(&link, Some(settings.seeds.clone()), &settings.grid, settings.backend)?;
        if plan.settings() == *settings {
            return Ok(plan);
        }
        let Settings { release, bits, .. } = settings;
        let own = env!("CARGO_PKG_VERSION");
        Err(format!(
            "It is of release {release} with bits {bits}, and this is release {own} with bits {BITS}; use that release."
        ))
    }

    fn read_grid(&self, text: &str) -> Result<Grid, String> {
        let declared = self.base.experiment.knobs;
        let (key, values) = text
            .split_once('=')
            .ok_or_else(|| format!("A grid is written knob=value,value, which {} is not.", quoted(text)))?;
        let Some(knob) = declared.iter().position(|knob| knob.key == key) else {
            let known: Vec<&str> = declared.iter().map(|knob| knob.key).collect();
            let id = self.base.experiment.id;
            return Err(format!("{} is no knob of {id}, whose knobs are {}.", quoted(key), known.join(", ")));
        };
        if self.grid.iter().any(|grid| grid.knob == knob) {
            return Err(format!("\"{key}\" has two grids; give all its values in one."));
        }
        let stands = self.base.knobs.get(key);
        if stands.is_some_and(|value| value != declared[knob].default_value()) {
            return Err(format!("\"{key}\" stands in the link and in a grid; leave one of them out."));
        }
        let mut grid = Grid { knob, values: Vec::new() };
        for text in values.split(',') {
            let accepts = declared[knob].accepts();
            let refused = |_| format!("\"{key}\" got {} and accepts {accepts}.", quoted(text));
            let value = declared[knob].parse(text).map_err(refused)?;
            if grid.values.contains(&value) {
                return Err(format!("\"{key}\" has {} twice in its grid.", quoted(text)));
            }
            grid.values.push(value);
        }
        Ok(grid)
    }

    /// The experiment.
    pub(super) fn experiment(&self) -> &'static Experiment {
        self.base.experiment
    }

    /// How many members each cell has.
    pub(super) fn members(&self) -> u32 {
        self.base.members
    }

    /// How many cells there are.
    pub(super) fn cells(&self) -> u32 {
        let values = self.grid.iter().map(|grid| grid.values.len() as u64);
        // No more than [`MOST`], or it would not have been made.
        u32::try_from(values.product::<u64>() * self.seeds.count()).unwrap_or(u32::MAX)
    }

    /// The run of a cell.
    pub(super) fn keys(&self, cell: u32) -> RunKeys {
        let mut keys = self.base.clone();
        let mut rest = u64::from(cell);
        let seed = u64::from(keys.seed) + rest % self.seeds.count();
        keys.seed = u32::try_from(seed).unwrap_or(u32::MAX);
        rest /= self.seeds.count();
        for Grid { knob, values } in self.grid.iter().rev() {
            let count = values.len() as u64;
            let place = usize::try_from(rest % count).unwrap_or(0);
            keys.knobs.set(*knob, values[place]);
            rest /= count;
        }
        keys
    }

    /// The same in plain letters.
    pub(super) fn settings(&self) -> Settings {
        let declared = self.base.experiment.knobs;
        let grid = |Grid { knob, values }: &Grid| {
            let knob = &declared[*knob];
            let values: Vec<String> = values.iter().map(|value| knob.write(*value)).collect();
            format!("{}={}", knob.key, values.join(","))
        };
        Settings {
            format: FORMAT,
            release: env!("CARGO_PKG_VERSION").to_owned(),
            bits: BITS,
            backend: self.computed_by,
            link: self.base.query(),
            seeds: self.seeds.clone(),
            grid: self.grid.iter().map(grid).collect(),
        }
    }
}

impl Settings {
    /// The command that goes on with the sweep, without its folder.
    pub(super) fn command(&self) -> String {
        let Self { backend, link, seeds, grid, .. } = self;
        let grid: String = grid.iter().map(|grid| format!(" --grid {grid}")).collect();
        format!("gedanken sweep '{link}' --seeds {seeds}{grid} --backend {}", backend.name())
    }
}

/// A text that somebody gave, on one line and short enough for a sentence.
fn quoted(text: &str) -> String {
    const LONGEST: usize = 40;
    let short: String = text.chars().take(LONGEST).collect();
    let more = if text.chars().nth(LONGEST).is_some() { "…" } else { "" };
    format!("{short:?}{more}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(link: &str, seeds: &str, grid: &[&str]) -> Result<Plan, String> {
        let link = Link::parse(link).expect("a link");
        let grid: Vec<String> = grid.iter().copied().map(str::to_owned).collect();
        Plan::new(&link, Some(seeds.parse().expect("seeds")), &grid, ComputedBy::Exact)
    }

    #[test]
    fn the_seed_changes_fastest_and_then_the_last_knob() {
        let plan = plan("two-moons?rev=1&members=1&steps=64", "3..4", &["width=2,3", "noise=0,0.10,0.2"]);
        let plan = plan.expect("a plan");
        let keys: Vec<String> = (0..plan.cells()).map(|cell| plan.keys(cell).write()).collect();
        let run = |seed, rest| format!("rev=1&seed={seed}&members=1{rest}&steps=64");
        let expected = [
            run(3, "&width=2&noise=0"),
            run(4, "&width=2&noise=0"),
            run(3, "&width=2&noise=0.1"),
            run(4, "&width=2&noise=0.1"),
            run(3, "&width=2&noise=0.2"),
        ];
        assert_eq!(keys[..5], expected);
        assert_eq!((keys.len(), &keys[11]), (12, &run(4, "&width=3&noise=0.2")));
        let mut once = keys.clone();
        once.dedup();
        assert_eq!(once, keys);
    }

    #[test]
    fn settings_are_read_as_they_are_written() {
        let own = plan("two-moons?rev=1&steps=64", "0..4294", &["noise=0.50,0"]).expect("a plan");
        let text = serde_json::to_string(&own.settings()).expect("JSON");
        let settings: Settings = serde_json::from_str(&text).expect("settings");
        let again = Plan::read(&settings).expect("a plan");
        assert_eq!((again.settings(), again.cells()), (own.settings(), own.cells()));
        assert_eq!(
            settings.command(),
            "gedanken sweep 'two-moons?rev=1&seed=0&members=4&steps=64' --seeds 0..4294 --grid noise=0.5,0 --backend exact"
        );
        let older = Settings { release: "0.0.1".to_owned(), ..settings.clone() };
        assert!(Plan::read(&older).is_err_and(|said| said.contains("of release 0.0.1")));
        let mixed = Settings { backend: ComputedBy::Mixed, ..settings.clone() };
        assert!(Plan::read(&mixed).is_err_and(|said| said.contains("two backends")));
        let other = Settings { bits: 99, ..settings };
        assert!(Plan::read(&other).is_err_and(|said| said.contains("with bits 99")));
    }

    #[test]
    fn the_last_seed_there_is_can_be_swept() {
        let plan = plan("two-moons", "4294967294..4294967295", &[]).expect("a plan");
        assert_eq!((plan.keys(0).seed, plan.keys(1).seed, plan.cells()), (u32::MAX - 1, u32::MAX, 2));
    }

    #[test]
    fn what_makes_no_sweep_is_refused_in_a_sentence() {
        let link = "two-moons?rev=1";
        let many = (2..=64).map(|width| width.to_string()).collect::<Vec<_>>().join(",");
        let many = format!("width={many}");
        let long = format!("{}=1", "x".repeat(900));
        for (link, seeds, grid, words) in [
            (link, "1", &["width"][..], "A grid is written knob=value,value, which \"width\" is not."),
            (link, "1", &[""], "which \"\" is not"),
            (link, "1", &["colour=1"], "\"colour\" is no knob of two-moons, whose knobs are width, noise,"),
            (link, "1", &[long.as_str()], "x\"… is no knob"),
            (link, "1", &["seed=1"], "is no knob"),
            (link, "1", &["width=99"], "\"width\" got \"99\" and accepts a whole number from 2 to 64."),
            (link, "1", &["width="], "got \"\""),
            (link, "1", &["width=2,,3"], "got \"\""),
            (link, "1", &["noise=a\nb"], "got \"a\\nb\""),
            (link, "1", &["width=2,3", "width=4"], "\"width\" has two grids"),
            (link, "1", &["noise=0.1,0.10"], "\"noise\" has \"0.10\" twice"),
            ("two-moons?rev=1&width=3", "1", &["width=2"], "stands in the link and in a grid"),
            ("two-moons?rev=1&sweep=noise:0:0.4:3", "1", &[], "sweeps \"noise\" within one run"),
            (link, "0..4294967295", &[], "make 4294967296 cells, and a sweep has 100000 at most"),
            (link, "0..4294967295", &[many.as_str()], "cells, and a sweep has"),
        ] {
            let said = plan(link, seeds, grid).expect_err(words);
            assert!(said.contains(words) && said.lines().count() == 1 && said.len() < 300, "{said}");
        }
    }
}
