//! Chromium's own protocol, for what WebDriver does not offer: what a page looks like on paper, in another window, in larger
//! letters and to who needs other colours, what a screen reader is told of it, what a finger does, how much time it takes,
//! and whether a device takes it as a program.

use std::time::Duration;

use anyhow::{Context, Result};
use fantoccini::wd::WebDriverCompatibleCommand;
use http::Method;
use serde::Deserialize;
use serde_json::{Value, json};
use url::{ParseError, Url};

use crate::browser::Window;
use crate::page::Page;

/// One command of the protocol.
#[derive(Debug)]
struct Command {
    name: &'static str,
    parameters: Value,
}

impl WebDriverCompatibleCommand for Command {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, ParseError> {
        base.join(&format!("session/{}/goog/cdp/execute", session.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        let body = json!({ "cmd": self.name, "params": self.parameters });
        (Method::POST, Some(body.to_string()))
    }
}

/// Something that a screen reader knows of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accessible {
    /// What it is: "button", "slider", "heading".
    pub role: String,
    /// What it is called.
    pub name: String,
    /// What it says in place of its value, or its value.
    pub value: String,
    /// What is said about it beside that.
    pub description: String,
    node: u64,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Node {
    #[serde(default)]
    ignored: bool,
    role: Option<Property>,
    name: Option<Property>,
    value: Option<Property>,
    description: Option<Property>,
    #[serde(default)]
    properties: Vec<Named>,
    #[serde(rename = "backendDOMNodeId")]
    node: Option<u64>,
}

#[derive(Deserialize)]
struct Property {
    #[serde(default)]
    value: Value,
}

#[derive(Deserialize)]
struct Named {
    name: String,
    value: Property,
}

impl Property {
    fn text(of: Option<&Self>) -> String {
        match of.map(|it| &it.value) {
            None | Some(Value::Null) => String::new(),
            Some(Value::String(text)) => text.split_whitespace().collect::<Vec<_>>().join(" "),
            Some(other) => other.to_string(),
        }
    }
}

impl Page {
    async fn devtools(&self, name: &'static str, parameters: Value) -> Result<Value> {
        let answer = self.client().issue_cmd(Command { name, parameters }).await;
        answer.with_context(|| format!("Chromium does not answer to {name}"))
    }

    /// Shows the page as it is printed, or again as on a screen, without asking for a printer.
    ///
    /// # Errors
    /// When the browser is not Chromium.
    pub async fn on_paper(&self, paper: bool) -> Result<()> {
        let (medium, event) = if paper { ("print", "beforeprint") } else { ("", "afterprint") };
        self.script_with("dispatchEvent(new Event(arguments[0]))", &[event]).await?;
        self.devtools("Emulation.setEmulatedMedia", json!({ "media": medium })).await.map(drop)
    }

    /// Has the page follow a wish of the visitor's, such as "prefers-reduced-motion: reduce".
    ///
    /// # Errors
    /// When the browser is not Chromium.
    pub async fn wishes(&self, name: &str, value: &str) -> Result<()> {
        let features = json!([{ "name": name, "value": value }]);
        self.devtools("Emulation.setEmulatedMedia", json!({ "features": features })).await.map(drop)
    }

    /// Runs a script in every page that is opened from now on, and in its frames, before any of its own: to refuse there what
    /// browsers refuse.
    ///
    /// # Errors
    /// When the browser is not Chromium.
    pub async fn before_everything(&self, script: &str) -> Result<()> {
        let parameters = json!({ "source": script });
        self.devtools("Page.addScriptToEvaluateOnNewDocument", parameters).await.map(drop)
    }

    /// Has the page's thread run this many times slower.
    ///
    /// # Errors
    /// When the browser is not Chromium.
    pub async fn slowed(&self, times: f64) -> Result<()> {
        self.devtools("Emulation.setCPUThrottlingRate", json!({ "rate": times })).await.map(drop)
    }

    /// How much of a processor's time the page's thread has spent on scripts, styles and layout since the first such
    /// question, and how much on everything, painting among it, in seconds.
    ///
    /// # Errors
    /// When the browser is not Chromium.
    pub async fn spent(&self) -> Result<[f64; 2]> {
        self.devtools("Performance.enable", json!({ "timeDomain": "threadTicks" })).await?;
        let answer = self.devtools("Performance.getMetrics", json!({})).await?;
        let metrics = answer.get("metrics").and_then(Value::as_array).context("no metrics")?;
        let seconds = |name: &str| {
            let metric = metrics.iter().find(|metric| metric.get("name").is_some_and(|it| it == name));
            metric.and_then(|metric| metric.get("value")?.as_f64()).with_context(|| format!("no {name}"))
        };
        let own = ["ScriptDuration", "RecalcStyleDuration", "LayoutDuration"];
        let own = own.into_iter().map(seconds).sum::<Result<f64>>()?;
        Ok([own, seconds("TaskDuration")?])
    }

    /// Gives the window another size, and its screen other dots. What is dark stays so.
    ///
    /// # Errors
    /// When the browser is not Chromium.
    pub async fn resize(&self, window: Window) -> Result<()> {
        let Window { width, height, scale, .. } = window;
        let metrics =
            json!({ "width": width, "height": height, "deviceScaleFactor": scale, "mobile": false });
        self.devtools("Emulation.setDeviceMetricsOverride", metrics).await.map(drop)
    }

    /// Has the browser write larger or smaller, as a visitor tells it to: 16 pixels is what browsers come with.
    ///
    /// # Errors
    /// When the browser is not Chromium.
    pub async fn letters(&self, pixels: u32) -> Result<()> {
        let sizes = json!({ "fontSizes": { "standard": pixels, "fixed": pixels * 13 / 16 } });
        self.devtools("Page.setFontSizes", sizes).await.map(drop)
    }

    /// Gives the device a screen to touch, and takes its mouse away.
    ///
    /// # Errors
    /// When the browser is not Chromium.
    pub async fn touch_screen(&self) -> Result<()> {
        let touch = json!({ "enabled": true, "maxTouchPoints": 1 });
        self.devtools("Emulation.setTouchEmulationEnabled", touch).await.map(drop)
    }

    /// Puts a finger down at the first of these places of the window, moves it to each of the others, and takes it away.
    ///
    /// # Errors
    /// When the browser is not Chromium.
    pub async fn drag(&self, places: &[(f64, f64)]) -> Result<()> {
        for (number, (x, y)) in places.iter().enumerate() {
            let kind = if number == 0 { "touchStart" } else { "touchMove" };
            let touch = json!({ "type": kind, "touchPoints": [{ "x": x, "y": y }] });
            self.devtools("Input.dispatchTouchEvent", touch).await?;
        }
        if places.len() > 1 {
            // A finger that leaves while it moves throws the page, and the next tap would only stop it.
            tokio::time::sleep(Duration::from_millis(150)).await;
        }
        let end = json!({ "type": "touchEnd", "touchPoints": [] });
        self.devtools("Input.dispatchTouchEvent", end).await.map(drop)
    }

    /// Moves the mouse to a place of the window.
    ///
    /// # Errors
    /// When the browser is not Chromium.
    pub async fn point_at(&self, (x, y): (f64, f64)) -> Result<()> {
        let mouse = json!({ "type": "mouseMoved", "x": x, "y": y });
        self.devtools("Input.dispatchMouseEvent", mouse).await.map(drop)
    }

    /// What keeps the browser from installing the page as a program of the device, and from reading its manifest.
    ///
    /// # Errors
    /// When the browser is not Chromium.
    pub async fn not_installable(&self) -> Result<Vec<Value>> {
        let install = self.devtools("Page.getInstallabilityErrors", json!({})).await?;
        let manifest = self.devtools("Page.getAppManifest", json!({})).await?;
        let list = |answer: &Value, name: &str| answer.get(name).and_then(Value::as_array).cloned();
        let mut faults = list(&install, "installabilityErrors").context("the errors have another form")?;
        faults.extend(list(&manifest, "errors").context("the manifest has another form")?);
        Ok(faults)
    }

    /// Everything that a screen reader is told of the page, in its order.
    ///
    /// # Errors
    /// When the browser is not Chromium.
    pub async fn accessible(&self) -> Result<Vec<Accessible>> {
        let answer = self.devtools("Accessibility.getFullAXTree", json!({})).await?;
        let nodes = answer.get("nodes").cloned().unwrap_or_default();
        let nodes: Vec<Node> = serde_json::from_value(nodes).context("the tree has another form")?;
        let told = nodes.into_iter().filter(|node| !node.ignored).filter_map(|it| {
            let said = it.properties.iter().find(|it| it.name == "valuetext").map(|it| &it.value);
            Some(Accessible {
                role: Property::text(it.role.as_ref()),
                name: Property::text(it.name.as_ref()),
                value: Property::text(said.or(it.value.as_ref())),
                description: Property::text(it.description.as_ref()),
                node: it.node?,
            })
        });
        Ok(told.collect())
    }

    /// Does what a screen reader does to press something.
    ///
    /// # Errors
    /// When it is gone.
    pub async fn activate(&self, it: &Accessible) -> Result<()> {
        let found = self.devtools("DOM.resolveNode", json!({ "backendNodeId": it.node })).await?;
        let object = found.pointer("/object/objectId").cloned().context("it is gone")?;
        let click = json!({ "objectId": object, "functionDeclaration": "function () { this.focus(); this.click(); }" });
        self.devtools("Runtime.callFunctionOn", click).await.map(drop)
    }
}
