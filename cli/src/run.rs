//! `gedanken run`: one run to its end, with progress, last values, digest and link.

use std::ops::ControlFlow;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use clap::Args;
use lab::digest::Certificate;
use lab::files::{MEASUREMENTS_CSV, MEASUREMENTS_JSON};
use lab::keys::RunKeys;
use lab::link::Link;
use lab::measurements::{json, measurements};
use lab::record::{ENDING, Record};
use lab::recording::{Recording, SAVED, Saved};
use lab::run::{Event, RunError, safetensors};
use lab::words::words;

use crate::Format;
use crate::compared::Compared;
use crate::computed::{Backend, Computed, exactly, on_gpu, open_gpu};
use crate::measured::{line, print_table};
use crate::out::Folder;
use crate::pictures::{self, Forms};
use crate::pixels::Pixels;
use crate::progress::{self, Progress};
use crate::said::say;
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
    /// The same as PNG, with the fonts of this machine.
    #[arg(long, requires = "out")]
    png: bool,
    /// Write every measurement there as CSV, and the numbers of every panel.
    #[arg(long, requires = "out")]
    csv: bool,
    /// Write every measurement there as JSON, an array with an object for each.
    #[arg(long, requires = "out")]
    json: bool,
    /// Write the weights at the end there, as safetensors; of a run on the exact backend.
    #[arg(long, requires = "out")]
    weights: bool,
    /// Write the first panel there as it stands in the gallery, for light and for dark pages.
    #[arg(long, requires = "out")]
    thumbnails: bool,
}

pub(crate) fn run(arguments: &RunArguments) -> Result<ExitCode, String> {
    let link = crate::read_link(&arguments.link)?;
    if arguments.weights && Backend::of(arguments.backend, &link) == Backend::Gpu {
        return Err(
            "The weights of a GPU run are not kept to its end; --weights needs the exact backend.".to_owned()
        );
    }
    let folder = arguments.out.as_ref().map(Folder::ready).transpose()?;
    let png = arguments.png.then(Pixels::ready).transpose()?;
    let format = Format::or_fitting(arguments.format);
    let arms = link.keys.arms();
    let bar = Progress::of(progress::work(&link.keys));
    let start = Instant::now();
    let mut ends = Vec::new();
    let trained = compute(arguments, &link, |event| {
        bar.tell(event, &arms);
        if let Event::Ended(saved) = event
            && arguments.weights
        {
            ends.push(saved.clone());
        }
        match line(event, &arms, &link.keys) {
            Some(line) if format == Format::Json && !arguments.print_link => bar.print(|| print(&line)),
            _ => ControlFlow::Continue(()),
        }
    });
    let (recording, computed) = match trained {
        Ok(outcome) => outcome,
        // Nobody reads any more, so nobody is to be told.
        Err(RunError::Ended) => return Ok(ExitCode::SUCCESS),
        Err(error) => return Err(error.to_string()),
    };
    bar.close();

    let own = computed.link(&link);
    let words = words(link.presentation.locale);
    let mut files = Vec::new();
    let mut record = None;
    if let Some(folder) = &folder {
        let whole = computed.record(&link.keys, &recording);
        if arguments.svg || png.is_some() {
            let forms = Forms { svg: arguments.svg, png };
            files.extend(pictures::write(folder, &link.keys, &recording, words, &forms)?);
        }
        if arguments.csv {
            let table = measurements(&link.keys, &recording).csv();
            files.push(folder.write(&MEASUREMENTS_CSV.name(&link.keys), &table)?);
            files.extend(pictures::numbers(folder, &link.keys, &recording, words)?);
        }
        if arguments.json {
            let table = json(&measurements(&link.keys, &recording));
            files.push(folder.write(&MEASUREMENTS_JSON.name(&link.keys), &table)?);
        }
        if arguments.thumbnails {
            files.extend(pictures::thumbnails(folder, &link.keys, &recording, words)?);
        }
        if arguments.weights {
            files.push(write_weights(folder, &whole, &own, ends)?);
        }
        record = Some(folder.write_record(&whole)?.display().to_string());
    }
    if arguments.print_link {
        say!("{own}");
        record.iter().for_each(|path| eprintln!("{path}"));
    } else if format == Format::Text {
        print_table(&arms, &recording, &link.keys);
        let seconds = start.elapsed().as_secs_f64();
        match &computed {
            Computed::Exactly { certificate, simd, workers } => {
                say!("digest {}  ({seconds:.1} s, {simd}, {workers} workers)", certificate.digest);
            }
            Computed::OnGpu { adapter } => {
                say!("no digest: on the GPU  ({seconds:.1} s, {adapter})");
            }
        }
        say!("link   {own}");
        if let Some(path) = &record {
            say!("record {path}");
        }
        for path in &files {
            say!("file   {}", path.display());
        }
    } else {
        say!("{}", computed.json(&own, record.as_deref()));
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

/// Writes the weights of every model that has some at the end, beside the record and named as it.
fn write_weights(
    folder: &Folder,
    record: &Record,
    link: &str,
    mut ends: Vec<Saved>,
) -> Result<PathBuf, String> {
    // Threads hand them over as they get there.
    ends.sort_by_key(|saved| (saved.arm, saved.member));
    let models = record.keys.arms().len() * record.keys.models() as usize;
    if ends.len() < models {
        let (without, megabytes) = (models - ends.len(), SAVED >> 20);
        eprintln!(
            "{without} of {models} models are without weights: they ended early, or all models of a thread together are \
             larger than {megabytes} MB."
        );
    }
    let name = record.file_name().replace(ENDING, ".safetensors");
    let bytes = safetensors(&record.keys, link, &ends).map_err(|error| {
        format!("The weights cannot be written: {error}. This is an error of the program.")
    })?;
    folder.replace(&name, &bytes)
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
    if say!("{line}") { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
}
