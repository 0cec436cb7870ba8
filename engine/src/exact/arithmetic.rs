//! The steps of a row program over registers.

use crate::graph::{Binary, Reduction, Unary};
use crate::num;
use crate::rng::threefry2x32;
use crate::schedule::Arithmetic;

/// An argument of one step.
#[derive(Clone, Copy)]
pub(super) enum Operand<'a> {
    Slice(&'a [f32]),
    Constant(f32),
}

impl Operand<'_> {
    #[inline(always)]
    fn word(&self, i: usize) -> u32 {
        match self {
            Self::Slice(slice) => slice[i].to_bits(),
            Self::Constant(value) => value.to_bits(),
        }
    }
}

// Loops here are `for` loops: what `for_each` is called with may become a function of its own, compiled without the
// instructions that the caller may use.

#[inline(always)]
fn map(out: &mut [f32], a: Operand<'_>, f: impl Fn(f32) -> f32) {
    match a {
        Operand::Slice(a) => {
            for (o, &a) in out.iter_mut().zip(a) {
                *o = f(a);
            }
        }
        Operand::Constant(a) => out.fill(f(a)),
    }
}

#[inline(always)]
fn zip(out: &mut [f32], a: Operand<'_>, b: Operand<'_>, f: impl Fn(f32, f32) -> f32) {
    match (a, b) {
        (Operand::Slice(a), Operand::Slice(b)) => {
            for (o, (&a, &b)) in out.iter_mut().zip(a.iter().zip(b)) {
                *o = f(a, b);
            }
        }
        (Operand::Slice(a), Operand::Constant(b)) => {
            for (o, &a) in out.iter_mut().zip(a) {
                *o = f(a, b);
            }
        }
        (Operand::Constant(a), Operand::Slice(b)) => {
            for (o, &b) in out.iter_mut().zip(b) {
                *o = f(a, b);
            }
        }
        (Operand::Constant(a), Operand::Constant(b)) => out.fill(f(a, b)),
    }
}

#[inline(always)]
fn zip_words(out: &mut [f32], a: Operand<'_>, b: Operand<'_>, f: impl Fn(u32, u32) -> u32) {
    zip(out, a, b, |a, b| f32::from_bits(f(a.to_bits(), b.to_bits())));
}

#[inline(always)]
fn truth(value: bool) -> f32 {
    f32::from_bits(u32::from(value))
}

/// Elements `start..` of the kernel, as many as `out` holds.
#[cfg_attr(target_family = "wasm", inline(never))]
#[cfg_attr(not(target_family = "wasm"), inline(always))]
pub(super) fn compute(op: Arithmetic, out: &mut [f32], args: [Operand<'_>; 4], start: usize) {
    let [a, b, c, d] = args;
    match op {
        Arithmetic::Copy => map(out, a, |a| a),
        Arithmetic::Unary(op) => match op {
            Unary::Neg => map(out, a, |a| -a),
            Unary::Exp => map(out, a, num::exp),
            Unary::Log => map(out, a, num::log),
            Unary::Tanh => map(out, a, num::tanh),
            Unary::Sqrt => map(out, a, f32::sqrt),
            #[allow(clippy::cast_precision_loss, reason = "the nearest f32 is what ToF32 means")]
            Unary::ToF32 => map(out, a, |a| a.to_bits() as f32),
        },
        Arithmetic::Binary(op) => match op {
            Binary::Add => zip(out, a, b, |a, b| a + b),
            Binary::Sub => zip(out, a, b, |a, b| a - b),
            Binary::Mul => zip(out, a, b, |a, b| a * b),
            Binary::Div => zip(out, a, b, |a, b| a / b),
            Binary::Max => zip(out, a, b, |a, b| if a > b { a } else { b }),
            Binary::Min => zip(out, a, b, |a, b| if a < b { a } else { b }),
            Binary::Less => zip(out, a, b, |a, b| truth(a < b)),
            #[allow(clippy::float_cmp, reason = "exact equality is what Equal means")]
            Binary::Equal => zip(out, a, b, |a, b| truth(a == b)),
            Binary::MulHigh | Binary::And | Binary::Xor | Binary::ShiftRight => unreachable!("{op:?} of f32"),
        },
        Arithmetic::Integer(op) => match op {
            Binary::Add => zip_words(out, a, b, u32::wrapping_add),
            Binary::Sub => zip_words(out, a, b, u32::wrapping_sub),
            Binary::Mul => zip_words(out, a, b, u32::wrapping_mul),
            Binary::Max => zip_words(out, a, b, |a, b| if a > b { a } else { b }),
            Binary::Min => zip_words(out, a, b, |a, b| if a < b { a } else { b }),
            Binary::Less => zip_words(out, a, b, |a, b| u32::from(a < b)),
            Binary::Equal => zip_words(out, a, b, |a, b| u32::from(a == b)),
            Binary::MulHigh => zip_words(out, a, b, |a, b| ((u64::from(a) * u64::from(b)) >> 32) as u32),
            Binary::And => zip_words(out, a, b, |a, b| a & b),
            Binary::Xor => zip_words(out, a, b, |a, b| a ^ b),
            Binary::ShiftRight => zip_words(out, a, b, u32::wrapping_shr),
            Binary::Div => unreachable!("Div of u32"),
        },
        Arithmetic::Select => select(out, a, b, c),
        Arithmetic::Threefry(word) => {
            for (i, o) in out.iter_mut().enumerate() {
                let block = threefry2x32([a.word(i), b.word(i)], [c.word(i), d.word(i)]);
                *o = f32::from_bits(block[word]);
            }
        }
        Arithmetic::Iota { inner, size } =>
        {
            #[allow(clippy::cast_possible_truncation, reason = "an index of a tensor is far below 2^32")]
            for (o, i) in out.iter_mut().zip(start..) {
                *o = f32::from_bits((i / inner % size) as u32);
            }
        }
    }
}

#[inline(always)]
fn select(out: &mut [f32], condition: Operand<'_>, a: Operand<'_>, b: Operand<'_>) {
    let Operand::Slice(condition) = condition else {
        let chosen = if condition.word(0) != 0 { a } else { b };
        return map(out, chosen, |x| x);
    };
    let condition = condition.iter().map(|c| c.to_bits() != 0);
    match (a, b) {
        (Operand::Slice(a), Operand::Slice(b)) => {
            for ((o, c), (&a, &b)) in out.iter_mut().zip(condition).zip(a.iter().zip(b)) {
                *o = if c { a } else { b };
            }
        }
        (Operand::Slice(a), Operand::Constant(b)) => {
            for ((o, c), &a) in out.iter_mut().zip(condition).zip(a) {
                *o = if c { a } else { b };
            }
        }
        (Operand::Constant(a), Operand::Slice(b)) => {
            for ((o, c), &b) in out.iter_mut().zip(condition).zip(b) {
                *o = if c { a } else { b };
            }
        }
        (Operand::Constant(a), Operand::Constant(b)) => {
            for (o, c) in out.iter_mut().zip(condition) {
                *o = if c { a } else { b };
            }
        }
    }
}

/// Partial results of a fold: a sum keeps eight, element i going to number i mod 8, so that its order does not
/// depend on how wide a vector is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fold {
    kind: Reduction,
    integers: bool,
    lanes: [f32; LANES],
    words: u32,
    best: (f32, u32),
    seen: u32,
}

const LANES: usize = 8;

/// The second where it is larger, else the first.
#[inline(always)]
fn larger(best: f32, x: f32) -> f32 {
    if x > best { x } else { best }
}

/// Gives each lane its next elements. What is left over goes to the first lanes, by lengths that are known beforehand.
#[inline(always)]
fn lanes(lanes: &mut [f32; LANES], elements: &[f32], f: impl Fn(f32, f32) -> f32) {
    let (blocks, rest) = elements.as_chunks::<LANES>();
    for block in blocks {
        part::<0, LANES>(lanes, block, &f);
    }
    let (fours, rest) = rest.as_chunks::<4>();
    match (fours, rest) {
        ([], []) => {}
        ([], [a]) => part::<0, 1>(lanes, &[*a], &f),
        ([], [a, b]) => part::<0, 2>(lanes, &[*a, *b], &f),
        ([], [a, b, c, ..]) => part::<0, 3>(lanes, &[*a, *b, *c], &f),
        ([four, ..], rest) => {
            part::<0, 4>(lanes, four, &f);
            match rest {
                [] => {}
                [a] => part::<4, 1>(lanes, &[*a], &f),
                [a, b] => part::<4, 2>(lanes, &[*a, *b], &f),
                [a, b, c, ..] => part::<4, 3>(lanes, &[*a, *b, *c], &f),
            }
        }
    }
}

#[inline(always)]
fn part<const FIRST: usize, const COUNT: usize>(
    lanes: &mut [f32; LANES],
    elements: &[f32; COUNT],
    f: &impl Fn(f32, f32) -> f32,
) {
    for at in 0..COUNT {
        lanes[FIRST + at] = f(lanes[FIRST + at], elements[at]);
    }
}

impl Fold {
    #[inline(always)]
    pub(super) fn new(kind: Reduction, integers: bool) -> Self {
        let lanes = [if kind == Reduction::Sum { 0.0 } else { f32::NEG_INFINITY }; LANES];
        Self { kind, integers, lanes, words: 0, best: (f32::NEG_INFINITY, 0), seen: 0 }
    }

    /// Takes the next elements of the row. All calls but the last bring a multiple of eight.
    #[inline(always)]
    pub(super) fn take(&mut self, elements: &[f32]) {
        match (self.kind, self.integers) {
            (Reduction::Sum, false) => lanes(&mut self.lanes, elements, |sum, x| sum + x),
            (Reduction::Sum, true) => {
                self.words = elements.iter().fold(self.words, |sum, x| sum.wrapping_add(x.to_bits()));
            }
            (Reduction::Max, _) => lanes(&mut self.lanes, elements, larger),
            (Reduction::ArgMax, _) => {
                for &x in elements {
                    self.best = if x > self.best.0 { (x, self.seen) } else { self.best };
                    self.seen += 1;
                }
            }
        }
    }

    #[inline(always)]
    pub(super) fn result(&self) -> f32 {
        let l = self.lanes;
        match (self.kind, self.integers) {
            (Reduction::Sum, false) => ((l[0] + l[4]) + (l[2] + l[6])) + ((l[1] + l[5]) + (l[3] + l[7])),
            (Reduction::Sum, true) => f32::from_bits(self.words),
            // Of equals, which two zeros of different sign are, the first one.
            (Reduction::Max, _) => larger(
                larger(larger(l[0], l[1]), larger(l[2], l[3])),
                larger(larger(l[4], l[5]), larger(l[6], l[7])),
            ),
            (Reduction::ArgMax, _) => f32::from_bits(self.best.1),
        }
    }
}
