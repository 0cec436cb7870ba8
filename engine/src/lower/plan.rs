//! Where each tensor lives: which need memory at all, from when to when, and at which offset of the arena. Parts
//! of a concatenation are written where they belong, so that it costs nothing.

use std::collections::BTreeMap;

use super::Roots;
use super::fuse::Partition;
use super::order::{Order, direct_writer};
use super::resolve::{Resolved, Role};
use crate::graph::{Graph, Id, Op};

/// Offsets are multiples of this many words (64 bytes).
const ALIGNMENT: usize = 16;

/// A buffer's stay, in positions of the order.
#[derive(Debug, Clone)]
pub(super) struct Buffer {
    pub(super) offset: usize,
    pub(super) length: usize,
    pub(super) first: usize,
    pub(super) last: usize,
}

/// The finished plan.
pub(super) struct Plan {
    /// The first word in the arena of each node that is written there.
    pub(super) stays: BTreeMap<Id, usize>,
    /// The buffers behind them.
    pub(super) buffers: Vec<Buffer>,
    /// Words of the arena.
    pub(super) arena: usize,
}

pub(super) fn plan(
    g: &Graph,
    resolved: &Resolved,
    partition: &Partition,
    order: &Order,
    roots: &Roots,
) -> Plan {
    let mut position = vec![usize::MAX; partition.drafts.len()];
    for (at, stage) in order.stages.iter().enumerate() {
        stage.iter().for_each(|&kernel| position[kernel] = at);
    }
    let last_use = last_use(g, resolved, partition, order, &position, roots);
    let homes = homes(g, resolved, &last_use);
    let mut buffers: BTreeMap<Id, Buffer> = BTreeMap::new();
    for (&id, &last) in &last_use {
        let Some(kernel) = partition.kernel[id.index()] else { continue };
        let (home, _) = homes.get(&id).copied().unwrap_or((id, 0));
        let first = position[kernel];
        let buffer = buffers.entry(home).or_insert(Buffer { offset: 0, length: g.len(home), first, last });
        buffer.first = buffer.first.min(first);
        buffer.last = buffer.last.max(last);
    }
    let arena = place(buffers.values_mut().collect());
    let stays = last_use
        .keys()
        .filter(|id| partition.kernel[id.index()].is_some())
        .map(|&id| {
            let (home, within) = homes.get(&id).copied().unwrap_or((id, 0));
            (id, buffers[&home].offset + within)
        })
        .collect();
    Plan { stays, buffers: buffers.into_values().collect(), arena }
}

/// The nodes that some other kernel, or the end, reads from memory, with the last position that does.
fn last_use(
    g: &Graph,
    resolved: &Resolved,
    partition: &Partition,
    order: &Order,
    position: &[usize],
    roots: &Roots,
) -> BTreeMap<Id, usize> {
    let mut last: BTreeMap<Id, usize> = BTreeMap::new();
    let mut read = |id: Id, at: usize| {
        let base = resolved.base[id.index()];
        if partition.kernel[base.index()].is_some() {
            let entry = last.entry(base).or_insert(at);
            *entry = (*entry).max(at);
        }
    };
    for &kernel in order.stages.iter().flatten() {
        let Some(draft) = &partition.drafts[kernel] else { continue };
        for &arg in draft.nodes.iter().flat_map(|&id| &g.node(id).args) {
            if !draft.computes(resolved.base[arg.index()]) {
                read(arg, position[kernel]);
            }
        }
    }
    let end = order.stages.len();
    for (&(_, id), &in_place) in roots.updates.iter().zip(&order.in_place) {
        if !in_place {
            read(id, end);
        }
    }
    for &id in &roots.outputs {
        if direct_writer(resolved, partition, id).is_none() {
            read(id, end);
        }
    }
    last
}

/// For each part of a concatenation that can be written in place: the concatenation, and the offset within.
fn homes(g: &Graph, resolved: &Resolved, used: &BTreeMap<Id, usize>) -> BTreeMap<Id, (Id, usize)> {
    let mut homes = BTreeMap::new();
    for &whole in used.keys() {
        let Op::Concat { axis } = g.node(whole).op else { continue };
        if g.shape(whole)[..axis].iter().any(|&size| size != 1) {
            continue;
        }
        let mut start = 0;
        for &part in &g.node(whole).args {
            let base = resolved.base[part.index()];
            let view = &resolved.view[part.index()];
            let movable =
                !matches!(resolved.role(base), Role::Source) && !matches!(g.node(base).op, Op::Concat { .. });
            if movable && view.is_linear() && view.len() == g.len(base) {
                homes.entry(base).or_insert((whole, start));
            }
            start += g.len(part);
        }
    }
    homes
}

/// Gives each buffer the lowest offset at which it meets no other one while both live, largest first.
fn place(mut buffers: Vec<&mut Buffer>) -> usize {
    buffers.sort_by_key(|buffer| (usize::MAX - buffer.length, buffer.first));
    let mut placed: Vec<Buffer> = Vec::with_capacity(buffers.len());
    for buffer in buffers {
        let mut taken: Vec<(usize, usize)> = placed
            .iter()
            .filter(|other| other.first <= buffer.last && buffer.first <= other.last)
            .map(|other| (other.offset, other.offset + other.length))
            .collect();
        taken.sort_unstable();
        let mut offset = 0;
        for (start, end) in taken {
            if offset + buffer.length <= start {
                break;
            }
            offset = offset.max(end.next_multiple_of(ALIGNMENT));
        }
        buffer.offset = offset;
        placed.push(buffer.clone());
    }
    placed.iter().map(|buffer| buffer.offset + buffer.length).max().unwrap_or(0)
}
