//! What becomes of a run whose worker or GPU is lost: it goes on from what was saved of it.

use lab::recording::Device;
use lab::words::Words;

use super::{Model, Order, Phase};
use crate::protocol::Choice;

/// How often the worker in one seat may be lost without the run getting further.
const LOSSES: u32 = 3;

impl Model {
    /// The worker in a seat is gone, and the sentence says why. Its members go on in a new one, from where they were
    /// saved.
    pub fn worker_lost(&mut self, seat: usize, sentence: String, now: f64) -> Vec<Order> {
        if seat == 0 && self.can_answer() {
            // Asking once more could lose the next one to the same question.
            self.inquiry.unanswered(&sentence);
            self.changes += 1;
        }
        if seat == 0 {
            self.errand.lost(&sentence);
        }
        if self.check.is_none() && !matches!(self.phase, Phase::Failed(_)) {
            // No worker was ever there, so a new one would not be either.
            self.fail(sentence);
            return Vec::new();
        }
        if !self.waits_for(seat) {
            return Vec::new();
        }
        self.losses.resize(self.losses.len().max(seat + 1), 0);
        self.losses[seat] += 1;
        let too_often = self.losses[seat] >= LOSSES;
        match self.device() {
            None if too_often => self.choose_exact(now),
            None => vec![self.ask()],
            Some(Device::Gpu) if too_often => self.gpu_failed(&sentence, now),
            Some(Device::Exact) if too_often => {
                self.fail(sentence);
                Vec::new()
            }
            Some(device) => self.replace(seat, device, &sentence, now),
        }
    }

    /// The GPU computes no further. The processor goes on from what was saved, or from the start where nothing was.
    pub(super) fn gpu_failed(&mut self, sentence: &str, now: f64) -> Vec<Order> {
        if self.device() != Some(Device::Gpu) || !self.is_under_way() {
            return Vec::new();
        }
        self.mixed = !self.saved.is_empty();
        self.go_back(None);
        self.furthest = 0;
        // What the GPU's worker may still say is of a run that is over.
        self.run += 1;
        self.losses.clear();
        let Words { computed, trouble, .. } = self.words();
        let (notice, why) = if self.mixed {
            (trouble.goes_on_on_processor, computed.continued)
        } else {
            (trouble.begins_on_processor, computed.gpu_failed)
        };
        self.note(notice(sentence));
        let adapter = self.choice.take().and_then(|choice| choice.adapter);
        self.chosen(Choice { device: Device::Exact, why: why(sentence), adapter }, now)
    }

    /// Seats a new worker, and has it go on with what the lost one did.
    fn replace(&mut self, seat: usize, device: Device, sentence: &str, now: f64) -> Vec<Order> {
        if device == Device::Gpu {
            // The same steps need not give the same numbers again.
            self.go_back(Some(seat));
            self.has_trained = false;
        }
        let orders = self.take_up(seat).into_iter();
        let orders = orders.chain(self.going_on().map(|message| Order::Seat(seat, message))).collect();
        let from_start = self.seats.get(seat).is_none_or(|seat| seat.trained == 0);
        let trouble = self.words().trouble;
        self.note(if from_start { trouble.begun_again } else { trouble.gone_on }(sentence));
        self.begin_pace(now);
        orders
    }

    /// Whoever was asked for a device never answered, so the one that is always there computes the run.
    fn choose_exact(&mut self, now: f64) -> Vec<Order> {
        self.losses.clear();
        let why = self.words().computed.asking_failed.to_owned();
        self.chosen(Choice { device: Device::Exact, why, adapter: None }, now)
    }

    /// Takes what was measured back to what was saved, of the members in a seat or of all. In a seat, a member that
    /// had stopped by the time its arm was last saved stays as it is: nothing more is heard of it.
    pub(super) fn go_back(&mut self, seat: Option<usize>) {
        self.changes += 1;
        for arm in (0..).take(self.arms.len()) {
            let of_arm = self.saved.iter().filter(|saved| saved.arm == arm);
            let newest = of_arm.map(|saved| saved.step).max().unwrap_or(0);
            let stopped: Vec<u32> = self
                .recording
                .stopped(arm as usize)
                .filter(|(_, step)| seat.is_some() && *step <= newest)
                .map(|(member, _)| member)
                .collect();
            for member in 0..self.link.keys.models() {
                let is_there =
                    |seat: usize| self.seats.get(seat).is_some_and(|seat| seat.members.contains(&member));
                if seat.is_none_or(is_there) && !stopped.contains(&member) {
                    let saved = self.saved.iter().find(|saved| (saved.arm, saved.member) == (arm, member));
                    self.recording.go_back(arm, member, saved.map(|saved| saved.j));
                }
            }
        }
    }
}
