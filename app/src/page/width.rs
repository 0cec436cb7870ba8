//! How wide an element is: a chart is drawn for the pixels that it has, so that its text is never scaled. Only who has told
//! the browser to write larger gets it larger, as far as there is room. And whether an element is seen: one that is not
//! need not be drawn.

use ::lab::text::number;
use js_sys::Array;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{
    HtmlElement, IntersectionObserver, IntersectionObserverEntry, IntersectionObserverInit, ResizeObserver,
};

/// The width that every chart has room in, with letters of the usual size: what a window of 320 pixels leaves it.
const NARROWEST: f64 = 250.0;

/// The letters of a page in pixels, unless a visitor has asked for others.
const USUAL: f64 = 16.0;

/// The room that a chart has.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Room {
    /// Its width, in the pixels that it is drawn for.
    pub(super) width: f64,
    /// How many pixels of the page one of them takes: 1 for letters of the usual size.
    pub(super) scale: f64,
}

impl Room {
    fn of(element: &HtmlElement) -> Self {
        let pixels = f64::from(element.client_width());
        let scale = (letters() / USUAL).min(pixels / NARROWEST).max(1.0);
        Self { width: pixels / scale, scale }
    }
}

/// The height of the page's letters, in pixels.
fn letters() -> f64 {
    let size = document().document_element().and_then(|root| {
        let style = window().get_computed_style(&root).ok().flatten()?;
        number(style.get_property_value("font-size").ok()?.trim_end_matches("px"))
    });
    size.unwrap_or(USUAL)
}

/// The room of an element, whenever it changes.
pub(super) fn room_of(place: NodeRef<html::Div>) -> RwSignal<Room> {
    let room = RwSignal::new(Room { width: 640.0, scale: 1.0 });
    Effect::new(move |_| {
        let Some(element) = place.get() else { return };
        let measured = element.clone();
        // Whether the figure is still there: its element may outlive it, as that of the one that comes in its place.
        let measure = move || {
            let now = Room::of(&measured);
            let Some(known) = room.try_get_untracked() else { return false };
            if now.width > 0.0 && now != known {
                room.set(now);
            }
            true
        };
        measure();
        let changed = Closure::<dyn FnMut(Array, ResizeObserver)>::new(move |_, observer: ResizeObserver| {
            if !measure() {
                observer.disconnect();
            }
        });
        if let Ok(observer) = ResizeObserver::new(changed.as_ref().unchecked_ref()) {
            observer.observe(&element);
        }
        // The browser holds it for as long as the observer observes.
        changed.forget();
    });
    room
}

/// How far beyond the window an element counts as seen, so that it is drawn when it gets there.
const NEAR: &str = "50%";

/// Whether an element is in the window, or near it.
pub(super) fn seen(place: NodeRef<html::Div>) -> RwSignal<bool> {
    let seen = RwSignal::new(true);
    Effect::new(move |_| {
        let Some(element) = place.get() else { return };
        let changed = Closure::<dyn FnMut(Array, IntersectionObserver)>::new(
            move |entries: Array, observer: IntersectionObserver| {
                let last = entries.pop().dyn_into::<IntersectionObserverEntry>();
                let Some(known) = seen.try_get_untracked() else { return observer.disconnect() };
                if let Ok(now) = last.map(|entry| entry.is_intersecting())
                    && now != known
                {
                    seen.set(now);
                }
            },
        );
        let options = IntersectionObserverInit::new();
        options.set_root_margin(NEAR);
        let observer = IntersectionObserver::new_with_options(changed.as_ref().unchecked_ref(), &options);
        if let Ok(observer) = observer {
            observer.observe(&element);
        }
        // The browser holds it for as long as the observer observes.
        changed.forget();
    });
    seen
}
