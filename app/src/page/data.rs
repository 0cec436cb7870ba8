//! A visitor's own data: points on a board, drawn by pointer or by keyboard, or what is typed. They become part of the run and
//! its link.

use ::lab::data::{Data, Dot, Kind, OwnData as Own};
use ::lab::panel::picture::{Ink, Mark, Picture, Place, Size};
use ::lab::panel::sign::Sign;
use ::lab::words::TOLD;
use leptos::html;
use leptos::prelude::*;
use web_sys::{KeyboardEvent, PointerEvent};

use super::canvas::Painter;
use super::lab::Lab;
use super::lines::OwnLines;
use super::live::{While, live, memo};
use super::whole;
use super::width::room_of;

/// How far an arrow key moves the cross.
const STEP: u8 = 8;

/// What takes the data that the experiment takes.
#[component]
pub(super) fn OwnData(lab: Lab) -> impl IntoView {
    match lab.experiment.data {
        None => ().into_any(),
        Some(own) => match own.kind {
            Kind::Points { classes, .. } => view! { <OwnPoints lab own classes /> }.into_any(),
            _ => view! { <OwnLines lab own /> }.into_any(),
        },
    }
}

/// The board for points.
#[component]
fn OwnPoints(lab: Lab, own: Own, classes: &'static [&'static str]) -> impl IntoView {
    let words = lab.words().data;
    let in_run = memo(move || lab.model.with(|model| model.keys().knobs.data().cloned()));
    let dots = RwSignal::new(Vec::<Dot>::new());
    Effect::new(move |_| {
        if let Some(Data::Points(points)) = in_run.get() {
            dots.set(points);
        }
    });
    let (class, cross) = (RwSignal::new(0u8), RwSignal::new(None::<(u8, u8)>));
    let add = move |x: u8, y: u8| dots.update(|dots| dots.push(Dot { x, y, class: class.get_untracked() }));
    let remove = move || {
        dots.update(|dots| {
            dots.pop();
        });
    };
    let (place, canvas) = (NodeRef::<html::Div>::new(), NodeRef::<html::Canvas>::new());
    let room = room_of(place);
    let size = move || Size { width: room.get().width, height: room.get().width * 0.75 };
    Effect::new(move |before: Option<Option<Painter>>| {
        let mut painter = before.flatten().or_else(|| Painter::of(canvas.get()?));
        let (looks, size) = (lab.looks.get(), size());
        let picture = dots.with(|dots| board(dots, cross.get(), size));
        if let Some(painter) = &mut painter {
            let ratio = window().device_pixel_ratio() * room.get_untracked().scale;
            painter.paint(&picture, &[], looks, ratio);
        }
        painter
    });
    let point = move |event: PointerEvent| {
        let Some(element) = place.get_untracked() else { return };
        let bounds = element.get_bounding_client_rect();
        let grid =
            |at: f64, length: f64| u8::try_from(whole(at / length.max(1.0) * 256.0).min(255)).unwrap_or(255);
        let x = grid(f64::from(event.client_x()) - bounds.left(), bounds.width());
        let y = 255 - grid(f64::from(event.client_y()) - bounds.top(), bounds.height());
        add(x, y);
    };
    let press = move |event: KeyboardEvent| {
        let (x, y) = cross.get_untracked().unwrap_or((127, 127));
        let next = match event.key().as_str() {
            "ArrowLeft" => (x.saturating_sub(STEP), y),
            "ArrowRight" => (x.saturating_add(STEP), y),
            "ArrowUp" => (x, y.saturating_add(STEP)),
            "ArrowDown" => (x, y.saturating_sub(STEP)),
            "Enter" | " " => {
                add(x, y);
                (x, y)
            }
            "Delete" | "Backspace" => {
                remove();
                (x, y)
            }
            _ => return,
        };
        event.prevent_default();
        cross.set(Some(next));
    };
    let counts = move || {
        let of = |class: usize| {
            dots.with(|dots| dots.iter().filter(|dot| usize::from(dot.class) == class).count())
        };
        let counts: Vec<(&str, usize)> =
            classes.iter().enumerate().map(|(at, name)| (*name, of(at))).collect();
        (words.count)(&counts)
    };
    let taken = move || Data::Points(dots.get());
    let can_take = memo(move || own.takes(&taken()) && in_run.get() != Some(taken()));
    let refusal =
        move || (!dots.with(Vec::is_empty) && !own.takes(&taken())).then(|| (words.refused)(&own.accepts()));
    let option = move |(at, name): (usize, &'static &'static str)| {
        let at = u8::try_from(at).unwrap_or(0);
        view! {
            <label class=format!("series-{at}")>
                <input type="radio" name="own-class" prop:checked=live(move || class.get() == at) on:change=move |_| class.set(at) />
                <span lang=TOLD>{*name}</span>
            </label>
        }
    };
    view! {
        <details class="card own" open=in_run.get_untracked().is_some()>
            <summary><h2>{words.title}</h2></summary>
            <p class="say"><span lang=TOLD>{own.help}</span> " " {words.how}</p>
            <fieldset class="classes">
                <legend>{words.class}</legend>
                {classes.iter().enumerate().map(option).collect_view()}
            </fieldset>
            <div
                class="board"
                tabindex="0"
                role="application"
                aria-label=live(move || {
                    let (x, y) = cross.get().unwrap_or((127, 127));
                    (words.board)(x, y)
                })
                node_ref=place
                on:pointerdown=point
                on:keydown=press
            >
                <canvas aria-hidden="true" node_ref=canvas></canvas>
            </div>
            <p role="status">{counts} " " {refusal}</p>
            <div class="row">
                <button type="button" class="go" id="own-take" disabled=live(move || !can_take.get()) on:click=move |_| lab.own_data(Some(taken()))>
                    {words.take}
                </button>
                <button type="button" disabled=live(move || dots.with(Vec::is_empty)) on:click=move |_| remove()>{words.undo}</button>
                <button type="button" disabled=live(move || dots.with(Vec::is_empty)) on:click=move |_| dots.set(Vec::new())>{words.clear}</button>
                <button type="button" disabled=live(move || in_run.with(Option::is_none)) on:click=move |_| lab.own_data(None)>
                    {words.built_in}
                </button>
            </div>
            <While so=move || in_run.with(Option::is_some)>
                <p class="say">{words.own_in_run}</p>
            </While>
        </details>
    }
}

/// The board with its points and its cross.
fn board(dots: &[Dot], cross: Option<(u8, u8)>, size: Size) -> Picture {
    let place = |x: u8, y: u8| Place {
        x: (f64::from(x) + 0.5) / 256.0 * size.width,
        y: (255.5 - f64::from(y)) / 256.0 * size.height,
    };
    let mut marks = vec![Mark::rect(Place { x: 0.0, y: 0.0 }, size, Ink::Wash)];
    marks.extend(dots.iter().map(|dot| sign(place(dot.x, dot.y), usize::from(dot.class))));
    if let Some((x, y)) = cross {
        let at = place(x, y);
        let ends = [(-9.0, 0.0), (9.0, 0.0), (0.0, -9.0), (0.0, 9.0)]
            .map(|(dx, dy)| Place { x: at.x + dx, y: at.y + dy });
        marks.push(Mark::line(vec![ends[0], ends[1]], Ink::Strong, 1.6));
        marks.push(Mark::line(vec![ends[2], ends[3]], Ink::Strong, 1.6));
    }
    Picture { size, marks }
}

fn sign(at: Place, class: usize) -> Mark {
    Sign::of(class).mark(at, 5.5, Ink::Series(class))
}
