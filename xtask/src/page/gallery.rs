//! The page that lists every experiment.

use std::fmt::Write;

use anyhow::Result;
use lab::experiment::{Experiment, FIRST_STEPS};
use lab::keys::RunKeys;
use serde_json::json;

use super::{Page, Script, Site, escape, fill, in_english, told_script};
use crate::compare;

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

/// The tags that load the script of the gallery, and tell it what to say.
pub(super) fn script(site: &Site<'_>, page: &Page<'_>) -> String {
    let (assets, words) = (site.assets, site.words);
    let takes: Vec<(f64, String)> = words.times().collect();
    let found: Vec<String> = (0..=lab::EXPERIMENTS.len()).map(words.found).collect();
    let words = json!({ "takes": takes, "found": found });
    told_script(page, &words, &assets.gallery)
}
