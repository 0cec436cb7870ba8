//! The parts of the program that are loaded when they are needed: each experiment, each language, and what comes after the
//! pictures. The build makes a file of each function that bears `wasm_split`, with all that nothing else needs.

use ::lab::experiment::Experiment;
use ::lab::words::speak;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

use super::rest::{REST, Rest};

/// What the page loads once it can be used.
#[wasm_split(rest, fallible)]
pub(super) fn rest() -> Result<&'static Rest, SplitLoaderError> {
    Ok(&REST)
}

macro_rules! experiments {
    ($($name:ident: $($module:ident)::+),+ $(,)?) => {
        mod experiments {
            use ::lab::experiment::Experiment;
            use wasm_split_helpers::{SplitLoaderError, wasm_split};

            $(
                #[wasm_split($name, fallible)]
                pub(super) fn $name() -> Result<&'static Experiment, SplitLoaderError> {
                    Ok(::lab::alone::$name())
                }
            )+
        }

        /// The experiment of this name; `None` where there is none.
        ///
        /// # Errors
        /// When it cannot be loaded.
        pub(super) async fn experiment(id: &str) -> Result<Option<&'static Experiment>, SplitLoaderError> {
            let name = id.replace('-', "_");
            $(
                if name == stringify!($name) {
                    return experiments::$name().await.map(Some);
                }
            )+
            Ok(None)
        }
    };
}
::lab::each_experiment!(experiments);

macro_rules! languages {
    ($($language:ident),+) => {
        mod languages {
            use ::lab::words::Words;
            use wasm_split_helpers::{SplitLoaderError, wasm_split};

            $(
                #[wasm_split($language, fallible)]
                pub(super) fn $language() -> Result<&'static Words, SplitLoaderError> {
                    Ok(::lab::words::alone::$language())
                }
            )+
        }

        /// Has the page speak a language.
        ///
        /// # Errors
        /// When it cannot be loaded.
        pub(super) async fn language(locale: &str) -> Result<(), SplitLoaderError> {
            $(
                if locale == stringify!($language) {
                    speak(languages::$language().await?);
                }
            )+
            Ok(())
        }
    };
}
::lab::each_language!(languages);
