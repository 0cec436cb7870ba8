//! What a link asked for and did not get, one sentence each.

use crate::data::DataError;
use crate::keys::MODELS;
use crate::text::listed;

/// One sentence about one key of a link. The rest of the link applies.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Note {
    /// The value is not one that the key accepts.
    #[error("\"{key}\" got \"{got}\" and accepts {accepts}; it is left out.")]
    Value {
        /// The key.
        key: &'static str,
        /// The value it got.
        got: String,
        /// What it accepts, to stand after the word.
        accepts: String,
    },
    /// Neither the grammar nor the experiment knows the key.
    #[error("\"{key}\" is not a setting of {experiment}, whose knobs are {}.", listed(knobs))]
    Unknown {
        /// The key.
        key: String,
        /// The experiment.
        experiment: &'static str,
        /// The experiment's knobs.
        knobs: Vec<&'static str>,
    },
    /// A key without a value.
    #[error("\"{key}\" has no value; a setting is written key=value.")]
    Bare {
        /// The key.
        key: String,
    },
    /// A key or value whose percent signs do not stand for readable text.
    #[error("\"{part}\" is not readable: what its percent signs stand for is no text.")]
    Unreadable {
        /// The part of the link.
        part: String,
    },
    /// A key that was there before.
    #[error("\"{key}\" is there more than once; the first one counts.")]
    Repeated {
        /// The key.
        key: String,
    },
    /// A visitor's own data that cannot be used.
    #[error("\"data\" cannot be used: {error}; it is left out.")]
    Data {
        /// What is wrong with them.
        error: DataError,
    },
    /// A knob that is swept and has a value beside.
    #[error("\"{key}\" is swept, so its own value says nothing; it is left out.")]
    Swept {
        /// The knob.
        key: &'static str,
    },
    /// More models than a run may have.
    #[error(
        "\"sweep\" and \"members\" ask for {asked} models of each kind and a run has {MODELS} at most; the sweep is left out."
    )]
    TooManyModels {
        /// How many they are.
        asked: u32,
    },
    /// The link names no revision.
    #[error("The link names no \"rev\", so this is the newest revision of the experiment, {rev}.")]
    NewestRev {
        /// The revision that runs.
        rev: u32,
    },
    /// The link is of another revision.
    #[error("\"rev\" got \"{got}\" and this build accepts {runs}; the run may differ from what was shared.")]
    OtherRev {
        /// The revision of the link.
        got: String,
        /// The revision that runs.
        runs: u32,
    },
    /// The certificate is of another engine.
    #[error("\"bits\" got \"{got}\" and this build accepts {runs}; the link's digest is not checked.")]
    OtherBits {
        /// The numerics revision of the link.
        got: String,
        /// The numerics revision that runs.
        runs: u32,
    },
    /// Part of a certificate without the rest.
    #[error("\"{given}\" says something only together with \"{missing}\"; no digest is checked.")]
    HalfCertificate {
        /// The key that is there.
        given: &'static str,
        /// The key that is not.
        missing: &'static str,
    },
    /// A certificate on a link that asks for the GPU.
    #[error(
        "\"backend\" got \"gpu\", and a GPU run has no digest to compare; the link's digest is not checked."
    )]
    GpuHasNoDigest,
    /// A run key of a certified link was not applied, so that the digest is that of another run.
    #[error("The link's \"digest\" is that of its own settings, which do not all apply; it is not checked.")]
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
            | Self::HalfCertificate { .. }
            | Self::GpuHasNoDigest => false,
        }
    }
}

/// A text from a link, short enough for a sentence.
pub(super) fn shorten(text: &str) -> String {
    const LONGEST: usize = 40;
    let steers = |letter| matches!(letter, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let visible = |letter: char| if letter.is_control() || steers(letter) { '\u{fffd}' } else { letter };
    let mut short: String = text.chars().take(LONGEST).map(visible).collect();
    if text.chars().nth(LONGEST).is_some() {
        short.push('…');
    }
    // Whatever runs from right to left stays within its quotes.
    if short.is_ascii() { short } else { format!("\u{2068}{short}\u{2069}") }
}
