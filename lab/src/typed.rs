//! What is typed by a visitor, one thing to a line.

/// The lines of a text that say something, each with its number, from 1.
pub(crate) fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines().enumerate().map(|(at, line)| (at + 1, line)).filter(|(_, line)| !line.trim().is_empty())
}

/// Whether this is a name: at most so many letters, all of which can be seen, and none that stands between names.
pub(crate) fn is_name(name: &str, most: usize, between: &[char]) -> bool {
    (1..=most).contains(&name.chars().count())
        && name.trim() == name
        && !name.contains(between)
        && !name.chars().any(char::is_control)
}
