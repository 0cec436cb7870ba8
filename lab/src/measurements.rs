//! Everything that a run measured, as one table.

use crate::keys::RunKeys;
use crate::knob::Knobs;
use crate::panel::Table;
use crate::recording::Recording;

/// Every measurement as a table: a row for each point of each model, a column for each series. What is no finite number
/// is left out.
#[must_use]
pub fn measurements(keys: &RunKeys, recording: &Recording) -> Table {
    let arms = keys.arms();
    let swept: Vec<&str> =
        keys.sweep.axes().iter().map(|axis| keys.experiment.knobs[axis.knob].key).collect();
    let series = keys.experiment.series.iter().map(|series| series.key);
    let columns =
        ["arm", "model"].into_iter().chain(swept.iter().copied()).chain(["j", "step"]).chain(series);
    let mut rows = Vec::new();
    for (position, arm) in arms.iter().enumerate() {
        for model in 0..recording.members() {
            let knobs = keys.sweep.knobs(&keys.knobs, model / keys.members);
            let values: Vec<String> = swept.iter().filter_map(|key| written(&knobs, key)).collect();
            for point in recording.points(position, model) {
                let mut row = vec![arm.key.to_owned(), model.to_string()];
                row.extend_from_slice(&values);
                row.extend([point.j.to_string(), point.step.to_string()]);
                row.extend(point.values.iter().map(|value| number(*value).unwrap_or_default()));
                rows.push(row);
            }
        }
    }
    Table { columns: columns.map(str::to_owned).collect(), rows }
}

/// A knob's value as a link writes it.
fn written(knobs: &Knobs, key: &str) -> Option<String> {
    knobs.iter().find(|(knob, _)| knob.key == key).map(|(knob, value)| knob.write(value))
}

/// The same as JSON: an array with an object for each row, so that `pandas.read_json` reads it. Numbers stand as numbers, and
/// `null` for what is none.
#[must_use]
pub fn json(table: &Table) -> String {
    let columns: Vec<String> = table.columns.iter().map(|column| quoted(column)).collect();
    let row = |cells: &Vec<String>| {
        let pairs = columns.iter().zip(cells).map(|(column, cell)| format!("{column}:{}", value(cell)));
        format!("{{{}}}", pairs.collect::<Vec<_>>().join(","))
    };
    format!("[\n{}\n]\n", table.rows.iter().map(row).collect::<Vec<_>>().join(",\n"))
}

/// A cell of a table as a value of JSON, in the same digits.
fn value(cell: &str) -> String {
    if cell.is_empty() {
        "null".to_owned()
    } else if serde_json::from_str::<serde_json::Number>(cell).is_ok() {
        cell.to_owned()
    } else {
        quoted(cell)
    }
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// In as few digits as say it exactly, where it is a finite number. Not by way of a value of JSON, which would be of double
/// precision.
#[must_use]
pub fn number(value: f32) -> Option<String> {
    value.is_finite().then(|| serde_json::to_string(&value).ok()).flatten()
}
