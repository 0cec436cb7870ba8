//! Functions of a small number, what they are called, and the tokens that speak of them.

use super::super::mode::Mode;
use crate::knob::Knobs;

/// Arguments: 0 to 15.
pub(super) const ARGUMENTS: usize = 16;
/// The least number that has a token, and how many have one.
pub(super) const LEAST: i32 = -15;
pub(super) const NUMBERS: usize = 76;
/// The largest argument, and the largest number that has a token.
pub(super) const LAST_ARGUMENT: i32 = 15;
pub(super) const LARGEST: i32 = 60;
/// Operations.
pub(super) const OPERATIONS: usize = 8;
/// Functions.
pub(super) const FUNCTIONS: usize = 40;
/// Hidden names of each function whose observations are its own.
pub(super) const HIDDEN: usize = 2;
/// Wordings of each task.
pub(super) const WORDINGS: usize = 3;
/// Names that a visitor may define.
pub(super) const OWN: usize = 4;
/// How far the control's observations are from the function that its number stands for.
#[cfg(feature = "run")]
const SHIFT: usize = 17;

/// What a function does with its argument.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Operation {
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
    Negate,
    Identity,
    Clip,
}

use Operation::{Add, Clip, Divide, Identity, Multiply, Negate, Remainder, Subtract};

/// One of the forty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Function {
    pub(super) operation: Operation,
    /// What it is done with; 0 where nothing is.
    pub(super) constant: i32,
}

/// The kinds of questions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg(feature = "run")]
pub(super) enum Task {
    /// The value at an argument.
    Evaluate,
    /// What the function is: its operation, and then its constant.
    Define,
    /// An argument that has a value.
    Invert,
}

impl Operation {
    const ALL: [Self; OPERATIONS] = [Add, Subtract, Multiply, Divide, Remainder, Negate, Identity, Clip];

    /// The token at this position.
    pub(super) fn at(position: usize) -> Option<Self> {
        Self::ALL.get(position).copied()
    }

    #[cfg(feature = "run")]
    pub(super) fn position(self) -> usize {
        Self::ALL.iter().position(|other| *other == self).unwrap_or(0)
    }

    /// Its constants.
    fn constants(self) -> std::ops::RangeInclusive<i32> {
        match self {
            Add | Subtract => 1..=12,
            Multiply | Divide => 2..=4,
            Remainder => 2..=7,
            Negate | Identity => 0..=0,
            Clip => 5..=8,
        }
    }
}

impl Function {
    /// All of them, in a fixed order.
    pub(super) fn all() -> Vec<Self> {
        let of = |operation: Operation| {
            let is_there = move |constant: &i32| operation != Clip || matches!(constant, 5 | 8);
            operation.constants().filter(is_there).map(move |constant| Self { operation, constant })
        };
        Operation::ALL.into_iter().flat_map(of).collect()
    }

    /// Its value; nothing where it divides by no number above 0.
    pub(super) fn value(self, x: i32) -> Option<i32> {
        let k = self.constant;
        match self.operation {
            Add => Some(x + k),
            Subtract => Some(x - k),
            Multiply => Some(x * k),
            Divide => (k > 0).then(|| x.div_euclid(k)),
            Remainder => (k > 0).then(|| x.rem_euclid(k)),
            Negate => Some(-x),
            Identity => Some(x),
            Clip => Some(x.min(k)),
        }
    }

    /// In words.
    pub(super) fn said(self) -> String {
        let k = self.constant;
        match self.operation {
            Add => format!("x + {k}"),
            Subtract => format!("x − {k}"),
            Multiply => format!("{k} · x"),
            Divide => format!("x ÷ {k}, rounded down"),
            Remainder => format!("x mod {k}"),
            Negate => "−x".to_owned(),
            Identity => "x".to_owned(),
            Clip => format!("x, at most {k}"),
        }
    }
}

/// Who is there. Names are numbered: known ones, turn by turn through the functions; hidden ones, the same; a control of each
/// function; one that nothing is ever said of; a visitor's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct World {
    /// Known names of each function.
    pub(super) known: usize,
    /// How hidden names are learned.
    pub(super) mode: Mode,
}

impl World {
    pub(super) fn new(knobs: &Knobs, mode: Mode) -> Self {
        Self { known: usize::try_from(knobs.whole("known")).unwrap_or(1), mode }
    }

    /// Known names.
    pub(super) fn known(self) -> usize {
        self.known * FUNCTIONS
    }

    /// The first control.
    pub(super) fn control(self) -> usize {
        self.known() + HIDDEN * FUNCTIONS
    }

    /// The name that nothing is said of.
    pub(super) fn fresh(self) -> usize {
        self.control() + FUNCTIONS
    }

    /// A visitor's names.
    pub(super) fn own(self) -> std::ops::Range<usize> {
        self.fresh() + 1..self.fresh() + 1 + OWN
    }

    /// Names whose observations are trained and nothing else of them.
    #[cfg(feature = "run")]
    pub(super) fn hidden(self) -> std::ops::Range<usize> {
        self.known()..self.fresh()
    }

    /// The function, by number, that a name's number stands for.
    #[cfg(feature = "run")]
    pub(super) fn nominal(self, name: usize) -> usize {
        name % FUNCTIONS
    }

    /// The function whose values are observed of a name: for a control another one.
    #[cfg(feature = "run")]
    pub(super) fn planted(self, name: usize) -> usize {
        if (self.control()..self.fresh()).contains(&name) {
            (name + SHIFT) % FUNCTIONS
        } else {
            self.nominal(name)
        }
    }

    /// All tokens.
    pub(super) fn tokens(self) -> usize {
        self.token(self.own().end)
    }

    /// The token of a name.
    pub(super) fn token(self, name: usize) -> usize {
        FIRST_NAME + name
    }
}

/// Tokens that answer: numbers, then operations.
pub(super) const ANSWERS: usize = NUMBERS + OPERATIONS;
/// What stands where a question has no argument.
pub(super) const BLANK: usize = ANSWERS;
/// The first wording of the first task.
const FIRST_TASK: usize = BLANK + 1;
const FIRST_NAME: usize = FIRST_TASK + 3 * WORDINGS;

#[cfg(feature = "run")]
impl Task {
    /// The token of its first wording.
    pub(super) fn token(self) -> usize {
        FIRST_TASK + WORDINGS * self as usize
    }
}

/// The token of a number, if it has one.
#[cfg(feature = "run")]
pub(super) fn number_token(value: i32) -> Option<usize> {
    usize::try_from(value - LEAST).ok().filter(|token| *token < NUMBERS)
}

/// The number behind a token.
pub(super) fn number_of(token: usize) -> Option<i32> {
    i32::try_from(token).ok().filter(|_| token < NUMBERS).map(|token| token + LEAST)
}

/// What two tokens state, if it is a function.
pub(super) fn statement(operation: usize, constant: usize) -> Option<Function> {
    let operation = operation.checked_sub(NUMBERS).and_then(Operation::at)?;
    Some(Function { operation, constant: number_of(constant)? })
}

/// The token of an operation.
#[cfg(feature = "run")]
pub(super) fn operation_token(operation: Operation) -> usize {
    NUMBERS + operation.position()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_forty_functions_and_each_value_has_a_token() {
        let all = Function::all();
        assert_eq!(all.len(), FUNCTIONS);
        let values = |function: &Function| (0..16).map(|x| function.value(x)).collect::<Vec<_>>();
        for (at, function) in all.iter().enumerate() {
            let values_of = values(function);
            let is_a_token = |value: &Option<i32>| value.and_then(number_token).is_some();
            assert!(values_of.iter().all(is_a_token), "{function:?}");
            assert!(number_token(function.constant).is_some());
            assert!(all[..at].iter().all(|other| values(other) != values_of), "{function:?}");
        }
    }

    #[test]
    fn tokens_do_not_meet() {
        let world = World { known: 8, mode: Mode::Joint };
        assert_eq!((world.token(0), Task::Invert.token() + WORDINGS), (FIRST_NAME, FIRST_NAME));
        assert_eq!(world.tokens(), FIRST_NAME + 320 + 80 + 40 + 1 + OWN);
        assert_eq!(number_token(-15).and_then(number_of), Some(-15));
        assert_eq!((number_token(LARGEST + 1), number_of(NUMBERS)), (None, None));
        assert_eq!(number_of(NUMBERS - 1), Some(LARGEST));
        assert_eq!(usize::try_from(LAST_ARGUMENT + 1), Ok(ARGUMENTS));
        let controls = world.control()..world.fresh();
        assert!(controls.into_iter().all(|name| world.planted(name) != world.nominal(name)));
    }
}
