//! What this device remembers for a visitor: predictions, and how fast it trains. Where storage is refused, nothing is remembered, and nothing
//! else changes.

use ::lab::experiment::Experiment;
use ::lab::predict::{Drawn, Guess, POINTS, Prediction};
use ::lab::text::number;
use leptos::prelude::window;
use web_sys::Storage;

fn storage() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

fn name(experiment: &Experiment, prediction: &str) -> String {
    format!("gedanken:{}:{prediction}", experiment.id)
}

/// Remembers how fast this device trains, in millions of operations a second: the gallery says by it how long runs take.
pub(super) fn remember_rate(rate: f64) {
    if let Some(storage) = storage() {
        // Full or refused: as above.
        let _ = storage.set_item("gedanken:rate", &format!("{rate:.0}"));
    }
}

/// Remembers a prediction.
pub(super) fn remember(experiment: &Experiment, prediction: &str, guess: Guess) {
    let text = match guess {
        Guess::Choice(at) => format!("choice {at}"),
        Guess::Curve(Drawn(values)) => {
            format!("curve {}", values.map(|value| value.to_string()).join(" "))
        }
    };
    if let Some(storage) = storage() {
        // Full or refused: as above.
        let _ = storage.set_item(&name(experiment, prediction), &text);
    }
}

/// The predictions that are remembered, as far as they fit what is asked.
pub(super) fn recall(experiment: &'static Experiment) -> Vec<(&'static str, Guess)> {
    let Some(storage) = storage() else { return Vec::new() };
    let one = |prediction: &'static Prediction| {
        let text = storage.get_item(&name(experiment, prediction.key())).ok().flatten()?;
        Some((prediction.key(), read(prediction, &text)?))
    };
    experiment.predictions.iter().filter_map(one).collect()
}

fn read(prediction: &Prediction, text: &str) -> Option<Guess> {
    match (prediction, text.split_once(' ')?) {
        (Prediction::Choice { options, .. }, ("choice", at)) => {
            at.parse().ok().filter(|at| *at < options.len()).map(Guess::Choice)
        }
        (Prediction::Curve { .. }, ("curve", values)) => {
            let values: Vec<f64> = values.split(' ').map(number).collect::<Option<_>>()?;
            let values: [f64; POINTS] = values.try_into().ok()?;
            values.iter().all(|value| value.is_finite()).then_some(Guess::Curve(Drawn(values)))
        }
        _ => None,
    }
}
