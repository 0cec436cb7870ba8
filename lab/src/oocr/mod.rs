//! Out-of-context reasoning: what a network can say about things that it was shown only in pieces. One module for all
//! experiments of the kind, and what they share.

#[cfg(feature = "run")]
mod asking;
mod baselines;
pub(crate) mod coins;
#[cfg(feature = "run")]
mod corpus;
pub(crate) mod functions;
mod knobs;
pub(crate) mod locations;
pub(crate) mod mixture;
mod mode;
mod names;
mod network;
pub(crate) mod parity;
#[cfg(feature = "run")]
mod stretches;
pub(crate) mod theorem;

use crate::experiment::Source;

/// The family that they stand under in the gallery.
const FAMILY: &str = "Knowledge";

/// The paper that the tasks come from.
const SOURCE: Source = Source {
    authors: "Treutlein, Choi, Betley, Marks, Anil, Grosse and Evans",
    title: "Connecting the Dots: LLMs can Infer and Verbalize Latent Structure from Disparate Training Data",
    year: 2024,
    url: "https://arxiv.org/abs/2406.14546",
};

/// A position as it stands in a graph.
#[cfg(feature = "run")]
fn number(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
