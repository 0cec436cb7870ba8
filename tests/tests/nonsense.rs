//! Bad input: each gets a sentence, the page stays usable, nothing runs by itself, and nothing hangs.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use lab::link::Link;
use lab::record::{ComputedBy, Record};
use lab::run::{Simd, train};
use tests::{Browser, Window};

/// How long the page may take from its program to its sentence. Loading is not part of it.
const PATIENCE: Duration = Duration::from_secs(1);

#[tokio::test]
async fn nonsense_in_a_link_gives_a_sentence() -> Result<()> {
    let page = Browser::Chromium.start(Window::default()).await?;
    page.open("two-moons/").await?;
    page.reaches("ready").await?;
    let noise = "x".repeat(100_000);
    for (fragment, says) in [
        (noise.as_str(), "left unread"),
        ("rev=1&colour=red", "\"colour\" is not a setting"),
        ("rev=1&width=65", "\"width\" got \"65\""),
        ("rev=1&width=many", "\"width\" got \"many\""),
        ("rev=99&seed=2", "\"rev\" got \"99\""),
        ("rev=1&bits=99&digest=00112233445566778899aabbccddeeff", "\"bits\" got \"99\""),
        ("rev=1&data=AWNgYGBgBAAFAAI", "\"data\" cannot be used"),
        ("rev=1&data=AgAA", "version 2"),
        ("rev=1&theme=<b id=planted>bold</b>", "<b id=planted>bold</b>"),
        ("rev=1&theme=%E2%80%AE%D7%90%D7%91", "\"theme\" got"),
        ("rev=1&sweep=noise:0:9:3", "\"sweep\" got"),
        ("rev=1&claim=XX-1", "\"claim\" got"),
        ("rev=1&proof=abc", "\"proof\" got"),
        ("rev=1&parent=javascript:alert(1)", "\"parent\" got"),
        ("rev=1&%ff=%fe", "not readable"),
    ] {
        let start = Instant::now();
        let script = format!("location.hash = {}", serde_json::to_string(fragment)?);
        page.script(&script).await?;
        page.wait_for(".notes", |notes| notes.text.contains(says))
            .await
            .with_context(|| format!("{fragment:.60}"))?;
        ensure!(start.elapsed() < PATIENCE, "{fragment:.60}: after {:?}", start.elapsed());
        page.reaches("ready").await?;
        ensure!(page.find("#planted").await?.is_none(), "text became markup");
    }
    page.click("#step").await?;
    page.reaches("paused").await
}

#[tokio::test]
async fn a_record_is_opened_verified_or_refused() -> Result<()> {
    let keys = Link::parse("two-moons?rev=1&seed=4&members=2&steps=64&sweep=noise:0:0.4:2")?.keys;
    let outcome = train(&keys, Simd::widest(), 1, |_| std::ops::ControlFlow::Continue(()))?;
    let text = Record::of(&keys, &outcome.recording, ComputedBy::Exact, None).to_json();
    let folder = tempfile::tempdir()?;
    let file = |name: &str, text: &str| -> Result<String> {
        let path = folder.path().join(name);
        std::fs::write(&path, text)?;
        Ok(path.display().to_string())
    };

    let page = Browser::Chromium.start(Window::default()).await?;
    page.open("two-moons/#rev=1").await?;
    page.reaches("ready").await?;
    let foreign = text.replace("two-moons", "perpetual-motion");
    for (name, bad) in [
        ("cut.json", &text[..text.len() / 2]),
        ("noise.json", "\u{202e}<b>no record</b>"),
        ("foreign.json", foreign.as_str()),
        ("empty.json", ""),
    ] {
        page.choose("#open-record", &file(name, bad)?).await?;
        page.wait_for("#records .refused", |sentence| sentence.text.trim().ends_with('.'))
            .await
            .context(name)?;
        ensure!(page.find("#records .refused b").await?.is_none(), "text became markup");
    }
    page.choose("#open-record", &file("whole.json", &text)?).await?;
    page.wait_for("#records .opened", |opened| opened.text.contains("exact")).await?;
    page.wait_for("[data-panel='sweep'] .sentence", |sentence| {
        !sentence.text.contains("Nothing is measured")
    })
    .await?;
    page.reaches("ready").await?;
    page.click("#run").await?;
    page.reaches("finished").await?;
    let digest = page.wait_for("[data-digest]", |_| true).await?;
    ensure!(digest.attribute("data-digest") == Some(&outcome.digest.to_string()), "{digest:?}");
    ensure!(digest.attribute("data-comparison") == Some("the same, bit for bit"), "{digest:?}");

    // Of the same run as a GPU might have computed it: no bits to compare, but numbers and verdicts.
    let on_gpu = Record::of(&keys, &outcome.recording, ComputedBy::Gpu, Some("a card".to_owned()));
    page.open("two-moons/#rev=1&backend=exact").await?;
    page.reaches("ready").await?;
    page.choose("#open-record", &file("gpu.json", &on_gpu.to_json())?).await?;
    page.wait_for("#records .opened", |opened| opened.text.contains("not bit-comparable")).await?;
    ensure!(page.find("#nearly").await?.is_none(), "compared before it is computed");
    page.click("#run").await?;
    page.reaches("finished").await?;
    page.wait_for("#nearly", |it| it.attribute("data-nearly") == Some("agrees")).await?;
    page.click("#records summary").await?;
    let rows = page.wait_for("#records tbody", |_| true).await?;
    ensure!(rows.text.contains("0.000000") && !rows.text.contains("–"), "{rows:?}");
    Ok(())
}
