//! What a visitor can take away from a figure: its picture and its numbers.

use ::lab::panel::picture::Ink;
use ::lab::panel::svg::svg;
use ::lab::panel::{Mark, Place, Table};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlCanvasElement;

use super::canvas::paint;
use super::figure::Scene;
use super::save;

/// How wide a saved picture is, in pixels.
const WIDTH: f64 = 800.0;

/// How many dots a saved PNG has for each pixel.
const SHARPNESS: f64 = 2.0;

/// Buttons that save a figure's picture as SVG and PNG, and its numbers as CSV.
#[component]
pub(super) fn Files(scene: Scene) -> impl IntoView {
    let words = scene.lab.words().figure;
    let name = move |ending: &str| format!("{}-{}.{ending}", scene.lab.experiment.id, scene.key());
    let as_svg = move |_| {
        let (picture, palette) = (scene.picture(WIDTH), scene.lab.looks.get_untracked().palette());
        let text = svg(&picture, palette, &scene.title(), &scene.sentence());
        save::text(&name("svg"), "image/svg+xml", &text);
    };
    let as_png = move |_| {
        let canvas = document().create_element("canvas").ok();
        let Some(canvas) = canvas.and_then(|it| it.dyn_into::<HtmlCanvasElement>().ok()) else { return };
        let mut picture = scene.picture(WIDTH);
        // On its own, a picture brings what it lies on.
        picture.marks.insert(0, Mark::rect(Place { x: 0.0, y: 0.0 }, picture.size, Ink::Card));
        paint(&canvas, &picture, &[], scene.lab.looks.get_untracked(), SHARPNESS);
        save::png(name("png"), &canvas);
    };
    let as_csv = move |_| {
        save::text(&name("csv"), "text/csv", &csv(&scene.table()));
    };
    let title = scene.title();
    view! {
        <span class="files" role="group" aria-label=(words.save)(&title)>
            <button type="button" class="quiet small" data-save="svg" on:click=as_svg>{words.svg}</button>
            <button type="button" class="quiet small" data-save="png" on:click=as_png>{words.png}</button>
            <button type="button" class="quiet small" data-save="csv" on:click=as_csv>{words.csv}</button>
        </span>
    }
}

/// A table as comma-separated values (RFC 4180).
fn csv(table: &Table) -> String {
    let cell = |cell: &String| {
        if cell.contains(['"', ',', '\n', '\r']) {
            format!("\"{}\"", cell.replace('"', "\"\""))
        } else {
            cell.clone()
        }
    };
    let line = |cells: &Vec<String>| cells.iter().map(cell).collect::<Vec<_>>().join(",") + "\r\n";
    std::iter::once(&table.columns).chain(&table.rows).map(line).collect()
}
