//! What `public/dialog.js` has to know: its words, the parts and controls that an experiment declares, and where the pages of
//! other languages lie. Panels follow from the run, so the dialog reads their names off the page.

use lab::experiment::Experiment;
use lab::keys::RunKeys;
use lab::link::{CONTROLS, PARTS};
use lab::words::{self, TOLD};
use serde_json::{Value, json};

use crate::page::{Assets, folder};
use crate::unfurl::SANDBOX;

/// A part or a control: its key, its name, and whether that is in the language of experiments.
fn named(key: &str, name: &str, is_told: bool) -> Value {
    json!({ "key": key, "name": name, "told": is_told })
}

/// All that the dialog of an experiment's page is made of; `qr` is the way from its script to the one that makes QR codes.
pub(crate) fn dialog(site: &'static words::Site, assets: &Assets, experiment: &'static Experiment) -> Value {
    let languages: Vec<Value> = words::locales()
        .map(|locale| words::site(Some(locale)))
        .map(|site| json!({ "key": site.language, "name": site.language_name, "folder": folder(site) }))
        .collect();
    json!({
        "words": site.dialog,
        "told": TOLD,
        "id": experiment.id,
        "title": experiment.question,
        "keys": RunKeys::defaults(experiment).write(),
        "parts": parts(site, experiment),
        "controls": controls(site, experiment),
        "languages": languages,
        "sandbox": SANDBOX,
        "qr": format!("./{}", assets.qr),
    })
}

/// The parts of the page that the experiment has, but for its panels.
fn parts(site: &words::Site, experiment: &Experiment) -> Vec<Value> {
    let words = words::words(Some(site.language));
    let standing = PARTS.into_iter().filter_map(|part| {
        let name = match part {
            "story" => site.dialog.story,
            "predict" if !experiment.predictions.is_empty() => words.predict.title,
            "claims" if !experiment.claims.is_empty() => words.claims.title,
            "digest" => site.dialog.digest,
            "runs" => words.runs.title,
            "lesson" => site.lesson,
            // A sweep is a panel of the run.
            _ => return None,
        };
        Some(named(part, name, false))
    });
    let probes = experiment.probes.iter().map(|probe| named(probe.key, probe.title, true));
    let exhibits = experiment.exhibits.iter().map(|exhibit| named(exhibit.key, exhibit.title, true));
    standing.chain(probes).chain(exhibits).collect()
}

/// The controls of the experiment.
fn controls(site: &words::Site, experiment: &Experiment) -> Vec<Value> {
    let words = words::words(Some(site.language));
    let everywhere = CONTROLS.into_iter().filter_map(|control| {
        let name = match control {
            "run" => words.run.start,
            "step" => words.run.step,
            "reset" => words.run.reset,
            "share" => words.share.share,
            "speed" => words.run.speed,
            "members" => words.controls.members,
            "seed" => words.controls.seed,
            "data" if experiment.data.is_some() => site.dialog.data,
            _ => return None,
        };
        Some(named(control, name, false))
    });
    everywhere.chain(experiment.knobs.iter().map(|knob| named(knob.key, knob.label, true))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_that_a_link_can_show_has_a_name() {
        for experiment in lab::EXPERIMENTS {
            for locale in words::locales() {
                let told = dialog(words::site(Some(locale)), &Assets::default(), experiment);
                let keys = |list: &str| -> Vec<String> {
                    let names = told[list].as_array().unwrap();
                    assert!(names.iter().all(|it| !it["name"].as_str().unwrap().is_empty()), "{told}");
                    names.iter().map(|it| it["key"].as_str().unwrap().to_owned()).collect()
                };
                let (parts, controls) = (keys("parts"), keys("controls"));
                for part in ["story", "digest", "runs", "lesson"] {
                    assert!(parts.iter().any(|it| it == part), "{part} is missing in {}", experiment.id);
                }
                assert_eq!(parts.iter().any(|it| it == "predict"), !experiment.predictions.is_empty());
                let wanted = CONTROLS.len() - usize::from(experiment.data.is_none()) + experiment.knobs.len();
                assert_eq!(controls.len(), wanted, "{}: {controls:?}", experiment.id);
            }
        }
    }
}
