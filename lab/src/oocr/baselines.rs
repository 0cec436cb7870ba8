//! Rows of the tables of baselines.

use crate::panel::View;

/// The median of a series over an arm's members at progress `at`, or where it was last measured before.
pub(super) fn median(view: &View<'_>, arm: usize, series: &str, at: u32) -> String {
    let series = view.experiment().series_at(series);
    let of = |j| view.recording.quartiles_of(arm, view.models(), series, j);
    (0..=at).rev().find_map(of).map_or("–".to_owned(), |it| format!("{:.3}", it.median))
}

/// A row: what is measured, of which arm where there are several; its series, that of another hidden thing where there is one,
/// the first one before training, and what guessing gives.
pub(super) fn row(
    view: &View<'_>,
    arm: usize,
    what: &str,
    [series, other]: [&str; 2],
    guess: &str,
) -> Vec<String> {
    let what = match view.arms {
        [_] => what.to_owned(),
        arms => format!("{}: {what}", arms[arm].label),
    };
    let other = if other.is_empty() { String::new() } else { median(view, arm, other, view.at) };
    vec![what, median(view, arm, series, view.at), other, median(view, arm, series, 0), guess.to_owned()]
}
