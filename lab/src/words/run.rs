//! The run: how far it is, what computes it, and what becomes of it where something is lost.

use crate::digest::{Comparison, NoDigest};
#[cfg(feature = "run")]
use crate::run::SessionError;
#[cfg(feature = "gpu")]
use crate::run::{GpuError, GpuSessionError};

/// The run bar, and what is said aloud of it.
#[derive(Debug, Clone, Copy)]
pub struct Run {
    /// The main button before the run.
    pub start: &'static str,
    /// The main button while the run trains.
    pub pause: &'static str,
    /// The main button while it pauses.
    pub resume: &'static str,
    /// The main button after it.
    pub again: &'static str,
    /// The main button where it could not go on.
    pub retry: &'static str,
    /// The button that trains to the next measurement.
    pub step: &'static str,
    /// What that button does.
    pub step_does: &'static str,
    /// The button that forgets the run.
    pub reset: &'static str,
    /// What that button does.
    pub reset_does: &'static str,
    /// The name of the choice of a speed.
    pub speed: &'static str,
    /// As fast as the device can.
    pub full_speed: &'static str,
    /// So that the run takes this many seconds, if the device is fast enough.
    pub takes_seconds: fn(seconds: u32) -> String,
    /// The accessible name of the bar that shows how far the run is.
    pub progress: &'static str,
    /// How far it is: the step, and how many there are.
    pub position: fn(step: u32, of: u32) -> String,
    /// In place of the pace, until something was trained.
    pub preparing: &'static str,
    /// The pace.
    pub pace: fn(steps_per_second: f64) -> String,
    /// What the pace counts.
    pub pace_means: &'static str,
    /// How long it will take.
    pub left: fn(seconds: f64) -> String,
    /// Said aloud: it trains.
    pub running: &'static str,
    /// Said aloud: a quarter of it is trained.
    pub quarter: &'static str,
    /// Said aloud: half of it is trained.
    pub half: &'static str,
    /// Said aloud: three quarters of it are trained.
    pub three_quarters: &'static str,
    /// Said aloud: it pauses, at this step of so many.
    pub paused: fn(step: u32, of: u32) -> String,
    /// Said aloud: it is over; given what came of comparing it with that of the link, where the link has a digest.
    pub finished: fn(Option<Comparison>) -> String,
    /// The settings, to stand beside what is shared; knobs follow, each with its value.
    pub settings: fn(rev: u32, seed: u32, members: u32) -> String,
    /// The heading over why it cannot go on.
    pub stopped: &'static str,
    /// Why it cannot go on: it has no digest, though it should have one.
    pub without_digest: fn(NoDigest) -> String,
}

/// What computes a run, and who decided it.
#[derive(Debug, Clone, Copy)]
pub struct Computed {
    /// The badge: the processor, with the same bits everywhere.
    pub exact: &'static str,
    /// What follows where there is room.
    pub exact_detail: &'static str,
    /// What it means.
    pub exact_means: &'static str,
    /// The badge: the graphics processor.
    pub gpu: &'static str,
    /// What follows where there is room and the adapter has no name.
    pub gpu_detail: &'static str,
    /// What it means.
    pub gpu_means: &'static str,
    /// The badge: first one, then the other.
    pub mixed: &'static str,
    /// What it means.
    pub mixed_means: &'static str,
    /// The badge: it is not chosen yet.
    pub auto: &'static str,
    /// What follows the badge of the graphics processor while it is only asked for.
    pub asked_for: &'static str,
    /// What a badge means before the run has begun.
    pub open_means: &'static str,
    /// Why the processor: the link asks for it.
    pub link_asks_exact: &'static str,
    /// Why the processor: the link has a digest.
    pub link_has_digest: &'static str,
    /// Why the GPU: the link asks for it.
    pub link_asks_gpu: &'static str,
    /// Before the run, where the link asks for the GPU.
    pub link_may_get_gpu: &'static str,
    /// Before the run, where the link asks for nothing.
    pub page_chooses: &'static str,
    /// Why the processor, though the link asks for the GPU.
    pub link_does_not_get_gpu: fn(error: &str) -> String,
    /// Why the processor: there is no other.
    pub no_adapter: &'static str,
    /// Why the processor: what went wrong with the GPU.
    pub gpu_failed: fn(error: &str) -> String,
    /// Why the processor: the graphics adapter is a program.
    pub software_adapter: &'static str,
    /// Why the faster one of the two: the training steps a second that a trial made on each.
    pub trial: fn(gpu: f64, exact: f64) -> String,
    /// Why the processor: the trial failed on the GPU.
    pub trial_failed: fn(error: &str) -> String,
    /// Why the processor: whoever asked for the GPU was lost.
    pub asking_failed: &'static str,
    /// Why first the GPU and then the processor: what went wrong with the GPU.
    pub continued: fn(error: &str) -> String,
}

/// What goes wrong with an engine, and what the page makes of it.
#[derive(Debug, Clone, Copy)]
pub struct Trouble {
    /// The engine cannot be loaded, with a reason where there is one.
    pub not_loaded: fn(why: Option<&str>) -> String,
    /// The engine takes very long to load.
    pub not_loaded_yet: &'static str,
    /// The page lacks the address of the engine.
    pub no_address: &'static str,
    /// The browser refuses workers here.
    pub no_workers: &'static str,
    /// The browser refuses what a worker needs to train in slices.
    pub no_channels: &'static str,
    /// A worker and its page are of different builds.
    pub not_understood: fn(why: &str) -> String,
    /// An error of the engine's own.
    pub panicked: fn(why: &str) -> String,
    /// The page and its engine are of different releases.
    pub other_engine: &'static str,
    /// A worker does not answer.
    pub silent: &'static str,
    /// A worker ended on its own, with a reason where there is one.
    pub broke_off: fn(why: Option<&str>) -> String,
    /// A run that is to go on from what was saved of another one.
    pub unfit: &'static str,
    /// What was lost has begun again, in the place of a worker.
    pub begun_again: fn(lost: &str) -> String,
    /// What was lost has gone on from where it was saved, in the place of a worker.
    pub gone_on: fn(lost: &str) -> String,
    /// The run begins again on the processor, because the GPU failed.
    pub begins_on_processor: fn(error: &str) -> String,
    /// The run goes on on the processor, because the GPU failed.
    pub goes_on_on_processor: fn(error: &str) -> String,
    /// The GPU was opened again; whether the run goes on from a checkpoint or from its start.
    pub gpu_opened_again: fn(error: &str, from_checkpoint: bool) -> String,
    /// Why a run cannot be trained.
    #[cfg(feature = "run")]
    pub session: fn(&SessionError) -> String,
    /// Why a run does not start on the GPU.
    #[cfg(feature = "gpu")]
    pub gpu_session: fn(&GpuSessionError) -> String,
    /// Why a GPU does not compute. The English sentences are the engine's own.
    #[cfg(feature = "gpu")]
    pub gpu: fn(&GpuError) -> String,
}

/// A duration as people say it: "6 s", "4 min", "1 h 10 min". The letters are those of all units' systems, whatever the
/// language.
pub(super) fn duration(seconds: f64) -> String {
    let whole = |number: f64| format!("{number:.0}");
    if seconds < 59.5 {
        return format!("{} s", whole(seconds.ceil().max(1.0)));
    }
    let minutes = (seconds / 60.0).round();
    if minutes < 60.0 {
        return format!("{} min", whole(minutes));
    }
    format!("{} h {} min", whole((minutes / 60.0).floor()), whole(minutes % 60.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_read_well() {
        let cases = [
            (0.0, "1 s"),
            (5.2, "6 s"),
            (59.0, "59 s"),
            (61.0, "1 min"),
            (250.0, "4 min"),
            (4200.0, "1 h 10 min"),
        ];
        for (seconds, text) in cases {
            assert_eq!(duration(seconds), text);
        }
    }
}
