//! Everything fits: into the narrowest window that WCAG 2.2 asks for (1.4.10), 320 pixels, which is also what is left of 1280
//! at 400%; at 200%; with letters twice as large (1.4.4); in a language with longer words; and where lines run from right
//! to left. No page is wider than its window, nothing is cut off, lies over something else, or is too small to be hit
//! (2.5.8). And a finger can do what a mouse can.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use lab::predict::Prediction;
use serde_json::Value;
use tests::{Browser, Page, Window};

/// What every place that is to be hit measures at least, in pixels.
const LEAST: u32 = 24;

/// What it measures where a finger is to hit it.
const FINGER: u32 = 44;

const NARROWEST: Window = Window { width: 320, height: 640, dark: false, scale: 1.0 };
const WIDE: Window = Window { width: 1280, height: 900, dark: false, scale: 1.0 };

/// A window of 1280 pixels at 200%.
const ENLARGED: Window = Window { width: 640, height: 450, dark: false, scale: 2.0 };

/// Faults, each with where it is.
#[derive(Default)]
struct Faults(Vec<String>);

impl Faults {
    fn add(&mut self, place: &str, found: Vec<String>) {
        self.0.extend(found.into_iter().map(|fault| format!("{place}: {fault}")));
    }

    fn end(self) -> Result<()> {
        ensure!(self.0.is_empty(), "{}", self.0.join("\n"));
        Ok(())
    }
}

/// Waits until a page has all that it begins with.
async fn is_there(page: &Page, path: &str) -> Result<()> {
    if lab::EXPERIMENTS.iter().any(|experiment| path.contains(experiment.id)) {
        page.reaches("ready").await?;
    } else if path == "course/" {
        page.wait_for("gedanken-experiment", |it| it.attribute("data-state") == Some("ready")).await?;
    }
    Ok(())
}

#[tokio::test]
async fn everything_fits_into_320_pixels_and_at_200_percent() -> Result<()> {
    let page = Browser::Chromium.start(NARROWEST).await?;
    let mut faults = Faults::default();
    let experiments = lab::EXPERIMENTS.iter().map(|experiment| format!("{}/", experiment.id));
    // In another language the gallery and an experiment will do.
    let german = ["de/".to_owned(), "de/two-moons/".to_owned()];
    let texts = ["", "about/", "embed/", "course/", "open-edx/"].map(str::to_owned);
    for path in texts.into_iter().chain(experiments).chain(german) {
        page.resize(NARROWEST).await?;
        page.open(&path).await?;
        is_there(&page, &path).await?;
        faults.add(&format!("/{path} at 320"), page.faults_of_fit(LEAST).await?);
        page.resize(ENLARGED).await?;
        faults.add(&format!("/{path} at 200%"), page.faults_of_fit(LEAST).await?);
        page.letters(32).await?;
        faults.add(&format!("/{path} at 640 in double letters"), page.faults_of_fit(LEAST).await?);
        page.resize(WIDE).await?;
        faults.add(&format!("/{path} at 1280 in double letters"), page.faults_of_fit(LEAST).await?);
        page.letters(16).await?;
    }
    faults.end()
}

/// The first block of program text that is wider than its place, with the focus on it; how many there are, how many blocks in
/// all, and how many of these break a line or are out of the keyboard's reach.
const CODE: &str = "
    // Behind a dialog nothing can be reached.
    const place = document.querySelector('dialog[open]') ?? document;
    const all = [...place.querySelectorAll('pre, #embed-snippet')].filter((it) => it.checkVisibility());
    const wide = all.filter((it) => it.scrollWidth > it.clientWidth);
    const wrong = all.filter((it) => getComputedStyle(it).whiteSpace !== 'pre' || it.tabIndex !== 0);
    wide[0]?.focus();
    return [wide.length, all.length, wrong.length];";

/// Python reads how far its lines are indented, so that a line may not be broken.
#[tokio::test]
async fn program_text_keeps_its_lines_and_scrolls_in_its_own_place() -> Result<()> {
    let page = Browser::Chromium.start(NARROWEST).await?;
    for path in ["embed/", "course/", "open-edx/", "two-moons/#rev=1&seed=5&members=2&steps=64"] {
        page.open(path).await?;
        is_there(&page, path).await?;
        if path.starts_with("two-moons") {
            page.script("document.getElementById('embed').focus()").await?;
            page.press("\u{e007}").await?;
            page.wait_for("#embed-snippet", |_| true).await?;
        }
        let found: [usize; 3] = serde_json::from_value(page.script(CODE).await?)?;
        ensure!(found[0] > 0 && found[2] == 0, "/{path}: {found:?} are wide, there, and wrong");
        let moved = "const it = document.activeElement;
            return it.matches('pre, textarea') && it.scrollLeft > 0 && document.documentElement.scrollWidth <= innerWidth";
        page.press("\u{e014}").await?;
        until(&page, &format!("/{path}: the keyboard does not scroll"), &format!("{moved};")).await?;
    }
    Ok(())
}

/// Where every box stands that is no part of a line or a picture, and how wide the window is.
const BOXES: &str = "
    const boxes = [];
    for (const element of document.querySelectorAll('body *')) {
        const { clipPath, display, visibility } = getComputedStyle(element);
        const isPart = element.closest('.chart > *, .brand > *, svg > *, option, .skip, dialog');
        const isUnseen = display === 'none' || visibility !== 'visible' || clipPath !== 'none';
        if (isPart || isUnseen || /^(inline|contents)/.test(display)) continue;
        const { left, right, width } = element.getBoundingClientRect();
        if (width > 0) boxes.push([`${element.localName}.${element.className}#${element.id}`, left, right]);
    }
    return [document.documentElement.clientWidth, boxes];";

/// What a box is called, and from where to where it reaches.
type Named = (String, f64, f64);

/// How wide the window is, and every box in it, once the page rests: a table that is opened comes a moment later.
async fn boxes(page: &Page) -> Result<(f64, Vec<Named>)> {
    let (start, mut last) = (Instant::now(), Value::Null);
    loop {
        page.settle().await?;
        let found = page.script(BOXES).await?;
        if found == last {
            return Ok(serde_json::from_value(found)?);
        }
        ensure!(start.elapsed() < Duration::from_secs(10), "the page does not rest");
        last = found;
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

/// What does not stand where a mirror of that width would show it.
fn unmirrored(width: f64, before: &[Named], mirrored: &[Named]) -> Vec<String> {
    let mut faults = Vec::new();
    if before.len() != mirrored.len() {
        faults.push(format!("{} boxes, and {} in the mirror", before.len(), mirrored.len()));
    }
    for ((name, from, to), (_, left, right)) in before.iter().zip(mirrored) {
        if (width - to - left).abs() > 1.5 {
            faults.push(format!(
                "{name} stands from {from:.0} to {to:.0}, mirrored from {left:.0} to {right:.0}"
            ));
        }
    }
    faults
}

/// The pictures of all charts, drawn anew.
async fn pictures(page: &Page) -> Result<Value> {
    for window in [Window { width: 1200, ..WIDE }, WIDE] {
        page.resize(window).await?;
        page.settle().await?;
    }
    page.script("return [...document.querySelectorAll('.chart canvas')].map((it) => it.toDataURL())").await
}

/// Whether a lone number stands behind its sign. On a page that runs from right to left, it would not by itself.
const SIGN: &str = "
    const cell = document.querySelector('tbody td');
    cell.textContent = '-0.5';
    const at = (from) => {
        const range = document.createRange();
        range.setStart(cell.firstChild, from);
        range.setEnd(cell.firstChild, from + 1);
        return range.getBoundingClientRect().left;
    };
    return at(0) < at(1);";

#[tokio::test]
async fn everything_fits_in_other_languages() -> Result<()> {
    let page = Browser::Chromium.start(WIDE).await?;
    let mut faults = Faults::default();
    let run = "two-moons/#rev=1&seed=5&members=2&steps=64&backend=exact";
    for path in
        ["", "about/", "embed/", "course/", "open-edx/", run, "reversal-curse/", "inverse-permutation-paper/"]
    {
        page.resize(WIDE).await?;
        page.open(path).await?;
        is_there(&page, path).await?;
        if path == run {
            page.click("#run").await?;
            page.reaches("finished").await?;
            // In the mirror it would point at another button, and have it explained.
            page.point_at((0.0, 0.0)).await?;
        }
        page.script("for (const it of document.querySelectorAll('details')) it.open = true").await?;
        let ((width, before), drawn) = (boxes(&page).await?, pictures(&page).await?);
        page.script("document.documentElement.dir = 'rtl'").await?;
        let ((_, mirrored), drawn_mirrored) = (boxes(&page).await?, pictures(&page).await?);
        faults.add(&format!("/{path} mirrored"), unmirrored(width, &before, &mirrored));
        ensure!(
            drawn == drawn_mirrored,
            "/{path}: charts are drawn otherwise where lines run from right to left"
        );
        if path == run {
            ensure!(drawn.as_array().is_some_and(|all| all.len() > 1), "there are charts");
            ensure!(page.script(SIGN).await? == true, "a number stands before its sign");
        }
        page.speak_strangely().await?;
        for (window, direction) in [(WIDE, "rtl"), (NARROWEST, "rtl"), (NARROWEST, "ltr"), (WIDE, "ltr")] {
            page.script_with("document.documentElement.dir = arguments[0]", &[direction]).await?;
            page.resize(window).await?;
            let place = format!("/{path} at {}, longer, {direction}", window.width);
            faults.add(&place, page.faults_of_fit(LEAST).await?);
        }
        let heading = page.find("h1").await?.context("a heading")?.text;
        ensure!(heading.starts_with('[') && heading.ends_with(']'), "{heading}");
    }
    faults.end()
}

/// What finds no fault anywhere would find one where there is one.
#[tokio::test]
async fn what_does_not_fit_is_found() -> Result<()> {
    let page = Browser::Chromium.start(NARROWEST).await?;
    page.open("about/").await?;
    page.script(
        "const add = (name, text, styles) => {
             const element = document.createElement(name);
             element.textContent = text;
             Object.assign(element.style, styles);
             document.querySelector('main').prepend(element);
         };
         add('p', 'wider', { width: '500px' });
         add('button', 'small', { minHeight: '0', height: '12px', padding: '0', display: 'block' });
         add('p', 'cut off', { width: '20px', overflow: 'hidden', whiteSpace: 'nowrap' });
         add('p', 'below', { margin: '0', height: '0' });
         add('p', 'above', { margin: '0', height: '0' });",
    )
    .await?;
    let found = page.faults_of_fit(LEAST).await?;
    for fault in [
        "the page is 5",
        "\"small\" is 12 pixels high",
        "is cut off by p",
        "\"above\" at",
        "lies over \"below\"",
    ] {
        ensure!(found.iter().any(|it| it.contains(fault)), "{fault} is not among {found:?}");
    }
    Ok(())
}

/// The style sheet names sides by where lines begin and end, so that a page mirrors with its direction.
#[test]
fn styles_name_no_left_and_no_right() {
    let sheet = include_str!("../../public/style.css");
    // A thumbnail is a chart, and charts read from left to right.
    let allowed = ["object-position: left top;"];
    let wrong = sheet.lines().enumerate().filter(|(_, line)| {
        let declaration = line.trim().split_once(": ").filter(|(_, value)| value.ends_with(';'));
        let names_side =
            |text: &str| text.split(|it: char| !it.is_alphabetic()).any(|it| it == "left" || it == "right");
        declaration.is_some_and(|(name, value)| names_side(name) || names_side(value))
            && !allowed.contains(&line.trim())
    });
    let wrong: Vec<String> = wrong.map(|(at, line)| format!("line {}: {}", at + 1, line.trim())).collect();
    assert!(wrong.is_empty(), "public/style.css names a side:\n{}", wrong.join("\n"));
}

/// Waits until a script gives true.
async fn until(page: &Page, what: &str, script: &str) -> Result<()> {
    let start = Instant::now();
    while page.script(script).await? != true {
        ensure!(start.elapsed() < Duration::from_secs(10), "{what}.\n{}", page.describe().await);
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    Ok(())
}

/// Taps the middle of the first element that the selector finds.
async fn tap(page: &Page, css: &str) -> Result<()> {
    let [left, top, width, height] = page.place(css).await?;
    page.drag(&[(left + width / 2.0, top + height / 2.0)]).await
}

/// Drags a finger over an element, from a place in it to another, both as parts of its size.
async fn drag(page: &Page, css: &str, from: (f64, f64), to: (f64, f64)) -> Result<()> {
    let [left, top, width, height] = page.place(css).await?;
    let at = |part: f64| {
        let along = |from: f64, to: f64| from + (to - from) * part;
        (left + width * along(from.0, to.0), top + height * along(from.1, to.1))
    };
    page.drag(&(0..=12).map(|number| at(f64::from(number) / 12.0)).collect::<Vec<_>>()).await
}

async fn scrolled(page: &Page) -> Result<f64> {
    page.script("return scrollY").await?.as_f64().context("a number")
}

#[tokio::test]
async fn a_finger_can_do_everything() -> Result<()> {
    let page = Browser::Chromium.start(Window { width: 375, height: 812, ..Window::default() }).await?;
    page.touch_screen().await?;
    let mut faults = Faults::default();
    for path in ["", "about/"] {
        page.open(path).await?;
        faults.add(path, page.faults_of_fit(FINGER).await?);
    }
    let experiment = lab::EXPERIMENTS.iter().find(|it| it.id == "two-moons").context("an experiment")?;
    let is_curve = |it: &&Prediction| matches!(it, Prediction::Curve { .. });
    let curve = experiment.predictions.iter().find(is_curve).context("a curve to draw")?;
    page.open("two-moons/#rev=1&seed=5&members=2&steps=64&backend=exact").await?;
    page.reaches("ready").await?;
    ensure!(
        page.script("return matchMedia('(pointer: coarse)').matches").await? == true,
        "a finger is no mouse"
    );
    faults.add("before the run", page.faults_of_fit(FINGER).await?);

    // Up over a chart, and the page goes on; across with the pen, and a curve is drawn.
    let chart = "[data-panel='accuracy'] .chart";
    page.place(chart).await?;
    let before = scrolled(&page).await?;
    drag(&page, chart, (0.5, 0.9), (0.5, 0.1)).await?;
    until(&page, "a finger on a chart does not scroll", &format!("return scrollY > {before} + 60")).await?;
    tap(&page, "#predict button[aria-pressed]").await?;
    page.wait_for("#predict button[aria-pressed]", |it| it.attribute("aria-pressed") == Some("true")).await?;
    page.place(chart).await?;
    let before = scrolled(&page).await?;
    drag(&page, chart, (0.1, 0.8), (0.95, 0.1)).await?;
    let name = format!("gedanken:two-moons:{}", curve.key());
    let drawn = page.script_with("return localStorage.getItem(arguments[0])", &[&name]).await?;
    let drawn = drawn.as_str().and_then(|it| it.strip_prefix("curve ")).context("a curve is kept")?;
    let values: Vec<f64> = drawn.split(' ').map(str::parse).collect::<Result<_, _>>()?;
    let rises = values.windows(2).filter(|pair| pair[1] > pair[0]).count();
    ensure!(2 * rises > values.len(), "the curve does not follow the finger: {values:?}");
    ensure!((scrolled(&page).await? - before).abs() < 1.0, "the page moves under the pen");
    tap(&page, "#predict button[aria-pressed]").await?;

    // A slider follows, and so does the board.
    let knob = experiment.knobs.iter().find(|it| it.key == "noise").context("a knob")?;
    let slider = format!("#{}", knob.key);
    let value = format!("return document.querySelector('{slider}').value");
    let old = page.script(&value).await?;
    drag(&page, &slider, (0.2, 0.5), (0.8, 0.5)).await?;
    ensure!(page.script(&value).await? != old, "the slider stays where it was");
    tap(&page, ".own summary").await?;
    until(&page, "the board stays closed", "return document.querySelector('.own').open").await?;
    tap(&page, ".board").await?;
    page.wait_for(".own [role=status]", |it| it.text.contains('1')).await?;

    // Run leads to the first picture, and the page rests there.
    tap(&page, "#run").await?;
    let leads = "const { top } = document.querySelector('.panels figure').getBoundingClientRect();
        const rests = window.before === scrollY;
        window.before = scrollY;
        return rests && top >= 0 && top < innerHeight / 2";
    until(&page, "Run does not lead to the picture", leads).await?;
    page.reaches("finished").await?;
    tap(&page, chart).await?;
    page.wait_for("[data-panel='accuracy'] .reading", |it| it.text.starts_with("Step ")).await?;
    page.script("for (const it of document.querySelectorAll('details')) it.open = true").await?;
    faults.add("after the run", page.faults_of_fit(FINGER).await?);

    // A word is explained where it is tapped, and no longer when something else is.
    tap(&page, ".lesson .term").await?;
    let shown = "return getComputedStyle(document.querySelector('.lesson .says')).display === 'block'";
    until(&page, "the word is not explained", shown).await?;
    faults.add(
        "with an explanation",
        page.faults_of_fit(FINGER).await?.into_iter().filter(|it| !it.contains("lies over")).collect(),
    );
    tap(&page, ".lesson h3").await?;
    until(&page, "the explanation stays", &shown.replace("===", "!==")).await?;
    faults.end()
}
