//! Training: an arm is a list of segments; a trainer carries some members of it from mark to mark, measuring and
//! hashing at each. A member's bits depend on nothing but the arm, the seed and its own number.

mod chain;
mod checkpoint;
mod trainer;

pub use chain::Chain;
pub use checkpoint::{Checkpoint, Checkpoints};
pub use trainer::{Tick, Trainer};

use crate::feed::{Feed, Keys, SHARED};
use crate::graph::{Graph, Node, Op};
use crate::layout::Layout;
use crate::lower::Roots;
use crate::rng::member_key;

/// A graph with what it computes.
#[derive(Debug, Clone)]
pub struct Program {
    /// The graph.
    pub graph: Graph,
    /// New values of states, and what the host reads.
    pub roots: Roots,
}

impl Program {
    /// Floating-point operations of the matrix products, once through the graph.
    #[must_use]
    pub fn operations(&self) -> f64 {
        let of = |node: &Node| {
            if node.op != Op::Matmul {
                return 0.0;
            }
            let inner = self.graph.shape(node.args[0]).last().copied().unwrap_or(0);
            2.0 * (node.shape.iter().product::<usize>() * inner) as f64
        };
        self.graph.nodes().iter().map(of).sum()
    }
}

/// First values of states, (state, values), for the member with this number and random key.
pub type Initial = Box<dyn Fn(u32, [u32; 2]) -> Vec<(usize, Vec<f32>)>>;

/// One model variant, ready to be trained.
pub struct Arm {
    /// What persists.
    pub layout: Layout,
    /// The random keys among it.
    pub keys: Keys,
    /// First values of what does not begin at zero, parameters and keys aside. Settings that members may differ
    /// in are among them.
    pub initial: Initial,
    /// The stretches of the run, one after the other.
    pub segments: Vec<Segment>,
    /// Step numbers (non-decreasing, over all segments) at which members are measured and hashed. The last one
    /// is the end.
    pub marks: Vec<u32>,
    /// Members this far apart draw the same random numbers, so that they differ in their settings alone: a sweep has
    /// as many here as members for each of its values. [`Arm::ALONE`] where no two members share any.
    pub replicates: u32,
}

/// One stretch of an arm's run.
pub struct Segment {
    /// Training steps.
    pub steps: u32,
    /// The training step; its first output is the loss, one `f32`.
    pub train: Program,
    /// What is measured at a mark.
    pub evaluate: Program,
    /// Data made by the host; `None` where the graph makes its own.
    pub feed: Option<Box<dyn Feed>>,
}

impl Arm {
    /// No two members share their random numbers.
    pub const ALONE: u32 = u32::MAX;

    /// The random key of member number `member` of the run with this seed.
    #[must_use]
    pub fn key(&self, seed: u32, member: u32) -> [u32; 2] {
        member_key(seed, member % self.replicates.max(1))
    }

    /// The segment that step number `step` (from 0, over all segments) lies in, and the step at which it ends. Steps
    /// beyond the last segment count to it.
    #[must_use]
    pub fn segment_at(&self, step: u32) -> (usize, u32) {
        let mut end = 0;
        for (number, segment) in self.segments.iter().enumerate() {
            end += segment.steps;
            if step < end {
                return (number, end);
            }
        }
        (self.segments.len().saturating_sub(1), end)
    }

    /// The states of member number `member` of the run with this seed before its first step.
    #[must_use]
    pub fn first_state(&self, seed: u32, member: u32) -> Vec<f32> {
        let (key, shared) = (self.key(seed, member), member_key(seed, SHARED));
        let mut state = vec![0.0; self.layout.words()];
        let mut set = |number: usize, values: &[f32]| {
            let offset = self.layout.states()[number].offset;
            state[offset..offset + values.len()].copy_from_slice(values);
        };
        set(crate::layout::PARAMETERS, &self.layout.initial_parameters(key));
        set(self.keys.member, &key.map(f32::from_bits));
        set(self.keys.shared, &shared.map(f32::from_bits));
        (self.initial)(member, key).iter().for_each(|(number, values)| set(*number, values));
        state
    }
}
