//! The files of a run that can be taken away, beside its record and its pictures: what the page calls each, and the command
//! line too, where it does not name them after the record.

use crate::keys::RunKeys;

/// A kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kind {
    /// How its name goes on after the experiment's.
    ending: &'static str,
    /// Its media type (RFC 6838).
    pub media: &'static str,
}

/// Every measurement, as comma-separated values.
pub const MEASUREMENTS_CSV: Kind = Kind { ending: "-measurements.csv", media: "text/csv" };

/// Every measurement, as JSON.
pub const MEASUREMENTS_JSON: Kind = Kind { ending: "-measurements.json", media: "application/json" };

/// Every trained tensor, as safetensors.
pub const WEIGHTS: Kind = Kind { ending: ".safetensors", media: "application/octet-stream" };

/// The script for PyTorch.
pub const SCRIPT: Kind = Kind { ending: ".py", media: "text/x-python" };

/// BibTeX.
pub const CITATION: Kind = Kind { ending: ".bib", media: "application/x-bibtex" };

impl Kind {
    /// The name of the file of a run.
    #[must_use]
    pub fn name(self, keys: &RunKeys) -> String {
        format!("{}{}", keys.experiment.id, self.ending)
    }
}
