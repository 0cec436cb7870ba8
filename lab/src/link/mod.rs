//! Links: one text that names a run, how to show it and, if it was run before, what its digest was. The page takes
//! the part behind the `#`, the command line a whole address or `<experiment>?<keys>`.
//!
//! A link can be wrong, but never wrong in silence: each key that cannot be used becomes a [`Note`], one sentence
//! for a person, and the rest of the link applies. The same settings always give the same link.

mod note;
mod read;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::{Deserialize, Serialize};

use crate::EXPERIMENTS;
pub use crate::digest::Certificate;
use crate::experiment::Experiment;
use crate::keys::RunKeys;
use crate::releases::Wanted;
use crate::text::shorten;
use crate::words::words;

pub use note::Note;

/// The longest link, in bytes.
pub const LONGEST: usize = 8 * 1024;

/// How many workers a link may ask for.
pub const WORKERS: std::ops::RangeInclusive<u32> = 1..=64;

/// How many points of progress a run that is slowed down may pass in a second.
pub const SPEEDS: std::ops::RangeInclusive<u32> = 1..=16;

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
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Presentation {
    /// How many workers share the members; by default as many as the device has use for.
    pub workers: Option<u32>,
    /// Light or dark.
    pub theme: Theme,
    /// Whether the run starts by itself.
    pub autorun: bool,
    /// How many points of progress a run may pass in a second; `None` for as many as the device can.
    pub speed: Option<u32>,
    /// Whether the page is reduced to what an embedding page asks for.
    pub embed: bool,
    /// The parts of the page that are shown, by their names; `None` for all.
    pub show: Option<Vec<String>>,
    /// Parts of the page that are not shown.
    pub hide: Vec<String>,
    /// The controls that are shown, by the keys of their settings; `None` for all.
    pub controls: Option<Vec<String>>,
    /// The progress that is looked at, of 64.
    pub view: Option<u32>,
    /// The language of the interface.
    pub locale: Option<&'static str>,
    /// The origin of the page that this one is embedded in, to which its messages go.
    pub parent: Option<String>,
    /// The claim whose protocol is to be run.
    pub claim: Option<&'static str>,
    /// Another run of the same experiment, whose curves are drawn beside those of this one.
    pub beside: Option<RunKeys>,
}

/// Parts of a page that every experiment has, as `show` and `hide` name them beside panels, probes and exhibits.
pub const PARTS: [&str; 7] = ["story", "predict", "claims", "digest", "runs", "lesson", "sweep"];

/// Controls that every experiment has, as `controls` names them beside knobs.
pub const CONTROLS: [&str; 8] = ["run", "step", "reset", "share", "speed", "members", "seed", "data"];

/// The names of what a page may show of a run, as `show` and `hide` take them: [`PARTS`], panels, probes and exhibits.
#[must_use]
pub fn parts(keys: &RunKeys) -> Vec<&'static str> {
    let experiment = keys.experiment;
    let panels = (experiment.panels)(&keys.knobs);
    let panels = panels.iter().map(crate::panel::Panel::key);
    let probes = experiment.probes.iter().map(|probe| probe.key);
    let exhibits = experiment.exhibits.iter().map(|exhibit| exhibit.key);
    PARTS.into_iter().chain(panels).chain(probes).chain(exhibits).collect()
}

/// The names of the controls that a page may have, as `controls` takes them: [`CONTROLS`] and knobs.
#[must_use]
pub fn controls(experiment: &Experiment) -> Vec<&'static str> {
    CONTROLS.into_iter().chain(experiment.knobs.iter().map(|knob| knob.key)).collect()
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

/// A link that cannot be used at all.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", (words(None).link.unread)(self))]
pub enum LinkError {
    /// Longer than [`LONGEST`].
    TooLong {
        /// Its length.
        bytes: usize,
    },
    /// Of an experiment that this build does not have.
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
        read::read(experiment, fragment.strip_prefix('#').unwrap_or(fragment)).map(|(link, _)| link)
    }

    /// Reads a whole address, `https://host/folder/<experiment>/#<keys>`, or `<experiment>?<keys>`.
    ///
    /// # Errors
    /// When it is too long to be read, or names no experiment of this build.
    pub fn parse(text: &str) -> Result<Self, LinkError> {
        Self::parse_among(text, EXPERIMENTS)
    }

    /// The same where only some experiments are at hand.
    ///
    /// # Errors
    /// When it is too long to be read, or names none of these experiments.
    pub fn parse_among(text: &str, known: &[&'static Experiment]) -> Result<Self, LinkError> {
        Self::parse_with(text, known).map(|(link, _)| link)
    }

    /// What a link says computed its run; a value that is no number says nothing.
    ///
    /// # Errors
    /// As [`Link::parse`].
    pub fn wants(text: &str) -> Result<Wanted, LinkError> {
        Self::parse_with(text, EXPERIMENTS).map(|(_, wanted)| wanted)
    }

    fn parse_with(text: &str, known: &[&'static Experiment]) -> Result<(Self, Wanted), LinkError> {
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
        let id = Self::names(text);
        match known.iter().find(|experiment| experiment.id == id) {
            Some(experiment) => read::read(experiment, keys),
            None => Err(LinkError::UnknownExperiment { got: shorten(id) }),
        }
    }

    /// The name that a whole address, or `<experiment>?<keys>`, gives of its experiment.
    #[must_use]
    pub fn names(text: &str) -> &str {
        let head = text.split(['#', '?']).next().unwrap_or_default();
        let folder = head.strip_suffix("index.html").unwrap_or(head);
        folder.trim_end_matches('/').rsplit('/').next().unwrap_or_default()
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
        let shown = &self.presentation;
        if let Some(workers) = shown.workers {
            key("workers", &workers.to_string());
        }
        match shown.theme {
            Theme::Auto => {}
            Theme::Light => key("theme", "light"),
            Theme::Dark => key("theme", "dark"),
        }
        if shown.autorun {
            key("autorun", "1");
        }
        if let Some(speed) = shown.speed {
            key("speed", &speed.to_string());
        }
        if shown.embed {
            key("embed", "1");
        }
        if let Some(parts) = &shown.show {
            key("show", &parts.join(","));
        }
        if !shown.hide.is_empty() {
            key("hide", &shown.hide.join(","));
        }
        if let Some(controls) = &shown.controls {
            key("controls", &controls.join(","));
        }
        if let Some(view) = shown.view {
            key("view", &view.to_string());
        }
        if let Some(locale) = shown.locale {
            key("locale", locale);
        }
        if let Some(parent) = &shown.parent {
            key("parent", &utf8_percent_encode(parent, PLAIN).to_string());
        }
        if let Some(claim) = shown.claim {
            key("claim", claim);
        }
        if let Some(beside) = &shown.beside {
            key("beside", &utf8_percent_encode(&beside.write(), PLAIN).to_string());
        }
        if let Some(certificate) = self.certificate {
            key("bits", &certificate.bits.to_string());
            if certificate.at != crate::digest::PROGRESS {
                key("at", &certificate.at.to_string());
            }
            key("digest", &certificate.digest.to_string());
            if let Some(proof) = certificate.proof {
                key("proof", &proof.to_string());
            }
        }
        text
    }
}

impl Theme {
    /// The theme of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "auto" => Some(Self::Auto),
            "light" => Some(Self::Light),
            "dark" => Some(Self::Dark),
            _ => None,
        }
    }
}

impl Presentation {
    /// Whether a part of the page is shown: a panel, a probe, or one of [`PARTS`]. An embedded page shows its pictures
    /// and nothing else, unless its link names what it shows.
    #[must_use]
    pub fn shows(&self, part: &str) -> bool {
        let is_named = |names: &Vec<String>| names.iter().any(|name| name == part);
        let is_shown = match &self.show {
            Some(names) => is_named(names),
            None => !self.embed || part == "sweep" || !PARTS.contains(&part),
        };
        is_shown && !is_named(&self.hide)
    }

    /// Whether the control of a setting is shown: a knob, or one of [`CONTROLS`].
    #[must_use]
    pub fn controls(&self, setting: &str) -> bool {
        self.controls.as_ref().is_none_or(|names| names.iter().any(|name| name == setting))
    }
}

/// What the value of a key may hold without a percent sign.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b':').remove(b'/').remove(b'_');

#[cfg(test)]
mod tests;
