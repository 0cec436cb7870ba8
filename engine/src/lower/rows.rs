//! Writes one fused kernel as a program over registers: loads before their first use, arithmetic, stores, with
//! registers handed on as soon as nothing reads them any more.

use super::emit::Emitter;
use super::fuse::{Domain, Draft, is_row};
use super::resolve::Role;
use super::view::View;
use crate::graph::{Dtype, Id, Op, strides};
use crate::schedule::{Arg, Arithmetic, Head, Place, Rows, Source, Step, Width};

/// Where a step of a long row belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Stage {
    Before,
    Body,
    After,
}

struct Writer {
    space: Domain,
    /// Whether rows are walked in blocks.
    long: bool,
    steps: Vec<(Stage, Step)>,
    /// What is in a register already: nodes of the kernel, and loads.
    nodes: Vec<(Id, usize)>,
    loads: Vec<(Id, View, Width, usize)>,
    /// Virtual registers so far; real ones are given at the end.
    registers: usize,
}

pub(super) fn write(
    emitter: &mut Emitter<'_>,
    draft: &Draft,
    space: Domain,
    head: Option<(Id, Head)>,
    stores: &[(Id, Place)],
) -> Rows {
    let long = head.is_none() && space.is_long();
    let mut writer = Writer { space, long, steps: vec![], nodes: vec![], loads: vec![], registers: 0 };
    let first = head.as_ref().map(|_| writer.fresh()); // what the head leaves its rows in
    let mut waiting: Vec<Id> = Vec::new(); // for a fold over the row
    for &id in &draft.nodes {
        let by_row = is_row(emitter.g, space, id);
        let width = if by_row { Width::Row } else { Width::Element };
        let is_fold = emitter.resolved.role(id) == Role::Fold;
        let waits = |arg: &Id| waiting.contains(&emitter.resolved.base[arg.index()]);
        let late = emitter.g.node(id).args.iter().any(waits);
        let stage = match (long, by_row && !is_fold) {
            (true, true) if late => Stage::After,
            (true, true) => Stage::Before,
            _ => Stage::Body,
        };
        if is_fold || late {
            waiting.push(id);
        }
        let register = match first {
            Some(first) if emitter.resolved.role(id) == Role::Head => first,
            _ => writer.compute(emitter, id, stage, width),
        };
        writer.nodes.push((id, register));
        for &(_, to) in stores.iter().filter(|(stored, _)| *stored == id) {
            let stage = if long && is_fold { Stage::After } else { stage };
            let pattern = emitter.resolved.view[id.index()].pattern();
            let to = Source { place: to, pattern };
            writer.steps.push((stage, Step::Store { from: register, width, to }));
        }
    }
    writer.steps.sort_by_key(|(stage, _)| *stage);
    let registers = assign(&mut writer.steps, usize::from(first.is_some()), long);
    let of = |wanted: Stage| {
        let steps = writer.steps.iter().filter(|(stage, _)| *stage == wanted);
        steps.map(|(_, step)| step.clone()).collect()
    };
    Rows {
        rows: space.rows,
        columns: space.columns,
        head: head.map(|(_, head)| head),
        registers,
        before: of(Stage::Before),
        body: of(Stage::Body),
        after: of(Stage::After),
    }
}

impl Writer {
    fn fresh(&mut self) -> usize {
        self.registers += 1;
        self.registers - 1
    }

    fn compute(&mut self, emitter: &mut Emitter<'_>, id: Id, stage: Stage, width: Width) -> usize {
        let node = emitter.g.node(id).clone();
        let over = if emitter.resolved.role(id) == Role::Fold { Width::Element } else { width };
        let args: Vec<Arg> = node.args.iter().map(|&arg| self.argument(emitter, arg, over)).collect();
        let to = self.fresh();
        let step = match node.op {
            Op::Reduce { kind, .. } => {
                let integers = emitter.g.dtype(node.args[0]) == Dtype::U32;
                Step::Reduce { to, kind, integers, from: args[0] }
            }
            ref op => {
                let integers = node.args.first().is_some_and(|&arg| emitter.g.dtype(arg) == Dtype::U32);
                let op = match *op {
                    Op::Unary(unary) => Arithmetic::Unary(unary),
                    Op::Binary(binary) if integers => Arithmetic::Integer(binary),
                    Op::Binary(binary) => Arithmetic::Binary(binary),
                    Op::Select => Arithmetic::Select,
                    Op::Threefry { word } => Arithmetic::Threefry(word),
                    Op::Iota { axis } => {
                        Arithmetic::Iota { inner: strides(&node.shape)[axis], size: node.shape[axis] }
                    }
                    _ => Arithmetic::Copy,
                };
                Step::Compute { to, width, op, args }
            }
        };
        self.steps.push((stage, step));
        to
    }

    /// An argument of a step over `width`: a constant, a register of this kernel, or a load.
    fn argument(&mut self, emitter: &mut Emitter<'_>, arg: Id, width: Width) -> Arg {
        let base = emitter.resolved.base[arg.index()];
        if let Op::Constant(bits) = emitter.g.node(base).op {
            return Arg::Constant(bits);
        }
        if let Some(&(_, register)) = self.nodes.iter().find(|(id, _)| *id == base) {
            let by_row = is_row(emitter.g, self.space, base);
            return if by_row && width == Width::Element {
                Arg::Row(register)
            } else {
                Arg::Register(register)
            };
        }
        let view = &emitter.resolved.view[arg.index()];
        let by_row = if self.space.columns > 1 { view.rows(self.space.columns) } else { None };
        let (view, load) = match (width, by_row) {
            (Width::Element, Some(rows)) if view.len() == self.space.len() => (rows, Width::Row),
            _ => (view.merged(), width),
        };
        let register = self.load(emitter, base, view, load);
        if load == Width::Row && width == Width::Element {
            Arg::Row(register)
        } else {
            Arg::Register(register)
        }
    }

    fn load(&mut self, emitter: &mut Emitter<'_>, base: Id, view: View, width: Width) -> usize {
        let known =
            |(id, seen, w, _): &&(Id, View, Width, usize)| *id == base && *seen == view && *w == width;
        if let Some(&(.., register)) = self.loads.iter().find(known) {
            return register;
        }
        let to = self.fresh();
        let source = emitter.source(base, &view);
        let stage = if self.long && width == Width::Row { Stage::Before } else { Stage::Body };
        self.steps.push((stage, Step::Load { to, width, source }));
        self.loads.push((base, view, width, to));
        to
    }
}

/// Replaces virtual registers by as few real ones as liveness allows, the first `keep` by themselves; the number
/// of real ones. Where rows are long, what lives for a row keeps its register, since the body repeats.
fn assign(steps: &mut [(Stage, Step)], keep: usize, long: bool) -> usize {
    let mut last = std::collections::BTreeMap::new();
    for (at, (_, step)) in steps.iter().enumerate() {
        for (register, width) in reads(step) {
            let end = if long && width == Width::Row { usize::MAX } else { at };
            last.insert(register, end.max(last.get(&register).copied().unwrap_or(0)));
        }
    }
    let mut real: std::collections::BTreeMap<usize, usize> = (0..keep).map(|r| (r, r)).collect();
    let mut free: Vec<usize> = Vec::new();
    let mut count = keep;
    for (at, (_, step)) in steps.iter_mut().enumerate() {
        let written = written(step);
        if let Some(register) = written {
            let given = free.pop().unwrap_or_else(|| {
                count += 1;
                count - 1
            });
            real.insert(register, given);
        }
        let used: Vec<(usize, Width)> = reads(step);
        rename(step, &real);
        let mut done: Vec<usize> = used.iter().map(|(register, _)| *register).collect();
        done.extend(written.filter(|register| !last.contains_key(register)));
        done.sort_unstable();
        done.dedup();
        let is_row_result = matches!(step, Step::Reduce { .. });
        for register in done {
            let ends =
                last.get(&register).copied().unwrap_or(if long && is_row_result { usize::MAX } else { at });
            if ends <= at {
                free.extend(real.get(&register));
            }
        }
    }
    count
}

fn written(step: &Step) -> Option<usize> {
    match step {
        Step::Load { to, .. } | Step::Compute { to, .. } | Step::Reduce { to, .. } => Some(*to),
        Step::Store { .. } => None,
    }
}

fn reads(step: &Step) -> Vec<(usize, Width)> {
    let of = |arg: &Arg, own: Width| match *arg {
        Arg::Register(register) => Some((register, own)),
        Arg::Row(register) => Some((register, Width::Row)),
        Arg::Constant(_) => None,
    };
    match step {
        Step::Load { .. } => vec![],
        Step::Store { from, width, .. } => vec![(*from, *width)],
        Step::Compute { width, args, .. } => args.iter().filter_map(|arg| of(arg, *width)).collect(),
        Step::Reduce { from, .. } => of(from, Width::Element).into_iter().collect(),
    }
}

fn rename(step: &mut Step, real: &std::collections::BTreeMap<usize, usize>) {
    let new = |register: &mut usize| *register = real.get(register).copied().unwrap_or(*register);
    let new_arg = |arg: &mut Arg| match arg {
        Arg::Register(register) | Arg::Row(register) => new(register),
        Arg::Constant(_) => {}
    };
    match step {
        Step::Load { to, .. } => new(to),
        Step::Store { from, .. } => new(from),
        Step::Compute { to, args, .. } => {
            new(to);
            args.iter_mut().for_each(new_arg);
        }
        Step::Reduce { to, from, .. } => {
            new(to);
            new_arg(from);
        }
    }
}
