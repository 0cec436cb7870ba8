//! A knob is one setting of an experiment, declared once: the control on the page, the key in a link, the
//! flag of the command line, the sentence in the docs and the check of a value all come from here.

use crate::text::number;
use std::fmt;

use crate::accepts::Accepts;
use crate::data::{Data, Dot};
use crate::facts::Told;
use crate::flips::Flips;
use crate::observed::Observed;
use crate::words::words;

/// The declaration of one knob.
#[derive(Debug, Clone, Copy)]
pub struct Knob {
    /// Its name in links, on the command line and in code: lower-case letters, digits and hyphens.
    pub key: &'static str,
    /// Its name for a person, in sentence case.
    pub label: &'static str,
    /// One short sentence: what it changes.
    pub help: &'static str,
    /// What it accepts, and where it stands by default.
    pub range: Range,
    /// Whether members may differ in it.
    pub role: Role,
}

/// What a knob accepts.
#[derive(Debug, Clone, Copy)]
pub enum Range {
    /// Whole numbers from `min` to `max`, both included.
    Whole {
        /// Smallest value.
        min: u32,
        /// Largest value.
        max: u32,
        /// Distance between neighbouring positions of the slider; a link may name any value in between.
        step: u32,
        /// The default.
        default: u32,
    },
    /// Real numbers from `min` to `max`, both included.
    Real {
        /// Smallest value.
        min: f64,
        /// Largest value.
        max: f64,
        /// The default.
        default: f64,
        /// Whether the slider moves by factors instead of by differences.
        logarithmic: bool,
    },
    /// One of several names.
    Choice {
        /// The options, each a key and a label.
        options: &'static [(&'static str, &'static str)],
        /// The position of the default in `options`.
        default: usize,
    },
}

/// Whether members of one run may differ in a knob.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// A number that reaches the program as data (a learning rate): members may differ in it.
    Value,
    /// A number that shapes the program (a length, a width): all members share it.
    Shape,
}

/// The value of one knob.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Value {
    /// Of a [`Range::Whole`].
    Whole(u32),
    /// Of a [`Range::Real`].
    Real(f64),
    /// Of a [`Range::Choice`]: the position in its options.
    Choice(usize),
}

impl Knob {
    /// Where the knob stands when nobody has touched it.
    #[must_use]
    pub fn default_value(&self) -> Value {
        match self.range {
            Range::Whole { default, .. } => Value::Whole(default),
            Range::Real { default, .. } => Value::Real(default),
            Range::Choice { default, .. } => Value::Choice(default),
        }
    }

    /// Reads a value as a link writes it.
    ///
    /// # Errors
    /// One sentence that names the key, what it got and what it accepts.
    pub fn parse(&self, text: &str) -> Result<Value, KnobError> {
        let refuse = || KnobError { key: self.key, got: text.to_owned(), accepts: self.accepts() };
        match self.range {
            Range::Whole { min, max, .. } => match text.parse::<u32>() {
                Ok(value) if text.bytes().all(|b| b.is_ascii_digit()) && (min..=max).contains(&value) => {
                    Ok(Value::Whole(value))
                }
                _ => Err(refuse()),
            },
            Range::Real { min, max, .. } => match number(text) {
                // Adding zero makes the negative zero positive, so that equal values are written alike.
                Some(value) if (min..=max).contains(&value) => Ok(Value::Real(value + 0.0)),
                _ => Err(refuse()),
            },
            Range::Choice { options, .. } => {
                options.iter().position(|(key, _)| *key == text).map(Value::Choice).ok_or_else(refuse)
            }
        }
    }

    /// Writes a value as [`Knob::parse`] reads it; the same value always gives the same text.
    #[must_use]
    pub fn write(&self, value: Value) -> String {
        match (self.range, value) {
            (Range::Choice { options, .. }, Value::Choice(at)) => {
                options.get(at).map_or("", |(key, _)| key).to_owned()
            }
            (_, Value::Whole(value)) => value.to_string(),
            (_, Value::Real(value)) => value.to_string(),
            (_, Value::Choice(at)) => at.to_string(),
        }
    }

    /// A value as a person reads it: an option by its label.
    #[must_use]
    pub fn say(&self, value: Value) -> String {
        match (self.range, value) {
            (Range::Choice { options, .. }, Value::Choice(at)) => {
                options.get(at).map_or("", |(_, label)| label).to_owned()
            }
            _ => self.write(value),
        }
    }

    /// What the knob accepts.
    #[must_use]
    pub fn accepts(&self) -> Accepts {
        match self.range {
            Range::Whole { min, max, .. } => Accepts::Whole { min, max },
            Range::Real { min, max, .. } => Accepts::Real { min, max },
            Range::Choice { options, .. } => Accepts::Option(options.iter().map(|(key, _)| *key).collect()),
        }
    }
}

/// A value that a knob does not accept.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("{}", (words(None).link.refused)(self))]
pub struct KnobError {
    /// The knob's key.
    pub key: &'static str,
    /// The text it got.
    pub got: String,
    /// What it accepts.
    pub accepts: Accepts,
}

/// One value for every knob of an experiment, in declaration order, and the visitor's own data, if there are any:
/// everything that shapes a run but its seed and its size.
#[derive(Clone)]
pub struct Knobs {
    declared: &'static [Knob],
    values: Vec<Value>,
    data: Option<Data>,
}

impl Knobs {
    /// Every knob at its default.
    #[must_use]
    pub fn defaults(declared: &'static [Knob]) -> Self {
        Self { declared, values: declared.iter().map(Knob::default_value).collect(), data: None }
    }

    /// The declarations.
    #[must_use]
    pub fn declared(&self) -> &'static [Knob] {
        self.declared
    }

    /// The visitor's own data.
    #[must_use]
    pub fn data(&self) -> Option<&Data> {
        self.data.as_ref()
    }

    /// Puts a visitor's own data in the place of what was there.
    pub fn set_data(&mut self, data: Option<Data>) {
        self.data = data;
    }

    /// The points that a visitor drew.
    #[must_use]
    pub fn points(&self) -> Option<&[Dot]> {
        let Some(Data::Points(dots)) = &self.data else { return None };
        Some(dots)
    }

    /// What a visitor observed of functions of their own.
    #[must_use]
    pub fn observations(&self) -> Option<&[Observed]> {
        let Some(Data::Observations(observed)) = &self.data else { return None };
        Some(observed)
    }

    /// How a visitor's coins fell.
    #[must_use]
    pub fn flips(&self) -> Option<&[Flips]> {
        let Some(Data::Flips(flips)) = &self.data else { return None };
        Some(flips)
    }

    /// The facts that a visitor told.
    #[must_use]
    pub fn facts(&self) -> Option<&[Told]> {
        let Some(Data::Facts(told)) = &self.data else { return None };
        Some(told)
    }

    /// The knobs with their values, in declaration order.
    pub fn iter(&self) -> impl Iterator<Item = (&'static Knob, Value)> {
        self.declared.iter().zip(self.values.iter().copied())
    }

    /// Sets the knob at `position` of the declaration.
    pub fn set(&mut self, position: usize, value: Value) {
        if let Some(slot) = self.values.get_mut(position) {
            *slot = value;
        }
    }

    /// The value of the knob named `key`.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<Value> {
        self.iter().find(|(knob, _)| knob.key == key).map(|(_, value)| value)
    }

    /// The whole number that the knob named `key` stands at; 0 where no such knob is declared, which the
    /// test of the registry rules out.
    #[must_use]
    pub fn whole(&self, key: &str) -> u32 {
        match self.get(key) {
            Some(Value::Whole(value)) => value,
            _ => 0,
        }
    }

    /// The real number that the knob named `key` stands at, as [`Knobs::whole`].
    #[must_use]
    pub fn real(&self, key: &str) -> f64 {
        match self.get(key) {
            Some(Value::Real(value)) => value,
            _ => 0.0,
        }
    }

    /// The position of the option that the knob named `key` stands at, as [`Knobs::whole`].
    #[must_use]
    pub fn choice(&self, key: &str) -> usize {
        match self.get(key) {
            Some(Value::Choice(at)) => at,
            _ => 0,
        }
    }
}

impl PartialEq for Knobs {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.declared, other.declared) && self.values == other.values && self.data == other.data
    }
}

impl fmt::Debug for Knobs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let knobs = self.iter().map(|(knob, value)| (knob.key, knob.write(value)));
        f.debug_map().entries(knobs).entries(self.data.iter().map(|data| ("data", data.canonical()))).finish()
    }
}
