//! What workers say, and what it makes of the run.

use lab::digest::{BITS, Certificate, PROGRESS};
use lab::recording::{Device, Saved};

use super::{Model, Order, Phase};
use crate::protocol::{FromWorker, Report};

impl Model {
    /// Takes a message from the worker in a seat; gives what the workers are to do about it.
    pub fn receive(&mut self, seat: usize, message: FromWorker, now: f64) -> Vec<Order> {
        match message {
            FromWorker::Ready { bits, .. } if bits != BITS => {
                let sentence = self.words().trouble.other_engine.to_owned();
                self.fail(sentence);
            }
            FromWorker::Ready { check, .. } => self.check = Some(check),
            FromWorker::Failed { run, sentence } if run.is_none_or(|run| run == self.run) => {
                self.fail(sentence);
            }
            FromWorker::Chosen { run, choice } if run == self.run && self.is_choosing() => {
                self.losses.clear();
                return self.chosen(choice, now);
            }
            FromWorker::Report(report) if report.run == self.run => {
                let is_newer = report.saved.iter().any(|saved| saved.member == 0);
                self.report(seat, report, now);
                if is_newer {
                    return self.ask_again();
                }
            }
            FromWorker::Said { run, sentence } if run == self.run => self.note(sentence),
            FromWorker::Answered { question, answers } => {
                self.inquiry.answered(question, answers);
                self.changes += 1;
            }
            FromWorker::Made { run, file, made } if run == self.run => {
                self.changes += u64::from(self.errand.done(file, made));
            }
            FromWorker::GpuFailed { run, sentence } if run == self.run => {
                return self.gpu_failed(&sentence, now);
            }
            FromWorker::Broke { sentence } => return self.worker_lost(seat, sentence, now),
            // About a run that is over, or only a sign of life.
            FromWorker::Failed { .. }
            | FromWorker::Chosen { .. }
            | FromWorker::Report(_)
            | FromWorker::Said { .. }
            | FromWorker::Made { .. }
            | FromWorker::GpuFailed { .. }
            | FromWorker::Pong => {}
        }
        Vec::new()
    }

    /// The run cannot go on.
    pub fn fail(&mut self, sentence: String) {
        self.phase = Phase::Failed(sentence);
        self.pace.restart();
        self.stepping = false;
        self.saved = Vec::new();
        // Whatever still arrives is of a run that is over.
        self.run += 1;
    }

    /// Millions of operations that go with a training step, measurements among them, over all arms.
    fn work_of_step(&self) -> f64 {
        let work: f64 = self.arms.iter().map(lab::experiment::Arm::work).sum();
        let steps: f64 = self.arms.iter().map(|arm| f64::from(arm.steps)).sum();
        work / steps.max(1.0)
    }

    /// Something that a person should know.
    pub fn note(&mut self, sentence: String) {
        if !self.notices.contains(&sentence) {
            self.notices.push(sentence);
        }
    }

    fn report(&mut self, seat: usize, report: Report, now: f64) {
        let Some(place) = self.seats.get_mut(seat) else { return };
        place.trained += u64::from(report.trained);
        place.is_done = report.finished;
        self.changes += 1;
        self.has_trained |= report.trained > 0;
        self.stepping &= report.points.is_empty();
        self.motion.arrived += report.points.len();
        for point in report.points {
            self.recording.push(point);
        }
        for stop in report.stopped {
            self.recording.stop(stop);
        }
        self.keep_saved(report.saved);
        let known = self.known_points();
        if known > self.furthest {
            self.furthest = known;
            self.losses.iter_mut().skip(seat).take(1).for_each(|losses| *losses = 0);
        }
        if self.phase == Phase::Running {
            self.pace.mark(now, self.trained());
            self.rate = self.pace.per_second().map(|steps| steps * self.work_of_step()).or(self.rate);
        }
        if self.is_under_way() && self.seats.iter().all(|seat| seat.is_done) {
            self.finish();
        }
    }

    fn keep_saved(&mut self, saved: Vec<Saved>) {
        for newer in saved {
            self.keep_early(&newer);
            let is_same = |older: &&mut Saved| (older.arm, older.member) == (newer.arm, newer.member);
            match self.saved.iter_mut().find(is_same) {
                Some(older) if older.j < newer.j => *older = newer,
                Some(_) => {}
                None => self.saved.push(newer),
            }
        }
    }

    /// How many points are known of the run.
    #[must_use]
    pub fn known_points(&self) -> usize {
        let arm = |arm| (0..self.recording.members()).map(move |member| (arm, member));
        let lanes = (0..self.arms.len()).flat_map(arm);
        lanes.map(|(arm, member)| self.recording.points(arm, member).len()).sum()
    }

    pub(super) fn is_exact(&self) -> bool {
        self.device() == Some(Device::Exact) && !self.mixed
    }

    fn finish(&mut self) {
        if self.is_exact() {
            match Certificate::of(&self.link.keys, &self.recording, PROGRESS) {
                Ok(certificate) => self.certificate = Some(certificate),
                Err(error) => return self.fail((self.words().run.without_digest)(error)),
            }
            let promised = self.link.certificate;
            self.comparison =
                promised.and_then(|promised| promised.compare(&self.link.keys, &self.recording).ok());
            self.comparison = self.comparison.or_else(|| self.compare_with_record());
        }
        self.phase = Phase::Finished;
        self.stepping = false;
        self.pace.restart();
        self.keep_what_is_asked_for();
        self.ledger.keep(&self.link.keys, &self.recording);
    }
}
