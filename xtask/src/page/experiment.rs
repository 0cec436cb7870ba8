//! The page of one experiment.

use std::iter;

use anyhow::{Context, Result};
use lab::experiment::Experiment;
use lab::words::{self, OtherRelease, TOLD};
use serde_json::{Value, json};

use super::{Page, Script, Site, asset, escape, fill, in_english, in_language};
use crate::text::{self, Words};
use crate::{compare, dialog, predict};

/// The page of one experiment.
///
/// # Errors
/// As [`super::gallery`], and when its lesson marks a word that nothing explains.
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

/// The tags that load the app, and tell it where its worker is and what to say where it cannot start.
pub(super) fn script(site: &Site<'_>, page: &Page<'_>) -> Result<String> {
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
