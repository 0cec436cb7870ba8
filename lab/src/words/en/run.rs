//! The run, in English: how far it is, what computes it, and what becomes of it where something is lost.

use super::record::{DIGEST, comparison};
use crate::panel::number::{count, counted};
#[cfg(feature = "gpu")]
use crate::run::GpuSessionError;
#[cfg(feature = "run")]
use crate::run::SessionError;
use crate::words::run::duration;
use crate::words::{Computed, Run, Trouble};

pub(super) const RUN: Run = Run {
    start: "Run",
    pause: "Pause",
    resume: "Continue",
    again: "Run again",
    retry: "Try again",
    step: "Step",
    step_does: "Trains to the next of 64 measurements.",
    reset: "Reset",
    reset_does: "Forgets this run and keeps the settings.",
    speed: "Speed",
    full_speed: "full",
    takes_seconds: |seconds| format!("{seconds} s for the run"),
    progress: "Progress of the run",
    position,
    preparing: "preparing…",
    pace,
    pace_means: "Training steps of all arms and members together.",
    left: |seconds| format!("{} left", duration(seconds)),
    running: "Running.",
    quarter: "A quarter is done.",
    half: "Half is done.",
    three_quarters: "Three quarters are done.",
    paused: |step, of| format!("Paused at {}.", position(step, of)),
    finished: |compared| match compared {
        Some(compared) => format!("Finished. Compared with the link's run: {}.", comparison(compared)),
        None => "Finished.".to_owned(),
    },
    settings: |rev, seed, members| {
        format!("revision {rev}, seed {seed}, {}", counted(members.into(), "member", "members"))
    },
    stopped: "The run stopped",
    without_digest: |lacking| format!("The run ended without a digest. {}", (DIGEST.lacking)(lacking)),
};

pub(super) const COMPUTED: Computed = Computed {
    exact: "exact",
    exact_detail: "WASM SIMD",
    exact_means: "WebAssembly SIMD on the processor, with every sum in a fixed order: the same settings give the same \
                  bits on every machine.",
    gpu: "gpu",
    gpu_detail: "WebGPU",
    gpu_means: "WebGPU on the graphics processor. Each kind of GPU sums in another order, so the last bits differ \
                from machine to machine.",
    mixed: "mixed",
    mixed_means: "Begun on the graphics processor, continued on the processor: a run of neither, without a digest.",
    auto: "auto",
    asked_for: "asked for",
    open_means: "What computes the run is chosen when it begins.",
    link_asks_exact: "On the processor, as the link asks.",
    link_has_digest: "On the processor: the link comes with a digest, and only there can it be computed again.",
    link_asks_gpu: "On the GPU, as the link asks.",
    link_may_get_gpu: "The link asks for the GPU; whether it can be used shows when the run begins.",
    page_chooses: "On the GPU or on the processor: the page chooses when the run begins.",
    link_does_not_get_gpu: |error| format!("On the processor, though the link asks for the GPU. {error}"),
    no_adapter: "On the processor: this browser offers no graphics adapter.",
    gpu_failed: |error| format!("On the processor. {error}"),
    software_adapter: "On the processor: the only graphics adapter here is a program that runs on it, too.",
    trial: |gpu, exact| {
        let (on, than) = if gpu > exact { ("GPU", "processor") } else { ("processor", "GPU") };
        let (more, less) = (gpu.max(exact), gpu.min(exact));
        format!(
            "On the {on}: a short trial made {more:.0} training steps a second there, and {less:.0} on the {than}."
        )
    },
    trial_failed: |error| format!("On the processor: a short trial on the GPU failed. {error}"),
    asking_failed: "On the processor: asking for the GPU ended the worker that asked.",
    continued: |error| format!("Begun on the GPU, continued on the processor. {error}"),
};

pub(super) const TROUBLE: Trouble = Trouble {
    not_loaded: |why| {
        format!("The engine could not be loaded{}. Check the connection, then try again.", in_brackets(why))
    },
    not_loaded_yet: "The engine has not loaded yet. Check the connection, then try again.",
    no_address: "The page does not say where its engine is, so nothing can be trained.",
    no_workers: "This page is not allowed to start workers here, so nothing can be trained. Open it in a tab of its \
                 own.",
    no_channels: "This browser gives workers no message channels, so nothing can be trained.",
    not_understood: |why| {
        format!("The page and its worker do not understand each other ({why}). Load the page again.")
    },
    panicked: |why| format!("The engine stopped at an error of its own ({why})."),
    other_engine: "This page and its engine are of different releases. Load the page again; if that does not help, empty \
                   the browser's cache for it.",
    silent: "A worker of the run did not answer any more.",
    broke_off: |why| format!("A worker of the run broke off{}.", in_brackets(why)),
    unfit: UNFIT,
    begun_again: |lost| format!("{lost} A new one begins its members again."),
    gone_on: |lost| format!("{lost} A new one goes on from where its members were last saved."),
    begins_on_processor: |error| format!("{error} The run begins anew, on the processor."),
    goes_on_on_processor: |error| {
        format!("{error} The run goes on on the processor, from where it was last saved.")
    },
    gpu_opened_again: |error, from_checkpoint| {
        let from = if from_checkpoint { "its last checkpoint" } else { "its start" };
        format!("{error} It was opened again, and the run goes on from {from}.")
    },
    #[cfg(feature = "run")]
    session,
    #[cfg(feature = "gpu")]
    gpu_session: |error| match error {
        GpuSessionError::Session(error) => session(error),
        GpuSessionError::Gpu(error) => error.to_string(),
        GpuSessionError::Saved => UNFIT.to_owned(),
    },
    #[cfg(feature = "gpu")]
    gpu: ToString::to_string,
};

const UNFIT: &str = "What was saved of this run does not fit it, so it cannot go on from there.";

#[cfg(feature = "run")]
fn session(error: &SessionError) -> String {
    match error {
        SessionError::NoSuchMember { got, last } => {
            format!("This run has members 0 to {last}, and member {got} was asked for.")
        }
    }
}

fn in_brackets(why: Option<&str>) -> String {
    why.map_or_else(String::new, |why| format!(" ({why})"))
}

/// "step 824 of 1,200".
fn position(step: u32, of: u32) -> String {
    format!("step {} of {}", count(step.into()), count(of.into()))
}

/// "6,100 steps/s", "0.4 steps/s".
fn pace(steps: f64) -> String {
    let digits = usize::from(steps < 10.0);
    let number = format!("{steps:.digits$}");
    format!("{} steps/s", number.parse().map_or(number, count))
}
