//! How wide an element is: a chart is drawn for the pixels that it has, so that its text is never scaled.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::ResizeObserver;

/// The width of an element, whenever it changes.
pub(super) fn width_of(place: NodeRef<html::Div>) -> RwSignal<f64> {
    let width = RwSignal::new(640.0);
    Effect::new(move |_| {
        let Some(element) = place.get() else { return };
        let measured = element.clone();
        let measure = move || {
            let now = f64::from(measured.client_width());
            if now > 0.0 && (now - width.get_untracked()).abs() > 0.5 {
                width.set(now);
            }
        };
        measure();
        let changed = Closure::<dyn FnMut()>::new(measure);
        if let Ok(observer) = ResizeObserver::new(changed.as_ref().unchecked_ref()) {
            observer.observe(&element);
        }
        // The figure is there for as long as its experiment is, which is as long as the page.
        changed.forget();
    });
    width
}
