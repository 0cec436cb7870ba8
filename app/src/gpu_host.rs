//! Hosts runs on the GPU in a worker. What the GPU computes comes back in its own time, so that this is a task that
//! waits; between two waits the worker hears its messages. It knows no browser: the worker program gives it a clock
//! and a way to answer.
//!
//! A device that is lost is opened again, and the run goes on from where it was last saved. Where it is lost again
//! before the run got further, or anything else goes wrong, the page is told and goes on on the processor.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::future::{Future, poll_fn};
use std::rc::Rc;
use std::task::{Poll, Waker};

use lab::keys::RunKeys;
use lab::link::Backend;
use lab::recording::{Device, Saved};
use lab::run::{Adapter, Clock, Gpu, GpuError, GpuSession, GpuSessionError, Heard, Tick, trial};
use lab::words::Words;

use crate::host::read;
use crate::protocol::{Choice, FromWorker, Report, ToWorker};

/// Where messages to the page go.
pub type Post = Rc<dyn Fn(&FromWorker)>;

/// The GPU's part of a worker.
pub struct GpuHost {
    post: Post,
    clock: Clock,
    gpu: RefCell<Option<Rc<Gpu>>>,
    /// The number of the run that is computed; messages about another one end its task.
    run: Cell<Option<u32>>,
    mode: Cell<Mode>,
    steps: Cell<u32>,
    is_seen: Cell<bool>,
    bell: RefCell<Option<Waker>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    Idle,
    Running,
    /// To the next measurement, as often as `steps` says.
    Stepping,
}

/// A run as it was asked for.
struct Wanted {
    run: u32,
    keys: RunKeys,
    /// The language to speak of it.
    words: &'static Words,
    members: Vec<u32>,
}

impl GpuHost {
    /// Nothing to do yet.
    #[must_use]
    pub fn new(post: Post, clock: Clock) -> Self {
        Self {
            post,
            clock,
            gpu: RefCell::new(None),
            run: Cell::new(None),
            mode: Cell::new(Mode::Idle),
            steps: Cell::new(0),
            is_seen: Cell::new(true),
            bell: RefCell::new(None),
        }
    }

    /// Takes a message from the page. What is to be done about a choice or a run on the GPU is a task for the caller
    /// to start.
    pub fn receive(self: &Rc<Self>, message: ToWorker) -> Option<impl Future<Output = ()> + 'static + use<>> {
        let task = match message {
            ToWorker::Choose { run, keys, wish, workers } => Some(Task::Choose { run, keys, wish, workers }),
            ToWorker::Prepare { run, keys, members, device: Device::Gpu, from } => {
                self.run.set(Some(run));
                self.mode.set(Mode::Idle);
                self.steps.set(0);
                Some(Task::Train { run, keys, members, from })
            }
            ToWorker::Prepare { .. } | ToWorker::Clear => {
                self.run.set(None);
                self.steps.set(0);
                None
            }
            ToWorker::Resume => {
                self.mode.set(Mode::Running);
                self.steps.set(0);
                None
            }
            ToWorker::Step => {
                self.mode.set(Mode::Stepping);
                self.steps.set(self.steps.get() + 1);
                None
            }
            ToWorker::Pause => {
                self.mode.set(Mode::Idle);
                self.steps.set(0);
                None
            }
            ToWorker::Visible(is_seen) => {
                self.is_seen.set(is_seen);
                None
            }
            ToWorker::Probe { .. } | ToWorker::Make { .. } | ToWorker::Ping => None,
        };
        if let Some(waker) = self.bell.borrow_mut().take() {
            waker.wake();
        }
        let host = Rc::clone(self);
        task.map(|task| async move {
            match task {
                Task::Choose { run, keys, wish, workers } => {
                    let choice = host.choose(&keys, wish, workers).await;
                    (host.post)(&FromWorker::Chosen { run, choice });
                }
                Task::Train { run, keys, members, from } => {
                    let ended = match read(&keys) {
                        Ok((keys, words)) => host.train(&Wanted { run, keys, words, members }, from).await,
                        Err(sentence) => Err(sentence),
                    };
                    if let (Err(sentence), true) = (ended, host.is_about(run)) {
                        host.run.set(None);
                        (host.post)(&FromWorker::GpuFailed { run, sentence });
                    }
                }
            }
        })
    }

    fn is_about(&self, run: u32) -> bool {
        self.run.get() == Some(run)
    }

    /// The device, opened where it is not, or no longer.
    async fn device(&self) -> Result<Rc<Gpu>, GpuError> {
        let known = self.gpu.borrow().as_ref().filter(|gpu| gpu.check().is_ok()).map(Rc::clone);
        if let Some(gpu) = known {
            return Ok(gpu);
        }
        *self.gpu.borrow_mut() = None;
        let gpu = Rc::new(Gpu::open().await?);
        *self.gpu.borrow_mut() = Some(Rc::clone(&gpu));
        Ok(gpu)
    }

    /// Which device should compute a run.
    async fn choose(&self, keys: &str, wish: Backend, workers: u32) -> Choice {
        let exact = |why: String, adapter| Choice { device: Device::Exact, why, adapter };
        let (keys, Words { computed, trouble, .. }) = match read(keys) {
            Ok(run) => run,
            // Nothing can train it, and who is asked to says so again.
            Err(sentence) => return exact(sentence, None),
        };
        if wish == Backend::Exact {
            return exact(computed.link_asks_exact.to_owned(), None);
        }
        let gpu = match self.device().await {
            Ok(gpu) => gpu,
            Err(error) if wish == Backend::Gpu => {
                return exact((computed.link_does_not_get_gpu)(&(trouble.gpu)(&error)), None);
            }
            Err(GpuError::NoAdapter(_)) => {
                return exact(computed.no_adapter.to_owned(), None);
            }
            Err(error) => return exact((computed.gpu_failed)(&(trouble.gpu)(&error)), None),
        };
        let adapter = gpu.adapter().clone();
        let name = Some(adapter.name.clone());
        let on_gpu = |why: String| Choice { device: Device::Gpu, why, adapter: name.clone() };
        if wish == Backend::Gpu {
            return on_gpu(computed.link_asks_gpu.to_owned());
        }
        if adapter.is_software {
            return exact(computed.software_adapter.to_owned(), name);
        }
        match trial(&gpu, &keys, workers, Rc::clone(&self.clock)).await {
            Ok(rates) => {
                let why = (computed.trial)(rates.gpu, rates.exact);
                if rates.gpu > rates.exact { on_gpu(why) } else { exact(why, name) }
            }
            Err(error) => exact((computed.trial_failed)(&(trouble.gpu_session)(&error)), name),
        }
    }

    /// Trains a run to its end, or until another message ends it.
    async fn train(&self, wanted: &Wanted, mut saved: Vec<Saved>) -> Result<(), String> {
        let mut told = Told { trained: steps(&saved), ..Told::default() };
        let mut adapter = None;
        let trouble = wanted.words.trouble;
        loop {
            let ended = self.attempt(wanted, &mut saved, &mut told, &mut adapter).await;
            let Err(error) = ended else { return Ok(()) };
            if !self.is_about(wanted.run) {
                return Ok(());
            }
            // A device that is lost again before the run got further is not opened a third time, and another one
            // would not go on with the same numbers.
            told.attempts = if std::mem::take(&mut told.is_new) { 1 } else { told.attempts + 1 };
            let again = matches!(error, GpuSessionError::Gpu(GpuError::Lost(_))) && told.attempts < 2;
            *self.gpu.borrow_mut() = None;
            let opened = if again { self.device().await.ok() } else { None };
            if opened.is_none_or(|gpu| adapter.as_ref() != Some(gpu.adapter())) {
                return Err((trouble.gpu_session)(&error));
            }
            if !self.is_about(wanted.run) {
                return Ok(());
            }
            told.owed = told.trained.saturating_sub(steps(&saved));
            let sentence = (trouble.gpu_opened_again)(&(trouble.gpu_session)(&error), !saved.is_empty());
            (self.post)(&FromWorker::Said { run: wanted.run, sentence });
        }
    }

    async fn attempt(
        &self,
        wanted: &Wanted,
        saved: &mut Vec<Saved>,
        told: &mut Told,
        adapter: &mut Option<Adapter>,
    ) -> Result<(), GpuSessionError> {
        let gpu = self.device().await?;
        *adapter = Some(gpu.adapter().clone());
        let clock = Rc::clone(&self.clock);
        let mut session = GpuSession::new(&gpu, &wanted.keys, &wanted.members, saved, clock).await?;
        session.set_limit(told.limit);
        while self.is_about(wanted.run) {
            session.set_seen(self.is_seen.get());
            match self.mode.get() {
                Mode::Idle => {}
                Mode::Running => {
                    session.run();
                    session.hand_in();
                }
                Mode::Stepping => {
                    (0..self.steps.replace(0)).for_each(|_| session.step());
                    session.hand_in();
                }
            }
            told.limit = session.limit();
            if session.is_waiting() {
                let heard = session.next().await?;
                if self.is_about(wanted.run) {
                    let report = told.report(wanted.run, heard, saved, session.is_finished());
                    (self.post)(&FromWorker::Report(report));
                }
            } else if session.is_finished() {
                if !told.is_finished {
                    let report = told.report(wanted.run, Heard::default(), saved, true);
                    (self.post)(&FromWorker::Report(report));
                }
                return Ok(());
            } else {
                self.message().await;
            }
        }
        Ok(())
    }

    /// Waits for the next message.
    async fn message(&self) {
        let mut asked = false;
        poll_fn(|context| {
            if std::mem::replace(&mut asked, true) {
                return Poll::Ready(());
            }
            *self.bell.borrow_mut() = Some(context.waker().clone());
            Poll::Pending
        })
        .await;
    }
}

enum Task {
    Choose { run: u32, keys: String, wish: Backend, workers: u32 },
    Train { run: u32, keys: String, members: Vec<u32>, from: Vec<Saved> },
}

/// What the page was told of a run.
#[derive(Default)]
struct Told {
    /// Training steps, and those of them that are done again.
    trained: u32,
    owed: u32,
    /// How far each arm's member was measured, and whether any got further since the device was opened.
    furthest: BTreeMap<(u32, u32), u32>,
    is_new: bool,
    /// How often a device was tried since then.
    attempts: u32,
    /// How far the run may go on its own.
    limit: u32,
    is_finished: bool,
}

impl Told {
    fn report(&mut self, run: u32, heard: Heard, saved: &mut Vec<Saved>, finished: bool) -> Report {
        let again = heard.trained.min(self.owed);
        self.owed -= again;
        self.trained += heard.trained - again;
        self.is_finished = finished;
        let mut report = Report { run, trained: heard.trained - again, finished, ..Report::default() };
        for tick in heard.ticks {
            match tick {
                Tick::Measured(point) => {
                    let furthest = self.furthest.entry((point.arm, point.member)).or_default();
                    self.is_new |= point.j > *furthest;
                    *furthest = point.j.max(*furthest);
                    report.points.push(point);
                }
                Tick::Stopped(stop) => report.stopped.push(stop),
                Tick::Saved(newer) => {
                    saved.retain(|older| (older.arm, older.member) != (newer.arm, newer.member));
                    saved.push(newer.clone());
                    report.saved.push(newer);
                }
                Tick::Trained | Tick::Finished => {}
            }
        }
        report
    }
}

/// Training steps that led to what was saved, of all members together.
fn steps(saved: &[Saved]) -> u32 {
    saved.iter().map(|saved| saved.step).sum()
}
