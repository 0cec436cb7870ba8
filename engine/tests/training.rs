//! Trainers: data from the host, segments, marks, checkpoints, chains, members that stop.
mod support;

use engine::exact::Simd;
use engine::lower::{Fusion, lower};
use engine::train::{Checkpoint, Tick, Trainer};
use support::parabola as arm;

/// Everything that happens to a member: the middle of the curve at each mark, and where it stopped.
fn finish(trainer: &mut Trainer, member: usize) -> (Vec<f32>, Option<u32>) {
    let mut middles = Vec::new();
    loop {
        match trainer.tick(member) {
            Tick::Trained => {}
            Tick::Marked { outputs, .. } => middles.push(outputs[8]),
            Tick::Stopped { step } => return (middles, Some(step)),
            Tick::Done => return (middles, None),
        }
    }
}

#[test]
fn host_data_and_segments_teach_one_curve_then_the_other() {
    let mut trainer = Trainer::new(arm(0.01), 1, &[0, 1, 2], Simd::widest());
    for member in 0..3 {
        let (middles, stopped) = finish(&mut trainer, member);
        assert_eq!((middles.len(), stopped), (9, None));
        assert!(
            middles[4].abs() < 0.15,
            "after the first segment the parabola's lowest point is {}",
            middles[4]
        );
        assert!((middles[8] - 1.0).abs() < 0.15, "after the second one it is {}", middles[8]);
    }
}

#[test]
fn a_member_does_not_notice_its_companions() {
    let mut alone = Trainer::new(arm(0.01), 3, &[2], Simd::Scalar);
    let mut together = Trainer::new(arm(0.01), 3, &[0, 2, 5], Simd::widest());
    let alone = (finish(&mut alone, 0), alone.chain(0));
    // Interleaved, step by step.
    while (0..3).any(|member| !together.is_done(member)) {
        (0..3).for_each(|member| {
            together.tick(member);
        });
    }
    assert_eq!(alone.1, together.chain(1));
    assert_ne!(together.chain(0), together.chain(1));
}

#[test]
fn replicates_differ_in_their_settings_alone() {
    // Members 0 and 2 have the same settings, 1 has another learning rate; with two replicates 0 and 2 share numbers.
    let swept = || engine::train::Arm { replicates: 2, ..arm(0.02) };
    let mut trainer = Trainer::new(swept(), 3, &[0, 1, 2, 3], Simd::widest());
    (0..4).for_each(|member| drop(finish(&mut trainer, member)));
    assert_eq!(trainer.chain(0), trainer.chain(2));
    assert_eq!(trainer.chain(1), trainer.chain(3));
    let mut plain = Trainer::new(arm(0.02), 3, &[0, 1, 2], Simd::widest());
    (0..3).for_each(|member| drop(finish(&mut plain, member)));
    assert_eq!((plain.chain(0), plain.chain(1)), (trainer.chain(0), trainer.chain(1)));
    assert_ne!(plain.chain(2), trainer.chain(2));
}

#[test]
fn going_on_from_a_checkpoint_keeps_the_chain() {
    let mut trainer = Trainer::new(arm(0.01), 4, &[0], Simd::widest());
    let mut kept: Option<Checkpoint> = None;
    while !trainer.is_done(0) {
        if matches!(trainer.tick(0), Tick::Marked { mark: 3, .. }) {
            kept = trainer.checkpoint(0);
        } else if trainer.marks_passed(0) == 4 {
            assert!(trainer.checkpoint(0).is_none_or(|c| c.step == 150), "a checkpoint between two marks");
        }
    }
    let kept = kept.expect("a checkpoint at mark 3");
    assert_eq!((kept.step, kept.is_whole), (150, true));
    let mut other = Trainer::new(arm(0.01), 4, &[0], Simd::Scalar);
    assert!(other.restore(0, &kept));
    finish(&mut other, 0);
    assert_eq!(other.chain(0), trainer.chain(0));
    let mut thinned = kept.clone();
    thinned.is_whole = false;
    assert!(!other.restore(0, &thinned), "parameters alone cannot be trained on");
}

#[test]
fn a_member_whose_loss_is_not_finite_stops_alone() {
    let mut trainer = Trainer::new(arm(1e30), 5, &[0, 1], Simd::widest());
    let (_, stopped) = finish(&mut trainer, 1);
    let step = stopped.expect("a learning rate of 1e30 breaks any network");
    assert_eq!(trainer.stopped(1), Some(step));
    assert!(matches!(trainer.tick(1), Tick::Done));
    let (middles, stopped) = finish(&mut trainer, 0);
    assert_eq!((middles.len(), stopped), (9, None));
    let mut again = Trainer::new(arm(1e30), 5, &[1], Simd::Scalar);
    finish(&mut again, 0);
    assert_eq!(again.chain(0), trainer.chain(1), "where and how it stopped is part of the chain");
}

/// The printed schedule of this network's training step: what is fused, in which order, where it lives.
#[test]
fn schedule_of_a_training_step() {
    let arm = arm(0.01);
    let program = &arm.segments[0].train;
    let schedule = lower(&program.graph, &arm.layout, &program.roots, Fusion::Full);
    insta::assert_snapshot!(schedule);
}
