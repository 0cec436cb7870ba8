//! Random graphs and numbers, repeatable: what every executor must agree on.
#![allow(clippy::cast_possible_truncation, reason = "small numbers of a test")]

use crate::graph::{Binary, Dtype, Graph, Id, Reduction};
use crate::layout::Layout;
use crate::lower::Roots;
use crate::nn;
use crate::rng::{Stream, below, member_key, uniform, word_at};

/// A repeatable source of random numbers.
#[derive(Debug)]
pub struct Dice {
    key: [u32; 2],
    drawn: u32,
}

impl Dice {
    /// A source of its own for each seed.
    #[must_use]
    pub fn new(seed: u32) -> Self {
        Self { key: Stream::named("test").key(member_key(seed, 0)), drawn: 0 }
    }

    /// 32 random bits.
    pub fn word(&mut self) -> u32 {
        self.drawn += 1;
        word_at(self.key, 0, self.drawn)
    }

    /// A whole number from 0 to `n - 1`.
    pub fn below(&mut self, n: usize) -> usize {
        below(self.word(), n as u32) as usize
    }

    /// A number in (-2, 2), away from 0 by at least 2^-20.
    pub fn number(&mut self) -> f32 {
        let x = uniform(self.word()) * 4.0 - 2.0;
        if x.abs() < 1e-6 { 0.5 } else { x }
    }

    /// So many of them.
    pub fn numbers(&mut self, count: usize) -> Vec<f32> {
        (0..count).map(|_| self.number()).collect()
    }
}

/// A random graph over two inputs and two states, what it computes, and first values.
#[derive(Debug)]
pub struct Random {
    /// The graph.
    pub g: Graph,
    /// Its two states.
    pub layout: Layout,
    /// What it computes.
    pub roots: Roots,
    /// Values of the inputs.
    pub inputs: Vec<Vec<f32>>,
    /// Values of the states.
    pub state: Vec<f32>,
}

/// The random graph with this number: 24 operations over odd sizes and ones, now and then over long rows.
#[must_use]
pub fn random_graph(seed: u32) -> Random {
    let dice = &mut Dice::new(1000 + seed);
    let mut g = Graph::new();
    // Odd sizes, ones, and now and then a row longer than a block.
    let sizes = [1, 2, 3, 5, 7, 8, 13, 16, 33, 100];
    let mut pick = || sizes[dice.below(sizes.len())];
    let (a, b) = (pick(), pick());
    let c = if seed.is_multiple_of(5) { 1100 + pick() } else { pick() };
    let inputs = vec![dice.numbers(a * c), dice.numbers(b * c)];
    let mut layout = Layout::new();
    let states = [layout.state("first", a * c, Dtype::F32), layout.state("second", a * c, Dtype::F32)];
    let state = dice.numbers(layout.words());
    let mut pool = vec![g.input(0, &[a, c], Dtype::F32), g.input(1, &[b, c], Dtype::F32)];
    pool.extend(states.map(|state| g.state(state, &[a, c], Dtype::F32)));
    for _ in 0..24 {
        let x = pool[dice.below(pool.len())];
        let y = grow(&mut g, dice, &pool, x);
        if g.len(y) <= 40_000 {
            pool.push(y);
        }
    }
    let outputs = (0..4).map(|_| pool[dice.below(pool.len())]).chain(pool.last().copied()).collect();
    // States become what fits them, among it each other and themselves.
    let fitting: Vec<Id> = pool.into_iter().filter(|&id| g.len(id) == a * c).collect();
    let updates = states.map(|state| (state, fitting[dice.below(fitting.len())])).to_vec();
    Random { g, layout, roots: Roots { updates, outputs }, inputs, state }
}

fn grow(g: &mut Graph, dice: &mut Dice, pool: &[Id], x: Id) -> Id {
    let shape = g.shape(x).to_vec();
    let rank = shape.len();
    let last = rank - 1;
    // Keeps numbers tame, so that a tolerance means something.
    let tame = |g: &mut Graph, x: Id| g.tanh(x);
    let same = |dice: &mut Dice, g: &Graph| {
        let fitting: Vec<Id> = pool.iter().copied().filter(|&id| g.shape(id) == shape).collect();
        fitting[dice.below(fitting.len())]
    };
    match dice.below(17) {
        0 => g.tanh(x),
        1 => {
            let small = tame(g, x);
            g.exp(small)
        }
        2 => {
            let square = g.mul(x, x);
            let positive = g.offset(square, 0.5);
            let root = g.sqrt(positive);
            let log = g.log(positive);
            g.add(root, log)
        }
        3 => {
            let op = [Binary::Add, Binary::Sub, Binary::Max, Binary::Min][dice.below(4)];
            let other = same(dice, g);
            g.binary(op, x, other)
        }
        4 => {
            let (a, b) = (tame(g, x), same(dice, g));
            g.mul(a, b)
        }
        5 => nn::softmax(g, x),
        6 => {
            let mean = g.mean(x, last);
            let centred = g.sub(x, mean);
            let square = g.mul(centred, centred);
            let variance = g.mean(square, last);
            let variance = g.offset(variance, 0.1);
            let deviation = g.sqrt(variance);
            g.div(centred, deviation)
        }
        7 => {
            let sum = g.mean(x, dice.below(rank));
            g.expand(sum, &shape)
        }
        8 => {
            let largest = g.reduce(Reduction::Max, x, last);
            let other = same(dice, g);
            g.sub(other, largest)
        }
        9 => {
            let flat = g.len(x);
            let split = (1..=flat).filter(|n| flat.is_multiple_of(*n)).nth(dice.below(4)).unwrap_or(1);
            g.reshape(x, &[flat / split, split])
        }
        10 => {
            let order: Vec<usize> = (0..rank).rev().collect();
            g.permute(x, &order)
        }
        11 => {
            let axis = dice.below(rank);
            let length = 1 + dice.below(shape[axis]);
            g.slice(x, axis, shape[axis] - length, length)
        }
        12 => g.pad(x, dice.below(rank), dice.below(3), 1),
        13 => {
            let other = same(dice, g);
            g.concat(&[x, other], dice.below(rank))
        }
        14 if shape[rank - 2] <= 150 => {
            let right = g.transpose(x);
            let product = g.matmul(x, right);
            tame(g, product)
        }
        15 if rank == 2 => {
            let count = 1 + dice.below(9);
            let at: Vec<u32> = (0..count).map(|_| dice.below(shape[0] + 1) as u32).collect();
            let at = g.constant_u32(&[count], &at);
            let rows = g.gather(x, at);
            g.scatter_add(rows, at, shape[0])
        }
        _ => {
            // By place, not by value: a sign that hangs on rounding would be no fair comparison.
            let (place, one) = (g.iota(&shape, last), g.u32(1));
            let (odd, other) = (g.binary(Binary::And, place, one), same(dice, g));
            g.select(odd, other, x)
        }
    }
}
