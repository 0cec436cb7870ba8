//! From a graph to the schedule of an executor: resolve movement into views, fuse nodes into kernels, order them,
//! plan memory, write the kernels down. For the GPU, kernels that look alike and do not wait for each other are then
//! put side by side, so that they share a dispatch.

mod bits;
mod emit;
mod fuse;
mod order;
mod plan;
mod recompute;
mod resolve;
mod rows;
mod view;

use crate::graph::{Graph, Id};
use crate::layout::Layout;
use crate::schedule::Schedule;

/// What a program computes: states that take new values, and tensors that the host reads.
#[derive(Debug, Clone, Default)]
pub struct Roots {
    /// State number and the node that it becomes; all states keep their old values until every node has read them.
    pub updates: Vec<(usize, Id)>,
    /// What the host reads.
    pub outputs: Vec<Id>,
}

/// How to lower.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fusion {
    /// As many nodes in a kernel as may share one.
    Full,
    /// A kernel for each node: the oracle for the other.
    None,
}

/// Whose loops the kernels become. A schedule means the same on every executor, and the exact one runs both kinds:
/// that is how the tests know what a GPU should have computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// One member after the other on the processor, kernel by kernel.
    Exact,
    /// All members at once, each kernel by many invocations that see each other's writes only in the next one.
    Gpu,
}

/// Writes the schedule of a graph for the exact executor.
#[must_use]
pub fn lower(g: &Graph, layout: &Layout, roots: &Roots, fusion: Fusion) -> Schedule {
    lower_for(Target::Exact, g, layout, roots, fusion)
}

/// Writes the schedule of a graph.
#[must_use]
pub fn lower_for(target: Target, g: &Graph, layout: &Layout, roots: &Roots, fusion: Fusion) -> Schedule {
    let (g, roots) = with_own_memory(g, roots);
    let all: Vec<Id> = roots.updates.iter().map(|&(_, id)| id).chain(roots.outputs.iter().copied()).collect();
    let resolved = match fusion {
        Fusion::Full => resolve::Resolved::reordered(&g, &all),
        Fusion::None => resolve::Resolved::new(&g),
    };
    let mut partition = fuse::partition(&g, &resolved, &all, fusion == Fusion::Full, target);
    if fusion == Fusion::Full {
        recompute::recompute(&g, &resolved, &all, &mut partition, target);
    }
    let mut order = order::order(&g, &resolved, &partition, &roots.updates, target);
    let mut plan = plan::plan(&g, &resolved, &partition, &order, &roots);
    let emit = |order: &_, plan: &_| emit::emit(&g, layout, &resolved, &partition, order, plan, &roots);
    if target == Target::Gpu && fusion == Fusion::Full {
        let looks = emit::looks(&g, layout, &resolved, &partition, &order, &plan, &roots);
        order.group(&partition, &looks);
        plan = plan::plan(&g, &resolved, &partition, &order, &roots);
    }
    emit(&order, &plan)
}

/// Roots that only look at what is in memory before the first kernel (a state, an input) become copies, so that a
/// kernel reads them, in order with those that write states.
fn with_own_memory(g: &Graph, roots: &Roots) -> (Graph, Roots) {
    let resolved = resolve::Resolved::new(g);
    let (mut g, mut roots) = (g.clone(), roots.clone());
    let ids = roots.updates.iter_mut().map(|(_, id)| id).chain(&mut roots.outputs);
    for id in ids.filter(|id| resolved.role(resolved.base[id.index()]) == resolve::Role::Source) {
        *id = g.copy(*id);
    }
    (g, roots)
}
