//! Carries members of one arm through their training, one step or one measurement at a time.

use super::chain::Chain;
use super::checkpoint::Checkpoint;
use super::{Arm, Program};
use crate::exact::{Exact, Simd};
use crate::lower::{Fusion, lower};

/// What one call of [`Trainer::tick`] did.
#[derive(Debug, PartialEq)]
pub enum Tick<'a> {
    /// One training step.
    Trained,
    /// Measured and hashed at a mark.
    Marked {
        /// The number of the mark.
        mark: u32,
        /// Training steps done.
        step: u32,
        /// The outputs of the segment's evaluation, one after the other.
        outputs: &'a [f32],
    },
    /// The loss is no longer finite: this member trains no more.
    Stopped {
        /// The step whose loss it was.
        step: u32,
    },
    /// Nothing is left to do.
    Done,
}

/// Some members of one arm.
pub struct Trainer {
    arm: Arm,
    segments: Vec<[Exact; 2]>,
    members: Vec<Member>,
    inputs: Vec<f32>,
    losses: Vec<f32>,
    outputs: Vec<f32>,
}

struct Member {
    key: [u32; 2],
    state: Vec<f32>,
    step: u32,
    loss: f32,
    mark: u32,
    chain: Chain,
    stopped: Option<u32>,
}

impl Trainer {
    /// Prepares these members of the run with this seed.
    #[must_use]
    pub fn new(arm: Arm, seed: u32, members: &[u32], simd: Simd) -> Self {
        let exact = |program: &Program| {
            Exact::new(lower(&program.graph, &arm.layout, &program.roots, Fusion::Full), simd)
        };
        let segments: Vec<[Exact; 2]> =
            arm.segments.iter().map(|segment| [exact(&segment.train), exact(&segment.evaluate)]).collect();
        let longest =
            |which: usize, of: fn(&Exact) -> usize| segments.iter().map(|s| of(&s[which])).max().unwrap_or(0);
        let outputs = |exact: &Exact| exact.schedule().outputs.iter().sum();
        let inputs = |exact: &Exact| exact.schedule().inputs.iter().sum();
        let member = |&number: &u32| Member {
            key: arm.key(seed, number),
            state: arm.first_state(seed, number),
            step: 0,
            loss: 0.0,
            mark: 0,
            chain: Chain::default(),
            stopped: None,
        };
        Self {
            inputs: vec![0.0; longest(0, inputs)],
            losses: vec![0.0; longest(0, outputs)],
            outputs: vec![0.0; longest(1, outputs)],
            members: members.iter().map(member).collect(),
            segments,
            arm,
        }
    }

    /// How many marks this member has passed.
    #[must_use]
    pub fn marks_passed(&self, member: usize) -> u32 {
        self.members[member].mark
    }

    /// Whether this member has nothing left to do.
    #[must_use]
    pub fn is_done(&self, member: usize) -> bool {
        let m = &self.members[member];
        m.stopped.is_some() || m.mark as usize == self.arm.marks.len()
    }

    /// The digest chain of this member so far.
    #[must_use]
    pub fn chain(&self, member: usize) -> Chain {
        self.members[member].chain
    }

    /// The loss of this member's last training step; 0 before the first.
    #[must_use]
    pub fn loss(&self, member: usize) -> f32 {
        self.members[member].loss
    }

    /// The step whose loss was not finite, if there was one.
    #[must_use]
    pub fn stopped(&self, member: usize) -> Option<u32> {
        self.members[member].stopped
    }

    /// One training step, or one measurement, of the member at this position.
    pub fn tick(&mut self, member: usize) -> Tick<'_> {
        if self.is_done(member) {
            return Tick::Done;
        }
        let m = &mut self.members[member];
        if self.arm.marks[m.mark as usize] <= m.step {
            let (segment, _) = self.arm.segment_at(m.step.saturating_sub(1));
            let exact = &mut self.segments[segment][1];
            let outputs = &mut self.outputs[..exact.schedule().outputs.iter().sum()];
            exact.run(&mut m.state, &[], outputs);
            m.chain = m.chain.extended(m.step, m.loss, &m.state);
            m.mark += 1;
            return Tick::Marked { mark: m.mark - 1, step: m.step, outputs };
        }
        let (segment, _) = self.arm.segment_at(m.step);
        let exact = &mut self.segments[segment][0];
        if let Some(feed) = &self.arm.segments[segment].feed {
            feed.fill(m.key, m.step, &mut self.inputs[..exact.schedule().inputs.iter().sum()]);
        }
        exact.run(&mut m.state, &self.inputs, &mut self.losses);
        m.loss = self.losses[0];
        m.step += 1;
        if m.loss.is_finite() {
            return Tick::Trained;
        }
        m.stopped = Some(m.step);
        m.chain = m.chain.stopped(m.step);
        Tick::Stopped { step: m.step }
    }

    /// The member as it stands; only right after a mark.
    #[must_use]
    pub fn checkpoint(&self, member: usize) -> Option<Checkpoint> {
        let m = &self.members[member];
        let at_mark = m.mark > 0 && self.arm.marks[m.mark as usize - 1] == m.step && m.stopped.is_none();
        at_mark.then(|| Checkpoint {
            mark: m.mark - 1,
            step: m.step,
            loss: m.loss,
            chain: m.chain,
            state: m.state.clone(),
            is_whole: true,
        })
    }

    /// Takes a member back, or on, to a whole checkpoint of the same run; whether it fitted.
    pub fn restore(&mut self, member: usize, checkpoint: &Checkpoint) -> bool {
        let m = &mut self.members[member];
        let fits = checkpoint.is_whole && checkpoint.state.len() == m.state.len();
        if fits {
            m.state.copy_from_slice(&checkpoint.state);
            m.step = checkpoint.step;
            m.loss = checkpoint.loss;
            m.chain = checkpoint.chain;
            m.mark = checkpoint.mark + 1;
            m.stopped = None;
        }
        fits
    }
}
