//! A table of numbers, wherever a page shows one.

use ::lab::panel::Table;
use leptos::prelude::*;

use super::live::{While, memo};
use wasm_bindgen::JsCast;

/// A table that is there, and made, once it is asked for.
#[component]
pub(super) fn TableBelow(
    title: String,
    summary: &'static str,
    table: Signal<Table>,
    /// Buttons that save it.
    #[prop(optional)]
    files: Option<AnyView>,
) -> impl IntoView {
    let shown = RwSignal::new(false);
    view! {
        <details on:toggle=move |event| shown.set(is_open(&event))>
            <summary>{summary}</summary>
            {files}
            <While so=move || shown.get()>
                <TableView title=title.clone() table />
            </While>
        </details>
    }
}

fn is_open(event: &web_sys::Event) -> bool {
    let details = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    details.is_some_and(|details| details.has_attribute("open"))
}

/// A table in a box that scrolls.
#[component]
pub(super) fn TableView(title: String, table: Signal<Table>) -> impl IntoView {
    // A large table is only made anew where it changes.
    let table = memo(move || table.get());
    let content = move || {
        let Table { columns, rows } = table.get();
        let head = columns.into_iter().map(|name| view! { <th scope="col">{name}</th> }).collect_view();
        let row = |row: Vec<String>| {
            let mut cells = row.into_iter();
            let first = cells.next();
            let rest = cells.map(|cell| view! { <td>{cell}</td> }).collect_view();
            view! { <tr><th scope="row">{first}</th>{rest}</tr> }
        };
        let body = rows.into_iter().map(row).collect_view();
        view! {
            <table>
                <thead><tr>{head}</tr></thead>
                <tbody>{body}</tbody>
            </table>
        }
    };
    view! { <div class="table" tabindex="0" role="region" aria-label=title>{content}</div> }
}
