//! `cargo xtask test`: everything that must hold before a change lands, in the order in which it fails fastest.

use std::path::Path;

use anyhow::Result;

use crate::stages::Stages;
use crate::wasm::{Care, Program};
use crate::{process, setup, site};

/// What to test.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// Run only the tests whose name contains one of these, and neither format nor lints. An argument with a
    /// hyphen goes to cargo-nextest, and so does all that follows
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    filters: Vec<String>,
}

/// Sets up, checks, builds and tests.
///
/// # Errors
/// At the first stage that fails.
pub fn run(options: &Options) -> Result<()> {
    let mut stages = Stages::default();
    stages.run("Setting up", setup::tests)?;
    if options.filters.is_empty() {
        stages.run("Format", format)?;
    }
    let site = stages.run("Building the site", site::build_for_tests)?;
    if options.filters.is_empty() {
        stages.run("Lints of the page and the worker", web_lints)?;
        stages.run("Lints of everything else", native_lints)?;
    }
    stages.run("Tests", || tests(&site, &options.filters))?;
    if options.filters.is_empty() {
        stages.run("Examples in the documentation", examples)?;
    }
    stages.report();
    Ok(())
}

fn format() -> Result<()> {
    process::run(process::cargo().args(["fmt", "--check"]))
}

fn web_lints() -> Result<()> {
    for program in [Program::App, Program::Worker, Program::Parity, Program::Bench] {
        process::run(program.cargo("clippy", Care::Quick).args(["--", "-Dwarnings"]))?;
    }
    Ok(())
}

fn native_lints() -> Result<()> {
    let mut clippy = process::cargo();
    clippy.args(["clippy", "--workspace", "--all-targets", "--", "-Dwarnings"]);
    process::run(&mut clippy)
}

fn tests(site: &Path, filters: &[String]) -> Result<()> {
    // Through its path: it may be among the tools, which are not on the search path.
    let mut nextest = process::repository(setup::nextest()?);
    nextest.args(["nextest", "run", "--workspace"]).args(filters).env("GEDANKEN_SITE", site);
    process::run(&mut nextest)
}

fn examples() -> Result<()> {
    // All crates at once, as the tests: a choice of them would compile what they share with other features again.
    process::run(process::cargo().args(["test", "--quiet", "--doc", "--workspace"]))
}
