//! The graph: a static, hash-consed record of what is computed, for one member of an ensemble. The member axis is
//! outermost and implicit: every tensor that is not the same for all members exists once for each of them.
//!
//! A graph is data. It is made by the builder methods in `build`, extended by [`crate::grad`], and read by the
//! reference executor and by the lowering of each other executor.

mod build;
mod meaning;
mod op;

use std::collections::HashMap;

pub use meaning::{Meaning, Optimiser};
pub use op::{Binary, Dtype, Op, Reduction, Unary};

/// A node's number. Arguments always have smaller numbers than the node that uses them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Id(u32);

impl Id {
    /// Its position in [`Graph::nodes`].
    #[must_use]
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// One operation with its arguments, shape and type.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Node {
    /// What is computed.
    pub op: Op,
    /// From what.
    pub args: Vec<Id>,
    /// The size of each axis; empty for a scalar.
    pub shape: Vec<usize>,
    /// The type of the elements.
    pub dtype: Dtype,
}

/// A graph under construction, or finished.
#[derive(Debug, Clone, Default)]
pub struct Graph {
    nodes: Vec<Node>,
    tables: Vec<Vec<u32>>,
    // Both are only looked up, never iterated: their order reaches nothing.
    known: HashMap<Node, Id>,
    meanings: HashMap<Id, (Meaning, Vec<Id>)>,
}

impl Graph {
    /// An empty graph.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Every node, arguments before their users.
    #[must_use]
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// The node behind an id.
    #[must_use]
    pub fn node(&self, id: Id) -> &Node {
        &self.nodes[id.index()]
    }

    /// The ids of all nodes, in order.
    pub fn ids(&self) -> impl Iterator<Item = Id> + use<> {
        (0..u32::try_from(self.nodes.len()).unwrap_or(u32::MAX)).map(Id)
    }

    /// The shape of a node.
    #[must_use]
    pub fn shape(&self, id: Id) -> &[usize] {
        &self.nodes[id.index()].shape
    }

    /// The type of a node's elements.
    #[must_use]
    pub fn dtype(&self, id: Id) -> Dtype {
        self.nodes[id.index()].dtype
    }

    /// The number of elements of a node.
    #[must_use]
    pub fn len(&self, id: Id) -> usize {
        self.shape(id).iter().product()
    }

    /// Whether nothing has been built yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// The contents of a [`Op::Table`], as bits.
    #[must_use]
    pub fn table(&self, index: usize) -> &[u32] {
        &self.tables[index]
    }

    /// All tables.
    #[must_use]
    pub fn tables(&self) -> &[Vec<u32>] {
        &self.tables
    }

    /// Says what a node means and of which nodes it is made. Said again, the last counts.
    pub fn tell(&mut self, id: Id, meaning: Meaning, of: &[Id]) {
        self.meanings.insert(id, (meaning, of.to_vec()));
    }

    /// What a node means, where that was told, and of which nodes it is made.
    #[must_use]
    pub fn meaning(&self, id: Id) -> Option<(&Meaning, &[Id])> {
        self.meanings.get(&id).map(|(meaning, of)| (meaning, of.as_slice()))
    }

    fn push(&mut self, op: Op, args: Vec<Id>, shape: Vec<usize>, dtype: Dtype) -> Id {
        let node = Node { op, args, shape, dtype };
        if let Some(&id) = self.known.get(&node) {
            return id;
        }
        let id = Id(u32::try_from(self.nodes.len()).unwrap_or(u32::MAX));
        self.known.insert(node.clone(), id);
        self.nodes.push(node);
        id
    }
}

/// Row-major strides of a shape, in elements.
pub(crate) fn strides(shape: &[usize]) -> Vec<usize> {
    let mut strides = vec![1; shape.len()];
    for axis in (1..shape.len()).rev() {
        strides[axis - 1] = strides[axis] * shape[axis];
    }
    strides
}
