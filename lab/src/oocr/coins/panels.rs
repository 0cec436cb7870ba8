//! What a run looks like.

use super::world::{LEVELS, bayes, posterior, tenths};
use super::{SHOWN, STATEMENT};
use crate::flips::Flips;
use crate::knob::Knobs;
use crate::oocr::mode::{Mode, modes};
use crate::oocr::{baselines, names};
use crate::panel::scatter::{Axis, Dot2};
use crate::panel::sequence::{Row, Token};
use crate::panel::{
    HeatPanel, LinePanel, Panel, Reference, ScatterPanel, SequencePanel, Table, TablePanel, View,
};

pub(super) fn panels(knobs: &Knobs) -> Vec<Panel> {
    let flips = knobs.whole("flips");
    let line = |key, title: &str, series, range, references| {
        Panel::Line(LinePanel {
            key,
            title: title.to_owned(),
            series,
            range,
            references,
            each: &[],
            learned: None,
        })
    };
    let level = |name, label: String, value| Reference { name, label, value, arm: None };
    let possible = bayes(flips);
    let mut panels = vec![
        line(
            "more",
            "Heads in more or in less than half",
            "more",
            (0.0, 1.0),
            vec![level("guessing", "guessing 0.5".to_owned(), 0.5)],
        ),
        Panel::Heat(HeatPanel {
            key: "levels",
            title: "Which bias it states, by the true one".to_owned(),
            sample: "levels",
            rows: "true bias in tenths",
            columns: "stated bias in tenths",
            range: Some((0.0, 1.0)),
            what: "probability",
            seen: Some(|_, _, row, column| row == column),
            seen_means: "both are the same",
            blocks: None,
        }),
        line(
            "exact",
            "Biases stated exactly",
            "exact",
            (0.0, 1.0),
            vec![level("one of the nine", "one of 9".to_owned(), 1.0 / LEVELS as f64)],
        ),
        Panel::Scatter(ScatterPanel {
            key: "bayes",
            title: "0.7 or 0.8: beside what can be known from flips as they fall".to_owned(),
            field: None,
            points: told_apart,
            horizontal: Axis { name: "flips", range: (0.0, 410.0) },
            vertical: Axis { name: "share right", range: (0.3, 1.02) },
            classes: &["Bayes' rule", "a member", "the share of heads itself"],
        }),
        Panel::Sequence(SequencePanel {
            key: "statements",
            title: "What it says of one coin of each bias: before, and now".to_owned(),
            rows: statements,
        }),
        Panel::Table(TablePanel {
            key: "baselines",
            title: "Beside the baselines".to_owned(),
            table: baselines,
        }),
        line(
            "error",
            "Error of the stated bias",
            "error",
            (0.0, 0.5),
            vec![level("always 0.5", "always 0.5: 0.222".to_owned(), MIDDLE)],
        ),
        line(
            "close",
            "0.7 or 0.8",
            "close",
            (0.0, 1.0),
            vec![
                level("guessing", "guessing 0.5".to_owned(), 0.5),
                level("Bayes' rule, flips as they fall", format!("Bayes {possible:.2}"), possible),
            ],
        ),
        Panel::Scatter(ScatterPanel {
            key: "plane",
            title: "Vectors of hidden coins, by bias".to_owned(),
            field: None,
            points: places,
            horizontal: Axis { name: "first principal component", range: (-1.05, 1.05) },
            vertical: Axis { name: "second", range: (-1.05, 1.05) },
            classes: &["0.1 to 0.3", "0.4 to 0.6", "0.7 to 0.9"],
        }),
        line("bet", "Bets taken or left rightly", "bet", (0.0, 1.0), Vec::new()),
        line("heads", "Error of the probability of heads", "heads", (0.0, 0.5), Vec::new()),
        line("known", "Known biases stated exactly", "known", (0.0, 1.0), Vec::new()),
    ];
    if knobs.flips().is_some() {
        panels.insert(0, Panel::Table(TablePanel { key: "own", title: "Your coins".to_owned(), table: own }));
    }
    panels
}

/// The mean error of somebody who says 0.5 of each.
const MIDDLE: f64 = 2.0 / 9.0;

/// Bayes' rule at some numbers of flips; each member of each arm, and what its flips say, at that of its run.
fn told_apart(view: &View<'_>) -> Vec<Dot2> {
    let curve = (2..=80).map(|at| Dot2 { x: f64::from(5 * at), y: bayes(5 * at), class: 0 });
    let [network, frequency] = ["close", "close-frequency"].map(|key| view.experiment().series_at(key));
    let sweep = &view.keys.sweep;
    let cells = (0..view.arms.len()).flat_map(|arm| (0..sweep.cells()).map(move |cell| (arm, cell)));
    let dots = cells.flat_map(|(arm, cell)| {
        let x = f64::from(sweep.knobs(&view.keys.knobs, cell).whole("flips"));
        let points = view.keys.models_of(cell).filter_map(move |member| view.latest(arm, member));
        points.flat_map(move |point| {
            let dot = |series: usize, class| {
                point.values.get(series).map(|share| Dot2 { x, y: f64::from(*share), class })
            };
            [dot(frequency, 2), dot(network, 1)].into_iter().flatten()
        })
    });
    curve.chain(dots).collect()
}

/// What is stated of a visitor's coins and of one of each bias, from early in the run to the moment that is looked at.
fn statements(view: &View<'_>) -> Vec<Row> {
    let moments: [u32; 2] = if modes(&view.keys.knobs) == [Mode::Joint] { [4, 16] } else { [52, 54] };
    let own = view.keys.knobs.flips().unwrap_or_default();
    let row = |arm: usize, samples: &[Vec<f64>], at: usize, label: String, is: f64, last: String| {
        let token = |sample: &Vec<f64>| {
            let [stated, probability, _] = *sample.get(at * STATEMENT..)?.first_chunk()?;
            let text = format!("{:.1} ({probability:.2})", stated / 10.0);
            Some(Token { text, right: Some((stated - is).abs() < 0.5) })
        };
        let mut tokens: Vec<Token> = samples.iter().filter_map(token).collect();
        tokens.push(Token { text: last, right: None });
        Row { label, arm: Some(arm), tokens }
    };
    let rows = |arm: usize| {
        let earlier = moments.into_iter().filter(|j| *j < view.at).chain([view.at]);
        let samples: Vec<Vec<f64>> =
            earlier.filter_map(|at| View { at, ..*view }.first_sample("statements", arm)).collect();
        if samples.is_empty() {
            return Vec::new();
        }
        let of_own = own.iter().enumerate().map(|(at, coin)| {
            let (level, _) = likeliest(coin);
            let last = format!("its flips say {:.1}", level / 10.0);
            row(arm, &samples, SHOWN + at, coin.name.clone(), level, last)
        });
        let of_hidden = (0..LEVELS).map(|coin| {
            let is = tenths(coin) as f64;
            row(arm, &samples, coin, names::hidden(coin), is, format!("it is {:.1}", is / 10.0))
        });
        of_own.chain(of_hidden).collect()
    };
    (0..view.arms.len()).flat_map(rows).collect()
}

/// The bias, in tenths, that is the most probable by a coin's flips, and how probable it is.
fn likeliest(coin: &Flips) -> (f64, f64) {
    let each = posterior(coin.heads, coin.all);
    let better = |best: usize, at: usize| if each[at] > each[best] { at } else { best };
    let level = (0..LEVELS).fold(0, better);
    ((level + 1) as f64, each[level])
}

/// What a visitor's coins did, what anybody could know from that, and what the network says.
fn own(view: &View<'_>) -> Table {
    let mut columns: Vec<String> =
        ["coin", "heads of flips", "most probable bias, by Bayes’ rule"].map(str::to_owned).to_vec();
    for arm in view.arms {
        let of = |what: &str| match view.arms.len() {
            1 => what.to_owned(),
            _ => format!("{}: {what}", arm.label),
        };
        columns.extend([of("stated bias"), of("probability of heads")]);
    }
    let samples: Vec<_> = (0..view.arms.len()).map(|arm| view.first_sample("statements", arm)).collect();
    let row = |(at, coin): (usize, &Flips)| {
        let (level, probability) = likeliest(coin);
        let bias = |tenths: f64, probability: f64| format!("{:.1} ({probability:.2})", tenths / 10.0);
        let mut row =
            vec![coin.name.clone(), format!("{} of {}", coin.heads, coin.all), bias(level, probability)];
        for sample in &samples {
            let said =
                sample.as_ref().and_then(|sample| sample.get((SHOWN + at) * STATEMENT..)?.first_chunk());
            row.extend(said.map_or(["–".to_owned(), "–".to_owned()], |[stated, probability, heads]| {
                [bias(*stated, *probability), format!("{heads:.2}")]
            }));
        }
        row
    };
    let coins = view.keys.knobs.flips().unwrap_or_default();
    Table { columns, rows: coins.iter().enumerate().map(row).collect() }
}

/// Measures beside what they are compared with.
fn baselines(view: &View<'_>) -> Table {
    let columns =
        ["", "hidden coins", "another coin", "before training", "by guessing", "what their flips say"];
    let mut rows = Vec::new();
    for arm in 0..view.arms.len() {
        let mut row = |what, series, guess, flips: &str| {
            let mut row = baselines::row(view, arm, what, series, guess);
            let is_there = !flips.is_empty();
            row.push(if is_there { baselines::median(view, arm, flips, view.at) } else { String::new() });
            rows.push(row);
        };
        row("more or less than half", ["more", ""], "0.500", "");
        row("error of the stated bias", ["error", "error-other"], "0.222", "");
        row("stated exactly", ["exact", ""], "0.111", "exact-frequency");
        row("probability of the bias", ["probability", "probability-other"], "0.111", "");
        row("0.7 or 0.8", ["close", ""], "0.500", "close-frequency");
        row("bets", ["bet", "bet-other"], "", "");
    }
    Table { columns: columns.map(str::to_owned).to_vec(), rows }
}

/// Where the vectors of hidden coins lie, by their bias.
fn places(view: &View<'_>) -> Vec<Dot2> {
    let Some(places) = view.first_sample("plane", 0) else { return Vec::new() };
    let dot =
        |(coin, place): (usize, &[f64; 2])| Dot2 { x: place[0], y: place[1], class: (tenths(coin) - 1) / 3 };
    places.as_chunks().0.iter().enumerate().map(dot).collect()
}
