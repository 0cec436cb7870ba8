//! What the engine's tests share: repeatable random numbers, and running one graph on every executor.
#![allow(
    clippy::cast_possible_truncation,
    dead_code,
    unreachable_pub,
    reason = "each test file uses its part"
)]

use engine::exact::{Exact, Simd};
use engine::feed::{Feed, Keys};
use engine::graph::{Dtype, Graph, Id};
use engine::layout::Layout;
use engine::lower::{Fusion, Roots, lower};
use engine::nn::{Activation, Linear, Mlp, squared_error};
use engine::optim::{AdamW, Moments};
#[allow(unused_imports, reason = "not every test rolls dice")]
pub use engine::parity::Dice;
use engine::reference::{Values, evaluate};
use engine::rng::{Stream, uniform, word_at};
use engine::train::{Arm, Program, Segment};

/// Every SIMD level of this machine; the test machines of the project have AVX2 at least.
pub fn levels() -> Vec<Simd> {
    Simd::available()
}

/// The words of outputs (each as its own vector) from the exact executor, and the state afterwards.
pub fn exact(
    g: &Graph,
    layout: &Layout,
    roots: &Roots,
    fusion: Fusion,
    simd: Simd,
    state: &[f32],
    inputs: &[f32],
) -> (Vec<Vec<f32>>, Vec<f32>) {
    let mut executor = Exact::new(lower(g, layout, roots, fusion), simd);
    let lengths = executor.schedule().outputs.clone();
    let mut outputs = vec![f32::NAN; lengths.iter().sum()];
    let mut state = state.to_vec();
    executor.poison();
    executor.run(&mut state, inputs, &mut outputs);
    let mut rest = outputs.as_slice();
    let split = lengths.iter().map(|&length| {
        let (head, tail) = rest.split_at(length);
        rest = tail;
        head.to_vec()
    });
    (split.collect(), state)
}

/// The value of a node from the reference executor, with floats as `f64` and integers exactly.
pub fn reference(
    g: &Graph,
    layout: &Layout,
    state: &[f32],
    inputs: &[Vec<f32>],
    ids: &[Id],
) -> Vec<Vec<f64>> {
    let states: Vec<Values<f64>> =
        layout.states().iter().map(|s| values(&state[s.offset..s.offset + s.length], s.dtype)).collect();
    let inputs: Vec<Values<f64>> = inputs.iter().map(|x| values(x, Dtype::F32)).collect();
    let all = evaluate(g, layout, &states, &inputs);
    let of = |id: &Id| match &all[id.index()] {
        Values::Floats(x) => x.clone(),
        Values::Words(x) => x.iter().map(|&x| f64::from(x)).collect(),
    };
    ids.iter().map(of).collect()
}

fn values(words: &[f32], dtype: Dtype) -> Values<f64> {
    match dtype {
        Dtype::F32 => Values::Floats(words.iter().map(|&x| f64::from(x)).collect()),
        Dtype::U32 => Values::Words(words.iter().map(|x| x.to_bits()).collect()),
    }
}

/// The bits of each number, NaNs as one.
pub fn bits(x: &[f32]) -> Vec<u32> {
    x.iter().map(|x| if x.is_nan() { 0x7fc0_0000 } else { x.to_bits() }).collect()
}

/// Points of a parabola: 16 inputs, then as many targets.
struct Parabola {
    lift: f32,
}

impl Feed for Parabola {
    fn fill(&self, member: [u32; 2], step: u32, inputs: &mut [f32]) {
        let key = Stream::named("points").key(member);
        let (points, targets) = inputs.split_at_mut(16);
        for (i, (x, y)) in points.iter_mut().zip(targets).enumerate() {
            *x = uniform(word_at(key, step, i as u32)) * 2.0 - 1.0;
            *y = *x * *x + self.lift;
        }
    }
}

/// A small network that learns a parabola, then a lifted one; every second member may get another learning rate.
pub fn parabola(odd_rate: f32) -> Arm {
    let mut layout = Layout::new();
    let first = Linear::new(&mut layout, "in", 1, 8);
    let mlp = Mlp::new(&mut layout, "mlp", [8, 16], Activation::Gelu);
    let last = Linear::new(&mut layout, "out", 8, 1);
    let moments = Moments::new(&mut layout);
    let keys = Keys::new(&mut layout);
    let program = |evaluate: bool| {
        let mut g = Graph::new();
        let x = g.input(0, &[16, 1], Dtype::F32);
        let wanted = g.input(1, &[16, 1], Dtype::F32);
        let grid: Vec<f32> = (0..16u8).map(|i| f32::from(i) / 8.0 - 1.0).collect();
        let grid = g.constant_f32(&[16, 1], &grid);
        let h = first.apply(&mut g, if evaluate { grid } else { x });
        let h = mlp.apply(&mut g, h);
        let y = last.apply(&mut g, h);
        if evaluate {
            return Program { graph: g, roots: Roots { updates: vec![], outputs: vec![y] } };
        }
        let loss = squared_error(&mut g, y, wanted);
        let optimiser = AdamW {
            betas: [0.9, 0.99],
            epsilon: 1e-8,
            weight_decay: 0.01,
            clip: Some(1.0),
            warmup: 10,
            decay: 100,
            steps: 400,
        };
        let updates = optimiser.update(&mut g, &layout, &moments, loss);
        Program { graph: g, roots: Roots { updates, outputs: vec![loss] } }
    };
    let segment = |lift: f32| Segment {
        steps: 200,
        train: program(false),
        evaluate: program(true),
        feed: Some(Box::new(Parabola { lift })),
    };
    let segments = vec![segment(0.0), segment(1.0)];
    let initial = move |member: u32, _: [u32; 2]| {
        moments.initial(if member % 2 == 1 { odd_rate } else { 0.01 }).to_vec()
    };
    let marks = (0..=8).map(|i| i * 50).collect();
    Arm { layout, keys, initial: Box::new(initial), segments, marks, replicates: Arm::ALONE }
}
