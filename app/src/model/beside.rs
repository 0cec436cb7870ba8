//! Another run beside the one that is shown: one that was computed on this page or is remembered by this device, or one
//! that a link names and that is computed once this one is over.

use lab::compare::Beside;
use lab::experiment::Arm;
use lab::keys::RunKeys;
use lab::link::Link;
use lab::recording::Recording;

use super::{Model, Order, Phase};

/// The other run, as far as it is there.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Other {
    keys: RunKeys,
    arms: Vec<Arm>,
    recording: Recording,
}

impl Other {
    fn new(keys: RunKeys, recording: Recording) -> Self {
        Self { arms: keys.arms(), keys, recording }
    }

    pub(super) fn beside(&self) -> Beside<'_> {
        Beside { keys: &self.keys, arms: &self.arms, recording: &self.recording }
    }
}

impl Model {
    /// The run that stands beside this one, whether it has been computed or not.
    #[must_use]
    pub fn beside(&self) -> Option<&RunKeys> {
        self.link.presentation.beside.as_ref()
    }

    /// Whether a run is to stand beside this one and is not there.
    #[must_use]
    pub fn lacks_beside(&self) -> bool {
        self.beside().is_some() && self.other.is_none()
    }

    /// Whether the other run begins once this one is over.
    #[must_use]
    pub fn runs_both(&self) -> bool {
        self.runs_both
    }

    /// Draws another run beside this one, with what is known of it.
    pub fn compare_with(&mut self, keys: RunKeys, recording: Option<Recording>) {
        let other = recording.map(|recording| Other::new(keys.clone(), recording));
        self.link.presentation.beside = Some(keys);
        self.find_beside(other);
        self.changes += 1;
    }

    /// Puts the other run away.
    pub fn compare_no_more(&mut self) {
        (self.link.presentation.beside, self.other, self.runs_both) = (None, None, false);
        self.changes += 1;
    }

    /// Trains what is missing of the two: this run, and then the other one, beside which this one then stands.
    pub fn run_both(&mut self, processors: u32, now: f64) -> Vec<Order> {
        let orders = match self.phase {
            Phase::Finished => return self.go_over(processors, now),
            Phase::Running => Vec::new(),
            Phase::Ready | Phase::Paused | Phase::Failed(_) => self.run_or_pause(processors, now),
        };
        self.runs_both = true;
        orders
    }

    /// Begins what is to follow the run that is over: the other one of two, or the next one of a claim.
    pub fn go_on_to_next(&mut self, processors: u32, now: f64) -> Vec<Order> {
        if self.runs_both { self.go_over(processors, now) } else { self.next_of_claim(processors, now) }
    }

    /// Whether there is such a run.
    #[must_use]
    pub fn is_next_due(&self) -> bool {
        self.phase == Phase::Finished && (self.runs_both || self.queued().is_some())
    }

    /// The run that was to stand beside this one is trained, and this one stands beside it.
    fn go_over(&mut self, processors: u32, now: f64) -> Vec<Order> {
        let (here, known) = (self.link.keys.clone(), self.recording.clone());
        let Some(there) = self.link.presentation.beside.take() else { return Vec::new() };
        let mut orders = self.change(there);
        self.compare_with(here, Some(known));
        orders.extend(self.run_or_pause(processors, now));
        orders
    }

    /// Finds the run that the link wants beside its own: the one that is at hand, or one of those that are over.
    pub(super) fn find_beside(&mut self, at_hand: Option<Other>) {
        let Some(wanted) = self.link.presentation.beside.clone() else { return };
        let known = || self.ledger.recording(&wanted).map(|it| Other::new(wanted.clone(), it.clone()));
        self.other = at_hand.filter(|other| other.keys == wanted).or_else(known);
    }

    /// A link to the other run alone.
    #[must_use]
    pub fn other_alone(&self) -> Option<Link> {
        let mut link = Link { keys: self.beside()?.clone(), ..Link::defaults(self.link.keys.experiment) };
        (link.backend, link.presentation.locale) = (self.link.backend, self.link.presentation.locale);
        Some(link)
    }
}
