//! Exponential, logarithm and hyperbolic tangent in single precision, out of additions, multiplications,
//! divisions, comparisons and bit patterns only, so that every machine and every SIMD width gives the same bits.
//! No fused multiply-add, no call of the platform's mathematics. Branch-free, so that loops over them vectorise.
//!
//! Methods: Moshier's Cephes library (`expf`, `logf`) with its own coefficients; `tanh` through `exp`.
//! The largest errors, over a 97th of all `f32` of the range, are asserted by the tests below.

#![allow(clippy::excessive_precision, reason = "coefficients as Cephes prints them")]

/// 1.5 * 2^23: adding and subtracting it rounds to the nearest whole number, ties to even.
const ROUND: f32 = 12_582_912.0;

/// 2^n for -126 <= n <= 127.
#[inline(always)]
fn power_of_two(n: i32) -> f32 {
    f32::from_bits(((n + 127) << 23).cast_unsigned())
}

/// `e^x`. Above 88.73 infinity, below -104 zero, NaN for NaN. Within 1 unit in the last place of normal results.
#[inline(always)]
#[must_use]
pub fn exp(x: f32) -> f32 {
    let clamped = if x > 89.0 { 89.0 } else { x };
    // Below, the result is zero, and computing it would go through numbers below the normal range, which are slow.
    let vanishes = x < -104.0;
    let clamped = if vanishes { 0.0 } else { clamped };
    let shifted = clamped * std::f32::consts::LOG2_E + ROUND;
    let n = shifted - ROUND;
    let whole = shifted.to_bits().wrapping_sub(ROUND.to_bits()).cast_signed();
    // ln 2 in two parts, the first with few enough bits that n times it is exact.
    let r = clamped - n * 0.693_359_4 - n * -2.121_944_4e-4;
    let mut p = 1.987_569_1e-4;
    p = p * r + 1.398_199_9e-3;
    p = p * r + 8.333_452e-3;
    p = p * r + 4.166_579_6e-2;
    p = p * r + 1.666_666_5e-1;
    p = p * r + 5.000_000_1e-1;
    let y = p * (r * r) + r + 1.0;
    // In two factors, so that results below the normal range and infinity come out by themselves.
    let half = whole >> 1;
    let y = y * power_of_two(half) * power_of_two(whole - half);
    if vanishes { 0.0 } else { y }
}

/// Natural logarithm. Minus infinity for zero, NaN below it and for NaN. Within 1 unit in the last place.
#[inline(always)]
#[must_use]
pub fn log(x: f32) -> f32 {
    let small = x < f32::MIN_POSITIVE;
    let scaled = if small { x * 8_388_608.0 } else { x };
    let bits = scaled.to_bits();
    // Mantissa in [sqrt(1/2), sqrt(2)).
    let shifted = bits.wrapping_sub(0x3f35_04f3);
    let exponent = shifted.cast_signed() >> 23;
    let m = f32::from_bits((shifted & 0x007f_ffff).wrapping_add(0x3f35_04f3)) - 1.0;
    #[allow(clippy::cast_precision_loss, reason = "an exponent is below 256")]
    let e = exponent as f32 - if small { 23.0 } else { 0.0 };
    let mut p = 7.037_683_6e-2;
    p = p * m - 1.151_461e-1;
    p = p * m + 1.167_699_9e-1;
    p = p * m - 1.242_014_1e-1;
    p = p * m + 1.424_932_3e-1;
    p = p * m - 1.666_805_8e-1;
    p = p * m + 2.000_071_5e-1;
    p = p * m - 2.499_999_4e-1;
    p = p * m + 3.333_333_1e-1;
    let z = m * m;
    let y = p * m * z + e * -2.121_944_4e-4 - 0.5 * z;
    let y = m + y + e * 0.693_359_4;
    let y = if x == f32::INFINITY { x } else { y };
    let y = if x == 0.0 { f32::NEG_INFINITY } else { y };
    if x >= 0.0 { y } else { f32::NAN }
}

/// Hyperbolic tangent, NaN for NaN. Within 2 units in the last place.
#[inline(always)]
#[must_use]
pub fn tanh(x: f32) -> f32 {
    let a = f32::from_bits(x.to_bits() & 0x7fff_ffff);
    // Below 5/8 a polynomial in x^2; above, 1 - 2 / (e^2a + 1), where nothing cancels.
    let z = a * a;
    let mut p = -5.704_988_7e-3;
    p = p * z + 2.063_908_9e-2;
    p = p * z - 5.373_971_6e-2;
    p = p * z + 1.333_144_2e-1;
    p = p * z - 3.333_328_2e-1;
    let near = p * z * a + a;
    let far = 1.0 - 2.0 / (exp(a + a) + 1.0);
    let y = if a < 0.625 { near } else { far };
    f32::from_bits(y.to_bits() | (x.to_bits() & 0x8000_0000))
}

#[cfg(test)]
mod tests {
    /// The largest distance from the true value, in units in the last place of the true value, over every 97th
    /// `f32` from `from` to `to`, or their negatives; and where.
    #[allow(clippy::cast_possible_truncation, reason = "the nearest f32, for its exponent")]
    fn worst(ours: fn(f32) -> f32, truth: fn(f64) -> f64, from: f32, to: f32, negative: bool) -> (f64, f32) {
        let mut worst = (0.0, 0.0);
        for bits in (from.to_bits()..=to.to_bits()).step_by(97) {
            let x = f32::from_bits(if negative { bits | 0x8000_0000 } else { bits });
            let wanted = truth(f64::from(x));
            let exponent = ((wanted as f32).to_bits() >> 23 & 0xff).max(1) as i32;
            let unit = 2f64.powi(exponent - 127 - 23);
            let error = (f64::from(ours(x)) - wanted).abs() / unit;
            if error > worst.0 {
                worst = (error, x);
            }
        }
        worst
    }

    #[test]
    fn errors_over_the_whole_range() {
        let cases = [
            ("exp", worst(super::exp, f64::exp, 1e-30, 88.72, false), 1.0),
            ("exp, negative", worst(super::exp, f64::exp, 1e-30, 87.0, true), 1.0),
            ("exp, below the normal range", worst(super::exp, f64::exp, 87.0, 103.0, true), 1.0),
            ("log", worst(super::log, f64::ln, 1e-45, f32::MAX, false), 1.0),
            ("tanh", worst(super::tanh, f64::tanh, 1e-38, 20.0, false), 2.0),
            ("tanh, negative", worst(super::tanh, f64::tanh, 1e-38, 20.0, true), 2.0),
        ];
        for (name, (error, at), bound) in cases {
            println!("{name}: {error:.3} units in the last place at {at:e}");
            assert!(error <= bound, "{name}: {error} at {at:e}");
        }
    }

    #[test]
    fn edges() {
        use super::{exp, log, tanh};
        assert_eq!((exp(0.0), exp(f32::NEG_INFINITY), exp(f32::INFINITY)), (1.0, 0.0, f32::INFINITY));
        assert_eq!((log(1.0), log(0.0), log(f32::INFINITY)), (0.0, f32::NEG_INFINITY, f32::INFINITY));
        assert_eq!((tanh(0.0), tanh(f32::INFINITY), tanh(-1e9)), (0.0, 1.0, -1.0));
        assert_eq!(tanh(-0.0).to_bits(), (-0f32).to_bits());
        assert!(exp(f32::NAN).is_nan() && log(f32::NAN).is_nan() && tanh(f32::NAN).is_nan());
        assert!(log(-1.0).is_nan());
    }
}
