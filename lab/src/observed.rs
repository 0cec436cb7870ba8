//! What a visitor observes of functions that they invent: one value to a line, `name: argument -> value`.

use serde::{Deserialize, Serialize};

use crate::typed::{is_name, lines};
use crate::words::words;

/// The value of a function at an argument: "zuba: 3 -> 8".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Observed {
    /// What the function is called.
    pub name: String,
    /// Where it is evaluated.
    pub argument: i32,
    /// What it gives there.
    pub value: i32,
}

/// What may be observed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The most functions.
    pub names: usize,
    /// The least and the largest argument.
    pub arguments: (i32, i32),
    /// The least and the largest value.
    pub values: (i32, i32),
}

/// The most letters of a name.
pub const LETTERS: usize = 24;

/// Observations that cannot be learned from, with the line (from 1) at which that shows.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", (words(None).observations.wrong)(self))]
pub struct ObservedError {
    /// The line, from 1; 0 for all of them together.
    pub line: usize,
    /// What is wrong.
    pub problem: Problem,
}

/// What is wrong with observations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Problem {
    /// There are none.
    None,
    /// More functions than so many.
    TooMany {
        /// The most.
        most: usize,
    },
    /// Not of the form.
    Form,
    /// A name is longer than [`LETTERS`], or holds letters that cannot be seen.
    Letters,
    /// An argument outside of what there is.
    Argument {
        /// The least.
        least: i32,
        /// The largest.
        largest: i32,
    },
    /// A value outside of what there is.
    Value {
        /// The least.
        least: i32,
        /// The largest.
        largest: i32,
    },
    /// The same as another line.
    Twice {
        /// That line, from 1.
        line: usize,
    },
    /// Another value of the same function at the same argument than in another line.
    TwoValues {
        /// That line, from 1.
        line: usize,
    },
}

impl Observed {
    /// Reads a line.
    fn parse(line: &str) -> Option<Self> {
        let (name, rest) = line.split_once(':')?;
        let (argument, value) = ["->", "→", "="].iter().find_map(|arrow| rest.split_once(arrow))?;
        // A minus sign as it is typeset will do.
        let number = |text: &str| text.trim().replace('−', "-").parse::<i32>().ok();
        Some(Self { name: name.trim().to_owned(), argument: number(argument)?, value: number(value)? })
    }

    /// As it is typed.
    #[must_use]
    pub fn write(&self) -> String {
        format!("{}: {} -> {}", self.name, self.argument, self.value)
    }
}

/// Reads observations as they are typed; empty lines are left out.
///
/// # Errors
/// The first line with which they cannot be learned from.
pub fn parse(text: &str, limits: Limits) -> Result<Vec<Observed>, ObservedError> {
    // No more than one for each argument of each name: what goes beyond that is a repetition at the latest here.
    let (least, largest) = limits.arguments;
    let most = limits.names * usize::try_from(largest - least + 1).unwrap_or(0);
    let (mut all, mut at) = (Vec::new(), Vec::new());
    for (number, line) in lines(text) {
        all.push(Observed::parse(line).ok_or(ObservedError { line: number, problem: Problem::Form })?);
        at.push(number);
        if all.len() > most {
            break;
        }
    }
    examine(&all, |line| at[line], limits)?;
    Ok(all)
}

/// Whether observations can be learned from.
///
/// # Errors
/// The first of them with which they cannot.
pub fn check(observed: &[Observed], limits: Limits) -> Result<(), ObservedError> {
    examine(observed, |at| at + 1, limits)
}

fn examine(
    observed: &[Observed],
    line: impl Fn(usize) -> usize,
    limits: Limits,
) -> Result<(), ObservedError> {
    if observed.is_empty() {
        return Err(ObservedError { line: 0, problem: Problem::None });
    }
    for (at, one) in observed.iter().enumerate() {
        let fails = |problem| Err(ObservedError { line: line(at), problem });
        if !is_name(&one.name, LETTERS, &[':']) {
            return fails(Problem::Letters);
        }
        let within = |(least, largest): (i32, i32), x: i32| (least..=largest).contains(&x);
        if !within(limits.arguments, one.argument) {
            let (least, largest) = limits.arguments;
            return fails(Problem::Argument { least, largest });
        }
        if !within(limits.values, one.value) {
            let (least, largest) = limits.values;
            return fails(Problem::Value { least, largest });
        }
        let same = |other: &&Observed| other.name == one.name && other.argument == one.argument;
        if let Some(before) = observed[..at].iter().position(|other| same(&other)) {
            let line = line(before);
            return fails(match observed[before].value == one.value {
                true => Problem::Twice { line },
                false => Problem::TwoValues { line },
            });
        }
        if names(&observed[..=at]).len() > limits.names {
            return fails(Problem::TooMany { most: limits.names });
        }
    }
    Ok(())
}

/// The functions, in the order in which they are first observed.
#[must_use]
pub fn names(observed: &[Observed]) -> Vec<&str> {
    let mut names: Vec<&str> = Vec::new();
    for one in observed {
        if !names.contains(&one.name.as_str()) {
            names.push(&one.name);
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: Limits = Limits { names: 2, arguments: (0, 15), values: (-15, 60) };

    fn problem(text: &str) -> Option<(usize, Problem)> {
        parse(text, LIMITS).err().map(|error| (error.line, error.problem))
    }

    #[test]
    fn observations_are_read_line_by_line() {
        let read = parse("zuba: 3 -> 8\n\n  \u{5d0} b :4→-9\nzuba: 5 = −1\n", LIMITS).expect("observations");
        let written: Vec<String> = read.iter().map(Observed::write).collect();
        assert_eq!(written, ["zuba: 3 -> 8", "\u{5d0} b: 4 -> -9", "zuba: 5 -> -1"]);
        assert_eq!(names(&read), ["zuba", "\u{5d0} b"]);
    }

    #[test]
    fn what_cannot_be_learned_from_is_named_with_its_line() {
        let after = |line: &str| problem(&format!("a: 3 -> 8\n\n{line}"));
        assert_eq!(problem(" \n"), Some((0, Problem::None)));
        for form in
            ["a", "a: 3", "3 -> 8", "a: x -> 8", "a: 3 -> 8 -> 9", "a: 3.5 -> 8", "a: 99999999999 -> 1"]
        {
            assert_eq!(after(form), Some((3, Problem::Form)), "{form}");
        }
        let long = "x".repeat(25);
        for letters in [": 4 -> 8", "a\u{7}b: 4 -> 8", &format!("{long}: 4 -> 8")] {
            assert_eq!(after(letters), Some((3, Problem::Letters)), "{letters}");
        }
        assert_eq!(after("a: 16 -> 8"), Some((3, Problem::Argument { least: 0, largest: 15 })));
        assert_eq!(after("a: -1 -> 8"), Some((3, Problem::Argument { least: 0, largest: 15 })));
        assert_eq!(after("a: 4 -> 61"), Some((3, Problem::Value { least: -15, largest: 60 })));
        assert_eq!(after("a: 3 -> 8"), Some((3, Problem::Twice { line: 1 })));
        assert_eq!(after("a: 3 -> 9"), Some((3, Problem::TwoValues { line: 1 })));
        assert_eq!(after("b: 3 -> 9"), None);
        assert_eq!(after("b: 3 -> 9\nc: 3 -> 9"), Some((4, Problem::TooMany { most: 2 })));
        let many: String = (0..5000).map(|at| format!("a: {} -> 1\n", at % 16)).collect();
        assert_eq!(problem(&many), Some((17, Problem::Twice { line: 1 })));
        for error in [problem("a"), after("a: 3 -> 9"), problem("")] {
            let (line, problem) = error.expect("an error");
            assert!(ObservedError { line, problem }.to_string().ends_with('.'));
        }
    }
}
