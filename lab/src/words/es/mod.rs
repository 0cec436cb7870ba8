//! Spanish.

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
use crate::panel::number;
use crate::text::lowered;

pub(super) use site::SITE;

catalogue!("es", lowered);

/// "ninguno", "a", "a y b", "a, b y c".
fn listed(names: &[&str]) -> String {
    match names {
        [] => "ninguno".to_owned(),
        [one] => (*one).to_owned(),
        [most @ .., last] => format!("{} {} {last}", most.join(", "), and(last)),
    }
}

/// "a", "a o b", "a, b o c".
fn either(names: &[&str]) -> String {
    match names {
        [most @ .., last] if !most.is_empty() => format!("{} {} {last}", most.join(", "), or(last)),
        names => names.concat(),
    }
}

/// "y"; before its own sound "e".
fn and(next: &str) -> &'static str {
    let next = lowered(next);
    let sound = next.strip_prefix('h').unwrap_or(&next);
    let is_alone = !sound.chars().nth(1).is_some_and(|letter| "aeou".contains(letter));
    if sound.starts_with(['i', 'í']) && is_alone { "e" } else { "y" }
}

/// "o"; before its own sound, as in "ocho", "u".
fn or(next: &str) -> &'static str {
    let next = lowered(next);
    let sound = next.strip_prefix('h').unwrap_or(&next);
    if sound.starts_with(['o', 'ó', '8']) { "u" } else { "o" }
}

/// A count as Spanish has it: thousands stand apart by a narrow space, from five digits on.
fn count(number: u64) -> String {
    if number < 10_000 { number.to_string() } else { number::count(number).replace(',', "\u{202f}") }
}

/// "1 miembro", "4 miembros".
fn counted(number: u64, one: &str, many: &str) -> String {
    format!("{} {}", count(number), if number == 1 { one } else { many })
}

/// "una moneda", "4 monedas", of what is feminine.
fn counted_in_words(number: u64, one: &str, many: &str) -> String {
    if number == 1 { format!("una {one}") } else { counted(number, one, many) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::en;

    #[test]
    fn names_are_listed() {
        assert_eq!(listed(&[]), "ninguno");
        assert_eq!(listed(&["a"]), "a");
        assert_eq!(listed(&["a", "b", "c"]), "a, b y c");
        assert_eq!(listed(&["b", "índice"]), "b e índice");
        assert_eq!(listed(&["b", "hierba"]), "b y hierba");
        assert_eq!(either(&["a"]), "a");
        assert_eq!(either(&["a", "b", "c"]), "a, b o c");
        assert_eq!(either(&["uno", "otro"]), "uno u otro");
    }

    #[test]
    fn counts_have_no_comma() {
        assert_eq!([0, 1200, 12_000].map(count), ["0", "1200", "12\u{202f}000"]);
        assert_eq!(counted(1, "paso", "pasos"), "1 paso");
        assert_eq!(counted(1_000_000, "paso", "pasos"), "1\u{202f}000\u{202f}000 pasos");
    }

    #[test]
    fn the_glossary_has_the_same_keys_in_the_same_order_as_in_english() {
        let keys = |site: &super::super::Site| site.glossary.iter().map(|term| term.key).collect::<Vec<_>>();
        assert_eq!(keys(&SITE), keys(&en::SITE));
    }
}
