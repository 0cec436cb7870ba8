//! The GPU executor against the exact one, kernel by kernel, on whatever device this machine has: a graphics card, or
//! Mesa's lavapipe, which computes on the processor. A machine without either fails.

use std::rc::Rc;

use engine::exact::Simd;
use engine::gpu::wgsl::Product;
use engine::gpu::{Gpu, GpuTrainer, Happened, LONGEST};
use engine::lower::Fusion;
use engine::parity::{Case, T64, kernels, t64};
use engine::train::{Arm, Tick, Trainer};

fn open() -> Gpu {
    let gpu = pollster::block_on(Gpu::open()).expect("a Vulkan device: `cargo xtask setup` installs a software one");
    println!("on {:?}", gpu.adapter());
    gpu
}

fn compare(gpu: &Gpu, case: &Case, fusion: Fusion, product: Product) {
    let difference = pollster::block_on(case.compare(gpu, fusion, product)).expect("the device computes");
    println!("{}: {:.1e} of {:.0e}, {product:?}", case.name, difference.worst, case.tolerance);
    assert!(
        difference.worst <= case.tolerance,
        "{} ({fusion:?}, {product:?}): {difference:?}, {} allowed\n{}",
        case.name,
        case.tolerance,
        case.schedule(fusion)
    );
}

#[test]
fn every_kernel_agrees_with_the_exact_one() {
    let gpu = open();
    for round in 0..6 {
        for case in kernels(round) {
            let products = match case.name.as_str() {
                name if name.starts_with("product") || name.starts_with("attention") => {
                    [Product::Direct, Product::Tile16, Product::Tile32].as_slice()
                }
                _ => &[Product::Fitting],
            };
            products.iter().for_each(|&product| compare(&gpu, &case, Fusion::Full, product));
            compare(&gpu, &case, Fusion::None, Product::Fitting);
        }
    }
}

#[test]
fn random_graphs_agree_with_the_exact_executor() {
    let gpu = open();
    for seed in 0..60 {
        let case = Case::random(seed);
        compare(&gpu, &case, Fusion::Full, Product::Fitting);
        compare(&gpu, &case, Fusion::None, Product::Tile16);
    }
}

/// The losses of every member at every mark, by the exact trainer.
fn exact_losses(arm: Arm, seed: u32, members: &[u32]) -> Vec<Vec<f32>> {
    let mut trainer = Trainer::new(arm, seed, members, Simd::widest());
    let mut all = vec![Vec::new(); members.len()];
    for (member, losses) in all.iter_mut().enumerate() {
        while !trainer.is_done(member) {
            if let Tick::Marked { outputs, .. } = trainer.tick(member) {
                losses.push(outputs[0]);
            }
        }
    }
    all
}

/// The same on a device.
fn gpu_losses(trainer: &mut GpuTrainer, members: usize) -> Vec<Vec<f32>> {
    let mut all = vec![Vec::new(); members];
    while !trainer.is_done() || trainer.under_way() > 0 {
        while trainer.hand_in(LONGEST).is_some() {}
        for happened in pollster::block_on(trainer.next()).expect("the device computes") {
            if let Happened::Marked { member, outputs, .. } = happened {
                all[member].push(outputs[0]);
            }
        }
    }
    all
}

fn trainer(gpu: &Rc<Gpu>, arm: Arm, seed: u32, members: &[u32]) -> GpuTrainer {
    pollster::block_on(GpuTrainer::new(Rc::clone(gpu), arm, seed, members)).expect("the device prepares")
}

#[test]
fn fifty_steps_of_t64_agree_and_repeat_themselves() {
    let gpu = Rc::new(open());
    let members = [0, 1];
    let exact = exact_losses(t64(T64::default()), 1, &members);
    let start = std::time::Instant::now();
    let first = gpu_losses(&mut trainer(&gpu, t64(T64::default()), 1, &members), 2);
    println!("50 steps of 2 members in {:.1} s", start.elapsed().as_secs_f64());
    println!("exact {:?}\ngpu   {:?}", exact[0], first[0]);
    for (exact, gpu) in exact.iter().flatten().zip(first.iter().flatten()) {
        assert!((exact - gpu).abs() <= 1e-3, "exact {exact}, gpu {gpu}");
    }
    assert!(first[0].last() < first[0].first(), "it learns");
    let again = gpu_losses(&mut trainer(&gpu, t64(T64::default()), 1, &members), 2);
    assert_eq!(first, again, "the same bits on the same device");
}
