//! `gedanken run`: one run to its end, with progress, last values, digest and link.

use std::io::Write as _;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use clap::Args;
use lab::digest::Certificate;
use lab::keys::RunKeys;
use lab::link::Link;
use lab::recording::Recording;
use lab::run::{Event, RunError};
use lab::words::words;

use crate::Format;
use crate::compared::Compared;
use crate::computed::{Backend, Computed, exactly, on_gpu, open_gpu};
use crate::measured::{line, print_table};
use crate::out::Folder;
use crate::pictures;
use crate::progress::{self, Progress};
use crate::train::Threads;

/// What a run is and how it is shown.
#[derive(Debug, Args)]
pub(crate) struct RunArguments {
    /// A link, or an experiment with its keys: `inverse-permutation?seed=7&members=2`.
    link: String,
    /// What computes; by default what the link says. `exact` gives the same bits on every machine, `gpu` is faster
    /// where there is a graphics card, `auto` is `exact` here.
    #[arg(long, value_enum)]
    backend: Option<Backend>,
    #[command(flatten)]
    threads: Threads,
    /// How to print; by default text on a terminal, JSON otherwise.
    #[arg(long)]
    format: Option<Format>,
    /// Print the link of this run, with its digest and proof, and nothing else.
    #[arg(long)]
    print_link: bool,
    /// Write the record of this run into this folder, and print where it is.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Write every panel of this run into that folder too, as SVG, and what came of the claims as SVG and CSV.
    #[arg(long, requires = "out")]
    svg: bool,
    /// Write the first panel there as it stands in the gallery, for light and for dark pages.
    #[arg(long, requires = "out")]
    thumbnails: bool,
}

pub(crate) fn run(arguments: &RunArguments) -> Result<ExitCode, String> {
    let link = crate::read_link(&arguments.link)?;
    let folder = arguments.out.as_ref().map(Folder::ready).transpose()?;
    let format = Format::or_fitting(arguments.format);
    let arms = link.keys.arms();
    let bar = Progress::of(progress::work(&link.keys));
    let start = Instant::now();
    let trained = compute(arguments, &link, |event| {
        bar.tell(event, &arms);
        if format == Format::Json && !arguments.print_link {
            return bar.print(|| print(&line(event, &arms, &link.keys)));
        }
        ControlFlow::Continue(())
    });
    let (recording, computed) = match trained {
        Ok(outcome) => outcome,
        // Nobody reads any more, so nobody is to be told.
        Err(RunError::Ended) => return Ok(ExitCode::SUCCESS),
        Err(error) => return Err(error.to_string()),
    };
    bar.close();

    let own = computed.link(&link);
    let record = || computed.record(&link.keys, &recording);
    let words = words(link.presentation.locale);
    let mut pictures = Vec::new();
    if let Some(folder) = &folder {
        if arguments.svg {
            pictures.extend(pictures::write(folder, &link.keys, &recording, words)?);
        }
        if arguments.thumbnails {
            pictures.extend(pictures::thumbnails(folder, &link.keys, &recording, words)?);
        }
    }
    let record = folder.map(|folder| folder.write_record(&record())).transpose()?;
    let record = record.as_ref().map(|path| path.display().to_string());
    if arguments.print_link {
        println!("{own}");
        record.iter().for_each(|path| eprintln!("{path}"));
    } else if format == Format::Text {
        print_table(&arms, &recording, &link.keys);
        let seconds = start.elapsed().as_secs_f64();
        match &computed {
            Computed::Exactly { certificate, simd, workers } => {
                println!("digest {}  ({seconds:.1} s, {simd}, {workers} workers)", certificate.digest);
            }
            Computed::OnGpu { adapter } => println!("no digest: on the GPU  ({seconds:.1} s, {adapter})"),
        }
        println!("link   {own}");
        record.iter().for_each(|path| println!("record {path}"));
        pictures.iter().for_each(|path| println!("panel  {}", path.display()));
    } else {
        println!("{}", computed.json(&own, record.as_deref()));
    }
    match (&computed, &link.certificate) {
        (_, None) => Ok(ExitCode::SUCCESS),
        (Computed::Exactly { .. }, Some(promise)) => {
            let compared = compare(promise, &link.keys, &recording)?;
            eprintln!("{}", compared.sentence());
            Ok(compared.status())
        }
        (Computed::OnGpu { .. }, Some(_)) => {
            eprintln!("The link's digest is that of an exact run, which this is not: not compared.");
            Ok(ExitCode::SUCCESS)
        }
    }
}

/// Compares a run with what its link promises.
pub(crate) fn compare(
    promise: &Certificate,
    keys: &RunKeys,
    recording: &Recording,
) -> Result<Compared, String> {
    let comparison = promise.compare(keys, recording).map_err(|error| error.to_string())?;
    Ok(Compared { comparison, promised: promise.digest, by: "link" })
}

/// Trains the run on what was asked for.
fn compute(
    arguments: &RunArguments,
    link: &Link,
    watch: impl FnMut(&Event) -> ControlFlow<()>,
) -> Result<(Recording, Computed), RunError> {
    match Backend::of(arguments.backend, link) {
        Backend::Gpu => on_gpu(&open_gpu()?, &link.keys, watch),
        Backend::Auto | Backend::Exact => {
            let (threads, wish) = (arguments.threads, link.presentation.workers);
            exactly(&link.keys, threads.simd(), threads.workers(&link.keys, wish), watch)
        }
    }
}

/// Prints a line; breaks where nobody reads it any more, as behind `| head`.
pub(crate) fn print(line: &impl std::fmt::Display) -> ControlFlow<()> {
    match writeln!(std::io::stdout(), "{line}") {
        Ok(()) => ControlFlow::Continue(()),
        Err(_) => ControlFlow::Break(()),
    }
}
