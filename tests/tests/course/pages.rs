//! The course page that grades, and the one that Open edX speaks to.

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use tests::{Browser, Page, Window};

use crate::{elsewhere, ensure_open_to_everybody, until};

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
