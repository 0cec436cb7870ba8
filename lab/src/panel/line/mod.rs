//! The line chart: one series over training steps, for each arm the median of its members, the quartiles as a band
//! and the members as thin lines, with named levels to compare them with; or several series of one arm. A curve that a
//! visitor drew lies over it.

mod chart;
mod words;

use std::borrow::Cow;

use super::learned::Learned;
use super::number::{count, value};
use super::{Draw, NARROW, Named, Picture, Place, Reading, Size, Spot, Table, View, plot};
use crate::compare::Beside;
use crate::digest::{PROGRESS, step_at};
use crate::experiment::Arm;
use crate::recording::Quartiles;
use crate::words::Panels;
use chart::Chart;

/// The declaration of a line chart.
#[derive(Debug, Clone, PartialEq)]
pub struct LinePanel {
    /// Its name in links (`show`, `hide`) and in files.
    pub key: &'static str,
    /// Its heading.
    pub title: String,
    /// The key of the series it draws, a curve for each arm.
    pub series: &'static str,
    /// Several series of the first arm in the place of that one, a curve for each: their keys, and their names for a person. The
    /// first of them is the one above, which is what predictions and sweeps are about.
    pub each: &'static [(&'static str, &'static str)],
    /// The lowest and the highest value of the vertical axis.
    pub range: (f64, f64),
    /// Levels to compare the curves with: ceilings, chance.
    pub references: Vec<Reference>,
    /// When the series counts as learned: a sweep shows how fast that is. `None`: it shows the latest value.
    pub learned: Option<Learned>,
}

/// One curve of a line chart.
pub(super) struct Trace<'a> {
    /// The curve of the shown run whose colour it has: itself, or the one that it stands beside.
    pub(super) color: usize,
    pub(super) label: Cow<'a, str>,
    pub(super) steps: u32,
    /// The run that stands beside the one that is shown, if it is that one's.
    pub(super) beside: Option<Beside<'a>>,
    view: View<'a>,
    arm: usize,
    /// By position.
    series: usize,
}

impl Trace<'_> {
    /// The quartiles at progress `j`, over the members that are looked at.
    pub(super) fn quartiles(&self, j: u32) -> Option<Quartiles> {
        match self.beside {
            Some(beside) => beside.quartiles(self.arm, self.series, j),
            None => self.view.recording.quartiles_of(self.arm, self.view.models(), self.series, j),
        }
    }

    /// Each member's steps and values as far as they are looked at; none of a run that stands beside.
    pub(super) fn members(&self) -> impl Iterator<Item = impl Iterator<Item = (u32, f64)>> {
        let models = if self.beside.is_some() { 0..0 } else { self.view.models() };
        models.map(|member| {
            let points = self.view.recording.points(self.arm, member).iter();
            let points = points.filter(|point| point.j <= self.view.at);
            points.filter_map(|point| Some((point.step, f64::from(*point.values.get(self.series)?))))
        })
    }
}

/// A named horizontal line.
#[derive(Debug, Clone, PartialEq)]
pub struct Reference {
    /// What the level is, without its value: "ceiling".
    pub name: &'static str,
    /// The same with its value, to stand beside the line.
    pub label: String,
    /// Where it stands on the vertical axis.
    pub value: f64,
    /// The curve (by position; where a panel has one series, the arm) whose ceiling it is, and whose colour it takes; `None` for
    /// all.
    pub arm: Option<usize>,
}

impl LinePanel {
    /// Where a value at the progress of the longest arm stands, for a curve that is drawn by hand.
    #[must_use]
    pub fn place(&self, view: &View<'_>, size: Size, j: u32, value: f64) -> Place {
        let chart = Chart::frame(self, view, size);
        chart.place(step_at(j, longest(view)), value)
    }

    /// Its curves as tones: the name of each, and how high it stands at each point of progress, from 0 to 1. What is no
    /// finite number is left out, and so are curves without a point.
    #[must_use]
    pub fn tune(&self, view: &View<'_>) -> Vec<(String, Vec<f64>)> {
        let (low, high) = self.range;
        let height = |median: f64| ((median - low) / (high - low)).clamp(0.0, 1.0);
        let voice = |trace: Trace<'_>| {
            let medians = (0..=view.at).filter_map(|j| trace.quartiles(j)).map(|quartiles| quartiles.median);
            let heights: Vec<f64> = medians.filter(|median| median.is_finite()).map(height).collect();
            (trace.label.into_owned(), heights)
        };
        self.traces(view).into_iter().map(voice).filter(|(_, heights)| !heights.is_empty()).collect()
    }

    /// Its curves, in the order of their colours; behind them those of a run that stands beside.
    pub(super) fn traces<'a>(&self, view: &View<'a>) -> Vec<Trace<'a>> {
        let mut traces = self.curves(view, view.arms, None);
        if let Some(beside) = view.beside {
            let shown = traces.len();
            traces.extend(self.curves(view, beside.arms, Some(beside)).into_iter().map(|trace| {
                // Settings may give or take arms: it goes with the one of its name.
                let same = view.arms.iter().position(|arm| arm.label == trace.label);
                let color =
                    if self.each.is_empty() { same.unwrap_or(shown + trace.arm) } else { trace.color };
                let label = Cow::Owned((view.words.compare.curve)(&trace.label));
                Trace { color, label, ..trace }
            }));
        }
        traces
    }

    /// The curves of one run.
    fn curves<'a>(&self, view: &View<'a>, arms: &'a [Arm], beside: Option<Beside<'a>>) -> Vec<Trace<'a>> {
        let at = |key| view.experiment().series_at(key);
        let trace = |color, arm: usize, series, label: &'a str| {
            let steps = arms[arm].steps;
            Trace { color, label: Cow::Borrowed(label), steps, beside, view: *view, arm, series }
        };
        if self.each.is_empty() {
            let series = at(self.series);
            return (0..arms.len()).map(|arm| trace(arm, arm, series, &arms[arm].label)).collect();
        }
        let each = self.each.iter().enumerate().filter(|_| !arms.is_empty());
        each.map(|(color, (key, label))| trace(color, 0, at(key), label)).collect()
    }

    /// Whether any curve has a median by the progress that is looked at.
    fn is_measured(&self, view: &View<'_>) -> bool {
        self.traces(view).iter().any(|trace| (0..=view.at).any(|j| trace.quartiles(j).is_some()))
    }

    /// The value that stands at a height of the picture, within the axis.
    #[must_use]
    pub fn value_at(&self, view: &View<'_>, size: Size, y: f64) -> f64 {
        Chart::frame(self, view, size).value_at(y)
    }
}

/// Steps of the longest arm.
pub(crate) fn longest(view: &View<'_>) -> u32 {
    let beside = view.beside.iter().flat_map(|beside| beside.arms);
    view.arms.iter().chain(beside).map(|arm| arm.steps).max().unwrap_or(0).max(1)
}

impl Draw for LinePanel {
    fn height(&self, _view: &View<'_>, width: f64) -> f64 {
        plot::height(width)
    }

    fn picture(&self, view: &View<'_>, size: Size) -> Picture {
        Chart::new(self, view, size).picture()
    }

    fn names(&self, view: &View<'_>, width: f64) -> Vec<Named> {
        if width >= NARROW {
            return Vec::new();
        }
        let named =
            |Trace { color, label, .. }| Named { name: label.into_owned(), series: color, sign: None };
        self.traces(view).into_iter().map(named).collect()
    }

    fn sentence(&self, view: &View<'_>) -> String {
        words::sentence(self, view)
    }

    /// One row for each point of progress at which anything was measured.
    fn table(&self, view: &View<'_>) -> Table {
        let traces = self.traces(view);
        let Panels { median, quartiles, between, line, .. } = view.words.panel;
        let mut columns = vec![line.progress.to_owned()];
        for trace in &traces {
            columns.extend([(line.step_of)(&trace.label), median.to_owned(), quartiles.to_owned()]);
        }
        let rows = (0..=view.at).filter_map(|j| {
            let mut row = vec![(line.progress_at)(j)];
            let mut any = false;
            for trace in &traces {
                row.push(count(step_at(j, trace.steps).into()));
                match trace.quartiles(j) {
                    Some(quartiles) => {
                        any = true;
                        row.push(value(quartiles.median, self.range));
                        let (low, high) =
                            (value(quartiles.low, self.range), value(quartiles.high, self.range));
                        row.push(between(&low, &high));
                    }
                    None => row.extend(["–".to_owned(), "–".to_owned()]),
                }
            }
            any.then_some(row)
        });
        Table { rows: rows.collect(), columns }
    }

    fn spots(&self, view: &View<'_>) -> Spot {
        if self.is_measured(view) { Spot { column: PROGRESS + 1, row: 1 } } else { Spot::default() }
    }

    fn reading(&self, view: &View<'_>, size: Size, spot: Spot) -> Option<Reading> {
        let is_one = spot.column <= PROGRESS && spot.row == 0;
        let reading = words::reading(self, view, spot.column).filter(|_| is_one)?;
        let chart = Chart::frame(self, view, size);
        let curves = reading.curves.iter().map(|(color, step, quartiles)| (*color, *step, quartiles.median));
        let marks = chart.pointers(reading.step, curves);
        Some(Reading { sentence: reading.sentence, marks })
    }

    fn nearest(&self, view: &View<'_>, size: Size, place: Place) -> Spot {
        if !self.is_measured(view) {
            return Spot::default();
        }
        Spot { column: Chart::frame(self, view, size).progress_at(place.x), row: 0 }
    }
}

#[cfg(test)]
pub(in crate::panel) mod tests {
    use super::*;
    use crate::experiment::{BLANK, Cost, Experiment, Sample, Series};
    use crate::keys::RunKeys;
    use crate::knob::{Knob, Knobs, Range, Role};
    use crate::panel::check;
    use crate::recording::{Point, Recording};
    use crate::sweep::Sweep;

    pub(in crate::panel) static EXPERIMENT: Experiment = Experiment {
        knobs: &KNOBS,
        arms,
        series: &[Series { key: "accuracy", label: "Accuracy", about: "" }],
        samples: &[Sample { key: "grid", about: "", size: |_, _| [2, 3] }],
        ..BLANK
    };

    static KNOBS: [Knob; 2] = [
        Knob {
            key: "rate",
            label: "Learning rate",
            help: "",
            range: Range::Real { min: 0.0001, max: 1.0, default: 0.01, logarithmic: true },
            role: Role::Value,
        },
        Knob {
            key: "noise",
            label: "Noise",
            help: "",
            range: Range::Whole { min: 0, max: 10, step: 1, default: 0 },
            role: Role::Value,
        },
    ];

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
            Self::swept(members, "", to)
        }

        /// The same for each cell of a sweep, the values of the last one being as large and of the others less.
        pub(in crate::panel) fn swept(members: u32, sweep: &str, to: &[u32]) -> Self {
            let sweep = Sweep::parse(sweep, EXPERIMENT.knobs).unwrap_or_default();
            let keys = RunKeys { members, sweep, ..RunKeys::defaults(&EXPERIMENT) };
            let (arms, models, cells) = (keys.arms(), keys.models(), keys.sweep.cells() as f32);
            let mut recording = Recording::new(&arms, models, 1);
            for (arm, to) in (0u32..).zip(to) {
                for (member, j) in (0..models).flat_map(|member| (0..*to).map(move |j| (member, j))) {
                    let part = (member / members + 1) as f32 / cells;
                    let (step, value) = (step_at(j, arms[arm as usize].steps), j as f32 / 64.0 * part);
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
        let level = |label: &str, arm| Reference { name: "level", label: label.into(), value: 0.6, arm };
        LinePanel {
            key: "accuracy",
            title: String::new(),
            series: "accuracy",
            each: &[],
            range: (0.0, 1.0),
            references: vec![level("ceiling 0.600", Some(0)), level("chance 0.100", None)],
            learned: None,
        }
    }

    #[test]
    fn a_line_chart_is_read_step_by_step() {
        check::whole(&panel(), &Run::new(4, &[65, 65]).view());
        check::odd(&panel(), &Run::new(1, &[0, 0]).view());
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
    fn a_run_beside_has_curves_of_its_own() {
        let (run, other) = (Run::new(4, &[65, 65]), Run::new(1, &[65, 33]));
        let beside = Beside { keys: &other.keys, arms: &other.arms, recording: &other.recording };
        let view = View { beside: Some(beside), ..run.view() };
        check::whole(&panel(), &view);
        let names: Vec<(String, usize)> =
            panel().names(&view, 320.0).into_iter().map(|named| (named.name, named.series)).collect();
        let [short, long, also_short, also_long] = &names[..] else { panic!("{names:?}") };
        assert_eq!((&*short.0, &*also_short.0, &*also_long.0), ("short", "short (other)", "long (other)"));
        assert_eq!((short.1, long.1), (also_short.1, also_long.1));
        assert!(panel().sentence(&view).contains("After 640 of 1,280 steps: long (other) 0.500"));
        assert_eq!(panel().table(&view).columns.len(), 13);
        // Before anything is trained here, what the other one measured can be read.
        let none = Run::new(4, &[0, 0]);
        let view = View { beside: Some(beside), ..none.view() };
        assert!(panel().reading(&view, Size { width: 640.0, height: 300.0 }, Spot::default()).is_some());
        let tune = panel().tune(&view);
        assert_eq!(
            tune.iter().map(|(name, voice)| (&**name, voice.len())).collect::<Vec<_>>(),
            [("short (other)", 65), ("long (other)", 33)]
        );
        assert!(tune.iter().all(|(_, voice)| voice.iter().all(|height| (0.0..=1.0).contains(height))));
    }

    #[test]
    fn looking_back_leaves_out_what_came_later() {
        let run = Run::new(1, &[65, 65]);
        let view = View { at: 16, ..run.view() };
        assert_eq!(panel().table(&view).rows.len(), 17);
        assert!(panel().sentence(&view).contains("After 160 of 640 steps: short 0.250"));
    }
}
