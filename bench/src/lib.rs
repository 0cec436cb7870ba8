//! Measures the engine beside its peers: the same models from the same first weights on the same batches, in turns.
//!
//! How to misread the table:
//! - **Rates of different machines or days say nothing about each other**, and little of the same machine an hour
//!   later: cores are shared with strangers. Contestants of one row take turns of a few seconds, several rounds, so
//!   that a slow minute hits all; compare within a row, by the median of the rounds' ratios.
//! - **The rows `matmul`, `stream` and `chain` are controls.** One large product, one pass over much memory, many kernels that
//!   compute nothing: where the machine itself is the limit, no fusion helps, and a large win there would say that the
//!   measurement is wrong. They also say what a kernel, a byte and a multiplication can cost at best.
//! - **A first step that is slow once is not a slow step**: compilation stands in a column of its own.
//! - **Losses of peers agree to rounding, not to the bit.** The column says how far; a row whose models are not the
//!   same compares nothing.
//!
//! Nothing here is shipped. What the peers are and where they come from stands in `peers/`.

pub mod contestant;
pub mod rows;

#[cfg(not(target_arch = "wasm32"))]
pub mod export;
