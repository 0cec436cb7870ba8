//! Runs a row program block by block. A block is as many whole rows as fit into the registers; rows longer than
//! that are walked in pieces, folds keeping their partial results from piece to piece.

use super::arithmetic::{Fold, Operand, compute};
use super::matmul::{Left, multiply, pack_left, pack_right};
use super::memory::Memory;
use crate::graph::Reduction;
use crate::schedule::{Arg, Head, Kernel, Matmul, Pattern, Place, Rows, Schedule, Source, Step, Width};

/// Elements that a block holds, about: 2 kB a register, so that a handful of them stays in the first cache.
const BLOCK: usize = 512;

/// Numbers in a line of the cache. A left side that lies in columns is packed so many rows at a time.
const LINE: usize = 16;

/// The largest matrix tile of any level, which packed panels are rounded up to.
const TILE_ROWS: usize = 4;
const TILE_COLUMNS: usize = 16;

/// What a step reads and writes: words of its own, or the place of what was loaded, which is read there.
#[derive(Debug, Default)]
struct Register {
    words: Vec<f32>,
    place: Option<Place>,
}

impl Register {
    #[inline(always)]
    fn read<'a>(&'a self, memory: &'a Memory<'_>, length: usize) -> &'a [f32] {
        match self.place {
            Some(place) => &memory.from(place)[..length],
            None => &self.words[..length],
        }
    }
}

/// Registers and packing space, large enough for every kernel of one schedule.
#[derive(Debug)]
pub(super) struct Scratch {
    registers: Vec<Register>,
    /// Arguments that are one number a row, spread over the elements.
    spread: [Vec<f32>; 4],
    folds: Vec<(usize, Fold)>,
    left: Vec<f32>,
    right: Vec<f32>,
    pair: [Vec<f32>; 2],
}

impl Scratch {
    pub(super) fn new(schedule: &Schedule) -> Self {
        let (mut block, mut registers, mut left, mut right, mut pair, mut folds) = (0, 0, 0, 0, 1, 0);
        for kernel in &schedule.kernels {
            match kernel {
                Kernel::Rows(rows) => {
                    registers = registers.max(rows.registers);
                    block = block.max(
                        block_rows(rows) * rows.columns.min(if rows.is_long() { BLOCK } else { usize::MAX }),
                    );
                    folds = folds.max(rows.body.len());
                    if let Some(Head::Matmul(Matmul { m, n, k, .. })) = &rows.head {
                        left = left.max(block_rows(rows).min(*m).next_multiple_of(TILE_ROWS) * k);
                        right = right.max(n.next_multiple_of(TILE_COLUMNS) * k);
                    }
                }
                Kernel::SumColumns { shape, .. } => pair = pair.max(shape[2]),
                Kernel::Copy { length, .. } => pair = pair.max(*length),
                Kernel::ScatterAdd { width, .. } => pair = pair.max(*width),
                Kernel::Clear { .. } => {}
            }
        }
        let words = |length: usize| vec![0.0; length];
        Self {
            registers: (0..registers).map(|_| Register { words: words(block), place: None }).collect(),
            spread: std::array::from_fn(|_| words(block)),
            folds: Vec::with_capacity(folds),
            left: words(left),
            right: words(right),
            pair: [words(pair), words(pair)],
        }
    }

    /// Two rows of room.
    #[inline(always)]
    pub(super) fn pair(&mut self, length: usize) -> (&mut [f32], &mut [f32]) {
        let [a, b] = &mut self.pair;
        (&mut a[..length], &mut b[..length])
    }

    pub(super) fn poison(&mut self) {
        let registers = self.registers.iter_mut().map(|register| &mut register.words);
        let vectors = registers.chain(&mut self.spread).chain(&mut self.pair);
        vectors.chain([&mut self.left, &mut self.right]).for_each(|words| words.fill(f32::NAN));
    }
}

/// How many rows a block takes: of small matrix products whole ones, of large ones a part.
#[inline(always)]
fn block_rows(program: &Rows) -> usize {
    let fitting = (BLOCK / program.columns.max(1)).clamp(1, program.rows.max(1));
    let fitting = match &program.head {
        Some(Head::Matmul(Matmul { left: (_, [1, _]), .. })) => fitting.max(LINE.min(program.rows)),
        _ => fitting,
    };
    match &program.head {
        Some(Head::Matmul(Matmul { m, .. })) if fitting < *m => fitting.next_multiple_of(TILE_ROWS).min(*m),
        Some(Head::Matmul(Matmul { m, .. })) => fitting / m.max(&1) * m,
        _ => fitting,
    }
}

#[inline(always)]
pub(super) fn run<const M: usize, const N: usize>(
    program: &Rows,
    scratch: &mut Scratch,
    memory: &mut Memory<'_>,
) {
    let step = block_rows(program);
    match &program.head {
        Some(Head::Matmul(product)) => {
            let batches: usize = product.batch.iter().map(|axis| axis[0]).product();
            let (m, whole) = (product.m, (step / product.m.max(1)).max(1));
            let mut batch = 0;
            while batch < batches {
                let count = whole.min(batches - batch);
                let mut row = 0;
                while row < m {
                    let rows = step.min(m - row);
                    for at in 0..count {
                        let [left, right] = batch_offsets(product, batch + at);
                        if row == 0 {
                            let from = &memory.from(product.right.0)[right..];
                            pack_right::<N>(from, product.right.1, product.k, product.n, &mut scratch.right);
                        }
                        let left = left + row * product.left.1[0];
                        multiply_rows::<M, N>(product, left, rows, at * m * product.n, scratch, memory);
                    }
                    block(program, scratch, memory, batch * m + row, count * rows);
                    row += rows;
                }
                batch += count;
            }
        }
        None if program.is_long() => {
            for row in 0..program.rows {
                long_row(program, scratch, memory, row);
            }
        }
        head => {
            let mut row = 0;
            while row < program.rows {
                let rows = step.min(program.rows - row);
                if let Some(Head::Gather { table, height, indices }) = head {
                    let columns = program.columns;
                    for r in 0..rows {
                        let index = &mut scratch.pair[0][..1];
                        memory.read(indices, row + r, index);
                        let at = index[0].to_bits() as usize;
                        let out = &mut scratch.registers[0].words[r * columns..(r + 1) * columns];
                        if at < *height {
                            out.copy_from_slice(&memory.from(*table)[at * columns..(at + 1) * columns]);
                        } else {
                            out.fill(0.0);
                        }
                    }
                }
                block(program, scratch, memory, row, rows);
                row += rows;
            }
        }
    }
}

/// So many rows of a product whose right side is packed, from an offset of its left side on; they go into register 0, from
/// element `first` on.
#[inline(always)]
fn multiply_rows<const M: usize, const N: usize>(
    product: &Matmul,
    offset: usize,
    rows: usize,
    first: usize,
    scratch: &mut Scratch,
    memory: &Memory<'_>,
) {
    let &Matmul { k, n, left: (place, strides), .. } = product;
    let from = &memory.from(place)[offset..];
    let left = if strides[1] == 1 {
        Left::Rows(from, strides[0])
    } else {
        pack_left::<M>(from, strides, rows, k, &mut scratch.left);
        Left::Packed(&scratch.left)
    };
    multiply::<M, N>(left, &scratch.right, rows, k, n, &mut scratch.registers[0].words[first..]);
}

#[inline(always)]
fn batch_offsets(product: &Matmul, batch: usize) -> [usize; 2] {
    let mut rest = batch;
    let mut offsets = [0; 2];
    for [size, left, right] in product.batch.iter().rev() {
        offsets[0] += rest % size * left;
        offsets[1] += rest % size * right;
        rest /= size;
    }
    offsets
}

/// Which part of the kernel's space a step works on.
#[derive(Clone, Copy)]
struct Part {
    row: usize,
    rows: usize,
    /// Elements of each row, from `column`.
    columns: usize,
    first: usize,
}

impl Part {
    /// The number of the first element or row, and how many there are.
    #[inline(always)]
    fn span(self, width: Width) -> (usize, usize) {
        match width {
            Width::Element => (self.first, self.rows * self.columns),
            Width::Row => (self.row, self.rows),
        }
    }
}

#[inline(always)]
fn block(program: &Rows, scratch: &mut Scratch, memory: &mut Memory<'_>, row: usize, rows: usize) {
    let columns = program.columns;
    let part = Part { row, rows, columns, first: row * columns };
    if program.head.is_some() {
        scratch.registers[0].place = None;
    }
    for step in &program.body {
        if let Step::Reduce { to, kind, integers, from } = step {
            let mut out = std::mem::take(&mut scratch.registers[*to].words);
            let elements = elements(*from, part, &scratch.registers, memory, &mut scratch.spread[0]);
            fold_rows(*kind, *integers, elements, columns, &mut out[..rows]);
            scratch.registers[*to] = Register { words: out, place: None };
        } else {
            perform(step, part, scratch, memory);
        }
    }
}

/// One number for each row.
#[cfg_attr(target_family = "wasm", inline(never))]
#[cfg_attr(not(target_family = "wasm"), inline(always))]
fn fold_rows(kind: Reduction, integers: bool, elements: &[f32], columns: usize, out: &mut [f32]) {
    // Kinds are told apart once, not at each of many short rows.
    match (kind, integers) {
        (Reduction::Sum, false) => fold_each(Fold::new(Reduction::Sum, false), elements, columns, out),
        (Reduction::Max, _) => fold_each(Fold::new(Reduction::Max, false), elements, columns, out),
        (kind, integers) => fold_each(Fold::new(kind, integers), elements, columns, out),
    }
}

#[inline(always)]
fn fold_each(fold: Fold, elements: &[f32], columns: usize, out: &mut [f32]) {
    for (out, row) in out.iter_mut().zip(elements.chunks_exact(columns)) {
        let mut fold = fold;
        fold.take(row);
        *out = fold.result();
    }
}

#[inline(always)]
fn long_row(program: &Rows, scratch: &mut Scratch, memory: &mut Memory<'_>, row: usize) {
    let whole = Part { row, rows: 1, columns: program.columns, first: row * program.columns };
    for step in &program.before {
        perform(step, whole, scratch, memory);
    }
    scratch.folds.clear();
    for step in &program.body {
        if let Step::Reduce { to, kind, integers, .. } = step {
            scratch.folds.push((*to, Fold::new(*kind, *integers)));
        }
    }
    let mut column = 0;
    while column < program.columns {
        let columns = BLOCK.min(program.columns - column);
        let part = Part { columns, first: row * program.columns + column, ..whole };
        let mut next = 0;
        for step in &program.body {
            if let Step::Reduce { from, .. } = step {
                let elements = elements(*from, part, &scratch.registers, memory, &mut scratch.spread[0]);
                scratch.folds[next].1.take(elements);
                next += 1;
            } else {
                perform(step, part, scratch, memory);
            }
        }
        column += columns;
    }
    for (to, fold) in &scratch.folds {
        let register = &mut scratch.registers[*to];
        register.words[0] = fold.result();
        register.place = None;
    }
    for step in &program.after {
        perform(step, whole, scratch, memory);
    }
}

/// A load, a store or arithmetic on one part.
#[cfg_attr(target_family = "wasm", inline(never))]
#[cfg_attr(not(target_family = "wasm"), inline(always))]
fn perform(step: &Step, part: Part, scratch: &mut Scratch, memory: &mut Memory<'_>) {
    match step {
        Step::Load { to, width, source } => {
            let (start, length) = part.span(*width);
            let register = &mut scratch.registers[*to];
            register.place = match source {
                Source { place, pattern: Pattern::Linear } => {
                    Some(Place { offset: place.offset + start, ..*place })
                }
                _ => {
                    memory.read(source, start, &mut register.words[..length]);
                    None
                }
            };
        }
        Step::Store { from, width, to } => {
            let (start, length) = part.span(*width);
            memory.write(to, start, &scratch.registers[*from].words[..length]);
        }
        Step::Compute { to, width, op, args } => {
            let (start, length) = part.span(*width);
            let mut out = std::mem::take(&mut scratch.registers[*to].words);
            let mut operands = [Operand::Constant(0.0); 4];
            for ((operand, arg), spread) in operands.iter_mut().zip(args).zip(&mut scratch.spread) {
                *operand = argument(*arg, part, *width, &scratch.registers, memory, spread);
            }
            compute(*op, &mut out[..length], operands, start);
            scratch.registers[*to] = Register { words: out, place: None };
        }
        Step::Reduce { .. } => {}
    }
}

/// An argument as one number for each element.
#[cfg_attr(target_family = "wasm", inline(never))]
#[cfg_attr(not(target_family = "wasm"), inline(always))]
fn elements<'a>(
    arg: Arg,
    part: Part,
    registers: &'a [Register],
    memory: &'a Memory<'_>,
    spread: &'a mut [f32],
) -> &'a [f32] {
    let (_, length) = part.span(Width::Element);
    match arg {
        Arg::Register(register) => registers[register].read(memory, length),
        Arg::Row(register) => {
            let rows = spread[..length].chunks_exact_mut(part.columns);
            for (row, value) in rows.zip(registers[register].read(memory, part.rows)) {
                for place in row {
                    *place = *value;
                }
            }
            &spread[..length]
        }
        Arg::Constant(bits) => {
            spread[..length].fill(f32::from_bits(bits));
            &spread[..length]
        }
    }
}

#[inline(always)]
fn argument<'a>(
    arg: Arg,
    part: Part,
    width: Width,
    registers: &'a [Register],
    memory: &'a Memory<'_>,
    spread: &'a mut [f32],
) -> Operand<'a> {
    let (_, length) = part.span(width);
    match arg {
        Arg::Register(register) => Operand::Slice(registers[register].read(memory, length)),
        Arg::Row(register) if part.rows == 1 => Operand::Constant(registers[register].read(memory, 1)[0]),
        Arg::Row(_) => Operand::Slice(elements(arg, part, registers, memory, spread)),
        Arg::Constant(bits) => Operand::Constant(f32::from_bits(bits)),
    }
}
