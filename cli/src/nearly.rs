//! What came of comparing a run on the exact backend with one that a GPU took part in, in lines and an exit status.

use std::process::ExitCode;

use lab::record::{Difference, Nearly, Stop, Verdicts};
use lab::words::words;
use serde_json::{Value, json};

/// For a person.
pub(crate) fn text(nearly: &Nearly) -> String {
    let words = words(None);
    let value = |value: Option<f32>| value.map_or("none".to_owned(), |value| format!("{value:.4}"));
    let difference = |difference: &Difference| {
        let Difference { arm, series, model, values: [ours, theirs] } = difference;
        let (size, ours, theirs) = (difference.size(), value(*ours), value(*theirs));
        format!("    {size:.6}  {arm}, {series}, model {model}: {ours} in the record, {theirs} on exact")
    };
    let head = format!("{} {}:", words.nearly.says, words.nearly.differences);
    let differences = nearly.differences.iter().map(difference);
    std::iter::once(head).chain(differences).chain(nearly.lines(words)).collect::<Vec<_>>().join("\n")
}

/// For a program.
pub(crate) fn json(nearly: &Nearly) -> Value {
    let differences = nearly.differences.iter().map(|difference| {
        let Difference { arm, series, model, values: [ours, theirs] } = difference;
        json!({ "arm": arm, "series": series, "model": model, "record": ours, "exact": theirs, "difference": difference.size() })
    });
    let stops = nearly.stops.iter().map(|Stop { arm, model, steps: [ours, theirs] }| {
        json!({ "arm": arm, "model": model, "record": ours, "exact": theirs })
    });
    let claims = nearly.verdicts.iter().map(|Verdicts { id, is_gate, verdicts: [ours, theirs] }| {
        json!({ "id": id, "gate": is_gate, "record": ours, "exact": theirs })
    });
    json!({
        "type": "compared",
        "with": "record",
        "result": "not bit-comparable",
        "differences": differences.collect::<Vec<_>>(),
        "stops": stops.collect::<Vec<_>>(),
        "claims": claims.collect::<Vec<_>>(),
    })
}

/// Only a gate whose verdict differs is bad.
pub(crate) fn status(nearly: &Nearly) -> ExitCode {
    if nearly.has_gate_that_differs() { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}
