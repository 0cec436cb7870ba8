//! Out-of-context reasoning: what a network can say about things that it was shown only in pieces. One module for all
//! experiments of the kind, and what they share.

pub(crate) mod theorem;

/// The family that they stand under in the gallery.
const FAMILY: &str = "Knowledge";

/// A position as it stands in a graph.
#[cfg(feature = "run")]
fn number(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
