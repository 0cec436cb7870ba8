//! A line chart as a table: what it shows, in numbers.

use super::number::{count, value};
use super::words::position;
use crate::digest::{PROGRESS, step_at};
use crate::experiment::{Arm, Experiment, LinePanel};
use crate::record::Recording;

/// A line chart as a table: one row for each point of progress that any arm has measured.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// What each column is.
    pub columns: Vec<String>,
    /// The rows; the first cell of each says how far the run was.
    pub rows: Vec<Vec<String>>,
}

/// Everything that the chart shows, in numbers.
#[must_use]
pub fn table(experiment: &Experiment, panel: &LinePanel, arms: &[Arm], recording: &Recording) -> Table {
    let series = position(experiment, panel);
    let mut columns = vec!["progress".to_owned()];
    for arm in arms {
        columns.push(format!("{}: step", arm.label));
        columns.push("median".to_owned());
        columns.push("quartiles".to_owned());
    }
    let rows = (0..=PROGRESS).filter_map(|j| {
        let mut row = vec![format!("{j} of {PROGRESS}")];
        let mut any = false;
        for (position, arm) in arms.iter().enumerate() {
            row.push(count(step_at(j, arm.steps).into()));
            match recording.quartiles(position, series, j) {
                Some(quartiles) => {
                    any = true;
                    row.push(value(quartiles.median, panel.range));
                    let (low, high) = (value(quartiles.low, panel.range), value(quartiles.high, panel.range));
                    row.push(format!("{low} to {high}"));
                }
                None => row.extend(["–".to_owned(), "–".to_owned()]),
            }
        }
        any.then_some(row)
    });
    Table { rows: rows.collect(), columns }
}

#[cfg(test)]
mod tests {
    use super::super::words::tests::{EXPERIMENT, recording, setting};
    use super::*;

    #[test]
    fn the_table_has_a_row_for_each_point() {
        let (panel, arms) = setting();
        let table = table(&EXPERIMENT, &panel, &arms, &recording(&arms, &[2, 1]));
        assert_eq!(table.columns.len(), 7);
        assert_eq!(table.rows.len(), 2);
        assert_eq!(table.rows[1], ["1 of 64", "10", "0.016", "0.016 to 0.016", "20", "–", "–"]);
    }
}
