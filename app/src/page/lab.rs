//! The page's one piece of state, and what a visitor can do to it. Messages from workers are collected and applied
//! once per frame, so that no number of them can make the page stutter.

use std::time::Duration;

use ::lab::data::Data;
use ::lab::experiment::Experiment;
use ::lab::keys::RunKeys;
use ::lab::record::Record;
use ::lab::sweep::Sweep;
use ::lab::words::Words;
use gloo_events::EventListener;
use leptos::ev;
use leptos::prelude::*;

use super::address::{self, Writer};
use super::canvas::Looks;
use super::embedding;
use super::parts;
use super::pool::{Heard, Pool};
use super::rest::Rest;
use super::runs::{Keeping, Shelf};
use super::store;
use crate::model::{Beat, Heartbeat, Model, Order, Phase};
use crate::protocol::FromWorker;

/// How long the engine may take to load before the page says that something is wrong.
const PATIENCE: Duration = Duration::from_secs(40);

/// How often a run in slow motion may go on.
const MOTION: Duration = Duration::from_millis(50);

/// How long a page inside of another one waits for the browser to draw it.
const UNSEEN: Duration = Duration::from_millis(200);

/// The state of an experiment's page.
#[derive(Clone, Copy)]
pub(super) struct Lab {
    pub(super) experiment: &'static Experiment,
    pub(super) model: RwSignal<Model>,
    /// Why the link was not read at all.
    pub(super) refused: RwSignal<Option<String>>,
    /// What the colours of pictures follow.
    pub(super) looks: RwSignal<Looks>,
    /// The address that a page on paper bears; empty until it is printed.
    pub(super) printed: RwSignal<String>,
    /// The runs of this experiment that the browser keeps.
    pub(super) shelf: RwSignal<Shelf>,
    /// What of the page's own run is kept.
    pub(super) keeping: StoredValue<Keeping>,
    /// The prediction that is being drawn, by its key.
    pub(super) pen: RwSignal<Option<&'static str>>,
    /// What comes once the page can be used.
    pub(super) rest: RwSignal<Option<&'static Rest>>,
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
        parts::apply(&link.presentation);
        let inbox = StoredValue::new_local(Inbox::default());
        let mut model = Model::on_page(link, address::language());
        for (prediction, guess) in store::recall(experiment) {
            model.predict(prediction, guess);
        }
        let words = model.words();
        parts::speak(words.locale);
        let model = RwSignal::new(model);
        let pool = StoredValue::new_local(Pool::new(words, true, |_, _| {}));
        let (refused, heartbeat) = (RwSignal::new(refused), StoredValue::new(Heartbeat::default()));
        let (looks, pen) = (RwSignal::new(Looks::now()), RwSignal::new(None));
        let address = Writer::new();
        let printed = RwSignal::new(String::new());
        let (shelf, keeping) = (RwSignal::new(Shelf::Unknown), StoredValue::new(Keeping::default()));
        let lab = Self {
            experiment,
            model,
            refused,
            looks,
            printed,
            shelf,
            keeping,
            pen,
            rest: RwSignal::new(None),
            pool,
            inbox,
            heartbeat,
            address,
        };
        let visible = !document().hidden();
        pool.set_value(Pool::new(words, visible, move |seat, heard| lab.deliver(seat, heard)));
        lab
    }

    /// Loads the engine and listens to the address. Comes after the first picture.
    pub(super) fn begin(self) {
        window_event_listener(ev::hashchange, move |_| self.open_address());
        EventListener::new(&document(), "visibilitychange", move |_| self.turn()).forget();
        set_interval(move || self.watch(), Heartbeat::PERIOD);
        set_interval(move || self.pass_on(), MOTION);
        for query in ["(prefers-color-scheme: dark)", "(forced-colors: active)"] {
            if let Ok(Some(list)) = window().match_media(query) {
                EventListener::new(&list, "change", move |_| self.looks.set(Looks::now())).forget();
            }
        }
        EventListener::new(&window(), "beforeprint", move |_| {
            self.printed.set(address::of(&self.model.read_untracked().share()));
            // Paper is light.
            self.looks.set(Looks { dark: false, ..Looks::now() });
        })
        .forget();
        EventListener::new(&window(), "afterprint", move |_| self.looks.set(Looks::now())).forget();
        let speed = Memo::new(move |_| self.model.with(Model::speed));
        Effect::new(move |_| speed.get().inspect(|rate| store::remember_rate(*rate)));
        self.pool.update_value(Pool::open);
        set_timeout(
            move || {
                let waits =
                    |model: &Model| model.check().is_none() && !matches!(model.phase(), Phase::Failed(_));
                if self.model.with_untracked(waits) {
                    let sentence = self.words().trouble.not_loaded_yet.to_owned();
                    self.deliver(0, Heard::Said(FromWorker::Failed { run: None, sentence }));
                }
            },
            PATIENCE,
        );
        self.start_by_itself();
    }

    /// The rest of the program is there.
    pub(super) fn complete(self, rest: &'static Rest) {
        self.rest.set(Some(rest));
        (rest.look_at_shelf)(self);
        (rest.keep)(self);
        (rest.speak)(self);
    }

    /// Has the browser keep the run, once the part of the program is there that can.
    fn keep_run(self) {
        if let Some(rest) = self.rest.get_untracked() {
            (rest.keep)(self);
        }
    }

    /// Begins what the link asks for without a click.
    fn start_by_itself(self) {
        let presentation = self.model.read_untracked().link().presentation.clone();
        if let Some(claim) = presentation.claim {
            self.run_claim(claim);
        } else if presentation.autorun {
            match self.model.with_untracked(Model::lacks_beside) {
                true => self.run_both(),
                false => self.run_or_pause(),
            }
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

    /// Looks back at an earlier point of progress; the address keeps it.
    pub(super) fn look_at(self, j: u32) {
        self.model.update(|model| model.look_at(j));
        self.write_address();
    }

    /// Has the address say what the page shows.
    pub(super) fn write_address(self) {
        self.address.write(self.model.read_untracked().link());
    }

    /// Goes on with a run that was kept; whether this build can.
    pub(super) fn go_on_from(self, content: &[u8]) -> bool {
        let mut went_on = false;
        self.order(|model| match model.go_on_with(content, processors(), now()) {
            Ok(orders) => {
                went_on = true;
                orders
            }
            Err(_) => Vec::new(),
        });
        self.write_address();
        went_on
    }

    /// Slows the run down, or lets it go as fast as the device can; the address keeps it.
    pub(super) fn limit_speed(self, limit: Option<u32>) {
        self.order(|model| model.limit_speed(limit, now()));
        self.write_address();
    }

    /// Forgets the run and keeps its settings.
    pub(super) fn reset(self) {
        self.order(Model::reset);
    }

    /// Runs the same settings on the processor, for a digest; the address says so.
    pub(super) fn certify(self) {
        self.order(|model| model.certify(processors(), now()));
        self.write_address();
    }

    /// Changes the settings, and the address with them.
    pub(super) fn change(self, keys: RunKeys) {
        if keys == *self.model.read_untracked().keys() {
            return;
        }
        self.refused.set(None);
        self.order(|model| model.change(keys));
        self.write_address();
    }

    /// Trains what a claim's protocol asks for.
    pub(super) fn run_claim(self, id: &str) {
        self.order(|model| model.run_claim(id, processors(), now()));
        self.write_address();
    }

    /// Asks a trained model.
    pub(super) fn ask_probe(self, probe: usize, text: String) {
        self.order(|model| model.ask_probe(probe, text));
    }

    /// Shows a record of this experiment in place of a run.
    pub(super) fn open_record(self, record: &Record) {
        self.order(|model| model.open_record(record));
        self.write_address();
    }

    /// Puts a record away.
    pub(super) fn close_record(self) {
        self.order(Model::close_record);
    }

    /// Trains on a visitor's own data, or again on what the experiment brings; at once, where an earlier run has done most of it.
    pub(super) fn own_data(self, data: Option<Data>) {
        let mut keys = self.model.read_untracked().keys().clone();
        keys.knobs.set_data(data);
        self.change(keys);
        // What is left to be done is little, and asked for.
        if self.model.with_untracked(Model::has_head_start) {
            self.run_or_pause();
        }
    }

    /// Sweeps a knob, or two, or none.
    pub(super) fn sweep(self, sweep: Sweep) {
        let mut keys = self.model.read_untracked().keys().clone();
        for axis in sweep.axes() {
            if let Some(knob) = self.experiment.knobs.get(axis.knob) {
                keys.knobs.set(axis.knob, knob.default_value());
            }
        }
        keys.sweep = sweep;
        self.change(keys);
    }

    /// Remembers the predictions on this device.
    pub(super) fn remember(self) {
        self.model.with_untracked(|model| {
            for prediction in self.experiment.predictions {
                if let Some(guess) = model.guess(prediction.key()) {
                    store::remember(self.experiment, prediction.key(), guess);
                }
            }
        });
    }

    /// The strings of the page's language.
    pub(super) fn words(self) -> &'static Words {
        self.model.with_untracked(Model::words)
    }

    fn open_address(self) {
        let (link, refused) = address::read(self.experiment);
        let spoken = self.model.with_untracked(Model::language);
        if link.presentation.locale.or(address::language()) != spoken {
            // A page speaks one language, from its first word to its last.
            let _ = window().location().reload();
            return;
        }
        parts::apply(&link.presentation);
        self.looks.set(Looks::now());
        self.refused.set(refused);
        self.order(|model| model.open(link));
        self.start_by_itself();
    }

    /// Changes the model, and carries out what follows for the workers.
    pub(super) fn order(self, change: impl FnOnce(&mut Model) -> Vec<Order>) {
        let before = self.model.with_untracked(Model::run);
        if let Some(orders) = self.model.try_update(change) {
            self.pool.update_value(|pool| pool.carry_out(orders));
        }
        if self.model.with_untracked(Model::run) != before {
            self.begin_keeping();
        }
        if let Some(rest) = self.rest.get_untracked() {
            (rest.tell)();
        }
    }

    /// Has a run in slow motion train to its next point, once it is time.
    fn pass_on(self) {
        let orders = self.model.try_update_untracked(|model| model.next_point(now()));
        if let Some(orders) = orders.filter(|orders| !orders.is_empty()) {
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
                Beat::Lost(seat) => pool.lose(seat, self.words().trouble.silent.to_owned()),
            });
        }
        self.keep_run();
    }

    /// The page is seen again, or no longer.
    fn turn(self) {
        let visible = !document().hidden();
        if visible {
            self.heartbeat.update_value(|heartbeat| heartbeat.restart(now()));
        }
        self.pool.update_value(|pool| pool.show(visible));
        self.keep_run();
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
            if embedding::parent().is_some() {
                // Browsers draw no frame of another host that is scrolled away, and do not say that it is.
                set_timeout(move || self.apply(), UNSEEN);
            }
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
        self.keep_run();
        if self.model.with_untracked(Model::is_next_due) {
            self.order(|model| model.go_on_to_next(processors(), now));
            self.write_address();
        }
        if let Phase::Failed(_) = self.model.read_untracked().phase() {
            // What state they are in is not known, so the next run gets new ones.
            self.pool.update_value(Pool::end);
            self.heartbeat.update_value(Heartbeat::clear);
        }
    }
}

/// How many processors the device has.
pub(super) fn processors() -> u32 {
    let count = window().navigator().hardware_concurrency();
    // Browsers give it as a float.
    (1..=64u32).rev().find(|whole| f64::from(*whole) <= count).unwrap_or(1)
}

/// The time in milliseconds, from a start that does not matter.
pub(super) fn now() -> f64 {
    window().performance().map_or(0.0, |clock| clock.now())
}
