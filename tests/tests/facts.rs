//! Facts of a visitor's own: told through a link and turned around; and what is no such fact gets a sentence.

use anyhow::{Context, Result, ensure};
use lab::data::Data;
use lab::facts::parse;
use lab::link::Link;
use tests::{Browser, Window};

/// The field of a visitor's own data.
const LINES: &str = "#own-lines";

const FACTS: &str = "Ada, mentor of, Bo; pupil of\n\u{5d0}\u{5d1}, likes, \u{1f98a}; is liked by\nCy, pupil of, <b id=planted>Di</b>; mentor of";

#[tokio::test]
async fn own_facts_travel_in_a_link_and_are_turned_around() -> Result<()> {
    let data = Data::Facts(parse(FACTS, 40, 6)?).write();
    let link = format!("reversal-curse?rev=1&models=tied&members=1&data={data}");
    ensure!(Link::parse(&link)?.notes.is_empty(), "{link}");
    let page = Browser::Chromium.start(Window::default()).await?;
    page.open(&link.replacen('?', "/#", 1)).await?;
    page.reaches("ready").await?;
    page.wait_for("#own-lines", |_| true).await?;
    page.click("#run").await?;
    page.reaches("finished").await?;
    page.wait_for("[data-panel='answers'] .sentence", |sentence| {
        sentence.text.contains("one vector 3 of 3 right")
    })
    .await?;
    // The page offers to ask about one of them, and the model completes it.
    page.wait_for("[data-probe='question'] .sentence", |sentence| sentence.text.contains("2 rows")).await?;
    ensure!(page.find("#planted").await?.is_none(), "text became markup");
    Ok(())
}

#[tokio::test]
async fn what_is_no_fact_gets_a_sentence() -> Result<()> {
    let page = Browser::Chromium.start(Window::default()).await?;
    page.open("reversal-curse/#rev=1").await?;
    page.reaches("ready").await?;
    page.click(".own summary").await?;
    let many = "a, r, b; s\n".repeat(5000);
    for (text, says) in [
        ("Ada", "Line 1 does not read like"),
        ("Ada, mentor of, Ada; pupil of", "Line 1 has the same name on both sides."),
        (
            "Ada, mentor of, Bo; pupil of\n\nAda, mentor of, Di; pupil of",
            "Line 3 gives a question a second answer, beside that of line 1.",
        ),
        (
            "Ada, mentor of, Bo; pupil of\nBo, pupil of, Ada; mentor of",
            "Line 2 says line 1 the other way round",
        ),
        (many.as_str(), "more than 40 facts"),
        ("<b id=planted>x</b>", "Line 1 does not read like"),
    ] {
        page.set(LINES, text).await?;
        page.wait_for("#own-wrong", |wrong| wrong.text.contains(says))
            .await
            .with_context(|| format!("{text:.60}"))?;
        let take = page.wait_for("#own-take", |_| true).await?;
        ensure!(take.attribute("disabled").is_some(), "{text:.60}");
        ensure!(page.find("#planted").await?.is_none(), "text became markup");
    }
    page.click("#own-example").await?;
    page.click("#own-take").await?;
    page.wait_for(".own", |own| own.text.contains("own facts, which are in its link")).await?;
    page.reaches("ready").await?;
    page.fragment_with("data=").await.map(drop)
}
