//! Claims and their verdicts, in Spanish.

use crate::words::Claims;
use crate::words::run::duration;

pub(super) const CLAIMS: Claims = Claims {
    title: "Afirmaciones",
    table: "Afirmaciones en una tabla",
    holds: "se cumple",
    fails: "no se cumple",
    undecided: "sin decidir",
    details: "Números y protocolo de",
    not_measured: "sin medir en esta ejecución",
    run: "Ejecutar",
    run_named: |id| format!("Ejecutar lo que pide {id}"),
    members: |passed, of, quota| {
        let members = if of == 1 { "miembro" } else { "miembros" };
        if quota == of {
            format!("{passed} de {of} {members}")
        } else {
            format!("{passed} de {of} {members}, se piden {quota}")
        }
    },
    interval: |low, high| {
        format!("intervalo exacto del 95\u{a0}% para la proporción: de {low:.2} a {high:.2}")
    },
    measured: |value, threshold| format!("medido: {value}; se pide: {threshold}"),
    wanted: |threshold| format!("se pide: {threshold}"),
    at_least: |level| format!("al menos {level}"),
    at_most: |level| format!("como máximo {level}"),
    within: |distance, level| format!("a no más de {distance} de {level}"),
    at_the_end: "al final",
    by_step: |step| format!("a más tardar en el paso {step}"),
    always: "siempre",
    summary,
    takes: |seconds| format!("aprox. {} aquí", duration(seconds)),
    work: |operations| format!("{:.0} GFLOP", operations.ceil()),
    queued: |id, left| match left {
        0 => format!("Esta es la última ejecución para {id}."),
        1 => format!("Falta una ejecución más para {id}."),
        left => format!("Faltan {left} ejecuciones más para {id}."),
    },
    gate: "requisito",
    reported: "informativa",
    exploratory: "exploratoria",
    paper: "umbral del artículo",
    ours: "umbral nuestro",
};

fn summary(holds: usize, fails: usize, undecided: usize, unmeasured: usize) -> String {
    if holds + fails + undecided == 0 {
        return none_of(unmeasured);
    }
    let parts = [
        (holds, "se cumple", "se cumplen"),
        (fails, "no se cumple", "no se cumplen"),
        (undecided, "está sin decidir", "están sin decidir"),
        (unmeasured, "no se mide en esta ejecución", "no se miden en esta ejecución"),
    ];
    let say = |(count, one, many): &(usize, &str, &str)| {
        format!("{count} {}", if *count == 1 { one } else { many })
    };
    let says: Vec<String> = parts.iter().filter(|(count, ..)| *count > 0).map(say).collect();
    let claims = match holds + fails + undecided + unmeasured {
        1 => "1 afirmación".to_owned(),
        all => format!("{all} afirmaciones"),
    };
    format!("De {claims}: {}.", says.join(", "))
}

/// Where no claim is measured.
fn none_of(claims: usize) -> String {
    match claims {
        1 => "Esta ejecución no mide la afirmación, que pide ejecuciones propias.".to_owned(),
        claims => {
            format!("Esta ejecución no mide ninguna de las {claims} afirmaciones: cada una pide las suyas.")
        }
    }
}
