//! What trains: an experiment's programs, sessions that carry some members of a run, and whole runs on threads.

#[cfg(feature = "gpu")]
mod gpu;
mod probe;
mod session;
mod weights;
#[cfg(not(target_arch = "wasm32"))]
mod whole;

pub use engine::exact::{Simd, SimdError};
#[cfg(feature = "gpu")]
pub use engine::gpu::{Adapter, Gpu, GpuError};
pub use engine::rng::self_check;
#[cfg(feature = "gpu")]
pub use gpu::{Clock, GpuSession, GpuSessionError, Heard, Trial, trial};
pub use probe::answers;
pub use session::{Session, SessionError, Tick};
pub use weights::{Tensor, safetensors, weights};
#[cfg(all(feature = "gpu", not(target_arch = "wasm32")))]
pub use whole::train_on_gpu;
#[cfg(not(target_arch = "wasm32"))]
pub use whole::{Event, Outcome, RunError, digest_of, train};

use engine::feed::Keys;
use engine::layout::Layout;
use engine::train::{Arm, Initial, Segment};

use crate::keys::RunKeys;
use crate::recording::keeps_samples;

/// One arm, ready to be trained.
pub struct Program {
    /// What is trained and measured.
    pub arm: Arm,
    /// What is made of the outputs of the arm's evaluation.
    pub measure: Measure,
}

/// What is made of the outputs of an evaluation.
pub type Measure = Box<dyn Fn(&[f32]) -> Measured>;

/// What one evaluation says.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Measured {
    /// One value for each series of the experiment, in order.
    pub values: Vec<f32>,
    /// Every sample of the experiment, one after the other.
    pub samples: Vec<f32>,
}

/// What an evaluation at progress `j` says, without samples that are too large to be kept there.
fn measured(measure: &Measure, outputs: &[f32], j: u32) -> Measured {
    let mut measured = measure(outputs);
    if !keeps_samples(measured.samples.len(), j) {
        measured.samples = Vec::new();
    }
    measured
}

/// An arm of a run, with all that its sweep makes different from member to member.
///
/// What a value knob changes reaches the program as data, so that the members of a sweep share one program and differ
/// in their first states alone; the test of the registry holds every experiment to that.
#[must_use]
pub fn program(keys: &RunKeys, arm: usize) -> Program {
    let at = |cell| (keys.experiment.program)(&keys.sweep.knobs(&keys.knobs, cell), arm);
    let mut program = at(0);
    if !keys.sweep.is_empty() {
        let initials: Vec<_> = (0..keys.sweep.cells()).map(|cell| at(cell).arm.initial).collect();
        let members = keys.members;
        program.arm.initial =
            Box::new(move |model, key| initials[(model / members) as usize](model % members, key));
        program.arm.replicates = members;
    }
    program
}

/// An arm of one stretch that makes its own data, measured at every point of progress: what most experiments are.
#[must_use]
pub fn plain(
    layout: Layout,
    keys: Keys,
    initial: Initial,
    steps: u32,
    [train, evaluate]: [engine::train::Program; 2],
) -> Arm {
    let segments = vec![Segment { steps, train, evaluate, feed: None }];
    Arm { layout, keys, initial, segments, marks: marks(steps), replicates: Arm::ALONE }
}

/// The steps at which an arm of `steps` steps is measured and hashed: one for each point of progress.
#[must_use]
pub fn marks(steps: u32) -> Vec<u32> {
    (0..=crate::digest::PROGRESS).map(|j| crate::digest::step_at(j, steps)).collect()
}
