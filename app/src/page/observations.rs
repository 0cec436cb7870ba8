//! A visitor's own observations of functions, typed one to a line. They become part of the run and its link.

use ::lab::data::Data;
use ::lab::observed::{Limits, Observed, ObservedError, Problem, names, parse};
use leptos::prelude::*;

use super::lab::Lab;

/// The field, where the experiment takes observations.
#[component]
pub(super) fn OwnObservations(
    lab: Lab,
    help: &'static str,
    example: &'static str,
    limits: Limits,
) -> impl IntoView {
    let words = lab.words().observations;
    let in_run = Memo::new(move |_| {
        lab.model.with(|model| model.keys().knobs.observations().map(<[Observed]>::to_vec))
    });
    let typed = RwSignal::new(String::new());
    Effect::new(move |_| {
        if let Some(observed) = in_run.get() {
            typed.set(observed.iter().map(Observed::write).collect::<Vec<_>>().join("\n"));
        }
    });
    let read = Memo::new(move |_| typed.with(|text| parse(text, limits)));
    let wrong = move || {
        read.with(|read| match read {
            Ok(_) | Err(ObservedError { problem: Problem::None, .. }) => String::new(),
            Err(error) => (words.wrong)(error),
        })
    };
    let count = move || {
        let count = |observed: &Vec<Observed>| (words.count)(observed.len(), names(observed).len());
        read.with(|read| read.as_ref().map_or(String::new(), count))
    };
    let can_take = Memo::new(move |_| {
        read.with(|read| read.as_ref().is_ok_and(|observed| in_run.get().as_ref() != Some(observed)))
    });
    let take = move |_| {
        if let Ok(observed) = read.get_untracked() {
            lab.own_data(Some(Data::Observations(observed)));
        }
    };
    view! {
        <details class="card own" open=in_run.get_untracked().is_some()>
            <summary><h2>{words.title}</h2></summary>
            <p class="say">{help} " " <span id="own-how">{words.how}</span></p>
            <label for="own-observations">{words.field}</label>
            <textarea
                id="own-observations"
                rows="6"
                dir="auto"
                autocomplete="off"
                spellcheck="false"
                aria-describedby="own-how own-wrong"
                aria-invalid=move || (!wrong().is_empty()).to_string()
                prop:value=move || typed.get()
                on:input=move |event| typed.set(event_target_value(&event))
            ></textarea>
            <output class="refused" id="own-wrong">{wrong}</output>
            <p role="status">{count}</p>
            <div class="row">
                <button type="button" class="go" id="own-take" disabled=move || !can_take.get() on:click=take>
                    {words.take}
                </button>
                <button type="button" id="own-example" on:click=move |_| typed.set(example.to_owned())>{words.example}</button>
                <button type="button" disabled=move || in_run.with(Option::is_none) on:click=move |_| lab.own_data(None)>
                    {words.without}
                </button>
            </div>
            <Show when=move || in_run.with(Option::is_some)>
                <p class="say">{words.in_run}</p>
            </Show>
        </details>
    }
}
