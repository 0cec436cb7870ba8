//! Claims and their verdicts, in German.

use super::count;
use crate::words::Claims;
use crate::words::run::duration;

pub(super) const CLAIMS: Claims = Claims {
    title: "Behauptungen",
    table: "Behauptungen als Tabelle",
    holds: "trifft zu",
    fails: "trifft nicht zu",
    undecided: "unentschieden",
    details: "Zahlen und Protokoll von",
    not_measured: "in diesem Lauf nicht gemessen",
    run: "Prüfen",
    run_named: |id| format!("Prüfen: die Läufe, die {id} verlangt"),
    members: |passed, of, quota| {
        if quota == of {
            format!("{passed} von {of} Mitgliedern")
        } else {
            format!("{passed} von {of} Mitgliedern, {quota} verlangt")
        }
    },
    interval: |low, high| format!("exaktes 95-%-Intervall des Anteils: {low:.2} bis {high:.2}"),
    measured: |value, threshold| format!("gemessen: {value}, verlangt: {threshold}"),
    wanted: |threshold| format!("verlangt: {threshold}"),
    at_least: |level| format!("mindestens {level}"),
    at_most: |level| format!("höchstens {level}"),
    within: |distance, level| format!("höchstens {distance} entfernt von {level}"),
    at_the_end: "am Ende",
    by_step: |step| format!("bis Schritt {}", count(step.into())),
    always: "immer",
    summary,
    takes: |seconds| format!("hier etwa {}", duration(seconds)),
    work: |operations| format!("{:.0} GFLOP", operations.ceil()),
    queued: |id, left| match left {
        0 => format!("Das ist der letzte Lauf für {id}."),
        1 => format!("Für {id} folgt noch ein Lauf."),
        left => format!("Für {id} folgen noch {left} Läufe."),
    },
    gate: "entscheidend",
    reported: "berichtet",
    exploratory: "explorativ",
    paper: "Schwelle aus dem Artikel",
    ours: "unsere Schwelle",
};

fn summary(holds: usize, fails: usize, undecided: usize, unmeasured: usize) -> String {
    if holds + fails + undecided == 0 {
        return none_of(unmeasured);
    }
    let parts = [
        (holds, "trifft zu", "treffen zu"),
        (fails, "trifft nicht zu", "treffen nicht zu"),
        (undecided, "ist unentschieden", "sind unentschieden"),
        (unmeasured, "ist in diesem Lauf nicht gemessen", "sind in diesem Lauf nicht gemessen"),
    ];
    let say = |(count, one, many): &(usize, &str, &str)| match count {
        1 => format!("eine {one}"),
        count => format!("{count} {many}"),
    };
    let says: Vec<String> = parts.iter().filter(|(count, ..)| *count > 0).map(say).collect();
    let of = match holds + fails + undecided + unmeasured {
        1 => "Von einer Behauptung".to_owned(),
        of => format!("Von {of} Behauptungen"),
    };
    format!("{of}: {}.", says.join(", "))
}

/// Where no claim is measured.
fn none_of(claims: usize) -> String {
    match claims {
        1 => "Dieser Lauf misst die Behauptung nicht: sie verlangt eigene Läufe.".to_owned(),
        claims => format!("Dieser Lauf misst keine der {claims} Behauptungen: jede verlangt eigene Läufe."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verbs_follow_their_number() {
        assert_eq!(
            summary(2, 1, 0, 1),
            "Von 4 Behauptungen: 2 treffen zu, eine trifft nicht zu, eine ist in diesem Lauf nicht gemessen."
        );
        assert_eq!(summary(1, 0, 0, 0), "Von einer Behauptung: eine trifft zu.");
    }
}
