//! Fills the template `index.html`: one page for the gallery, one for each experiment, one about the project; and the same
//! in every other language, in a folder of its own. What experiments declare stays in theirs, and is marked as such.
//!
//! A page can be read before any program has loaded and without scripts at all: title, story, lesson and source
//! stand in the HTML, from the declarations in `lab`. What the app draws goes into `#evidence` and `#knobs`.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::iter;

use anyhow::{Context, Result, bail};
use lab::experiment::{Experiment, FIRST_STEPS};
use lab::keys::RunKeys;
use lab::words::{self, OtherRelease, TOLD};
use serde_json::{Value, json};

use crate::host::Host;
use crate::offline::{Icons, MANIFEST, Paper};
use crate::predict;
use crate::text::{self, Words};
use crate::unfurl::{self, Picture};
use crate::{compare, course, dialog};

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

/// How many millions of operations a browser on two cores does in a second, while it trains: one worker of Chromium did 11,000
/// to 14,000 in default runs (AMD EPYC, 2026-11-26). It stands for a device of which nothing is known yet.
const USUAL_RATE: f64 = 20_000.0;

/// The families of experiments: that of the first steps, and the others in the order in which they first come.
fn families() -> Vec<&'static str> {
    let mut families = vec![FIRST_STEPS];
    for it in lab::EXPERIMENTS {
        if !families.contains(&it.family) {
            families.push(it.family);
        }
    }
    families
}

/// The page that lists every experiment, by families. It can be read as it is; a script finds experiments in it, and says
/// how long they take on this device.
///
/// # Errors
/// When the template has a placeholder that is not known.
pub fn gallery(site: &Site<'_>) -> Result<String> {
    let (words, told) = (site.words, site.told());
    let (title, description) = (words.gallery_title, words.gallery_says);
    let (mut options, mut shelves, mut cards) = (String::new(), String::new(), 0);
    let option = |value: &str, label: &str, checked: &str, told: &str| {
        let (value, label) = (escape(value), escape(label));
        format!(
            "<label><input type=\"radio\" name=\"family\" value=\"{value}\"{checked}><span{told}>{label}</span></label>\n"
        )
    };
    options.push_str(&option("", words.all_families, " checked", ""));
    for family in families() {
        options.push_str(&option(family, family, "", &told));
        let family = escape(family);
        writeln!(
            shelves,
            "<section data-family=\"{family}\">\n<h2{told}>{family}</h2>\n<ul class=\"cards\">"
        )?;
        for it in lab::EXPERIMENTS.iter().filter(|it| escape(it.family) == family) {
            shelves.push_str(&card(site, it, cards)?);
            cards += 1;
        }
        shelves.push_str("</ul>\n</section>\n");
    }
    let body = format!(
        "<section class=\"gallery\">\n<h1>{title}</h1>\n<p>{description}</p>\n{in_english}\
         <form class=\"find\" role=\"search\">\n\
         <label>{find}<input type=\"search\" name=\"q\" dir=\"auto\" autocomplete=\"off\" maxlength=\"80\"></label>\n\
         <fieldset class=\"chips\"><legend>{family}</legend>\n{options}</fieldset>\n\
         <p role=\"status\" id=\"found\"></p>\n</form>\n{shelves}\
         <p class=\"none\" hidden>{none} <button type=\"button\">{all}</button></p>\n{compare}</section>",
        title = escape(title),
        description = escape(description),
        in_english = in_english(words),
        find = escape(words.find),
        family = escape(words.family),
        none = escape(words.none_found),
        all = escape(words.show_all),
        compare = compare::link(words, ""),
    );
    let page = Page {
        folder: site.folder,
        title,
        description,
        picture: lab::EXPERIMENTS.iter().find_map(|experiment| site.assets.picture(experiment, words)),
        script: Script::Gallery,
        skip: ("main", words.skip_to_experiments),
        body: &body,
        ..Page::default()
    };
    fill(site, &page)
}

/// That experiments are in another language than the page, where they are.
fn in_english(words: &words::Site) -> String {
    words
        .in_english
        .map_or_else(String::new, |says| format!("<p class=\"in-english\">{}</p>\n", escape(says)))
}

/// How many cards may be seen without scrolling; the pictures of the others wait until they come near.
const AT_ONCE: usize = 3;

/// The card of an experiment; `at` is its place among all.
fn card(site: &Site<'_>, it: &'static Experiment, at: usize) -> Result<String> {
    let (words, told) = (site.words, site.told());
    let top = Page { folder: site.folder, ..Page::default() }.top();
    let (id, question, finding) = (escape(it.id), escape(it.question), escape(it.finding));
    let work = RunKeys::defaults(it).work();
    let takes = escape(&words.time(work / USUAL_RATE));
    let (authors, year) = (escape(it.source.authors), it.source.year);
    let mut card = format!("<li class=\"card\" data-work=\"{work:.0}\">\n");
    if let Some([light, dark]) = site.assets.thumbnails.get(it.id) {
        let [light, dark] = [light, dark].map(|file| format!("{top}assets/{}", escape(file)));
        let lazy = if at < AT_ONCE { "" } else { " loading=\"lazy\"" };
        writeln!(
            card,
            "<picture><source media=\"(prefers-color-scheme: dark)\" srcset=\"{dark}\">\
             <img src=\"{light}\" alt=\"\" width=\"360\" height=\"230\"{lazy}></picture>"
        )?;
    }
    writeln!(
        card,
        "<h3{told}><a href=\"{id}/\">{question}</a></h3>\n<p{told}>{finding}</p>\n\
         <p class=\"from\"><bdi>{authors}</bdi>, {year}</p>\n<p class=\"takes\">{takes}</p>\n</li>"
    )?;
    Ok(card)
}

/// The page of one experiment.
///
/// # Errors
/// As [`gallery`], and when its lesson marks a word that nothing explains.
pub fn experiment(site: &Site<'_>, experiment: &'static Experiment) -> Result<String> {
    let (words, told) = (site.words, site.told());
    let source = &experiment.source;
    let paper = format!("<a href=\"{}\"><cite{told}>{}</cite></a>", escape(source.url), escape(source.title));
    let body = format!(
        "<section class=\"story\">\n\
         <p class=\"kicker\"{told}>{family}</p>\n<h1{told}>{question}</h1>\n<p{told}>{story}</p>\n\
         <p class=\"cite\">{after}</p>\n{in_english}\
         <div id=\"predict\">{predict}</div>\n<div id=\"knobs\"></div>\n</section>\n\
         <div id=\"evidence\">\n<p id=\"boot-status\" role=\"status\">{loading}</p>\n\
         <noscript><p>{needs_scripts}</p></noscript>\n</div>\n\
         <article class=\"lesson\"{told}>\n<h2 class=\"unseen\"{here}>{heading}</h2>\n{lesson}</article>\n{compare}",
        family = escape(experiment.family),
        question = escape(experiment.question),
        story = escape(experiment.story),
        after = (words.after)(&format!("<bdi>{}</bdi>", escape(source.authors)), &paper, source.year),
        predict = predict::html(experiment, words, &told),
        loading = escape(words.loading),
        needs_scripts = escape(words.needs_scripts),
        in_english = in_english(words),
        here = in_language(words.language, TOLD),
        heading = escape(words.lesson),
        compare = compare::link(words, "../"),
        lesson = text::html(experiment.lesson, TOLD, Words::Explained, words)
            .with_context(|| format!("the lesson of {} is not understood", experiment.id))?,
    );
    let page = Page {
        id: experiment.id,
        base: "../",
        folder: site.folder,
        path: &format!("{}/", experiment.id),
        title: experiment.question,
        title_language: &told,
        description: experiment.finding,
        picture: site.assets.picture(experiment, words),
        has_oembed: true,
        script: Script::App,
        skip: ("evidence", words.skip_to_experiment),
        body: &body,
    };
    fill(site, &page)
}

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
/// As [`gallery`], and when the text marks a word that is not in the glossary.
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
/// As [`gallery`].
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

pub use server::NOT_FOUND;

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
            Script::Gallery => finder(site, page),
            Script::Compare => comparer(site, page),
            Script::Course => course::course_script(site, page),
            Script::OpenEdx => course::open_edx_script(site, page),
            Script::App => program(site, page)?,
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

/// The tags that load the app, and tell it where its worker is and what to say where it cannot start.
fn program(site: &Site<'_>, page: &Page<'_>) -> Result<String> {
    let (assets, words) = (site.assets, site.words);
    let experiment = lab::EXPERIMENTS.iter().find(|experiment| experiment.id == page.id);
    let experiment = experiment.with_context(|| format!("there is no experiment {:?}", page.id))?;
    let mut dialog = dialog::dialog(words, assets, experiment);
    dialog["script"] = asset(page, &assets.dialog).into();
    let release = release(experiment, words, asset(page, &assets.releases));
    let [worker, js, wasm, boot, frame] =
        [&assets.worker_js, &assets.app_js, &assets.app_wasm, &assets.boot, &assets.frame]
            .map(|name| asset(page, name));
    // The first module of the program, and the parts that it asks for as soon as it runs.
    let parts = [&page.id.replace('-', "_"), site.words.language].map(|part| assets.app_parts.get(part));
    let parts = parts.into_iter().flatten().map(|part| asset(page, part));
    let wasm = iter::once(wasm).chain(parts).collect::<Vec<_>>().join(" ");
    let words = json!({
        "noWebAssembly": words.no_webassembly,
        "noSimd": words.no_simd,
        "noWorkers": words.no_workers,
        "notLoaded": (words.not_loaded)("{why}"),
        "dialog": dialog,
        "release": release,
        "noOrigin": words.no_origin,
        "noServer": words.no_server,
        "ownWindow": words.own_window,
    });
    Ok(format!(
        "<meta name=\"gedanken:worker\" content=\"{worker}\">\n\
         <meta name=\"gedanken:program\" content=\"{wasm}\">\n\
         <meta name=\"gedanken:words\" content=\"{words}\">\n\
         <link rel=\"modulepreload\" id=\"app-module\" href=\"{js}\">\n\
         <script type=\"module\" src=\"{boot}\"></script>\n\
         <script defer src=\"{frame}\"></script>",
        words = escape(&words.to_string()),
    ))
}

/// What finds the release of a link or a record, and when, and what it says.
fn release(experiment: &Experiment, words: &words::Site, script: String) -> Value {
    let says = |OtherRelease { found, open, none, unread }: OtherRelease| json!({ "found": found, "open": open, "none": none, "unread": unread });
    json!({
        "rev": experiment.rev,
        "bits": lab::digest::BITS,
        "script": script,
        "link": says(words.link_of_other),
        "record": says(words.record_of_other),
    })
}

/// The tags that load the script of the gallery, and tell it what to say.
fn finder(site: &Site<'_>, page: &Page<'_>) -> String {
    let (assets, words) = (site.assets, site.words);
    let takes: Vec<(f64, String)> = words.times().collect();
    let found: Vec<String> = (0..=lab::EXPERIMENTS.len()).map(words.found).collect();
    let words = json!({ "takes": takes, "found": found });
    format!(
        "<meta name=\"gedanken:words\" content=\"{}\">\n<script type=\"module\" src=\"{}\"></script>",
        escape(&words.to_string()),
        asset(page, &assets.gallery),
    )
}

/// The tags that load the script of the page that compares two links.
fn comparer(site: &Site<'_>, page: &Page<'_>) -> String {
    let (assets, words) = (site.assets, site.words);
    let experiments: Vec<&str> = lab::EXPERIMENTS.iter().map(|experiment| experiment.id).collect();
    let words = json!({
        "experiments": experiments,
        "unknown": (words.compare_unknown)("{id}"),
        "differ": words.compare_differ,
    });
    format!(
        "<meta name=\"gedanken:words\" content=\"{}\">\n<script type=\"module\" src=\"{}\"></script>",
        escape(&words.to_string()),
        asset(page, &assets.compare),
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
mod tests {
    use super::*;

    /// A site with nothing but this template and a style sheet, handed to `write`.
    fn with_site<T>(template: &str, host: &Host, write: impl FnOnce(&Site<'_>) -> T) -> T {
        let assets = Assets { style: "style-4.css".to_owned(), ..Assets::default() };
        let paper = Paper { light: "#fff".to_owned(), dark: "#000".to_owned() };
        let words = words::site(None);
        write(&Site { words, folder: "", template, assets: &assets, host, paper: &paper, release: "7" })
    }

    /// A page made with this template, on a site whose host is not known.
    fn filled(template: &str, page: &Page<'_>) -> Result<String> {
        with_site(template, &Host::UNKNOWN, |site| fill(site, page))
    }

    #[test]
    fn text_is_escaped_and_assets_are_relative() {
        let page = Page { base: "../", title: "a < \"b\"", body: "<p>1</p>", ..Page::default() };
        let html = filled("{{title}}|{{style}}|{{body}}|{{gallery}}", &page).unwrap();
        let style = "<link rel=\"stylesheet\" href=\"../assets/style-4.css\">";
        assert_eq!(html, format!("a &lt; &quot;b&quot;|{style}|<p>1</p>|../"));
    }

    #[test]
    fn an_unknown_placeholder_is_refused() {
        assert!(filled("{{tilte}}", &Page::default()).is_err());
        assert!(filled("{{title", &Page::default()).is_err());
    }

    #[test]
    fn every_experiment_has_a_page_and_a_card() {
        with_site("{{title}}{{body}}", &Host::UNKNOWN, |site| {
            let gallery = gallery(site).unwrap();
            for it in lab::EXPERIMENTS {
                assert!(gallery.contains(&format!("href=\"{}/\"", it.id)));
                assert!(experiment(site, it).unwrap().contains("id=\"evidence\""));
            }
        });
    }

    #[test]
    fn every_page_but_the_missing_one_has_its_place_on_the_device() {
        with_site("{{device}}|{{theme}}|{{release}}", &Host::UNKNOWN, |site| {
            let [gallery, about] = [
                gallery(site).unwrap(),
                about(site, &About { text: String::new(), language: TOLD }).unwrap(),
            ];
            assert!(gallery.contains("<link rel=\"manifest\" href=\"manifest.webmanifest\">"), "{gallery}");
            assert!(about.contains("<link rel=\"manifest\" href=\"../manifest.webmanifest\">"), "{about}");
            let missing = not_found(site).unwrap();
            assert!(!missing.contains("manifest") && !missing.contains("<script"), "{missing}");
            for page in [gallery, about, missing] {
                assert!(page.contains("(prefers-color-scheme: dark)\" content=\"#000\">"), "{page}");
                assert!(page.ends_with("|7"), "{page}");
            }
        });
    }

    #[test]
    fn a_page_that_is_missing_finds_its_styles_at_any_depth() {
        let missing = |host: &Host| {
            with_site("{{style}}|{{gallery}}|{{unfurl}}", host, |site| not_found(site).unwrap())
        };
        let anywhere = missing(&Host::UNKNOWN);
        for way in ["\"assets/", "\"../assets/", "\"../../assets/", "\"../../../assets/"] {
            assert!(anywhere.contains(&format!("href={way}style-4.css\"")), "{anywhere}");
        }
        let there = missing(&"https://example.org/sub/".parse().unwrap());
        assert_eq!(
            there,
            "<link rel=\"stylesheet\" href=\"https://example.org/sub/assets/style-4.css\">|https://example.org/sub/|\
             <meta name=\"robots\" content=\"noindex\">"
        );
    }

    #[test]
    fn the_header_says_where_one_is() {
        let template = "{{in-gallery}}|{{in-about}}";
        let at = |path| filled(template, &Page { path, ..Page::default() }).unwrap();
        assert_eq!(at(""), " aria-current=\"page\"|");
        assert_eq!(at(ABOUT), "| aria-current=\"page\"");
        assert_eq!(at("x/"), "|");
    }

    #[test]
    fn pages_of_other_languages_share_the_assets_and_lead_to_each_other() {
        let template = "{{language}}|{{top}}|{{base}}|{{style}}|{{languages}}|{{gallery}}|{{unfurl}}{{body}}";
        let known: Host = "https://example.org/sub/".parse().unwrap();
        with_site(template, &known, |site| {
            let german = Site { words: words::site(Some("de")), folder: "de/", ..*site };
            let it = lab::EXPERIMENTS[0];
            let page = experiment(&german, it).unwrap();
            let (to_english, to_german) = (
                format!("<a href=\"../../{}/\" lang=\"en\" hreflang=\"en\">", it.id),
                format!("<a href=\"../de/{}/\" lang=\"de\" hreflang=\"de\">", it.id),
            );
            for part in [
                "de|../../|../|<link rel=\"stylesheet\" href=\"../../assets/style-4.css\">|",
                &to_english,
                "|../|",
                &format!("rel=\"canonical\" href=\"https://example.org/sub/de/{}/\"", it.id),
                &format!("hreflang=\"x-default\" href=\"https://example.org/sub/{}/\"", it.id),
                &format!("<h1 lang=\"en\">{}</h1>", escape(it.question)),
                "<article class=\"lesson\" lang=\"en\">\n<h2 class=\"unseen\" lang=\"de\">",
                "role=\"tooltip\" lang=\"de\"",
            ] {
                assert!(page.contains(part), "{part} is not in\n{page}");
            }
            let english = experiment(site, it).unwrap();
            assert!(english.contains(&to_german) && !english.contains(" lang=\"en\""), "{english}");
            let missing = not_found(&german).unwrap();
            assert!(
                missing.starts_with("de|https://example.org/sub/|https://example.org/sub/de/|"),
                "{missing}"
            );
            let gallery = gallery(&german).unwrap();
            assert!(gallery.contains("de|../||") && gallery.contains("<h3 lang=\"en\">"), "{gallery}");
        });
    }
}
