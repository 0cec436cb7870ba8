//! Names as they stand in sentences.

/// A text with a capital at its start.
pub(crate) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

/// A name as it stands within a sentence: without the capital at its start, unless it is all capitals.
pub(crate) fn within(name: &str) -> String {
    let mut letters = name.chars();
    match (letters.next(), letters.clone().next()) {
        (Some(_), Some(second)) if second.is_uppercase() => name.to_owned(),
        (Some(first), Some(_)) => first.to_lowercase().chain(letters).collect(),
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
    fn names_stand_in_sentences_and_at_their_start() {
        assert_eq!(
            ["Learning rate", "KL weight", "N", ""].map(within),
            ["learning rate", "KL weight", "N", ""]
        );
        assert_eq!(["share restored", "é", ""].map(capital), ["Share restored", "É", ""]);
    }
}
