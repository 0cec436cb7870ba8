//! Functions that a visitor invents: each takes the place of a name that nothing is told of otherwise.

use super::world::{Function, OWN};
use crate::knob::Knobs;
use crate::observed::{Observed, names};

/// What is observed of a visitor's function number `own`.
pub(super) fn observed(knobs: &Knobs, own: usize) -> impl Iterator<Item = &Observed> {
    let all = knobs.observations().unwrap_or_default();
    let name = names(all).get(own).map(|name| (*name).to_owned());
    all.iter().filter(move |one| Some(&one.name) == name.as_ref())
}

/// What a visitor calls their functions.
pub(super) fn called(knobs: &Knobs) -> Vec<&str> {
    let mut names = names(knobs.observations().unwrap_or_default());
    names.truncate(OWN);
    names
}

/// Whether a function gives all that was observed of a visitor's.
pub(super) fn fits(knobs: &Knobs, own: usize, function: Function) -> bool {
    observed(knobs, own).all(|one| function.value(one.argument) == Some(one.value))
}
