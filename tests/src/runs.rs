//! Runs to open in a page, by their links.

use lab::experiment::Experiment;
use lab::keys::RunKeys;
use lab::knob::{Range, Role, Value};

/// The link of the shortest run of an experiment that still has several members: every whole number that shapes it
/// at its least.
#[must_use]
pub fn shortest_run(experiment: &'static Experiment) -> String {
    let mut keys = RunKeys::defaults(experiment);
    keys.members = 2;
    for (position, knob) in experiment.knobs.iter().enumerate() {
        if let (Role::Shape, Range::Whole { min, .. }) = (knob.role, knob.range) {
            keys.knobs.set(position, Value::Whole(min));
        }
    }
    format!("{}/#{}", experiment.id, keys.write())
}
