//! Pieces of sentences that several kinds of panels share.

use super::{Named, View};
use crate::text::{capital, listed};

/// "One member", "Median of 4 members": how a sentence begins.
pub(super) fn who(view: &View<'_>, of: &str) -> String {
    capital(&view.who(of))
}

/// "Nothing yet from left to right and both ways."; `None` where nobody is waited for.
pub(super) fn waiting(names: &[&str]) -> Option<String> {
    (!names.is_empty()).then(|| format!("Nothing yet from {}.", listed(names)))
}

/// The arms as a key names them.
pub(super) fn arm_names(view: &View<'_>) -> Vec<Named> {
    let named = |(series, arm): (usize, &crate::experiment::Arm)| Named {
        name: arm.label.clone(),
        series,
        sign: None,
    };
    view.arms.iter().enumerate().map(named).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_waited_for_is_named() {
        assert_eq!(waiting(&["a", "b"]).as_deref(), Some("Nothing yet from a and b."));
        assert_eq!(waiting(&[]), None);
    }
}
