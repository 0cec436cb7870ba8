//! What nobody but the page around an experiment hears and can do.

use std::time::Duration;

use anyhow::{Result, ensure};
use serde_json::{Value, json};
use tests::{Browser, Window};

use crate::course::{Course, LISTEN, RUN, element};

/// Messages that are none, with the codes of their answers.
const WRONG: &str = r"[
    { source: 'gedanken' }, { source: 'gedanken', v: 1 }, { source: 'gedanken', v: 2, type: 'run' },
    { source: 'gedanken', v: 1, type: 'stop', id: 1 }, { source: 'gedanken', v: 1, type: 'run', payload: 5 },
    { source: 'gedanken', v: 1, type: 'run', id: {} }, { source: 'gedanken', v: 1, type: 'getState', payload: 1n },
    { source: 'gedanken', v: 1, type: 'setState', payload: { link: 'x'.repeat(40000) } },
    { source: 'gedanken', v: 1, type: 'setState', payload: { link: 'reversal-curse?rev=1' } },
    { source: 'gedanken', v: 1, type: 'configure', payload: { actor: { name: 'x' } } },
]";

/// What other programs say to each other, and what is nobody's.
const NOISE: &str = r"[null, 1, 'run', [], {}, { source: 'other', v: 1, type: 'run' }, { type: 'run', v: 1 },
    '{\'source\':\'gedanken\',\'v\':1,\'type\':\'run\'}', new Map([['source', 'gedanken']]), new Date(), [[[[]]]]]";

/// Markup wherever there may be text.
const MARKUP: &str = r"(() => {
    const html = '<img src=x onerror=alert(1)>';
    const types = ['configure', 'setState', 'getState', html];
    const payload = { actor: { name: html, mbox: html }, locale: html, theme: html, link: `two-moons?seed=${html}&${html}=1`,
        predictions: { [html]: html } };
    return types.flatMap((type) => [{ source: 'gedanken', v: 1, type, id: html, payload },
        { source: 'gedanken', v: html, type, id: 1, payload: html }]);
})()";

#[tokio::test]
async fn embed_hears_nobody_but_the_page_around_it() -> Result<()> {
    let course = Course::start(Browser::Chromium, Window::default()).await?;
    let stranger = "<iframe id=\"stranger\" srcdoc=\"<p>A stranger</p>\"></iframe>";
    course.open(&format!("{}{stranger}", element("eager show=\"accuracy,predict\""))).await?;
    course.reaches("ready").await?;
    course.until("it.progress !== null").await?;

    let codes =
        |answers: &[Value]| answers.iter().map(|it| it["payload"]["code"].clone()).collect::<Vec<_>>();
    let answers = course.sends(WRONG).await?;
    assert_eq!(
        codes(&answers),
        [
            "malformed",
            "malformed",
            "version",
            "type",
            "malformed",
            "malformed",
            "malformed",
            "size",
            "link",
            "payload"
        ]
    );
    assert_eq!(course.sends(NOISE).await?, Vec::<Value>::new());
    // A frame of the same origin as the course speaks to the experiment, and to the course in its name.
    let forged = "document.querySelector('#stranger').contentWindow.eval(`
        const message = { source: 'gedanken', v: 1, type: 'run', id: 1 };
        const [course, frame] = [parent, parent.document.querySelector('#it').frame.contentWindow];
        for (const type of ['run', 'getState', 'setState', 'step']) frame.postMessage({ ...message, type }, '*');
        for (const type of ['claim', 'answer', 'ready']) course.postMessage({ ...message, type, payload: { claim: 'X', xapi: 1 } }, '*');
    `); told.length = heard = 0; return new Promise((done) => setTimeout(() => done([told, heard, it.claims]), 400))";
    let forged = course.script(forged).await?;
    assert_eq!(forged, json!([[], 3, {}]), "only what the stranger said itself came");

    let answers = course.sends(MARKUP).await?;
    assert_eq!(answers.len(), 8, "{answers:?}");
    course.page.enter("return document.querySelector('#it').frame").await?;
    let inside = "return [document.querySelectorAll('img, [onerror]').length, document.querySelector('main').dataset.state]";
    assert_eq!(course.page.script(inside).await?, json!([0, "ready"]));
    course.page.leave().await?;

    // Too many: as many answers as may come at once, one sentence, and then silence until there is a pause.
    tokio::time::sleep(Duration::from_millis(3500)).await;
    let flood =
        "Array.from({ length: 400 }, (_, id) => ({ source: 'gedanken', v: 1, type: 'getState', id }))";
    let answers = course.sends(flood).await?;
    let floods = codes(&answers).iter().filter(|code| **code == json!("flood")).count();
    ensure!((60..80).contains(&answers.len()) && floods == 1, "{} answers, {floods} errors", answers.len());
    tokio::time::sleep(Duration::from_millis(1200)).await;
    assert_eq!(course.script("return it.getState().then(({ version }) => version)").await?, 1);

    // Nobody but the origin that the link names is told anything, or heard.
    let plain =
        format!("<iframe id=\"plain\" src=\"{{site}}{RUN}&embed=1&parent=https://other.example\"></iframe>");
    course.open(&plain).await?;
    course.page.enter("return document.querySelector('#plain')").await?;
    course.page.reaches("ready").await?;
    course.page.leave().await?;
    let run = "document.querySelector('#plain').contentWindow.postMessage({ source: 'gedanken', v: 1, type: 'run' }, '*');
        return new Promise((done) => setTimeout(() => done(heard), 400))";
    assert_eq!(course.script(run).await?, 0);
    course.page.enter("return document.querySelector('#plain')").await?;
    assert_eq!(
        course
            .page
            .find("main")
            .await?
            .and_then(|it| it.attribute("data-state").map(str::to_owned))
            .as_deref(),
        Some("ready")
    );
    course.page.leave().await?;

    // Without a name, only what is no secret is told before the course has configured the page.
    course.open(&format!("<iframe id=\"plain\" src=\"{{site}}{RUN}&embed=1\"></iframe>")).await?;
    course
        .script(
            "window.types = []; addEventListener('message', ({ data }) => types.push(data.type)); return 1",
        )
        .await?;
    course.page.enter("return document.querySelector('#plain')").await?;
    course.page.reaches("ready").await?;
    course.page.leave().await?;
    let say = |kind: &str| {
        format!(
            "document.querySelector('#plain').contentWindow.postMessage({{ source: 'gedanken', v: 1, type: '{kind}' }}, '*');
             return new Promise((done) => setTimeout(() => done([...new Set(types)]), 400))"
        )
    };
    let before = course.script(&say("getState")).await?;
    let is_known = |kind: &Value| kind == "loading" || kind == "ready" || kind == "resize";
    ensure!(before.as_array().is_some_and(|all| all.iter().all(is_known)), "{before}");
    let after = course.script(&say("configure")).await?;
    ensure!(after.as_array().is_some_and(|all| all.contains(&json!("progress"))), "{after}");

    // In a window of its own nothing is sent or heard.
    course.page.open(RUN).await?;
    course.page.script(LISTEN).await?;
    course.page.reaches("ready").await?;
    let alone = "for (const type of ['configure', 'run']) postMessage({ source: 'gedanken', v: 1, type }, '*');
        return new Promise((done) => setTimeout(() => done([heard, document.querySelector('main').dataset.state]), 400))";
    assert_eq!(course.page.script(alone).await?, json!([2, "ready"]));
    Ok(())
}
