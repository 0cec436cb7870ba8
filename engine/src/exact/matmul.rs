//! The matrix product: the right side, and the left one where its rows are not contiguous, is packed into panels so that
//! the innermost loop reads straight ahead, and each sum runs over K in increasing order, one product and one addition at
//! a time.
//!
//! Whole tiles have code of their own, without a length that is known only when it runs: WebAssembly engines call a
//! function for each copy of such a length, which takes as long as the tile itself.

/// Packs `k` x `n` of a strided matrix as panels of `N` columns, `[panel][k][N]`, zeros beyond `n`.
#[cfg_attr(target_family = "wasm", inline(never))]
#[cfg_attr(not(target_family = "wasm"), inline(always))]
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
        let rows = target.as_chunks_mut::<N>().0;
        if strides[1] == 1 && width == N {
            for (term, row) in rows.iter_mut().enumerate() {
                *row = *chunk(&from[term * strides[0] + first..]);
            }
            continue;
        }
        for column in 0..N {
            if column >= width {
                for row in rows.iter_mut() {
                    row[column] = 0.0;
                }
                continue;
            }
            let start = (first + column) * strides[1];
            match strides[0] {
                0 => {
                    for row in rows.iter_mut() {
                        row[column] = from[start];
                    }
                }
                1 => {
                    for (row, x) in rows.iter_mut().zip(&from[start..start + k]) {
                        row[column] = *x;
                    }
                }
                stride => {
                    for (row, x) in rows.iter_mut().zip(from[start..].iter().step_by(stride)) {
                        row[column] = *x;
                    }
                }
            }
        }
    }
}

/// Packs `rows` x `k` of a strided matrix as panels of `M` rows, `[panel][k][M]`, zeros beyond `rows`.
#[cfg_attr(target_family = "wasm", inline(never))]
#[cfg_attr(not(target_family = "wasm"), inline(always))]
pub(super) fn pack_left<const M: usize>(
    from: &[f32],
    strides: [usize; 2],
    rows: usize,
    k: usize,
    out: &mut [f32],
) {
    if strides[0] == 1 && rows.is_multiple_of(M) {
        // Term by term: what lies side by side is read once.
        let out = out.as_chunks_mut::<M>().0;
        for term in 0..k {
            let column = from[term * strides[1]..][..rows].as_chunks::<M>().0;
            for (panel, part) in column.iter().enumerate() {
                out[panel * k + term] = *part;
            }
        }
        return;
    }
    for (panel, target) in out.chunks_exact_mut(k * M).take(rows.div_ceil(M)).enumerate() {
        let first = panel * M;
        let height = M.min(rows - first);
        let terms = target.as_chunks_mut::<M>().0;
        for row in 0..M {
            if row >= height {
                for term in terms.iter_mut() {
                    term[row] = 0.0;
                }
                continue;
            }
            let start = (first + row) * strides[0];
            for (at, term) in terms.iter_mut().enumerate() {
                term[row] = from[start + at * strides[1]];
            }
        }
    }
}

/// The first `N` of at least as many.
#[inline(always)]
fn chunk<const N: usize>(from: &[f32]) -> &[f32; N] {
    let Some(chunk) = from.first_chunk() else { unreachable!("{} elements of {N}", from.len()) };
    chunk
}

/// The left side of a product.
#[derive(Clone, Copy)]
pub(super) enum Left<'a> {
    /// Packed panels.
    Packed(&'a [f32]),
    /// Rows so far apart, each contiguous.
    Rows(&'a [f32], usize),
}

/// `rows` x `n` of the product with a packed right side, row-major into `out`.
#[cfg_attr(target_family = "wasm", inline(never))]
#[cfg_attr(not(target_family = "wasm"), inline(always))]
pub(super) fn multiply<const M: usize, const N: usize>(
    left: Left<'_>,
    right: &[f32],
    rows: usize,
    k: usize,
    n: usize,
    out: &mut [f32],
) {
    for (i, out) in out[..rows * n].chunks_mut(M * n).enumerate() {
        let height = out.len() / n;
        for (j, right) in right.chunks_exact(k * N).take(n.div_ceil(N)).enumerate() {
            let width = N.min(n - j * N);
            let right = right.as_chunks::<N>().0;
            let sums = match left {
                Left::Packed(left) => packed::<M, N>(&left[i * k * M..][..k * M], right),
                Left::Rows(left, stride) => {
                    let rows =
                        std::array::from_fn(|row| &left[(i * M + row.min(height - 1)) * stride..][..k]);
                    straight::<M, N>(rows, right)
                }
            };
            if height == M && width == N {
                for row in 0..M {
                    out[row * n + j * N..][..N].copy_from_slice(&sums[row]);
                }
            } else {
                #[allow(
                    clippy::redundant_locals,
                    reason = "the copy: what has no address can stay in registers"
                )]
                let sums = sums;
                edge(&sums, height, width, n, &mut out[j * N..]);
            }
        }
    }
}

/// The part of a tile that lies within the result.
#[inline(never)]
fn edge<const M: usize, const N: usize>(
    sums: &[[f32; N]; M],
    height: usize,
    width: usize,
    n: usize,
    out: &mut [f32],
) {
    for (row, sums) in sums.iter().enumerate().take(height) {
        for (out, sum) in out[row * n..][..width].iter_mut().zip(sums) {
            *out = *sum;
        }
    }
}

#[inline(always)]
fn packed<const M: usize, const N: usize>(left: &[f32], right: &[[f32; N]]) -> [[f32; N]; M] {
    let mut sums = [[0.0; N]; M];
    for (left, right) in left.as_chunks::<M>().0.iter().zip(right) {
        for row in 0..M {
            for column in 0..N {
                sums[row][column] += left[row] * right[column];
            }
        }
    }
    sums
}

#[inline(always)]
fn straight<const M: usize, const N: usize>(left: [&[f32]; M], right: &[[f32; N]]) -> [[f32; N]; M] {
    let left = left.map(|row| &row[..right.len()]);
    let mut sums = [[0.0; N]; M];
    for term in 0..right.len() {
        for row in 0..M {
            for column in 0..N {
                sums[row][column] += left[row][term] * right[term][column];
            }
        }
    }
    sums
}
