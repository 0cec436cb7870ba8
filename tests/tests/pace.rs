//! How quick the page is: until one can use it, while it draws, and when it is touched. The numbers are printed.

use anyhow::{Context, Result};
use tests::{Browser, Page, Window};

async fn number(page: &Page, script: &str) -> Result<f64> {
    page.script(&format!("return {script}")).await?.as_f64().with_context(|| format!("{script} is no number"))
}

#[tokio::test]
async fn pages_can_be_used_within_a_second_on_a_slow_processor() -> Result<()> {
    let page = Browser::Chromium.start(Window::default()).await?;
    // As the browser is fresh, so is its cache.
    page.slowed(4.0).await?;
    page.open("").await?;
    let gallery =
        number(&page, "performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd").await?;
    page.open("inverse-permutation/#rev=2").await?;
    page.wait_for("#run", |_| true).await?;
    let experiment = number(&page, "performance.getEntriesByName('interactive')[0].startTime").await?;
    println!("four times slower: the gallery after {gallery:.0} ms, an experiment after {experiment:.0} ms");
    Ok(())
}

/// Counts frames in which the page had something to do, and how late it is in hearing a visitor.
const WATCH: &str = "
    window.frames = 0;
    const ask = window.requestAnimationFrame;
    window.requestAnimationFrame = (call) => ask.call(window, (time) => { window.frames += 1; call(time); });
    window.late = [];
    for (const type of ['click', 'keydown', 'input']) {
        addEventListener(type, (event) => {
            const heard = event.timeStamp;
            const channel = new MessageChannel();
            channel.port1.onmessage = () => window.late.push(performance.now() - heard);
            // After every listener of the page has done its work.
            channel.port2.postMessage(0);
        }, { capture: true });
    }";

#[tokio::test]
async fn a_page_that_trains_draws_and_listens() -> Result<()> {
    let page = Browser::Chromium.start(Window::default()).await?;
    page.open("inverse-permutation/#rev=2&seed=5&members=8&backend=exact&workers=2").await?;
    page.reaches("ready").await?;
    page.script(WATCH).await?;
    page.spent().await?;
    page.click("#run").await?;
    while number(&page, "document.querySelector('progress').value").await? < 0.1 {}
    let (before, frames) = (page.spent().await?, number(&page, "window.frames").await?);
    tokio::time::sleep(std::time::Duration::from_secs(5)).await;
    let (spent, frames) = (page.spent().await? - before, number(&page, "window.frames").await? - frames);
    let of_frame = spent / frames * 1000.0;
    for _ in 0..6 {
        page.click("[data-panel='accuracy'] .members").await?;
        page.press("\u{e012}").await?;
    }
    let late = number(&page, "Math.max(...window.late)").await?;
    let all = page.script("return window.late.map(Math.round)").await?;
    println!("a frame costs {of_frame:.2} ms ({frames} frames in 5 s); heard within {late:.0} ms of {all}");
    page.reaches("finished").await?;
    Ok(())
}
