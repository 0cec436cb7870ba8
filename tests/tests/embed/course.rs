//! A course page that is on another host, with experiments in it.

use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result};
use serde_json::{Value, json};
use tempfile::TempDir;
use tests::{Browser, Page, Server, Window};

/// A run that decides two claims.
pub(crate) const RUN: &str = "two-moons/#rev=1&seed=5&members=4&backend=exact&workers=2";

/// Keeps what the elements of the page tell, and how many messages there are in all.
pub(crate) const LISTEN: &str = r#"
    window.told = [];
    window.heard = 0;
    addEventListener("message", () => window.heard += 1);
    for (const type of ["loading", "ready", "resize", "progress", "claim", "answer", "state", "error"]) {
        addEventListener(`gedanken:${type}`, ({ target, detail }) => told.push({ type, by: target.id, detail }));
    }"#;

/// A course page on a host of its own.
pub(crate) struct Course {
    pub(crate) page: Page,
    pub(crate) host: Server,
    folder: TempDir,
}

impl Course {
    pub(crate) async fn start(browser: Browser, window: Window) -> Result<Self> {
        let folder = tempfile::tempdir().context("no folder for the course")?;
        let host = Server::start(folder.path().to_owned()).await?;
        Ok(Self { page: browser.start(window).await?, host, folder })
    }

    /// Opens a course page with this body.
    pub(crate) async fn open(&self, body: &str) -> Result<()> {
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
    pub(crate) async fn script(&self, script: &str) -> Result<Value> {
        self.page.script(&format!("const it = document.querySelector('#it'); {script}")).await
    }

    /// Waits until the first element is in a state.
    pub(crate) async fn reaches(&self, state: &str) -> Result<()> {
        self.page.wait_for("#it", |it| it.attribute("data-state") == Some(state)).await.map(drop)
    }

    /// Waits until a script gives `true`.
    pub(crate) async fn until(&self, script: &str) -> Result<()> {
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
    pub(crate) async fn told(&self, kind: &str) -> Result<Vec<Value>> {
        let script = format!("return told.filter((it) => it.type === '{kind}').map((it) => it.detail)");
        serde_json::from_value(self.script(&script).await?).context("the course keeps no list")
    }

    /// Sends something to the frame as it is, and gives the answers that came within a moment.
    pub(crate) async fn sends(&self, messages: &str) -> Result<Vec<Value>> {
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

pub(crate) fn element(attributes: &str) -> String {
    format!("<gedanken-experiment id=\"it\" href=\"{{site}}{RUN}\" {attributes}></gedanken-experiment>")
}
