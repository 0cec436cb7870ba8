//! The page that compares two runs, and the way to it.

use anyhow::Result;
use lab::experiment::Experiment;
use lab::keys::RunKeys;
use lab::link::{Link, Presentation};
use lab::words;
use serde_json::json;

use crate::page::{Page, Script, Site, escape, fill, told_script};

/// The page that compares two links.
///
/// # Errors
/// As [`crate::page::gallery`].
pub fn compare(site: &Site<'_>) -> Result<String> {
    let words = site.words;
    let field = |name: &str, label: &str| {
        format!(
            "<label for=\"{name}\">{}</label>\n<input id=\"{name}\" name=\"{name}\" type=\"text\" \
             autocomplete=\"off\" spellcheck=\"false\" aria-describedby=\"said\" required>\n",
            escape(label)
        )
    };
    let [first, second] = words.compare_links;
    let page = Page {
        base: "../",
        folder: site.folder,
        path: COMPARE,
        title: words.compare_title,
        description: words.compare_says,
        script: Script::Compare,
        skip: ("main", words.skip_to_text),
        body: &format!(
            "<article class=\"about\">\n<h1>{}</h1>\n<p>{}</p>\n{}<form class=\"two\" hidden>\n{}{}\
             <p id=\"said\" class=\"refused\" role=\"status\"></p>\n\
             <button type=\"submit\" class=\"go\">{}</button>\n</form>\n\
             <noscript><p>{}</p></noscript>\n</article>",
            escape(words.compare_title),
            escape(words.compare_says),
            example(site),
            field("a", first),
            field("b", second),
            escape(words.compare_go),
            escape(words.needs_scripts),
        ),
        ..Page::default()
    };
    fill(site, &page)
}

/// A comparison that one press opens: of the experiment that takes the least, among those that suggest settings for a single
/// run, its own settings beside the first suggested ones.
fn example(site: &Site<'_>) -> String {
    let suggested = |it: &'static Experiment| {
        let defaults = RunKeys::defaults(it);
        let all = it.presets.iter().map(|preset| defaults.preset(preset));
        let other = all.into_iter().find(|keys| keys.sweep.cells() == 1 && *keys != defaults)?;
        Some((defaults, other))
    };
    let all = lab::EXPERIMENTS.iter().filter_map(|it| suggested(it));
    let work = |(here, there): &(RunKeys, RunKeys)| here.work() + there.work();
    let Some((here, there)) = all.min_by(|a, b| work(a).total_cmp(&work(b))) else { return String::new() };
    let (experiment, words) = (here.experiment, site.words);
    let presentation = Presentation { beside: Some(there), autorun: true, ..Presentation::default() };
    let link = Link { keys: here, presentation, ..Link::defaults(experiment) };
    let address = format!("../{}/#{}", experiment.id, link.write());
    format!(
        "<p class=\"example\"><a class=\"button\" href=\"{}\">{}</a> <span{}>{}</span></p>\n",
        escape(&address),
        escape(words.compare_example),
        site.told(),
        escape(experiment.question)
    )
}

/// The tags that load the script of the page that compares two links.
pub(crate) fn script(site: &Site<'_>, page: &Page<'_>) -> String {
    let (assets, words) = (site.assets, site.words);
    let experiments: Vec<&str> = lab::EXPERIMENTS.iter().map(|experiment| experiment.id).collect();
    let words = json!({
        "experiments": experiments,
        "unknown": (words.compare_unknown)("{id}"),
        "differ": words.compare_differ,
    });
    told_script(page, &words, &assets.compare)
}

/// The link to the page that compares two runs, from a page of its language.
pub(crate) fn link(words: &words::Site, base: &str) -> String {
    format!("<p class=\"to-compare\"><a href=\"{base}{COMPARE}\">{}</a></p>\n", escape(words.compare_title))
}

/// Where [`compare`] lies.
pub const COMPARE: &str = "compare/";
