//! Questions to trained models.

use ::lab::probe::Probe as Declared;
use ::lab::words::TOLD;
use leptos::prelude::*;

use super::figure::{Figure, Shown};
use super::lab::Lab;
use super::live::{live, memo, part};
use super::whole;
use crate::model::Model;

/// A field for a question, and the answers below it.
#[component]
pub(super) fn Probe(lab: Lab, position: usize) -> impl IntoView {
    let Some(declared) = lab.experiment.probes.get(position) else { return ().into_any() };
    let declared: &'static Declared = declared;
    let words = lab.words().probe;
    let text = memo(move || lab.model.with(|model| model.question(position)));
    let refused = memo(move || {
        lab.model.with(|model| model.question_refused(position).map(str::to_owned)).unwrap_or_default()
    });
    let can_answer = memo(move || lab.model.with(Model::can_answer));
    let typed = RwSignal::new(String::new());
    Effect::new(move |_| typed.set(text.get()));
    let ask = move || lab.ask_probe(position, typed.get_untracked());
    let another = move |_| {
        let knobs = lab.model.with_untracked(|model| model.keys().knobs.clone());
        let random =
            (0..4).fold(0u64, |bits, _| bits << 16 | u64::from(whole(js_sys::Math::random() * 65_536.0)));
        lab.ask_probe(position, (declared.another)(&knobs, random));
    };
    let (field, help, wrong) = (
        format!("probe-{}", declared.key),
        format!("probe-{}-help", declared.key),
        format!("probe-{}-wrong", declared.key),
    );
    view! {
        <div class="probe" data-probe=declared.key>
            <Figure lab shown=Shown::Probe(position) />
            <form
                class="card ask"
                on:submit=move |event| {
                    event.prevent_default();
                    ask();
                }
            >
                <label for=field.clone() lang=TOLD>{declared.help}</label>
                <div class="row">
                    <input
                        type="text"
                        id=field
                        dir="auto"
                        autocomplete="off"
                        spellcheck="false"
                        aria-describedby=format!("{help} {wrong}")
                        aria-invalid=live(move || (!refused.with(String::is_empty)).to_string())
                        prop:value=live(move || typed.get())
                        on:input=move |event| typed.set(event_target_value(&event))
                    />
                    <button type="submit">{words.ask}</button>
                    <button type="button" on:click=another>{words.another}</button>
                </div>
                <output class="refused" id=wrong>{refused}</output>
                <p class="say" id=help>
                    {part(move || if can_answer.get() { words.who } else { words.nobody_yet })}
                </p>
            </form>
        </div>
    }
    .into_any()
}
