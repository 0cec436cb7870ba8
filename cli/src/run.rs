//! `gedanken run`: one run to its end, with progress, last values, digest and link.

use std::io::{IsTerminal as _, Write as _};
use std::ops::ControlFlow;
use std::process::ExitCode;
use std::rc::Rc;
use std::time::Instant;

use clap::{Args, ValueEnum};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use lab::digest::{BITS, Digest, PROGRESS};
use lab::experiment::Arm;
use lab::link::{self, Certificate, Link, Note};
use lab::recording::Recording;
use lab::run::{Event, Gpu, GpuSessionError, RunError, Simd, train, train_on_gpu};
use serde_json::json;

use crate::Format;

/// What a run is and how it is shown.
#[derive(Debug, Args)]
pub(crate) struct RunArguments {
    /// A link, or an experiment with its keys: `inverse-permutation?seed=7&members=2`.
    link: String,
    /// What computes; by default what the link says. `exact` gives the same bits on every machine, `gpu` is faster
    /// where there is a graphics card, `auto` is `exact` here.
    #[arg(long, value_enum)]
    backend: Option<Backend>,
    /// The widest instructions to use; they change the time and not a bit of the result.
    #[arg(long)]
    simd: Option<Simd>,
    /// How many threads share the members; by default as many as the machine has cores. More than members help
    /// nothing.
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=64))]
    workers: Option<u32>,
    /// How to print; by default text on a terminal, JSON otherwise.
    #[arg(long)]
    format: Option<Format>,
    /// Print the link of this run, with its digest, and nothing else.
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
    Exactly { digest: Digest, simd: Simd, workers: u32 },
    OnGpu { adapter: String },
}

pub(crate) fn run(arguments: &RunArguments) -> Result<ExitCode, String> {
    let link = Link::parse(&arguments.link).map_err(|error| error.to_string())?;
    link.notes.iter().for_each(|note| eprintln!("{note}"));
    // A page goes on with what it could read. A script that asked for one run must not get another.
    if link.notes.iter().any(Note::changes_the_run) {
        return Ok(ExitCode::from(2));
    }
    let format = Format::or_fitting(arguments.format);
    let arms = (link.keys.experiment.arms)(&link.keys.knobs);
    let points = arms.len() as u64 * u64::from(link.keys.members) * u64::from(PROGRESS + 1);
    let bar = progress_bar(points);
    let start = Instant::now();
    let trained = compute(arguments, &link, |event| {
        bar.inc(1);
        if format == Format::Json && !arguments.print_link {
            return print(&line(event, &arms, &link));
        }
        ControlFlow::Continue(())
    });
    let (recording, computed) = match trained {
        Ok(outcome) => outcome,
        // Nobody reads any more, so nobody is to be told.
        Err(RunError::Ended) => return Ok(ExitCode::SUCCESS),
        Err(error) => return Err(error.to_string()),
    };
    bar.finish_and_clear();

    let own = own_link(&link, &computed);
    if arguments.print_link {
        println!("{own}");
    } else if format == Format::Text {
        print_table(&arms, &recording, &link);
        let seconds = start.elapsed().as_secs_f64();
        match &computed {
            Computed::Exactly { digest, simd, workers } => {
                println!("digest {digest}  ({seconds:.1} s, {simd}, {workers} workers)");
            }
            Computed::OnGpu { adapter } => println!("no digest: on the GPU  ({seconds:.1} s, {adapter})"),
        }
        println!("link   {own}");
    } else {
        println!("{}", finished(&computed, &own));
    }
    Ok(match computed {
        Computed::Exactly { digest, .. } => verify(&link, digest),
        Computed::OnGpu { .. } => {
            if link.certificate.is_some() {
                eprintln!("The link's digest is that of an exact run, which this is not: not compared.");
            }
            ExitCode::SUCCESS
        }
    })
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
    let simd = arguments.simd.unwrap_or_else(Simd::widest);
    let cores = || {
        std::thread::available_parallelism().map_or(1, |cores| u32::try_from(cores.get()).unwrap_or(u32::MAX))
    };
    let workers =
        arguments.workers.or(link.presentation.workers).unwrap_or_else(cores).min(link.keys.members);
    let outcome = train(&link.keys, simd, workers, watch)?;
    Ok((outcome.recording, Computed::Exactly { digest: outcome.digest, simd, workers }))
}

/// The link of the run as it was computed.
fn own_link(link: &Link, computed: &Computed) -> String {
    let mut own = link.clone();
    match computed {
        Computed::Exactly { digest, .. } => {
            own.certificate = Some(Certificate { bits: BITS, at: PROGRESS, digest: *digest });
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
        Computed::Exactly { digest, .. } => {
            json!({ "type": "finished", "backend": "exact", "digest": digest.to_string(), "link": link })
        }
        Computed::OnGpu { adapter } => {
            json!({ "type": "finished", "backend": "gpu", "adapter": adapter, "link": link })
        }
    }
}

/// Prints a line; breaks where nobody reads it any more, as behind `| head`.
fn print(line: &impl std::fmt::Display) -> ControlFlow<()> {
    match writeln!(std::io::stdout(), "{line}") {
        Ok(()) => ControlFlow::Continue(()),
        Err(_) => ControlFlow::Break(()),
    }
}

fn progress_bar(points: u64) -> ProgressBar {
    let hidden = !std::io::stderr().is_terminal();
    let target = if hidden { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() };
    let style = ProgressStyle::with_template("{bar:40} {percent}%  {eta} left")
        .unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::with_draw_target(Some(points), target).with_style(style)
}

fn line(event: &Event, arms: &[Arm], link: &Link) -> serde_json::Value {
    let name = |arm: u32| arms.get(arm as usize).map_or("", |arm| arm.key);
    match event {
        Event::Measured(point) => {
            let series = link.keys.experiment.series.iter().map(|series| series.key);
            let values: serde_json::Map<_, _> =
                series.zip(&point.values).map(|(key, value)| (key.to_owned(), json!(value))).collect();
            json!({ "type": "measured", "arm": name(point.arm), "member": point.member, "j": point.j, "step": point.step, "values": values })
        }
        Event::Stopped { arm, member, step } => {
            json!({ "type": "stopped", "arm": name(*arm), "member": member, "step": step })
        }
    }
}

/// The last value of each series, for each arm and member.
fn print_table(arms: &[Arm], recording: &Recording, link: &Link) {
    for (position, arm) in arms.iter().enumerate() {
        println!("{} ({} steps)", arm.label, arm.steps);
        for (number, series) in link.keys.experiment.series.iter().enumerate() {
            let last = (0..link.keys.members).map(|member| {
                let point = recording.points(position, member).last();
                point
                    .and_then(|point| point.values.get(number))
                    .map_or("none".to_owned(), |v| format!("{v:.3}"))
            });
            println!("    {:<18} {}", series.label, last.collect::<Vec<_>>().join("  "));
        }
        for (member, step) in recording.stopped(position) {
            println!("    member {member} stopped at step {step}: its loss was no finite number");
        }
    }
}

/// Compares with the digest that the link came with.
fn verify(link: &Link, digest: Digest) -> ExitCode {
    let Some(wanted) = &link.certificate else { return ExitCode::SUCCESS };
    if wanted.at != PROGRESS {
        eprintln!(
            "The link's digest is of progress {} of {PROGRESS}, and only whole runs are compared: not checked.",
            wanted.at
        );
        return ExitCode::SUCCESS;
    }
    if wanted.digest == digest {
        eprintln!("The same as its link, bit for bit.");
        return ExitCode::SUCCESS;
    }
    eprintln!("The run differs from its link, whose digest is {}.", wanted.digest);
    ExitCode::FAILURE
}
