//! `gedanken serve`: the pages from a folder of this machine, for machines without a network.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use lab::releases::SITE;

use crate::said::say;

/// What is served, and where.
#[derive(Debug, Args)]
pub(crate) struct ServeArguments {
    /// The folder of a site; by default the one that was packed with this binary.
    folder: Option<PathBuf>,
    /// The port to listen on; 0 takes a free one.
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// The address to listen on; 0.0.0.0 lets other machines in.
    #[arg(long, default_value = "127.0.0.1")]
    host: String,
}

pub(crate) fn serve(arguments: &ServeArguments) -> Result<ExitCode, String> {
    let ServeArguments { folder, port, host } = arguments;
    let folder = folder.clone().map_or_else(packed, Ok)?;
    if !folder.join("index.html").is_file() {
        return Err(format!("There is no site in {}; `cargo xtask dist` writes one.", folder.display()));
    }
    let ready = |address| {
        say!("Gedanken is at http://{address}/ (stop it with Ctrl+C)");
    };
    server::serve_here(&folder, host, *port, ready).map_err(|error| format!("{error:#}"))?;
    Ok(ExitCode::SUCCESS)
}

/// The site beside this binary.
fn packed() -> Result<PathBuf, String> {
    let here = std::env::current_exe().map_err(|error| {
        format!("Where this program lies is not known: {error}. Name the folder of the site.")
    })?;
    Ok(here.parent().map_or_else(|| Path::new(SITE).to_owned(), |folder| folder.join(SITE)))
}
