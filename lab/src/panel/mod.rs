//! Panels: from a run's recording to plain geometry, one sentence and one table. No colours, no web types: the page
//! and the command line paint the same picture.

pub mod line;
pub mod number;
mod spread;
pub mod table;
mod ticks;
pub mod words;

/// Width and height of a picture, in its own units: pixels on a page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Size {
    /// From left to right.
    pub width: f64,
    /// From top to bottom.
    pub height: f64,
}

/// A place in a picture; the vertical axis points down.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place {
    /// From the left.
    pub x: f64,
    /// From the top.
    pub y: f64,
}

/// A marked position on an axis.
#[derive(Debug, Clone, PartialEq)]
pub struct Tick {
    /// Where, in the picture.
    pub at: f64,
    /// What it says.
    pub text: String,
}
