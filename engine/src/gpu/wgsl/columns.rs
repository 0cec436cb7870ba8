//! Sums over a middle axis. A workgroup takes some neighbouring columns, its rows of invocations share the terms
//! among them, and the partial sums are added in order. The scatter is such a sum too: each element of the result
//! looks through all indices for its terms, so that nothing is added to one place by two invocations.

use super::index::{At, index};
use super::{Product, Shader, Writer};
use crate::schedule::{Place, Source};

/// The most invocations side by side, and the most columns of each: walking from term to term is paid for once for all of
/// them. A scatter walks much and finds little.
const SUM: [usize; 2] = [16, 4];
const SCATTER: [usize; 2] = [8, 8];
/// The most invocations in all.
const INVOCATIONS: usize = 256;

/// Sum over the middle axis of `[outer, count, inner]`.
pub(super) fn sum(source: &Source, shape: [usize; 3], integers: bool, to: Place, product: Product) -> Shader {
    terms(source, None, shape, integers, to, product)
}

/// Rows `[count, width]` added into `[height, width]` where the index says.
pub(super) fn scatter(
    source: &Source,
    indices: &Source,
    [rows, width, height]: [usize; 3],
    to: Place,
    product: Product,
) -> Shader {
    terms(source, Some(indices), [height, rows, width], false, to, product)
}

fn terms(
    source: &Source,
    indices: Option<&Source>,
    [outer, count, inner]: [usize; 3],
    integers: bool,
    to: Place,
    product: Product,
) -> Shader {
    let [side_by_side, most] = if indices.is_some() { SCATTER } else { SUM };
    let columns = inner.next_power_of_two().min(side_by_side);
    let each = inner.div_ceil(columns).min(most);
    let shares = match product {
        // There, invocations that wait for each other cost more than they bring.
        Product::Direct => 1,
        _ => count.div_ceil(4).next_power_of_two().clamp(1, INVOCATIONS / columns),
    };
    let across = inner.div_ceil(columns * each);
    let kind = if integers { "u32" } else { "f32" };
    let mut w = Writer::default();
    let (from, first) = w.place(source.place);
    let wanted = indices.map(|indices| {
        let (from, first) = w.place(indices.place);
        let at = index(&indices.pattern, At::number("k"));
        format!("if ({from}[{first} + {at}] == outer)")
    });
    let (buffer, start) = w.place(to);
    w.line(&format!("let outer = block / {across}u;"));
    w.line(&format!("let column = block % {across}u * {}u + lane % {columns}u;", columns * each));
    w.line(&format!("let share = lane / {columns}u;"));
    for e in 0..each {
        w.line(&format!("let c{e} = min(column + {}u, {}u);", e * columns, inner - 1));
        w.line(&format!("var sum{e} = {kind}(0);"));
    }
    w.open(&format!("for (var k = share; k < {count}u; k += {shares}u)"));
    if let Some(wanted) = &wanted {
        w.open(wanted);
    }
    let row = if wanted.is_some() { "k".to_owned() } else { format!("(outer * {count}u + k)") };
    for e in 0..each {
        w.line(&format!("let i{e} = {row} * {inner}u + c{e};"));
        let at = index(&source.pattern, At::number(&format!("i{e}")));
        let term = format!("{from}[{first} + {at}]");
        let term = if integers { term } else { format!("bitcast<f32>({term})") };
        w.line(&format!("sum{e} += {term};"));
    }
    if wanted.is_some() {
        w.close();
    }
    w.close();
    if shares > 1 {
        let lanes = columns * shares;
        w.share("partial", lanes * each, kind);
        for e in 0..each {
            w.line(&format!("partial[lane + {}u] = sum{e};", e * lanes));
        }
        w.line("workgroupBarrier();");
        w.line("if (share > 0u) { return; }");
        w.open(&format!("for (var s = 1u; s < {shares}u; s += 1u)"));
        for e in 0..each {
            w.line(&format!("sum{e} += partial[s * {columns}u + lane + {}u];", e * lanes));
        }
        w.close();
    }
    for e in 0..each {
        let word = if integers { format!("sum{e}") } else { format!("bitcast<u32>(sum{e})") };
        let store = format!("{buffer}[{start} + outer * {inner}u + c{e}] = {word};");
        w.line(&format!("if (column + {}u < {inner}u) {{ {store} }}", e * columns));
    }
    w.finish(columns * shares, outer * across)
}
