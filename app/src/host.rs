//! Hosts the engine in a worker: takes the page's messages, trains in slices, and collects what there is to report.
//! It knows no browser; the worker program gives it messages and time.

use lab::link::Link;
use lab::run::{Session, Tick};

use crate::protocol::{FromWorker, Report, Stop, ToWorker};

/// A worker's state.
#[derive(Default)]
pub struct Host {
    session: Option<Session>,
    mode: Mode,
    report: Report,
    /// Arms times members that this worker trains.
    lanes: usize,
}

/// How far to go without being asked again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Mode {
    /// Nowhere.
    #[default]
    Idle,
    /// To the end.
    Running,
    /// Until this many more measurements.
    Stepping(usize),
}

impl Host {
    /// Takes a message from the page; the answer, if there is one, is for the page.
    pub fn receive(&mut self, message: ToWorker) -> Option<FromWorker> {
        match message {
            ToWorker::Prepare { run, keys, members } => {
                *self = Self { report: Report { run, ..Report::default() }, ..Self::default() };
                if let Err(sentence) = self.prepare(&keys, &members) {
                    return Some(FromWorker::Failed { run: Some(run), sentence });
                }
            }
            ToWorker::Resume if self.session.is_some() => self.mode = Mode::Running,
            ToWorker::Step if self.session.is_some() => {
                let left = if let Mode::Stepping(left) = self.mode { left } else { 0 };
                self.mode = Mode::Stepping(left + self.lanes);
            }
            ToWorker::Resume | ToWorker::Step => {}
            ToWorker::Pause => self.mode = Mode::Idle,
            ToWorker::Clear => *self = Self::default(),
        }
        None
    }

    /// Whether there is work to do.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        self.mode != Mode::Idle
    }

    /// Trains for as long as there is work and `go_on` says so, but at least one tick.
    pub fn work(&mut self, mut go_on: impl FnMut() -> bool) {
        while self.is_busy() {
            self.tick();
            if !go_on() {
                break;
            }
        }
    }

    /// What there is to report, if there is anything.
    pub fn take_report(&mut self) -> Option<FromWorker> {
        let fresh = Report { run: self.report.run, ..Report::default() };
        let report = std::mem::replace(&mut self.report, fresh);
        (report != self.report).then_some(FromWorker::Report(report))
    }

    fn prepare(&mut self, keys: &str, members: &[u32]) -> Result<(), String> {
        let link = Link::parse(keys).map_err(|error| error.to_string())?;
        if let Some(note) = link.notes.first() {
            return Err(note.to_string());
        }
        let session = Session::new(&link.keys, members).map_err(|error| error.to_string())?;
        self.lanes = (link.keys.experiment.arms)(&link.keys.knobs).len() * members.len();
        self.session = Some(session);
        Ok(())
    }

    fn tick(&mut self) {
        let Some(session) = &mut self.session else {
            self.mode = Mode::Idle;
            return;
        };
        match session.tick() {
            Tick::Trained => self.report.trained += 1,
            Tick::Measured(point) => {
                self.report.points.push(point);
                if let Mode::Stepping(left) = self.mode {
                    self.mode = if left > 1 { Mode::Stepping(left - 1) } else { Mode::Idle };
                }
            }
            Tick::Stopped { arm, member, step } => self.report.stopped.push(Stop { arm, member, step }),
            Tick::Closed(chain) => self.report.chains.push(chain),
            Tick::Finished => {
                self.report.finished = true;
                self.session = None;
                self.mode = Mode::Idle;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use lab::EXPERIMENTS;
    use lab::keys::RunKeys;

    fn prepared() -> Host {
        let mut host = Host::default();
        let keys = RunKeys::defaults(EXPERIMENTS[0]).canonical();
        assert_eq!(host.receive(ToWorker::Prepare { run: 5, keys, members: vec![0] }), None);
        host
    }

    fn report(host: &mut Host) -> Report {
        match host.take_report() {
            Some(FromWorker::Report(report)) => report,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn nothing_trains_before_it_is_asked_for() {
        let mut host = prepared();
        assert!(!host.is_busy());
        host.work(|| true);
        assert_eq!(host.take_report(), None);
        host.receive(ToWorker::Clear);
        host.receive(ToWorker::Resume);
        assert!(!host.is_busy());
    }

    #[test]
    fn a_step_ends_when_every_arm_has_measured() {
        let mut host = prepared();
        host.receive(ToWorker::Step);
        host.work(|| true);
        let arms = (EXPERIMENTS[0].arms)(&RunKeys::defaults(EXPERIMENTS[0]).knobs).len();
        let report = report(&mut host);
        assert_eq!((report.run, report.points.len(), report.finished), (5, arms, false));
        assert!(!host.is_busy());
    }

    #[test]
    fn a_pause_is_heard_between_slices() {
        let mut host = prepared();
        host.receive(ToWorker::Resume);
        host.work(|| false);
        assert!(host.is_busy());
        host.receive(ToWorker::Pause);
        assert!(!host.is_busy());
    }

    #[test]
    fn keys_that_do_not_all_apply_are_refused() {
        let mut host = Host::default();
        for keys in ["perpetual-motion?seed=1", "inverse-permutation?rev=1&seed=x"] {
            let answer = host.receive(ToWorker::Prepare { run: 1, keys: keys.into(), members: vec![0] });
            assert!(matches!(answer, Some(FromWorker::Failed { run: Some(1), .. })), "{keys}");
        }
    }
}
