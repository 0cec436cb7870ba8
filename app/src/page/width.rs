//! How wide an element is, for a chart is drawn for the pixels that it has, so that its text is never scaled; and whether
//! it is seen, for one that is not need not be drawn.

use js_sys::Array;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{IntersectionObserver, IntersectionObserverEntry, IntersectionObserverInit, ResizeObserver};

/// The width of an element, whenever it changes.
pub(super) fn width_of(place: NodeRef<html::Div>) -> RwSignal<f64> {
    let width = RwSignal::new(640.0);
    Effect::new(move |_| {
        let Some(element) = place.get() else { return };
        let measured = element.clone();
        // Whether the figure is still there: its element may outlive it, as that of the one that comes in its place.
        let measure = move || {
            let now = f64::from(measured.client_width());
            let Some(known) = width.try_get_untracked() else { return false };
            if now > 0.0 && (now - known).abs() > 0.5 {
                width.set(now);
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
    width
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
