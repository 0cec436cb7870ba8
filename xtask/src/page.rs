//! Fills the template `index.html`: one page for the gallery, one for each experiment.
//!
//! A page can be read before any program has loaded and without scripts at all: title, story, lesson and source
//! stand in the HTML, from the declarations in `lab`. What the app draws goes into `#evidence` and `#knobs`.

use std::fmt::Write;

use anyhow::{Result, bail};
use lab::experiment::Experiment;

/// The file names of the assets, all in `assets/`.
#[derive(Debug)]
pub struct Assets {
    /// The page's JavaScript module.
    pub app_js: String,
    /// The page's WebAssembly module.
    pub app_wasm: String,
    /// The engine worker's JavaScript module.
    pub worker_js: String,
    /// The style sheet.
    pub style: String,
    /// The script that checks the browser and starts the page.
    pub boot: String,
}

/// The page that lists every experiment.
///
/// # Errors
/// When the template has a placeholder that is not known.
pub fn gallery(template: &str, assets: &Assets) -> Result<String> {
    let title = "Gedanken: experiments on how models learn";
    let description = "Small models train live in your browser. Watch a published finding happen, \
                       change a knob, and watch it change.";
    let mut cards = String::new();
    for it in lab::EXPERIMENTS {
        let (id, family) = (escape(it.id), escape(it.family));
        let (question, finding) = (escape(it.question), escape(it.finding));
        writeln!(
            cards,
            "  <li class=\"card\"><p class=\"kicker\">{family}</p>\n    \
             <h2><a href=\"{id}/\">{question}</a></h2>\n    <p>{finding}</p></li>"
        )?;
    }
    let body = format!(
        "<section class=\"gallery\">\n<h1>Experiments on how models learn</h1>\n<p>{}</p>\n\
         <ul class=\"cards\">\n{cards}</ul>\n</section>",
        escape(description)
    );
    fill(template, assets, &Page { id: "", base: "", title, description, body: &body })
}

/// The page of one experiment.
///
/// # Errors
/// As [`gallery`].
pub fn experiment(template: &str, assets: &Assets, experiment: &Experiment) -> Result<String> {
    let title = format!("{} · Gedanken", experiment.question);
    let source = &experiment.source;
    let body = format!(
        "<section class=\"story\">\n\
         <p class=\"kicker\">{family}</p>\n<h1>{question}</h1>\n<p>{story}</p>\n\
         <p class=\"cite\">After {authors}, <a href=\"{url}\"><cite>{paper}</cite></a>, {year}.</p>\n\
         <div id=\"predict\"></div>\n<div id=\"knobs\"></div>\n</section>\n\
         <div id=\"evidence\">\n<p id=\"boot-status\" role=\"status\">Loading the laboratory…</p>\n\
         <noscript><p>This page trains small models in your browser, which needs JavaScript. \
         The text can be read without it.</p></noscript>\n</div>\n\
         <article class=\"lesson\">\n{lesson}</article>",
        family = escape(experiment.family),
        question = escape(experiment.question),
        story = escape(experiment.story),
        authors = escape(source.authors),
        url = escape(source.url),
        paper = escape(source.title),
        year = source.year,
        lesson = markdown(experiment.lesson),
    );
    let page =
        Page { id: experiment.id, base: "../", title: &title, description: experiment.finding, body: &body };
    fill(template, assets, &page)
}

/// What a host shows for an address that has no page. It stands alone: at an unknown depth no relative address
/// of an asset can be right. The link is right where an experiment's name was mistyped.
#[must_use]
pub fn not_found() -> String {
    "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n\
     <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
     <meta name=\"color-scheme\" content=\"light dark\">\n\
     <meta name=\"robots\" content=\"noindex\">\n<title>No such page · Gedanken</title>\n\
     <h1>No such page</h1>\n\
     <p>There is no experiment at this address. <a href=\"../\">The gallery</a> lists all there are.</p>\n\
     </html>\n"
        .to_owned()
}

/// What one page puts into the template.
struct Page<'a> {
    /// The experiment's name; empty for the gallery.
    id: &'a str,
    /// The way to the site's top folder: `../` or nothing.
    base: &'a str,
    title: &'a str,
    description: &'a str,
    /// HTML, the only value that is not escaped.
    body: &'a str,
}

fn fill(template: &str, assets: &Assets, page: &Page<'_>) -> Result<String> {
    let asset = |name: &str| format!("{}assets/{}", page.base, escape(name));
    let mut html = String::with_capacity(template.len() + page.body.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once("{{") {
        let Some((name, after)) = after.split_once("}}") else {
            bail!(
                "index.html has a placeholder without an end: {{{{{}",
                after.lines().next().unwrap_or(after)
            );
        };
        html.push_str(before);
        html.push_str(&match name {
            "title" => escape(page.title),
            "description" => escape(page.description),
            "base" => escape(page.base),
            "page" => escape(page.id),
            "body" => page.body.to_owned(),
            "gallery" => if page.base.is_empty() { "./" } else { page.base }.to_owned(),
            "app-js" => asset(&assets.app_js),
            "app-wasm" => asset(&assets.app_wasm),
            "worker-js" => asset(&assets.worker_js),
            "style" => asset(&assets.style),
            "boot" => asset(&assets.boot),
            _ => bail!("index.html has a placeholder that is not known: {{{{{name}}}}}"),
        });
        rest = after;
    }
    html.push_str(rest);
    Ok(html)
}

/// Text as HTML, safe inside elements and quoted attributes.
fn escape(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    // Writing to a `String` cannot fail.
    let _ = pulldown_cmark_escape::escape_html(&mut html, text);
    html
}

fn markdown(text: &str) -> String {
    let mut html = String::new();
    pulldown_cmark::html::push_html(&mut html, pulldown_cmark::Parser::new(text));
    html
}

#[cfg(test)]
mod tests {
    use super::*;

    fn assets() -> Assets {
        let name = |text: &str| text.to_owned();
        Assets {
            app_js: name("app-1.js"),
            app_wasm: name("app-2.wasm"),
            worker_js: name("worker-3.js"),
            style: name("style-4.css"),
            boot: name("boot-5.js"),
        }
    }

    #[test]
    fn text_is_escaped_and_assets_are_relative() {
        let page = Page { id: "x", base: "../", title: "a < \"b\"", description: "", body: "<p>1</p>" };
        let html = fill("{{title}}|{{style}}|{{body}}|{{gallery}}", &assets(), &page).unwrap();
        assert_eq!(html, "a &lt; &quot;b&quot;|../assets/style-4.css|<p>1</p>|../");
    }

    #[test]
    fn an_unknown_placeholder_is_refused() {
        let page = Page { id: "", base: "", title: "", description: "", body: "" };
        assert!(fill("{{tilte}}", &assets(), &page).is_err());
        assert!(fill("{{title", &assets(), &page).is_err());
    }

    #[test]
    fn every_experiment_has_a_page_and_a_card() {
        let template = "{{title}}{{body}}";
        let gallery = gallery(template, &assets()).unwrap();
        for it in lab::EXPERIMENTS {
            assert!(gallery.contains(&format!("href=\"{}/\"", it.id)));
            assert!(experiment(template, &assets(), it).unwrap().contains("id=\"evidence\""));
        }
    }
}
