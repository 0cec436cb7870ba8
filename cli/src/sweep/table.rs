//! The table of a sweep: a row for each finished cell, in the order of their numbers. Its columns are declared here once;
//! every format writes the same ones, and the same cells always give the same bytes.

use std::collections::BTreeSet;

use lab::experiment::Series;
use lab::knob::{Knob, Range, Value};
use lab::recording::Quartiles;

use super::cell::{Cell, CellArm};
use super::plan::Plan;
use lab::measurements::number;

/// Columns of one length.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Table {
    pub(super) columns: Vec<Column>,
    /// How many rows there are.
    pub(super) rows: usize,
}

/// A named column.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Column {
    pub(super) name: String,
    pub(super) values: Values,
}

/// The values of a column; some may be missing.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Values {
    Whole(Vec<Option<i64>>),
    Real(Vec<Option<f64>>),
    Single(Vec<Option<f32>>),
    Text(Vec<Option<String>>),
}

impl Values {
    /// A value as a text: a number in as few digits as say it exactly.
    pub(super) fn text(&self, row: usize) -> Option<String> {
        match self {
            Self::Whole(values) => values.get(row)?.map(|value| value.to_string()),
            Self::Real(values) => values.get(row)?.map(|value| serde_json::json!(value).to_string()),
            Self::Single(values) => values.get(row)?.and_then(number),
            Self::Text(values) => values.get(row)?.clone(),
        }
    }
}

/// The table of these cells of a sweep.
pub(super) fn table<'c>(plan: &Plan, cells: impl IntoIterator<Item = &'c Cell>) -> Table {
    let cells: Vec<&Cell> = cells.into_iter().collect();
    let mut columns = settings(plan, &cells);
    for arm in arms(&cells) {
        let found: Vec<Option<&CellArm>> =
            cells.iter().map(|cell| cell.arms.iter().find(|it| it.arm == arm)).collect();
        columns.extend(measured(arm, plan.experiment().series, &found, plan.members()));
    }
    columns.extend(verdicts(plan, &cells));
    columns.push(text("adapter", &cells, |cell| cell.adapter.clone()));
    columns.push(text("digest", &cells, |cell| cell.digest.clone()));
    // Not "link", which is a knob of some experiment.
    columns.push(text("permalink", &cells, |cell| Some(cell.link.clone())));
    Table { columns, rows: cells.len() }
}

/// What each cell was asked to be.
fn settings(plan: &Plan, cells: &[&Cell]) -> Vec<Column> {
    let keys: Vec<_> = cells.iter().map(|cell| plan.keys(cell.cell)).collect();
    let mut columns = vec![
        whole("cell", cells, |cell| Some(i64::from(cell.cell))),
        text("experiment", cells, |_| Some(plan.experiment().id.to_owned())),
        whole("rev", cells, |_| Some(i64::from(plan.experiment().rev))),
        text("backend", cells, |_| Some(plan.computed_by.name().to_owned())),
        whole("members", cells, |_| Some(i64::from(plan.members()))),
        Column {
            name: "seed".to_owned(),
            values: Values::Whole(keys.iter().map(|keys| Some(i64::from(keys.seed))).collect()),
        },
    ];
    columns.extend(plan.experiment().knobs.iter().map(|knob| {
        let values: Vec<Option<Value>> = keys.iter().map(|keys| keys.knobs.get(knob.key)).collect();
        Column { name: knob.key.to_owned(), values: knob_values(knob, &values) }
    }));
    columns
}

/// The values of a knob, in its own type.
fn knob_values(knob: &Knob, values: &[Option<Value>]) -> Values {
    match knob.range {
        Range::Whole { .. } => {
            let whole = |value: &Option<Value>| match value {
                Some(Value::Whole(value)) => Some(i64::from(*value)),
                Some(Value::Real(_) | Value::Choice(_)) | None => None,
            };
            Values::Whole(values.iter().map(whole).collect())
        }
        Range::Real { .. } => {
            let real = |value: &Option<Value>| match value {
                Some(Value::Real(value)) => Some(*value),
                Some(Value::Whole(_) | Value::Choice(_)) | None => None,
            };
            Values::Real(values.iter().map(real).collect())
        }
        Range::Choice { .. } => {
            Values::Text(values.iter().map(|value| value.map(|value| knob.write(value))).collect())
        }
    }
}

/// The arms of all cells, in the order in which they are first met: knobs may add some.
fn arms<'c>(cells: &[&'c Cell]) -> Vec<&'c str> {
    let mut seen = BTreeSet::new();
    let all = cells.iter().flat_map(|cell| &cell.arms).map(|arm| arm.arm.as_str());
    all.filter(|arm| seen.insert(*arm)).collect()
}

/// The last values of each series of an arm: `arm/series` the median over the members that did not end early, and
/// `arm/series/0` and so on each of them; `arm/stopped` how many ended early.
fn measured(arm: &str, series: &[Series], cells: &[Option<&CellArm>], members: u32) -> Vec<Column> {
    let mut columns = Vec::new();
    for (at, Series { key, .. }) in series.iter().enumerate() {
        let name = format!("{arm}/{key}");
        let medians = cells.iter().map(|cell| cell.and_then(|cell| median(cell, at)));
        columns.push(Column { name: name.clone(), values: Values::Real(medians.collect()) });
        for member in 0..members as usize {
            let value = |cell: &Option<&CellArm>| *cell.as_ref()?.last.get(at)?.get(member)?;
            let values = Values::Single(cells.iter().map(value).collect());
            columns.push(Column { name: format!("{name}/{member}"), values });
        }
    }
    let stopped = |cell: &CellArm| i64::try_from(cell.stopped.iter().flatten().count()).unwrap_or(i64::MAX);
    let stopped = cells.iter().map(|cell| cell.map(stopped)).collect();
    columns.push(Column { name: format!("{arm}/stopped"), values: Values::Whole(stopped) });
    columns
}

fn median(arm: &CellArm, series: usize) -> Option<f64> {
    let values = arm.last.get(series)?.iter().zip(&arm.stopped);
    let to_the_end = values.filter(|(_, stopped)| stopped.is_none());
    Quartiles::of(to_the_end.filter_map(|(value, _)| value.map(f64::from)).collect()).map(|it| it.median)
}

/// What came of each claim that some cell has the protocol of.
fn verdicts(plan: &Plan, cells: &[&Cell]) -> Vec<Column> {
    let is_judged = |id: &str| cells.iter().any(|cell| cell.verdicts.iter().any(|given| given.id == id));
    let ids = plan.experiment().claims.iter().map(|claim| claim.id).filter(|id| is_judged(id));
    let of = |id: &str| {
        text(id, cells, |cell| {
            let given = cell.verdicts.iter().find(|given| given.id == id)?;
            Some(given.verdict.name().to_owned())
        })
    };
    ids.map(of).collect()
}

fn whole(name: &str, cells: &[&Cell], of: impl Fn(&Cell) -> Option<i64>) -> Column {
    Column { name: name.to_owned(), values: Values::Whole(cells.iter().map(|cell| of(cell)).collect()) }
}

fn text(name: &str, cells: &[&Cell], of: impl Fn(&Cell) -> Option<String>) -> Column {
    Column { name: name.to_owned(), values: Values::Text(cells.iter().map(|cell| of(cell)).collect()) }
}

#[cfg(test)]
mod tests {
    use lab::link::Link;
    use lab::record::ComputedBy;

    use super::super::cell::tests::untrained;
    use super::*;

    #[test]
    fn columns_of_every_experiment_have_names_of_their_own() {
        for experiment in lab::EXPERIMENTS {
            let plan = Plan::new(&Link::defaults(experiment), "1..2".parse().ok(), &[], ComputedBy::Gpu);
            let plan = plan.expect("a plan");
            let cells = [untrained(0, &plan.keys(0)), untrained(1, &plan.keys(1))];
            let table = table(&plan, &cells);
            let names: BTreeSet<&str> = table.columns.iter().map(|column| column.name.as_str()).collect();
            assert_eq!(names.len(), table.columns.len(), "{}", experiment.id);
            assert!(experiment.knobs.iter().all(|knob| names.contains(knob.key)), "{}", experiment.id);
        }
    }

    #[test]
    fn a_median_is_that_of_members_that_did_not_end_early() {
        let arm = CellArm {
            arm: "a".to_owned(),
            last: vec![vec![Some(1.0), Some(9.0), Some(2.0), None]],
            stopped: vec![None, Some(7), None, None],
        };
        let columns = measured("a", &lab::EXPERIMENTS[0].series[..1], &[Some(&arm), None], 4);
        let key = lab::EXPERIMENTS[0].series[0].key;
        let text =
            |at: usize| (columns[at].name.clone(), columns[at].values.text(0), columns[at].values.text(1));
        assert_eq!(text(0), (format!("a/{key}"), Some("1.5".to_owned()), None));
        assert_eq!(text(2), (format!("a/{key}/1"), Some("9.0".to_owned()), None));
        assert_eq!(text(4), (format!("a/{key}/3"), None, None));
        assert_eq!(text(5), ("a/stopped".to_owned(), Some("1".to_owned()), None));
    }

    #[test]
    fn numbers_have_the_fewest_digits_that_say_them() {
        let single = Values::Single(vec![Some(0.1), Some(1e-20), None]);
        assert_eq!(
            (single.text(0), single.text(1), single.text(2)),
            (Some("0.1".to_owned()), Some("1e-20".to_owned()), None)
        );
        let real = Values::Real(vec![Some(0.1), Some(1e300)]);
        assert_eq!((real.text(0), real.text(1)), (Some("0.1".to_owned()), Some("1e+300".to_owned())));
    }
}
