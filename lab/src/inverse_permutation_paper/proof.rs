//! The weights of the proofs of Theorems 2 and 3 (appendices C.2 and C.3), at work on a few lists, in double precision
//! and without the engine: a page shows them before anything is trained.
//!
//! Layer 1: each row of the shuffled list looks up the row of the order that has its number. Layer 2: row j of those that
//! are read looks for the row of the list that has brought e_j along, and takes its entries. How sharply both look is one
//! number, the sharpness β.

use super::variant::{BEHIND, CAUSAL, Part, UNMASKED, Variant};

/// Lists that errors are measured on.
const LISTS: u64 = 64;

/// Numbers in rows.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Matrix {
    /// Row after row.
    pub(super) numbers: Vec<f64>,
    /// How wide a row is.
    pub(super) columns: usize,
}

/// The weights of a network: A¹, A² and W.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Weights {
    pub(super) first: Matrix,
    pub(super) second: Matrix,
    pub(super) readout: Matrix,
}

/// A list and the order that shuffles it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Example {
    /// Which row of the list stands in each row of the shuffled one.
    pub(super) order: Vec<usize>,
    /// The rows of the list.
    pub(super) list: Vec<Vec<bool>>,
}

/// What a network makes of an example.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Seen {
    /// Where each row looks in layer 1, `[T, T]`.
    pub(super) first: Matrix,
    /// Where each row that is read looks in layer 2, `[n, T]`.
    pub(super) second: Matrix,
    /// The answer, `[n, n]`.
    pub(super) answer: Matrix,
}

/// A proof's weights in one layout of the input.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Case {
    /// Its name.
    pub(super) name: &'static str,
    /// The same in a word or two.
    pub(super) short: &'static str,
    /// The arm whose colour it has.
    pub(super) series: usize,
    pub(super) variant: Variant,
}

/// Both proofs, and the first one under the mask that it does without.
pub(super) const CASES: [Case; 3] = [
    Case { name: "Theorem 2, masked", short: "masked", series: 0, variant: CAUSAL },
    Case { name: "Theorem 2, both ways", short: "both ways", series: 1, variant: UNMASKED },
    Case { name: "Theorem 3, scratch rows", short: "scratch rows", series: 2, variant: BEHIND },
];

/// What came of a case over all lists.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Score {
    /// Squared error of a row, mean over rows and lists.
    pub(super) error: f64,
    /// The share of bits on the right side of one half.
    pub(super) bits: f64,
}

impl Matrix {
    fn zeros(rows: usize, columns: usize) -> Self {
        Self { numbers: vec![0.0; rows * columns], columns }
    }

    fn rows(&self) -> std::slice::ChunksExact<'_, f64> {
        self.numbers.chunks_exact(self.columns)
    }

    /// Puts `value` along the diagonal of the block of n rows and columns that begins at this corner.
    fn put(&mut self, [row, column]: [usize; 2], n: usize, value: f64) {
        for i in 0..n {
            self.numbers[(row + i) * self.columns + column + i] = value;
        }
    }

    /// The product with another one. What is zero is passed over: most of it is, in rows and in weights alike.
    fn times(&self, other: &Self) -> Self {
        let mut product = Self::zeros(self.rows().len(), other.columns);
        for (row, sums) in self.rows().zip(product.numbers.chunks_exact_mut(other.columns)) {
            for (x, factors) in row.iter().zip(other.rows()).filter(|(x, _)| **x != 0.0) {
                sums.iter_mut().zip(factors).for_each(|(sum, factor)| *sum += x * factor);
            }
        }
        product
    }

    fn transposed(&self) -> Self {
        let rows = self.rows().len();
        let at = |at: usize| self.numbers[at % rows * self.columns + at / rows];
        Self { numbers: (0..self.numbers.len()).map(at).collect(), columns: rows }
    }

    /// Each row with the row of another matrix behind it.
    fn beside(&self, other: &Self) -> Self {
        let numbers = self.rows().zip(other.rows()).flat_map(|(a, b)| a.iter().chain(b).copied()).collect();
        Self { numbers, columns: self.columns + other.columns }
    }

    fn part(&self, start: usize, rows: usize) -> Self {
        let numbers = self.numbers[start * self.columns..][..rows * self.columns].to_vec();
        Self { numbers, columns: self.columns }
    }
}

impl Weights {
    /// The weights of the proof for this layout: Theorem 2 where the order's rows are read, Theorem 3 where scratch rows
    /// are.
    pub(super) fn of_proof(variant: &Variant, n: usize, sharpness: f64) -> Self {
        let width = variant.width(n);
        let mut first = Matrix::zeros(width, width);
        first.put([variant.place(Part::List, n), variant.place(Part::Order, n)], n, sharpness);
        let mut second = Matrix::zeros(2 * width, 2 * width);
        second.put([variant.place(variant.read, n), width], n, sharpness);
        let mut readout = Matrix::zeros(4 * width, n);
        readout.put([2 * width, 0], n, 1.0);
        Self { first, second, readout }
    }
}

impl Example {
    /// The example of this number: the same everywhere.
    pub(super) fn numbered(number: u64, n: usize) -> Self {
        // SplitMix64 (Steele, Lea and Flood, 2014).
        let mut state = number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let mut word = || {
            state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            mixed ^ (mixed >> 31)
        };
        let mut order: Vec<usize> = (0..n).collect();
        for last in (1..n).rev() {
            let many = u128::try_from(last + 1).unwrap_or(1);
            order.swap(last, usize::try_from((u128::from(word()) * many) >> 64).unwrap_or(0));
        }
        let list = (0..n).map(|_| (0..n).map(|_| word() >> 63 == 1).collect()).collect();
        Self { order, list }
    }

    /// The input in a layout, `[T, D]`: entries and places.
    pub(super) fn input(&self, variant: &Variant) -> Matrix {
        let n = self.order.len();
        let mut input = Matrix::zeros(variant.rows(n), variant.width(n));
        for part in variant.parts {
            let (start, place) = (variant.start(*part, n), variant.place(*part, n));
            input.put([start, place], n, 1.0);
            for (i, source) in self.order.iter().enumerate() {
                let row = &mut input.numbers[(start + i) * variant.width(n)..][..n];
                match part {
                    Part::Order => row[*source] = 1.0,
                    Part::List => {
                        row.iter_mut()
                            .zip(&self.list[*source])
                            .for_each(|(x, bit)| *x = f64::from(u8::from(*bit)));
                    }
                    Part::Front | Part::Scratch => {}
                }
            }
        }
        input
    }
}

/// What a network with these weights makes of an input: the same as the graph that is trained.
pub(super) fn see(variant: &Variant, weights: &Weights, input: &Matrix) -> Seen {
    let n = weights.readout.columns;
    let start = variant.start(variant.read, n);
    let first = pattern(input, input, &weights.first, variant.causal.then_some(0));
    let hidden = input.beside(&first.times(input));
    let read = hidden.part(start, n);
    let second = pattern(&read, &hidden, &weights.second, variant.causal.then_some(start));
    let answer = read.beside(&second.times(&hidden)).times(&weights.readout);
    Seen { first, second, answer }
}

/// Where each query looks among the rows, adding up to 1. With `from`, the first query stands at this row, and none looks
/// behind where it stands.
fn pattern(queries: &Matrix, rows: &Matrix, weight: &Matrix, from: Option<usize>) -> Matrix {
    let mut scores = queries.times(weight).times(&rows.transposed());
    for (at, row) in scores.numbers.chunks_exact_mut(scores.columns).enumerate() {
        let seen = from.map_or(row.len(), |from| from + at + 1);
        let largest = row[..seen].iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let power =
            |(place, score): (usize, &f64)| if place < seen { libm::exp(score - largest) } else { 0.0 };
        let powers: Vec<f64> = row.iter().enumerate().map(power).collect();
        let sum: f64 = powers.iter().sum();
        row.iter_mut().zip(powers).for_each(|(score, power)| *score = power / sum);
    }
    scores
}

impl Case {
    /// What the case makes of the example of this number.
    pub(super) fn see(&self, n: usize, sharpness: f64, number: u64) -> Seen {
        let weights = Weights::of_proof(&self.variant, n, sharpness);
        see(&self.variant, &weights, &Example::numbered(number, n).input(&self.variant))
    }

    /// What comes of it over all lists.
    pub(super) fn score(&self, n: usize, sharpness: f64) -> Score {
        let weights = Weights::of_proof(&self.variant, n, sharpness);
        let (mut error, mut right) = (0.0, 0u32);
        for number in 0..LISTS {
            let example = Example::numbered(number, n);
            let seen = see(&self.variant, &weights, &example.input(&self.variant));
            for (x, bit) in seen.answer.numbers.iter().zip(example.list.iter().flatten()) {
                let off = x - f64::from(u8::from(*bit));
                error += off * off;
                right += u32::from((*x > 0.5) == *bit);
            }
        }
        let rows = (LISTS * u64::try_from(n).unwrap_or(1)) as f64;
        Score { error: error / rows, bits: f64::from(right) / (rows * n as f64) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sharp_proof_restores_every_list_and_the_mask_ruins_it() {
        for n in [4, 6, 10] {
            let [masked, unmasked, behind] = CASES.map(|case| case.score(n, 20.0));
            assert!(unmasked.error < 1e-4 && behind.error < 1e-4, "{n}: {unmasked:?}, {behind:?}");
            assert_eq!((unmasked.bits, behind.bits), (1.0, 1.0));
            // Worse than the constant one half.
            assert!(masked.error > n as f64 / 4.0 && masked.bits < 0.6, "{n}: {masked:?}");
        }
    }

    #[test]
    fn without_sharpness_everybody_looks_everywhere() {
        let seen = CASES[1].see(6, 0.0, 0);
        assert!(
            seen.first.numbers.iter().chain(&seen.second.numbers).all(|x| (x - 1.0 / 12.0).abs() < 1e-12)
        );
        let masked = CASES[0].see(6, 0.0, 0);
        assert_eq!(masked.first.numbers[..3], [1.0, 0.0, 0.0]);
        assert_eq!(masked.second.numbers[12..15], [0.5, 0.5, 0.0]);
    }

    #[test]
    fn sharp_patterns_are_the_ones_of_the_proof() {
        let (n, example) = (6, Example::numbered(3, 6));
        let seen = CASES[2].see(n, 40.0, 3);
        let largest = |row: &[f64]| (0..row.len()).max_by(|a, b| row[*a].total_cmp(&row[*b]));
        let rows = seen.first.columns;
        for i in 0..n {
            let list_row = &seen.first.numbers[(1 + n + i) * rows..][..rows];
            assert_eq!(largest(list_row), Some(1 + i), "row {i} of the list looks at that of the order");
            let read = &seen.second.numbers[example.order[i] * rows..][..rows];
            assert_eq!(largest(read), Some(1 + n + i), "its place looks at row {i} of the list");
        }
    }

    #[test]
    fn examples_are_lists_and_orders() {
        let mut first = [0u32; 5];
        for number in 0..1000 {
            let Example { order, list } = Example::numbered(number, 5);
            let mut sorted = order.clone();
            sorted.sort_unstable();
            assert_eq!(sorted, [0, 1, 2, 3, 4]);
            assert!(list.len() == 5 && list.iter().all(|row| row.len() == 5));
            first[order[0]] += 1;
        }
        // 200 of each expected; five standard deviations are 63.
        assert!(first.iter().all(|count| (137..=263).contains(count)), "{first:?}");
    }
}

#[cfg(all(test, feature = "run"))]
mod agreement {
    use super::super::data::input;
    use super::super::model::Model;
    use super::super::variant::{ARMS, BEHIND};
    use super::*;
    use engine::graph::Graph;
    use engine::layout::Layout;
    use engine::reference::{Values, evaluate};
    use engine::rng::{standard_normal, word_at};

    /// The answer of the graph that is trained, with these weights.
    fn graph(variant: Variant, weights: &Weights, example: &Example) -> Vec<f64> {
        let n = example.order.len();
        let mut layout = Layout::new();
        let model = Model::new(&mut layout, variant, n);
        let mut g = Graph::new();
        let word = |x: usize| u32::try_from(x).expect("few");
        let order = g.constant_u32(&[1, n], &example.order.iter().map(|at| word(*at)).collect::<Vec<_>>());
        let bits: Vec<u32> = example.list.iter().flatten().map(|bit| u32::from(*bit)).collect();
        let list = g.constant_u32(&[1, n, n], &bits);
        let input = input(&mut g, &variant, order, list);
        let answer = model.answer(&mut g, input);
        let Weights { first, second, readout } = weights;
        let flat = [first, second, readout].into_iter().flat_map(|matrix| matrix.numbers.clone()).collect();
        evaluate(&g, &layout, &[Values::Floats(flat)], &[])[answer.index()].floats().to_vec()
    }

    #[test]
    fn the_pages_arithmetic_is_that_of_the_graph() {
        for (number, variant) in (0u32..).zip(ARMS.into_iter().chain([BEHIND])) {
            let (n, example) = (5, Example::numbered(number.into(), 5));
            let width = variant.width(n);
            let random = |stream: u32, rows: usize, columns: usize| {
                let draw = |at: u32| f64::from(standard_normal(word_at([stream, number], 0, at)));
                let count = u32::try_from(rows * columns).expect("few");
                Matrix { numbers: (0..count).map(draw).collect(), columns }
            };
            let random = Weights {
                first: random(1, width, width),
                second: random(2, 2 * width, 2 * width),
                readout: random(3, 4 * width, n),
            };
            for weights in [random, Weights::of_proof(&variant, n, 7.0)] {
                let ours = see(&variant, &weights, &example.input(&variant)).answer.numbers;
                let theirs = graph(variant, &weights, &example);
                assert_eq!(ours.len(), theirs.len());
                for (a, b) in ours.iter().zip(&theirs) {
                    assert!((a - b).abs() < 1e-9, "{variant:?}: {a} and {b}");
                }
            }
        }
    }
}
