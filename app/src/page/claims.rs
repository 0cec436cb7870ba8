//! The claims of the experiment, each with a verdict, its reasons, and a way to train what it asks for.

use ::lab::claim::{Claim, Judgement, Outcome};
use ::lab::panel::{Picture, Table, Verdicts};
use ::lab::words::TOLD;
use leptos::prelude::*;

use super::files::{Files, Taken};
use super::lab::Lab;
use super::table::TableBelow;
use crate::model::{Model, Standing};

/// The list as a whole.
#[derive(Clone, Copy)]
struct List {
    lab: Lab,
    standings: Memo<Vec<Standing>>,
}

impl List {
    fn verdicts(self) -> Verdicts<'static> {
        let judgements = self.standings.get_untracked().into_iter().map(|standing| standing.judgement);
        let judged = self.lab.experiment.claims.iter().zip(judgements).collect();
        Verdicts { judged, experiment: self.lab.experiment, words: self.lab.words() }
    }
}

impl Taken for List {
    fn lab(self) -> Lab {
        self.lab
    }

    fn key(self) -> &'static str {
        Verdicts::key()
    }

    fn title(self) -> String {
        self.lab.words().claims.title.to_owned()
    }

    fn picture(self, width: f64) -> Picture {
        self.verdicts().picture(width)
    }

    fn sentence(self) -> String {
        self.verdicts().sentence()
    }

    fn table(self) -> Table {
        self.verdicts().table()
    }
}

/// The list of verdicts.
#[component]
pub(super) fn Claims(lab: Lab) -> impl IntoView {
    if lab.experiment.claims.is_empty() {
        return ().into_any();
    }
    let words = lab.words().claims;
    let standings = Memo::new(move |_| lab.model.with(Model::standings));
    let list = List { lab, standings };
    let summary = Memo::new(move |_| {
        standings.track();
        list.sentence()
    });
    let queued = Memo::new(move |_| lab.model.with(Model::queued));
    let item = move |position: usize| {
        let claim = &lab.experiment.claims[position];
        let standing = Memo::new(move |_| standings.with(|all| all.get(position).cloned()));
        view! { <Item lab claim standing /> }
    };
    view! {
        <section class="card claims" id="claims" aria-labelledby="claims-title">
            <div class="heading">
                <h2 id="claims-title">{words.title}</h2>
                <Files subject=list />
            </div>
            <p class="say">{summary}</p>
            <p class="say" role="status">
                {move || queued.get().map(|(id, left)| (words.queued)(id, left))}
            </p>
            <ul>{(0..lab.experiment.claims.len()).map(item).collect_view()}</ul>
            <TableBelow
                title=words.table.to_owned()
                summary=lab.words().figure.as_table
                table=Signal::derive(move || { standings.track(); list.table() })
            />
        </section>
    }
    .into_any()
}

#[component]
fn Item(lab: Lab, claim: &'static Claim, standing: Memo<Option<Standing>>) -> impl IntoView {
    let words = lab.words().claims;
    let (status, owner) = (words.status(claim.status), words.owner(claim.owner));
    let judgement = move || standing.get().and_then(|standing| standing.judgement);
    let verdict = move || {
        let verdict = judgement().map(|judgement| judgement.verdict);
        let word = words.verdict(verdict);
        match verdict {
            Some(verdict) => {
                let class = format!("verdict {}", verdict.name());
                view! { <strong class=class>{verdict.mark()} " " {word}</strong> }.into_any()
            }
            None => view! { <span class="verdict unmeasured">{word}</span> }.into_any(),
        }
    };
    let name = move || judgement().map_or("unmeasured", |judgement| judgement.verdict.name());
    let dots =
        move || judgement().filter(|it| !it.members.is_empty()).map(|it| view! { <Dots lab judgement=it /> });
    let reasons = move || judgement().map(|judgement| lab.words().reasons(lab.experiment, claim, &judgement));
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
            <p lang=TOLD>{claim.statement}</p>
            <small>
                <b>{claim.id}</b> " · " <span lang=TOLD>{claim.source}</span> " · " {status} ", " {owner}
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
