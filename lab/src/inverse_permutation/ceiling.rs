//! The highest accuracy that any network of a variant can reach, by counting what it can see.

use super::{Task, Variant};

/// The expected share of symbols that a perfect reader of what it sees names correctly.
///
/// Symbol j of the answer hangs on one entry of what is given, at place i; the answer's row sees it if i ≤ j + m, where m
/// is by how many empty places the answer is moved. Over uniform orders the share of symbols in view is
/// 1 - (n - m) (n - m - 1) / (2 n²) for m ≤ n, and 1 without a mask or where a network reads its own answer.
///
/// With the order first, what is out of view is one of V symbols, each as likely: 1 - (1 - 1/V) (n - m) (n - m - 1) /
/// (2 n²). With the list first, all symbols are in view and an entry of the order is not: to put the list back, the best
/// guess is the commonest of those symbols that no entry in view has claimed; to shuffle, a row sees its own entry.
pub(super) fn token_ceiling(task: &Task, variant: &Variant) -> f64 {
    let Variant { causal, aloud, moved, .. } = *variant;
    if !causal || aloud || task.list_first && task.forward {
        return 1.0;
    }
    let n = f64::from(task.n);
    let place = |j: u32| {
        let hidden = task.n.saturating_sub(1 + j + moved);
        let out_of_view = f64::from(hidden) / n;
        let guess = if task.list_first {
            most_of(hidden.max(1), task.alphabet) / f64::from(hidden.max(1))
        } else {
            1.0 / f64::from(task.alphabet)
        };
        1.0 - out_of_view * (1.0 - guess)
    };
    (0..task.n).map(place).sum::<f64>() / n
}

/// How often the commonest symbol is expected among `count` independent uniform ones out of `alphabet`.
///
/// The chance that none comes more than c times is `count`! / V^`count` times the coefficient of x^`count` in
/// (1 + x + x²/2! + … + x^c/c!)^V.
fn most_of(count: u32, alphabet: u32) -> f64 {
    let (k, v) = (count as usize, f64::from(alphabet));
    let at_most = |c: usize| {
        // Each factor x^i/i! divided by V^i, so that nothing grows.
        let mut term = vec![1.0];
        (1..=c).for_each(|i| term.push(term[i - 1] / (i as f64 * v)));
        let mut power = vec![0.0; k + 1];
        power[0] = 1.0;
        for _ in 0..alphabet {
            let next = |degree: usize| (0..=degree.min(c)).map(|i| term[i] * power[degree - i]).sum();
            power = (0..=k).map(next).collect();
        }
        (1..=k).fold(power[k], |chance, i| chance * i as f64)
    };
    (0..k).map(|c| 1.0 - at_most(c)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: Variant =
        Variant { leading: 0, behind: 0, moved: 0, causal: true, aloud: false, steps: 1, key: "causal" };

    fn task(n: u32, alphabet: u32) -> Task {
        Task { n, alphabet, forward: false, list_first: false }
    }

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
            for moved in 0..=n {
                let seen = |p: &Vec<u32>| (0..).zip(p).filter(|&(i, &j): &(u32, _)| i <= j + moved).count();
                let seen: usize = all.iter().map(seen).sum();
                let share = seen as f64 / (all.len() as f64 * f64::from(n));
                let wanted = share + (1.0 - share) / 8.0;
                for forward in [false, true] {
                    let ours = token_ceiling(&Task { forward, ..task(n, 8) }, &Variant { moved, ..PLAIN });
                    assert!((ours - wanted).abs() < 1e-12, "n {n}, moved {moved}: {ours}, counted {wanted}");
                }
            }
        }
    }

    /// Every list of `n` symbols out of `alphabet`.
    fn lists(n: u32, alphabet: u32) -> Vec<Vec<u32>> {
        let digit = move |code: u32, place: u32| code / alphabet.pow(place) % alphabet;
        let list = |code| (0..n).map(|place| digit(code, place)).collect();
        (0..alphabet.pow(n)).map(list).collect()
    }

    /// With the list first: every list and every order, and the best guess at every place, by counting over all orders
    /// that look the same from there.
    #[test]
    fn counting_every_list_and_order_gives_the_ceiling_of_the_list_first() {
        for (n, alphabet, moved) in [(2, 2, 0), (3, 2, 0), (4, 3, 0), (4, 2, 1)] {
            let orders = permutations(n);
            let mut right = 0;
            for (shuffled, j) in lists(n, alphabet).iter().flat_map(|list| (0..n).map(move |j| (list, j))) {
                let in_view = (j + moved + 1).min(n) as usize;
                let mut looks = std::collections::BTreeMap::<&[u32], Vec<u32>>::new();
                for order in &orders {
                    let at = order.iter().position(|&place| place == j).expect("every place is there");
                    let counts = looks.entry(&order[..in_view]).or_insert_with(|| vec![0; alphabet as usize]);
                    counts[shuffled[at] as usize] += 1;
                }
                right += looks.values().map(|counts| counts.iter().max().expect("a symbol")).sum::<u32>();
            }
            let all = f64::from(alphabet.pow(n) * n) * orders.len() as f64;
            let ours =
                token_ceiling(&Task { list_first: true, ..task(n, alphabet) }, &Variant { moved, ..PLAIN });
            let wanted = f64::from(right) / all;
            assert!((ours - wanted).abs() < 1e-12, "n {n}, V {alphabet}, moved {moved}: {ours}, {wanted}");
        }
    }

    #[test]
    fn known_ceilings() {
        let at = |n, v, moved| token_ceiling(&task(n, v), &Variant { moved, ..PLAIN });
        assert!((at(6, 8, 0) - 0.635_416_666).abs() < 1e-6);
        assert!((at(10, 10, 0) - 0.595).abs() < 1e-12);
        assert!((at(10, 10, 5) - 0.91).abs() < 1e-12);
        assert_eq!(at(6, 8, 5), 1.0);
        let first = |n, v| token_ceiling(&Task { list_first: true, ..task(n, v) }, &PLAIN);
        // Estimated by Monte Carlo before there was a formula: 0.691, 0.715, 0.867, and 1 for two symbols.
        for (n, v, known) in [(10, 16, 0.691), (8, 16, 0.715), (8, 2, 0.867), (10, 2, 0.852), (2, 2, 1.0)] {
            assert!((first(n, v) - known).abs() < 2e-3, "n {n}, V {v}: {}", first(n, v));
        }
    }
}
