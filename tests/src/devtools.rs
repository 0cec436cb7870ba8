//! Chromium's own protocol, for what WebDriver does not offer: what a page looks like on paper and to who needs other
//! colours, what a screen reader is told of it, and whether a device takes it as a program.

use anyhow::{Context, Result};
use fantoccini::wd::WebDriverCompatibleCommand;
use http::Method;
use serde::Deserialize;
use serde_json::{Value, json};
use url::{ParseError, Url};

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
