//! The experiments on the GPU against the same on the processor, from the same first weights.
#![cfg(feature = "gpu")]

use std::ops::ControlFlow;
use std::rc::Rc;

use lab::EXPERIMENTS;
use lab::experiment::Experiment;
use lab::keys::RunKeys;
use lab::knob::Value;
use lab::link::Link;
use lab::recording::Recording;
use lab::run::{Gpu, GpuSession, Simd, Tick, train, train_on_gpu};

/// How far a loss may be off after 50 steps.
const TOLERANCE: f32 = 2e-3;

fn losses(recording: &Recording, series: usize) -> Vec<(usize, u32, f32)> {
    let of = |arm: usize| {
        let points = recording.points(arm, 0).iter().filter(|point| point.step <= 50);
        points.map(move |point| (arm, point.step, point.values[series]))
    };
    (0..recording.arms()).flat_map(of).collect()
}

/// The run of an experiment at its default size, measured after each of 64 steps.
fn short(experiment: &'static Experiment) -> RunKeys {
    let mut keys = RunKeys { members: 1, ..RunKeys::defaults(experiment) };
    if let Some(steps) = experiment.knobs.iter().position(|knob| knob.key == "steps") {
        keys.knobs.set(steps, Value::Whole(64));
    }
    keys
}

/// The largest difference of a loss over the first 50 steps.
fn difference(gpu: &Rc<Gpu>, keys: &RunKeys) -> f32 {
    let series = keys.experiment.series_at("loss");
    let go_on = |_: &_| ControlFlow::Continue(());
    let exact = train(keys, Simd::widest(), 1, go_on).expect("the processor trains").recording;
    let other = pollster::block_on(train_on_gpu(gpu, keys, go_on)).expect("the GPU trains");
    let (exact, other) = (losses(&exact, series), losses(&other, series));
    assert!(exact.len() > 50, "{} measurements", exact.len());
    assert_eq!(exact.len(), other.len());
    let mut worst = 0f32;
    for (exact, other) in exact.iter().zip(&other) {
        assert_eq!((exact.0, exact.1), (other.0, other.1));
        let off = (exact.2 - other.2).abs();
        // Not `max`: a loss that is no number must not be lost.
        worst = if off <= worst { worst } else { off };
    }
    println!("{}: largest difference of a loss {worst:.1e}", keys.query());
    worst
}

#[test]
fn fifty_steps_of_every_experiment_agree() {
    let gpu = Rc::new(pollster::block_on(Gpu::open()).expect("a Vulkan device"));
    println!("on {:?}", gpu.adapter());
    for experiment in EXPERIMENTS {
        let worst = difference(&gpu, &short(experiment));
        assert!(worst <= TOLERANCE, "{}: {worst}", experiment.id);
    }
}

/// Members of a sweep share every dispatch and differ in data alone.
#[test]
fn a_sweep_on_the_gpu_is_the_same_sweep() {
    let gpu = Rc::new(pollster::block_on(Gpu::open()).expect("a Vulkan device"));
    let link = Link::parse("two-moons?rev=2&seed=2&members=1&steps=64&sweep=noise:0:0.4:3,rate:0.01:0.1:2");
    let keys = link.expect("a link").keys;
    let go_on = |_: &_| ControlFlow::Continue(());
    let exact = train(&keys, Simd::widest(), 2, go_on).expect("the processor trains").recording;
    let other = pollster::block_on(train_on_gpu(&gpu, &keys, go_on)).expect("the GPU trains");
    let series = keys.experiment.series_at("loss");
    for (arm, model) in (0..2).flat_map(|arm| (0..6).map(move |model| (arm, model))) {
        let last =
            |recording: &Recording| recording.points(arm, model).last().expect("a point").values[series];
        let (exact, other) = (last(&exact), last(&other));
        assert!((exact - other).abs() <= 5e-3, "arm {arm}, model {model}: {exact} and {other}");
    }
}

/// What a session measures until nothing is under way: arm, member and point of progress.
fn measured(session: &mut GpuSession) -> Vec<(u32, u32, u32)> {
    let mut all = Vec::new();
    while session.hand_in() || session.is_waiting() {
        for tick in pollster::block_on(session.next()).expect("the GPU computes").ticks {
            if let Tick::Measured(point) = tick {
                all.push((point.arm, point.member, point.j));
            }
        }
    }
    all
}

/// A session trains no further than it was told to, step by step, and where another one goes on in its place.
#[test]
fn a_step_ends_when_every_arm_and_member_has_measured() {
    let run = "inverse-permutation?rev=2&seed=3&members=2&n=2&alphabet=2&scratch=1&steps=64";
    let keys = Link::parse(run).expect("a link").keys;
    let gpu = Rc::new(pollster::block_on(Gpu::open()).expect("a Vulkan device"));
    let new = || {
        let clock = Rc::new(|| 0.0);
        pollster::block_on(GpuSession::new(&gpu, &keys, &[0, 1], &[], clock)).expect("a session")
    };
    let point =
        |j| (0..4).flat_map(move |arm| (0..2).map(move |member| (arm, member, j))).collect::<Vec<_>>();
    let mut session = new();
    assert_eq!(measured(&mut session), [], "nothing is trained before it is asked for");
    for j in 0..3 {
        session.step();
        assert_eq!(measured(&mut session), point(j));
    }
    let mut other = new();
    other.set_limit(session.limit());
    assert_eq!(measured(&mut other), [0, 1, 2].map(point).concat());
}
