//! Pictures of experiments. What a pasted link shows: the real page after a real run. What a card of the gallery shows: the
//! first panel, for light and for dark pages. They are committed beside the experiment, because a build must not have to
//! train; `cargo xtask preview` draws them anew.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, ensure};
use lab::experiment::Experiment;
use lab::keys::RunKeys;
use lab::link::Link;

use crate::stages::Stages;
use crate::{places, process, setup, shrink, site};

/// Width and height of every preview: what Open Graph's readers show without cutting.
pub const SIZE: (u32, u32) = (1200, 630);

/// The window that is drawn at that size. A preview is looked at small, so a tight window and large pixels.
const WINDOW: [&str; 6] = ["--width", "1000", "--height", "525", "--scale", "1.2"];

/// What is there to be used or checked, and not to be looked at; and all behind the first panel.
const HIDDEN: &str = "body > header nav, #knobs, #predict, .bar, .why, .back, .files, .came, .reading, .members, details, \
     [role=status], .lesson, .speed, .embeds, .to-compare, .panel ~ *, .panels ~ *";

/// Which previews to draw.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// The experiments; none for all
    experiments: Vec<String>,
}

/// Runs experiments with their defaults in Chromium and takes their pictures.
///
/// # Errors
/// When an experiment is not known, something is missing or does not build, or a run does not finish.
pub fn run(options: &Options) -> Result<()> {
    let chosen = choose(&options.experiments)?;
    let mut stages = Stages::default();
    stages.run("Setting up", setup::tests)?;
    let site = stages.run("Building the site", site::build)?;
    for experiment in chosen {
        stages.run(&format!("Drawing {}", experiment.id), || {
            process::run(camera(experiment).env("GEDANKEN_SITE", &site))?;
            let file = file(experiment);
            let drawn = fs::read(&file).with_context(|| format!("could not read {}", file.display()))?;
            fs::write(&file, shrink::shrink(&drawn)?)
                .with_context(|| format!("could not write {}", file.display()))?;
            read(experiment).map(drop)?;
            draw_thumbnails(experiment)
        })?;
    }
    stages.report();
    Ok(())
}

/// The committed preview of an experiment, as PNG, if it has one.
///
/// # Errors
/// When it cannot be read, or is not a PNG of the right size.
pub fn read(experiment: &Experiment) -> Result<Option<Vec<u8>>> {
    let file = file(experiment);
    if !file.exists() {
        return Ok(None);
    }
    let png = fs::read(&file).with_context(|| format!("could not read {}", file.display()))?;
    ensure!(
        shrink::size(&png).ok() == Some(SIZE),
        "{} is not a PNG of {} × {} pixels. Draw it anew with `cargo xtask preview {}`.",
        file.display(),
        SIZE.0,
        SIZE.1,
        experiment.id
    );
    Ok(Some(png))
}

fn choose(ids: &[String]) -> Result<Vec<&'static Experiment>> {
    if ids.is_empty() {
        return Ok(lab::EXPERIMENTS.to_vec());
    }
    ids.iter().map(|id| Ok(Link::parse(id)?.keys.experiment)).collect()
}

/// Where the preview lies.
fn file(experiment: &Experiment) -> PathBuf {
    folder(experiment).join("preview.png")
}

/// The files of both thumbnails, for light and for dark pages.
const THUMBNAILS: [&str; 2] = ["thumbnail-light.svg", "thumbnail-dark.svg"];

/// Has the default run trained natively, and keeps its first panel.
fn draw_thumbnails(experiment: &Experiment) -> Result<()> {
    let drawn = places::target()?.join("tmp/thumbnails");
    let mut cargo = process::cargo();
    cargo.args(["run", "--quiet", "--release", "--package", "cli", "--", "run", experiment.id]);
    cargo.args(["--format", "json", "--thumbnails", "--out"]).arg(&drawn).stdout(std::process::Stdio::null());
    process::run(&mut cargo)?;
    for name in THUMBNAILS {
        let (from, to) = (drawn.join(name), folder(experiment).join(name));
        fs::copy(&from, &to).with_context(|| format!("could not copy {}", from.display()))?;
    }
    Ok(())
}

/// The committed thumbnails of an experiment, for light and for dark pages, if it has them.
///
/// # Errors
/// When one is there that cannot be read.
pub fn thumbnails(experiment: &Experiment) -> Result<Option<[String; 2]>> {
    let files = THUMBNAILS.map(|name| folder(experiment).join(name));
    if !files.iter().all(|file| file.exists()) {
        return Ok(None);
    }
    let [light, dark] = files
        .map(|file| fs::read_to_string(&file).with_context(|| format!("could not read {}", file.display())));
    Ok(Some([light?, dark?]))
}

/// The folder of an experiment, which may stand in that of a module that several share:
/// `concept_space/cube` for `concept-cube`.
fn folder(experiment: &Experiment) -> PathBuf {
    let source = places::root().join("lab/src");
    let own = source.join(experiment.id.replace('-', "_"));
    let (first, rest) = experiment.id.split_once('-').unwrap_or((experiment.id, ""));
    let mut modules: Vec<PathBuf> =
        source.read_dir().into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    modules.sort();
    let is_shared =
        |module: &PathBuf| module.file_name().is_some_and(|name| name.to_string_lossy().starts_with(first));
    let shared = modules.into_iter().filter(is_shared).map(|module| module.join(rest.replace('-', "_")));
    let folder = std::iter::once(own.clone()).chain(shared).find(|folder| folder.is_dir());
    folder.unwrap_or(own)
}

/// The command that takes the picture: question and evidence side by side.
fn camera(experiment: &'static Experiment) -> std::process::Command {
    let keys = RunKeys::defaults(experiment).write();
    let mut cargo = process::cargo();
    cargo.args(["run", "--quiet", "--package", "tests", "--bin", "shot", "--"]);
    cargo.arg(format!("{}/#{keys}&backend=exact&theme=light", experiment.id));
    cargo.args(WINDOW).args(["--click", "#run", "--wait-state", "finished", "--hide", HIDDEN, "--out"]);
    cargo.arg(file(experiment));
    cargo
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn previews_are_small() {
        for experiment in lab::EXPERIMENTS {
            let size = read(experiment).unwrap().map_or(0, |png| png.len());
            assert!(size < 90_000, "{}: {size} bytes", experiment.id);
        }
    }
}
