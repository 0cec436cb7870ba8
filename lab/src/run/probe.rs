//! Answers a visitor's question from models as they were saved.

use engine::exact::{Exact, Simd};
use engine::lower::{Fusion, lower};

use crate::keys::RunKeys;
use crate::recording::Saved;

/// What each arm says to a question of the probe at this position; `None` for an arm of which nothing fitting was saved.
#[must_use]
pub fn answers(keys: &RunKeys, probe: usize, question: &[u32], from: &[Saved]) -> Vec<Option<Vec<f32>>> {
    (0..keys.arms().len()).map(|arm| answer(keys, probe, arm, question, from)).collect()
}

fn answer(keys: &RunKeys, probe: usize, arm: usize, question: &[u32], from: &[Saved]) -> Option<Vec<f32>> {
    let declared = keys.experiment.probes.get(probe)?;
    let saved = from.iter().find(|saved| saved.arm as usize == arm)?;
    let layout = super::program(keys, arm).arm.layout;
    let mut state = saved.words();
    if state.len() != layout.words() {
        return None;
    }
    let program = (declared.program)(&keys.knobs, arm);
    let mut exact = Exact::new(lower(&program.graph, &layout, &program.roots, Fusion::Full), Simd::widest());
    let (inputs, outputs): (usize, usize) =
        (exact.schedule().inputs.iter().sum(), exact.schedule().outputs.iter().sum());
    // The engine trusts its caller about the number of inputs.
    if question.len() != inputs {
        return None;
    }
    let question: Vec<f32> = question.iter().map(|word| f32::from_bits(*word)).collect();
    let mut said = vec![0.0; outputs];
    exact.run(&mut state, &question, &mut said);
    Some(said)
}
