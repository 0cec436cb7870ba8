//! What a setting accepts: one value, whoever puts it into words.

use std::fmt;

use crate::words::words;
use crate::{flips, observed};

/// What a setting accepts.
#[derive(Debug, Clone, PartialEq)]
pub enum Accepts {
    /// A whole number from `min` to `max`, both included.
    Whole {
        /// Smallest value.
        min: u32,
        /// Largest value.
        max: u32,
    },
    /// A number from `min` to `max`, both included.
    Real {
        /// Smallest value.
        min: f64,
        /// Largest value.
        max: f64,
    },
    /// One of the options of a knob.
    Option(Vec<&'static str>),
    /// One of a few words of the link's own.
    Word(&'static [&'static str]),
    /// One of the names that there are, of claims or of languages.
    Name(Vec<&'static str>),
    /// None or some of the names that there are, of parts or of controls.
    Names(Vec<&'static str>),
    /// The origin of a page.
    Origin,
    /// A digest.
    Digest,
    /// A proof.
    Proof,
    /// A sweep of one or two of these knobs; of none where there are none.
    Sweep(Vec<&'static str>),
    /// Points that a visitor drew.
    Points {
        /// The fewest of each class.
        fewest: usize,
        /// The most in all.
        most: usize,
        /// How many classes there are.
        classes: usize,
    },
    /// Facts that a visitor told.
    Facts {
        /// The most of them.
        most: usize,
        /// The most pairs of a relation and its inverse.
        relations: usize,
    },
    /// Observations of functions that a visitor invents.
    Observations(observed::Limits),
    /// Flips of coins of a visitor's.
    Flips(flips::Limits),
    /// No data of a visitor's own.
    NoData,
}

/// In English, to stand after "accepts".
impl fmt::Display for Accepts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&(words(None).link.accepts)(self))
    }
}
