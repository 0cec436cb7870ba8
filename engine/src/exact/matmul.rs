//! The matrix product: panels of both sides are packed so that the innermost loop reads straight ahead, and each
//! sum runs over K in increasing order, one product and one addition at a time.

/// Packs `k` x `n` of a strided matrix as panels of `N` columns, `[panel][k][N]`, zeros beyond `n`.
#[inline(always)]
pub(super) fn pack_right<const N: usize>(
    from: &[f32],
    strides: [usize; 2],
    k: usize,
    n: usize,
    out: &mut [f32],
) {
    for (panel, target) in out.chunks_exact_mut(k * N).take(n.div_ceil(N)).enumerate() {
        let first = panel * N;
        let width = N.min(n - first);
        for (term, row) in target.chunks_exact_mut(N).enumerate() {
            let start = term * strides[0] + first * strides[1];
            match strides[1] {
                0 => row[..width].fill(from[start]),
                1 => row[..width].copy_from_slice(&from[start..start + width]),
                stride => {
                    let columns = from[start..].iter().step_by(stride);
                    row[..width].iter_mut().zip(columns).for_each(|(r, x)| *r = *x);
                }
            }
            row[width..].fill(0.0);
        }
    }
}

/// Packs `rows` x `k` of a strided matrix as panels of `M` rows, `[panel][k][M]`, zeros beyond `rows`.
#[inline(always)]
pub(super) fn pack_left<const M: usize>(
    from: &[f32],
    strides: [usize; 2],
    rows: usize,
    k: usize,
    out: &mut [f32],
) {
    for (panel, target) in out.chunks_exact_mut(k * M).take(rows.div_ceil(M)).enumerate() {
        let first = panel * M;
        let height = M.min(rows - first);
        if height < M {
            target.fill(0.0);
        }
        for row in 0..height {
            let start = (first + row) * strides[0];
            let target = target.iter_mut().skip(row).step_by(M);
            match strides[1] {
                0 => target.for_each(|t| *t = from[start]),
                stride => target.zip(from[start..].iter().step_by(stride)).for_each(|(t, x)| *t = *x),
            }
        }
    }
}

/// `rows` x `n` of the product of packed panels, row-major into `out`.
#[inline(always)]
pub(super) fn multiply<const M: usize, const N: usize>(
    left: &[f32],
    right: &[f32],
    rows: usize,
    k: usize,
    n: usize,
    out: &mut [f32],
) {
    for (i, left) in left.chunks_exact(k * M).take(rows.div_ceil(M)).enumerate() {
        let height = M.min(rows - i * M);
        for (j, right) in right.chunks_exact(k * N).take(n.div_ceil(N)).enumerate() {
            let width = N.min(n - j * N);
            let tile = tile::<M, N>(left, right);
            for (row, sums) in tile.iter().enumerate().take(height) {
                let start = (i * M + row) * n + j * N;
                if width == N {
                    out[start..start + N].copy_from_slice(sums);
                } else {
                    out[start..start + width].copy_from_slice(&sums[..width]);
                }
            }
        }
    }
}

#[inline(always)]
fn tile<const M: usize, const N: usize>(left: &[f32], right: &[f32]) -> [[f32; N]; M] {
    let mut sums = [[0.0; N]; M];
    for (left, right) in left.as_chunks::<M>().0.iter().zip(right.as_chunks::<N>().0) {
        for row in 0..M {
            for column in 0..N {
                sums[row][column] += left[row] * right[column];
            }
        }
    }
    sums
}
