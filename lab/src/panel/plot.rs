//! Where everything stands in a chart of curves: axes, named levels, and for each arm the median of its members with
//! the quartiles as a band. What goes from left to right is the panel's business: training steps, values of a knob.

use super::avoid::Taken;
use super::picture::{Anchor, DASHES, Font, Ink, Mark, Picture, Place, SERIES, Size};
use super::spread::{Label, clear_of, spread};
use super::ticks::{Tick, label, ticks};
use super::{NARROW, Reference};
use crate::recording::Quartiles;

/// What lines are drawn with that are compared with: dots.
pub(super) const DOTS: &[f64] = &[1.5, 4.0];
/// Height of a line of text.
const LINE_HEIGHT: f64 = 15.0;

/// A chart of curves.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Plot {
    pub(super) size: Size,
    /// Left, upper corner of the area that the curves are in.
    pub(super) start: Place,
    /// Right, lower corner of it.
    pub(super) end: Place,
    /// What the horizontal axis is of.
    pub(super) across: String,
    /// Its marks.
    pub(super) ticks: Vec<Tick>,
    /// Marks of the vertical axis, each with a line across.
    pub(super) values: Vec<Tick>,
    pub(super) references: Vec<Level>,
    /// Levels that differ along the horizontal axis, each with its arm.
    pub(super) expected: Vec<(usize, Vec<Place>)>,
    /// One curve for each arm, those without a point yet too.
    pub(super) curves: Vec<Curve>,
    /// What a visitor drew, and the arm it is about.
    pub(super) drawn: Option<(usize, Vec<Place>)>,
    range: (f64, f64),
}

/// A named level.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Level {
    y: f64,
    label: String,
    /// Where the name stands: its left end where there is a margin for names, else its right end.
    label_at: Place,
    anchor: Anchor,
    arm: Option<usize>,
}

/// The curve of one arm of one run.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Curve {
    arm: usize,
    label: String,
    pub(super) median: Vec<Place>,
    /// The outline of the band from the lower to the upper quartile.
    pub(super) band: Vec<Place>,
    pub(super) members: Vec<Vec<Place>>,
    /// Whether it is of a run that stands beside the one that is shown: thinner, and without its band.
    pub(super) is_beside: bool,
    /// Whether each point is a dot, so that one sees where something was measured.
    pub(super) dots: bool,
    /// Where the name stands, its left end; `None` where a key says it, or before the first point.
    pub(super) label_at: Option<Place>,
}

/// How high a chart of this width is.
pub(super) fn height(width: f64) -> f64 {
    (width.max(1.0) * 0.44).clamp(230.0, 400.0)
}

/// The dashes of a series.
pub(super) fn dash(series: usize) -> &'static [f64] {
    DASHES[series % SERIES]
}

impl Plot {
    /// The vertical axis and room for names, without curves.
    pub(super) fn frame<'a>(
        names: impl Iterator<Item = &'a str>,
        references: &'a [Reference],
        range: (f64, f64),
        size: Size,
    ) -> Self {
        let names = names.chain(references.iter().map(|level| level.label.as_str()));
        let widest = names.map(|name| Font::Name.width(name)).fold(0.0, f64::max);
        let right = if size.width < NARROW { 8.0 } else { (widest + 14.0).min(size.width * 0.4) };
        let start = Place { x: 34.0, y: 10.0 };
        let end =
            Place { x: (size.width - right).max(start.x + 1.0), y: (size.height - 40.0).max(start.y + 1.0) };
        let mut plot = Self {
            size,
            start,
            end,
            across: String::new(),
            ticks: Vec::new(),
            values: Vec::new(),
            references: Vec::new(),
            expected: Vec::new(),
            curves: Vec::new(),
            drawn: None,
            range,
        };
        let heights = ticks(range.0, range.1, ((end.y - start.y) / 40.0).min(5.0));
        plot.values = heights
            .iter()
            .map(|at| Tick { at: plot.place(0.0, *at).y, text: label(*at, &heights) })
            .collect();
        plot
    }

    /// Adds the levels to compare the curves with.
    pub(super) fn compare_with(&mut self, references: &[Reference]) {
        let level = |reference: &Reference| {
            let y = self.place(0.0, reference.value).y;
            let (label_at, anchor) = if self.is_narrow() {
                (Place { x: self.end.x - 4.0, y: y - LINE_HEIGHT / 2.0 }, Anchor::End)
            } else {
                (Place { x: self.end.x + 6.0, y }, Anchor::Start)
            };
            Level { y, label: reference.label.clone(), label_at, anchor, arm: reference.arm }
        };
        self.references = references.iter().map(level).collect();
    }

    /// An arm's curve through quartiles, each with how far along the horizontal axis it stands. What is no finite
    /// number is left out.
    pub(super) fn curve(&self, arm: usize, label: &str, points: Vec<(f64, Quartiles)>) -> Curve {
        let is_finite = |q: &Quartiles| q.low.is_finite() && q.median.is_finite() && q.high.is_finite();
        let points: Vec<_> = points.into_iter().filter(|(_, quartiles)| is_finite(quartiles)).collect();
        let upper = points.iter().map(|(along, q)| self.place(*along, q.high));
        let lower = points.iter().rev().map(|(along, q)| self.place(*along, q.low));
        let median: Vec<Place> = points.iter().map(|(along, q)| self.place(*along, q.median)).collect();
        let beside = |end: &Place| Place { x: end.x + 8.0, y: end.y };
        Curve {
            arm,
            label: label.to_owned(),
            band: upper.chain(lower).collect(),
            members: Vec::new(),
            is_beside: false,
            dots: false,
            label_at: median.last().map(beside).filter(|_| !self.is_narrow()),
            median,
        }
    }

    /// One member's line.
    pub(super) fn line(&self, points: impl Iterator<Item = (f64, f64)>) -> Vec<Place> {
        let finite = points.filter(|(_, value)| value.is_finite());
        finite.map(|(along, value)| self.place(along, value)).collect()
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
        for tick in &self.ticks {
            let (top, bottom) = (Place { x: tick.at, y: end.y }, Place { x: tick.at, y: end.y + 4.0 });
            marks.push(Mark::line(vec![top, bottom], Ink::Axis, 1.0));
            if tick.text.is_empty() {
                continue;
            }
            // The last one may be wider than what is left of the picture.
            let x = tick.at.min(self.size.width - Font::Small.width(&tick.text) / 2.0);
            marks.push(small(Place { x, y: end.y + 14.0 }, &tick.text, Anchor::Middle));
        }
        let middle = Place { x: f64::midpoint(start.x, end.x), y: end.y + 31.0 };
        marks.push(small(middle, &self.across, Anchor::Middle));
        for level in &self.references {
            let ink = level.arm.map_or(Ink::Soft, Ink::Series);
            marks.push(Mark::line(across(level.y), ink, 1.4).dashed(DOTS));
        }
        for (arm, places) in &self.expected {
            marks.push(Mark::line(places.clone(), Ink::Series(*arm), 1.4).dashed(DOTS));
            let rings =
                places.iter().map(|at| Mark::circle(*at, 6.0, Ink::Card).outlined(Ink::Series(*arm), 1.2));
            marks.extend(rings);
        }
        for curve in &self.curves {
            let ink = Ink::Series(curve.arm);
            marks.push(Mark::area(curve.band.clone(), ink).faint(0.16));
            marks.extend(curve.members.iter().map(|line| Mark::line(line.clone(), ink, 0.8).faint(0.75)));
            let (width, opacity) = if curve.is_beside { (1.2, 0.8) } else { (2.2, 1.0) };
            marks.push(Mark::line(curve.median.clone(), ink, width).dashed(dash(curve.arm)).faint(opacity));
            if curve.dots {
                marks.extend(
                    curve.median.iter().map(|at| Mark::circle(*at, 3.5, ink).outlined(Ink::Card, 1.0)),
                );
            }
        }
        if let Some((arm, places)) = self.drawn {
            marks.push(Mark::line(places.clone(), Ink::Card, 5.0));
            marks.push(Mark::line(places.clone(), Ink::Series(arm), 2.0).dashed(&[1.0, 3.0]));
            let points = places.iter().step_by(8);
            marks.extend(points.map(|at| Mark::circle(*at, 3.5, Ink::Card).outlined(Ink::Series(arm), 1.6)));
        }
        for level in self.references {
            let ink = level.arm.map_or(Ink::Soft, Ink::Series);
            let name = Mark::text(level.label_at, level.label, level.anchor, Font::Small, ink);
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
    pub(super) fn is_narrow(&self) -> bool {
        self.size.width < NARROW
    }

    /// Where a value stands, `along` going from 0 at the left to 1 at the right. What lies beyond the vertical axis
    /// stands at its end.
    pub(super) fn place(&self, along: f64, value: f64) -> Place {
        let up = (value - self.range.0) / (self.range.1 - self.range.0);
        let up = if up.is_nan() { 0.0 } else { up.clamp(0.0, 1.0) };
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

    /// A line from top to bottom that points at a place of the horizontal axis.
    pub(super) fn pointer(&self, along: f64) -> Mark {
        let x = self.place(along, self.range.0).x;
        Mark::line(vec![Place { x, y: self.start.y }, Place { x, y: self.end.y }], Ink::Axis, 1.0)
    }

    /// A dot that points at an arm's value.
    pub(super) fn dot(&self, arm: usize, along: f64, value: f64) -> Mark {
        Mark::circle(self.place(along, value), 4.5, Ink::Series(arm)).outlined(Ink::Card, 2.0)
    }

    /// Puts the names of levels, where there is no margin for them, above or below their level where no curve is.
    fn place_levels(&mut self) {
        let mut taken = Taken::nothing([self.start.x + 4.0, self.end.x - 4.0]);
        for curve in &self.curves {
            taken.curve(&curve.median);
        }
        let (top, bottom) = (self.start.y, self.end.y);
        for level in &mut self.references {
            let lines = [-0.5, 0.5, -1.5, 1.5, -2.5, 2.5].map(|lines| level.y + lines * LINE_HEIGHT);
            let inside = lines.into_iter().filter(|y| (top..=bottom - LINE_HEIGHT / 2.0).contains(y));
            let ends = [(self.end.x - 4.0, Anchor::End), (self.start.x + 4.0, Anchor::Start)];
            let wanted: Vec<(Place, Anchor)> =
                inside.flat_map(|y| ends.map(|(x, anchor)| (Place { x, y }, anchor))).collect();
            if let Some((place, anchor)) = taken.name(&level.label, &wanted) {
                (level.label_at, level.anchor) = (place, anchor);
            }
        }
    }

    /// Moves names until they stand neither on each other nor on curves.
    pub(super) fn spread_labels(&mut self) {
        if self.is_narrow() {
            return self.place_levels();
        }
        let box_of =
            |text: &str, at: Place| Label { left: at.x - 4.0, right: at.x + Font::Name.width(text), y: at.y };
        let others: Vec<Vec<Place>> = (0..self.curves.len())
            .map(|this| {
                let others = self.curves.iter().enumerate().filter(|(at, _)| *at != this);
                others.flat_map(|(_, curve)| curve.median.iter().copied()).collect()
            })
            .collect();
        let mut places: Vec<(&mut Place, Label)> = Vec::new();
        for (curve, others) in self.curves.iter_mut().zip(&others) {
            if let Some(at) = &mut curve.label_at {
                let label = clear_of(others, box_of(&curve.label, *at), LINE_HEIGHT);
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
