//! What is written for a GPU, as plain data: schedules, programs and WGSL as snapshots, and their properties. No
//! device is needed here.

mod support;

use std::fmt::Write as _;

use engine::gpu::program::Program;
use engine::gpu::wgsl::Product;
use engine::lower::{Fusion, Target, lower_for};
use engine::parity::{Case, T64, kernels, t64};
use support::{bits, parabola};

/// The printed schedule of a network's training step: what is fused, what stands side by side.
#[test]
fn schedule_of_a_training_step() {
    let arm = parabola(0.01);
    let step = &arm.segments[0].train;
    let schedule = lower_for(Target::Gpu, &step.graph, &arm.layout, &step.roots, Fusion::Full);
    insta::assert_snapshot!(schedule);
}

/// Its dispatches, and every shader.
#[test]
fn wgsl_of_a_training_step() {
    let arm = parabola(0.01);
    let step = &arm.segments[0].train;
    let schedule = lower_for(Target::Gpu, &step.graph, &arm.layout, &step.roots, Fusion::Full);
    let program = Program::new(&schedule, Product::Fitting);
    let mut text = program.to_string();
    for (number, shader) in program.shaders.iter().enumerate() {
        write!(text, "\n// shader {number}\n{shader}").expect("a string takes everything");
    }
    insta::assert_snapshot!(text);
}

/// A product by tiles, with folds behind it.
#[test]
fn wgsl_of_a_product() {
    let all = kernels(0);
    let case = all.iter().find(|case| case.name.starts_with("product NT with folds")).expect("a case");
    let program = Program::new(&case.schedule(Fusion::Full), Product::Tile32);
    insta::assert_snapshot!(program.shaders.join("\n"));
}

/// The bar is 80 dispatches for a step of the transformer that speed is measured on, the goal 60.
#[test]
fn a_step_of_t64_takes_at_most_sixty_dispatches() {
    let arm = t64(T64::default());
    let step = &arm.segments[0].train;
    let schedule = lower_for(Target::Gpu, &step.graph, &arm.layout, &step.roots, Fusion::Full);
    let program = Program::new(&schedule, Product::Fitting);
    let [dispatches, shaders] = [program.dispatches.len(), program.shaders.len()];
    println!("{dispatches} dispatches of {shaders} shaders for {} kernels", schedule.kernels.len());
    assert!(dispatches <= 60, "{dispatches} dispatches\n{program}");
}

/// A schedule for the GPU means the same as any other: the exact executor computes the same bits by it, whatever is
/// fused and whatever stands side by side.
#[test]
fn schedules_for_the_gpu_mean_the_same() {
    for case in (0..150).map(Case::random).chain(kernels(1)) {
        let exact = |target, fusion| {
            let schedule = lower_for(target, &case.graph, &case.layout, &case.roots, fusion);
            case.exactly(&schedule).iter().map(|words| bits(words)).collect::<Vec<_>>()
        };
        let wanted = exact(Target::Exact, Fusion::Full);
        assert_eq!(exact(Target::Gpu, Fusion::Full), wanted, "{}", case.name);
        assert_eq!(exact(Target::Gpu, Fusion::None), wanted, "{}", case.name);
    }
}

/// Kernels of one stage run in any order, so that what any of them reads or writes must be apart from what another
/// one writes.
#[test]
fn planned_ranges_never_overlap_while_live() {
    let t64 = t64(T64 { batch: 2, steps: 1 });
    let step = &t64.segments[0].train;
    let of_case = |case: &Case| case.schedule(Fusion::Full);
    let mut all: Vec<_> = (0..200).map(Case::random).map(|case| of_case(&case)).collect();
    all.push(lower_for(Target::Gpu, &step.graph, &t64.layout, &step.roots, Fusion::Full));
    for (number, schedule) in all.iter().enumerate() {
        assert_eq!(schedule.stages.iter().sum::<usize>(), schedule.kernels.len());
        for (i, a) in schedule.ranges.iter().enumerate() {
            assert!(a.offset + a.length <= schedule.arena, "schedule {number}: a range beyond the arena");
            for b in &schedule.ranges[i + 1..] {
                let together = a.first <= b.last && b.first <= a.last;
                let apart = a.offset + a.length <= b.offset || b.offset + b.length <= a.offset;
                assert!(!together || apart, "schedule {number}: {a:?} and {b:?}\n{schedule}");
            }
        }
    }
}
