//! The GPU executor against the exact one, kernel by kernel, on whatever device this machine has: a graphics card, or
//! Mesa's lavapipe, which computes on the processor. A machine without either fails.

mod support;

use std::rc::Rc;

use engine::exact::Simd;
use engine::gpu::program::Program;
use engine::gpu::wgsl::Product;
use engine::gpu::{Gpu, GpuError, GpuTrainer, Happened, LONGEST, once};
use engine::lower::Fusion;
use engine::parity::{Case, T64, kernels, t64};
use engine::train::{Arm, Checkpoint, Tick, Trainer};
use support::parabola;

fn open() -> Gpu {
    let gpu = pollster::block_on(Gpu::open())
        .expect("a Vulkan device: `cargo xtask setup` installs a software one");
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
    for round in 0..3 {
        for case in kernels(round) {
            case.products().iter().for_each(|&product| compare(&gpu, &case, Fusion::Full, product));
            compare(&gpu, &case, Fusion::None, Product::Fitting);
        }
    }
}

#[test]
fn random_graphs_agree_with_the_exact_executor() {
    let gpu = open();
    for seed in 0..40 {
        let case = Case::random(seed);
        compare(&gpu, &case, Fusion::Full, Product::Fitting);
        compare(&gpu, &case, Fusion::None, Product::Tile16);
    }
}

/// What every member measured at every mark, by the exact trainer.
fn exactly(arm: Arm, seed: u32, members: &[u32]) -> Vec<Vec<Vec<f32>>> {
    let mut trainer = Trainer::new(arm, seed, members, Simd::widest());
    let mut all = vec![Vec::new(); members.len()];
    for (member, measured) in all.iter_mut().enumerate() {
        while !trainer.is_done(member) {
            if let Tick::Marked { outputs, .. } = trainer.tick(member) {
                measured.push(outputs.to_vec());
            }
        }
    }
    all
}

/// What happened until the end, or until something went wrong.
#[derive(Debug, Default, PartialEq)]
struct Log {
    measured: Vec<Vec<Vec<f32>>>,
    stopped: Vec<(usize, u32)>,
    saved: Vec<Option<Checkpoint>>,
    trained: u32,
}

/// Trains to the end, `most` steps a submission.
fn finish(trainer: &mut GpuTrainer, members: usize, most: usize) -> (Log, Result<(), GpuError>) {
    let mut log = Log { measured: vec![vec![]; members], saved: vec![None; members], ..Log::default() };
    while !trainer.is_done() || trainer.under_way() > 0 {
        while trainer.hand_in(most).is_some() {}
        match pollster::block_on(trainer.next()) {
            Ok(all) => all.into_iter().for_each(|happened| note(&mut log, happened)),
            Err(error) => return (log, Err(error)),
        }
    }
    (log, Ok(()))
}

fn note(log: &mut Log, happened: Happened) {
    match happened {
        Happened::Trained { steps } => log.trained += steps,
        Happened::Marked { member, outputs, .. } => log.measured[member].push(outputs),
        Happened::Stopped { member, step } => log.stopped.push((member, step)),
        Happened::Saved { member, checkpoint } => log.saved[member] = Some(checkpoint),
    }
}

fn trainer(gpu: &Rc<Gpu>, arm: Arm, seed: u32, members: &[u32]) -> GpuTrainer {
    pollster::block_on(GpuTrainer::new(Rc::clone(gpu), arm, seed, members)).expect("the device prepares")
}

fn whole(gpu: &Rc<Gpu>, arm: Arm, members: &[u32], most: usize) -> Log {
    let (log, ended) = finish(&mut trainer(gpu, arm, 1, members), members.len(), most);
    ended.expect("the device computes");
    log
}

/// Fifty steps of a transformer, from the same first weights on both sides: losses within 1e-3.
#[test]
fn fifty_steps_of_t64_agree_and_repeat_themselves() {
    let gpu = Rc::new(open());
    let exact = exactly(t64(T64::default()), 1, &[0]);
    let start = std::time::Instant::now();
    let first = whole(&gpu, t64(T64::default()), &[0], LONGEST);
    println!("50 steps in {:.1} s", start.elapsed().as_secs_f64());
    println!("exact {:?}\ngpu   {:?}", exact[0], first.measured[0]);
    for (exact, gpu) in exact.iter().flatten().flatten().zip(first.measured.iter().flatten().flatten()) {
        assert!((exact - gpu).abs() <= 1e-3, "exact {exact}, gpu {gpu}");
    }
    assert!(first.measured[0].last() < first.measured[0].first(), "it learns");
    let again = whole(&gpu, t64(T64::default()), &[0], 7);
    assert_eq!(first.measured, again.measured, "the same bits, however many steps a submission has");
}

/// Data from the host, two segments, clipping, decay: measurements within 2e-3 after 400 steps.
#[test]
fn segments_and_host_data_agree() {
    let gpu = Rc::new(open());
    let exact = exactly(parabola(0.02), 1, &[0, 1, 2]);
    let log = whole(&gpu, parabola(0.02), &[0, 1, 2], LONGEST);
    assert_eq!(log.trained, 3 * 400);
    for (exact, gpu) in exact.iter().zip(&log.measured) {
        assert_eq!(exact.len(), gpu.len());
        for (exact, gpu) in exact.iter().flatten().zip(gpu.iter().flatten()) {
            assert!((exact - gpu).abs() <= 2e-3, "exact {exact}, gpu {gpu}");
        }
    }
}

#[test]
fn a_member_whose_loss_is_not_finite_stops_alone() {
    let gpu = Rc::new(open());
    let alone = whole(&gpu, parabola(0.01), &[0], LONGEST);
    let log = whole(&gpu, parabola(1e30), &[0, 1], LONGEST);
    let [(1, step)] = log.stopped[..] else { panic!("{:?}", log.stopped) };
    assert_eq!(log.measured[0], alone.measured[0], "the other one does not notice");
    assert!(log.measured[1].len() < 9 && step < 50, "stopped at {step}: {:?}", log.measured[1]);
    assert_eq!(log.trained, 400 + step);
}

#[test]
fn a_lost_device_ends_with_an_error_and_another_goes_on_from_the_checkpoint() {
    let gpu = Rc::new(open());
    let undisturbed = whole(&gpu, parabola(0.01), &[0, 1], 8);
    let mut first = trainer(&gpu, parabola(0.01), 1, &[0, 1]);
    let mut log = Log { measured: vec![vec![]; 2], saved: vec![None; 2], ..Log::default() };
    while log.saved[0].is_none() {
        while first.hand_in(8).is_some() {}
        let all = pollster::block_on(first.next()).expect("the device still computes");
        all.into_iter().for_each(|happened| note(&mut log, happened));
    }
    gpu.destroy();
    let (rest, ended) = finish(&mut first, 2, 8);
    assert!(matches!(ended, Err(GpuError::Lost(_))), "{ended:?}");
    let before = log.measured[0].len() + rest.measured[0].len();
    assert!(before < 9, "it ended early");
    println!("{}", ended.expect_err("lost"));

    let gpu = Rc::new(open());
    let mut second = trainer(&gpu, parabola(0.01), 1, &[0, 1]);
    let of_another_run = log.saved[0].clone().map(|saved| Checkpoint { mark: 1000, ..saved });
    assert!(!second.restore(&[of_another_run.as_ref(), of_another_run.as_ref()]), "there is no such mark");
    assert!(second.restore(&log.saved.iter().map(Option::as_ref).collect::<Vec<_>>()));
    let (after, ended) = finish(&mut second, 2, 8);
    assert_eq!(ended, Ok(()));
    for member in 0..2 {
        let saved = log.saved[member].as_ref().expect("a checkpoint").mark as usize;
        assert_eq!(after.measured[member], undisturbed.measured[member][saved + 1..], "the same bits");
    }
}

#[test]
fn what_a_device_cannot_do_is_an_error_with_a_sentence() {
    let gpu = open();
    // A batch whose working memory no binding holds.
    let huge = t64(T64 { batch: 60_000, steps: 1 });
    let error = GpuTrainer::members_at_once(&gpu, &huge).expect_err("this is too large for any adapter");
    assert!(matches!(error, GpuError::TooLarge { .. }), "{error}");
    println!("{error}");

    // A kernel that is none.
    let case = &kernels(0)[0];
    let mut program = Program::new(&case.schedule(Fusion::Full), Product::Fitting);
    program.shaders[0].push_str("fn broken( {");
    let error = pollster::block_on(once::run(&gpu, &program, &case.members)).expect_err("refused");
    assert!(matches!(error, GpuError::Shader(_)), "{error}");
    println!("{error}");
    // The device computes on.
    compare(&gpu, case, Fusion::Full, Product::Fitting);

    // More memory than there is.
    let mut program = Program::new(&case.schedule(Fusion::Full), Product::Fitting);
    program.arena = 1 << 32;
    let error = pollster::block_on(once::run(&gpu, &program, &case.members)).expect_err("refused");
    assert!(matches!(error, GpuError::OutOfMemory { .. } | GpuError::Refused(_)), "{error}");
    println!("{error}");
}
