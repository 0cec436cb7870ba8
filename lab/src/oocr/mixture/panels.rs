//! What a run looks like.

use super::STATEMENT;
use super::world::{PAIR, SETS, said, set_of, sets};
use crate::knob::Knobs;
use crate::oocr::{baselines, names};
use crate::panel::scatter::{Axis, Dot2};
use crate::panel::sequence::{Row, Token};
use crate::panel::{
    HeatPanel, LinePanel, Panel, Reference, ScatterPanel, SequencePanel, Table, TablePanel, View,
};

pub(super) fn panels(_: &Knobs) -> Vec<Panel> {
    let line = |key, title: &str, series, references| {
        Panel::Line(LinePanel {
            key,
            title: title.to_owned(),
            series,
            range: (0.0, 1.0),
            references,
            each: &[],
            learned: None,
        })
    };
    let level =
        |name, label: &str, value| vec![Reference { name, label: label.to_owned(), value, arm: None }];
    vec![
        line(
            "exact",
            "Hidden sets listed exactly",
            "exact",
            level("one of the ten", "one of 10", 1.0 / SETS as f64),
        ),
        Panel::Sequence(SequencePanel {
            key: "statements",
            title: "What it lists for one name of each set: early, a little later, now".to_owned(),
            rows: statements,
        }),
        Panel::Heat(HeatPanel {
            key: "sets",
            title: "Which set it lists, by the true one".to_owned(),
            sample: "sets",
            rows: "true set, in the order of the lists above",
            columns: "listed set",
            range: Some((0.0, 1.0)),
            what: "probability",
            seen: Some(|_, _, row, column| row == column),
            seen_means: "both are the same",
            blocks: None,
        }),
        Panel::Table(TablePanel {
            key: "baselines",
            title: "Beside the baselines".to_owned(),
            table: baselines,
        }),
        line(
            "second",
            "Second values of a document",
            "second",
            level("either function", "without the first: 0.5", 0.5),
        ),
        line("allowed", "First values: the probability of both that there are", "allowed", Vec::new()),
        line(
            "rarer",
            "First values: the probability of the rarer of both",
            "rarer",
            level("even", "even 0.5", 0.5),
        ),
        Panel::Scatter(ScatterPanel {
            key: "plane",
            title: "Vectors of hidden names, by what is in their sets".to_owned(),
            field: None,
            points: places,
            horizontal: Axis { name: "first principal component", range: (-1.05, 1.05) },
            vertical: Axis { name: "second", range: (-1.05, 1.05) },
            classes: &["x + 5 and 3 · x", "x + 5 and another", "3 · x and another", "neither"],
        }),
        line("known", "Known sets listed exactly", "known", Vec::new()),
    ]
}

/// What is listed for one name of each set, from early in the run to the moment that is looked at.
fn statements(view: &View<'_>) -> Vec<Row> {
    let earlier = [8, 24].into_iter().filter(|j| *j < view.at).chain([view.at]);
    let samples: Vec<Vec<f64>> =
        earlier.filter_map(|at| View { at, ..*view }.first_sample("statements", 0)).collect();
    let row = |(name, set): (usize, [usize; PAIR])| {
        let token = |sample: &Vec<f64>| {
            let [first, second, probability] = *sample.get(name * STATEMENT..)?.first_chunk::<STATEMENT>()?;
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "functions are small whole numbers"
            )]
            let stated = [first, second].map(|function| function as usize);
            let text = format!("{} ({probability:.2})", said(stated));
            Some(Token { text, right: Some(stated == set) })
        };
        let mut tokens: Vec<Token> = samples.iter().filter_map(token).collect();
        tokens.push(Token { text: format!("it is {}", said(set)), right: None });
        Row { label: format!("{}, {}", name + 1, names::hidden(name)), arm: None, tokens }
    };
    let shown = if samples.is_empty() { 0 } else { SETS };
    sets().into_iter().enumerate().take(shown).map(row).collect()
}

/// Measures beside what they are compared with.
fn baselines(view: &View<'_>) -> Table {
    let columns = ["", "hidden names", "another name", "before training", "by guessing"].map(str::to_owned);
    let row = |what, series, guess| baselines::row(view, 0, what, series, guess);
    let rows = vec![
        row("set listed exactly", ["exact", ""], "0.100"),
        row("set, probability", ["probability", "probability-other"], "0.100"),
        row("functions of the set listed", ["functions", ""], "0.400"),
        row("second value of a document", ["second", ""], "0.500"),
    ];
    Table { columns: columns.to_vec(), rows }
}

/// Where the vectors of hidden names lie, by what is in their sets.
fn places(view: &View<'_>) -> Vec<Dot2> {
    let sets = sets();
    let Some(places) = view.first_sample("plane", 0) else { return Vec::new() };
    let dot = |(name, place): (usize, &[f64; 2])| {
        let set = sets[set_of(name)];
        let class = match [0, 1].map(|function| set.contains(&function)) {
            [true, true] => 0,
            [true, false] => 1,
            [false, true] => 2,
            [false, false] => 3,
        };
        Dot2 { x: place[0], y: place[1], class }
    };
    places.as_chunks().0.iter().enumerate().map(dot).collect()
}
