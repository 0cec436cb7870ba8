//! The claims of the experiment, each with a verdict, its reasons, and a way to train what it asks for.

use ::lab::claim::{Claim, Judgement, Outcome, Verdict};
use ::lab::experiment::Experiment;
use ::lab::panel::{Picture, Table, Verdicts};
use ::lab::words::{TOLD, Words};
use leptos::prelude::*;

use super::files::{Files, Taken};
use super::lab::Lab;
use super::live::{memo, part};
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
        verdicts(self.lab.experiment, self.standings.get_untracked(), self.lab.words())
    }
}

/// How the claims of an experiment stand, as one picture, sentence and table.
pub(super) fn verdicts(
    experiment: &'static Experiment,
    standings: Vec<Standing>,
    words: &'static Words,
) -> Verdicts<'static> {
    let judgements = standings.into_iter().map(|standing| standing.judgement);
    Verdicts { judged: experiment.claims.iter().zip(judgements).collect(), experiment, words }
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
    let standings = memo(move || lab.model.with(Model::standings));
    let list = List { lab, standings };
    let summary = memo(move || {
        standings.track();
        list.sentence()
    });
    let queued = memo(move || lab.model.with(Model::queued));
    let item = move |position: usize| {
        let claim = &lab.experiment.claims[position];
        let standing = memo(move || standings.with(|all| all.get(position).cloned()));
        view! { <Item lab claim standing /> }
    };
    view! {
        <section class="card claims" id="claims" aria-labelledby="claims-title">
            <h2 id="claims-title">{words.title}</h2>
            <p class="say">{summary}</p>
            <p class="say" role="status">
                {part(move || queued.get().map(|(id, left)| (words.queued)(id, left)))}
            </p>
            <ul>{(0..lab.experiment.claims.len()).map(item).collect_view()}</ul>
            <TableBelow
                title=words.table.to_owned()
                summary=lab.words().figure.as_table
                table=Signal::derive(move || { standings.track(); list.table() })
                files=view! { <Files subject=list /> }.into_any()
            />
        </section>
    }
    .into_any()
}

#[component]
fn Item(lab: Lab, claim: &'static Claim, standing: Memo<Option<Standing>>) -> impl IntoView {
    let words = lab.words().claims;
    let (status, owner) = (words.status(claim.status), words.owner(claim.owner));
    // What a visitor sees changes less often than the numbers behind it do.
    let of = move |standing: &Option<Standing>| standing.as_ref().and_then(|it| it.judgement.clone());
    let judged = move || standing.with(of);
    let verdict = memo(move || judged().map(|judgement| judgement.verdict));
    let dots = memo(move || judged().filter(|it| !it.members.is_empty()).map(|it| dots(lab, &it)));
    let reasons =
        memo(move || judged().map(|judgement| lab.words().reasons(lab.experiment, claim, &judgement)));
    let cost = memo(move || {
        standing.with(|it| it.as_ref().filter(|it| it.judgement.is_none()).map(|it| it.cost.clone()))
    });
    let is_offered = memo(move || cost.with(Option::is_some));
    let name = move || verdict.get().map_or("unmeasured", Verdict::name);
    let verdict = move || {
        let word = words.verdict(verdict.get());
        match verdict.get() {
            Some(verdict) => {
                let class = format!("verdict {}", verdict.name());
                view! { <strong class=class>{verdict.mark()} " " {word}</strong> }.into_any()
            }
            None => view! { <span class="verdict unmeasured">{word}</span> }.into_any(),
        }
    };
    let dots = move || {
        let dots = dots.get();
        dots.map(|(text, says)| view! { <span class="dots" role="img" aria-label=says>{text}</span> })
    };
    let run = move |_| lab.run_claim(claim.id);
    let offer = move || {
        is_offered.get().then(|| {
            view! {
                <span class="offer">
                    <button type="button" class="quiet" aria-label=(words.run_named)(claim.id) on:click=run>
                        {words.run}
                    </button>
                    <span class="cost">{part(move || cost.get())}</span>
                </span>
            }
        })
    };
    view! {
        <li data-claim=claim.id data-verdict=name>
            <p lang=TOLD>{claim.statement}</p>
            <div class="line">
                {verdict}
                {dots}
                {offer}
            </div>
            <details>
                <summary>{words.details} " " <b>{claim.id}</b></summary>
                <small>
                    <span lang=TOLD>{claim.source}</span> " · " {status} ", " {owner}
                    {part(move || reasons.get().map(|reasons| view! { <br /> {reasons} }))}
                </small>
            </details>
        </li>
    }
}

/// A dot for each member: filled where it passes, crossed where it fails, empty while that is open. And what they say.
fn dots(lab: Lab, judgement: &Judgement) -> (String, String) {
    let dot = |member: &Outcome| match member {
        Outcome::Passed => '●',
        Outcome::Failed => '✕',
        Outcome::Open => '○',
    };
    let says = (lab.words().claims.members)(judgement.passed(), judgement.of(), judgement.quota);
    (judgement.members.iter().map(dot).collect(), says)
}
