//! Reads the keys of a link.

use std::ops::RangeInclusive;

use percent_encoding::percent_decode_str;

use super::{Backend, Certificate, LONGEST, Link, LinkError, Note, SPEEDS, Theme, WORKERS, controls, parts};
use crate::accepts::Accepts;
use crate::digest::{BITS, Digest, PROGRESS, Proof};
use crate::experiment::Experiment;
use crate::keys::{MEMBERS, MODELS};
use crate::knob::KnobError;
use crate::releases::Wanted;
use crate::sweep::Sweep;
use crate::text::shorten;
use crate::words::locales;

pub(super) fn read(experiment: &'static Experiment, text: &str) -> Result<(Link, Wanted), LinkError> {
    if text.len() > LONGEST {
        return Err(LinkError::TooLong { bytes: text.len() });
    }
    Ok(read_keys(experiment, text, false))
}

/// Reads keys, with what they say computed the run; those of a run that is to stand beside another one, where `is_beside` says
/// so.
fn read_keys(experiment: &'static Experiment, text: &str, is_beside: bool) -> (Link, Wanted) {
    let mut reader = Reader {
        link: Link::defaults(experiment),
        wanted: Wanted { experiment: experiment.id.to_owned(), rev: None, bits: None },
        is_beside,
        seen: Vec::new(),
        at: PROGRESS,
        digest: None,
        proof: None,
        other_run: false,
    };
    for part in text.split('&').filter(|part| !part.is_empty()) {
        reader.part(part);
    }
    reader.finish()
}

struct Reader {
    link: Link,
    wanted: Wanted,
    is_beside: bool,
    seen: Vec<String>,
    at: u32,
    digest: Option<Digest>,
    proof: Option<Proof>,
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
                let (runs, rev) = (self.link.keys.rev, whole("rev", value, 0..=u32::MAX)?);
                self.wanted.rev = Some(rev);
                if rev != runs {
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
                    _ => return Err(refused("backend", value, Accepts::Word(&["auto", "exact", "gpu"]))),
                }
            }
            "workers" => self.link.presentation.workers = Some(whole("workers", value, WORKERS)?),
            "sweep" => {
                let declared = self.link.keys.experiment.knobs;
                self.link.keys.sweep = Sweep::parse(value, declared)
                    .ok_or_else(|| refused("sweep", value, Sweep::accepts(declared)))?;
            }
            "data" => {
                let Some(own) = self.link.keys.experiment.data else {
                    return Err(refused("data", value, Accepts::NoData));
                };
                let data = own.parse(value).map_err(|error| Note::Data { error })?;
                self.link.keys.knobs.set_data(Some(data));
            }
            "theme" => {
                let theme = Theme::named(value);
                self.link.presentation.theme = theme
                    .ok_or_else(|| refused("theme", value, Accepts::Word(&["auto", "light", "dark"])))?;
            }
            "speed" => self.link.presentation.speed = Some(whole("speed", value, SPEEDS)?),
            "autorun" => self.link.presentation.autorun = switch("autorun", value)?,
            "embed" => self.link.presentation.embed = switch("embed", value)?,
            "show" => self.link.presentation.show = Some(names("show", value, parts(&self.link.keys))?),
            "hide" => self.link.presentation.hide = names("hide", value, parts(&self.link.keys))?,
            "controls" => {
                let known = controls(self.link.keys.experiment);
                self.link.presentation.controls = Some(names("controls", value, known)?);
            }
            "view" => self.link.presentation.view = Some(whole("view", value, 0..=PROGRESS)?),
            "locale" => {
                let known = locales().find(|locale| *locale == value);
                let known =
                    known.ok_or_else(|| refused("locale", value, Accepts::Name(locales().collect())))?;
                self.link.presentation.locale = Some(known);
            }
            "parent" => self.link.presentation.parent = Some(origin(value)?),
            "claim" => {
                let claims = self.link.keys.experiment.claims;
                let claim = claims.iter().find(|claim| claim.id == value).ok_or_else(|| {
                    let ids = claims.iter().map(|claim| claim.id).collect();
                    refused("claim", value, Accepts::Name(ids))
                })?;
                self.link.presentation.claim = Some(claim.id);
            }
            "beside" => {
                // Two runs at most: what a run that stands beside says of a third one is not asked.
                if !self.is_beside {
                    let (beside, _) = read_keys(self.link.keys.experiment, value, true);
                    if let Some(note) = beside.notes.iter().find(|note| note.changes_the_run()) {
                        return Err(Note::Beside { note: Box::new(note.clone()) });
                    }
                    self.link.presentation.beside = Some(beside.keys);
                }
            }
            "bits" => {
                let bits = whole("bits", value, 0..=u32::MAX)?;
                self.wanted.bits = Some(bits);
                if bits != BITS {
                    return Err(Note::OtherBits { got: shorten(value), runs: BITS });
                }
            }
            "at" => self.at = whole("at", value, 0..=PROGRESS)?,
            "digest" => {
                let digest = value.parse().map_err(|_| refused("digest", value, Accepts::Digest))?;
                self.digest = Some(digest);
            }
            "proof" => {
                let proof = value.parse().map_err(|_| refused("proof", value, Accepts::Proof))?;
                self.proof = Some(proof);
            }
            _ => return self.apply_knob(key, value),
        }
        Ok(())
    }

    fn apply_knob(&mut self, key: &str, value: &str) -> Result<(), Note> {
        let declared = self.link.keys.experiment.knobs;
        if let Some(position) = declared.iter().position(|knob| knob.key == key) {
            let refuse = |error: KnobError| refused(error.key, &error.got, error.accepts);
            self.link.keys.knobs.set(position, declared[position].parse(value).map_err(refuse)?);
            return Ok(());
        }
        Err(Note::Unknown {
            key: shorten(key),
            experiment: self.link.keys.experiment.id,
            knobs: declared.iter().map(|knob| knob.key).collect(),
        })
    }

    /// A swept knob has no value of its own, and a run has so many models at most.
    fn settle_sweep(&mut self) {
        let keys = &mut self.link.keys;
        if keys.models() > MODELS {
            let asked = keys.models();
            keys.sweep = Sweep::default();
            self.other_run = true;
            self.note(Note::TooManyModels { asked });
            return;
        }
        let declared = keys.experiment.knobs;
        for axis in keys.sweep.axes().to_vec() {
            let knob = &declared[axis.knob];
            if self.seen.iter().any(|seen| seen == knob.key) {
                self.note(Note::Swept { key: knob.key });
            }
            self.link.keys.knobs.set(axis.knob, knob.default_value());
        }
    }

    fn finish(mut self) -> (Link, Wanted) {
        self.settle_sweep();
        let was_given = |key: &str| self.seen.iter().any(|seen| seen == key);
        let (bits_given, at_given, digest_given) = (was_given("bits"), was_given("at"), was_given("digest"));
        // Before the second revision there is no other that could be meant.
        if self.link.keys.rev > 1 && !self.seen.is_empty() && !was_given("rev") {
            self.note(Note::NewestRev { rev: self.link.keys.rev });
        }
        match (self.wanted.bits.filter(|bits| *bits == BITS), self.digest) {
            (Some(_), Some(_)) if self.other_run => self.note(Note::OtherRun),
            (Some(_), Some(_)) if self.link.backend == Backend::Gpu => self.note(Note::GpuHasNoDigest),
            (Some(bits), Some(digest)) => {
                self.link.certificate = Some(Certificate { bits, at: self.at, digest, proof: self.proof });
            }
            (_, Some(_)) if !bits_given => {
                self.note(Note::HalfCertificate { given: "digest", missing: "bits" });
            }
            _ if bits_given && !digest_given => {
                self.note(Note::HalfCertificate { given: "bits", missing: "digest" });
            }
            _ if self.proof.is_some() && !digest_given => {
                self.note(Note::HalfCertificate { given: "proof", missing: "digest" });
            }
            _ if at_given && !digest_given => {
                self.note(Note::HalfCertificate { given: "at", missing: "digest" });
            }
            _ => {}
        }
        (self.link, self.wanted)
    }

    fn note(&mut self, note: Note) {
        self.link.notes.push(note);
    }
}

fn refused(key: &'static str, got: &str, accepts: Accepts) -> Note {
    Note::Value { key, got: shorten(got), accepts }
}

fn switch(key: &'static str, text: &str) -> Result<bool, Note> {
    match text {
        "1" => Ok(true),
        "0" => Ok(false),
        _ => Err(refused(key, text, Accepts::Word(&["1", "0"]))),
    }
}

/// Known names with commas between; "none" for none of them.
fn names(key: &'static str, text: &str, known: Vec<&'static str>) -> Result<Vec<String>, Note> {
    if text == "none" {
        return Ok(vec!["none".to_owned()]);
    }
    let names: Vec<String> = text.split(',').map(str::to_owned).collect();
    if names.iter().all(|name| known.contains(&name.as_str())) {
        return Ok(names);
    }
    Err(refused(key, text, Accepts::Names(known)))
}

/// An origin: scheme, host and port, nothing behind them.
fn origin(text: &str) -> Result<String, Note> {
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-.:[]".contains(&byte);
    match host {
        Some(host) if !host.is_empty() && host.bytes().all(is_plain) => Ok(text.to_owned()),
        _ => Err(refused("parent", text, Accepts::Origin)),
    }
}

/// A whole number in plain digits.
fn whole(key: &'static str, text: &str, range: RangeInclusive<u32>) -> Result<u32, Note> {
    let digits = !text.is_empty() && text.bytes().all(|digit| digit.is_ascii_digit());
    match text.parse() {
        Ok(number) if digits && range.contains(&number) => Ok(number),
        _ => Err(refused(key, text, Accepts::Whole { min: *range.start(), max: *range.end() })),
    }
}
