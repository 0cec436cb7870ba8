//! Fills the template `index.html`: one page for the gallery, one for each experiment, one about the project; and the same
//! in every other language, in a folder of its own. What experiments declare stays in theirs, and is marked as such.
//!
//! A page can be read before any program has loaded and without scripts at all: title, story, lesson and source
//! stand in the HTML, from the declarations in `lab`. What the app draws goes into `#evidence` and `#knobs`.

mod experiment;
mod gallery;
mod texts;

use std::collections::BTreeMap;

use anyhow::{Result, bail};
use lab::experiment::Experiment;
use lab::words::{self, TOLD};
use serde_json::Value;

use crate::host::Host;
use crate::offline::{Icons, MANIFEST, Paper};
use crate::unfurl::{self, Picture};
use crate::{compare, course};

pub use experiment::experiment;
pub use gallery::gallery;
pub use server::NOT_FOUND;
pub use texts::{ABOUT, About, EMBED, about, embed, not_found};

/// What every page forbids itself: all but the files of its own host, and WebAssembly.
pub const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
     connect-src 'self'; worker-src 'self'; img-src 'self' data: blob:; frame-src 'self'; manifest-src 'self'; base-uri 'none'; \
     form-action 'none'";

/// The file names of the assets, all in `assets/`.
#[derive(Debug, Default)]
pub struct Assets {
    /// The page's JavaScript module.
    pub app_js: String,
    /// The page's WebAssembly module.
    pub app_wasm: String,
    /// Those that it loads when it needs them, by their names.
    pub app_parts: BTreeMap<String, String>,
    /// The engine worker's JavaScript module.
    pub worker_js: String,
    /// The style sheet.
    pub style: String,
    /// The script that checks the browser and starts the page.
    pub boot: String,
    /// The script of a page in a frame without an origin, or opened as a file.
    pub frame: String,
    /// The script of the gallery.
    pub gallery: String,
    /// The script of the page that compares two links.
    pub compare: String,
    /// The script that has the browser keep the playground.
    pub offline: String,
    /// The script of the links to other languages.
    pub language: String,
    /// The script of the dialog that puts a run into other pages.
    pub dialog: String,
    /// The script that finds the release of a link.
    pub releases: String,
    /// The script that makes QR codes.
    pub qr: String,
    /// The script of the worked page of a course.
    pub course: String,
    /// The script between an experiment and Open edX.
    pub open_edx: String,
    /// The pictures of the playground itself.
    pub icons: Icons,
    /// The pictures of links, by the experiment's name.
    pub previews: BTreeMap<&'static str, String>,
    /// The pictures of cards, for light and for dark pages, by the experiment's name.
    pub thumbnails: BTreeMap<&'static str, [String; 2]>,
}

impl Assets {
    /// The picture of a link to an experiment, where there is one.
    #[must_use]
    pub fn picture(&self, experiment: &Experiment, words: &words::Site) -> Option<Picture> {
        let file = self.previews.get(experiment.id)?;
        Some(Picture { path: format!("assets/{file}"), alt: (words.picture)(experiment.finding) })
    }
}

/// What all pages of a language are made of.
#[derive(Debug, Clone, Copy)]
pub struct Site<'a> {
    /// What they say.
    pub words: &'static words::Site,
    /// The folder that they lie in: see [`folder`].
    pub folder: &'a str,
    /// The text of `index.html`.
    pub template: &'a str,
    /// Where the assets lie.
    pub assets: &'a Assets,
    /// Where the site will be published.
    pub host: &'a Host,
    /// The colours around pages.
    pub paper: &'a Paper,
    /// The name of the release, which stands in every page; nothing while it is not known.
    pub release: &'a str,
}

/// The folder of a language, from the site's top folder, which is that of the first language.
#[must_use]
pub fn folder(words: &words::Site) -> String {
    if words.language == TOLD { String::new() } else { format!("{}/", words.language) }
}

impl Site<'_> {
    /// The address of the site's top folder, as it stands in texts to copy.
    pub(crate) fn here(&self) -> String {
        if self.host.is_known() { self.host.address("", "") } else { "https://…/".to_owned() }
    }

    /// The attribute of what is told in the language of experiments, where the page's is another.
    pub(crate) fn told(&self) -> String {
        in_language(TOLD, self.words.language)
    }
}

/// The attribute of what is in a language, within a part of a page that is in a language.
pub(crate) fn in_language(language: &str, around: &str) -> String {
    if language == around { String::new() } else { format!(" lang=\"{language}\"") }
}

/// What runs in a page.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub enum Script {
    /// Nothing.
    #[default]
    None,
    /// What finds experiments in the gallery.
    Gallery,
    /// What makes one link of two.
    Compare,
    /// What grades a course.
    Course,
    /// What speaks to Open edX.
    OpenEdx,
    /// The app.
    App,
}

/// What one page puts into the template. Without anything it is the gallery's.
#[derive(Debug, Default)]
pub struct Page<'a> {
    /// The experiment's name; empty for all other pages.
    pub id: &'a str,
    /// The way to the top folder of its language: `../` or nothing.
    pub base: &'a str,
    /// The way from the site's top folder to that one.
    pub folder: &'a str,
    /// The way from there to the page.
    pub path: &'a str,
    /// The title, without the name of the site.
    pub title: &'a str,
    /// The attribute of title and description, where they are in another language than the page.
    pub title_language: &'a str,
    /// What search engines and links show of it: a sentence or two.
    pub description: &'a str,
    /// The picture of a link to it.
    pub picture: Option<Picture>,
    /// Whether `oembed.json` lies beside it.
    pub has_oembed: bool,
    /// What runs in it.
    pub script: Script,
    /// Where the link past the header leads: the name of an element, and words.
    pub skip: (&'a str, &'a str),
    /// HTML, the only value that is not escaped.
    pub body: &'a str,
}

impl Page<'_> {
    /// The way to the site's top folder.
    #[must_use]
    pub fn top(&self) -> String {
        self.base.strip_suffix(self.folder).map_or_else(|| format!("{}../", self.base), str::to_owned)
    }
}

/// That experiments are in another language than the page, where they are.
fn in_english(words: &words::Site) -> String {
    words
        .in_english
        .map_or_else(String::new, |says| format!("<p class=\"in-english\">{}</p>\n", escape(says)))
}

pub(crate) fn fill(site: &Site<'_>, page: &Page<'_>) -> Result<String> {
    let mut html = String::with_capacity(site.template.len() + page.body.len());
    let mut rest = site.template;
    while let Some((before, after)) = rest.split_once("{{") {
        let Some((name, after)) = after.split_once("}}") else {
            bail!(
                "index.html has a placeholder without an end: {{{{{}",
                after.lines().next().unwrap_or(after)
            );
        };
        html.push_str(before);
        html.push_str(&value(site, page, name)?);
        rest = after;
    }
    html.push_str(rest);
    Ok(html)
}

/// The HTML that stands for a placeholder.
fn value(site: &Site<'_>, page: &Page<'_>, name: &str) -> Result<String> {
    let words = site.words;
    let current = |is_here: bool| if is_here { " aria-current=\"page\"" } else { "" }.to_owned();
    Ok(match name {
        "language" => words.language.to_owned(),
        "direction" => words.direction.to_owned(),
        "policy" => POLICY.to_owned(),
        "title" => escape(page.title),
        "title-language" => page.title_language.to_owned(),
        "description" => escape(page.description),
        "unfurl" if page.path == NOT_FOUND => "<meta name=\"robots\" content=\"noindex\">".to_owned(),
        "unfurl" => unfurl::tags(site.host, page),
        "base" => escape(page.base),
        "top" => escape(&page.top()),
        "to-languages" => escape(words.languages),
        "languages" => languages(words, page),
        "page" => escape(page.id),
        "release" => escape(site.release),
        "theme" => theme(site.paper),
        "device" => device(site.assets, page),
        "newer" => escape(words.newer),
        "reload" => escape(words.reload),
        "style" => styles(site, page),
        "program" => match page.script {
            Script::None => String::new(),
            Script::Gallery => gallery::script(site, page),
            Script::Compare => compare::script(site, page),
            Script::Course => course::course_script(site, page),
            Script::OpenEdx => course::open_edx_script(site, page),
            Script::App => experiment::script(site, page)?,
        },
        "skip-to" => escape(page.skip.0),
        "skip" => escape(page.skip.1),
        "gallery" => if page.base.is_empty() { "./" } else { page.base }.to_owned(),
        "pages" => escape(words.pages),
        "to-gallery" => escape(words.gallery),
        "to-about" => escape(words.about),
        "in-gallery" => current(page.path.is_empty()),
        "in-about" => current(page.path == ABOUT),
        "body" => page.body.to_owned(),
        _ => bail!("index.html has a placeholder that is not known: {{{{{name}}}}}"),
    })
}

/// The links to the same page in every other language; from a page that is missing, to the gallery.
fn languages(words: &words::Site, page: &Page<'_>) -> String {
    let path = if page.path == NOT_FOUND { "" } else { page.path };
    let others = words::locales().filter(|locale| *locale != words.language).map(|locale| {
        let other = words::site(Some(locale));
        let name = escape(other.language_name);
        let address = format!("{}{}{path}", page.top(), folder(other));
        let address = if address.is_empty() { "./" } else { &address };
        format!(
            "<a href=\"{}\" lang=\"{locale}\" hreflang=\"{locale}\">\
             <span aria-hidden=\"true\">{name}</span><abbr aria-hidden=\"true\">{locale}</abbr>\
             <span class=\"unseen\">{name}</span></a>\n",
            escape(address)
        )
    });
    others.collect()
}

/// The tags that colour what a browser shows around the page.
fn theme(paper: &Paper) -> String {
    let tag = |scheme: &str, colour: &str| {
        format!(
            "<meta name=\"theme-color\" media=\"(prefers-color-scheme: {scheme})\" content=\"{}\">",
            escape(colour)
        )
    };
    format!("{}\n{}", tag("light", &paper.light), tag("dark", &paper.dark))
}

/// The tags that give the page an icon, and the playground a place on the device. A page that is shown at any depth does not
/// know its way to them, and is nobody's first.
fn device(assets: &Assets, page: &Page<'_>) -> String {
    if page.path == NOT_FOUND {
        return "<link rel=\"icon\" href=\"data:,\">".to_owned();
    }
    let icons = &assets.icons;
    let [drawing, pixels, offline, language] =
        [&icons.drawing, &icons.pixels[0], &assets.offline, &assets.language].map(|name| asset(page, name));
    format!(
        "<link rel=\"icon\" type=\"image/svg+xml\" href=\"{drawing}\">\n\
         <link rel=\"apple-touch-icon\" href=\"{pixels}\">\n\
         <link rel=\"manifest\" href=\"{}{MANIFEST}\">\n\
         <script type=\"module\" src=\"{offline}\"></script>\n\
         <script type=\"module\" src=\"{language}\"></script>",
        page.top()
    )
}

/// The tag that loads the styles. A page that is shown at any depth asks for them on every way that may lead to the top:
/// the policy allows neither styles nor a script in the page itself, and a browser passes over what is not there.
fn styles(site: &Site<'_>, page: &Page<'_>) -> String {
    let anywhere = page.path == NOT_FOUND && !site.host.is_known();
    let bases: &[&str] = if anywhere { &["", "../", "../../", "../../../"] } else { &[&page.top()] };
    let style = escape(&site.assets.style);
    let tag = |base: &&str| format!("<link rel=\"stylesheet\" href=\"{}assets/{style}\">", escape(base));
    bases.iter().map(tag).collect::<Vec<_>>().join("\n")
}

/// The tags that load a script, and tell it what it has to know.
pub(crate) fn told_script(page: &Page<'_>, told: &Value, script: &str) -> String {
    format!(
        "<meta name=\"gedanken:words\" content=\"{}\">\n<script type=\"module\" src=\"{}\"></script>",
        escape(&told.to_string()),
        asset(page, script),
    )
}

pub(crate) fn asset(page: &Page<'_>, name: &str) -> String {
    format!("{}assets/{}", page.top(), escape(name))
}

/// Text as HTML, safe inside elements and quoted attributes.
pub(crate) fn escape(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    // Writing to a `String` cannot fail.
    let _ = pulldown_cmark_escape::escape_html(&mut html, text);
    html
}

#[cfg(test)]
mod tests;
