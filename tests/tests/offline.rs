//! The playground without a network after one visit, what a newer release changes for pages that are open and for those that
//! come, and the playground as a program of the device.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use lab::run::Simd;
use serde_json::{Value, json};
use tests::{Browser, Page, Window};

const RUN: &str = "two-moons/#rev=1&seed=5&members=2&steps=64&backend=exact";

/// Waits until the browser has kept the playground, as it does of its own accord.
async fn is_kept(page: &Page) -> Result<()> {
    page.script("return navigator.serviceWorker.ready.then(() => true)").await.map(drop)
}

/// Runs what is open to its end.
async fn runs(page: &Page) -> Result<()> {
    page.reaches("ready").await?;
    page.click("#run").await?;
    page.reaches("finished").await
}

/// Looks for the pages of experiments among those that are kept, and says which are not there.
const LOST: &str = "
    const look = (id) => caches.match(new URL(`../${id}/`, location))
        .then((page) => page?.text())
        .then((page) => page?.includes(`data-page=\"${id}\"`) ? [] : [id]);
    return Promise.all([...arguments].map(look)).then((all) => all.flat());";

/// Loads every picture of the page, and says which do not come.
const PICTURES: &str = "
    const pictures = [...document.images].map(async (image) => {
        image.loading = 'eager';
        return image.decode().then(() => null, () => image.src);
    });
    return Promise.all(pictures).then((all) => all.filter((missing) => missing));";

async fn works_without_a_network_after_one_visit(browser: Browser) -> Result<()> {
    let mut page = browser.start(Window::default()).await?;
    page.open("").await?;
    is_kept(&page).await?;
    page.stop_server().await?;

    page.open(RUN).await?;
    let host = page.script("return fetch('oembed.json').then(() => 'there', () => 'gone')").await?;
    ensure!(host == "gone", "the host is {host}");
    // The one script without a hash in its name comes from what is kept only now.
    let script = page.script("return fetch('../embed.js').then((it) => it.text())").await?;
    ensure!(script.as_str().is_some_and(|it| it.contains("gedanken-experiment")), "{script}");
    runs(&page).await?;
    let native = lab::run::digest_of(RUN, Simd::widest(), 2).context("the native run failed")?.to_string();
    let shown = page.wait_for("[data-digest]", |it| it.attribute("data-digest") != Some("")).await?;
    ensure!(shown.attribute("data-digest") == Some(native.as_str()), "another digest");

    let all: Vec<&str> = lab::EXPERIMENTS.iter().map(|it| it.id).collect();
    let lost = page.script_with(LOST, &all).await?;
    ensure!(lost == json!([]), "experiments are missing: {lost}");
    page.open("#q=coin").await?;
    page.wait_for("#found", |found| found.text.contains("experiment")).await?;
    let missing = page.script(PICTURES).await?;
    ensure!(missing == json!([]), "pictures are missing: {missing}");
    let others = [
        ("about", "About"),
        ("about/index.html?from=here", "About"),
        ("no/such/page", "No such"),
        ("de/", "Experimente"),
        ("de/no/such/page", "Diese Seite"),
    ];
    for (path, title) in others {
        page.open(path).await?;
        page.wait_for("h1", |it| it.text.starts_with(title)).await?;
    }
    let said: Vec<String> = page.console().into_iter().filter(|line| line.contains("Uncaught")).collect();
    ensure!(said.is_empty(), "{}", said.join("\n"));
    Ok(())
}

#[tokio::test]
async fn every_page_works_without_a_network_in_chromium() -> Result<()> {
    works_without_a_network_after_one_visit(Browser::Chromium).await
}

#[tokio::test]
async fn every_page_works_without_a_network_in_firefox() -> Result<()> {
    works_without_a_network_after_one_visit(Browser::Firefox).await
}

/// The sentence that there is a newer release.
const NEWER: &str = ".newer:not([hidden])";

/// What an engine of a release does besides: it says which one it is when it is asked.
fn engine(release: &str) -> String {
    format!(
        "const asked = new BroadcastChannel('engine');
         asked.onmessage = ({{ data }}) => {{ if (data === 'which?') asked.postMessage('{release}'); }};"
    )
}

/// Waits until the engines in all tabs are these: what was closed a moment ago may still answer.
async fn come_to_be(page: &Page, wanted: Value) -> Result<()> {
    let start = Instant::now();
    loop {
        let engines = engines(page).await?;
        if engines == wanted {
            return Ok(());
        }
        ensure!(start.elapsed() < Duration::from_secs(20), "the engines are {engines}, and not {wanted}");
    }
}

/// The engines that answer, of all tabs.
async fn engines(page: &Page) -> Result<Value> {
    page.script(
        "return new Promise((heard) => {
             const engines = new Set();
             const channel = new BroadcastChannel('engine');
             channel.onmessage = ({ data }) => engines.add(data);
             channel.postMessage('which?');
             setTimeout(() => { channel.close(); heard([...engines].sort()); }, 200);
         })",
    )
    .await
}

/// The releases that the browser keeps, in the order in which they came.
async fn releases(page: &Page) -> Result<Value> {
    page.script(
        "const gallery = new URL('../', location);
         return caches.keys()
             .then((all) => Promise.all(all.map((cacheName) => caches.match(gallery, { cacheName })
                 .then((page) => page ? cacheName.split(':').at(-1) : null))))
             .then((all) => all.filter((name) => name));",
    )
    .await
}

/// Waits until the browser keeps these releases.
async fn comes_to_keep(page: &Page, wanted: Value) -> Result<()> {
    let start = Instant::now();
    loop {
        let kept = releases(page).await?;
        if kept == wanted {
            return Ok(());
        }
        ensure!(start.elapsed() < Duration::from_secs(60), "it keeps {kept}, and not {wanted}");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

/// Has the browser ask for a newer release, and waits until it has been kept or given up.
const LOOK: &str = "
    return navigator.serviceWorker.ready
        .then((registration) => registration.update())
        .then(({ installing }) => new Promise((over) => {
            if (!installing) return over('nothing newer');
            installing.onstatechange = () => installing.state === 'installing' || over(installing.state);
        }));";

/// Puts another release in the place of the one that is served.
fn publish(release: &Path, site: &Path) -> Result<()> {
    if site.exists() {
        std::fs::remove_dir_all(site).context("the old release cannot be taken away")?;
    }
    std::fs::rename(release, site).context("the new release cannot be put there")
}

#[tokio::test]
async fn a_newer_release_never_meets_the_engine_of_an_older_one() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let at = |name: &str| folder.path().join(name);
    let site = at("site");
    for release in ["a", "b", "c"] {
        tests::release(release, &engine(release), &at(release))?;
    }
    publish(&at("a"), &site)?;
    let mut page = Browser::Chromium.start_at(Window::default(), &site).await?;
    page.open(RUN).await?;
    page.reaches("ready").await?;
    // Now, and not when the page would.
    page.script("return navigator.serviceWorker.register('../sw.js').then(() => true)").await?;
    is_kept(&page).await?;
    come_to_be(&page, json!(["a"])).await?;

    // A host in the middle of a change: the service worker of a release, and a page of another.
    let [old, new] = [&site, &at("b")].map(|release| std::fs::read_to_string(release.join("sw.js")));
    std::fs::write(site.join("sw.js"), new?)?;
    std::fs::copy(at("b").join("assets/worker-b.js"), site.join("assets/worker-b.js"))?;
    let became = page.script(LOOK).await?;
    ensure!(became == "redundant" && releases(&page).await? == json!(["a"]), "half a release is {became}");
    std::fs::write(site.join("sw.js"), old?)?;
    ensure!(page.find(NEWER).await?.is_none(), "the page speaks of half a release");

    // A newer release. The page that is open goes on with the engine of its own.
    publish(&at("b"), &site)?;
    let first = page.tab().await?;
    page.open_tab().await?;
    page.open(RUN).await?;
    page.reaches("ready").await?;
    come_to_be(&page, json!(["a", "b"])).await?;
    comes_to_keep(&page, json!(["a", "b"])).await?;
    ensure!(page.find(NEWER).await?.is_none(), "the newer page is told that it is old");
    runs(&page).await?;
    page.close_tab().await?;
    page.show(&first).await?;
    come_to_be(&page, json!(["a"])).await?;
    runs(&page).await?;
    // And finds it again when it asks for another of them.
    let again = "const { content } = document.querySelector(\"meta[name='gedanken:worker']\");
        return fetch(content, { cache: 'reload' }).then((engine) => engine.text());";
    let again = page.script(again).await?;
    ensure!(again.as_str().unwrap_or_default().starts_with(&engine("a")), "the engine is gone");

    // The visitor is told, and comes to the newer release when they like.
    page.wait_for(NEWER, |newer| newer.text.contains("new version")).await?;
    page.click(".newer button").await?;
    let is_newer = "return document.documentElement.dataset.release === 'b'";
    while page.script(is_newer).await? != json!(true) {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    page.reaches("ready").await?;
    come_to_be(&page, json!(["b"])).await?;

    // Two releases are kept, and the newest is what comes without a network.
    publish(&at("c"), &site)?;
    ensure!(page.script(LOOK).await? != "redundant");
    comes_to_keep(&page, json!(["b", "c"])).await?;
    page.stop_server().await?;
    page.open(RUN).await?;
    runs(&page).await?;
    come_to_be(&page, json!(["c"])).await?;
    Ok(())
}

#[tokio::test]
async fn devices_take_the_playground_as_a_program() -> Result<()> {
    let page = Browser::Chromium.start(Window::default()).await?;
    page.open("two-moons/").await?;
    let manifest = "return fetch('../manifest.webmanifest').then((answer) => answer.json())";
    let manifest = page.script(manifest).await?;
    for key in ["name", "short_name", "description"] {
        ensure!(manifest[key].as_str().is_some_and(|text| !text.is_empty()), "{key}: {manifest}");
    }
    let icons = manifest["icons"].as_array().context("it has no icons")?;
    for icon in icons {
        let (file, sizes) = (icon["src"].as_str().unwrap_or_default(), &icon["sizes"]);
        let size = page
            .script_with(
                "const picture = new Image();
                 picture.src = `../${arguments[0]}`;
                 return picture.decode().then(() => `${picture.naturalWidth}x${picture.naturalHeight}`);",
                &[file],
            )
            .await?;
        ensure!(sizes == "any" || *sizes == size, "{file} is {size}, and not {sizes}");
    }
    for purpose in ["any", "maskable"] {
        let is_large = |icon: &&Value| icon["sizes"] == "512x512" && icon["purpose"] == purpose;
        ensure!(icons.iter().any(|icon| is_large(&icon)), "no large icon for {purpose}: {manifest}");
    }
    for path in ["", "about/", "two-moons/"] {
        page.open(path).await?;
        let faults = page.not_installable().await?;
        ensure!(faults.is_empty(), "{path}: {faults:?}");
    }
    Ok(())
}
