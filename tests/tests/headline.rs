//! Default runs in real browsers: the digest is that of the same run on this machine, and there every gate among the
//! experiment's claims holds. The digest covers every parameter, so the gates hold in the browser too.
//!
//! On the GPU there is no digest to compare: the same run is trained natively, on whatever device this machine has, and
//! the same gates must hold.
//!
//! Chromium trains every experiment with seed 1, of dear ones the first member alone. Firefox, WebKit and a GPU that is a program on the processor train the
//! cheapest one, each with a seed of its own; with `GEDANKEN_EVERY_SEED=1` all train every experiment and all
//! members, browsers with seeds 1 to 3. On a software GPU the inverse permutation alone takes 12 minutes on two quiet cores.

use std::ops::ControlFlow;
use std::rc::Rc;
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use lab::EXPERIMENTS;
use lab::claim::{Evidence, Status, Verdict, judge};
use lab::digest::{PROGRESS, digest};
use lab::experiment::Experiment;
use lab::keys::RunKeys;
use lab::recording::Recording;
use lab::run::{Gpu, Simd, train, train_on_gpu};
use tests::{Browser, Window};

fn trains_everything() -> bool {
    std::env::var_os("GEDANKEN_EVERY_SEED").is_some()
}

/// The experiment whose default run takes least.
fn cheapest() -> Vec<&'static Experiment> {
    let work = |experiment: &&'static Experiment| RunKeys::defaults(experiment).work();
    EXPERIMENTS.iter().min_by(|a, b| work(a).total_cmp(&work(b))).into_iter().copied().collect()
}

/// The work of a default run, in millions of operations, from which on a browser trains its first member alone.
const DEAR: f64 = 200_000.0;

/// The run that a browser trains for a default run, and what the whole run says of it.
fn in_browser(keys: &RunKeys, whole: &Recording) -> (RunKeys, Recording) {
    if trains_everything() || keys.work() < DEAR {
        return (keys.clone(), whole.clone());
    }
    let keys = RunKeys { members: 1, ..keys.clone() };
    let arms = keys.arms();
    let mut first = Recording::new(&arms, 1, keys.experiment.series.len());
    for point in (0..arms.len()).flat_map(|arm| whole.points(arm, 0)) {
        first.push(point.clone());
    }
    (keys, first)
}

/// Every gate that the run is the protocol of holds, and there is one.
fn gates_hold(keys: &RunKeys, recording: &Recording) -> Result<()> {
    let runs = Evidence::of(keys, recording);
    let gates = keys.experiment.claims.iter().filter(|claim| claim.status == Status::Gate);
    let mut judged = 0;
    for claim in gates {
        let Some(judgement) = judge(keys.experiment, claim, &runs) else { continue };
        ensure!(judgement.verdict == Verdict::Holds, "{}, {}: {judgement:?}", keys.query(), claim.id);
        judged += 1;
    }
    ensure!(judged > 0, "{}: no gate is about this run", keys.query());
    Ok(())
}

async fn holds_its_gates(browser: Browser, experiments: &[&'static Experiment], seed: u32) -> Result<()> {
    let all = trains_everything();
    let (experiments, seeds) = if all { (EXPERIMENTS, 1..=3) } else { (experiments, seed..=seed) };
    let page = browser.start(Window::default()).await?;
    for (experiment, seed) in experiments.iter().flat_map(|it| seeds.clone().map(move |seed| (*it, seed))) {
        let keys = RunKeys { seed, ..RunKeys::defaults(experiment) };
        let outcome = train(&keys, Simd::widest(), 2, |_| ControlFlow::Continue(()))?;
        gates_hold(&keys, &outcome.recording)?;
        let (keys, recording) = in_browser(&keys, &outcome.recording);
        let native = digest(&keys, &recording, PROGRESS).context("a digest")?.to_string();
        let start = Instant::now();
        page.open(&format!("{}/#{}", experiment.id, keys.write())).await?;
        page.reaches("ready").await?;
        page.click("#run").await?;
        page.reaches("finished").await?;
        let shown = page.wait_for("[data-digest]", |it| it.attribute("data-digest") != Some("")).await?;
        println!("{}: {:.1} s in {browser:?}", keys.query(), start.elapsed().as_secs_f64());
        ensure!(shown.attribute("data-digest") == Some(native.as_str()), "{browser:?}, {}", keys.query());
    }
    Ok(())
}

#[tokio::test]
async fn default_run_in_chromium() -> Result<()> {
    holds_its_gates(Browser::Chromium, EXPERIMENTS, 1).await
}

#[tokio::test]
async fn default_run_in_firefox() -> Result<()> {
    holds_its_gates(Browser::Firefox, &cheapest(), 2).await
}

#[tokio::test]
async fn default_run_in_webkit() -> Result<()> {
    holds_its_gates(Browser::WebKit, &cheapest(), 3).await
}

#[test]
fn default_run_on_the_gpu() -> Result<()> {
    let gpu = Rc::new(pollster::block_on(Gpu::open())?);
    println!("on {:?}", gpu.adapter());
    let all = !gpu.adapter().is_software || trains_everything();
    for experiment in if all { EXPERIMENTS.to_vec() } else { cheapest() } {
        let keys = RunKeys::defaults(experiment);
        let go_on = |_: &_| ControlFlow::Continue(());
        let recording = pollster::block_on(train_on_gpu(&gpu, &keys, go_on))?;
        gates_hold(&keys, &recording).context("on the GPU")?;
    }
    Ok(())
}
