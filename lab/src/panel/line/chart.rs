//! The line chart's own geometry: training steps from left to right, as far as the longest arm goes.

use super::{LinePanel, Trace, longest};
use crate::digest::{PROGRESS, step_at};
use crate::panel::View;
use crate::panel::number;
use crate::panel::picture::{Mark, Picture, Place, Size};
use crate::panel::plot::{Curve, Plot};
use crate::panel::ticks::{Tick, ticks};

/// A line chart.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Chart {
    plot: Plot,
    longest: u32,
}

impl Chart {
    /// A panel with what has been recorded so far.
    pub(super) fn new(panel: &LinePanel, view: &View<'_>, size: Size) -> Self {
        let mut chart = Self::frame(panel, view, size);
        let traces = panel.traces(view);
        chart.plot.curves = traces.iter().map(|trace| chart.curve(trace, view)).collect();
        chart.plot.compare_with(&panel.references);
        chart.plot.drawn = view.drawn.filter(|(key, ..)| *key == panel.key).map(|(_, arm, drawn)| {
            let place = |j| chart.place(step_at(j, chart.longest), drawn.value(j));
            (arm, (0..=PROGRESS).map(place).collect())
        });
        chart.plot.spread_labels();
        chart
    }

    /// Axes and room for names, without curves.
    pub(super) fn frame(panel: &LinePanel, view: &View<'_>, size: Size) -> Self {
        let traces = panel.traces(view);
        let names = traces.iter().map(|trace| &*trace.label);
        let mut plot = Plot::frame(names, &panel.references, panel.range, size);
        view.words.panel.line.steps.clone_into(&mut plot.across);
        let (longest, width) = (longest(view), plot.end.x - plot.start.x);
        let steps = f64::from(longest);
        for at in ticks(0.0, steps, (width / 70.0).min(steps)) {
            let x = plot.start.x + at / steps * width;
            plot.ticks.push(Tick { at: x, text: number::grouped(&format!("{at:.0}")) });
        }
        Self { plot, longest }
    }

    pub(super) fn picture(self) -> Picture {
        self.plot.picture()
    }

    /// Where a value at a step stands.
    pub(super) fn place(&self, step: u32, value: f64) -> Place {
        self.plot.place(self.along(step), value)
    }

    /// The value that stands at a height, within the axis.
    pub(super) fn value_at(&self, y: f64) -> f64 {
        self.plot.value_at(y)
    }

    /// The progress of the longest arm that stands nearest to a horizontal position.
    pub(super) fn progress_at(&self, x: f64) -> u32 {
        let along = (x - self.plot.start.x) / (self.plot.end.x - self.plot.start.x);
        let distance = |j: &u32| (f64::from(*j) / f64::from(PROGRESS) - along).abs();
        (0..=PROGRESS).min_by(|a, b| distance(a).total_cmp(&distance(b))).unwrap_or(0)
    }

    /// What points at a step, and at the value of each of some curves.
    pub(super) fn pointers(&self, step: u32, curves: impl Iterator<Item = (usize, u32, f64)>) -> Vec<Mark> {
        let dot = |(curve, step, value)| self.plot.dot(curve, self.along(step), value);
        std::iter::once(self.plot.pointer(self.along(step))).chain(curves.map(dot)).collect()
    }

    fn along(&self, step: u32) -> f64 {
        f64::from(step) / f64::from(self.longest)
    }

    fn curve(&self, trace: &Trace<'_>, view: &View<'_>) -> Curve {
        let quartiles = |j| Some((self.along(step_at(j, trace.steps)), trace.quartiles(j)?));
        let points = (0..=view.at).filter_map(quartiles).collect();
        let mut curve = self.plot.curve(trace.color, &trace.label, points);
        if view.members {
            let line =
                |member| self.plot.line(Iterator::map(member, |(step, value)| (self.along(step), value)));
            curve.members = trace.members().map(line).collect();
        }
        if trace.beside.is_some() {
            (curve.is_beside, curve.band) = (true, Vec::new());
        }
        curve
    }
}

#[cfg(test)]
mod tests {
    use super::super::Draw;
    use super::super::tests::{Run, panel};
    use super::*;
    use crate::panel::check;
    use crate::panel::picture::Shape;

    const WIDE: Size = Size { width: 760.0, height: 300.0 };

    #[test]
    fn everything_stands_inside_the_picture() {
        let run = Run::new(2, &[65, 65]);
        for size in [WIDE, Size { width: 320.0, height: 220.0 }] {
            let view = View { members: true, ..run.view() };
            let chart = Chart::new(&panel(), &view, size);
            for curve in &chart.plot.curves {
                assert_eq!((curve.median.len(), curve.band.len(), curve.members.len()), (65, 130, 2));
                assert_eq!(curve.label_at.is_none(), chart.plot.is_narrow());
            }
            check::inside(&chart.picture());
        }
    }

    #[test]
    fn the_horizontal_axis_is_of_training_steps() {
        let run = Run::new(1, &[65, 65]);
        let chart = Chart::new(&panel(), &run.view(), WIDE);
        let ends: Vec<f64> = chart.plot.curves.iter().map(|curve| curve.median[64].x).collect();
        assert!((ends[1] - chart.plot.end.x).abs() < 1e-6 && ends[0] < ends[1], "{ends:?}");
        assert_eq!((chart.progress_at(chart.plot.end.x + 50.0), chart.progress_at(0.0)), (64, 0));
        assert!((chart.value_at(chart.place(0, 0.3).y) - 0.3).abs() < 1e-9);
        assert_eq!(chart.value_at(-99.0), 1.0);
    }

    #[test]
    fn names_at_the_ends_do_not_stand_on_each_other() {
        let run = Run::new(1, &[65, 33]);
        let chart = Chart::new(&panel(), &run.view(), WIDE);
        let heights: Vec<f64> =
            chart.plot.curves.iter().filter_map(|curve| curve.label_at).map(|at| at.y).collect();
        assert!((heights[0] - heights[1]).abs() > 14.0, "{heights:?}");
    }

    #[test]
    fn before_the_run_there_are_axes_and_levels_and_no_curves() {
        let run = Run::new(1, &[0, 0]);
        let chart = Chart::new(&panel(), &run.view(), WIDE);
        assert!(chart.plot.curves.iter().all(|curve| curve.median.is_empty() && curve.label_at.is_none()));
        assert!(
            !chart.plot.ticks.is_empty()
                && !chart.plot.values.is_empty()
                && !chart.plot.references.is_empty()
        );
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
