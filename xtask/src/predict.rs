//! What a page asks before its run, in the HTML: it can be read while the program loads, and nothing moves when the program
//! puts its own in the same place. The two have the same elements; a test of the page's layout holds them together.

use std::fmt::Write;

use lab::experiment::Experiment;
use lab::keys::RunKeys;
use lab::predict::Prediction;
use lab::words;

use crate::page::escape;

/// The questions of an experiment's default run, which nothing can be answered to yet; nothing where it asks none. `told` is
/// the attribute of what is in the language of experiments.
pub(crate) fn html(experiment: &'static Experiment, site: &words::Site, told: &str) -> String {
    let arms = RunKeys::defaults(experiment).arms();
    let words = words::words(Some(site.language)).predict;
    let mut questions = String::new();
    for prediction in experiment.predictions.iter().filter(|it| it.arm(&arms).is_some()) {
        let answers: String = match prediction {
            Prediction::Choice { options, .. } => options.iter().map(|option| answer(option, told)).collect(),
            Prediction::Curve { .. } => {
                format!("<button type=\"button\" disabled>{}</button>", escape(words.draw))
            }
        };
        // Writing to a `String` cannot fail.
        let _ = write!(
            questions,
            "<fieldset><legend{told}>{}</legend>{answers}</fieldset><p class=\"score\"></p>",
            escape(prediction.question())
        );
    }
    if questions.is_empty() {
        return questions;
    }
    format!(
        "<section class=\"card predict\"><h2>{}</h2><p class=\"say\">{}</p>{questions}</section>",
        escape(words.title),
        escape(words.help)
    )
}

fn answer(option: &str, told: &str) -> String {
    format!("<label><input type=\"radio\" disabled><span{told}>{}</span></label>", escape(option))
}
