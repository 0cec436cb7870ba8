//! The right-hand side of the page: what the link did not get, the run bar, the panels and the digest.

use ::lab::panel::Panel;
use leptos::prelude::*;

use super::back::LookBack;
use super::exhibit::Exhibit;
use super::figure::{Figure, Shown};
use super::lab::Lab;
use super::live::{While, memo, part};
use super::probe::Probe;
use super::rest::Rest;
use super::run_bar::RunBar;
use crate::model::Phase;

/// How many sentences about a link are shown before the rest is only counted.
const SENTENCES: usize = 8;

/// Everything between the story and the end of the page.
#[component]
pub(super) fn Evidence(lab: Lab) -> impl IntoView {
    let said = memo(move || {
        let is_whole = lab.rest.with(Option::is_some);
        lab.model.with(|model| {
            let begins = model.check().is_none() && *model.phase() == Phase::Ready;
            let state = (is_whole && !begins).then(|| model.state_name());
            (model.check().map(str::to_owned), model.backend_name(), state)
        })
    });
    Effect::new(move |_| {
        let Ok(Some(main)) = document().query_selector("main") else { return };
        let (check, backend, state) = said.get();
        // None of them can fail: the names are constants, and valid ones.
        for (name, value) in [("data-check", check.as_deref()), ("data-state", state)] {
            if let Some(value) = value {
                let _ = main.set_attribute(name, value);
            }
        }
        let _ = match backend {
            Some(name) => main.set_attribute("data-backend", name),
            None => main.remove_attribute("data-backend"),
        };
    });
    // Panels, probes and the rest, as far as the link shows them; made anew only where that changes: they follow from the
    // link and from the cell that is looked at, and every link that is opened is another run.
    let opened = memo(move || lab.model.with(|model| (model.run(), model.cell())));
    let shown = move |part: &'static str| {
        memo(move || {
            opened.get();
            lab.model.with_untracked(|model| model.link().presentation.shows(part))
        })
    };
    let panels = move |of_sweep: bool| {
        memo(move || {
            opened.get();
            lab.model.with_untracked(|model| {
                let all = model.panels().iter().cloned();
                let these = all.filter(|panel| matches!(panel, Panel::Sweep(_)) == of_sweep);
                these.filter(|panel| model.link().presentation.shows(panel.key())).collect::<Vec<_>>()
            })
        })
    };
    // That of the sweep stays while the others change to another of its runs.
    let [sweep, panels] = [true, false].map(panels);
    let probes = memo(move || {
        opened.get();
        lab.model.with_untracked(|model| {
            let shown = |at: &usize| model.link().presentation.shows(lab.experiment.probes[*at].key);
            (0..lab.experiment.probes.len()).filter(shown).collect::<Vec<_>>()
        })
    });
    let exhibits = memo(move || {
        opened.get();
        lab.model.with_untracked(|model| {
            let shown = |at: &usize| model.link().presentation.shows(lab.experiment.exhibits[*at].key);
            (0..lab.experiment.exhibits.len()).filter(shown).collect::<Vec<_>>()
        })
    });
    let begins = memo(move || lab.model.with(|model| *model.phase() == Phase::Ready));
    let (claims, digest, runs) = (shown("claims"), shown("digest"), shown("runs"));
    let later =
        move |view: fn(&Rest) -> fn(Lab) -> AnyView| part(move || lab.rest.get().map(|rest| view(rest)(lab)));
    let below = move |shown: Memo<bool>, view: fn(&Rest) -> fn(Lab) -> AnyView| {
        part(move || lab.rest.get().filter(|_| shown.get()).map(|rest| view(rest)(lab)))
    };
    view! {
        <p class="printed">{lab.printed}</p>
        <LinkNotes lab />
        <Failure lab />
        {later(|rest| rest.can_go_on)}
        <RunBar lab />
        <Notices lab />
        <div class="came" role="status">
            <While so=begins>
                <p>{lab.words().figure.grows_here}</p>
            </While>
            {later(|rest| rest.conclusion)}
        </div>
        {later(|rest| rest.cell_choice)}
        <LookBack lab />
        {later(|rest| rest.beside)}
        <div class="panels">
            {[sweep, panels].map(|panels| part(move || {
                let figure = |panel| view! { <Figure lab shown=Shown::Panel(panel) /> };
                panels.get().into_iter().map(figure).collect_view()
            }))}
            {part(move || {
                probes.get().into_iter().map(|position| view! { <Probe lab position /> }).collect_view()
            })}
            {part(move || {
                exhibits.get().into_iter().map(|position| view! { <Exhibit lab position /> }).collect_view()
            })}
        </div>
        {below(claims, |rest| rest.claims)}
        {below(digest, |rest| rest.digest)}
        {below(runs, |rest| rest.runs)}
    }
}

/// What the link asked for and did not get.
#[component]
fn LinkNotes(lab: Lab) -> impl IntoView {
    let words = lab.words().notes;
    let sentences = memo(move || {
        let say = lab.words().link.note;
        let notes = lab.model.with(|model| model.link().notes.iter().map(say).collect::<Vec<_>>());
        lab.refused.get().into_iter().chain(notes).collect::<Vec<String>>()
    });
    let list = move || {
        let all = sentences.get();
        let more = all.len().saturating_sub(SENTENCES);
        let last = (more > 0).then(|| (words.more)(more));
        all.into_iter()
            .take(SENTENCES)
            .chain(last)
            .map(|sentence| view! { <li>{sentence}</li> })
            .collect_view()
    };
    view! {
        <div role="status">
            <While so=move || !sentences.with(Vec::is_empty)>
                <section class="card notes">
                    <h2>{words.link}</h2>
                    <ul>{part(list)}</ul>
                </section>
            </While>
        </div>
    }
}

/// What happened to the run on its way. A new run begins without.
#[component]
fn Notices(lab: Lab) -> impl IntoView {
    let sentences = memo(move || lab.model.with(|model| model.notices().to_vec()));
    let list = move || {
        let all = sentences.get();
        let oldest = all.len().saturating_sub(SENTENCES);
        all.into_iter().skip(oldest).map(|sentence| view! { <li>{sentence}</li> }).collect_view()
    };
    view! {
        <div role="status">
            <While so=move || !sentences.with(Vec::is_empty)>
                <section class="card notes" id="notices">
                    <h2>{lab.words().notes.run}</h2>
                    <ul>{part(list)}</ul>
                </section>
            </While>
        </div>
    }
}

/// Why the run cannot go on.
#[component]
fn Failure(lab: Lab) -> impl IntoView {
    let sentence = memo(move || {
        lab.model.with(|model| match model.phase() {
            Phase::Failed(sentence) => Some(sentence.clone()),
            Phase::Ready | Phase::Running | Phase::Paused | Phase::Finished => None,
        })
    });
    view! {
        <div role="alert">
            {part(move || {
                sentence
                    .get()
                    .map(|sentence| {
                        view! {
                            <section class="card failure">
                                <h2>{lab.words().run.stopped}</h2>
                                <p>{sentence}</p>
                            </section>
                        }
                    })
            })}
        </div>
    }
}
