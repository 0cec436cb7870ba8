//! Which nodes move data only, and what stands behind each of them.

use std::collections::BTreeMap;

use super::view::View;
use crate::graph::{Graph, Id, Op, Reduction};

/// What a node means for lowering.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// Lives in memory before the first kernel, or is a constant.
    Source,
    /// A view of another node.
    View,
    /// Can share a kernel: element by element.
    Element,
    /// Can share a kernel: folds rows.
    Fold,
    /// Can start a kernel that others join.
    Head,
    /// A kernel of its own.
    Alone,
}

/// For each node: its role, and the base and view through which others read it. The view of a base says in which order
/// it stands in memory itself.
pub(super) struct Resolved {
    pub(super) role: Vec<Role>,
    pub(super) base: Vec<Id>,
    pub(super) view: Vec<View>,
}

impl Resolved {
    /// Every node in the order of its elements.
    pub(super) fn new(g: &Graph) -> Self {
        Self::with_orders(g, &BTreeMap::new())
    }

    /// Nodes that are only read in another order than their own, as attention's heads are where they are joined, stand
    /// in that order from the start, and need no copy that brings them into it.
    pub(super) fn reordered(g: &Graph, roots: &[Id]) -> Self {
        let plain = Self::new(g);
        let mut orders: BTreeMap<Id, Option<View>> = BTreeMap::new();
        for id in g.ids().filter(|&id| plain.role(id) != Role::View) {
            let is_copy = matches!(g.node(id).op, Op::Reshape);
            for &arg in &g.node(id).args {
                let wanted = plain.view[arg.index()].merged();
                let known = orders.entry(plain.base[arg.index()]);
                let order = known.or_insert_with(|| Some(wanted.clone()));
                if !is_copy || order.as_ref() != Some(&wanted) {
                    *order = None;
                }
            }
        }
        for root in roots {
            orders.remove(&plain.base[root.index()]);
        }
        let may = |id: &Id| matches!(plain.role(*id), Role::Head | Role::Element | Role::Fold);
        let orders = orders.into_iter().filter(|(id, _)| may(id)).filter_map(|(id, order)| {
            let order = order?.placed(g.len(id))?;
            Some((id, order.reshape(g.shape(id))?))
        });
        Self::with_orders(g, &orders.collect())
    }

    fn with_orders(g: &Graph, orders: &BTreeMap<Id, View>) -> Self {
        let mut all = Self { role: Vec::new(), base: Vec::new(), view: Vec::new() };
        for id in g.ids() {
            let moved = all.moved(g, id);
            let role = if moved.is_some() { Role::View } else { role(g, id) };
            let own = || orders.get(&id).cloned().unwrap_or_else(|| View::contiguous(g.shape(id)));
            let (base, view) = moved.unwrap_or_else(|| (id, own()));
            all.role.push(role);
            all.base.push(base);
            all.view.push(view);
        }
        all
    }

    /// Whether `view` reads the whole of a base, element by element in the order of its own.
    pub(super) fn is_whole(&self, base: Id, view: &View) -> bool {
        view.merged() == self.view[base.index()].merged()
    }

    /// The base and view of a node that only moves data.
    fn moved(&self, g: &Graph, id: Id) -> Option<(Id, View)> {
        let node = g.node(id);
        let arg = node.args.first()?;
        let (base, view) = (self.base[arg.index()], &self.view[arg.index()]);
        let view = match &node.op {
            Op::Reshape => view.reshape(&node.shape)?,
            Op::Permute(order) => view.permute(order),
            Op::Expand => view.expand(&node.shape),
            Op::Slice { axis, start } => view.slice(*axis, *start, node.shape[*axis]),
            Op::Detach => view.clone(),
            _ => return None,
        };
        Some((base, view))
    }

    pub(super) fn role(&self, id: Id) -> Role {
        self.role[id.index()]
    }
}

fn role(g: &Graph, id: Id) -> Role {
    let node = g.node(id);
    match &node.op {
        Op::Parameter(_) | Op::State(_) | Op::Input(_) | Op::Table(_) | Op::Constant(_) => Role::Source,
        // A reshape that strides cannot say is a copy, element by element.
        Op::Reshape
        | Op::Copy
        | Op::Iota { .. }
        | Op::Unary(_)
        | Op::Binary(_)
        | Op::Select
        | Op::Threefry { .. } => Role::Element,
        Op::Permute(_) | Op::Expand | Op::Slice { .. } | Op::Detach => Role::View,
        Op::Reduce { kind, axis } => {
            let from = g.shape(node.args[0]);
            let last = from[axis + 1..].iter().product::<usize>() == 1;
            assert!(last || *kind == Reduction::Sum, "{kind:?} is over the last axis; permute first");
            if last { Role::Fold } else { Role::Alone }
        }
        Op::Matmul | Op::Gather => Role::Head,
        Op::Pad { .. } | Op::Concat { .. } | Op::ScatterAdd => Role::Alone,
    }
}
