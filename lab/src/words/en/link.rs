//! Links and settings, in English.

use super::listed;
use crate::QUESTIONS;
use crate::accepts::Accepts;
use crate::data::{DataError, VERSION};
use crate::keys::MODELS;
use crate::knob::KnobError;
use crate::link::{LONGEST, LinkError, Note};
use crate::sweep::VALUES;
use crate::words::Links;
use crate::{flips, observed};

pub(super) const LINKS: Links = Links { accepts, refused, unread, note, data };

pub(super) fn accepts(what: &Accepts) -> String {
    match what {
        Accepts::Whole { min, max } => format!("a whole number from {min} to {max}"),
        Accepts::Real { min, max } => format!("a number from {min} to {max}"),
        Accepts::Option(names) => format!("one of {}", names.join(", ")),
        Accepts::Word(words) => match words {
            [most @ .., last] if !most.is_empty() => format!("{} or {last}", most.join(", ")),
            words => words.concat(),
        },
        Accepts::Name(names) => listed(names),
        Accepts::Names(names) => format!("none, or some of {}", listed(names)),
        Accepts::Origin => "an origin such as https://example.org".to_owned(),
        Accepts::Digest => "32 hexadecimal digits".to_owned(),
        Accepts::Proof => "128 letters of base64url".to_owned(),
        Accepts::Sweep(knobs) if knobs.is_empty() => {
            "nothing: this experiment has no knob in which members may differ".to_owned()
        }
        Accepts::Sweep(knobs) => format!(
            "knob:from:to:count for one or two of {}, with {} to {} different values each that the knob accepts",
            knobs.join(", "),
            VALUES.start(),
            VALUES.end()
        ),
        Accepts::Points { fewest, most, classes } => {
            format!("at most {most} points, at least {fewest} of each of {classes} classes")
        }
        Accepts::Facts { most, relations } => format!(
            "1 to {most} facts with at most {relations} pairs of relations, none of them told twice, told both ways, or with two answers"
        ),
        Accepts::Observations(observed::Limits {
            names,
            arguments: (from, to),
            values: (least, largest),
        }) => format!(
            "values of 1 to {names} functions, from {least} to {largest}, at arguments from {from} to {to}, one for each argument at most"
        ),
        Accepts::Flips(flips::Limits { names, flips }) => {
            format!("1 to {names} coins, each with 1 to {flips} flips of which no more than all are heads")
        }
        Accepts::NoData => "nothing: this experiment takes no data of a visitor's own".to_owned(),
    }
}

fn refused(error: &KnobError) -> String {
    let KnobError { key, got, accepts: what } = error;
    format!("\"{key}\" got \"{got}\" and accepts {}.", accepts(what))
}

pub(super) fn unread(error: &LinkError) -> String {
    match error {
        LinkError::TooLong { bytes } => {
            format!("The link is {bytes} bytes long and a link may have {LONGEST}; it is left unread.")
        }
        LinkError::UnknownExperiment { got } => {
            let ids: Vec<&str> = QUESTIONS.iter().map(|(id, _)| *id).collect();
            format!("There is no experiment \"{got}\"; there is {}.", listed(&ids))
        }
    }
}

pub(super) fn note(note: &Note) -> String {
    match note {
        Note::Value { key, got, accepts: what } => {
            format!("\"{key}\" got \"{got}\" and accepts {}; it is left out.", accepts(what))
        }
        Note::Unknown { key, experiment, knobs } => {
            format!("\"{key}\" is not a setting of {experiment}, whose knobs are {}.", listed(knobs))
        }
        Note::Bare { key } => format!("\"{key}\" has no value; a setting is written key=value."),
        Note::Unreadable { part } => {
            format!("\"{part}\" is not readable: what its percent signs stand for is no text.")
        }
        Note::Repeated { key } => format!("\"{key}\" is there more than once; the first one counts."),
        Note::Data { error } => format!("\"data\" cannot be used: {}; it is left out.", data(error)),
        Note::Beside { note: why } => format!("\"beside\" is left out: in it, {}", self::note(why)),
        Note::Swept { key } => {
            format!("\"{key}\" is swept, so its own value says nothing; it is left out.")
        }
        Note::TooManyModels { asked } => format!(
            "\"sweep\" and \"members\" ask for {asked} models of each kind and a run has {MODELS} at most; the sweep \
             is left out."
        ),
        Note::NewestRev { rev } => {
            format!("The link names no \"rev\", so it runs the newest revision of the experiment, {rev}.")
        }
        Note::OtherRev { got, runs } => format!(
            "\"rev\" got \"{got}\" and this build accepts {runs}; the run may differ from what was shared."
        ),
        Note::OtherBits { got, runs } => {
            format!("\"bits\" got \"{got}\" and this build accepts {runs}; the link's digest is not checked.")
        }
        Note::HalfCertificate { given, missing } => {
            format!("\"{given}\" says something only together with \"{missing}\"; no digest is checked.")
        }
        Note::GpuHasNoDigest => {
            "\"backend\" got \"gpu\", and a GPU run has no digest to compare; the link's digest \
                                 is not checked."
                .to_owned()
        }
        Note::OtherRun => {
            "The link's \"digest\" is that of its own settings, which do not all apply; it is not \
                           checked."
                .to_owned()
        }
    }
}

fn data(error: &DataError) -> String {
    match error {
        DataError::Damaged => "it is cut short or damaged".to_owned(),
        DataError::Version { got } => {
            format!("it is of version {got}, and this build reads version {VERSION}")
        }
        DataError::Refused { accepts: what } => format!("the experiment accepts {}", accepts(what)),
    }
}
