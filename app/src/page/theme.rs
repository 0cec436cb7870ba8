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

/// Sets the theme of a page without an experiment.
pub(super) fn apply_from_address() {
    let fragment = super::address::fragment();
    let theme = fragment.trim_start_matches('#').split('&').find_map(|part| part.strip_prefix("theme="));
    apply(match theme {
        Some("light") => Theme::Light,
        Some("dark") => Theme::Dark,
        _ => Theme::Auto,
    });
}
