//! Hosts the exact engine in a worker: takes the page's messages, trains in slices, and collects what there is to report.
//! It knows no browser; the worker program gives it messages and time.

use lab::keys::RunKeys;
use lab::link::Link;
use lab::recording::Saved;
use lab::run::{Session, Tick, answers, safetensors};
use lab::words::{Words, words};

use crate::protocol::{Bytes, File, FromWorker, Report, ToWorker};

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
            ToWorker::Prepare { run, keys, members, from, .. } => {
                *self = Self { report: Report { run, ..Report::default() }, ..Self::default() };
                if let Err(sentence) = self.prepare(&keys, &members, &from) {
                    return Some(FromWorker::Failed { run: Some(run), sentence });
                }
            }
            ToWorker::Resume if self.session.is_some() => self.mode = Mode::Running,
            ToWorker::Step if self.session.is_some() => {
                let left = if let Mode::Stepping(left) = self.mode { left } else { 0 };
                self.mode = Mode::Stepping(left + self.lanes);
            }
            // Choices are made beside the GPU; the processor computes on whether the page is seen or not.
            ToWorker::Choose { .. } | ToWorker::Resume | ToWorker::Step | ToWorker::Visible(_) => {}
            ToWorker::Probe { question, keys, probe, asked, from } => {
                let answers = match Link::parse(&keys) {
                    Ok(link) => answers(&link.keys, probe as usize, &asked, &from),
                    Err(_) => Vec::new(),
                };
                return Some(FromWorker::Answered { question, answers });
            }
            ToWorker::Make { run, file, link, from } => {
                let made = match file {
                    File::Weights => weights(&link, &from),
                    File::Script => script(&link),
                };
                return Some(FromWorker::Made { run, file, made: made.map(Bytes) });
            }
            ToWorker::Ping => return Some(FromWorker::Pong),
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

    fn prepare(&mut self, keys: &str, members: &[u32], from: &[Saved]) -> Result<(), String> {
        let (keys, words) = read(keys)?;
        let mut session = Session::new(&keys, members).map_err(|error| (words.trouble.session)(&error))?;
        if !from.iter().all(|saved| session.restore(saved)) {
            return Err(words.trouble.unfit.to_owned());
        }
        self.lanes = keys.arms().len() * members.len();
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
            Tick::Saved(saved) => {
                // Only the newest of each is of use.
                self.report.saved.retain(|older| (older.arm, older.member) != (saved.arm, saved.member));
                self.report.saved.push(saved);
            }
            Tick::Stopped(stop) => self.report.stopped.push(stop),
            Tick::Finished => {
                self.report.finished = true;
                self.session = None;
                self.mode = Mode::Idle;
            }
        }
    }
}

/// The weights of these models of a run.
fn weights(link: &str, from: &[Saved]) -> Result<Vec<u8>, String> {
    let (keys, words) = read(link)?;
    safetensors(&keys, link, from).map_err(|error| (words.trouble.not_understood)(&error.to_string()))
}

/// The script of a run for PyTorch.
fn script(link: &str) -> Result<Vec<u8>, String> {
    let (keys, words) = read(link)?;
    let script = lab::torch::script(&keys, Some(link));
    script.map(String::into_bytes).map_err(|error| (words.trouble.not_understood)(&error.to_string()))
}

/// The run that a link names, if all of it applies, and the language to speak of it.
pub(crate) fn read(link: &str) -> Result<(RunKeys, &'static Words), String> {
    let link = Link::parse(link).map_err(|error| (words(None).link.unread)(&error))?;
    let words = words(link.presentation.locale);
    match link.notes.first() {
        Some(note) => Err((words.link.note)(note)),
        None => Ok((link.keys, words)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use lab::EXPERIMENTS;
    use lab::recording::Device;

    fn prepare(run: u32, keys: &str, device: Device, from: Vec<Saved>) -> ToWorker {
        ToWorker::Prepare { run, keys: keys.to_owned(), members: vec![0], device, from }
    }

    fn prepared() -> Host {
        let mut host = Host::default();
        let keys = RunKeys::defaults(EXPERIMENTS[0]).query();
        assert_eq!(host.receive(prepare(5, &keys, Device::Exact, vec![])), None);
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
    fn weights_are_made_of_what_was_saved() {
        let keys = "inverse-permutation?rev=2&seed=3&members=1&n=2&alphabet=2&scratch=1&steps=64";
        let mut host = Host::default();
        assert_eq!(host.receive(prepare(1, keys, Device::Exact, vec![])), None);
        host.receive(ToWorker::Resume);
        host.work(|| true);
        let from = report(&mut host).saved;
        let mut make = |link: &str| match host.receive(ToWorker::Make {
            run: 1,
            file: File::Weights,
            link: link.to_owned(),
            from: from.clone(),
        }) {
            Some(FromWorker::Made { run: 1, file: File::Weights, made }) => made,
            other => panic!("{other:?}"),
        };
        let Bytes(bytes) = make(keys).unwrap();
        assert!(bytes.len() > from.len() * 100, "{} bytes", bytes.len());
        assert!(make("nothing").unwrap_err().contains("nothing"));
    }

    #[test]
    fn a_script_is_that_of_the_command_line() {
        let link = "https://example.org/two-moons/#rev=1&seed=5&members=2";
        let made = Host::default().receive(ToWorker::Make {
            run: 1,
            file: File::Script,
            link: link.to_owned(),
            from: vec![],
        });
        let Some(FromWorker::Made { run: 1, file: File::Script, made: Ok(Bytes(bytes)) }) = made else {
            panic!("{made:?}")
        };
        let keys = Link::parse(link).unwrap().keys;
        assert_eq!(String::from_utf8(bytes).unwrap(), lab::torch::script(&keys, Some(link)).unwrap());
    }

    #[test]
    fn a_run_is_taken_up_where_it_was_saved() {
        let keys = "inverse-permutation?rev=2&seed=3&members=1&n=2&alphabet=2&scratch=1&steps=64";
        let mut first = Host::default();
        assert_eq!(first.receive(prepare(1, keys, Device::Exact, vec![])), None);
        (0..62).for_each(|_| drop(first.receive(ToWorker::Step)));
        first.work(|| true);
        let early = report(&mut first);
        assert_eq!(early.saved.iter().map(|saved| saved.j).collect::<Vec<_>>(), [60; 4]);
        first.receive(ToWorker::Resume);
        first.work(|| true);
        let first = report(&mut first);
        assert_eq!(first.saved.iter().map(|saved| saved.j).collect::<Vec<_>>(), [64; 4]);

        let mut second = Host::default();
        assert_eq!(second.receive(prepare(1, keys, Device::Exact, early.saved)), None);
        second.receive(ToWorker::Resume);
        second.work(|| true);
        let second = report(&mut second);
        assert_eq!(second.points.len(), 4 * 4);
        assert_eq!(second.points.last(), first.points.last(), "the same hash, too");
    }

    #[test]
    fn what_does_not_fit_the_run_is_not_gone_on_from() {
        let keys = RunKeys::defaults(EXPERIMENTS[0]).query();
        let saved = Saved { arm: 0, member: 0, j: 4, step: 1, loss: 0.0, chain: [0; 32], state: vec![] };
        let answer = Host::default().receive(prepare(1, &keys, Device::Exact, vec![saved]));
        assert!(matches!(answer, Some(FromWorker::Failed { run: Some(1), .. })));
    }

    #[test]
    fn a_worker_says_that_it_is_there() {
        let mut host = prepared();
        assert_eq!(host.receive(ToWorker::Visible(false)), None);
        assert_eq!(host.receive(ToWorker::Ping), Some(FromWorker::Pong));
        assert!(!host.is_busy());
    }

    #[test]
    fn a_link_may_name_a_language_beside_its_keys() {
        let keys = RunKeys::defaults(EXPERIMENTS[0]);
        let (read, words) = read(&format!("{}&locale=en", keys.query())).unwrap();
        assert_eq!((read, words.locale), (keys, "en"));
    }

    #[test]
    fn keys_that_do_not_all_apply_are_refused() {
        let mut host = Host::default();
        for keys in ["perpetual-motion?seed=1", "inverse-permutation?rev=2&seed=x"] {
            let answer = host.receive(prepare(1, keys, Device::Exact, vec![]));
            assert!(matches!(answer, Some(FromWorker::Failed { run: Some(1), .. })), "{keys}");
        }
    }
}
