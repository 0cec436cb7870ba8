//! Links and settings, in Spanish.

use super::{either, listed};
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
        Accepts::Whole { min, max } => format!("un número entero de {min} a {max}"),
        Accepts::Real { min, max } => format!("un número de {min} a {max}"),
        Accepts::Option(names) => format!("uno de estos valores: {}", names.join(", ")),
        Accepts::Word(words) => either(words),
        Accepts::Name(names) => listed(names),
        // The word for none is the link's own.
        Accepts::Names(names) => format!("none, o algunos de {}", listed(names)),
        Accepts::Origin => "un origen como https://example.org".to_owned(),
        Accepts::Digest => "32 dígitos hexadecimales".to_owned(),
        Accepts::Proof => "128 caracteres de base64url".to_owned(),
        Accepts::Sweep(knobs) if knobs.is_empty() => {
            "nada: este experimento no tiene ningún control en el que los miembros puedan diferir".to_owned()
        }
        Accepts::Sweep(knobs) => format!(
            "control:desde:hasta:n para uno o dos de {}, donde n, de {} a {}, es el número de valores, distintos y admitidos \
             por el control",
            knobs.join(", "),
            VALUES.start(),
            VALUES.end()
        ),
        Accepts::Points { fewest, most, classes } => {
            format!("como máximo {most} puntos, y al menos {fewest} de cada una de las {classes} clases")
        }
        Accepts::Facts { most, relations } => format!(
            "de 1 a {most} hechos con {relations} pares de relaciones como máximo, ninguno dicho dos veces, dicho en ambos \
             sentidos ni con dos respuestas"
        ),
        Accepts::Observations(observed::Limits {
            names,
            arguments: (from, to),
            values: (least, largest),
        }) => format!(
            "valores de 1 a {names} funciones, entre {least} y {largest}, en argumentos de {from} a {to}, como máximo uno \
             por argumento"
        ),
        Accepts::Flips(flips::Limits { names, flips }) => {
            format!(
                "de 1 a {names} monedas, cada una con entre 1 y {flips} lanzamientos, y no más caras que lanzamientos"
            )
        }
        Accepts::NoData => "nada: este experimento no usa datos propios de quien lo visita".to_owned(),
    }
}

fn refused(error: &KnobError) -> String {
    let KnobError { key, got, accepts: what } = error;
    format!("“{key}” recibió “{got}” y admite {}.", accepts(what))
}

pub(super) fn unread(error: &LinkError) -> String {
    match error {
        LinkError::TooLong { bytes } => {
            format!("El enlace tiene {bytes} bytes y puede tener {LONGEST}; se deja sin leer.")
        }
        LinkError::UnknownExperiment { got } => {
            let ids: Vec<&str> = QUESTIONS.iter().map(|(id, _)| *id).collect();
            format!("No existe el experimento “{got}”; existen {}.", listed(&ids))
        }
    }
}

pub(super) fn note(note: &Note) -> String {
    match note {
        Note::Value { key, got, accepts: what } => {
            format!("“{key}” recibió “{got}” y admite {}; se omite.", accepts(what))
        }
        Note::Unknown { key, experiment, knobs } => {
            format!("“{key}” no es un ajuste de {experiment}, cuyos controles son {}.", listed(knobs))
        }
        Note::Bare { key } => format!("“{key}” no tiene valor; un ajuste se escribe clave=valor."),
        Note::Unreadable { part } => {
            format!("“{part}” no se puede leer: lo que representan sus signos de porcentaje no es texto.")
        }
        Note::Repeated { key } => format!("“{key}” aparece más de una vez; vale la primera."),
        Note::Data { error } => format!("“data” no se puede usar: {}; se omite.", data(error)),
        Note::Beside { note: why } => format!("“beside” se omite: en él, {}", self::note(why)),
        Note::Swept { key } => {
            format!("“{key}” varía en el barrido, así que su propio valor no cuenta; se omite.")
        }
        Note::TooManyModels { asked } => format!(
            "“sweep” y “members” piden {asked} modelos de cada tipo y una ejecución tiene {MODELS} como máximo; se omite \
             el barrido."
        ),
        Note::NewestRev { rev } => {
            format!(
                "El enlace no indica “rev”, así que esta es la revisión más reciente del experimento, {rev}."
            )
        }
        Note::OtherRev { got, runs } => format!(
            "“rev” recibió “{got}” y esta versión admite {runs}; la ejecución puede diferir de lo que se compartió."
        ),
        Note::OtherBits { got, runs } => {
            format!(
                "“bits” recibió “{got}” y esta versión admite {runs}; la huella del enlace no se comprueba."
            )
        }
        Note::HalfCertificate { given, missing } => {
            format!("“{given}” solo dice algo junto con “{missing}”; no se comprueba ninguna huella.")
        }
        Note::GpuHasNoDigest => {
            "“backend” recibió “gpu”, y una ejecución en la GPU no tiene huella que comparar; la \
                                 huella del enlace no se comprueba."
                .to_owned()
        }
        Note::OtherRun => {
            "La huella (“digest”) del enlace es la de sus propios ajustes, que no se aplican todos; no se \
                           comprueba."
                .to_owned()
        }
    }
}

fn data(error: &DataError) -> String {
    match error {
        DataError::Damaged => "está incompleto o dañado".to_owned(),
        DataError::Version { got } => {
            format!("es de la versión {got}, y aquí se lee la versión {VERSION}")
        }
        DataError::Refused { accepts: what } => format!("el experimento admite {}", accepts(what)),
    }
}
