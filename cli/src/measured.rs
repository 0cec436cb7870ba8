//! Measurements, as lines of JSON while they come and as a table at the end.

use lab::experiment::Arm;
use lab::keys::RunKeys;
use lab::recording::Recording;
use lab::run::Event;
use serde_json::json;

use crate::said::say;

/// What happened, as a line of JSON, where it is something to be said.
pub(crate) fn line(event: &Event, arms: &[Arm], keys: &RunKeys) -> Option<serde_json::Value> {
    let name = |arm: u32| arms.get(arm as usize).map_or("", |arm| arm.key);
    match event {
        Event::Measured(point) => {
            let series = keys.experiment.series.iter().map(|series| series.key);
            let values: serde_json::Map<_, _> =
                series.zip(&point.values).map(|(key, value)| (key.to_owned(), json!(value))).collect();
            Some(
                json!({ "type": "measured", "arm": name(point.arm), "member": point.member, "j": point.j, "step": point.step, "values": values }),
            )
        }
        Event::Stopped(stop) => Some(
            json!({ "type": "stopped", "arm": name(stop.arm), "member": stop.member, "step": stop.step }),
        ),
        Event::Ended(_) => None,
    }
}

/// The last value of each series, for each arm and member; with a sweep, for each combination of its values.
pub(crate) fn print_table(arms: &[Arm], recording: &Recording, keys: &RunKeys) {
    for cell in 0..keys.sweep.cells() {
        if !keys.sweep.is_empty() {
            say!("{}", swept(keys, cell));
        }
        for (position, arm) in arms.iter().enumerate() {
            say!("{} ({} steps)", arm.label, arm.steps);
            print_arm(position, recording, keys, cell);
        }
    }
}

fn print_arm(arm: usize, recording: &Recording, keys: &RunKeys, cell: u32) {
    let models = keys.models_of(cell);
    for (number, series) in keys.experiment.series.iter().enumerate() {
        let last = models.clone().map(|model| {
            let value = recording.points(arm, model).last().and_then(|point| point.values.get(number));
            value.map_or("none".to_owned(), |value| format!("{value:.3}"))
        });
        say!("    {:<18} {}", series.label, last.collect::<Vec<_>>().join("  "));
    }
    for (model, step) in recording.stopped(arm).filter(|(model, _)| models.contains(model)) {
        let member = model - models.start;
        say!("    member {member} stopped at step {step}: its loss was no finite number");
    }
}

/// The swept knobs of a cell: "rate = 0.01, noise = 0.2".
fn swept(keys: &RunKeys, cell: u32) -> String {
    let knobs = keys.sweep.knobs(&keys.knobs, cell);
    let written = |knob: usize| {
        let (knob, value) = knobs.iter().nth(knob)?;
        Some(format!("{} = {}", knob.key, knob.write(value)))
    };
    keys.sweep.axes().iter().filter_map(|axis| written(axis.knob)).collect::<Vec<_>>().join(", ")
}
