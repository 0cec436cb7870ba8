//! A line chart for the ear: each curve as a tone that rises and falls with it, one curve after the other.

use ::lab::panel::{LinePanel, View};
use js_sys::{Array, Float64Array};
use leptos::prelude::*;
use wasm_bindgen::prelude::*;

use super::lab::Lab;
use super::live::{live, memo, part};
use crate::model::Model;

/// How long a whole curve sounds, in seconds.
const SECONDS: f64 = 3.0;

#[wasm_bindgen(module = "/src/page/sound.js")]
extern "C" {
    #[wasm_bindgen(catch)]
    fn play(voices: Array, seconds: f64, began: &JsValue, ended: &JsValue) -> Result<(), JsValue>;
    fn stop();
}

/// A button that plays a line chart, and says whose curve is heard.
#[component]
pub(super) fn Listen(lab: Lab, panel: LinePanel) -> impl IntoView {
    let words = lab.words().figure;
    let (is_playing, heard) = (RwSignal::new(false), RwSignal::new(String::new()));
    let title = panel.title.clone();
    let panel = StoredValue::new(panel);
    let tune = move |view: &View<'_>| panel.with_value(|panel| panel.tune(view));
    let can_play =
        memo(move || lab.model.with(|model| model.changes() > 0 && !tune(&model.view()).is_empty()));
    let press = move |_| {
        if is_playing.get_untracked() {
            return stop();
        }
        let tune = lab.model.with_untracked(|model: &Model| tune(&model.view()));
        let (names, voices): (Vec<String>, Vec<Vec<f64>>) = tune.into_iter().unzip();
        let voices: Array = voices.iter().map(|heights| Float64Array::from(&**heights)).collect();
        let began = Closure::<dyn Fn(usize)>::new(move |voice: usize| {
            let name = names.get(voice).cloned().unwrap_or_default();
            let _ = heard.try_set((words.heard)(&name));
        });
        // The chart may be gone by then.
        let ended = Closure::once_into_js(move || {
            let _ = is_playing.try_set(false);
            let _ = heard.try_set(String::new());
        });
        let began = began.into_js_value();
        is_playing.set(true);
        if play(voices, SECONDS, &began, &ended).is_err() {
            is_playing.set(false);
            heard.set(words.silent.to_owned());
        }
    };
    view! {
        <button
            type="button"
            class="quiet members listen"
            disabled=live(move || !can_play.get())
            aria-label=(words.listen_to)(&title)
            aria-pressed=live(move || is_playing.get().to_string())
            on:click=press
        >
            {part(move || if is_playing.get() { words.stop } else { words.listen })}
        </button>
        <span class="heard" role="status">{heard}</span>
    }
}
