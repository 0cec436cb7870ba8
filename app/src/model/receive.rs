//! What workers say, and what it makes of the run.

use lab::digest::run_digest;

use super::{Model, Phase};
use crate::protocol::{FromWorker, Report};

impl Model {
    /// Takes a message from a worker.
    pub fn receive(&mut self, message: FromWorker, now: f64) {
        match message {
            FromWorker::Ready { check, .. } => self.check = Some(check),
            FromWorker::Failed { run, sentence } => {
                if run.is_none_or(|run| run == self.run) {
                    self.fail(sentence);
                }
            }
            FromWorker::Report(report) if report.run == self.run => self.report(report, now),
            FromWorker::Report(_) => {}
        }
    }

    /// The run cannot go on.
    pub fn fail(&mut self, sentence: String) {
        self.phase = Phase::Failed(sentence);
        self.pace.restart();
        // Whatever still arrives is of a run that is over.
        self.run += 1;
    }

    fn report(&mut self, report: Report, now: f64) {
        self.changes += 1;
        self.trained += u64::from(report.trained);
        for point in report.points {
            self.recording.push(point);
        }
        for stop in report.stopped {
            let left = self.arms.get(stop.arm as usize).map_or(0, |arm| arm.steps.saturating_sub(stop.step));
            self.total = self.total.saturating_sub(left.into());
            self.recording.stop(stop.arm, stop.member, stop.step);
        }
        self.chains.extend(report.chains);
        if self.phase == Phase::Running {
            self.pace.mark(now, self.trained);
        }
        if report.finished {
            self.workers.1 += 1;
            if self.workers.1 >= self.workers.0 {
                self.finish();
            }
        }
    }

    fn finish(&mut self) {
        match run_digest(&self.link.keys, &self.chains) {
            Ok(digest) => {
                self.digest = Some(digest);
                self.phase = Phase::Finished;
                self.pace.restart();
            }
            Err(error) => self.fail(format!("The run ended without a digest. {error}")),
        }
    }
}
