//! Light or dark, where a link says so; else the style sheet follows the device.

use ::lab::link::Theme;
use leptos::prelude::document;

/// Sets the page's theme.
pub(super) fn apply(theme: Theme) {
    let Some(root) = document().document_element() else { return };
    // Neither can fail: the name is a constant, and a valid one.
    let _ = match theme {
        Theme::Auto => root.remove_attribute("data-theme"),
        Theme::Light => root.set_attribute("data-theme", "light"),
        Theme::Dark => root.set_attribute("data-theme", "dark"),
    };
}
