//! A visitor without a pointer: predicts, runs, reads the verdicts and shares; another one opens the link in a browser of
//! their own and verifies it.

use anyhow::{Context, Result, ensure};
use serde_json::json;
use tests::{Browser, Page, Window};

const ENTER: &str = "\u{e007}";
const DOWN: &str = "\u{e015}";
const RIGHT: &str = "\u{e014}";
const SPACE: &str = " ";
const PASTE: &str = "\u{e009}v";

#[tokio::test]
async fn everything_can_be_done_by_keyboard() -> Result<()> {
    let page = Browser::Chromium.start(Window::default()).await?;
    page.open("two-moons/#rev=1&seed=5&members=4&backend=exact").await?;
    page.reaches("ready").await?;

    page.tab_to("#predict input[type=radio]").await?;
    page.press(SPACE).await?;
    page.press(DOWN).await?;
    page.wait_for(".score", |score| score.text.contains("Kept")).await?;

    page.tab_to("#run").await?;
    page.press(ENTER).await?;
    page.reaches("finished").await?;
    // What was said stands beside what came of it, and that stands above the pictures too.
    let said = ["You said: about 7 of 10.", "nearly 9 of 10."];
    page.wait_for(".score", |score| said.iter().all(|it| score.text.contains(it))).await?;
    page.wait_for("#conclusion b", |outcome| outcome.text == "nearly 9 of 10").await?;

    let verdict =
        page.wait_for("[data-claim='TM-1']", |claim| claim.attribute("data-verdict").is_some()).await?;
    ensure!(verdict.attribute("data-verdict") == Some("holds"), "{:?}", verdict.text);
    let other =
        page.wait_for("[data-claim='TM-3']", |claim| claim.attribute("data-verdict").is_some()).await?;
    ensure!(other.attribute("data-verdict") == Some("unmeasured"), "{:?}", other.text);

    // A picture says what the arrow keys point at.
    page.tab_to("[data-panel='accuracy'] .chart").await?;
    page.press(RIGHT).await?;
    page.press(RIGHT).await?;
    page.wait_for("[data-panel='accuracy'] .reading", |reading| reading.text.starts_with("Step 8:")).await?;

    page.tab_to("#share").await?;
    page.press(ENTER).await?;
    page.wait_for(".shared", |shared| !shared.text.is_empty()).await?;
    let link = shared(&page).await?;
    ensure!(link.contains("&digest=") && link.contains("&proof="), "{link}");
    let (_, fragment) = link.split_once('#').context("a fragment")?;

    let stranger = Browser::Chromium.start(Window::default()).await?;
    stranger.open(&format!("two-moons/#{fragment}")).await?;
    stranger.reaches("ready").await?;
    stranger.tab_to("#verify").await?;
    stranger.press(ENTER).await?;
    stranger.reaches("finished").await?;
    let said = stranger.wait_for("[data-comparison]", |_| true).await?;
    ensure!(said.attribute("data-comparison") == Some("the same, bit for bit"), "{:?}", said.text);

    // A wrong digest over an intact proof.
    let (before, rest) = fragment.split_once("&digest=").context("a digest")?;
    let forged = format!("{before}&digest={}{}", "0".repeat(32), &rest[32..]);
    stranger.open(&format!("two-moons/#{forged}&autorun=1")).await?;
    stranger.reaches("finished").await?;
    let said = stranger.wait_for("[data-comparison]", |_| true).await?;
    ensure!(said.attribute("data-comparison") == Some("inconsistent"), "{:?}", said.text);
    Ok(())
}

/// The link that was shared: from the field that shows it, or pasted from the clipboard into another one.
async fn shared(page: &Page) -> Result<String> {
    let field = page.script("return document.querySelector('#link')?.value ?? null").await?;
    if let Some(link) = field.as_str() {
        return Ok(link.to_owned());
    }
    page.tab_to("[data-probe] input[type=text]").await?;
    page.script("document.activeElement.select()").await?;
    page.press(PASTE).await?;
    let pasted = page.script("return document.activeElement.value").await?;
    ensure!(pasted != json!(""), "nothing was pasted");
    pasted.as_str().map(str::to_owned).context("a text")
}
