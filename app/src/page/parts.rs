//! Which parts of the page a link shows, and in which colours: what stands in the HTML follows attributes of the root,
//! through the style sheet.

use ::lab::link::Presentation;
use leptos::prelude::document;

/// Parts that stand in the HTML before the program runs.
const STANDING: [&str; 2] = ["story", "lesson"];

/// Places in the HTML that the program fills.
const PLACES: [&str; 3] = ["predict", "knobs", "evidence"];

/// Names the language of what the program says, which may be another than the page's.
pub(super) fn speak(language: &str) {
    for place in PLACES.into_iter().filter_map(|id| document().get_element_by_id(id)) {
        // It cannot fail: the name is a constant, and a valid one.
        let _ = place.set_attribute("lang", language);
    }
}

/// Sets the page up as a link asks.
pub(super) fn apply(presentation: &Presentation) {
    super::theme::apply(presentation.theme);
    let Some(root) = document().document_element() else { return };
    let hidden: Vec<&str> = STANDING.into_iter().filter(|part| !presentation.shows(part)).collect();
    // None of them can fail: the names are constants, and valid ones.
    let _ = root.set_attribute("data-hide", &hidden.join(" "));
    let _ = if presentation.embed {
        root.set_attribute("data-embed", "")
    } else {
        root.remove_attribute("data-embed")
    };
}
