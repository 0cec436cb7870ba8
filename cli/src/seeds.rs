//! The seeds that claims are judged for, and that a sweep goes over.

use std::fmt;
use std::ops::RangeInclusive;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// One seed, or all from one to another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub(crate) struct Seeds {
    first: u32,
    last: u32,
}

/// A text that names no seeds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("seeds are written 6, or 6..10 for 6, 7, 8, 9 and 10, each at most 4294967295")]
pub(crate) struct NoSeeds;

impl Seeds {
    /// This seed alone.
    pub(crate) fn one(seed: u32) -> Self {
        Self { first: seed, last: seed }
    }

    /// All of them, in order.
    pub(crate) fn all(&self) -> RangeInclusive<u32> {
        self.first..=self.last
    }

    /// How many they are.
    pub(crate) fn count(&self) -> u64 {
        u64::from(self.last - self.first) + 1
    }
}

/// As [`Seeds::from_str`] reads them; the same seeds always give the same text.
impl fmt::Display for Seeds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { first, last } = self;
        if first == last { write!(f, "{first}") } else { write!(f, "{first}..{last}") }
    }
}

impl From<Seeds> for String {
    fn from(seeds: Seeds) -> Self {
        seeds.to_string()
    }
}

impl TryFrom<String> for Seeds {
    type Error = NoSeeds;

    fn try_from(text: String) -> Result<Self, NoSeeds> {
        text.parse()
    }
}

impl FromStr for Seeds {
    type Err = NoSeeds;

    fn from_str(text: &str) -> Result<Self, NoSeeds> {
        let seed = |text: &str| {
            let is_plain = text.bytes().all(|digit| digit.is_ascii_digit());
            text.parse().ok().filter(|_| is_plain).ok_or(NoSeeds)
        };
        // Both ends are included, whichever way it is written.
        let (first, last) = text.split_once("..").unwrap_or((text, text));
        let seeds = Self { first: seed(first)?, last: seed(last.strip_prefix('=').unwrap_or(last))? };
        if seeds.first <= seeds.last { Ok(seeds) } else { Err(NoSeeds) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ends_are_included() {
        for (text, first, last) in [
            ("6..10", 6, 10),
            ("6..=10", 6, 10),
            ("7", 7, 7),
            ("0..0", 0, 0),
            ("4294967295", u32::MAX, u32::MAX),
        ] {
            assert_eq!(text.parse(), Ok(Seeds { first, last }), "{text}");
        }
        assert_eq!("6..10".parse::<Seeds>().map(|seeds| seeds.count()), Ok(5));
        assert_eq!("0..4294967295".parse::<Seeds>().map(|seeds| seeds.count()), Ok(1 << 32));
    }

    #[test]
    fn they_are_written_as_they_are_read() {
        for (text, written) in [("6..10", "6..10"), ("6..=10", "6..10"), ("7", "7"), ("7..7", "7")] {
            assert_eq!(text.parse::<Seeds>().map(|seeds| seeds.to_string()), Ok(written.to_owned()));
        }
    }

    #[test]
    fn what_names_no_seeds_is_refused() {
        for text in
            ["", "..", "1..", "..2", "3..2", "+1", "1..+2", "a", "1,2", "1..2..3", "-1", "4294967296", "=1"]
        {
            assert_eq!(text.parse::<Seeds>(), Err(NoSeeds), "{text}");
        }
    }
}
