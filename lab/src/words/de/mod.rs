//! German. Labels of knobs, series and arms stay as the experiment declares them. Decimals have a point, as the axes of
//! all pictures have; thousands stand apart by a narrow space, which cannot be taken for a decimal sign.

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

pub(super) use site::SITE;

// Nouns keep their capitals.
catalogue!("de", str::to_owned);

/// "keine", "a", "a und b", "a, b und c".
fn listed(names: &[&str]) -> String {
    match names {
        [] => "keine".to_owned(),
        [one] => (*one).to_owned(),
        [most @ .., last] => format!("{} und {last}", most.join(", ")),
    }
}

/// A count with its thousands apart: 1 200, with a narrow space that no line breaks at.
fn count(number: u64) -> String {
    crate::panel::number::count(number).replace(',', "\u{202f}")
}

/// "1 Mitglied", "4 Mitglieder".
fn counted(number: u64, one: &str, many: &str) -> String {
    format!("{} {}", count(number), if number == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_listed() {
        let listed = |names: &[&str]| listed(names);
        assert_eq!([listed(&[]), listed(&["a"]), listed(&["a", "b", "c"])], ["keine", "a", "a, b und c"]);
    }

    #[test]
    fn thousands_are_no_decimals() {
        assert_eq!(counted(1200, "Schritt", "Schritte"), "1\u{202f}200 Schritte");
        assert_eq!(counted(1, "Schritt", "Schritte"), "1 Schritt");
    }
}
