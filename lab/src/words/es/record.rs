//! Digests and records, in Spanish.

use super::{count, link};
use crate::digest::{BITS, Comparison, NoDigest, PROGRESS};
use crate::record::{Contradiction, Counted, Doubt, FORMAT, LARGEST, RecordError};
use crate::words::{Digest, Nearly, Records, Runs};

pub(super) const DIGEST: Digest = Digest {
    title: "Huella de la ejecución",
    means,
    comparison,
    lacking: |NoDigest { at }| {
        format!(
            "En el progreso {at} de {PROGRESS}, a la ejecución le falta el hash exacto de algún modelo, así que no tiene \
             huella."
        )
    },
    none: "Sin huella",
    none_of_gpu: "Esta ejecución la calculó la GPU, y cada tipo de GPU suma en otro orden: los últimos bits cambian de una \
                  máquina a otra, así que no hay nada que comparar. El procesador ejecuta los mismos ajustes con cada \
                  suma en un orden fijo, y esa ejecución sí tiene huella.",
    none_of_mixed: "Esta ejecución empezó en la GPU, que se perdió, y siguió en el procesador desde el último punto \
                    guardado. No es ni de una ni de otro, así que no tiene una huella que otra máquina pueda obtener.",
    certify: "Certificar en el procesador",
    promised: "Este enlace trae una huella",
    promised_says: "Se tomó de una ejecución terminada. Ejecútala aquí: la página dirá si esta máquina ha calculado lo \
                    mismo, bit a bit.",
    verify: "Repetir y verificar",
};

pub(super) const RECORDS: Records = Records {
    title: "Registro",
    says: "Un archivo con los ajustes, todas las medidas y los veredictos de la ejecución, y lo que otra máquina necesita \
           para comprobarla. Suelta uno en esta página para abrirlo.",
    unreadable: "El archivo no se puede leer como texto, así que no es un registro.",
    unread,
    elsewhere: |question| {
        format!("El registro es de otro experimento, “{question}”. Ábrelo en la página de ese experimento.")
    },
    save: "Guardar el registro",
    more: "Más de esta ejecución para guardar:",
    csv: "Medidas (CSV)",
    json: "Medidas (JSON)",
    weights: "Pesos (safetensors)",
    without: |without, all| {
        format!(
            "Faltan los pesos de {without} de {all} modelos: un modelo que terminó antes no los tiene, y de una ejecución \
             grande solo se guardan los del primer miembro. La línea de órdenes los escribe todos."
        )
    },
    script: "Guion para PyTorch (Python)",
    citation: "Cita (BibTeX)",
    repeats: "La misma ejecución en la línea de órdenes:",
    open: "Abrir un registro",
    opened: "De un registro",
    opened_says: |backend| {
        format!(
            "Lo que ves se leyó de un archivo y no se calculó aquí. Se calculó con “{backend}”. Ejecútalo para ver si \
             esta máquina obtiene lo mismo."
        )
    },
    doubt,
    close: "Quitarlo",
};

fn means(comparison: Option<Comparison>) -> String {
    match comparison {
        None => "Abarca cada parámetro, cada estado del optimizador y cada pérdida en 65 puntos de la ejecución. Quien abra \
                 el enlace compartido y lo ejecute obtendrá esta misma huella, en cualquier máquina."
            .to_owned(),
        Some(Comparison::Same) => "El enlace traía esta huella: esta máquina acaba de volver a calcular cada parámetro, \
                                   cada estado del optimizador y cada pérdida de esa ejecución, y son los mismos, bit a \
                                   bit."
            .to_owned(),
        Some(Comparison::Differs) => "El enlace traía otra huella. Sus ajustes son los mismos, así que una de las dos \
                                      ejecuciones no se calculó como la calcula esta versión, o el enlace se cambió a \
                                      mano."
            .to_owned(),
        Some(Comparison::Departs { after, by }) => format!(
            "Las dos ejecuciones son iguales hasta {after} de 64, y ya no lo son en {by} de 64: entre estos dos puntos una \
             de ellas no se calculó como la calcula esta versión."
        ),
        Some(Comparison::Inconsistent) => "La huella del enlace y su prueba no son de la misma ejecución, así que el enlace \
                                           se cambió a mano o se dañó por el camino."
            .to_owned(),
    }
}

pub(super) fn comparison(comparison: Comparison) -> String {
    match comparison {
        Comparison::Same => "idéntica, bit a bit".to_owned(),
        Comparison::Differs => "distinta".to_owned(),
        Comparison::Departs { after, by } => format!("se separa entre {after} y {by} de {PROGRESS}"),
        Comparison::Inconsistent => "incoherente".to_owned(),
    }
}

fn unread(error: &RecordError) -> String {
    match error {
        RecordError::TooLarge { bytes } => {
            format!("El registro tiene {bytes} bytes y puede tener {LARGEST} como máximo; se deja sin leer.")
        }
        RecordError::CutShort { line, column } => format!(
            "El registro está incompleto: se corta en la línea {line}, columna {column}. Vuelve a obtenerlo."
        ),
        RecordError::NotJson { line, column } => {
            format!(
                "Esto no es el registro de una ejecución: en la línea {line}, columna {column}, no es JSON."
            )
        }
        RecordError::NotARecord { line, column } => format!(
            "Esto no es el registro de una ejecución: antes de la línea {line}, columna {column}, falta algo o es de otro \
             tipo."
        ),
        RecordError::NewerFormat { got } => {
            format!(
                "El registro tiene el formato {got} y esta versión lee el {FORMAT}: ábrelo con una versión más reciente."
            )
        }
        RecordError::UnknownExperiment { got } => {
            format!("El registro es de un experimento “{got}”, que esta versión no tiene.")
        }
        RecordError::Unreadable(error) => {
            format!("Las claves del registro no se pueden leer: {}", link::unread(error))
        }
        RecordError::Keys { notes } => {
            let sentences: Vec<String> = notes.iter().map(link::note).collect();
            format!(
                "No todas las claves del registro se aplican, así que no se puede mostrar: {}",
                sentences.join(" ")
            )
        }
        RecordError::Count { what, got, expects } => {
            let what = match what {
                Counted::Arms => "variantes",
                Counted::Models => "modelos en una variante",
                Counted::Steps => "pasos de un modelo",
                Counted::Values => "valores en una serie",
                Counted::Chain => "valores en el camino a su huella",
            };
            format!("El registro está dañado: el número de {what} es {got} y debería ser {expects}.")
        }
        RecordError::Contradiction(what) => format!("El registro está dañado: {}.", contradiction(*what)),
        RecordError::Digest => {
            "La huella del registro o un valor en el camino a ella están dañados: cada uno tiene 32 \
                                dígitos hexadecimales."
                .to_owned()
        }
    }
}

/// To stand within a sentence.
fn contradiction(what: Contradiction) -> String {
    match what {
        Contradiction::Rev => "sus claves son de otra revisión que el resto".to_owned(),
        Contradiction::Arm { number } => {
            format!("la variante {number} no es la que indican sus claves, o tiene otro número de pasos")
        }
        Contradiction::Point { number } => format!(
            "una medida de la variante {number} está en un paso o punto de progreso en que no se mide, o está dos veces"
        ),
        Contradiction::Stop { number } => {
            format!(
                "un modelo de la variante {number} terminó después que su variante, o se midió tras su final"
            )
        }
        Contradiction::Digest => {
            "una huella corresponde a toda ejecución completa calculada con “exact” y a ninguna otra"
                .to_owned()
        }
    }
}

fn doubt(doubt: Doubt) -> String {
    match doubt {
        Doubt::OtherRev { got, runs } => format!(
            "El registro es de la revisión {got} de su experimento y esta versión ejecuta la {runs}: se puede mostrar, \
             pero no verificar."
        ),
        Doubt::Incomplete => {
            "El registro es de una ejecución que no se completó, así que no hay nada que comparar: se \
                              puede mostrar, pero no verificar."
                .to_owned()
        }
        Doubt::OtherBits { got } => format!(
            "El registro tiene “bits” {got} y esta versión calcula {BITS}: se puede mostrar, pero no verificar."
        ),
        Doubt::NotExact => {
            "En la ejecución participó una GPU, así que no se puede comparar bit a bit.".to_owned()
        }
    }
}

pub(super) const RUNS: Runs = Runs {
    title: "Ejecuciones en este dispositivo",
    says: "Ejecuciones de este experimento que se calcularon en este navegador. Se quedan en este dispositivo hasta que las \
           olvides.",
    none: "Aún no hay ninguna: una ejecución se guarda aquí cuando termina.",
    refused: "Este navegador no guarda nada para esta página, así que las ejecuciones se olvidan al cerrarla.",
    defaults: "ajustes por defecto",
    unfinished: |j| format!("sin terminar, en {j} de 64"),
    open: "Abrir",
    compare: "Comparar",
    go_on: "Seguir",
    forget: "Olvidar",
    of_run: |action, run| format!("{action}: {run}"),
    forget_all: "Olvidar todas",
    other_release: "Una versión anterior de Gedanken empezó esta ejecución, y esta no puede seguir con ella; se olvida.",
    can_go_on: |j| format!("Una ejecución con estos ajustes se detuvo en {j} de 64 al cerrarse su página."),
};

pub(super) const NEARLY: Nearly = Nearly {
    says: "En la ejecución registrada participó una GPU, así que no se puede comparar bit a bit.",
    agrees: "Ningún requisito cambia de veredicto.",
    differs: "Algún requisito cambia de veredicto.",
    verdict: |id, is_gate, [ours, theirs]| {
        let kind = if is_gate { " (requisito)" } else { "" };
        format!("{id}{kind}: {ours} en el registro, {theirs} en el cálculo exacto")
    },
    stop: |arm, model, steps| {
        let [ours, theirs] = steps.map(|step| {
            step.map_or("no se detuvo".to_owned(), |step| {
                format!("se detuvo en el paso {}", count(step.into()))
            })
        });
        format!("{arm}, modelo {model}: {ours} en el registro, {theirs} en el cálculo exacto")
    },
    differences: "Mayores diferencias al final",
    columns: ["variante", "serie", "modelo", "registro", "exacto", "diferencia"],
};
