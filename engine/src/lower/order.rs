//! The order of the kernels, and which of them may write a state where its old value stands.

use std::collections::BTreeSet;

use super::Target;
use super::fuse::{Draft, Partition, is_row};
use super::resolve::{Resolved, Role};
use crate::graph::{Graph, Id, Op};
use crate::layout::PARAMETERS;

/// The kernels in the order in which they run.
pub(super) struct Order {
    /// Positions in [`Partition::drafts`]; those of one stage do not wait for each other.
    pub(super) stages: Vec<Vec<usize>>,
    /// For each update, whether its kernel writes the state directly.
    pub(super) in_place: Vec<bool>,
    /// Edges beyond those of the data: (earlier, later).
    extra: BTreeSet<(usize, usize)>,
}

pub(super) fn order(
    g: &Graph,
    resolved: &Resolved,
    partition: &Partition,
    updates: &[(usize, Id)],
    target: Target,
) -> Order {
    // Edges beyond those of the data: whoever reads the old value of a state comes before its writer.
    let mut extra: BTreeSet<(usize, usize)> = BTreeSet::new();
    let mut in_place = Vec::with_capacity(updates.len());
    for &(state, id) in updates {
        let writer = direct_writer(resolved, partition, id)
            .filter(|&writer| reads_safely(g, resolved, partition, writer, state, id, target));
        let mut edges = extra.clone();
        if let Some(writer) = writer {
            edges
                .extend(readers(g, resolved, partition, state).filter(|&k| k != writer).map(|k| (k, writer)));
        }
        let fine = writer.is_some() && sort(partition, &edges).is_some();
        if fine {
            extra = edges;
        }
        in_place.push(fine);
    }
    let kernels = sort(partition, &extra).expect("edges that close a cycle are not taken");
    Order { stages: kernels.into_iter().map(|kernel| vec![kernel]).collect(), in_place, extra }
}

impl Order {
    /// Puts kernels that look alike and do not wait for each other into one stage. The kernel that most others
    /// wait for, one after the other, goes next, and takes along all that look like it: so whatever nothing waits
    /// for until the end, as the gradients of weights, gathers there.
    pub(super) fn group(&mut self, partition: &Partition, looks: &[Option<String>]) {
        let kernels = self.stages.concat();
        let needs = |later: usize, earlier: usize| {
            later != earlier && (partition.depends(later, earlier) || self.extra.contains(&(earlier, later)))
        };
        let mut height = vec![1; kernels.len()]; // of the longest chain from here to the end
        for (at, &kernel) in kernels.iter().enumerate().rev() {
            let behind = (at + 1..kernels.len()).filter(|&other| needs(kernels[other], kernel));
            height[at] = 1 + behind.map(|other| height[other]).max().unwrap_or(0);
        }
        let mut waiting: Vec<usize> = (0..kernels.len()).collect();
        let mut stages = Vec::new();
        while !waiting.is_empty() {
            let ready: Vec<usize> = waiting
                .iter()
                .copied()
                .filter(|&at| !waiting.iter().any(|&other| needs(kernels[at], kernels[other])))
                .collect();
            let Some(next) = ready.iter().copied().min_by_key(|&at| (usize::MAX - height[at], at)) else {
                break;
            };
            let look = |at: usize| looks[kernels[at]].as_ref();
            let alike = |&at: &usize| at == next || (look(at).is_some() && look(at) == look(next));
            let stage: Vec<usize> = ready.into_iter().filter(alike).collect();
            waiting.retain(|at| !stage.contains(at));
            stages.push(stage.into_iter().map(|at| kernels[at]).collect());
        }
        self.stages = stages;
    }
}

/// The kernel that has the whole of this node in a register, if there is one.
pub(super) fn direct_writer(resolved: &Resolved, partition: &Partition, id: Id) -> Option<usize> {
    let base = resolved.base[id.index()];
    let view = &resolved.view[id.index()];
    let kernel = partition.kernel[base.index()]?;
    let whole = view.is_linear() && resolved.is_whole(base, view);
    (whole && resolved.role(base) != Role::Alone).then_some(kernel)
}

/// The state that a source node reads.
fn state_of(g: &Graph, id: Id) -> Option<usize> {
    match g.node(id).op {
        Op::Parameter(_) => Some(PARAMETERS),
        Op::State(state) => Some(state),
        _ => None,
    }
}

fn readers(
    g: &Graph,
    resolved: &Resolved,
    partition: &Partition,
    state: usize,
) -> impl Iterator<Item = usize> {
    partition.drafts.iter().enumerate().filter_map(move |(number, draft)| {
        let reads = |&id: &Id| {
            g.node(id).args.iter().any(|arg| state_of(g, resolved.base[arg.index()]) == Some(state))
        };
        draft.as_ref()?.nodes.iter().any(reads).then_some(number)
    })
}

/// Whether the writer reads the old value, if at all, only where it writes the new one, and before: a node after
/// that of the new value would find it already there. On the GPU each element has an invocation of its own, so that
/// no other element may look at it.
fn reads_safely(
    g: &Graph,
    resolved: &Resolved,
    partition: &Partition,
    writer: usize,
    state: usize,
    id: Id,
    target: Target,
) -> bool {
    let Some(draft) = &partition.drafts[writer] else { return false };
    let Some(space) = draft.domain else { return false };
    let by_row = is_row(g, space, resolved.base[id.index()]);
    draft.nodes.iter().all(|&node| {
        g.node(node).args.iter().all(|arg| {
            let base = resolved.base[arg.index()];
            if state_of(g, base) != Some(state) {
                return true;
            }
            let view = &resolved.view[arg.index()];
            let once = target == Target::Exact && space.rows == 1 && view.rows(space.columns).is_some();
            let same = matches!(g.node(base).op, Op::State(_))
                && view.is_linear()
                && view.offset == 0
                && resolved.role(node) == Role::Element
                && is_row(g, space, node) == by_row
                && (target == Target::Exact || !by_row);
            node <= resolved.base[id.index()] && (once || same)
        })
    })
}

/// Kernels so that each comes after what it needs, the one whose nodes were built first ahead; `None` on a cycle.
fn sort(partition: &Partition, extra: &BTreeSet<(usize, usize)>) -> Option<Vec<usize>> {
    let last = |(number, draft): (usize, &Option<Draft>)| Some((*draft.as_ref()?.nodes.last()?, number));
    let all: Vec<(Id, usize)> = partition.drafts.iter().enumerate().filter_map(last).collect();
    let needs = |later: usize, earlier: usize| {
        later != earlier && (partition.depends(later, earlier) || extra.contains(&(earlier, later)))
    };
    let mut blockers: Vec<usize> = all
        .iter()
        .map(|&(_, kernel)| all.iter().filter(|&&(_, other)| needs(kernel, other)).count())
        .collect();
    let free = |(kernel, &blockers): (&(Id, usize), &usize)| (blockers == 0).then_some(*kernel);
    let mut ready: BTreeSet<(Id, usize)> = all.iter().zip(&blockers).filter_map(free).collect();
    let mut sorted = Vec::with_capacity(all.len());
    while let Some((_, next)) = ready.pop_first() {
        sorted.push(next);
        for (kernel, blockers) in all.iter().zip(&mut blockers).filter(|(kernel, _)| needs(kernel.1, next)) {
            *blockers -= 1;
            if *blockers == 0 {
                ready.insert(*kernel);
            }
        }
    }
    (sorted.len() == all.len()).then_some(sorted)
}
