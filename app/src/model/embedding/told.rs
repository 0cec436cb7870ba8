//! What messages bring to the page around this one.

use lab::claim::{Claim, Judgement};
use lab::link::{controls, parts};
use lab::predict::{Drawn, Guess, Prediction};
use lab::words::locales;
use serde_json::Value;

use super::state::said;
use super::{Refusal, VERSION, address, message, object};
use crate::model::{Model, Score};

impl Refusal {
    /// Its name in messages.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Malformed => "malformed",
            Self::Version => "version",
            Self::Type => "type",
            Self::Payload => "payload",
            Self::Link => "link",
            Self::Size => "size",
            Self::Flood => "flood",
        }
    }
}

fn texts<'a>(all: impl IntoIterator<Item = &'a str>) -> Value {
    Value::Array(all.into_iter().map(Value::from).collect())
}

/// What the page is, and what it has.
pub(super) fn ready(model: &Model) -> Value {
    let keys = model.keys();
    let experiment = keys.experiment;
    let prediction = |(prediction, _): (&'static Prediction, usize)| {
        object([
            ("key", prediction.key().into()),
            ("kind", kind(prediction).into()),
            ("question", prediction.question().into()),
            ("options", texts(options(prediction).iter().copied())),
        ])
    };
    let claim = |claim: &Claim| {
        let (text, status) = (claim.statement.into(), claim.status.name().into());
        object([("claim", claim.id.into()), ("text", text), ("status", status)])
    };
    object([
        ("versions", Value::Array(vec![VERSION.into()])),
        ("experiment", experiment.id.into()),
        ("title", experiment.question.into()),
        ("rev", keys.rev.into()),
        ("locale", model.words().locale.into()),
        ("locales", texts(locales())),
        ("parts", texts(parts(keys))),
        ("controls", texts(controls(experiment))),
        ("predictions", Value::Array(model.predictions().map(prediction).collect())),
        ("claims", Value::Array(experiment.claims.iter().map(claim).collect())),
    ])
}

/// How far the run is.
pub(super) fn progress(model: &Model) -> Value {
    let (step, of) = model.position();
    object([
        ("phase", model.state_name().into()),
        ("progress", model.progress().into()),
        ("step", step.into()),
        ("of", of.into()),
        ("digest", model.digest().map_or(Value::Null, |digest| digest.to_string().into())),
    ])
}

/// The answer to a message that is not followed; with a sentence of its own, or that of the reason.
pub(super) fn refused(model: &Model, id: Value, why: Refusal, sentence: Option<String>) -> Value {
    let words = model.words().embed;
    let says = match why {
        Refusal::Malformed => words.malformed,
        Refusal::Version => words.version,
        Refusal::Type => words.unknown,
        Refusal::Payload => words.payload,
        Refusal::Link => words.elsewhere,
        Refusal::Size => words.size,
        Refusal::Flood => words.flood,
    };
    let says = sentence.map_or_else(|| says.into(), Value::from);
    message("error", id, object([("code", why.name().into()), ("message", says)]))
}

/// Why a run cannot go on.
pub(super) fn failed(sentence: &str) -> Value {
    object([("code", "failed".into()), ("message", sentence.into())])
}

fn kind(prediction: &Prediction) -> &'static str {
    match prediction {
        Prediction::Choice { .. } => "choice",
        Prediction::Curve { .. } => "curve",
    }
}

fn options(prediction: &Prediction) -> &'static [&'static str] {
    match prediction {
        Prediction::Choice { options, .. } => options,
        Prediction::Curve { .. } => &[],
    }
}

/// A prediction, with what came of it.
pub(super) struct Answer {
    pub(super) prediction: &'static Prediction,
    guess: Guess,
    /// What was predicted, as text.
    pub(super) response: String,
    /// Whether the run is over.
    pub(super) is_decided: bool,
    /// Whether it came true, where that can be said.
    pub(super) is_right: Option<bool>,
    outcome: Option<usize>,
    /// How far a curve is from the measured one.
    pub(super) distance: Option<f64>,
}

impl Answer {
    pub(super) fn new(prediction: &'static Prediction, guess: Guess, score: &Score) -> Self {
        let response = match guess {
            Guess::Choice(at) => options(prediction).get(at).copied().unwrap_or_default().to_owned(),
            Guess::Curve(Drawn(values)) => values.map(|value| format!("{value:.3}")).join(", "),
        };
        let (is_right, outcome, distance) = match *score {
            Score::Open => (None, None, None),
            Score::Choice { right, outcome } => (outcome.map(|_| right), outcome, None),
            Score::Curve(distance) => (None, None, Some(distance)),
        };
        let is_decided = *score != Score::Open;
        Self { prediction, guess, response, is_decided, is_right, outcome, distance }
    }

    pub(super) fn payload(self, home: &str, model: &Model, statement: Value) -> Value {
        object([
            ("prediction", self.prediction.key().into()),
            ("kind", kind(self.prediction).into()),
            ("question", self.prediction.question().into()),
            ("said", said(self.guess)),
            ("response", self.response.into()),
            ("decided", self.is_decided.into()),
            ("right", self.is_right.map_or(Value::Null, Value::from)),
            ("outcome", self.outcome.map_or(Value::Null, Value::from)),
            ("distance", self.distance.map_or(Value::Null, Value::from)),
            ("address", address(home, model).into()),
            ("xapi", statement),
        ])
    }
}

/// The verdict of a claim.
pub(super) fn claim(
    home: &str,
    model: &Model,
    claim: &Claim,
    judgement: &Judgement,
    statement: Value,
) -> Value {
    // Only where members decide one by one.
    let count = |count: u32| if judgement.members.is_empty() { Value::Null } else { count.into() };
    object([
        ("claim", claim.id.into()),
        ("text", claim.statement.into()),
        ("verdict", judgement.verdict.name().into()),
        ("status", claim.status.name().into()),
        ("passed", count(judgement.passed())),
        ("of", count(judgement.of())),
        ("address", address(home, model).into()),
        ("xapi", statement),
    ])
}
