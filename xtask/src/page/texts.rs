//! Pages that are a text, and need no program.

use anyhow::{Context, Result};

use super::{NOT_FOUND, Page, Site, escape, fill, in_language};
use crate::text::{self, Words};

/// A text that is a page, as that about the project.
#[derive(Debug)]
pub struct About {
    /// It, in Markdown.
    pub text: String,
    /// Its language.
    pub language: &'static str,
}

/// The page about the project, from its Markdown, with the glossary. It needs no program.
///
/// # Errors
/// As [`super::gallery`], and when the text marks a word that is not in the glossary.
pub fn about(site: &Site<'_>, about: &About) -> Result<String> {
    let words = site.words;
    text_page(site, about, ABOUT, words.about_title, words.about_says)
}

/// Where [`about`] lies.
pub const ABOUT: &str = "about/";

/// The page for those who take experiments into their own pages, from its Markdown.
///
/// # Errors
/// As [`about`].
pub fn embed(site: &Site<'_>, text: &About) -> Result<String> {
    text_page(site, text, EMBED, site.words.embed_title, site.words.embed_says)
}

/// Where [`embed`] lies.
pub const EMBED: &str = "embed/";

/// A page of one text, at a path.
fn text_page(site: &Site<'_>, about: &About, path: &str, title: &str, description: &str) -> Result<String> {
    let words = site.words;
    let glossary = text::glossary(words, about.language);
    let text = about.text.replace("{{here}}", &site.here()).replace("{{glossary}}", &glossary);
    let text = text::html(&text, about.language, Words::Linked, words)
        .with_context(|| format!("the text of {path} ({}) is not understood", about.language))?;
    let told = in_language(about.language, words.language);
    let page = Page {
        base: "../",
        folder: site.folder,
        path,
        title,
        description,
        picture: lab::EXPERIMENTS.iter().find_map(|experiment| site.assets.picture(experiment, words)),
        skip: ("main", words.skip_to_text),
        body: &format!("<article class=\"about\"{told}>\n{text}</article>"),
        ..Page::default()
    };
    fill(site, &page)
}

/// What a host shows for an address that has no page, however deep it lies. Where the host is not known, the links in it
/// are right one folder below the top, where an experiment's name was mistyped.
///
/// # Errors
/// As [`super::gallery`].
pub fn not_found(site: &Site<'_>) -> Result<String> {
    let words = site.words;
    let base = if site.host.is_known() { site.host.address("", site.folder) } else { "../".to_owned() };
    let (gallery, about) = (escape(&base), escape(&format!("{base}{ABOUT}")));
    let page = Page {
        base: &base,
        folder: site.folder,
        path: NOT_FOUND,
        title: words.missing,
        description: words.missing_short,
        skip: ("main", words.skip_to_text),
        body: &format!(
            "<article class=\"about\">\n<h1>{}</h1>\n<p>{}</p>\n</article>",
            escape(words.missing),
            (words.missing_says)(&gallery, &about)
        ),
        ..Page::default()
    };
    fill(site, &page)
}
