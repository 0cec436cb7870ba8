//! Links and settings, in German.

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

/// To stand behind "erlaubt:".
pub(super) fn accepts(what: &Accepts) -> String {
    match what {
        Accepts::Whole { min, max } => format!("eine ganze Zahl von {min} bis {max}"),
        Accepts::Real { min, max } => format!("eine Zahl von {min} bis {max}"),
        Accepts::Option(names) => format!("eins von {}", names.join(", ")),
        Accepts::Word(words) => match words {
            [most @ .., last] if !most.is_empty() => format!("{} oder {last}", most.join(", ")),
            words => words.concat(),
        },
        Accepts::Name(names) => listed(names),
        Accepts::Names(names) => format!("none, oder einige von {}", listed(names)),
        Accepts::Origin => "ein Ursprung wie https://example.org".to_owned(),
        Accepts::Digest => "32 hexadezimale Ziffern".to_owned(),
        Accepts::Proof => "128 Zeichen base64url".to_owned(),
        Accepts::Sweep(knobs) if knobs.is_empty() => {
            "nichts, denn dieses Experiment hat keinen Regler, in dem sich Mitglieder unterscheiden dürfen"
                .to_owned()
        }
        Accepts::Sweep(knobs) => format!(
            "Regler:von:bis:Anzahl für einen oder zwei von {}, mit je {} bis {} verschiedenen Werten, die der Regler \
             zulässt",
            knobs.join(", "),
            VALUES.start(),
            VALUES.end()
        ),
        Accepts::Points { fewest, most, classes } => {
            format!("höchstens {most} Punkte, mindestens {fewest} aus jeder von {classes} Klassen")
        }
        Accepts::Facts { most, relations } => format!(
            "1 bis {most} Fakten mit höchstens {relations} Paaren von Beziehungen, keiner doppelt, in beiden Richtungen \
             oder mit zwei Antworten"
        ),
        Accepts::Observations(observed::Limits {
            names,
            arguments: (from, to),
            values: (least, largest),
        }) => format!(
            "Werte von 1 bis {names} Funktionen, von {least} bis {largest}, an Argumenten von {from} bis {to}, höchstens \
             einer je Argument"
        ),
        Accepts::Flips(flips::Limits { names, flips }) => {
            format!("1 bis {names} Münzen, jede mit 1 bis {flips} Würfen, davon höchstens alle Kopf")
        }
        Accepts::NoData => "nichts, denn dieses Experiment nimmt keine eigenen Daten".to_owned(),
    }
}

fn refused(error: &KnobError) -> String {
    let KnobError { key, got, accepts: what } = error;
    format!("„{key}“ hat den Wert „{got}“; erlaubt: {}.", accepts(what))
}

pub(super) fn unread(error: &LinkError) -> String {
    match error {
        LinkError::TooLong { bytes } => {
            format!("Der Link ist {bytes} Byte lang, erlaubt sind {LONGEST}; er bleibt ungelesen.")
        }
        LinkError::UnknownExperiment { got } => {
            let ids: Vec<&str> = QUESTIONS.iter().map(|(id, _)| *id).collect();
            format!("Ein Experiment „{got}“ gibt es nicht; es gibt {}.", listed(&ids))
        }
    }
}

pub(super) fn note(note: &Note) -> String {
    match note {
        Note::Value { key, got, accepts: what } => {
            format!("„{key}“ hat den Wert „{got}“ und wird weggelassen; erlaubt: {}.", accepts(what))
        }
        Note::Unknown { key, experiment, knobs } => {
            format!("„{key}“ ist keine Einstellung von {experiment}; Regler sind dort {}.", listed(knobs))
        }
        Note::Bare { key } => {
            format!("„{key}“ hat keinen Wert; eine Einstellung schreibt man als Schlüssel=Wert.")
        }
        Note::Unreadable { part } => {
            format!("„{part}“ ist nicht lesbar: Wofür die Prozentzeichen stehen, ist kein Text.")
        }
        Note::Repeated { key } => format!("„{key}“ kommt mehrmals vor; das erste zählt."),
        Note::Data { error } => {
            format!("„data“ ist nicht verwendbar und wird weggelassen: {}.", data(error))
        }
        Note::Beside { note: why } => format!("„beside“ wird weggelassen. Darin: {}", self::note(why)),
        Note::Swept { key } => {
            format!("„{key}“ durchläuft einen Sweep, der eigene Wert sagt nichts; er wird weggelassen.")
        }
        Note::TooManyModels { asked } => format!(
            "„sweep“ und „members“ verlangen {asked} Modelle jeder Art, ein Lauf hat höchstens {MODELS}; der Sweep wird \
             weggelassen."
        ),
        Note::NewestRev { rev } => {
            format!("Der Link nennt kein „rev“; es läuft die neueste Fassung des Experiments, {rev}.")
        }
        Note::OtherRev { got, runs } => format!(
            "„rev“ hat den Wert „{got}“, dieses Programm rechnet {runs}; der Lauf kann von dem geteilten abweichen."
        ),
        Note::OtherBits { got, runs } => format!(
            "„bits“ hat den Wert „{got}“, dieses Programm rechnet {runs}; der Digest des Links wird nicht geprüft."
        ),
        Note::HalfCertificate { given, missing } => {
            format!("„{given}“ sagt nur zusammen mit „{missing}“ etwas aus; kein Digest wird geprüft.")
        }
        Note::GpuHasNoDigest => {
            "„backend“ hat den Wert „gpu“, und ein Lauf auf der GPU hat keinen Digest zum \
                                 Vergleichen; der des Links wird nicht geprüft."
                .to_owned()
        }
        Note::OtherRun => {
            "Der „digest“ des Links gehört zu dessen eigenen Einstellungen, und nicht alle davon gelten \
                           hier; er wird nicht geprüft."
                .to_owned()
        }
    }
}

fn data(error: &DataError) -> String {
    match error {
        DataError::Damaged => "sie sind abgeschnitten oder beschädigt".to_owned(),
        DataError::Version { got } => {
            format!("sie haben Version {got}, und dieses Programm liest Version {VERSION}")
        }
        DataError::Refused { accepts: what } => format!("erlaubt: {}", accepts(what)),
    }
}
