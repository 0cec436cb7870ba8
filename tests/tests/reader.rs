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
    let picture = told(&page, "slider", "Points on the right side").await?;
    page.activate(&picture).await?;
    page.press(RIGHT).await?;
    page.press(RIGHT).await?;
    let picture = told(&page, "slider", "Points on the right side").await?;
    ensure!(picture.value.starts_with("Step "), "{picture:?}");
    let table = told(&page, "DisclosureTriangle", "As a table").await?;
    page.activate(&table).await?;
    let whole = page.wait_for("figure .table", |it| it.text.len() > 40).await?;
    told(&page, "region", whole.attribute("aria-label").unwrap_or("a table's name")).await?;
    let count = |all: Vec<Accessible>, role: &str| all.iter().filter(|it| it.role == role).count();
    let rows = page.script("return document.querySelectorAll('figure tbody tr').length").await?;
    let (rows, headers) = (rows.as_u64().unwrap_or(0), count(page.accessible().await?, "rowheader"));
    ensure!(rows > 1 && headers as u64 >= rows, "{headers} row headers for {rows} rows");

    // The earlier moment, the verdict, the digest and the link.
    told(&page, "slider", "Look back").await?;
    told(&page, "StaticText", "holds").await?;
    let share = told(&page, "button", "Share").await?;
    page.activate(&share).await?;
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
