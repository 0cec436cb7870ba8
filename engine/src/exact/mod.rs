//! The exact executor: a schedule on the processor, with the same bits on every machine, at every SIMD width, in
//! every browser and natively.
//!
//! Members run one after the other through one arena, so that what a training step touches stays in the cache.
//! Nothing is allocated after construction.
//!
//! Natively everything is one function, because only what is inlined is compiled with the vectors that its caller may use.
//! In WebAssembly, whose vectors are those of the whole program, the larger parts are functions of their own: browsers
//! compile them sooner (Chromium's first step takes half the time), and WebKit runs them twice as fast (2.50.6, measured
//! 2026-11-27), probably because its last compiler has a largest size.

mod arithmetic;
mod matmul;
mod memory;
mod rows;
mod simd;

pub use simd::{Simd, SimdError};

use crate::schedule::{Kernel, Schedule};
use memory::Memory;
use rows::Scratch;

/// A schedule with the memory to run it.
#[derive(Debug)]
pub struct Exact {
    schedule: Schedule,
    simd: Simd,
    arena: Vec<f32>,
    tables: Vec<f32>,
    scratch: Scratch,
}

impl Exact {
    /// Makes room for a schedule.
    #[must_use]
    pub fn new(schedule: Schedule, simd: Simd) -> Self {
        let arena = vec![0.0; schedule.arena];
        let tables = schedule.tables.iter().copied().map(f32::from_bits).collect();
        let scratch = Scratch::new(&schedule);
        Self { schedule, simd, arena, tables, scratch }
    }

    /// The schedule.
    #[must_use]
    pub fn schedule(&self) -> &Schedule {
        &self.schedule
    }

    /// Runs the schedule once for one member: `state` holds what persists, `inputs` what the host filled in,
    /// `outputs` takes what it reads; all as 32-bit words, integers by their bits.
    ///
    /// # Panics
    /// If a slice is shorter than the schedule says.
    pub fn run(&mut self, state: &mut [f32], inputs: &[f32], outputs: &mut [f32]) {
        let mut memory = Memory { arena: &mut self.arena, state, inputs, tables: &self.tables, outputs };
        let (schedule, scratch) = (&self.schedule, &mut self.scratch);
        match self.simd {
            #[cfg(target_arch = "x86_64")]
            Simd::Avx2 if self.simd.is_available() => {
                // SAFETY: the processor has AVX2; it was asked on the line above.
                unsafe { run_avx2(schedule, scratch, &mut memory) }
            }
            #[cfg(target_arch = "x86_64")]
            Simd::Avx512 if self.simd.is_available() => {
                // SAFETY: the processor has these parts of AVX-512; it was asked on the line above.
                unsafe { run_avx512(schedule, scratch, &mut memory) }
            }
            _ => run::<4, 8>(schedule, scratch, &mut memory),
        }
    }

    /// Fills the working memory with NaN: what a correct schedule computes does not change.
    pub fn poison(&mut self) {
        self.arena.fill(f32::NAN);
        self.scratch.poison();
    }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
fn run_avx2(schedule: &Schedule, scratch: &mut Scratch, memory: &mut Memory<'_>) {
    run::<4, 16>(schedule, scratch, memory);
}

#[cfg(target_arch = "x86_64")]
// The tile of AVX2: with 8 x 16 or 4 x 32 the compiler loses the tile's rows to the stack, and a training step of
// the inverse-permutation arm takes ten times as long (rustc 1.95, 2026-11-23).
#[target_feature(enable = "avx512f,avx512vl,avx512bw,avx512dq")]
fn run_avx512(schedule: &Schedule, scratch: &mut Scratch, memory: &mut Memory<'_>) {
    run::<4, 16>(schedule, scratch, memory);
}

/// All kernels in order, with matrix tiles of `M` rows and `N` columns.
#[inline(always)]
fn run<const M: usize, const N: usize>(schedule: &Schedule, scratch: &mut Scratch, memory: &mut Memory<'_>) {
    for kernel in &schedule.kernels {
        match kernel {
            Kernel::Rows(program) => rows::run::<M, N>(program, scratch, memory),
            Kernel::SumColumns { source, shape: [outer, count, inner], integers, to } => {
                let (sums, row) = scratch.pair(*inner);
                for o in 0..*outer {
                    sums.fill(0.0);
                    for k in 0..*count {
                        memory.read(source, (o * count + k) * inner, row);
                        if *integers {
                            let add = |s: f32, x: f32| f32::from_bits(s.to_bits().wrapping_add(x.to_bits()));
                            for (s, x) in sums.iter_mut().zip(&*row) {
                                *s = add(*s, *x);
                            }
                        } else {
                            for (s, x) in sums.iter_mut().zip(&*row) {
                                *s += x;
                            }
                        }
                    }
                    memory.to(*to, (o + 1) * inner)[o * inner..].copy_from_slice(sums);
                }
            }
            Kernel::Clear { to, length } => memory.to(*to, *length).fill(0.0),
            Kernel::Copy { source, blocks, length, to, pitch } => {
                let (row, _) = scratch.pair(*length);
                for block in 0..*blocks {
                    memory.read(source, block * length, row);
                    let start = block * pitch;
                    memory.to(*to, start + length)[start..].copy_from_slice(row);
                }
            }
            Kernel::ScatterAdd { source, indices, rows, width, height, to } => {
                memory.to(*to, height * width).fill(0.0);
                let (row, index) = scratch.pair(*width);
                for r in 0..*rows {
                    memory.read(source, r * width, row);
                    memory.read(indices, r, &mut index[..1]);
                    let at = index[0].to_bits() as usize;
                    if at < *height {
                        let target = &mut memory.to(*to, height * width)[at * width..(at + 1) * width];
                        for (t, x) in target.iter_mut().zip(&*row) {
                            *t += x;
                        }
                    }
                }
            }
        }
    }
}
