//! `cargo xtask shot`: hands a picture of a page over to the browser harness in `tests`.

use anyhow::Result;

use crate::stages::Stages;
use crate::{process, setup, site};

/// What to take a picture of.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// Use the site as it was last built
    #[arg(long)]
    no_build: bool,
    /// A path inside the site with its fragment, then options; `--help` lists them
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    arguments: Vec<String>,
}

/// Builds the site and takes the picture.
///
/// # Errors
/// When something is missing, does not build, or does not show what was waited for.
pub fn run(options: &Options) -> Result<()> {
    setup::tests()?;
    let site = if options.no_build {
        crate::places::target()?.join("site")
    } else {
        Stages::default().run("Building the site", site::build)?
    };
    let mut cargo = process::cargo();
    cargo.args(["run", "--quiet", "--package", "tests", "--bin", "shot", "--"]).args(&options.arguments);
    process::run(cargo.env("GEDANKEN_SITE", site))
}
