//! The narrowest window that WCAG 2.2 asks for (1.4.10), 320 pixels, which is also what is left of 1280 at 400%: no page is
//! wider than it, no control is cut off, and none is too small to be hit (2.5.8).

use anyhow::{Result, ensure};
use tests::{Browser, Window};

/// What does not fit.
const FAULTS: &str = r#"
    const faults = [];
    const width = document.documentElement.clientWidth;
    const wide = document.documentElement.scrollWidth;
    if (wide > width) faults.push(`the page is ${wide} pixels wide and has ${width}`);
    for (const element of document.querySelectorAll("button, input, select, textarea, summary, a[href], [tabindex='0']")) {
        if (!element.checkVisibility({ opacityProperty: true }) || element.classList.contains("skip")) continue;
        const box = element.getBoundingClientRect();
        const name = `${element.localName} "${(element.textContent || element.name || element.id).trim().slice(0, 40)}"`;
        if (box.left < -0.5 || box.right > width + 0.5) faults.push(`${name} reaches from ${box.left} to ${box.right}`);
        const isText = element.localName === "a" && getComputedStyle(element).display.startsWith("inline");
        const label = element.closest("label")?.getBoundingClientRect() ?? box;
        const height = Math.max(box.height, label.height);
        if (!isText && height < 24) faults.push(`${name} is ${height} pixels high`);
    }
    return faults;"#;

#[tokio::test]
async fn everything_fits_into_320_pixels() -> Result<()> {
    let window = Window { width: 320, height: 640, ..Window::default() };
    let page = Browser::Chromium.start(window).await?;
    let mut faults = Vec::new();
    let experiments = lab::EXPERIMENTS.iter().map(|experiment| format!("{}/", experiment.id));
    for path in [String::new(), "about/".to_owned()].into_iter().chain(experiments) {
        page.open(&path).await?;
        if lab::EXPERIMENTS.iter().any(|experiment| path.starts_with(experiment.id)) {
            page.reaches("ready").await?;
        }
        let found: Vec<String> = serde_json::from_value(page.script(FAULTS).await?)?;
        faults.extend(found.into_iter().map(|fault| format!("/{path}: {fault}")));
    }
    ensure!(faults.is_empty(), "{}", faults.join("\n"));
    Ok(())
}
