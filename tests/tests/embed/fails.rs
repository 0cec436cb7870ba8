//! What readers see, and a course hears, where an experiment does not load, or comes late.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use tests::{Browser, Window};

use crate::course::{Course, RUN, element};

/// A page that is missing, and a frame that the course itself does not allow: neither waits for the time that a slow device may
/// take. Firefox tells nobody that it has not loaded a frame, so there only time can.
pub(crate) async fn gives_up_soon(course: &Course, browser: Browser) -> Result<()> {
    let missing =
        "<gedanken-experiment id=\"it\" href=\"{site}no-such-experiment/\" eager></gedanken-experiment>";
    let refuse = "document.head.insertAdjacentHTML('beforeend',
            '<meta http-equiv=\"Content-Security-Policy\" content=\"frame-src \\'none\\'\">');
        it.setAttribute('href', it.getAttribute('data-then')); return 1";
    let refused = element("eager").replace(" href=", " href=\"\" data-then=");
    for (body, then) in [(missing, None), (&refused, Some(refuse))] {
        if then.is_some() && browser == Browser::Firefox {
            continue;
        }
        course.open(body).await?;
        if let Some(then) = then {
            course.reaches("failed").await?;
            course.script(&format!("told.length = 0; {then}")).await?;
        }
        let start = Instant::now();
        course.until("told.some(({ type }) => type === 'error')").await?;
        ensure!(start.elapsed() < Duration::from_secs(8), "{body}: {:?}", start.elapsed());
        let errors = course.told("error").await?;
        assert_eq!((errors.len(), &errors[0]["code"]), (1, &json!("silent")), "{errors:?}");
        let seen = "return [it.state, it.frame.checkVisibility(), it.shadowRoot.querySelector('a').checkVisibility()]";
        assert_eq!(course.script(seen).await?, json!(["failed", false, true]));
    }
    Ok(())
}

/// Keeps everything back that a frame says, for longer than the script waits for a sign.
const LATE: &str = "
    if (parent !== window) {
        const real = parent;
        window.parent = { postMessage: (...all) => setTimeout(() => real.postMessage(...all), 4000) };
    }";

/// A browser that lacks what the program needs.
const LACKS: &str = "if (parent !== window) delete window.WebAssembly;";

#[tokio::test]
async fn embed_gives_up_soon_and_takes_it_back() -> Result<()> {
    let course = Course::start(Browser::Chromium, Window::default()).await?;
    gives_up_soon(&course, Browser::Chromium).await?;

    // A page that says what it lacks is not waited for, and its sentence is the course's.
    course.page.before_everything(LACKS).await?;
    course.open(&element("eager")).await?;
    course.until("told.some(({ type }) => type === 'error')").await?;
    let errors = course.told("error").await?;
    assert_eq!((errors.len(), &errors[0]["code"]), (1, &json!("failed")));
    ensure!(errors[0]["message"].as_str().is_some_and(|says| says.contains("WebAssembly")), "{errors:?}");
    let seen = course.script("return [it.state, it.shadowRoot.querySelector('output').textContent]").await?;
    assert_eq!(seen, json!(["failed", errors[0]["message"]]));
    Ok(())
}

#[tokio::test]
async fn embed_shows_what_comes_late() -> Result<()> {
    let mut course = Course::start(Browser::Chromium, Window::default()).await?;
    course.page.before_everything(LATE).await?;
    course.open(&element("eager")).await?;
    course.reaches("failed").await?;
    assert_eq!(course.told("error").await?[0]["code"], "silent");
    course.reaches("ready").await?;
    assert_eq!(course.script("return it.frame.checkVisibility()").await?, true);
    assert_eq!(course.told("error").await?.len(), 1);

    // A host that is gone is seen at once, not when the time is up.
    course.page.stop_server().await?;
    let start = Instant::now();
    course.script("it.setAttribute('autorun', '')").await?;
    course.reaches("failed").await?;
    ensure!(start.elapsed() < Duration::from_secs(8), "{:?}", start.elapsed());
    Ok(())
}

/// Refuses what browsers refuse to some frames, and keeps what is thrown and caught by nobody.
const REFUSE: &str = "
    const refuse = () => { throw new DOMException('It is refused.', 'SecurityError'); };
    for (const name of ['localStorage', 'sessionStorage', 'indexedDB', 'caches']) {
        Object.defineProperty(window, name, { get: refuse });
    }
    // As browsers do, it reads what it is given before it refuses.
    window.Worker = function (address, options) { options?.type; refuse(); };
    window.thrown = [];
    addEventListener('error', ({ message }) => thrown.push(message));
    addEventListener('unhandledrejection', ({ reason }) => thrown.push(String(reason)));";

#[tokio::test]
async fn embed_says_what_is_refused() -> Result<()> {
    let course = Course::start(Browser::Chromium, Window::default()).await?;
    course.page.before_everything(REFUSE).await?;
    course.open(&element("show=\"accuracy,predict,claims,runs,digest\"")).await?;
    course.until("told.some(({ type }) => type === 'error')").await?;
    let errors = course.told("error").await?;
    assert_eq!((errors.len(), &errors[0]["code"]), (1, &json!("failed")));
    ensure!(errors[0]["message"].as_str().is_some_and(|says| says.contains("start workers")), "{errors:?}");
    course.page.enter("return document.querySelector('#it').frame").await?;
    let said = course.page.wait_for(".failure", |_| true).await?.text;
    ensure!(said.contains("not allowed to start workers"), "{said}");
    // Predictions are kept for now, though not for later.
    course.page.click(".predict label").await?;
    assert_eq!(course.page.script("return thrown").await?, json!([]));
    course.page.leave().await
}

#[tokio::test]
async fn embed_falls_back_and_waits_for_its_reader() -> Result<()> {
    let mut course =
        Course::start(Browser::Chromium, Window { width: 375, height: 700, ..Window::default() }).await?;
    // Far below, it waits until it is come near; the focus goes in and out.
    let far = format!(
        "<button id=\"before\">Before</button><div style=\"height: 4000px\"></div>{}<button id=\"after\">After</button>",
        element("show=\"accuracy\"")
    );
    course.open(&far).await?;
    course.reaches("idle").await?;
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(
        course.script("return [it.frame, it.state, it.offsetHeight]").await?,
        json!([null, "idle", 480])
    );
    course.page.scroll_to("#after").await?;
    course.reaches("ready").await?;
    course.page.click("#before").await?;
    course.page.press("\u{e004}").await?;
    assert_eq!(course.script("return document.activeElement === it").await?, true);
    course.page.tab_to("#after").await?;

    // What is asked loads it, and attributes are followed.
    course.open(&far).await?;
    assert_eq!(course.script("return it.getState().then(({ version }) => version)").await?, 1);
    course
        .script("told.length = 0; it.setAttribute('hide', 'accuracy'); it.setAttribute('controls', 'run')")
        .await?;
    course.until("it.state === 'ready' && told.filter(({ type }) => type === 'ready').length === 1").await?;
    let src = course.script("it.title = 'Mine'; return [it.frame.src, it.frame.title]").await?;
    ensure!(src[0].as_str().is_some_and(|it| it.contains("hide=accuracy&controls=run")), "{src}");
    assert_eq!(src[1], "Mine");
    let gone =
        course.script("const asked = it.run(); it.remove(); return asked.catch(({ code }) => code)").await?;
    assert_eq!(gone, "gone");

    // Addresses that lead elsewhere are sentences, and never followed.
    for wrong in [
        "javascript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "https://evil.example/two-moons/#rev=1",
        "{site}../two-moons/",
        "//evil.example/",
        "http://",
        "",
        "blob:x",
        "{site}x@evil.example:x/../../../../y",
        "file:///etc/passwd",
    ] {
        course
            .open(&format!("<gedanken-experiment id=\"it\" href=\"{wrong}\"></gedanken-experiment>"))
            .await?;
        course.reaches("failed").await?;
        let seen = "const all = it.shadowRoot; const link = all.querySelector('a');
            return [it.frame, link.checkVisibility(), all.querySelector('output').textContent, location.href]";
        let seen = course.script(seen).await?;
        assert_eq!((&seen[0], &seen[1]), (&Value::Null, &json!(false)), "{wrong}");
        ensure!(seen[2].as_str().is_some_and(|says| says.starts_with("This address")), "{wrong}: {seen}");
        assert_eq!(seen[3], course.host.address());
        let code = course.script("return it.run().catch(({ code }) => code)").await?;
        assert_eq!(code, "href");
    }

    // A page that says nothing: what stands inside of the element is shown, or a link.
    let silent = "<gedanken-experiment id=\"it\" href=\"{site}about/\" timeout=\"1\" lang=\"de\"></gedanken-experiment>";
    course.open(silent).await?;
    course.reaches("failed").await?;
    let seen = "const all = it.shadowRoot; const link = all.querySelector('a');
        return [it.frame.checkVisibility(), link.checkVisibility(), link.href, all.querySelector('output').textContent]";
    let seen = course.script(seen).await?;
    let about = format!("{}about/", course.page.site());
    assert_eq!(seen, json!([false, true, about, "Das Experiment lädt hier nicht."]));
    assert_eq!(course.told("error").await?[0]["code"], "timeout");
    // One that is late is shown nevertheless.
    course.open(&element("timeout=\"0.01\"")).await?;
    course.until("told.some(({ type }) => type === 'error')").await?;
    course.reaches("ready").await?;
    assert_eq!(course.script("return it.frame.checkVisibility()").await?, true);

    // A frame without an origin says what it cannot do, and throws nothing.
    course
        .open(&format!(
            "<iframe id=\"plain\" sandbox=\"allow-scripts\" src=\"{{site}}{RUN}&embed=1\"></iframe>"
        ))
        .await?;
    course.page.enter("return document.querySelector('#plain')").await?;
    course.page.wait_for("main", |it| it.attribute("data-state") == Some("failed")).await?;
    let says = course.page.find("#boot-status").await?.context("nothing is said")?.text;
    ensure!(says.contains("nothing can be trained here") && says.contains("window of its own"), "{says}");
    course.page.leave().await?;

    // On the site's own pages there is no sandbox.
    course.page.open("about/").await?;
    let own = "return import(new URL('../embed.js', location)).then(() => {
        const it = document.createElement('gedanken-experiment');
        [it.href, it.id] = ['', 'it'];
        it.setAttribute('href', '../two-moons/');
        it.setAttribute('eager', '');
        document.body.append(it);
        return [it.state, it.frame.hasAttribute('sandbox')];
    })";
    assert_eq!(course.page.script(own).await?, json!(["loading", false]));

    // Without the host there is the course's own text.
    let body =
        element("timeout=\"1\"").replace("></", "><a id=\"own\" href=\"{site}two-moons/\">Two moons</a></");
    course.open(&body).await?;
    course.reaches("ready").await?;
    course.page.stop_server().await?;
    course.script("it.setAttribute('autorun', '')").await?;
    course.reaches("failed").await?;
    assert_eq!(course.script("return document.querySelector('#own').checkVisibility()").await?, true);
    Ok(())
}
