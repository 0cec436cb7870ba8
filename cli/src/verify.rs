//! `gedanken verify`: a run computed again and compared with what a link promises of it.

use std::process::ExitCode;

use clap::Args;

use crate::Format;
use crate::compared::Compared;
use crate::run::compare;
use crate::train::Threads;

/// What to check.
#[derive(Debug, Args)]
pub(crate) struct VerifyArguments {
    /// A link with a digest, as `run --print-link` prints it.
    link: String,
    #[command(flatten)]
    threads: Threads,
    /// How to print; by default text on a terminal, JSON otherwise.
    #[arg(long)]
    format: Option<Format>,
}

pub(crate) fn verify(arguments: &VerifyArguments) -> Result<ExitCode, String> {
    let format = Format::or_fitting(arguments.format);
    let compared = link(&arguments.link, arguments.threads)?;
    match format {
        Format::Text => println!("{}", compared.sentence()),
        Format::Json => println!("{}", compared.json()),
    }
    Ok(compared.status())
}

/// Computes the run of a link again.
fn link(text: &str, threads: Threads) -> Result<Compared, String> {
    let link = crate::read_link(text)?;
    let Some(promise) = &link.certificate else {
        return Err("The link has no digest to compare with; `gedanken run` prints one that has.".to_owned());
    };
    let recording = threads.train_again(&link.keys, link.presentation.workers)?;
    compare(promise, &link.keys, &recording)
}
