//! Drawing a predicted curve into a line chart.

use ::lab::digest::PROGRESS;
use ::lab::panel::{Place, Size};
use ::lab::predict::{Drawn, Guess, POINTS, Prediction};
use leptos::prelude::*;

use super::lab::Lab;
use crate::model::{Model, Phase};

/// What draws into one panel.
#[derive(Clone, Copy)]
pub(super) struct Pen {
    lab: Lab,
    key: &'static str,
    panel: &'static str,
}

impl Pen {
    /// The pen for a panel, where a prediction asks for a curve in it.
    pub(super) fn of(lab: Lab, panel: &str) -> Option<Self> {
        lab.experiment.predictions.iter().find_map(|prediction| match prediction {
            Prediction::Curve { key, panel: of, .. } if *of == panel => Some(Self { lab, key, panel: of }),
            Prediction::Curve { .. } | Prediction::Choice { .. } => None,
        })
    }

    /// Whether what is drawn now counts: somebody took the pen up, and the run has not begun.
    pub(super) fn is_down(self) -> bool {
        self.lab.pen.get() == Some(self.key) && self.lab.model.with(|model| *model.phase() == Phase::Ready)
    }

    /// Draws at a place; whether it was taken for drawing.
    pub(super) fn draw(self, size: Size, at: Place, is_pressed: bool) -> bool {
        if !untrack(|| self.is_down()) {
            return false;
        }
        if is_pressed
            && let Some((point, value)) = self.lab.model.with_untracked(|model| self.read(model, size, at))
        {
            self.set(point, value);
        }
        true
    }

    /// The curve as it is drawn so far; a level line before the first stroke.
    pub(super) fn curve(self) -> Drawn {
        self.lab.model.with(|model| match model.guess(self.key) {
            Some(Guess::Curve(drawn)) => drawn,
            Some(Guess::Choice(_)) | None => {
                let (low, high) = self.range(model);
                Drawn::level(f64::midpoint(low, high))
            }
        })
    }

    /// The lowest and the highest value that can be drawn.
    pub(super) fn range(self, model: &Model) -> (f64, f64) {
        model.line(self.panel).map_or((0.0, 1.0), |line| line.range)
    }

    /// Moves one point of the curve.
    pub(super) fn set(self, point: usize, value: f64) {
        let mut drawn = untrack(|| self.curve());
        if let Some(slot) = drawn.0.get_mut(point) {
            *slot = value;
        }
        self.lab.model.update(|model| model.predict(self.key, Guess::Curve(drawn)));
        self.lab.remember();
    }

    fn read(self, model: &Model, size: Size, at: Place) -> Option<(usize, f64)> {
        let line = model.line(self.panel)?;
        let view = model.view();
        let distance = |point: &usize| {
            let place = line.place(&view, size, Drawn::progress(*point).min(PROGRESS), line.range.0);
            (place.x - at.x).abs()
        };
        let point = (0..POINTS).min_by(|a, b| distance(a).total_cmp(&distance(b)))?;
        Some((point, line.value_at(&view, size, at.y)))
    }
}
