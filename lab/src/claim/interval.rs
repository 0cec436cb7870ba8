//! The interval that is shown beside a count: exact, and never what decides.

use statrs::distribution::{Beta, ContinuousCDF};

/// The exact 95% interval (Clopper and Pearson, 1934) of the share behind `passed` of `of`.
#[must_use]
pub fn interval(passed: u32, of: u32) -> (f64, f64) {
    const TAIL: f64 = 0.025;
    let failed = of.saturating_sub(passed);
    let (k, n_k) = (f64::from(passed), f64::from(failed));
    let quantile = |a: f64, b: f64, p: f64| Beta::new(a, b).map(|beta| beta.inverse_cdf(p));
    let low = if passed == 0 { 0.0 } else { quantile(k, n_k + 1.0, TAIL).unwrap_or(0.0) };
    let high = if failed == 0 { 1.0 } else { quantile(k + 1.0, n_k, 1.0 - TAIL).unwrap_or(1.0) };
    (low, high)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intervals_are_those_of_the_tables() {
        // R: binom.test(k, n)$conf.int
        for (passed, of, low, high) in [
            (0, 4, 0.0, 0.602_364_6),
            (4, 4, 0.397_635_4, 1.0),
            (3, 4, 0.194_120_4, 0.993_690_5),
            (8, 10, 0.443_904_5, 0.974_789_3),
            (0, 0, 0.0, 1.0),
        ] {
            let ours = interval(passed, of);
            assert!(
                (ours.0 - low).abs() < 1e-5 && (ours.1 - high).abs() < 1e-5,
                "{passed} of {of}: {ours:?}"
            );
        }
    }
}
