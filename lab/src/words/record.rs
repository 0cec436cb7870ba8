//! Digests and records.

use crate::digest::{Comparison, NoDigest};
use crate::record::{Doubt, RecordError};

/// Digests and records.
#[derive(Debug, Clone, Copy)]
pub struct Digest {
    /// The heading over the digest of a finished run.
    pub title: &'static str,
    /// What the digest of a finished run means, in a sentence or two; given what came of comparing it with that of the
    /// link, where the link has one.
    pub means: fn(Option<Comparison>) -> String,
    /// What came of comparing two runs, in a word or a few, to stand within a sentence too.
    pub comparison: fn(Comparison) -> String,
    /// Why a run has no digest, though it should have one.
    pub lacking: fn(NoDigest) -> String,
    /// The heading where the run that has ended has none.
    pub none: &'static str,
    /// Why: the GPU computed the run.
    pub none_of_gpu: &'static str,
    /// Why: the GPU computed some of it.
    pub none_of_mixed: &'static str,
    /// Runs the same settings again, for a digest.
    pub certify: &'static str,
    /// The heading where the link comes with a digest and the run has not ended.
    pub promised: &'static str,
    /// What such a digest is.
    pub promised_says: &'static str,
    /// Runs a link with a digest again.
    pub verify: &'static str,
}

/// Records.
#[derive(Debug, Clone, Copy)]
pub struct Records {
    /// The heading of what is about records.
    pub title: &'static str,
    /// What a record is.
    pub says: &'static str,
    /// A file that is no text.
    pub unreadable: &'static str,
    /// What is wrong with a file that should be a record, in one sentence.
    pub unread: fn(&RecordError) -> String,
    /// A record of another experiment, by the question that it asks.
    pub elsewhere: fn(question: &str) -> String,
    /// Saves the record.
    pub save: &'static str,
    /// What else of the run can be saved.
    pub more: &'static str,
    /// Saves every measurement as CSV.
    pub csv: &'static str,
    /// Saves them as JSON.
    pub json: &'static str,
    /// Saves the weights as safetensors.
    pub weights: &'static str,
    /// Beside saved weights: how many of all models they leave out.
    pub without: fn(without: usize, all: usize) -> String,
    /// Saves the run as a script for PyTorch.
    pub script: &'static str,
    /// Saves BibTeX.
    pub citation: &'static str,
    /// What the command below it does.
    pub repeats: &'static str,
    /// Opens a record.
    pub open: &'static str,
    /// The heading over a record that was opened.
    pub opened: &'static str,
    /// What an opened record is, by what computed it.
    pub opened_says: fn(backend: &str) -> String,
    /// Why an opened record cannot be compared bit for bit, in one sentence.
    pub doubt: fn(Doubt) -> String,
    /// Puts it away.
    pub close: &'static str,
}

/// Runs that this device remembers.
#[derive(Debug, Clone, Copy)]
pub struct Runs {
    /// The heading.
    pub title: &'static str,
    /// What they are, and where they are kept.
    pub says: &'static str,
    /// There are none yet.
    pub none: &'static str,
    /// The browser keeps nothing here.
    pub refused: &'static str,
    /// A run with all settings at their defaults.
    pub defaults: &'static str,
    /// A run that was not finished, at this progress of 64.
    pub unfinished: fn(j: u32) -> String,
    /// Shows it.
    pub open: &'static str,
    /// Shows its curves beside those of the run that is shown.
    pub compare: &'static str,
    /// Goes on with a run that was not finished.
    pub go_on: &'static str,
    /// Forgets it.
    pub forget: &'static str,
    /// The name of a button, by what it does and the run that it does it to.
    pub of_run: fn(action: &str, run: &str) -> String,
    /// Forgets all, of every experiment.
    pub forget_all: &'static str,
    /// A run that another release has kept.
    pub other_release: &'static str,
    /// An unfinished run with the settings of the page, at this progress of 64.
    pub can_go_on: fn(j: u32) -> String,
}

/// A run on the processor, compared with the record of one on a GPU. Of two things, the first is the record's.
#[derive(Debug, Clone, Copy)]
pub struct Nearly {
    /// What such a comparison can say.
    pub says: &'static str,
    /// What came of it.
    pub agrees: &'static str,
    /// What came of it.
    pub differs: &'static str,
    /// What came of a claim.
    pub verdict: fn(id: &str, is_gate: bool, verdicts: [&str; 2]) -> String,
    /// Where a model ended; `None` for the run's own end.
    pub stop: fn(arm: &str, model: u32, steps: [Option<u32>; 2]) -> String,
    /// The name of the table of differences.
    pub differences: &'static str,
    /// Its columns: arm, series, model, the two values, and how far they are apart.
    pub columns: [&'static str; 6],
}
