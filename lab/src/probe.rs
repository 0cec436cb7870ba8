//! What a visitor may ask a trained model: a question in a line of text, answered from a checkpoint. A probe reads the
//! run and cannot change it.

use crate::knob::Knobs;
use crate::panel::sequence::Row;

/// The numbers that an arm answered with; `None` while it has not.
pub type Answer = Option<Vec<f32>>;

/// One kind of question.
#[derive(Debug)]
pub struct Probe {
    /// Its name in code and in exports.
    pub key: &'static str,
    /// Its heading.
    pub title: &'static str,
    /// What to type: one sentence.
    pub help: &'static str,
    /// A question to begin with, for given knobs.
    pub example: fn(&Knobs) -> String,
    /// Another question, for 32 random bits.
    pub another: fn(&Knobs, u64) -> String,
    /// Reads a question: the numbers that go into the model, as many for every question of the same knobs; or one
    /// sentence about what is wrong with it.
    pub read: fn(&Knobs, &str) -> Result<Vec<u32>, String>,
    /// The rows that show a question, and the answer of each arm that has given one.
    pub rows: fn(&Knobs, question: &[u32], answers: &[Answer]) -> Vec<Row>,
    /// What computes an arm's answer: a graph over the arm's states with one input, the question's numbers as `u32`.
    #[cfg(feature = "run")]
    pub program: fn(&Knobs, arm: usize) -> engine::train::Program,
}
