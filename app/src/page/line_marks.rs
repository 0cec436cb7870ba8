//! The marks of a line chart as SVG, from the geometry in `lab`. Colours are the style sheet's.

use ::lab::panel::Place;
use ::lab::panel::line::{Curve, DASHES, LineChart};
use ::lab::panel::words::Reading;
use leptos::prelude::*;

/// Axes and levels.
#[component]
pub(super) fn Frame(chart: Memo<LineChart>) -> impl IntoView {
    // Without the curves it stays the same for most of a run, and is then not drawn again.
    let frame = Memo::new(move |_| {
        let mut frame = chart.get();
        frame.curves.clear();
        frame
    });
    move || {
        let chart = frame.get();
        let (left, right, bottom) = (chart.start.x, chart.end.x, chart.end.y);
        let values = chart.values.into_iter().map(|tick| {
            view! {
                <line class="grid" x1=left x2=right y1=tick.at y2=tick.at />
                <text class="tick" x=left - 7.0 y=tick.at text-anchor="end" dominant-baseline="central">
                    {tick.text}
                </text>
            }
        });
        let steps = chart.steps.into_iter().map(|tick| {
            view! {
                <line class="axis" x1=tick.at x2=tick.at y1=bottom y2=bottom + 4.0 />
                <text class="tick" x=tick.at y=bottom + 17.0 text-anchor="middle">{tick.text}</text>
            }
        });
        let anchor = if chart.size.width < ::lab::panel::line::NARROW { "end" } else { "start" };
        let references = chart.references.into_iter().map(|level| {
            view! {
                <g class=series(level.arm)>
                    <line class="level" x1=left x2=right y1=level.y y2=level.y />
                    <text
                        class="level-name"
                        x=level.label_at.x
                        y=level.label_at.y
                        text-anchor=anchor
                        dominant-baseline="central"
                    >
                        {level.label}
                    </text>
                </g>
            }
        });
        view! {
            <g>{values.collect_view()}</g>
            <g>
                <line class="axis" x1=left x2=right y1=bottom y2=bottom />
                {steps.collect_view()}
                <text class="tick" x=(left + right) / 2.0 y=bottom + 35.0 text-anchor="middle">
                    "training steps"
                </text>
            </g>
            <g>{references.collect_view()}</g>
        }
    }
}

/// Bands, medians, names and, where asked for, every member.
#[component]
pub(super) fn Curves(chart: Memo<LineChart>, members_shown: RwSignal<bool>) -> impl IntoView {
    move || {
        let shown = members_shown.get();
        let mut curves = chart.get().curves;
        let name = |curve: &mut Curve| {
            let (class, text) =
                (format!("name {}", series(Some(curve.arm))), std::mem::take(&mut curve.label));
            curve.label_at.map(|at| {
                view! { <text class=class x=at.x y=at.y dominant-baseline="central">{text}</text> }
            })
        };
        // Names come last, so that no curve crosses them.
        let names = curves.iter_mut().map(name).collect_view();
        let curves = curves.into_iter().map(move |curve| {
            let members = curve.members.into_iter().filter(|_| shown);
            let members = members.map(|line| view! { <path class="member" d=path(&line) /> }).collect_view();
            view! {
                <g class=series(Some(curve.arm))>
                    <path class="band" d=path(&curve.band) />
                    {members}
                    <path class="curve" d=path(&curve.median) stroke-dasharray=curve.dash />
                </g>
            }
        });
        view! {
            {curves.collect_view()}
            {names}
        }
    }
}

/// What the cursor points at.
#[component]
pub(super) fn Cursor(chart: Memo<LineChart>, read: Memo<Option<Reading>>) -> impl IntoView {
    move || {
        let reading = read.get()?;
        Some(chart.with(|chart| {
            let x = chart.place(reading.step, 0.0).x;
            let dots = reading.arms.iter().map(|(arm, step, quartiles)| {
                let at = chart.place(*step, quartiles.median);
                view! { <circle class=format!("dot {}", series(Some(*arm))) cx=at.x cy=at.y r="4.5" /> }
            });
            view! {
                <line class="cursor" x1=x x2=x y1=chart.start.y y2=chart.end.y />
                {dots.collect_view()}
            }
        }))
    }
}

fn series(arm: Option<usize>) -> String {
    arm.map_or_else(|| "series-all".to_owned(), |arm| format!("series-{}", arm % DASHES.len()))
}

/// A path through places, in tenths of a pixel.
fn path(places: &[Place]) -> String {
    let mut path = String::with_capacity(places.len() * 14);
    for (at, place) in places.iter().enumerate() {
        path.push(if at == 0 { 'M' } else { 'L' });
        path += &format!("{:.1} {:.1}", place.x, place.y);
    }
    path
}
