//! Teaching a trained network: a visitor's observations of a function that they invent become part of the run, the network goes
//! on from where it was before they mattered, and states the function; what is no such observation gets a sentence.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use tests::{Browser, Page, Window};

/// The field of a visitor's own data.
const LINES: &str = "#own-lines";

/// x + 7, at all but the last of its arguments.
const FIRST: &str = "zuba: 3 -> 10\nzuba: 7 -> 14\nzuba: 12 -> 19\nzuba: 0 -> 7\nzuba: 15 -> 22";
const LAST: &str = "\nzuba: 9 -> 16";

/// Gives observations, and waits until the run that learns from them is over.
async fn learns(page: &Page, observations: &str) -> Result<Duration> {
    let (start, before) = (Instant::now(), page.fragment().await?);
    page.set(LINES, observations).await?;
    page.click("#own-take").await?;
    // The address follows a moment after the page.
    while page.fragment().await?.split("&digest").next() == before.split("&digest").next() {
        ensure!(start.elapsed() < Duration::from_secs(20), "the address stays {before}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    page.reaches("finished").await?;
    Ok(start.elapsed())
}

#[tokio::test]
async fn a_network_is_taught_a_function_and_states_it() -> Result<()> {
    let page = Browser::Chromium.start(Window::default()).await?;
    page.open("oocr-functions/#rev=1&seed=1&members=1&learn=rows").await?;
    page.reaches("ready").await?;
    page.click("#run").await?;
    page.reaches("finished").await?;
    page.click(".own summary").await?;
    let first = learns(&page, FIRST).await?;
    let second = learns(&page, &format!("{FIRST}{LAST}")).await?;
    println!("answered {first:?} after five observations, and {second:?} after one more");
    // On two quiet cores it is less than 3 seconds.
    ensure!(second < Duration::from_secs(10), "one more observation took {second:?}");
    page.click("[data-panel='statements'] details summary").await?;
    page.wait_for("[data-panel='statements'] table", |table| {
        table.text.contains("zuba") && table.text.contains("x + 7")
    })
    .await?;
    Ok(())
}

#[tokio::test]
async fn a_network_is_taught_a_coin_and_states_its_bias() -> Result<()> {
    let page = Browser::Chromium.start(Window::default()).await?;
    page.open("oocr-coins/#rev=1&seed=1&members=1&learn=rows").await?;
    page.reaches("ready").await?;
    page.click("#run").await?;
    page.reaches("finished").await?;
    page.click(".own summary").await?;
    learns(&page, "penny: 9 of 10").await?;
    let second = learns(&page, "penny: 9 of 10\npenny: H\npenny: 170/189").await?;
    println!("answered {second:?} after more flips");
    ensure!(second < Duration::from_secs(10), "more flips took {second:?}");
    page.click("[data-panel='own'] details summary").await?;
    page.wait_for("[data-panel='own'] table", |table| {
        // Of a coin that shows heads in nine tenths of two hundred flips it states eight tenths or nine.
        table.text.contains("180 of 200") && (table.text.contains("0.9 (") && !table.text.contains("–"))
    })
    .await?;
    for (text, says) in [
        ("penny", "Line 1 does not read like"),
        ("penny: HXT", "Line 1 does not read like"),
        ("penny: 3 of 4\npenny: 5 of 4", "Line 2 has more heads than flips"),
        ("penny: 0 of 0", "Line 1 has no flip"),
        ("penny: 300 of 400\npenny: H", "Line 2 makes more than 400 flips"),
        ("a: H\nb: H\nc: H\nd: H\ne: H", "there can be 4"),
    ] {
        page.set(LINES, text).await?;
        page.wait_for("#own-wrong", |wrong| wrong.text.contains(says))
            .await
            .with_context(|| text.to_owned())?;
    }
    Ok(())
}

#[tokio::test]
async fn a_network_is_told_how_a_city_lies_and_places_it() -> Result<()> {
    let page = Browser::Chromium.start(Window::default()).await?;
    page.open("oocr-locations/#rev=1&seed=1&members=1&learn=rows").await?;
    page.reaches("ready").await?;
    page.click("#run").await?;
    page.reaches("finished").await?;
    page.click(".own summary").await?;
    let (start, before) = (Instant::now(), page.fragment().await?);
    // A city in the middle of the map, told of all that are far.
    page.click(".classes label:last-child").await?;
    page.click(".board").await?;
    page.click("#own-take").await?;
    while page.fragment().await?.split("&digest").next() == before.split("&digest").next() {
        ensure!(start.elapsed() < Duration::from_secs(20), "the address stays {before}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    page.reaches("finished").await?;
    println!("placed a city after {:?}", start.elapsed());
    ensure!(start.elapsed() < Duration::from_secs(10), "it took {:?}", start.elapsed());
    page.click("[data-panel='own'] details summary").await?;
    let table = page
        .wait_for("[data-panel='own'] table", |table| {
            table.text.contains("all far cities") && !table.text.contains('–')
        })
        .await?;
    // Cells follow each other without a space; the last one is an error like 0.065.
    let last = table.text.char_indices().rev().nth(4).map_or("", |(at, _)| &table.text[at..]);
    let error: f64 = last.parse().with_context(|| table.text.clone())?;
    // The middle is where everything lies that nothing is known of, but the network does not know that it is the middle.
    ensure!(error < 0.2, "placed {error} sides away: {}", table.text);
    Ok(())
}

#[tokio::test]
async fn what_is_no_observation_gets_a_sentence() -> Result<()> {
    let page = Browser::Chromium.start(Window::default()).await?;
    page.open("oocr-functions/#rev=1&learn=rows").await?;
    page.reaches("ready").await?;
    page.click(".own summary").await?;
    for (text, says) in [
        ("zuba", "Line 1 does not read like"),
        ("zuba: 3 -> ten", "Line 1 does not read like"),
        ("zuba: 99999999999 -> 1", "Line 1 does not read like"),
        ("zuba: 3 -> 10\n\nzuba: 3 -> 11", "Line 3 contradicts line 1"),
        ("zuba: 3 -> 10\nzuba: 3 -> 10", "Line 2 says the same as line 1"),
        ("zuba: 16 -> 10", "Line 1 has an argument that is not from 0 to 15"),
        ("zuba: 3 -> 61", "Line 1 has a value that is not from -15 to 60"),
        ("a: 1 -> 1\nb: 1 -> 1\nc: 1 -> 1\nd: 1 -> 1\ne: 1 -> 1", "there can be 4"),
        ("<b id=planted>x</b>: 1 -> 1", ""),
    ] {
        page.set(LINES, text).await?;
        page.wait_for("#own-wrong", |wrong| wrong.text.contains(says))
            .await
            .with_context(|| text.to_owned())?;
        let take = page.wait_for("#own-take", |_| true).await?;
        ensure!(says.is_empty() || take.attribute("disabled").is_some(), "{text}");
        ensure!(page.find("#planted").await?.is_none(), "text became markup");
    }
    page.set(LINES, "").await?;
    let take = page.wait_for("#own-take", |_| true).await?;
    if take.attribute("disabled").is_none() {
        bail!("nothing can be taken");
    }
    Ok(())
}
