//! The page's one piece of state, and what a visitor can do to it. Messages from workers are collected and applied
//! once per frame, so that no number of them can make the page stutter.

use std::time::Duration;

use ::lab::experiment::Experiment;
use ::lab::keys::RunKeys;
use leptos::ev;
use leptos::prelude::*;

use super::address::{self, Writer};
use super::pool::Pool;
use super::theme;
use crate::model::{Model, Phase};
use crate::protocol::{FromWorker, ToWorker};

/// How long the engine may take to load before the page says that something is wrong.
const PATIENCE: Duration = Duration::from_secs(40);

/// The state of an experiment's page.
#[derive(Clone, Copy)]
pub(super) struct Lab {
    pub(super) experiment: &'static Experiment,
    pub(super) model: RwSignal<Model>,
    /// Why the link was not read at all.
    pub(super) refused: RwSignal<Option<String>>,
    pool: StoredValue<Pool, LocalStorage>,
    inbox: StoredValue<Inbox>,
    address: Writer,
}

/// What workers have said since the last frame.
#[derive(Default)]
struct Inbox {
    messages: Vec<FromWorker>,
    frame_asked_for: bool,
}

impl Lab {
    /// The page of an experiment, at the link in the address.
    pub(super) fn open(experiment: &'static Experiment) -> Self {
        let (link, refused) = address::read(experiment);
        theme::apply(link.presentation.theme);
        let inbox = StoredValue::new(Inbox::default());
        let model = RwSignal::new(Model::new(link));
        let pool = StoredValue::new_local(Pool::new(|_| {}));
        let lab =
            Self { experiment, model, refused: RwSignal::new(refused), pool, inbox, address: Writer::new() };
        pool.set_value(Pool::new(move |message| lab.deliver(message)));
        lab
    }

    /// Loads the engine and listens to the address. Comes after the first picture.
    pub(super) fn begin(self) {
        window_event_listener(ev::hashchange, move |_| self.open_address());
        self.pool.update_value(|pool| pool.grow(1));
        set_timeout(
            move || {
                let waits =
                    |model: &Model| model.check().is_none() && !matches!(model.phase(), Phase::Failed(_));
                if self.model.with_untracked(waits) {
                    let sentence = "The engine has not loaded yet. Check the connection, then try again.";
                    self.deliver(FromWorker::Failed { run: None, sentence: sentence.to_owned() });
                }
            },
            PATIENCE,
        );
        if self.model.read_untracked().link().presentation.autorun {
            self.main_action();
        }
    }

    /// Run, pause, continue: whatever the main button says.
    pub(super) fn main_action(self) {
        let phase = self.model.read_untracked().phase().clone();
        match phase {
            Phase::Running => self.tell(Model::pause),
            Phase::Paused => self.tell(|model| model.resume(now())),
            Phase::Ready | Phase::Finished | Phase::Failed(_) => {
                self.prepare();
                self.tell(|model| model.resume(now()));
            }
        }
    }

    /// Trains to the next point of progress.
    pub(super) fn step(self) {
        let phase = self.model.read_untracked().phase().clone();
        match phase {
            Phase::Running => self.tell(Model::pause),
            Phase::Paused => self.tell(|_| ToWorker::Step),
            Phase::Ready | Phase::Finished | Phase::Failed(_) => {
                self.prepare();
                self.tell(|_| ToWorker::Step);
            }
        }
    }

    /// Forgets the run and keeps its settings.
    pub(super) fn reset(self) {
        self.tell(Model::reset);
    }

    /// Changes the settings, and the address with them.
    pub(super) fn change(self, keys: RunKeys) {
        if keys == *self.model.read_untracked().keys() {
            return;
        }
        self.refused.set(None);
        self.tell(|model| model.change(keys));
        self.address.write(self.model.read_untracked().link());
    }

    fn open_address(self) {
        let (link, refused) = address::read(self.experiment);
        theme::apply(link.presentation.theme);
        self.refused.set(refused);
        self.tell(|model| model.open(link));
        if self.model.read_untracked().link().presentation.autorun {
            self.main_action();
        }
    }

    fn prepare(self) {
        let processors = window().navigator().hardware_concurrency();
        // A count of processors, which browsers give as a float.
        let processors = (1..=64u32).rev().find(|count| f64::from(*count) <= processors).unwrap_or(1);
        let deal = |model: &mut Model| model.prepare(model.wanted_workers(processors));
        let messages = self.model.try_update(deal).unwrap_or_default();
        self.pool.update_value(|pool| {
            // Those that had a part in the last run and have none in this.
            pool.send(&ToWorker::Clear);
            pool.deal(messages);
        });
    }

    fn tell(self, change: impl FnOnce(&mut Model) -> ToWorker) {
        if let Some(message) = self.model.try_update(change) {
            self.pool.with_value(|pool| pool.send(&message));
        }
    }

    fn deliver(self, message: FromWorker) {
        let ask = self.inbox.try_update_value(|inbox| {
            inbox.messages.push(message);
            !std::mem::replace(&mut inbox.frame_asked_for, true)
        });
        // A page that is not seen gets no frames, and still has to hear that its run is done.
        if document().hidden() {
            set_timeout(move || self.apply(), Duration::ZERO);
        } else if ask == Some(true) {
            request_animation_frame(move || self.apply());
        }
    }

    fn apply(self) {
        let messages = self.inbox.try_update_value(std::mem::take).unwrap_or_default().messages;
        if messages.is_empty() {
            return;
        }
        let now = now();
        self.model.update(|model| {
            for message in messages {
                model.receive(message, now);
            }
        });
        if let Phase::Failed(_) = self.model.read_untracked().phase() {
            // What state they are in is not known, so the next run gets new ones.
            self.pool.update_value(Pool::end);
        }
    }
}

/// The time in milliseconds, from a start that does not matter.
fn now() -> f64 {
    window().performance().map_or(0.0, |clock| clock.now())
}
