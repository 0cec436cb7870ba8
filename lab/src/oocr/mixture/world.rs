//! Five functions of a small number, names that stand for two of them each, and the tokens that speak of them.

use crate::knob::Knobs;

/// Arguments: 0 to 15.
#[cfg(feature = "run")]
pub(super) const ARGUMENTS: usize = 16;
/// The functions of Treutlein and others.
pub(super) const FUNCTIONS: usize = 5;
/// Sets of two of them.
pub(super) const SETS: usize = 10;
/// Functions in a set.
pub(super) const PAIR: usize = 2;
/// Hidden names of each set.
pub(super) const HIDDEN: usize = 4;
/// Hidden names.
pub(super) const NAMES: usize = HIDDEN * SETS;
/// Wordings of each task.
#[cfg(feature = "run")]
pub(super) const WORDINGS: usize = 3;

/// The functions, as they are said.
pub(super) const SAID: [&str; FUNCTIONS] = ["x + 5", "3 · x", "x ÷ 2, rounded down", "x mod 2", "x − 1"];

/// The kinds of questions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg(feature = "run")]
pub(super) enum Task {
    /// The value at an argument, by one of the two functions.
    Value,
    /// Which two functions there are.
    List,
}

/// Who is there. Names are numbered: known ones, turn by turn through the sets; hidden ones, the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct World {
    /// Known names of each set.
    pub(super) known: usize,
}

impl World {
    pub(super) fn new(knobs: &Knobs) -> Self {
        Self { known: usize::try_from(knobs.whole("known")).unwrap_or(1) }
    }

    /// Known names.
    pub(super) fn known(self) -> usize {
        self.known * SETS
    }

    /// All names.
    pub(super) fn names(self) -> usize {
        self.known() + NAMES
    }

    /// All tokens.
    pub(super) fn tokens(self) -> usize {
        FIRST_NAME + self.names()
    }

    /// The token of a name.
    #[cfg(feature = "run")]
    pub(super) fn token(self, name: usize) -> usize {
        FIRST_NAME + name
    }
}

/// All sets, each in ascending order.
pub(super) fn sets() -> [[usize; PAIR]; SETS] {
    let mut sets = [[0, 1]; SETS];
    for at in 1..SETS {
        let [first, second] = sets[at - 1];
        sets[at] = if second + 1 < FUNCTIONS { [first, second + 1] } else { [first + 1, first + 2] };
    }
    sets
}

/// The set, by number, that a name stands for.
pub(super) fn set_of(name: usize) -> usize {
    name % SETS
}

/// A set in words.
pub(super) fn said([first, second]: [usize; PAIR]) -> String {
    let name = |function: usize| SAID.get(function).copied().unwrap_or("no function");
    format!("{} and {}", name(first), name(second))
}

/// The value of a function, by number, at an argument.
#[cfg(feature = "run")]
pub(super) fn value(function: usize, x: i32) -> i32 {
    match function {
        0 => x + 5,
        1 => 3 * x,
        2 => x.div_euclid(2),
        3 => x.rem_euclid(2),
        _ => x - 1,
    }
}

/// The least number that has a token, and how many have one.
#[cfg(feature = "run")]
const LEAST: i32 = -1;
pub(super) const NUMBERS: usize = 47;
/// Tokens that answer: numbers, then functions.
pub(super) const ANSWERS: usize = NUMBERS + FUNCTIONS;
/// What stands where a question has no argument.
#[cfg(feature = "run")]
pub(super) const BLANK: usize = ANSWERS;
/// The first wording of the first task.
const FIRST_TASK: usize = ANSWERS + 1;
const FIRST_NAME: usize = FIRST_TASK + 2 * 3;

#[cfg(feature = "run")]
impl Task {
    /// The token of its first wording.
    pub(super) fn token(self) -> usize {
        FIRST_TASK + WORDINGS * self as usize
    }
}

/// The token of a number; of one that has none, the first.
#[cfg(feature = "run")]
pub(super) fn number_token(value: i32) -> usize {
    usize::try_from(value - LEAST).ok().filter(|token| *token < NUMBERS).unwrap_or(0)
}

/// The token of an argument.
#[cfg(feature = "run")]
pub(super) fn argument_token(x: usize) -> usize {
    x + number_token(0)
}

/// The token of a function's value at an argument.
#[cfg(feature = "run")]
pub(super) fn value_token(function: usize, x: usize) -> usize {
    number_token(i32::try_from(x).map_or(LEAST, |x| value(function, x)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_do_not_meet() {
        let world = World { known: 8 };
        assert_eq!(Task::List.token() + WORDINGS, FIRST_NAME);
        assert_eq!((world.names(), world.token(119) + 1), (120, world.tokens()));
        let values = (0..FUNCTIONS).flat_map(|function| (0..16).map(move |x| value(function, x)));
        let (least, most) = values.fold((0, 0), |(least, most), it| (it.min(least), it.max(most)));
        assert_eq!((least, number_token(most) + 1), (LEAST, NUMBERS));
        assert_eq!(argument_token(15), number_token(15));
    }

    #[test]
    fn sets_are_all_there_and_two_functions_differ_at_all_but_two_arguments() {
        let mut all = sets().to_vec();
        assert!(all.iter().all(|[first, second]| first < second && *second < FUNCTIONS));
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), SETS);
        for [first, second] in all {
            let same = (0..16).filter(|x| value(first, *x) == value(second, *x)).count();
            assert!(same <= 2, "{first} and {second}: {same}");
        }
    }
}
