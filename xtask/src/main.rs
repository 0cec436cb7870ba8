//! The command line of `cargo xtask`: it reads arguments and says what went wrong. The work is in the library.

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use xtask::{bench, dist, pack, preview, serve, setup, shot, test};

/// What a person runs on this repository.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Build the site, serve it and print its address
    Serve(serve::Options),
    /// Install what the tests need, then check format and lints, build the site and run every test
    Test(test::Options),
    /// Install what the tests need, and nothing else
    Setup,
    /// Write the optimised static site to a folder
    Dist(dist::Options),
    /// Write the site and the headless binary to one folder, for a machine without a network
    Pack(pack::Options),
    /// Measure the engine beside its peers, natively and in Chromium (`cargo xtask bench -- --help` tells how)
    Bench(bench::Options),
    /// Run the page for minutes on either backend and write down its memory
    Soak(bench::SoakOptions),
    /// Draw the pictures that links to the experiments show
    Preview(preview::Options),
    /// Take a picture of a page in Chromium (`cargo xtask shot -- --help` tells how)
    Shot(shot::Options),
}

fn main() -> ExitCode {
    let done = match Arguments::parse().task {
        Task::Serve(options) => serve::run(&options),
        Task::Test(options) => test::run(&options),
        Task::Setup => setup::tests(),
        Task::Dist(options) => dist::run(&options),
        Task::Pack(options) => pack::run(&options),
        Task::Bench(options) => bench::run(&options),
        Task::Soak(options) => bench::soak(&options),
        Task::Preview(options) => preview::run(&options),
        Task::Shot(options) => shot::run(&options),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}
