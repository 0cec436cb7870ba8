//! The address of the page: the part behind the `#` is the run.

use std::time::Duration;

use ::lab::experiment::Experiment;
use ::lab::link::Link;
use ::lab::words::{TOLD, locales, words};
use leptos::prelude::*;
use wasm_bindgen::JsValue;

/// How long after the last change the address follows. Browsers limit how often a page may change it, and a slider
/// changes it often.
const DELAY: Duration = Duration::from_millis(200);

/// The part of the address behind the `#`, with it; empty where there is none.
pub(super) fn fragment() -> String {
    window().location().hash().unwrap_or_default()
}

/// The language of the page, where it is one that the program speaks.
pub(super) fn language() -> Option<&'static str> {
    let language = document().document_element()?.get_attribute("lang")?;
    locales().find(|locale| *locale == language)
}

/// The language that the link in the address asks for, else that of the page.
pub(super) fn spoken(experiment: &'static Experiment) -> &'static str {
    let link = Link::from_fragment(experiment, &fragment()).ok();
    link.and_then(|link| link.presentation.locale).or_else(language).unwrap_or(TOLD)
}

/// The link in the address, or why it was not read, as a sentence. A link that is not read names no language.
pub(super) fn read(experiment: &'static Experiment) -> (Link, Option<String>) {
    match Link::from_fragment(experiment, &fragment()) {
        Ok(link) => (link, None),
        Err(error) => (Link::defaults(experiment), Some((words(language()).link.unread)(&error))),
    }
}

/// The whole address of a link on this page.
pub(super) fn of(link: &Link) -> String {
    let here = window().location().href().unwrap_or_default();
    let page = here.split('#').next().unwrap_or(&here);
    format!("{page}#{}", link.write())
}

/// Opens a link on this page, in place of the one that is open.
pub(super) fn go_to(link: &Link) {
    // It cannot fail: another fragment of the same address.
    let _ = window().location().replace(&format!("#{}", link.write()));
}

/// Writes a link into the address, a moment after the last call.
#[derive(Clone, Copy)]
pub(super) struct Writer(StoredValue<Option<TimeoutHandle>>);

impl Writer {
    pub(super) fn new() -> Self {
        Self(StoredValue::new(None))
    }

    pub(super) fn write(self, link: &Link) {
        let text = format!("#{}", link.write());
        let written = set_timeout_with_handle(
            move || {
                if let Ok(history) = window().history() {
                    // Where a frame is not allowed to, the address stays as it was; sharing does not need it.
                    let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&text));
                }
            },
            DELAY,
        );
        if let Some(earlier) = self.0.try_update_value(|slot| std::mem::replace(slot, written.ok())).flatten()
        {
            earlier.clear();
        }
    }
}
