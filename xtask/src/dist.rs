//! `cargo xtask dist`: the site as it is published, small to send and fast where it trains, in a folder that any
//! static host serves from any subfolder.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use lab::releases::{FILE, FOLDER, Release};

use crate::host::Host;
use crate::releases::Publication;
use crate::sizes;
use crate::split::FEATURES;
use crate::stages::Stages;
use crate::wasm::{self, Bundle, Care, Program};
use crate::{places, process, releases, setup, site};

/// Where the site goes.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// The folder; the site in it is replaced at once, and the releases in it are kept
    #[arg(long, default_value = "dist")]
    out: PathBuf,
    /// The address that the site will have, like https://example.org/gedanken/; without it pasted links do not unfurl
    #[arg(long)]
    host: Option<Host>,
}

/// Builds, optimises, writes the site and prints what is sent.
///
/// # Errors
/// When a tool is missing, a program does not build or a file cannot be written.
pub fn run(options: &Options) -> Result<()> {
    let publication = Publication::begin(&options.out)?;
    let lost = publication.loses();
    // While it is still there.
    lost.iter().for_each(|lost| println!("{lost}\n"));
    let out = places::target()?.join("dist/site");
    let host = options.host.clone().unwrap_or_default();
    let mut stages = Stages::default();
    stages.run("Setting up", || {
        setup::wasm_target()?;
        setup::wasm_opt().map(drop)
    })?;
    let app = stages.run("Building the page", || published(Program::App))?;
    let worker = stages.run("Building the worker", || published(Program::Worker))?;
    let kept = stages.run("Writing the site", || site::write(&out, &host, app, worker))?;
    stages.run("Measuring", || sizes::report(&out, &kept))?;
    let release = Release::of_this_build(&releases::name_of(&out)?);
    let all = stages.run("Publishing", || publication.finish(&out, release))?;
    stages.report();
    println!("\nThe site is in {}, with these releases:", options.out.display());
    all.iter().for_each(|release| println!("    {FOLDER}/{}/", release.name));
    if lost.is_some() {
        println!("The site that was there before had no {FILE} and is not kept.");
    }
    if !host.is_known() {
        println!(
            "It runs from any host, but a pasted link will show neither picture nor experiment (og:image, oEmbed): \
             their readers take only whole addresses, which `--host <address>` writes."
        );
    }
    Ok(())
}

/// How hard to try, and for what. Never `--fast-math`: what the worker computes must agree to the bit with the
/// native build.
fn aim(program: Program) -> &'static str {
    match program {
        Program::App => "-Oz",
        Program::Worker | Program::Parity | Program::Bench => "-O3",
    }
}

/// A program as it is published.
///
/// # Errors
/// When a tool is missing or the program does not build.
pub(crate) fn published(program: Program) -> Result<Bundle> {
    let optimiser = setup::wasm_opt()?;
    optimise(&optimiser, program, wasm::bundle(program, Care::Release)?)
}

fn optimise(optimiser: &Path, program: Program, bundle: Bundle) -> Result<Bundle> {
    let wasm = optimised(optimiser, program, program.name(), &bundle.wasm)?;
    let parts = bundle.parts.iter().map(|(name, part)| {
        let smaller = optimised(optimiser, program, name, part)?;
        Ok((name.clone(), smaller))
    });
    let parts = parts.collect::<Result<_>>()?;
    Ok(Bundle { wasm, parts, ..bundle })
}

/// One module of a program, by way of files of this name.
fn optimised(optimiser: &Path, program: Program, name: &str, wasm: &[u8]) -> Result<Vec<u8>> {
    let folder = places::target()?.join("dist");
    fs::create_dir_all(&folder).with_context(|| format!("could not make {}", folder.display()))?;
    let file = |end: &str| -> PathBuf { folder.join(format!("{name}{end}.wasm")) };
    let (before, after) = (file(""), file("-optimised"));
    fs::write(&before, wasm).with_context(|| format!("could not write {}", before.display()))?;
    // Its program is a script; naming Node.js spares the file from having to be executable.
    let mut command = process::repository("node");
    command.arg(optimiser).arg(&before).arg(aim(program)).args(FEATURES).arg("--output").arg(&after);
    process::run(&mut command)?;
    fs::read(&after).with_context(|| format!("could not read {}", after.display()))
}
