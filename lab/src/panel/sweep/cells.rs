//! What a sweep has measured: the values of its knobs, and for each cell the latest measurement of each arm.

use crate::knob::{Knob, Range, Value};
use crate::panel::fields::Side;
use crate::panel::{Learned, View};
use crate::recording::Quartiles;
use crate::sweep::Axis;
use crate::text::within;

/// A run's sweep, as one series shows it.
pub(super) struct Cells<'a> {
    view: &'a View<'a>,
    series: usize,
    /// When the series counts as learned, where speeds are shown.
    learned: Option<&'a Learned>,
    /// The swept knobs, in the order of the link.
    pub(super) axes: Vec<Values>,
}

/// One swept knob and its values.
pub(super) struct Values {
    /// The knob's name: "Learning rate".
    pub(super) label: &'static str,
    /// The same within a sentence: "learning rate".
    pub(super) within: String,
    /// Its values as the knob writes them, in the order in which they stand in a picture.
    pub(super) texts: Vec<String>,
    numbers: Vec<f64>,
    /// Whether the order of the picture is the other way round than that of the cells.
    reversed: bool,
    logarithmic: bool,
}

impl<'a> Cells<'a> {
    pub(super) fn new(view: &'a View<'a>, series: usize, learned: Option<&'a Learned>) -> Self {
        let knobs = view.experiment().knobs;
        let axes = view.keys.sweep.axes();
        let is_alone = axes.len() == 1;
        let values = |axis: &Axis| Some(Values::new(axis, knobs.get(axis.knob)?, is_alone));
        Self { view, series, learned, axes: axes.iter().filter_map(values).collect() }
    }

    /// The quartiles of an arm's members in a cell, where all of them have measured last; of their speeds, as soon as all of
    /// them have measured anything.
    pub(super) fn quartiles(&self, arm: usize, cell: u32) -> Option<Quartiles> {
        if self.learned.is_some() {
            let members = 0..self.view.keys.members;
            let speeds: Option<Vec<f64>> = members.map(|member| self.member(arm, cell, member)).collect();
            return Quartiles::of(speeds?);
        }
        let (recording, models) = (self.view.recording, self.view.keys.models_of(cell));
        let at = |j| recording.quartiles_of(arm, models.clone(), self.series, j);
        (0..=self.view.at).rev().find_map(at)
    }

    /// What one member of a cell measured last, or how fast it learned.
    pub(super) fn member(&self, arm: usize, cell: u32, member: u32) -> Option<f64> {
        let model = self.view.keys.models_of(cell).start + member;
        if let Some(learned) = self.learned {
            let points = self.view.recording.points(arm, model);
            let evaluations = points.iter().take_while(|point| point.j <= self.view.at).map(|point| {
                (point.step, point.values.get(self.series).map_or(f64::NAN, |it| f64::from(*it)))
            });
            return points.first().map(|_| learned.speed(evaluations));
        }
        self.view.latest(arm, model)?.values.get(self.series).copied().map(f64::from)
    }

    /// Whether a member of a cell ended early.
    pub(super) fn ended_early(&self, arm: usize, cell: u32) -> bool {
        self.view.keys.models_of(cell).any(|model| self.view.recording.end(arm, model).is_some())
    }

    /// Whether anything is measured.
    pub(super) fn any(&self) -> bool {
        (0..self.view.arms.len())
            .any(|arm| (0..self.view.keys.sweep.cells()).any(|cell| self.quartiles(arm, cell).is_some()))
    }

    /// Every cell with the texts of its values, in the order of the picture.
    pub(super) fn all(&self) -> Vec<(u32, Vec<&str>)> {
        let sweep = &self.view.keys.sweep;
        let cell = |at: u32| match &self.axes[..] {
            [values] => values.turned(at),
            _ => at,
        };
        let texts = |cell: u32| {
            let places = self.axes.iter().zip(sweep.places(cell));
            places.filter_map(|(values, place)| values.text(values.turned(place))).collect()
        };
        (0..sweep.cells()).map(cell).map(|cell| (cell, texts(cell))).collect()
    }
}

impl Values {
    /// The values of a swept knob. Alone they stand by their size, from left to right; two knobs keep their order.
    fn new(axis: &Axis, knob: &Knob, is_alone: bool) -> Self {
        let values = (0..axis.count).map(|at| axis.value(knob, at));
        let mut values: Vec<(f64, String)> = values.map(|value| (number(value), knob.write(value))).collect();
        let reversed =
            is_alone && values.first().map(|(first, _)| *first) > values.last().map(|(last, _)| *last);
        if reversed {
            values.reverse();
        }
        let (numbers, texts) = values.into_iter().unzip();
        let logarithmic = matches!(knob.range, Range::Real { logarithmic: true, .. });
        Self { label: knob.label, within: within(knob.label), texts, numbers, reversed, logarithmic }
    }

    fn text(&self, at: u32) -> Option<&str> {
        self.texts.get(at as usize).map(String::as_str)
    }

    /// The cell that stands at a place of the picture, where only this knob is swept.
    pub(super) fn cell(&self, at: usize) -> u32 {
        self.turned(u32::try_from(at).unwrap_or(u32::MAX))
    }

    /// From a place in the order of cells to one in the order of the picture, and back.
    fn turned(&self, at: u32) -> u32 {
        let last = u32::try_from(self.texts.len()).unwrap_or(u32::MAX).saturating_sub(1);
        if self.reversed { last.saturating_sub(at) } else { at }
    }

    /// How far along the horizontal axis the value at a place stands: by its size, or by its logarithm where the
    /// knob goes by factors; a little inside the ends.
    pub(super) fn along(&self, at: usize) -> f64 {
        let place = |number: f64| if self.logarithmic { libm::log(number) } else { number };
        let [first, here, last] = [self.numbers.first(), self.numbers.get(at), self.numbers.last()]
            .map(|number| place(*number.unwrap_or(&0.0)));
        let part = (here - first) / (last - first);
        let part = if part.is_finite() { part.clamp(0.0, 1.0) } else { 0.0 };
        0.04 + 0.92 * part
    }

    /// The values as rows or columns.
    pub(super) fn side(&self) -> Side {
        Side::named(&self.within, self.texts.clone())
    }
}

fn number(value: Value) -> f64 {
    match value {
        Value::Whole(value) => f64::from(value),
        Value::Real(value) => value,
        Value::Choice(at) => at as f64,
    }
}
