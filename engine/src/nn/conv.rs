//! Layers for pictures, channels last: `[B, H, W, C]`. They are made of products, slices and sums, so that both executors run
//! them and gradients follow from those.

use super::{EPSILON, Linear, normalise};
use crate::graph::{Graph, Id, Meaning};
use crate::layout::{Init, Layout, Weight};

/// How a square kernel walks over a picture, along both axes alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kernel {
    /// K: its side in pixels.
    pub side: usize,
    /// S: how many pixels it goes at a time; for a transposed convolution, how many its results lie apart.
    pub stride: usize,
    /// Pixels of zeros around the picture; for a transposed convolution, pixels of the result that are cut off.
    pub padding: usize,
}

impl Kernel {
    /// The side of what a convolution makes of `side` pixels.
    #[must_use]
    pub const fn convolved(self, side: usize) -> usize {
        (side + 2 * self.padding - self.side) / self.stride + 1
    }

    /// Side, stride and padding.
    const fn numbers(self) -> [usize; 3] {
        [self.side, self.stride, self.padding]
    }

    /// The side of what a transposed convolution makes of `side` pixels.
    #[must_use]
    pub const fn transposed(self, side: usize) -> usize {
        (side - 1) * self.stride + self.side - 2 * self.padding
    }
}

/// Convolution, or rather cross-correlation, as everywhere in the field (LeCun et al., 1989).
#[derive(Debug, Clone)]
pub struct Conv {
    linear: Linear, // [K * K * inputs, outputs]
    kernel: Kernel,
}

impl Conv {
    /// Declares `name.weight` `[K * K * inputs, outputs]`, whose rows go by row and column of the kernel, then by channel, and
    /// `name.bias` `[outputs]`; both begin with the variance that PyTorch's layers have.
    pub fn new(layout: &mut Layout, name: &str, [inputs, outputs]: [usize; 2], kernel: Kernel) -> Self {
        let inputs = kernel.side * kernel.side * inputs;
        Self { linear: Linear::like_pytorch(layout, name, inputs, outputs), kernel }
    }

    /// The same, with weights and biases of zero: the last layer of a residual block, which so begins as the identity.
    pub fn zeros(layout: &mut Layout, name: &str, [inputs, outputs]: [usize; 2], kernel: Kernel) -> Self {
        let inputs = kernel.side * kernel.side * inputs;
        Self { linear: Linear::zeros(layout, name, inputs, outputs), kernel }
    }

    /// `[B, H, W, inputs] -> [B, H', W', outputs]`, with sides as [`Kernel::convolved`].
    pub fn apply(&self, g: &mut Graph, x: Id) -> Id {
        let across = windows(g, x, 2, self.kernel);
        let both = windows(g, across, 1, self.kernel);
        let y = self.linear.apply(g, both);
        let flat = g.reshape(y, &[g.len(y) / self.linear.outputs, self.linear.outputs]);
        let [weight, bias] = [&self.linear.weight, &self.linear.bias].map(|weight| weight.node(g));
        let shape = [g.shape(y)[0], g.shape(y)[1], g.shape(y)[2], self.linear.outputs];
        g.tell(flat, Meaning::Conv { kernel: self.kernel.numbers(), shape }, &[x, weight, bias]);
        y
    }
}

/// What a kernel sees along one axis of `x` `[B, H, W, C]`: in the place of C there are K times C numbers, one pixel after the
/// other.
fn windows(g: &mut Graph, x: Id, axis: usize, kernel: Kernel) -> Id {
    let Kernel { side, stride, padding } = kernel;
    let length = g.shape(x)[axis];
    let count = kernel.convolved(length);
    // So that every slice has a whole number of strides.
    let whole = side - 1 + count * stride;
    let padded = g.pad(x, axis, padding, whole.saturating_sub(length + padding));
    let parts: Vec<Id> = (0..side)
        .map(|at| {
            let part = g.slice(padded, axis, at, count * stride);
            every(g, part, axis, stride)
        })
        .collect();
    g.concat(&parts, 3)
}

/// Each `stride`-th along an axis of `[B, H, W, C]`, from the first.
fn every(g: &mut Graph, x: Id, axis: usize, stride: usize) -> Id {
    let mut shape = g.shape(x).to_vec();
    let count = shape[axis] / stride;
    shape[axis] = count;
    let mut split = shape.clone();
    split.insert(axis + 1, stride);
    let split = g.reshape(x, &split);
    let first = g.slice(split, axis + 1, 0, 1);
    g.reshape(first, &shape)
}

/// Transposed convolution: each pixel adds a picture of the kernel's size to the result.
#[derive(Debug, Clone)]
pub struct TransposedConv {
    weight: Weight, // [inputs, K * K * outputs]
    bias: Weight,   // [outputs]
    kernel: Kernel,
    outputs: usize,
}

impl TransposedConv {
    /// Declares `name.weight` `[inputs, K * K * outputs]`, whose columns go by row and column of the kernel, then by channel, and
    /// `name.bias` `[outputs]`; both begin with the variance that PyTorch's layers have, 1 / (3 K² outputs).
    pub fn new(layout: &mut Layout, name: &str, [inputs, outputs]: [usize; 2], kernel: Kernel) -> Self {
        let columns = kernel.side * kernel.side * outputs;
        #[allow(clippy::cast_precision_loss, reason = "layers are far narrower than 2^24")]
        let normal = Init::Normal(1.0 / (3.0 * columns as f32).sqrt());
        let weight = layout.parameter(&format!("{name}.weight"), &[inputs, columns], normal, true);
        let bias = layout.parameter(&format!("{name}.bias"), &[outputs], normal, false);
        Self { weight, bias, kernel, outputs }
    }

    /// `[B, H, W, inputs] -> [B, H', W', outputs]`, with sides as [`Kernel::transposed`].
    pub fn apply(&self, g: &mut Graph, x: Id) -> Id {
        let shape = g.shape(x).to_vec();
        let [batch, height, width, inputs] = [shape[0], shape[1], shape[2], shape[3]];
        let flat = g.reshape(x, &[batch * height * width, inputs]);
        let weight = self.weight.node(g);
        let product = g.matmul(flat, weight);
        let spread = g.reshape(product, &[batch, height, width, self.kernel.side.pow(2) * self.outputs]);
        let across = overlay(g, spread, 1, self.kernel);
        let both = overlay(g, across, 2, self.kernel);
        let bias = self.bias.node(g);
        let y = g.add(both, bias);
        g.tell(y, Meaning::TransposedConv { kernel: self.kernel.numbers() }, &[x, weight, bias]);
        y
    }
}

/// Adds up what pixels of `x` `[B, H, W, K * C]` put beside each other along an axis: the reverse of [`windows`].
fn overlay(g: &mut Graph, x: Id, axis: usize, kernel: Kernel) -> Id {
    let Kernel { side, stride, padding } = kernel;
    let shape = g.shape(x).to_vec();
    let (count, channels) = (shape[axis], shape[3] / side);
    let length = side.max(stride) + (count - 1) * stride;
    let mut sum = None;
    for at in 0..side {
        let part = g.slice(x, 3, at * channels, channels);
        // [.., count, stride, ..]: zeros between the pixels.
        let mut split = g.shape(part).to_vec();
        split.insert(axis + 1, 1);
        let part = g.reshape(part, &split);
        let part = g.pad(part, axis + 1, 0, stride - 1);
        let mut apart = shape.clone();
        (apart[axis], apart[3]) = (count * stride, channels);
        let part = g.reshape(part, &apart);
        let kept = (count * stride).min(length - at);
        let part = g.slice(part, axis, 0, kept);
        let part = g.pad(part, axis, at, length - at - kept);
        sum = Some(sum.map_or(part, |sum| g.add(sum, part)));
    }
    let sum = sum.unwrap_or(x);
    g.slice(sum, axis, padding, kernel.transposed(count))
}

/// Group normalisation (Wu and He, 2018): each picture's channels in groups, over all their pixels.
#[derive(Debug, Clone)]
pub struct GroupNorm {
    scale: Weight, // [C]
    shift: Weight, // [C]
    groups: usize,
}

impl GroupNorm {
    /// Declares `name.scale` (ones) and `name.shift` (zeros).
    ///
    /// # Panics
    /// If `groups` does not divide `channels`.
    pub fn new(layout: &mut Layout, name: &str, channels: usize, groups: usize) -> Self {
        assert!(channels.is_multiple_of(groups), "{groups} groups of {channels} channels");
        let scale = layout.parameter(&format!("{name}.scale"), &[channels], Init::Ones, false);
        let shift = layout.parameter(&format!("{name}.shift"), &[channels], Init::Zeros, false);
        Self { scale, shift, groups }
    }

    /// `[B, H, W, C] -> [B, H, W, C]`
    pub fn apply(&self, g: &mut Graph, x: Id) -> Id {
        let normal = normalise(g, x, |g, x| self.mean(g, x), [&self.scale, &self.shift]);
        let [scale, shift] = [&self.scale, &self.shift].map(|weight| weight.node(g));
        g.tell(normal, Meaning::GroupNorm { groups: self.groups, epsilon: EPSILON }, &[x, scale, shift]);
        normal
    }

    /// The mean of each group, for each of its channels: `[B, 1, 1, C]`.
    fn mean(&self, g: &mut Graph, x: Id) -> Id {
        let shape = g.shape(x).to_vec();
        let [batch, pixels, channels] = [shape[0], shape[1] * shape[2], shape[3]];
        let all = g.reshape(x, &[batch, pixels, channels]);
        let each = g.mean(all, 1);
        let grouped = g.reshape(each, &[batch, self.groups, channels / self.groups]);
        let mean = g.mean(grouped, 2);
        let each = g.expand(mean, &[batch, self.groups, channels / self.groups]);
        g.reshape(each, &[batch, 1, 1, channels])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reference::{Values, evaluate};

    fn numbers(count: usize) -> Vec<f64> {
        // Small, different, of both signs.
        (0..count).map(|at| ((at * 37 + 11) % 19) as f64 / 8.0 - 1.0).collect()
    }

    /// What a layer makes of a picture, and the numbers of the picture and of its parameters.
    fn run(layout: &Layout, shape: [usize; 4], apply: impl Fn(&mut Graph, Id) -> Id) -> [Vec<f64>; 3] {
        let mut g = Graph::new();
        let picture = numbers(shape.iter().product());
        #[allow(clippy::cast_possible_truncation, reason = "eighths")]
        let bits: Vec<f32> = picture.iter().map(|x| *x as f32).collect();
        let x = g.constant_f32(&shape, &bits);
        let y = apply(&mut g, x);
        let parameters: Vec<f64> = numbers(layout.parameter_count()).into_iter().map(|x| x / 2.0).collect();
        let values = evaluate(&g, layout, &[Values::Floats(parameters.clone())], &[]);
        [values[y.index()].floats().to_vec(), picture, parameters]
    }

    fn same(got: &[f64], wanted: &[f64]) {
        assert_eq!(got.len(), wanted.len());
        for (at, (got, wanted)) in got.iter().zip(wanted).enumerate() {
            assert!((got - wanted).abs() < 1e-9, "{at}: {got} instead of {wanted}");
        }
    }

    const KERNELS: [(usize, usize, usize); 6] =
        [(3, 1, 1), (3, 2, 1), (4, 2, 1), (2, 2, 0), (1, 1, 0), (2, 3, 0)];

    #[test]
    fn a_convolution_is_its_definition() {
        let [batch, height, width, inputs, outputs] = [2, 5, 6, 2, 3];
        for (side, stride, padding) in KERNELS {
            let kernel = Kernel { side, stride, padding };
            let mut layout = Layout::new();
            let conv = Conv::new(&mut layout, "conv", [inputs, outputs], kernel);
            let [got, picture, parameters] =
                run(&layout, [batch, height, width, inputs], |g, x| conv.apply(g, x));
            let (weight, bias) = parameters.split_at(side * side * inputs * outputs);
            let mut wanted = Vec::new();
            for b in 0..batch {
                for top in 0..kernel.convolved(height) {
                    for left in 0..kernel.convolved(width) {
                        for (o, bias) in bias.iter().enumerate() {
                            let mut sum = *bias;
                            for (row, column) in (0..side * side).map(|at| (at / side, at % side)) {
                                let y = (top * stride + row).checked_sub(padding).filter(|y| *y < height);
                                let x = (left * stride + column).checked_sub(padding).filter(|x| *x < width);
                                let Some((y, x)) = y.zip(x) else { continue };
                                for c in 0..inputs {
                                    sum += picture[((b * height + y) * width + x) * inputs + c]
                                        * weight[((row * side + column) * inputs + c) * outputs + o];
                                }
                            }
                            wanted.push(sum);
                        }
                    }
                }
            }
            same(&got, &wanted);
        }
    }

    #[test]
    fn a_transposed_convolution_is_its_definition() {
        let [batch, height, width, inputs, outputs] = [2, 3, 4, 3, 2];
        for (side, stride, padding) in KERNELS {
            let kernel = Kernel { side, stride, padding };
            let mut layout = Layout::new();
            let conv = TransposedConv::new(&mut layout, "conv", [inputs, outputs], kernel);
            let [got, picture, parameters] =
                run(&layout, [batch, height, width, inputs], |g, x| conv.apply(g, x));
            let (weight, bias) = parameters.split_at(side * side * inputs * outputs);
            let [tall, wide] = [height, width].map(|side| kernel.transposed(side));
            let mut wanted: Vec<f64> =
                (0..batch * tall * wide * outputs).map(|at| bias[at % outputs]).collect();
            for (at, value) in picture.iter().enumerate() {
                let (c, x, y) = (at % inputs, at / inputs % width, at / inputs / width % height);
                let b = at / inputs / width / height;
                for (row, column) in (0..side * side).map(|at| (at / side, at % side)) {
                    let to = (y * stride + row).checked_sub(padding).filter(|to| *to < tall);
                    let across = (x * stride + column).checked_sub(padding).filter(|to| *to < wide);
                    let Some((to, across)) = to.zip(across) else { continue };
                    for o in 0..outputs {
                        wanted[((b * tall + to) * wide + across) * outputs + o] +=
                            value * weight[(c * side * side + row * side + column) * outputs + o];
                    }
                }
            }
            same(&got, &wanted);
        }
    }

    #[test]
    fn groups_have_a_mean_of_zero_and_a_variance_of_one() {
        let mut layout = Layout::new();
        let norm = GroupNorm::new(&mut layout, "norm", 4, 2);
        // 32 numbers in a group, so that their mean is exact.
        let [got, picture, parameters] = run(&layout, [2, 4, 4, 4], |g, x| norm.apply(g, x));
        let (scale, shift) = parameters.split_at(4);
        let mut wanted = vec![0.0; got.len()];
        for (shown, group) in (0..2).flat_map(|shown| (0..2).map(move |group| (shown, group))) {
            let own = |at: &usize| at / 64 == shown && at % 4 / 2 == group;
            let all: Vec<usize> = (0..picture.len()).filter(own).collect();
            let mean = all.iter().map(|at| picture[*at]).sum::<f64>() / 32.0;
            let variance = all.iter().map(|at| (picture[*at] - mean).powi(2)).sum::<f64>() / 32.0;
            for at in all {
                let normal = (picture[at] - mean) / (variance + f64::from(1e-5f32)).sqrt();
                wanted[at] = normal * scale[at % 4] + shift[at % 4];
            }
        }
        same(&got, &wanted);
    }
}
