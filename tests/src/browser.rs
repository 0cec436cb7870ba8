//! The three browsers: how each is found, started and given a window.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use fantoccini::ClientBuilder;
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::driver::{Driver, Screen};
use crate::log::Logs;
use crate::page::Page;
use crate::site::{self, Server};

/// A browser engine, in the browser that Debian has of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Browser {
    /// Blink: Chrome, Edge and their kin.
    Chromium,
    /// Gecko.
    Firefox,
    /// WebKit: Safari's engine, in WebKitGTK's MiniBrowser.
    WebKit,
}

/// What a page is shown in.
#[derive(Debug, Clone, Copy)]
pub struct Window {
    /// Width in CSS pixels; exact in Chromium, of the window in the others.
    pub width: u32,
    /// Height, likewise.
    pub height: u32,
    /// Whether the visitor prefers a dark page. Chromium only.
    pub dark: bool,
    /// Pixels of a picture to each CSS pixel. Chromium only.
    pub scale: f64,
}

impl Default for Window {
    fn default() -> Self {
        Self { width: 1280, height: 900, dark: false, scale: 1.0 }
    }
}

impl Browser {
    /// Starts the browser with an empty profile, and a server for the site.
    ///
    /// # Errors
    /// When a program is missing, with the command that installs it; when one does not start, with what it said.
    pub async fn start(self, window: Window) -> Result<Page> {
        self.start_with(window, profile()?, site::folder()?).await
    }

    /// The same with the site in a folder, which may change.
    ///
    /// # Errors
    /// As [`Browser::start`].
    pub async fn start_at(self, window: Window, site: &Path) -> Result<Page> {
        self.start_with(window, profile()?, site.to_owned()).await
    }

    /// The same, with a script that runs in the site's worker before anything of its own: to break there what breaks
    /// in the world. It hears what [`Page::sabotage`] says.
    ///
    /// # Errors
    /// As [`Browser::start`].
    pub async fn start_sabotaged(self, window: Window, script: &str) -> Result<Page> {
        let folder = profile()?;
        let site = folder.path().join("site");
        site::release("sabotaged", script, &site)?;
        self.start_with(window, folder, site).await
    }

    async fn start_with(self, window: Window, folder: TempDir, site: PathBuf) -> Result<Page> {
        let server = Server::start(site).await?;
        let logs = Logs::new(folder.path());
        let connected = self.connect(window, &folder, &logs).await;
        let (client, driver) =
            connected.with_context(|| format!("{self:?} did not start. What it said:\n{}", logs.tail()))?;
        Ok(Page::new(client, driver, server, logs, folder))
    }

    async fn connect(
        self,
        window: Window,
        folder: &TempDir,
        logs: &Logs,
    ) -> Result<(fantoccini::Client, Driver)> {
        let mut driver = self.driver(window, folder.path(), logs)?;
        let Value::Object(capabilities) = self.capabilities(window, folder.path(), logs)? else {
            anyhow::bail!("capabilities are an object");
        };
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities)
            .connect(&driver.address())
            .await
            .context("the driver made no session")?;
        if let Some(session) = client.session_id().await.context("the session has no name")? {
            driver.remember(session);
        }
        if self != Self::Chromium {
            client.set_window_size(window.width, window.height).await.context("the window has no size")?;
        }
        Ok((client, driver))
    }

    fn driver(self, window: Window, folder: &Path, logs: &Logs) -> Result<Driver> {
        let profile = ("HOME", folder.display().to_string());
        match self {
            Self::Chromium => {
                let arguments = |port| vec![format!("--port={port}")];
                Driver::start(&program("chromedriver")?, arguments, &[], None, logs)
            }
            Self::Firefox => {
                let arguments = |port: u16| ["--port".to_owned(), port.to_string()].into();
                // It also listens for a second protocol, on a fixed port unless told otherwise.
                let arguments = |port| [arguments(port), vec!["--websocket-port=0".to_owned()]].concat();
                Driver::start(&program("geckodriver")?, arguments, &[profile], None, logs)
            }
            Self::WebKit => {
                let screen =
                    Screen::start(&program("Xvfb")?, window.width.max(1280), window.height.max(1024))?;
                let arguments = |port| vec![format!("--port={port}")];
                let environment = [
                    profile,
                    // Its sandbox needs user namespaces, which root in a container does not have.
                    ("WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS", "1".to_owned()),
                    ("GDK_BACKEND", "x11".to_owned()),
                    ("LIBGL_ALWAYS_SOFTWARE", "1".to_owned()),
                ];
                Driver::start(&program("WebKitWebDriver")?, arguments, &environment, Some(screen), logs)
            }
        }
    }

    fn capabilities(self, window: Window, folder: &Path, logs: &Logs) -> Result<Value> {
        Ok(match self {
            Self::Chromium => {
                let mut arguments = vec![
                    "--headless=new".to_owned(),
                    "--no-sandbox".to_owned(),
                    // WebGPU, which without a graphics card computes on SwiftShader.
                    "--enable-unsafe-webgpu".to_owned(),
                    "--disable-quic".to_owned(),
                    "--no-first-run".to_owned(),
                    "--disable-background-networking".to_owned(),
                    "--disable-component-update".to_owned(),
                    "--disable-sync".to_owned(),
                    // Many containers have a tiny /dev/shm, in which tabs crash.
                    "--disable-dev-shm-usage".to_owned(),
                    format!("--user-data-dir={}", folder.join("profile").display()),
                    "--enable-logging".to_owned(),
                    format!("--log-file={}", logs.file("chromium.log").display()),
                ];
                if window.dark {
                    arguments.push("--force-dark-mode".to_owned());
                }
                let metrics = json!({
                    "width": window.width, "height": window.height, "pixelRatio": window.scale,
                    "mobile": false, "touch": false,
                });
                json!({ "goog:chromeOptions": {
                    "binary": program("chromium")?,
                    "args": arguments,
                    "mobileEmulation": { "deviceMetrics": metrics },
                } })
            }
            Self::Firefox => json!({ "moz:firefoxOptions": {
                "binary": program("firefox-esr")?,
                "args": ["-headless"],
                "prefs": { "devtools.console.stdout.content": true },
            } }),
            Self::WebKit => json!({ "webkitgtk:browserOptions": {
                "binary": mini_browser()?,
                "args": ["--automation", "--enable-write-console-messages-to-stdout=true"],
            } }),
        })
    }
}

/// The folder of a browser's profile, and of all else that goes with it.
fn profile() -> Result<TempDir> {
    tempfile::tempdir().context("could not make a folder for the browser's profile")
}

fn program(name: &str) -> Result<PathBuf> {
    xtask::places::program(name)
        .with_context(|| format!("{name} is missing. Install what the tests need with `cargo xtask setup`."))
}

/// WebKitGTK's small browser, which lies in a folder with the name of the machine's architecture and the version
/// of its interface.
fn mini_browser() -> Result<PathBuf> {
    let folders =
        |parent: &Path| std::fs::read_dir(parent).into_iter().flatten().flatten().map(|it| it.path());
    let mut found: Vec<PathBuf> = folders(Path::new("/usr/lib"))
        .flat_map(|architecture| folders(&architecture).collect::<Vec<_>>())
        .filter(|folder| folder.file_name().is_some_and(|it| it.to_string_lossy().starts_with("webkit2gtk-")))
        .map(|folder| folder.join("MiniBrowser"))
        .filter(|program| program.is_file())
        .collect();
    found.sort();
    found
        .pop()
        .context("WebKit's MiniBrowser is missing. Install what the tests need with `cargo xtask setup`.")
}
