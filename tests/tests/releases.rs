//! A host that keeps its releases: an old link finds the one that it was made with and runs there, and releases never mix, not
//! even without a network. And the whole playground on a machine that has none.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use lab::link::Link;
use lab::record::{ComputedBy, Record};
use lab::releases::{FILE, Release};
use lab::run::{Simd, train};
use serde_json::json;
use tests::{Browser, Page, Window};
use xtask::pack::Pack;
use xtask::releases::Publication;

/// A run of the revision that the older release runs, which is this build.
const RUN: &str = "two-moons/#rev=1&seed=5&members=2&steps=64&backend=exact";

/// What is said of a link of another release.
const SAID: &str = "#other-release p";

/// The link to the release that runs it.
const LINK: &str = "#other-release a";

/// The link to the release that can compute the run of a record again.
const OF_RECORD: &str = "#record-release a";

const NARROW: Window = Window { width: 320, height: 640, dark: false, scale: 1.0 };

/// A release of this name that runs a revision of the experiment.
fn release(name: &str, rev: u32) -> Release {
    let mut release = Release::of_this_build(name);
    release.revs.insert("two-moons".to_owned(), rev);
    release
}

/// Publishes a release in a folder. What it computes is this build's; its pages say what they are told to run.
fn publish(name: &str, rev: u32, folder: &Path, site: &Path) -> Result<()> {
    let built = folder.join(name);
    tests::release(name, "", &built)?;
    if rev != 1 {
        for language in lab::words::locales() {
            let language = if language == lab::words::TOLD { "" } else { language };
            let page = built.join(language).join("two-moons").join("index.html");
            let html = fs::read_to_string(&page)?;
            let own = "&quot;rev&quot;:1,";
            ensure!(html.matches(own).count() == 1, "{} does not say its revision once", page.display());
            fs::write(&page, html.replace(own, &format!("&quot;rev&quot;:{rev},")))?;
        }
    }
    Publication::begin(site)?.finish(&built, release(name, rev)).map(drop)
}

/// The address of the page, without what stands behind its `#`.
async fn place(page: &Page) -> Result<String> {
    let place = page.script("return location.href.split('#')[0]").await?;
    Ok(place.as_str().unwrap_or_default().to_owned())
}

/// Checks that the page is of a release, and all that it loaded too.
async fn is_all_of(page: &Page, folder: &str, release: &str) -> Result<()> {
    let site = page.site();
    let own = page.script("return document.documentElement.dataset.release").await?;
    ensure!(own == release && place(page).await? == format!("{site}{folder}two-moons/"), "it is {own}");
    let loaded = "return performance.getEntriesByType('resource').map((entry) => entry.name)
        .filter((name) => !/^(data|blob):/.test(name))";
    let loaded: Vec<String> = serde_json::from_value(page.script(loaded).await?)?;
    let [assets, manifest] = ["assets/", "manifest.webmanifest"].map(|file| format!("{site}{folder}{file}"));
    let is_strange = |name: &&String| !name.starts_with(&assets) && **name != manifest;
    let strange: Vec<_> = loaded.iter().filter(is_strange).collect();
    ensure!(!loaded.is_empty() && strange.is_empty(), "{release} loads {strange:?}");
    Ok(())
}

/// Runs what is open to its end, and compares it with the run of this machine.
async fn runs(page: &Page) -> Result<()> {
    page.reaches("ready").await?;
    page.click("#run").await?;
    page.reaches("finished").await?;
    let native = lab::run::digest_of(RUN, Simd::widest(), 2).context("the native run failed")?.to_string();
    let shown = page.wait_for("[data-digest]", |it| it.attribute("data-digest") != Some("")).await?;
    ensure!(shown.attribute("data-digest") == Some(native.as_str()), "another digest");
    Ok(())
}

async fn leads_to(page: &Page, path: &str, to: &str) -> Result<()> {
    page.open(path).await?;
    let link = page.wait_for(LINK, |_| true).await?;
    let href = link.attribute("href").unwrap_or_default().to_owned();
    ensure!(href == format!("{}{to}", page.site()), "{path} leads to {href}");
    Ok(())
}

#[tokio::test]
async fn an_old_link_finds_the_release_that_it_was_made_with() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let site = folder.path().join("site");
    publish("older", 1, folder.path(), &site)?;
    publish("newer", 2, folder.path(), &site)?;
    let page = Browser::Chromium.start_at(NARROW, &site).await?;
    let fragment = RUN.strip_prefix("two-moons/").unwrap_or_default();

    page.open(RUN).await?;
    let said = page.wait_for(SAID, |said| said.text.contains("kept here")).await?;
    ensure!(said.text.ends_with("Open it in release older"), "{}", said.text);
    let faults = page.faults_of_fit(24).await?;
    ensure!(faults.is_empty(), "{}", faults.join("\n"));
    let faults = page.axe().await?;
    ensure!(faults.is_empty(), "{faults:?}");
    page.click(LINK).await?;
    page.wait_for("html", |html| html.attribute("data-release") == Some("older")).await?;
    runs(&page).await?;
    is_all_of(&page, "v/older/", "older").await?;
    ensure!(page.find(SAID).await?.is_none(), "the release that runs it looks for another one");

    // In every language, in a frame, and back to the newest, which lies at the top.
    leads_to(&page, &format!("de/{RUN}"), &format!("v/older/de/two-moons/{fragment}")).await?;
    let inside = "two-moons/#rev=1&seed=5&members=2&bits=1&embed=1";
    leads_to(&page, inside, &format!("v/older/{inside}")).await?;
    leads_to(&page, "v/older/two-moons/#rev=2", "two-moons/#rev=2").await?;
    // A link that is put into the address of an open page.
    page.open("two-moons/#rev=2").await?;
    page.reaches("ready").await?;
    ensure!(page.find(SAID).await?.is_none(), "a link of this release looks for another one");
    page.script("location.hash = '#rev=1&seed=3'").await?;
    page.wait_for(LINK, |link| link.attribute("href").is_some_and(|it| it.ends_with("#rev=1&seed=3")))
        .await?;
    page.script("location.hash = '#rev=2&seed=3'").await?;
    while page.find(SAID).await?.is_some() {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }

    records_lead_on(&page, folder.path()).await.context("records")?;

    // What nothing runs, and what the list does not say.
    for (list, link, sentence) in [
        (None, "two-moons/#rev=7", "none that is kept here runs what it names"),
        (None, "two-moons/#rev=1&bits=9", "none that is kept here runs what it names"),
        (Some("hello"), RUN, "the list of releases cannot be read"),
        (Some("{\"format\":1,\"releases\":[{\"name\":\"//else.where\"}]}"), RUN, "cannot be read"),
        (Some("{\"format\":1,\"releases\":[{\"name\":\"older\"}]}"), RUN, "cannot be read"),
        (Some("{\"format\":1,\"releases\":null}"), RUN, "cannot be read"),
        (Some(""), RUN, "cannot be read"),
    ] {
        if let Some(list) = list {
            fs::write(site.join(FILE), list)?;
        }
        page.open(link).await?;
        page.wait_for(SAID, |said| said.text.contains(sentence)).await?;
        ensure!(page.find(LINK).await?.is_none(), "{sentence}: there is a link");
    }
    fs::remove_file(site.join(FILE))?;
    page.open(RUN).await?;
    page.wait_for(SAID, |said| said.text.contains("none that is kept here")).await?;
    // The page works as before.
    page.reaches("ready").await
}

/// Has records opened on the page of the newer release, which runs revision 2, and on that of the older one.
async fn records_lead_on(page: &Page, folder: &Path) -> Result<()> {
    let keys = Link::parse(RUN)?.keys;
    let outcome = train(&keys, Simd::widest(), 2, |_| std::ops::ControlFlow::Continue(()))?;
    let whole = Record::of(&keys, &outcome.recording, ComputedBy::Exact, None).to_json();
    let gpu = Record::of(&keys, &outcome.recording, ComputedBy::Gpu, None).to_json();
    let later = whole.replace("\"rev\":1,", "\"rev\":2,").replace("\"rev=1&", "\"rev=2&");
    let open = async |text: &str| {
        let file = folder.join("run.gedanken.json");
        fs::write(&file, text)?;
        page.choose("#open-record", &file.display().to_string()).await
    };
    let leads = async |text: &str, to: &str| {
        open(text).await?;
        let to = format!("{}{to}", page.site());
        page.wait_for(OF_RECORD, |link| link.attribute("href").is_some_and(|href| href == to))
            .await
            .context(to.clone())
    };
    let run = keys.write();
    let promised = format!("{run}&backend=exact&bits={}&digest={}", lab::digest::BITS, outcome.digest);

    page.open("de/two-moons/#rev=2").await?;
    page.reaches("ready").await?;
    leads(&gpu, &format!("v/older/de/two-moons/#{run}")).await?;
    page.open("two-moons/#rev=2").await?;
    page.reaches("ready").await?;
    open(&later).await?;
    page.wait_for("#records .opened", |opened| opened.text.contains("not verified")).await?;
    // One that this release cannot read finds its own all the same.
    let refused = whole.replace(&run, &format!("{run}&temper=7"));
    ensure!(refused != whole, "{run} is not in the record");
    leads(&refused, &format!("v/older/two-moons/#{}", promised.replace(&run, &format!("{run}&temper=7"))))
        .await?;
    page.wait_for("#records .refused", |said| said.text.contains("temper")).await?;
    for unknown in [whole.replace("\"bits\":1,", "\"bits\":9,"), later.replace("\"bits\":1,", "\"bits\":9,")]
    {
        open(&unknown).await?;
        page.wait_for("#record-release", |said| said.text.contains("none that is kept here")).await?;
        ensure!(page.find(OF_RECORD).await?.is_none(), "no release computes that");
    }
    // What it runs itself leads nowhere, nor does what was put away.
    for silent in [&later, "{\"rev\":1}", "no record"] {
        leads(&whole, &format!("v/older/two-moons/#{promised}")).await?;
        open(silent).await?;
        page.wait_for("#record-release", |said| said.text.is_empty()).await.context(silent.to_owned())?;
    }
    leads(&whole, &format!("v/older/two-moons/#{promised}")).await?;
    page.click("#close-record").await?;
    page.wait_for("#record-release", |said| said.text.is_empty()).await?;

    leads(&whole, &format!("v/older/two-moons/#{promised}")).await?;
    let faults = page.faults_of_fit(24).await?;
    ensure!(faults.is_empty(), "{}", faults.join("\n"));
    let faults = page.axe().await?;
    ensure!(faults.is_empty(), "{faults:?}");
    page.click(OF_RECORD).await?;
    page.wait_for("html", |html| html.attribute("data-release") == Some("older")).await?;
    page.reaches("ready").await?;
    page.click("#run").await?;
    page.reaches("finished").await?;
    let same = Some("the same, bit for bit");
    page.wait_for("[data-digest]", |digest| digest.attribute("data-comparison") == same).await?;
    leads(&later, &format!("two-moons/#{}", promised.replace("rev=1", "rev=2"))).await.map(drop)
}

/// Registers the service worker of the page's release now, and not when the page would, and waits until it has kept all.
const KEEP: &str = "
    const worker = new URL(document.documentElement.dataset.base + 'sw.js', location);
    return navigator.serviceWorker.register(worker).then((registration) => new Promise((over) => {
        const look = () => registration.active ? over(true) : setTimeout(look, 50);
        look();
    }));";

/// Has the browser look for a newer release at the top, and waits until it has taken over.
const UPDATE: &str = "
    return navigator.serviceWorker.getRegistration(new URL('../../../', location))
        .then((registration) => registration.update())
        .then((registration) => new Promise((over) => {
            const worker = registration.installing ?? registration.waiting;
            if (!worker) return over('nothing newer');
            worker.onstatechange = () => worker.state === 'activated' && setTimeout(() => over('newer'), 200);
        }));";

#[tokio::test]
async fn releases_do_not_mix_without_a_network() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let site = folder.path().join("site");
    publish("older", 1, folder.path(), &site)?;
    publish("newer", 2, folder.path(), &site)?;
    let mut page = Browser::Chromium.start_at(Window::default(), &site).await?;
    page.open("two-moons/").await?;
    page.script(KEEP).await?;

    // The service worker at the top has nothing to say to the pages of older releases, though they lie below it.
    let old = format!("v/older/{RUN}");
    page.open(&old).await?;
    page.reaches("ready").await?;
    publish("newest", 2, folder.path(), &site)?;
    ensure!(page.script(UPDATE).await? == json!("newer"), "the newest release is not found");
    ensure!(page.find(".newer:not([hidden])").await?.is_none(), "an old page is told of a new one");

    page.script(KEEP).await?;
    page.stop_server().await?;
    page.open("two-moons/").await?;
    page.reaches("ready").await?;
    is_all_of(&page, "", "newest").await?;
    page.open(&old).await?;
    runs(&page).await?;
    is_all_of(&page, "v/older/", "older").await
}

/// The binary that serves a pack. It ends with the test.
struct Serving(Child);

impl Drop for Serving {
    fn drop(&mut self) {
        // It has ended by itself where this fails.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The headless binary, which is built with the tests.
fn binary() -> Result<PathBuf> {
    let test = std::env::current_exe().context("where this test lies is not known")?;
    let folder = test.parent().and_then(Path::parent).context("this test lies nowhere")?;
    let binary = folder.join(format!("gedanken{}", std::env::consts::EXE_SUFFIX));
    ensure!(binary.is_file(), "{} is not built", binary.display());
    Ok(binary)
}

#[tokio::test]
async fn a_pack_runs_where_there_is_no_network() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let pack = folder.path().join("pack");
    Pack::begin(&pack)?.finish(&tests::site_folder()?, &binary()?)?;
    let readme = fs::read_to_string(pack.join("README.txt"))?;
    ensure!(readme.contains("gedanken serve") && readme.contains("python3 -m http.server"), "{readme}");
    // As it lies on the stick of somebody else.
    let carried = folder.path().join("carried away");
    fs::rename(&pack, &carried)?;

    let binary = carried.join("gedanken").with_extension(std::env::consts::EXE_EXTENSION);
    let mut serving = Command::new(binary);
    serving.args(["serve", "--port", "0"]).current_dir("/").stdout(Stdio::piped());
    let mut serving = Serving(serving.spawn().context("the binary in the pack does not start")?);
    let mut said = String::new();
    BufReader::new(serving.0.stdout.take().context("it says nothing")?).read_line(&mut said)?;
    let address = said.split_whitespace().find(|word| word.starts_with("http://")).context(said.clone())?;

    let mut page = Browser::Chromium.start(Window::default()).await?;
    page.stop_server().await?;
    page.visit(address).await?;
    page.wait_for("#found", |found| found.text.contains("experiment")).await?;
    page.visit(&format!("{address}{RUN}")).await?;
    runs(&page).await?;
    let link = format!("{address}two-moons/#rev=9");
    page.visit("about:blank").await?;
    page.visit(&link).await?;
    page.wait_for(SAID, |said| said.text.contains("none that is kept here")).await?;

    // As a file it says what it needs.
    let file = format!("file://{}/site/two-moons/index.html", carried.display()).replace(' ', "%20");
    for page in [page, Browser::Firefox.start(Window::default()).await?] {
        page.visit(&file).await?;
        page.wait_for("#boot-status", |said| said.text.contains("opened as a file")).await?;
        let state = page.find("main").await?.and_then(|main| main.attribute("data-state").map(str::to_owned));
        ensure!(state.as_deref() == Some("failed"), "{state:?}");
    }
    Ok(())
}
