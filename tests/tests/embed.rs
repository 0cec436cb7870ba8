//! Experiments inside of a course page that is on another host: what the course hears and can do, what nobody else can,
//! and what readers see where an experiment does not load.

use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use tempfile::TempDir;
use tests::{Browser, Page, Server, Window, xapi_faults};

/// A run that decides two claims.
const RUN: &str = "two-moons/#rev=1&seed=5&members=4&backend=exact&workers=2";

/// Keeps what the elements of the page tell, and how many messages there are in all.
const LISTEN: &str = r#"
    window.told = [];
    window.heard = 0;
    addEventListener("message", () => window.heard += 1);
    for (const type of ["ready", "resize", "progress", "claim", "answer", "state", "error"]) {
        addEventListener(`gedanken:${type}`, ({ target, detail }) => told.push({ type, by: target.id, detail }));
    }"#;

/// A course page on a host of its own.
struct Course {
    page: Page,
    host: Server,
    folder: TempDir,
}

impl Course {
    async fn start(browser: Browser, window: Window) -> Result<Self> {
        let folder = tempfile::tempdir().context("no folder for the course")?;
        let host = Server::start(folder.path().to_owned()).await?;
        Ok(Self { page: browser.start(window).await?, host, folder })
    }

    /// Opens a course page with this body.
    async fn open(&self, body: &str) -> Result<()> {
        let site = self.page.site();
        let html = format!(
            "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width\">\n<title>A course</title>\n\
             <script>{LISTEN}</script>\n<script type=\"module\" src=\"{site}embed.js\"></script>\n\
             <main>\n{}\n</main>\n</html>\n",
            body.replace("{site}", site)
        );
        write(&self.folder.path().join("index.html"), &html)?;
        // From an empty page: the frames of the last one are gone.
        self.page.visit("about:blank").await?;
        self.page.visit(self.host.address()).await
    }

    /// Runs a script in the course; `it` is the first element.
    async fn script(&self, script: &str) -> Result<Value> {
        self.page.script(&format!("const it = document.querySelector('#it'); {script}")).await
    }

    /// Waits until the first element is in a state.
    async fn reaches(&self, state: &str) -> Result<()> {
        self.page.wait_for("#it", |it| it.attribute("data-state") == Some(state)).await.map(drop)
    }

    /// Waits until a script gives `true`.
    async fn until(&self, script: &str) -> Result<()> {
        for _ in 0..1200 {
            if self.script(&format!("return {script}")).await? == json!(true) {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        let told = self.script("return [it?.state, told.slice(-3)]").await?;
        anyhow::bail!("waited for {script}: {told}\n{}", self.page.describe().await)
    }

    /// What the first element told of a type.
    async fn told(&self, kind: &str) -> Result<Vec<Value>> {
        let script = format!("return told.filter((it) => it.type === '{kind}').map((it) => it.detail)");
        serde_json::from_value(self.script(&script).await?).context("the course keeps no list")
    }

    /// Sends something to the frame as it is, and gives the answers that came within a moment.
    async fn sends(&self, messages: &str) -> Result<Vec<Value>> {
        let script = format!(
            "const answers = [];
             const keep = ({{ source, data }}) => source === it.frame.contentWindow && answers.push(data);
             addEventListener('message', keep);
             for (const message of {messages}) it.frame.contentWindow.postMessage(message, '*');
             return new Promise((done) => setTimeout(() => {{ removeEventListener('message', keep); done(answers); }}, 400));"
        );
        serde_json::from_value(self.script(&script).await?).context("no list of answers")
    }
}

fn write(file: &Path, text: &str) -> Result<()> {
    std::fs::write(file, text).with_context(|| format!("could not write {}", file.display()))
}

fn element(attributes: &str) -> String {
    format!("<gedanken-experiment id=\"it\" href=\"{{site}}{RUN}\" {attributes}></gedanken-experiment>")
}

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

#[tokio::test]
async fn embed_in_firefox_tells_a_course_what_happens() -> Result<()> {
    hears_what_happens(&Course::start(Browser::Firefox, Window::default()).await?).await
}

#[tokio::test]
async fn embed_in_webkit_tells_a_course_what_happens() -> Result<()> {
    hears_what_happens(&Course::start(Browser::WebKit, Window::default()).await?).await
}

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
    let is_known = |kind: &Value| kind == "ready" || kind == "resize";
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
