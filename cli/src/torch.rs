//! `gedanken torch`: a run as a Python file for PyTorch.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use crate::out::Folder;
use crate::said::say;

/// Which run is written, and where to.
#[derive(Debug, Args)]
pub(crate) struct TorchArguments {
    /// A link, or an experiment with its keys: `two-moons?seed=7&width=4`. A whole address stands in the file as it is.
    link: String,
    /// Write the file into this folder, and print where it is; without it the file is printed.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

pub(crate) fn torch(arguments: &TorchArguments) -> Result<ExitCode, String> {
    let text = arguments.link.as_str();
    let keys = crate::read_link(text)?.keys;
    let address = Some(text).filter(|text| text.contains("://"));
    let script = lab::torch::script(&keys, address).map_err(|error| error.to_string())?;
    match &arguments.out {
        Some(folder) => {
            let path = Folder::ready(folder)?.write(&lab::files::SCRIPT.name(&keys), &script)?;
            say!("{}", path.display());
        }
        None => {
            say!("{}", script.trim_end());
        }
    }
    Ok(ExitCode::SUCCESS)
}
