//! Which nodes are computed again where they are read, instead of being written out and read back: those that follow
//! from one other tensor by a few cheap operations, as x², x / 2, 1 + t and 1 - t² of a GELU, which its backward reads.
//! The operations are the same, and so are the bits.

use std::collections::{BTreeMap, BTreeSet};

use super::Target;
use super::fuse::{Draft, Partition, domain};
use super::resolve::{Resolved, Role};
use crate::graph::{Binary, Graph, Id, Op, Unary};

/// The most operations that lead from what is kept to what is computed again: about as long as writing and reading an
/// element take.
const OPERATIONS: usize = 3;

/// Lets kernels compute what they would read, wherever fewer tensors have to be kept then.
pub(super) fn recompute(
    g: &Graph,
    resolved: &Resolved,
    roots: &[Id],
    partition: &mut Partition,
    target: Target,
) {
    let roots: BTreeSet<Id> = roots.iter().map(|root| resolved.base[root.index()]).collect();
    let kept = kept(g, resolved, partition);
    // By origin, what follows from it.
    let mut groups: BTreeMap<Id, Vec<Vec<Id>>> = BTreeMap::new();
    for &id in kept.keys().filter(|id| !roots.contains(id)) {
        if let Some((origin, chain)) = chain(g, resolved, id) {
            groups.entry(origin).or_default().push(chain);
        }
    }
    for (origin, chains) in groups {
        let mut wider: BTreeMap<usize, Draft> = BTreeMap::new();
        let mut fewer = 0;
        for chain in chains {
            let readers = kept[&chain[0]].iter();
            let with = |&kernel: &usize| {
                let draft = wider.get(&kernel).or(partition.drafts[kernel].as_ref())?;
                Some((kernel, with(g, resolved, draft, &chain, target)?))
            };
            if let Some(drafts) = readers.map(with).collect::<Option<Vec<_>>>() {
                wider.extend(drafts);
                fewer += 1;
            }
        }
        if fewer > usize::from(!kept.contains_key(&origin)) {
            for (kernel, draft) in wider {
                partition.drafts[kernel] = Some(draft);
            }
        }
    }
    sweep(g, resolved, &roots, partition, target);
}

/// Every node that other kernels read from memory, and which ones do.
fn kept(g: &Graph, resolved: &Resolved, partition: &Partition) -> BTreeMap<Id, BTreeSet<usize>> {
    let mut kept: BTreeMap<Id, BTreeSet<usize>> = BTreeMap::new();
    for (kernel, draft) in partition.drafts.iter().enumerate() {
        let Some(draft) = draft else { continue };
        for arg in draft.nodes.iter().flat_map(|&id| &g.node(id).args) {
            let base = resolved.base[arg.index()];
            if resolved.role(base) != Role::Source && !draft.computes(base) {
                kept.entry(base).or_default().insert(kernel);
            }
        }
    }
    kept
}

/// The tensor that a node follows from by cheap operations alone, and the nodes on the way there, the node first.
fn chain(g: &Graph, resolved: &Resolved, id: Id) -> Option<(Id, Vec<Id>)> {
    let mut nodes = Vec::new();
    let mut at = id;
    while let (true, Some(operand)) = (nodes.len() < OPERATIONS, operand(g, resolved, at)) {
        nodes.push(at);
        at = operand;
    }
    (!nodes.is_empty()).then_some((at, nodes))
}

/// The only tensor that a cheap operation takes, beside constants.
fn operand(g: &Graph, resolved: &Resolved, id: Id) -> Option<Id> {
    let node = g.node(id);
    let cheap = match node.op {
        Op::Unary(op) => matches!(op, Unary::Neg | Unary::ToF32),
        Op::Binary(op) => op != Binary::Div,
        _ => false,
    };
    let bases = node.args.iter().map(|arg| resolved.base[arg.index()]);
    let mut tensors: Vec<Id> = bases.filter(|&base| !matches!(g.node(base).op, Op::Constant(_))).collect();
    tensors.dedup();
    match tensors.as_slice() {
        [operand] if cheap && resolved.role(*operand) != Role::Source => Some(*operand),
        _ => None,
    }
}

/// A kernel that computes these nodes, too, if it can.
fn with(g: &Graph, resolved: &Resolved, draft: &Draft, chain: &[Id], target: Target) -> Option<Draft> {
    draft.domain?;
    let mut wider = draft.clone();
    for &id in chain {
        if let Err(place) = wider.nodes.binary_search(&id) {
            wider.nodes.insert(place, id);
            wider.again.push(id);
        }
    }
    wider.domain = domain(g, resolved, &wider.nodes, target);
    wider.domain.is_some().then_some(wider)
}

/// Removes from each kernel what neither it nor any other reads from it.
fn sweep(g: &Graph, resolved: &Resolved, roots: &BTreeSet<Id>, partition: &mut Partition, target: Target) {
    let kept = kept(g, resolved, partition);
    for slot in &mut partition.drafts {
        let Some(draft) = slot else { continue };
        let mut needed: BTreeSet<Id> = BTreeSet::new();
        for &id in draft.nodes.iter().rev() {
            let leaves = !draft.again.contains(&id) && (kept.contains_key(&id) || roots.contains(&id));
            if leaves || needed.contains(&id) {
                needed.insert(id);
                needed.extend(g.node(id).args.iter().map(|arg| resolved.base[arg.index()]));
            }
        }
        if draft.nodes.iter().all(|id| needed.contains(id)) {
            continue;
        }
        draft.nodes.retain(|id| needed.contains(id));
        draft.domain = draft.domain.and_then(|_| domain(g, resolved, &draft.nodes, target));
        if draft.nodes.is_empty() {
            *slot = None;
        }
    }
}
