//! Sums over a middle axis. A workgroup takes some neighbouring columns, its rows of invocations share the terms
//! among them, and the partial sums are added in order. The scatter is such a sum too: each element of the result
//! looks through all indices for its terms, so that nothing is added to one place by two invocations.

use super::index::{At, index};
use super::{Shader, Writer};
use crate::schedule::{Place, Source};

/// The most invocations side by side, and in all.
const COLUMNS: usize = 16;
const INVOCATIONS: usize = 256;

/// Sum over the middle axis of `[outer, count, inner]`.
pub(super) fn sum(source: &Source, shape: [usize; 3], integers: bool, to: Place) -> Shader {
    let [outer, count, inner] = shape;
    terms(source, None, [outer, count, inner], integers, to)
}

/// Rows `[count, width]` added into `[height, width]` where the index says.
pub(super) fn scatter(
    source: &Source,
    indices: &Source,
    [rows, width, height]: [usize; 3],
    to: Place,
) -> Shader {
    terms(source, Some(indices), [height, rows, width], false, to)
}

fn terms(
    source: &Source,
    indices: Option<&Source>,
    [outer, count, inner]: [usize; 3],
    integers: bool,
    to: Place,
) -> Shader {
    let columns = inner.next_power_of_two().min(COLUMNS);
    let shares = count.div_ceil(4).next_power_of_two().clamp(1, INVOCATIONS / columns);
    let across = inner.div_ceil(columns);
    let kind = if integers { "u32" } else { "f32" };
    let mut w = Writer::default();
    let (from, first) = w.place(source.place);
    let wanted = indices.map(|indices| {
        let (from, first) = w.place(indices.place);
        let at = index(&indices.pattern, At::number("k"));
        format!("if ({from}[{first} + {at}] == outer)")
    });
    let (buffer, start) = w.place(to);
    w.share("partial", columns * shares, kind);
    w.line(&format!("let outer = block / {across}u;"));
    w.line(&format!("let column = block % {across}u * {columns}u + lane % {columns}u;"));
    w.line(&format!("let c = min(column, {}u);", inner - 1));
    w.line(&format!("let share = lane / {columns}u;"));
    w.line(&format!("var sum = {kind}(0);"));
    w.open(&format!("for (var k = share; k < {count}u; k += {shares}u)"));
    if let Some(wanted) = &wanted {
        w.open(wanted);
        w.line(&format!("let i = k * {inner}u + c;"));
    } else {
        w.line(&format!("let i = (outer * {count}u + k) * {inner}u + c;"));
    }
    let at = index(&source.pattern, At::number("i"));
    let term = format!("{from}[{first} + {at}]");
    w.line(&if integers { format!("sum += {term};") } else { format!("sum += bitcast<f32>({term});") });
    if wanted.is_some() {
        w.close();
    }
    w.close();
    w.line("partial[lane] = sum;");
    w.line("workgroupBarrier();");
    w.open(&format!("if (share == 0u && column < {inner}u)"));
    w.open(&format!("for (var s = 1u; s < {shares}u; s += 1u)"));
    w.line(&format!("sum += partial[s * {columns}u + lane];"));
    w.close();
    let word = if integers { "sum" } else { "bitcast<u32>(sum)" };
    w.line(&format!("{buffer}[{start} + outer * {inner}u + column] = {word};"));
    w.close();
    w.finish(columns * shares, outer * across)
}
