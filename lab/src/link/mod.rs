//! Links: one text that names a run, how to show it and, if it was run before, what its digest was. The page takes
//! the part behind the `#`, the command line a whole address or `<experiment>?<keys>`.
//!
//! A link can be wrong, but never wrong in silence: each key that cannot be used becomes a [`Note`], one sentence
//! for a person, and the rest of the link applies. The same settings always give the same link.

mod note;
mod read;

use serde::{Deserialize, Serialize};

use crate::EXPERIMENTS;
use crate::digest::Digest;
use crate::experiment::Experiment;
use crate::keys::RunKeys;

pub use note::Note;

/// The longest link, in bytes.
pub const LONGEST: usize = 8 * 1024;

/// How many workers a link may ask for.
pub const WORKERS: std::ops::RangeInclusive<u32> = 1..=64;

/// A link that was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Link {
    /// What to run.
    pub keys: RunKeys,
    /// What to run it on.
    pub backend: Backend,
    /// How to show it.
    pub presentation: Presentation,
    /// What it gave before, if the link says so and this build can check it.
    pub certificate: Option<Certificate>,
    /// What the link asked for and did not get, in the order of the link.
    pub notes: Vec<Note>,
}

/// What a link wants its run computed by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Backend {
    /// Whatever suits the device and the link.
    #[default]
    Auto,
    /// WebAssembly SIMD or native code on the processor: the same bits on every machine.
    Exact,
    /// The graphics processor, where there is one: other sums on each, so without a digest.
    Gpu,
}

/// How a run is shown; never what it computes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Presentation {
    /// How many workers share the members; by default as many as the device has use for.
    pub workers: Option<u32>,
    /// Light or dark.
    pub theme: Theme,
    /// Whether the run starts by itself.
    pub autorun: bool,
}

/// Light or dark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Theme {
    /// As the device is set.
    #[default]
    Auto,
    /// Dark ink on light paper.
    Light,
    /// Light ink on dark paper.
    Dark,
}

/// The digest that a link promises.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Certificate {
    /// The numerics revision of the engine that computed it.
    pub bits: u32,
    /// The progress at which it was taken, of 64.
    pub at: u32,
    /// The digest.
    pub digest: Digest,
}

/// A link that cannot be used at all.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LinkError {
    /// Longer than [`LONGEST`].
    #[error("The link is {bytes} bytes long and a link may have {LONGEST}; it is left unread.")]
    TooLong {
        /// Its length.
        bytes: usize,
    },
    /// Of an experiment that this build does not have.
    #[error("There is no experiment \"{got}\"; there is {}.", experiment_ids())]
    UnknownExperiment {
        /// The name it gave.
        got: String,
    },
}

impl Link {
    /// The link that says nothing.
    #[must_use]
    pub fn defaults(experiment: &'static Experiment) -> Self {
        Self {
            keys: RunKeys::defaults(experiment),
            backend: Backend::default(),
            presentation: Presentation::default(),
            certificate: None,
            notes: Vec::new(),
        }
    }

    /// Reads the part of an address behind the `#`, with or without it, on the page of `experiment`.
    ///
    /// # Errors
    /// Only when it is too long to be read.
    pub fn from_fragment(experiment: &'static Experiment, fragment: &str) -> Result<Self, LinkError> {
        read::read(experiment, fragment.strip_prefix('#').unwrap_or(fragment))
    }

    /// Reads a whole address, `https://host/folder/<experiment>/#<keys>`, or `<experiment>?<keys>`.
    ///
    /// # Errors
    /// When it is too long to be read, or names no experiment of this build.
    pub fn parse(text: &str) -> Result<Self, LinkError> {
        if text.len() > LONGEST {
            return Err(LinkError::TooLong { bytes: text.len() });
        }
        let (place, fragment) = text.split_once('#').unwrap_or((text, ""));
        let (head, query) = place.split_once('?').unwrap_or((place, ""));
        // The query of an address is the host's business; that of a bare name is ours.
        let query = if head.contains("://") { "" } else { query };
        let both = format!("{query}&{fragment}");
        let keys = match (query, fragment) {
            ("", keys) | (keys, "") => keys,
            _ => &both,
        };
        let folder = head.strip_suffix("index.html").unwrap_or(head);
        let id = folder.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
        match EXPERIMENTS.iter().find(|experiment| experiment.id == id) {
            Some(experiment) => read::read(experiment, keys),
            None => Err(LinkError::UnknownExperiment { got: note::shorten(id) }),
        }
    }

    /// The keys of the link, to stand behind the `#`. Reading them gives the link again.
    #[must_use]
    pub fn write(&self) -> String {
        let mut text = self.keys.write();
        let mut key = |name: &str, value: &str| {
            text.push('&');
            text.push_str(name);
            text.push('=');
            text.push_str(value);
        };
        match self.backend {
            Backend::Auto => {}
            Backend::Exact => key("backend", "exact"),
            Backend::Gpu => key("backend", "gpu"),
        }
        if let Some(workers) = self.presentation.workers {
            key("workers", &workers.to_string());
        }
        match self.presentation.theme {
            Theme::Auto => {}
            Theme::Light => key("theme", "light"),
            Theme::Dark => key("theme", "dark"),
        }
        if self.presentation.autorun {
            key("autorun", "1");
        }
        if let Some(certificate) = self.certificate {
            key("bits", &certificate.bits.to_string());
            if certificate.at != crate::digest::PROGRESS {
                key("at", &certificate.at.to_string());
            }
            key("digest", &certificate.digest.to_string());
        }
        text
    }
}

fn experiment_ids() -> String {
    let ids: Vec<&str> = EXPERIMENTS.iter().map(|experiment| experiment.id).collect();
    note::listed(&ids)
}

#[cfg(test)]
mod tests;
