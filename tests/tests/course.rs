//! What those who teach take away: the dialog with its snippets and its QR code, a course page that grades, and the page that
//! Open edX speaks to. Snippets are tried on pages of another origin, as they will be used.

use std::path::Path;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use tempfile::TempDir;
use tests::{Browser, Page, Server, Window};

const RUN: &str = "two-moons/#rev=1&seed=7&members=2&steps=64&backend=exact";

/// What the dialog makes at this moment.
async fn snippet(page: &Page) -> Result<String> {
    page.settle().await?;
    let text = page.script("return document.getElementById('embed-snippet').value").await?;
    Ok(text.as_str().unwrap_or_default().to_owned())
}

/// Presses what stands beside a choice of the dialog.
async fn choose(page: &Page, value: &str) -> Result<()> {
    page.click(&format!(".embedding input[value='{value}']")).await
}

/// Waits until a script gives something true, and gives that.
async fn until(page: &Page, script: &str) -> Result<Value> {
    for _ in 0..400 {
        let found = page.script(script).await?;
        if ![json!(null), json!(false), json!("")].contains(&found) {
            return Ok(found);
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    Err(anyhow::anyhow!("this does not come: {script}\n{}", page.describe().await))
}

async fn ensure_open_to_everybody(page: &Page) -> Result<()> {
    let found: Vec<String> = page.axe().await?.iter().map(ToString::to_string).collect();
    ensure!(found.is_empty(), "axe-core found {}", found.join("\n"));
    Ok(())
}

/// A folder with the files of somebody else's page, and the host that it lies on.
async fn elsewhere(files: &[(&str, String)]) -> Result<(TempDir, Server)> {
    let folder = tempfile::tempdir()?;
    for (name, text) in files {
        std::fs::write(folder.path().join(name), text)?;
    }
    let host = Server::start(folder.path().to_owned()).await?;
    Ok((folder, host))
}

/// What the frame in the dialog shows, read from inside of it.
const PREVIEW: &str = "const frame = document.getElementById('embed-preview').contentDocument;
    const main = frame?.querySelector('main');
    if (main?.dataset.state !== 'ready') return null;
    return { hash: frame.location.hash, theme: frame.documentElement.dataset.theme ?? '', lang: frame.documentElement.lang,
        run: frame.getElementById('run').hidden, panels: frame.querySelectorAll('[data-panel]').length,
        kept: frame.defaultView.kept ?? false,
        embed: frame.getElementById('embed')?.checkVisibility() ?? false };";

#[tokio::test]
async fn course_dialog_makes_snippets_that_work_elsewhere() -> Result<()> {
    let page = Browser::Chromium.start(Window::default()).await?;
    // A certificate and what is looked at are not part of what is embedded.
    page.open(&format!("{RUN}&view=3&theme=light")).await?;
    page.reaches("ready").await?;
    page.click("#embed").await?;
    page.wait_for("dialog.embedding[open]", |_| true).await?;
    let seen = until(&page, PREVIEW).await?;
    ensure!(seen["embed"] == json!(false), "a frame offers frames of itself: {seen}");
    ensure!(seen["panels"] == json!(3) && seen["run"] == json!(false), "{seen}");
    let usual = snippet(&page).await?;
    ensure!(
        usual.contains("#rev=1&amp;seed=7&amp;members=2&amp;steps=64&amp;backend=exact\" height=\"560\">"),
        "{usual}"
    );

    // What is chosen reaches snippet and preview, which is not loaded again for it.
    page.script("document.getElementById('embed-preview').contentWindow.kept = true").await?;
    for value in ["plane", "point", "predict", "step", "share"] {
        choose(&page, value).await?;
    }
    page.script(
        "const set = (id, value) => {
             const field = document.getElementById(id);
             field.value = value;
             field.dispatchEvent(new Event('input', { bubbles: true }));
         };
         set('embed-theme', 'dark');
         set('embed-height', '700');",
    )
    .await?;
    let element = snippet(&page).await?;
    for part in [
        "show=\"accuracy,predict\"",
        "theme=\"dark\"",
        "height=\"700\"",
        "<a href=",
        "/some/folder/embed.js\"",
    ] {
        ensure!(element.contains(part), "{part} is not in {element}");
    }
    ensure!(element.contains("controls=\"run,reset,speed,members,"), "{element}");
    let seen =
        until(&page, &PREVIEW.replace("!== 'ready'", "!== 'ready' || !frame.documentElement.dataset.theme"))
            .await?;
    ensure!(seen["theme"] == json!("dark") && seen["panels"] == json!(1), "{seen}");
    ensure!(seen["kept"] == json!(true), "the preview was loaded again");
    // A height that is none leaves the last one, and says what is accepted.
    page.set("#embed-height", "7").await?;
    let invalid = page.wait_for("#embed-height", |it| it.attribute("aria-invalid") == Some("true")).await?;
    ensure!(invalid.attribute("aria-describedby") == Some("embed-limits"));
    page.set("#embed-height", "700").await?;

    let mut made = vec![("element", element)];
    for form in ["frame", "jupyter", "quarto", "reveal"] {
        choose(&page, form).await?;
        made.push((form, snippet(&page).await?));
    }
    let code = &made[2].1;
    ensure!(code.starts_with("from IPython.display import IFrame\n\nIFrame(\n    \"http://"), "{code}");
    let quarto = made[3].1.strip_prefix("```{=html}\n").and_then(|it| it.strip_suffix("\n```"));
    let quarto = quarto.context("this is no raw block of Quarto")?.to_owned();

    // Elsewhere: each frame says that it is ready, from inside of another origin.
    let notebook = jupyter_html(code)?;
    // Reveal.js turns the one attribute into the other when it shows the slide.
    let slide = made[4].1.replace("data-src=", "src=");
    let host = |body: &str| {
        format!(
            "<!doctype html><meta charset=\"utf-8\"><title>Elsewhere</title><body><script>
             var ready = [];
             addEventListener('message', ({{ data }}) => {{
                 if (data?.source === 'gedanken' && data.type === 'ready') ready.push(data.payload.experiment);
             }});
             </script>{body}"
        )
    };
    let bodies = [
        ("element", made[0].1.clone()),
        ("frame", made[1].1.clone()),
        ("jupyter", notebook),
        ("quarto", quarto),
        ("reveal", slide),
    ];
    let files: Vec<(String, String)> =
        bodies.iter().map(|(form, body)| (format!("{form}.html"), host(body))).collect();
    let files: Vec<(&str, String)> = files.iter().map(|(name, text)| (name.as_str(), text.clone())).collect();
    let (_folder, there) = elsewhere(&files).await?;
    for (form, _) in &bodies {
        page.visit(&format!("{}{form}.html", there.address())).await?;
        let ready = until(
            &page,
            "return ready[0] ?? document.querySelector('gedanken-experiment')?.dataset.state === 'failed'",
        )
        .await;
        let ready = ready.with_context(|| format!("{form} does not work elsewhere"))?;
        ensure!(ready == json!("two-moons"), "{form}: {ready}");
    }
    Ok(())
}

/// What IPython makes of the call: its `IFrame` writes the address, the sizes and the extras as they are.
fn jupyter_html(code: &str) -> Result<String> {
    let text = |line: &str| serde_json::from_str::<String>(line.trim().trim_end_matches(',')).ok();
    let texts: Vec<String> = code.lines().filter_map(text).collect();
    let [address, extras @ ..] = texts.as_slice() else { anyhow::bail!("there is no address in {code}") };
    Ok(format!(
        "<iframe width=\"100%\" height=\"700\" src=\"{address}\" frameborder=\"0\" {}></iframe>",
        extras.join(" ")
    ))
}

/// The keyboard opens and closes it, the focus comes back, nothing trains on behind it, and nobody is kept out.
#[tokio::test]
async fn course_dialog_on_a_phone() -> Result<()> {
    let page = Browser::Chromium.start(Window { width: 375, height: 812, dark: true, scale: 1.0 }).await?;
    page.open(&format!("de/{RUN}")).await?;
    page.reaches("ready").await?;
    page.script("document.getElementById('embed').focus()").await?;
    page.press("\u{e007}").await?;
    page.wait_for("dialog.embedding[open] #embed-title", |it| it.text == "Diesen Lauf einbetten").await?;
    let seen = until(&page, PREVIEW).await?;
    ensure!(seen["lang"] == json!("de"), "{seen}");
    let text = snippet(&page).await?;
    ensure!(text.contains("/some/folder/de/two-moons/#"), "{text}");
    let wide = page
        .script("const it = document.querySelector('.embedding'); return [it.scrollWidth, it.clientWidth]")
        .await?;
    ensure!(wide[0] == wide[1], "the dialog is wider than the phone: {wide}");
    ensure_open_to_everybody(&page).await?;
    // The keyboard stays in the dialog, and gets to what matters.
    page.tab_to("#embed-copy").await?;
    page.press("\u{e007}").await?;
    page.wait_for(".copied", |it| !it.text.is_empty()).await?;
    page.press("\u{e00c}").await?;
    until(&page, "return !document.querySelector('dialog')").await?;
    let focus = page.script("return document.activeElement.id").await?;
    ensure!(focus == json!("embed"), "the focus went to {focus}");
    Ok(())
}

/// The text of the one QR code in a picture.
fn decoded(file: &Path) -> Result<String> {
    let mut reader = png::Decoder::new(std::io::BufReader::new(std::fs::File::open(file)?)).read_info()?;
    let mut pixels = vec![0; reader.output_buffer_size().context("the picture is too large")?];
    let info = reader.next_frame(&mut pixels)?;
    let (width, height, step) = (info.width as usize, info.height as usize, info.color_type.samples());
    let mut image =
        rqrr::PreparedImage::prepare_from_greyscale(width, height, |x, y| pixels[(y * width + x) * step]);
    let grids = image.detect_grids();
    ensure!(grids.len() == 1, "{} codes are in the picture", grids.len());
    Ok(grids[0].decode()?.1)
}

#[tokio::test]
async fn course_code_is_read_off_the_screen() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("code.png");
    let page = Browser::Chromium.start(Window { dark: true, ..Window::default() }).await?;
    for window in [
        Window { width: 1920, height: 1080, dark: true, scale: 1.0 },
        Window { width: 375, height: 700, dark: true, scale: 2.0 },
    ] {
        page.resize(window).await?;
        page.open(&format!("{RUN}&digest=00112233445566778899aabbccddeeff&bits=1&theme=dark")).await?;
        page.reaches("ready").await?;
        page.click("#embed").await?;
        page.wait_for("dialog.embedding[open]", |_| true).await?;
        page.click("#embed-code").await?;
        page.wait_for("dialog.projected[open] svg", |_| true).await?;
        page.settle().await?;
        page.picture(&file).await?;
        let text = decoded(&file).with_context(|| format!("in {window:?}"))?;
        let here = page.script("return location.origin").await?;
        assert_eq!(text, format!("{}/some/folder/{RUN}", here.as_str().unwrap_or_default()));
        let side =
            page.script("return document.querySelector('.sheet svg').getBoundingClientRect().height").await?;
        let least = f64::from(window.width.min(window.height)) * 0.7;
        ensure!(side.as_f64().is_some_and(|side| side >= least), "the code is {side} pixels high");
        page.press("\u{e00c}").await?;
        page.wait_for("dialog.embedding[open]", |_| true).await?;
        ensure!(page.find("dialog.projected").await?.is_none(), "the code does not go");
    }
    // What no camera could read is said instead.
    page.open(&format!("{RUN}&data={}", "A".repeat(1500))).await?;
    page.reaches("ready").await?;
    page.click("#embed").await?;
    page.wait_for("dialog.embedding[open]", |_| true).await?;
    page.click("#embed-code").await?;
    page.wait_for("dialog.projected .refused", |it| it.text.starts_with("This link is too long")).await?;
    Ok(())
}

/// The maker of QR codes is the published one, below its licence.
#[test]
fn course_code_is_made_by_what_was_published() -> Result<()> {
    let own = std::fs::read_to_string(xtask::places::root().join("public/lean-qr.js"))?;
    let published = std::fs::read_to_string(xtask::setup::lean_qr()?)?;
    let (licence, rest) = own.split_once("*/\n").context("its licence is missing")?;
    ensure!(licence.contains("MIT License") && licence.contains("Permission is hereby granted"), "{licence}");
    ensure!(rest == published, "public/lean-qr.js is not the file nano.mjs of lean-qr");
    Ok(())
}

/// The frame of the element on the page, and that of the problem on a platform.
const EXPERIMENT: &str = "return document.querySelector('gedanken-experiment').frame";
const PROBLEM: &str = "return document.querySelector('iframe')";

/// Chooses an answer to the first prediction of the experiment whose frame was entered, and runs it.
async fn predict_and_run(page: &Page, answer: u32) -> Result<()> {
    page.reaches("ready").await?;
    page.click(&format!(".predict label:nth-of-type({answer}) input")).await?;
    page.click("#run").await?;
    page.reaches("finished").await
}

#[tokio::test]
async fn course_page_grades() -> Result<()> {
    let page = Browser::Chromium.start(Window::default()).await?;
    page.open("course/").await?;
    page.wait_for("gedanken-experiment[data-state='ready']", |_| true).await?;
    page.wait_for(".graded fieldset[disabled]", |_| true).await?;
    // Without a prediction there is nothing to compare.
    page.enter(EXPERIMENT).await?;
    page.reaches("ready").await?;
    page.click("#run").await?;
    page.reaches("finished").await?;
    page.leave().await?;
    page.wait_for(".graded [role='status']", |it| it.text.starts_with("You ran it without")).await?;
    page.wait_for("#points", |it| it.text == "1 of 3 points").await?;
    page.enter(EXPERIMENT).await?;
    page.click("#reset").await?;
    predict_and_run(&page, 3).await?;
    page.leave().await?;
    page.wait_for(".graded fieldset:not([disabled])", |_| true).await?;
    page.wait_for("#points", |it| it.text == "2 of 3 points").await?;
    page.click(".graded button").await?;
    page.wait_for(".graded [role='status']", |it| it.text == "Choose an answer first.").await?;
    // The run of 512 steps bears out "nearly 9 of 10", the third.
    page.click(".graded label:nth-of-type(1) input").await?;
    page.click(".graded button").await?;
    page.wait_for(".graded [role='status']", |it| it.text.starts_with("The run shows something else"))
        .await?;
    page.click(".graded label:nth-of-type(3) input").await?;
    page.click(".graded button").await?;
    page.wait_for("#points", |it| it.text == "3 of 3 points").await?;
    let sent = page.find("#sent").await?.context("nothing would be sent")?.text;
    let sent: Value = serde_json::from_str(&sent)?;
    assert_eq!(sent["score"], json!({ "scaled": 1, "raw": 3, "min": 0, "max": 3 }));
    let verbs: Vec<&str> = sent["statements"]
        .as_array()
        .context("no statements")?
        .iter()
        .filter_map(|it| it["verb"]["id"].as_str())
        .collect();
    for verb in ["attempted", "answered"] {
        ensure!(verbs.iter().any(|it| it.ends_with(verb)), "{verb} is not among {verbs:?}");
    }
    ensure_open_to_everybody(&page).await?;
    Ok(())
}

/// A page that does what Open edX does with a problem of the type JS Input, through the library that it has: asks for what
/// was kept to be put back, and for grade and state when the student submits.
const PLATFORM: &str = r#"<!doctype html><meta charset="utf-8"><title>A platform</title>
<body><iframe name="iframe_1" width="100%" height="700" src="{address}"></iframe>
<script src="jschannel.js"></script>
<script>
    var frame = document.querySelector("iframe");
    var channel = Channel.build({ window: frame.contentWindow, origin: new URL(frame.src).origin, scope: "JSInput" });
    var call = (method, params = "") => new Promise((success, fail) =>
        channel.call({ method, params, success, error: (code, text) => fail(new Error(`${code}: ${text}`)) }));
    // As the platform reads what it is given.
    var ask = (method) => call(method).then((value) => JSON.parse(decodeURI(value.toString())));
    // The words that the platform's own, older copy of the library begins with.
    var words = [];
    addEventListener("message", ({ data }) => words.push(data));
</script>"#;

/// What a platform keeps from one visit to the next.
const KEPT: &str = r#"return call("getState").then((state) => decodeURI(state.toString()))"#;

async fn speaks_to_open_edx(browser: Browser) -> Result<()> {
    let page = browser.start(Window::default()).await?;
    page.open("open-edx/").await?;
    page.wait_for("article.about pre", |it| it.text.contains("<jsinput gradefn=\"getGrade\"")).await?;
    let here = page.script("return location.href").await?;
    let here = here.as_str().unwrap_or_default().to_owned();
    let problem = |link: &str| PLATFORM.replace("{address}", &format!("{here}#{link}"));
    let run =
        "two-moons?rev=1&seed=7&members=2&steps=64&backend=exact&show=predict,accuracy&controls=run,reset";
    let library = std::fs::read_to_string(xtask::setup::jschannel()?)?;
    let (_folder, platform) = elsewhere(&[
        ("jschannel.js", library),
        ("problem.html", problem(run)),
        ("wrong.html", problem("one-moon?rev=1")),
    ])
    .await?;

    page.visit(&format!("{}problem.html", platform.address())).await?;
    let grade = page.script("return ask('getGrade')").await?;
    assert_eq!(grade, json!({ "finished": false, "predictions": {}, "claims": {}, "address": null }));
    page.enter(PROBLEM).await?;
    page.wait_for("gedanken-experiment[data-state='ready']", |_| true).await?;
    ensure!(page.find("article").await?.is_none(), "the page explains itself inside of a course");
    page.enter(EXPERIMENT).await?;
    predict_and_run(&page, 1).await?;
    page.leave().await?;
    page.leave().await?;
    let grade = until(
        &page,
        "return ask('getGrade').then((it) => it.predictions.line?.decided && it.finished && it)",
    )
    .await?;
    let line = &grade["predictions"]["line"];
    ensure!(
        line["said"] == json!(0)
            && line["right"] == json!(false)
            && line["response"] == json!("about half of them"),
        "{grade}"
    );
    ensure!(grade["address"].as_str().is_some_and(|it| it.contains("/two-moons/#rev=1&seed=7")), "{grade}");
    let kept = page.script(KEPT).await?;
    let kept = kept.as_str().context("the state is no text")?.to_owned();
    ensure!(!kept.contains('%'), "the platform would undo {kept}");

    // The next visit, on another day: the student's answer and grade are there again.
    page.visit(&format!("{}problem.html", platform.address())).await?;
    let put_back = page.script_with("return call('setState', arguments[0])", &[&kept]).await?;
    ensure!(put_back == json!(true), "{put_back}");
    let again = page.script("return ask('getGrade')").await?;
    assert_eq!(again, grade);
    let state: Value = serde_json::from_str(page.script(KEPT).await?.as_str().unwrap_or_default())?;
    assert_eq!(state, serde_json::from_str::<Value>(&kept)?);
    page.enter(PROBLEM).await?;
    page.wait_for("#said", |it| it.text.starts_with("Your work from the last visit")).await?;
    page.enter(EXPERIMENT).await?;
    page.reaches("ready").await?;
    let said = page.script("return document.querySelector('.predict label input').checked").await?;
    ensure!(said == json!(true), "the prediction is not there again");
    page.leave().await?;
    page.leave().await?;
    // What cannot be read is said to the student, and never an error to the platform.
    for wrong in ["{", "7", "[]", "{\"version\":2}", "{\"predictions\":7}"] {
        let answer = page.script_with("return call('setState', arguments[0])", &[wrong]).await?;
        ensure!(answer == json!(false), "{wrong}: {answer}");
    }
    let unknown = page.script("return call('getNothing').catch((error) => error.message)").await?;
    ensure!(unknown.as_str().is_some_and(|it| it.starts_with("method_not_found")), "{unknown}");
    // The older library's first word is answered in kind.
    let pong =
        "frame.contentWindow.postMessage('{\"method\":\"JSInput::__ready\",\"params\":\"ping\"}', '*');
        return words.find((it) => typeof it === 'string' && it.includes('pong')) ?? null";
    let pong = until(&page, pong).await?;
    assert_eq!(pong, json!("{\"method\":\"JSInput::__ready\",\"params\":\"pong\"}"));

    page.visit(&format!("{}wrong.html", platform.address())).await?;
    page.enter(PROBLEM).await?;
    page.wait_for("#said", |it| it.text.contains("\"one-moon\"")).await?;
    Ok(())
}

#[tokio::test]
async fn course_platform_in_chromium() -> Result<()> {
    speaks_to_open_edx(Browser::Chromium).await
}

#[tokio::test]
async fn course_platform_in_firefox() -> Result<()> {
    speaks_to_open_edx(Browser::Firefox).await
}
