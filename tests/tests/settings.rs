//! What a visitor sets on the page reaches the run and the address: a sweep, points of their own, a drawn curve; and an
//! embedded page shows what its link names.

use anyhow::{Result, ensure};
use tests::{Browser, Page, Window};

/// A program that breaks off says so on the console, and nowhere else.
fn is_whole(page: &Page) -> Result<()> {
    let said = page.console();
    ensure!(!said.iter().any(|line| line.contains("error of its own")), "{said:?}");
    Ok(())
}

#[tokio::test]
async fn a_sweep_and_own_points_reach_the_run_and_the_address() -> Result<()> {
    let page = Browser::Chromium.start(Window::default()).await?;
    page.open("two-moons/#rev=1&seed=5&members=2&steps=64&backend=exact").await?;
    page.reaches("ready").await?;
    page.script(
        "const select = document.querySelector('#sweep-0');
         select.value = 'rate';
         select.dispatchEvent(new Event('change'));
         document.querySelector('.own').open = true;",
    )
    .await?;
    page.wait_for("[data-panel='sweep']", |_| true).await?;
    // By keyboard: two points of each class, one row above the other.
    page.script("document.querySelector('.board').focus()").await?;
    let [left, right, up, enter] = ["\u{e012}", "\u{e014}", "\u{e013}", "\u{e007}"];
    page.press(&[enter, left, left, enter].concat()).await?;
    page.script(
        "document.querySelectorAll('.classes input')[1].click(); document.querySelector('.board').focus()",
    )
    .await?;
    page.press(&[up, up, up, up, enter, right, right, enter].concat()).await?;
    page.wait_for(".own [role='status']", |says| says.text.contains("moon A: 2, moon B: 2")).await?;
    page.click("#own-take").await?;
    tokio::time::sleep(std::time::Duration::from_millis(600)).await;
    let address = page.fragment().await?;
    ensure!(address.contains("sweep=rate:0.001:0.3:6") && address.contains("&data="), "{address}");
    page.click("#run").await?;
    page.reaches("finished").await?;
    page.wait_for("[data-panel='plane'] .sentence", |says| says.text.contains("4 points: 2 of moon A"))
        .await?;
    page.wait_for("[data-panel='sweep'] .sentence", |says| says.text.contains("learning rate")).await?;
    page.wait_for("[data-panel='point'] .sentence", |says| says.text.contains("3 rows")).await?;
    is_whole(&page)
}

#[tokio::test]
async fn an_embedded_page_shows_what_its_link_names() -> Result<()> {
    let page = Browser::Chromium.start(Window::default()).await?;
    page.open("two-moons/#rev=1&seed=5&steps=64&embed=1&show=accuracy,claims&controls=run,width").await?;
    page.reaches("ready").await?;
    for (css, is_there) in [
        ("[data-panel='accuracy']", true),
        ("[data-panel='plane']", false),
        ("#claims", true),
        (".digest", false),
        ("#run", true),
        ("#share", false),
        ("#width", true),
        ("#noise", false),
        (".predict", false),
        (".cite", false),
        (".lesson", false),
        ("body > header", false),
    ] {
        let script = format!("return document.querySelector(\"{css}\")?.checkVisibility() ?? false");
        ensure!(page.script(&script).await? == is_there, "{css} is to be seen: {}", !is_there);
    }
    // What it is about is read aloud, and takes no room.
    let room = page.script("return document.querySelector('h1').offsetHeight").await?;
    ensure!(room == 1, "the heading is {room} pixels high");
    is_whole(&page)
}
