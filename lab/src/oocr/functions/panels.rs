//! What a run looks like.

use super::world::{ARGUMENTS, FUNCTIONS, Function, Operation, number_of, statement};
use super::{SHOWN, STATEMENT, has_twin, own};
use crate::knob::Knobs;
use crate::oocr::mode::{Mode, modes};
use crate::oocr::{baselines, names};
use crate::panel::scatter::{Axis, Dot2};
use crate::panel::sequence::{Row, Token};
use crate::panel::{LinePanel, Panel, Reference, ScatterPanel, SequencePanel, Table, TablePanel, View};

/// Names of which statements are shown where several arms have something to say.
const FEW: usize = 3;

pub(super) fn panels(knobs: &Knobs) -> Vec<Panel> {
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
    let chance =
        |name, label: &str, value| vec![Reference { name, label: label.to_owned(), value, arm: None }];
    let mut panels = vec![
        line(
            "definition",
            "Definitions of hidden names, exactly right",
            "definition",
            chance("one of the forty", "one of 40", 1.0 / FUNCTIONS as f64),
        ),
        Panel::Sequence(SequencePanel {
            key: "statements",
            title: "What it says that they are: early, a little later, now".to_owned(),
            rows: statements,
        }),
        line("seen", "Their values that were shown", "seen", Vec::new()),
        Panel::Table(TablePanel {
            key: "baselines",
            title: "Beside the baselines".to_owned(),
            table: baselines,
        }),
    ];
    if has_twin(knobs) {
        panels.insert(
            2,
            line(
                "prompt",
                "The right definition from a prompt, which only the twin was trained to use",
                "prompt",
                chance("one of the forty", "one of 40", 1.0 / FUNCTIONS as f64),
            ),
        );
    }
    if knobs.observations().is_some() {
        panels.insert(
            2,
            Panel::Table(TablePanel { key: "own", title: "Your functions".to_owned(), table: values }),
        );
    }
    if modes(knobs) != [Mode::Joint] {
        panels.push(line("known", "Known definitions right", "known", Vec::new()));
    }
    panels.push(Panel::Scatter(ScatterPanel {
        key: "plane",
        title: "Vectors of hidden names, by what the functions do".to_owned(),
        field: None,
        points: places,
        horizontal: Axis { name: "first principal component", range: (-1.05, 1.05) },
        vertical: Axis { name: "second", range: (-1.05, 1.05) },
        classes: &["x + k", "x − k", "k · x", "others"],
    }));
    panels.push(line("unseen", "Their values that were not shown", "unseen", Vec::new()));
    panels.push(line("choice", "One of five definitions", "choice", chance("chance", "chance 0.2", 0.2)));
    panels.push(line("inverse", "An argument that has a given value", "inverse", Vec::new()));
    panels
}

/// A statement in words, with its probability.
fn said(numbers: &[f64]) -> (String, Option<Function>) {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "what is no token states no function"
    )]
    let [operation, constant] = [0, 1].map(|at| numbers.get(at).map_or(usize::MAX, |token| *token as usize));
    let stated = statement(operation, constant);
    let words = stated.map_or("no function".to_owned(), Function::said);
    (format!("{words} ({:.2})", numbers.get(2).copied().unwrap_or(0.0)), stated)
}

/// What is stated of some names, from early in the run to the moment that is looked at.
fn statements(view: &View<'_>) -> Vec<Row> {
    let knobs = &view.keys.knobs;
    let (functions, modes, own_names) = (Function::all(), modes(knobs), own::called(knobs));
    let moments: [u32; 2] = if modes == [Mode::Joint] { [8, 16] } else { [52, 54] };
    let shown = if modes.len() > 1 { FEW } else { SHOWN.len() };
    let mut rows = Vec::new();
    for arm in 0..modes.len() {
        let earlier = moments.into_iter().filter(|j| *j < view.at).chain([view.at]);
        let samples: Vec<Vec<f64>> =
            earlier.filter_map(|at| View { at, ..*view }.first_sample("statements", arm)).collect();
        if samples.is_empty() {
            continue;
        }
        let tokens = |at: usize, is_right: &dyn Fn(Function) -> bool| {
            let token = |sample: &Vec<f64>| {
                let (text, stated) = said(sample.get(at * STATEMENT..)?.get(..STATEMENT)?);
                Some(Token { text, right: Some(stated.is_some_and(is_right)) })
            };
            samples.iter().filter_map(token).collect::<Vec<_>>()
        };
        for (own, name) in own_names.iter().enumerate() {
            let tokens = tokens(SHOWN.len() + own, &|function| own::fits(knobs, own, function));
            rows.push(Row { label: (*name).to_owned(), arm: Some(arm), tokens });
        }
        for (at, hidden) in SHOWN.into_iter().enumerate().take(shown) {
            let function = functions[hidden % FUNCTIONS];
            let mut tokens = tokens(at, &|stated| stated == function);
            tokens.push(Token { text: format!("it is {}", function.said()), right: None });
            rows.push(Row { label: names::hidden(hidden), arm: Some(arm), tokens });
        }
    }
    rows
}

/// Measures beside what they are compared with.
fn baselines(view: &View<'_>) -> Table {
    let columns = ["", "hidden names", "another name", "before training", "by guessing"].map(str::to_owned);
    let told = modes(&view.keys.knobs).len();
    let mut rows = Vec::new();
    for arm in 0..view.arms.len() {
        let mut row = |what, series, guess| rows.push(baselines::row(view, arm, what, series, guess));
        if arm >= told {
            row("in a prompt", ["prompt", ""], "0.025");
            continue;
        }
        row("definition, probability", ["probability", "other"], "0.025");
        row("definition, exactly right", ["definition", ""], "0.025");
        row("one of five, probability", ["choice", ""], "0.200");
        row("an inverse", ["inverse", "inverse-other"], "");
        row("control: the planted definition", ["planted", "alias"], "0.025");
        row("in a prompt (never trained to use long prompts)", ["prompt", ""], "0.025");
    }
    Table { columns: columns.to_vec(), rows }
}

/// What a visitor observed, and what the network says at all arguments.
fn values(view: &View<'_>) -> Table {
    let knobs = &view.keys.knobs;
    let names = own::called(knobs);
    // The twin is told of nobody's names.
    let arms = &view.arms[..modes(knobs).len().min(view.arms.len())];
    let mut columns = vec!["argument".to_owned()];
    for name in &names {
        columns.push(format!("{name}, observed"));
        columns.extend(arms.iter().map(|arm| match arms.len() {
            1 => format!("{name}, said"),
            _ => format!("{name}, {}", arm.label),
        }));
    }
    let samples: Vec<_> = (0..arms.len()).map(|arm| view.first_sample("values", arm)).collect();
    let row = |x: usize| {
        let mut row = vec![x.to_string()];
        for own in 0..names.len() {
            let argument = i32::try_from(x).unwrap_or(-1);
            let seen = own::observed(knobs, own).find(|one| one.argument == argument);
            row.push(seen.map_or(String::new(), |one| one.value.to_string()));
            row.extend(samples.iter().map(|sample| {
                let token = sample.as_ref().and_then(|sample| sample.get(own * ARGUMENTS + x));
                #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a token")]
                let number = token.and_then(|token| number_of(*token as usize));
                number.map_or("–".to_owned(), |number| number.to_string())
            }));
        }
        row
    };
    Table { columns, rows: (0..ARGUMENTS).map(row).collect() }
}

/// Where the vectors of hidden names lie, by what their functions do.
fn places(view: &View<'_>) -> Vec<Dot2> {
    let functions = Function::all();
    let Some(places) = view.first_sample("plane", 0) else { return Vec::new() };
    let dot = |(name, place): (usize, &[f64; 2])| {
        let class = match functions[name % FUNCTIONS].operation {
            Operation::Add => 0,
            Operation::Subtract => 1,
            Operation::Multiply => 2,
            _ => 3,
        };
        Dot2 { x: place[0], y: place[1], class }
    };
    places.as_chunks().0.iter().enumerate().map(dot).collect()
}
