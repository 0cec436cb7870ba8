//! The dialog that puts an experiment into another page.

use serde::Serialize;

/// What the dialog says. `public/dialog.js` reads it by the names of its fields.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Dialog {
    /// The heading.
    pub title: &'static str,
    /// What it is for, in a sentence.
    pub says: &'static str,
    /// Closes it.
    pub close: &'static str,
    /// The name of the choice of parts.
    pub parts: &'static str,
    /// The part with question and story.
    pub story: &'static str,
    /// The part with the digest.
    pub digest: &'static str,
    /// The name of the choice of controls.
    pub controls: &'static str,
    /// The control for a visitor's own data.
    pub data: &'static str,
    /// The name of the choice of colours.
    pub theme: &'static str,
    /// As the device is set, light, dark.
    pub themes: [&'static str; 3],
    /// The name of the choice of a language.
    pub language: &'static str,
    /// The height in pixels.
    pub height: &'static str,
    /// The heights that it takes.
    pub limits: &'static str,
    /// Whether the run starts by itself.
    pub autorun: &'static str,
    /// The name of the choice of what is made.
    pub form: &'static str,
    /// What can be made: for a page with its element, as a plain frame, for Jupyter, Quarto and Reveal.js.
    pub forms: [&'static str; 5],
    /// What happens with each of them.
    pub does: [&'static str; 5],
    /// The field with what was made.
    pub snippet: &'static str,
    /// Copies it.
    pub copy: &'static str,
    /// It is in the clipboard.
    pub copied: &'static str,
    /// The browser would not copy it; it is selected.
    pub by_hand: &'static str,
    /// The name of the frame that shows how it will look.
    pub preview: &'static str,
    /// The button that shows the link as a QR code.
    pub code: &'static str,
    /// What a phone does with it.
    pub code_does: &'static str,
    /// What is said in place of the code where the link is too long for one.
    pub too_long: &'static str,
    /// The code could not be loaded.
    pub no_code: &'static str,
    /// Shows the code on the whole screen.
    pub full_screen: &'static str,
    /// The way to a worked page of a course.
    pub course: &'static str,
    /// The way to what is said about Open edX.
    pub open_edx: &'static str,
    /// The dialog itself could not be loaded.
    pub not_loaded: &'static str,
}
