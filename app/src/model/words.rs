//! What a page says about its run.

use lab::digest::Comparison;
use lab::panel::number::{count, counted};

use super::pace::duration;
use super::{Model, Phase};

impl Model {
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
        match self.phase {
            Phase::Ready => "Run",
            Phase::Running => "Pause",
            Phase::Paused => "Continue",
            Phase::Finished => "Run again",
            Phase::Failed(_) => "Try again",
        }
    }

    /// "step 824 of 1,200"
    #[must_use]
    pub fn step_says(&self) -> String {
        let (step, of) = self.position();
        format!("step {} of {}", count(step.into()), count(of.into()))
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
        if self.is_preparing() { "preparing…".to_owned() } else { self.pace_says().unwrap_or_default() }
    }

    /// "6,100 steps/s", while it is known.
    #[must_use]
    pub fn pace_says(&self) -> Option<String> {
        let pace = self.pace.per_second().filter(|_| self.phase == Phase::Running)?;
        let digits = usize::from(pace < 10.0);
        let number = format!("{pace:.digits$}");
        Some(format!("{} steps/s", number.parse().map_or(number, count)))
    }

    /// "6 s left", while it is known.
    #[must_use]
    pub fn time_left_says(&self) -> Option<String> {
        let pace = self.pace.per_second().filter(|_| self.phase == Phase::Running)?;
        let left = self.total().saturating_sub(self.trained()) as f64;
        Some(format!("{} left", duration(left / pace)))
    }

    /// What is said aloud to those who do not see the progress: when the state changes, and at each quarter.
    #[must_use]
    pub fn announcement(&self) -> String {
        match &self.phase {
            Phase::Ready | Phase::Failed(_) => String::new(),
            Phase::Running => match self.progress() {
                part if part < 0.25 => "Running.".to_owned(),
                part if part < 0.5 => "A quarter is done.".to_owned(),
                part if part < 0.75 => "Half is done.".to_owned(),
                _ => "Three quarters are done.".to_owned(),
            },
            Phase::Paused => format!("Paused at {}.", self.step_says()),
            Phase::Finished => match self.comparison() {
                Some(comparison) => format!("Finished. Compared with the link's run: {comparison}."),
                None => "Finished.".to_owned(),
            },
        }
    }

    /// What the digest of the finished run means, for a person.
    #[must_use]
    pub fn digest_says(&self) -> String {
        match self.comparison() {
            None => "It covers every parameter, optimiser state and loss at 65 points of the run. Whoever opens the \
                     shared link and runs it gets this digest too, on any machine."
                .to_owned(),
            Some(Comparison::Same) => "The link came with this digest: this machine has just computed every \
                                       parameter, optimiser state and loss of that run again, the same, bit for bit."
                .to_owned(),
            Some(Comparison::Differs) => "The link came with another digest. Its settings are the same, so one of \
                                          the two runs was not computed as this build computes it, or the link was \
                                          changed by hand."
                .to_owned(),
            Some(Comparison::Departs { after, by }) => format!(
                "The two runs are the same up to {after} of 64, and no longer at {by} of 64: between these two points \
                 one of them was not computed as this build computes it."
            ),
            Some(Comparison::Inconsistent) => "The link's digest and its proof do not belong to the same run, so \
                                               it was changed by hand, or damaged on its way."
                .to_owned(),
        }
    }

    /// The settings in a few words, to stand beside what is shared.
    #[must_use]
    pub fn settings_say(&self) -> String {
        let keys = self.keys();
        let members = counted(keys.members.into(), "member", "members");
        let mut says = format!("revision {}, seed {}, {members}", keys.rev, keys.seed);
        for (knob, value) in keys.knobs.iter().filter(|(knob, value)| *value != knob.default_value()) {
            says += &format!(", {} {}", knob.label.to_ascii_lowercase(), knob.write(value));
        }
        says
    }
}
