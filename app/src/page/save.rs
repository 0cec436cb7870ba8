//! Hands files to the visitor.

use js_sys::{Array, Uint8Array};
use leptos::prelude::document;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, HtmlCanvasElement, Url};

/// Saves a text as a file; whether the browser took it.
pub(super) fn text(name: &str, kind: &str, text: &str) -> bool {
    bytes(name, kind, text.as_bytes())
}

/// Saves bytes as a file; whether the browser took it.
pub(super) fn bytes(name: &str, kind: &str, bytes: &[u8]) -> bool {
    let options = BlobPropertyBag::new();
    options.set_type(kind);
    let bytes = Uint8Array::from(bytes);
    let blob = Blob::new_with_u8_array_sequence_and_options(&Array::of1(&bytes), &options);
    blob.is_ok_and(|blob| save(name, &blob).is_ok())
}

/// Saves what a canvas shows as PNG.
pub(super) fn png(name: String, canvas: &HtmlCanvasElement) {
    let saved = Closure::once_into_js(move |blob: JsValue| {
        if let Ok(blob) = blob.dyn_into::<Blob>() {
            // Where a frame may not save files nothing happens, as with any other link there.
            let _ = save(&name, &blob);
        }
    });
    let _ = canvas.to_blob(saved.unchecked_ref());
}

fn save(name: &str, blob: &Blob) -> Result<(), JsValue> {
    let address = Url::create_object_url_with_blob(blob)?;
    let link: HtmlAnchorElement = document().create_element("a")?.unchecked_into();
    link.set_href(&address);
    link.set_download(name);
    link.click();
    Url::revoke_object_url(&address)
}
