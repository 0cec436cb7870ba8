//! A long run of the real page, with its memory written down minute by minute: what grows there would one day close
//! the tab.

use std::time::{Duration, Instant};

use anyhow::Result;
use tests::{Browser, Page, Window};

use crate::processes;

/// A run that outlasts any soak of a quarter of an hour on two cores.
const RUN: &str = "inverse-permutation/#steps=4096&members=16&backend=";

/// MB at one moment: what the page's scripts hold, and what the processes of the page (with WebAssembly) and of the
/// graphics card occupy. Without a graphics card its memory lies in the latter.
#[derive(Debug, Clone, Copy)]
struct Sample {
    scripts: f64,
    page: f64,
    graphics: f64,
}

async fn sample(page: &Page) -> Result<Sample> {
    let scripts = page.script("return performance.memory ? performance.memory.usedJSHeapSize : 0").await?;
    let of = |kind: &str| {
        let own = page.processes().into_iter().filter(|&process| processes::is_kind(process, kind));
        own.map(processes::resident).sum()
    };
    Ok(Sample {
        scripts: scripts.as_f64().unwrap_or(0.0) / 1e6,
        page: of("renderer"),
        graphics: of("gpu-process"),
    })
}

/// The least of several moments: what is left after scripts have tidied up.
fn least(samples: &[Sample]) -> Sample {
    let of = |part: fn(&Sample) -> f64| samples.iter().map(part).fold(f64::INFINITY, f64::min);
    Sample { scripts: of(|s| s.scripts), page: of(|s| s.page), graphics: of(|s| s.graphics) }
}

/// Runs the page on either backend for so many minutes and prints what it held in each.
///
/// # Errors
/// When the page does not run that long.
pub(crate) async fn soak(minutes: u32) -> Result<()> {
    for backend in ["exact", "gpu"] {
        println!(
            "\n| minute, {backend} | scripts MB | page's process MB | graphics process MB | done |\n|--:|--:|--:|--:|--:|"
        );
        let page = Browser::Chromium.start(Window::default()).await?;
        page.open(&format!("{RUN}{backend}")).await?;
        page.reaches("ready").await?;
        page.click("#run").await?;
        page.reaches("running").await?;
        let mut whole = Vec::new();
        for minute in 1..=minutes {
            let (start, mut samples) = (Instant::now(), Vec::new());
            while start.elapsed() < Duration::from_secs(60) {
                tokio::time::sleep(Duration::from_secs(5)).await;
                samples.push(sample(&page).await?);
            }
            let Sample { scripts, page: own, graphics } = least(&samples);
            let done = page.script("return document.querySelector('progress')?.value ?? 0").await?;
            println!("| {minute} | {scripts:.1} | {own:.0} | {graphics:.0} | {done} |");
            whole.push(least(&samples));
        }
        page.reaches("running").await?;
        if let [_, second, .., last] = whole[..] {
            println!(
                "\nFrom the second minute to the last: scripts {:+.1} MB, page's process {:+.1} MB, graphics process {:+.1} MB.",
                last.scripts - second.scripts,
                last.page - second.page,
                last.graphics - second.graphics
            );
        }
    }
    Ok(())
}
