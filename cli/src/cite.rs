//! `gedanken cite`: BibTeX for the paper of an experiment, and for a run of it.

use std::process::ExitCode;

use clap::Args;

use crate::said::say;

/// What is cited.
#[derive(Debug, Args)]
pub(crate) struct CiteArguments {
    /// A link, or an experiment with its keys. A whole address is cited as it is; a digest in it is cited too.
    link: String,
}

pub(crate) fn cite(arguments: &CiteArguments) -> Result<ExitCode, String> {
    let text = arguments.link.as_str();
    let link = crate::read_link(text)?;
    let address = Some(text).filter(|text| text.contains("://"));
    let digest = link.certificate.map(|certificate| certificate.digest.to_string());
    let paper = lab::cite::paper(&link.keys.experiment.source);
    let run = lab::cite::run(&link.keys, address, digest.as_deref());
    say!("{paper}\n{}", run.trim_end());
    Ok(ExitCode::SUCCESS)
}
