//! What stretches of a graph stand for, told by who builds them: a layer, a loss, a random draw, an optimiser. For those who
//! write a graph out for readers; no executor looks at it.

use std::ops::Range;

/// What a node means, given the nodes that it is told to be made of.
#[derive(Debug, Clone, PartialEq)]
pub enum Meaning {
    // ---- layers ----
    /// `x W + b`, of x `[N, inputs]`, W `[inputs, outputs]` and b.
    Linear,
    /// Layer normalisation over the last axis, of x, scale and shift.
    LayerNorm {
        /// Added to the variance.
        epsilon: f32,
    },
    /// Group normalisation, of x `[B, H, W, C]`, scale and shift.
    GroupNorm {
        /// Number of groups.
        groups: usize,
        /// Added to the variance.
        epsilon: f32,
    },
    /// Convolution, of x `[B, H, W, C]`, W `[K * K * C, outputs]` and b; the node itself is flat, `[B * H' * W', outputs]`.
    Conv {
        /// Side, stride and padding of the kernel.
        kernel: [usize; 3],
        /// The shape of the result, `[B, H', W', outputs]`.
        shape: [usize; 4],
    },
    /// Transposed convolution, of x `[B, H, W, C]`, W `[C, K * K * outputs]` and b.
    TransposedConv {
        /// Side, stride and padding of the kernel.
        kernel: [usize; 3],
    },
    /// Rectified linear unit.
    Relu,
    /// Gaussian error linear unit, by its approximation with tanh.
    Gelu,
    /// Softmax over the last axis.
    Softmax,

    // ---- losses ----
    /// Cross-entropy of each row, `[N, 1]`, of logits `[N, V]` and tokens `[N]`.
    CrossEntropy,
    /// Mean over everything, a scalar.
    Mean,

    // ---- random draws ----
    /// Words of a stream at a step, one for each element; of the step.
    Words {
        /// The state that holds the key.
        key: usize,
        /// The name of the stream.
        stream: String,
    },
    /// Words of a stream; of both counters.
    WordsAt {
        /// The state that holds the key.
        key: usize,
        /// The name of the stream.
        stream: String,
    },
    /// Nearly normal numbers, of words whose last axis is summed over.
    Normal,
    /// Numbers from 0 to 1, of words.
    Uniform,
    /// Whole numbers below this, of words.
    Below(u32),
    /// A permutation for each row of words; the node itself is `[B, n, 1]`.
    Permutation,

    // ---- optimisers ----
    /// New values of all parameters, flat; of the loss.
    Optimiser(Optimiser),
}

/// How parameters are trained.
#[derive(Debug, Clone, PartialEq)]
pub enum Optimiser {
    /// AdamW.
    AdamW {
        /// Decay of the mean of gradients and of their squares.
        betas: [f32; 2],
        /// Added to the root of the second moment.
        epsilon: f32,
        /// Decoupled weight decay of the parameters that decay; a factor on that of the state `decay`, where there is one.
        weight_decay: f32,
        /// Largest global norm of the gradient.
        clip: Option<f32>,
        /// Steps over which the learning rate rises, and over which it falls at the end, and all steps.
        schedule: [u32; 3],
        /// The states of the step, the learning rate and the weight decay.
        states: (usize, usize, Option<usize>),
        /// The trained numbers, by their places in the flat tensor.
        part: Range<usize>,
    },
    /// Against the gradient, as far as the second node tells.
    Descent,
}
