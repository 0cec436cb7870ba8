//! Pieces of sentences that several kinds of panels share.

use super::number::count;
use super::{Named, View};

/// "One member", "Median of 4 members": how a sentence begins.
pub(super) fn who(view: &View<'_>, of: &str) -> String {
    match view.keys.members {
        1 => "One member".to_owned(),
        members => format!("{of} of {} members", count(members.into())),
    }
}

/// "Nothing yet from left to right and both ways."; `None` where nobody is waited for.
pub(super) fn waiting(names: &[&str]) -> Option<String> {
    (!names.is_empty()).then(|| format!("Nothing yet from {}.", listed(names)))
}

/// "a", "a and b", "a, b and c".
pub(super) fn listed(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

/// A text with a capital at its start.
pub(super) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

/// A name as it stands within a sentence: without the capital at its start, unless it is all capitals.
pub(super) fn within(name: &str) -> String {
    let mut letters = name.chars();
    match (letters.next(), letters.clone().next()) {
        (Some(_), Some(second)) if second.is_uppercase() => name.to_owned(),
        (Some(first), Some(_)) => first.to_lowercase().chain(letters).collect(),
        _ => name.to_owned(),
    }
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
    fn names_stand_in_sentences_and_at_their_start() {
        assert_eq!(
            ["Learning rate", "KL weight", "N", ""].map(within),
            ["learning rate", "KL weight", "N", ""]
        );
        assert_eq!(["share restored", "é", ""].map(capital), ["Share restored", "É", ""]);
        assert_eq!(listed(&["a", "b", "c"]), "a, b and c");
        assert_eq!(waiting(&["a", "b"]).as_deref(), Some("Nothing yet from a and b."));
        assert_eq!(waiting(&[]), None);
    }
}
