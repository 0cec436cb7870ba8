//! Hidden capabilities on the page: the turn is marked, and a visitor who looks back finds the moment at which pushed embeddings
//! draw what plain prompts do not.

use std::ops::ControlFlow;

use anyhow::{Context, Result, ensure};
use lab::EXPERIMENTS;
use lab::keys::RunKeys;
use lab::run::{Simd, train};
use tests::{Browser, Page, Window};

/// What the chart of the ways of asking says of one of them.
async fn says(page: &Page, how: &str, when: &str) -> Result<f64> {
    let css = "[data-panel='naive'] .sentence";
    let sentence = page.wait_for(css, |sentence| sentence.text.contains(when)).await?.text;
    let number = sentence.split(&format!("{how} ")).nth(1).and_then(|rest| rest.get(..5));
    number.and_then(|number| number.parse().ok()).with_context(|| format!("no number: {sentence}"))
}

#[tokio::test]
async fn the_turn_is_marked_and_pushed_embeddings_are_ahead() -> Result<()> {
    let page = Browser::Chromium.start(Window::default()).await?;
    page.open("concept-space/#rev=1&seed=1").await?;
    page.reaches("ready").await?;
    page.click("#run").await?;
    page.wait_for("[data-panel='path'] .sentence", |sentence| sentence.text.contains("turns sharply"))
        .await?;
    page.reaches("finished").await?;

    // Where to look, from the same run on this machine.
    let experiment = EXPERIMENTS.iter().find(|it| it.id == "concept-space").context("no such experiment")?;
    let keys = RunKeys { seed: 1, ..RunKeys::defaults(experiment) };
    let recording = train(&keys, Simd::widest(), 2, |_| ControlFlow::Continue(()))?.recording;
    let median = |series, j| {
        let series = keys.experiment.series_at(series);
        recording.quartiles(0, series, j).map_or(f64::NAN, |quartiles| quartiles.median)
    };
    let is_hidden = |j: &u32| median("latent", *j) > 0.8 && median("naive", *j) < 0.5;
    let j = (10..64).find(is_hidden).context("no moment at which it can and does not")?;

    page.set("#back", &j.to_string()).await?;
    let when = "of 1,920 steps";
    let (plain, pushed) = (says(&page, "plainly", when).await?, says(&page, "pushed", when).await?);
    ensure!(plain < 0.5 && pushed > 0.8, "at {j} of 64: plain {plain}, pushed {pushed}");
    Ok(())
}
