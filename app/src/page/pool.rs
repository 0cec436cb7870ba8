//! The workers of a page. What is sent to a worker that does not listen yet waits until it does.

use std::cell::RefCell;
use std::rc::Rc;

use gloo_events::EventListener;
use js_sys::Uint8Array;
use leptos::prelude::document;
use wasm_bindgen::JsCast;
use web_sys::{ErrorEvent, MessageEvent, Worker, WorkerOptions, WorkerType};

use crate::protocol::{FromWorker, ToWorker, decode, encode};

/// Takes what workers say.
type Deliver = Rc<dyn Fn(FromWorker)>;

/// The workers.
pub(super) struct Pool {
    seats: Vec<Seat>,
    deliver: Deliver,
}

struct Seat {
    worker: Worker,
    /// Messages that wait for the worker to listen; `None` once it does.
    waiting: Rc<RefCell<Option<Vec<ToWorker>>>>,
    _events: [EventListener; 3],
}

impl Pool {
    pub(super) fn new(deliver: impl Fn(FromWorker) + 'static) -> Self {
        Self { seats: Vec::new(), deliver: Rc::new(deliver) }
    }

    /// Makes sure that there are at least this many workers.
    pub(super) fn grow(&mut self, to: usize) {
        while self.seats.len() < to {
            match Seat::new(&self.deliver) {
                Ok(seat) => self.seats.push(seat),
                Err(sentence) => return (self.deliver)(FromWorker::Failed { run: None, sentence }),
            }
        }
    }

    /// Sends each worker its own message.
    pub(super) fn deal(&mut self, messages: Vec<ToWorker>) {
        self.grow(messages.len());
        for (seat, message) in self.seats.iter().zip(messages) {
            seat.send(message);
        }
    }

    /// Sends all workers the same message. One that has no part in the run makes nothing of it.
    pub(super) fn send(&self, message: &ToWorker) {
        for seat in &self.seats {
            seat.send(message.clone());
        }
    }

    /// Ends all workers.
    pub(super) fn end(&mut self) {
        for seat in self.seats.drain(..) {
            seat.worker.terminate();
        }
    }
}

impl Seat {
    fn new(deliver: &Deliver) -> Result<Self, String> {
        let worker = open()?;
        let waiting = Rc::new(RefCell::new(Some(Vec::new())));
        let heard = {
            let (deliver, waiting, worker) = (Rc::clone(deliver), Rc::clone(&waiting), worker.clone());
            EventListener::new(&worker.clone(), "message", move |event| {
                let Some(event) = event.dyn_ref::<MessageEvent>() else { return };
                let message = understand(event);
                if let FromWorker::Ready { .. } = message {
                    for waited in waiting.borrow_mut().take().unwrap_or_default() {
                        post(&worker, &waited);
                    }
                }
                deliver(message);
            })
        };
        let failed = |kind: &'static str| {
            let deliver = Rc::clone(deliver);
            EventListener::new(&worker, kind, move |event| {
                let why =
                    event.dyn_ref::<ErrorEvent>().map(ErrorEvent::message).filter(|why| !why.is_empty());
                let why = why.map_or(String::new(), |why| format!(" ({why})"));
                let sentence = format!(
                    "The engine could not be loaded or broke off{why}. Check the connection, then try again."
                );
                deliver(FromWorker::Failed { run: None, sentence });
            })
        };
        let events = [heard, failed("error"), failed("messageerror")];
        Ok(Self { worker, waiting, _events: events })
    }

    fn send(&self, message: ToWorker) {
        match &mut *self.waiting.borrow_mut() {
            Some(waiting) => waiting.push(message),
            None => post(&self.worker, &message),
        }
    }
}

fn open() -> Result<Worker, String> {
    let address = document()
        .query_selector("meta[name='gedanken:worker']")
        .ok()
        .flatten()
        .and_then(|meta| meta.get_attribute("content"))
        .ok_or("The page does not say where its engine is, so nothing can be trained.")?;
    let options = WorkerOptions::new();
    options.set_type(WorkerType::Module);
    Worker::new_with_options(&address, &options).map_err(|_| {
        "This page is not allowed to start workers here, so nothing can be trained. Open it in a tab of its own."
            .to_owned()
    })
}

fn understand(event: &MessageEvent) -> FromWorker {
    let data = event.data();
    // Whatever goes wrong before the engine runs is told as plain text.
    if let Some(sentence) = data.as_string() {
        return FromWorker::Failed { run: None, sentence };
    }
    decode(&Uint8Array::new(&data).to_vec())
        .unwrap_or_else(|error| FromWorker::Failed { run: None, sentence: error.to_string() })
}

fn post(worker: &Worker, message: &ToWorker) {
    let Ok(bytes) = encode(message) else { return };
    // It can only fail for data that cannot be copied, which bytes can.
    let _ = worker.post_message(&Uint8Array::from(bytes.as_slice()));
}
