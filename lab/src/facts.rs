//! Facts in a visitor's own words: one to a line, `name, relation, name; inverse relation`.

use serde::{Deserialize, Serialize};

use crate::typed::{is_name, lines};
use crate::words::words;

/// One fact: "Ann, mentor of, Bo; pupil of".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// Who it is about.
    pub subject: String,
    /// What the subject is to the object.
    pub relation: String,
    /// Whom it names.
    pub object: String,
    /// What the object is to the subject.
    pub inverse: String,
}

/// The most letters of a name or a relation.
pub const LETTERS: usize = 40;

/// Facts that make no test of reversal, with the line (from 1) at which that shows.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", (words(None).facts.wrong)(self))]
pub struct FactsError {
    /// The line, from 1; 0 for all of them together.
    pub line: usize,
    /// What is wrong.
    pub problem: Problem,
}

/// What is wrong with facts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Problem {
    /// There are none.
    None,
    /// More than so many.
    TooMany {
        /// The most.
        most: usize,
    },
    /// More pairs of relations than so many.
    TooManyRelations {
        /// The most.
        most: usize,
    },
    /// Not of the form.
    Form,
    /// A name or a relation is longer than [`LETTERS`], or holds letters that cannot be seen.
    Letters,
    /// Subject and object are one.
    OneName,
    /// The same as another line.
    Twice {
        /// That line, from 1.
        line: usize,
    },
    /// The same as another line, said the other way round: nothing is left to ask.
    BothWays {
        /// That line, from 1.
        line: usize,
    },
    /// It gives a question two answers, this one and that of another line.
    TwoAnswers {
        /// That line, from 1.
        line: usize,
    },
    /// A relation that has another inverse in another line.
    OtherInverse {
        /// That line, from 1.
        line: usize,
    },
}

impl Told {
    /// Reads a line.
    fn parse(line: &str) -> Option<Self> {
        let (fact, inverse) = line.split_once(';')?;
        let mut parts = fact.split(',').map(|part| part.trim().to_owned());
        let [subject, relation, object] = [parts.next()?, parts.next()?, parts.next()?];
        let inverse = inverse.trim().to_owned();
        let all = [&subject, &relation, &object, &inverse];
        let is_whole = parts.next().is_none() && all.iter().all(|part| !part.is_empty());
        (is_whole && !inverse.contains([',', ';'])).then_some(Self { subject, relation, object, inverse })
    }

    fn parts(&self) -> [&str; 4] {
        [&self.subject, &self.relation, &self.object, &self.inverse]
    }

    /// As it is typed.
    #[must_use]
    pub fn write(&self) -> String {
        let [subject, relation, object, inverse] = self.parts();
        format!("{subject}, {relation}, {object}; {inverse}")
    }
}

/// Reads facts as they are typed; empty lines are left out.
///
/// # Errors
/// The first line with which they are no such facts.
pub fn parse(text: &str, most: usize, relations: usize) -> Result<Vec<Told>, FactsError> {
    let mut told = Vec::new();
    let mut at = Vec::new();
    for (number, line) in lines(text) {
        if told.len() == most {
            return Err(FactsError { line: 0, problem: Problem::TooMany { most } });
        }
        told.push(Told::parse(line).ok_or(FactsError { line: number, problem: Problem::Form })?);
        at.push(number);
    }
    // Lines are numbered as they are typed.
    examine(&told, |fact| at[fact], most, relations)?;
    Ok(told)
}

/// Whether facts leave something to ask: at most `most`, of at most so many pairs of relations.
///
/// # Errors
/// The first fact with which they do not.
pub fn check(told: &[Told], most: usize, relations: usize) -> Result<(), FactsError> {
    examine(told, |fact| fact + 1, most, relations)
}

/// The same; `line` says which line a fact stands in.
fn examine(
    told: &[Told],
    line: impl Fn(usize) -> usize,
    most: usize,
    relations: usize,
) -> Result<(), FactsError> {
    let fails = |line, problem| Err(FactsError { line, problem });
    match told.len() {
        0 => return fails(0, Problem::None),
        count if count > most => return fails(0, Problem::TooMany { most }),
        _ => {}
    }
    let pairs = pairs(told);
    for (at, fact) in told.iter().enumerate() {
        let here = line(at);
        if !fact.parts().iter().all(|part| is_name(part, LETTERS, &[',', ';'])) {
            return fails(here, Problem::Letters);
        }
        if fact.subject == fact.object {
            return fails(here, Problem::OneName);
        }
        let Some((pair, inverted)) = pairs[at] else {
            let shares = |other: &Told| {
                [&other.relation, &other.inverse]
                    .iter()
                    .any(|it| [&fact.relation, &fact.inverse].contains(it))
            };
            let other = told[..at].iter().position(shares).map_or(0, &line);
            return fails(here, Problem::OtherInverse { line: other });
        };
        if pair >= relations {
            return fails(here, Problem::TooManyRelations { most: relations });
        }
        let ends = |at: usize, inverted: bool| {
            let fact = &told[at];
            let (subject, object) = (&fact.subject, &fact.object);
            if inverted { (object, subject) } else { (subject, object) }
        };
        let (from, to) = ends(at, inverted);
        for (before, known) in pairs[..at].iter().enumerate() {
            let Some((_, theirs)) = known.filter(|(of, _)| *of == pair) else { continue };
            let (other_from, other_to) = ends(before, theirs);
            let line = line(before);
            match (from == other_from, to == other_to) {
                (true, true) if inverted == theirs => return fails(here, Problem::Twice { line }),
                (true, true) => return fails(here, Problem::BothWays { line }),
                (false, false) => {}
                _ => return fails(here, Problem::TwoAnswers { line }),
            }
        }
    }
    Ok(())
}

/// The pair of relations of each fact, numbered as they come, and whether it is said with the inverse one; `None` where a
/// relation comes with another inverse than before.
#[must_use]
pub fn pairs(told: &[Told]) -> Vec<Option<(usize, bool)>> {
    let mut known: Vec<[&str; 2]> = Vec::new();
    let mut all = Vec::with_capacity(told.len());
    for fact in told {
        let said = [fact.relation.as_str(), fact.inverse.as_str()];
        let turned = [said[1], said[0]];
        let found = known.iter().position(|pair| *pair == said || *pair == turned);
        all.push(match found {
            Some(at) => Some((at, known[at] != said)),
            None if known.iter().flatten().any(|word| said.contains(word)) => None,
            None => {
                known.push(said);
                Some((known.len() - 1, false))
            }
        });
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(text: &str) -> Option<(usize, Problem)> {
        parse(text, 40, 6).err().map(|error| (error.line, error.problem))
    }

    #[test]
    fn facts_are_read_line_by_line() {
        let text = "Ann, mentor of, Bo; pupil of\n\n  \u{5d0}\u{5d1} ,host of,\u{1f98a} ; guest of \nCy, pupil of, Di; mentor of";
        let told = parse(text, 40, 6).expect("facts");
        assert_eq!(told.len(), 3);
        assert_eq!(told[1].write(), "\u{5d0}\u{5d1}, host of, \u{1f98a}; guest of");
        assert_eq!(pairs(&told), [Some((0, false)), Some((1, false)), Some((0, true))]);
    }

    #[test]
    fn what_leaves_nothing_to_ask_is_named_with_its_line() {
        let ann = "Ann, mentor of, Bo; pupil of";
        let after = |line: &str| problem(&format!("{ann}\n\n{line}"));
        assert_eq!(problem(" \n"), Some((0, Problem::None)));
        for form in [
            "Ann",
            "Ann, mentor of, Bo",
            "Ann, mentor of; pupil of",
            "a, b, c, d; e",
            "a, , c; d",
            "a, b, c; d; e",
            ";,,",
        ] {
            assert_eq!(after(form), Some((3, Problem::Form)), "{form}");
        }
        assert_eq!(after("Cy, mentor of, Cy; pupil of"), Some((3, Problem::OneName)));
        assert_eq!(after(ann), Some((3, Problem::Twice { line: 1 })));
        assert_eq!(after("Bo, pupil of, Ann; mentor of"), Some((3, Problem::BothWays { line: 1 })));
        for two in
            ["Ann, mentor of, Cy; pupil of", "Cy, mentor of, Bo; pupil of", "Bo, pupil of, Cy; mentor of"]
        {
            assert_eq!(after(two), Some((3, Problem::TwoAnswers { line: 1 })), "{two}");
        }
        for other in ["Cy, mentor of, Di; student of", "Cy, pupil of, Di; teacher of"] {
            assert_eq!(after(other), Some((3, Problem::OtherInverse { line: 1 })), "{other}");
        }
        assert_eq!(
            after(&format!("{}, mentor of, Di; pupil of", "x".repeat(41))),
            Some((3, Problem::Letters))
        );
        assert_eq!(after("a\u{7}b, mentor of, Di; pupil of"), Some((3, Problem::Letters)));
        let many = |count: usize| (0..count).map(|at| format!("a{at}, r, b{at}; s\n")).collect::<String>();
        assert_eq!(problem(&many(40)), None);
        assert_eq!(problem(&many(5000)), Some((0, Problem::TooMany { most: 40 })));
        let pairs: String = (0..7).map(|at| format!("a, r{at}, b; s{at}\n")).collect();
        assert_eq!(problem(&pairs), Some((7, Problem::TooManyRelations { most: 6 })));
        assert_eq!(problem("<b>Ann</b>, mentor of, <script>; pupil of"), None);
        for error in [problem("Ann"), after(ann)] {
            let (line, problem) = error.expect("an error");
            assert!(FactsError { line, problem }.to_string().ends_with('.'));
        }
    }
}
