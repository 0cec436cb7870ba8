//! What a pasted link needs is there: each experiment's page leads to an oEmbed document, and both to a picture of the
//! size that they name.

use anyhow::{Context, Result, ensure};
use serde_json::Value;
use tests::{Browser, Element, Page, Window};

/// Reads a document beside the page.
const DOCUMENT: &str = "return fetch(arguments[0]).then((answer) => answer.json());";

/// Loads a picture and measures it.
const MEASURE: &str = "const picture = new Image();
    picture.src = arguments[0];
    return picture.decode().then(() => [picture.naturalWidth, picture.naturalHeight]);";

#[tokio::test]
async fn unfurl_every_experiment() -> Result<()> {
    let page = Browser::Chromium.start(Window::default()).await?;
    for experiment in lab::EXPERIMENTS {
        let id = experiment.id;
        page.open(&format!("{id}/")).await?;
        assert_eq!(content(&page, "[property='og:title']").await?, experiment.question);
        assert_eq!(content(&page, "[name=description]").await?, experiment.finding);
        let link = element(&page, "link[type='application/json+oembed']").await?;
        let document = page.script_with(DOCUMENT, &[link.attribute("href").unwrap_or_default()]).await?;
        assert_eq!((&document["version"], &document["type"]), (&"1.0".into(), &"rich".into()), "{id}");
        assert_eq!(document["title"], experiment.question);
        ensure!(document["width"].is_u64() && document["height"].is_u64(), "{id}: {document}");
        ensure!(
            document["html"].as_str().is_some_and(|it| it.starts_with("<iframe src=")),
            "{id}: {document}"
        );
        pictures_agree(&page, &document).await.with_context(|| format!("{id}: {document}"))?;
    }
    Ok(())
}

/// Either there is a picture, in the page and in the document, or in neither.
async fn pictures_agree(page: &Page, document: &Value) -> Result<()> {
    let [address, width, height] =
        ["thumbnail_url", "thumbnail_width", "thumbnail_height"].map(|key| &document[key]);
    let Some(address) = address.as_str() else {
        ensure!(width.is_null() && height.is_null(), "a size without a picture");
        ensure!(page.find("[property='og:image']").await?.is_none(), "a picture only in the page");
        return Ok(());
    };
    assert_eq!(content(page, "[property='og:image']").await?, address);
    let size = page.script_with(MEASURE, &[address]).await?;
    assert_eq!(size, Value::from(vec![width.clone(), height.clone()]));
    for (name, number) in [("width", width), ("height", height)] {
        assert_eq!(content(page, &format!("[property='og:image:{name}']")).await?, number.to_string());
    }
    Ok(())
}

async fn element(page: &Page, css: &str) -> Result<Element> {
    page.find(css).await?.with_context(|| format!("there is no {css}"))
}

async fn content(page: &Page, which: &str) -> Result<String> {
    let meta = element(page, &format!("meta{which}")).await?;
    Ok(meta.attribute("content").unwrap_or_default().to_owned())
}
