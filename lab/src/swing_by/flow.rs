//! The flow: a matrix, or a product of a matrix with itself, that moves straight down the slope of the training loss
//! L = ½ ‖(W - I) A^½‖², which is that of infinitely many points. C concepts, K columns of U.

use engine::graph::{Dtype, Graph, Id};
use engine::layout::{Init, Layout, PARAMETERS, Weight};
use engine::rng::{Stream, standard_normal, uniform, word_at};

use super::variant::{Kind, STARTS};
use crate::knob::{Knobs, Value};

/// What flows.
pub(super) struct Flow {
    weight: Weight, // W [C, C] or U [C, K]
    kind: Kind,
    concepts: usize,
}

impl Flow {
    pub(super) fn new(layout: &mut Layout, kind: Kind, concepts: usize) -> Self {
        let columns = match kind {
            Kind::Product { columns } => columns,
            Kind::Matrix | Kind::Network { .. } => concepts,
        };
        let weight = layout.parameter("weights", &[concepts, columns], Init::Zeros, false);
        Self { weight, kind, concepts }
    }

    /// W, `[C, C]`, of the weights as they are.
    pub(super) fn matrix(&self, g: &mut Graph) -> Id {
        let weight = self.weight.node(g);
        self.product(g, weight)
    }

    /// W of these weights.
    fn product(&self, g: &mut Graph, weight: Id) -> Id {
        match self.kind {
            Kind::Product { .. } => {
                let turned = g.transpose(weight);
                g.matmul(weight, turned)
            }
            Kind::Matrix | Kind::Network { .. } => weight,
        }
    }

    /// How far W is from the identity, `[C, C]`.
    fn missing(&self, g: &mut Graph, matrix: Id) -> Id {
        let size = self.concepts;
        let identity: Vec<f32> =
            (0..size * size).map(|at| f32::from(u8::from(at % (size + 1) == 0))).collect();
        let identity = g.constant_f32(&[size, size], &identity);
        g.sub(identity, matrix)
    }

    /// The training loss, `[1, 1]`; `rates` `[1, C]` are the diagonal of A.
    pub(super) fn loss(&self, g: &mut Graph, rates: Id) -> Id {
        let matrix = self.matrix(g);
        let missing = self.missing(g, matrix);
        let square = g.mul(missing, missing);
        let weighted = g.mul(square, rates);
        let sum = g.sum_all(weighted);
        let half = g.scale(sum, 0.5);
        g.reshape(half, &[1, 1])
    }

    /// Minus the gradient of the training loss at some weights: (I - W) A for a matrix; for a product that and its
    /// transpose, times U.
    fn speed(&self, g: &mut Graph, weight: Id, rates: Id) -> Id {
        let matrix = self.product(g, weight);
        let missing = self.missing(g, matrix);
        let pull = g.mul(missing, rates);
        match self.kind {
            Kind::Product { .. } => {
                let turned = g.transpose(pull);
                let both = g.add(pull, turned);
                g.matmul(both, weight)
            }
            Kind::Matrix | Kind::Network { .. } => pull,
        }
    }

    /// The weights `[1, P]` after a stretch of time, `length` `[1, 1]`, by one step of the classical Runge-Kutta method.
    pub(super) fn advance(&self, g: &mut Graph, rates: Id, length: Id) -> (usize, Id) {
        let start = self.weight.node(g);
        let half = g.scale(length, 0.5);
        let moved = |g: &mut Graph, speed: Id, length: Id| {
            let change = g.mul(speed, length);
            g.add(start, change)
        };
        let first = self.speed(g, start, rates);
        let at = moved(g, first, half);
        let second = self.speed(g, at, rates);
        let at = moved(g, second, half);
        let third = self.speed(g, at, rates);
        let at = moved(g, third, length);
        let last = self.speed(g, at, rates);
        let (ends, middle) = (g.add(first, last), g.add(second, third));
        let middle = g.scale(middle, 2.0);
        let sum = g.add(ends, middle);
        let mean = g.scale(sum, 1.0 / 6.0);
        let end = moved(g, mean, length);
        (PARAMETERS, g.reshape(end, &[1, g.len(end)]))
    }

    /// The first weights of the member with this key. A matrix begins as the product of the U that would be drawn in its
    /// place, so that both begin alike.
    pub(super) fn start(knobs: &Knobs, kind: Kind, concepts: usize) -> impl Fn([u32; 2]) -> Vec<f32> + use<> {
        let columns = match kind {
            Kind::Product { columns } => columns,
            Kind::Matrix | Kind::Network { .. } => (knobs.whole("columns") as usize).max(concepts),
        };
        #[allow(clippy::cast_possible_truncation, reason = "the engine trains in f32")]
        let size = knobs.real("size") as f32;
        let start = STARTS.get(knobs.choice("start")).map_or("", |(key, _)| key);
        move |member| {
            let key = Stream::named("start").key(member);
            let draw = |at: u32| match start {
                "normal" => standard_normal(word_at(key, 0, at)),
                "equal" => 1.0,
                _ => 0.5 + uniform(word_at(key, 0, at)),
            };
            let drawn: Vec<f32> = (0..).take(concepts * columns).map(|at| size * draw(at)).collect();
            if matches!(kind, Kind::Product { .. }) {
                return drawn;
            }
            let row = |at: usize| &drawn[at * columns..][..columns];
            let entry = |(i, j): (usize, usize)| row(i).iter().zip(row(j)).map(|(a, b)| a * b).sum();
            (0..concepts).flat_map(|i| (0..concepts).map(move |j| (i, j))).map(entry).collect()
        }
    }
}

/// The clock of a run, as a state: the time, how long the next step is, and how many times as long each is as the one before.
pub(super) const CLOCK: usize = 3;

/// How many times as long the last step is as the first, where they grow.
const GROWTH: f64 = 100.0;

/// The clock before the first step.
pub(super) fn clock(knobs: &Knobs) -> Vec<f32> {
    let (time, steps) = (knobs.real("time"), f64::from(knobs.whole("steps")));
    let (length, ratio) = match knobs.get("clock") {
        Some(Value::Choice(1)) => {
            let ratio = libm::pow(GROWTH, 1.0 / steps);
            (time * (ratio - 1.0) / (GROWTH - 1.0), ratio)
        }
        _ => (time / steps, 1.0),
    };
    #[allow(clippy::cast_possible_truncation, reason = "the engine trains in f32")]
    let clock = [0.0, length, ratio].map(|number| number as f32).to_vec();
    clock
}

/// The clock after a step.
pub(super) fn tick(g: &mut Graph, state: usize) -> Id {
    let clock = g.state(state, &[1, CLOCK], Dtype::F32);
    let [time, length, ratio] = [0, 1, 2].map(|at| g.slice(clock, 1, at, 1));
    let (time, length) = (g.add(time, length), g.mul(length, ratio));
    g.concat(&[time, length, ratio], 1)
}
