//! What panels say, in German.

use super::{count, counted, listed};
use crate::digest::PROGRESS;
use crate::panel::Sign;
use crate::panel::film::Look;
use crate::text::capital;
use crate::words::{Bars, Film, Heat, Line, Pairs, Panels, Paths, Scatter, Sequence, Swept, Table};

pub(super) const PANELS: Panels = Panels {
    nothing_measured: "Noch ist nichts gemessen.",
    waiting: |arms| format!("Noch nichts von {}.", listed(arms)),
    nothing_yet: "noch nichts",
    no_finite_number: "keine endliche Zahl",
    median_of: |members| of(members, "Median"),
    mean_of: |members| of(members, "Mittel"),
    first_member: "erstes Mitglied",
    numbers: |whose| format!("{}.", capital(whose)),
    median: "Median",
    quartiles: "Quartile",
    between: |low, high| format!("{low} bis {high}"),
    arm: "Arm",
    picture: "Bild",
    dotted: |levels| format!("Gepunktet: {}.", levels.join(", ")),
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
    steps: "Trainingsschritte",
    values: |step, of, values| format!("{}: {}.", capital(&when(step, of)), values.join(", ")),
    reading: |step, values| format!("Schritt {}: {}.", count(step.into()), values.join("; ")),
    ended: |step| format!("(zu Ende bei {})", count(step.into())),
    level_of: |level, arm| format!("{level} für {arm}"),
    ended_early: |ended, members, arm, step| {
        let verb = if ended == 1 { "endete" } else { "endeten" };
        format!(
            "{ended} von {} von {arm} {verb} vorzeitig, ab Schritt {}, weil der Verlust keine endliche Zahl mehr war.",
            counted(members.into(), "Mitglied", "Mitgliedern"),
            count(step.into())
        )
    },
    progress: "Fortschritt",
    progress_at: |j| format!("{j} von {PROGRESS}"),
    step_of: |arm| format!("{arm}: Schritt"),
};

const HEAT: Heat = Heat {
    fields: |what, arms| format!("{}: {}.", capital(what), arms.join("; ")),
    summary: |mean, low, high, heaviest| match heaviest {
        Some(heaviest) => format!("{mean}, von {low} bis {high}, {heaviest}"),
        None => format!("{mean}, von {low} bis {high}"),
    },
    heaviest: |share, row, column| format!("{:.0} % der Quadrate in {row} mal {column}", share * 100.0),
    average: |mean| format!("{mean} im Mittel"),
    average_of_parts: |mean, on_dots, elsewhere| {
        format!("{mean} im Mittel ({on_dots} auf Punkten, {elsewhere} sonst)")
    },
    dots: |means| format!("Ein Punkt markiert: {means}."),
    with_dot: |reading| format!("{reading}, mit einem Punkt"),
    value: |value, what, whose| match whose {
        Some(whose) => format!("{value} ({what}, {whose})"),
        None => format!("{value} ({what})"),
    },
};

const SCATTER: Scatter = Scatter {
    no_points: "Es gibt noch keine Punkte.",
    points: |points, classes| {
        format!("{}: {}.", counted(points as u64, "Punkt", "Punkte"), classes.join(", "))
    },
    of_class: |points, class, sign| format!("{points} von {class} ({})", many(sign)),
    class_at: |class| format!("Klasse {class}"),
    shares: |arms| format!("Anteil der richtig zugeordneten Punkte: {}.", arms.join("; ")),
    class: "Klasse",
    likely: |class, who| format!("(wie wahrscheinlich {class} ist, {who})"),
};

const PAIRS: Pairs = Pairs {
    apart: |what, [from, to], arms| {
        format!(
            "Wie weit {from} und {to} im Mittel auseinanderliegen, für jedes Paar ({what}), gemessen an der größten \
             Entfernung im Bild: {}.",
            arms.join("; ")
        )
    },
    pair: |arm, name, [from, to], apart| {
        format!("{arm}, {name}: {from} und {to} liegen {apart} auseinander.")
    },
};

const PATHS: Paths = Paths {
    stands: |arm, step, of, at| format!("{} {}: {}.", capital(arm), when(step, of), at.join(", ")),
    turns: |arm, degrees, step, at| {
        format!(
            "{} biegt scharf ab, um {degrees:.0} Grad, bei Schritt {}: {}.",
            capital(arm),
            count(step.into()),
            at.join(", ")
        )
    },
    converged: |arm, step, means| format!("Ab Schritt {} gilt für {arm}: {means}.", count(step.into())),
    marked: |places| format!("Markiert: {}.", places.join("; ")),
    place: |name, [x, y]| format!("{name} bei {x}, {y}"),
    reading: |arm, step, at| format!("{}, Schritt {}: {}.", capital(arm), count(step.into()), at.join(", ")),
    of_arm: |arm, axis| format!("{arm}: {axis}"),
    key: ["wo es steht", "scharfe Kurve", "Training konvergiert"],
};

const BARS: Bars = Bars {
    says: |what, arms| format!("{}: {}.", capital(what), arms.join(". ")),
    arm_says: |arm, rows| format!("{arm} {}", rows.join("; ")),
    row_says: |row, bars| format!("{row}, {}", bars.join(", ")),
    row: "Zeile",
};

const FILM: Film = Film {
    says: |each, pictures| {
        let which = if each == 1 { "Das Bild" } else { "Das erste Bild" };
        format!("{which} von jedem: {}.", pictures.join("; "))
    },
    of: |name, looks| format!("{name}, {looks}"),
    look: |Look { middle, share, .. }| {
        let part = |channel: u8| format!("{:.0} %", f64::from(channel) / 2.55);
        format!(
            "in der Mitte {} rot, {} grün und {} blau, auf {:.0} % des Bildes",
            part(middle.r),
            part(middle.g),
            part(middle.b),
            100.0 * share
        )
    },
    reading: |name, number, looks| format!("{name}, Bild {number}: {looks}."),
    columns: ["verlangt", "Bild", "Mitte", "Ecken", "wie die Mitte"],
};

const SEQUENCE: Sequence = Sequence {
    nothing: "Noch gibt es nichts zu zeigen.",
    rows: |rows| format!("{} mit Token.", counted(rows as u64, "Zeile", "Zeilen")),
    row_right: |row, right, of| format!("{row} {right} von {of} richtig"),
    right_of: |right, of| format!("{right} von {of}"),
    row: "Zeile",
    right: "richtig",
    wrong: |token| format!("{token} (falsch)"),
    no_tokens: |row| format!("{row}: keine Token."),
    token: |row, place, token, right| {
        let right = match right {
            Some(true) => ", richtig",
            Some(false) => ", falsch",
            None => "",
        };
        format!("{row}, Stelle {place}: {token}{right}.")
    },
};

const TABLE: Table = Table {
    empty: "Die Tabelle ist leer.",
    size: |rows, columns, first| {
        let (rows, columns) =
            (counted(rows as u64, "Zeile", "Zeilen"), counted(columns as u64, "Spalte", "Spalten"));
        format!("{rows} mit {columns}. Erste Zeile: {first}")
    },
};

const SWEPT: Swept = Swept {
    title: |series, knobs| format!("{series}, nach {}", knobs.join(" und ")),
    speed: |series| format!("Lerntempo von {series}, in 1 / 1\u{202f}000 Schritten"),
    expected: |level, arm| format!("{level} von {arm} bei jedem Wert"),
    expected_of: |level, arm| format!("{arm}: {level}"),
    beside: |value, name, level| format!("{value} ({name} {level})"),
    nothing: "Es gibt keinen Sweep.",
    swept: |members, knobs| {
        let one = |(values, knob): &(usize, &str)| {
            format!("{} von {knob}", counted(*values as u64, "Wert", "Werten"))
        };
        let knobs: Vec<String> = knobs.iter().map(one).collect();
        format!("{} bei je {}.", capital(&of(members, "Median")), knobs.join(" und "))
    },
    throughout: |value| format!("überall {value}"),
    extremes: |high, best, low, worst| {
        format!("am höchsten {high} bei {best}, am niedrigsten {low} bei {worst}")
    },
    so_far: |measured, of| format!("(bisher {measured} von {of})"),
    ended_early: |arm, values, of| {
        let at_which = match values.len() {
            1..=3 => listed(values),
            many => format!("{many} von {}", counted(of as u64, "Wert", "Werten")),
        };
        format!(
            "Mitglieder von {arm} endeten vorzeitig bei {at_which}, weil der Verlust keine endliche Zahl mehr war."
        )
    },
    compared: |levels| format!("Zum Vergleich: {}.", levels.join(", ")),
    median_of: |arm| format!("{arm}: Median"),
};

/// "vor dem Training", "nach 824 von 1 200 Schritten", "nach allen 1 200 Schritten".
fn when(step: u32, of: u32) -> String {
    match step {
        0 => "vor dem Training".to_owned(),
        step if step == of => format!("nach allen {} Schritten", count(of.into())),
        step => format!("nach {} von {} Schritten", count(step.into()), count(of.into())),
    }
}

/// "ein Mitglied", "Median von 4 Mitgliedern".
fn of(members: u32, what: &str) -> String {
    match members {
        1 => "ein Mitglied".to_owned(),
        members => format!("{what} von {members} Mitgliedern"),
    }
}

/// The name of a shape, for several of them.
fn many(sign: Sign) -> &'static str {
    match sign {
        Sign::Circle => "Kreise",
        Sign::Square => "Quadrate",
        Sign::Triangle => "Dreiecke",
        Sign::Cross => "Kreuze",
    }
}
