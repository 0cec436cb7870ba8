//! Replay: pipelines and bindings are made once, and each submission repeats the same list of dispatches for several
//! steps in one compute pass, without making anything. Every space is bound as a whole, once a step; a dispatch only
//! brings its parameters.
//!
//! Natively this is plain wgpu. In a browser the loop, and the making of pipelines (several at a time, without
//! stopping the worker) and bindings, is a small JavaScript module: one call for each submission.

#[cfg(not(target_arch = "wasm32"))]
mod native;
#[cfg(target_arch = "wasm32")]
mod web;

#[cfg(not(target_arch = "wasm32"))]
use native as platform;
#[cfg(target_arch = "wasm32")]
use web as platform;

use std::rc::Rc;

pub(super) use platform::Kit;

use super::device::{Gpu, GpuError, Submitted};
use super::program::Program;
use super::wgsl::SPACES;
use crate::schedule::Space;

/// Offsets of bindings are multiples of this many words (256 bytes).
pub(super) const ALIGNMENT: usize = 64;

/// The memories of a program. The input and output buffers hold a slot for each step of a submission.
#[derive(Debug, Clone)]
pub(super) struct Memory {
    pub(super) arena: Rc<wgpu::Buffer>,
    pub(super) state: Rc<wgpu::Buffer>,
    pub(super) inputs: Rc<wgpu::Buffer>,
    pub(super) outputs: Rc<wgpu::Buffer>,
    pub(super) slots: usize,
    /// Members, and words of the state of each.
    pub(super) members: usize,
    pub(super) state_words: usize,
}

/// A program with everything that replaying it takes.
#[derive(Debug)]
pub(super) struct Replay {
    list: platform::List,
    /// What a step dispatches.
    pub(super) dispatches: usize,
    /// Words between the slots of inputs and of outputs.
    pub(super) input_slot: usize,
    pub(super) output_slot: usize,
    /// Words of inputs and outputs of one member.
    pub(super) inputs: usize,
    pub(super) outputs: usize,
}

/// Words between neighbouring slots of so many words.
pub(super) fn slot(members: usize, words: usize) -> usize {
    (members * words).next_multiple_of(ALIGNMENT).max(ALIGNMENT)
}

/// A range of a buffer: first byte and bytes.
type Range = (u64, u64);

impl Replay {
    /// Makes pipelines and bindings.
    pub(super) async fn new(gpu: &Gpu, program: &Program, memory: &Memory) -> Result<Self, GpuError> {
        let pipelines = gpu.kit.pipelines(gpu, &program.shaders).await?;
        let Memory { members, state_words, slots, .. } = *memory;
        let storage = wgpu::BufferUsages::STORAGE | wgpu::BufferUsages::COPY_DST;
        let tables = gpu.buffer("tables", program.tables.len(), storage).await?;
        write(gpu, &tables, 0, &program.tables);
        let mut words: Vec<u32> = Vec::new();
        let mut ranges: Vec<Range> = Vec::new();
        let strides = [program.arena, state_words, program.inputs, program.outputs];
        for dispatch in &program.dispatches {
            words.resize(words.len().next_multiple_of(ALIGNMENT), 0);
            let own = dispatch.parameters(strides);
            ranges.push((words.len() as u64 * 4, own.len() as u64 * 4));
            words.extend(own);
        }
        let parameters = gpu.buffer("parameters", words.len(), storage).await?;
        write(gpu, &parameters, 0, &words);
        let (input_slot, output_slot) = (slot(members, program.inputs), slot(members, program.outputs));
        let spaces = (0..slots)
            .map(|number| {
                SPACES.map(|space| {
                    let part = |words: usize| (number as u64 * words as u64 * 4, words as u64 * 4);
                    match space {
                        Space::Arena => (&*memory.arena, (0, memory.arena.size())),
                        Space::State => (&*memory.state, (0, memory.state.size())),
                        Space::Input => (&*memory.inputs, part(input_slot)),
                        Space::Table => (&tables, (0, tables.size())),
                        Space::Output => (&*memory.outputs, part(output_slot)),
                    }
                })
            })
            .collect::<Vec<_>>();
        let dispatches = program
            .dispatches
            .iter()
            .zip(ranges)
            .map(|(dispatch, range)| (dispatch.shader, dispatch.size(members), range))
            .collect::<Vec<_>>();
        let list = gpu.kit.list(gpu, &pipelines, &dispatches, &parameters, &spaces);
        let (inputs, outputs) = (program.inputs, program.outputs);
        Ok(Self { list, dispatches: dispatches.len(), input_slot, output_slot, inputs, outputs })
    }
}

/// Fills a part of a buffer.
pub(super) fn write(gpu: &Gpu, buffer: &wgpu::Buffer, first: usize, words: &[u32]) {
    if !words.is_empty() {
        let bytes: Vec<u8> = words.iter().flat_map(|word| word.to_le_bytes()).collect();
        gpu.queue.write_buffer(buffer, first as u64 * 4, &bytes);
    }
}

/// Steps of one program within a submission.
#[derive(Debug)]
pub(super) struct Part<'a> {
    pub(super) replay: &'a Replay,
    /// How many steps, from slot 0 on.
    pub(super) steps: usize,
}

/// What is brought to where the host can read it.
#[derive(Debug)]
pub(super) struct Bring<'a> {
    pub(super) from: &'a wgpu::Buffer,
    pub(super) to: &'a wgpu::Buffer,
    /// Where it goes, in words, and how many.
    pub(super) at: usize,
    pub(super) words: usize,
}

/// Hands in steps and copies, in this order.
pub(super) fn submit(gpu: &Gpu, parts: &[Part<'_>], brought: &[Bring<'_>]) -> Submitted {
    gpu.kit.submit(gpu, parts, brought)
}
