//! The gallery: what can be found in it by words and by family, what its address holds, and how long runs take on this
//! device once one has been measured.

use anyhow::{Result, ensure};
use serde_json::Value;
use tests::{Browser, Page, Window};

/// The questions of the cards that can be seen.
async fn seen(page: &Page) -> Result<Vec<String>> {
    let seen = page
        .script(
            "return [...document.querySelectorAll('.cards .card')].filter((card) => card.checkVisibility())
             .map((card) => card.querySelector('h3').textContent)",
        )
        .await?;
    Ok(seen.as_array().into_iter().flatten().filter_map(|text| text.as_str()).map(str::to_owned).collect())
}

/// The field of the search.
const SEARCH: &str = ".find input[type=search]";

#[tokio::test]
async fn experiments_are_found_by_words_and_by_family() -> Result<()> {
    let page = Browser::Chromium.start(Window::default()).await?;
    page.open("").await?;
    page.wait_for("#found", |found| found.text.contains(&lab::EXPERIMENTS.len().to_string())).await?;
    ensure!(seen(&page).await?.len() == lab::EXPERIMENTS.len(), "every experiment is there at first");

    page.set(SEARCH, "COIN flíps").await?;
    page.wait_for("#found", |found| found.text == "One experiment.").await?;
    ensure!(seen(&page).await? == ["Can a network tell a biased coin from single flips?"]);
    ensure!(page.fragment().await?.contains("q=COIN"), "{}", page.fragment().await?);

    page.set(SEARCH, "nothing of the kind").await?;
    page.wait_for(".none button", |_| true).await?;
    ensure!(seen(&page).await?.is_empty());
    page.click(".none button").await?;
    page.wait_for("#found", |found| found.text.contains(&lab::EXPERIMENTS.len().to_string())).await?;
    ensure!(page.fragment().await?.is_empty(), "{}", page.fragment().await?);

    let family = lab::EXPERIMENTS[0].family;
    page.click(&format!(".chips input[value='{family}']")).await?;
    let of_family = lab::EXPERIMENTS.iter().filter(|it| it.family == family);
    let questions: Vec<&str> = of_family.map(|it| it.question).collect();
    ensure!(seen(&page).await? == questions);

    // A link finds the same, and one with nonsense shows everything that fits it.
    page.open("about/").await?;
    page.open("#family=Concepts&q=combinations").await?;
    page.wait_for("#found", |found| found.text.contains("experiment")).await?;
    let found = seen(&page).await?;
    ensure!(!found.is_empty() && found.len() < 4, "{found:?}");
    page.open("about/").await?;
    page.open("#family=%3Cb%3E&q=").await?;
    page.wait_for("#found", |found| found.text.contains(&lab::EXPERIMENTS.len().to_string())).await?;
    Ok(())
}

#[tokio::test]
async fn cards_say_how_long_runs_take_on_this_device_once_one_has_been_measured() -> Result<()> {
    let page = Browser::Chromium.start(Window::default()).await?;
    page.open("").await?;
    page.wait_for(".cards .takes", |takes| takes.text.starts_with("Runs in about")).await?;
    let longest =
        "return Math.max(...[...document.querySelectorAll('[data-work]')].map((it) => it.dataset.work))";
    let work = page.script(longest).await?.as_f64().unwrap_or_default();
    // A device that takes half an hour for the dearest.
    page.script_with("localStorage.setItem('gedanken:rate', arguments[0])", &[&(work / 1700.0).to_string()])
        .await?;
    page.open("about/").await?;
    page.open("").await?;
    page.wait_for(".gallery", |all| all.text.contains("Runs in about 30 minutes")).await?;

    // A run measures the device.
    page.script("localStorage.removeItem('gedanken:rate')").await?;
    page.open("two-moons/#rev=1&members=8").await?;
    page.reaches("ready").await?;
    page.click("#run").await?;
    page.reaches("finished").await?;
    page.open("").await?;
    page.wait_for(".cards .takes", |takes| takes.text.starts_with("Runs in about")).await?;
    Ok(())
}

#[tokio::test]
async fn the_gallery_is_light_and_loads_no_program() -> Result<()> {
    let page = Browser::Chromium.start(Window::default()).await?;
    page.open("").await?;
    page.wait_for("#found", |found| found.text.contains("experiment")).await?;
    let loaded = page
        .script("return performance.getEntriesByType('resource').map((entry) => entry.name).join(' ')")
        .await?;
    let loaded = loaded.as_str().unwrap_or_default();
    ensure!(loaded.contains("gallery-") && !loaded.contains(".wasm"), "{loaded}");
    // As they are: this server compresses nothing.
    let sizes = page
        .script(
            "const all = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')];
             const sum = (entries) => entries.reduce((sum, entry) => sum + entry.transferSize, 0);
             return [sum(all.filter((it) => it.entryType === 'navigation' || /\\.css$/.test(it.name))), sum(all)];",
        )
        .await?;
    let [first, all] = [0, 1].map(|at| sizes.get(at).and_then(Value::as_u64).unwrap_or(u64::MAX));
    println!("HTML and CSS {first} bytes, in all {all}");
    ensure!(first <= 60_000 && all <= 450_000, "HTML and CSS are {first} bytes, in all it is {all}");
    Ok(())
}
