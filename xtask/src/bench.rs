//! `cargo xtask bench`: brings the peers, builds what is measured, and hands over to the crate `bench`.

use std::path::Path;

use anyhow::Result;

use crate::stages::Stages;
use crate::{process, setup, site};

/// What to measure.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// Rows, contestants, rounds; `--help` lists them
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    arguments: Vec<String>,
}

/// Sets up, builds and measures.
///
/// # Errors
/// When something is missing, does not build or does not answer.
pub fn run(options: &Options) -> Result<()> {
    let mut stages = Stages::default();
    let (python, jax_js) = stages.run("Setting up", || {
        setup::tests()?;
        Ok((setup::jax()?, setup::jax_js()?))
    })?;
    let site = stages.run("Building the page", || site::build_for_bench(&jax_js))?;
    measure(&site, &options.arguments, &[("GEDANKEN_BENCH_PYTHON", &python)])
}

/// For how long to run.
#[derive(Debug, clap::Args)]
pub struct SoakOptions {
    /// Minutes on each backend, up to 15
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u32).range(3..=15))]
    minutes: u32,
}

/// Runs the page for long, and has its memory written down.
///
/// # Errors
/// When something is missing, does not build or does not run that long.
pub fn soak(options: &SoakOptions) -> Result<()> {
    let mut stages = Stages::default();
    stages.run("Setting up", setup::tests)?;
    let site = stages.run("Building the site", site::build)?;
    measure(&site, &["--soak".to_owned(), options.minutes.to_string()], &[])
}

fn measure(site: &Path, arguments: &[String], environment: &[(&str, &Path)]) -> Result<()> {
    let mut cargo = process::cargo();
    cargo.args(["run", "--release", "--quiet", "--package", "bench", "--bin", "bench", "--"]).args(arguments);
    process::run(cargo.env("GEDANKEN_SITE", site).envs(environment.iter().copied()))
}
