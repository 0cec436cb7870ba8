//! Takes a picture of a page in Chromium, to look at while working on it: what `cargo xtask shot` runs.

use std::path::PathBuf;

use anyhow::Result;
use clap::Parser;
use tests::{Browser, Window};

/// Takes a picture of a page in Chromium.
#[derive(Parser)]
#[command(name = "cargo xtask shot --", bin_name = "cargo xtask shot --")]
struct Arguments {
    /// The page's path inside the site, with its fragment; nothing for the gallery
    #[arg(default_value = "")]
    path: String,
    /// Width of the view in CSS pixels
    #[arg(long, default_value_t = 1280)]
    width: u32,
    /// Height of the view in CSS pixels
    #[arg(long, default_value_t = 900)]
    height: u32,
    /// As a visitor sees it who prefers dark pages
    #[arg(long)]
    dark: bool,
    /// Click the first element that this selector finds, once the page is ready; may be given more than once
    #[arg(long)]
    click: Vec<String>,
    /// Wait until `<main data-state>` is this, after the clicks
    #[arg(long)]
    wait_state: Option<String>,
    /// Scroll the first element that this selector finds to the top of the window, and show no scroll bar
    #[arg(long)]
    scroll_to: Option<String>,
    /// Wait this many seconds more
    #[arg(long, default_value_t = 0.3)]
    wait: f64,
    /// The file to write
    #[arg(long, default_value = "shot.png")]
    out: PathBuf,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let window = Window { width: arguments.width, height: arguments.height, dark: arguments.dark };
    let page = Browser::Chromium.start(window).await?;
    page.open(&arguments.path).await?;
    let state =
        |wanted: &'static str| page.wait_for("main", move |it| it.attribute("data-state") == Some(wanted));
    if !arguments.click.is_empty() {
        state("ready").await?;
    }
    for selector in &arguments.click {
        page.click(selector).await?;
    }
    if let Some(wanted) = &arguments.wait_state {
        page.wait_for("main", |it| it.attribute("data-state") == Some(wanted)).await?;
    }
    if let Some(selector) = &arguments.scroll_to {
        page.script("document.documentElement.style.scrollbarWidth = 'none'").await?;
        page.scroll_to(selector).await?;
    }
    tokio::time::sleep(std::time::Duration::from_secs_f64(arguments.wait)).await;
    page.picture(&arguments.out).await?;
    println!("{}", page.describe().await);
    Ok(())
}
