//! How coins fell that a visitor threw, or invents: one coin to a line, `name: heads of flips`, or flip by flip, `name: HTH`.

use serde::{Deserialize, Serialize};

use crate::text::lowered;
use crate::typed::{is_name, lines};
use crate::words::words;

/// How a coin fell: "penny: 17 of 25".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flips {
    /// What the coin is called.
    pub name: String,
    /// How often it showed heads.
    pub heads: u32,
    /// How often it fell.
    pub all: u32,
}

/// What may be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The most coins.
    pub names: usize,
    /// The most flips of a coin.
    pub flips: u32,
}

/// The most letters of a name.
pub const LETTERS: usize = 24;

/// Flips that cannot be learned from, with the line (from 1) at which that shows.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", (words(None).flips.wrong)(self))]
pub struct FlipsError {
    /// The line, from 1; 0 for all of them together.
    pub line: usize,
    /// What is wrong.
    pub problem: Problem,
}

/// What is wrong with flips.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Problem {
    /// There are none.
    None,
    /// More coins than so many.
    TooMany {
        /// The most.
        most: usize,
    },
    /// Not of the form.
    Form,
    /// A name is longer than [`LETTERS`], or holds letters that cannot be seen.
    Letters,
    /// No flip of a coin.
    NoFlip,
    /// More heads than flips.
    Heads,
    /// More flips of a coin than so many.
    Flips {
        /// The most.
        most: u32,
    },
    /// A coin twice, where there can be one line of each.
    Twice,
}

impl Flips {
    /// Reads a line.
    fn parse(line: &str) -> Option<Self> {
        let (name, told) = line.split_once(':')?;
        let (name, told) = (name.trim().to_owned(), lowered(told.trim()));
        if let Some((heads, all)) = told.split_once("of").or_else(|| told.split_once('/')) {
            let number = |text: &str| text.trim().parse().ok();
            return Some(Self { name, heads: number(heads)?, all: number(all)? });
        }
        let mut flips = Self { name, heads: 0, all: 0 };
        for letter in told.chars().filter(|letter| !letter.is_whitespace() && *letter != ',') {
            flips.heads += match letter {
                'h' => 1,
                't' => 0,
                _ => return None,
            };
            flips.all += 1;
        }
        Some(flips)
    }

    /// As it is typed.
    #[must_use]
    pub fn write(&self) -> String {
        format!("{}: {} of {}", self.name, self.heads, self.all)
    }
}

/// Reads flips as they are typed; those of one coin in several lines are taken together.
///
/// # Errors
/// The first line with which they cannot be learned from.
pub fn parse(text: &str, limits: Limits) -> Result<Vec<Flips>, FlipsError> {
    let mut all: Vec<Flips> = Vec::new();
    for (line, text) in lines(text) {
        let read = Flips::parse(text).ok_or(FlipsError { line, problem: Problem::Form })?;
        examine(&read, limits).map_err(|problem| FlipsError { line, problem })?;
        let known = all.iter().position(|known| known.name == read.name).unwrap_or(all.len());
        match all.get_mut(known) {
            Some(coin) => {
                coin.heads += read.heads;
                coin.all += read.all;
            }
            None => all.push(read),
        }
        examine(&all[known], limits).map_err(|problem| FlipsError { line, problem })?;
        check(&all, limits).map_err(|error| FlipsError { line, ..error })?;
    }
    check(&all, limits)?;
    Ok(all)
}

/// Whether flips can be learned from, each coin once.
///
/// # Errors
/// The first of them with which they cannot.
pub fn check(all: &[Flips], limits: Limits) -> Result<(), FlipsError> {
    if all.is_empty() {
        return Err(FlipsError { line: 0, problem: Problem::None });
    }
    for (at, one) in all.iter().enumerate() {
        let fails = |problem| Err(FlipsError { line: at + 1, problem });
        if at >= limits.names {
            return fails(Problem::TooMany { most: limits.names });
        }
        if all[..at].iter().any(|other| other.name == one.name) {
            return fails(Problem::Twice);
        }
        if let Err(problem) = examine(one, limits) {
            return fails(problem);
        }
    }
    Ok(())
}

fn examine(one: &Flips, limits: Limits) -> Result<(), Problem> {
    match one {
        _ if !is_name(&one.name, LETTERS, &[':']) => Err(Problem::Letters),
        Flips { all: 0, .. } => Err(Problem::NoFlip),
        Flips { heads, all, .. } if heads > all => Err(Problem::Heads),
        Flips { all, .. } if *all > limits.flips => Err(Problem::Flips { most: limits.flips }),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: Limits = Limits { names: 2, flips: 400 };

    fn problem(text: &str) -> Option<(usize, Problem)> {
        parse(text, LIMITS).err().map(|error| (error.line, error.problem))
    }

    #[test]
    fn flips_are_read_line_by_line_and_add_up() {
        let read =
            parse("penny: 17 of 25\n\n \u{5d0} b :h T,h\npenny: 3/4\npenny: T", LIMITS).expect("flips");
        let written: Vec<String> = read.iter().map(Flips::write).collect();
        assert_eq!(written, ["penny: 20 of 30", "\u{5d0} b: 2 of 3"]);
        assert_eq!(parse(&written.join("\n"), LIMITS), Ok(read));
    }

    #[test]
    fn what_cannot_be_learned_from_is_named_with_its_line() {
        let after = |line: &str| problem(&format!("a: 3 of 8\n\n{line}"));
        assert_eq!(problem(" \n"), Some((0, Problem::None)));
        for form in ["a", "3 of 8", "a: HXT", "a: 3", "a: -1 of 8", "a: 2.5 of 8", "a: 99999999999 of 1"] {
            assert_eq!(after(form), Some((3, Problem::Form)), "{form}");
        }
        let long = "x".repeat(25);
        for letters in [": 4 of 8", "a\u{7}b: 4 of 8", &format!("{long}: 4 of 8")] {
            assert_eq!(after(letters), Some((3, Problem::Letters)), "{letters}");
        }
        assert_eq!(after("b: "), Some((3, Problem::NoFlip)));
        assert_eq!(after("b: 0 of 0"), Some((3, Problem::NoFlip)));
        assert_eq!(after("b: 9 of 8"), Some((3, Problem::Heads)));
        assert_eq!(after("b: 9 of 401"), Some((3, Problem::Flips { most: 400 })));
        assert_eq!(after("a: 9 of 393"), Some((3, Problem::Flips { most: 400 })));
        assert_eq!(after("a: 1 of 4294967295"), Some((3, Problem::Flips { most: 400 })));
        assert_eq!(after("a: 9 of 392"), None);
        assert_eq!(after("b: H\nc: T"), Some((4, Problem::TooMany { most: 2 })));
        for error in [problem("a"), after("b: 9 of 8"), problem("")] {
            let (line, problem) = error.expect("an error");
            assert!(FlipsError { line, problem }.to_string().ends_with('.'));
        }
        let twice = [
            Flips { name: "a".to_owned(), heads: 1, all: 2 },
            Flips { name: "a".to_owned(), heads: 0, all: 1 },
        ];
        assert_eq!(check(&twice, LIMITS).map_err(|error| error.problem), Err(Problem::Twice));
    }
}
