//! What is measured at each point of progress, and how it becomes shares and a picture of the plane.

use engine::graph::{Graph, Id};
use engine::nn;

use super::FIELD;
use super::data::Batch;
use super::model::Model;
use super::points::{HORIZONTAL, VERTICAL};
use crate::run::Measured;

/// The outputs of an evaluation: test points right (`u32`), mean cross-entropy, the field `[FIELD * FIELD, 1]`.
pub(super) fn outputs(g: &mut Graph, model: &Model, test: &Batch) -> Vec<Id> {
    let logits = model.logits(g, test.places);
    let right = nn::correct(g, logits, test.classes); // [B]
    let each = nn::cross_entropy(g, logits, test.classes);
    let places = g.constant_f32(&[FIELD * FIELD, 2], &centres());
    vec![g.sum_all(right), nn::mean_all(g, each), model.probability(g, places)]
}

/// One value for each series, and the field.
pub(super) fn measure(tested: usize, outputs: &[f32]) -> Measured {
    let [right, loss, field @ ..] = outputs else { return Measured::default() };
    Measured { values: vec![right.to_bits() as f32 / tested as f32, *loss], samples: field.to_vec() }
}

/// The centres of the field's squares, row after row from below: `[FIELD * FIELD, 2]`.
pub(super) fn centres() -> Vec<f32> {
    let along = |(from, to): (f64, f64), at: usize| from + (to - from) * (at as f64 + 0.5) / FIELD as f64;
    let centre = |row, column| [along(HORIZONTAL, column), along(VERTICAL, row)];
    let all = (0..FIELD).flat_map(|row| (0..FIELD).flat_map(move |column| centre(row, column)));
    #[allow(clippy::cast_possible_truncation, reason = "the engine computes in f32")]
    all.map(|x| x as f32).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_square_is_the_lower_left_one() {
        let centres = centres();
        let [x, y] = [HORIZONTAL, VERTICAL].map(|(from, to)| (to - from) / FIELD as f64 / 2.0 + from);
        assert!((f64::from(centres[0]) - x).abs() < 1e-6 && (f64::from(centres[1]) - y).abs() < 1e-6);
        assert!(centres[2] > centres[0] && centres[2 * FIELD + 1] > centres[1]);
    }
}
