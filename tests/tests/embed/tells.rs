//! What a course hears and can do.

use anyhow::{Result, ensure};
use serde_json::{Value, json};
use tests::{Browser, Window, xapi_faults};

use crate::course::{Course, element};
use crate::fails::gives_up_soon;

/// A state that sets predictions: the second option, and a curve.
const PREDICTED: &str = "{ link: 'two-moons?rev=1&seed=5&members=4&backend=exact',
    predictions: { line: 2, hidden: [0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.95, 0.95, 0.95] } }";

/// The whole way: it loads, is set and read back, runs, and tells what came of it.
async fn hears_what_happens(course: &Course) -> Result<()> {
    course.open(&element("show=\"accuracy,predict\" height=\"300\"")).await?;
    course.reaches("ready").await?;
    let ready = course.told("ready").await?;
    ensure!(ready.len() == 1 && ready[0]["experiment"] == "two-moons", "{ready:?}");
    let frame = "const { title, sandbox, allow, src } = it.frame; return [title, sandbox.value, allow, src]";
    let frame = course.script(frame).await?;
    assert_eq!(frame[0], ready[0]["title"]);
    assert_eq!(frame[1], "allow-scripts allow-same-origin allow-downloads allow-popups");
    assert_eq!(frame[2], "clipboard-write");
    ensure!(
        frame[3].as_str().is_some_and(|it| it.contains("embed=1&parent=http%3A%2F%2F127.0.0.1%3A")),
        "{frame}"
    );
    course.until("told.some(({ type }) => type === 'resize')").await?;
    course
        .until("it.frame.offsetHeight === told.findLast(({ type }) => type === 'resize').detail.height")
        .await?;

    let set = course.script(&format!("return it.setState({PREDICTED})")).await?;
    assert_eq!(set["notes"], json!([]));
    assert_eq!(set["predictions"]["line"], 2);
    let again = course.script("return it.getState().then((state) => it.setState(state))").await?;
    assert_eq!(set, again);

    let began = course.script("return it.run()").await?;
    assert_eq!(began["phase"], "running");
    course.until("it.progress?.phase === 'finished'").await?;
    course.until("Object.keys(it.claims).length === 2").await?;
    let finished = course.script("return it.progress").await?;
    ensure!(finished["digest"].as_str().is_some_and(|digest| digest.len() == 32), "{finished}");
    assert_eq!((&finished["progress"], &finished["step"]), (&json!(1), &finished["of"]));
    let answers = course.told("answer").await?;
    let decided = |is: bool| answers.iter().filter(move |it| it["decided"] == is).count();
    assert_eq!((decided(false), decided(true)), (2, 2), "{answers:?}");
    let line = course.script("return it.answers.line").await?;
    assert_eq!((&line["right"], &line["response"]), (&json!(true), &json!("nearly 9 of 10")));
    let claims = course.told("claim").await?;
    assert_eq!(claims.len(), 2, "{claims:?}");
    ensure!(claims.iter().all(|it| it["verdict"] == "holds" && it["passed"] == it["of"]), "{claims:?}");
    // It can be read back after the run as before; the link then has the digest.
    let state = course.script("return it.getState()").await?;
    ensure!(
        state["link"].as_str().is_some_and(|link| link.contains(finished["digest"].as_str().unwrap_or("-")))
    );

    let statements: Vec<&Value> = answers.iter().chain(&claims).map(|told| &told["xapi"]).collect();
    let faults = xapi_faults(&statements)?;
    ensure!(faults.len() == 6 && faults.iter().all(Vec::is_empty), "{faults:?} in {statements:?}");
    let mut broken = statements[0].clone();
    broken["object"]["id"] = json!("no address");
    ensure!(xapi_faults(&[&broken])?.iter().all(|faults| !faults.is_empty()), "the validator sees nothing");
    Ok(())
}

#[tokio::test]
async fn embed_in_chromium_tells_a_course_what_happens() -> Result<()> {
    let course = Course::start(Browser::Chromium, Window::default()).await?;
    hears_what_happens(&course).await?;
    let actor = "{ mbox: 'mailto:student@course.example', name: 'A student' }";
    course.script(&format!("return it.configure({{ actor: {actor}, theme: 'dark' }})")).await?;
    course.script("told.length = 0; return it.run()").await?;
    course.until("told.some(({ type }) => type === 'claim')").await?;
    let claims = course.told("claim").await?;
    assert_eq!(claims[0]["xapi"]["actor"]["mbox"], "mailto:student@course.example");
    ensure!(xapi_faults(&[&claims[0]["xapi"]])?.iter().all(Vec::is_empty));
    course.page.enter("return document.querySelector('#it').frame").await?;
    ensure!(course.page.find("html[data-theme=dark]").await?.is_some(), "the theme is not set");
    course.page.leave().await?;
    // A language loads the page again, and who was named before is named again.
    course.script("told.length = 0; return it.configure({ locale: 'de' })").await?;
    course.until("told.some(({ type, detail }) => type === 'ready' && detail.locale === 'de')").await?;
    let pace = course.script("return it.step().then(({ phase }) => phase)").await?;
    assert_eq!(pace, "paused");
    let refused =
        course.script("return it.configure({ locale: 'xx' }).catch(({ code, message }) => [code, message])");
    let refused = refused.await?;
    assert_eq!(refused[0], "payload");
    ensure!(refused[1].as_str().is_some_and(|says| says.contains("übernommen")), "{refused}");
    Ok(())
}

async fn tells_a_course(browser: Browser) -> Result<()> {
    let course = Course::start(browser, Window::default()).await?;
    hears_what_happens(&course).await?;
    gives_up_soon(&course, browser).await
}

#[tokio::test]
async fn embed_in_firefox_tells_a_course_what_happens() -> Result<()> {
    tells_a_course(Browser::Firefox).await
}

#[tokio::test]
async fn embed_in_webkit_tells_a_course_what_happens() -> Result<()> {
    tells_a_course(Browser::WebKit).await
}
