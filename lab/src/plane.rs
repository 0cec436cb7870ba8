//! Vectors in the plane that shows most of them: their first two principal components (Pearson, 1901), by the power
//! iteration, in sums, products, quotients and roots of a fixed order.

/// Steps of the power iteration.
const STEPS: usize = 60;

/// `count` vectors, row after row, `[count, D]`: their places in the plane in which they vary most about their mean,
/// `[count, 2]`, each number from -1 to 1.
pub(crate) fn plane(vectors: &[f32], count: usize) -> Vec<[f32; 2]> {
    let width = vectors.len() / count.max(1);
    if width == 0 {
        return Vec::new();
    }
    let mean: Vec<f64> = (0..width)
        .map(|at| vectors.chunks_exact(width).map(|row| f64::from(row[at])).sum::<f64>() / count as f64)
        .collect();
    let centred = |row: &[f32]| row.iter().zip(&mean).map(|(x, mean)| f64::from(*x) - mean).collect();
    let mut rest: Vec<Vec<f64>> = vectors.chunks_exact(width).map(centred).collect();
    let mut places = vec![[0.0; 2]; count];
    for axis in 0..2 {
        let direction = principal(&rest);
        for (row, place) in rest.iter_mut().zip(&mut places) {
            let along = dot(row, &direction);
            place[axis] = along;
            row.iter_mut().zip(&direction).for_each(|(x, d)| *x -= along * d);
        }
    }
    let largest = places.iter().flatten().fold(0.0, |largest: f64, x| largest.max(x.abs()));
    let scale = if largest > 0.0 { 1.0 / largest } else { 0.0 };
    #[allow(clippy::cast_possible_truncation, reason = "samples are f32")]
    places.into_iter().map(|place| place.map(|x| (x * scale) as f32)).collect()
}

/// The direction, of length 1, along which rows vary most.
fn principal(rows: &[Vec<f64>]) -> Vec<f64> {
    let width = rows.first().map_or(0, Vec::len);
    // Any start will do that is not at a right angle to it.
    let mut direction: Vec<f64> = (0..width).map(|at| 1.0 + at as f64 / width as f64).collect();
    for _ in 0..STEPS {
        let mut next = vec![0.0; width];
        for row in rows {
            let along = dot(row, &direction);
            next.iter_mut().zip(row).for_each(|(sum, x)| *sum += along * x);
        }
        let length = dot(&next, &next).sqrt();
        if length <= 0.0 {
            break;
        }
        direction = next.into_iter().map(|x| x / length).collect();
    }
    direction
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_plane_is_the_one_of_most_variance() {
        // Six vectors of four dimensions that vary by 3 along one axis, by 1 along another, and not at all else.
        let row = |x: f32, y: f32| [5.0, x, 7.0, y];
        let vectors =
            [row(3.0, 0.0), row(-3.0, 0.0), row(0.0, 1.0), row(3.0, 0.0), row(-3.0, 0.0), row(0.0, -1.0)]
                .concat();
        let places = plane(&vectors, 6);
        let third = 1.0 / 3.0;
        let wanted = [[1.0, 0.0], [-1.0, 0.0], [0.0, third], [1.0, 0.0], [-1.0, 0.0], [0.0, -third]];
        assert_eq!(places.len(), 6);
        for (place, wanted) in places.iter().flatten().zip(wanted.as_flattened()) {
            assert!((place.abs() - f32::abs(*wanted)).abs() < 1e-6, "{places:?}");
        }
        assert_eq!(places[0][0], -places[1][0]);
    }

    #[test]
    fn vectors_that_do_not_vary_lie_in_the_middle() {
        assert_eq!(plane(&[0.5; 24], 6), [[0.0; 2]; 6]);
        assert_eq!(plane(&[], 6), [[0.0; 2]; 0]);
    }
}
