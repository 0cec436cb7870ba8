//! Which nodes share a kernel. One mechanism serves elementwise chains, row kernels (layer norm, softmax,
//! cross-entropy, their backward), matrix products with their epilogue, and the optimiser: a kernel is a set of
//! nodes over the same rows and columns, at most one of them a matrix product or gather, none of them reading
//! another but element by element or row by row.
//!
//! Nodes are visited in order; each joins the kernels of its arguments where that is legal, else starts its own.

use super::Target;
use super::bits::Bits;
use super::resolve::{Resolved, Role};
use crate::graph::{Graph, Id, Op};
use crate::schedule::{LONGEST_ROW, WIDEST_PRODUCT};

/// The iteration space of a kernel: a node in it has `rows * columns` elements, or one for each row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Domain {
    pub(super) rows: usize,
    pub(super) columns: usize,
}

impl Domain {
    pub(super) fn len(self) -> usize {
        self.rows * self.columns
    }

    /// Whether rows may be walked in blocks, so that nothing within may wait for a fold over the row.
    pub(super) fn is_long(self) -> bool {
        self.columns > LONGEST_ROW
    }
}

/// The most folds of one long row in a GPU kernel.
const FOLDS: usize = 6;

/// A kernel in the making.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    /// Its nodes, in order.
    pub(super) nodes: Vec<Id>,
    /// Those of them that another kernel computes, too, and writes where it has to.
    pub(super) again: Vec<Id>,
    /// Its iteration space; `None` for a kernel of its own kind.
    pub(super) domain: Option<Domain>,
    /// The kernels that must come before, directly or not.
    ancestors: Bits,
}

impl Draft {
    /// Whether this is one of its nodes.
    pub(super) fn computes(&self, id: Id) -> bool {
        self.nodes.binary_search(&id).is_ok()
    }
}

/// The finished partition.
pub(super) struct Partition {
    /// The kernels; emptied ones stay as `None`.
    pub(super) drafts: Vec<Option<Draft>>,
    /// The kernel that computes each node.
    pub(super) kernel: Vec<Option<usize>>,
}

impl Partition {
    /// Whether kernel `later` needs kernel `earlier`, directly or not.
    pub(super) fn depends(&self, later: usize, earlier: usize) -> bool {
        self.drafts[later].as_ref().is_some_and(|draft| draft.ancestors.has(earlier))
    }
}

/// Distributes the nodes that `roots` need over kernels.
pub(super) fn partition(
    g: &Graph,
    resolved: &Resolved,
    roots: &[Id],
    fuse: bool,
    target: Target,
) -> Partition {
    let live = live(g, roots);
    let mut fuser = Fuser {
        g,
        resolved,
        target,
        partition: Partition { drafts: Vec::new(), kernel: vec![None; g.nodes().len()] },
    };
    for id in g.ids().filter(|id| live[id.index()]) {
        match resolved.role(id) {
            Role::Source | Role::View => {}
            Role::Element | Role::Fold if fuse => fuser.join(id),
            Role::Element | Role::Fold | Role::Head | Role::Alone => fuser.start(id),
        }
    }
    fuser.partition
}

fn live(g: &Graph, roots: &[Id]) -> Vec<bool> {
    let mut live = vec![false; g.nodes().len()];
    let mut stack = roots.to_vec();
    while let Some(id) = stack.pop() {
        if !std::mem::replace(&mut live[id.index()], true) {
            stack.extend(&g.node(id).args);
        }
    }
    live
}

struct Fuser<'a> {
    g: &'a Graph,
    resolved: &'a Resolved,
    target: Target,
    partition: Partition,
}

impl Fuser<'_> {
    /// The kernels that a node reads from, latest first.
    fn producers(&self, id: Id) -> Vec<usize> {
        let base = |arg: &Id| self.partition.kernel[self.resolved.base[arg.index()].index()];
        let mut kernels: Vec<usize> = self.g.node(id).args.iter().filter_map(base).collect();
        kernels.sort_unstable_by(|a, b| b.cmp(a));
        kernels.dedup();
        kernels
    }

    fn ancestors_of(&self, producers: &[usize]) -> Bits {
        let mut all = Bits::default();
        for &kernel in producers {
            all.insert(kernel);
            if let Some(draft) = &self.partition.drafts[kernel] {
                all.extend(&draft.ancestors);
            }
        }
        all
    }

    fn domain(&self, nodes: &[Id]) -> Option<Domain> {
        domain(self.g, self.resolved, nodes, self.target)
    }

    fn start(&mut self, id: Id) {
        let ancestors = self.ancestors_of(&self.producers(id));
        let domain = match self.resolved.role(id) {
            Role::Alone => None,
            _ => self.domain(&[id]),
        };
        self.partition.kernel[id.index()] = Some(self.partition.drafts.len());
        self.partition.drafts.push(Some(Draft { nodes: vec![id], again: vec![], domain, ancestors }));
    }

    fn join(&mut self, id: Id) {
        let producers = self.producers(id);
        let mut members: Vec<usize> = Vec::new();
        let mut nodes = vec![id];
        for &kernel in &producers {
            let Some(draft) = &self.partition.drafts[kernel] else { continue };
            if draft.domain.is_none() {
                continue;
            }
            let mut wider = members.clone();
            wider.push(kernel);
            let mut union = draft.nodes.clone();
            union.extend(&nodes);
            union.sort_unstable();
            if self.is_acyclic(&wider, &producers) && self.domain(&union).is_some() {
                (members, nodes) = (wider, union);
            }
        }
        if members.is_empty() {
            self.start(id);
        } else {
            self.merge(&members, nodes, &producers);
        }
    }

    /// Whether no kernel outside `members` lies between two of them, or between one of them and the new node.
    fn is_acyclic(&self, members: &[usize], producers: &[usize]) -> bool {
        let outside = |kernel: usize| {
            members.contains(&kernel) || !members.iter().any(|&member| self.partition.depends(kernel, member))
        };
        producers.iter().all(|&kernel| outside(kernel))
            && members.iter().all(|&member| {
                self.partition.drafts[member]
                    .as_ref()
                    .is_none_or(|draft| draft.ancestors.iter().all(&outside))
            })
    }

    fn merge(&mut self, members: &[usize], nodes: Vec<Id>, producers: &[usize]) {
        let merged = self.partition.drafts.len();
        let mut ancestors = self.ancestors_of(producers);
        for &member in members {
            if let Some(draft) = self.partition.drafts[member].take() {
                ancestors.extend(&draft.ancestors);
            }
        }
        members.iter().for_each(|&member| ancestors.remove(member));
        for draft in self.partition.drafts.iter_mut().flatten() {
            if members.iter().any(|&member| draft.ancestors.has(member)) {
                members.iter().for_each(|&member| draft.ancestors.remove(member));
                draft.ancestors.insert(merged);
                draft.ancestors.extend(&ancestors);
            }
        }
        for &node in &nodes {
            self.partition.kernel[node.index()] = Some(merged);
        }
        let domain = self.domain(&nodes);
        self.partition.drafts.push(Some(Draft { nodes, again: vec![], domain, ancestors }));
    }
}

/// The iteration space that all these nodes (in order) can share in one kernel, if there is one.
pub(super) fn domain(g: &Graph, resolved: &Resolved, nodes: &[Id], target: Target) -> Option<Domain> {
    let space = space(g, resolved, nodes)?;
    if target == Target::Gpu && !folds_fit(g, resolved, space, nodes) {
        return None;
    }
    let mut waits = vec![false; nodes.len()]; // for a fold over its row
    for (position, &id) in nodes.iter().enumerate() {
        let node = g.node(id);
        let role = resolved.role(id);
        let by_row = is_row(g, space, id);
        for &arg in &node.args {
            let Ok(inner) = nodes.binary_search(&resolved.base[arg.index()]) else { continue };
            let view = &resolved.view[arg.index()];
            let whole = resolved.is_whole(nodes[inner], view);
            let element_wise = match (by_row && role != Role::Fold, is_row(g, space, nodes[inner])) {
                (true, true) | (false, false) => whole,
                (false, true) => {
                    view.rows(space.columns).is_some_and(|rows| resolved.is_whole(nodes[inner], &rows))
                }
                (true, false) => false,
            };
            if role == Role::Head || !element_wise {
                return None;
            }
            if space.is_long() && waits[inner] && !(by_row && role == Role::Element) {
                return None;
            }
            waits[position] |= waits[inner];
        }
        waits[position] |= role == Role::Fold;
    }
    Some(space)
}

/// Whether a GPU kernel can fold its rows: behind a matrix product only those that a tile holds whole, behind a gather
/// only those that a workgroup holds whole, and of a long row only as much as workgroup memory has room for.
fn folds_fit(g: &Graph, resolved: &Resolved, space: Domain, nodes: &[Id]) -> bool {
    let count = |role: Role| nodes.iter().filter(|&&id| resolved.role(id) == role).count();
    let is_product = nodes.iter().any(|&id| g.node(id).op == Op::Matmul);
    let widest = if is_product { WIDEST_PRODUCT } else { LONGEST_ROW };
    let folds = count(Role::Fold);
    let fits = count(Role::Head) == 0 || folds == 0 || space.columns <= widest;
    fits && (!space.is_long() || folds <= FOLDS)
}

/// Whether a node has one number for each row of the space, and not one for each element.
pub(super) fn is_row(g: &Graph, space: Domain, id: Id) -> bool {
    g.len(id) != space.len() || (space.columns == 1 && matches!(g.node(id).op, Op::Reduce { .. }))
}

/// Rows and columns from the sizes of the nodes alone.
fn space(g: &Graph, resolved: &Resolved, nodes: &[Id]) -> Option<Domain> {
    let mut fixed: Option<Domain> = None;
    for &id in nodes {
        let node = g.node(id);
        let wanted = match resolved.role(id) {
            Role::Fold => {
                let from = g.len(node.args[0]);
                Domain { rows: g.len(id), columns: from / g.len(id).max(1) }
            }
            Role::Head => {
                let columns = *node.shape.last()?;
                Domain { rows: g.len(id) / columns.max(1), columns }
            }
            _ => continue,
        };
        if fixed.is_some_and(|before| before != wanted) {
            return None;
        }
        fixed = Some(wanted);
    }
    if nodes.iter().filter(|&&id| resolved.role(id) == Role::Head).count() > 1 {
        return None;
    }
    let largest = nodes.iter().map(|&id| g.len(id)).max()?;
    let space = fixed.unwrap_or_else(|| {
        let rows = nodes.iter().map(|&id| g.len(id)).filter(|&len| len != largest).min().unwrap_or(1);
        Domain { rows, columns: largest / rows.max(1) }
    });
    let fits = |&id: &Id| g.len(id) == space.len() || g.len(id) == space.rows;
    (space.len() > 0 && space.len() == largest.max(space.len()) && nodes.iter().all(fits)).then_some(space)
}
