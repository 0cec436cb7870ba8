//! Every kind of kernel over random shapes, odd sizes and ones among them, with the tolerance that it is held to.
//!
//! | kernel | tolerance | why |
//! | --- | --- | --- |
//! | integers, random words, movement, selection | 0 | the same bits are promised |
//! | arithmetic, square roots, quotients | 2e-6 | WGSL may fuse a product with a sum; 2.5 units for a quotient |
//! | exponential, logarithm, tangent | 1e-5 | 3 + 2 abs(x) units for `exp`, 2^-21 near 1 for `log` |
//! | sums and matrix products | 2e-5 | another order of up to a few thousand terms of size 2 |
//! | softmax, norms, cross-entropy and their gradients | 1e-4 | all of these, one after the other |
//! | a step of the optimiser | 1e-5 | a quotient by a root, near zero |
#![allow(clippy::cast_possible_truncation, reason = "small numbers of a test")]

use super::{Case, Dice};
use crate::feed;
use crate::grad::gradients;
use crate::graph::{Binary, Dtype, Graph, Id, Reduction};
use crate::layout::{Init, Layout};
use crate::lower::Roots;
use crate::nn;
use crate::optim::{AdamW, Moments};

const SIZES: [usize; 12] = [1, 2, 3, 5, 7, 8, 16, 17, 31, 33, 64, 67];

/// A case in the making.
struct Bench {
    dice: Dice,
    g: Graph,
    inputs: Vec<usize>,
}

impl Bench {
    fn input(&mut self, shape: &[usize]) -> Id {
        self.inputs.push(shape.iter().product());
        self.g.input(self.inputs.len() - 1, shape, Dtype::F32)
    }

    fn size(&mut self) -> usize {
        SIZES[self.dice.below(SIZES.len())]
    }

    fn tokens(&mut self, count: usize, below: usize) -> Id {
        let tokens: Vec<u32> = (0..count).map(|_| self.dice.below(below) as u32).collect();
        self.g.constant_u32(&[count], &tokens)
    }
}

fn case(name: &str, seed: u32, tolerance: f64, build: impl FnOnce(&mut Bench) -> Vec<Id>) -> Case {
    let mut bench = Bench { dice: Dice::new(seed), g: Graph::new(), inputs: vec![] };
    let outputs = build(&mut bench);
    let words = bench.inputs.iter().sum();
    let members = (0..3).map(|_| [vec![], bench.dice.numbers(words)]).collect();
    Case {
        name: format!("{name}, {seed}"),
        graph: bench.g,
        layout: Layout::new(),
        roots: Roots { updates: vec![], outputs },
        members,
        tolerance,
    }
}

/// All cases of the round with this number; each round has other shapes.
#[must_use]
pub fn kernels(round: u32) -> Vec<Case> {
    let seed = 100 * round;
    let mut all = vec![
        case("arithmetic", seed, 2e-6, arithmetic),
        case("transcendental functions", seed + 1, 1e-5, transcendental),
        case("integers", seed + 2, 0.0, integers),
        case("random words and permutations", seed + 3, 0.0, random_words),
        case("movement", seed + 4, 0.0, movement),
        case("selection", seed + 5, 0.0, selection),
        case("folds of short rows", seed + 6, 2e-5, |b| {
            let columns = b.size();
            folds(b, columns)
        }),
        case("folds of rows", seed + 7, 2e-5, |b| {
            let columns = 70 + b.dice.below(900);
            folds(b, columns)
        }),
        case("folds of long rows", seed + 8, 2e-5, |b| {
            let columns = 1025 + b.dice.below(2000);
            folds(b, columns)
        }),
        case("index of the largest", seed + 9, 0.0, largest),
        case("sums of columns", seed + 10, 2e-5, columns),
        case("gather and scatter", seed + 11, 2e-5, gather_and_scatter),
        case("softmax", seed + 12, 1e-4, softmax),
        case("layer norm", seed + 13, 1e-4, layer_norm),
        case("cross-entropy", seed + 14, 1e-4, cross_entropy),
        case("attention", seed + 15, 1e-4, attention),
        optimiser(seed + 16),
        pictures(seed + 17),
    ];
    for (number, form) in ["NN", "NT", "TN", "TT"].into_iter().enumerate() {
        let seed = seed + 20 + number as u32;
        all.push(case(&format!("product {form}"), seed, 2e-5, |b| product(b, form, false)));
        all.push(case(&format!("product {form} with folds"), seed + 10, 1e-4, |b| product(b, form, true)));
    }
    all
}

fn pair(b: &mut Bench) -> (Id, Id) {
    let shape = [b.size(), b.size()];
    (b.input(&shape), b.input(&shape))
}

fn arithmetic(b: &mut Bench) -> Vec<Id> {
    let (x, y) = pair(b);
    let g = &mut b.g;
    let square = g.mul(y, y);
    let positive = g.offset(square, 0.25);
    let ops = [Binary::Add, Binary::Sub, Binary::Mul, Binary::Max, Binary::Min];
    let mut all: Vec<Id> = ops.into_iter().map(|op| g.binary(op, x, y)).collect();
    all.extend([g.div(x, positive), g.sqrt(positive), g.neg(x)]);
    all
}

fn transcendental(b: &mut Bench) -> Vec<Id> {
    let (x, y) = pair(b);
    let g = &mut b.g;
    let wide = g.scale(x, 40.0);
    let square = g.mul(y, y);
    let positive = g.offset(square, 1e-3);
    let below = g.offset(x, -2.0);
    vec![g.exp(below), g.log(positive), g.tanh(x), g.tanh(wide), nn::gelu(g, x)]
}

fn integers(b: &mut Bench) -> Vec<Id> {
    let count = b.size() * b.size();
    let words: Vec<u32> = (0..2 * count).map(|_| b.dice.word()).collect();
    let g = &mut b.g;
    let (x, y) = (g.constant_u32(&[count], &words[..count]), g.constant_u32(&[count], &words[count..]));
    let ops = [
        Binary::Add,
        Binary::Sub,
        Binary::Mul,
        Binary::Max,
        Binary::Min,
        Binary::Less,
        Binary::Equal,
        Binary::MulHigh,
        Binary::And,
        Binary::Xor,
        Binary::ShiftRight,
    ];
    let mut all: Vec<Id> = ops.into_iter().map(|op| g.binary(op, x, y)).collect();
    let same = g.equal(x, x);
    let small = g.u32(9);
    let small = g.binary(Binary::ShiftRight, y, small);
    all.extend([same, g.to_f32(small)]);
    let sum = g.reshape(x, &[1, count]);
    all.push(g.sum(sum, 1));
    all
}

fn random_words(b: &mut Bench) -> Vec<Id> {
    let (rows, n) = (b.size(), 2 + b.dice.below(10));
    let key = [b.dice.word(), b.dice.word()].map(|word| b.g.u32(word));
    let g = &mut b.g;
    let (step, element) = (g.u32(7), g.iota(&[rows, n], 1));
    let row = g.iota(&[rows, n], 0);
    let mixed = g.mul(element, row);
    let words = g.threefry(key, [step, mixed], 1);
    let first = g.threefry(key, [row, element], 0);
    vec![words, feed::permutation(g, first), feed::below(g, words, 11)]
}

fn movement(b: &mut Bench) -> Vec<Id> {
    let [x, y, z] = [b.size(), b.size(), 1 + b.dice.below(9)];
    let t = b.input(&[x, y, z]);
    let g = &mut b.g;
    let turned = g.permute(t, &[2, 0, 1]);
    let flat = g.reshape(turned, &[z * x, y]);
    let padded = g.pad(flat, 1, 2, 1);
    let part = g.slice(padded, 1, 1, y + 1);
    let joined = g.concat(&[part, padded], 1);
    let back = g.transpose(joined);
    let column = g.slice(t, 1, y - 1, 1);
    let spread = g.expand(column, &[x, y, z]);
    let all = [turned, flat, padded, joined, back, spread];
    all.map(|x| g.copy(x)).to_vec()
}

fn selection(b: &mut Bench) -> Vec<Id> {
    let (x, y) = pair(b);
    let g = &mut b.g;
    let shape = g.shape(x).to_vec();
    let less = g.less(x, y);
    let chosen = g.select(less, x, y);
    let (place, one) = (g.iota(&shape, 1), g.u32(1));
    let odd = g.binary(Binary::And, place, one);
    let (zero, far) = (g.f32(0.0), g.f32(f32::NEG_INFINITY));
    let masked = g.select(odd, far, x);
    let words = g.select(odd, less, place);
    let kept = g.select(odd, zero, chosen);
    vec![chosen, masked, words, kept]
}

fn folds(b: &mut Bench, columns: usize) -> Vec<Id> {
    let rows = 1 + b.dice.below(80);
    let (x, y) = (b.input(&[rows, columns]), b.input(&[rows, columns]));
    let g = &mut b.g;
    let product = g.mul(x, y);
    let (sum, max) = (g.mean(product, 1), g.reduce(Reduction::Max, x, 1));
    let both = g.add(sum, max);
    let twice = g.scale(both, 2.0);
    vec![sum, max, twice, g.mean(y, 1)]
}

fn largest(b: &mut Bench) -> Vec<Id> {
    let (rows, columns) = (b.size(), b.size() * 3);
    let x = b.input(&[rows, columns]);
    let long = b.input(&[2, 1500]);
    let tokens = b.tokens(rows * columns, 4);
    let g = &mut b.g;
    let tied = g.to_f32(tokens);
    let tied = g.reshape(tied, &[rows, columns]);
    [x, long, tied].map(|x| g.reduce(Reduction::ArgMax, x, 1)).to_vec()
}

fn columns(b: &mut Bench) -> Vec<Id> {
    let [outer, count, inner] = [1 + b.dice.below(5), b.size() * 5, b.size()];
    let x = b.input(&[outer, count, inner]);
    let counts = b.tokens(outer * count * inner, 99);
    let g = &mut b.g;
    let counts = g.reshape(counts, &[outer, count, inner]);
    let turned = g.permute(x, &[2, 1, 0]);
    vec![g.sum(x, 1), g.sum(counts, 1), g.sum(turned, 0)]
}

fn gather_and_scatter(b: &mut Bench) -> Vec<Id> {
    let [height, width, count] = [b.size(), b.size(), b.size() * 3];
    let (table, rows) = (b.input(&[height, width]), b.input(&[count, width]));
    // One beyond the table now and then.
    let at = b.tokens(count, height + 1);
    let g = &mut b.g;
    let found = g.gather(table, at);
    let twice = g.scale(found, 2.0);
    let norm = g.sum(twice, 1);
    vec![twice, norm, g.scatter_add(rows, at, height)]
}

fn with_gradients(g: &mut Graph, y: Id, weight: Id, wrt: &[Id]) -> Vec<Id> {
    let product = g.mul(y, weight);
    let loss = g.sum_all(product);
    let loss = g.scale(loss, 0.1);
    let mut all = vec![y, loss];
    all.extend(gradients(g, loss, wrt));
    all
}

fn softmax(b: &mut Bench) -> Vec<Id> {
    let (x, y) = pair(b);
    let soft = nn::softmax(&mut b.g, x);
    with_gradients(&mut b.g, soft, y, &[x])
}

fn layer_norm(b: &mut Bench) -> Vec<Id> {
    let columns = 3 + b.size();
    let rows = b.size();
    let (x, y) = (b.input(&[rows, columns]), b.input(&[rows, columns]));
    let (scale, shift) = (b.input(&[columns]), b.input(&[columns]));
    let g = &mut b.g;
    let mean = g.mean(x, 1);
    let centred = g.sub(x, mean);
    let square = g.mul(centred, centred);
    let variance = g.mean(square, 1);
    let variance = g.offset(variance, 0.1);
    let deviation = g.sqrt(variance);
    let normal = g.div(centred, deviation);
    let scaled = g.mul(normal, scale);
    let moved = g.add(scaled, shift);
    with_gradients(g, moved, y, &[x, scale, shift])
}

fn cross_entropy(b: &mut Bench) -> Vec<Id> {
    let (rows, columns) = (b.size() * 2, 1 + b.size());
    let x = b.input(&[rows, columns]);
    let targets = b.tokens(rows, columns);
    let g = &mut b.g;
    let each = nn::cross_entropy(g, x, targets);
    let loss = nn::mean_all(g, each);
    let right = nn::correct(g, x, targets);
    let mut all = vec![each, loss, g.sum_all(right)];
    all.extend(gradients(g, loss, &[x]));
    all
}

fn attention(b: &mut Bench) -> Vec<Id> {
    let [batch, heads, length, width] =
        [1 + b.dice.below(3), 1 + b.dice.below(3), 2 + b.dice.below(39), 1 + b.dice.below(20)];
    let shape = [batch, length, heads, width];
    let all = [b.input(&shape), b.input(&shape), b.input(&shape)];
    let weight = b.input(&[batch, heads, length, width]);
    let g = &mut b.g;
    let [query, key, value] = all.map(|x| g.permute(x, &[0, 2, 1, 3]));
    let key = g.transpose(key);
    let scores = g.matmul(query, key);
    let scores = g.scale(scores, 0.3);
    let mask = nn::causal_mask(g, length);
    let scores = g.add(scores, mask);
    let weights = nn::softmax(g, scores);
    let mixed = g.matmul(weights, value);
    with_gradients(g, mixed, weight, &all)
}

fn product(b: &mut Bench, form: &str, folds: bool) -> Vec<Id> {
    let [m, n, k] = [b.size(), if folds { 1 + b.dice.below(64) } else { b.size() * 2 }, b.size() * 2];
    let batch = 1 + b.dice.below(3);
    let matrix = |b: &mut Bench, turned: bool, rows: usize, columns: usize| {
        if turned {
            let x = b.input(&[batch, columns, rows]);
            b.g.transpose(x)
        } else {
            b.input(&[batch, rows, columns])
        }
    };
    let x = matrix(b, form.starts_with('T'), m, k);
    let y = matrix(b, form.ends_with('T'), k, n);
    let (bias, other) = (b.input(&[n]), b.input(&[batch, m, n]));
    let g = &mut b.g;
    let deep = g.f32(1.0 / (k as f32).sqrt());
    let x = g.mul(x, deep);
    let product = g.matmul(x, y);
    if folds {
        let moved = g.add(product, bias);
        let soft = nn::softmax(g, moved);
        let best = g.reduce(Reduction::Max, moved, 2);
        let mixed = g.mul(soft, other);
        return vec![product, soft, best, g.sum(mixed, 2)];
    }
    let moved = g.add(product, bias);
    let bent = nn::relu(g, moved);
    vec![product, g.add(bent, other)]
}

fn optimiser(seed: u32) -> Case {
    let mut dice = Dice::new(seed);
    let mut layout = Layout::new();
    let (rows, width) = (1 + dice.below(9), 1 + dice.below(40));
    let weight = layout.parameter("weight", &[rows, width], Init::Normal(1.0), true);
    let bias = layout.parameter("bias", &[width], Init::Zeros, false);
    let moments = Moments::new(&mut layout);
    let mut g = Graph::new();
    let x = g.input(0, &[7, rows], Dtype::F32);
    let wanted = g.input(1, &[7, width], Dtype::F32);
    let (weight, bias) = (weight.node(&mut g), bias.node(&mut g));
    let y = g.matmul(x, weight);
    let y = g.add(y, bias);
    let loss = nn::squared_error(&mut g, y, wanted);
    let optimiser = AdamW {
        betas: [0.9, 0.98],
        epsilon: 1e-4,
        weight_decay: 0.01,
        clip: Some(0.5),
        warmup: 3,
        decay: 5,
        steps: 20,
    };
    let updates = optimiser.update(&mut g, &layout, &moments, loss);
    let mut members = Vec::new();
    for member in 0..3u32 {
        let mut state = dice.numbers(layout.words());
        let parts = layout.states().to_vec();
        for part in &parts {
            let own = &mut state[part.offset..part.offset + part.length];
            match part.name {
                "second moment" => own.iter_mut().for_each(|x| *x *= *x),
                "step" => own.fill(f32::from_bits(member * 8)),
                "learning rate" => own.fill(0.01),
                "powers of beta" => own.copy_from_slice(&[0.5, 0.7]),
                _ => {}
            }
        }
        members.push([state, dice.numbers(7 * (rows + width))]);
    }
    let roots = Roots { updates, outputs: vec![loss] };
    Case { name: format!("optimiser, {seed}"), graph: g, layout, roots, members, tolerance: 1e-5 }
}

/// Convolutions down and up again with a group norm between them, and all their gradients.
fn pictures(seed: u32) -> Case {
    let mut dice = Dice::new(seed);
    let mut layout = Layout::new();
    let [batch, height, width] = [1 + dice.below(3), 2 * (1 + dice.below(4)), 2 * (1 + dice.below(5))];
    let (inputs, channels) = (1 + dice.below(4), 4 * (1 + dice.below(3)));
    let kernel = |side, stride| nn::Kernel { side, stride, padding: 1 };
    let first = nn::Conv::new(&mut layout, "first", [inputs, channels], kernel(3, 1));
    let norm = nn::GroupNorm::new(&mut layout, "norm", channels, 4);
    let down = nn::Conv::new(&mut layout, "down", [channels, channels], kernel(3, 2));
    let up = nn::TransposedConv::new(&mut layout, "up", [channels, inputs], kernel(4, 2));
    let mut g = Graph::new();
    let shape = [batch, height, width, inputs];
    let (x, weight) = (g.input(0, &shape, Dtype::F32), g.input(1, &shape, Dtype::F32));
    let y = first.apply(&mut g, x);
    let y = norm.apply(&mut g, y);
    let y = nn::gelu(&mut g, y);
    let y = down.apply(&mut g, y);
    let y = up.apply(&mut g, y);
    let mut wrt = layout.nodes(&mut g);
    wrt.push(x);
    let outputs = with_gradients(&mut g, y, weight, &wrt);
    let count = shape.iter().product::<usize>();
    let mut member = || {
        let state = dice.numbers(layout.words()).into_iter().map(|x| x * 0.3).collect();
        [state, dice.numbers(2 * count)]
    };
    let members = (0..3).map(|_| member()).collect();
    let roots = Roots { updates: vec![], outputs };
    Case { name: format!("convolutions, {seed}"), graph: g, layout, roots, members, tolerance: 1e-4 }
}
