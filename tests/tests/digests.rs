//! A run in a browser has the digest of the same run on this machine, whatever the browser and however many
//! workers share it.

use anyhow::{Context, Result};
use lab::run::Simd;
use tests::{Browser, Window};

/// Small and short, for the sum of three browsers; three members, so that two workers share them unevenly.
const RUN: &str = "inverse-permutation/#rev=2&seed=3&members=3&n=3&alphabet=3&scratch=3&steps=64";

/// Runs in a browser with so many workers, one count after the other, and compares with the native run.
async fn same_digest(browser: Browser, workers: &[u32]) -> Result<()> {
    let native = lab::run::digest_of(RUN, Simd::widest(), 2).context("the native run failed")?.to_string();
    let page = browser.start(Window::default()).await?;
    for workers in workers {
        page.open(&format!("{RUN}&workers={workers}")).await?;
        page.reaches("ready").await?;
        page.click("#run").await?;
        page.reaches("finished").await?;
        let shown = page.wait_for("[data-digest]", |it| it.attribute("data-digest") != Some("")).await?;
        assert_eq!(shown.attribute("data-digest"), Some(native.as_str()), "{browser:?}, {workers} workers");
    }
    Ok(())
}

#[tokio::test]
async fn digest_in_chromium_with_one_two_and_three_workers() -> Result<()> {
    same_digest(Browser::Chromium, &[1, 2, 3]).await
}

#[tokio::test]
async fn digest_in_firefox_with_two_workers() -> Result<()> {
    same_digest(Browser::Firefox, &[2]).await
}

#[tokio::test]
async fn digest_in_webkit_with_two_workers() -> Result<()> {
    same_digest(Browser::WebKit, &[2]).await
}
