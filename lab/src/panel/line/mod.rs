//! The line chart: one series over training steps, for each arm the median of its members, the quartiles as a band
//! and the members as thin lines, with named levels to compare them with. A curve that a visitor drew lies over it.

mod chart;
mod words;

use super::number::{count, value};
use super::words::arm_names;
use super::{Draw, Mark, NARROW, Named, Picture, Place, Reading, Size, Spot, Table, View};
use crate::digest::{PROGRESS, step_at};
use crate::panel::picture::{DASHES, Ink, SERIES};
use chart::Chart;

/// The declaration of a line chart.
#[derive(Debug, Clone, PartialEq)]
pub struct LinePanel {
    /// Its name in links (`show`, `hide`) and in files.
    pub key: &'static str,
    /// Its heading.
    pub title: String,
    /// The key of the series it draws.
    pub series: &'static str,
    /// The lowest and the highest value of the vertical axis.
    pub range: (f64, f64),
    /// Levels to compare the curves with: ceilings, chance.
    pub references: Vec<Reference>,
}

/// A named horizontal line.
#[derive(Debug, Clone, PartialEq)]
pub struct Reference {
    /// What the level is, to stand beside the line.
    pub label: String,
    /// Where it stands on the vertical axis.
    pub value: f64,
    /// The arm (by position) whose ceiling it is, and whose colour it takes; `None` for all.
    pub arm: Option<usize>,
}

impl LinePanel {
    /// Where a value at the progress of the longest arm stands, for a curve that is drawn by hand.
    #[must_use]
    pub fn place(&self, view: &View<'_>, size: Size, j: u32, value: f64) -> Place {
        let chart = Chart::frame(self, view, size);
        chart.place(step_at(j, longest(view)), value)
    }

    /// The value that stands at a height of the picture, within the axis.
    #[must_use]
    pub fn value_at(&self, view: &View<'_>, size: Size, y: f64) -> f64 {
        Chart::frame(self, view, size).value_at(y)
    }
}

/// Steps of the longest arm.
pub(crate) fn longest(view: &View<'_>) -> u32 {
    view.arms.iter().map(|arm| arm.steps).max().unwrap_or(0).max(1)
}

impl Draw for LinePanel {
    fn height(&self, _view: &View<'_>, width: f64) -> f64 {
        (width * 0.44).clamp(230.0, 400.0)
    }

    fn picture(&self, view: &View<'_>, size: Size) -> Picture {
        Chart::new(self, view, size).picture()
    }

    fn names(&self, view: &View<'_>, width: f64) -> Vec<Named> {
        if width >= NARROW {
            return Vec::new();
        }
        arm_names(view)
    }

    fn sentence(&self, view: &View<'_>) -> String {
        words::sentence(self, view)
    }

    /// One row for each point of progress that any arm has measured.
    fn table(&self, view: &View<'_>) -> Table {
        let series = view.experiment().series_at(self.series);
        let mut columns = vec!["progress".to_owned()];
        for arm in view.arms {
            columns.extend([format!("{}: step", arm.label), "median".to_owned(), "quartiles".to_owned()]);
        }
        let rows = (0..=view.at).filter_map(|j| {
            let mut row = vec![format!("{j} of {PROGRESS}")];
            let mut any = false;
            for (position, arm) in view.arms.iter().enumerate() {
                row.push(count(step_at(j, arm.steps).into()));
                match view.recording.quartiles_of(position, view.models(), series, j) {
                    Some(quartiles) => {
                        any = true;
                        row.push(value(quartiles.median, self.range));
                        let (low, high) =
                            (value(quartiles.low, self.range), value(quartiles.high, self.range));
                        row.push(format!("{low} to {high}"));
                    }
                    None => row.extend(["–".to_owned(), "–".to_owned()]),
                }
            }
            any.then_some(row)
        });
        Table { rows: rows.collect(), columns }
    }

    fn spots(&self, _view: &View<'_>) -> Spot {
        Spot { column: PROGRESS + 1, row: 1 }
    }

    fn reading(&self, view: &View<'_>, size: Size, spot: Spot) -> Option<Reading> {
        let reading = words::reading(self, view, spot.column)?;
        let chart = Chart::frame(self, view, size);
        let x = chart.place(reading.step, self.range.0).x;
        let rule = vec![Place { x, y: chart.start.y }, Place { x, y: chart.end.y }];
        let mut marks = vec![Mark::line(rule, Ink::Axis, 1.0)];
        marks.extend(reading.arms.iter().map(|(arm, step, quartiles)| {
            let at = chart.place(*step, quartiles.median);
            Mark::circle(at, 4.5, Ink::Series(*arm)).outlined(Ink::Card, 2.0)
        }));
        Some(Reading { sentence: reading.sentence, marks })
    }

    fn nearest(&self, view: &View<'_>, size: Size, place: Place) -> Spot {
        Spot { column: Chart::frame(self, view, size).progress_at(place.x), row: 0 }
    }
}

/// The dashes of a series.
pub(super) fn dash(series: usize) -> &'static [f64] {
    DASHES[series % SERIES]
}

#[cfg(test)]
pub(in crate::panel) mod tests {
    use super::*;
    use crate::experiment::{Arm, Cost, Experiment, Series, Source};
    use crate::keys::RunKeys;
    use crate::knob::Knobs;
    use crate::recording::{Point, Recording};

    pub(in crate::panel) static EXPERIMENT: Experiment = Experiment {
        id: "test",
        rev: 1,
        family: "",
        question: "",
        finding: "",
        story: "",
        source: Source { authors: "", title: "", year: 0, url: "" },
        lesson: "",
        predictions: &[],
        knobs: &[],
        data: None,
        members: 1,
        arms,
        series: &[Series { key: "accuracy", label: "Accuracy", about: "" }],
        samples: &[crate::experiment::Sample { key: "grid", about: "", size: |_| [2, 3] }],
        panels: |_| Vec::new(),
        claims: &[],
        probes: &[],
        #[cfg(feature = "run")]
        program: |_, _| unreachable!("never trained"),
    };

    fn arms(_: &Knobs) -> Vec<Arm> {
        let arm = |label: &str, steps| Arm {
            key: "",
            label: label.into(),
            about: String::new(),
            steps,
            cost: Cost::default(),
        };
        vec![arm("short", 640), arm("long", 1280)]
    }

    /// A run that has measured so many points of each arm, each point's values being its part of the whole.
    pub(in crate::panel) struct Run {
        pub(in crate::panel) keys: RunKeys,
        pub(in crate::panel) arms: Vec<Arm>,
        pub(in crate::panel) recording: Recording,
    }

    impl Run {
        pub(in crate::panel) fn new(members: u32, to: &[u32]) -> Self {
            let keys = RunKeys { members, ..RunKeys::defaults(&EXPERIMENT) };
            let arms = keys.arms();
            let mut recording = Recording::new(&arms, members, 1);
            for (arm, to) in (0u32..).zip(to) {
                for (member, j) in (0..members).flat_map(|member| (0..*to).map(move |j| (member, j))) {
                    let (step, value) = (step_at(j, arms[arm as usize].steps), j as f32 / 64.0);
                    let samples = (0..6u8).map(|at| value * f32::from(at) / 5.0).collect();
                    recording.push(Point { arm, member, j, step, values: vec![value], samples, chain: None });
                }
            }
            Self { keys, arms, recording }
        }

        pub(in crate::panel) fn view(&self) -> View<'_> {
            View::new(&self.keys, &self.arms, &self.recording)
        }
    }

    pub(in crate::panel) fn panel() -> LinePanel {
        let level = |label: &str, arm| Reference { label: label.into(), value: 0.6, arm };
        LinePanel {
            key: "accuracy",
            title: String::new(),
            series: "accuracy",
            range: (0.0, 1.0),
            references: vec![level("ceiling 0.600", Some(0)), level("chance 0.100", None)],
        }
    }

    #[test]
    fn the_table_has_a_row_for_each_point() {
        let run = Run::new(1, &[2, 1]);
        let table = panel().table(&run.view());
        assert_eq!(table.columns.len(), 7);
        assert_eq!(table.rows.len(), 2);
        assert_eq!(table.rows[1], ["1 of 64", "10", "0.016", "0.016 to 0.016", "20", "–", "–"]);
    }

    #[test]
    fn looking_back_leaves_out_what_came_later() {
        let run = Run::new(1, &[65, 65]);
        let view = View { at: 16, ..run.view() };
        assert_eq!(panel().table(&view).rows.len(), 17);
        assert!(panel().sentence(&view).contains("After 160 of 640 steps: short 0.250"));
    }
}
