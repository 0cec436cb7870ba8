//! Programs from crates.io, npm and PyPI, installed for this repository alone into `target/tools`. One that is on the
//! search path is used as it is.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use super::install;
use crate::{places, process};

/// Speaks WebDriver to Firefox; Debian has no package of it.
const GECKODRIVER: &str = "0.37.1";
/// Runs the tests.
const NEXTEST: &str = "0.9.143";
/// The release of the npm package `binaryen`, which holds `wasm-opt`.
const BINARYEN: &str = "132.0.0";
/// The release of the npm package `axe-core`, which tests pages for accessibility.
const AXE: &str = "4.14.1";

/// The release of the npm package `jschannel`, through which Open edX speaks to what it shows.
const JSCHANNEL: &str = "1.0.2";
/// The release of the npm package `@extractus/oembed-extractor`, which reads what a pasted link shows.
const OEMBED: &str = "6.0.0";
/// The release of the npm package `lean-qr`, of which `public/lean-qr.js` is a copy.
const LEAN_QR: &str = "2.7.4";
/// The release of the npm package `@learninglocker/xapi-validation` (MIT), which checks statements of xAPI 1.0.3.
const XAPI: &str = "3.0.0";

/// The release of the npm package `@jax-js/jax`.
const JAX_JS: &str = "0.1.25";
/// The release of JAX, from PyPI.
const JAX: &str = "0.10.2";

/// The driver of Firefox, installed if missing.
///
/// # Errors
/// When it is missing and cannot be installed.
pub fn geckodriver() -> Result<PathBuf> {
    crate_program("geckodriver", GECKODRIVER, "geckodriver")
}

/// The test runner, installed if missing.
///
/// # Errors
/// When it is missing and cannot be installed.
pub fn nextest() -> Result<PathBuf> {
    crate_program("cargo-nextest", NEXTEST, "cargo-nextest")
}

fn crate_program(name: &str, version: &str, program: &str) -> Result<PathBuf> {
    if let Some(there) = places::program(program) {
        return Ok(there);
    }
    let tools = places::tools()?;
    let mut cargo = process::cargo();
    // Quick to compile: neither program's own speed matters, only that it is there soon.
    cargo.args([
        "install",
        name,
        "--version",
        version,
        "--locked",
        "--debug",
        "--quiet",
        "--no-track",
        "--root",
    ]);
    cargo.arg(&tools).env("CARGO_PROFILE_DEV_DEBUG", "false").env("CARGO_TARGET_DIR", tools.join("build"));
    // From outside the repository, whose profiles and settings are not meant for it.
    cargo.current_dir(std::env::temp_dir());
    install(&format!("{name} {version}"), || process::run(&mut cargo)).with_context(|| {
        format!("{name} is missing. Install it with `cargo install {name} --version {version} --locked`")
    })?;
    places::program(program).with_context(|| format!("{name} was installed but {program} is not there"))
}

/// The optimiser of WebAssembly, installed if missing.
///
/// # Errors
/// When it is missing and cannot be installed.
pub fn wasm_opt() -> Result<PathBuf> {
    npm_file("binaryen", BINARYEN, "bin/wasm-opt")
}

/// The script that makes one WebAssembly module of several, installed if missing.
///
/// # Errors
/// When it is missing and cannot be installed.
pub fn wasm_merge() -> Result<PathBuf> {
    npm_file("binaryen", BINARYEN, "bin/wasm-merge")
}

/// The script that looks for what keeps people out of a page, installed if missing.
///
/// # Errors
/// When it is missing and cannot be installed.
pub fn axe() -> Result<PathBuf> {
    npm_file("axe-core", AXE, "axe.min.js")
}

/// The library that a platform for courses speaks to our page through, installed if missing. No page of ours has it.
///
/// # Errors
/// When it is missing and cannot be installed.
pub fn jschannel() -> Result<PathBuf> {
    npm_file("jschannel", JSCHANNEL, "src/jschannel.js")
}

/// A reader of oEmbed documents, as a module for Node.js, installed if missing.
///
/// # Errors
/// When it is missing and cannot be installed.
pub fn oembed() -> Result<PathBuf> {
    npm_file("@extractus/oembed-extractor", OEMBED, "esm/mod.js")
}

/// The maker of QR codes as it is published, installed if missing.
///
/// # Errors
/// When it is missing and cannot be installed.
pub fn lean_qr() -> Result<PathBuf> {
    npm_file("lean-qr", LEAN_QR, "nano.mjs")
}

/// The script that checks statements of xAPI, installed if missing.
///
/// # Errors
/// When it is missing and cannot be installed.
pub fn xapi() -> Result<PathBuf> {
    npm_file("@learninglocker/xapi-validation", XAPI, "dist/index.js")
}

/// The folder of jax-js, which is measured beside us.
///
/// # Errors
/// When it is missing and cannot be installed.
pub fn jax_js() -> Result<PathBuf> {
    let file = npm_file("@jax-js/jax", JAX_JS, "dist/index.js")?;
    file.parent().map(PathBuf::from).context("a file without a folder")
}

/// A Python with JAX, which is measured beside us.
///
/// # Errors
/// When it is missing and cannot be installed.
pub fn jax() -> Result<PathBuf> {
    let folder = places::tools()?.join(format!("jax-{JAX}"));
    let python = folder.join("bin/python");
    let is_there =
        |python: &PathBuf| process::output(Command::new(python).args(["-c", "import jax"])).is_ok();
    if is_there(&python) {
        return Ok(python);
    }
    let package = format!("jax=={JAX}");
    install(&package, || {
        process::run(Command::new("python3").args(["-m", "venv"]).arg(&folder))?;
        process::run(Command::new(&python).args(["-m", "pip", "install", "--quiet", &package]))
    })
    .context(
        "JAX is missing; it needs Python 3.11 or newer with `venv`: `sudo apt-get install -y python3-venv`",
    )?;
    Ok(python)
}

/// A file of an npm package, which is installed if the file is missing.
fn npm_file(package: &str, version: &str, file: &str) -> Result<PathBuf> {
    let folder = places::tools()?.join(format!("{}-{version}", package.replace('/', "-")));
    let file = folder.join("node_modules").join(package).join(file);
    if file.is_file() {
        return Ok(file);
    }
    std::fs::create_dir_all(&folder).with_context(|| format!("could not make {}", folder.display()))?;
    let mut npm = Command::new("npm");
    npm.args(["install", "--silent", "--no-audit", "--no-fund", "--no-save", "--prefix"]).arg(&folder);
    npm.arg(format!("{package}@{version}"));
    install(&format!("{package} {version}"), || process::run(&mut npm))
        .with_context(|| format!("{package} is missing; it comes from npm, which comes with Node.js"))?;
    Ok(file)
}
