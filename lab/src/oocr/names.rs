//! What entities are called: words that mean nothing.

const CONSONANTS: [char; 14] = ['b', 'd', 'f', 'g', 'k', 'l', 'm', 'n', 'p', 'r', 's', 't', 'v', 'z'];
const VOWELS: [char; 5] = ['a', 'e', 'i', 'o', 'u'];

/// Words of three syllables: 70 x 70 x 70.
const ALL: usize = 343_000;

/// The name of an entity; no two below 343,000 have the same.
pub(super) fn name(entity: usize) -> String {
    // A step that has no factor in common with their number, so that neighbours do not look alike.
    let mut rest = entity % ALL * 152_917 % ALL;
    let mut name = String::with_capacity(6);
    for _ in 0..3 {
        let syllable = rest % 70;
        name.push(CONSONANTS[syllable / 5]);
        name.push(VOWELS[syllable % 5]);
        rest /= 70;
    }
    name
}

/// The name of a hidden entity, by its number among them.
pub(super) fn hidden(entity: usize) -> String {
    name(1000 + entity)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn names_differ() {
        let names: BTreeSet<String> = (0..5000).map(name).collect();
        assert_eq!(names.len(), 5000);
        assert!(names.iter().all(|name| name.len() == 6));
    }
}
