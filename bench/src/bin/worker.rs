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

    use bench::contestant::{Answer, OnGpu, OnProcessor, Request};
    use bench::rows::row;
    use engine::gpu::Gpu;
    use gloo_events::EventListener;
    use wasm_bindgen::{JsCast, JsValue};
    use wasm_bindgen_futures::spawn_local;
    use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

    #[derive(Default)]
    enum Contestant {
        #[default]
        None,
        Exact(OnProcessor),
        Gpu(OnGpu),
    }

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

    /// Whether it is the GPU that is measured stands in the worker's name.
    async fn obey(contestant: &mut Contestant, request: Request) -> Result<Answer, String> {
        match (request, &mut *contestant) {
            (Request::Prepare { row: id, members, share, .. }, _) => {
                let row = row(&id).ok_or("There is no such row.")?;
                let (made, answer) = if scope().name() == "gpu" {
                    let gpu = Rc::new(Gpu::open().await.map_err(|error| error.to_string())?);
                    let made = OnGpu::prepare(&gpu, row, members, &now).await;
                    let (own, answer) = made.map_err(|error| error.to_string())?;
                    (Contestant::Gpu(own), answer)
                } else {
                    let (own, answer) = OnProcessor::prepare(row, &share, &now)?;
                    (Contestant::Exact(own), answer)
                };
                *contestant = made;
                Ok(answer)
            }
            (Request::Run { seconds }, Contestant::Exact(own)) => own.run(seconds, &now),
            (Request::Run { seconds }, Contestant::Gpu(own)) => {
                own.run(seconds, &now).await.map_err(|error| error.to_string())
            }
            (Request::Run { .. }, Contestant::None) => Err("Nothing was prepared.".to_owned()),
        }
    }

    pub(super) fn start() {
        std::panic::set_hook(Box::new(|panic| {
            post(&Answer { error: Some(panic.to_string()), ..Answer::default() });
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
                    Some(request) => obey(&mut own, request).await,
                    None => Err("This is no request.".to_owned()),
                };
                contestant.replace(own);
                post(&answer.unwrap_or_else(|error| Answer { error: Some(error), ..Answer::default() }));
            });
        })
        .forget();
        // Messages that come before a worker listens are lost.
        let _ = scope().post_message(&JsValue::from_str("ready"));
    }
}
