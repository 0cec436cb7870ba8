//! Runs on the GPU in Chromium, whose WebGPU computes on SwiftShader here.

use anyhow::Result;
use tests::{Browser, Window};

/// Small and short.
const RUN: &str = "inverse-permutation/#rev=1&seed=3&members=2&n=2&alphabet=2&scratch=1&steps=64";

#[tokio::test]
async fn a_run_on_the_gpu_in_chromium() -> Result<()> {
    let page = Browser::Chromium.start(Window::default()).await?;
    page.open(&format!("{RUN}&backend=gpu")).await?;
    page.wait_for("main", |main| main.attribute("data-state") == Some("ready")).await?;
    page.click("#run").await?;
    let main = page.wait_for("main", |main| main.attribute("data-state") == Some("finished")).await?;
    assert_eq!(main.attribute("data-backend"), Some("gpu"));
    Ok(())
}
