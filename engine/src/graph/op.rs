//! Every operation that a graph can hold, in sections. Adding one makes the compiler name each table that must
//! learn it: shape (`graph::build`), gradient (`grad`), reference executor, lowering and exact kernels.

/// What a tensor's elements are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Dtype {
    /// IEEE single precision.
    F32,
    /// Unsigned 32-bit integers, wrapping; also truth values (0 and 1) and token numbers.
    U32,
}

/// One operation. Arguments and shape live in the [`super::Node`] around it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Op {
    // ---- source: no arguments ----
    /// A trainable tensor, by its number in [`crate::layout::Layout`].
    Parameter(usize),
    /// A persistent tensor that is not a parameter on its own: the flat parameters, moments, step, key.
    State(usize),
    /// A tensor that the host fills before each execution.
    Input(usize),
    /// A tensor that is part of the program, by its number in [`super::Graph::table`].
    Table(usize),
    /// A scalar, by its bits.
    Constant(u32),
    /// The index along `axis`, from 0. `u32`.
    Iota {
        /// The axis that is counted.
        axis: usize,
    },

    // ---- elementwise: all arguments have the shape of the result ----
    /// One argument.
    Unary(Unary),
    /// Two arguments of one type.
    Binary(Binary),
    /// `arguments[0] != 0 ? arguments[1] : arguments[2]`.
    Select,
    /// One word of Threefry-2x32-20: arguments are key 0, key 1, counter 0, counter 1.
    Threefry {
        /// Which of the two words of the block, 0 or 1.
        word: usize,
    },

    // ---- reduce: the axis stays, with size 1 ----
    /// Folds one axis.
    Reduce {
        /// How.
        kind: Reduction,
        /// Which.
        axis: usize,
    },

    // ---- movement: no arithmetic ----
    /// The same elements in row-major order under another shape.
    Reshape,
    /// Axis `i` of the result is axis `order[i]` of the argument.
    Permute(Vec<usize>),
    /// Repeats axes of size 1.
    Expand,
    /// Part of one axis, from `start`.
    Slice {
        /// The axis.
        axis: usize,
        /// The first index that is kept.
        start: usize,
    },
    /// Zeros before and after, along one axis.
    Pad {
        /// The axis.
        axis: usize,
        /// How many zeros come first.
        before: usize,
    },
    /// Arguments one after the other along an axis.
    Concat {
        /// The axis.
        axis: usize,
    },
    /// The argument, through which no gradient flows.
    Detach,
    /// The argument in memory of its own.
    Copy,

    // ---- matrix product ----
    /// `[.., M, K] x [.., K, N] -> [.., M, N]`, leading axes equal; each sum runs over K in increasing order.
    Matmul,

    // ---- gather and scatter ----
    /// Rows of a table `[V, D]` at indices `[N]` -> `[N, D]`; an index beyond V gives zeros.
    Gather,
    /// Adds rows `[N, D]` at indices `[N]` into zeros `[V, D]`, in increasing order of N; an index beyond V is
    /// dropped.
    ScatterAdd,
}

/// Elementwise operations of one argument.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Unary {
    /// `-x`
    Neg,
    /// `e^x`
    Exp,
    /// Natural logarithm.
    Log,
    /// Hyperbolic tangent.
    Tanh,
    /// Square root, correctly rounded.
    Sqrt,
    /// The nearest `f32` of a `u32` (exact below 2^24).
    ToF32,
}

/// Elementwise operations of two arguments.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Binary {
    /// Sum.
    Add,
    /// Difference.
    Sub,
    /// Product.
    Mul,
    /// Quotient (`f32` only).
    Div,
    /// `a > b ? a : b`
    Max,
    /// `a < b ? a : b`
    Min,
    /// `a < b`, as 0 or 1.
    Less,
    /// `a == b`, as 0 or 1.
    Equal,
    /// High word of the 64-bit product (`u32` only).
    MulHigh,
    /// Bitwise and (`u32` only).
    And,
    /// Bitwise exclusive or (`u32` only).
    Xor,
    /// Logical shift to the right by `b` mod 32 (`u32` only).
    ShiftRight,
}

/// Ways to fold an axis.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reduction {
    /// Sum.
    Sum,
    /// Largest element.
    Max,
    /// Index of the first largest element, as `u32`.
    ArgMax,
}
