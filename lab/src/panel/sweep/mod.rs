//! The sweep: what a series came to for each value of a swept knob. One knob gives a curve for each arm, two give shaded
//! fields. It stands on the page of its own accord wherever a run sweeps.

mod cells;
mod words;

use super::fields::{Field, Fielded, Fields};
use super::names::arm_names;
use super::plot::{self, Plot};
use super::ticks::Tick;
use super::{
    Draw, Learned, LinePanel, Mark, NARROW, Named, Panel, Picture, Place, Reading, Reference, Size, Spot,
    Table, View,
};
use crate::keys::RunKeys;
use crate::panel::picture::Font;
use crate::text::within;
use crate::words::Words;
use cells::{Cells, Values};

/// The declaration of a sweep's picture.
#[derive(Debug, Clone, PartialEq)]
pub struct SweepPanel {
    /// Its heading.
    pub title: String,
    /// What it draws: "Accuracy", or the speed of something.
    pub label: String,
    /// The key of the series that is behind it.
    pub series: &'static str,
    /// When the series counts as learned, where its speed is drawn; `None` for its latest value.
    pub learned: Option<Learned>,
    /// The lowest and the highest value.
    pub range: (f64, f64),
    /// Levels to compare it with, the same for all values of the sweep.
    pub references: Vec<Reference>,
    /// What it is compared with for each value.
    pub expected: Vec<Expected>,
}

/// A level that depends on the swept knobs, such as a ceiling in closed form.
#[derive(Debug, Clone, PartialEq)]
pub struct Expected {
    /// What it is: "ceiling".
    pub name: &'static str,
    /// The arm (by position) that it is about.
    pub arm: usize,
    /// Its value in each cell of the sweep; `None` where there is none.
    pub values: Vec<Option<f64>>,
}

/// The picture of a run's sweep: the series of the first line chart that says when it is learned, else of the first one. `None`
/// where nothing is swept.
#[must_use]
pub fn sweep_panel(keys: &RunKeys, panels: &[Panel], words: &Words) -> Option<Panel> {
    let mut lines = panels.iter().filter_map(|panel| match panel {
        Panel::Line(line) => Some(line),
        Panel::Heat(_)
        | Panel::Scatter(_)
        | Panel::Pairs(_)
        | Panel::Path(_)
        | Panel::Bars(_)
        | Panel::Film(_)
        | Panel::Sequence(_)
        | Panel::Table(_)
        | Panel::Sweep(_) => None,
    });
    let first = lines.next();
    let line = first.into_iter().chain(lines).find(|line| line.learned.is_some()).or(first);
    line.filter(|_| !keys.sweep.is_empty()).map(|line| Panel::Sweep(SweepPanel::new(keys, line, words)))
}

impl Expected {
    /// Its value in a cell.
    fn at(&self, cell: u32) -> Option<f64> {
        self.values.get(cell as usize).copied().flatten()
    }
}

/// What the cells of a sweep are compared with: the levels that are the same for all, and those that are not.
fn compared(keys: &RunKeys, line: &LinePanel) -> (Vec<Reference>, Vec<Expected>) {
    let levels = |line: LinePanel| line.learned.map_or(line.references, |learned| learned.references);
    let in_cell = |cell| {
        let panels = (keys.experiment.panels)(&keys.sweep.knobs(&keys.knobs, cell));
        let same = |panel| match panel {
            Panel::Line(it) if it.key == line.key => Some(levels(it)),
            _ => None,
        };
        panels.into_iter().find_map(same).unwrap_or_else(|| levels(line.clone()))
    };
    let cells: Vec<Vec<Reference>> = (0..keys.sweep.cells()).map(in_cell).collect();
    let is_everywhere = |level: &&Reference| cells.iter().all(|cell| cell.contains(level));
    let everywhere: Vec<Reference> = levels(line.clone()).iter().filter(is_everywhere).cloned().collect();
    let mut expected: Vec<Expected> = Vec::new();
    for level in cells.iter().flatten() {
        let Some(arm) = level.arm else { continue };
        let known = |it: &Expected| (it.name, it.arm) == (level.name, arm);
        if everywhere.contains(level) || expected.iter().any(known) {
            continue;
        }
        let value = |cell: &Vec<Reference>| {
            cell.iter().find(|it| (it.name, it.arm) == (level.name, level.arm)).map(|it| it.value)
        };
        let values = cells.iter().map(value).collect();
        expected.push(Expected { name: level.name, arm, values });
    }
    (everywhere, expected)
}

impl SweepPanel {
    /// The sweep of a line chart's series: "Symbols restored, by learning rate".
    #[must_use]
    pub fn new(keys: &RunKeys, line: &LinePanel, words: &Words) -> Self {
        let series = keys.experiment.series.get(keys.experiment.series_at(line.series));
        let (references, expected) = compared(keys, line);
        let knobs = keys.sweep.axes().iter().filter_map(|axis| keys.experiment.knobs.get(axis.knob));
        let knobs: Vec<String> = knobs.map(|knob| within(knob.label)).collect();
        let series = series.map_or("", |series| series.label);
        let label = match line.learned {
            Some(_) => (words.panel.sweep.speed)(&within(series)),
            None => series.to_owned(),
        };
        Self {
            title: (words.panel.sweep.title)(&label, &knobs),
            label,
            series: line.series,
            learned: line.learned.clone(),
            range: line.learned.as_ref().map_or(line.range, |learned| (0.0, learned.fastest)),
            references,
            expected,
        }
    }

    fn cells<'a>(&'a self, view: &'a View<'a>) -> Cells<'a> {
        Cells::new(view, view.experiment().series_at(self.series), self.learned.as_ref())
    }

    /// The axes of a sweep of one knob: a mark at every value, with a text at every so many as there is room for.
    fn frame(&self, view: &View<'_>, values: &Values, size: Size) -> Plot {
        let names = view.arms.iter().map(|arm| arm.label.as_str());
        let mut plot = Plot::frame(names, &self.references, self.range, size);
        plot.across.clone_from(&values.within);
        let count = values.texts.len();
        let x = |at: usize| plot.place(values.along(at), 0.0).x;
        let half = |at: usize| Font::Small.width(&values.texts[at]) / 2.0 + 4.0;
        let fit = |said: &[usize]| {
            said.windows(2).all(|pair| x(pair[0]) + half(pair[0]) <= x(pair[1]) - half(pair[1]))
        };
        let every = |step: usize| (0..count).step_by(step).collect::<Vec<_>>();
        let said = (1..count).map(every).find(|said| fit(said)).unwrap_or_else(|| every(count.max(1)));
        let text = |at: usize| if said.contains(&at) { values.texts[at].clone() } else { String::new() };
        plot.ticks = (0..count).map(|at| Tick { at: x(at), text: text(at) }).collect();
        plot
    }

    fn plot(&self, view: &View<'_>, cells: &Cells<'_>, values: &Values, size: Size) -> Plot {
        let mut plot = self.frame(view, values, size);
        let places = || (0..values.texts.len()).map(|at| (values.along(at), values.cell(at)));
        let curve = |(arm, declared): (usize, &crate::experiment::Arm)| {
            let points = places().filter_map(|(along, cell)| Some((along, cells.quartiles(arm, cell)?)));
            let mut curve = plot.curve(arm, &declared.label, points.collect());
            curve.dots = true;
            if view.members {
                let member = |member| {
                    places().filter_map(move |(along, cell)| Some((along, cells.member(arm, cell, member)?)))
                };
                curve.members = (0..view.keys.members).map(|at| plot.line(member(at))).collect();
            }
            curve
        };
        plot.curves = view.arms.iter().enumerate().map(curve).collect();
        plot.compare_with(&self.references);
        let expected = |expected: &Expected| {
            let points = places().filter_map(|(along, cell)| Some((along, expected.at(cell)?)));
            (expected.arm, plot.line(points))
        };
        plot.expected = self.expected.iter().map(expected).collect();
        plot.spread_labels();
        plot
    }

    /// The fields of a sweep of two knobs: the first from top to bottom, the second from left to right.
    fn fields(&self, view: &View<'_>, cells: &Cells<'_>, rows: &Values, columns: &Values) -> Fields {
        let picture = |(arm, declared): (usize, &crate::experiment::Arm)| {
            let median = |cell| cells.quartiles(arm, cell).map(|quartiles| quartiles.median);
            let values: Vec<Option<f64>> = (0..view.keys.sweep.cells()).map(median).collect();
            let any = values.iter().any(Option::is_some);
            Fielded {
                name: declared.label.clone(),
                series: arm,
                rows: rows.side(),
                columns: columns.side(),
                values: if any { values } else { Vec::new() },
                dots: Vec::new(),
            }
        };
        Fields {
            range: self.range,
            what: within(&self.label),
            pictures: view.arms.iter().enumerate().map(picture).collect(),
        }
    }
}

impl Draw for SweepPanel {
    fn height(&self, view: &View<'_>, width: f64) -> f64 {
        let cells = self.cells(view);
        match &cells.axes[..] {
            [] => 0.0,
            [_] => plot::height(width),
            [rows, columns, ..] => self.fields(view, &cells, rows, columns).height(width),
        }
    }

    fn picture(&self, view: &View<'_>, size: Size) -> Picture {
        let cells = self.cells(view);
        match &cells.axes[..] {
            [] => Picture { size, marks: Vec::new() },
            [values] => self.plot(view, &cells, values, size).picture(),
            [rows, columns, ..] => self.fields(view, &cells, rows, columns).picture(size),
        }
    }

    fn names(&self, view: &View<'_>, width: f64) -> Vec<Named> {
        if width >= NARROW || view.keys.sweep.axes().len() != 1 {
            return Vec::new();
        }
        arm_names(view)
    }

    fn sentence(&self, view: &View<'_>) -> String {
        words::sentence(self, view, &self.cells(view))
    }

    fn table(&self, view: &View<'_>) -> Table {
        words::table(self, view, &self.cells(view))
    }

    fn spots(&self, view: &View<'_>) -> Spot {
        let cells = self.cells(view);
        match &cells.axes[..] {
            [values] if cells.any() => Spot::new(values.texts.len(), 1),
            [] | [_] => Spot::default(),
            [rows, columns, ..] => self.fields(view, &cells, rows, columns).spots(),
        }
    }

    fn reading(&self, view: &View<'_>, size: Size, spot: Spot) -> Option<Reading> {
        let spots = self.spots(view);
        if spot.column >= spots.column || spot.row >= spots.row {
            return None;
        }
        let cells = self.cells(view);
        match &cells.axes[..] {
            [] => None,
            [values] => {
                let at = spot.column as usize;
                let (plot, along, cell) = (self.frame(view, values, size), values.along(at), values.cell(at));
                let medians = (0..view.arms.len())
                    .filter_map(|arm| Some((arm, cells.quartiles(arm, cell)?.median)))
                    .filter(|(_, median)| median.is_finite());
                let dots = medians.map(|(arm, median)| plot.dot(arm, along, median));
                let marks = std::iter::once(plot.pointer(along)).chain(dots).collect();
                Some(Reading { sentence: words::at_value(self, view, &cells, values, at), marks })
            }
            [rows, columns, ..] => {
                let fields = self.fields(view, &cells, rows, columns);
                let whose = (view.words.panel.median_of)(view.keys.members);
                fields.reading(view.words, size, spot, Some(&whose))
            }
        }
    }

    fn nearest(&self, view: &View<'_>, size: Size, place: Place) -> Spot {
        let cells = self.cells(view);
        match &cells.axes[..] {
            [values] if cells.any() => {
                let plot = self.frame(view, values, size);
                let distance = |at: &usize| (plot.place(values.along(*at), 0.0).x - place.x).abs();
                let nearest = (0..values.texts.len()).min_by(|a, b| distance(a).total_cmp(&distance(b)));
                Spot::new(nearest.unwrap_or(0), 0)
            }
            [] | [_] => Spot::default(),
            [rows, columns, ..] => self.fields(view, &cells, rows, columns).nearest(size, place),
        }
    }

    fn looked_at(&self, view: &View<'_>, size: Size) -> Vec<Mark> {
        let cells = self.cells(view);
        let [rows, columns, ..] = &cells.axes[..] else { return Vec::new() };
        let fields = self.fields(view, &cells, rows, columns);
        let (across, at) = (columns.texts.len().max(1), view.cell as usize);
        let drawn = fields.pictures.iter().enumerate().filter(|(_, it)| !it.values.is_empty());
        let field = |(picture, _)| Field { picture, row: at / across, column: at % across };
        drawn.map(field).map(|field| fields.frame(size, field)).collect()
    }

    fn cell(&self, view: &View<'_>, spot: Spot) -> Option<u32> {
        let spots = self.spots(view);
        if spot.column >= spots.column || spot.row >= spots.row {
            return None;
        }
        let cells = self.cells(view);
        match &cells.axes[..] {
            [] => None,
            [values] => Some(values.cell(spot.column as usize)),
            [rows, columns, ..] => {
                let Field { row, column, .. } = self.fields(view, &cells, rows, columns).field(spot)?;
                u32::try_from(row * columns.texts.len() + column).ok()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::panel::check;
    use crate::panel::line::tests::{Run, panel as line};
    use crate::panel::picture::{Ink, Shape};
    use crate::recording::{Point, Stop};
    use crate::words::words;

    const SIZE: Size = Size { width: 760.0, height: 320.0 };
    const ONE: &str = "rate:0.001:0.1:3";
    const TWO: &str = "rate:0.1:0.001:2,noise:0:10:3";

    fn panel(run: &Run) -> SweepPanel {
        SweepPanel::new(&run.keys, &line(), words(None))
    }

    fn read(run: &Run, column: u32, row: u32) -> Option<String> {
        panel(run).reading(&run.view(), SIZE, Spot { column, row }).map(|reading| reading.sentence)
    }

    #[test]
    fn a_sweep_is_read_value_by_value() {
        for sweep in [ONE, TWO, "noise:10:0:5", "rate:0.1:0.001:16"] {
            for (members, to) in [(1, [65, 65]), (4, [3, 0])] {
                let run = Run::swept(members, sweep, &to);
                check::whole(&panel(&run), &View { members: true, ..run.view() });
            }
        }
        let run = Run::swept(4, ONE, &[65, 33]);
        assert_eq!(read(&run, 1, 0).as_deref(), Some("Learning rate 0.01: short 0.667; long 0.333."));
        assert_eq!(panel(&run).spots(&run.view()), Spot { column: 3, row: 1 });
        let run = Run::swept(4, TWO, &[65, 0]);
        assert_eq!(
            read(&run, 1, 1).as_deref(),
            Some("short, learning rate 0.001, noise 5: 0.833 (accuracy, median of 4 members).")
        );
        assert_eq!(read(&run, 3, 0).as_deref(), Some("long, learning rate 0.1, noise 0: nothing yet."));
        assert_eq!(panel(&run).spots(&run.view()), Spot { column: 6, row: 2 });
    }

    #[test]
    fn spots_stand_for_runs() {
        let cell = |run: &Run, column, row| panel(run).cell(&run.view(), Spot { column, row });
        // Values stand by their size, cells in the order of the link.
        let run = Run::swept(1, "rate:0.1:0.001:3", &[65, 65]);
        assert_eq!([0, 1, 2].map(|column| cell(&run, column, 0)), [Some(2), Some(1), Some(0)]);
        assert_eq!(cell(&run, 3, 0), None);
        // Two arms of two rows and three columns.
        let run = Run::swept(1, TWO, &[65, 65]);
        assert_eq!([0, 2, 3, 5].map(|column| cell(&run, column, 1)), [Some(3), Some(5), Some(3), Some(5)]);
        assert_eq!([cell(&run, 6, 0), cell(&run, 0, 2)], [None, None]);
        let swept = &run.keys.sweep;
        assert_eq!(swept.name(run.keys.experiment.knobs, 4), "learning rate 0.001, noise 5");
        // That which is looked at has a frame in each field, as soon as there is one.
        let frames = |run: &Run, cell| panel(run).looked_at(&View { cell, ..run.view() }, SIZE);
        let marks =
            |run: &Run, row| panel(run).reading(&run.view(), SIZE, Spot { column: 1, row }).unwrap().marks;
        assert_eq!((frames(&run, 4).len(), frames(&run, 4).first()), (2, marks(&run, 1).first()));
        assert_ne!(frames(&run, 1), frames(&run, 4));
        assert_eq!(frames(&Run::swept(1, TWO, &[0, 0]), 0), []);
    }

    #[test]
    fn the_title_and_the_panel_come_by_themselves() {
        let (one, two, none) = (Run::swept(1, ONE, &[]), Run::swept(1, TWO, &[]), Run::new(1, &[]));
        let panels = [Panel::Line(line())];
        let title = |run: &Run| sweep_panel(&run.keys, &panels, words(None)).map(|panel| panel.title());
        assert_eq!(title(&one).as_deref(), Some("Accuracy, by learning rate"));
        assert_eq!(title(&two).as_deref(), Some("Accuracy, by learning rate and noise"));
        assert_eq!(title(&none), None);
        assert_eq!(sweep_panel(&one.keys, &[], words(None)), None);
        assert_eq!(sweep_panel(&one.keys, &panels, words(None)).map(|panel| panel.key()), Some("sweep"));
    }

    #[test]
    fn values_stand_by_their_size_on_an_axis_of_the_knobs_own_kind() {
        let run = Run::swept(1, "rate:0.1:0.001:3", &[65, 65]);
        let view = run.view();
        let plot =
            panel(&run).plot(&view, &panel(&run).cells(&view), &panel(&run).cells(&view).axes[0], SIZE);
        let curve = &plot.curves[0].median;
        let (first, second) = (curve[1].x - curve[0].x, curve[2].x - curve[1].x);
        assert!(first > 50.0 && (first - second).abs() < 1e-6, "{curve:?}");
        // The last cell, which is the best one, has the smallest rate and stands at the left.
        assert!(curve[0].y < curve[2].y);
        assert_eq!(read(&run, 0, 0).as_deref(), Some("Learning rate 0.001: short 1.000; long 1.000."));
        let texts: Vec<&str> = plot.ticks.iter().map(|tick| tick.text.as_str()).collect();
        assert_eq!(texts, ["0.001", "0.01", "0.1"]);
    }

    #[test]
    fn curves_have_dots_and_fields_have_shades() {
        let one = Run::swept(2, ONE, &[65, 65]);
        let picture = check::picture(&panel(&one), &one.view(), 760.0);
        let dots = picture.marks.iter().filter(|mark| matches!(mark.shape, Shape::Circle { .. }));
        assert_eq!(dots.count(), 6);
        assert_eq!(panel(&one).names(&one.view(), 320.0).len(), 2);
        let two = Run::swept(2, TWO, &[65, 65]);
        assert!(check::has_ink(&check::picture(&panel(&two), &two.view(), 760.0), Ink::Heat(1, 1.0)));
        assert!(panel(&two).names(&two.view(), 320.0).is_empty());
    }

    #[test]
    fn a_sweep_can_show_how_fast_something_is_learned() {
        let learned = Learned { above: 0.5, from: 0, fastest: 20.0, references: Vec::new() };
        let line = LinePanel { learned: Some(learned), ..line() };
        let run = Run::swept(2, ONE, &[65, 65]);
        let panel = SweepPanel::new(&run.keys, &line, words(None));
        check::whole(&panel, &run.view());
        assert_eq!(panel.title, "Speed of learning accuracy, in 1 / 1,000 steps, by learning rate");
        let read = |column| {
            panel.reading(&run.view(), SIZE, Spot { column, row: 0 }).map(|reading| reading.sentence)
        };
        assert_eq!(read(2).as_deref(), Some("Learning rate 0.1: short 3.03; long 1.52."));
        // A third of the way is not enough.
        assert_eq!(read(0).as_deref(), Some("Learning rate 0.001: short 0.00; long 0.00."));
    }

    #[test]
    fn what_cannot_be_drawn_does_no_harm() {
        for sweep in ["", ONE, TWO] {
            let run = Run::swept(2, sweep, &[0, 0]);
            check::odd(&panel(&run), &run.view());
            let flat = SweepPanel { range: (0.0, 0.0), series: "nothing", ..panel(&run) };
            check::odd(&flat, &run.view());
            let mut run = Run::swept(2, sweep, &[65, 0]);
            for (member, value) in [(0, f32::NAN), (1, f32::INFINITY)] {
                let samples = vec![0.0; 6];
                run.recording.push(Point {
                    arm: 1,
                    member,
                    values: vec![value],
                    samples,
                    ..Point::default()
                });
            }
            check::odd(&panel(&run), &run.view());
            for member in 0..run.keys.models() {
                run.recording.stop(Stop { arm: 0, member, step: 7, chain: None });
            }
            check::odd(&panel(&run), &run.view());
        }
    }
}
