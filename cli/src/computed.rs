//! What computes a run, and what it says of it beyond the measurements.

use std::ops::ControlFlow;
use std::rc::Rc;

use clap::ValueEnum;
use lab::digest::{Certificate, PROGRESS};
use lab::keys::RunKeys;
use lab::link::{self, Link};
use lab::record::{ComputedBy, Record};
use lab::recording::Recording;
use lab::run::{Event, Gpu, GpuSessionError, RunError, Simd, train, train_on_gpu};
use serde_json::json;

/// What computes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Backend {
    /// The exact backend.
    Auto,
    /// The processor, bit for bit the same everywhere.
    Exact,
    /// The fastest graphics adapter, through Vulkan.
    Gpu,
}

/// What computed a run, and what came of it beyond the measurements.
pub(crate) enum Computed {
    Exactly { certificate: Certificate, simd: Simd, workers: u32 },
    OnGpu { adapter: String },
}

impl Backend {
    /// What was asked for, else what the link says; `auto` is exact here.
    pub(crate) fn of(asked: Option<Self>, link: &Link) -> Self {
        match (asked, link.backend) {
            (Some(Self::Gpu), _) | (None, link::Backend::Gpu) => Self::Gpu,
            (Some(Self::Auto | Self::Exact), _) | (None, link::Backend::Auto | link::Backend::Exact) => {
                Self::Exact
            }
        }
    }
}

/// Trains a run on the exact backend, on so many threads.
pub(crate) fn exactly(
    keys: &RunKeys,
    simd: Simd,
    workers: u32,
    watch: impl FnMut(&Event) -> ControlFlow<()>,
) -> Result<(Recording, Computed), RunError> {
    let recording = train(keys, simd, workers, watch)?.recording;
    let certificate = Certificate::of(keys, &recording, PROGRESS)?;
    Ok((recording, Computed::Exactly { certificate, simd, workers }))
}

/// The fastest graphics adapter.
pub(crate) fn open_gpu() -> Result<Rc<Gpu>, RunError> {
    Ok(Rc::new(pollster::block_on(Gpu::open()).map_err(GpuSessionError::from)?))
}

/// Trains a run on a graphics adapter.
pub(crate) fn on_gpu(
    gpu: &Rc<Gpu>,
    keys: &RunKeys,
    watch: impl FnMut(&Event) -> ControlFlow<()>,
) -> Result<(Recording, Computed), RunError> {
    let recording = pollster::block_on(train_on_gpu(gpu, keys, watch))?;
    Ok((recording, Computed::OnGpu { adapter: gpu.adapter().name.clone() }))
}

impl Computed {
    /// The link of the run as it was computed, with its digest and proof where it has them.
    pub(crate) fn link(&self, asked: &Link) -> String {
        let mut own = asked.clone();
        match self {
            Self::Exactly { certificate, .. } => {
                own.certificate = Some(*certificate);
                // A link that asks for the GPU promises no digest.
                own.backend =
                    if own.backend == link::Backend::Gpu { link::Backend::Exact } else { own.backend };
            }
            Self::OnGpu { .. } => {
                own.certificate = None;
                own.backend = link::Backend::Gpu;
            }
        }
        format!("{}#{}", own.keys.experiment.id, own.write())
    }

    /// The record of the run.
    pub(crate) fn record(&self, keys: &RunKeys, recording: &Recording) -> Record {
        match self {
            Self::Exactly { .. } => Record::of(keys, recording, ComputedBy::Exact, None),
            Self::OnGpu { adapter } => Record::of(keys, recording, ComputedBy::Gpu, Some(adapter.clone())),
        }
    }

    /// The last line of JSON.
    pub(crate) fn json(&self, link: &str, record: Option<&str>) -> serde_json::Value {
        let (backend, adapter, digest) = match self {
            Self::Exactly { certificate, .. } => ("exact", None, Some(certificate.digest.to_string())),
            Self::OnGpu { adapter } => ("gpu", Some(adapter), None),
        };
        json!({ "type": "finished", "backend": backend, "adapter": adapter, "digest": digest, "link": link, "record": record })
    }
}
