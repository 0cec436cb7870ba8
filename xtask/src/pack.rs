//! `cargo xtask pack`: one folder for a machine that has neither a network nor Rust, to be carried there on a stick: the site,
//! and the headless binary, which serves it. Browsers load neither modules nor workers from files, so something must.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use lab::releases::{BINARY, FILE, Release, Releases, SITE};

use crate::host::Host;
use crate::replace::{Stage, copy};
use crate::stages::Stages;
use crate::wasm::Program;
use crate::{dist, places, process, releases, setup, site};

/// What says how to begin.
const README: &str = "README.txt";

/// Where the pack goes.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// The folder; an older pack in it is replaced
    #[arg(long, default_value = "pack")]
    out: PathBuf,
}

/// Builds site and binary, and puts them into one folder.
///
/// # Errors
/// When a tool is missing, a program does not build or a file cannot be written.
pub fn run(options: &Options) -> Result<()> {
    let mut stages = Stages::default();
    let pack = Pack::begin(&options.out)?;
    stages.run("Setting up", || {
        setup::wasm_target()?;
        setup::wasm_opt().map(drop)
    })?;
    let app = stages.run("Building the page", || dist::published(Program::App))?;
    let worker = stages.run("Building the worker", || dist::published(Program::Worker))?;
    let binary = stages.run("Building the binary", binary)?;
    let folder = places::target()?.join("pack");
    stages.run("Writing the site", || site::write(&folder, &Host::UNKNOWN, app, worker))?;
    stages.run("Packing", || pack.finish(&folder, &binary))?;
    stages.report();
    println!("\nThe pack is in {}; its {README} says how to begin.", options.out.display());
    Ok(())
}

/// The headless binary, for machines like this one.
fn binary() -> Result<PathBuf> {
    process::run(process::cargo().args(["build", "--release", "--package", "cli"]))?;
    Ok(places::target()?.join("release").join(BINARY))
}

/// A pack that is being made.
#[derive(Debug)]
pub struct Pack(Stage);

impl Pack {
    /// Looks at the folder that it will be in, and changes nothing of it.
    ///
    /// # Errors
    /// When it holds something else than a pack.
    pub fn begin(out: &Path) -> Result<Self> {
        Stage::beside(out, |place| place.join(SITE).join(FILE).is_file()).map(Self)
    }

    /// Puts a built site and the binary into it.
    ///
    /// # Errors
    /// When a file cannot be read or written; then the older pack is as it was.
    pub fn finish(self, site: &Path, binary: &Path) -> Result<()> {
        let Self(stage) = self;
        let release = Release::of_this_build(&releases::name_of(site)?);
        let readme = readme(&release.name);
        copy(site, &stage.path().join(SITE))?;
        // Its permissions too: it can be started from the pack.
        let packed = stage.path().join(BINARY);
        fs::copy(binary, &packed).with_context(|| format!("could not copy {}", binary.display()))?;
        let list = Releases::default().with(release, |_| true).to_json();
        for (file, text) in [(format!("{SITE}/{FILE}"), list), (README.to_owned(), readme)] {
            let file = stage.path().join(file);
            fs::write(&file, text).with_context(|| format!("could not write {}", file.display()))?;
        }
        stage.put()
    }
}

/// How to begin, for whoever finds the folder.
fn readme(release: &str) -> String {
    let (start, system) = (if cfg!(windows) { "gedanken" } else { "./gedanken" }, std::env::consts::OS);
    format!(
        "Gedanken {release}: experiments on how models learn, without a network.\n\
         \n\
         1. In this folder, run:  {start} serve\n\
         2. Open the address that it prints in Chrome, Edge, Firefox or Safari.\n\
         \n\
         The program is for {system} on {machine}. On any other system with Python, run\n\
         \n\
         \u{20}   python3 -m http.server --bind 127.0.0.1 --directory site 8080\n\
         \n\
         and open http://127.0.0.1:8080/ instead. Opening a file of the folder by itself is not enough: browsers load\n\
         no programs from files.\n\
         \n\
         `{start} help` tells what else it can do: run, verify and sweep experiments without a browser.\n",
        machine = std::env::consts::ARCH,
    )
}
