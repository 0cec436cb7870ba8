//! The playground in another language: a page of that language runs an experiment by its labels, names the language of
//! every part, leads to the same run in the first language, and a link may ask for a language on any page.

use anyhow::{Context, Result, ensure};
use tests::{Browser, Page, Window};

const RUN: &str = "#rev=1&seed=5&members=2&steps=64&backend=exact";

const NARROWEST: Window = Window { width: 320, height: 640, dark: false, scale: 1.0 };

/// Presses the button with a label.
async fn press(page: &Page, label: &str) -> Result<()> {
    let script = "const named = [...document.querySelectorAll('button')];
        const button = named.find((button) => button.textContent.trim() === arguments[0]);
        button?.click();
        return Boolean(button);";
    ensure!(page.script_with(script, &[label]).await? == true, "there is no button {label:?}");
    Ok(())
}

async fn language_of(page: &Page, css: &str) -> Result<String> {
    let script = "return document.querySelector(arguments[0])?.closest('[lang]').lang ?? ''";
    let language = page.script_with(script, &[css]).await?;
    Ok(language.as_str().unwrap_or_default().to_owned())
}

async fn languages_are(page: &Page, wanted: &[(&str, &str)]) -> Result<()> {
    for (css, language) in wanted {
        ensure!(language_of(page, css).await? == *language, "{css} is not marked as {language}");
    }
    Ok(())
}

async fn is_open_to_everybody(page: &Page) -> Result<()> {
    let faults: Vec<String> = page.axe().await?.iter().map(ToString::to_string).collect();
    ensure!(faults.is_empty(), "{}", faults.join("\n"));
    Ok(())
}

#[tokio::test]
async fn a_run_speaks_another_language_from_its_page_or_from_its_link() -> Result<()> {
    let page = Browser::Chromium.start(NARROWEST).await?;
    page.open("de/").await?;
    languages_are(&page, &[("h1", "de"), ("h3", "en"), (".cards p", "en"), (".takes", "de")]).await?;
    page.wait_for("#found", |found| found.text.ends_with(" Experimente.")).await?;
    is_open_to_everybody(&page).await?;
    ensure!(page.faults_of_fit(24).await?.is_empty(), "{:?}", page.faults_of_fit(24).await?);

    page.open(&format!("de/two-moons/{RUN}")).await?;
    page.reaches("ready").await?;
    press(&page, "Starten").await?;
    page.reaches("finished").await?;
    let digest = page.wait_for("[data-digest]", |it| it.text.contains("Digest des Laufs")).await?;
    page.wait_for(".sentence", |it| {
        it.text.contains("nach allen 64 Schritten") || it.text.contains("Nach allen")
    })
    .await?;
    let parts = [
        ("html", "de"),
        ("title", "en"),
        ("h1", "en"),
        (".story .in-english", "de"),
        (".cite cite", "en"),
        (".lesson p", "en"),
        (".lesson h2", "de"),
        ("#run", "de"),
        (".knob label", "en"),
        ("figure h2", "en"),
        ("figure .sentence", "de"),
        (".claims h2", "de"),
        (".claims li p", "en"),
    ];
    languages_are(&page, &parts).await?;
    is_open_to_everybody(&page).await?;
    ensure!(page.faults_of_fit(24).await?.is_empty(), "{:?}", page.faults_of_fit(24).await?);
    let fragment = page.fragment().await?;
    ensure!(!fragment.contains("locale"), "the page says what the link need not: {fragment}");

    // The same run on the page of the first language.
    page.click(".languages [hreflang=en]").await?;
    page.wait_for("html", |html| html.attribute("lang") == Some("en")).await?;
    ensure!(page.fragment().await? == fragment, "{} is not {fragment}", page.fragment().await?);

    // A link that asks for a language gets it on any page; what the page says by itself stays in its own.
    let given = digest.attribute("data-digest").context("a digest")?;
    page.open(&format!("two-moons/{RUN}&locale=de&bits=1&digest={given}")).await?;
    page.reaches("ready").await?;
    press(&page, "Nachrechnen und prüfen").await?;
    page.reaches("finished").await?;
    page.wait_for("[data-digest]", |it| it.text.contains("gleich, Bit für Bit")).await?;
    languages_are(&page, &[("html", "en"), ("#evidence", "de"), ("#knobs", "de"), ("figure h2", "en")])
        .await?;
    page.click(".languages [hreflang=de]").await?;
    page.wait_for("html", |html| html.attribute("lang") == Some("de")).await?;
    let fragment = page.fragment().await?;
    ensure!(fragment.contains(given) && !fragment.contains("locale"), "{fragment}");
    Ok(())
}
