//! A page in a browser: what a visitor can do with it, and what a test can read off it.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use fantoccini::wd::WindowHandle;
use fantoccini::{Client, Locator};
use serde::Deserialize;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::axe::{Answer, CHECK, RULES, Violation};
use crate::driver::Driver;
use crate::log::{Logs, last};
use crate::site::Server;

/// How long [`Page::wait_for`] waits, unless `GEDANKEN_PATIENCE` names other seconds. Three browsers and a build may share
/// two cores; whoever writes a test wants to hear sooner that it fails.
fn patience() -> Duration {
    let wanted = std::env::var("GEDANKEN_PATIENCE").ok().and_then(|seconds| seconds.parse().ok());
    Duration::from_secs(wanted.unwrap_or(480))
}

/// Reads the first element that a selector finds, in one step, so that its parts belong to one moment.
const READ: &str = "
    const element = document.querySelector(arguments[0]);
    if (!element) return null;
    const attributes = {};
    for (const { name, value } of element.attributes) attributes[name] = value;
    return { text: element.textContent, attributes };";

/// Finds what does not fit into the window.
const FITS: &str = include_str!("fits.js");

/// Puts another language in place of the page's.
const STRANGE: &str = include_str!("strange.js");

/// Waits until the page has been drawn anew.
const SETTLE: &str = "
    const [done] = arguments;
    requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done)));";

/// Waits until an element rests where a click would meet it: a page that scrolls smoothly or grows moves it, and what lies
/// under the run bar is scrolled to the middle. A frame that is out of sight draws nothing, and goes by the clock.
const REACH: &str = "
    const [css, done] = arguments;
    const element = document.querySelector(css);
    const next = (step) => Promise.race([
        new Promise((drawn) => requestAnimationFrame(drawn)),
        new Promise((waited) => setTimeout(waited, 100)),
    ]).then(step);
    const end = performance.now() + 5000;
    let [last, isMoved] = ['', false];
    const look = () => {
        if (!element || performance.now() > end) return done();
        const { left, top, width, height } = element.getBoundingClientRect();
        const place = [left, top, width, height].join();
        if (place !== last) {
            last = place;
            return next(look);
        }
        const met = document.elementFromPoint(left + width / 2, top + height / 2);
        if (isMoved || element.contains(met)) return done();
        isMoved = true;
        element.scrollIntoView({ block: 'center', behavior: 'instant' });
        next(look);
    };
    look();";

/// An open browser with one page.
///
/// Its fields end in this order: the session, the processes, then the files that they used.
#[derive(Debug)]
pub struct Page {
    client: Client,
    driver: Driver,
    site: String,
    server: Option<Server>,
    logs: Logs,
    _folder: TempDir,
}

/// A tab of the browser.
#[derive(Debug)]
pub struct Tab(WindowHandle);

/// An element as it was at one moment.
#[derive(Debug, Clone, Deserialize)]
pub struct Element {
    /// Its text with that of everything in it.
    pub text: String,
    attributes: BTreeMap<String, String>,
}

impl Element {
    /// The value of an attribute, if it has it.
    #[must_use]
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.get(name).map(String::as_str)
    }
}

impl Page {
    pub(crate) fn new(client: Client, driver: Driver, server: Server, logs: Logs, folder: TempDir) -> Self {
        let site = server.address().to_owned();
        Self { client, driver, site, server: Some(server), logs, _folder: folder }
    }

    pub(crate) fn client(&self) -> &Client {
        &self.client
    }

    /// Opens a page of the site, given its path without a slash at the front, with its fragment.
    ///
    /// # Errors
    /// When the browser cannot load it.
    pub async fn open(&self, path: &str) -> Result<()> {
        let address = format!("{}{path}", self.site);
        // From an empty page: a link to the page that is open would change only its fragment.
        self.client.goto("about:blank").await.context("the browser left")?;
        self.client.goto(&address).await.with_context(|| format!("could not open {address}"))?;
        if !self.is_styled().await? {
            // On a busy machine a browser now and then drops a request; a page without its styles would be measured.
            self.client.refresh().await.with_context(|| format!("could not open {address} again"))?;
            ensure!(self.is_styled().await?, "{address} comes without its styles");
        }
        Ok(())
    }

    /// Opens a page of another host.
    ///
    /// # Errors
    /// When the browser cannot load it.
    pub async fn visit(&self, address: &str) -> Result<()> {
        self.client.goto(address).await.with_context(|| format!("could not open {address}"))
    }

    /// The address of the site, with a slash at its end.
    #[must_use]
    pub fn site(&self) -> &str {
        &self.site
    }

    /// Goes into the frame that a script gives: what is done from then on is done there.
    ///
    /// # Errors
    /// When it gives none.
    pub async fn enter(&self, script: &str) -> Result<()> {
        let found = self.script(script).await?;
        let name = found.as_object().and_then(|fields| fields.values().next()?.as_str());
        let name = name.with_context(|| format!("no frame: {script}"))?.to_owned();
        let frame = fantoccini::elements::Element::from_element_id(self.client.clone(), name.into());
        frame.enter_frame().await.context("the frame cannot be entered")
    }

    /// Goes out of the frame again.
    ///
    /// # Errors
    /// When the browser has gone.
    pub async fn leave(&self) -> Result<()> {
        self.client.enter_parent_frame().await.context("the frame cannot be left")
    }

    /// Whether every style sheet that the page names is there.
    async fn is_styled(&self) -> Result<bool> {
        let sheets = "[...document.querySelectorAll('link[rel=stylesheet]')].every((link) => link.sheet)";
        Ok(self.script(&format!("return {sheets}")).await? == json!(true))
    }

    /// The first element that the selector finds, if any.
    ///
    /// # Errors
    /// When the selector is not one, or the browser has gone.
    pub async fn find(&self, css: &str) -> Result<Option<Element>> {
        let found = self.client.execute(READ, vec![json!(css)]).await;
        let found = found.with_context(|| format!("could not look for {css}"))?;
        serde_json::from_value(found).context("the browser answered in another form")
    }

    /// Waits until the first element that the selector finds is as it should be, and gives it.
    ///
    /// # Errors
    /// When it is not so within eight minutes: with the state of the page and what the browser's console said.
    pub async fn wait_for(&self, css: &str, done: impl Fn(&Element) -> bool) -> Result<Element> {
        let (start, patience) = (Instant::now(), patience());
        let mut last = None;
        while start.elapsed() < patience {
            last = self.find(css).await?;
            if let Some(element) = last.take_if(|element| done(element)) {
                return Ok(element);
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        let seen = match last {
            None => "there is no such element".to_owned(),
            Some(it) => format!("it has {:?} and says {:?}", it.attributes, shorten(&it.text)),
        };
        bail!("waited {} s for {css}: {seen}.\n{}", patience.as_secs(), self.describe().await);
    }

    /// Waits until the page's run is in a state: ready, running, paused, finished or failed.
    ///
    /// # Errors
    /// As [`Page::wait_for`], and at once, with what the page says, where the run failed instead.
    pub async fn reaches(&self, state: &str) -> Result<()> {
        let is_over = |main: &Element| {
            let is = main.attribute("data-state");
            is == Some(state) || is == Some("failed")
        };
        let main = self.wait_for("main", is_over).await?;
        if main.attribute("data-state") == Some(state) {
            return Ok(());
        }
        let says = self.find(".failure").await?.map_or_else(String::new, |it| shorten(&it.text));
        bail!("instead of {state}, the run failed: {says}\n{}", self.describe().await);
    }

    /// Clicks the first element that the selector finds, as a visitor would: scrolled into view, not covered.
    ///
    /// # Errors
    /// When there is none or it cannot be clicked.
    pub async fn click(&self, css: &str) -> Result<()> {
        self.client.execute_async(REACH, vec![css.into()]).await.context("the page does not rest")?;
        let element =
            self.client.find(Locator::Css(css)).await.with_context(|| format!("there is no {css}"))?;
        element.click().await.with_context(|| format!("{css} cannot be clicked"))
    }

    /// Presses keys where the keyboard's focus is, one after the other; special ones as WebDriver writes them. Control
    /// stays down for the rest of them.
    ///
    /// # Errors
    /// When the browser takes none.
    pub async fn press(&self, keys: &str) -> Result<()> {
        const CONTROL: char = '\u{e009}';
        let mut actions = KeyActions::new("keyboard".to_owned());
        for value in keys.chars() {
            actions = actions.then(KeyAction::Down { value });
            if value != CONTROL {
                actions = actions.then(KeyAction::Up { value });
            }
        }
        if keys.contains(CONTROL) {
            actions = actions.then(KeyAction::Up { value: CONTROL });
        }
        self.client.perform_actions(actions).await.with_context(|| format!("{keys:?} cannot be pressed"))
    }

    /// Chooses a file in the first file field that the selector finds.
    ///
    /// # Errors
    /// When there is no such field.
    pub async fn choose(&self, css: &str, file: &str) -> Result<()> {
        let field =
            self.client.find(Locator::Css(css)).await.with_context(|| format!("there is no {css}"))?;
        field.send_keys(file).await.with_context(|| format!("{css} takes no file"))
    }

    /// Gives the first field that the selector finds a value, a slider too, and tells the page as a browser does of a visitor.
    ///
    /// # Errors
    /// When there is no such field.
    pub async fn set(&self, css: &str, value: &str) -> Result<()> {
        let script = "
            const field = document.querySelector(arguments[0]);
            field.value = arguments[1];
            field.dispatchEvent(new Event('input', { bubbles: true }));";
        self.script_with(script, &[css, value]).await.map(drop)
    }

    /// What stands behind the address, with its `#`; empty where nothing does.
    ///
    /// # Errors
    /// When the browser has gone.
    pub async fn fragment(&self) -> Result<String> {
        let hash = self.script("return location.hash").await?;
        Ok(hash.as_str().unwrap_or_default().to_owned())
    }

    /// The same once it names something: the address follows a moment after the page.
    ///
    /// # Errors
    /// When it does not come to.
    pub async fn fragment_with(&self, part: &str) -> Result<String> {
        let start = Instant::now();
        loop {
            let fragment = self.fragment().await?;
            if fragment.contains(part) {
                return Ok(fragment);
            }
            ensure!(start.elapsed() < Duration::from_secs(5), "the address does not name {part}: {fragment}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Moves the focus on with the Tab key until it is on an element that the selector finds.
    ///
    /// # Errors
    /// When it gets to none.
    pub async fn tab_to(&self, css: &str) -> Result<()> {
        for _ in 0..200 {
            self.press("\u{e004}").await?;
            let script = format!("return document.activeElement.matches({})", json!(css));
            if self.script(&script).await? == json!(true) {
                return Ok(());
            }
        }
        bail!("the Tab key does not get to {css}.\n{}", self.describe().await)
    }

    /// Scrolls the first element that the selector finds to the top of the window, as far as the page reaches.
    ///
    /// # Errors
    /// When there is none.
    pub async fn scroll_to(&self, css: &str) -> Result<()> {
        self.script_with(
            "document.querySelector(arguments[0]).scrollIntoView({ behavior: 'instant' })",
            &[css],
        )
        .await
        .map(drop)
    }

    /// Where the first element that the selector finds lies in the window: left, top, width and height. It is scrolled to
    /// the middle first.
    ///
    /// # Errors
    /// When there is none.
    pub async fn place(&self, css: &str) -> Result<[f64; 4]> {
        let script = "
            const element = document.querySelector(arguments[0]);
            element.scrollIntoView({ block: 'center', behavior: 'instant' });
            const { left, top, width, height } = element.getBoundingClientRect();
            return [left, top, width, height];";
        let found = self.script_with(script, &[css]).await?;
        serde_json::from_value(found).context("the browser answered in another form")
    }

    /// Waits until what was changed has been laid out and drawn.
    ///
    /// # Errors
    /// When the browser has gone.
    pub async fn settle(&self) -> Result<()> {
        self.client.execute_async(SETTLE, Vec::new()).await.context("the page draws nothing").map(drop)
    }

    /// What does not fit into the window: what reaches out of it or is cut off, what lies over something else, and what is
    /// lower than so many pixels and meant to be hit.
    ///
    /// # Errors
    /// When the browser has gone.
    pub async fn faults_of_fit(&self, height: u32) -> Result<Vec<String>> {
        self.settle().await?;
        let found = self.script_with(FITS, &[&height.to_string()]).await?;
        serde_json::from_value(found).context("the browser answered in another form")
    }

    /// Puts a language that nobody speaks in place of the page's own, with texts that are longer by two fifths.
    ///
    /// # Errors
    /// When the browser has gone.
    pub async fn speak_strangely(&self) -> Result<()> {
        self.script(STRANGE).await.map(drop)
    }

    /// Runs a script in the page; `return` gives its value.
    ///
    /// # Errors
    /// When it throws.
    pub async fn script(&self, script: &str) -> Result<Value> {
        self.script_with(script, &[]).await
    }

    /// The same with arguments, which the script finds in `arguments`.
    ///
    /// # Errors
    /// When it throws, or a promise that it returns is not kept.
    pub async fn script_with(&self, script: &str, arguments: &[&str]) -> Result<Value> {
        let arguments = arguments.iter().map(|it| json!(it)).collect();
        self.client.execute(script, arguments).await.with_context(|| format!("the script failed: {script}"))
    }

    /// What axe-core finds wrong with the page as it stands.
    ///
    /// # Errors
    /// When axe-core is missing or does not run.
    pub async fn axe(&self) -> Result<Vec<Violation>> {
        let file = xtask::setup::axe()?;
        let checker =
            std::fs::read_to_string(&file).with_context(|| format!("could not read {}", file.display()))?;
        self.client.execute(&checker, Vec::new()).await.context("axe-core could not be put into the page")?;
        let answer = self.client.execute_async(CHECK, vec![json!(RULES)]).await;
        let answer = answer.context("axe-core did not answer")?;
        match serde_json::from_value(answer).context("axe-core answered in another form")? {
            Answer::Violations(violations) => Ok(violations),
            Answer::Error(sentence) => bail!("axe-core failed: {sentence}"),
        }
    }

    /// The processes of the browser and of what drives it.
    #[must_use]
    pub fn processes(&self) -> Vec<u32> {
        self.driver.processes()
    }

    /// The lines that the page's console has shown since the browser started, as the browser writes them.
    #[must_use]
    pub fn console(&self) -> Vec<String> {
        self.logs.console()
    }

    /// Says a word to the script that [`crate::Browser::start_sabotaged`] put into the worker.
    ///
    /// # Errors
    /// When the browser has gone.
    pub async fn sabotage(&self, word: &str) -> Result<()> {
        self.script(&format!("new BroadcastChannel('sabotage').postMessage('{word}')")).await.map(drop)
    }

    /// Hides the page behind another tab for a while.
    ///
    /// # Errors
    /// When the browser opens none, or does not hide the page.
    pub async fn hide_for(&self, time: Duration) -> Result<()> {
        let own = self.tab().await?;
        self.open_tab().await?;
        tokio::time::sleep(time).await;
        self.show(&own).await
    }

    /// Shows another tab, new and empty.
    ///
    /// # Errors
    /// When the browser opens none.
    pub async fn open_tab(&self) -> Result<()> {
        let tab = self.client.new_window(true).await.context("the browser opens no tab")?;
        self.show(&Tab(tab.handle)).await
    }

    /// Closes the tab that is shown. Another has to be shown then.
    ///
    /// # Errors
    /// When the browser has gone.
    pub async fn close_tab(&self) -> Result<()> {
        self.client.close_window().await.context("the tab cannot be closed")
    }

    /// The tab that is shown.
    ///
    /// # Errors
    /// When the browser has gone.
    pub async fn tab(&self) -> Result<Tab> {
        self.client.window().await.map(Tab).context("the page has no window")
    }

    /// Shows a tab: what is done from then on is done there.
    ///
    /// # Errors
    /// When it is gone.
    pub async fn show(&self, tab: &Tab) -> Result<()> {
        self.client.switch_to_window(tab.0.clone()).await.context("the tab cannot be shown")
    }

    /// Takes the page's host off the network, for good.
    ///
    /// # Errors
    /// When the server had broken before.
    pub async fn stop_server(&mut self) -> Result<()> {
        match self.server.take() {
            Some(server) => server.stop().await,
            None => Ok(()),
        }
    }

    /// Saves a picture of what the window shows, as PNG.
    ///
    /// # Errors
    /// When the browser takes none or the file cannot be written.
    pub async fn picture(&self, file: &Path) -> Result<()> {
        let picture = self.client.screenshot().await.context("the browser took no picture")?;
        std::fs::write(file, picture).with_context(|| format!("could not write {}", file.display()))
    }

    /// What the page is and what its browser said, for the message of a failure.
    pub async fn describe(&self) -> String {
        let address =
            self.client.current_url().await.map_or_else(|error| error.to_string(), |url| url.to_string());
        let read = |element: Result<Option<Element>>| element.ok().flatten();
        let state = read(self.find("main").await)
            .and_then(|main| main.attribute("data-state").map(str::to_owned))
            .unwrap_or_else(|| "no state".to_owned());
        let status = read(self.find("#boot-status").await).map_or_else(String::new, |it| it.text);
        format!(
            "The page is {address}, in {state}. Its status line: {:?}. Its console:\n{}",
            status.trim(),
            last(&self.logs.console())
        )
    }
}

fn shorten(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(300).collect()
}
