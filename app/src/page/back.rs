//! Looking back through the run: what was measured up to an earlier point of progress.

use ::lab::digest::PROGRESS;
use leptos::prelude::*;

use super::lab::Lab;
use super::live::{While, live, memo};
use crate::model::{Model, Phase};

/// A slider over the points of progress.
#[component]
pub(super) fn LookBack(lab: Lab) -> impl IntoView {
    let words = lab.words().back;
    let at = memo(move || lab.model.with(Model::at));
    let has_begun = memo(move || lab.model.with(|model| *model.phase() != Phase::Ready));
    let says = move || at.get().map_or_else(|| words.latest.to_owned(), |at| (words.at)(at));
    view! {
        <While so=has_begun>
            <p class="back">
                <label for="back">{words.title}</label>
                <input
                    type="range"
                    id="back"
                    min="0"
                    max=PROGRESS
                    prop:value=live(move || at.get().unwrap_or(PROGRESS).to_string())
                    aria-valuetext=says
                    on:input=move |event| {
                        if let Ok(j) = event_target_value(&event).parse() {
                            lab.look_at(j);
                        }
                    }
                />
                <output>{says}</output>
            </p>
        </While>
    }
}
