//! Which nodes move data only, and what stands behind each of them.

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

/// For each node: its role, and the base and view through which others read it.
pub(super) struct Resolved {
    pub(super) role: Vec<Role>,
    pub(super) base: Vec<Id>,
    pub(super) view: Vec<View>,
}

impl Resolved {
    pub(super) fn new(g: &Graph) -> Self {
        let mut all = Self { role: Vec::new(), base: Vec::new(), view: Vec::new() };
        for id in g.ids() {
            let moved = all.moved(g, id);
            let role = if moved.is_some() { Role::View } else { role(g, id) };
            let (base, view) = moved.unwrap_or_else(|| (id, View::contiguous(g.shape(id))));
            all.role.push(role);
            all.base.push(base);
            all.view.push(view);
        }
        all
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
