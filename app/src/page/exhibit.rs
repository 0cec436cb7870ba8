//! What an experiment shows without a run: a slider, what comes of it, and a figure.

use ::lab::words::TOLD;
use leptos::prelude::*;

use super::figure::{Figure, Shown};
use super::lab::Lab;
use super::live::{live, memo};
use crate::model::slider::{slider, value_at};

/// An exhibit with its slider.
#[component]
pub(super) fn Exhibit(lab: Lab, position: usize) -> impl IntoView {
    let Some(declared) = lab.experiment.exhibits.get(position) else { return ().into_any() };
    let knob = &declared.slider;
    let value = RwSignal::new(knob.default_value());
    let knobs = memo(move || lab.model.with(|model| model.keys().knobs.clone()));
    let exhibited = memo(move || knobs.with(|knobs| (declared.show)(knobs, value.get())));
    let outcome = move || {
        let item = |sentence: &String| view! { <li>{sentence.clone()}</li> };
        exhibited.with(|it| it.outcome.iter().map(item).collect_view())
    };
    let slide = move |at: String| {
        if let Some(chosen) = at.parse().ok().and_then(|at| value_at(knob, at)) {
            value.set(chosen);
        }
    };
    let written = move || knob.write(value.get());
    let place = move || slider(knob, value.get());
    let (field, help) = (format!("exhibit-{}", declared.key), format!("exhibit-{}-help", declared.key));
    view! {
        <div class="exhibit" data-exhibit=declared.key>
            <Figure lab shown=Shown::Exhibit(position, exhibited) />
            <section class="card" lang=TOLD aria-label=declared.title>
                <p class="about" lang=TOLD>{declared.help}</p>
                <div class="slide">
                    <label for=field.clone() lang=TOLD>{knob.label}</label>
                    <input
                        type="range"
                        id=field.clone()
                        aria-describedby=help.clone()
                        aria-valuetext=written
                        min=live(move || place().map_or(0, |slider| slider.first))
                        max=live(move || place().map_or(0, |slider| slider.last))
                        step=live(move || place().map_or(1, |slider| slider.step))
                        prop:value=live(move || place().map_or(0, |slider| slider.at).to_string())
                        on:input=move |event| slide(event_target_value(&event))
                    />
                    <output for=field>{written}</output>
                </div>
                <p class="say" id=help lang=TOLD>{knob.help}</p>
                <div role="status"><ul lang=TOLD>{outcome}</ul></div>
            </section>
        </div>
    }
    .into_any()
}
