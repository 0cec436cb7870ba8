//! What a sweep says in words: a sentence or a few, a table, and one sentence for each value or pair of values.

use super::SweepPanel;
use super::cells::{Cells, Values};
use crate::panel::number::value;
use crate::panel::{Table, View};
use crate::words::Panels;

/// Where each arm is best and worst, who ended early, and what to compare it with.
pub(super) fn sentence(panel: &SweepPanel, view: &View<'_>, cells: &Cells<'_>) -> String {
    let words = view.words.panel;
    if cells.axes.is_empty() {
        return words.sweep.nothing.to_owned();
    }
    let says: Vec<Option<String>> =
        (0..view.arms.len()).map(|arm| extremes(panel, view, cells, arm)).collect();
    let mut sentences = Vec::new();
    if says.iter().all(Option::is_none) {
        sentences.push(words.nothing_measured.to_owned());
    } else {
        let axes: Vec<(usize, &str)> =
            cells.axes.iter().map(|values| (values.texts.len(), values.within.as_str())).collect();
        sentences.push((words.sweep.swept)(view.keys.members, &axes));
        let arms = view.arms.iter().zip(&says);
        let measured =
            arms.clone().filter_map(|(arm, says)| Some(format!("{}: {}.", arm.label, says.as_ref()?)));
        sentences.extend(measured);
        let missing: Vec<&str> =
            arms.filter(|(_, says)| says.is_none()).map(|(arm, _)| arm.label.as_str()).collect();
        if !missing.is_empty() {
            sentences.push((words.waiting)(&missing));
        }
    }
    sentences.extend((0..view.arms.len()).filter_map(|arm| ended_early(view, cells, arm)));
    let at_each = panel.expected.iter().filter_map(|expected| {
        let arm = view.arms.get(expected.arm)?;
        Some((words.sweep.expected)(expected.name, &arm.label))
    });
    let levels: Vec<String> =
        panel.references.iter().map(|level| level.label.clone()).chain(at_each).collect();
    let levels: Vec<&str> = levels.iter().map(String::as_str).collect();
    if !levels.is_empty() {
        let say = if cells.axes.len() == 1 { words.dotted } else { words.sweep.compared };
        sentences.push(say(&levels));
    }
    sentences.join(" ")
}

/// "highest 0.900 at learning rate 0.01, lowest 0.100 at learning rate 0.1"; `None` before anything is measured.
fn extremes(panel: &SweepPanel, view: &View<'_>, cells: &Cells<'_>, arm: usize) -> Option<String> {
    let Panels { no_finite_number, sweep: words, .. } = view.words.panel;
    let all = cells.all();
    let medians = all.iter().filter_map(|(cell, texts)| Some((cells.quartiles(arm, *cell)?.median, texts)));
    let medians: Vec<(f64, &Vec<&str>)> = medians.collect();
    if medians.is_empty() {
        return None;
    }
    let finite = medians.iter().filter(|(median, _)| median.is_finite());
    let high = finite.clone().rev().max_by(|a, b| a.0.total_cmp(&b.0));
    let low = finite.min_by(|a, b| a.0.total_cmp(&b.0));
    let (Some((high, best)), Some((low, worst))) = (high, low) else {
        return Some(no_finite_number.to_owned());
    };
    let (high, low) = (value(*high, panel.range), value(*low, panel.range));
    let so_far = if medians.len() < all.len() {
        format!(" {}", (words.so_far)(medians.len(), all.len()))
    } else {
        String::new()
    };
    Some(if high == low {
        (words.throughout)(&high) + &so_far
    } else {
        (words.extremes)(&high, &at(cells, best), &low, &at(cells, worst)) + &so_far
    })
}

/// "learning rate 0.01, noise 3".
fn at(cells: &Cells<'_>, texts: &[&str]) -> String {
    let parts = cells.axes.iter().zip(texts).map(|(values, text)| format!("{} {text}", values.within));
    parts.collect::<Vec<_>>().join(", ")
}

fn ended_early(view: &View<'_>, cells: &Cells<'_>, arm: usize) -> Option<String> {
    let all = cells.all();
    let early: Vec<String> = all
        .iter()
        .filter(|(cell, _)| cells.ended_early(arm, *cell))
        .map(|(_, texts)| at(cells, texts))
        .collect();
    let early: Vec<&str> = early.iter().map(String::as_str).collect();
    let say = view.words.panel.sweep.ended_early;
    (!early.is_empty()).then(|| say(&view.arms[arm].label, &early, all.len()))
}

/// One row for each value, or for each pair of values.
pub(super) fn table(panel: &SweepPanel, view: &View<'_>, cells: &Cells<'_>) -> Table {
    let mut columns: Vec<String> = cells.axes.iter().map(|values| values.label.to_owned()).collect();
    if columns.is_empty() {
        return Table { columns, rows: Vec::new() };
    }
    let Panels { quartiles, between, sweep: words, .. } = view.words.panel;
    for arm in view.arms {
        columns.extend([(words.median_of)(&arm.label), quartiles.to_owned()]);
    }
    for expected in &panel.expected {
        let arm = view.arms.get(expected.arm).map_or("", |arm| arm.label.as_str());
        columns.push((words.expected_of)(expected.name, arm));
    }
    let row = |(cell, texts): (u32, Vec<&str>)| {
        let mut row: Vec<String> = texts.into_iter().map(str::to_owned).collect();
        for arm in 0..view.arms.len() {
            row.extend(match cells.quartiles(arm, cell) {
                Some(quartiles) => {
                    let [low, median, high] = [quartiles.low, quartiles.median, quartiles.high]
                        .map(|part| value(part, panel.range));
                    [median, between(&low, &high)]
                }
                None => ["–".to_owned(), "–".to_owned()],
            });
        }
        for expected in &panel.expected {
            row.push(expected.at(cell).map_or("–".to_owned(), |level| value(level, panel.range)));
        }
        row
    };
    Table { rows: cells.all().into_iter().map(row).collect(), columns }
}

/// "Learning rate 0.01: short 0.667; long 0.333."
pub(super) fn at_value(
    panel: &SweepPanel,
    view: &View<'_>,
    cells: &Cells<'_>,
    values: &Values,
    at: usize,
) -> String {
    let says = view.arms.iter().enumerate().filter_map(|(arm, declared)| {
        let median = cells.quartiles(arm, values.cell(at))?.median;
        let mut says = format!("{} {}", declared.label, value(median, panel.range));
        for expected in panel.expected.iter().filter(|expected| expected.arm == arm) {
            if let Some(level) = expected.at(values.cell(at)) {
                says = (view.words.panel.sweep.beside)(&says, expected.name, &value(level, panel.range));
            }
        }
        Some(says)
    });
    let says: Vec<String> = says.collect();
    let says = if says.is_empty() { view.words.panel.nothing_yet.to_owned() } else { says.join("; ") };
    format!("{} {}: {says}.", values.label, values.texts.get(at).map_or("", String::as_str))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::panel::Draw;
    use crate::panel::line::tests::{Run, panel as line};
    use crate::recording::Stop;
    use crate::words::words;

    fn say(run: &Run) -> String {
        SweepPanel::new(&run.keys, &line(), words(None)).sentence(&run.view())
    }

    #[test]
    fn the_sentence_says_where_each_arm_is_best() {
        let one = "rate:0.001:0.1:3";
        assert_eq!(
            say(&Run::swept(4, one, &[65, 0])),
            "Median of 4 members at each of 3 values of learning rate. short: highest 1.000 at learning rate 0.1, \
             lowest 0.333 at learning rate 0.001. Nothing yet from long. Dotted: ceiling 0.600, chance 0.100."
        );
        assert_eq!(
            say(&Run::swept(1, "rate:0.001:0.1:2,noise:1:2:2", &[1, 65])),
            "One member at each of 2 values of learning rate and 2 values of noise. short: 0.000 throughout. long: \
             highest 1.000 at learning rate 0.1, noise 2, lowest 0.250 at learning rate 0.001, noise 1. To compare \
             with: ceiling 0.600, chance 0.100."
        );
        assert_eq!(
            say(&Run::swept(4, one, &[0, 0])),
            "Nothing is measured yet. Dotted: ceiling 0.600, chance 0.100."
        );
        assert_eq!(say(&Run::new(1, &[65, 65])), "Nothing is swept.");
    }

    #[test]
    fn values_at_which_members_ended_early_are_said() {
        let mut run = Run::swept(2, "rate:0.001:0.1:5", &[65, 65]);
        let stop = |member| Stop { arm: 0, member, step: 7, chain: None };
        run.recording.stop(stop(2));
        let says = say(&run);
        assert!(says.contains("Members of short ended early at learning rate 0.003162, because"), "{says}");
        for member in [5, 6, 8] {
            run.recording.stop(stop(member));
        }
        let says = say(&run);
        assert!(says.contains("ended early at 4 of 5 values, because"), "{says}");
    }

    #[test]
    fn the_table_has_a_row_for_each_value_or_pair() {
        let table = |run: &Run| SweepPanel::new(&run.keys, &line(), words(None)).table(&run.view());
        let one = table(&Run::swept(1, "noise:10:0:2", &[65, 0]));
        assert_eq!(one.columns, ["Noise", "short: median", "quartiles", "long: median", "quartiles"]);
        assert_eq!(
            one.rows,
            [["0", "1.000", "1.000 to 1.000", "–", "–"], ["10", "0.500", "0.500 to 0.500", "–", "–"]]
        );
        let two = table(&Run::swept(1, "noise:10:0:2,rate:0.1:0.01:3", &[65, 65]));
        assert_eq!(two.columns[..2], ["Noise", "Learning rate"]);
        assert_eq!(
            (two.rows.len(), &two.rows[4][..3]),
            (6, &["0".into(), "0.03162".into(), "0.833".into()][..])
        );
    }
}
