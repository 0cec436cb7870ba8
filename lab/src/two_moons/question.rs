//! What a visitor may ask: a point, and how sure each model is that it belongs to moon B.

use super::arms;
use super::points::{HORIZONTAL, VERTICAL};
use crate::knob::Knobs;
use crate::panel::sequence::{Row, Token};
use crate::probe::Answer;
use crate::text::number;

/// Another point, for 32 random bits.
pub(super) fn another(_: &Knobs, bits: u64) -> String {
    // The lower 16 bits say how far from the left, the next ones how far from below.
    let [_, _, _, _, above, up, beyond, right] = bits.to_be_bytes();
    let along = |(from, to): (f64, f64), bytes: [u8; 2]| {
        from + (to - from) * f64::from(u16::from_be_bytes(bytes)) / f64::from(u16::MAX)
    };
    format!("{:.2}, {:.2}", along(HORIZONTAL, [beyond, right]), along(VERTICAL, [above, up]))
}

/// Reads "0.5, 0.2": the bits of both coordinates.
pub(super) fn read(_: &Knobs, text: &str) -> Result<Vec<u32>, String> {
    let numbers: Option<Vec<f32>> = text.split(',').map(|part| number(part.trim())).collect();
    let Some(&[x, y]) = numbers.as_deref() else {
        return Err("Type two numbers with a comma between them, like 0.5, 0.2.".to_owned());
    };
    let is_within = |(from, to): (f64, f64), value: f32| (from..=to).contains(&f64::from(value));
    if !is_within(HORIZONTAL, x) || !is_within(VERTICAL, y) {
        let ((left, right), (low, high)) = (HORIZONTAL, VERTICAL);
        return Err(format!(
            "The point lies outside the picture: the first number goes from {left} to {right}, the second from {low} to {high}."
        ));
    }
    Ok(vec![x.to_bits(), y.to_bits()])
}

/// The point, then what each arm says of it.
pub(super) fn rows(knobs: &Knobs, question: &[u32], answers: &[Answer]) -> Vec<Row> {
    let row = |label: String, arm, numbers: Vec<f32>| {
        let token = |number: &f32| Token { text: format!("{number:.2}"), right: None };
        Row { label, arm, tokens: numbers.iter().map(token).collect() }
    };
    let point = question.iter().map(|bits| f32::from_bits(*bits)).collect();
    let mut rows = vec![row("point".to_owned(), None, point)];
    for (position, (arm, answer)) in arms(knobs).into_iter().zip(answers).enumerate() {
        rows.extend(answer.clone().map(|answer| row(arm.label, Some(position), answer)));
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::two_moons::EXPERIMENT;

    fn knobs() -> Knobs {
        Knobs::defaults(EXPERIMENT.knobs)
    }

    #[test]
    fn a_point_is_read_and_everything_else_is_a_sentence() {
        assert_eq!(read(&knobs(), " 0.5,0.25 "), Ok(vec![0.5f32.to_bits(), 0.25f32.to_bits()]));
        for text in ["", "0.5", "0.5 0.2", "0.5, b", "0.5, 0.2, 0.1", "1,"] {
            assert!(read(&knobs(), text).is_err_and(|text| text.starts_with("Type two")), "{text}");
        }
        for text in ["3, 0", "0, -2", "NaN, 0", "0, inf", "1e99, 0"] {
            assert!(read(&knobs(), text).is_err_and(|text| text.contains("outside")), "{text}");
        }
    }

    #[test]
    fn every_other_question_is_one() {
        for bits in [0, 1, 0xffff, 0x8000_0000, 0xffff_ffff, u64::MAX] {
            assert!(read(&knobs(), &another(&knobs(), bits)).is_ok(), "{bits}");
        }
        assert_eq!(another(&knobs(), 0), "-1.50, -1.25");
        assert_eq!(another(&knobs(), 0xffff_ffff), "2.50, 1.75");
    }

    #[test]
    fn only_arms_that_have_answered_have_a_row() {
        let question = read(&knobs(), "0.5, 0.2").expect("a point");
        let rows = rows(&knobs(), &question, &[None, Some(vec![0.934])]);
        assert_eq!(rows.len(), 2);
        assert_eq!((rows[1].arm, rows[1].tokens[0].text.as_str()), (Some(1), "0.93"));
    }
}
