//! What can be wrong with a record, one sentence each.

use super::{FORMAT, LARGEST};
use crate::link::{LinkError, Note};

/// A text that is no record which this build can show.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RecordError {
    /// Larger than [`LARGEST`].
    #[error("The record has {bytes} bytes and may have {LARGEST} at most; it is left unread.")]
    TooLarge {
        /// Its length.
        bytes: usize,
    },
    /// It ends too early.
    #[error(
        "The record is cut short: it ends in the middle of line {line}, at column {column}. Fetch it again."
    )]
    CutShort {
        /// The line where it ends.
        line: usize,
        /// The column.
        column: usize,
    },
    /// No JSON at all.
    #[error("This is no record of a run: at line {line}, column {column} it is not JSON.")]
    NotJson {
        /// The line of the first wrong letter.
        line: usize,
        /// Its column.
        column: usize,
    },
    /// JSON of another kind.
    #[error(
        "This is no record of a run: before line {line}, column {column} something is missing or of another kind."
    )]
    NotARecord {
        /// The line.
        line: usize,
        /// The column.
        column: usize,
    },
    /// Written by a newer build.
    #[error("The record is of format {got} and this build reads {FORMAT}: open it with a newer release.")]
    NewerFormat {
        /// Its format.
        got: u64,
    },
    /// Of an experiment that this build does not have.
    #[error("The record is of an experiment \"{got}\", which this build does not have.")]
    UnknownExperiment {
        /// The name it gives.
        got: String,
    },
    /// Its keys cannot be read.
    #[error("The record's keys cannot be read: {0}")]
    Unreadable(#[from] LinkError),
    /// Its keys ask for something that the experiment does not have.
    #[error("The record's keys do not all apply, so it cannot be shown: {}", sentences(.notes))]
    Keys {
        /// What does not apply.
        notes: Vec<Note>,
    },
    /// Too many or too few of something.
    #[error("The record is damaged: it has {got} {what}, where {expects} belong.")]
    Count {
        /// What is counted, in the plural.
        what: &'static str,
        /// How many there are.
        got: usize,
        /// How many there should be.
        expects: usize,
    },
    /// Parts of it that cannot both be right.
    #[error("The record is damaged: {0}.")]
    Contradiction(Contradiction),
    /// A digest, or a value on the way there, that is none.
    #[error("The record's digest or a value on the way there is damaged: each is 32 hexadecimal digits.")]
    Digest,
}

/// What parts of a record cannot both be right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Contradiction {
    /// The revision stands in the keys too.
    #[error("its keys are of another revision than the rest of it")]
    Rev,
    /// The arms are not those of the keys.
    #[error("arm {number} is another one than its keys have there, or has another number of steps")]
    Arm {
        /// The arm's number, from 1.
        number: usize,
    },
    /// A measurement where there is none.
    #[error(
        "a measurement of arm {number} is at a step or point of progress where none is made, or is there twice"
    )]
    Point {
        /// The arm's number, from 1.
        number: usize,
    },
    /// A model that went on after its end.
    #[error("a model of arm {number} ended later than its arm, or was measured after its end")]
    Stop {
        /// The arm's number, from 1.
        number: usize,
    },
    /// A digest where there can be none, or none where there must be one.
    #[error("a digest belongs to every whole run on the exact backend and to no other")]
    Digest,
}

fn sentences(notes: &[Note]) -> String {
    notes.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}
