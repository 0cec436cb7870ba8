//! The control of a sweep: which knob the members differ in, from where to where, in how many values; and which of the
//! swept runs the pictures show.

use ::lab::knob::{Knob, Range, Role};
use ::lab::sweep::{Sweep, VALUES};
use ::lab::words::TOLD;
use leptos::prelude::*;

use super::address;
use super::lab::Lab;
use super::live::{While, live, memo, part};

/// How many knobs may be swept at once.
const AXES: usize = 2;

/// The controls of a sweep, where the experiment has a knob that can be swept.
#[component]
pub(super) fn SweepControl(lab: Lab) -> impl IntoView {
    let can_be_swept = |knob: &&Knob| knob.role == Role::Value && !matches!(knob.range, Range::Choice { .. });
    let knobs: Vec<&'static Knob> = lab.experiment.knobs.iter().filter(can_be_swept).collect();
    if knobs.is_empty() {
        return ().into_any();
    }
    let words = lab.words().sweep;
    let axes = AXES.min(knobs.len());
    let refused = RwSignal::new(None::<String>);
    let written = memo(move || lab.model.with(|model| model.keys().sweep.write(lab.experiment.knobs)));
    let parts = move |at: usize| -> [String; 4] {
        let written = written.get();
        let part = written.split(',').nth(at).unwrap_or_default();
        let mut parts = part.split(':').map(str::to_owned);
        std::array::from_fn(|_| parts.next().unwrap_or_default())
    };
    let change = move |at: usize, field: usize, text: String| {
        let mut all: Vec<[String; 4]> = (0..AXES).map(|at| untrack(|| parts(at))).collect();
        all[at][field] = text.trim().to_owned();
        if field == 0 {
            let knob = lab.experiment.knobs.iter().find(|knob| knob.key == all[at][0]);
            all[at] = knob.map_or_else(Default::default, whole_range);
        }
        let text: Vec<String> =
            all.iter().filter(|part| !part[0].is_empty()).map(|part| part.join(":")).collect();
        match Sweep::parse(&text.join(","), lab.experiment.knobs) {
            Some(sweep) => {
                refused.set(None);
                lab.sweep(sweep);
            }
            None if text.is_empty() => {
                refused.set(None);
                lab.sweep(Sweep::default());
            }
            None => refused.set(Some((words.refused)(&Sweep::accepts(lab.experiment.knobs)))),
        }
    };
    let axis = move |at: usize| {
        let knobs = knobs.clone();
        let is_used = memo(move || !parts(at)[0].is_empty());
        let is_offered = memo(move || at == 0 || !parts(at - 1)[0].is_empty());
        let options = knobs
            .iter()
            .map(|knob| {
                let knob = *knob;
                view! { <option value=knob.key lang=TOLD prop:selected=live(move || parts(at)[0] == knob.key)>{knob.label}</option> }
            })
            .collect_view();
        let field = move |number: usize, label: &'static str| {
            view! {
                <label>
                    <span>{label}</span>
                    <input
                        type="text"
                        class="typed"
                        inputmode="decimal"
                        autocomplete="off"
                        prop:value=live(move || parts(at)[number].clone())
                        on:change=move |event| change(at, number, event_target_value(&event))
                    />
                </label>
            }
        };
        view! {
            <div class="axis" hidden=live(move || !is_offered.get())>
                <label>
                    <span>{words.knob}</span>
                    <select id=format!("sweep-{at}") on:change=move |event| change(at, 0, event_target_value(&event))>
                        <option value="" prop:selected=live(move || !is_used.get())>{words.none}</option>
                        {options}
                    </select>
                </label>
                <While so=is_used>
                    {field(1, words.from)}
                    {field(2, words.to)}
                    {field(3, words.count)}
                </While>
            </div>
        }
    };
    view! {
        <details class="sweep" open=live(move || !written.with(String::is_empty))>
            <summary>{words.title}</summary>
            <p class="say">{words.help}</p>
            {(0..axes).map(axis).collect_view()}
            <output class="refused">{refused}</output>
        </details>
    }
    .into_any()
}

/// A knob from one end to the other, in six values or as many as there are.
fn whole_range(knob: &Knob) -> [String; 4] {
    let (from, to) = match knob.range {
        Range::Whole { min, max, .. } => (min.to_string(), max.to_string()),
        Range::Real { min, max, .. } => (min.to_string(), max.to_string()),
        Range::Choice { .. } => Default::default(),
    };
    let count = match knob.range {
        Range::Whole { min, max, .. } => (max - min + 1).clamp(*VALUES.start(), 6),
        Range::Real { .. } | Range::Choice { .. } => 6,
    };
    [knob.key.to_owned(), from, to, count.to_string()]
}

/// Which of the swept runs the pictures show.
#[component]
pub(super) fn CellChoice(lab: Lab) -> impl IntoView {
    let words = lab.words().sweep;
    let cells = memo(move || {
        lab.model.with(|model| {
            let keys = model.keys();
            let count = if keys.sweep.is_empty() { 0 } else { keys.sweep.cells() };
            (0..count).map(|cell| keys.sweep.name(keys.experiment.knobs, cell)).collect::<Vec<_>>()
        })
    });
    let shown = memo(move || lab.model.with(|model| model.cell()));
    let option = move |(cell, name): (u32, String)| {
        view! { <option value=cell.to_string() lang=TOLD prop:selected=live(move || shown.get() == cell)>{name}</option> }
    };
    view! {
        <While so=move || !cells.with(Vec::is_empty)>
            <p class="cell">
                <label for="cell">{words.shown}</label>
                <select
                    id="cell"
                    on:change=move |event| {
                        if let Ok(cell) = event_target_value(&event).parse() {
                            lab.model.update(|model| model.look_at_cell(cell));
                        }
                    }
                >
                    {part(move || (0u32..).zip(cells.get()).map(option).collect_view())}
                </select>
            </p>
        </While>
    }
}

/// Below the picture of a sweep: which of its runs is looked at, and a link to that run alone.
#[component]
pub(super) fn ChosenCell(lab: Lab) -> impl IntoView {
    let words = lab.words().sweep;
    let chosen = memo(move || {
        let name = lab.model.with(|model| model.keys().sweep.name(lab.experiment.knobs, model.cell()));
        (words.chosen)(&name)
    });
    let address = memo(move || lab.model.with(|model| address::of(&model.alone())));
    view! {
        <p class="chosen">
            {words.choose}
            " "
            <span aria-live="polite">{chosen}</span>
            " "
            <a href=address target="_blank" rel="noopener">{words.open}</a>
        </p>
    }
}
