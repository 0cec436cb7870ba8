//! What is measured at each point of progress: counts out of the graph, turned into shares.

use engine::graph::{Graph, Id, Reduction};
use engine::nn;

use super::data::Batch;
use super::{TEST_LISTS, Task};
use crate::run::Measured;

/// The outputs of an evaluation: for each place in the given list (row) and each place where a symbol belongs (column)
/// how many symbols were right, and how many there were; lists right (all of them `u32`); mean cross-entropy. The test
/// lists are the same for all arms and members of a run.
pub(super) fn outputs(g: &mut Graph, task: &Task, logits: Id, batch: &Batch) -> Vec<Id> {
    let (lists, n) = (TEST_LISTS as usize, task.n as usize);
    let right = nn::correct(g, logits, batch.targets); // [B n]
    let by_list = g.reshape(right, &[lists, n]);
    let in_list = g.reduce(Reduction::Sum, by_list, 1);
    let all = g.u32(task.n);
    let whole = g.equal(in_list, all);
    let whole = g.sum_all(whole);
    // Which row of the grid the symbol of a column stands in: put back, place i of the given list goes to place π(i);
    // shuffled, place π(j) goes to place j.
    let (row, column) = (g.iota(&[1, n, 1], 1), g.iota(&[1, 1, n], 2));
    let (sent, to) = if task.forward { ([lists, 1, n], row) } else { ([lists, n, 1], column) };
    let order = g.reshape(batch.order, &sent);
    let stands = g.equal(order, to); // [B, n, n]
    let right = g.reshape(right, &[lists, 1, n]);
    let right = g.mul(stands, right);
    let counts = [right, stands].map(|counted| {
        let flat = g.reshape(counted, &[lists, n * n]);
        g.reduce(Reduction::Sum, flat, 0)
    });
    let each = nn::cross_entropy(g, logits, batch.targets);
    let loss = nn::mean_all(g, each);
    vec![counts[0], counts[1], whole, loss]
}

/// One value for each series: shares of symbols and of lists right, of symbols in view and not, and the loss; and the
/// share of each field of the grid.
pub(super) fn measure(n: u32, outputs: &[f32]) -> Measured {
    let fields = (n * n) as usize;
    let count = |at: usize| outputs.get(at).map_or(0, |count| count.to_bits());
    let (right, of): (Vec<u32>, Vec<u32>) =
        (0..fields).map(|field| (count(field), count(fields + field))).unzip();
    // Counts of 1,024 lists of 12 symbols are exact in f32.
    let share = |right: u32, of: u32| right as f32 / of as f32;
    // In place, a symbol is in view where its row is not below its column.
    let part = |in_view: Option<bool>| {
        let counts = |field: &usize| {
            let (row, column) = (field / n as usize, field % n as usize);
            in_view.is_none_or(|in_view| in_view == (row <= column))
        };
        let sum = |counted: &[u32]| (0..fields).filter(counts).map(|field| counted[field]).sum();
        share(sum(&right), sum(&of))
    };
    let lists = share(count(2 * fields), TEST_LISTS);
    let loss = outputs.get(2 * fields + 1).copied().unwrap_or(f32::NAN);
    let values = vec![part(None), lists, part(Some(true)), part(Some(false)), loss];
    let samples = right.iter().zip(&of).map(|(right, of)| share(*right, *of)).collect();
    Measured { values, samples }
}
