//! The GPU executor: the schedule that [`crate::lower`] writes for it, as WGSL, replayed for all members at once.
//!
//! ```text
//! Schedule ─▶ wgsl, program: shaders and dispatches, plain data ─▶ device: pipelines, buffers ─▶ trainer: replay
//! ```
//!
//! Only `device` and what lies beside it know wgpu, behind the feature `gpu`: natively it speaks Vulkan, in browsers
//! WebGPU. What is computed agrees with the exact executor kernel by kernel within a tolerance ([`crate::parity`]
//! says which), and repeats itself bit for bit on one device; across devices it is not the same bits.

#[cfg(feature = "gpu")]
mod device;
#[cfg(feature = "gpu")]
pub mod once;
pub mod program;
#[cfg(feature = "gpu")]
mod replay;
#[cfg(feature = "gpu")]
mod trainer;
pub mod wgsl;

#[cfg(feature = "gpu")]
pub use device::{Adapter, Gpu, GpuError};
#[cfg(feature = "gpu")]
pub use trainer::{GpuTrainer, Happened, LONGEST};
