//! What a visitor predicts before a run, and what they ask its models: neither reaches what is computed.

use std::collections::BTreeMap;

use lab::panel::sequence::Row;
use lab::predict::{Drawn, Guess, Prediction};
use lab::probe::Probe;
use lab::record::Foretold;
use lab::words::Predict;

use super::{Model, Order, Phase};
use crate::protocol::ToWorker;

/// Predictions, by their keys, and the latest question to each probe.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Inquiry {
    pub(super) guesses: BTreeMap<&'static str, Guess>,
    asked: Vec<Asked>,
    /// Numbers the questions.
    last: u32,
}

/// A question and what came of it.
#[derive(Debug, Clone, Default, PartialEq)]
struct Asked {
    number: u32,
    text: String,
    read: Option<Vec<u32>>,
    refused: Option<String>,
    answers: Vec<Option<Vec<f32>>>,
}

/// What a prediction came to.
#[derive(Debug, Clone, PartialEq)]
pub enum Score {
    /// The run is not over.
    Open,
    /// One of several answers; whether it was the one that the run bears out, and which that was.
    Choice {
        /// Whether the visitor was right.
        right: bool,
        /// The answer that the run bears out.
        outcome: Option<usize>,
    },
    /// A curve; its mean distance from the measured one.
    Curve(f64),
}

impl Score {
    /// What it is, in a sentence; `options` are the answers that there were, and `said` is what the visitor said.
    #[must_use]
    pub fn says(&self, words: &Predict, options: &[&str], said: Option<Guess>) -> String {
        let option = |at: usize| options.get(at).copied().unwrap_or_default();
        match self {
            Self::Open => words.kept.to_owned(),
            Self::Choice { right: true, outcome } => (words.right)(option(outcome.unwrap_or_default())),
            Self::Choice { outcome: Some(outcome), .. } => match said {
                Some(Guess::Choice(said)) => (words.wrong)(option(said), option(*outcome)),
                Some(Guess::Curve(_)) | None => (words.came)(option(*outcome)),
            },
            Self::Choice { outcome: None, .. } => words.none.to_owned(),
            Self::Curve(distance) => (words.off)(*distance),
        }
    }
}

impl Inquiry {
    pub(super) fn answered(&mut self, question: u32, answers: Vec<Option<Vec<f32>>>) {
        for asked in self.asked.iter_mut().filter(|asked| asked.number == question) {
            asked.answers.clone_from(&answers);
        }
    }

    /// Whoever was to answer is lost: open questions say why nothing comes.
    pub(super) fn unanswered(&mut self, sentence: &str) {
        for asked in self.asked.iter_mut().filter(|asked| asked.answers.is_empty() && asked.number != 0) {
            asked.refused.get_or_insert_with(|| sentence.to_owned());
        }
    }

    /// What outlives a run: predictions, and questions without their answers.
    pub(super) fn kept(mut self) -> Self {
        for asked in &mut self.asked {
            (asked.number, asked.answers) = (0, Vec::new());
        }
        self
    }
}

impl Model {
    /// What the visitor predicted.
    #[must_use]
    pub fn guess(&self, key: &str) -> Option<Guess> {
        self.inquiry.guesses.get(key).copied()
    }

    /// The visitor predicts. What was said before a run cannot be changed once the run has begun.
    pub fn predict(&mut self, key: &'static str, guess: Guess) {
        if self.phase == Phase::Ready {
            self.inquiry.guesses.insert(key, guess);
            self.changes += 1;
        }
    }

    /// The predictions about arms that are trained, each with its arm.
    pub fn predictions(&self) -> impl Iterator<Item = (&'static Prediction, usize)> {
        let declared = self.link.keys.experiment.predictions;
        declared.iter().filter_map(|prediction| Some((prediction, prediction.arm(&self.arms)?)))
    }

    /// The curve that was drawn for a panel, and the arm that it is about.
    #[must_use]
    pub fn drawn(&self, panel: &str) -> Option<(usize, Drawn)> {
        self.predictions().find_map(|(prediction, arm)| match prediction {
            Prediction::Curve { key, panel: of, .. } if *of == panel => match self.guess(key)? {
                Guess::Curve(drawn) => Some((arm, drawn)),
                Guess::Choice(_) => None,
            },
            Prediction::Curve { .. } | Prediction::Choice { .. } => None,
        })
    }

    /// What a prediction came to; `None` where there was none.
    #[must_use]
    pub fn score(&self, prediction: &Prediction) -> Option<Score> {
        let guess = self.guess(prediction.key())?;
        if self.phase != Phase::Finished {
            return Some(Score::Open);
        }
        let experiment = self.link.keys.experiment;
        match (prediction, guess) {
            (Prediction::Choice { .. }, Guess::Choice(said)) => {
                let outcome = self.outcome(prediction)?;
                Some(Score::Choice { right: outcome == Some(said), outcome })
            }
            (Prediction::Curve { panel, .. }, Guess::Curve(drawn)) => {
                let series = experiment.series_at(self.line(panel)?.series);
                let arm = prediction.arm(&self.arms)?;
                drawn.distance(&self.recording, arm, series, self.longest()).map(Score::Curve)
            }
            (Prediction::Choice { .. }, Guess::Curve(_)) | (Prediction::Curve { .. }, Guess::Choice(_)) => {
                None
            }
        }
    }

    /// Of a question with several answers, the one that the finished run bears out, if it bears out any, whatever the visitor
    /// said; `None` before the end of the run, and for a curve.
    #[must_use]
    pub fn outcome(&self, prediction: &Prediction) -> Option<Option<usize>> {
        match prediction {
            Prediction::Choice { outcome, .. } if self.phase == Phase::Finished => {
                let keys = &self.link.keys;
                Some(outcome(keys.experiment, &keys.knobs, &self.recording))
            }
            Prediction::Choice { .. } | Prediction::Curve { .. } => None,
        }
    }

    /// Everything that the visitor predicted, with what came of it.
    pub(super) fn foretold(&self) -> Vec<Foretold> {
        let words = &self.words().predict;
        let one = |prediction: &Prediction| {
            let options = match prediction {
                Prediction::Choice { options, .. } => options,
                Prediction::Curve { .. } => &[][..],
            };
            let said = match self.guess(prediction.key())? {
                Guess::Choice(at) => options.get(at).copied().unwrap_or_default().to_owned(),
                Guess::Curve(Drawn(values)) => values.map(|value| format!("{value:.3}")).join(", "),
            };
            let (key, question) = (prediction.key().to_owned(), prediction.question().to_owned());
            let outcome = self.score(prediction)?.says(words, options, self.guess(prediction.key()));
            Some(Foretold { key, question, said, outcome })
        };
        self.link.keys.experiment.predictions.iter().filter_map(one).collect()
    }

    /// What was asked of a probe last, or what it begins with.
    #[must_use]
    pub fn question(&self, probe: usize) -> String {
        let text = self.inquiry.asked.get(probe).map(|asked| asked.text.clone());
        match text {
            Some(text) if !text.is_empty() => text,
            _ => self.probe(probe).map_or_else(String::new, |it| (it.example)(&self.link.keys.knobs)),
        }
    }

    /// What is wrong with the question, as a sentence.
    #[must_use]
    pub fn question_refused(&self, probe: usize) -> Option<&str> {
        self.inquiry.asked.get(probe).and_then(|asked| asked.refused.as_deref())
    }

    /// The question and its answers, as rows.
    #[must_use]
    pub fn probe_rows(&self, probe: usize) -> Vec<Row> {
        let Some(declared) = self.probe(probe) else { return Vec::new() };
        let knobs = &self.link.keys.knobs;
        match self.inquiry.asked.get(probe) {
            Some(Asked { read: Some(read), answers, .. }) => (declared.rows)(knobs, read, answers),
            Some(_) => Vec::new(),
            None => match (declared.read)(knobs, &(declared.example)(knobs)) {
                Ok(read) => (declared.rows)(knobs, &read, &[]),
                Err(_) => Vec::new(),
            },
        }
    }

    /// Whether there is a trained model to answer.
    #[must_use]
    pub fn can_answer(&self) -> bool {
        self.saved.iter().any(|saved| saved.member == 0)
    }

    /// Asks a probe; where there is nothing to answer yet, the question is kept.
    pub fn ask_probe(&mut self, probe: usize, text: String) -> Vec<Order> {
        let Some(declared) = self.probe(probe) else { return Vec::new() };
        self.inquiry.asked.resize(self.inquiry.asked.len().max(probe + 1), Asked::default());
        let knobs = &self.link.keys.knobs;
        let (read, refused) = match (declared.read)(knobs, &text) {
            Ok(read) => (Some(read), None),
            Err(sentence) => (None, Some(sentence)),
        };
        self.inquiry.last += 1;
        let number = self.inquiry.last;
        self.inquiry.asked[probe] = Asked { number, text, read: read.clone(), refused, answers: Vec::new() };
        self.changes += 1;
        let from: Vec<_> = self.saved.iter().filter(|saved| saved.member == 0).cloned().collect();
        let Some(asked) = read.filter(|_| !from.is_empty()) else { return Vec::new() };
        let (keys, probe) = (self.query(), u32::try_from(probe).unwrap_or(u32::MAX));
        vec![Order::Seat(0, ToWorker::Probe { question: number, keys, probe, asked, from })]
    }

    /// Asks every probe again, because there is a newer model to answer.
    #[must_use]
    pub fn ask_again(&mut self) -> Vec<Order> {
        let probes = 0..self.link.keys.experiment.probes.len();
        probes.flat_map(|probe| self.ask_probe(probe, self.question(probe))).collect()
    }

    fn probe(&self, probe: usize) -> Option<&'static Probe> {
        self.link.keys.experiment.probes.get(probe)
    }
}
