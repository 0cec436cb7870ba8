//! The page's one piece of state, and what a visitor can do to it. Messages from workers are collected and applied
//! once per frame, so that no number of them can make the page stutter.

use std::time::Duration;

use ::lab::experiment::Experiment;
use ::lab::keys::RunKeys;
use gloo_events::EventListener;
use leptos::ev;
use leptos::prelude::*;

use super::address::{self, Writer};
use super::pool::{Heard, Pool};
use super::theme;
use crate::model::{Beat, Heartbeat, Model, Order, Phase};
use crate::protocol::FromWorker;

/// How long the engine may take to load before the page says that something is wrong.
const PATIENCE: Duration = Duration::from_secs(40);

/// Why a worker that does not answer is given up.
const SILENT: &str = "A worker of the run did not answer any more.";

/// The state of an experiment's page.
#[derive(Clone, Copy)]
pub(super) struct Lab {
    pub(super) experiment: &'static Experiment,
    pub(super) model: RwSignal<Model>,
    /// Why the link was not read at all.
    pub(super) refused: RwSignal<Option<String>>,
    pool: StoredValue<Pool, LocalStorage>,
    inbox: StoredValue<Inbox, LocalStorage>,
    heartbeat: StoredValue<Heartbeat>,
    address: Writer,
}

/// What came from the workers since the last frame, with the seat that it came from.
#[derive(Default)]
struct Inbox {
    heard: Vec<(usize, Heard)>,
    frame_asked_for: bool,
}

impl Lab {
    /// The page of an experiment, at the link in the address.
    pub(super) fn open(experiment: &'static Experiment) -> Self {
        let (link, refused) = address::read(experiment);
        theme::apply(link.presentation.theme);
        let inbox = StoredValue::new_local(Inbox::default());
        let model = RwSignal::new(Model::new(link));
        let pool = StoredValue::new_local(Pool::new(true, |_, _| {}));
        let (refused, heartbeat) = (RwSignal::new(refused), StoredValue::new(Heartbeat::default()));
        let lab = Self { experiment, model, refused, pool, inbox, heartbeat, address: Writer::new() };
        let visible = !document().hidden();
        pool.set_value(Pool::new(visible, move |seat, heard| lab.deliver(seat, heard)));
        lab
    }

    /// Loads the engine and listens to the address. Comes after the first picture.
    pub(super) fn begin(self) {
        window_event_listener(ev::hashchange, move |_| self.open_address());
        EventListener::new(&document(), "visibilitychange", move |_| self.turn()).forget();
        set_interval(move || self.watch(), Heartbeat::PERIOD);
        self.pool.update_value(Pool::open);
        set_timeout(
            move || {
                let waits =
                    |model: &Model| model.check().is_none() && !matches!(model.phase(), Phase::Failed(_));
                if self.model.with_untracked(waits) {
                    let sentence = "The engine has not loaded yet. Check the connection, then try again.";
                    self.deliver(
                        0,
                        Heard::Said(FromWorker::Failed { run: None, sentence: sentence.to_owned() }),
                    );
                }
            },
            PATIENCE,
        );
        if self.model.read_untracked().link().presentation.autorun {
            self.run_or_pause();
        }
    }

    /// Run, pause, continue: whatever the main button says.
    pub(super) fn run_or_pause(self) {
        self.order(|model| model.run_or_pause(processors(), now()));
    }

    /// Trains to the next point of progress.
    pub(super) fn step(self) {
        self.order(|model| model.step(processors(), now()));
    }

    /// Forgets the run and keeps its settings.
    pub(super) fn reset(self) {
        self.order(Model::reset);
    }

    /// Runs the same settings on the processor, for a digest; the address says so.
    pub(super) fn certify(self) {
        self.order(|model| model.certify(processors(), now()));
        self.address.write(self.model.read_untracked().link());
    }

    /// Changes the settings, and the address with them.
    pub(super) fn change(self, keys: RunKeys) {
        if keys == *self.model.read_untracked().keys() {
            return;
        }
        self.refused.set(None);
        self.order(|model| model.change(keys));
        self.address.write(self.model.read_untracked().link());
    }

    fn open_address(self) {
        let (link, refused) = address::read(self.experiment);
        theme::apply(link.presentation.theme);
        self.refused.set(refused);
        self.order(|model| model.open(link));
        if self.model.read_untracked().link().presentation.autorun {
            self.run_or_pause();
        }
    }

    /// Changes the model, and carries out what follows for the workers.
    fn order(self, change: impl FnOnce(&mut Model) -> Vec<Order>) {
        if let Some(orders) = self.model.try_update(change) {
            self.pool.update_value(|pool| pool.carry_out(orders));
        }
    }

    /// Looks whether the workers are still there.
    fn watch(self) {
        let waits_for = |seat| self.model.with_untracked(|model| model.waits_for(seat));
        let beats = self.heartbeat.try_update_value(|heartbeat| heartbeat.tick(now(), waits_for));
        for beat in beats.unwrap_or_default() {
            self.pool.with_value(|pool| match beat {
                Beat::Ask(seat) => pool.ask(seat),
                Beat::Lost(seat) => pool.lose(seat, SILENT.to_owned()),
            });
        }
    }

    /// The page is seen again, or no longer.
    fn turn(self) {
        let visible = !document().hidden();
        if visible {
            self.heartbeat.update_value(|heartbeat| heartbeat.restart(now()));
        }
        self.pool.update_value(|pool| pool.show(visible));
    }

    fn deliver(self, seat: usize, heard: Heard) {
        self.heartbeat.update_value(|heartbeat| match heard {
            Heard::Seated => heartbeat.seat(seat, now()),
            Heard::Said(_) => heartbeat.heard(seat, now()),
            Heard::Lost(_) => {}
        });
        if let Heard::Seated = heard {
            return;
        }
        let ask = self.inbox.try_update_value(|inbox| {
            inbox.heard.push((seat, heard));
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
        let heard = self.inbox.try_update_value(std::mem::take).unwrap_or_default().heard;
        if heard.is_empty() {
            return;
        }
        let now = now();
        self.order(|model| {
            let apply = |(seat, heard)| match heard {
                Heard::Seated => Vec::new(),
                Heard::Said(message) => model.receive(seat, message, now),
                Heard::Lost(sentence) => model.worker_lost(seat, sentence, now),
            };
            heard.into_iter().flat_map(apply).collect()
        });
        if let Phase::Failed(_) = self.model.read_untracked().phase() {
            // What state they are in is not known, so the next run gets new ones.
            self.pool.update_value(Pool::end);
            self.heartbeat.update_value(Heartbeat::clear);
        }
    }
}

/// How many processors the device has.
fn processors() -> u32 {
    let count = window().navigator().hardware_concurrency();
    // Browsers give it as a float.
    (1..=64u32).rev().find(|whole| f64::from(*whole) <= count).unwrap_or(1)
}

/// The time in milliseconds, from a start that does not matter.
fn now() -> f64 {
    window().performance().map_or(0.0, |clock| clock.now())
}
