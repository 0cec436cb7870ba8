//! The record of a run, a file `*.gedanken.json`: its keys, its series, its verdicts and, of a whole run on the exact
//! backend, its digest with all values on the way there. It is for showing a run again without training it, and for
//! checking it on another machine. It is not a checkpoint: samples and weights are not in it.

mod error;
mod file;
mod nearly;
mod read;

use serde::{Deserialize, Serialize};

use crate::EXPERIMENTS;
use crate::claim::{Evidence, Outcome, Verdict, judge};
use crate::digest::{BITS, Comparison, Digest, NoDigest, PROGRESS, combined, digest};
use crate::experiment::Experiment;
use crate::keys::RunKeys;
use crate::recording::Recording;
use crate::words::words;

pub use error::{Contradiction, Counted, RecordError};
pub use nearly::{Difference, Nearly, Stop, Verdicts};

/// The format of the file. It rises when older builds can no longer read it.
pub const FORMAT: u32 = 1;

/// The largest record, in bytes: several times what the largest run needs.
pub const LARGEST: usize = 32 << 20;

/// How the name of a record ends.
pub const ENDING: &str = ".gedanken.json";

/// A run, as its record tells of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// The release that computed it.
    pub release: String,
    /// Its keys, with the revision that it was computed by, which need not be the one that this build runs.
    pub keys: RunKeys,
    /// The numerics revision of the engine that computed it.
    pub bits: u32,
    /// What computed it.
    pub computed_by: ComputedBy,
    /// The name of the graphics adapter, if one took part.
    pub adapter: Option<String>,
    /// What came of the claims whose protocols it satisfies.
    pub verdicts: Vec<Given>,
    /// What somebody predicted before it, if they did. It says nothing about the run, and is not compared.
    pub predictions: Vec<Foretold>,
    /// What other machines compare; of a whole run on the exact backend.
    pub hashes: Option<Hashes>,
    recording: Recording,
}

/// What computed a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ComputedBy {
    /// The processor, with every sum in a fixed order.
    Exact,
    /// The graphics processor.
    Gpu,
    /// First one and then the other.
    Mixed,
}

/// What came of a claim in the run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Given {
    /// The claim.
    pub id: String,
    /// What was known of it.
    pub verdict: Verdict,
    /// The number that was measured.
    pub value: Option<f64>,
    /// Each member's part, where members decide one by one.
    pub members: Vec<Outcome>,
}

/// What somebody said before the run, and what came of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Foretold {
    /// The prediction's name.
    pub key: String,
    /// What was asked.
    pub question: String,
    /// What was said: an answer, or the values of a drawn curve, evenly spaced from the first step to the last.
    pub said: String,
    /// What came of it, in a sentence.
    pub outcome: String,
}

/// The digest of a run and every value on the way there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hashes {
    /// The digest.
    pub digest: Digest,
    /// One value for all models together at each of the 65 points of progress.
    pub chain: Vec<Digest>,
}

/// Why a record cannot be compared bit for bit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{}", (words(None).records.doubt)(*self))]
pub enum Doubt {
    /// Of another revision of the experiment.
    OtherRev {
        /// The record's revision.
        got: u32,
        /// The revision that this build runs.
        runs: u32,
    },
    /// Of a run that somebody ended early.
    Incomplete,
    /// Of another engine.
    OtherBits {
        /// The record's numerics revision.
        got: u32,
    },
    /// A GPU took part. What it computed can be compared, but not bit for bit.
    NotExact,
}

impl ComputedBy {
    /// Its name in exports.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Gpu => "gpu",
            Self::Mixed => "mixed",
        }
    }
}

impl Hashes {
    /// Digest and values of a whole run on the exact backend.
    ///
    /// # Errors
    /// When some model has no exact hash at some point of progress.
    pub fn of(keys: &RunKeys, recording: &Recording) -> Result<Self, NoDigest> {
        let chain = (0..=PROGRESS).map(|j| combined(recording, j)).collect::<Result<_, _>>()?;
        Ok(Self { digest: digest(keys, recording, PROGRESS)?, chain })
    }

    /// What comes of comparing these with those of the run computed again.
    #[must_use]
    pub fn compare(&self, again: &Self) -> Comparison {
        let fits: Vec<bool> =
            self.chain.iter().zip(&again.chain).map(|(ours, theirs)| ours == theirs).collect();
        let progress = |at: usize| u32::try_from(at).unwrap_or(PROGRESS);
        Comparison::of(&fits, self.digest == again.digest, progress)
    }
}

impl Record {
    /// The record of a run of this build.
    #[must_use]
    pub fn of(
        keys: &RunKeys,
        recording: &Recording,
        computed_by: ComputedBy,
        adapter: Option<String>,
    ) -> Self {
        let hashes = (computed_by == ComputedBy::Exact).then(|| Hashes::of(keys, recording).ok()).flatten();
        Self {
            release: env!("CARGO_PKG_VERSION").to_owned(),
            keys: keys.clone(),
            bits: BITS,
            computed_by,
            adapter,
            verdicts: verdicts(keys, recording),
            predictions: Vec::new(),
            hashes,
            recording: recording.bare(),
        }
    }

    /// Reads a record.
    ///
    /// # Errors
    /// One sentence for a person on what is wrong with it.
    pub fn read(text: &str) -> Result<Self, RecordError> {
        read::read(text, EXPERIMENTS)
    }

    /// The same where only some experiments are at hand.
    ///
    /// # Errors
    /// As [`Record::read`].
    pub fn read_among(text: &str, known: &[&'static Experiment]) -> Result<Self, RecordError> {
        read::read(text, known)
    }

    /// The name that a record gives of its experiment.
    ///
    /// # Errors
    /// Where it is no record.
    pub fn names(text: &str) -> Result<String, RecordError> {
        read::names(text)
    }

    /// The record as [`Record::read`] reads it; the same record always gives the same text.
    #[must_use]
    pub fn to_json(&self) -> String {
        file::write(self)
    }

    /// What the run measured: its points without samples and without hashes.
    #[must_use]
    pub fn recording(&self) -> &Recording {
        &self.recording
    }

    /// A name for the file. Different runs have different ones.
    #[must_use]
    pub fn file_name(&self) -> String {
        let whole = self.hashes.as_ref().map_or_else(
            || blake3::hash(self.to_json().as_bytes()).to_hex().to_string(),
            |hashes| hashes.digest.to_string(),
        );
        let short = whole.get(..8).unwrap_or_default();
        format!("{}-{short}{ENDING}", self.keys.experiment.id)
    }

    /// Whether every model got to its end, or ended early by itself.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.recording.is_complete()
    }

    /// Why the record cannot be compared bit for bit, if so.
    #[must_use]
    pub fn doubt(&self) -> Option<Doubt> {
        let runs = self.keys.experiment.rev;
        match self.computed_by {
            _ if self.keys.rev != runs => Some(Doubt::OtherRev { got: self.keys.rev, runs }),
            _ if !self.is_complete() => Some(Doubt::Incomplete),
            ComputedBy::Gpu | ComputedBy::Mixed => Some(Doubt::NotExact),
            ComputedBy::Exact if self.bits != BITS => Some(Doubt::OtherBits { got: self.bits }),
            ComputedBy::Exact => None,
        }
    }
}

/// What has come of every claim whose protocol the run satisfies.
fn verdicts(keys: &RunKeys, recording: &Recording) -> Vec<Given> {
    let runs = Evidence::of(keys, recording);
    let given = |claim: &crate::claim::Claim| {
        let judgement = judge(keys.experiment, claim, &runs)?;
        let (verdict, value) = (judgement.verdict, judgement.value.filter(|value| value.is_finite()));
        Some(Given { id: claim.id.to_owned(), verdict, value, members: judgement.members })
    };
    keys.experiment.claims.iter().filter_map(given).collect()
}

#[cfg(test)]
mod tests;
