//! What executors must agree on: cases with their tolerances, run on the exact executor and on a GPU, natively and in
//! browsers alike. Nothing here is part of a run.
//!
//! A case runs its GPU schedule on both: the exact executor computes the very same kernels, so that a difference is a
//! difference of arithmetic and never one of what was fused with what.

mod kernels;
mod random;
mod t64;

pub use kernels::kernels;
pub use random::{Dice, Random, random_graph};
pub use t64::{T64, t64};

use crate::exact::{Exact, Simd};
use crate::gpu::wgsl::Product;
use crate::graph::Graph;
use crate::layout::Layout;
use crate::lower::{Fusion, Roots, Target, lower_for};
use crate::schedule::Schedule;

/// A graph with values, and how far executors may differ on it.
#[derive(Debug)]
pub struct Case {
    /// What it is about.
    pub name: String,
    /// The graph.
    pub graph: Graph,
    /// What persists.
    pub layout: Layout,
    /// What it computes.
    pub roots: Roots,
    /// For each member, the states and the inputs, one after the other.
    pub members: Vec<[Vec<f32>; 2]>,
    /// The largest difference, in units of 1 + the exact value. 0: the same bits.
    pub tolerance: f64,
}

impl Case {
    /// The schedule for a GPU.
    #[must_use]
    pub fn schedule(&self, fusion: Fusion) -> Schedule {
        lower_for(Target::Gpu, &self.graph, &self.layout, &self.roots, fusion)
    }

    /// The ways to compute it that there are on GPUs.
    #[must_use]
    pub fn products(&self) -> &'static [Product] {
        if self.name.starts_with("product") || self.name.starts_with("attention") {
            &[Product::Direct, Product::Tile16, Product::Tile32]
        } else {
            &[Product::Direct, Product::Fitting]
        }
    }

    /// What the exact executor computes by a schedule: outputs, then states, for each member.
    #[must_use]
    pub fn exactly(&self, schedule: &Schedule) -> Vec<Vec<f32>> {
        let mut exact = Exact::new(schedule.clone(), Simd::widest());
        let run = |[state, inputs]: &[Vec<f32>; 2]| {
            let mut outputs = vec![f32::NAN; schedule.outputs.iter().sum()];
            let mut state = state.clone();
            exact.poison();
            exact.run(&mut state, inputs, &mut outputs);
            outputs.extend(state);
            outputs
        };
        self.members.iter().map(run).collect()
    }

    /// The case with the number of a random graph, with three members.
    #[must_use]
    pub fn random(seed: u32) -> Self {
        let Random { g, layout, roots, inputs, state } = random_graph(seed);
        let mut dice = Dice::new(5000 + seed);
        let inputs = inputs.concat();
        let others =
            (0..2).map(|_| [dice.numbers(state.len()), dice.numbers(inputs.len())]).collect::<Vec<_>>();
        let members = std::iter::once([state, inputs]).chain(others).collect();
        Self { name: format!("random graph {seed}"), graph: g, layout, roots, members, tolerance: 2e-4 }
    }
}

/// How two executors differ.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Difference {
    /// The largest one, in units of 1 + the exact value; infinite where one is a number and the other is not.
    pub worst: f64,
    /// Its place.
    pub word: usize,
    /// What should be there, and what is.
    pub exact: f32,
    /// See `exact`.
    pub other: f32,
}

/// The largest difference between what should be and what is.
#[must_use]
pub fn difference(exact: &[f32], other: &[f32], bitwise: bool) -> Difference {
    let mut worst = Difference::default();
    for (word, (&exact, &other)) in exact.iter().zip(other).enumerate() {
        let distance = if exact.to_bits() == other.to_bits() || (exact.is_nan() && other.is_nan()) {
            0.0
        } else if bitwise || exact.is_nan() || other.is_nan() {
            f64::INFINITY
        } else {
            (f64::from(exact) - f64::from(other)).abs() / (1.0 + f64::from(exact).abs())
        };
        let distance = if distance.is_nan() { f64::INFINITY } else { distance };
        if distance > worst.worst {
            worst = Difference { worst: distance, word, exact, other };
        }
    }
    if exact.len() == other.len() { worst } else { Difference { worst: f64::INFINITY, ..worst } }
}

#[cfg(feature = "gpu")]
pub use on_gpu::{Cost, submission_cost};

#[cfg(feature = "gpu")]
mod on_gpu {
    use std::rc::Rc;

    use super::{Case, Difference, T64, difference, t64};
    use crate::gpu::program::Program;
    use crate::gpu::wgsl::Product;
    use crate::gpu::{Gpu, GpuError, GpuTrainer, LONGEST, once};
    use crate::lower::Fusion;

    /// What handing in costs the host.
    #[derive(Debug, Clone, Copy, PartialEq)]
    pub struct Cost {
        /// Dispatches of a step of T64.
        pub dispatches: usize,
        /// Microseconds of the host for each, the median of all submissions.
        pub microseconds: f64,
    }

    /// Hands in steps of T64 (with one sequence a batch, so that the device keeps up: the host does the same) and
    /// times that alone. `clock` gives milliseconds.
    ///
    /// # Errors
    /// When the device does not compute.
    pub async fn submission_cost(gpu: &Rc<Gpu>, clock: impl Fn() -> f64) -> Result<Cost, GpuError> {
        const SUBMISSIONS: usize = 15;
        let steps = u32::try_from(LONGEST * SUBMISSIONS).unwrap_or(u32::MAX);
        let mut arm = t64(T64 { batch: 1, steps });
        arm.marks = vec![steps];
        let mut trainer = GpuTrainer::new(Rc::clone(gpu), arm, 1, &[0]).await?;
        let dispatches = trainer.dispatches();
        let mut costs = Vec::with_capacity(SUBMISSIONS);
        loop {
            let start = clock();
            let Some(steps) = trainer.hand_in(LONGEST) else { break };
            let dispatches = f64::from(steps) * dispatches as f64;
            costs.push((clock() - start) * 1000.0 / dispatches);
            trainer.next().await?;
        }
        costs.sort_by(f64::total_cmp);
        Ok(Cost { dispatches, microseconds: costs[costs.len() / 2] })
    }

    impl Case {
        /// Runs the case on a device, its working memory full of NaN, and compares with the exact executor.
        ///
        /// # Errors
        /// When the device does not compute.
        pub async fn compare(
            &self,
            gpu: &Gpu,
            fusion: Fusion,
            product: Product,
        ) -> Result<Difference, GpuError> {
            let schedule = self.schedule(fusion);
            let exact = self.exactly(&schedule).concat();
            let program = Program::new(&schedule, product);
            let other = once::run(gpu, &program, &self.members).await?.concat();
            Ok(difference(&exact, &other, self.tolerance == 0.0))
        }
    }
}
