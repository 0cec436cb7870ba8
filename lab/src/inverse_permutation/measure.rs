//! What is measured at each point of progress: counts out of the graph, turned into shares.

use engine::graph::{Graph, Id, Reduction};
use engine::nn;

use super::data::Task;
use crate::run::Measured;

/// Test lists, the same for all arms and members of a run.
pub(super) const TEST_LISTS: usize = 1024;

/// The outputs of an evaluation: symbols right, lists right (both `u32`), mean cross-entropy.
pub(super) fn outputs(g: &mut Graph, task: &Task, logits: Id, targets: Id) -> Vec<Id> {
    let right = nn::correct(g, logits, targets); // [B n]
    let symbols = g.sum_all(right);
    let by_list = g.reshape(right, &[TEST_LISTS, task.n as usize]);
    let in_list = g.reduce(Reduction::Sum, by_list, 1);
    let all = g.u32(task.n);
    let whole = g.equal(in_list, all);
    let lists = g.sum_all(whole);
    let each = nn::cross_entropy(g, logits, targets);
    let loss = nn::mean_all(g, each);
    vec![symbols, lists, loss]
}

/// One value for each series: shares of symbols and of lists restored, and the loss.
pub(super) fn measure(n: u32, outputs: &[f32]) -> Measured {
    let n = n as usize;
    let share =
        |at: usize, of: usize| outputs.get(at).map_or(f32::NAN, |count| count.to_bits() as f32 / of as f32);
    let loss = outputs.get(2).copied().unwrap_or(f32::NAN);
    Measured { values: vec![share(0, TEST_LISTS * n), share(1, TEST_LISTS), loss], samples: Vec::new() }
}
