//! Parts of a sweep, for several machines.

use std::str::FromStr;

/// The n-th of several equal parts, counted from 1: every cell is in one of them, and neighbours are in different ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Shard {
    number: u32,
    of: u32,
}

/// A text that names no part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a shard is written 3/8, which is the third of eight")]
pub(super) struct NoShard;

impl Shard {
    /// Whether a cell is in it.
    pub(super) fn has(self, cell: u32) -> bool {
        cell % self.of == self.number - 1
    }

    /// The name of its journal.
    pub(super) fn journal(self) -> String {
        format!("{START}-{}-of-{}{END}", self.number, self.of)
    }
}

const START: &str = "cells";
const END: &str = ".jsonl";

/// The name of the journal of a sweep that is not in parts.
pub(super) fn whole() -> String {
    format!("{START}{END}")
}

/// Whether a file is named as a journal is.
pub(super) fn is_journal(name: &str) -> bool {
    let part = name.strip_prefix(START).and_then(|rest| rest.strip_suffix(END));
    let is_shard = |part: &str| {
        let numbers = part.strip_prefix('-').and_then(|part| part.split_once("-of-"));
        let shard = numbers.and_then(|(number, of)| format!("{number}/{of}").parse::<Shard>().ok());
        shard.is_some_and(|shard| shard.journal() == name)
    };
    part.is_some_and(|part| part.is_empty() || is_shard(part))
}

impl FromStr for Shard {
    type Err = NoShard;

    fn from_str(text: &str) -> Result<Self, NoShard> {
        let number = |text: &str| {
            let is_plain = text.bytes().all(|digit| digit.is_ascii_digit());
            text.parse::<u32>().ok().filter(|_| is_plain).ok_or(NoShard)
        };
        let (own, of) = text.split_once('/').ok_or(NoShard)?;
        let shard = Self { number: number(own)?, of: number(of)? };
        if (1..=shard.of).contains(&shard.number) { Ok(shard) } else { Err(NoShard) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_cell_is_in_one_shard() {
        for of in [1, 2, 5, 24, 30] {
            let shards: Vec<Shard> = (1..=of).map(|number| Shard { number, of }).collect();
            for cell in 0..24 {
                assert_eq!(shards.iter().filter(|shard| shard.has(cell)).count(), 1, "{cell} of {of}");
            }
        }
    }

    #[test]
    fn what_names_no_shard_is_refused() {
        assert_eq!("3/8".parse(), Ok(Shard { number: 3, of: 8 }));
        for text in
            ["", "3", "0/8", "9/8", "3/0", "0/0", "+3/8", "3/8/9", "-1/2", "3 / 8", "a/b", "1/4294967296"]
        {
            assert_eq!(text.parse::<Shard>(), Err(NoShard), "{text}");
        }
    }

    #[test]
    fn journals_are_known_by_their_names() {
        let shard: Shard = "3/8".parse().expect("a shard");
        assert!(is_journal(&whole()) && is_journal(&shard.journal()));
        for name in ["cells", "cells-3-of-8", "cells-9-of-8.jsonl", "cells-03-of-8.jsonl", "cells-1.jsonl"] {
            assert!(!is_journal(name), "{name}");
        }
        assert!(!is_journal("cells-1-of-2 (copy).jsonl") && !is_journal("sweep.jsonl"));
    }
}
