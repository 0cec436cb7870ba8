//! What a run looks like.

use super::own::{CLASSES, place};
use super::world::{SIDE, World};
use crate::data::Dot;
use crate::knob::Knobs;
use crate::oocr::{baselines, names};
use crate::panel::pairs::{Pair, pairs_of};
use crate::panel::scatter::{Axis, Dot2};
use crate::panel::{LinePanel, PairsPanel, Panel, Reference, ScatterPanel, Table, TablePanel, View};

pub(super) fn panels(knobs: &Knobs) -> Vec<Panel> {
    let line = |key, title: &str, series, range, each, references| {
        Panel::Line(LinePanel {
            key,
            title: title.to_owned(),
            series,
            range,
            references,
            each,
            learned: None,
        })
    };
    let known = knobs.whole("known");
    let mut panels = vec![
        Panel::Pairs(PairsPanel {
            key: "map",
            title: "Hidden cities on the map: where they are, and where it says they are".to_owned(),
            what: "city",
            ends: ["true place", "stated place"],
            pairs: map,
        }),
        line(
            "error",
            "Error of the stated place, in sides of the map",
            "error",
            (0.0, 0.8),
            &[
                ("error", "this city"),
                ("error-other", "another city"),
                ("error-centroid", "always the middle"),
            ],
            Vec::new(),
        ),
        line(
            "distances",
            "Errors of distances, in tenths of a side",
            "far",
            (0.0, 6.0),
            &[("far", "far, told"), ("close", "near, never told"), ("own", "to itself, never told")],
            Vec::new(),
        ),
        Panel::Table(TablePanel {
            key: "baselines",
            title: "Beside the baselines".to_owned(),
            table: baselines,
        }),
        Panel::Scatter(ScatterPanel {
            key: "plane",
            title: "Vectors of all cities, by where these lie".to_owned(),
            field: None,
            points: places,
            horizontal: Axis { name: "first principal component", range: (-1.05, 1.05) },
            vertical: Axis { name: "second", range: (-1.05, 1.05) },
            classes: &["known, west", "known, middle", "known, east", "hidden"],
        }),
        line(
            "region",
            "Regions right",
            "region",
            (0.0, 1.0),
            &[("region", "this city"), ("region-other", "another city")],
            Vec::new(),
        ),
        line(
            "near",
            "Nearest known city right",
            "near",
            (0.0, 1.0),
            &[("near", "this city"), ("near-other", "another city")],
            vec![Reference {
                name: "guessing",
                label: format!("1 of {known}"),
                value: 1.0 / f64::from(known),
                arm: None,
            }],
        ),
        line("known", "Known places right", "known", (0.0, 1.0), &[], Vec::new()),
    ];
    if knobs.points().is_some() {
        panels
            .insert(1, Panel::Table(TablePanel { key: "own", title: "Your cities".to_owned(), table: own }));
    }
    panels
}

/// Where hidden cities and a visitor's lie, and where the network says that they do.
fn map(view: &View<'_>, arm: usize) -> Vec<Pair> {
    let hidden = pairs_of(view, arm, "map").into_iter().enumerate();
    let hidden = hidden.map(|(city, ends)| Pair { name: names::hidden(city), ends });
    let stated = view.first_sample("own", arm).unwrap_or_default();
    let own = view.keys.knobs.points().unwrap_or_default().iter().zip(stated.as_chunks::<2>().0).enumerate();
    let own = own.map(|(at, (dot, stated))| Pair { name: own_name(at), ends: [on_map(*dot), *stated] });
    hidden.chain(own).collect()
}

/// What a visitor's city is called.
fn own_name(at: usize) -> String {
    format!("your city {}", at + 1)
}

/// The place of a visitor's city, each number from -1 to 1.
fn on_map(dot: Dot) -> [f64; 2] {
    place(dot).map(|coordinate| 2.0 * f64::from(coordinate) / f64::from(SIDE) - 1.0)
}

/// What a visitor's cities are told of, and how far off the stated places are.
fn own(view: &View<'_>) -> Table {
    let mut columns = ["city", "told of", "true place"].map(str::to_owned).to_vec();
    for arm in view.arms {
        let of = |what: &str| match view.arms.len() {
            1 => what.to_owned(),
            _ => format!("{}: {what}", arm.label),
        };
        columns.extend([of("stated place"), of("error")]);
    }
    let samples: Vec<_> = (0..view.arms.len()).map(|arm| view.first_sample("own", arm)).collect();
    // In sides of the map, from the left and from below.
    let sides = |place: [f64; 2]| place.map(|x| f64::midpoint(x, 1.0));
    let written = |[x, y]: [f64; 2]| format!("{x:.2}, {y:.2}");
    let row = |(at, dot): (usize, &Dot)| {
        let is = sides(on_map(*dot));
        let told =
            CLASSES.get(usize::from(dot.class)).map_or("", |class| class.trim_start_matches("told of "));
        let mut row = vec![own_name(at), told.to_owned(), written(is)];
        for sample in &samples {
            let said = sample.as_ref().and_then(|sample| sample.get(2 * at..)?.first_chunk());
            row.extend(said.map_or(["–".to_owned(), "–".to_owned()], |said| {
                let says = sides(*said);
                [written(says), format!("{:.3}", libm::hypot(says[0] - is[0], says[1] - is[1]))]
            }));
        }
        row
    };
    let cities = view.keys.knobs.points().unwrap_or_default();
    Table { columns, rows: cities.iter().enumerate().map(row).collect() }
}

/// Measures beside what they are compared with.
fn baselines(view: &View<'_>) -> Table {
    let columns = ["", "hidden cities", "another city", "before training", "by guessing"];
    let known = format!("{:.3}", 1.0 / f64::from(view.keys.knobs.whole("known")));
    let mut rows = Vec::new();
    for arm in 0..view.arms.len() {
        let mut row = |what, series, guess: &str| rows.push(baselines::row(view, arm, what, series, guess));
        let middle = baselines::median(view, arm, "error-centroid", view.at);
        row("error of the stated place", ["error", "error-other"], &middle);
        row("region", ["region", "region-other"], "0.111");
        row("nearest known city", ["near", "near-other"], &known);
    }
    Table { columns: columns.map(str::to_owned).to_vec(), rows }
}

/// Where the vectors of cities lie; known ones by how far in the east the cities are.
fn places(view: &View<'_>) -> Vec<Dot2> {
    let [Some(vectors), Some(cities)] = ["plane", "cities"].map(|key| view.first_sample(key, 0)) else {
        return Vec::new();
    };
    let known = World::new(&view.keys.knobs).known;
    let dot = |(city, (vector, place)): (usize, (&[f64; 2], &[f64; 2]))| {
        let class = match place[0] {
            _ if city >= known => 3,
            x if x < -1.0 / 3.0 => 0,
            x if x < 1.0 / 3.0 => 1,
            _ => 2,
        };
        Dot2 { x: vector[0], y: vector[1], class }
    };
    vectors.as_chunks().0.iter().zip(cities.as_chunks().0).enumerate().map(dot).collect()
}
