//! Reads the keys of a link.

use std::ops::RangeInclusive;

use percent_encoding::percent_decode_str;

use super::note::shorten;
use super::{Backend, Certificate, LONGEST, Link, LinkError, Note, Theme, WORKERS};
use crate::digest::{BITS, Digest, PROGRESS};
use crate::experiment::Experiment;
use crate::keys::MEMBERS;
use crate::knob::KnobError;

/// Keys of the grammar that later builds carry out.
const NOT_YET: [&str; 11] =
    ["sweep", "data", "embed", "show", "hide", "controls", "view", "locale", "parent", "claim", "proof"];

pub(super) fn read(experiment: &'static Experiment, text: &str) -> Result<Link, LinkError> {
    if text.len() > LONGEST {
        return Err(LinkError::TooLong { bytes: text.len() });
    }
    let mut reader = Reader {
        link: Link::defaults(experiment),
        seen: Vec::new(),
        bits: None,
        at: PROGRESS,
        digest: None,
        other_run: false,
    };
    for part in text.split('&').filter(|part| !part.is_empty()) {
        reader.part(part);
    }
    Ok(reader.finish())
}

struct Reader {
    link: Link,
    seen: Vec<String>,
    bits: Option<u32>,
    at: u32,
    digest: Option<Digest>,
    /// Whether a key that decides what the digest is of was not applied.
    other_run: bool,
}

impl Reader {
    fn part(&mut self, part: &str) {
        let (key, value) = part.split_once('=').map_or((part, None), |(key, value)| (key, Some(value)));
        let decode = |text| percent_decode_str(text).decode_utf8();
        let (Ok(key), Ok(value)) = (decode(key), decode(value.unwrap_or_default())) else {
            // It may have been a run key, so no digest can be trusted to belong to what runs.
            self.other_run = true;
            return self.note(Note::Unreadable { part: shorten(part) });
        };
        if self.seen.iter().any(|seen| *seen == key) {
            let repeated = Note::Repeated { key: shorten(&key) };
            if !self.link.notes.contains(&repeated) {
                self.note(repeated);
            }
            return;
        }
        self.seen.push(key.clone().into_owned());
        if !part.contains('=') {
            self.other_run |= self.decides(&key);
            return self.note(Note::Bare { key: shorten(&key) });
        }
        match self.apply(&key, &value) {
            Ok(()) => {}
            Err(note) => {
                self.other_run |= self.decides(&key);
                self.note(note);
            }
        }
    }

    /// Whether a key decides what a digest is of.
    fn decides(&self, key: &str) -> bool {
        ["rev", "seed", "members", "sweep", "data", "at"].contains(&key)
            || self.link.keys.knobs.iter().any(|(knob, _)| knob.key == key)
    }

    fn apply(&mut self, key: &str, value: &str) -> Result<(), Note> {
        match key {
            "rev" => {
                let runs = self.link.keys.rev;
                if whole("rev", value, 0..=u32::MAX)? != runs {
                    return Err(Note::OtherRev { got: shorten(value), runs });
                }
            }
            "seed" => self.link.keys.seed = whole("seed", value, 0..=u32::MAX)?,
            "members" => self.link.keys.members = whole("members", value, MEMBERS)?,
            "backend" => {
                self.link.backend = match value {
                    "auto" => Backend::Auto,
                    "exact" => Backend::Exact,
                    "gpu" => Backend::Gpu,
                    _ => return Err(refused("backend", value, "auto, exact or gpu")),
                }
            }
            "workers" => self.link.presentation.workers = Some(whole("workers", value, WORKERS)?),
            "theme" => {
                self.link.presentation.theme = match value {
                    "auto" => Theme::Auto,
                    "light" => Theme::Light,
                    "dark" => Theme::Dark,
                    _ => return Err(refused("theme", value, "auto, light or dark")),
                }
            }
            "autorun" => {
                self.link.presentation.autorun = match value {
                    "1" => true,
                    "0" => false,
                    _ => return Err(refused("autorun", value, "1 or 0")),
                }
            }
            "bits" => match whole("bits", value, 0..=u32::MAX)? {
                BITS => self.bits = Some(BITS),
                _ => return Err(Note::OtherBits { got: shorten(value), runs: BITS }),
            },
            "at" => self.at = whole("at", value, 0..=PROGRESS)?,
            "digest" => {
                let digest = value.parse().map_err(|_| refused("digest", value, "32 hexadecimal digits"))?;
                self.digest = Some(digest);
            }
            _ => return self.apply_knob(key, value),
        }
        Ok(())
    }

    fn apply_knob(&mut self, key: &str, value: &str) -> Result<(), Note> {
        let declared = self.link.keys.experiment.knobs;
        if let Some(position) = declared.iter().position(|knob| knob.key == key) {
            let refuse = |error: KnobError| refused(error.key, &error.got, &error.accepts);
            self.link.keys.knobs.set(position, declared[position].parse(value).map_err(refuse)?);
            return Ok(());
        }
        if let Some(key) = NOT_YET.into_iter().find(|known| *known == key) {
            return Err(Note::NotYet { key });
        }
        Err(Note::Unknown {
            key: shorten(key),
            experiment: self.link.keys.experiment.id,
            knobs: declared.iter().map(|knob| knob.key).collect(),
        })
    }

    fn finish(mut self) -> Link {
        let was_given = |key: &str| self.seen.iter().any(|seen| seen == key);
        let (bits_given, at_given, digest_given) = (was_given("bits"), was_given("at"), was_given("digest"));
        if !self.seen.is_empty() && !was_given("rev") {
            self.note(Note::NewestRev { rev: self.link.keys.rev });
        }
        match (self.bits, self.digest) {
            (Some(_), Some(_)) if self.other_run => self.note(Note::OtherRun),
            (Some(_), Some(_)) if self.link.backend == Backend::Gpu => self.note(Note::GpuHasNoDigest),
            (Some(bits), Some(digest)) => {
                self.link.certificate = Some(Certificate { bits, at: self.at, digest });
            }
            (_, Some(_)) if !bits_given => {
                self.note(Note::HalfCertificate { given: "digest", missing: "bits" });
            }
            _ if bits_given && !digest_given => {
                self.note(Note::HalfCertificate { given: "bits", missing: "digest" });
            }
            _ if at_given && !digest_given => {
                self.note(Note::HalfCertificate { given: "at", missing: "digest" });
            }
            _ => {}
        }
        self.link
    }

    fn note(&mut self, note: Note) {
        self.link.notes.push(note);
    }
}

fn refused(key: &'static str, got: &str, accepts: &str) -> Note {
    Note::Value { key, got: shorten(got), accepts: accepts.to_owned() }
}

/// A whole number in plain digits.
fn whole(key: &'static str, text: &str, range: RangeInclusive<u32>) -> Result<u32, Note> {
    let digits = !text.is_empty() && text.bytes().all(|digit| digit.is_ascii_digit());
    match text.parse() {
        Ok(number) if digits && range.contains(&number) => Ok(number),
        _ => {
            let accepts = format!("a whole number from {} to {}", range.start(), range.end());
            Err(refused(key, text, &accepts))
        }
    }
}
