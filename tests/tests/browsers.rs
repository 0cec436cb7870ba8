//! The site in the three browsers: it loads, and its worker computes what this machine computes.

use anyhow::Result;
use tests::{Browser, Window};

/// A worker starts and its random numbers are the native ones, bit for bit.
async fn worker_agrees(browser: Browser) -> Result<()> {
    let page = browser.start(Window::default()).await?;
    page.open("inverse-permutation/").await?;
    let main = page.wait_for("main", |main| main.attribute("data-check").is_some()).await?;
    assert_eq!(main.attribute("data-check"), Some(engine::rng::self_check().as_str()), "{browser:?}");
    Ok(())
}

#[tokio::test]
async fn worker_agrees_in_chromium() -> Result<()> {
    worker_agrees(Browser::Chromium).await
}

#[tokio::test]
async fn worker_agrees_in_firefox() -> Result<()> {
    worker_agrees(Browser::Firefox).await
}

#[tokio::test]
async fn worker_agrees_in_webkit() -> Result<()> {
    worker_agrees(Browser::WebKit).await
}
