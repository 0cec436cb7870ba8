//! How much a straight line can get right, by looking at every direction.

use super::points::{CENTRE, moon};

/// Directions that are tried, and points of a moon that stand for all of it. 4,096 pairs take less than a
/// millisecond, and no finer choice changes the third digit.
const DIRECTIONS: u32 = 64;
const POINTS: u32 = 64;

/// The largest expected share of points that one straight line puts on the right side.
///
/// Turned by half a circle about their common centre, each moon is the other. So of the lines of one direction the
/// one through the centre does equally well on both, and (a test looks) none beside it does better. Moon A's point m
/// with noise of deviation s lies on the side that w points to with probability Φ(w · (m - centre) / s).
pub(super) fn best_line(noise: f64) -> f64 {
    (0..DIRECTIONS).map(|at| line(at, 0.0, noise)).fold(0.0, f64::max)
}

/// The expected share that a line gets right: of direction `at`, this far from the centre.
fn line(at: u32, beside: f64, noise: f64) -> f64 {
    let angle = std::f64::consts::TAU * f64::from(at) / f64::from(DIRECTIONS);
    let [x, y] = [libm::cos(angle), libm::sin(angle)];
    let right = |class: u8, point: u32| {
        let m = moon(class, point, POINTS);
        let beyond = x * (m[0] - CENTRE[0]) + y * (m[1] - CENTRE[1]) - beside;
        normal(if class == 0 { beyond } else { -beyond }, noise)
    };
    let all = (0..2).flat_map(|class| (0..POINTS).map(move |point| right(class, point)));
    all.sum::<f64>() / f64::from(2 * POINTS)
}

/// The probability that normal noise of this deviation stays below `limit`.
fn normal(limit: f64, deviation: f64) -> f64 {
    // Without noise this divides by nothing but a tiny number, and gives 0 or 1.
    0.5 * libm::erfc(-limit / (deviation.max(1e-9) * std::f64::consts::SQRT_2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_ceilings() {
        // Counted on 2026-11-24 with another program, over 90 directions and 16 distances.
        for (noise, wanted) in [(0.0, 0.8906), (0.15, 0.8768), (0.25, 0.8614), (0.45, 0.8194)] {
            assert!((best_line(noise) - wanted).abs() < 0.003, "{noise}: {}", best_line(noise));
        }
    }

    #[test]
    fn no_line_beside_the_centre_does_better() {
        for noise in [0.0, 0.15, 0.5] {
            let best = best_line(noise);
            for (at, step) in (0..DIRECTIONS).flat_map(|at| (1..20u8).map(move |step| (at, step))) {
                let beside = f64::from(step) / 10.0;
                assert!(line(at, beside, noise) <= best + 1e-9, "{at}, {beside}, {noise}");
            }
        }
    }
}
