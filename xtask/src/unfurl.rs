//! What a pasted link shows: tags for Open Graph (<https://ogp.me>) and for cards on X, and a static oEmbed document
//! (<https://oembed.com>, version 1.0) for each experiment.

use std::fmt::Write;

use lab::experiment::Experiment;
use lab::keys::RunKeys;
use lab::words;
use serde_json::json;

use crate::host::Host;
use crate::page::{Page, escape, folder};
use crate::preview;

/// Width and height of the frame that oEmbed's readers put an experiment in.
const FRAME: (u32, u32) = (800, 720);

/// What a framed page may do: run its program and its workers, and give away a file or a link if asked to.
pub(crate) const SANDBOX: &str = "allow-scripts allow-same-origin allow-downloads allow-popups";

/// The picture of a link.
#[derive(Debug)]
pub struct Picture {
    /// Where it lies, from the site's top folder.
    pub path: String,
    /// What it shows, in words.
    pub alt: String,
}

/// The tags of one page, each on its own line.
#[must_use]
pub fn tags(host: &Host, page: &Page<'_>) -> String {
    let mut html = String::new();
    // Writing to a `String` cannot fail.
    let mut tag = |kind: &str, name: &str, value: &str| {
        let _ = writeln!(html, "<meta {kind}=\"{name}\" content=\"{}\">", escape(value));
    };
    tag("property", "og:site_name", "Gedanken");
    tag("property", "og:type", "website");
    tag("property", "og:title", page.title);
    tag("property", "og:description", page.description);
    if host.is_known() {
        tag("property", "og:url", &host.address("", &format!("{}{}", page.folder, page.path)));
    }
    match &page.picture {
        Some(picture) => {
            tag("property", "og:image", &host.address(&page.top(), &picture.path));
            tag("property", "og:image:type", "image/png");
            tag("property", "og:image:width", &preview::SIZE.0.to_string());
            tag("property", "og:image:height", &preview::SIZE.1.to_string());
            tag("property", "og:image:alt", &picture.alt);
            tag("name", "twitter:card", "summary_large_image");
        }
        None => tag("name", "twitter:card", "summary"),
    }
    if page.has_oembed {
        let here = format!("{}{}", page.folder, page.path);
        let folder = if host.is_known() { host.address("", &here) } else { String::new() };
        let _ = writeln!(
            html,
            "<link rel=\"alternate\" type=\"application/json+oembed\" href=\"{}oembed.json\" title=\"{}\">",
            escape(&folder),
            escape(page.title)
        );
    }
    html.push_str(&alternates(host, page));
    html.trim_end().to_owned()
}

/// The tags that lead to the same page in every language. Each is its own original; who reads none of them is best served
/// by the first.
fn alternates(host: &Host, page: &Page<'_>) -> String {
    let address = |folder: &str| {
        let address = host.address(&page.top(), &format!("{folder}{}", page.path));
        escape(if address.is_empty() { "./" } else { &address })
    };
    let mut html = String::new();
    if host.is_known() {
        let _ = writeln!(html, "<link rel=\"canonical\" href=\"{}\">", address(page.folder));
    }
    let languages = words::locales().map(|locale| (locale, folder(words::site(Some(locale)))));
    for (language, folder) in languages.chain([("x-default", String::new())]) {
        let _ =
            writeln!(html, "<link rel=\"alternate\" hreflang=\"{language}\" href=\"{}\">", address(&folder));
    }
    html
}

/// The oEmbed document of an experiment: a frame with its default run. Without a known host its addresses are relative to
/// the document's own, which the specification does not foresee. It stands beside the page, in the folder of a language.
#[must_use]
pub fn oembed(
    host: &Host,
    folder: &str,
    experiment: &'static Experiment,
    picture: Option<&Picture>,
) -> String {
    let top = Page { base: "../", folder, ..Page::default() }.top();
    let address = |path: &str| host.address(&top, path);
    let keys = RunKeys::defaults(experiment);
    let (width, height) = FRAME;
    let frame = format!(
        "<iframe src=\"{}\" title=\"{}\" width=\"{width}\" height=\"{height}\" sandbox=\"{SANDBOX}\" \
         allow=\"clipboard-write\" loading=\"lazy\"></iframe>",
        escape(&address(&format!("{folder}{}/#{}&embed=1", experiment.id, keys.write()))),
        escape(experiment.question),
    );
    let mut document = json!({
        "version": "1.0",
        "type": "rich",
        "title": experiment.question,
        "provider_name": "Gedanken",
        "provider_url": address(folder),
        "html": frame,
        "width": width,
        "height": height,
    });
    if let Some(picture) = picture {
        document["thumbnail_url"] = address(&picture.path).into();
        document["thumbnail_width"] = preview::SIZE.0.into();
        document["thumbnail_height"] = preview::SIZE.1.into();
    }
    document.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;

    fn picture() -> Picture {
        Picture { path: "assets/x-1.png".to_owned(), alt: "A \"chart\"".to_owned() }
    }

    fn known() -> Host {
        "https://example.org/sub/".parse().unwrap()
    }

    #[test]
    fn documents_have_what_the_specification_requires() {
        for experiment in lab::EXPERIMENTS {
            let text = oembed(&known(), "", experiment, Some(&picture()));
            let document: Value = serde_json::from_str(&text).unwrap();
            assert_eq!(document["version"], "1.0");
            // Rich documents must have these three; a thumbnail must have all of its own three.
            assert_eq!(document["type"], "rich");
            assert_eq!((document["width"].as_u64(), document["height"].as_u64()), (Some(800), Some(720)));
            let html = document["html"].as_str().unwrap();
            let address =
                format!("src=\"https://example.org/sub/{}/#rev={}&amp;", experiment.id, experiment.rev);
            assert!(html.contains(&address) && html.contains("&amp;embed=1\""), "{html}");
            assert!(html.contains(&format!("sandbox=\"{SANDBOX}\"")), "{html}");
            assert_eq!(document["thumbnail_url"], "https://example.org/sub/assets/x-1.png");
            assert_eq!(document["thumbnail_width"], 1200);
            assert_eq!(document["thumbnail_height"], 630);
        }
    }

    #[test]
    fn without_a_picture_there_is_no_thumbnail_at_all() {
        let text = oembed(&Host::UNKNOWN, "", lab::EXPERIMENTS[0], None);
        assert!(!text.contains("thumbnail"), "{text}");
        assert!(text.contains("src=\\\"../"), "{text}");
    }

    #[test]
    fn tags_are_whole_where_the_host_is_known() {
        let page = Page {
            base: "../",
            path: "x/",
            title: "a < b?",
            description: "c",
            picture: Some(picture()),
            has_oembed: true,
            ..Page::default()
        };
        let whole = tags(&known(), &page);
        for part in [
            "og:title\" content=\"a &lt; b?\"",
            "og:url\" content=\"https://example.org/sub/x/\"",
            "og:image\" content=\"https://example.org/sub/assets/x-1.png\"",
            "og:image:width\" content=\"1200\"",
            "og:image:alt\" content=\"A &quot;chart&quot;\"",
            "summary_large_image",
            "href=\"https://example.org/sub/x/oembed.json\"",
        ] {
            assert!(whole.contains(part), "{part} is not in\n{whole}");
        }
        let relative = tags(&Host::UNKNOWN, &page);
        assert!(relative.contains("content=\"../assets/x-1.png\""), "{relative}");
        assert!(!relative.contains("og:url"), "{relative}");
    }
}
