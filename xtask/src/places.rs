//! Where things lie: the repository, what cargo builds, the tools that the set-up brings.

use std::path::PathBuf;

use anyhow::{Context, Result};

/// The folder of the repository.
#[must_use]
pub fn root() -> PathBuf {
    let manifest = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    manifest.parent().map_or_else(|| manifest.clone(), PathBuf::from)
}

/// The folder that cargo builds into: `CARGO_TARGET_DIR`, else `target` in the repository.
///
/// # Errors
/// When the working folder cannot be read.
pub fn target() -> Result<PathBuf> {
    match std::env::var_os("CARGO_TARGET_DIR") {
        Some(folder) if !folder.is_empty() => {
            std::path::absolute(folder).context("CARGO_TARGET_DIR is not a path")
        }
        _ => Ok(root().join("target")),
    }
}

/// The folder of what the set-up installs for this repository alone, so that removing `target` removes it.
///
/// # Errors
/// As [`target`].
pub fn tools() -> Result<PathBuf> {
    Ok(target()?.join("tools"))
}

/// The program `name`: among the tools, else on the search path.
#[must_use]
pub fn program(name: &str) -> Option<PathBuf> {
    let tools = tools().ok().map(|tools| tools.join("bin"));
    let path = std::env::var_os("PATH").unwrap_or_default();
    tools
        .into_iter()
        .chain(std::env::split_paths(&path))
        .map(|folder| folder.join(name))
        .find(|it| it.is_file())
}
