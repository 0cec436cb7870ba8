//! What a run looks like.

use super::world::World;
use crate::knob::Knobs;
use crate::oocr::names;
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
    vec![
        Panel::Pairs(PairsPanel {
            key: "map",
            title: "Hidden cities on the map: where they are, and where it says they are".to_owned(),
            sample: "map",
            what: "city",
            ends: ["true place", "stated place"],
            name: |_, _, city| names::hidden(city),
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
    ]
}

/// Measures beside what they are compared with.
fn baselines(view: &View<'_>) -> Table {
    let columns = ["", "hidden cities", "another city", "before training", "by guessing"];
    let value = |key: &str, at: u32| {
        let series = view.experiment().series_at(key);
        let of = |j| view.recording.quartiles_of(0, view.models(), series, j);
        (0..=at).rev().find_map(of).map_or("–".to_owned(), |it| format!("{:.3}", it.median))
    };
    let row = |what: &str, key: &str, other: &str, guess: String| {
        vec![what.to_owned(), value(key, view.at), value(other, view.at), value(key, 0), guess]
    };
    let known = f64::from(view.keys.knobs.whole("known"));
    let rows = vec![
        row("error of the stated place", "error", "error-other", value("error-centroid", view.at)),
        row("region", "region", "region-other", "0.111".to_owned()),
        row("nearest known city", "near", "near-other", format!("{:.3}", 1.0 / known)),
    ];
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
