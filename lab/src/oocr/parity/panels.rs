//! What a run looks like.

use crate::experiment::Experiment;
use crate::knob::Knobs;
use crate::panel::scatter::Axis;
use crate::panel::sequence::{Row, Token};
use crate::panel::{LinePanel, Panel, PathPanel, Reference, SequencePanel, Table, TablePanel, View};
use crate::recording::Point;

/// The most members that have a strip.
const STRIPS: usize = 20;

pub(super) fn panels(_: &Knobs) -> Vec<Panel> {
    let line = |key, title: &str, series, each, references| {
        Panel::Line(LinePanel {
            key,
            title: title.to_owned(),
            series,
            range: (0.0, 1.0),
            references,
            each,
            learned: None,
        })
    };
    let guess =
        || vec![Reference { name: "guessing", label: "guessing 0.5".to_owned(), value: 0.5, arm: None }];
    vec![
        Panel::Sequence(SequencePanel {
            key: "strips",
            title: "What each member says of the eight: value, and its probability".to_owned(),
            rows: strips,
        }),
        line("values", "Probability of the right values of hidden variables", "values", &[], guess()),
        Panel::Path(PathPanel {
            key: "path",
            title: "From sums to values, a line for each member".to_owned(),
            series: ["hidden", "values"],
            horizontal: Axis { name: "sums of three hidden ones right", range: (0.0, 1.0) },
            vertical: Axis { name: "probability of the right values", range: (0.0, 1.0) },
            landmarks: Vec::new(),
            converged: None,
            turn: false,
            from: 0,
            pictures: None,
            expected: None,
        }),
        line(
            "sums",
            "Sums answered rightly",
            "hidden",
            &[("hidden", "three hidden"), ("mixed", "two hidden, one known"), ("known-sums", "three known")],
            guess(),
        ),
        Panel::Table(TablePanel {
            key: "members",
            title: "Each member, and how far they spread".to_owned(),
            table: members,
        }),
        line("known", "Known values right", "known", &[], guess()),
    ]
}

/// What the members of the first arm measured last.
fn latest<'a>(view: &View<'a>) -> Vec<&'a Point> {
    view.models().filter_map(|member| view.latest(0, member)).collect()
}

/// A strip of eight values for each member.
fn strips(view: &View<'_>) -> Vec<Row> {
    let first = view.models().start;
    let strip = |point: &Point| {
        let bits = point.samples.as_chunks::<2>().0;
        let token = |[bit, one]: &[f32; 2]| {
            let said = u8::from(*one > 0.5);
            let probability = if *one > 0.5 { *one } else { 1.0 - one };
            let is_right = (*bit > 0.5) == (*one > 0.5);
            Token { text: format!("{said} ({probability:.2})"), right: Some(is_right) }
        };
        let label = format!("member {}", point.member - first + 1);
        Row { label, arm: None, tokens: bits.iter().map(token).collect() }
    };
    latest(view).into_iter().take(STRIPS).map(strip).collect()
}

/// The mean of some numbers, and their standard deviation.
fn spread(values: &[f64]) -> [f64; 2] {
    let count = values.len().max(1) as f64;
    let mean = values.iter().sum::<f64>() / count;
    let squares = values.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>();
    [mean, libm::sqrt(squares / count)]
}

/// Numbers of each member, then mean, deviation and both ends over all.
fn members(view: &View<'_>) -> Table {
    let keys = ["hidden", "mixed", "values", "right"];
    let columns = ["", "three hidden", "two hidden, one known", "right value, probability", "values right"];
    let experiment: &Experiment = view.experiment();
    let series = keys.map(|key| experiment.series_at(key));
    let points = latest(view);
    let value = |point: &Point, series: usize| point.values.get(series).map_or(f64::NAN, |it| f64::from(*it));
    let first = view.models().start;
    let row = |point: &&Point| {
        let numbers = series.map(|series| format!("{:.3}", value(point, series)));
        std::iter::once(format!("member {}", point.member - first + 1)).chain(numbers).collect()
    };
    let mut rows: Vec<Vec<String>> = points.iter().map(row).collect();
    if !points.is_empty() {
        let each = series.map(|series| points.iter().map(|point| value(point, series)).collect::<Vec<_>>());
        let mut all = |name: &str, of: &dyn Fn(&[f64]) -> f64| {
            let numbers = each.iter().map(|values| format!("{:.3}", of(values)));
            rows.push(std::iter::once(name.to_owned()).chain(numbers).collect());
        };
        all("mean", &|values| spread(values)[0]);
        all("standard deviation", &|values| spread(values)[1]);
        all("least", &|values| values.iter().copied().fold(f64::INFINITY, f64::min));
        all("most", &|values| values.iter().copied().fold(f64::NEG_INFINITY, f64::max));
        let paper = ["the paper's ten (print(X))", "", "", "0.781, deviation 0.155", ""];
        rows.push(paper.map(str::to_owned).to_vec());
    }
    Table { columns: columns.map(str::to_owned).to_vec(), rows }
}
