//! The claims of the experiment, each with a verdict, its reasons, and a way to train what it asks for.

use ::lab::claim::{Claim, Judgement, Outcome, Owner, Status, Verdict};
use leptos::prelude::*;

use super::lab::Lab;
use crate::model::{Model, Standing, claims_say};

/// The list of verdicts.
#[component]
pub(super) fn Claims(lab: Lab) -> impl IntoView {
    if lab.experiment.claims.is_empty() {
        return ().into_any();
    }
    let words = lab.words().claims;
    let standings = Memo::new(move |_| lab.model.with(Model::standings));
    let summary = Memo::new(move |_| standings.with(|all| claims_say(all, lab.words())));
    let queued = Memo::new(move |_| lab.model.with(Model::queued));
    let item = move |position: usize| {
        let claim = &lab.experiment.claims[position];
        let standing = Memo::new(move |_| standings.with(|all| all.get(position).cloned()));
        view! { <Item lab claim standing /> }
    };
    view! {
        <section class="card claims" id="claims" aria-labelledby="claims-title">
            <h2 id="claims-title">{words.title}</h2>
            <p class="say">{summary}</p>
            <p class="say" role="status">
                {move || queued.get().map(|(id, left)| (words.queued)(id, left))}
            </p>
            <ul>{(0..lab.experiment.claims.len()).map(item).collect_view()}</ul>
        </section>
    }
    .into_any()
}

#[component]
fn Item(lab: Lab, claim: &'static Claim, standing: Memo<Option<Standing>>) -> impl IntoView {
    let words = lab.words().claims;
    let status = match claim.status {
        Status::Gate => words.gate,
        Status::Reported => words.reported,
        Status::Exploratory => words.exploratory,
    };
    let owner = match claim.owner {
        Owner::Paper => words.paper,
        Owner::Ours => words.ours,
    };
    let judgement = move || standing.get().and_then(|standing| standing.judgement);
    let verdict = move || match judgement().map(|judgement| judgement.verdict) {
        Some(Verdict::Holds) => {
            view! { <strong class="verdict holds">"✓ " {words.holds}</strong> }.into_any()
        }
        Some(Verdict::Fails) => {
            view! { <strong class="verdict fails">"✗ " {words.fails}</strong> }.into_any()
        }
        Some(Verdict::Undecided) => {
            view! { <strong class="verdict undecided">"… " {words.undecided}</strong> }.into_any()
        }
        None => view! { <span class="verdict unmeasured">{words.not_measured}</span> }.into_any(),
    };
    let name = move || judgement().map_or("unmeasured", |judgement| judgement.verdict.name());
    let dots =
        move || judgement().filter(|it| !it.members.is_empty()).map(|it| view! { <Dots lab judgement=it /> });
    let reasons = move || judgement().map(|judgement| reasons(lab, claim, &judgement));
    let run = move |_| lab.run_claim(claim.id);
    let offer = move || {
        let standing = standing.get().filter(|standing| standing.judgement.is_none())?;
        Some(view! {
            <span class="offer">
                <button type="button" class="quiet" aria-label=(words.run_named)(claim.id) on:click=run>
                    {words.run}
                </button>
                <span class="cost">{standing.cost}</span>
            </span>
        })
    };
    view! {
        <li data-claim=claim.id data-verdict=name>
            <div class="line">
                {verdict}
                {dots}
                {offer}
            </div>
            <p>{claim.statement}</p>
            <small>
                <b>{claim.id}</b> " · " {claim.source} " · " {status} ", " {owner}
                {move || reasons().map(|reasons| view! { <br /> {reasons} })}
            </small>
        </li>
    }
}

/// A dot for each member: filled where it passes, crossed where it fails, empty while that is open.
#[component]
fn Dots(lab: Lab, judgement: Judgement) -> impl IntoView {
    let text: String = judgement
        .members
        .iter()
        .map(|member| match member {
            Outcome::Passed => '●',
            Outcome::Failed => '✕',
            Outcome::Open => '○',
        })
        .collect();
    let says = (lab.words().claims.members)(judgement.passed(), judgement.of(), judgement.quota);
    view! { <span class="dots" role="img" aria-label=says>{text}</span> }
}

/// What was measured and what is wanted, and how sure a share is.
fn reasons(lab: Lab, claim: &Claim, judgement: &Judgement) -> String {
    let words = lab.words().claims;
    let threshold = claim.threshold(lab.experiment, lab.words());
    let mut says = match judgement.value {
        Some(value) => (words.measured)(&format!("{value:.3}"), &threshold),
        None => (words.wanted)(&threshold),
    };
    if judgement.verdict != Verdict::Undecided
        && let Some((low, high)) = judgement.interval()
    {
        says += &format!(
            "; {}, {}",
            (words.members)(judgement.passed(), judgement.of(), judgement.quota),
            (words.interval)(low, high)
        );
    }
    says
}
