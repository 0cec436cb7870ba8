//! English.

mod claim;
mod course;
mod dialog;
mod glossary;
mod link;
mod page;
mod panel;
mod record;
mod run;
mod site;

use super::{Words, catalogue};
use crate::text::lowered;

pub(super) use site::SITE;

catalogue!("en", lowered);

/// "none", "a", "a and b", "a, b and c".
fn listed(names: &[&str]) -> String {
    match names {
        [] => "none".to_owned(),
        [one] => (*one).to_owned(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_listed() {
        let listed = |names: &[&str]| listed(names);
        assert_eq!([listed(&[]), listed(&["a"]), listed(&["a", "b", "c"])], ["none", "a", "a, b and c"]);
    }
}
