//! The page: thin components over [`crate::model`]. The HTML is there before this program is, with title, story and
//! lesson; here the controls and the evidence are put into it.

#![expect(unreachable_pub, reason = "what the component macro writes is public, whatever the component is")]

mod address;
mod back;
mod canvas;
mod chunk;
mod claims;
mod compare;
mod conclusion;
mod control;
mod controls;
mod data;
mod digest;
mod draw;
mod embedding;
mod evidence;
mod exhibit;
mod figure;
mod files;
mod kept;
mod lab;
mod lines;
mod live;
mod parts;
mod pool;
mod predict;
mod presets;
mod probe;
mod record;
mod rest;
mod run_bar;
mod runs;
mod save;
mod says;
mod share;
mod sound;
mod store;
mod sweep;
mod table;
mod theme;
mod width;

use leptos::mount::mount_to;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_split_helpers::SplitLoaderError;
use web_sys::HtmlElement;

use self::lab::Lab;

/// Has errors of the page itself told on the console.
pub fn prepare() {
    std::panic::set_hook(Box::new(|panic| {
        leptos::logging::error!("The page stopped at an error of its own: {panic}");
    }));
}

/// Opens the page that this program was loaded by.
///
/// # Errors
/// When its experiment cannot be loaded.
pub async fn open() -> Result<(), SplitLoaderError> {
    let Some(root) = document().document_element() else { return Ok(()) };
    let id = root.get_attribute("data-page").unwrap_or_default();
    // Only pages of experiments load the program.
    let Some(experiment) = chunk::experiment(&id).await? else { return Ok(()) };
    chunk::language(address::spoken(experiment)).await?;
    // The owner of everything that both parts of the page share lives as long as the page.
    let owner = Owner::new();
    let lab = owner.with(|| {
        let lab = Lab::open(experiment);
        if let Some(place) = emptied("predict") {
            mount_to(place, move || predict::Predict(predict::PredictProps { lab })).forget();
        }
        if let Some(place) = emptied("knobs") {
            mount_to(place, move || controls::Controls(controls::ControlsProps { lab })).forget();
        }
        if let Some(place) = emptied("evidence") {
            mount_to(place, move || evidence::Evidence(evidence::EvidenceProps { lab })).forget();
        }
        lab.begin();
        lab
    });
    // From here on a visitor can set, read and start everything.
    if let Some(clock) = window().performance() {
        // It cannot fail for a name of one's own.
        let _ = clock.mark("interactive");
    }
    std::mem::forget(owner);
    lab.complete(chunk::rest().await?);
    Ok(())
}

/// The element of this name, without what stood in it while the program was loading.
fn emptied(id: &str) -> Option<HtmlElement> {
    let place: HtmlElement = document().get_element_by_id(id)?.dyn_into().ok()?;
    place.set_inner_html("");
    Some(place)
}

/// The whole number at or below a number of the browser; the nearest one there is for one that is too small or too large.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the conversion saturates")]
fn whole(number: f64) -> u32 {
    number as u32
}
