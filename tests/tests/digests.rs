//! A run in a browser has the digest of the same run on this machine, whatever the browser and however many
//! workers share it.

use std::ops::ControlFlow;

use anyhow::{Context, Result, ensure};
use lab::digest::{Certificate, Comparison, PROGRESS};
use lab::link::Link;
use lab::measurements::measurements;
use lab::run::{Event, Simd, safetensors, train};
use serde_json::Value;
use tests::{Browser, Page, Window};

/// Small and short, for the sum of three browsers; three members, so that two workers share them unevenly.
const RUN: &str = "inverse-permutation/#rev=2&seed=3&members=3&n=3&alphabet=3&scratch=3&steps=64";

/// Runs in a browser with so many workers, one count after the other, and compares with the native run: a link that was made
/// here is verified there, and the link that comes with the weights that are saved there is verified here.
async fn same_run(browser: Browser, workers: &[u32]) -> Result<()> {
    let mut link = Link::parse(RUN)?;
    let mut ends = Vec::new();
    let native = train(&link.keys, Simd::widest(), 2, |event| {
        if let Event::Ended(saved) = event {
            ends.push(saved.clone());
        }
        ControlFlow::Continue(())
    });
    let recording = native.context("the native run failed")?.recording;
    ends.sort_by_key(|saved| (saved.arm, saved.member));
    let certificate = Certificate::of(&link.keys, &recording, PROGRESS)?;
    link.certificate = Some(certificate);
    let page = browser.start(Window::default()).await?;
    for workers in workers {
        page.open(&format!("{}/#{}&workers={workers}", link.keys.experiment.id, link.write())).await?;
        page.reaches("ready").await?;
        page.click("#run").await?;
        page.reaches("finished").await?;
        let shown = page.wait_for("[data-comparison]", |_| true).await?;
        let [digest, comparison] =
            ["data-digest", "data-comparison"].map(|it| shown.attribute(it).unwrap_or_default());
        let expected = (certificate.digest.to_string(), Comparison::Same.to_string());
        assert_eq!((digest.to_owned(), comparison.to_owned()), expected, "{browser:?}, {workers} workers");
    }
    watch(&page).await?;
    let script = saved(&page, "#save-script").await.with_context(|| format!("{browser:?}"))?;
    let (linked, script): (Vec<_>, Vec<_>) =
        str::from_utf8(&script)?.lines().partition(|line| line.starts_with("    Link  "));
    let own = lab::torch::script(&link.keys, None)?;
    ensure!(own.lines().eq(script), "{browser:?} saves another script");
    let address = linked.first().and_then(|line| line.split_whitespace().last()).context("no link")?;
    ensure!(Link::parse(address)?.keys == link.keys, "{browser:?}: {address}");
    let rows: Vec<Value> = serde_json::from_slice(&saved(&page, "#save-json").await?)?;
    let table = measurements(&link.keys, &recording);
    ensure!(rows.len() == table.rows.len(), "{browser:?}: {} rows of {}", rows.len(), table.rows.len());
    let csv = saved(&page, "#save-csv").await?;
    ensure!(csv == table.csv().into_bytes(), "{browser:?} saves another table");
    let file = saved(&page, "#save-weights").await.with_context(|| format!("{browser:?}"))?;
    let (head, tensors) = parts(&file)?;
    let own = safetensors(&link.keys, RUN, &ends)?;
    ensure!(tensors == parts(&own)?.1, "{browser:?} saves other weights: {head}");
    let head: Value = serde_json::from_str(&head)?;
    let shared = Link::parse(head["__metadata__"]["gedanken"].as_str().context("no link")?)?;
    let shared = shared.certificate.context("no digest")?;
    ensure!(shared.proof.is_some(), "{browser:?} gives no proof");
    ensure!(shared.compare(&link.keys, &recording)? == Comparison::Same, "{browser:?} promises another run");
    Ok(())
}

/// Has a page tell of the files that it saves.
async fn watch(page: &Page) -> Result<()> {
    let watch = "
        const make = URL.createObjectURL;
        URL.createObjectURL = (file) => {
            file.arrayBuffer().then((bytes) => {
                window.saved = Array.from(new Uint8Array(bytes));
                document.documentElement.dataset.saved = window.saved.length;
            });
            return make.call(URL, file);
        };";
    page.script(watch).await.map(drop)
}

/// The file that a press on a button saves.
async fn saved(page: &Page, button: &str) -> Result<Vec<u8>> {
    page.script("delete document.documentElement.dataset.saved").await?;
    page.click(button).await?;
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
    same_run(Browser::Chromium, &[1, 2, 3]).await
}

#[tokio::test]
async fn digest_in_firefox_with_two_workers() -> Result<()> {
    same_run(Browser::Firefox, &[2]).await
}

#[tokio::test]
async fn digest_in_webkit_with_two_workers() -> Result<()> {
    same_run(Browser::WebKit, &[2]).await
}
