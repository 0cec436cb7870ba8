//! The builder: one method for each operation, with its shape rule and the simplifications that need no look
//! around. A wrong shape is a mistake in a program, not an input, so it panics and names both shapes.

use super::{Binary, Dtype, Graph, Id, Op, Reduction, Unary};

impl Graph {
    // ---- source ----

    /// The trainable tensor with this number and shape.
    pub fn parameter(&mut self, index: usize, shape: &[usize]) -> Id {
        self.push(Op::Parameter(index), vec![], shape.to_vec(), Dtype::F32)
    }

    /// A persistent tensor.
    pub fn state(&mut self, index: usize, shape: &[usize], dtype: Dtype) -> Id {
        self.push(Op::State(index), vec![], shape.to_vec(), dtype)
    }

    /// A tensor that the host fills before each execution.
    pub fn input(&mut self, index: usize, shape: &[usize], dtype: Dtype) -> Id {
        self.push(Op::Input(index), vec![], shape.to_vec(), dtype)
    }

    /// A tensor of the program.
    pub fn constant_f32(&mut self, shape: &[usize], values: &[f32]) -> Id {
        self.constant_bits(shape, values.iter().map(|v| v.to_bits()).collect(), Dtype::F32)
    }

    /// A tensor of integers of the program.
    pub fn constant_u32(&mut self, shape: &[usize], values: &[u32]) -> Id {
        self.constant_bits(shape, values.to_vec(), Dtype::U32)
    }

    fn constant_bits(&mut self, shape: &[usize], bits: Vec<u32>, dtype: Dtype) -> Id {
        assert_eq!(bits.len(), shape.iter().product::<usize>(), "a constant of shape {shape:?}");
        let index = self.tables.iter().position(|table| *table == bits).unwrap_or_else(|| {
            self.tables.push(bits);
            self.tables.len() - 1
        });
        self.push(Op::Table(index), vec![], shape.to_vec(), dtype)
    }

    /// A scalar.
    pub fn f32(&mut self, value: f32) -> Id {
        self.push(Op::Constant(value.to_bits()), vec![], vec![], Dtype::F32)
    }

    /// An integer scalar.
    pub fn u32(&mut self, value: u32) -> Id {
        self.push(Op::Constant(value), vec![], vec![], Dtype::U32)
    }

    /// The index along `axis`.
    pub fn iota(&mut self, shape: &[usize], axis: usize) -> Id {
        assert!(axis < shape.len(), "iota: axis {axis} of {shape:?}");
        self.push(Op::Iota { axis }, vec![], shape.to_vec(), Dtype::U32)
    }

    // ---- elementwise ----

    fn unary(&mut self, op: Unary, x: Id) -> Id {
        let dtype = if op == Unary::ToF32 { Dtype::U32 } else { Dtype::F32 };
        assert_eq!(self.dtype(x), dtype, "{op:?} of {:?}", self.node(x));
        let shape = self.shape(x).to_vec();
        self.push(Op::Unary(op), vec![x], shape, Dtype::F32)
    }

    /// `-x`
    pub fn neg(&mut self, x: Id) -> Id {
        if self.node(x).op == Op::Unary(Unary::Neg) {
            return self.node(x).args[0];
        }
        self.unary(Unary::Neg, x)
    }

    /// `e^x`
    pub fn exp(&mut self, x: Id) -> Id {
        self.unary(Unary::Exp, x)
    }

    /// Natural logarithm.
    pub fn log(&mut self, x: Id) -> Id {
        self.unary(Unary::Log, x)
    }

    /// Hyperbolic tangent.
    pub fn tanh(&mut self, x: Id) -> Id {
        self.unary(Unary::Tanh, x)
    }

    /// Square root.
    pub fn sqrt(&mut self, x: Id) -> Id {
        self.unary(Unary::Sqrt, x)
    }

    /// Integers as floats.
    pub fn to_f32(&mut self, x: Id) -> Id {
        self.unary(Unary::ToF32, x)
    }

    /// A binary operation; the arguments are broadcast against each other, aligned at the last axis.
    pub fn binary(&mut self, op: Binary, a: Id, b: Id) -> Id {
        let dtype = self.dtype(a);
        assert_eq!(dtype, self.dtype(b), "{op:?} of {:?} and {:?}", self.node(a), self.node(b));
        match op {
            Binary::Div => assert_eq!(dtype, Dtype::F32, "Div is for f32"),
            Binary::MulHigh | Binary::And | Binary::Xor | Binary::ShiftRight => {
                assert_eq!(dtype, Dtype::U32, "{op:?} is for u32");
            }
            Binary::Add
            | Binary::Sub
            | Binary::Mul
            | Binary::Max
            | Binary::Min
            | Binary::Less
            | Binary::Equal => {}
        }
        let (a, b) = self.broadcast_pair(a, b);
        let (one, zero) = match dtype {
            Dtype::F32 => (1f32.to_bits(), 0),
            Dtype::U32 => (1, 0),
        };
        match op {
            Binary::Mul if self.is_constant(b, one) => return a,
            Binary::Mul if self.is_constant(a, one) => return b,
            Binary::Add if self.is_constant(b, zero) => return a,
            Binary::Add if self.is_constant(a, zero) => return b,
            Binary::Sub if self.is_constant(b, zero) => return a,
            Binary::Div if self.is_constant(b, one) => return a,
            _ => {}
        }
        let result = if matches!(op, Binary::Less | Binary::Equal) { Dtype::U32 } else { dtype };
        let shape = self.shape(a).to_vec();
        self.push(Op::Binary(op), vec![a, b], shape, result)
    }

    /// Whether a node is a scalar constant with these bits, repeated to whatever shape.
    fn is_constant(&self, id: Id, bits: u32) -> bool {
        match &self.node(id).op {
            Op::Constant(value) => *value == bits,
            Op::Expand | Op::Reshape => self.is_constant(self.node(id).args[0], bits),
            _ => false,
        }
    }

    /// `a + b`
    pub fn add(&mut self, a: Id, b: Id) -> Id {
        self.binary(Binary::Add, a, b)
    }

    /// `a - b`
    pub fn sub(&mut self, a: Id, b: Id) -> Id {
        self.binary(Binary::Sub, a, b)
    }

    /// `a * b`
    pub fn mul(&mut self, a: Id, b: Id) -> Id {
        self.binary(Binary::Mul, a, b)
    }

    /// `a / b`
    pub fn div(&mut self, a: Id, b: Id) -> Id {
        self.binary(Binary::Div, a, b)
    }

    /// The larger one.
    pub fn max(&mut self, a: Id, b: Id) -> Id {
        self.binary(Binary::Max, a, b)
    }

    /// The smaller one.
    pub fn min(&mut self, a: Id, b: Id) -> Id {
        self.binary(Binary::Min, a, b)
    }

    /// `a < b`
    pub fn less(&mut self, a: Id, b: Id) -> Id {
        self.binary(Binary::Less, a, b)
    }

    /// `a == b`
    pub fn equal(&mut self, a: Id, b: Id) -> Id {
        self.binary(Binary::Equal, a, b)
    }

    /// `x * value`, for a constant.
    pub fn scale(&mut self, x: Id, value: f32) -> Id {
        let value = self.f32(value);
        self.mul(x, value)
    }

    /// `x + value`, for a constant.
    pub fn offset(&mut self, x: Id, value: f32) -> Id {
        let value = self.f32(value);
        self.add(x, value)
    }

    /// `condition ? a : b`, all three broadcast against each other.
    pub fn select(&mut self, condition: Id, a: Id, b: Id) -> Id {
        assert_eq!(self.dtype(condition), Dtype::U32, "a condition is u32");
        assert_eq!(self.dtype(a), self.dtype(b), "both sides of a select");
        let (a, b) = self.broadcast_pair(a, b);
        let (condition, a) = self.broadcast_pair(condition, a);
        let (condition, b) = self.broadcast_pair(condition, b);
        let (shape, dtype) = (self.shape(a).to_vec(), self.dtype(a));
        self.push(Op::Select, vec![condition, a, b], shape, dtype)
    }

    /// One word of Threefry-2x32-20 for each element of `counter`, whose shape the other three take.
    pub fn threefry(&mut self, key: [Id; 2], counter: [Id; 2], word: usize) -> Id {
        let shape = self.shape(counter[1]).to_vec();
        let args = [key[0], key[1], counter[0], counter[1]].map(|id| {
            assert_eq!(self.dtype(id), Dtype::U32, "threefry takes u32");
            self.broadcast(id, &shape)
        });
        self.push(Op::Threefry { word }, args.to_vec(), shape, Dtype::U32)
    }

    // ---- reduce ----

    /// Folds one axis, which stays with size 1.
    pub fn reduce(&mut self, kind: Reduction, x: Id, axis: usize) -> Id {
        let mut shape = self.shape(x).to_vec();
        assert!(axis < shape.len(), "{kind:?} over axis {axis} of {shape:?}");
        assert!(
            kind == Reduction::Sum || self.dtype(x) == Dtype::F32,
            "{kind:?} is for f32; u32 can only be summed"
        );
        let dtype = if kind == Reduction::ArgMax { Dtype::U32 } else { self.dtype(x) };
        if shape[axis] == 1 && kind != Reduction::ArgMax {
            return x;
        }
        shape[axis] = 1;
        self.push(Op::Reduce { kind, axis }, vec![x], shape, dtype)
    }

    /// Sum over one axis.
    pub fn sum(&mut self, x: Id, axis: usize) -> Id {
        self.reduce(Reduction::Sum, x, axis)
    }

    /// Sum over everything, as a scalar.
    pub fn sum_all(&mut self, x: Id) -> Id {
        let flat = self.reshape(x, &[1, self.len(x)]);
        let sum = self.sum(flat, 1);
        self.reshape(sum, &[])
    }

    /// Mean over one axis.
    pub fn mean(&mut self, x: Id, axis: usize) -> Id {
        let count = self.shape(x)[axis];
        let sum = self.sum(x, axis);
        #[allow(clippy::cast_precision_loss, reason = "axes are far below 2^24")]
        self.scale(sum, 1.0 / count as f32)
    }

    // ---- movement ----

    /// Another shape of as many elements.
    pub fn reshape(&mut self, x: Id, shape: &[usize]) -> Id {
        assert_eq!(self.len(x), shape.iter().product::<usize>(), "{:?} as {shape:?}", self.shape(x));
        let x = if self.node(x).op == Op::Reshape { self.node(x).args[0] } else { x };
        if self.shape(x) == shape {
            return x;
        }
        let dtype = self.dtype(x);
        self.push(Op::Reshape, vec![x], shape.to_vec(), dtype)
    }

    /// Axes in another order.
    pub fn permute(&mut self, x: Id, order: &[usize]) -> Id {
        let from = self.shape(x).to_vec();
        let mut sorted = order.to_vec();
        sorted.sort_unstable();
        assert!(sorted.iter().copied().eq(0..from.len()), "{order:?} as an order of the axes of {from:?}");
        if order.iter().copied().eq(0..from.len()) {
            return x;
        }
        let shape = order.iter().map(|&axis| from[axis]).collect();
        let dtype = self.dtype(x);
        self.push(Op::Permute(order.to_vec()), vec![x], shape, dtype)
    }

    /// The last two axes exchanged.
    pub fn transpose(&mut self, x: Id) -> Id {
        let rank = self.shape(x).len();
        let mut order: Vec<usize> = (0..rank).collect();
        order.swap(rank - 2, rank - 1);
        if let Op::Permute(before) = &self.node(x).op
            && *before == order
        {
            return self.node(x).args[0];
        }
        self.permute(x, &order)
    }

    /// Axes of size 1 repeated to the sizes of `shape`.
    pub fn expand(&mut self, x: Id, shape: &[usize]) -> Id {
        let from = self.shape(x);
        assert!(
            from.len() == shape.len() && from.iter().zip(shape).all(|(&f, &s)| f == s || f == 1),
            "{from:?} expanded to {shape:?}"
        );
        if from == shape {
            return x;
        }
        let dtype = self.dtype(x);
        self.push(Op::Expand, vec![x], shape.to_vec(), dtype)
    }

    /// [`Graph::expand`] after adding leading axes.
    pub fn broadcast(&mut self, x: Id, shape: &[usize]) -> Id {
        let mut aligned = vec![1; shape.len().saturating_sub(self.shape(x).len())];
        aligned.extend_from_slice(self.shape(x));
        let x = self.reshape(x, &aligned);
        self.expand(x, shape)
    }

    fn broadcast_pair(&mut self, a: Id, b: Id) -> (Id, Id) {
        let (from_a, from_b) = (self.shape(a), self.shape(b));
        if from_a == from_b {
            return (a, b);
        }
        let rank = from_a.len().max(from_b.len());
        let size = |shape: &[usize], axis: usize| {
            (axis + shape.len()).checked_sub(rank).map_or(1, |position| shape[position])
        };
        let shape: Vec<usize> = (0..rank).map(|axis| size(from_a, axis).max(size(from_b, axis))).collect();
        (self.broadcast(a, &shape), self.broadcast(b, &shape))
    }

    /// `length` elements of one axis, from `start`.
    pub fn slice(&mut self, x: Id, axis: usize, start: usize, length: usize) -> Id {
        let mut shape = self.shape(x).to_vec();
        assert!(start + length <= shape[axis], "{length} from {start} of axis {axis} of {shape:?}");
        if length == shape[axis] {
            return x;
        }
        shape[axis] = length;
        let dtype = self.dtype(x);
        self.push(Op::Slice { axis, start }, vec![x], shape, dtype)
    }

    /// Zeros around one axis.
    pub fn pad(&mut self, x: Id, axis: usize, before: usize, after: usize) -> Id {
        if before + after == 0 {
            return x;
        }
        let mut shape = self.shape(x).to_vec();
        shape[axis] += before + after;
        let dtype = self.dtype(x);
        self.push(Op::Pad { axis, before }, vec![x], shape, dtype)
    }

    /// Tensors one after the other along an axis.
    pub fn concat(&mut self, parts: &[Id], axis: usize) -> Id {
        let mut shape = self.shape(parts[0]).to_vec();
        let dtype = self.dtype(parts[0]);
        shape[axis] = 0;
        for &part in parts {
            let mut rest = self.shape(part).to_vec();
            shape[axis] += std::mem::replace(&mut rest[axis], shape[axis]);
            let same = rest.iter().zip(&shape).enumerate().all(|(i, (r, s))| i == axis || r == s);
            assert!(same && self.dtype(part) == dtype, "{:?} in a concat along {axis}", self.node(part));
        }
        if parts.len() == 1 {
            return parts[0];
        }
        self.push(Op::Concat { axis }, parts.to_vec(), shape, dtype)
    }

    /// The same values, cut off from the gradient.
    pub fn detach(&mut self, x: Id) -> Id {
        let (shape, dtype) = (self.shape(x).to_vec(), self.dtype(x));
        self.push(Op::Detach, vec![x], shape, dtype)
    }

    /// The same values in memory of their own, in row-major order.
    pub fn copy(&mut self, x: Id) -> Id {
        let (shape, dtype) = (self.shape(x).to_vec(), self.dtype(x));
        self.push(Op::Copy, vec![x], shape, dtype)
    }

    /// Whether a node's elements lie in memory in row-major order without gaps.
    fn lies_in_order(&self, x: Id) -> bool {
        let node = self.node(x);
        match node.op {
            Op::Reshape | Op::Detach => self.lies_in_order(node.args[0]),
            Op::Permute(_) | Op::Expand | Op::Slice { .. } => false,
            _ => true,
        }
    }

    // ---- matrix product, gather, scatter ----

    /// Matrix product over the last two axes.
    pub fn matmul(&mut self, a: Id, b: Id) -> Id {
        let (left, right) = (self.shape(a), self.shape(b));
        let rank = left.len();
        assert!(
            rank >= 2
                && right.len() == rank
                && left[..rank - 2] == right[..rank - 2]
                && left[rank - 1] == right[rank - 2],
            "{left:?} x {right:?}"
        );
        assert!(self.dtype(a) == Dtype::F32 && self.dtype(b) == Dtype::F32, "a matrix product is of f32");
        let mut shape = left.to_vec();
        shape[rank - 1] = right[rank - 1];
        self.push(Op::Matmul, vec![a, b], shape, Dtype::F32)
    }

    /// Rows of `table` `[V, D]` at `indices` `[N]`.
    pub fn gather(&mut self, table: Id, indices: Id) -> Id {
        let (rows, at) = (self.shape(table), self.shape(indices));
        assert!(rows.len() == 2 && at.len() == 1, "rows {at:?} of {rows:?}");
        assert_eq!(self.dtype(indices), Dtype::U32, "indices are u32");
        let shape = vec![at[0], rows[1]];
        let table = if self.lies_in_order(table) { table } else { self.copy(table) };
        let dtype = self.dtype(table);
        self.push(Op::Gather, vec![table, indices], shape, dtype)
    }

    /// Adds `rows` `[N, D]` at `indices` `[N]` into zeros of `[height, D]`.
    pub fn scatter_add(&mut self, rows: Id, indices: Id, height: usize) -> Id {
        let (from, at) = (self.shape(rows), self.shape(indices));
        assert!(from.len() == 2 && at == &from[..1], "{from:?} scattered at {at:?}");
        assert!(self.dtype(rows) == Dtype::F32 && self.dtype(indices) == Dtype::U32, "f32 at u32 indices");
        let shape = vec![height, from[1]];
        self.push(Op::ScatterAdd, vec![rows, indices], shape, Dtype::F32)
    }
}
