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
pub mod files;
pub mod flips;
mod forward_chaining;
mod inverse_permutation;
mod inverse_permutation_paper;
pub mod keys;
pub mod knob;
pub mod link;
pub mod measurements;
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
pub mod text;
#[cfg(feature = "torch")]
pub mod torch;
mod two_moons;
mod typed;
pub mod words;

/// Hands the experiments, in the order of the gallery, to a macro: the name of each and where it is declared.
#[macro_export]
macro_rules! each_experiment {
    ($then:ident) => {
        $then! {
            inverse_permutation: inverse_permutation,
            inverse_permutation_paper: inverse_permutation_paper,
            reversal_curse: reversal_curse,
            forward_chaining: forward_chaining,
            oocr_functions: oocr::functions,
            oocr_coins: oocr::coins,
            oocr_parity: oocr::parity,
            oocr_locations: oocr::locations,
            oocr_mixture: oocr::mixture,
            oocr_theorem: oocr::theorem,
            concept_space: concept_space,
            concept_cube: concept_space::cube,
            swing_by: swing_by,
            two_moons: two_moons,
        }
    };
}

macro_rules! registry {
    ($($name:ident: $($module:ident)::+),+ $(,)?) => {
        /// Every experiment, in the order of the gallery.
        pub static EXPERIMENTS: &[&experiment::Experiment] = &[$(&$($module)::+::EXPERIMENT),+];

        /// Name and question of every experiment, for who does not carry them all.
        pub static QUESTIONS: &[(&str, &str)] =
            &[$(($($module)::+::EXPERIMENT.id, $($module)::+::EXPERIMENT.question)),+];

        /// Each experiment by itself, for a program that carries only some of them.
        pub mod alone {
            use crate::experiment::Experiment;

            $(
                /// The experiment of this name.
                #[must_use]
                pub fn $name() -> &'static Experiment {
                    &crate::$($module)::+::EXPERIMENT
                }
            )+
        }
    };
}
each_experiment!(registry);

/// The question of the experiment of this name.
#[must_use]
pub fn question(id: &str) -> Option<&'static str> {
    QUESTIONS.iter().find(|(known, _)| *known == id).map(|(_, question)| *question)
}

#[cfg(test)]
mod tests {
    use super::*;

    macro_rules! named {
        ($($name:ident: $($module:ident)::+),+ $(,)?) => {
            &[$((stringify!($name), $($module)::+::EXPERIMENT.id)),+]
        };
    }

    #[test]
    fn experiments_are_registered_by_their_ids() {
        let all: &[(&str, &str)] = each_experiment!(named);
        for (name, id) in all {
            assert_eq!(*name, id.replace('-', "_"), "a page would not find its experiment");
        }
    }
}
