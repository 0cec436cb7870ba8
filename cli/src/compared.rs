//! What came of comparing a run with what was promised of it, in a sentence and an exit status.

use std::process::ExitCode;

use lab::digest::{Comparison, Digest};
use serde_json::{Value, json};

/// The outcome of a comparison with a link or a record.
pub(crate) struct Compared {
    pub(crate) comparison: Comparison,
    /// The digest that was promised.
    pub(crate) promised: Digest,
    /// Who promised: "link" or "record".
    pub(crate) by: &'static str,
}

impl Compared {
    /// The outcome for a person.
    pub(crate) fn sentence(&self) -> String {
        let Self { comparison, promised, by } = self;
        match comparison {
            Comparison::Same => format!("The same as its {by}, bit for bit."),
            Comparison::Differs => format!("The run differs from its {by}, whose digest is {promised}."),
            Comparison::Departs { by: 0, .. } => {
                format!("The run differs from its {by} from the start, before anything was trained.")
            }
            Comparison::Departs { .. } => format!("The run {comparison} from its {by}."),
            Comparison::Inconsistent => {
                format!(
                    "The {by} is inconsistent: its digest and the values on the way to it are not of one run."
                )
            }
        }
    }

    /// The outcome for a program.
    pub(crate) fn json(&self) -> Value {
        let between = match self.comparison {
            Comparison::Departs { after, by } => Some([after, by]),
            Comparison::Same | Comparison::Differs | Comparison::Inconsistent => None,
        };
        let result = match self.comparison {
            Comparison::Same => "same",
            Comparison::Differs => "differs",
            Comparison::Departs { .. } => "departs",
            Comparison::Inconsistent => "inconsistent",
        };
        json!({ "type": "compared", "with": self.by, "result": result, "between": between, "sentence": self.sentence() })
    }

    /// Only the same is good.
    pub(crate) fn status(&self) -> ExitCode {
        if self.comparison == Comparison::Same { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }
}
