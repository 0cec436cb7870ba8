//! A visitor explores: settings to try, the runs of a sweep one by one, and looking back, each kept by the address.

use anyhow::{Result, ensure};
use lab::link::Link;
use tests::{Browser, Window};

#[tokio::test]
async fn a_preset_is_taken_with_one_press() -> Result<()> {
    let page = Browser::Chromium.start(Window::default()).await?;
    page.open("two-moons/#rev=1&seed=5&members=1").await?;
    page.reaches("ready").await?;
    page.script("document.querySelector('.presets').open = true").await?;
    let one = ".presets button";
    page.wait_for(one, |it| it.attribute("aria-pressed") == Some("false")).await?;
    page.click(one).await?;
    page.wait_for(one, |it| it.attribute("aria-pressed") == Some("true")).await?;
    // Seed and members are the visitor's own.
    let hash = page.fragment_with("sweep=noise:0:0.4:5").await?;
    ensure!(hash.contains("seed=5") && hash.contains("members=1"), "{hash}");
    Ok(())
}

#[tokio::test]
async fn a_run_of_a_sweep_is_looked_at_and_opened_alone() -> Result<()> {
    let page = Browser::Chromium.start(Window::default()).await?;
    page.open("two-moons/#rev=1&seed=5&members=1&steps=64&backend=exact&sweep=noise:0:0.4:3,rate:0.01:0.1:2")
        .await?;
    page.reaches("ready").await?;
    page.click("#run").await?;
    page.reaches("finished").await?;

    // By keyboard: the second row, the second column.
    page.script("document.querySelector('[data-panel=\"sweep\"] .chart').focus()").await?;
    let [right, down, enter] = ["\u{e014}", "\u{e015}", "\u{e007}"];
    page.press(&[right, right, down].concat()).await?;
    page.wait_for("[data-panel='sweep'] .reading", |it| it.text.contains("noise 0.2")).await?;
    page.press(enter).await?;
    let chosen = "[data-panel='sweep'] .chosen";
    page.wait_for(chosen, |it| it.text.contains("show noise 0.2, learning rate 0.1.")).await?;
    let focus = page.script("return document.activeElement.matches('[data-panel=\"sweep\"] .chart')").await?;
    ensure!(focus == true, "the focus left the chart");
    let of_sweep = page.find("[data-panel='accuracy'] .sentence").await?.map(|it| it.text);
    // By pointer, in the first field.
    page.script(
        "const canvas = document.querySelector('[data-panel=\"sweep\"] canvas');
         const { left, top, height } = canvas.getBoundingClientRect();
         const at = { bubbles: true, clientX: left, clientY: top + height / 2, pointerType: 'mouse' };
         canvas.dispatchEvent(new PointerEvent('pointerdown', { ...at, clientY: top }));
         canvas.dispatchEvent(new MouseEvent('click', at));",
    )
    .await?;
    page.wait_for(chosen, |it| it.text.contains("show noise 0, learning rate 0.01.")).await?;

    // The same run alone gives the same numbers.
    page.script("document.querySelector('[data-panel=\"sweep\"] .chart').focus()").await?;
    page.press(&[right, down, enter].concat()).await?;
    page.wait_for(chosen, |it| it.text.contains("show noise 0.2, learning rate 0.1.")).await?;
    let link = page.find(&format!("{chosen} a")).await?;
    let link = link.as_ref().and_then(|it| it.attribute("href")).unwrap_or_default().to_owned();
    let alone = link.split_once("/two-moons/").map_or("", |(_, rest)| rest);
    let read = Link::parse(&format!("two-moons?{}", alone.trim_start_matches('#')));
    ensure!(read.is_ok_and(|link| link.notes.is_empty()), "{link}");
    ensure!(alone.contains("noise=0.2") && alone.contains("rate=0.1") && !alone.contains("sweep"), "{link}");
    page.open(&format!("two-moons/{alone}")).await?;
    page.reaches("finished").await?;
    let of_one = page.find("[data-panel='accuracy'] .sentence").await?.map(|it| it.text);
    ensure!(of_one.is_some() && of_one == of_sweep, "{of_one:?} alone and {of_sweep:?} in the sweep");
    Ok(())
}

#[tokio::test]
async fn the_address_keeps_the_moment_that_is_looked_at() -> Result<()> {
    let page = Browser::Chromium.start(Window::default()).await?;
    page.open("two-moons/#rev=1&seed=5&members=1&steps=64&backend=exact").await?;
    page.reaches("ready").await?;
    page.click("#run").await?;
    page.reaches("finished").await?;
    page.set("#back", "20").await?;
    let hash = page.fragment_with("view=20").await?;
    // Whoever opens it sees the same moment, as soon as there is something to see.
    page.open(&format!("two-moons/{hash}")).await?;
    page.reaches("ready").await?;
    page.click("#run").await?;
    page.reaches("finished").await?;
    page.wait_for(".back output", |it| it.text == "at 20 of 64").await?;
    page.set("#back", "64").await?;
    page.wait_for(".back output", |it| it.text == "latest").await?;
    Ok(())
}
