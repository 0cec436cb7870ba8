//! Another run beside the one that is shown: in which settings the two differ, and what is still to be computed.

use ::lab::compare::differences;
use ::lab::keys::RunKeys;
use ::lab::link::Link;
use ::lab::question;
use ::lab::recording::Recording;
use leptos::prelude::*;

use super::address;
use super::lab::{Lab, now, processors};
use super::live::{While, memo, part};
use super::table::TableView;
use crate::model::{Model, Phase};

impl Lab {
    /// Draws another run beside the one that is shown; the address keeps it.
    pub(super) fn compare_with(self, keys: RunKeys, recording: Option<Recording>) {
        self.model.update(|model| model.compare_with(keys, recording));
        self.write_address();
    }

    /// Trains what is missing of the two runs.
    pub(super) fn run_both(self) {
        self.order(|model| model.run_both(processors(), now()));
        self.write_address();
    }

    fn compare_no_more(self) {
        self.model.update(Model::compare_no_more);
        self.write_address();
    }
}

/// What differs, while another run stands beside.
#[component]
pub(super) fn Beside(lab: Lab) -> impl IntoView {
    let words = lab.words().compare;
    let table =
        memo(move || lab.model.with(|model| Some(differences(model.keys(), model.beside()?, model.words()))));
    let is_there = memo(move || table.with(Option::is_some));
    let is_same = memo(move || table.with(|table| table.as_ref().is_some_and(|it| it.rows.is_empty())));
    let says = memo(move || {
        lab.model.with(|model| match (model.lacks_beside(), model.runs_both()) {
            (false, _) => words.is_there,
            (true, true) => words.comes_next,
            (true, false) => words.is_missing,
        })
    });
    let can_run = memo(move || lab.model.with(|model| model.lacks_beside() && !model.runs_both()));
    let is_over = memo(move || lab.model.with(|model| *model.phase() == Phase::Finished));
    let alone = memo(move || lab.model.with(|model| model.other_alone().map(|link| address::of(&link))));
    view! {
        <While so=is_there>
            <section class="card compare" id="compare">
                <h2>{words.title}</h2>
                <p class="say" role="status">{says}</p>
                <Show when=move || !is_same.get() fallback=move || view! { <p>{words.same}</p> }>
                    <TableView
                        title=words.title.to_owned()
                        table=Signal::derive(move || table.get().unwrap_or_default())
                    />
                </Show>
                <div class="row">
                    <While so=can_run>
                        <button type="button" id="run-both" on:click=move |_| lab.run_both()>
                            {part(move || if is_over.get() { words.run_other } else { words.run_both })}
                        </button>
                    </While>
                    <button type="button" id="compare-no-more" on:click=move |_| lab.compare_no_more()>
                        {words.close}
                    </button>
                    <a href=alone target="_blank" rel="noopener">{words.open}</a>
                </div>
            </section>
        </While>
    }
}

/// A field for the link of a run to compare with.
#[component]
pub(super) fn CompareWith(lab: Lab) -> impl IntoView {
    let words = lab.words().compare;
    let (text, refused) = (RwSignal::new(String::new()), RwSignal::new(None::<String>));
    let take = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let all = lab.words();
        let written = text.get_untracked();
        let other =
            Some(Link::names(written.trim())).filter(|id| *id != lab.experiment.id).and_then(question);
        let read = match Link::parse_among(written.trim(), &[lab.experiment]) {
            Ok(link) => match link.notes.iter().find(|note| note.changes_the_run()) {
                Some(note) => Err((all.link.note)(note)),
                None => Ok(link.keys),
            },
            Err(error) => Err(other.map_or_else(|| (all.link.unread)(&error), words.elsewhere)),
        };
        match read {
            Ok(keys) => {
                refused.set(None);
                text.set(String::new());
                lab.compare_with(keys, None);
            }
            Err(sentence) => refused.set(Some(sentence)),
        }
    };
    view! {
        <form class="with-link" on:submit=take>
            <label for="compare-with">{words.field}</label>
            <span class="row">
                <input
                    id="compare-with"
                    type="text"
                    autocomplete="off"
                    spellcheck="false"
                    aria-describedby="compare-refused"
                    prop:value=text
                    on:input=move |event| text.set(event_target_value(&event))
                />
                <button type="submit">{words.take}</button>
            </span>
            <output class="refused" id="compare-refused">{refused}</output>
        </form>
    }
}
