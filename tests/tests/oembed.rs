//! A library that others read oEmbed documents with finds ours from a page's address, on a site that knows where it lies.

use std::process::Command;

use anyhow::{Context, Result, ensure};
use lab::words;
use serde_json::Value;
use tests::Server;
use xtask::host::Host;
use xtask::offline::Paper;
use xtask::page::{self, Assets, Site};
use xtask::unfurl::{self, Picture};

/// Runs the library in Node.js on an address, and writes what it found.
const READ: &str = "const { extract } = await import(process.argv[1]);
    console.log(JSON.stringify(await extract(process.argv[2])));";

#[tokio::test]
async fn oembed_is_found_by_who_reads_it() -> Result<()> {
    let reader = xtask::setup::oembed()?;
    let folder = tempfile::tempdir()?;
    let server = Server::start(folder.path().to_owned()).await?;
    let address = server.address();
    let host: Host = format!("{address}sub/").parse()?;
    let template = std::fs::read_to_string(xtask::places::root().join("index.html"))?;
    let paper = Paper { light: "#fff".to_owned(), dark: "#000".to_owned() };
    let assets = Assets::default();
    let experiment = lab::EXPERIMENTS.iter().find(|it| it.id == "two-moons").context("no two moons")?;
    for (locale, top) in [("en", "sub/"), ("de", "sub/de/")] {
        let words = words::site(Some(locale));
        let language = page::folder(words);
        let site = Site {
            words,
            folder: &language,
            template: &template,
            assets: &assets,
            host: &host,
            paper: &paper,
            release: "1",
        };
        let place = folder.path().join(top).join(experiment.id);
        std::fs::create_dir_all(&place)?;
        std::fs::write(place.join("index.html"), page::experiment(&site, experiment)?)?;
        let picture = Picture { path: "assets/two-moons.png".to_owned(), alt: String::new() };
        std::fs::write(
            place.join("oembed.json"),
            unfurl::oembed(&host, &language, experiment, Some(&picture)),
        )?;

        let page = format!("{address}{top}two-moons/");
        let (module, asked) = (format!("file://{}", reader.display()), page.clone());
        let found = tokio::task::spawn_blocking(move || {
            Command::new("node").args(["--input-type=module", "-e", READ, &module, &asked]).output()
        });
        let found = found.await??;
        ensure!(found.status.success(), "{page}: {}", String::from_utf8_lossy(&found.stderr));
        let found: Value = serde_json::from_slice(&found.stdout)?;
        assert_eq!((&found["method"], &found["type"]), (&"auto-discovery".into(), &"rich".into()), "{found}");
        assert_eq!((&found["title"], &found["width"]), (&experiment.question.into(), &800.into()), "{found}");
        let html = found["html"].as_str().unwrap_or_default();
        ensure!(
            html.contains(&format!("src=\"{page}#rev=1&amp;seed=1&amp;members=4&amp;embed=1\"")),
            "{html}"
        );
        assert_eq!(found["thumbnail_url"], format!("{address}sub/assets/two-moons.png"), "{found}");
    }
    Ok(())
}
