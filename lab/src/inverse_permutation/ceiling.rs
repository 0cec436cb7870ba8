//! The highest accuracy that any network of a variant can reach, by counting what it can see.

use super::Variant;

/// The expected share of symbols that a perfect reader of what it sees names correctly.
///
/// Symbol j of the original stands in the shuffled list at place π⁻¹(j), which the answer's row sees if
/// π⁻¹(j) ≤ j + m, where m is the number of empty places; what it does not see it guesses, one in `alphabet`
/// right. Over uniform π: 1 - (1 - 1/V) (n - m) (n - m - 1) / (2 n²) for m ≤ n, and 1 without a mask.
pub(super) fn token_ceiling(n: u32, alphabet: u32, variant: &Variant) -> f64 {
    let hidden = if variant.causal { n.saturating_sub(variant.scratch) } else { 0 };
    let (n, hidden) = (f64::from(n), f64::from(hidden));
    let unseen = hidden * (hidden - 1.0).max(0.0) / (2.0 * n * n);
    1.0 - (1.0 - 1.0 / f64::from(alphabet)) * unseen
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every permutation of `0..n`.
    fn permutations(n: u32) -> Vec<Vec<u32>> {
        if n == 0 {
            return vec![vec![]];
        }
        let insert = |shorter: Vec<u32>| {
            (0..n as usize).map(move |at| {
                let mut longer = shorter.clone();
                longer.insert(at, n - 1);
                longer
            })
        };
        permutations(n - 1).into_iter().flat_map(insert).collect()
    }

    #[test]
    fn counting_every_permutation_gives_the_formula() {
        for n in 2..=6 {
            let all = permutations(n);
            for scratch in 0..=n {
                let seen = |p: &Vec<u32>| (0..).zip(p).filter(|&(i, &j): &(u32, _)| i <= j + scratch).count();
                let seen: usize = all.iter().map(seen).sum();
                let share = seen as f64 / (all.len() as f64 * f64::from(n));
                let wanted = share + (1.0 - share) / 8.0;
                let ours = token_ceiling(n, 8, &Variant { scratch, causal: true, steps: 1 });
                assert!((ours - wanted).abs() < 1e-12, "n {n}, scratch {scratch}: {ours}, counted {wanted}");
            }
        }
    }

    #[test]
    fn known_ceilings() {
        let at = |n, v, scratch| token_ceiling(n, v, &Variant { scratch, causal: true, steps: 1 });
        assert!((at(6, 8, 0) - 0.635_416_666).abs() < 1e-6);
        assert!((at(10, 10, 0) - 0.595).abs() < 1e-12);
        assert!((at(10, 10, 5) - 0.91).abs() < 1e-12);
        assert_eq!(at(6, 8, 5), 1.0);
    }
}
