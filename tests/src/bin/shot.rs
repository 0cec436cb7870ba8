//! Takes a picture of a page in Chromium, to look at while working on it: what `cargo xtask shot` runs.

use std::path::PathBuf;

use anyhow::Result;
use clap::Parser;
use tests::{Browser, Window};

/// Through the page's own objects, because its policy refuses styles in the HTML.
const HIDE: &str = "document.documentElement.style.scrollbarWidth = 'none';
    for (const element of document.querySelectorAll(arguments[0])) element.style.display = 'none';
    scrollTo(0, 0);";

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
    /// Pixels of the picture to each CSS pixel
    #[arg(long, default_value_t = 1.0)]
    scale: f64,
    /// Click the first element that this selector finds, once the page is ready; may be given more than once
    #[arg(long)]
    click: Vec<String>,
    /// Wait until `<main data-state>` is this, after the clicks
    #[arg(long)]
    wait_state: Option<String>,
    /// Leave out the scroll bar and every element that this selector finds
    #[arg(long)]
    hide: Option<String>,
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
    let Arguments { width, height, dark, scale, .. } = arguments;
    let window = Window { width, height, dark, scale };
    let page = Browser::Chromium.start(window).await?;
    page.open(&arguments.path).await?;
    if !arguments.click.is_empty() {
        page.reaches("ready").await?;
    }
    for selector in &arguments.click {
        page.click(selector).await?;
    }
    if let Some(wanted) = &arguments.wait_state {
        page.reaches(wanted).await?;
    }
    if let Some(selector) = &arguments.hide {
        page.script_with(HIDE, &[selector]).await?;
    }
    tokio::time::sleep(std::time::Duration::from_secs_f64(arguments.wait)).await;
    page.picture(&arguments.out).await?;
    println!("{}", page.describe().await);
    Ok(())
}
