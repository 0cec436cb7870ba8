//! What the engine's tests share: repeatable random numbers, and running one graph on every executor.
#![allow(
    clippy::cast_possible_truncation,
    dead_code,
    unreachable_pub,
    reason = "each test file uses its part"
)]

use engine::exact::{Exact, Simd};
use engine::graph::{Dtype, Graph, Id};
use engine::layout::Layout;
use engine::lower::{Fusion, Roots, lower};
pub use engine::parity::Dice;
use engine::reference::{Values, evaluate};

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
