//! Which whole numbers a node can hold, so that a script keeps words within 32 bits only where they could leave them.

use engine::graph::{Binary, Dtype, Graph, Id, Meaning, Op, Reduction};

/// The least and the largest.
pub(super) type Bounds = [i128; 2];

const WORD: Bounds = [0, u32::MAX as i128];

/// The bounds of every node before arithmetic is taken to 32 bits, by position; those of floats mean nothing. `states` are
/// those of every state.
pub(super) fn bounds(g: &Graph, states: &[Bounds]) -> Vec<Bounds> {
    let mut all: Vec<Bounds> = Vec::with_capacity(g.nodes().len());
    for id in g.ids() {
        let of = match g.dtype(id) {
            Dtype::F32 => WORD,
            Dtype::U32 => node(g, id, states, |arg| wrapped(all[arg.index()])),
        };
        all.push(of);
    }
    all
}

/// What is left of them in 32 bits.
pub(super) fn wrapped(bounds: Bounds) -> Bounds {
    if fits(bounds) { bounds } else { WORD }
}

/// Whether they are within 32 bits.
pub(super) fn fits([least, largest]: Bounds) -> bool {
    least >= WORD[0] && largest <= WORD[1]
}

fn node(g: &Graph, id: Id, states: &[Bounds], of: impl Fn(Id) -> Bounds) -> Bounds {
    let node = g.node(id);
    if let Some((Meaning::Permutation, _)) = g.meaning(id) {
        return [0, node.shape[1] as i128 - 1];
    }
    let arg = |at: usize| of(node.args[at]);
    let joined = |a: Bounds, b: Bounds| [a[0].min(b[0]), a[1].max(b[1])];
    match &node.op {
        Op::State(number) => states.get(*number).copied().unwrap_or(WORD),
        Op::Table(number) => {
            let words = || g.table(*number).iter().copied().map(i128::from);
            [words().min().unwrap_or(0), words().max().unwrap_or(0)]
        }
        Op::Constant(bits) => [i128::from(*bits); 2],
        Op::Iota { axis } => [0, node.shape[*axis] as i128 - 1],
        Op::Binary(op) => binary(*op, arg(0), arg(1)),
        Op::Select => joined(arg(1), arg(2)),
        Op::Reduce { kind: Reduction::Sum, axis } => {
            let count = g.shape(node.args[0])[*axis] as i128;
            arg(0).map(|bound| bound * count)
        }
        Op::Reduce { kind: Reduction::ArgMax, axis } => [0, g.shape(node.args[0])[*axis] as i128 - 1],
        Op::Reduce { kind: Reduction::Max, .. }
        | Op::Reshape
        | Op::Permute(_)
        | Op::Expand
        | Op::Slice { .. }
        | Op::Detach
        | Op::Copy => arg(0),
        Op::Pad { .. } | Op::Gather => joined(arg(0), [0, 0]),
        Op::Concat { .. } => (1..node.args.len()).fold(arg(0), |all, at| joined(all, arg(at))),
        Op::Parameter(_)
        | Op::Input(_)
        | Op::Unary(_)
        | Op::Threefry { .. }
        | Op::Matmul
        | Op::ScatterAdd => WORD,
    }
}

fn binary(op: Binary, a: Bounds, b: Bounds) -> Bounds {
    // The most that so many bits hold.
    let filled = |largest: i128| (largest + 1).max(1).cast_unsigned().next_power_of_two().cast_signed() - 1;
    match op {
        Binary::Add => [a[0] + b[0], a[1] + b[1]],
        Binary::Sub => [a[0] - b[1], a[1] - b[0]],
        Binary::Mul => [a[0] * b[0], a[1] * b[1]],
        Binary::MulHigh => [(a[0] * b[0]) >> 32, (a[1] * b[1]) >> 32],
        Binary::Max => [a[0].max(b[0]), a[1].max(b[1])],
        Binary::Min => [a[0].min(b[0]), a[1].min(b[1])],
        Binary::Less | Binary::Equal => [0, 1],
        Binary::And => [0, a[1].min(b[1])],
        Binary::Xor => [0, filled(a[1].max(b[1]))],
        Binary::ShiftRight if b[0] == b[1] => a.map(|bound| bound >> (b[0] & 31)),
        Binary::ShiftRight => [0, a[1]],
        Binary::Div => WORD,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_leave_32_bits_is_known() {
        let mut g = Graph::new();
        let step = g.state(0, &[1], Dtype::U32);
        let (few, many) = (g.u32(7), g.u32(u32::MAX));
        let place = g.iota(&[4], 0);
        let ids = [
            (g.add(step, few), [7, 107], true),
            (g.sub(step, few), [-7, 93], false),
            (g.add(many, step), [i128::from(u32::MAX), i128::from(u32::MAX) + 100], false),
            (g.mul(place, few), [0, 21], true),
            (g.binary(Binary::MulHigh, many, few), [6, 6], true),
            (g.binary(Binary::Xor, place, few), [0, 7], true),
            (g.sum(place, 0), [0, 12], true),
        ];
        let all = bounds(&g, &[[0, 100]]);
        for (id, wanted, is_word) in ids {
            assert_eq!(all[id.index()], wanted, "{:?}", g.node(id));
            assert_eq!(fits(wanted), is_word);
        }
    }
}
