//! Matrices that fall into blocks: which block holds most of one, and how much that block is like the identity. Sums run
//! in the order of the numbers and need no function but the square root, so that every machine gives the same bits.

/// The block of a matrix whose squares have the largest sum; of equals the first.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Heaviest {
    /// Its position among the blocks from top to bottom.
    pub(crate) row: usize,
    /// Its position among the blocks from left to right.
    pub(crate) column: usize,
    /// Its part of the sum of all squares, from 0 to 1.
    pub(crate) share: f64,
    /// The cosine between it and the identity, after the mean of each is removed: from -1 to 1, 1 for any `a I + b` with a
    /// positive `a`. 0 where it is not square, or the same everywhere.
    pub(crate) identity: f64,
}

/// Sums over the numbers of one block.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
struct Sums {
    all: f64,
    squares: f64,
    diagonal: f64,
}

/// The heaviest block of a matrix (row after row) whose rows and columns fall into blocks of these sizes. `None` where the
/// sizes are not those of the matrix, or the squares have no positive, finite sum.
pub(crate) fn heaviest(matrix: &[f64], rows: &[usize], columns: &[usize]) -> Option<Heaviest> {
    let wide: usize = columns.iter().sum();
    if matrix.len() != rows.iter().sum::<usize>() * wide {
        return None;
    }
    let total: f64 = matrix.iter().map(|x| x * x).sum();
    if !(total.is_finite() && total > 0.0) {
        return None;
    }
    let mut best: Option<(f64, Heaviest)> = None;
    let mut top = 0;
    for (row, high) in rows.iter().enumerate() {
        let mut left = 0;
        for (column, across) in columns.iter().enumerate() {
            let mut sums = Sums::default();
            for (i, j) in (0..*high).flat_map(|i| (0..*across).map(move |j| (i, j))) {
                let x = matrix[(top + i) * wide + left + j];
                sums.all += x;
                sums.squares += x * x;
                sums.diagonal += if i == j { x } else { 0.0 };
            }
            if best.is_none_or(|(most, _)| sums.squares > most) {
                let share = sums.squares / total;
                let identity = if high == across { cosine_with_identity(&sums, *high) } else { 0.0 };
                best = Some((sums.squares, Heaviest { row, column, share, identity }));
            }
            left += across;
        }
        top += high;
    }
    best.map(|(_, heaviest)| heaviest)
}

fn cosine_with_identity(sums: &Sums, n: usize) -> f64 {
    let n = n as f64;
    let product = sums.diagonal - sums.all / n;
    let spread = sums.squares - sums.all * sums.all / (n * n);
    let cosine = product / (spread.max(0.0) * (n - 1.0)).sqrt();
    if cosine.is_finite() { cosine } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_heaviest_block_is_found_and_compared_with_the_identity() {
        // Two rows of three blocks; the last of the second row is 3 I - 1.
        let mut matrix = vec![0.0; 4 * 6];
        matrix[0] = 1.0;
        for (i, j) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
            matrix[(2 + i) * 6 + 4 + j] = if i == j { 2.0 } else { -1.0 };
        }
        let found = heaviest(&matrix, &[2, 2], &[2, 2, 2]).expect("a block");
        assert_eq!((found.row, found.column), (1, 2));
        assert!(
            (found.share - 10.0 / 11.0).abs() < 1e-12 && (found.identity - 1.0).abs() < 1e-12,
            "{found:?}"
        );
        matrix.iter_mut().for_each(|x| *x = -*x);
        let turned = heaviest(&matrix, &[2, 2], &[2, 2, 2]).expect("a block");
        assert!((turned.identity + 1.0).abs() < 1e-12);
    }

    #[test]
    fn what_has_no_heaviest_block_has_none() {
        assert_eq!(heaviest(&[], &[], &[]), None);
        assert_eq!(heaviest(&[1.0; 6], &[2], &[2]), None);
        assert_eq!(heaviest(&[0.0; 4], &[2], &[2]), None);
        assert_eq!(heaviest(&[f64::NAN, 1.0], &[1], &[2]), None);
        let flat = heaviest(&[1.0; 6], &[2], &[2, 1]).expect("a block");
        assert_eq!((flat.column, flat.identity), (0, 0.0));
        assert_eq!(heaviest(&[1.0, 2.0], &[1], &[2]).map(|block| block.identity), Some(0.0));
        assert_eq!(heaviest(&[2.0], &[1], &[1]).map(|block| block.identity), Some(0.0));
    }
}
