//! A visitor's own data that are typed, one to a line: facts, observations, flips. They become part of the run and its link.

use ::lab::data::OwnData;
use leptos::prelude::*;

use super::lab::Lab;
use super::live::{While, live, memo};

/// The field.
#[component]
pub(super) fn OwnLines(lab: Lab, own: OwnData) -> impl IntoView {
    let all = lab.words();
    let Some((words, example)) = own.lines(all) else { return ().into_any() };
    let in_run = memo(move || lab.model.with(|model| model.keys().knobs.data().cloned()));
    let typed = RwSignal::new(String::new());
    Effect::new(move |_| {
        if let Some(data) = in_run.get() {
            typed.set(data.lines().join("\n"));
        }
    });
    let read = memo(move || typed.with(|text| own.read(text, all)));
    let wrong = move || read.with(|read| read.as_ref().err().cloned().unwrap_or_default());
    let count = move || read.with(|read| read.as_ref().map_or(String::new(), |(_, count)| count.clone()));
    let can_take = memo(move || {
        read.with(|read| read.as_ref().is_ok_and(|(data, _)| in_run.get().as_ref() != Some(data)))
    });
    let take = move |_| {
        if let Ok((data, _)) = read.get_untracked() {
            lab.own_data(Some(data));
        }
    };
    view! {
        <details class="card own" open=in_run.get_untracked().is_some()>
            <summary><h2>{words.title}</h2></summary>
            <p class="say">{own.help} " " <span id="own-how">{words.how}</span></p>
            <label for="own-lines">{words.field}</label>
            <textarea
                id="own-lines"
                rows="6"
                dir="auto"
                autocomplete="off"
                spellcheck="false"
                aria-describedby="own-how own-wrong"
                aria-invalid=live(move || (!wrong().is_empty()).to_string())
                prop:value=live(move || typed.get())
                on:input=move |event| typed.set(event_target_value(&event))
            ></textarea>
            <output class="refused" id="own-wrong">{wrong}</output>
            <p role="status">{count}</p>
            <div class="row">
                <button type="button" class="go" id="own-take" disabled=live(move || !can_take.get()) on:click=take>
                    {words.take}
                </button>
                <button type="button" id="own-example" on:click=move |_| typed.set(example.to_owned())>{words.example}</button>
                <button type="button" disabled=live(move || in_run.with(Option::is_none)) on:click=move |_| lab.own_data(None)>
                    {words.without}
                </button>
            </div>
            <While so=move || in_run.with(Option::is_some)>
                <p class="say">{words.in_run}</p>
            </While>
        </details>
    }
    .into_any()
}
