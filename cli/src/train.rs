//! Training on this machine's threads, for every command that needs it.

use std::ops::ControlFlow;

use clap::Args;
use lab::keys::RunKeys;
use lab::recording::Recording;
use lab::run::{Event, Outcome, RunError, Simd, train};

use crate::progress::{self, Progress};

/// How this machine trains; it changes the time and not a bit of the result.
#[derive(Debug, Clone, Copy, Args)]
pub(crate) struct Threads {
    /// The widest instructions to use; they change the time and not a bit of the result.
    #[arg(long)]
    simd: Option<Simd>,
    /// How many threads share the work; by default as many as the machine has cores. One run has no use for more than
    /// it has members.
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=64))]
    workers: Option<u32>,
}

impl Threads {
    /// What was asked for, as it stands on a command line.
    pub(crate) fn again(self) -> Vec<String> {
        let simd = self.simd.map(|simd| format!("--simd={simd}"));
        let workers = self.workers.map(|workers| format!("--workers={workers}"));
        simd.into_iter().chain(workers).collect()
    }

    /// The widest instructions that may be used.
    pub(crate) fn simd(self) -> Simd {
        self.simd.unwrap_or_else(Simd::widest)
    }

    /// How many threads there may be: what was asked for, else what `wish` says, else as many as there are cores.
    pub(crate) fn all(self, wish: Option<u32>) -> u32 {
        let cores = || {
            let cores = std::thread::available_parallelism();
            cores.map_or(1, |cores| u32::try_from(cores.get()).unwrap_or(u32::MAX))
        };
        self.workers.or(wish).unwrap_or_else(cores)
    }

    /// How many threads train a run: no more than it has models.
    pub(crate) fn workers(self, keys: &RunKeys, wish: Option<u32>) -> u32 {
        self.all(wish).min(keys.models())
    }

    /// Trains a run on the exact backend.
    pub(crate) fn train(
        self,
        keys: &RunKeys,
        wish: Option<u32>,
        watch: impl FnMut(&Event) -> ControlFlow<()>,
    ) -> Result<Outcome, RunError> {
        train(keys, self.simd(), self.workers(keys, wish), watch)
    }

    /// The same with nothing but a bar to be seen.
    pub(crate) fn train_again(self, keys: &RunKeys, wish: Option<u32>) -> Result<Recording, String> {
        let mut progress = Progress::of(progress::work(keys));
        let recording = self.train_within(&mut progress, keys, wish)?;
        progress.close();
        Ok(recording)
    }

    /// The same as one of several runs under one bar.
    pub(crate) fn train_within(
        self,
        progress: &mut Progress,
        keys: &RunKeys,
        wish: Option<u32>,
    ) -> Result<Recording, String> {
        let arms = keys.arms();
        let watch = |event: &Event| {
            progress.tell(event, &arms);
            ControlFlow::Continue(())
        };
        let outcome = self.train(keys, wish, watch).map_err(|error| error.to_string())?;
        progress.end(keys);
        Ok(outcome.recording)
    }
}
