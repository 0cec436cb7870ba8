//! What something means: shown by the style sheet to who points at what stands before it, or moves the focus there, and
//! read out with it.

use leptos::prelude::*;

/// The explanation of what stands before it in an element of the class `gloss`, and names it with `aria-describedby`.
pub(super) fn says(id: &'static str, text: &'static str) -> impl IntoView {
    view! { <span class="says" role="tooltip" id=id>{text}</span> }
}
