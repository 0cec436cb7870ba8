//! Every page forbids itself what it does not need, and needs nothing of what it forbids: no inline script or style,
//! nothing from another host.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use tests::{Browser, Page, Window, shortest_run};

/// What breaks the policy in a file of HTML, as the browser reads it. Links that a visitor may follow lead anywhere.
const FAULTS: &str = r#"
    const page = new DOMParser().parseFromString(arguments[0], "text/html");
    const faults = [];
    const policy = page.querySelector("head > meta[http-equiv='Content-Security-Policy']")?.content ?? "";
    if (policy !== arguments[1]) faults.push(`its policy is ${JSON.stringify(policy)}`);
    for (const element of page.querySelectorAll("*")) {
        const name = element.localName;
        if (name === "style") faults.push("a style sheet stands in it");
        if (name === "script" && (!element.src || element.textContent.trim())) faults.push("a script stands in it");
        for (const { name: attribute, value } of element.attributes) {
            const is = `${name} has ${attribute}="${value}"`;
            if (attribute === "style" || attribute.startsWith("on")) faults.push(is);
            if (/^\s*javascript:/i.test(value)) faults.push(is);
            const leads = name === "a" && attribute === "href";
            if (!leads && /^\s*([a-z]+:)?\/\//i.test(value)) faults.push(is);
        }
    }
    return faults;"#;

#[tokio::test]
async fn policy_of_every_file() -> Result<()> {
    let page = Browser::Chromium.start(Window::default()).await?;
    page.open("").await?;
    let mut faults = Vec::new();
    let mut count = 0;
    for file in html(&tests::site_folder()?)? {
        let text = fs::read_to_string(&file).with_context(|| format!("could not read {}", file.display()))?;
        let found = page.script_with(FAULTS, &[&text, xtask::page::POLICY]).await?;
        let found: Vec<String> = serde_json::from_value(found)?;
        faults.extend(found.iter().map(|fault| format!("{}: {fault}", file.display())));
        count += 1;
    }
    ensure!(faults.is_empty(), "{}", faults.join("\n"));
    ensure!(count >= lab::EXPERIMENTS.len() + 3, "only {count} pages were found");
    Ok(())
}

/// What a page loaded from elsewhere than its own host, and cookies.
const STRANGERS: &str = "
    const strangers = performance.getEntriesByType('resource').map((entry) => entry.name)
        .filter((name) => !name.startsWith(location.origin + '/') && !/^(data|blob):/.test(name));
    if (document.cookie) strangers.push(`the cookie ${document.cookie}`);
    return strangers;";

/// Nothing is asked of another host, and no cookie is kept.
async fn keeps_to_itself(page: &Page) -> Result<()> {
    let strangers: Vec<String> = serde_json::from_value(page.script(STRANGERS).await?)?;
    ensure!(strangers.is_empty(), "{}", strangers.join("\n"));
    Ok(())
}

/// The browser refuses nothing on any page, and would say so if it did. No page asks anything of another host.
#[tokio::test]
async fn policy_is_kept_by_every_page() -> Result<()> {
    let page = Browser::Chromium.start(Window::default()).await?;
    for path in ["about/", "no/such/page", ""] {
        page.open(path).await?;
        keeps_to_itself(&page).await?;
    }
    for experiment in lab::EXPERIMENTS {
        page.open(&shortest_run(experiment)).await?;
        page.reaches("ready").await?;
        page.click("#run").await?;
        page.reaches("finished").await?;
        page.click("summary").await?;
        keeps_to_itself(&page).await?;
    }
    // Now something that it must refuse: what it says then comes after all that it said before.
    page.script("document.body.setAttribute('style', 'color: red')").await?;
    let said = refusals(&page).await;
    ensure!(
        said.len() == 1,
        "the browser refused more, or less, than what the test did:\n{}",
        said.join("\n")
    );
    Ok(())
}

/// What the console says of the policy, once it says anything.
async fn refusals(page: &Page) -> Vec<String> {
    let of_policy = |line: &String| line.contains("Content Security Policy");
    for _ in 0..100 {
        let said: Vec<String> = page.console().into_iter().filter(of_policy).collect();
        if !said.is_empty() {
            return said;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    Vec::new()
}

/// Every page below a folder.
fn html(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| format!("could not list {}", folder.display()))? {
        let path = entry?.path();
        if path.is_dir() {
            files.extend(html(&path)?);
        } else if path.extension().is_some_and(|it| it == "html") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}
