//! Links and settings: what they accept, and what they asked for and did not get.

use crate::accepts::Accepts;
use crate::data::DataError;
use crate::knob::KnobError;
use crate::link::{LinkError, Note};

/// What is said about a link, and about what is typed into a setting.
#[derive(Debug, Clone, Copy)]
pub struct Links {
    /// What a setting accepts, to stand after "accepts".
    pub accepts: fn(&Accepts) -> String,
    /// A value that a setting does not accept, in one sentence.
    pub refused: fn(&KnobError) -> String,
    /// Why a link is not read at all, in one sentence.
    pub unread: fn(&LinkError) -> String,
    /// What a link asked for and did not get, in one sentence.
    pub note: fn(&Note) -> String,
    /// What is wrong with a visitor's own data, to stand within a sentence.
    pub data: fn(&DataError) -> String,
}
