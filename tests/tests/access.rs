//! Nothing that axe-core knows of keeps anybody out of a page: every page, wide and light, narrow and dark, and an
//! experiment before, in the middle of and after a run.

use std::collections::BTreeMap;

use anyhow::{Result, ensure};
use tests::{Browser, Page, Window, shortest_run};

const WIDE: Window = Window { width: 1280, height: 900, dark: false, scale: 1.0 };
const NARROW: Window = Window { width: 375, height: 812, dark: false, scale: 1.0 };

/// A browser and what was found wrong in it so far: each fault once, with where it was seen first.
struct Visit {
    page: Page,
    faults: BTreeMap<String, String>,
}

impl Visit {
    async fn check(&mut self, what: &str) -> Result<()> {
        for violation in self.page.axe().await? {
            self.faults.entry(violation.to_string()).or_insert_with(|| what.to_owned());
        }
        Ok(())
    }

    /// An experiment with everything open that a visitor can open.
    async fn experiment(&mut self, link: &str) -> Result<()> {
        self.page.open(link).await?;
        self.page.reaches("ready").await?;
        self.check(&format!("{link} before the run")).await?;
        self.page.click("#step").await?;
        self.page.reaches("paused").await?;
        self.check(&format!("{link} paused")).await?;
        self.page.click("#run").await?;
        self.page.reaches("finished").await?;
        for opened in ["summary", "#claims summary", ".members", "#share"] {
            if self.page.find(opened).await?.is_some() {
                self.page.click(opened).await?;
            }
        }
        self.check(&format!("{link} finished")).await
    }
}

async fn is_open_to_everybody(window: Window) -> Result<()> {
    let mut visit = Visit { page: Browser::Chromium.start(window).await?, faults: BTreeMap::new() };
    visit.page.open("").await?;
    visit.check("the gallery").await?;
    visit.page.open("about/").await?;
    visit.check("the page about it").await?;
    visit.page.open("embed/").await?;
    visit.check("the page for courses").await?;
    visit.page.open("course/").await?;
    visit.page.wait_for("gedanken-experiment", |it| it.attribute("data-state") == Some("ready")).await?;
    visit.check("the worked course").await?;
    visit.page.open("open-edx/").await?;
    visit.check("the page for Open edX").await?;
    visit.page.open("compare/").await?;
    visit.check("the page that compares").await?;
    visit.page.open("no/such/page").await?;
    visit.check("the page that is missing").await?;
    for experiment in lab::EXPERIMENTS {
        let link = shortest_run(experiment);
        visit.experiment(&link).await?;
        visit.experiment(&format!("{link}&embed=1")).await?;
    }
    let faults: Vec<String> =
        visit.faults.iter().map(|(fault, what)| format!("First on {what}: {fault}")).collect();
    ensure!(faults.is_empty(), "axe-core found, in {window:?}:\n{}", faults.join("\n"));
    Ok(())
}

// Widths decide on layout and themes on colours, so two of the four pairs see both of each.

#[tokio::test]
async fn access_wide_and_light() -> Result<()> {
    is_open_to_everybody(WIDE).await
}

#[tokio::test]
async fn access_narrow_and_dark() -> Result<()> {
    is_open_to_everybody(Window { dark: true, ..NARROW }).await
}

/// The link past the header moves the focus, and not the address, which is the experiment.
#[tokio::test]
async fn access_past_the_header() -> Result<()> {
    let page = Browser::Chromium.start(WIDE).await?;
    page.open("inverse-permutation/#rev=2&seed=3&members=2").await?;
    page.reaches("ready").await?;
    let seen = page
        .script(
            "document.querySelector('.skip').click();
             return `${document.activeElement.id} ${location.hash} ${document.querySelectorAll('.notes').length}`;",
        )
        .await?;
    assert_eq!(seen, "evidence #rev=2&seed=3&members=2 0");
    Ok(())
}

/// What finds nothing anywhere would find something where there is something.
#[tokio::test]
async fn access_faults_are_found() -> Result<()> {
    let page = Browser::Chromium.start(WIDE).await?;
    page.open("about/").await?;
    page.script(
        "document.documentElement.lang = '';
         document.querySelector('.about p').style.color = '#ddd';
         document.querySelector('main').append(document.createElement('button'));",
    )
    .await?;
    let found: Vec<String> = page.axe().await?.into_iter().map(|violation| violation.id).collect();
    assert_eq!(found, ["button-name", "color-contrast", "html-has-lang"]);
    Ok(())
}
