//! What can be wrong with a record, one sentence each.

use crate::link::{LinkError, Note};
use crate::words::words;

/// A text that is no record which this build can show.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("{}", (words(None).records.unread)(self))]
pub enum RecordError {
    /// Larger than [`LARGEST`](super::LARGEST).
    TooLarge {
        /// Its length.
        bytes: usize,
    },
    /// It ends too early.
    CutShort {
        /// The line where it ends.
        line: usize,
        /// The column.
        column: usize,
    },
    /// No JSON at all.
    NotJson {
        /// The line of the first wrong letter.
        line: usize,
        /// Its column.
        column: usize,
    },
    /// JSON of another kind.
    NotARecord {
        /// The line.
        line: usize,
        /// The column.
        column: usize,
    },
    /// Written by a newer build.
    NewerFormat {
        /// Its format.
        got: u64,
    },
    /// Of an experiment that this build does not have.
    UnknownExperiment {
        /// The name it gives.
        got: String,
    },
    /// Its keys cannot be read.
    Unreadable(#[from] LinkError),
    /// Its keys ask for something that the experiment does not have.
    Keys {
        /// What does not apply.
        notes: Vec<Note>,
    },
    /// Too many or too few of something.
    Count {
        /// What is counted.
        what: Counted,
        /// How many there are.
        got: usize,
        /// How many there should be.
        expects: usize,
    },
    /// Parts of it that cannot both be right.
    Contradiction(Contradiction),
    /// A digest, or a value on the way there, that is none.
    Digest,
}

/// What there can be too many or too few of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counted {
    /// The arms of a run.
    Arms,
    /// The models of an arm.
    Models,
    /// The steps at which a model was measured.
    Steps,
    /// The values of one series of a model.
    Values,
    /// The values on the way to the digest.
    Chain,
}

/// What parts of a record cannot both be right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Contradiction {
    /// The revision stands in the keys too.
    Rev,
    /// The arms are not those of the keys.
    Arm {
        /// The arm's number, from 1.
        number: usize,
    },
    /// A measurement where there is none.
    Point {
        /// The arm's number, from 1.
        number: usize,
    },
    /// A model that went on after its end.
    Stop {
        /// The arm's number, from 1.
        number: usize,
    },
    /// A digest where there can be none, or none where there must be one.
    Digest,
}
