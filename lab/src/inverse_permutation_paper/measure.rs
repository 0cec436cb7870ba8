//! What is measured at each point of progress: the error and counts out of the graph, and the weights themselves, as
//! pictures and as what their heaviest blocks come to.

use engine::graph::{Graph, Id, Reduction};

use super::TEST_LISTS;
use super::data::Batch;
use super::model::{Model, row_error};
use super::variant::Variant;
use crate::blocks::heaviest;
use crate::run::Measured;

/// The outputs of an evaluation: squared error of a row; bits right and lists right (`u32`); A¹, A² and the read-out's
/// transpose, row after row.
pub(super) fn outputs(g: &mut Graph, model: &Model, answer: Id, batch: &Batch) -> Vec<Id> {
    let (lists, n) = (TEST_LISTS, g.shape(answer)[2]);
    let error = row_error(g, answer, batch);
    let half = g.f32(0.5);
    let named = g.less(half, answer);
    let right = g.equal(named, batch.list); // [B, n, n]
    let by_list = g.reshape(right, &[lists, n * n]);
    let in_list = g.reduce(Reduction::Sum, by_list, 1);
    let all = g.u32(u32::try_from(n * n).unwrap_or(u32::MAX));
    let whole = g.equal(in_list, all);
    let [bits, whole] = [right, whole].map(|counted| g.sum_all(counted));
    let readout = model.readout.node(g);
    let weights = [model.first.node(g), model.second.node(g), g.transpose(readout)];
    [error, bits, whole].into_iter().chain(weights.map(|weight| g.copy(weight))).collect()
}

/// One value for each series: the error, shares of bits and lists restored, and for each matrix the share and the likeness
/// to the identity of its heaviest block; and every weight.
pub(super) fn measure(variant: &Variant, n: usize, outputs: &[f32]) -> Measured {
    let number = |at: usize| outputs.get(at).copied().unwrap_or(f32::NAN);
    // Counts of 1,024 lists of 144 bits are exact in f32.
    let share = |at: usize, of: usize| number(at).to_bits() as f32 / of as f32;
    let samples = outputs.get(3..).unwrap_or(&[]);
    let sizes = |layers| variant.blocks(n, layers).iter().map(|block| block.size).collect::<Vec<usize>>();
    let (given, after, end) = (sizes(0), sizes(1), sizes(2));
    let mut values = vec![number(0), share(1, TEST_LISTS * n * n), share(2, TEST_LISTS)];
    let mut rest = samples;
    for (rows, columns) in [(&given, &given), (&after, &after), (&vec![n], &end)] {
        let count = rows.iter().sum::<usize>() * columns.iter().sum::<usize>();
        let (matrix, others) = rest.split_at(count.min(rest.len()));
        rest = others;
        let matrix: Vec<f64> = matrix.iter().copied().map(f64::from).collect();
        #[allow(clippy::cast_possible_truncation, reason = "series are f32")]
        let of_block = heaviest(&matrix, rows, columns).map(|it| [it.share as f32, it.identity as f32]);
        values.extend(of_block.unwrap_or([f32::NAN; 2]));
    }
    Measured { values, samples: samples.to_vec() }
}

#[cfg(test)]
mod tests {
    use super::super::variant::UNMASKED;
    use super::*;

    #[test]
    fn counts_become_shares_and_matrices_are_told_apart() {
        let n = 2;
        let width = UNMASKED.width(n);
        let lists = u32::try_from(TEST_LISTS).expect("few");
        let mut outputs = vec![0.25, f32::from_bits(lists * 3), f32::from_bits(lists / 2)];
        // A¹ is the identity in its last block, A² its negative in the first one; W has a 1 and all else is 0.
        let identity = |size: usize, corner: usize, x: f32| {
            let mut matrix = vec![0.0; size * size];
            (corner..corner + n).for_each(|at| matrix[at * size + at] = x);
            matrix
        };
        outputs.extend(identity(width, width - n, 1.0));
        outputs.extend(identity(2 * width, 0, -0.5));
        outputs.extend((0..n * 4 * width).map(|at| if at == 7 { 1.0 } else { 0.0 }));
        let Measured { values, samples } = measure(&UNMASKED, n, &outputs);
        assert_eq!(values[..3], [0.25, 0.75, 0.5]);
        for (value, wanted) in values[3..].iter().zip([1.0, 1.0, 1.0, -1.0, 1.0, -0.577_350_3]) {
            assert!((value - wanted).abs() < 1e-6, "{values:?}");
        }
        assert_eq!(samples.len(), 5 * width * width + 4 * width * n);
        assert!(measure(&UNMASKED, n, &[]).values.iter().skip(3).all(|value| value.is_nan()));
    }
}
