//! Where everything in a line chart stands.

use super::{LinePanel, dash, longest};
use crate::digest::{PROGRESS, step_at};
use crate::experiment::Arm;
use crate::panel::number;
use crate::panel::picture::{Anchor, Font, Ink, Mark, Picture, Place, Size};
use crate::panel::spread::{Label, clear_of, spread};
use crate::panel::ticks::{Tick, label, ticks};
use crate::panel::{NARROW, View};

/// Height of a line of text.
const LINE_HEIGHT: f64 = 15.0;

/// A line chart.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Chart {
    pub(super) size: Size,
    /// Left, upper corner of the area that the curves are in.
    pub(super) start: Place,
    /// Right, lower corner of it.
    pub(super) end: Place,
    /// Marks of the horizontal axis: training steps.
    steps: Vec<Tick>,
    /// Marks of the vertical axis, each with a line across.
    values: Vec<Tick>,
    references: Vec<Level>,
    /// One curve for each arm, those without a point yet too.
    pub(super) curves: Vec<Curve>,
    /// What a visitor drew, and the arm it is about.
    drawn: Option<(usize, Vec<Place>)>,
    longest: u32,
    range: (f64, f64),
}

/// A named level.
#[derive(Debug, Clone, PartialEq)]
struct Level {
    y: f64,
    label: String,
    /// Where the name stands: its left end where there is a margin for names, else its right end.
    label_at: Place,
    arm: Option<usize>,
}

/// One arm's curve.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Curve {
    arm: usize,
    label: String,
    pub(super) median: Vec<Place>,
    /// The outline of the band from the lower to the upper quartile.
    band: Vec<Place>,
    members: Vec<Vec<Place>>,
    /// Where the name stands, its left end; `None` where a key says it, or before the first point.
    label_at: Option<Place>,
}

impl Chart {
    /// A panel with what has been recorded so far.
    pub(super) fn new(panel: &LinePanel, view: &View<'_>, size: Size) -> Self {
        let mut chart = Self::frame(panel, view, size);
        let series = view.experiment().series_at(panel.series);
        chart.curves = (0..view.arms.len()).map(|arm| chart.curve(arm, series, view)).collect();
        chart.references = panel
            .references
            .iter()
            .map(|reference| {
                let y = chart.place(0, reference.value).y;
                let label_at = if chart.is_narrow() {
                    Place { x: chart.end.x - 4.0, y: y - LINE_HEIGHT / 2.0 }
                } else {
                    Place { x: chart.end.x + 6.0, y }
                };
                Level { y, label: reference.label.clone(), label_at, arm: reference.arm }
            })
            .collect();
        chart.drawn = view.drawn.filter(|(key, ..)| *key == panel.key).map(|(_, arm, drawn)| {
            let place = |j| {
                chart.place(step_at(j, chart.longest), drawn.value(j).clamp(panel.range.0, panel.range.1))
            };
            (arm, (0..=PROGRESS).map(place).collect())
        });
        chart.spread_labels();
        chart
    }

    /// Everything in it, what explains it first and names last, so that no curve crosses them.
    pub(super) fn picture(self) -> Picture {
        let (start, end) = (self.start, self.end);
        let across = |y: f64| vec![Place { x: start.x, y }, Place { x: end.x, y }];
        let small = |at, text: &str, anchor| Mark::text(at, text, anchor, Font::Small, Ink::Soft);
        let mut marks = Vec::new();
        for tick in &self.values {
            marks.push(Mark::line(across(tick.at), Ink::Rule, 1.0));
            marks.push(small(Place { x: start.x - 7.0, y: tick.at }, &tick.text, Anchor::End));
        }
        marks.push(Mark::line(across(end.y), Ink::Axis, 1.0));
        for tick in &self.steps {
            let (top, bottom) = (Place { x: tick.at, y: end.y }, Place { x: tick.at, y: end.y + 4.0 });
            marks.push(Mark::line(vec![top, bottom], Ink::Axis, 1.0));
            marks.push(small(Place { x: tick.at, y: end.y + 14.0 }, &tick.text, Anchor::Middle));
        }
        let middle = Place { x: f64::midpoint(start.x, end.x), y: end.y + 31.0 };
        marks.push(small(middle, "training steps", Anchor::Middle));
        for level in &self.references {
            let ink = level.arm.map_or(Ink::Soft, Ink::Series);
            marks.push(Mark::line(across(level.y), ink, 1.4).dashed(&[1.5, 4.0]));
        }
        for curve in &self.curves {
            let ink = Ink::Series(curve.arm);
            marks.push(Mark::area(curve.band.clone(), ink).faint(0.16));
            marks.extend(curve.members.iter().map(|line| Mark::line(line.clone(), ink, 0.8).faint(0.75)));
            marks.push(Mark::line(curve.median.clone(), ink, 2.2).dashed(dash(curve.arm)));
        }
        if let Some((arm, places)) = self.drawn {
            marks.push(Mark::line(places.clone(), Ink::Card, 5.0));
            marks.push(Mark::line(places.clone(), Ink::Series(arm), 2.0).dashed(&[1.0, 3.0]));
            let points = places.iter().step_by(8);
            marks.extend(points.map(|at| Mark::circle(*at, 3.5, Ink::Card).outlined(Ink::Series(arm), 1.6)));
        }
        let anchor = if self.size.width < NARROW { Anchor::End } else { Anchor::Start };
        for level in self.references {
            let ink = level.arm.map_or(Ink::Soft, Ink::Series);
            let name = Mark::text(level.label_at, level.label, anchor, Font::Small, ink);
            marks.push(name.outlined(Ink::Card, 4.0));
        }
        for curve in self.curves {
            let Some(at) = curve.label_at else { continue };
            let name = Mark::text(at, curve.label, Anchor::Start, Font::Name, Ink::Series(curve.arm));
            marks.push(name.outlined(Ink::Card, 4.0));
        }
        Picture { size: self.size, marks }
    }

    /// Whether the curves' names are left to a key.
    fn is_narrow(&self) -> bool {
        self.size.width < NARROW
    }

    /// Where a value at a step stands.
    pub(super) fn place(&self, step: u32, value: f64) -> Place {
        let along = f64::from(step) / f64::from(self.longest);
        let up = (value - self.range.0) / (self.range.1 - self.range.0);
        Place {
            x: self.start.x + along * (self.end.x - self.start.x),
            y: self.end.y - up * (self.end.y - self.start.y),
        }
    }

    /// The value that stands at a height, within the axis.
    pub(super) fn value_at(&self, y: f64) -> f64 {
        let up = ((self.end.y - y) / (self.end.y - self.start.y)).clamp(0.0, 1.0);
        self.range.0 + up * (self.range.1 - self.range.0)
    }

    /// The progress of the longest arm that stands nearest to a horizontal position.
    pub(super) fn progress_at(&self, x: f64) -> u32 {
        let along = (x - self.start.x) / (self.end.x - self.start.x);
        let distance = |j: &u32| (f64::from(*j) / f64::from(PROGRESS) - along).abs();
        (0..=PROGRESS).min_by(|a, b| distance(a).total_cmp(&distance(b))).unwrap_or(0)
    }

    /// Axes and room for names, without curves.
    pub(super) fn frame(panel: &LinePanel, view: &View<'_>, size: Size) -> Self {
        let names =
            view.arms.iter().map(|arm| &arm.label).chain(panel.references.iter().map(|level| &level.label));
        let widest = names.map(|name| Font::Name.width(name)).fold(0.0, f64::max);
        let right = if size.width < NARROW { 8.0 } else { (widest + 14.0).min(size.width * 0.4) };
        let start = Place { x: 34.0, y: 10.0 };
        let end =
            Place { x: (size.width - right).max(start.x + 1.0), y: (size.height - 40.0).max(start.y + 1.0) };
        let mut chart = Self {
            size,
            start,
            end,
            steps: Vec::new(),
            values: Vec::new(),
            references: Vec::new(),
            curves: Vec::new(),
            drawn: None,
            longest: longest(view),
            range: panel.range,
        };
        let longest = f64::from(chart.longest);
        for at in ticks(0.0, longest, ((end.x - start.x) / 70.0).min(longest)) {
            let x = start.x + at / longest * (end.x - start.x);
            chart.steps.push(Tick { at: x, text: number::grouped(&format!("{at:.0}")) });
        }
        let heights = ticks(panel.range.0, panel.range.1, ((end.y - start.y) / 40.0).min(5.0));
        chart.values =
            heights.iter().map(|at| Tick { at: chart.place(0, *at).y, text: label(*at, &heights) }).collect();
        chart
    }

    fn curve(&self, position: usize, series: usize, view: &View<'_>) -> Curve {
        let Arm { label, steps, .. } = &view.arms[position];
        let quartiles: Vec<_> = (0..=view.at)
            .filter_map(|j| {
                let quartiles = view.recording.quartiles_of(position, view.models(), series, j)?;
                Some((step_at(j, *steps), quartiles))
            })
            .filter(|(_, q)| q.low.is_finite() && q.median.is_finite() && q.high.is_finite())
            .collect();
        let upper = quartiles.iter().map(|(step, q)| self.place(*step, q.high));
        let lower = quartiles.iter().rev().map(|(step, q)| self.place(*step, q.low));
        let median: Vec<Place> = quartiles.iter().map(|(step, q)| self.place(*step, q.median)).collect();
        let line = |member| {
            let points = view.recording.points(position, member).iter().filter(|point| point.j <= view.at);
            let values = points.filter_map(|point| Some((point.step, f64::from(*point.values.get(series)?))));
            let finite = values.filter(|(_, value)| value.is_finite());
            finite.map(|(step, value)| self.place(step, value)).collect()
        };
        let members = if view.members { view.models().map(line).collect() } else { Vec::new() };
        let beside = |end: &Place| Place { x: end.x + 8.0, y: end.y };
        Curve {
            arm: position,
            label: label.clone(),
            band: upper.chain(lower).collect(),
            members,
            label_at: median.last().map(beside).filter(|_| !self.is_narrow()),
            median,
        }
    }

    fn spread_labels(&mut self) {
        if self.is_narrow() {
            return;
        }
        let box_of =
            |text: &str, at: Place| Label { left: at.x - 4.0, right: at.x + Font::Name.width(text), y: at.y };
        let others: Vec<Vec<Place>> = (0..self.curves.len())
            .map(|arm| {
                let others = self.curves.iter().filter(|curve| curve.arm != arm);
                others.flat_map(|curve| curve.median.iter().copied()).collect()
            })
            .collect();
        let mut places: Vec<(&mut Place, Label)> = Vec::new();
        for curve in &mut self.curves {
            if let Some(at) = &mut curve.label_at {
                let label = clear_of(&others[curve.arm], box_of(&curve.label, *at), LINE_HEIGHT);
                places.push((at, label));
            }
        }
        for level in &mut self.references {
            let label = box_of(&level.label, level.label_at);
            places.push((&mut level.label_at, label));
        }
        let mut labels: Vec<Label> = places.iter().map(|(_, label)| *label).collect();
        spread(&mut labels, LINE_HEIGHT, self.start.y, self.end.y - LINE_HEIGHT / 2.0);
        for ((place, _), label) in places.into_iter().zip(labels) {
            place.y = label.y;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Draw;
    use super::super::tests::{Run, panel};
    use super::*;
    use crate::panel::picture::Shape;

    const WIDE: Size = Size { width: 760.0, height: 300.0 };

    #[test]
    fn everything_stands_inside_the_picture() {
        let run = Run::new(2, &[65, 65]);
        for size in [WIDE, Size { width: 320.0, height: 220.0 }] {
            let view = View { members: true, ..run.view() };
            let chart = Chart::new(&panel(), &view, size);
            for curve in &chart.curves {
                assert_eq!((curve.median.len(), curve.band.len(), curve.members.len()), (65, 130, 2));
                assert_eq!(curve.label_at.is_none(), chart.is_narrow());
            }
            let inside = |place: &Place| {
                (0.0..=size.width).contains(&place.x) && (0.0..=size.height).contains(&place.y)
            };
            for mark in chart.picture().marks {
                match &mark.shape {
                    Shape::Path { places, .. } => assert!(places.iter().all(inside), "{mark:?}"),
                    Shape::Text { at, .. } => assert!(inside(at), "{mark:?}"),
                    Shape::Rect { .. } | Shape::Circle { .. } => {}
                }
            }
        }
    }

    #[test]
    fn the_horizontal_axis_is_of_training_steps() {
        let run = Run::new(1, &[65, 65]);
        let chart = Chart::new(&panel(), &run.view(), WIDE);
        let ends: Vec<f64> = chart.curves.iter().map(|curve| curve.median[64].x).collect();
        assert!((ends[1] - chart.end.x).abs() < 1e-6 && ends[0] < ends[1], "{ends:?}");
        assert_eq!((chart.progress_at(chart.end.x + 50.0), chart.progress_at(0.0)), (64, 0));
        assert!((chart.value_at(chart.place(0, 0.3).y) - 0.3).abs() < 1e-9);
        assert_eq!(chart.value_at(-99.0), 1.0);
    }

    #[test]
    fn names_at_the_ends_do_not_stand_on_each_other() {
        let run = Run::new(1, &[65, 33]);
        let chart = Chart::new(&panel(), &run.view(), WIDE);
        let heights: Vec<f64> =
            chart.curves.iter().filter_map(|curve| curve.label_at).map(|at| at.y).collect();
        assert!((heights[0] - heights[1]).abs() > 14.0, "{heights:?}");
    }

    #[test]
    fn before_the_run_there_are_axes_and_levels_and_no_curves() {
        let run = Run::new(1, &[0, 0]);
        let chart = Chart::new(&panel(), &run.view(), WIDE);
        assert!(chart.curves.iter().all(|curve| curve.median.is_empty() && curve.label_at.is_none()));
        assert!(!chart.steps.is_empty() && !chart.values.is_empty() && !chart.references.is_empty());
    }

    #[test]
    fn what_a_visitor_drew_lies_over_the_curves() {
        let run = Run::new(1, &[0, 0]);
        let drawn = crate::predict::Drawn::level(0.5);
        let view = View { drawn: Some(("accuracy", 1, drawn)), ..run.view() };
        let marks = panel().picture(&view, WIDE).marks;
        let circles = marks.iter().filter(|mark| matches!(mark.shape, Shape::Circle { .. }));
        assert_eq!(circles.count(), crate::predict::POINTS);
        let elsewhere = View { drawn: Some(("loss", 1, drawn)), ..run.view() };
        assert_eq!(panel().picture(&elsewhere, WIDE), panel().picture(&run.view(), WIDE));
    }
}
