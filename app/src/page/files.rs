//! What a visitor can take away from a figure: its picture and its numbers.

use ::lab::panel::picture::Ink;
use ::lab::panel::svg::svg;
use ::lab::panel::{Mark, Picture, Place, Table};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlCanvasElement;

use super::canvas::Painter;
use super::lab::Lab;
use super::save;

/// How wide a saved picture is, in pixels.
const WIDTH: f64 = 800.0;

/// How many dots a saved PNG has for each pixel.
const SHARPNESS: f64 = 2.0;

/// What can be taken away, wherever the run stands.
pub(super) trait Taken: Copy + 'static {
    /// The page.
    fn lab(self) -> Lab;
    /// Its name in files.
    fn key(self) -> &'static str;
    /// Its heading.
    fn title(self) -> String;
    /// It in marks, this wide.
    fn picture(self, width: f64) -> Picture;
    /// It in a sentence.
    fn sentence(self) -> String;
    /// It in numbers.
    fn table(self) -> Table;
}

/// Buttons that save a picture as SVG and PNG, and its numbers as CSV.
#[component]
pub(super) fn Files<T: Taken>(subject: T) -> impl IntoView {
    let lab = subject.lab();
    let words = lab.words().figure;
    let name = move |ending: &str| format!("{}-{}.{ending}", lab.experiment.id, subject.key());
    let as_svg = move |_| {
        let (picture, palette) = (subject.picture(WIDTH), lab.looks.get_untracked().palette());
        let text = svg(&picture, palette, &subject.title(), &subject.sentence());
        save::text(&name("svg"), "image/svg+xml", &text);
    };
    let as_png = move |_| {
        let canvas = document().create_element("canvas").ok();
        let Some(canvas) = canvas.and_then(|it| it.dyn_into::<HtmlCanvasElement>().ok()) else { return };
        let mut picture = subject.picture(WIDTH);
        // On its own, a picture brings what it lies on.
        picture.marks.insert(0, Mark::rect(Place { x: 0.0, y: 0.0 }, picture.size, Ink::Card));
        let Some(mut painter) = Painter::of(canvas.clone()) else { return };
        painter.paint(&picture, &[], lab.looks.get_untracked(), SHARPNESS);
        save::png(name("png"), &canvas);
    };
    let as_csv = move |_| {
        save::text(&name("csv"), "text/csv", &subject.table().csv());
    };
    let title = subject.title();
    view! {
        <span class="files" role="group" aria-label=(words.save)(&title)>
            <button type="button" class="quiet small" data-save="svg" on:click=as_svg>{words.svg}</button>
            <button type="button" class="quiet small" data-save="png" on:click=as_png>{words.png}</button>
            <button type="button" class="quiet small" data-save="csv" on:click=as_csv>{words.csv}</button>
        </span>
    }
}
