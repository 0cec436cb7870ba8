//! Records on the page: saving the one of a finished run, and opening a file, chosen or dropped.

use ::lab::files::{CITATION, Kind, MEASUREMENTS_CSV, MEASUREMENTS_JSON};
use ::lab::question;
use ::lab::record::{LARGEST, Nearly, Record};
use gloo_events::EventListener;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{CustomEvent, CustomEventInit, DragEvent, HtmlInputElement};

use super::lab::Lab;
use super::live::{live, memo, part};
use super::table::TableBelow;
use super::{address, save};
use crate::model::Model;
use crate::protocol::File;

/// Saving and opening, and what an opened record is.
#[component]
pub(super) fn Records(lab: Lab) -> impl IntoView {
    let words = lab.words().records;
    let refused = RwSignal::new(None::<String>);
    let can_save = memo(move || lab.model.with(|model| model.state_name() == "finished"));
    let shown = memo(move || lab.model.with(Model::shown_record));
    let save_it = move |_| {
        if let Some(record) = lab.model.with_untracked(Model::record) {
            save::text(&record.file_name(), "application/json", &record.to_json());
        }
    };
    let open = move |file: web_sys::File| {
        spawn_local(async move {
            let text = JsFuture::from(file.text()).await.ok().and_then(|text| text.as_string());
            let read = text.as_deref().ok_or(words.unreadable.to_owned()).and_then(|text| read(lab, text));
            refused.set(read.map(|record| lab.open_record(&record)).err());
            tell(text.as_deref().filter(|text| text.len() <= LARGEST).unwrap_or_default());
        });
    };
    let is_there = memo(move || shown.with(Option::is_some) || refused.with(Option::is_some));
    Effect::new(move |was_there: Option<bool>| {
        if was_there == Some(true) && !is_there.get() {
            tell("");
        }
        is_there.get()
    });
    let chosen = move |event: web_sys::Event| {
        let Some(input) = event.target().and_then(|it| it.dyn_into::<HtmlInputElement>().ok()) else {
            return;
        };
        if let Some(file) = input.files().and_then(|files| files.get(0)) {
            open(file);
        }
        // So that choosing the same file again is a change again.
        input.set_value("");
    };
    drop_anywhere(open);
    view! {
        <section class="card records" id="records">
            <h2>{words.title}</h2>
            <p class="say">{words.says}</p>
            <div class="row">
                <button type="button" id="save-record" disabled=live(move || !can_save.get()) on:click=save_it>
                    {words.save}
                </button>
                <label class="button" for="open-record">
                    {words.open}
                    <input type="file" class="unseen" id="open-record" accept=".json,application/json" on:change=chosen />
                </label>
            </div>
            <TakeAway lab refused />
            <div role="status">
                {part(move || refused.get().map(|sentence| view! { <p class="refused">{sentence}</p> }))}
                {part(move || {
                    shown
                        .get()
                        .map(|(backend, doubt)| {
                            view! {
                                <p class="opened">
                                    <strong>{words.opened} ". "</strong>
                                    {(words.opened_says)(backend)}
                                    " "
                                    {doubt}
                                </p>
                                <button type="button" id="close-record" on:click=move |_| lab.close_record()>
                                    {words.close}
                                </button>
                            }
                        })
                })}
            </div>
            // What `public/releases.js` finds of the record.
            <div role="status" id="record-release"></div>
            <Nearby lab />
        </section>
    }
}

/// Everything else of the run that can be saved as a file.
#[component]
fn TakeAway(lab: Lab, refused: RwSignal<Option<String>>) -> impl IntoView {
    let words = lab.words().records;
    let keep = move |kind: Kind, bytes: &[u8]| {
        let name = lab.model.with_untracked(|model| kind.name(model.keys()));
        save::bytes(&name, kind.media, bytes);
    };
    let has_points = memo(move || lab.model.with(|model| model.known_points() > 0));
    let has_weights = memo(move || lab.model.with(|model| model.can_make(File::Weights)));
    let has_script = memo(move || lab.model.with(|model| model.can_make(File::Script)));
    let always = memo(|| true);
    let is_made = memo(move || lab.model.with(Model::is_made));
    Effect::new(move |_| {
        if !is_made.get() {
            return;
        }
        match lab.model.try_update(Model::take_made).flatten() {
            Some((file, Ok(bytes))) => keep(file.kind(), &bytes),
            Some((_, Err(sentence))) => refused.set(Some(sentence)),
            None => {}
        }
    });
    let save = move |kind, text: fn(&Model) -> String| keep(kind, lab.model.with_untracked(text).as_bytes());
    let command = memo(move || lab.model.with(|model| format!("gedanken run '{}'", model.keys().query())));
    let make = move |file| {
        let left_out = match file {
            File::Weights => lab.model.with_untracked(Model::without_weights),
            File::Script => (0, 0),
        };
        refused.set((left_out.0 > 0).then(|| (words.without)(left_out.0, left_out.1)));
        lab.order(|model| model.ask_for(file, here(model)));
    };
    view! {
        <p class="say" id="more">{words.more}</p>
        <div class="row" role="group" aria-labelledby="more">
            {saves("csv", words.csv, has_points, move || save(MEASUREMENTS_CSV, Model::measurements))}
            {saves("json", words.json, has_points, move || save(MEASUREMENTS_JSON, Model::measurements_as_json))}
            {saves("weights", words.weights, has_weights, move || make(File::Weights))}
            {saves("script", words.script, has_script, move || make(File::Script))}
            {saves("citation", words.citation, always, move || {
                save(CITATION, |model| model.citation(&here(model)));
            })}
        </div>
        <p class="say" id="repeats">{words.repeats}</p>
        <pre dir="ltr" tabindex="0" role="group" aria-labelledby="repeats">
            <code>{live(move || command.get())}</code>
        </pre>
    }
}

/// Tells the scripts around the program of the record that is opened, or with an empty text that none is: they find the release
/// that runs it, where this one does not, however much of it this one reads.
fn tell(text: &str) {
    let told = CustomEventInit::new();
    told.set_detail(&text.into());
    if let Ok(event) = CustomEvent::new_with_event_init_dict("gedanken:record", &told) {
        // Nobody cancels it.
        let _ = window().dispatch_event(&event);
    }
}

/// A button that saves something, where it is there to be saved.
fn saves(what: &str, says: &'static str, is_there: Memo<bool>, save: impl Fn() + 'static) -> AnyView {
    view! {
        <button
            type="button"
            class="quiet"
            id=format!("save-{what}")
            disabled=live(move || !is_there.get())
            on:click=move |_| save()
        >
            {says}
        </button>
    }
    .into_any()
}

/// The address of the run that the page shows.
fn here(model: &Model) -> String {
    address::of(&model.share())
}

/// The record in a file, where it is one of this page's experiment; else a sentence on what it is.
fn read(lab: Lab, text: &str) -> Result<Record, String> {
    let words = lab.words().records;
    let id = Record::names(text).map_err(|error| (words.unread)(&error))?;
    match question(&id) {
        Some(question) if id != lab.experiment.id => Err((words.elsewhere)(question)),
        _ => Record::read_among(text, &[lab.experiment]).map_err(|error| (words.unread)(&error)),
    }
}

/// How near the run came to an opened record that cannot be compared bit for bit.
#[component]
fn Nearby(lab: Lab) -> impl IntoView {
    let words = lab.words();
    let nearly = memo(move || lab.model.with(Model::nearly));
    let says = move |nearly: Nearly| {
        let (class, name, word) = if nearly.has_gate_that_differs() {
            ("verdict fails", "differs", words.nearly.differs)
        } else {
            ("verdict holds", "agrees", words.nearly.agrees)
        };
        view! {
            <p class="say" id="nearly" data-nearly=name>
                {words.nearly.says} " " <strong class=class>{word}</strong>
            </p>
        }
    };
    let details = move |nearly: Nearly| {
        let lines = nearly.lines(words).into_iter().map(|line| view! { <li>{line}</li> }).collect_view();
        let table = nearly.table(words);
        view! {
            <ul>{lines}</ul>
            <TableBelow
                title=words.nearly.differences.to_owned()
                summary=words.nearly.differences
                table=Signal::derive(move || table.clone())
            />
        }
    };
    view! {
        <div role="status">{part(move || nearly.get().map(says))}</div>
        {part(move || nearly.get().map(details))}
    }
}

/// A file that is dropped on the page is opened, wherever it falls, for as long as the component is there.
fn drop_anywhere(open: impl Fn(web_sys::File) + 'static) {
    let options = gloo_events::EventListenerOptions::enable_prevent_default();
    let listen = |kind: &'static str, heard: Box<dyn FnMut(&web_sys::Event)>| {
        EventListener::new_with_options(&document(), kind, options, heard)
    };
    let dropped = move |event: &web_sys::Event| {
        event.prevent_default();
        let files = event.dyn_ref::<DragEvent>().and_then(DragEvent::data_transfer).and_then(|it| it.files());
        if let Some(file) = files.and_then(|files| files.get(0)) {
            open(file);
        }
    };
    StoredValue::new_local([
        listen("dragover", Box::new(|event| event.prevent_default())),
        listen("drop", Box::new(dropped)),
    ]);
}
