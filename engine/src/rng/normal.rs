//! Standard normal draws by inversion, in integers: the inverse distribution function from a table, so that
//! the same 32 bits give the same value on every device, whatever its logarithm and square root do.

#[path = "normal_table.rs"]
mod normal_table;

use normal_table::KNOTS;

/// The cells of an octave, and the knots that bound them.
const CELLS: u32 = 64;
const OCTAVES: u32 = 31;

/// The standard normal deviate that 32 uniform bits stand for, by inversion of the distribution function.
///
/// The top bit is the sign. The other 31 are a magnitude `t`, whose upper tail probability is
/// `p = (t + 1/2) / 2^32`, never 0 nor 1/2, and the result is `±Φ⁻¹(1 - p)` to within 1.37e-5; the greatest
/// is 6.338.
///
/// `Φ⁻¹` is read off a table by linear interpolation. Its knots are spaced as floating-point numbers are: one
/// octave of `p` for each count of leading zeros in `t`, 64 equal cells to the octave, so that the deep tail
/// is as accurate as the centre. Shifting the leading zeros out leaves the octave's cell in the six bits
/// below the leading one and the position inside the cell below those. The last octave holds `t = 1` at its
/// first knot and `t = 0`, which has no leading one, at its last.
///
/// Everything up to the last step is integer arithmetic in units of 2^-20; a value has fewer than 24 bits, so
/// making it a float is exact too.
#[inline]
#[must_use]
pub fn standard_normal(bits: u32) -> f32 {
    const UNIT: f32 = 1.0 / (1 << 20) as f32;

    let t = bits & 0x7FFF_FFFF;
    let octave = (t.leading_zeros() - 1).min(OCTAVES - 1);
    // How far beyond the octave's first knot: 30 bits, or exactly 2^30 for t = 0.
    let offset = (t << octave) ^ (1 << 30);
    let first = (octave * (CELLS + 1) + (offset >> 24)) as usize;
    let here = KNOTS[first];
    let there = KNOTS[(first + 1).min(KNOTS.len() - 1)];
    // Sixteen bits of fraction: neighbours differ by less than 2^14, so the product fits.
    let fraction = ((offset >> 8) & 0xFFFF) as i32;
    let magnitude = here - (((here - there) * fraction + (1 << 15)) >> 16);
    let value = if bits >> 31 == 0 { magnitude } else { -magnitude };
    value as f32 * UNIT
}

#[cfg(test)]
mod tests {
    use super::{CELLS, KNOTS, OCTAVES, standard_normal};

    /// What every draw keeps to: 1.3639e-5 was the largest error found, halfway into the first cell of an
    /// octave (`t = 0x203f_e5ff`), of which up to 1e-6 is rounding to units of 2^-20 and the rest the curve
    /// over its chord.
    const BOUND: f64 = 1.37e-5;

    /// From the model in `normal_table.py`: bits, and the value in units of 2^-20.
    const KNOWN: [(u32, i32); 18] = [
        (0x0000_0000, 6_645_830),
        (0x0000_0001, 6_465_970),
        (0x0000_0002, 6_380_695),
        (0x0000_0003, 6_323_927),
        (0x0000_007f, 5_683_998),
        (0x0001_2345, 4_341_166),
        (0x0123_4567, 2_743_392),
        (0x1000_0000, 1_608_642),
        (0x1fff_ffff, 1_206_229),
        (0x2000_0000, 1_206_229),
        (0x3fff_ffff, 707_254),
        (0x4000_0000, 707_254),
        (0x6b20_0159, 215_842),
        (0x7fff_ffff, 0),
        (0x8000_0000, -6_645_830),
        (0x99ba_4efe, -1_340_830),
        (0xdead_beef, -348_426),
        (0xffff_ffff, 0),
    ];

    /// `|z|` for an upper tail probability `p` up to 1/2: Wichura, "Algorithm AS 241: The percentage points
    /// of the normal distribution", Applied Statistics 37 (1988), routine PPND16, good to about 1e-16 of the
    /// value.
    fn inverse(p: f64) -> f64 {
        const A: [f64; 8] = [
            3.387_132_872_796_366_5,
            1.331_416_678_917_843_8e2,
            1.971_590_950_306_551_3e3,
            1.373_169_376_550_946e4,
            4.592_195_393_154_987e4,
            6.726_577_092_700_87e4,
            3.343_057_558_358_813e4,
            2.509_080_928_730_122_7e3,
        ];
        const B: [f64; 8] = [
            1.0,
            4.231_333_070_160_091e1,
            6.871_870_074_920_579e2,
            5.394_196_021_424_751e3,
            2.121_379_430_158_659_7e4,
            3.930_789_580_009_271e4,
            2.872_908_573_572_194_3e4,
            5.226_495_278_852_854e3,
        ];
        const C: [f64; 8] = [
            1.423_437_110_749_683_5,
            4.630_337_846_156_546,
            5.769_497_221_460_691,
            3.647_848_324_763_204_5,
            1.270_458_252_452_368_4,
            2.417_807_251_774_506e-1,
            2.272_384_498_926_918_4e-2,
            7.745_450_142_783_414e-4,
        ];
        const D: [f64; 8] = [
            1.0,
            2.053_191_626_637_759,
            1.676_384_830_183_803_8,
            6.897_673_349_851e-1,
            1.481_039_764_274_800_8e-1,
            1.519_866_656_361_645_7e-2,
            5.475_938_084_995_345e-4,
            1.050_750_071_644_416_9e-9,
        ];
        const E: [f64; 8] = [
            6.657_904_643_501_103,
            5.463_784_911_164_114,
            1.784_826_539_917_291_3,
            2.965_605_718_285_048_7e-1,
            2.653_218_952_657_612_4e-2,
            1.242_660_947_388_078_4e-3,
            2.711_555_568_743_487_6e-5,
            2.010_334_399_292_288_1e-7,
        ];
        const F: [f64; 8] = [
            1.0,
            5.998_322_065_558_88e-1,
            1.369_298_809_227_358e-1,
            1.487_536_129_085_061_5e-2,
            7.868_691_311_456_133e-4,
            1.846_318_317_510_054_8e-5,
            1.421_511_758_316_446e-7,
            2.044_263_103_389_939_8e-15,
        ];
        let ratio = |over: [f64; 8], under: [f64; 8], x: f64| {
            let horner = |c: [f64; 8]| c.iter().rev().fold(0.0, |sum, &c| sum * x + c);
            horner(over) / horner(under)
        };
        let q = 0.5 - p;
        if q <= 0.425 {
            return q * ratio(A, B, 0.180_625 - q * q);
        }
        let r = (-p.ln()).sqrt();
        if r <= 5.0 { ratio(C, D, r - 1.6) } else { ratio(E, F, r - 5.0) }
    }

    fn error(t: u32) -> f64 {
        let p = (f64::from(t) + 0.5) / 4_294_967_296.0;
        (f64::from(standard_normal(t)) - inverse(p)).abs()
    }

    #[test]
    fn known_answers() {
        for (bits, units) in KNOWN {
            let expected = units as f32 / 1_048_576.0;
            assert_eq!(standard_normal(bits).to_bits(), expected.to_bits(), "{bits:#010x}");
        }
    }

    #[test]
    fn follows_the_inverse_distribution_function() {
        // Φ⁻¹(0.975) and Φ⁻¹(1 - 2^-33), to fourteen decimals.
        assert!((inverse(0.025) - 1.959_963_984_540_05).abs() < 1e-14);
        assert!((inverse(0.5f64.powi(33)) - 6.337_957_754_553_79).abs() < 1e-14);

        let strided = (0..200_000).map(|i| i * 10_737);
        // The strides seldom reach the deep tail: every one of its draws, and the middle of every cell above
        // it.
        let tail = 0..1 << 12;
        let middles = (0..18).flat_map(|octave| (0..64).map(move |cell| (129 + 2 * cell) << (23 - octave)));
        for t in strided.chain(tail).chain(middles) {
            assert!(error(t) < BOUND, "{t:#x}: {}", error(t));
        }
    }

    #[test]
    fn is_odd() {
        for i in 0..200_000 {
            let bits = i * 21_474;
            assert_eq!(standard_normal(bits), -standard_normal(bits ^ 0x8000_0000), "{bits:#010x}");
        }
    }

    #[test]
    fn falls_as_the_tail_probability_grows() {
        let mut last = f32::INFINITY;
        for t in (0..1 << 12).chain((1 << 12..1 << 31).step_by(9_973)) {
            let value = standard_normal(t);
            assert!(value <= last, "{t:#x}");
            last = value;
        }
    }

    /// What the integer arithmetic rests on.
    #[test]
    fn the_table_fits() {
        assert_eq!(KNOTS.len(), (OCTAVES * (CELLS + 1)) as usize);
        assert!(KNOTS.iter().all(|&knot| (0..1 << 23).contains(&knot)));
        for octave in KNOTS.chunks_exact(CELLS as usize + 1) {
            assert!(octave.windows(2).all(|pair| (pair[0] - pair[1]).abs() < 1 << 14));
        }
    }
}
