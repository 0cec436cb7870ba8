//! `gedanken verify`: a run computed again on the exact backend and compared with what a link or a record says of it; where
//! another release computed that, by that release, if it is kept.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use lab::link::{Backend, Link, Note};
use lab::record::{Doubt, ENDING, Hashes, Nearly, Record};
use lab::releases::Wanted;

use crate::Format;
use crate::compared::Compared;
use crate::nearly;
use crate::out::read_record;
use crate::releases;
use crate::run::compare;
use crate::said::say;
use crate::train::Threads;

/// What to check.
#[derive(Debug, Args)]
pub(crate) struct VerifyArguments {
    /// A link with a digest, as `run --print-link` prints it and each row of a sweep has it, or the file of a record, as
    /// `run --out` writes it.
    promise: String,
    /// Where another release computed it: the folder of kept ones, each packed with `cargo xtask pack`, of which the one that
    /// runs the same "rev" and "bits" is started to verify it.
    #[arg(long, value_name = "DIR")]
    releases: Option<PathBuf>,
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
    let VerifyArguments { promise, releases, threads, format } = arguments;
    let path = Path::new(promise);
    // No link is a file by accident: one with a digest has signs that few file names have.
    let is_record = path.is_file() || promise.ends_with(ENDING);
    let text = if is_record { read_record(path)? } else { promise.clone() };
    if let Some(wanted) = of_another(&text, is_record)? {
        return match releases {
            Some(folder) => releases::hand_over(folder, &wanted, &again(arguments)),
            None => Err(releases::sentence(if is_record { "record" } else { "link" }, &wanted)),
        };
    }
    let verified = if is_record {
        record(&Record::read(&text).map_err(|error| error.to_string())?, *threads)?
    } else {
        Verified::BitForBit(link(promise, *threads)?)
    };
    let format = Format::or_fitting(*format);
    Ok(match &verified {
        Verified::BitForBit(compared) => {
            match format {
                Format::Text => say!("{}", compared.sentence()),
                Format::Json => say!("{}", compared.json()),
            };
            compared.status()
        }
        Verified::Nearly(nearly) => {
            match format {
                Format::Text => say!("{}", nearly::text(nearly)),
                Format::Json => say!("{}", nearly::json(nearly)),
            };
            nearly::status(nearly)
        }
    })
}

/// What computed a link or a record, where this build does not run that.
fn of_another(text: &str, is_record: bool) -> Result<Option<Wanted>, String> {
    let wanted = if is_record {
        releases::of_record(text)
    } else {
        Some(Link::wants(text).map_err(|error| error.to_string())?)
    };
    Ok(wanted.filter(|wanted| !wanted.is_of_this_build()))
}

/// The command line that asks another release for the same.
fn again(arguments: &VerifyArguments) -> Vec<String> {
    let mut line = vec!["verify".to_owned(), arguments.promise.clone()];
    line.extend(arguments.threads.again());
    let format = Format::or_fitting(arguments.format);
    line.extend(["--format".to_owned(), if format == Format::Text { "text" } else { "json" }.to_owned()]);
    line
}

/// Computes the run of a link again.
fn link(text: &str, threads: Threads) -> Result<Compared, String> {
    let link = crate::parse_link(text)?;
    let Some(promise) = &link.certificate else { return Err(why_not(&link)) };
    link.notes.iter().for_each(|note| eprintln!("{note}"));
    let recording = threads.train_again(&link.keys, link.presentation.workers)?;
    compare(promise, &link.keys, &recording)
}

/// Why a link promises nothing that can be checked.
fn why_not(link: &Link) -> String {
    let reason = |note: &Note| match note {
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
