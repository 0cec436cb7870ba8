//! What a link asked for and did not get, one sentence each.

use crate::accepts::Accepts;
use crate::data::DataError;
use crate::words::words;

/// One sentence about one key of a link. The rest of the link applies.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("{}", (words(None).link.note)(self))]
pub enum Note {
    /// The value is not one that the key accepts.
    Value {
        /// The key.
        key: &'static str,
        /// The value it got.
        got: String,
        /// What it accepts, to stand after the word.
        accepts: Accepts,
    },
    /// Neither the grammar nor the experiment knows the key.
    Unknown {
        /// The key.
        key: String,
        /// The experiment.
        experiment: &'static str,
        /// The experiment's knobs.
        knobs: Vec<&'static str>,
    },
    /// A key without a value.
    Bare {
        /// The key.
        key: String,
    },
    /// A key or value whose percent signs do not stand for readable text.
    Unreadable {
        /// The part of the link.
        part: String,
    },
    /// A key that was there before.
    Repeated {
        /// The key.
        key: String,
    },
    /// A visitor's own data that cannot be used.
    Data {
        /// What is wrong with them.
        error: DataError,
    },
    /// Another run, to stand beside this one, that cannot be.
    Beside {
        /// What is wrong with its keys.
        note: Box<Self>,
    },
    /// A knob that is swept and has a value beside.
    Swept {
        /// The knob.
        key: &'static str,
    },
    /// More models than a run may have.
    TooManyModels {
        /// How many they are.
        asked: u32,
    },
    /// The link names no revision.
    NewestRev {
        /// The revision that runs.
        rev: u32,
    },
    /// The link is of another revision.
    OtherRev {
        /// The revision of the link.
        got: String,
        /// The revision that runs.
        runs: u32,
    },
    /// The certificate is of another engine.
    OtherBits {
        /// The numerics revision of the link.
        got: String,
        /// The numerics revision that runs.
        runs: u32,
    },
    /// Part of a certificate without the rest.
    HalfCertificate {
        /// The key that is there.
        given: &'static str,
        /// The key that is not.
        missing: &'static str,
    },
    /// A certificate on a link that asks for the GPU.
    GpuHasNoDigest,
    /// A run key of a certified link was not applied, so that the digest is that of another run.
    OtherRun,
}

impl Note {
    /// Whether something that the link asked for was left out, so that another run could be meant than the one it
    /// now names.
    #[must_use]
    pub fn changes_the_run(&self) -> bool {
        match self {
            Self::Value { .. }
            | Self::Unknown { .. }
            | Self::Bare { .. }
            | Self::Unreadable { .. }
            | Self::Repeated { .. }
            | Self::Data { .. }
            | Self::TooManyModels { .. }
            | Self::OtherRev { .. }
            | Self::OtherRun => true,
            Self::NewestRev { .. }
            | Self::Swept { .. }
            | Self::OtherBits { .. }
            | Self::Beside { .. }
            | Self::HalfCertificate { .. }
            | Self::GpuHasNoDigest => false,
        }
    }
}
