//! The figure around any panel: heading, picture, reading and sentence, table and files; and how a cursor moves over it,
//! by pointer and by keyboard. What the picture shows comes from `lab`; `canvas` paints it.

use ::lab::exhibit::Exhibited;
use ::lab::panel::picture::{DASHES, SERIES};
use ::lab::panel::sign::Sign;
use ::lab::panel::{Draw, Mark, Named, Panel, Picture, Place, Reading, Size, Spot, Table, View};
use ::lab::words::TOLD;
use leptos::html;
use leptos::prelude::*;
use web_sys::{KeyboardEvent, PointerEvent};

use super::canvas::Painter;
use super::draw::Pen;
use super::files::{Files, Taken};
use super::lab::Lab;
use super::live::{While, live, memo, part};
use super::sound::Listen;
use super::sweep::ChosenCell;
use super::table::TableBelow;
use super::width::{room_of, seen};
use crate::model::Model;

/// What a figure shows.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Shown {
    /// A panel of the experiment.
    Panel(Panel),
    /// The answers to a probe, by its position.
    Probe(usize),
    /// An exhibit, by its position, and what it shows.
    Exhibit(usize, Memo<Exhibited>),
}

/// A figure's subject, wherever the run stands.
#[derive(Clone, Copy)]
struct Scene {
    lab: Lab,
    shown: StoredValue<Shown>,
    /// Whether every member is drawn.
    members: RwSignal<bool>,
}

impl Scene {
    fn new(lab: Lab, shown: Shown) -> Self {
        Self { lab, shown: StoredValue::new(shown), members: RwSignal::new(false) }
    }

    /// Calls something with what is shown, and with the run as it is looked at.
    fn with<T>(self, call: impl FnOnce(&dyn Draw, &View<'_>) -> T) -> T {
        let members = self.members.get_untracked();
        self.lab.model.with_untracked(|model| {
            self.shown.with_value(|shown| match shown {
                Shown::Panel(panel) => {
                    let drawn = model.drawn(panel.key()).map(|(arm, drawn)| (panel.key(), arm, drawn));
                    call(panel.draw(), &View { members, drawn, ..model.view() })
                }
                Shown::Probe(at) => call(&model.probe_rows(*at), &model.view()),
                Shown::Exhibit(_, exhibited) => exhibited.with_untracked(|it| call(it, &model.view())),
            })
        })
    }

    /// A number that rises with everything that changes what is shown.
    fn changes(self, before: Option<&u64>) -> u64 {
        let exhibited = self.shown.with_value(|shown| match shown {
            Shown::Exhibit(_, exhibited) => Some(*exhibited),
            Shown::Panel(_) | Shown::Probe(_) => None,
        });
        match exhibited {
            Some(exhibited) => {
                exhibited.track();
                before.map_or(0, |before| before + 1)
            }
            None => self.lab.model.with(Model::changes),
        }
    }

    fn names(self, width: f64) -> Vec<Named> {
        self.with(|it, view| it.names(view, width))
    }

    fn spots(self) -> Spot {
        self.with(|it, view| it.spots(view))
    }

    fn reading(self, size: Size, spot: Spot) -> Option<Reading> {
        self.with(|it, view| it.reading(view, size, spot))
    }

    fn nearest(self, size: Size, place: Place) -> Spot {
        self.with(|it, view| it.nearest(view, size, place))
    }

    /// Has the other panels show what stands at a spot, where that is a run; whether it is.
    fn choose(self, spot: Spot) -> bool {
        let cell = self.with(|it, view| it.cell(view, spot));
        if let Some(cell) = cell {
            self.lab.model.update(|model| model.look_at_cell(cell));
        }
        cell.is_some()
    }
}

impl Taken for Scene {
    fn lab(self) -> Lab {
        self.lab
    }

    fn key(self) -> &'static str {
        let experiment = self.lab.experiment;
        self.shown.with_value(|shown| match shown {
            Shown::Panel(panel) => panel.key(),
            Shown::Probe(at) => experiment.probes.get(*at).map_or("", |probe| probe.key),
            Shown::Exhibit(at, _) => experiment.exhibits.get(*at).map_or("", |exhibit| exhibit.key),
        })
    }

    fn title(self) -> String {
        let experiment = self.lab.experiment;
        self.shown.with_value(|shown| match shown {
            Shown::Panel(panel) => panel.title(),
            Shown::Probe(at) => experiment.probes.get(*at).map_or("", |probe| probe.title).to_owned(),
            Shown::Exhibit(at, _) => experiment.exhibits.get(*at).map_or("", |it| it.title).to_owned(),
        })
    }

    fn picture(self, width: f64) -> Picture {
        self.with(|it, view| it.picture(view, Size { width, height: it.height(view, width) }))
    }

    fn sentence(self) -> String {
        self.with(|it, view| it.sentence(view))
    }

    fn table(self) -> Table {
        self.with(|it, view| it.table(view))
    }
}

/// A picture with everything that explains it.
#[component]
pub(super) fn Figure(lab: Lab, shown: Shown) -> impl IntoView {
    let scene = Scene::new(lab, shown);
    let (key, title) = (scene.key(), scene.title());
    let pen = Pen::of(lab, key);
    let (place, canvas) = (NodeRef::<html::Div>::new(), NodeRef::<html::Canvas>::new());
    let room = room_of(place);
    let cursor = RwSignal::new(None::<Spot>);
    let changes = Memo::new(move |before| scene.changes(before));
    // What nobody sees is not drawn, but for paper, which has no window.
    let seen = seen(place);
    let is_drawn = memo(move || seen.get() || !lab.printed.with(String::is_empty));
    let drawn = Memo::new(move |before: Option<&u64>| match before {
        Some(before) if !is_drawn.get() => *before,
        _ => changes.get(),
    });
    let picture = memo(move || {
        drawn.get();
        scene.members.track();
        scene.picture(room.get().width)
    });
    let size = move || picture.with_untracked(|picture| picture.size);
    let reading = memo(move || {
        drawn.get();
        let size = picture.with(|picture| picture.size);
        scene.reading(size, cursor.get()?)
    });
    let is_empty = memo(move || {
        changes.get();
        scene.spots() == Spot::default()
    });
    let sentence = memo(move || {
        changes.get();
        scene.sentence()
    });
    let looked_at = memo(move || {
        drawn.get();
        let size = picture.with(|picture| picture.size);
        scene.with(|it, view| it.looked_at(view, size))
    });
    Effect::new(move |before: Option<Option<Painter>>| {
        let mut painter = before.flatten().or_else(|| Painter::of(canvas.get()?));
        let looks = lab.looks.get();
        let mut over: Vec<Mark> = looked_at.get();
        reading.with(|reading| over.extend(reading.iter().flat_map(|it| it.marks.iter().cloned())));
        let ratio = window().device_pixel_ratio() * room.get_untracked().scale;
        if let Some(painter) = &mut painter {
            picture.with(|picture| painter.paint(picture, &over, looks, ratio));
        }
        painter
    });
    let words = lab.words().figure;
    let reading_says = move || match (cursor.get(), reading.get()) {
        (_, Some(reading)) => reading.sentence,
        (Some(_), None) => words.nothing_here.to_owned(),
        (None, None) => String::new(),
    };
    let press = move |event: KeyboardEvent| {
        if let ("Enter" | " ", Some(spot)) = (event.key().as_str(), cursor.get_untracked()) {
            if scene.choose(spot) {
                event.prevent_default();
            }
            return;
        }
        let Some(next) = moved(cursor.get_untracked(), scene.spots(), &event.key()) else { return };
        event.prevent_default();
        cursor.set(next);
    };
    let place_of = move |event: &PointerEvent| {
        let bounds = place.get_untracked()?.get_bounding_client_rect();
        let (x, y) =
            (f64::from(event.client_x()) - bounds.left(), f64::from(event.client_y()) - bounds.top());
        let scale = room.get_untracked().scale;
        Some(Place { x: x / scale, y: y / scale })
    };
    let point = move |event: PointerEvent| {
        let Some(at) = place_of(&event) else { return };
        if let Some(pen) = pen
            && pen.draw(size(), at, event.buttons() > 0)
        {
            return;
        }
        cursor.set(Some(scene.nearest(size(), at)));
    };
    let choose = move |_| {
        if let Some(spot) = cursor.get_untracked() {
            scene.choose(spot);
        }
    };
    // A finger leaves with every tap; what it pointed at stays until it points elsewhere.
    let leave = move |event: PointerEvent| {
        if event.pointer_type() == "mouse" {
            cursor.set(None);
        }
    };
    let count = memo(move || {
        changes.get();
        let spots = scene.spots();
        (spots.column * spots.row).saturating_sub(1)
    });
    let position = move || cursor.get().map_or(0, |spot| spot.row * scene.spots().column + spot.column);
    let (line, is_sweep, class) = scene.shown.with_value(|shown| match shown {
        Shown::Panel(Panel::Line(line)) => (Some(line.clone()), false, "card panel wide"),
        Shown::Panel(panel) => {
            let arms = lab.model.with_untracked(|model| model.view().arms.len());
            let class = if panel.is_square(arms) { "card panel square" } else { "card panel wide" };
            (None, matches!(panel, Panel::Sweep(_)), class)
        }
        Shown::Probe(_) | Shown::Exhibit(..) => (None, false, "card panel"),
    });
    // The name of a sweep's picture is made of words of both languages.
    let told = (!is_sweep).then_some(TOLD);
    let is_line = line.is_some();
    let many = memo(move || is_line && lab.model.with(|model| model.keys().members > 1));
    view! {
        <figure class=class data-panel=key>
            <figcaption>
                <h2 lang=told>{title.clone()}</h2>
            </figcaption>
            <Key scene picture />
            <div
                class="chart"
                class:empty=is_empty
                class:drawing=live(move || pen.is_some_and(Pen::is_down))
                node_ref=place
                tabindex="0"
                role="slider"
                aria-label=(words.read_with_keys)(&title)
                aria-valuemin="0"
                aria-valuemax=count
                aria-valuenow=position
                aria-valuetext=live(move || {
                    // What changes by itself would be said again and again.
                    if cursor.get().is_some() { reading_says() } else { words.nothing_chosen.to_owned() }
                })
                on:keydown=press
                on:pointermove=point
                on:pointerdown=point
                on:click=choose
                on:pointerleave=leave
                on:blur=move |_| cursor.set(None)
            >
                <canvas aria-hidden="true" node_ref=canvas></canvas>
            </div>
            <p class="reading" class:hint=live(move || cursor.get().is_none())>
                {part(move || match cursor.get() {
                    Some(_) => reading_says(),
                    None => words.how_to_read.to_owned(),
                })}
            </p>
            {is_sweep.then(|| view! { <ChosenCell lab /> })}
            <While so=many>
                <button
                    type="button"
                    class="quiet members"
                    aria-pressed=live(move || scene.members.get().to_string())
                    on:click=move |_| scene.members.update(|shown| *shown = !*shown)
                >
                    {words.every_member}
                </button>
            </While>
            {line.map(|panel| view! { <Listen lab panel /> })}
            <TableBelow
                title=scene.title()
                summary=words.as_table
                table=Signal::derive(move || { changes.get(); scene.table() })
                files=view! { <Files subject=scene /> }.into_any()
            />
            <p class="sentence">{sentence}</p>
        </figure>
    }
}

/// The names that a picture has no room for.
#[component]
fn Key(scene: Scene, picture: Memo<Picture>) -> impl IntoView {
    let names = memo(move || scene.names(picture.with(|picture| picture.size.width)));
    let items = move || {
        let item = |Named { name, series, sign }: Named| {
            if let Some(sign) = sign {
                return view! { <li class=format!("series-{}", series % SERIES)><span aria-hidden="true">{letter(sign)}</span> {name}</li> }.into_any();
            }
            let dash: Vec<String> = DASHES[series % SERIES].iter().map(ToString::to_string).collect();
            view! {
                <li class=format!("series-{}", series % SERIES)>
                    <svg viewBox="0 0 28 8" aria-hidden="true">
                        <line class="curve" x1="1" x2="27" y1="4" y2="4" stroke-dasharray=dash.join(" ") />
                    </svg>
                    {name}
                </li>
            }
            .into_any()
        };
        names.get().into_iter().map(item).collect_view()
    };
    view! {
        <While so=move || !names.with(Vec::is_empty)>
            <ul class="key">{part(items)}</ul>
        </While>
    }
}

/// A sign as a letter that looks like it.
fn letter(sign: Sign) -> &'static str {
    match sign {
        Sign::Circle => "●",
        Sign::Square => "■",
        Sign::Triangle => "▲",
        Sign::Cross => "✕",
    }
}

/// Where a key moves the cursor: a spot, or none for a cursor that goes away; `None` for a key that moves nothing.
fn moved(here: Option<Spot>, spots: Spot, key: &str) -> Option<Option<Spot>> {
    let (columns, rows) = (spots.column.max(1), spots.row.max(1));
    let last = Spot { column: columns - 1, row: rows - 1 };
    let Spot { column, row } = here.unwrap_or_default();
    let along = |column: u32| Spot { column: column.min(columns - 1), row };
    let down = |row: u32| Spot { row: row.min(rows - 1), column };
    Some(Some(match (key, here) {
        ("Escape", _) => return Some(None),
        ("Home", _) => Spot::default(),
        ("End", _) => last,
        ("ArrowRight" | "ArrowDown" | "PageDown", None) => Spot::default(),
        ("ArrowLeft" | "ArrowUp" | "PageUp", None) => last,
        ("ArrowRight", _) => along(column + 1),
        ("ArrowLeft", _) => along(column.saturating_sub(1)),
        // In one row, up and down move along it too, as on any slider.
        ("ArrowUp", _) if rows == 1 => along(column + 1),
        ("ArrowDown", _) if rows == 1 => along(column.saturating_sub(1)),
        ("ArrowUp", _) => down(row.saturating_sub(1)),
        ("ArrowDown", _) => down(row + 1),
        ("PageUp", _) => along(column + 8),
        ("PageDown", _) => along(column.saturating_sub(8)),
        _ => return None,
    }))
}
