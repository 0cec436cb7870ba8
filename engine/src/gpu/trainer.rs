//! Carries members of one arm through their training on a GPU, all in step. Submissions run ahead: what a step
//! computed is read when it comes, a submission or two later, and no step waits for the host.

use std::collections::VecDeque;
use std::rc::Rc;

use super::device::{Gpu, GpuError, Promise, Submitted};
use super::program::Program;
use super::replay::{Bring, Memory, Part, Replay, slot, submit, write};
use super::wgsl::Product;
use crate::lower::{Fusion, Target, lower_for};
use crate::train::{self, Arm, Chain, Checkpoint};

/// The most steps of one submission.
pub const LONGEST: usize = 32;

/// Submissions that may be under way at once.
const AHEAD: usize = 3;

/// How many marks lie between two checkpoints.
const SAVED: u32 = 4;

/// What came back from the device.
#[derive(Debug, Clone, PartialEq)]
pub enum Happened {
    /// Training steps of members that still train.
    Trained {
        /// How many, over all members.
        steps: u32,
    },
    /// A measurement of one member.
    Marked {
        /// Its position among the trainer's members.
        member: usize,
        /// The number of the mark.
        mark: u32,
        /// Training steps done.
        step: u32,
        /// The outputs of the segment's evaluation, one after the other.
        outputs: Vec<f32>,
    },
    /// A member's loss is no longer finite: nothing more is heard of it.
    Stopped {
        /// Its position.
        member: usize,
        /// The step whose loss it was.
        step: u32,
    },
    /// A member as it was at a mark.
    Saved {
        /// Its position.
        member: usize,
        /// Its state. The chain of a run on a GPU stays empty.
        checkpoint: Checkpoint,
    },
}

/// Some members of one arm, on a GPU.
#[derive(Debug)]
pub struct GpuTrainer {
    gpu: Rc<Gpu>,
    arm: ArmOf,
    keys: Vec<[u32; 2]>,
    memory: Memory,
    /// The outputs of evaluations.
    measured: Rc<wgpu::Buffer>,
    segments: Vec<[Replay; 2]>,
    staging: Vec<wgpu::Buffer>,
    saving: wgpu::Buffer,
    /// Steps and marks that were handed in.
    ahead: (u32, u32),
    stopped: Vec<Option<u32>>,
    losses: Vec<f32>,
    flight: VecDeque<Batch>,
    handed_in: usize,
    is_saving: bool,
    saves: bool,
}

/// The arm, which has no way to print itself.
struct ArmOf(Arm);

impl std::fmt::Debug for ArmOf {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Arm")
    }
}

/// One submission.
#[derive(Debug)]
struct Batch {
    /// The first step (from 0) and how many there are.
    first: u32,
    steps: usize,
    segment: usize,
    /// The mark at its end, and the segment that it is measured by.
    mark: Option<u32>,
    evaluated: usize,
    /// Its buffer in the ring, and words of losses and of measurements there.
    staging: usize,
    losses: usize,
    measured: usize,
    read: Promise<Result<(), wgpu::BufferAsyncError>>,
    saved: Option<Promise<Result<(), wgpu::BufferAsyncError>>>,
    submitted: Submitted,
}

impl GpuTrainer {
    /// Prepares these members of the run with this seed. Everything is compiled here, several kernels at a time.
    ///
    /// # Errors
    /// When the device is lost, has not enough memory or refuses a kernel.
    pub async fn new(gpu: Rc<Gpu>, arm: Arm, seed: u32, members: &[u32]) -> Result<Self, GpuError> {
        // A program that stands in for a graphics card has no memory that is nearer than any other. A step of T64 by
        // tiles, by blocks of 4 x 4 and of 8 x 8 from memory: on SwiftShader 2068, 590 and 440 ms; on lavapipe 240 and
        // 165 ms for the latter two (2 cores, 2026-11-26).
        let product = if gpu.adapter().is_software { Product::Direct } else { Product::Fitting };
        let program = |program: &train::Program| {
            let schedule = lower_for(Target::Gpu, &program.graph, &arm.layout, &program.roots, Fusion::Full);
            Program::new(&schedule, product)
        };
        let programs: Vec<[Program; 2]> = arm
            .segments
            .iter()
            .map(|segment| [program(&segment.train), program(&segment.evaluate)])
            .collect();
        Self::with_programs(gpu, arm, seed, members, &programs).await
    }

    async fn with_programs(
        gpu: Rc<Gpu>,
        arm: Arm,
        seed: u32,
        members: &[u32],
        programs: &[[Program; 2]],
    ) -> Result<Self, GpuError> {
        let count = members.len();
        let largest = |which: usize, of: fn(&Program) -> usize| {
            programs.iter().map(|p| of(&p[which])).max().unwrap_or(0)
        };
        let arena = largest(0, |p| p.arena).max(largest(1, |p| p.arena));
        let storage =
            wgpu::BufferUsages::STORAGE | wgpu::BufferUsages::COPY_SRC | wgpu::BufferUsages::COPY_DST;
        let staging = wgpu::BufferUsages::MAP_READ | wgpu::BufferUsages::COPY_DST;
        let shared =
            async |label, words| Ok::<_, GpuError>(Rc::new(gpu.buffer(label, words, storage).await?));
        let losses = LONGEST * slot(count, largest(0, |p| p.outputs));
        let outputs = slot(count, largest(1, |p| p.outputs));
        let state_words = arm.layout.words();
        let memory = Memory {
            arena: gpu.arena(arena * count).await?,
            state: shared("state", state_words * count).await?,
            inputs: shared("inputs", LONGEST * slot(count, largest(0, |p| p.inputs))).await?,
            outputs: shared("losses", losses).await?,
            slots: LONGEST,
            members: count,
            state_words,
        };
        let measured = shared("measurements", outputs).await?;
        let measuring = Memory {
            inputs: shared("no inputs", slot(count, largest(1, |p| p.inputs))).await?,
            outputs: Rc::clone(&measured),
            slots: 1,
            ..memory.clone()
        };
        let mut segments = Vec::with_capacity(programs.len());
        for [train, evaluate] in programs {
            segments.push([
                Replay::new(&gpu, train, &memory).await?,
                Replay::new(&gpu, evaluate, &measuring).await?,
            ]);
        }
        let mut ring = Vec::with_capacity(AHEAD);
        for _ in 0..AHEAD {
            ring.push(gpu.buffer("staging", losses + outputs, staging).await?);
        }
        let saving = gpu.buffer("saving", state_words * count, staging).await?;
        let trainer = Self {
            keys: members.iter().map(|&number| arm.key(seed, number)).collect(),
            memory,
            measured,
            segments,
            staging: ring,
            saving,
            ahead: (0, 0),
            stopped: vec![None; count],
            losses: vec![0.0; count],
            flight: VecDeque::new(),
            handed_in: 0,
            is_saving: false,
            saves: true,
            arm: ArmOf(arm),
            gpu,
        };
        for (position, &number) in members.iter().enumerate() {
            let state = trainer.arm.0.first_state(seed, number);
            trainer.set_state(position, &state);
        }
        trainer.gpu.check()?;
        Ok(trainer)
    }

    /// How many members fit into one trainer on this device.
    ///
    /// # Errors
    /// When not even one does.
    pub fn members_at_once(gpu: &Gpu, arm: &Arm) -> Result<usize, GpuError> {
        let arena = |program: &train::Program| {
            lower_for(Target::Gpu, &program.graph, &arm.layout, &program.roots, Fusion::Full).arena
        };
        let needs = arm.segments.iter().flat_map(|segment| [arena(&segment.train), arena(&segment.evaluate)]);
        let words = needs.max().unwrap_or(0).max(arm.layout.words()).max(1);
        let (needed, given) = (words as u64 * 4, gpu.largest_binding());
        match given / needed {
            0 => Err(GpuError::too_large(needed, given)),
            fitting => Ok(usize::try_from(fitting).unwrap_or(usize::MAX)),
        }
    }

    fn set_state(&self, member: usize, state: &[f32]) {
        let words: Vec<u32> = state.iter().map(|word| word.to_bits()).collect();
        write(&self.gpu, &self.memory.state, member * self.memory.state_words, &words);
    }

    /// How many marks were handed in.
    #[must_use]
    pub fn marks_ahead(&self) -> u32 {
        self.ahead.1
    }

    /// Whether members are saved along the way; they are unless this says no.
    pub fn set_saving(&mut self, saves: bool) {
        self.saves = saves;
    }

    /// Whether there is nothing left to hand in.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.ahead.1 as usize == self.arm.0.marks.len() || self.stopped.iter().all(Option::is_some)
    }

    /// The loss of this member's last training step that was read; 0 before the first.
    #[must_use]
    pub fn loss(&self, member: usize) -> f32 {
        self.losses[member]
    }

    /// What a training step of the first segment dispatches.
    #[must_use]
    pub fn dispatches(&self) -> usize {
        self.segments.first().map_or(0, |[train, _]| train.dispatches)
    }

    /// Submissions whose results have not been read.
    #[must_use]
    pub fn under_way(&self) -> usize {
        self.flight.len()
    }

    /// Hands in the next steps, `most` at most and never beyond a mark, with the measurement if they end at one.
    /// Gives how many; nothing where enough is under way or nothing is left.
    pub fn hand_in(&mut self, most: usize) -> Option<u32> {
        if self.is_done() || self.flight.len() == AHEAD {
            return None;
        }
        let (step, mark) = self.ahead;
        let arm = &self.arm.0;
        let at = arm.marks[mark as usize];
        let (segment, end) = arm.segment_at(step);
        let to_mark = at.saturating_sub(step);
        // Steps beyond the last segment count to it.
        let left = if step < end { to_mark.min(end - step) } else { to_mark };
        let most = u32::try_from(most.clamp(1, LONGEST)).unwrap_or(1);
        let steps = left.min(most);
        let measures = step + steps >= at;
        let count = steps as usize;
        let train = &self.segments[segment][0];
        if let Some(feed) = &arm.segments[segment].feed {
            let mut words = vec![0.0; train.inputs];
            for (number, step) in (step..step + steps).enumerate() {
                for (member, key) in self.keys.iter().enumerate() {
                    feed.fill(*key, step, &mut words);
                    let bits: Vec<u32> = words.iter().map(|word| word.to_bits()).collect();
                    let first = number * train.input_slot + member * train.inputs;
                    write(&self.gpu, &self.memory.inputs, first, &bits);
                }
            }
        }
        let (evaluated, _) = arm.segment_at((step + steps).saturating_sub(1));
        let evaluate = &self.segments[evaluated][1];
        let staging = self.handed_in % AHEAD;
        let losses = count * train.output_slot;
        let measured = if measures { evaluate.output_slot } else { 0 };
        let mut parts = vec![Part { replay: train, steps: count }];
        let to = &self.staging[staging];
        let mut brought = vec![Bring { from: &self.memory.outputs, to, at: 0, words: losses }];
        // At the start a member can be made again, and at the end nothing is left to go on with.
        let saves = measures
            && self.saves
            && !self.is_saving
            && mark > 0
            && mark.is_multiple_of(SAVED)
            && mark as usize + 1 < arm.marks.len();
        if measures {
            parts.push(Part { replay: evaluate, steps: 1 });
            brought.push(Bring { from: &self.measured, to, at: losses, words: measured });
        }
        if saves {
            let words = self.memory.state_words * self.memory.members;
            brought.push(Bring { from: &self.memory.state, to: &self.saving, at: 0, words });
        }
        brought.retain(|bring| bring.words > 0);
        let submitted = submit(&self.gpu, &parts, &brought);
        let read = Gpu::read(to, bytes(losses + measured));
        let saved = saves.then(|| Gpu::read(&self.saving, self.saving.size()));
        self.is_saving |= saves;
        self.flight.push_back(Batch {
            first: step,
            steps: count,
            segment,
            evaluated,
            mark: measures.then_some(mark),
            staging,
            losses,
            measured,
            read,
            saved,
            submitted,
        });
        self.handed_in += 1;
        self.ahead = (step + steps, mark + u32::from(measures));
        Some(steps)
    }

    /// Waits for the oldest submission and tells what came of it; nothing where none is under way.
    ///
    /// # Errors
    /// When the device is lost or refused a command. What was read before holds.
    pub async fn next(&mut self) -> Result<Vec<Happened>, GpuError> {
        let Some(batch) = self.flight.pop_front() else { return Ok(vec![]) };
        let buffer = &self.staging[batch.staging];
        let bytes = bytes(batch.losses + batch.measured);
        let words = self.gpu.words(buffer, batch.read.clone(), bytes, &batch.submitted).await?;
        let mut happened = Vec::new();
        let (train, evaluate) = (&self.segments[batch.segment][0], &self.segments[batch.evaluated][1]);
        let mut trained = 0;
        for (number, step) in (batch.first + 1..).enumerate().take(batch.steps) {
            for member in 0..self.keys.len() {
                if self.stopped[member].is_some() {
                    continue;
                }
                trained += 1;
                let loss = f32::from_bits(words[number * train.output_slot + member * train.outputs]);
                self.losses[member] = loss;
                if !loss.is_finite() {
                    self.stopped[member] = Some(step);
                    happened.push(Happened::Stopped { member, step });
                }
            }
        }
        if trained > 0 {
            happened.insert(0, Happened::Trained { steps: trained });
        }
        let Some(mark) = batch.mark else { return Ok(happened) };
        let step = batch.first + u32::try_from(batch.steps).unwrap_or(0);
        let measured = &words[batch.losses..batch.losses + batch.measured];
        let still = |stopped: &Option<u32>| stopped.is_none();
        for member in (0..self.keys.len()).filter(|&member| still(&self.stopped[member])) {
            let own = &measured[member * evaluate.outputs..(member + 1) * evaluate.outputs];
            let outputs = own.iter().copied().map(f32::from_bits).collect();
            happened.push(Happened::Marked { member, mark, step, outputs });
        }
        if let Some(saved) = batch.saved {
            let words = self.gpu.words(&self.saving, saved, self.saving.size(), &batch.submitted).await?;
            self.is_saving = false;
            for (member, state) in
                words.chunks_exact(self.memory.state_words).enumerate().take(self.keys.len())
            {
                if still(&self.stopped[member]) {
                    let state = state.iter().copied().map(f32::from_bits).collect();
                    let loss = self.losses[member];
                    let checkpoint =
                        Checkpoint { mark, step, loss, chain: Chain::default(), state, is_whole: true };
                    happened.push(Happened::Saved { member, checkpoint });
                }
            }
        }
        Ok(happened)
    }

    /// Takes all members on to checkpoints of the same mark; a member without one had stopped before. Whether they
    /// fitted. Only before anything is handed in.
    pub fn restore(&mut self, checkpoints: &[Option<&Checkpoint>]) -> bool {
        let mut marks = checkpoints.iter().flatten().map(|c| (c.mark, c.step));
        let Some(first) = marks.next() else { return false };
        let fits = |c: &&Checkpoint| c.is_whole && c.state.len() == self.memory.state_words;
        let fitting = marks.all(|other| other == first)
            && self.arm.0.marks.get(first.0 as usize) == Some(&first.1)
            && checkpoints.iter().flatten().all(fits)
            && checkpoints.len() == self.keys.len()
            && self.flight.is_empty();
        if fitting {
            for (member, checkpoint) in checkpoints.iter().enumerate() {
                match checkpoint {
                    Some(checkpoint) => {
                        self.set_state(member, &checkpoint.state);
                        self.losses[member] = checkpoint.loss;
                    }
                    None => self.stopped[member] = Some(0),
                }
            }
            self.ahead = (first.1, first.0 + 1);
        }
        fitting
    }
}

/// The bytes of so many words, and at least as many as can be asked for.
fn bytes(words: usize) -> u64 {
    words.max(4) as u64 * 4
}
