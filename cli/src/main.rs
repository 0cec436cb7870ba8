//! The headless binary: the same experiments and the same engine as the page, on this machine's threads.
//!
//! Results go to standard output, progress and notes to standard error. Exit status: 0 when all went well, 1 when
//! a digest differs or a gate fails, 2 for bad input.

mod cite;
mod claims;
mod compared;
mod computed;
mod list;
mod measured;
mod nearly;
mod out;
mod pictures;
mod pixels;
mod progress;
mod releases;
mod run;
mod said;
mod seeds;
mod serve;
mod sweep;
mod torch;
mod train;
mod verify;

use std::process::ExitCode;

use clap::{Parser, Subcommand, ValueEnum};
use lab::link::{Link, Note};

/// Small models, trained live: run the experiments of the playground on this machine.
#[derive(Debug, Parser)]
#[command(version, about)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// List the experiments, their knobs and what they accept; as JSON also their arms, series and claims.
    List {
        /// How to print; by default text on a terminal, JSON otherwise.
        #[arg(long)]
        format: Option<Format>,
    },
    /// Run an experiment to its end and print its digest.
    Run(run::RunArguments),
    /// Compute a run again and compare it with its link or record, bit for bit.
    Verify(verify::VerifyArguments),
    /// Serve the pages from a folder to the browsers of this machine, with no network at all.
    Serve(serve::ServeArguments),
    /// Train what an experiment's claims ask for and judge them.
    Claims(claims::ClaimsArguments),
    /// Train a run again and again, with several seeds and values of knobs, and write one table of what came of them.
    Sweep(sweep::SweepArguments),
    /// Print BibTeX for the paper of an experiment and for a run of it.
    Cite(cite::CiteArguments),
    /// Write a run as one Python file for PyTorch: the same first weights, data, loss and optimiser, and nothing hidden.
    Torch(torch::TorchArguments),
}

/// How results are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For a person.
    Text,
    /// One JSON object a line.
    Json,
}

impl Format {
    /// What was asked for, else what fits where the output goes.
    fn or_fitting(asked: Option<Self>) -> Self {
        use std::io::IsTerminal as _;
        asked.unwrap_or(if std::io::stdout().is_terminal() { Self::Text } else { Self::Json })
    }
}

/// Reads a link and says what it asked for and did not get.
fn read_link(text: &str) -> Result<Link, String> {
    let link = parse_link(text)?;
    link.notes.iter().for_each(|note| eprintln!("{note}"));
    Ok(link)
}

/// Reads a link. A page goes on with what it could read; a script that asked for one run must not get another.
fn parse_link(text: &str) -> Result<Link, String> {
    let link = Link::parse(text).map_err(|error| error.to_string())?;
    let notes: Vec<String> = link.notes.iter().map(ToString::to_string).collect();
    if link.notes.iter().any(Note::changes_the_run) {
        return Err(notes.join("\n"));
    }
    Ok(link)
}

fn main() -> ExitCode {
    let outcome = match Arguments::parse().command {
        Command::List { format } => list::list(Format::or_fitting(format)),
        Command::Run(arguments) => run::run(&arguments),
        Command::Verify(arguments) => verify::verify(&arguments),
        Command::Serve(arguments) => serve::serve(&arguments),
        Command::Claims(arguments) => claims::claims(&arguments),
        Command::Sweep(arguments) => sweep::sweep(&arguments),
        Command::Cite(arguments) => cite::cite(&arguments),
        Command::Torch(arguments) => torch::torch(&arguments),
    };
    outcome.and_then(|status| said::lost().map_or(Ok(status), Err)).unwrap_or_else(|sentence| {
        eprintln!("{sentence}");
        ExitCode::from(2)
    })
}
