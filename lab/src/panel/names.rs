//! The key of a picture whose curves are arms.

use super::{Named, View};

/// Curves as a key names them, in the order of their colours.
pub(super) fn names<'a>(names: impl Iterator<Item = &'a str>) -> Vec<Named> {
    names.enumerate().map(|(series, name)| Named { name: name.to_owned(), series, sign: None }).collect()
}

/// The arms as a key names them.
pub(super) fn arm_names(view: &View<'_>) -> Vec<Named> {
    names(view.arms.iter().map(|arm| arm.label.as_str()))
}
