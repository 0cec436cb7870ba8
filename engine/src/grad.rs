//! Reverse-mode differentiation from graph to graph: the gradient of a scalar with respect to any nodes, as more
//! nodes of the same graph. One rule for each operation, in one exhaustive match.

use crate::graph::{Binary, Dtype, Graph, Id, Op, Reduction, Unary};

/// The gradients of the scalar `loss` with respect to each of `wrt`, in their shapes.
///
/// A node that `loss` does not depend on has a gradient of zeros.
///
/// # Panics
/// If `loss` is not a single `f32`.
pub fn gradients(g: &mut Graph, loss: Id, wrt: &[Id]) -> Vec<Id> {
    assert_eq!((g.len(loss), g.dtype(loss)), (1, Dtype::F32), "a loss is a single f32");
    let needed = needed(g, loss, wrt);
    let mut cotangents: Vec<Option<Id>> = vec![None; loss.index() + 1];
    let shape = g.shape(loss).to_vec();
    let one = g.f32(1.0);
    cotangents[loss.index()] = Some(g.broadcast(one, &shape));
    let ids: Vec<Id> = g.ids().take(loss.index() + 1).collect();
    for &id in ids.iter().rev() {
        if wrt.contains(&id) {
            continue; // a variable: what stands behind it is not asked for
        }
        if let (true, Some(cotangent)) = (needed[id.index()], cotangents[id.index()]) {
            for (arg, contribution) in rule(g, id, cotangent) {
                if needed[arg.index()] {
                    let sum = match cotangents[arg.index()] {
                        Some(before) => g.add(before, contribution),
                        None => contribution,
                    };
                    cotangents[arg.index()] = Some(sum);
                }
            }
        }
    }
    wrt.iter()
        .map(|&id| {
            cotangents.get(id.index()).copied().flatten().unwrap_or_else(|| {
                let (zero, shape) = (g.f32(0.0), g.shape(id).to_vec());
                g.broadcast(zero, &shape)
            })
        })
        .collect()
}

/// Which nodes lie between the variables and the loss.
fn needed(g: &Graph, loss: Id, wrt: &[Id]) -> Vec<bool> {
    let mut needed = vec![false; loss.index() + 1];
    for id in g.ids().take(loss.index() + 1) {
        let node = g.node(id);
        needed[id.index()] = wrt.contains(&id) || node.args.iter().any(|arg| needed[arg.index()]);
    }
    needed
}

/// The contributions of one node's cotangent to its arguments.
fn rule(g: &mut Graph, id: Id, cotangent: Id) -> Vec<(Id, Id)> {
    let node = g.node(id).clone();
    let arg = |i: usize| node.args[i];
    if node.dtype == Dtype::U32 {
        return vec![]; // integers carry no gradient
    }
    match node.op {
        Op::Parameter(_)
        | Op::State(_)
        | Op::Input(_)
        | Op::Table(_)
        | Op::Constant(_)
        | Op::Iota { .. }
        | Op::Threefry { .. }
        | Op::Detach => vec![],
        Op::Unary(op) => unary(g, op, arg(0), id, cotangent).map(|d| (arg(0), d)).into_iter().collect(),
        Op::Binary(op) => binary(g, op, arg(0), arg(1), id, cotangent),
        Op::Select => {
            let zero = g.f32(0.0);
            let (a, b) = (g.select(arg(0), cotangent, zero), g.select(arg(0), zero, cotangent));
            vec![(arg(1), a), (arg(2), b)]
        }
        Op::Reduce { kind, axis } => {
            let shape = g.shape(arg(0)).to_vec();
            let spread = g.expand(cotangent, &shape);
            match kind {
                Reduction::Sum => vec![(arg(0), spread)],
                Reduction::Max => {
                    // Shared equally between all that are largest.
                    let largest = g.expand(id, &shape);
                    let hit = g.equal(arg(0), largest);
                    let hit = g.to_f32(hit);
                    let hits = g.sum(hit, axis);
                    let hits = g.expand(hits, &shape);
                    let share = g.div(hit, hits);
                    vec![(arg(0), g.mul(spread, share))]
                }
                Reduction::ArgMax => vec![],
            }
        }
        Op::Copy => vec![(arg(0), cotangent)],
        Op::Reshape => {
            let shape = g.shape(arg(0)).to_vec();
            vec![(arg(0), g.reshape(cotangent, &shape))]
        }
        Op::Permute(order) => {
            let mut back = vec![0; order.len()];
            for (to, &from) in order.iter().enumerate() {
                back[from] = to;
            }
            vec![(arg(0), g.permute(cotangent, &back))]
        }
        Op::Expand => {
            let shape = g.shape(arg(0)).to_vec();
            vec![(arg(0), sum_to(g, cotangent, &shape))]
        }
        Op::Slice { axis, start } => {
            let (whole, part) = (g.shape(arg(0))[axis], node.shape[axis]);
            vec![(arg(0), g.pad(cotangent, axis, start, whole - start - part))]
        }
        Op::Pad { axis, before } => {
            let length = g.shape(arg(0))[axis];
            vec![(arg(0), g.slice(cotangent, axis, before, length))]
        }
        Op::Concat { axis } => {
            let mut start = 0;
            let mut parts = Vec::with_capacity(node.args.len());
            for &part in &node.args {
                let length = g.shape(part)[axis];
                parts.push((part, g.slice(cotangent, axis, start, length)));
                start += length;
            }
            parts
        }
        Op::Matmul => {
            let (left, right) = (g.transpose(arg(0)), g.transpose(arg(1)));
            vec![(arg(0), g.matmul(cotangent, right)), (arg(1), g.matmul(left, cotangent))]
        }
        Op::Gather => {
            let height = g.shape(arg(0))[0];
            vec![(arg(0), g.scatter_add(cotangent, arg(1), height))]
        }
        Op::ScatterAdd => vec![(arg(0), g.gather(cotangent, arg(1)))],
    }
}

fn unary(g: &mut Graph, op: Unary, x: Id, y: Id, cotangent: Id) -> Option<Id> {
    Some(match op {
        Unary::Neg => g.neg(cotangent),
        Unary::Exp => g.mul(cotangent, y),
        Unary::Log => g.div(cotangent, x),
        Unary::Tanh => {
            let square = g.mul(y, y);
            let one = g.f32(1.0);
            let slope = g.sub(one, square);
            g.mul(cotangent, slope)
        }
        Unary::Sqrt => {
            let half = g.scale(cotangent, 0.5);
            g.div(half, y)
        }
        Unary::ToF32 => return None,
    })
}

fn binary(g: &mut Graph, op: Binary, a: Id, b: Id, y: Id, cotangent: Id) -> Vec<(Id, Id)> {
    match op {
        Binary::Add => vec![(a, cotangent), (b, cotangent)],
        Binary::Sub => vec![(a, cotangent), (b, g.neg(cotangent))],
        Binary::Mul => {
            let (da, db) = (g.mul(cotangent, b), g.mul(cotangent, a));
            vec![(a, da), (b, db)]
        }
        Binary::Div => {
            let da = g.div(cotangent, b);
            let part = g.mul(da, y);
            vec![(a, da), (b, g.neg(part))]
        }
        Binary::Max | Binary::Min => {
            // A tie goes to `b`, as in the operation itself.
            let first = if op == Binary::Max { g.less(b, a) } else { g.less(a, b) };
            let zero = g.f32(0.0);
            let (da, db) = (g.select(first, cotangent, zero), g.select(first, zero, cotangent));
            vec![(a, da), (b, db)]
        }
        Binary::Less | Binary::Equal | Binary::MulHigh | Binary::And | Binary::Xor | Binary::ShiftRight => {
            vec![]
        }
    }
}

/// Sums `x` over every axis that `shape` has with size 1; neighbouring axes in one sum.
fn sum_to(g: &mut Graph, x: Id, shape: &[usize]) -> Id {
    let from = g.shape(x).to_vec();
    let mut x = x;
    let mut axis = 0;
    while axis < shape.len() {
        let end = (axis..shape.len()).find(|&i| shape[i] == from[i]).unwrap_or(shape.len());
        if end == axis {
            axis += 1;
            continue;
        }
        // [outer, merged, inner]: the axes before `axis` already have their final sizes.
        let outer = shape[..axis].iter().product();
        let inner = from[end..].iter().product();
        let merged = from[axis..end].iter().product();
        x = g.reshape(x, &[outer, merged, inner]);
        x = g.sum(x, 1);
        axis = end;
    }
    g.reshape(x, shape)
}
