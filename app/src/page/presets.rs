//! Settings that an experiment suggests, each with one press.

use ::lab::experiment::Preset;
use ::lab::words::TOLD;
use leptos::prelude::*;

use super::lab::Lab;
use super::live::{live, memo};
use crate::model::Model;

/// The list of them.
#[component]
pub(super) fn Presets(lab: Lab) -> impl IntoView {
    if lab.experiment.presets.is_empty() {
        return ().into_any();
    }
    // Every change of the settings is another run. (A memo that nobody reads, but only tracks, never tells.)
    let opened = memo(move || lab.model.with(Model::run));
    let one = move |preset: &'static Preset| {
        let here = memo(move || {
            opened.get();
            lab.model.with_untracked(|model| *model.keys() == model.keys().preset(preset))
        });
        let take = move |_| {
            let keys = lab.model.with_untracked(|model| model.keys().preset(preset));
            lab.change(keys);
        };
        view! {
            <li>
                <button type="button" class="quiet" aria-pressed=live(move || here.get().to_string()) on:click=take>
                    <span lang=TOLD>{preset.label}</span>
                </button>
                <small lang=TOLD>{preset.about}</small>
            </li>
        }
    };
    view! {
        <details class="presets">
            <summary>{lab.words().presets.title}</summary>
            <ul>{lab.experiment.presets.iter().map(one).collect_view()}</ul>
        </details>
    }
    .into_any()
}
