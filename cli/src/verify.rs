//! `gedanken verify`: a run computed again on the exact backend and compared with what a link or a record says of it.

use std::path::Path;
use std::process::ExitCode;

use clap::Args;
use lab::link::{Backend, Link, Note};
use lab::record::{Doubt, ENDING, Hashes, Nearly, Record};

use crate::Format;
use crate::compared::Compared;
use crate::nearly;
use crate::out::read_record;
use crate::run::compare;
use crate::train::Threads;

/// What to check.
#[derive(Debug, Args)]
pub(crate) struct VerifyArguments {
    /// A link with a digest, as `run --print-link` prints it and each row of a sweep has it, or the file of a record, as
    /// `run --out` writes it. It must have the "bits" that this release computes.
    promise: String,
    #[command(flatten)]
    threads: Threads,
    /// How to print; by default text on a terminal, JSON otherwise.
    #[arg(long)]
    format: Option<Format>,
}

/// What came of it.
enum Verified {
    BitForBit(Compared),
    Nearly(Nearly),
}

pub(crate) fn verify(arguments: &VerifyArguments) -> Result<ExitCode, String> {
    let VerifyArguments { promise, threads, format } = arguments;
    let path = Path::new(promise);
    // No link is a file by accident: one with a digest has signs that few file names have.
    let verified = if path.is_file() || promise.ends_with(ENDING) {
        record(&read_record(path)?, *threads)?
    } else {
        Verified::BitForBit(link(promise, *threads)?)
    };
    let format = Format::or_fitting(*format);
    Ok(match &verified {
        Verified::BitForBit(compared) => {
            match format {
                Format::Text => println!("{}", compared.sentence()),
                Format::Json => println!("{}", compared.json()),
            }
            compared.status()
        }
        Verified::Nearly(nearly) => {
            match format {
                Format::Text => println!("{}", nearly::text(nearly)),
                Format::Json => println!("{}", nearly::json(nearly)),
            }
            nearly::status(nearly)
        }
    })
}

/// Computes the run of a link again.
fn link(text: &str, threads: Threads) -> Result<Compared, String> {
    let link = crate::parse_link(text)?;
    let Some(promise) = &link.certificate else { return Err(why_not(&link)) };
    link.notes.iter().for_each(|note| eprintln!("{note}"));
    let recording = threads.train_again(&link.keys, link.presentation.workers)?;
    compare(promise, &link.keys, &recording)
}

/// Why a link promises nothing that this build can check.
fn why_not(link: &Link) -> String {
    let reason = |note: &Note| match note {
        Note::OtherBits { got, runs } => Some(format!(
            "The link's digest has \"bits\" {got} and this build computes {runs}: only a release that computes {got} can \
             verify it."
        )),
        Note::GpuHasNoDigest => Some(
            "The link is of a GPU run, which has no digest; the file of its record can be verified."
                .to_owned(),
        ),
        Note::HalfCertificate { .. } => Some(note.to_string()),
        _ => None,
    };
    let none = || match link.backend {
        Backend::Gpu => {
            "The link is of a GPU run and has no digest; `gedanken run --out` writes a record, which can be verified."
        }
        Backend::Auto | Backend::Exact => {
            "The link has no digest to compare with; `gedanken run` prints one that has."
        }
    };
    link.notes.iter().find_map(reason).unwrap_or_else(|| none().to_owned())
}

/// Computes the run of a record again.
fn record(record: &Record, threads: Threads) -> Result<Verified, String> {
    match (record.doubt(), &record.hashes) {
        (None, Some(promised)) => {
            let recording = threads.train_again(&record.keys, None)?;
            let again = Hashes::of(&record.keys, &recording).map_err(|error| error.to_string())?;
            let comparison = promised.compare(&again);
            Ok(Verified::BitForBit(Compared { comparison, promised: promised.digest, by: "record" }))
        }
        (Some(Doubt::NotExact), _) => {
            let recording = threads.train_again(&record.keys, None)?;
            Ok(Verified::Nearly(Nearly::of(record, &recording)))
        }
        (Some(doubt), _) => Err(doubt.to_string()),
        (None, None) => Err(Doubt::Incomplete.to_string()),
    }
}
