//! The state of a page: its run, and what the visitor predicted. Never how it is embedded, and no results.

use lab::link::{Link, Presentation};
use lab::predict::{Drawn, Guess, POINTS, Prediction};
use serde_json::Value;

use super::json::{list, number, object, text};
use super::read::{Payload, Why};
use super::{Refusal, VERSION, Wish};
use crate::model::Model;

/// The link that the state holds: what is run, and what of it is looked at.
pub(super) fn link(model: &Model) -> Link {
    let shared = model.share();
    let Presentation { view, speed, beside, .. } = shared.presentation;
    Link { presentation: Presentation { view, speed, beside, ..Presentation::default() }, ..shared }
}

/// The state, with what of its link was not applied.
pub(super) fn write(model: &Model) -> String {
    let experiment = model.keys().experiment;
    let keys = experiment.predictions.iter().map(Prediction::key);
    let predictions: Vec<_> = keys.filter_map(|key| Some((key, said(model.guess(key)?)))).collect();
    let notes: Vec<_> =
        model.link().notes.iter().map(|note| text(&(model.words().link.note)(note))).collect();
    object(&[
        ("version", VERSION.to_string()),
        ("link", text(&format!("{}?{}", experiment.id, link(model).write()))),
        ("predictions", object(&predictions)),
        ("notes", list(&notes)),
    ])
}

/// What a visitor predicted: the position of an answer, or a curve.
pub(super) fn said(guess: Guess) -> String {
    match guess {
        Guess::Choice(at) => at.to_string(),
        Guess::Curve(Drawn(values)) => list(&values.map(number)),
    }
}

/// Reads a state, all of it or nothing.
pub(super) fn read(model: &Model, payload: &Payload) -> Result<Wish, Why> {
    let wrong = || (Refusal::Payload, None);
    let text = payload.get("link").and_then(Value::as_str).ok_or_else(wrong)?;
    let words = model.words();
    let experiment = model.keys().experiment;
    let other = Link::names(text);
    if other != experiment.id && lab::question(other).is_some() {
        return Err((Refusal::Link, None));
    }
    let link = Link::parse_among(text, &[experiment])
        .map_err(|error| (Refusal::Link, Some((words.link.unread)(&error))))?;
    // How the page is embedded is not for messages to say.
    let Presentation { view, speed, beside, .. } = link.presentation;
    let here = Presentation { claim: None, ..model.link().presentation.clone() };
    let link = Link { presentation: Presentation { view, speed, beside, ..here }, ..link };
    let mut guesses = Vec::new();
    match payload.get("predictions") {
        None | Some(Value::Null) => {}
        Some(Value::Object(given)) => {
            for (key, value) in given {
                let prediction =
                    experiment.predictions.iter().find(|it| it.key() == key).ok_or_else(wrong)?;
                guesses.push((prediction.key(), guess(prediction, value).ok_or_else(wrong)?));
            }
        }
        Some(_) => return Err(wrong()),
    }
    Ok(Wish::Restore(Box::new(link), guesses))
}

fn guess(prediction: &Prediction, value: &Value) -> Option<Guess> {
    match (prediction, value) {
        (Prediction::Choice { options, .. }, Value::Number(at)) => {
            let at = usize::try_from(at.as_u64()?).ok()?;
            (at < options.len()).then_some(Guess::Choice(at))
        }
        (Prediction::Curve { .. }, Value::Array(values)) => {
            let values: Vec<f64> = values.iter().map(Value::as_f64).collect::<Option<_>>()?;
            let values: [f64; POINTS] = values.try_into().ok()?;
            values.iter().all(|value| value.is_finite()).then_some(Guess::Curve(Drawn(values)))
        }
        _ => None,
    }
}
