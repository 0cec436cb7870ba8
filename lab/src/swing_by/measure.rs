//! What is measured at each point of progress.

use super::flow::CLOCK;
use super::track;
use super::variant::pairs;
use crate::run::Measured;

/// The largest loss that a point counts with where losses are put in order (Yang et al., figure 7).
const CLIP: f32 = 1.0;

/// What an evaluation puts out, in parts. C concepts.
struct Parts<'a> {
    loss: f32,
    time: f32,
    track: &'a [f32],
    signals: &'a [f32], // [C]
    rates: &'a [f32],   // [C]
    losses: &'a [f32],  // [2^C]
    answers: &'a [f32], // [2^C, C]
}

impl<'a> Parts<'a> {
    fn of(concepts: usize, outputs: &'a [f32]) -> Option<Self> {
        let (loss, rest) = outputs.split_first()?;
        let (clock, rest) = rest.split_at_checked(CLOCK)?;
        let (track, rest) = rest.split_at_checked(track::LENGTH)?;
        let (signals, rest) = rest.split_at_checked(concepts)?;
        let (rates, rest) = rest.split_at_checked(concepts)?;
        let (losses, answers) = rest.split_at_checked(1 << concepts)?;
        let is_whole = answers.len() == concepts << concepts;
        is_whole.then_some(Self { loss: *loss, time: clock[0], track, signals, rates, losses, answers })
    }
}

/// One value for each series, then the weights and, where asked for, the terms.
pub(super) fn measure(concepts: usize, with_terms: bool, outputs: &[f32]) -> Measured {
    let Some(parts) = Parts::of(concepts, outputs) else { return Measured::default() };
    let Parts { track, signals, losses, answers, .. } = parts;
    let (all, last) = (losses.len() - 1, concepts - 1);
    let answer = |probe: usize, concept: usize| answers[probe * concepts + concept];
    let share = |concept: usize| answer(all, concept) / signals[concept];
    let blank = 0.5 * signals.iter().map(|signal| signal * signal).sum::<f32>();
    let values = vec![
        losses[all],
        parts.loss,
        share(0),
        share(last),
        track[track::LEARNED[0]],
        track[track::LEARNED[1]],
        track[track::SWING] / blank,
        track[track::TURNS],
        track[track::DIP],
        track[track::PEAK],
        f32::from(u8::from(is_in_order(track))),
        track[track::RISE],
        out_of_order(losses),
        parts.time,
    ];
    // What each concept alone brings about in each concept of the answer, for a signal of one.
    let weight = |(row, column): (usize, usize)| answer(1 << column, row) / signals[column];
    let all = (0..concepts).flat_map(|row| (0..concepts).map(move |column| (row, column)));
    let weights: Vec<f32> = all.map(weight).collect();
    let mut samples = weights.clone();
    if with_terms {
        let wide = |numbers: &[f32]| numbers.iter().copied().map(f64::from).collect::<Vec<_>>();
        #[allow(clippy::cast_possible_truncation, reason = "samples are f32")]
        samples
            .extend(terms(&wide(&weights), &wide(parts.rates)).into_iter().flatten().map(|term| term as f32));
    }
    Measured { values, samples }
}

/// Whether what the theory says comes after another did so: the last concept half learned, the test loss at its first turn,
/// at its second, the first concept half learned.
fn is_in_order(track: &[f32]) -> bool {
    let times = [track::HALF[1], track::DIP_TIME, track::PEAK_TIME, track::HALF[0]].map(|at| track[at]);
    times[0] > 0.0 && times.windows(2).all(|pair| pair[0] < pair[1])
}

/// Of all pairs of points, not nothing, of which one has every concept of the other and more: the share in which the one with
/// more has the smaller loss.
fn out_of_order(losses: &[f32]) -> f32 {
    let clipped = |at: usize| if losses[at] > CLIP { CLIP } else { losses[at] };
    let (mut pairs, mut out) = (0u16, 0u16);
    for (fewer, more) in (1..losses.len()).flat_map(|a| (1..losses.len()).map(move |b| (a, b))) {
        if fewer != more && fewer & more == fewer {
            pairs += 1;
            out += u16::from(clipped(more) < clipped(fewer));
        }
    }
    f32::from(out) / f32::from(pairs.max(1))
}

/// The terms that change each weight of W in a product: how strongly it grows by itself, how strongly the weights on the
/// diagonal hold it back, and what the others do to it (Yang et al., equation 4.3), in the time of the flow, which runs twice
/// as fast as theirs. One row for each pair of concepts, the diagonal included: growth, suppression, noise and their sum.
fn terms(weights: &[f64], rates: &[f64]) -> Vec<[f64; 4]> {
    let count = rates.len();
    let w = |i: usize, j: usize| weights.get(i * count + j).copied().unwrap_or(f64::NAN);
    let term = |(i, j): (usize, usize)| {
        let (a, b) = (rates[i], rates[j]);
        let growth = w(i, j) * (a + b);
        let from_other = if i == j { 0.0 } else { w(j, j) * (3.0 * b + a) };
        let suppression = 0.5 * w(i, j) * (w(i, i) * (3.0 * a + b) + from_other);
        let others = (0..count).filter(|k| *k != i && *k != j);
        let noise: f64 = others.map(|k| 0.5 * w(k, i) * w(k, j) * (a + b + 2.0 * rates[k])).sum();
        // Minus zero would be written with its sign.
        let [growth, suppression, noise] = [2.0 * growth, 0.0 - 2.0 * suppression, 0.0 - 2.0 * noise];
        [growth, suppression, noise, growth + suppression + noise]
    };
    pairs(count).into_iter().map(term).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_with_more_concepts_have_larger_losses() {
        assert_eq!(out_of_order(&[0.0, 0.1, 0.2, 0.3]), 0.0);
        assert_eq!(out_of_order(&[0.0, 0.1, 0.4, 0.3]), 0.5);
        // Beyond the largest loss that counts, all are alike.
        assert_eq!(out_of_order(&[0.0, 3.0, 4.0, 2.0]), 0.0);
        // Three concepts: 3 * 2 pairs of one and two, 3 of one and three, 3 of two and three.
        assert_eq!(out_of_order(&[0.0, 0.1, 0.1, 0.2, 0.1, 0.2, 0.2, 0.0]), 0.5);
    }

    #[test]
    fn what_is_cut_short_is_no_measurement() {
        assert_eq!(measure(2, true, &[0.5; 7]), Measured::default());
        let whole = vec![0.5; 1 + CLOCK + track::LENGTH + 2 + 2 + 4 + 8];
        let measured = measure(2, true, &whole);
        assert_eq!((measured.values.len(), measured.samples.len()), (14, 4 + 12));
        assert_eq!(measure(2, false, &whole).samples, [1.0; 4]);
    }

    #[test]
    fn the_terms_add_up_to_the_speed_of_the_weights() {
        // U moves by -(G + Gᵀ) U, so W = U Uᵀ moves by -(G + Gᵀ) W - W (G + Gᵀ).
        let rates = [0.7, 1.9, 3.1];
        let w = [0.2, -0.1, 0.4, -0.1, 0.8, 0.05, 0.4, 0.05, 1.1];
        let at = |m: &[f64; 9], i: usize, j: usize| m[3 * i + j];
        let mut pull = [0.0; 9];
        for (i, j) in (0..3).flat_map(|i| (0..3).map(move |j| (i, j))) {
            let off = at(&w, i, j) - f64::from(u8::from(i == j));
            pull[3 * i + j] = off * (rates[i] + rates[j]);
        }
        for (row, (i, j)) in terms(&w, &rates).iter().zip(pairs(3)) {
            let moved: f64 =
                (0..3).map(|k| at(&pull, i, k) * at(&w, k, j) + at(&w, i, k) * at(&pull, k, j)).sum();
            let sum = row[3];
            assert!((sum + moved).abs() < 1e-12, "{i}, {j}: {sum} and {}", -moved);
        }
        assert_eq!(pairs(3), [(0, 0), (1, 1), (2, 2), (0, 1), (1, 2), (0, 2)]);
    }
}
