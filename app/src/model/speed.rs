//! Slow motion: a run that trains one point of progress at a time, as many in a second as the visitor wants to see. What
//! it computes is the same.

use super::{Model, Order, Phase};
use crate::protocol::ToWorker;

/// When the points of a run in slow motion are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Motion {
    /// When the last one was, in milliseconds.
    last: f64,
    /// How many points have come since, known ones among them.
    pub(super) arrived: usize,
}

impl Model {
    /// How many points of progress the run may pass in a second; `None` for as many as the device can.
    #[must_use]
    pub fn speed_limit(&self) -> Option<u32> {
        self.link.presentation.speed
    }

    /// Slows the run down, or lets it go as fast as the device can.
    pub fn limit_speed(&mut self, limit: Option<u32>, now: f64) -> Vec<Order> {
        self.link.presentation.speed = limit;
        if self.phase != Phase::Running {
            return Vec::new();
        }
        self.begin_pace(now);
        let mut orders = self.to_participants(ToWorker::Pause);
        let message = self.running(now);
        orders.extend(self.to_participants(message));
        orders
    }

    /// What workers are told that are to train.
    pub(super) fn running(&mut self, now: f64) -> ToWorker {
        if self.speed_limit().is_none() {
            return ToWorker::Resume;
        }
        self.motion = Motion { last: now, arrived: 0 };
        ToWorker::Step
    }

    /// Asks for the next point of a run in slow motion, once it is time for it and the last one has come from every model.
    pub fn next_point(&mut self, now: f64) -> Vec<Order> {
        let Some(limit) = self.speed_limit().filter(|_| self.phase == Phase::Running) else {
            return Vec::new();
        };
        let ended: usize = (0..self.arms.len()).map(|arm| self.recording.stopped(arm).count()).sum();
        let models = self.arms.len() * self.link.keys.models() as usize;
        let has_come = self.motion.arrived >= models.saturating_sub(ended);
        if now - self.motion.last < 1000.0 / f64::from(limit) || !has_come {
            return Vec::new();
        }
        let message = self.running(now);
        self.to_participants(message)
    }
}
