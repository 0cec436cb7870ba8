//! What those who teach take away: the dialog with its snippets and its QR code, a course page that grades, and the page that
//! Open edX speaks to. Snippets are tried on pages of another origin, as they will be used.

mod code;
mod dialog;
mod pages;

use anyhow::{Result, ensure};
use serde_json::{Value, json};
use tempfile::TempDir;
use tests::{Page, Server};

const RUN: &str = "two-moons/#rev=1&seed=7&members=2&steps=64&backend=exact";

/// Waits until a script gives something true, and gives that.
async fn until(page: &Page, script: &str) -> Result<Value> {
    for _ in 0..400 {
        let found = page.script(script).await?;
        if ![json!(null), json!(false), json!("")].contains(&found) {
            return Ok(found);
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    Err(anyhow::anyhow!("this does not come: {script}\n{}", page.describe().await))
}

async fn ensure_open_to_everybody(page: &Page) -> Result<()> {
    let found: Vec<String> = page.axe().await?.iter().map(ToString::to_string).collect();
    ensure!(found.is_empty(), "axe-core found {}", found.join("\n"));
    Ok(())
}

/// A folder with the files of somebody else's page, and the host that it lies on.
async fn elsewhere(files: &[(&str, String)]) -> Result<(TempDir, Server)> {
    let folder = tempfile::tempdir()?;
    for (name, text) in files {
        std::fs::write(folder.path().join(name), text)?;
    }
    let host = Server::start(folder.path().to_owned()).await?;
    Ok((folder, host))
}
