//! What a page says about its run.

use lab::keys::RunKeys;
use lab::knob::{Knob, Value};
use lab::words::{Words, words};

use super::{Model, Phase, Setting};

impl Model {
    /// The strings of the language that the page speaks.
    #[must_use]
    pub fn words(&self) -> &'static Words {
        words(self.language())
    }

    /// The language that the link asks for, else the page's own; `None` where neither is known.
    #[must_use]
    pub fn language(&self) -> Option<&'static str> {
        self.link.presentation.locale.or(self.language)
    }

    /// The state's name, for tests and embedding pages.
    #[must_use]
    pub fn state_name(&self) -> &'static str {
        match self.phase {
            Phase::Ready => "ready",
            Phase::Running => "running",
            Phase::Paused => "paused",
            Phase::Finished => "finished",
            Phase::Failed(_) => "failed",
        }
    }

    /// What the main button does next.
    #[must_use]
    pub fn main_action(&self) -> &'static str {
        let words = self.words().run;
        match self.phase {
            Phase::Ready => words.start,
            Phase::Running => words.pause,
            Phase::Paused => words.resume,
            Phase::Finished => words.again,
            Phase::Failed(_) => words.retry,
        }
    }

    /// "step 824 of 1,200"
    #[must_use]
    pub fn step_says(&self) -> String {
        let (step, of) = self.position();
        (self.words().run.position)(step, of)
    }

    /// Whether the run is to train and no step of it has been heard of: a device is being chosen, or a worker gets
    /// ready.
    #[must_use]
    pub fn is_preparing(&self) -> bool {
        let is_to_train = self.phase == Phase::Running || self.phase == Phase::Paused && self.stepping;
        is_to_train && !self.has_trained
    }

    /// "preparing…", then "6,100 steps/s", while it is known.
    #[must_use]
    pub fn pace_or_preparing(&self) -> String {
        if self.is_preparing() {
            self.words().run.preparing.to_owned()
        } else {
            self.pace_says().unwrap_or_default()
        }
    }

    /// "6,100 steps/s", while it is known.
    #[must_use]
    pub fn pace_says(&self) -> Option<String> {
        let pace = self.pace.per_second().filter(|_| self.phase == Phase::Running)?;
        Some((self.words().run.pace)(pace))
    }

    /// "6 s left", while it is known.
    #[must_use]
    pub fn time_left_says(&self) -> Option<String> {
        let pace = self.pace.per_second().filter(|_| self.phase == Phase::Running)?;
        let left = self.total().saturating_sub(self.trained()) as f64;
        Some((self.words().run.left)(left / pace))
    }

    /// What is said aloud to those who do not see the progress: when the state changes, and at each quarter.
    #[must_use]
    pub fn announcement(&self) -> String {
        let words = self.words().run;
        match &self.phase {
            Phase::Ready | Phase::Failed(_) => String::new(),
            Phase::Running => match self.progress() {
                part if part < 0.25 => words.running,
                part if part < 0.5 => words.quarter,
                part if part < 0.75 => words.half,
                _ => words.three_quarters,
            }
            .to_owned(),
            Phase::Paused => {
                let (step, of) = self.position();
                (words.paused)(step, of)
            }
            Phase::Finished => (words.finished)(self.comparison()),
        }
    }

    /// The settings in a few words, to stand beside what is shared.
    #[must_use]
    pub fn settings_say(&self) -> String {
        let keys = self.keys();
        let says = (self.words().run.settings)(keys.rev, keys.seed, keys.members);
        std::iter::once(says).chain(differing(keys)).collect::<Vec<_>>().join(", ")
    }
}

/// In what a run differs from one of which nobody has touched a setting; nothing where it does not.
#[must_use]
pub fn differences_say(keys: &RunKeys, words: &Words) -> String {
    let defaults = RunKeys::defaults(keys.experiment);
    let mut says = Vec::new();
    for setting in [Setting::Seed, Setting::Members] {
        let (value, default) = (setting.value(keys), setting.value(&defaults));
        if let (Some(knob), Some(value)) = (setting.knob(keys, words), value.filter(|_| value != default)) {
            says.push(format!("{} {}", (words.within)(knob.label), knob.write(value)));
        }
    }
    says.extend(differing(keys));
    if !keys.sweep.is_empty() {
        says.push(format!(
            "{} {}",
            (words.within)(words.sweep.title),
            keys.sweep.write(keys.experiment.knobs)
        ));
    }
    says.extend(keys.knobs.data().map(|_| (words.within)(words.compare.data)));
    says.join(", ")
}

/// The knobs that do not stand at their defaults, each with its value.
fn differing(keys: &RunKeys) -> impl Iterator<Item = String> {
    keys.knobs
        .iter()
        .filter(|(knob, value)| *value != knob.default_value())
        .map(|(knob, value)| named(knob, value))
}

fn named(knob: &Knob, value: Value) -> String {
    format!("{} {}", knob.label.to_ascii_lowercase(), knob.write(value))
}
