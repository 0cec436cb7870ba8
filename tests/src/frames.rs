//! Pages inside of pages, and pages of somebody else: what is done in a frame, and hosts that embed what ours shows.

use std::path::PathBuf;

use anyhow::{Context, Result};
use fantoccini::Locator;

use crate::page::Page;

/// Serves a folder as somebody else's site: at the top of an origin of its own, whose address it gives. It ends with the
/// runtime that it was started in.
///
/// # Errors
/// When no port is free.
pub async fn serve(folder: PathBuf) -> Result<String> {
    let (listener, address) = xtask::server::listen("127.0.0.1", 0).await?;
    tokio::spawn(async move { xtask::server::serve(listener, &folder, "/").await });
    Ok(format!("http://{address}/"))
}

impl Page {
    /// Opens an address of any origin.
    ///
    /// # Errors
    /// When the browser cannot load it.
    pub async fn visit(&self, address: &str) -> Result<()> {
        self.client().goto(address).await.with_context(|| format!("could not open {address}"))
    }

    /// Goes into the first frame that the selector finds: what is done from then on is done there.
    ///
    /// # Errors
    /// When there is none.
    pub async fn enter(&self, css: &str) -> Result<()> {
        let frame = self.client().find(Locator::Css(css)).await;
        let frame = frame.with_context(|| format!("there is no {css}"))?;
        frame.enter_frame().await.with_context(|| format!("{css} cannot be entered"))
    }

    /// Goes into the frame of the first element of ours on the page, which stands in a shadow tree.
    ///
    /// # Errors
    /// When there is none.
    pub async fn enter_experiment(&self) -> Result<()> {
        let script = "return document.querySelector('gedanken-experiment').frame";
        let frame = self.client().execute(script, Vec::new()).await.context("there is no experiment")?;
        let frame = fantoccini::elements::Element::from_element_id(
            self.client().clone(),
            element_id(&frame).context("the experiment has no frame")?.into(),
        );
        frame.enter_frame().await.context("the frame cannot be entered")
    }

    /// Goes back to the page that holds all frames.
    ///
    /// # Errors
    /// When the browser has gone.
    pub async fn leave(&self) -> Result<()> {
        self.client().enter_frame(None).await.context("the frame cannot be left")
    }
}

/// The name by which WebDriver knows an element that a script has given.
fn element_id(answer: &serde_json::Value) -> Option<String> {
    answer.as_object()?.values().next()?.as_str().map(str::to_owned)
}
