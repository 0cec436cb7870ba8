//! Names as they stand in sentences, and numbers as they are typed. Letters become small or large by [`small`] and [`large`], for those of the languages
//! that there are: the standard library's way brings the tables of every script there is into the page, 8 kB of its 350.

use std::iter::once;

use lexical_parse_float::FromLexical;

/// A letter as it stands within a sentence; what is no capital of Western Europe stays.
fn small(letter: char) -> char {
    match letter {
        'À'..='Ö' | 'Ø'..='Þ' => shifted(letter, 0x20),
        _ => letter.to_ascii_lowercase(),
    }
}

/// A letter as it stands at the start; what is no small letter of Western Europe stays.
fn large(letter: char) -> char {
    match letter {
        'à'..='ö' | 'ø'..='þ' => shifted(letter, -0x20),
        _ => letter.to_ascii_uppercase(),
    }
}

/// Small and capital letters of Latin-1 stand 32 places apart.
fn shifted(letter: char, by: i32) -> char {
    u32::from(letter).checked_add_signed(by).and_then(char::from_u32).unwrap_or(letter)
}

/// The number that a text writes: the nearest that there is, as the standard library finds it, but without its table of
/// powers, 10 kB of the page's 350.
#[must_use]
pub fn number<T: FromLexical>(text: &str) -> Option<T> {
    T::from_lexical(text.as_bytes()).ok()
}

/// A text in small letters.
pub(crate) fn lowered(text: &str) -> String {
    text.chars().map(small).collect()
}

/// A text with a capital at its start.
pub(crate) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| once(large(first)).chain(letters).collect())
}

/// A name as it stands within a sentence: without the capital at its start, unless it is all capitals.
pub(crate) fn within(name: &str) -> String {
    let mut letters = name.chars();
    match (letters.next(), letters.clone().next()) {
        (Some(_), Some(second)) if small(second) != second => name.to_owned(),
        (Some(first), Some(_)) => once(small(first)).chain(letters).collect(),
        _ => name.to_owned(),
    }
}

/// A text that somebody gave, short enough for a sentence.
pub(crate) fn shorten(text: &str) -> String {
    const LONGEST: usize = 40;
    let steers = |letter| matches!(letter, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let visible = |letter: char| if letter.is_control() || steers(letter) { '\u{fffd}' } else { letter };
    let mut short: String = text.chars().take(LONGEST).map(visible).collect();
    if text.chars().nth(LONGEST).is_some() {
        short.push('…');
    }
    // Whatever runs from right to left stays within its quotes.
    if short.is_ascii() { short } else { format!("\u{2068}{short}\u{2069}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_of_latin_1_change_as_everywhere() {
        // Two letters have their capital elsewhere, and one has two.
        for letter in ('\0'..='ÿ').filter(|letter| !"ßµÿ".contains(*letter)) {
            assert_eq!(vec![small(letter)], letter.to_lowercase().collect::<Vec<_>>());
            assert_eq!(vec![large(letter)], letter.to_uppercase().collect::<Vec<_>>());
        }
        assert_eq!(
            ("ßµÿ".chars().map(large).collect::<String>(), lowered("Época × Ñ Ω")),
            ("ßµÿ".to_owned(), "época × ñ Ω".to_owned())
        );
    }

    fn is_read_as_everywhere(text: &str) {
        let bits = |read: Option<f64>| read.map(f64::to_bits);
        assert_eq!(bits(number(text)), bits(text.parse().ok()), "{text}");
        assert_eq!(
            number::<f32>(text).map(f32::to_bits),
            text.parse::<f32>().ok().map(f32::to_bits),
            "{text}"
        );
    }

    #[test]
    fn numbers_are_read_as_everywhere() {
        for text in
            ["", "-", "+1", ".5", "5.", ".", "1e5", "1e", "1e-400", "1e400", "-0", "inf", "0x1", "1 ", "1,5"]
        {
            is_read_as_everywhere(text);
        }
        // Half way between two numbers, and a little beside it.
        for text in
            ["9007199254740993", "9007199254740993.0000000000000000000000001", "2.2250738585072011e-308"]
        {
            is_read_as_everywhere(text);
        }
    }

    proptest::proptest! {
        #[test]
        fn any_number_is_read_as_everywhere(number: f64, digits in "-?[0-9]{1,30}(\\.[0-9]{0,30})?(e-?[0-9]{1,3})?") {
            for text in [number.to_string(), format!("{number:e}"), format!("{number:.3e}"), digits] {
                is_read_as_everywhere(&text);
            }
        }
    }

    #[test]
    fn names_stand_in_sentences_and_at_their_start() {
        assert_eq!(
            ["Learning rate", "KL weight", "N", ""].map(within),
            ["learning rate", "KL weight", "N", ""]
        );
        assert_eq!(["share restored", "é", ""].map(capital), ["Share restored", "É", ""]);
    }
}
