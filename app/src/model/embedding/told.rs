//! What messages bring to the page around this one.

use lab::claim::{Claim, Judgement};
use lab::link::{controls, parts};
use lab::predict::{Drawn, Guess, Prediction};
use lab::words::locales;

use super::json::{list, maybe, number, object, text, texts};
use super::state::said;
use super::{Refusal, VERSION, address, message};
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

/// What the page is, and what it has.
pub(super) fn ready(model: &Model) -> String {
    let keys = model.keys();
    let experiment = keys.experiment;
    let prediction = |(prediction, _): (&'static Prediction, usize)| {
        object(&[
            ("key", text(prediction.key())),
            ("kind", text(kind(prediction))),
            ("question", text(prediction.question())),
            ("options", texts(options(prediction))),
        ])
    };
    let claim = |claim: &Claim| {
        let status = text(claim.status.name());
        object(&[("claim", text(claim.id)), ("text", text(claim.statement)), ("status", status)])
    };
    object(&[
        ("versions", list(&[VERSION.to_string()])),
        ("experiment", text(experiment.id)),
        ("title", text(experiment.question)),
        ("rev", keys.rev.to_string()),
        ("locale", text(model.words().locale)),
        ("locales", texts(&locales().collect::<Vec<_>>())),
        ("parts", texts(&parts(keys))),
        ("controls", texts(&controls(experiment))),
        ("predictions", list(&model.predictions().map(prediction).collect::<Vec<_>>())),
        ("claims", list(&experiment.claims.iter().map(claim).collect::<Vec<_>>())),
    ])
}

/// How far the run is.
pub(super) fn progress(model: &Model) -> String {
    let (step, of) = model.position();
    object(&[
        ("phase", text(model.state_name())),
        ("progress", number(model.progress())),
        ("step", step.to_string()),
        ("of", of.to_string()),
        ("digest", maybe(model.digest().map(|digest| text(&digest.to_string())))),
    ])
}

/// The answer to a message that is not followed; with a sentence of its own, or that of the reason.
pub(super) fn refused(model: &Model, id: String, why: Refusal, sentence: Option<String>) -> String {
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
    let says = sentence.as_deref().unwrap_or(says);
    message("error", id, error(why.name(), says))
}

/// Why a run cannot go on.
pub(super) fn failed(sentence: &str) -> String {
    error("failed", sentence)
}

fn error(code: &str, sentence: &str) -> String {
    object(&[("code", text(code)), ("message", text(sentence))])
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

    pub(super) fn payload(self, home: &str, model: &Model, statement: String) -> String {
        object(&[
            ("prediction", text(self.prediction.key())),
            ("kind", text(kind(self.prediction))),
            ("question", text(self.prediction.question())),
            ("said", said(self.guess)),
            ("response", text(&self.response)),
            ("decided", self.is_decided.to_string()),
            ("right", maybe(self.is_right.map(|it| it.to_string()))),
            ("outcome", maybe(self.outcome.map(|it| it.to_string()))),
            ("distance", maybe(self.distance.map(number))),
            ("address", text(&address(home, model))),
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
    statement: String,
) -> String {
    // Only where members decide one by one.
    let count = |count: u32| maybe((!judgement.members.is_empty()).then(|| count.to_string()));
    object(&[
        ("claim", text(claim.id)),
        ("text", text(claim.statement)),
        ("verdict", text(judgement.verdict.name())),
        ("status", text(claim.status.name())),
        ("passed", count(judgement.passed())),
        ("of", count(judgement.of())),
        ("address", text(&address(home, model))),
        ("xapi", statement),
    ])
}
