//! The left-hand side of the page: everything that a visitor can set.

use ::lab::keys::RunKeys;
use leptos::prelude::*;

use super::control::{Choice, Number};
use super::data::OwnData;
use super::lab::Lab;
use super::live::{While, live, memo, part};
use super::presets::Presets;
use super::sweep::SweepControl;
use crate::model::Setting;

/// The settings of the run.
#[component]
pub(super) fn Controls(lab: Lab) -> impl IntoView {
    let words = lab.words().controls;
    let shown = memo(move || {
        let knobs = (0..lab.experiment.knobs.len()).map(Setting::Knob);
        lab.model.with(|model| {
            let is_shown = |setting: &Setting| {
                let knob = setting.knob(model.keys(), model.words());
                knob.is_some_and(|knob| model.link().presentation.controls(knob.key))
            };
            knobs.chain([Setting::Members]).filter(is_shown).collect::<Vec<_>>()
        })
    });
    let named = move |setting: &'static str| {
        memo(move || lab.model.with(|model| model.link().presentation.controls(setting)))
    };
    let (seed, own, any) = (named("seed"), named("data"), move || !shown.with(Vec::is_empty));
    let controls = move || shown.get().into_iter().map(|setting| control(lab, setting)).collect_view();
    let defaults = move || RunKeys::defaults(lab.experiment);
    let is_default = memo(move || lab.model.with(|model| *model.keys() == defaults()));
    view! {
        <While so=move || own.get()>
            <OwnData lab />
        </While>
        <section class="card knobs" aria-labelledby="knobs-title" hidden=live(move || !(any() || seed.get()))>
            <div class="title">
                <h2 id="knobs-title">{words.title}</h2>
                <button
                    type="button"
                    class="small"
                    id="defaults"
                    disabled=live(move || is_default.get())
                    on:click=move |_| lab.change(defaults())
                >
                    {words.defaults}
                </button>
            </div>
            <Presets lab />
            {part(controls)}
            <SweepControl lab />
            <While so=move || seed.get()>
                <Seed lab />
            </While>
            <p class="say">{words.starts_anew}</p>
        </section>
    }
}

fn control(lab: Lab, setting: Setting) -> AnyView {
    let Some(knob) = setting.knob(lab.model.read_untracked().keys(), lab.words()) else {
        return ().into_any();
    };
    match knob.range {
        ::lab::knob::Range::Choice { options, .. } => {
            view! { <Choice lab setting knob options /> }.into_any()
        }
        ::lab::knob::Range::Whole { .. } | ::lab::knob::Range::Real { .. } => {
            view! { <Number lab setting knob slides=true /> }.into_any()
        }
    }
}

/// The seed, with a die for a new one.
#[component]
fn Seed(lab: Lab) -> impl IntoView {
    let Some(knob) = Setting::Seed.knob(lab.model.read_untracked().keys(), lab.words()) else {
        return ().into_any();
    };
    let throw = move |_| {
        let keys = lab.model.read_untracked().keys().clone();
        lab.change(Setting::another_seed(&keys, js_sys::Math::random()));
    };
    view! {
        <div class="seed">
            <Number lab setting=Setting::Seed knob slides=false />
            <button type="button" id="new-seed" on:click=throw>
                <Die />
                {lab.words().controls.new_seed}
            </button>
        </div>
    }
    .into_any()
}

/// A die that shows five.
#[component]
fn Die() -> impl IntoView {
    let pip = |x: &'static str, y: &'static str| view! { <circle cx=x cy=y r="1.6" /> };
    view! {
        <svg class="die" viewBox="0 0 20 20" aria-hidden="true">
            <rect x="1.5" y="1.5" width="17" height="17" rx="4" />
            {pip("6", "6")}
            {pip("14", "6")}
            {pip("10", "10")}
            {pip("6", "14")}
            {pip("14", "14")}
        </svg>
    }
}
