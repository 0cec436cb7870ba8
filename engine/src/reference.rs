//! The reference executor: every node of a graph on its own, in plain loops, in `f32` or `f64`. The oracle for
//! the others, and the place to read what an operation means. Slow, and only for tests and tools: it uses the
//! platform's mathematics, so nothing that a visitor sees comes from it.

use crate::graph::{Binary, Graph, Id, Op, Reduction, Unary, strides};
use crate::layout::{Layout, PARAMETERS};
use crate::rng::threefry2x32;

/// The number type of the floating-point tensors.
pub trait Float: Copy + PartialOrd + Into<f64> + std::fmt::Debug {
    /// The nearest number to `value`.
    fn near(value: f64) -> Self;
}

impl Float for f32 {
    #[allow(clippy::cast_possible_truncation, reason = "rounding to f32 is what this is for")]
    fn near(value: f64) -> Self {
        value as Self
    }
}

impl Float for f64 {
    fn near(value: f64) -> Self {
        value
    }
}

/// The elements of one tensor.
#[derive(Debug, Clone, PartialEq)]
pub enum Values<F> {
    /// Floating-point numbers.
    Floats(Vec<F>),
    /// Integers.
    Words(Vec<u32>),
}

impl<F: Float> Values<F> {
    /// The floats.
    ///
    /// # Panics
    /// If these are integers.
    #[must_use]
    pub fn floats(&self) -> &[F] {
        match self {
            Self::Floats(values) => values,
            Self::Words(_) => unreachable!("integers where floats were expected"),
        }
    }

    /// The integers.
    ///
    /// # Panics
    /// If these are floats.
    #[must_use]
    pub fn words(&self) -> &[u32] {
        match self {
            Self::Words(values) => values,
            Self::Floats(_) => unreachable!("floats where integers were expected"),
        }
    }

    fn pick(&self, indices: impl Iterator<Item = Option<usize>>) -> Self {
        match self {
            Self::Floats(v) => Self::Floats(indices.map(|i| i.map_or(F::near(0.0), |i| v[i])).collect()),
            Self::Words(v) => Self::Words(indices.map(|i| i.map_or(0, |i| v[i])).collect()),
        }
    }
}

/// The value of every node. `states` has one entry for each state of the layout, `inputs` one for each input.
pub fn evaluate<F: Float>(
    g: &Graph,
    layout: &Layout,
    states: &[Values<F>],
    inputs: &[Values<F>],
) -> Vec<Values<F>> {
    let mut values: Vec<Values<F>> = Vec::with_capacity(g.nodes().len());
    for id in g.ids() {
        let value = node(g, layout, states, inputs, &values, id);
        values.push(value);
    }
    values
}

fn node<F: Float>(
    g: &Graph,
    layout: &Layout,
    states: &[Values<F>],
    inputs: &[Values<F>],
    values: &[Values<F>],
    id: Id,
) -> Values<F> {
    let node = g.node(id);
    let arg = |i: usize| &values[node.args[i].index()];
    let from = |i: usize| g.shape(node.args[i]);
    let shape = &node.shape;
    let count = g.len(id);
    match &node.op {
        Op::Parameter(number) => {
            let start = layout.parameters()[*number].offset;
            states[PARAMETERS].pick((start..start + count).map(Some))
        }
        Op::State(number) => states[*number].clone(),
        Op::Input(number) => inputs[*number].clone(),
        Op::Table(number) => constant(g, id, g.table(*number)),
        Op::Constant(bits) => constant(g, id, &[*bits]),
        Op::Iota { axis } => {
            let inner = strides(shape)[*axis];
            Values::Words((0..count).map(|i| word(i / inner % shape[*axis])).collect())
        }
        Op::Unary(op) => unary(*op, arg(0)),
        Op::Binary(op) => binary(*op, arg(0), arg(1)),
        Op::Select => {
            let condition = arg(0).words();
            match (arg(1), arg(2)) {
                (Values::Floats(a), Values::Floats(b)) => {
                    Values::Floats((0..count).map(|i| if condition[i] != 0 { a[i] } else { b[i] }).collect())
                }
                (a, b) => {
                    let (a, b) = (a.words(), b.words());
                    Values::Words((0..count).map(|i| if condition[i] != 0 { a[i] } else { b[i] }).collect())
                }
            }
        }
        Op::Threefry { word } => {
            let words: Vec<&[u32]> = (0..4).map(|i| arg(i).words()).collect();
            let block = |i: usize| threefry2x32([words[0][i], words[1][i]], [words[2][i], words[3][i]]);
            Values::Words((0..count).map(|i| block(i)[*word]).collect())
        }
        Op::Reduce { kind, axis } => reduce(*kind, arg(0), from(0), *axis),
        Op::Reshape | Op::Detach | Op::Copy => arg(0).clone(),
        Op::Permute(order) => {
            let steps = strides(from(0));
            let steps: Vec<usize> = order.iter().map(|&axis| steps[axis]).collect();
            arg(0).pick(positions(shape).map(|at| Some(at.iter().zip(&steps).map(|(i, s)| i * s).sum())))
        }
        Op::Expand => {
            let (sizes, steps) = (from(0), strides(from(0)));
            arg(0).pick(positions(shape).map(|at| {
                Some(at.iter().zip(sizes).zip(&steps).map(|((i, size), step)| i % size * step).sum())
            }))
        }
        Op::Slice { axis, start } => {
            let steps = strides(from(0));
            arg(0).pick(positions(shape).map(|at| {
                Some(at.iter().zip(&steps).map(|(i, s)| i * s).sum::<usize>() + start * steps[*axis])
            }))
        }
        Op::Pad { axis, before } => {
            let (sizes, steps) = (from(0), strides(from(0)));
            arg(0).pick(positions(shape).map(|mut at| {
                at[*axis] = at[*axis].checked_sub(*before).filter(|&i| i < sizes[*axis])?;
                Some(at.iter().zip(&steps).map(|(i, s)| i * s).sum())
            }))
        }
        Op::Concat { axis } => concat(g, id, values, *axis),
        Op::Matmul => Values::Floats(matmul(arg(0).floats(), arg(1).floats(), from(0), from(1))),
        Op::Gather => {
            let (height, width) = (from(0)[0], from(0)[1]);
            let rows = arg(1).words();
            arg(0).pick((0..count).map(|i| {
                let row = rows[i / width] as usize;
                (row < height).then_some(row * width + i % width)
            }))
        }
        Op::ScatterAdd => {
            let (rows, indices, width) = (arg(0).floats(), arg(1).words(), shape[1]);
            let mut sums = vec![F::near(0.0); count];
            for (row, &index) in rows.chunks(width).zip(indices).filter(|(_, i)| (**i as usize) < shape[0]) {
                for (column, x) in row.iter().enumerate() {
                    let sum = &mut sums[index as usize * width + column];
                    *sum = F::near((*sum).into() + (*x).into());
                }
            }
            Values::Floats(sums)
        }
    }
}

/// An index as a tensor holds it.
fn word(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}

fn constant<F: Float>(g: &Graph, id: Id, bits: &[u32]) -> Values<F> {
    match g.dtype(id) {
        crate::graph::Dtype::F32 => {
            Values::Floats(bits.iter().map(|b| F::near(f64::from(f32::from_bits(*b)))).collect())
        }
        crate::graph::Dtype::U32 => Values::Words(bits.to_vec()),
    }
}

/// Every index of a shape, in row-major order.
fn positions(shape: &[usize]) -> impl Iterator<Item = Vec<usize>> {
    let steps = strides(shape);
    let count: usize = shape.iter().product();
    (0..count).map(move |i| steps.iter().zip(shape).map(|(step, size)| i / step % size).collect())
}

fn unary<F: Float>(op: Unary, x: &Values<F>) -> Values<F> {
    if op == Unary::ToF32 {
        return Values::Floats(x.words().iter().map(|&x| F::near(f64::from(x))).collect());
    }
    let apply = |x: f64| match op {
        Unary::Neg => -x,
        Unary::Exp => x.exp(),
        Unary::Log => x.ln(),
        Unary::Tanh => x.tanh(),
        Unary::Sqrt => x.sqrt(),
        Unary::ToF32 => x,
    };
    Values::Floats(x.floats().iter().map(|&x| F::near(apply(x.into()))).collect())
}

#[allow(clippy::float_cmp, reason = "exact equality is what Equal means")]
fn binary<F: Float>(op: Binary, a: &Values<F>, b: &Values<F>) -> Values<F> {
    match (a, b) {
        (Values::Floats(a), Values::Floats(b)) => {
            let pairs = a.iter().zip(b).map(|(&a, &b)| -> (f64, f64) { (a.into(), b.into()) });
            let truth =
                |test: fn((f64, f64)) -> bool| pairs.clone().map(|pair| u32::from(test(pair))).collect();
            let float = |f: fn((f64, f64)) -> f64| pairs.clone().map(|pair| F::near(f(pair))).collect();
            match op {
                Binary::Add => Values::Floats(float(|(a, b)| a + b)),
                Binary::Sub => Values::Floats(float(|(a, b)| a - b)),
                Binary::Mul => Values::Floats(float(|(a, b)| a * b)),
                Binary::Div => Values::Floats(float(|(a, b)| a / b)),
                Binary::Max => Values::Floats(float(|(a, b)| if a > b { a } else { b })),
                Binary::Min => Values::Floats(float(|(a, b)| if a < b { a } else { b })),
                Binary::Less => Values::Words(truth(|(a, b)| a < b)),
                Binary::Equal => Values::Words(truth(|(a, b)| a == b)),
                Binary::MulHigh | Binary::And | Binary::Xor | Binary::ShiftRight => {
                    unreachable!("{op:?} of floats")
                }
            }
        }
        (a, b) => {
            let apply = |(&a, &b): (&u32, &u32)| match op {
                Binary::Add => a.wrapping_add(b),
                Binary::Sub => a.wrapping_sub(b),
                Binary::Mul => a.wrapping_mul(b),
                Binary::Max => a.max(b),
                Binary::Min => a.min(b),
                Binary::Less => u32::from(a < b),
                Binary::Equal => u32::from(a == b),
                Binary::MulHigh => ((u64::from(a) * u64::from(b)) >> 32) as u32,
                Binary::And => a & b,
                Binary::Xor => a ^ b,
                Binary::ShiftRight => a.wrapping_shr(b),
                Binary::Div => unreachable!("Div of integers"),
            };
            Values::Words(a.words().iter().zip(b.words()).map(apply).collect())
        }
    }
}

fn reduce<F: Float>(kind: Reduction, x: &Values<F>, shape: &[usize], axis: usize) -> Values<F> {
    let (count, inner) = (shape[axis], shape[axis + 1..].iter().product::<usize>());
    let outer: usize = shape[..axis].iter().product();
    let line = |o: usize, i: usize| (0..count).map(move |k| (o * count + k) * inner + i);
    let cells = (0..outer).flat_map(|o| (0..inner).map(move |i| (o, i)));
    match (kind, x) {
        (Reduction::Sum, Values::Words(x)) => {
            let sum = |(o, i)| line(o, i).fold(0u32, |sum, at| sum.wrapping_add(x[at]));
            Values::Words(cells.map(sum).collect())
        }
        (Reduction::Sum, Values::Floats(x)) => {
            let sum = |(o, i)| F::near(line(o, i).map(|at| -> f64 { x[at].into() }).sum());
            Values::Floats(cells.map(sum).collect())
        }
        (Reduction::Max, x) => {
            let x = x.floats();
            let best = |(o, i)| {
                line(o, i).map(|at| x[at]).fold(F::near(f64::NEG_INFINITY), |a, b| if b > a { b } else { a })
            };
            Values::Floats(cells.map(best).collect())
        }
        (Reduction::ArgMax, x) => {
            let x = x.floats();
            let best = |(o, i)| {
                let at: Vec<usize> = line(o, i).collect();
                word((0..count).fold(0, |best, k| if x[at[k]] > x[at[best]] { k } else { best }))
            };
            Values::Words(cells.map(best).collect())
        }
    }
}

fn concat<F: Float>(g: &Graph, id: Id, values: &[Values<F>], axis: usize) -> Values<F> {
    let node = g.node(id);
    let outer: usize = node.shape[..axis].iter().product();
    let blocks = (0..outer).flat_map(|o| {
        node.args.iter().flat_map(move |&arg| {
            let length = g.len(arg) / outer;
            (o * length..(o + 1) * length).map(move |i| (arg, i))
        })
    });
    match g.dtype(id) {
        crate::graph::Dtype::F32 => {
            Values::Floats(blocks.map(|(arg, i)| values[arg.index()].floats()[i]).collect())
        }
        crate::graph::Dtype::U32 => {
            Values::Words(blocks.map(|(arg, i)| values[arg.index()].words()[i]).collect())
        }
    }
}

fn matmul<F: Float>(a: &[F], b: &[F], left: &[usize], right: &[usize]) -> Vec<F> {
    let rank = left.len();
    let (m, k, n) = (left[rank - 2], left[rank - 1], right[rank - 1]);
    let batches: usize = left[..rank - 2].iter().product();
    let mut out = Vec::with_capacity(batches * m * n);
    for batch in 0..batches {
        for row in 0..m {
            for column in 0..n {
                let term = |i: usize| -> f64 {
                    let x: f64 = a[(batch * m + row) * k + i].into();
                    let y: f64 = b[(batch * k + i) * n + column].into();
                    x * y
                };
                out.push(F::near((0..k).map(term).sum()));
            }
        }
    }
    out
}
