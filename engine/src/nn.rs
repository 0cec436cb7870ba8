//! Layers, as small structs that declare their parameters once and then build nodes into any graph: the training
//! step and the evaluation share them.
//!
//! Shapes: B batch, T length, D width, H heads, V vocabulary; of pictures, H height, W width, C channels.

mod conv;

pub use conv::{Conv, GroupNorm, Kernel, TransposedConv};

use crate::graph::{Graph, Id, Meaning, Reduction};
use crate::layout::{Init, Layout, Weight};

/// `x W + b`, over the last axis.
#[derive(Debug, Clone)]
pub struct Linear {
    weight: Weight, // [inputs, outputs]
    bias: Weight,   // [outputs]
    outputs: usize,
}

impl Linear {
    /// Declares `name.weight` (normal with variance 1 / inputs; decays) and `name.bias` (zeros).
    pub fn new(layout: &mut Layout, name: &str, inputs: usize, outputs: usize) -> Self {
        #[allow(clippy::cast_precision_loss, reason = "layers are far narrower than 2^24")]
        let deviation = 1.0 / (inputs as f32).sqrt();
        let weight =
            layout.parameter(&format!("{name}.weight"), &[inputs, outputs], Init::Normal(deviation), true);
        let bias = layout.parameter(&format!("{name}.bias"), &[outputs], Init::Zeros, false);
        Self { weight, bias, outputs }
    }

    /// The same, with the variance that PyTorch's linear layers begin with, of weights and of biases: 1 / (3 inputs). PyTorch
    /// draws them evenly, here they are normal.
    pub fn like_pytorch(layout: &mut Layout, name: &str, inputs: usize, outputs: usize) -> Self {
        #[allow(clippy::cast_precision_loss, reason = "layers are far narrower than 2^24")]
        let normal = Init::Normal(1.0 / (3.0 * inputs as f32).sqrt());
        let weight = layout.parameter(&format!("{name}.weight"), &[inputs, outputs], normal, true);
        let bias = layout.parameter(&format!("{name}.bias"), &[outputs], normal, false);
        Self { weight, bias, outputs }
    }

    /// The same, all zeros.
    pub fn zeros(layout: &mut Layout, name: &str, inputs: usize, outputs: usize) -> Self {
        let weight = layout.parameter(&format!("{name}.weight"), &[inputs, outputs], Init::Zeros, true);
        let bias = layout.parameter(&format!("{name}.bias"), &[outputs], Init::Zeros, false);
        Self { weight, bias, outputs }
    }

    /// `[.., inputs] -> [.., outputs]`
    pub fn apply(&self, g: &mut Graph, x: Id) -> Id {
        let mut shape = g.shape(x).to_vec();
        let inputs = shape.pop().unwrap_or(1);
        let rows = shape.iter().product();
        let flat = g.reshape(x, &[rows, inputs]);
        let (weight, bias) = (self.weight.node(g), self.bias.node(g));
        let product = g.matmul(flat, weight); // [rows, outputs]
        let sum = g.add(product, bias);
        g.tell(sum, Meaning::Linear, &[flat, weight, bias]);
        shape.push(self.outputs);
        g.reshape(sum, &shape)
    }
}

/// A row of a table for each token.
#[derive(Debug, Clone)]
pub struct Embedding {
    table: Weight, // [V, D]
}

impl Embedding {
    /// Declares `name` (normal, `deviation`; decays).
    pub fn new(layout: &mut Layout, name: &str, tokens: usize, width: usize, deviation: f32) -> Self {
        Self { table: layout.parameter(name, &[tokens, width], Init::Normal(deviation), true) }
    }

    /// `[..] u32 -> [.., D]`
    pub fn apply(&self, g: &mut Graph, tokens: Id) -> Id {
        let mut shape = g.shape(tokens).to_vec();
        let flat = g.reshape(tokens, &[shape.iter().product()]);
        let table = self.table.node(g);
        let rows = g.gather(table, flat);
        shape.push(g.shape(rows)[1]);
        g.reshape(rows, &shape)
    }

    /// The table itself, `[V, D]`: as positions, added to `[B, V, D]`.
    pub fn table(&self, g: &mut Graph) -> Id {
        self.table.node(g)
    }
}

/// Layer normalisation over the last axis (Ba, Kiros and Hinton, 2016).
#[derive(Debug, Clone)]
pub struct LayerNorm {
    scale: Weight, // [D]
    shift: Weight, // [D]
}

impl LayerNorm {
    /// Declares `name.scale` (ones) and `name.shift` (zeros).
    pub fn new(layout: &mut Layout, name: &str, width: usize) -> Self {
        let scale = layout.parameter(&format!("{name}.scale"), &[width], Init::Ones, false);
        let shift = layout.parameter(&format!("{name}.shift"), &[width], Init::Zeros, false);
        Self { scale, shift }
    }

    /// `[.., D] -> [.., D]`
    pub fn apply(&self, g: &mut Graph, x: Id) -> Id {
        let last = g.shape(x).len() - 1;
        let normal = normalise(g, x, |g, x| g.mean(x, last), [&self.scale, &self.shift]);
        let [scale, shift] = [&self.scale, &self.shift].map(|weight| weight.node(g));
        g.tell(normal, Meaning::LayerNorm { epsilon: EPSILON }, &[x, scale, shift]);
        normal
    }
}

/// What is added to a variance before its root is taken.
const EPSILON: f32 = 1e-5;

/// Less its mean, over its deviation, scaled and shifted. What it is the mean of is up to the layer.
fn normalise(g: &mut Graph, x: Id, mean: impl Fn(&mut Graph, Id) -> Id, [scale, shift]: [&Weight; 2]) -> Id {
    let middle = mean(g, x);
    let centred = g.sub(x, middle);
    let square = g.mul(centred, centred);
    let variance = mean(g, square);
    let variance = g.offset(variance, EPSILON);
    let deviation = g.sqrt(variance);
    let normal = g.div(centred, deviation);
    let (scale, shift) = (scale.node(g), shift.node(g));
    let scaled = g.mul(normal, scale);
    g.add(scaled, shift)
}

/// Gaussian error linear unit in its usual approximation by `tanh` (Hendrycks and Gimpel, 2016).
pub fn gelu(g: &mut Graph, x: Id) -> Id {
    let square = g.mul(x, x);
    let cube = g.mul(square, x);
    let bent = g.scale(cube, 0.044_715);
    let sum = g.add(x, bent);
    let inner = g.scale(sum, 0.797_884_6); // sqrt(2 / pi)
    let tanh = g.tanh(inner);
    let weight = g.offset(tanh, 1.0);
    let half = g.scale(x, 0.5);
    let bent = g.mul(half, weight);
    g.tell(bent, Meaning::Gelu, &[x]);
    bent
}

/// Rectified linear unit.
pub fn relu(g: &mut Graph, x: Id) -> Id {
    let zero = g.f32(0.0);
    let bent = g.max(x, zero);
    g.tell(bent, Meaning::Relu, &[x]);
    bent
}

/// Softmax over the last axis.
pub fn softmax(g: &mut Graph, x: Id) -> Id {
    let last = g.shape(x).len() - 1;
    let largest = g.reduce(Reduction::Max, x, last);
    let largest = g.detach(largest);
    let shifted = g.sub(x, largest);
    let powers = g.exp(shifted);
    let sum = g.sum(powers, last);
    let shares = g.div(powers, sum);
    g.tell(shares, Meaning::Softmax, &[x]);
    shares
}

/// Cross-entropy of `logits` `[N, V]` with the tokens `targets` `[N]`, for each row: `[N, 1]`.
pub fn cross_entropy(g: &mut Graph, logits: Id, targets: Id) -> Id {
    let shape = g.shape(logits).to_vec();
    let largest = g.reduce(Reduction::Max, logits, 1);
    let largest = g.detach(largest);
    let shifted = g.sub(logits, largest);
    let powers = g.exp(shifted);
    let sum = g.sum(powers, 1);
    let log_sum = g.log(sum); // [N, 1]
    let hit = one_hot(g, targets, shape[1]);
    let zero = g.f32(0.0);
    let picked = g.select(hit, shifted, zero);
    let picked = g.sum(picked, 1);
    let each = g.sub(log_sum, picked);
    g.tell(each, Meaning::CrossEntropy, &[logits, targets]);
    each
}

/// `[N] u32 -> [N, V] u32`: 1 at the token, else 0.
fn one_hot(g: &mut Graph, tokens: Id, size: usize) -> Id {
    let count = g.len(tokens);
    let column = g.reshape(tokens, &[count, 1]);
    let names: Vec<u32> = (0..).take(size).collect();
    let names = g.constant_u32(&[1, size], &names);
    g.equal(names, column)
}

/// Whether the largest of `logits` `[N, V]` stands at `targets` `[N]`: `[N]` of 0 and 1.
pub fn correct(g: &mut Graph, logits: Id, targets: Id) -> Id {
    let best = best(g, logits);
    g.equal(best, targets)
}

/// The place of the largest of each row of `scores` `[N, V]`, of equals the first: `[N] u32`.
pub fn best(g: &mut Graph, scores: Id) -> Id {
    let best = g.reduce(Reduction::ArgMax, scores, 1);
    g.reshape(best, &[g.len(best)])
}

/// At which place the number at `targets` stands among its row of `scores` `[N, V]`, from 1 for the largest; equal ones
/// share the better place: `[N, 1] u32`.
pub fn rank(g: &mut Graph, scores: Id, targets: Id) -> Id {
    let size = g.shape(scores)[1];
    let (hit, zero) = (one_hot(g, targets, size), g.f32(0.0));
    let own = g.select(hit, scores, zero);
    let own = g.sum(own, 1); // [N, 1]
    let larger = g.less(own, scores);
    let larger = g.sum(larger, 1);
    let first = g.u32(1);
    g.add(larger, first)
}

/// Mean of squared differences over everything, a scalar.
pub fn squared_error(g: &mut Graph, x: Id, target: Id) -> Id {
    let difference = g.sub(x, target);
    let square = g.mul(difference, difference);
    mean_all(g, square)
}

/// Mean over everything, a scalar.
pub fn mean_all(g: &mut Graph, x: Id) -> Id {
    let count = g.len(x);
    let sum = g.sum_all(x);
    #[allow(clippy::cast_precision_loss, reason = "tensors are far below 2^24 elements")]
    let mean = g.scale(sum, 1.0 / count as f32);
    g.tell(mean, Meaning::Mean, &[x]);
    mean
}

/// What a mask adds to the score of what must not be seen.
pub const HIDDEN: f32 = -1e9;

/// The additive mask of attention to what stands at or before each place: `[T, T]`, 0 or a large negative number.
pub fn causal_mask(g: &mut Graph, length: usize) -> Id {
    let later = |i: usize| i / length < i % length;
    let mask: Vec<f32> = (0..length * length).map(|i| if later(i) { HIDDEN } else { 0.0 }).collect();
    g.constant_f32(&[length, length], &mask)
}

/// The same for some queries and keys, whose places are given and fit each other.
pub fn mask(g: &mut Graph, query: Id, key: Id) -> Id {
    let later = g.less(query, key);
    let (hidden, seen) = (g.f32(HIDDEN), g.f32(0.0));
    g.select(later, hidden, seen)
}

/// Multi-head scaled dot-product attention (Vaswani et al., 2017) of a sequence to itself.
#[derive(Debug, Clone)]
pub struct Attention {
    query: Linear,
    key: Linear,
    value: Linear,
    output: Linear,
    heads: usize,
}

impl Attention {
    /// Declares `name.query`, `.key`, `.value` and `.output`, each `width` to `width`.
    ///
    /// # Panics
    /// If `heads` does not divide `width`.
    pub fn new(layout: &mut Layout, name: &str, width: usize, heads: usize) -> Self {
        assert!(width.is_multiple_of(heads), "{heads} heads over a width of {width}");
        let mut linear = |part: &str| Linear::new(layout, &format!("{name}.{part}"), width, width);
        let (query, key, value, output) = (linear("query"), linear("key"), linear("value"), linear("output"));
        Self { query, key, value, output, heads }
    }

    /// `x` `[B, T, D] -> [B, T, D]`; `mask` (`[T, T]` or `[B, H, T, T]`) is added to the scores.
    pub fn apply(&self, g: &mut Graph, x: Id, mask: Option<Id>) -> Id {
        let query = self.heads(g, &self.query, x);
        let known = self.known(g, x);
        self.attend(g, query, known, mask)
    }

    /// Keys and values of `x` `[B, T, D]`: `[B, H, T, D / H]` each.
    fn known(&self, g: &mut Graph, x: Id) -> [Id; 2] {
        [&self.key, &self.value].map(|linear| self.heads(g, linear, x))
    }

    /// `[B, T, D] -> [B, H, T, D / H]`
    fn heads(&self, g: &mut Graph, linear: &Linear, x: Id) -> Id {
        let shape = g.shape(x).to_vec();
        let [batch, length, width] = [shape[0], shape[1], shape[2]];
        let y = linear.apply(g, x);
        let y = g.reshape(y, &[batch, length, self.heads, width / self.heads]);
        g.permute(y, &[0, 2, 1, 3])
    }

    /// What queries `[B, H, T, D / H]` take from keys and values `[B, H, S, D / H]`: `[B, T, D]`. `mask` `[T, S]` or
    /// `[B, H, T, S]` is added to the scores.
    fn attend(&self, g: &mut Graph, query: Id, [key, value]: [Id; 2], mask: Option<Id>) -> Id {
        let shape = g.shape(query).to_vec();
        let [batch, heads, length, head] = [shape[0], shape[1], shape[2], shape[3]];
        let key = g.transpose(key);
        let scores = g.matmul(query, key); // [B, H, T, S]
        #[allow(clippy::cast_precision_loss, reason = "a head is narrow")]
        let scores = g.scale(scores, 1.0 / (head as f32).sqrt());
        let scores = match mask {
            Some(mask) => g.add(scores, mask),
            None => scores,
        };
        let weights = softmax(g, scores);
        let mixed = g.matmul(weights, value); // [B, H, T, D / H]
        let joined = g.permute(mixed, &[0, 2, 1, 3]);
        let joined = g.reshape(joined, &[batch, length, heads * head]);
        self.output.apply(g, joined)
    }
}

/// The nonlinearity of an [`Mlp`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Activation {
    /// [`relu`]
    Relu,
    /// [`gelu`]
    Gelu,
}

/// Two linear layers with a nonlinearity between them.
#[derive(Debug, Clone)]
pub struct Mlp {
    up: Linear,
    down: Linear,
    activation: Activation,
}

impl Mlp {
    /// Declares `name.up` and `name.down`.
    pub fn new(layout: &mut Layout, name: &str, [width, hidden]: [usize; 2], activation: Activation) -> Self {
        let up = Linear::new(layout, &format!("{name}.up"), width, hidden);
        let down = Linear::new(layout, &format!("{name}.down"), hidden, width);
        Self { up, down, activation }
    }

    /// `[.., D] -> [.., D]`
    pub fn apply(&self, g: &mut Graph, x: Id) -> Id {
        let hidden = self.hidden(g, x);
        self.down.apply(g, hidden)
    }

    /// The hidden layer, `[.., D] -> [.., hidden]`.
    fn hidden(&self, g: &mut Graph, x: Id) -> Id {
        let hidden = self.up.apply(g, x);
        match self.activation {
            Activation::Relu => relu(g, hidden),
            Activation::Gelu => gelu(g, hidden),
        }
    }
}

/// The sizes of a [`Transformer`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sizes {
    /// Tokens that go in.
    pub vocabulary: usize,
    /// Tokens that come out.
    pub outputs: usize,
    /// Longest sequence.
    pub length: usize,
    /// Numbers that stand for a token inside.
    pub width: usize,
    /// Attention heads; they divide the width.
    pub heads: usize,
    /// Blocks of attention and MLP.
    pub blocks: usize,
    /// Hidden width of the MLP.
    pub hidden: usize,
    /// Its nonlinearity.
    pub activation: Activation,
    /// Whether layers are normalised (before each part, and at the end).
    pub normalised: bool,
    /// Standard deviation of the first embeddings.
    pub deviation: f32,
}

/// Attention and MLP, each added to what goes in: a block of a transformer (with normalisation before each part, as
/// Xiong et al., 2020).
#[derive(Debug, Clone)]
pub struct Block {
    norms: Option<[LayerNorm; 2]>,
    attention: Attention,
    mlp: Mlp,
}

impl Block {
    /// Declares `name.norm1`, `.attention`, `.norm2` and `.mlp`, of the width, heads, hidden width, nonlinearity and
    /// normalisation of these sizes.
    pub fn new(layout: &mut Layout, name: &str, sizes: &Sizes) -> Self {
        let Sizes { width, heads, hidden, activation, normalised, .. } = *sizes;
        let norm = |layout: &mut Layout, part: &str| {
            normalised.then(|| LayerNorm::new(layout, &format!("{name}.{part}"), width))
        };
        let first = norm(layout, "norm1");
        let attention = Attention::new(layout, &format!("{name}.attention"), width, heads);
        let second = norm(layout, "norm2");
        let mlp = Mlp::new(layout, &format!("{name}.mlp"), [width, hidden], activation);
        Self { norms: first.zip(second).map(|(a, b)| [a, b]), attention, mlp }
    }

    /// `x` `[B, T, D] -> [B, T, D]`; `mask` (`[T, T]`) is added to the scores.
    pub fn apply(&self, g: &mut Graph, x: Id, mask: Option<Id>) -> Id {
        let input = self.norm(g, x, 0);
        let attended = self.attention.apply(g, input, mask);
        let x = g.add(x, attended);
        self.think(g, x)[0]
    }

    /// What the last place makes of all, `[B, T, D] -> [B, 1, D]`, and the hidden layer of its MLP, `[B, 1, hidden]`: a
    /// block that nothing but the last place is read of. It needs no causal mask, because the last place sees all; `mask`
    /// `[1, T]`, added to its scores, may hide some places from it.
    pub fn last(&self, g: &mut Graph, x: Id, mask: Option<Id>) -> [Id; 2] {
        let length = g.shape(x)[1];
        let input = self.norm(g, x, 0);
        let known = self.attention.known(g, input);
        let [x, input] = [x, input].map(|all| g.slice(all, 1, length - 1, 1));
        let query = self.attention.heads(g, &self.attention.query, input);
        let attended = self.attention.attend(g, query, known, mask);
        let x = g.add(x, attended);
        self.think(g, x)
    }

    fn norm(&self, g: &mut Graph, x: Id, part: usize) -> Id {
        self.norms.as_ref().map_or(x, |norms| norms[part].apply(g, x))
    }

    /// The second part, `[B, T, D] -> [B, T, D]`, and the hidden layer of its MLP, `[B, T, hidden]`.
    fn think(&self, g: &mut Graph, x: Id) -> [Id; 2] {
        let input = self.norm(g, x, 1);
        let hidden = self.mlp.hidden(g, input);
        let thought = self.mlp.down.apply(g, hidden);
        [g.add(x, thought), hidden]
    }
}

/// The keys and values that a transformer has computed for the tokens it has read, so that more can follow without
/// reading them again.
#[derive(Debug, Clone, Default)]
pub struct Memory {
    /// `[B, H, T, D / H]` twice, for each block.
    blocks: Vec<[Id; 2]>,
    /// Tokens read, T.
    length: usize,
}

/// Picks places: `[B, T, D] -> [B, N, D]`.
pub type Rows<'a> = &'a dyn Fn(&mut Graph, Id) -> Id;

/// A transformer over learned token and position embeddings; the mask makes it causal or not.
#[derive(Debug, Clone)]
pub struct Transformer {
    tokens: Embedding,
    positions: Embedding,
    blocks: Vec<Block>,
    norm: Option<LayerNorm>,
    head: Linear,
}

impl Transformer {
    /// Declares every parameter, in the order in which they are used.
    pub fn new(layout: &mut Layout, sizes: &Sizes) -> Self {
        let Sizes { width, deviation, .. } = *sizes;
        let tokens = Embedding::new(layout, "token_embedding", sizes.vocabulary, width, deviation);
        let positions = Embedding::new(layout, "position_embedding", sizes.length, width, deviation);
        let blocks = (0..sizes.blocks).map(|i| Block::new(layout, &format!("block{i}"), sizes)).collect();
        let last = sizes.normalised.then(|| LayerNorm::new(layout, "final_norm", width));
        let head = Linear::new(layout, "head", width, sizes.outputs);
        Self { tokens, positions, blocks, norm: last, head }
    }

    /// What stands at each place after all blocks: tokens `[B, T] u32 -> [B, T, D]`.
    pub fn hidden(&self, g: &mut Graph, tokens: Id, mask: Option<Id>) -> Id {
        self.extend(g, &mut Memory::default(), tokens, mask, None)
    }

    /// The same at some of the places alone, `[B, N, D]`: `rows` picks them out of `[B, T, D]`, and `masks` are those of
    /// all places, `[T, T]`, and of these, `[N, T]`. The last block computes nothing for the others.
    pub fn hidden_at(&self, g: &mut Graph, tokens: Id, masks: Option<[Id; 2]>, rows: Rows<'_>) -> Id {
        let (whole, part) = masks.map_or((None, None), |[whole, part]| (Some(whole), Some(part)));
        self.extend(g, &mut Memory::default(), tokens, whole, Some((rows, part)))
    }

    /// What stands at each of the T places that follow those S of the memory, which takes them up:
    /// `[B, T] u32 -> [B, T, D]`. `mask` is `[T, S + T]`. What was read before does not see what follows, so this is the
    /// whole sequence's result where the mask of the whole is causal. With `read`, the last block computes only some of
    /// the places, as [`Transformer::hidden_at`].
    ///
    /// # Panics
    /// If there are more tokens than the longest sequence has.
    pub fn extend(
        &self,
        g: &mut Graph,
        memory: &mut Memory,
        tokens: Id,
        mask: Option<Id>,
        read: Option<(Rows<'_>, Option<Id>)>,
    ) -> Id {
        let count = g.shape(tokens)[1];
        let embedded = self.tokens.apply(g, tokens);
        let positions = self.positions.table(g);
        let positions = g.slice(positions, 0, memory.length, count);
        let mut x = g.add(embedded, positions);
        let before = std::mem::take(&mut memory.blocks);
        for (i, block) in self.blocks.iter().enumerate() {
            let mut input = block.norm(g, x, 0);
            let [key, value] = block.attention.known(g, input);
            let known = match before.get(i) {
                Some(before) => [g.concat(&[before[0], key], 2), g.concat(&[before[1], value], 2)],
                None => [key, value],
            };
            memory.blocks.push(known);
            let mut mask = mask;
            if let Some((rows, part)) = read.filter(|_| i + 1 == self.blocks.len()) {
                (x, input, mask) = (rows(g, x), rows(g, input), part);
            }
            let query = block.attention.heads(g, &block.attention.query, input);
            let attended = block.attention.attend(g, query, known, mask);
            x = g.add(x, attended);
            x = block.think(g, x)[0];
        }
        memory.length += count;
        self.norm.as_ref().map_or(x, |norm| norm.apply(g, x))
    }

    /// Logits of `hidden` `[.., D] -> [.., V]`.
    pub fn logits(&self, g: &mut Graph, hidden: Id) -> Id {
        self.head.apply(g, hidden)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reference::{Values, evaluate};

    const SIZES: Sizes = Sizes {
        vocabulary: 5,
        outputs: 3,
        length: 6,
        width: 4,
        heads: 2,
        blocks: 2,
        hidden: 8,
        activation: Activation::Gelu,
        normalised: true,
        deviation: 0.5,
    };

    fn tokens(g: &mut Graph, start: usize, count: usize) -> Id {
        let all = [3, 1, 4, 1, 0, 2, 2, 2, 0, 4, 3, 1];
        let rows: Vec<u32> = (0..2).flat_map(|row| all[6 * row + start..][..count].to_vec()).collect();
        g.constant_u32(&[2, count], &rows)
    }

    /// The places 0 and 4 of six.
    fn two(g: &mut Graph, x: Id) -> Id {
        let places = [0, 4].map(|at| g.slice(x, 1, at, 1));
        g.concat(&places, 1)
    }

    #[test]
    fn reading_on_and_reading_some_places_give_what_reading_everything_gives() {
        let mut layout = Layout::new();
        let transformer = Transformer::new(&mut layout, &SIZES);
        let mut g = Graph::new();
        let (all, mask) = (tokens(&mut g, 0, 6), causal_mask(&mut g, 6));
        let whole = transformer.hidden(&mut g, all, Some(mask));
        // Four tokens, then one, then one.
        let mut memory = Memory::default();
        let (first, short) = (tokens(&mut g, 0, 4), causal_mask(&mut g, 4));
        let mut parts = vec![transformer.extend(&mut g, &mut memory, first, Some(short), None)];
        for at in 4..6 {
            let next = tokens(&mut g, at, 1);
            parts.push(transformer.extend(&mut g, &mut memory, next, None, None));
        }
        let read_on = g.concat(&parts, 1);
        let (queries, keys) = (g.constant_u32(&[2, 1], &[0, 4]), g.iota(&[1, 6], 1));
        let part = super::mask(&mut g, queries, keys);
        let some = transformer.hidden_at(&mut g, all, Some([mask, part]), &two);
        let wanted = two(&mut g, whole);

        let parameters = layout.initial_parameters([1, 2]).into_iter().map(f64::from).collect();
        let values = evaluate(&g, &layout, &[Values::Floats(parameters)], &[]);
        let is_near = |a: Id, b: Id| {
            let (a, b) = (values[a.index()].floats(), values[b.index()].floats());
            assert!(
                a.len() == b.len() && a.iter().zip(b).all(|(a, b)| (a - b).abs() < 1e-12),
                "{a:?}, {b:?}"
            );
        };
        is_near(read_on, whole);
        is_near(some, wanted);
    }
}
