//! The control of one setting: a slider with a field to type into, or a list of options.

use ::lab::knob::{Knob, Range, Value};
use leptos::prelude::*;

use super::lab::Lab;
use super::live::{live, memo};
use crate::model::Setting;
use crate::model::slider::{slider, value_at};

/// A number: a field to type into and, where `slides`, a slider.
#[component]
pub(super) fn Number(lab: Lab, setting: Setting, knob: Knob, slides: bool) -> impl IntoView {
    let value = memo(move || lab.model.with(|model| setting.value(model.keys())));
    let written = memo(move || value.get().map(|value| knob.write(value)).unwrap_or_default());
    let refused = RwSignal::new(None::<String>);
    // A sentence about what was typed holds until the setting changes.
    Effect::new(move |_| {
        written.track();
        refused.set(None);
    });
    let typed = move |text: String| {
        let keys = lab.model.read_untracked().keys().clone();
        match setting.typed(&keys, &text) {
            Ok(keys) => {
                refused.set(None);
                lab.change(keys);
            }
            Err(error) => refused.set(Some((lab.words().link.refused)(&error))),
        }
    };
    let slid = move |at: String| {
        if let Some(value) = at.parse().ok().and_then(|at| value_at(&knob, at)) {
            let keys = lab.model.read_untracked().keys().clone();
            lab.change(setting.set(&keys, value));
        }
    };
    let (field, help, refusal) =
        (format!("{}-typed", knob.key), format!("{}-help", knob.key), format!("{}-refused", knob.key));
    let described = format!("{help} {refusal}");
    let told = setting.told();
    let slider_of = move || value.get().and_then(|value| slider(&knob, value));
    let track = slides.then(|| {
        view! {
            <input
                type="range"
                id=knob.key
                aria-label=knob.label
                lang=told
                aria-describedby=help.clone()
                aria-valuetext=written
                min=live(move || slider_of().map_or(0, |slider| slider.first))
                max=live(move || slider_of().map_or(0, |slider| slider.last))
                step=live(move || slider_of().map_or(1, |slider| slider.step))
                prop:value=live(move || slider_of().map_or(0, |slider| slider.at).to_string())
                on:input=move |event| slid(event_target_value(&event))
            />
        }
    });
    // Without a slider the field is the control, and has its name.
    let field = if slides { field } else { knob.key.to_owned() };
    view! {
        <div class="knob">
            <label for=field.clone() lang=told>{knob.label}</label>
            <input
                type="text"
                class="typed"
                id=field
                inputmode="decimal"
                autocomplete="off"
                aria-describedby=described
                aria-invalid=live(move || refused.with(Option::is_some).to_string())
                prop:value=written
                on:change=move |event| typed(event_target_value(&event))
            />
            {track}
            <small id=help><span lang=told>{knob.help}</span> {limits(lab, &knob)}</small>
            <output class="refused" id=refusal>{refused}</output>
        </div>
    }
}

/// One of several options.
#[component]
pub(super) fn Choice(
    lab: Lab,
    setting: Setting,
    knob: Knob,
    options: &'static [(&'static str, &'static str)],
) -> impl IntoView {
    let value = memo(move || lab.model.with(|model| setting.value(model.keys())));
    let chosen = move || value.get().map(|value| knob.write(value)).unwrap_or_default();
    let choose = move |key: String| {
        let keys = lab.model.read_untracked().keys().clone();
        if let Ok(keys) = setting.typed(&keys, &key) {
            lab.change(keys);
        }
    };
    let (help, told) = (format!("{}-help", knob.key), setting.told());
    let items = options
        .iter()
        .enumerate()
        .map(|(at, (key, label))| {
            let selected = move || value.get() == Some(Value::Choice(at));
            view! { <option value=*key lang=told prop:selected=selected>{*label}</option> }
        })
        .collect_view();
    view! {
        <div class="knob">
            <label for=knob.key lang=told>{knob.label}</label>
            <select
                id=knob.key
                aria-describedby=help.clone()
                prop:value=chosen
                on:change=move |event| choose(event_target_value(&event))
            >
                {items}
            </select>
            <small id=help lang=told>{knob.help}</small>
        </div>
    }
}

/// What a slider's ends are, in words.
fn limits(lab: Lab, knob: &Knob) -> Option<String> {
    let say = |min: &str, max: &str| Some(format!(" {}", (lab.words().controls.limits)(min, max)));
    match knob.range {
        // The seed's limits are those of the machine, and say nothing to a person.
        Range::Whole { max: u32::MAX, .. } | Range::Choice { .. } => None,
        Range::Whole { min, max, .. } => say(&min.to_string(), &max.to_string()),
        Range::Real { min, max, .. } => say(&min.to_string(), &max.to_string()),
    }
}
