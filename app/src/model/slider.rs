//! Where a knob's slider stands, and which value a place on it is.

use lab::knob::{Knob, Range, Value};
use lab::text::number;

/// How many places the slider of a real number has, less one.
const PLACES: u32 = 200;

/// The slider of a knob, in whole numbers: those of the knob itself, or places along the range of a real one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slider {
    /// Its left end.
    pub first: u32,
    /// Its right end.
    pub last: u32,
    /// The distance between neighbouring positions.
    pub step: u32,
    /// Where it stands.
    pub at: u32,
}

/// The slider of a knob at a value; `None` for a choice, which is no slider.
#[must_use]
pub fn slider(knob: &Knob, value: Value) -> Option<Slider> {
    match (knob.range, value) {
        (Range::Whole { min, max, step, .. }, Value::Whole(at)) => {
            Some(Slider { first: min, last: max, step: step.max(1), at })
        }
        (Range::Real { min, max, logarithmic, .. }, Value::Real(value)) => {
            let along =
                if logarithmic { (value / min).ln() / (max / min).ln() } else { (value - min) / (max - min) };
            let place = (0..=PLACES).find(|place| f64::from(*place) + 0.5 > along * f64::from(PLACES));
            Some(Slider { first: 0, last: PLACES, step: 1, at: place.unwrap_or(PLACES) })
        }
        _ => None,
    }
}

/// The value at a position of a knob's slider. Real numbers are rounded to two digits, so that links stay short.
#[must_use]
pub fn value_at(knob: &Knob, at: u32) -> Option<Value> {
    match knob.range {
        Range::Whole { min, max, .. } => Some(Value::Whole(at.clamp(min, max))),
        Range::Real { min, max, logarithmic, .. } => {
            let along = f64::from(at.min(PLACES)) / f64::from(PLACES);
            let exact = if logarithmic { min * (max / min).powf(along) } else { min + (max - min) * along };
            let rounded = number(&format!("{exact:.1e}")).unwrap_or(exact);
            Some(Value::Real(f64::clamp(rounded, min, max)))
        }
        Range::Choice { .. } => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use lab::knob::Role;

    fn knob(range: Range) -> Knob {
        Knob { key: "k", label: "", help: "", range, role: Role::Value }
    }

    #[test]
    fn a_whole_number_stands_at_itself() {
        let knob = knob(Range::Whole { min: 2, max: 12, step: 1, default: 6 });
        assert_eq!(slider(&knob, Value::Whole(6)), Some(Slider { first: 2, last: 12, step: 1, at: 6 }));
        assert_eq!(value_at(&knob, 6), Some(Value::Whole(6)));
        assert_eq!(value_at(&knob, 99), Some(Value::Whole(12)));
    }

    #[test]
    fn a_logarithmic_slider_moves_by_factors() {
        let knob = knob(Range::Real { min: 0.0001, max: 0.01, default: 0.001, logarithmic: true });
        assert_eq!(slider(&knob, Value::Real(0.001)), Some(Slider { first: 0, last: 200, step: 1, at: 100 }));
        assert_eq!(value_at(&knob, 100), Some(Value::Real(0.001)));
        assert_eq!(value_at(&knob, 0), Some(Value::Real(0.0001)));
        assert_eq!(value_at(&knob, 999), Some(Value::Real(0.01)));
    }

    #[test]
    fn a_real_number_keeps_two_digits() {
        let knob = knob(Range::Real { min: 0.0, max: 1.0, default: 0.5, logarithmic: false });
        for place in 0..=200 {
            let Some(Value::Real(value)) = value_at(&knob, place) else { panic!("{place}") };
            assert!(value.to_string().len() <= 5, "{value}");
            assert!(slider(&knob, Value::Real(value)).unwrap().at.abs_diff(place) <= 1, "{place}");
        }
    }
}
