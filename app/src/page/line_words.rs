//! What stands around a line chart in words and numbers: the key of a narrow one, and the table of all its values.

use ::lab::experiment::LinePanel;
use ::lab::panel::line::{DASHES, LineChart};
use ::lab::panel::table::table;
use leptos::prelude::*;

use super::lab::Lab;

/// The names of the curves, where the chart is too narrow to have them at their ends.
#[component]
pub(super) fn Key(chart: Memo<LineChart>) -> impl IntoView {
    let names = Memo::new(move |_| {
        chart.with(|chart| {
            let names = chart.curves.iter().map(|curve| (curve.arm, curve.label.clone()));
            if chart.is_narrow() { names.collect() } else { Vec::new() }
        })
    });
    let items = move || {
        let item = |(arm, name): (usize, String)| {
            let (class, dash) = (format!("series-{}", arm % DASHES.len()), DASHES[arm % DASHES.len()]);
            view! {
                <li class=class>
                    <svg viewBox="0 0 28 8" aria-hidden="true">
                        <line class="curve" x1="1" x2="27" y1="4" y2="4" stroke-dasharray=dash />
                    </svg>
                    {name}
                </li>
            }
        };
        names.get().into_iter().map(item).collect_view()
    };
    view! {
        <Show when=move || !names.with(Vec::is_empty)>
            <ul class="key">{items}</ul>
        </Show>
    }
}

/// Everything in the chart, in numbers.
#[component]
pub(super) fn Table(lab: Lab, panel: StoredValue<LinePanel>, changes: Memo<u64>) -> impl IntoView {
    let content = move || {
        changes.get();
        let table = lab.model.with_untracked(|model| {
            panel.with_value(|panel| table(lab.experiment, panel, model.arms(), model.recording()))
        });
        let head = table.columns.into_iter().map(|name| view! { <th scope="col">{name}</th> }).collect_view();
        let row = |row: Vec<String>| {
            let mut cells = row.into_iter();
            let first = cells.next();
            let rest = cells.map(|cell| view! { <td>{cell}</td> }).collect_view();
            view! { <tr><th scope="row">{first}</th>{rest}</tr> }
        };
        let body = table.rows.into_iter().map(row).collect_view();
        view! {
            <table>
                <thead><tr>{head}</tr></thead>
                <tbody>{body}</tbody>
            </table>
        }
    };
    view! { <div class="table" tabindex="0" role="region" aria-label="The numbers of the chart">{content}</div> }
}
