//! The key of a picture whose curves are arms.

use super::{Named, View};

/// The arms as a key names them.
pub(super) fn arm_names(view: &View<'_>) -> Vec<Named> {
    let named = |(series, arm): (usize, &crate::experiment::Arm)| Named {
        name: arm.label.clone(),
        series,
        sign: None,
    };
    view.arms.iter().enumerate().map(named).collect()
}
