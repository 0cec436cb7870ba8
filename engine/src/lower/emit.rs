//! Writes ordered and planned kernels down as a [`Schedule`].

use super::Roots;
use super::fuse::{Domain, Draft, Partition};
use super::order::{Order, direct_writer};
use super::plan::Plan;
use super::resolve::{Resolved, Role};
use super::rows;
use super::view::View;
use crate::graph::{Dtype, Graph, Id, Op};
use crate::layout::Layout;
use crate::schedule::{Head, Kernel, Matmul, Pattern, Place, Range, Schedule, Source, Space};

pub(super) struct Emitter<'a> {
    pub(super) g: &'a Graph,
    pub(super) layout: &'a Layout,
    pub(super) resolved: &'a Resolved,
    plan: &'a Plan,
    inputs: Vec<usize>,
    tables: Vec<u32>,
    table_starts: Vec<usize>,
}

pub(super) fn emit(
    g: &Graph,
    layout: &Layout,
    resolved: &Resolved,
    partition: &Partition,
    order: &Order,
    plan: &Plan,
    roots: &Roots,
) -> Schedule {
    let mut emitter = Emitter::new(g, layout, resolved, plan);
    let direct = direct_stores(g, layout, resolved, partition, order, roots);
    let mut kernels = Vec::new();
    let mut stages = Vec::new();
    let mut ends = Vec::with_capacity(order.stages.len() + 1); // the number of kernels after each position
    for stage in &order.stages {
        let before = kernels.len();
        for draft in stage.iter().filter_map(|&number| partition.drafts[number].as_ref()) {
            emitter.draft(draft, &direct, &mut kernels);
        }
        match stage.as_slice() {
            // A node may take several kernels, one after the other.
            [_] => stages.extend((before..kernels.len()).map(|_| 1)),
            _ => stages.push(kernels.len() - before),
        }
        ends.push(kernels.len());
    }
    emitter.copies(order, roots, partition, &mut kernels);
    stages.extend((ends.last().copied().unwrap_or(0)..kernels.len()).map(|_| 1));
    ends.push(kernels.len());
    let start = |position: usize| if position == 0 { 0 } else { ends[position - 1] };
    let ranges = plan
        .buffers
        .iter()
        .map(|b| Range {
            offset: b.offset,
            length: b.length,
            first: start(b.first),
            last: ends[b.last].max(1) - 1,
        })
        .collect();
    let outputs = roots.outputs.iter().map(|&id| g.len(id)).collect();
    let (inputs, tables) = (emitter.inputs, emitter.tables);
    Schedule { arena: plan.arena, ranges, inputs, outputs, tables, kernels, stages }
}

/// For each draft, its kernel without places: drafts with the same text do the same to other memory. `None` for
/// those that take more than one kernel.
pub(super) fn looks(
    g: &Graph,
    layout: &Layout,
    resolved: &Resolved,
    partition: &Partition,
    order: &Order,
    plan: &Plan,
    roots: &Roots,
) -> Vec<Option<String>> {
    let mut emitter = Emitter::new(g, layout, resolved, plan);
    let direct = direct_stores(g, layout, resolved, partition, order, roots);
    let mut look = |draft: &Draft| {
        let mut kernels = Vec::new();
        emitter.draft(draft, &direct, &mut kernels);
        let [kernel] = kernels.as_mut_slice() else { return None };
        kernel.places_mut().into_iter().for_each(|place| place.offset = 0);
        Some(kernel.to_string())
    };
    partition.drafts.iter().map(|draft| draft.as_ref().and_then(&mut look)).collect()
}

/// Stores of whole nodes that need no memory of their own: (base node, where to).
fn direct_stores(
    g: &Graph,
    layout: &Layout,
    resolved: &Resolved,
    partition: &Partition,
    order: &Order,
    roots: &Roots,
) -> Vec<(Id, Place)> {
    let mut stores = Vec::new();
    for (&(state, id), &in_place) in roots.updates.iter().zip(&order.in_place) {
        if in_place {
            let offset = layout.states()[state].offset;
            stores.push((resolved.base[id.index()], Place { space: Space::State, offset }));
        }
    }
    let mut offset = 0;
    for &id in &roots.outputs {
        if direct_writer(resolved, partition, id).is_some() {
            stores.push((resolved.base[id.index()], Place { space: Space::Output, offset }));
        }
        offset += g.len(id);
    }
    stores
}

impl<'a> Emitter<'a> {
    fn new(g: &'a Graph, layout: &'a Layout, resolved: &'a Resolved, plan: &'a Plan) -> Self {
        let mut inputs = Vec::new();
        for node in g.nodes() {
            if let Op::Input(number) = node.op {
                if inputs.len() <= number {
                    inputs.resize(number + 1, 0);
                }
                inputs[number] = node.shape.iter().product();
            }
        }
        let mut tables = Vec::new();
        let mut table_starts = Vec::new();
        for table in g.tables() {
            table_starts.push(tables.len());
            tables.extend_from_slice(table);
        }
        Self { g, layout, resolved, plan, inputs, tables, table_starts }
    }

    /// Where a node that is in memory begins.
    fn place(&mut self, base: Id) -> Place {
        let at = |space, offset| Place { space, offset };
        match self.g.node(base).op {
            Op::Parameter(number) => at(Space::State, self.layout.parameters()[number].offset),
            Op::State(number) => at(Space::State, self.layout.states()[number].offset),
            Op::Input(number) => at(Space::Input, self.inputs[..number].iter().sum()),
            Op::Table(number) => at(Space::Table, self.table_starts[number]),
            Op::Constant(bits) => {
                let offset = self.tables.iter().position(|&word| word == bits).unwrap_or_else(|| {
                    self.tables.push(bits);
                    self.tables.len() - 1
                });
                at(Space::Table, offset)
            }
            _ => at(Space::Arena, self.plan.stays[&base]),
        }
    }

    /// Where a kernel finds an argument, read through `view`.
    pub(super) fn source(&mut self, base: Id, view: &View) -> Source {
        let mut place = self.place(base);
        place.offset += view.offset;
        Source { place, pattern: view.pattern() }
    }

    fn argument(&mut self, arg: Id) -> Source {
        let view = self.resolved.view[arg.index()].clone();
        self.source(self.resolved.base[arg.index()], &view)
    }

    fn draft(&mut self, draft: &Draft, direct: &[(Id, Place)], kernels: &mut Vec<Kernel>) {
        match draft.domain {
            Some(space) => kernels.push(self.rows(draft, space, direct)),
            None => draft.nodes.iter().for_each(|&id| self.alone(id, kernels)),
        }
    }

    fn rows(&mut self, draft: &Draft, space: Domain, direct: &[(Id, Place)]) -> Kernel {
        let head = draft.nodes.iter().copied().find(|&id| self.resolved.role(id) == Role::Head);
        let stores: Vec<(Id, Place)> = draft
            .nodes
            .iter()
            .filter_map(|id| {
                let offset = *self.plan.stays.get(id)?;
                Some((*id, Place { space: Space::Arena, offset }))
            })
            .chain(direct.iter().copied().filter(|(id, _)| draft.computes(*id)))
            .filter(|(id, _)| !draft.again.contains(id))
            .collect();
        let written = head.map(|id| self.head(id));
        Kernel::Rows(rows::write(self, draft, space, head.zip(written), &stores))
    }

    fn head(&mut self, id: Id) -> Head {
        let args = self.g.node(id).args.clone();
        if self.g.node(id).op == Op::Gather {
            let table = self.argument(args[0]);
            assert_eq!(table.pattern, Pattern::Linear, "a gather reads a table that lies in order");
            let height = self.g.shape(args[0])[0];
            return Head::Gather { table: table.place, height, indices: self.argument(args[1]) };
        }
        let views = [&self.resolved.view[args[0].index()], &self.resolved.view[args[1].index()]];
        let rank = views[0].axes.len();
        let stride = |side: usize, axis: usize| views[side].axes[axis].stride;
        let batch =
            (0..rank - 2).map(|axis| [views[0].axes[axis].size, stride(0, axis), stride(1, axis)]).collect();
        let strides = [0, 1].map(|side| [stride(side, rank - 2), stride(side, rank - 1)]);
        let [m, k, n] =
            [views[0].axes[rank - 2].size, views[0].axes[rank - 1].size, views[1].axes[rank - 1].size];
        let offsets = [views[0].offset, views[1].offset];
        let [left, right] = [0, 1].map(|side| {
            let mut place = self.place(self.resolved.base[args[side].index()]);
            place.offset += offsets[side];
            (place, strides[side])
        });
        Head::Matmul(Matmul { m, n, k, left, right, batch })
    }

    fn alone(&mut self, id: Id, kernels: &mut Vec<Kernel>) {
        let node = self.g.node(id).clone();
        let Some(&offset) = self.plan.stays.get(&id) else { return };
        let to = Place { space: Space::Arena, offset };
        let around = |axis: usize| {
            let outer: usize = node.shape[..axis].iter().product();
            (outer, node.shape[axis + 1..].iter().product::<usize>())
        };
        match node.op {
            Op::Reduce { axis, .. } => {
                let (outer, inner) = around(axis);
                let shape = [outer, self.g.shape(node.args[0])[axis], inner];
                let source = self.argument(node.args[0]);
                kernels.push(Kernel::SumColumns { source, shape, integers: node.dtype == Dtype::U32, to });
            }
            Op::Pad { axis, before } => {
                let (blocks, inner) = around(axis);
                let length = self.g.shape(node.args[0])[axis] * inner;
                kernels.push(Kernel::Clear { to, length: self.g.len(id) });
                let source = self.argument(node.args[0]);
                let to = Place { offset: to.offset + before * inner, ..to };
                kernels.push(Kernel::Copy { source, blocks, length, to, pitch: node.shape[axis] * inner });
            }
            Op::Concat { axis } => {
                let (blocks, inner) = around(axis);
                let mut start = 0;
                for &part in &node.args {
                    let length = self.g.shape(part)[axis] * inner;
                    let to = Place { offset: to.offset + start, ..to };
                    let source = self.argument(part);
                    if source.place != to {
                        kernels.push(Kernel::Copy {
                            source,
                            blocks,
                            length,
                            to,
                            pitch: node.shape[axis] * inner,
                        });
                    }
                    start += length;
                }
            }
            Op::ScatterAdd => {
                let width = node.shape[1];
                let rows = self.g.shape(node.args[1])[0];
                let (source, indices) = (self.argument(node.args[0]), self.argument(node.args[1]));
                kernels.push(Kernel::ScatterAdd { source, indices, rows, width, height: node.shape[0], to });
            }
            // A tensor without elements: nothing is done.
            _ => {}
        }
    }

    /// What the host reads and no kernel could write there, and states that could not be written in place.
    fn copies(&mut self, order: &Order, roots: &Roots, partition: &Partition, kernels: &mut Vec<Kernel>) {
        let mut copy = |emitter: &mut Self, id: Id, to: Place| {
            let (source, length) = (emitter.argument(id), emitter.g.len(id));
            kernels.push(Kernel::Copy { source, blocks: 1, length, to, pitch: length });
        };
        let mut offset = 0;
        for &id in &roots.outputs {
            if direct_writer(self.resolved, partition, id).is_none() {
                copy(self, id, Place { space: Space::Output, offset });
            }
            offset += self.g.len(id);
        }
        for (&(state, id), _) in roots.updates.iter().zip(&order.in_place).filter(|(_, in_place)| !**in_place)
        {
            let offset = self.layout.states()[state].offset;
            copy(self, id, Place { space: Space::State, offset });
        }
    }
}
