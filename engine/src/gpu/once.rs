//! A program run once for some members, whatever they are: for tests and tools. Training goes through
//! [`super::GpuTrainer`].

use std::rc::Rc;

use super::device::{Gpu, GpuError};
use super::program::Program;
use super::replay::{Bring, Memory, Part, Replay, slot, submit, write};

/// Runs a program for members with these states and inputs, its working memory full of NaN; gives outputs, then
/// states, of each.
///
/// # Errors
/// When the device does not compute.
pub async fn run(gpu: &Gpu, program: &Program, members: &[[Vec<f32>; 2]]) -> Result<Vec<Vec<f32>>, GpuError> {
    let count = members.len();
    let state_words = members.first().map_or(0, |[state, _]| state.len());
    let storage = wgpu::BufferUsages::STORAGE | wgpu::BufferUsages::COPY_SRC | wgpu::BufferUsages::COPY_DST;
    let shared = async |label, words| Ok::<_, GpuError>(Rc::new(gpu.buffer(label, words, storage).await?));
    let outputs = slot(count, program.outputs);
    let memory = Memory {
        arena: shared("arena", program.arena * count).await?,
        state: shared("state", state_words * count).await?,
        inputs: shared("inputs", slot(count, program.inputs)).await?,
        outputs: shared("outputs", outputs).await?,
        slots: 1,
        members: count,
        state_words,
    };
    let replay = Replay::new(gpu, program, &memory).await?;
    write(gpu, &memory.arena, 0, &vec![f32::NAN.to_bits(); program.arena * count]);
    for (number, [state, inputs]) in members.iter().enumerate() {
        let bits = |words: &[f32]| words.iter().map(|word| word.to_bits()).collect::<Vec<_>>();
        write(gpu, &memory.state, number * state_words, &bits(state));
        write(gpu, &memory.inputs, number * program.inputs, &bits(inputs));
    }
    let usage = wgpu::BufferUsages::MAP_READ | wgpu::BufferUsages::COPY_DST;
    let words = outputs + state_words * count;
    let staging = gpu.buffer("staging", words, usage).await?;
    let mut brought = vec![Bring { from: &memory.outputs, to: &staging, at: 0, words: outputs }];
    if state_words > 0 {
        brought.push(Bring { from: &memory.state, to: &staging, at: outputs, words: state_words * count });
    }
    let submitted = submit(gpu, &[Part { replay: &replay, steps: 1 }], &brought);
    let words = gpu.words(&staging, Gpu::read(&staging, staging.size()), staging.size(), &submitted).await?;
    let numbers = |words: &[u32]| words.iter().copied().map(f32::from_bits).collect::<Vec<f32>>();
    let of = |number: usize| {
        let mut own = numbers(&words[number * program.outputs..(number + 1) * program.outputs]);
        own.extend(numbers(&words[outputs + number * state_words..outputs + (number + 1) * state_words]));
        own
    };
    Ok((0..count).map(of).collect())
}
