//! The runs of this experiment that this browser keeps: those that are over, as records, and those that a page was closed
//! in the middle of. An embedded page keeps none.

use std::rc::Rc;

use ::lab::record::Record;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::compare::CompareWith;
use super::kept::{self, Kept, What};
use super::lab::{Lab, now};
use super::live::{memo, part};
use crate::model::{Phase, differences_say};

/// How long a run that trains may be without its newest state being kept, in milliseconds.
const PERIOD: f64 = 4000.0;

/// What this browser keeps, as far as the page knows.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Shelf {
    /// It has not been asked.
    Unknown,
    /// It keeps nothing.
    Refused,
    /// These, the newest first.
    Runs(Vec<Kept>),
}

/// What of the page's run is kept already.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Keeping {
    /// When its state was kept last.
    at: f64,
    /// How far it was then.
    points: usize,
    /// Whether its record is kept.
    over: bool,
}

impl Lab {
    /// Asks the browser what it keeps.
    pub(super) fn look_at_shelf(self) {
        if self.keeps() {
            spawn_local(async move {
                let all = kept::all().await;
                let of_this = |run: &Kept| run.link(self.experiment).is_some();
                let shelf = all.map(|all| Shelf::Runs(all.into_iter().filter(of_this).collect()));
                self.shelf.set(shelf.unwrap_or(Shelf::Refused));
            });
        }
    }

    /// Keeps the run that is over, or the state of the one that trains, where that has not been done.
    pub(super) fn keep(self) {
        if !self.keeps() {
            return;
        }
        let model = self.model.read_untracked();
        let known = self.keeping.get_value();
        match model.phase() {
            Phase::Finished if !known.over => {
                self.keeping.update_value(|keeping| keeping.over = true);
                let Some(record) = model.record() else { return };
                let digest = record.hashes.as_ref().map(|hashes| hashes.digest.to_string());
                let what = What::Record { by: record.computed_by, digest };
                let kept = Kept::new(model.keys().query(), what);
                let unfinished = kept::unfinished(&kept.keys);
                spawn_local(async move {
                    kept::keep(kept, record.to_json().into_bytes()).await;
                    kept::forget(&unfinished).await;
                    self.look_at_shelf();
                });
            }
            Phase::Running | Phase::Paused => {
                let points = model.known_points();
                if points == known.points || now() - known.at < PERIOD {
                    return;
                }
                let Some(content) = model.unfinished() else { return };
                self.keeping.set_value(Keeping { at: now(), points, over: false });
                let what = What::Unfinished { at: model.reached(), engine: kept::engine() };
                let kept = Kept::new(model.keys().query(), what);
                spawn_local(async move {
                    kept::keep(kept, content).await;
                });
            }
            Phase::Ready | Phase::Finished | Phase::Failed(_) => {}
        }
    }

    /// A run begins, from its start or elsewhere.
    pub(super) fn begin_keeping(self) {
        self.keeping.set_value(Keeping { at: now(), ..Keeping::default() });
    }

    fn keeps(self) -> bool {
        !self.model.with_untracked(|model| model.link().presentation.embed)
    }

    /// The record of a run that is kept.
    async fn record_of(self, name: String) -> Result<Record, String> {
        let words = self.words().records;
        let bytes = kept::content(&name).await.ok_or(words.unreadable)?;
        let text = String::from_utf8(bytes).map_err(|_| words.unreadable)?;
        Record::read_among(&text, &[self.experiment]).map_err(|error| (words.unread)(&error))
    }

    /// Goes on with a run that is not finished.
    fn go_on_with(self, name: String) {
        let words = self.words().runs;
        spawn_local(async move {
            let content = kept::content(&name).await.unwrap_or_default();
            if !self.go_on_from(&content) {
                self.model.update(|model| model.note(words.other_release.to_owned()));
                kept::forget(&name).await;
            }
            self.look_at_shelf();
        });
    }
}

/// The list, and what can be done with each.
#[component]
pub(super) fn Runs(lab: Lab) -> impl IntoView {
    let words = lab.words().runs;
    let refused = RwSignal::new(None::<String>);
    let row = move |kept: Kept| {
        let name: Rc<str> = kept.name().into();
        let Some(link) = kept.link(lab.experiment) else { return ().into_any() };
        let settings = match differences_say(&link.keys, lab.words()) {
            none if none.is_empty() => words.defaults.to_owned(),
            some => some,
        };
        let said = match &kept.what {
            What::Record { digest: Some(digest), .. } => digest.chars().take(8).collect(),
            What::Record { by, .. } => by.name().to_owned(),
            What::Unfinished { at, .. } => (words.unfinished)(*at),
        };
        let is_record = matches!(kept.what, What::Record { .. });
        let button = |action: &'static str, key: &'static str, does: Rc<dyn Fn(String)>| {
            let name = Rc::clone(&name);
            view! {
                <button
                    type="button"
                    class="quiet small"
                    data-does=key
                    aria-label=(words.of_run)(action, &settings)
                    on:click=move |_| does(name.to_string())
                >
                    {action}
                </button>
            }
        };
        let with_record = move |name: String, then: fn(Lab, Record)| {
            spawn_local(async move {
                let done = lab.record_of(name).await.map(|record| then(lab, record));
                refused.set(done.err());
            });
        };
        let open: Rc<dyn Fn(String)> =
            Rc::new(move |name| with_record(name, |lab, record| lab.open_record(&record)));
        let beside: Rc<dyn Fn(String)> = Rc::new(move |name| {
            with_record(name, |lab, record| {
                lab.compare_with(record.keys.clone(), Some(record.recording().clone()));
            });
        });
        let go_on: Rc<dyn Fn(String)> = Rc::new(move |name| lab.go_on_with(name));
        let forget: Rc<dyn Fn(String)> = Rc::new(move |name| {
            spawn_local(async move {
                kept::forget(&name).await;
                lab.look_at_shelf();
            });
        });
        view! {
            <li>
                <span class="what">
                    <span class="settings">{settings.clone()}</span>
                    <span class="when">{kept::moment(kept.at, lab.words().locale)} " · " {said}</span>
                </span>
                <span class="does">
                    {match is_record {
                        true => {
                            view! {
                                {button(words.open, "open", open)}
                                {button(words.compare, "compare", beside)}
                            }
                                .into_any()
                        }
                        false => button(words.go_on, "go-on", go_on).into_any(),
                    }}
                    {button(words.forget, "forget", forget)}
                </span>
            </li>
        }
        .into_any()
    };
    let forget_all = move |_| {
        spawn_local(async move {
            kept::forget_all().await;
            lab.look_at_shelf();
        });
    };
    let list = move || match lab.shelf.get() {
        Shelf::Unknown => ().into_any(),
        Shelf::Refused => view! { <p class="say">{words.refused}</p> }.into_any(),
        Shelf::Runs(runs) if runs.is_empty() => view! { <p class="say">{words.none}</p> }.into_any(),
        Shelf::Runs(runs) => view! {
            <ul>{runs.into_iter().map(row).collect_view()}</ul>
            <button type="button" id="forget-all" on:click=forget_all>{words.forget_all}</button>
        }
        .into_any(),
    };
    view! {
        <section class="card runs" id="runs">
            <h2>{words.title}</h2>
            <p class="say">{words.says}</p>
            {part(list)}
            <div role="status">
                {part(move || refused.get().map(|sentence| view! { <p class="refused">{sentence}</p> }))}
            </div>
            <CompareWith lab />
        </section>
    }
}

/// An unfinished run with the settings of the page, before anything is run: it can go on.
#[component]
pub(super) fn CanGoOn(lab: Lab) -> impl IntoView {
    let words = lab.words().runs;
    let found = memo(move || {
        let keys = lab.model.with(|model| (*model.phase() == Phase::Ready).then(|| model.keys().query()))?;
        lab.shelf.with(|shelf| {
            let Shelf::Runs(runs) = shelf else { return None };
            let this = kept::engine();
            runs.iter().find_map(|run| match &run.what {
                What::Unfinished { at, engine } if run.keys == keys && *engine == this => {
                    Some((run.name(), *at))
                }
                What::Unfinished { .. } | What::Record { .. } => None,
            })
        })
    });
    let card = move |(name, at): (String, u32)| {
        view! {
            <section class="card notes" id="can-go-on">
                <p>{(words.can_go_on)(at)}</p>
                <button type="button" class="go" on:click=move |_| lab.go_on_with(name.clone())>
                    {words.go_on}
                </button>
            </section>
        }
    };
    view! { <div role="status">{part(move || found.get().map(card))}</div> }
}
