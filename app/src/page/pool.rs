//! The workers of a page, one in each seat. What is sent to a worker that does not listen yet waits until it does. One
//! that is lost leaves its seat, and the next message for the seat brings a new one.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use ::lab::words::{Trouble, Words};
use gloo_events::EventListener;
use js_sys::Uint8Array;
use leptos::prelude::document;
use wasm_bindgen::JsCast;
use web_sys::{ErrorEvent, MessageEvent, Worker, WorkerOptions, WorkerType};

use crate::model::Order;
use crate::protocol::{FromWorker, ToWorker, decode, encode};

/// What comes from a seat.
pub(super) enum Heard {
    /// A new worker sits in it.
    Seated,
    /// Its worker says something.
    Said(FromWorker),
    /// Its worker is gone; why, as a sentence.
    Lost(String),
}

/// Takes what comes from a seat.
type Deliver = Rc<dyn Fn(usize, Heard)>;

/// The workers.
pub(super) struct Pool {
    seats: Vec<Seat>,
    deliver: Deliver,
    words: &'static Words,
    /// Whether the page is seen.
    visible: bool,
}

struct Seat {
    worker: Worker,
    /// Messages that wait for the worker to listen; `None` once it does.
    waiting: Rc<RefCell<Option<Vec<ToWorker>>>>,
    /// Whether it was lost; nothing that it still says counts.
    lost: Rc<Cell<bool>>,
    _events: [EventListener; 3],
}

impl Pool {
    pub(super) fn new(
        words: &'static Words,
        visible: bool,
        deliver: impl Fn(usize, Heard) + 'static,
    ) -> Self {
        Self { seats: Vec::new(), deliver: Rc::new(deliver), words, visible }
    }

    /// Carries orders out, one after the other.
    pub(super) fn carry_out(&mut self, orders: Vec<Order>) {
        for order in orders {
            match order {
                Order::All(message) => self.send(&message),
                Order::Seat(seat, message) => {
                    if self.is_taken(seat) {
                        self.seats[seat].send(message);
                    }
                }
            }
        }
    }

    /// Makes sure that there is a worker in the first seat.
    pub(super) fn open(&mut self) {
        self.is_taken(0);
    }

    /// Asks the worker in a seat whether it is there.
    pub(super) fn ask(&self, seat: usize) {
        if let Some(seat) = self.seats.get(seat) {
            seat.send(ToWorker::Ping);
        }
    }

    /// Gives the worker in a seat up for lost.
    pub(super) fn lose(&self, seat: usize, sentence: String) {
        if let Some(place) = self.seats.get(seat)
            && place.lose()
        {
            (self.deliver)(seat, Heard::Lost(sentence));
        }
    }

    /// Tells the workers whether the page is seen, those that come later too.
    pub(super) fn show(&mut self, visible: bool) {
        self.visible = visible;
        self.send(&ToWorker::Visible(visible));
    }

    fn send(&self, message: &ToWorker) {
        for seat in &self.seats {
            seat.send(message.clone());
        }
    }

    /// Makes sure that there is a worker in a seat and in all before it; whether there is.
    fn is_taken(&mut self, seat: usize) -> bool {
        while self.seats.len() <= seat {
            match self.seated(self.seats.len()) {
                Some(new) => self.seats.push(new),
                None => return false,
            }
        }
        if self.seats[seat].lost.get() {
            match self.seated(seat) {
                Some(new) => self.seats[seat] = new,
                None => return false,
            }
        }
        true
    }

    /// A new worker for a seat.
    fn seated(&self, number: usize) -> Option<Seat> {
        match Seat::new(number, &self.deliver, self.words) {
            Ok(seat) => {
                (self.deliver)(number, Heard::Seated);
                if !self.visible {
                    seat.send(ToWorker::Visible(false));
                }
                Some(seat)
            }
            Err(sentence) => {
                (self.deliver)(number, Heard::Said(FromWorker::Failed { run: None, sentence }));
                None
            }
        }
    }

    /// Ends all workers.
    pub(super) fn end(&mut self) {
        for seat in self.seats.drain(..) {
            seat.lose();
        }
    }
}

impl Seat {
    fn new(number: usize, deliver: &Deliver, words: &'static Words) -> Result<Self, String> {
        let worker = open(words)?;
        let waiting = Rc::new(RefCell::new(Some(Vec::new())));
        let lost = Rc::new(Cell::new(false));
        let heard = {
            let (deliver, waiting, worker) = (Rc::clone(deliver), Rc::clone(&waiting), worker.clone());
            let lost = Rc::clone(&lost);
            EventListener::new(&worker.clone(), "message", move |event| {
                let Some(event) = event.dyn_ref::<MessageEvent>().filter(|_| !lost.get()) else { return };
                let message = understand(event, words);
                if let FromWorker::Broke { .. } = message {
                    // Leaving its code midway left it in no state to be told anything.
                    worker.terminate();
                    lost.set(true);
                }
                if let FromWorker::Ready { .. } = message {
                    for waited in waiting.borrow_mut().take().unwrap_or_default() {
                        post(&worker, &waited);
                    }
                }
                deliver(number, Heard::Said(message));
            })
        };
        let failed = |kind: &'static str| {
            let (deliver, lost, gone) = (Rc::clone(deliver), Rc::clone(&lost), worker.clone());
            let waiting = Rc::clone(&waiting);
            EventListener::new(&worker, kind, move |event| {
                if lost.replace(true) {
                    return;
                }
                gone.terminate();
                let why =
                    event.dyn_ref::<ErrorEvent>().map(ErrorEvent::message).filter(|why| !why.is_empty());
                let Trouble { broke_off, not_loaded, .. } = words.trouble;
                let say = if waiting.borrow().is_none() { broke_off } else { not_loaded };
                deliver(number, Heard::Lost(say(why.as_deref())));
            })
        };
        let events = [heard, failed("error"), failed("messageerror")];
        Ok(Self { worker, waiting, lost, _events: events })
    }

    /// Ends the worker; whether it was there until now.
    fn lose(&self) -> bool {
        self.worker.terminate();
        !self.lost.replace(true)
    }

    fn send(&self, message: ToWorker) {
        if self.lost.get() {
            return;
        }
        match &mut *self.waiting.borrow_mut() {
            Some(waiting) => waiting.push(message),
            None => post(&self.worker, &message),
        }
    }
}

/// The address of the engine's program.
pub(super) fn address() -> Option<String> {
    let meta = document().query_selector("meta[name='gedanken:worker']").ok().flatten()?;
    meta.get_attribute("content")
}

fn open(words: &Words) -> Result<Worker, String> {
    let address = address().ok_or(words.trouble.no_address)?;
    let options = WorkerOptions::new();
    options.set_type(WorkerType::Module);
    // What it says before it knows a run is in this language.
    options.set_name(words.locale);
    Worker::new_with_options(&address, &options).map_err(|_| words.trouble.no_workers.to_owned())
}

fn understand(event: &MessageEvent, words: &Words) -> FromWorker {
    let data = event.data();
    // Whatever goes wrong before the engine runs is told as plain text.
    if let Some(sentence) = data.as_string() {
        return FromWorker::Failed { run: None, sentence };
    }
    decode(&Uint8Array::new(&data).to_vec())
        .unwrap_or_else(|error| FromWorker::Failed { run: None, sentence: error.say(words) })
}

fn post(worker: &Worker, message: &ToWorker) {
    let Ok(bytes) = encode(message) else { return };
    // It can only fail for data that cannot be copied, which bytes can.
    let _ = worker.post_message(&Uint8Array::from(bytes.as_slice()));
}
