//! How far a run is. Each worker's steps are counted from its members' start, so that a worker which goes back to
//! what was saved takes the progress back with it.

use lab::digest::step_at;
use lab::experiment::Arm;

use super::{Model, Phase};

impl Model {
    /// Training steps done, all arms and members together.
    pub(super) fn trained(&self) -> u64 {
        self.seats.iter().map(|seat| seat.trained).sum()
    }

    /// Training steps that the run has, all arms and members together. A member that ended early has fewer.
    pub(super) fn total(&self) -> u64 {
        let steps = |(position, arm): (usize, &Arm)| {
            let never = |(_, step): (u32, u32)| u64::from(arm.steps.saturating_sub(step));
            u64::from(arm.steps) * u64::from(self.link.keys.models())
                - self.recording.stopped(position).map(never).sum::<u64>()
        };
        self.arms.iter().enumerate().map(steps).sum()
    }

    /// The part of the run that is trained, from 0 to 1.
    #[must_use]
    pub fn progress(&self) -> f64 {
        match (&self.phase, self.total()) {
            (Phase::Finished, _) => 1.0,
            (_, 0) => 0.0,
            (_, total) => (self.trained() as f64 / total as f64).min(1.0),
        }
    }

    /// Millions of operations a second that this device did in a finished run, if there was enough to do for it.
    #[must_use]
    pub fn speed(&self) -> Option<f64> {
        let is_busy = self.link.keys.models() >= 4;
        self.rate.filter(|_| is_busy && self.phase == Phase::Finished)
    }

    /// How far every member of the longest arm is: the step, and how many there are.
    #[must_use]
    pub fn position(&self) -> (u32, u32) {
        let Some(longest) = (0..self.arms.len()).max_by_key(|arm| self.arms[*arm].steps) else {
            return (0, 0);
        };
        let steps = self.arms[longest].steps;
        (self.recording.reached(longest).map_or(0, |j| step_at(j, steps)), steps)
    }
}
