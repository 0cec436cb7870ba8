//! The default run in real browsers: the digest is that of the same run on this machine, and there every member
//! reaches its ceiling. The digest covers every parameter, so the browser's members reached it too.
//!
//! On the GPU there is no digest to compare: the same run is trained natively, on whatever device this machine has, and
//! its members must reach the same ceilings.
//!
//! Each browser gets a seed of its own; with `GEDANKEN_EVERY_SEED=1` each runs seeds 1 to 3. Where the GPU is a program
//! on the processor, four members take it ten minutes: only one of them is trained then, all with that variable.

use std::ops::ControlFlow;
use std::rc::Rc;

use anyhow::{Context, Result, ensure};
use lab::link::Link;
use lab::recording::Recording;
use lab::run::{Gpu, Simd, train, train_on_gpu};
use tests::{Browser, Window};

/// The exact ceiling of the left-to-right arm for lists of 6 symbols out of 8.
const CEILING: f32 = 1.0 - (1.0 - 1.0 / 8.0) * 30.0 / 72.0;

async fn reaches_its_ceilings(browser: Browser, seed: u32) -> Result<()> {
    let seeds = if std::env::var_os("GEDANKEN_EVERY_SEED").is_some() { 1..=3 } else { seed..=seed };
    let page = browser.start(Window::default()).await?;
    for seed in seeds {
        let link = format!("inverse-permutation/#rev=1&seed={seed}&members=4");
        page.open(&link).await?;
        page.wait_for("main", |main| main.attribute("data-state") == Some("ready")).await?;
        page.click("#run").await?;
        let outcome = train(&Link::parse(&link)?.keys, Simd::widest(), 2, |_| ControlFlow::Continue(()))?;
        check(&outcome.recording).with_context(|| format!("seed {seed}"))?;
        page.wait_for("main", |main| main.attribute("data-state") == Some("finished")).await?;
        let shown = page.wait_for("[data-digest]", |it| it.attribute("data-digest") != Some("")).await?;
        let native = outcome.digest.to_string();
        assert_eq!(shown.attribute("data-digest"), Some(native.as_str()), "{browser:?}, seed {seed}");
    }
    Ok(())
}

/// Causal within 0.02 of its ceiling, the two others at 0.95 or above, every member.
fn check(recording: &Recording) -> Result<()> {
    for member in 0..recording.members() {
        let last =
            |arm: usize| recording.points(arm, member).last().map_or(f32::NAN, |point| point.values[0]);
        let [causal, scratch, both] = [last(0), last(1), last(2)];
        ensure!(
            (causal - CEILING).abs() <= 0.02,
            "member {member}, left to right: {causal}, ceiling {CEILING}"
        );
        ensure!(scratch >= 0.95, "member {member}, empty places: {scratch}");
        ensure!(both >= 0.95, "member {member}, both ways: {both}");
    }
    Ok(())
}

#[tokio::test]
async fn default_run_in_chromium() -> Result<()> {
    reaches_its_ceilings(Browser::Chromium, 1).await
}

#[tokio::test]
async fn default_run_in_firefox() -> Result<()> {
    reaches_its_ceilings(Browser::Firefox, 2).await
}

#[tokio::test]
async fn default_run_in_webkit() -> Result<()> {
    reaches_its_ceilings(Browser::WebKit, 3).await
}

#[test]
fn default_run_on_the_gpu() -> Result<()> {
    let gpu = Rc::new(pollster::block_on(Gpu::open())?);
    println!("on {:?}", gpu.adapter());
    let all = !gpu.adapter().is_software || std::env::var_os("GEDANKEN_EVERY_SEED").is_some();
    let members = if all { 4 } else { 1 };
    let link = format!("inverse-permutation/#rev=1&seed=1&members={members}&backend=gpu");
    let go_on = |_: &_| ControlFlow::Continue(());
    check(&pollster::block_on(train_on_gpu(&gpu, &Link::parse(&link)?.keys, go_on))?)
}
