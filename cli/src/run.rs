//! `gedanken run`: one run to its end, with progress, last values, digest and link.

use std::io::Write as _;
use std::ops::ControlFlow;
use std::process::ExitCode;
use std::rc::Rc;
use std::time::Instant;

use clap::{Args, ValueEnum};
use lab::digest::{Certificate, PROGRESS};
use lab::experiment::Arm;
use lab::keys::RunKeys;
use lab::link::{self, Link};
use lab::recording::Recording;
use lab::run::{Event, Gpu, GpuSessionError, RunError, Simd, train_on_gpu};
use serde_json::json;

use crate::Format;
use crate::compared::Compared;
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
}

/// What computes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Backend {
    /// The exact backend.
    Auto,
    /// The processor, bit for bit the same everywhere.
    Exact,
    /// The fastest graphics adapter, through Vulkan.
    Gpu,
}

/// What computed a run, and what came of it beyond the measurements.
enum Computed {
    Exactly { certificate: Certificate, simd: Simd, workers: u32 },
    OnGpu { adapter: String },
}

pub(crate) fn run(arguments: &RunArguments) -> Result<ExitCode, String> {
    let link = crate::read_link(&arguments.link)?;
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

    let own = own_link(&link, &computed);
    if arguments.print_link {
        println!("{own}");
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
    } else {
        println!("{}", finished(&computed, &own));
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
    let wish = match arguments.backend {
        Some(Backend::Gpu) => link::Backend::Gpu,
        Some(Backend::Auto | Backend::Exact) => link::Backend::Exact,
        None => link.backend,
    };
    if wish == link::Backend::Gpu {
        let gpu = Rc::new(pollster::block_on(Gpu::open()).map_err(GpuSessionError::from)?);
        let recording = pollster::block_on(train_on_gpu(&gpu, &link.keys, watch))?;
        return Ok((recording, Computed::OnGpu { adapter: gpu.adapter().name.clone() }));
    }
    let (threads, wish) = (arguments.threads, link.presentation.workers);
    let recording = threads.train(&link.keys, wish, watch)?.recording;
    let certificate = Certificate::of(&link.keys, &recording, PROGRESS)?;
    let (simd, workers) = (threads.simd(), threads.workers(&link.keys, wish));
    Ok((recording, Computed::Exactly { certificate, simd, workers }))
}

/// The link of the run as it was computed.
fn own_link(link: &Link, computed: &Computed) -> String {
    let mut own = link.clone();
    match computed {
        Computed::Exactly { certificate, .. } => {
            own.certificate = Some(*certificate);
            // A link that asks for the GPU promises no digest.
            own.backend = if own.backend == link::Backend::Gpu { link::Backend::Exact } else { own.backend };
        }
        Computed::OnGpu { .. } => {
            own.certificate = None;
            own.backend = link::Backend::Gpu;
        }
    }
    format!("{}#{}", own.keys.experiment.id, own.write())
}

/// The last line of JSON.
fn finished(computed: &Computed, link: &str) -> serde_json::Value {
    match computed {
        Computed::Exactly { certificate, .. } => {
            let digest = certificate.digest.to_string();
            json!({ "type": "finished", "backend": "exact", "digest": digest, "link": link })
        }
        Computed::OnGpu { adapter } => {
            json!({ "type": "finished", "backend": "gpu", "adapter": adapter, "link": link })
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

fn line(event: &Event, arms: &[Arm], keys: &RunKeys) -> serde_json::Value {
    let name = |arm: u32| arms.get(arm as usize).map_or("", |arm| arm.key);
    match event {
        Event::Measured(point) => {
            let series = keys.experiment.series.iter().map(|series| series.key);
            let values: serde_json::Map<_, _> =
                series.zip(&point.values).map(|(key, value)| (key.to_owned(), json!(value))).collect();
            json!({ "type": "measured", "arm": name(point.arm), "member": point.member, "j": point.j, "step": point.step, "values": values })
        }
        Event::Stopped(stop) => {
            json!({ "type": "stopped", "arm": name(stop.arm), "member": stop.member, "step": stop.step })
        }
    }
}

/// The last value of each series, for each arm and member; with a sweep, for each combination of its values.
fn print_table(arms: &[Arm], recording: &Recording, keys: &RunKeys) {
    for cell in 0..keys.sweep.cells() {
        if !keys.sweep.is_empty() {
            println!("{}", swept(keys, cell));
        }
        for (position, arm) in arms.iter().enumerate() {
            println!("{} ({} steps)", arm.label, arm.steps);
            print_arm(position, recording, keys, cell);
        }
    }
}

fn print_arm(arm: usize, recording: &Recording, keys: &RunKeys, cell: u32) {
    let models = keys.models_of(cell);
    for (number, series) in keys.experiment.series.iter().enumerate() {
        let last = models.clone().map(|model| {
            let value = recording.points(arm, model).last().and_then(|point| point.values.get(number));
            value.map_or("none".to_owned(), |value| format!("{value:.3}"))
        });
        println!("    {:<18} {}", series.label, last.collect::<Vec<_>>().join("  "));
    }
    for (model, step) in recording.stopped(arm).filter(|(model, _)| models.contains(model)) {
        let member = model - models.start;
        println!("    member {member} stopped at step {step}: its loss was no finite number");
    }
}

/// The swept knobs of a cell: "rate = 0.01, noise = 0.2".
fn swept(keys: &RunKeys, cell: u32) -> String {
    let knobs = keys.sweep.knobs(&keys.knobs, cell);
    let written = |knob: usize| {
        let (knob, value) = knobs.iter().nth(knob)?;
        Some(format!("{} = {}", knob.key, knob.write(value)))
    };
    keys.sweep.axes().iter().filter_map(|axis| written(axis.knob)).collect::<Vec<_>>().join(", ")
}
