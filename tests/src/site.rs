//! Serves the built site on a free port of this machine, for one test.

use std::path::PathBuf;

use anyhow::{Result, bail};

/// Where the site appears: not at the top, so that an address that is not relative fails every test.
const FOLDER: &str = "/some/folder";

/// Starts serving and gives the site's address, with a slash at its end. The server ends with the runtime that
/// this is called in.
pub(crate) async fn serve() -> Result<String> {
    let folder = folder()?;
    let (listener, address) = xtask::server::listen("127.0.0.1", 0).await?;
    tokio::spawn(async move { xtask::server::serve(listener, &folder, FOLDER).await });
    Ok(format!("http://{address}{FOLDER}/"))
}

/// The folder that `cargo xtask test` has built, which it names in `GEDANKEN_SITE`; else where it builds to.
fn folder() -> Result<PathBuf> {
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
