//! What panels say, in Spanish.

use super::{and, count, counted, listed};
use crate::digest::PROGRESS;
use crate::panel::Sign;
use crate::panel::film::Look;
use crate::text::capital;
use crate::words::{Bars, Film, Heat, Line, Pairs, Panels, Paths, Scatter, Sequence, Swept, Table};

pub(super) const PANELS: Panels = Panels {
    nothing_measured: "Aún no se ha medido nada.",
    waiting: |arms| format!("Aún no hay nada de {}.", listed(arms)),
    nothing_yet: "nada todavía",
    no_finite_number: "ningún número finito",
    median_of: |members| of(members, "mediana"),
    mean_of: |members| of(members, "media"),
    first_member: "primer miembro",
    numbers: |whose| format!("{}.", capital(whose)),
    median: "mediana",
    quartiles: "cuartiles",
    between: |low, high| format!("{low} a {high}"),
    arm: "variante",
    picture: "imagen",
    dotted: |levels| format!("Punteado: {}.", levels.join(", ")),
    line: LINE,
    heat: HEAT,
    scatter: SCATTER,
    pairs: PAIRS,
    path: PATHS,
    bars: BARS,
    film: FILM,
    sequence: SEQUENCE,
    table: TABLE,
    sweep: SWEPT,
};

const LINE: Line = Line {
    steps: "pasos de entrenamiento",
    values: |step, of, values| format!("{}: {}.", capital(&when(step, of)), values.join(", ")),
    reading: |step, values| format!("Paso {}: {}.", count(step.into()), values.join("; ")),
    ended: |step| format!("(terminó en {})", count(step.into())),
    level_of: |level, arm| format!("{level} para {arm}"),
    ended_early: |ended, members, arm, step| {
        let verb = if ended == 1 { "terminó" } else { "terminaron" };
        let (members, step) = (counted(members.into(), "miembro", "miembros"), count(step.into()));
        format!(
            "{ended} de {members} de {arm} {verb} antes de tiempo, desde el paso {step}, porque la pérdida dejó de ser un \
             número finito."
        )
    },
    progress: "progreso",
    progress_at: |j| format!("{j} de {PROGRESS}"),
    step_of: |arm| format!("{arm}: paso"),
};

const HEAT: Heat = Heat {
    fields: |what, arms| format!("{}: {}.", capital(what), arms.join("; ")),
    summary: |mean, low, high, heaviest| match heaviest {
        Some(heaviest) => format!("{mean}, de {low} a {high}, {heaviest}"),
        None => format!("{mean}, de {low} a {high}"),
    },
    heaviest: |share, row, column| {
        format!("{:.0}\u{a0}% de los cuadrados en {row} por {column}", share * 100.0)
    },
    average: |mean| format!("{mean} en promedio"),
    average_of_parts: |mean, on_dots, elsewhere| {
        format!("{mean} en promedio ({on_dots} con punto, {elsewhere} sin punto)")
    },
    dots: |means| format!("Un punto marca dónde {means}."),
    with_dot: |reading| format!("{reading}, con punto"),
    value: |value, what, whose| match whose {
        Some(whose) => format!("{value} ({what}, {whose})"),
        None => format!("{value} ({what})"),
    },
};

const SCATTER: Scatter = Scatter {
    no_points: "Aún no hay puntos.",
    points: |points, classes| {
        format!("{}: {}.", counted(points as u64, "punto", "puntos"), classes.join(", "))
    },
    of_class: |points, class, sign| format!("{points} de {class} ({})", many(sign)),
    class_at: |class| format!("clase {class}"),
    shares: |arms| format!("Proporción de los puntos bien clasificados: {}.", arms.join("; ")),
    class: "clase",
    likely: |class, who| format!("(probabilidad de {class}, {who})"),
};

const PAIRS: Pairs = Pairs {
    apart: |what, [from, to], arms| {
        format!(
            "Distancia entre {from} {} {to} de cada {what}, en promedio, como parte de la mayor del gráfico: {}.",
            and(to),
            arms.join("; ")
        )
    },
    pair: |arm, name, [from, to], apart| {
        format!("{arm}, {name}: entre {from} {} {to} hay una distancia de {apart}.", and(to))
    },
};

const PATHS: Paths = Paths {
    stands: |arm, step, of, at| format!("{} {}: {}.", capital(arm), when(step, of), at.join(", ")),
    turns: |arm, degrees, step, at| {
        format!(
            "{} da un giro brusco, de {degrees:.0} grados, en el paso {}: {}.",
            capital(arm),
            count(step.into()),
            at.join(", ")
        )
    },
    converged: |arm, step, means| format!("Desde el paso {}, en {arm}, {means}.", count(step.into())),
    marked: |places| format!("Marcado: {}.", places.join("; ")),
    place: |name, [x, y]| format!("{name} en {x}, {y}"),
    reading: |arm, step, at| format!("{}, paso {}: {}.", capital(arm), count(step.into()), at.join(", ")),
    of_arm: |arm, axis| format!("{arm}: {axis}"),
    key: ["dónde está", "giro brusco", "el entrenamiento convergió"],
};

const BARS: Bars = Bars {
    says: |what, arms| format!("{}: {}.", capital(what), arms.join(". ")),
    arm_says: |arm, rows| format!("{arm} {}", rows.join("; ")),
    row_says: |row, bars| format!("{row}, {}", bars.join(", ")),
    row: "fila",
};

const FILM: Film = Film {
    says: |each, pictures| {
        let which = if each == 1 { "La imagen" } else { "La primera imagen" };
        format!("{which} de cada petición: {}.", pictures.join("; "))
    },
    of: |name, looks| format!("{name}, {looks}"),
    look: |Look { middle, share, .. }| {
        let part = |channel: u8| format!("{:.0}\u{a0}%", f64::from(channel) / 2.55);
        format!(
            "{} de rojo, {} de verde y {} de azul en el centro, sobre el {:.0}\u{a0}% de la imagen",
            part(middle.r),
            part(middle.g),
            part(middle.b),
            100.0 * share
        )
    },
    reading: |name, number, looks| format!("{name}, imagen {number}: {looks}."),
    columns: ["petición", "imagen", "centro", "esquinas", "como el centro"],
};

const SEQUENCE: Sequence = Sequence {
    nothing: "Aún no hay nada que mostrar.",
    rows: |rows| format!("{} de tokens.", counted(rows as u64, "fila", "filas")),
    row_right: |row, right, of| format!("{row} {} de {of}", counted(right as u64, "acierto", "aciertos")),
    right_of: |right, of| format!("{right} de {of}"),
    row: "fila",
    right: "aciertos",
    wrong: |token| format!("{token} (incorrecto)"),
    no_tokens: |row| format!("{row}: sin tokens."),
    token: |row, place, token, right| {
        let right = match right {
            Some(true) => ", correcto",
            Some(false) => ", incorrecto",
            None => "",
        };
        format!("{row}, lugar {place}: {token}{right}.")
    },
};

const TABLE: Table = Table {
    empty: "La tabla está vacía.",
    size: |rows, columns, first| {
        let (rows, columns) =
            (counted(rows as u64, "fila", "filas"), counted(columns as u64, "columna", "columnas"));
        format!("{rows} de {columns}. Primera fila: {first}")
    },
};

const SWEPT: Swept = Swept {
    title: |series, knobs| {
        let knobs: Vec<&str> = knobs.iter().map(String::as_str).collect();
        format!("{series}, según {}", listed(&knobs))
    },
    speed: |series| format!("Velocidad con que se aprende {series}, en 1 / 1000 pasos"),
    expected: |level, arm| format!("{level} de {arm} en cada valor"),
    expected_of: |level, arm| format!("{arm}: {level}"),
    beside: |value, name, level| format!("{value} ({name} {level})"),
    nothing: "No hay barrido.",
    swept: |members, knobs| {
        let one = |(count, knob): &(usize, &str)| format!("{count} valores de {knob}");
        let knobs: Vec<String> = knobs.iter().map(one).collect();
        format!("{} para cada uno de {}.", capital(&of(members, "mediana")), knobs.join(" y "))
    },
    throughout: |value| format!("siempre {value}"),
    extremes: |high, best, low, worst| format!("máximo {high} con {best}, mínimo {low} con {worst}"),
    so_far: |measured, of| format!("({measured} de {of} hasta ahora)"),
    ended_early: |arm, values, of| {
        let at_which = match values.len() {
            1..=3 => format!("con {}", listed(values)),
            many => format!("en {many} de {}", counted(of as u64, "valor", "valores")),
        };
        format!(
            "Hay miembros de {arm} que terminaron antes de tiempo {at_which}, porque la pérdida dejó de ser un número \
             finito."
        )
    },
    compared: |levels| format!("Para comparar: {}.", levels.join(", ")),
    median_of: |arm| format!("{arm}: mediana"),
};

/// "antes de entrenar", "después de 824 de 1200 pasos".
fn when(step: u32, of: u32) -> String {
    match step {
        0 => "antes de entrenar".to_owned(),
        step if step == of => format!("después de los {} pasos", count(step.into())),
        step => format!("después de {} de {} pasos", count(step.into()), count(of.into())),
    }
}

/// "un miembro", "mediana de 4 miembros".
fn of(members: u32, what: &str) -> String {
    match members {
        1 => "un miembro".to_owned(),
        members => format!("{what} de {members} miembros"),
    }
}

/// The name of a shape, for several of them.
fn many(sign: Sign) -> &'static str {
    match sign {
        Sign::Circle => "círculos",
        Sign::Square => "cuadrados",
        Sign::Triangle => "triángulos",
        Sign::Cross => "cruces",
    }
}
