//! The line chart: one series over training steps, for each arm the median of its members, the quartiles as a band
//! and the members as thin lines, with named levels to compare them with.

use super::spread::{Label, clear_of, spread};
use super::ticks::{label, ticks};
use super::{Place, Size, Tick, number};
use crate::digest::{PROGRESS, step_at};
use crate::experiment::{Arm, Experiment, LinePanel};
use crate::record::Recording;

/// Dashes of the arms' curves, as SVG writes them, so that colour is never the only difference.
pub const DASHES: [&str; 4] = ["", "7 4", "10 3 2 3", "3 2"];

/// Below this width the curves' names do not fit beside their ends; a key says them instead.
pub const NARROW: f64 = 480.0;

/// Height of a line of text.
const LINE_HEIGHT: f64 = 15.0;
/// Width of a letter of such text, on average.
const LETTER: f64 = 6.7;

/// A line chart, ready to be painted.
#[derive(Debug, Clone, PartialEq)]
pub struct LineChart {
    /// The size of the whole picture.
    pub size: Size,
    /// Left, upper corner of the area that the curves are in.
    pub start: Place,
    /// Right, lower corner of the area that the curves are in.
    pub end: Place,
    /// Marks of the horizontal axis: training steps.
    pub steps: Vec<Tick>,
    /// Marks of the vertical axis, each with a line across.
    pub values: Vec<Tick>,
    /// Levels to compare with.
    pub references: Vec<Level>,
    /// One curve for each arm, those without a point yet too.
    pub curves: Vec<Curve>,
    longest: u32,
    range: (f64, f64),
}

/// A named level.
#[derive(Debug, Clone, PartialEq)]
pub struct Level {
    /// Its height in the picture.
    pub y: f64,
    /// Its name.
    pub label: String,
    /// Where the name stands: its left end where there is a margin for names, else its right end.
    pub label_at: Place,
    /// The arm whose colour it takes.
    pub arm: Option<usize>,
}

/// One arm's curve.
#[derive(Debug, Clone, PartialEq)]
pub struct Curve {
    /// The arm, by position.
    pub arm: usize,
    /// The arm's name.
    pub label: String,
    /// The curve's dashes, from [`DASHES`].
    pub dash: &'static str,
    /// The median of the members.
    pub median: Vec<Place>,
    /// The outline of the band from the lower to the upper quartile.
    pub band: Vec<Place>,
    /// One line for each member.
    pub members: Vec<Vec<Place>>,
    /// Where the name stands, its left end; `None` where a key says it, or before the first point.
    pub label_at: Option<Place>,
}

impl LineChart {
    /// Draws a panel from what has been recorded so far.
    #[must_use]
    pub fn new(
        experiment: &Experiment,
        panel: &LinePanel,
        arms: &[Arm],
        recording: &Recording,
        size: Size,
    ) -> Self {
        let mut chart = Self::frame(panel, arms, size);
        let series = experiment.series.iter().position(|series| series.key == panel.series).unwrap_or(0);
        chart.curves = (0..arms.len()).map(|arm| chart.curve(&arms[arm], arm, series, recording)).collect();
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
        chart.spread_labels();
        chart
    }

    /// Whether the curves' names are left to a key.
    #[must_use]
    pub fn is_narrow(&self) -> bool {
        self.size.width < NARROW
    }

    /// Where a value at a step stands.
    #[must_use]
    pub fn place(&self, step: u32, value: f64) -> Place {
        let along = f64::from(step) / f64::from(self.longest);
        let up = (value - self.range.0) / (self.range.1 - self.range.0);
        Place {
            x: self.start.x + along * (self.end.x - self.start.x),
            y: self.end.y - up * (self.end.y - self.start.y),
        }
    }

    /// The progress of the longest arm that stands nearest to a horizontal position.
    #[must_use]
    pub fn progress_at(&self, x: f64) -> u32 {
        let along = (x - self.start.x) / (self.end.x - self.start.x);
        let distance = |j: &u32| (f64::from(*j) / f64::from(PROGRESS) - along).abs();
        (0..=PROGRESS).min_by(|a, b| distance(a).total_cmp(&distance(b))).unwrap_or(0)
    }

    /// The step of the longest arm at progress `j`.
    #[must_use]
    pub fn step_at(&self, j: u32) -> u32 {
        step_at(j, self.longest)
    }

    fn frame(panel: &LinePanel, arms: &[Arm], size: Size) -> Self {
        let names =
            arms.iter().map(|arm| &arm.label).chain(panel.references.iter().map(|level| &level.label));
        let widest = names.map(|name| text_width(name)).fold(0.0, f64::max);
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
            longest: arms.iter().map(|arm| arm.steps).max().unwrap_or(0).max(1),
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

    fn curve(&self, arm: &Arm, position: usize, series: usize, recording: &Recording) -> Curve {
        let quartiles: Vec<_> = (0..=PROGRESS)
            .filter_map(|j| Some((step_at(j, arm.steps), recording.quartiles(position, series, j)?)))
            .filter(|(_, q)| q.low.is_finite() && q.median.is_finite() && q.high.is_finite())
            .collect();
        let upper = quartiles.iter().map(|(step, q)| self.place(*step, q.high));
        let lower = quartiles.iter().rev().map(|(step, q)| self.place(*step, q.low));
        let median: Vec<Place> = quartiles.iter().map(|(step, q)| self.place(*step, q.median)).collect();
        let members = (0..recording.members()).map(|member| {
            let points = recording.points(position, member).iter();
            let values = points.filter_map(|point| Some((point.step, f64::from(*point.values.get(series)?))));
            values
                .filter(|(_, value)| value.is_finite())
                .map(|(step, value)| self.place(step, value))
                .collect()
        });
        let beside = |end: &Place| Place { x: end.x + 8.0, y: end.y };
        Curve {
            arm: position,
            label: arm.label.clone(),
            dash: DASHES[position % DASHES.len()],
            band: upper.chain(lower).collect(),
            members: members.collect(),
            label_at: median.last().map(beside).filter(|_| !self.is_narrow()),
            median,
        }
    }

    fn spread_labels(&mut self) {
        if self.is_narrow() {
            return;
        }
        let box_of =
            |text: &str, at: Place| Label { left: at.x - 4.0, right: at.x + text_width(text), y: at.y };
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

fn text_width(text: &str) -> f64 {
    text.chars().map(|_| LETTER).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::EXPERIMENTS;
    use crate::experiment::Panel;
    use crate::keys::RunKeys;
    use crate::record::Point;

    const WIDE: Size = Size { width: 760.0, height: 300.0 };

    fn run(to: u32) -> (Vec<Arm>, LinePanel, Recording) {
        let keys = RunKeys::defaults(EXPERIMENTS[0]);
        let arms = (keys.experiment.arms)(&keys.knobs);
        let Panel::Line(panel) = (keys.experiment.panels)(&keys.knobs).remove(0);
        let mut recording = Recording::new(&arms, 2, keys.experiment.series.len());
        for (arm, member, j) in
            (0..3u32).flat_map(|arm| (0..2).flat_map(move |member| (0..to).map(move |j| (arm, member, j))))
        {
            let step = step_at(j, arms[arm as usize].steps);
            let values = vec![j as f32 / 64.0; keys.experiment.series.len()];
            recording.push(Point { arm, member, j, step, values });
        }
        (arms, panel, recording)
    }

    fn chart(to: u32, size: Size) -> LineChart {
        let (arms, panel, recording) = run(to);
        LineChart::new(EXPERIMENTS[0], &panel, &arms, &recording, size)
    }

    #[test]
    fn everything_stands_inside_the_picture() {
        for size in [WIDE, Size { width: 320.0, height: 220.0 }] {
            let chart = chart(65, size);
            let inside = |place: &Place| {
                (0.0..=size.width).contains(&place.x) && (0.0..=size.height).contains(&place.y)
            };
            for curve in &chart.curves {
                assert_eq!(curve.median.len(), 65);
                assert_eq!(curve.band.len(), 130);
                assert!(curve.median.iter().chain(&curve.band).all(inside));
                assert_eq!(curve.label_at.is_none(), chart.is_narrow());
            }
            assert!(chart.references.iter().all(|level| inside(&level.label_at)));
            assert!(chart.steps.iter().all(|tick| tick.at <= chart.end.x + 0.1));
        }
    }

    #[test]
    fn the_horizontal_axis_is_of_training_steps() {
        let chart = chart(65, WIDE);
        let ends: Vec<f64> = chart.curves.iter().map(|curve| curve.median[64].x).collect();
        let longest = chart.curves.iter().map(|curve| curve.median[64].x).fold(0.0, f64::max);
        assert!((longest - chart.end.x).abs() < 1e-6, "{ends:?}");
        assert_eq!(chart.progress_at(chart.end.x + 50.0), 64);
        assert_eq!(chart.progress_at(0.0), 0);
    }

    #[test]
    fn names_at_the_ends_do_not_stand_on_each_other() {
        let chart = chart(65, WIDE);
        let mut heights: Vec<f64> =
            chart.curves.iter().filter_map(|curve| curve.label_at).map(|at| at.y).collect();
        heights.sort_by(f64::total_cmp);
        let share = chart.curves.windows(2).all(|pair| pair[0].median[64].x == pair[1].median[64].x);
        assert!(!share || heights.windows(2).all(|pair| pair[1] - pair[0] > 14.0), "{heights:?}");
    }

    #[test]
    fn before_the_run_there_are_axes_and_levels_and_no_curves() {
        let chart = chart(0, WIDE);
        assert!(chart.curves.iter().all(|curve| curve.median.is_empty() && curve.label_at.is_none()));
        assert!(!chart.steps.is_empty() && !chart.values.is_empty() && !chart.references.is_empty());
    }
}
