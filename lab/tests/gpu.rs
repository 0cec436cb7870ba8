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
use lab::run::{Gpu, GpuSession, Session, Simd, Tick, train, train_on_gpu};

/// How far a loss may be off within 52 steps.
const TOLERANCE: f32 = 2e-3;

/// How many points of progress are trained to: that at which members are first saved, with the loss of their last step.
const POINTS: u32 = 4;

/// The first 52 steps of an experiment at its default size.
fn short(experiment: &'static Experiment) -> RunKeys {
    let mut keys = RunKeys { members: 1, ..RunKeys::defaults(experiment) };
    if let Some(steps) = experiment.knobs.iter().position(|knob| knob.key == "steps") {
        keys.knobs.set(steps, Value::Whole(13 * 64));
    }
    keys
}

/// Arm and step with the loss on a batch of training, or with the loss that the experiment measures, if it does.
type Losses = Vec<(u32, u32, f32)>;

fn note(tick: &Tick, series: Option<usize>, losses: &mut Losses) {
    match tick {
        Tick::Measured(point) if point.j <= POINTS => {
            losses.extend(series.map(|series| (point.arm, point.step, point.values[series])));
        }
        Tick::Saved(saved) if saved.j == POINTS => losses.push((saved.arm, saved.step, saved.loss)),
        Tick::Stopped(stop) => panic!("a loss is no number: {stop:?}"),
        Tick::Measured(_) | Tick::Saved(_) | Tick::Trained | Tick::Finished => {}
    }
}

/// The largest difference of a loss.
fn difference(gpu: &Rc<Gpu>, keys: &RunKeys) -> f32 {
    let series = keys.experiment.series.iter().position(|series| series.key == "loss");
    let mut exact = Losses::new();
    let mut session = Session::new(keys, &[0]).expect("a session");
    let mut saved = 0;
    while saved < keys.arms().len() {
        let tick = session.tick();
        assert_ne!(tick, Tick::Finished, "nothing was saved");
        saved += usize::from(matches!(&tick, Tick::Saved(saved) if saved.j == POINTS));
        note(&tick, series, &mut exact);
    }
    let mut other = Losses::new();
    let session = GpuSession::new(gpu, keys, &[0], &[], Rc::new(|| 0.0));
    let mut session = pollster::block_on(session).expect("a session");
    session.set_limit(POINTS + 1);
    while session.hand_in() || session.is_waiting() {
        let heard = pollster::block_on(session.next()).expect("the GPU computes");
        heard.ticks.iter().for_each(|tick| note(tick, series, &mut other));
    }
    for losses in [&mut exact, &mut other] {
        // Arms take turns of their own on each side.
        losses.sort_by_key(|(arm, step, _)| (*arm, *step));
    }
    let places = |losses: &Losses| losses.iter().map(|(arm, step, _)| (*arm, *step)).collect::<Vec<_>>();
    assert_eq!(places(&exact), places(&other));
    assert!(exact.iter().any(|(_, step, _)| *step >= 50), "{exact:?}");
    let mut worst = 0f32;
    for (exact, other) in exact.iter().zip(&other) {
        let off = (exact.2 - other.2).abs();
        // Not `max`: a loss that is no number must not be lost.
        worst = if off <= worst { worst } else { off };
    }
    println!("{}: largest difference of {} losses {worst:.1e}", keys.query(), exact.len());
    worst
}

#[test]
fn fifty_steps_of_every_experiment_agree() {
    let gpu = Rc::new(pollster::block_on(Gpu::open()).expect("a Vulkan device"));
    println!("on {:?}", gpu.adapter());
    for experiment in EXPERIMENTS {
        let start = std::time::Instant::now();
        let worst = difference(&gpu, &short(experiment));
        println!("{:.1} s", start.elapsed().as_secs_f64());
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
