//! What came of the finished run, in a few sentences: the answers to what was asked before it, and how its claims stand.

use ::lab::predict::Prediction;
use ::lab::words::TOLD;
use leptos::prelude::*;

use super::claims::verdicts;
use super::lab::Lab;
use super::live::{memo, part};
use crate::model::{Model, Phase};

/// It; nothing before the end of the run.
#[component]
pub(super) fn Conclusion(lab: Lab) -> impl IntoView {
    let words = lab.words();
    let answers = memo(move || lab.model.with(answers));
    let claims = memo(move || lab.model.with(claims));
    let list = move || {
        let item = |(question, answer): (&'static str, Option<&'static str>)| {
            let answer = match answer {
                Some(answer) => view! { <b lang=TOLD>{answer}</b> }.into_any(),
                None => words.predict.none.into_any(),
            };
            view! { <p><span lang=TOLD>{question}</span> " " {answer}</p> }
        };
        answers.get().into_iter().map(item).collect_view()
    };
    part(move || {
        let says = claims.get()?;
        Some(view! {
            <section class="card" id="conclusion">
                <h2>{words.predict.conclusion}</h2>
                {list()}
                <p class="say">{says}</p>
            </section>
        })
    })
}

/// Every question with several answers, and the one that the finished run bears out.
fn answers(model: &Model) -> Vec<(&'static str, Option<&'static str>)> {
    let one = |prediction: &'static Prediction| {
        let Prediction::Choice { question, options, .. } = prediction else { return None };
        Some((*question, model.outcome(prediction)?.and_then(|at| options.get(at).copied())))
    };
    model.predictions().filter_map(|(prediction, _)| one(prediction)).collect()
}

/// How the claims stand once the run is over.
fn claims(model: &Model) -> Option<String> {
    (*model.phase() == Phase::Finished)
        .then(|| verdicts(model.keys().experiment, model.standings(), model.words()).sentence())
}
