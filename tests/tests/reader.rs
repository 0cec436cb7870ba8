//! A visitor who does not see the page, one who needs colours of their own or no motion, and one who holds it on paper: a
//! run from question to verdict by what a screen reader is told, wishes of the system, and the printed page.

use std::time::{Duration, Instant};

use anyhow::{Result, bail, ensure};
use tests::{Accessible, Browser, Page, Window};

const RIGHT: &str = "\u{e014}";

/// Waits until a screen reader is told of something that is this and says so.
async fn told(page: &Page, role: &str, says: &str) -> Result<Accessible> {
    let is_it = |it: &Accessible| it.role == role && format!("{} {}", it.name, it.value).contains(says);
    let start = Instant::now();
    loop {
        let all = page.accessible().await?;
        if let Some(it) = all.iter().find(|it| is_it(it)) {
            return Ok(it.clone());
        }
        if start.elapsed() > Duration::from_secs(60) {
            let like: Vec<_> = all.iter().filter(|it| it.role == role).collect();
            bail!("no {role} says {says:?}; there are {like:?}");
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

#[tokio::test]
async fn a_run_is_followed_by_ear() -> Result<()> {
    let page = Browser::Chromium.start(Window::default()).await?;
    let experiment = lab::EXPERIMENTS.iter().find(|it| it.id == "two-moons");
    let Some(experiment) = experiment else { bail!("no such experiment") };
    page.open("two-moons/#rev=1&seed=5&members=2&steps=64&backend=exact").await?;
    page.reaches("ready").await?;

    // Where one is, and which ways there are.
    told(&page, "main", "").await?;
    told(&page, "heading", experiment.question).await?;
    for knob in experiment.knobs {
        let all = page.accessible().await?;
        ensure!(all.iter().any(|it| it.name.contains(knob.label)), "nothing is called {}", knob.label);
    }
    let sections = page.accessible().await?.into_iter().filter(|it| it.role == "heading").count();
    ensure!(sections > 6, "only {sections} headings to go by");

    let run = told(&page, "button", "Run").await?;
    page.activate(&run).await?;
    page.reaches("finished").await?;
    told(&page, "StaticText", "Finished.").await?;

    // A picture is a slider that says what it points at, a sentence, and a table.
    let picture = told(&page, "slider", "Points classified correctly").await?;
    page.activate(&picture).await?;
    page.press(RIGHT).await?;
    page.press(RIGHT).await?;
    let picture = told(&page, "slider", "Points classified correctly").await?;
    ensure!(picture.value.starts_with("Step "), "{picture:?}");
    let table = told(&page, "DisclosureTriangle", "Table and files").await?;
    page.activate(&table).await?;
    let whole = page.wait_for("figure .table", |it| it.text.len() > 40).await?;
    told(&page, "region", whole.attribute("aria-label").unwrap_or("a table's name")).await?;
    let count = |all: Vec<Accessible>, role: &str| all.iter().filter(|it| it.role == role).count();
    let rows = page.script("return document.querySelectorAll('figure tbody tr').length").await?;
    let (rows, headers) = (rows.as_u64().unwrap_or(0), count(page.accessible().await?, "rowheader"));
    ensure!(rows > 1 && headers as u64 >= rows, "{headers} row headers for {rows} rows");

    // What something means is said with it.
    let explained = |key: &str| lab::words::site(None).term(key).map_or("no such word", |term| term.says);
    ensure!(told(&page, "button", "band").await?.description == explained("band"));
    ensure!(told(&page, "button", "Step").await?.description == lab::words::words(None).run.step_does);

    // The earlier moment, the verdict, the digest and the link.
    told(&page, "slider", "Look back").await?;
    told(&page, "StaticText", "holds").await?;
    let share = told(&page, "button", "Share").await?;
    page.activate(&share).await?;
    Ok(())
}

/// The explanations that are shown, in pixels: left, top, width and height of each.
const SHOWN: &str = "
    const shown = [...document.querySelectorAll('.says')].filter((it) => it.checkVisibility());
    return shown.map((it) => it.getBoundingClientRect()).map((it) => [it.left, it.top, it.width, it.height]);";

/// Waits until so many explanations are shown.
async fn explained(page: &Page, count: usize, when: &str) -> Result<Vec<[f64; 4]>> {
    let start = Instant::now();
    loop {
        let shown: Vec<[f64; 4]> = serde_json::from_value(page.script(SHOWN).await?)?;
        if shown.len() == count {
            return Ok(shown);
        }
        ensure!(start.elapsed() < Duration::from_secs(5), "{} explanations {when}", shown.len());
        tokio::time::sleep(Duration::from_millis(30)).await;
    }
}

/// What WCAG 1.4.13 asks for: what comes by pointer or focus can be put away without moving either, can be pointed at, and
/// stays until pointer and focus leave.
#[tokio::test]
async fn words_are_explained_where_they_stand() -> Result<()> {
    const ESCAPE: &str = "\u{e00c}";
    const TAB: &str = "\u{e004}";
    let page = Browser::Chromium.start(Window::default()).await?;
    page.open("two-moons/#rev=1&seed=5&members=2&steps=64&backend=exact").await?;
    page.reaches("ready").await?;
    explained(&page, 0, "before anything").await?;

    // By keyboard: a button, and the one behind it that cannot be pressed yet and so is passed over.
    page.tab_to("#step").await?;
    explained(&page, 1, "at the button Step").await?;
    page.press(ESCAPE).await?;
    explained(&page, 0, "after Escape").await?;
    page.press(TAB).await?;
    explained(&page, 1, "at the button Share").await?;
    page.script("document.querySelector('.lesson').tabIndex = -1; document.querySelector('.lesson').focus()")
        .await?;
    explained(&page, 0, "where nothing is explained").await?;
    page.tab_to(".lesson .term").await?;
    explained(&page, 1, "at a word").await?;
    page.press(ESCAPE).await?;
    explained(&page, 0, "after Escape").await?;
    let focus = page.script("return document.activeElement.matches('.lesson .term')").await?;
    ensure!(focus == true, "Escape moves the focus");
    page.script("document.activeElement.blur()").await?;

    // By mouse: over the word, on into the explanation, and out of it.
    let [left, top, width, height] = page.place(".lesson .term").await?;
    let middle = (left + width / 2.0, top + height / 2.0);
    page.point_at(middle).await?;
    let [[from, above, across, down]] = explained(&page, 1, "at a word").await?[..] else {
        bail!("one is shown")
    };
    ensure!(above >= top && above <= top + height + 4.0, "it stands at {above}, and its word at {top}");
    ensure!(from >= 0.0 && from + across <= 1280.0, "it reaches from {from} by {across}");
    for part in 1..=8 {
        let y = middle.1 + (above + down / 2.0 - middle.1) * f64::from(part) / 8.0;
        page.point_at((middle.0, y)).await?;
        explained(&page, 1, "on the way into it").await?;
    }
    page.press(ESCAPE).await?;
    explained(&page, 0, "after Escape").await?;
    page.point_at((5.0, 5.0)).await?;
    page.point_at(middle).await?;
    explained(&page, 1, "at the word again").await?;
    page.point_at((5.0, 5.0)).await?;
    explained(&page, 0, "away from it").await?;
    let [left, top, width, height] = page.place("#reset").await?;
    page.point_at((left + width / 2.0, top + height / 2.0)).await?;
    explained(&page, 1, "at a button that cannot be pressed").await?;
    Ok(())
}

/// How much of an element is there to be seen, in pixels.
async fn height(page: &Page, css: &str) -> Result<f64> {
    let script = "return document.querySelector(arguments[0])?.getBoundingClientRect().height ?? -1";
    Ok(page.script_with(script, &[css]).await?.as_f64().unwrap_or(-1.0))
}

/// The darkest and the lightest colour that a picture has, of 255.
async fn shades(page: &Page, css: &str) -> Result<(f64, f64)> {
    let script = "
        const canvas = document.querySelector(arguments[0]);
        const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
        let [darkest, lightest] = [255, 0];
        for (let at = 0; at < data.length; at += 4) {
            if (data[at + 3] < 250) continue;
            const light = (data[at] + data[at + 1] + data[at + 2]) / 3;
            [darkest, lightest] = [Math.min(darkest, light), Math.max(lightest, light)];
        }
        return [darkest, lightest];";
    let found = page.script_with(script, &[css]).await?;
    let at = |at: usize| found.get(at).and_then(serde_json::Value::as_f64).unwrap_or(-1.0);
    Ok((at(0), at(1)))
}

#[tokio::test]
async fn a_page_is_printed_as_a_sheet() -> Result<()> {
    let page = Browser::Chromium.start(Window { width: 800, dark: true, ..Window::default() }).await?;
    page.open("two-moons/#rev=1&seed=5&members=2&steps=64&backend=exact&theme=dark").await?;
    page.reaches("ready").await?;
    page.click("#run").await?;
    page.reaches("finished").await?;
    page.wait_for("[data-digest]", |_| true).await?;
    let background = "return getComputedStyle(document.body).backgroundColor";
    ensure!(page.script(background).await? == "rgb(18, 21, 28)", "the page is dark");
    ensure!(height(&page, ".printed").await? == 0.0 && height(&page, "#run").await? > 0.0, "a screen");
    let (_, lightest) = shades(&page, "[data-panel='accuracy'] canvas").await?;
    ensure!(lightest > 150.0, "light ink on a dark page, and it is {lightest}");

    page.on_paper(true).await?;
    let printed = page.wait_for(".printed", |it| it.text.contains("&digest=")).await?;
    ensure!(printed.text.contains("two-moons/#rev=1&seed=5"), "{}", printed.text);
    ensure!(page.script(background).await? == "rgb(251, 250, 246)", "paper is light");
    for (css, is_there) in [
        (".printed", true),
        ("h1", true),
        ("[data-panel='accuracy'] canvas", true),
        ("[data-panel='accuracy'] .sentence", true),
        ("#claims", true),
        ("[data-digest]", true),
        (".lesson h2, .lesson h3", true),
        ("#run", false),
        (".knobs", false),
        (".files", false),
        ("#back", false),
        ("body > header", false),
    ] {
        ensure!((height(&page, css).await? > 0.0) == is_there, "{css} is not as it should be on paper");
    }
    let (darkest, _) = shades(&page, "[data-panel='accuracy'] canvas").await?;
    ensure!(darkest < 120.0, "dark ink on paper, and it is {darkest}");

    page.on_paper(false).await?;
    ensure!(height(&page, "#run").await? > 0.0, "a screen again");
    let (_, lightest) = shades(&page, "[data-panel='accuracy'] canvas").await?;
    ensure!(lightest > 150.0, "light ink again, and it is {lightest}");
    Ok(())
}

#[tokio::test]
async fn wishes_of_the_system_are_followed() -> Result<()> {
    let page = Browser::Chromium.start(Window::default()).await?;
    page.open("two-moons/#rev=1&seed=5&members=2&steps=64&backend=exact").await?;
    page.reaches("ready").await?;
    page.click("#run").await?;
    page.reaches("finished").await?;
    let motion = "return getComputedStyle(document.querySelector('#step')).transitionDuration";
    ensure!(page.script(motion).await?.as_str().is_some_and(|it| it.contains("0.12s")), "nothing moves");
    page.wishes("prefers-reduced-motion", "reduce").await?;
    ensure!(page.script(motion).await? == "0s", "something moves");

    // The system's colours, in the picture too: white on black, and whatever it takes for a link.
    let of_picture = "[data-panel='accuracy'] canvas";
    let (darkest, _) = shades(&page, of_picture).await?;
    ensure!(darkest < 120.0, "ink on paper, and it is {darkest}");
    page.wishes("forced-colors", "active").await?;
    tokio::time::sleep(Duration::from_millis(200)).await;
    let ink = "const probe = document.createElement('p');
        probe.style.color = 'CanvasText';
        document.body.append(probe);
        const [color] = getComputedStyle(probe).color.match(/\\d+/g);
        probe.remove();
        return Number(color);";
    let ink = page.script(ink).await?.as_f64().unwrap_or(-1.0);
    let (darkest, lightest) = shades(&page, of_picture).await?;
    ensure!(
        [darkest, lightest].iter().any(|it| (it - ink).abs() < 8.0),
        "ink {ink}, picture {darkest} to {lightest}"
    );
    Ok(())
}
