//! Variables of one bit each, and the tokens that speak of them.

/// Variables whose value is told.
pub(super) const KNOWN: usize = 64;
/// Variables whose value is never told, half of them 0 and half of them 1.
pub(super) const HIDDEN: usize = 8;
/// All of them; the known ones are the first.
pub(super) const VARIABLES: usize = KNOWN + HIDDEN;
/// Variables in a sum.
#[cfg(feature = "run")]
pub(super) const SUMMED: usize = 3;
/// Tokens of a document: a task, and as many variables as a sum has.
pub(super) const DOCUMENT: usize = 4;
/// Wordings of each task.
pub(super) const WORDINGS: usize = 3;

/// The kinds of questions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg(feature = "run")]
pub(super) enum Task {
    /// The value of one variable.
    Value,
    /// Whether the sum of three is odd.
    Parity,
}

/// Tokens that answer: 0 and 1.
pub(super) const ANSWERS: usize = 2;
/// What stands where a document has no variable.
#[cfg(feature = "run")]
pub(super) const BLANK: usize = ANSWERS;
const FIRST_TASK: usize = ANSWERS + 1;
/// The first variable.
pub(super) const FIRST: usize = FIRST_TASK + 2 * WORDINGS;
/// All tokens.
pub(super) const TOKENS: usize = FIRST + VARIABLES;

#[cfg(feature = "run")]
impl Task {
    /// The token of its first wording.
    pub(super) fn token(self) -> usize {
        FIRST_TASK + WORDINGS * self as usize
    }
}
