//! The worker program: the browser's side of [`app::host`] and [`app::gpu_host`]. On the processor it trains in short slices and lets its event loop run
//! between them, so that a pause is heard within a few hundredths of a second. The clock only says when to take a
//! breath; it reaches nothing that is computed.

use std::cell::RefCell;
use std::rc::Rc;

use app::gpu_host::GpuHost;
use app::host::Host;
use app::protocol::{FromWorker, ToWorker, decode, encode};
use gloo_events::EventListener;
use js_sys::{Array, Uint8Array};
use lab::recording::Device;
use lab::words::{Words, words};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::{DedicatedWorkerGlobalScope, MessageChannel, MessageEvent, MessagePort};

/// How long a slice of training is, in milliseconds.
const SLICE: f64 = 20.0;
/// How much time passes between two reports, in milliseconds.
const REPORT: f64 = 50.0;

struct Worker {
    scope: DedicatedWorkerGlobalScope,
    host: Host,
    gpu: Rc<GpuHost>,
    /// Where a message comes back as the next slice: unlike a timer, browsers do not slow it down.
    next: MessagePort,
    waiting: bool,
    reported: f64,
}

impl Worker {
    fn now(&self) -> f64 {
        self.scope.performance().map_or(0.0, |clock| clock.now())
    }

    fn hear(&mut self, event: &MessageEvent) {
        let answer = match decode::<ToWorker>(&Uint8Array::new(&event.data()).to_vec()) {
            Ok(message) => self.obey(message),
            Err(error) => Some(FromWorker::Failed { run: None, sentence: error.say(spoken(&self.scope)) }),
        };
        if let Some(answer) = answer {
            post(&self.scope, &answer);
        }
        self.go_on();
    }

    /// A run is on the processor or on the GPU; the other one forgets what it had.
    fn obey(&mut self, message: ToWorker) -> Option<FromWorker> {
        let (for_gpu, for_host) = match message {
            ToWorker::Choose { .. } => (message, None),
            ToWorker::Prepare { device: Device::Gpu, .. } => (message, Some(ToWorker::Clear)),
            ToWorker::Prepare { device: Device::Exact, .. } => (ToWorker::Clear, Some(message)),
            other => (other.clone(), Some(other)),
        };
        if let Some(task) = self.gpu.receive(for_gpu) {
            spawn_local(task);
        }
        for_host.and_then(|message| self.host.receive(message))
    }

    fn slice(&mut self) {
        self.waiting = false;
        let end = self.now() + SLICE;
        let clock = self.scope.performance();
        self.host.work(|| clock.as_ref().is_some_and(|clock| clock.now() < end));
        if !self.host.is_busy() || self.now() - self.reported >= REPORT {
            self.reported = self.now();
            if let Some(report) = self.host.take_report() {
                post(&self.scope, &report);
            }
        }
        self.go_on();
    }

    fn go_on(&mut self) {
        if self.host.is_busy() && !self.waiting {
            self.waiting = self.next.post_message(&JsValue::NULL).is_ok();
        }
    }
}

fn global() -> DedicatedWorkerGlobalScope {
    js_sys::global().unchecked_into()
}

/// The words of the page's language, which the page gives the worker as its name.
fn spoken(scope: &DedicatedWorkerGlobalScope) -> &'static Words {
    words(Some(&scope.name()))
}

fn post(scope: &DedicatedWorkerGlobalScope, message: &FromWorker) {
    let Ok(bytes) = encode(message) else { return };
    let bytes = Uint8Array::from(bytes.as_slice());
    // It can only fail where the page is gone, and then nobody is left to be told.
    let _ = scope.post_message_with_transfer(&bytes, &Array::of1(&bytes.buffer()));
}

fn main() {
    let scope = global();
    std::panic::set_hook(Box::new(|panic| {
        let sentence = (spoken(&global()).trouble.panicked)(&panic.to_string());
        post(&global(), &FromWorker::Broke { sentence });
    }));
    let Ok(channel) = MessageChannel::new() else {
        let sentence = spoken(&scope).trouble.no_channels.to_owned();
        return post(&scope, &FromWorker::Failed { run: None, sentence });
    };
    let own = scope.clone();
    let answer = Rc::new(move |message: &FromWorker| post(&own, message));
    let own = scope.clone();
    let clock = Rc::new(move || own.performance().map_or(0.0, |clock| clock.now()));
    let worker = Rc::new(RefCell::new(Worker {
        scope: scope.clone(),
        host: Host::default(),
        gpu: Rc::new(GpuHost::new(answer, clock)),
        next: channel.port2(),
        waiting: false,
        reported: 0.0,
    }));
    let slicing = Rc::clone(&worker);
    EventListener::new(&channel.port1(), "message", move |_| slicing.borrow_mut().slice()).forget();
    channel.port1().start();
    EventListener::new(&scope, "message", move |event| {
        if let Some(event) = event.dyn_ref() {
            worker.borrow_mut().hear(event);
        }
    })
    .forget();
    post(&scope, &FromWorker::Ready { check: engine::rng::self_check(), bits: lab::digest::BITS });
}
