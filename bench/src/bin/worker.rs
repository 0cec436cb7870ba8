//! What a browser's worker runs: one contestant, asked by messages that are JSON, and answering so.

#[cfg(target_arch = "wasm32")]
fn main() {
    in_worker::start();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("This program runs in a browser's worker. `cargo xtask bench` starts it.");
}

#[cfg(target_arch = "wasm32")]
mod in_worker {
    use std::cell::RefCell;
    use std::rc::Rc;

    use bench::contestant::{Answer, Contestant, Request};
    use gloo_events::EventListener;
    use wasm_bindgen::{JsCast, JsValue};
    use wasm_bindgen_futures::spawn_local;
    use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

    fn scope() -> DedicatedWorkerGlobalScope {
        js_sys::global().unchecked_into()
    }

    fn now() -> f64 {
        scope().performance().map_or(0.0, |clock| clock.now())
    }

    fn post(answer: &Answer) {
        let text = serde_json::to_string(answer).unwrap_or_default();
        // Nobody is left to be told where it fails.
        let _ = scope().post_message(&JsValue::from_str(&text));
    }

    pub(super) fn start() {
        std::panic::set_hook(Box::new(|panic| {
            post(&Answer::failed(panic.to_string()));
        }));
        let contestant = Rc::new(RefCell::new(Contestant::default()));
        EventListener::new(&scope(), "message", move |event| {
            let text = event.dyn_ref::<MessageEvent>().and_then(|event| event.data().as_string());
            let request = text.and_then(|text| serde_json::from_str::<Request>(&text).ok());
            let contestant = Rc::clone(&contestant);
            spawn_local(async move {
                // Out of its place while it works: one request at a time, and the next comes after the answer.
                let mut own = contestant.take();
                let answer = match request {
                    // The page names its workers after what they measure.
                    Some(request) => own.obey(&request, scope().name() == "gpu", &now).await,
                    None => Answer::failed("This is no request.".to_owned()),
                };
                contestant.replace(own);
                post(&answer);
            });
        })
        .forget();
        // Messages that come before a worker listens are lost.
        let _ = scope().post_message(&JsValue::from_str("ready"));
    }
}
