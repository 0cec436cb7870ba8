//! A run in a browser has the digest of the same run on this machine, whatever the browser and however many
//! workers share it.

use std::ops::ControlFlow;

use anyhow::{Context, Result, ensure};
use lab::link::Link;
use lab::run::{Event, Simd, safetensors, train};
use tests::{Browser, Page, Window};

/// Small and short, for the sum of three browsers; three members, so that two workers share them unevenly.
const RUN: &str = "inverse-permutation/#rev=2&seed=3&members=3&n=3&alphabet=3&scratch=3&steps=64";

/// Runs in a browser with so many workers, one count after the other, and compares with the native run.
async fn same_digest(browser: Browser, workers: &[u32]) -> Result<()> {
    let keys = Link::parse(RUN)?.keys;
    let mut ends = Vec::new();
    let native = train(&keys, Simd::widest(), 2, |event| {
        if let Event::Ended(saved) = event {
            ends.push(saved.clone());
        }
        ControlFlow::Continue(())
    });
    let native = native.context("the native run failed")?.digest.to_string();
    ends.sort_by_key(|saved| (saved.arm, saved.member));
    let page = browser.start(Window::default()).await?;
    for workers in workers {
        page.open(&format!("{RUN}&workers={workers}")).await?;
        page.reaches("ready").await?;
        page.click("#run").await?;
        page.reaches("finished").await?;
        let shown = page.wait_for("[data-digest]", |it| it.attribute("data-digest") != Some("")).await?;
        assert_eq!(shown.attribute("data-digest"), Some(native.as_str()), "{browser:?}, {workers} workers");
    }
    let file = weights(&page).await.with_context(|| format!("{browser:?}"))?;
    let (head, tensors) = parts(&file)?;
    ensure!(tensors == parts(&safetensors(&keys, RUN, &ends)?)?.1, "{browser:?} saves other weights: {head}");
    ensure!(head.contains(&native), "{browser:?} does not say which run the weights are of: {head}");
    Ok(())
}

/// The file of weights that a page saves.
async fn weights(page: &Page) -> Result<Vec<u8>> {
    let watch = "
        const make = URL.createObjectURL;
        URL.createObjectURL = (file) => {
            file.arrayBuffer().then((bytes) => {
                window.saved = Array.from(new Uint8Array(bytes));
                document.documentElement.dataset.saved = window.saved.length;
            });
            return make.call(URL, file);
        };";
    page.script(watch).await?;
    page.scroll_to("#save-weights").await?;
    page.click("#save-weights").await?;
    page.wait_for("[data-saved]", |_| true).await?;
    let bytes = page.script("return window.saved").await?;
    let bytes = bytes.as_array().context("no file")?.iter();
    bytes.map(|byte| byte.as_u64().and_then(|byte| u8::try_from(byte).ok()).context("no byte")).collect()
}

/// What a file of safetensors says, and its tensors.
fn parts(file: &[u8]) -> Result<(String, &[u8])> {
    let (length, rest) = file.split_first_chunk().context("too short")?;
    let (head, tensors) =
        rest.split_at_checked(usize::try_from(u64::from_le_bytes(*length))?).context("too short")?;
    Ok((String::from_utf8(head.to_vec())?, tensors))
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
