//! The figure around a line chart: heading, picture, reading and sentence, and how the cursor moves.
//! The marks are in `line_marks`, key and table in `line_words`.

use ::lab::experiment::LinePanel;
use ::lab::panel::Size;
use ::lab::panel::line::LineChart;
use ::lab::panel::number::count;
use ::lab::panel::words::{reading, sentence};
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{KeyboardEvent, PointerEvent};

use super::lab::Lab;
use super::line_marks::{Cursor, Curves, Frame};
use super::line_words::{Key, Table};
use super::width::width_of;

/// The furthest that a cursor can go.
const LAST: u32 = ::lab::digest::PROGRESS;

/// A line chart with everything that explains it.
#[component]
pub(super) fn LineFigure(lab: Lab, panel: LinePanel) -> impl IntoView {
    let panel = StoredValue::new(panel);
    let place = NodeRef::<html::Div>::new();
    let width = width_of(place);
    let members_shown = RwSignal::new(false);
    let table_shown = RwSignal::new(false);
    let cursor = RwSignal::new(None::<u32>);
    let changes = Memo::new(move |_| lab.model.with(|model| model.changes()));
    let chart = Memo::new(move |_| {
        changes.get();
        let size = Size { width: width.get(), height: (width.get() * 0.44).clamp(230.0, 400.0) };
        lab.model.with_untracked(|model| {
            panel.with_value(|panel| {
                LineChart::new(lab.experiment, panel, model.arms(), model.recording(), size)
            })
        })
    });
    let read = Memo::new(move |_| {
        changes.get();
        let j = cursor.get()?;
        lab.model.with_untracked(|model| {
            panel.with_value(|panel| reading(lab.experiment, panel, model.arms(), model.recording(), j))
        })
    });
    let says = Memo::new(move |_| {
        changes.get();
        lab.model.with_untracked(|model| {
            panel.with_value(|panel| sentence(lab.experiment, panel, model.arms(), model.recording()))
        })
    });
    let reading_text = move || match (cursor.get(), read.get()) {
        (_, Some(reading)) => reading.sentence,
        (Some(_), None) => "Nothing is measured yet.".to_owned(),
        (None, None) => String::new(),
    };
    let move_to = move |event: KeyboardEvent| {
        let here = cursor.get_untracked();
        let next = match event.key().as_str() {
            "ArrowRight" | "ArrowUp" => here.map_or(0, |j| (j + 1).min(LAST)),
            "ArrowLeft" | "ArrowDown" => here.map_or(LAST, |j| j.saturating_sub(1)),
            "PageUp" => here.map_or(LAST, |j| (j + 8).min(LAST)),
            "PageDown" => here.map_or(0, |j| j.saturating_sub(8)),
            "Home" => 0,
            "End" => LAST,
            "Escape" => return cursor.set(None),
            _ => return,
        };
        event.prevent_default();
        cursor.set(Some(next));
    };
    let point_at = move |event: PointerEvent| {
        let Some(place) = place.get_untracked() else { return };
        let x = f64::from(event.client_x()) - place.get_bounding_client_rect().left();
        cursor.set(Some(chart.with_untracked(|chart| chart.progress_at(x))));
    };
    // A finger leaves with every tap; what it pointed at stays until it points elsewhere.
    let leave = move |event: PointerEvent| {
        if event.pointer_type() == "mouse" {
            cursor.set(None);
        }
    };
    let members = Memo::new(move |_| lab.model.with(|model| model.keys().members));
    let (title, about) = panel.with_value(|panel| (panel.title.clone(), panel.series));
    let about =
        lab.experiment.series.iter().find(|series| series.key == about).map_or("", |series| series.about);
    view! {
        <figure class="card wide" data-panel=panel.with_value(|panel| panel.key)>
            <figcaption>
                <h2 title=about>{title.clone()}</h2>
                <span>
                    {move || match members.get() {
                        1 => "one member".to_owned(),
                        many => format!("median and quartiles of {} members", count(many.into())),
                    }}
                </span>
            </figcaption>
            <Key chart />
            <div
                class="chart"
                node_ref=place
                tabindex="0"
                role="slider"
                aria-label=format!("{title}: read the chart, arrow keys move along the training steps")
                aria-valuemin="0"
                aria-valuemax=LAST
                aria-valuenow=move || cursor.get().unwrap_or(LAST)
                aria-valuetext=move || {
                    // What changes by itself would be said again and again.
                    if cursor.get().is_some() { reading_text() } else { "nothing chosen".to_owned() }
                }
                on:keydown=move_to
                on:pointermove=point_at
                on:pointerdown=point_at
                on:pointerleave=leave
                on:blur=move |_| cursor.set(None)
            >
                <svg
                    aria-hidden="true"
                    viewBox=move || chart.with(|chart| format!("0 0 {} {}", chart.size.width, chart.size.height))
                >
                    <Frame chart />
                    <Curves chart members_shown />
                    <Cursor chart read />
                </svg>
                <Show when=move || chart.with(|chart| chart.curves.iter().all(|curve| curve.median.is_empty()))>
                    <p class="empty">"Press Run, and the curves grow here."</p>
                </Show>
            </div>
            <p class="reading" class:hint=move || cursor.get().is_none()>
                {move || match cursor.get() {
                    Some(_) => reading_text(),
                    None => "To read values, touch or point at the chart, or use the arrow keys on it.".to_owned(),
                }}
            </p>
            <p class="sentence">{says}</p>
            <Show when=move || members.get() != 1>
                <button
                    type="button"
                    class="quiet members"
                    aria-pressed=move || members_shown.get().to_string()
                    on:click=move |_| members_shown.update(|shown| *shown = !*shown)
                >
                    "Every member"
                </button>
            </Show>
            <details on:toggle=move |event| table_shown.set(is_open(&event))>
                <summary>"As a table"</summary>
                <Show when=move || table_shown.get()>
                    <Table lab panel changes />
                </Show>
            </details>
        </figure>
    }
}

fn is_open(event: &web_sys::Event) -> bool {
    let details = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    details.is_some_and(|details| details.has_attribute("open"))
}
