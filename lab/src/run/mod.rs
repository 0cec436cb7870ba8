//! What trains: an experiment's programs, sessions that carry some members of a run, and whole runs on threads.

#[cfg(feature = "gpu")]
mod gpu;
mod session;
#[cfg(not(target_arch = "wasm32"))]
mod whole;

pub use engine::exact::{Simd, SimdError};
#[cfg(feature = "gpu")]
pub use engine::gpu::{Adapter, Gpu, GpuError};
pub use engine::rng::self_check;
#[cfg(feature = "gpu")]
pub use gpu::{Clock, GpuSession, GpuSessionError, Heard, Trial, trial};
pub use session::{Session, SessionError, Tick};
#[cfg(all(feature = "gpu", not(target_arch = "wasm32")))]
pub use whole::train_on_gpu;
#[cfg(not(target_arch = "wasm32"))]
pub use whole::{Event, Outcome, RunError, digest_of, train};

/// One arm, ready to be trained.
pub struct Program {
    /// What is trained and measured.
    pub arm: engine::train::Arm,
    /// What is made of the outputs of the arm's evaluation.
    pub measure: Measure,
}

/// One value for each series of the experiment, in order, from the outputs of an evaluation.
pub type Measure = Box<dyn Fn(&[f32]) -> Vec<f32>>;

/// The steps at which an arm of `steps` steps is measured and hashed: one for each point of progress.
#[must_use]
pub fn marks(steps: u32) -> Vec<u32> {
    (0..=crate::digest::PROGRESS).map(|j| crate::digest::step_at(j, steps)).collect()
}
