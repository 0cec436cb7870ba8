//! The digest of the finished run, what it promises, and what it says about the link's; or why there is none.

use ::lab::digest::Comparison;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::lab::Lab;
use super::live::{While, live, memo, part};
use crate::model::{Model, Phase};

/// The digest, or the promise of one.
#[component]
pub(super) fn Digest(lab: Lab) -> impl IntoView {
    let words = lab.words().digest;
    let digest = memo(move || lab.model.with(|model| model.digest().map(|digest| digest.to_string())));
    let comparison = memo(move || lab.model.with(Model::comparison));
    let promised = memo(move || {
        lab.model.with(|model| model.link().certificate.is_some() && *model.phase() != Phase::Finished)
    });
    let can_begin = memo(move || lab.model.with(|model| *model.phase() == Phase::Ready));
    let lacks = memo(move || lab.model.with(|model| model.lacks_digest().then(|| model.no_digest_says())));
    let word = move || {
        let comparison = comparison.get()?;
        let class = match comparison {
            Comparison::Same => "verdict holds",
            Comparison::Departs { .. } | Comparison::Differs | Comparison::Inconsistent => "verdict fails",
        };
        Some((class, comparison))
    };
    let finished = move |digest: String| {
        let says = (words.means)(comparison.get_untracked());
        let groups: Vec<String> = (0..4).map(|group| digest[group * 8..group * 8 + 8].to_owned()).collect();
        view! {
            <section class="card digest" data-digest=digest data-comparison=word().map(|(_, comparison)| comparison.to_string())>
                <h2>{words.title}</h2>
                <p class="bits">
                    <code>{groups.join(" ")}</code>
                    {word().map(|(class, comparison)| view! { <strong class=class>{(words.comparison)(comparison)}</strong> })}
                </p>
                <p class="say">{says}</p>
            </section>
        }
    };
    let certify = move |_| {
        lab.certify();
        // The button goes with its card; who works with the keyboard goes on where the run is.
        if let Some(run) =
            document().get_element_by_id("run").and_then(|run| run.dyn_into::<HtmlElement>().ok())
        {
            // It can only fail where the button cannot take it, and then nothing is amiss.
            let _ = run.focus();
        }
    };
    let without = move |says: &'static str| {
        view! {
            <section class="card digest" id="no-digest">
                <h2>{words.none}</h2>
                <p class="say">{says}</p>
                <button type="button" id="certify" on:click=certify>
                    {words.certify}
                </button>
            </section>
        }
    };
    view! {
        {part(move || digest.get().map(finished))}
        {part(move || lacks.get().map(without))}
        <While so=promised>
            <section class="card digest">
                <h2>{words.promised}</h2>
                <p class="say">{words.promised_says}</p>
                <button type="button" id="verify" on:click=move |_| lab.run_or_pause() disabled=live(move || !can_begin.get())>
                    {words.verify}
                </button>
            </section>
        </While>
    }
}
