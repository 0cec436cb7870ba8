//! Serves the built site on a free port of this machine, for one test.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

/// Where the site appears: not at the top, so that an address that is not relative fails every test.
const FOLDER: &str = "/some/folder";

/// Starts serving and gives the site's address, with a slash at its end. The server ends with the runtime that
/// this is called in.
pub(crate) async fn serve(folder: PathBuf) -> Result<String> {
    let (listener, address) = xtask::server::listen("127.0.0.1", 0).await?;
    tokio::spawn(async move { xtask::server::serve(listener, &folder, FOLDER).await });
    Ok(format!("http://{address}{FOLDER}/"))
}

/// The folder that `cargo xtask test` has built, which it names in `GEDANKEN_SITE`; else where it builds to.
///
/// # Errors
/// When there is no site.
pub fn folder() -> Result<PathBuf> {
    let folder = match std::env::var_os("GEDANKEN_SITE") {
        Some(folder) => PathBuf::from(folder),
        None => xtask::places::target()?.join("site"),
    };
    if !folder.join("index.html").is_file() {
        bail!(
            "There is no site in {}. Build it and run the tests with `cargo xtask test`.",
            folder.display()
        );
    }
    Ok(folder)
}

/// A copy of the site in `to` whose worker runs this script first, before any of its own.
pub(crate) fn copy_with(script: &str, to: &Path) -> Result<PathBuf> {
    let to = to.join("site");
    copy(&folder()?, &to)?;
    let assets = std::fs::read_dir(to.join("assets")).context("the site has no assets")?;
    for file in assets.flatten().map(|file| file.path()) {
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if name.starts_with("worker-") && name.ends_with(".js") {
            let own = std::fs::read_to_string(&file).context("the worker cannot be read")?;
            std::fs::write(&file, format!("{script}\n{own}")).context("the worker cannot be written")?;
            return Ok(to);
        }
    }
    bail!("the site has no worker")
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    std::fs::create_dir_all(to).with_context(|| format!("could not make {}", to.display()))?;
    for entry in std::fs::read_dir(from).with_context(|| format!("could not read {}", from.display()))? {
        let entry = entry.context("a file of the site cannot be read")?;
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            std::fs::copy(entry.path(), &target).context("a file of the site cannot be copied")?;
        }
    }
    Ok(())
}
