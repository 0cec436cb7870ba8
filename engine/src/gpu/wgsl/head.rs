//! What starts a row program: a matrix product, whose result an invocation holds in registers when the program goes
//! on, or a gather.

use super::index::index;
use super::rows::{Block, Places, Plan, segments};
use super::{Product, Shader, Writer};
use crate::schedule::{Head, Matmul, Rows, Step};

/// Terms of each sum that a tile holds.
const TERMS: usize = 16;

/// Sums of fewer terms gain nothing from workgroup memory.
const SHORT: usize = 24;

/// Where a gather's element comes from; nothing for a kernel without one.
pub(super) fn gather(w: &mut Writer, program: &Rows, plan: &Plan<'_>, place: Places<'_>) {
    let Some(Head::Gather { table, height, indices }) = &program.head else { return };
    let (buffer, start) = w.place(*table);
    let (from, first) = w.place(indices.place);
    let at = index(&indices.pattern, super::index::At::number("row"));
    let columns = program.columns;
    w.line(&format!("let found = {from}[{first} + {at}];"));
    let element = format!("{buffer}[{start} + min(found, {}u) * {columns}u + column]", height.max(&1) - 1);
    plan.set(w, 0, &format!("select(0u, {element}, found < {height}u)"), place);
}

/// A batch of matrix products with everything that follows on its elements.
pub(super) fn product(program: &Rows, matmul: &Matmul, wanted: Product) -> Shader {
    let folds = program.body.iter().any(|step| matches!(step, Step::Reduce { .. }));
    let Matmul { m, n, k, left, right, batch } = matmul;
    let (m, n, k) = (*m, *n, *k);
    let way = match wanted {
        Product::Fitting => fitting(matmul),
        other => other,
    };
    let block = block(way, [m, n], folds, wanted == Product::Direct);
    let [tall, wide] = block.size();
    let (down, across) = (m.div_ceil(tall), n.div_ceil(wide));
    let batches: usize = batch.iter().map(|axis| axis[0]).product();

    let mut w = Writer::default();
    let plan = Plan::of_product(&program.body);
    let (a, a0) = w.place(left.0);
    let (b, b0) = w.place(right.0);
    w.line(&format!("let across = lane % {}u; let down = lane / {}u;", block.across, block.across));
    w.line(&format!("let batch = block / {}u; let tile = block % {}u;", down * across, down * across));
    w.line(&format!("let m0 = tile / {across}u * {tall}u; let n0 = tile % {across}u * {wide}u;"));
    w.line(&format!("let row0 = m0 + down; let column0 = n0 + across; let base = batch * {m}u;"));
    let mut offsets = [a0, b0];
    let mut inner = 1;
    for axis in batch.iter().rev() {
        let [size, strides @ ..] = axis;
        for (offset, stride) in offsets.iter_mut().zip(strides).filter(|(_, stride)| **stride != 0) {
            *offset += &format!(" + batch / {inner}u % {size}u * {stride}u");
        }
        inner *= size;
    }
    w.line(&format!("let left = {}; let right = {};", offsets[0], offsets[1]));
    for (r, e) in pairs(block) {
        w.line(&format!("var c{r}_{e} = 0.0f;"));
    }
    let sides = Sides { buffers: [a, b], left: left.1, right: right.1, m, n, k };
    match way {
        Product::Direct | Product::Fitting => direct(&mut w, block, &sides),
        Product::Tile16 | Product::Tile32 => tiled(&mut w, block, &sides),
    }
    let all: Vec<String> = pairs(block).map(|(r, e)| format!("c{r}_{e}")).collect();
    if all.len() == 1 {
        w.line("let acc = c0_0;");
    } else {
        w.line(&format!("var acc = array<f32, {}>({});", all.len(), all.join(", ")));
    }
    segments(&mut w, program, &plan, block, m);
    w.finish(block.invocations(), batches * down * across)
}

/// Tiles pay where both sides are read again and again, by sums that are not short.
fn fitting(matmul: &Matmul) -> Product {
    let Matmul { m, n, k, .. } = *matmul;
    match m.min(n) {
        _ if k < SHORT => Product::Direct,
        0..16 => Product::Direct,
        16..32 => Product::Tile16,
        _ => Product::Tile32,
    }
}

/// A block for this shape; where rows are folded it is as wide as they are. Where memory is `alone`, without any that is
/// nearer, all that counts is how often it is read.
fn block(way: Product, [m, n]: [usize; 2], folds: bool, alone: bool) -> Block {
    let block = |rows: usize, columns: usize| Block { across: 8, down: 8, rows, columns };
    // As many rows or columns for each as eight invocations have use for.
    let most = if alone { 8 } else { 4 };
    let each = |size: usize| size.div_ceil(8).min(most);
    match way {
        // Compilers of such devices write zeros into each word that a workgroup shares, one line after the other.
        _ if folds && alone => Block { across: 8, down: 1, rows: m.min(8), columns: n.div_ceil(8) },
        _ if folds && n > 32 => Block { across: 16, down: 4, rows: 4, columns: 4 },
        Product::Tile32 => block(4, 4),
        Product::Tile16 if folds && n > 16 => block(4, 4),
        Product::Tile16 => block(2, 2),
        Product::Direct | Product::Fitting => block(each(m), each(n)),
    }
}

fn pairs(block: Block) -> impl Iterator<Item = (usize, usize)> {
    (0..block.rows).flat_map(move |r| (0..block.columns).map(move |e| (r, e)))
}

/// The two matrices of a product.
struct Sides {
    buffers: [&'static str; 2],
    /// Strides of rows and columns.
    left: [usize; 2],
    right: [usize; 2],
    m: usize,
    n: usize,
    k: usize,
}

fn times(of: &str, stride: usize) -> String {
    match stride {
        0 => "0u".to_owned(),
        1 => of.to_owned(),
        _ => format!("{of} * {stride}u"),
    }
}

/// Every term from memory. Rows and columns beyond the matrix read its last ones again; nothing is stored there.
fn direct(w: &mut Writer, block: Block, sides: &Sides) {
    let [a, b] = sides.buffers;
    for r in 0..block.rows {
        let row = format!("min(row0 + {}u, {}u)", r * block.down, sides.m - 1);
        w.line(&format!("let a{r} = left + {};", times(&row, sides.left[0])));
    }
    for e in 0..block.columns {
        let column = format!("min(column0 + {}u, {}u)", e * block.across, sides.n - 1);
        w.line(&format!("let b{e} = right + {};", times(&column, sides.right[1])));
    }
    w.open(&format!("for (var k = 0u; k < {}u; k += 1u)", sides.k));
    let (along, below) = (times("k", sides.left[1]), times("k", sides.right[0]));
    for r in 0..block.rows {
        w.line(&format!("let x{r} = bitcast<f32>({a}[a{r} + {along}]);"));
    }
    for e in 0..block.columns {
        w.line(&format!("let y{e} = bitcast<f32>({b}[b{e} + {below}]);"));
    }
    accumulate(w, block);
    w.close();
}

fn accumulate(w: &mut Writer, block: Block) {
    for (r, e) in pairs(block) {
        w.line(&format!("c{r}_{e} += x{r} * y{e};"));
    }
}

/// Terms by tiles, which the workgroup brings into its memory together: neighbours read neighbours.
fn tiled(w: &mut Writer, block: Block, sides: &Sides) {
    let [tall, wide] = block.size();
    // One column more, so that a column of the tile does not lie in one bank of the memory.
    let (pitch_a, pitch_b) = (tall + 1, wide + 1);
    w.share("tile_a", TERMS * pitch_a, "f32");
    w.share("tile_b", TERMS * pitch_b, "f32");
    let (m, n, k) = (sides.m, sides.n, sides.k);
    w.open(&format!("for (var k0 = 0u; k0 < {k}u; k0 += {TERMS}u)"));
    let bring = |w: &mut Writer, which: usize, count: usize, pitch: usize, bound: usize| {
        let (buffer, name, first) =
            [(sides.buffers[0], "tile_a", "m0"), (sides.buffers[1], "tile_b", "n0")][which];
        let (along, of_term) =
            if which == 0 { (sides.left[0], sides.left[1]) } else { (sides.right[1], sides.right[0]) };
        w.open(&format!("for (var t = lane; t < {}u; t += {}u)", count * TERMS, block.invocations()));
        w.line(&if of_term == 1 {
            format!("let term = t % {TERMS}u; let side = t / {TERMS}u;")
        } else {
            format!("let term = t / {count}u; let side = t % {count}u;")
        });
        w.line("var x = 0.0f;");
        w.open(&format!("if (k0 + term < {k}u && {first} + side < {bound}u)"));
        let start = if which == 0 { "left" } else { "right" };
        let (position, depth) = (times(&format!("({first} + side)"), along), times("(k0 + term)", of_term));
        w.line(&format!("x = bitcast<f32>({buffer}[{start} + {position} + {depth}]);"));
        w.close();
        w.line(&format!("{name}[term * {pitch}u + side] = x;"));
        w.close();
    };
    bring(w, 0, tall, pitch_a, m);
    bring(w, 1, wide, pitch_b, n);
    w.line("workgroupBarrier();");
    w.open(&format!("for (var k = 0u; k < {TERMS}u; k += 1u)"));
    for r in 0..block.rows {
        w.line(&format!("let x{r} = tile_a[k * {pitch_a}u + down + {}u];", r * block.down));
    }
    for e in 0..block.columns {
        w.line(&format!("let y{e} = tile_b[k * {pitch_b}u + across + {}u];", e * block.across));
    }
    accumulate(w, block);
    w.close();
    w.line("workgroupBarrier();");
    w.close();
}
