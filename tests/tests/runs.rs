//! Runs that a browser keeps, and two runs beside each other.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use lab::run::{Simd, digest_of};
use serde_json::json;
use tests::{Browser, Page, Window};

/// How many runs the browser keeps of those whose names begin so.
async fn kept(page: &Page, beginning: &str) -> Result<u64> {
    let script = "
        const request = indexedDB.open('gedanken', 1);
        return new Promise((resolve) => {
            request.onerror = () => resolve(0);
            // Before the page has made it there is nothing in it, and it must not be made here.
            request.onupgradeneeded = () => request.transaction.abort();
            request.onsuccess = () => {
                const names = request.result.transaction('descriptions').objectStore('descriptions').getAllKeys();
                names.onsuccess = () => {
                    request.result.close();
                    resolve(names.result.filter((name) => name.startsWith(arguments[0])).length);
                };
            };
        });";
    page.script_with(script, &[beginning]).await?.as_u64().context("no number of runs")
}

async fn comes_to_keep(page: &Page, beginning: &str, count: u64) -> Result<()> {
    let start = Instant::now();
    while kept(page, beginning).await? != count {
        if start.elapsed() > Duration::from_secs(60) {
            bail!("the browser does not come to keep {count} runs named {beginning}…");
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    Ok(())
}

#[tokio::test]
async fn a_run_goes_on_after_its_page_was_closed_and_is_kept() -> Result<()> {
    const KEYS: &str = "rev=1&seed=5&members=2&steps=64";
    let page = Browser::Chromium.start(Window::default()).await?;
    // In slow motion, so that the page is left in the middle.
    page.open(&format!("two-moons/#{KEYS}&backend=exact&speed=8")).await?;
    page.reaches("ready").await?;
    page.wait_for("#runs .say ~ .say", |it| it.text.starts_with("None yet")).await?;
    page.click("#run").await?;
    comes_to_keep(&page, "unfinished ", 1).await?;
    page.open(&format!("two-moons/#{KEYS}&backend=exact")).await?;
    let offered = page.wait_for("#can-go-on p", |_| true).await?;
    ensure!(!offered.text.contains(" 0 of 64") && offered.text.contains(" of 64 "), "{}", offered.text);
    page.click("#can-go-on button").await?;
    page.reaches("finished").await?;
    let digest = digest_of(&format!("two-moons?{KEYS}"), Simd::widest(), 2)?.to_string();
    page.wait_for("[data-digest]", |it| it.attribute("data-digest") == Some(&digest)).await?;
    comes_to_keep(&page, "unfinished ", 0).await?;
    page.wait_for("#runs li", |it| it.text.contains(&digest[..8])).await?;

    // Beside a run with another seed, which a link brings.
    page.set("#compare-with", "concept-space?seed=3").await?;
    page.click(".with-link button").await?;
    page.wait_for("#compare-refused", |it| it.text.contains("another experiment")).await?;
    page.set("#compare-with", &format!("two-moons?{}", KEYS.replace("seed=5", "seed=6"))).await?;
    page.click(".with-link button").await?;
    page.wait_for("#compare tbody tr", |it| it.text == "Seed56").await?;
    page.click("#run-both").await?;
    page.fragment_with("seed=6").await?;
    page.reaches("finished").await?;
    page.wait_for("[data-panel='accuracy'] .sentence", |it| it.text.contains("(other)")).await?;
    ensure!(page.find("#run-both").await?.is_none(), "both are there and can still be run");
    page.click("#compare-no-more").await?;
    page.wait_for("[data-panel='accuracy'] .sentence", |it| !it.text.contains("(other)")).await?;
    // A kept run comes back as a record, after the page was closed too, and all of them go with one press.
    page.open(&format!("two-moons/#{KEYS}")).await?;
    page.wait_for("#runs li:nth-child(2)", |it| it.text.contains("seed 5")).await?;
    page.click("#runs li:nth-child(1) [data-does=compare]").await?;
    page.wait_for("#compare tbody tr", |it| it.text == "Seed56").await?;
    page.click("#runs li:nth-child(2) [data-does=open]").await?;
    page.wait_for("#records .opened", |_| true).await?;
    page.click("#forget-all").await?;
    page.wait_for("#runs .say ~ .say", |it| it.text.starts_with("None yet")).await?;
    comes_to_keep(&page, "", 0).await
}

#[tokio::test]
async fn two_links_are_compared_and_curves_are_heard() -> Result<()> {
    let page = Browser::Chromium.start(Window::default()).await?;
    let sentence = "[data-panel='accuracy'] .sentence";
    page.open("compare/").await?;
    page.click(".about a.button").await?;
    page.wait_for("#compare tbody tr", |_| true).await?;
    page.wait_for("[data-panel='test'] .sentence", |it| it.text.contains("(other)")).await?;
    page.open("compare/").await?;
    page.set("#a", "https://example.org/gedanken/two-moons/#rev=1&seed=3&members=1&steps=64&backend=exact")
        .await?;
    page.set("#b", "swing-by?seed=3").await?;
    page.click(".two button").await?;
    page.wait_for("#said", |it| it.text.contains("two different experiments")).await?;
    page.set("#b", "two-moons?rev=1&seed=3&members=1&steps=64&noise=0.3&view=3").await?;
    page.click(".two button").await?;
    page.wait_for("#compare tbody tr", |it| it.text.starts_with("Noise")).await?;
    page.fragment_with("noise=0.3").await?;
    page.reaches("finished").await?;
    page.wait_for(sentence, |it| it.text.contains("(other)")).await?;
    ensure!(page.console().is_empty(), "{:?}", page.console());

    // By ear: what stands highest sounds highest.
    page.script(
        "window.heard = [];
         const set = AudioParam.prototype.setValueCurveAtTime;
         AudioParam.prototype.setValueCurveAtTime = function (curve, ...when) {
             window.heard.push([...curve]);
             return set.call(this, curve, ...when);
         };",
    )
    .await?;
    let listen = "[data-panel='accuracy'] .listen";
    page.click(listen).await?;
    page.wait_for(listen, |it| it.attribute("aria-pressed") == Some("true")).await?;
    page.wait_for("[data-panel='accuracy'] .heard", |it| it.text.starts_with("Now: ")).await?;
    let voices = page.script("return window.heard.map((curve) => curve.length)").await?;
    ensure!(voices == json!([65, 65, 65, 65]), "two arms of two runs are {voices}");
    let tones =
        page.script("return window.heard.flat().every((tone) => tone >= 220 && tone <= 880.01)").await?;
    ensure!(tones == true, "tones beyond their two octaves");
    page.click(listen).await?;
    page.wait_for(listen, |it| it.attribute("aria-pressed") == Some("false")).await?;
    Ok(())
}
