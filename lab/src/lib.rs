//! The experiments of Gedanken, and what they share.
//!
//! An experiment is one folder here and one line in [`EXPERIMENTS`]. Everything that it declares is plain
//! data; the page, the command line, the links, the docs and the tests derive from it. What trains sits behind
//! the feature `run`, which the page leaves off.

pub mod accepts;
mod blocks;
pub mod cite;
pub mod claim;
pub mod compare;
mod concept_space;
pub mod data;
pub mod digest;
pub mod exhibit;
pub mod experiment;
pub mod facts;
pub mod flips;
mod forward_chaining;
mod inverse_permutation;
mod inverse_permutation_paper;
pub mod keys;
pub mod knob;
pub mod link;
pub mod observed;
mod oocr;
pub mod panel;
#[cfg(feature = "run")]
mod plane;
pub mod predict;
pub mod probe;
pub mod record;
pub mod recording;
pub mod releases;
mod reversal_curse;
#[cfg(feature = "run")]
pub mod run;
pub mod sweep;
mod swing_by;
mod text;
mod two_moons;
mod typed;
pub mod words;

/// Every experiment, in the order of the gallery.
pub static EXPERIMENTS: &[&experiment::Experiment] = &[
    &inverse_permutation::EXPERIMENT,
    &inverse_permutation_paper::EXPERIMENT,
    &reversal_curse::EXPERIMENT,
    &forward_chaining::EXPERIMENT,
    &oocr::functions::EXPERIMENT,
    &oocr::coins::EXPERIMENT,
    &oocr::parity::EXPERIMENT,
    &oocr::locations::EXPERIMENT,
    &oocr::mixture::EXPERIMENT,
    &oocr::theorem::EXPERIMENT,
    &concept_space::EXPERIMENT,
    &concept_space::cube::EXPERIMENT,
    &swing_by::EXPERIMENT,
    &two_moons::EXPERIMENT,
];
