//! Installs what a task needs and is not there, saying what and how long it took. What cannot be installed here
//! is named with the command that would, so that a person can.
//!
//! Everything is looked for first: on a machine that has it all, a set-up takes no time and changes nothing.

mod debian;
mod tools;

use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result, bail};

use crate::stages::seconds;
use crate::{process, wasm};

pub use tools::{
    axe, geckodriver, jax, jax_js, jschannel, lean_qr, nextest, oembed, wasm_merge, wasm_opt, xapi,
};

/// The compiler's target for browsers, which `rustup` brings.
///
/// # Errors
/// When it is missing and cannot be added.
pub fn wasm_target() -> Result<()> {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let folder =
        process::output(Command::new(rustc).args(["--print", "target-libdir", "--target", wasm::TARGET]))?;
    if std::path::Path::new(&folder).is_dir() {
        return Ok(());
    }
    let mut add = Command::new("rustup");
    add.args(["target", "add", wasm::TARGET]);
    let line = process::line(&add);
    install(&format!("the Rust target {}", wasm::TARGET), || process::run(&mut add))
        .with_context(|| format!("The Rust target {} is missing. Install it with `{line}`", wasm::TARGET))
}

/// What the tests need beyond Rust: browsers, their drivers, the test runner, the checkers of pages and statements.
///
/// # Errors
/// One sentence for everything that is missing and could not be installed.
pub fn tests() -> Result<()> {
    let steps = [
        wasm_target as fn() -> Result<()>,
        debian::packages,
        || geckodriver().map(drop),
        || nextest().map(drop),
        || axe().map(drop),
        || jschannel().map(drop),
        || oembed().map(drop),
        || lean_qr().map(drop),
        || xapi().map(drop),
    ];
    // All of them are tried before giving up, so that a person sees the whole list at once.
    let failed: Vec<String> =
        steps.iter().filter_map(|step| step().err()).map(|error| format!("{error:#}")).collect();
    if !failed.is_empty() {
        bail!("{}", failed.join("\n"));
    }
    Ok(())
}

/// Runs one installation between the words that announce it and its time.
fn install(name: &str, installation: impl FnOnce() -> Result<()>) -> Result<()> {
    eprintln!("installing {name} …");
    let start = Instant::now();
    installation()?;
    eprintln!("installed {name} in {}", seconds(start.elapsed()));
    Ok(())
}
