//! Counter-based random numbers: every draw is a pure function of (seed, member, stream, step, element), made of
//! integer operations and exact conversions, so it is the same on every device. Adding a stream shifts no other.
//!
//! The key of a member is one Threefry block of (seed, member), the key of a stream one block of (that key,
//! stream); the counter of a draw is (step, element).

mod normal;
mod threefry;

use std::fmt::Write as _;

pub use normal::standard_normal;
pub use threefry::threefry2x32;

/// The key of member number `member` of a run with this seed.
#[must_use]
pub fn member_key(seed: u32, member: u32) -> [u32; 2] {
    threefry2x32([seed, 0], [member, 0])
}

/// A named sequence of draws.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stream<'n> {
    /// Its name.
    pub name: &'n str,
    /// Its number: the 32-bit FNV-1a hash of the name.
    pub number: u32,
}

impl<'n> Stream<'n> {
    /// The stream with this name.
    #[must_use]
    pub const fn named(name: &'n str) -> Self {
        let bytes = name.as_bytes();
        let mut hash: u32 = 0x811c_9dc5;
        let mut i = 0;
        while i < bytes.len() {
            hash = (hash ^ bytes[i] as u32).wrapping_mul(0x0100_0193);
            i += 1;
        }
        Self { name, number: hash }
    }

    /// The key of this stream for the member with this key.
    #[must_use]
    pub fn key(self, member: [u32; 2]) -> [u32; 2] {
        threefry2x32(member, [self.number, 0])
    }
}

/// 32 random bits: the first word of the block of (step, element).
#[inline]
#[must_use]
pub fn word_at(key: [u32; 2], step: u32, element: u32) -> u32 {
    threefry2x32(key, [step, element])[0]
}

/// A uniform number in [0, 1) out of 32 random bits: a multiple of 2^-24, exact.
#[inline]
#[must_use]
pub fn uniform(bits: u32) -> f32 {
    #[allow(clippy::cast_precision_loss, reason = "24 bits fit an f32 exactly")]
    let whole = (bits >> 8) as f32;
    whole * (1.0 / 16_777_216.0)
}

/// A whole number below `n` out of 32 random bits; each has a probability within 2^-32 of 1 / n.
#[inline]
#[must_use]
pub fn below(bits: u32, n: u32) -> u32 {
    ((u64::from(bits) * u64::from(n)) >> 32) as u32
}

/// A uniform permutation of `out.len()` places: the rank of each of as many words, ties by place.
pub fn permutation(words: &[u32], out: &mut [u32]) {
    for (i, rank) in out.iter_mut().enumerate() {
        let smaller = words.iter().enumerate().filter(|&(j, word)| (*word, j) < (words[i], i)).count();
        *rank = u32::try_from(smaller).unwrap_or(u32::MAX);
    }
}

/// A hash over 4,096 Threefry blocks and as many normal draws, in hexadecimal: equal wherever this module works.
#[must_use]
pub fn self_check() -> String {
    let mut hasher = blake3::Hasher::new();
    let key = Stream::named("self-check").key(member_key(1, 2));
    for element in 0..4096 {
        for word in threefry2x32(key, [3, element]) {
            hasher.update(&word.to_le_bytes());
            hasher.update(&standard_normal(word).to_bits().to_le_bytes());
        }
    }
    let mut hex = String::with_capacity(16);
    for byte in &hasher.finalize().as_bytes()[..8] {
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn permutations_are_uniform() {
        let mut seen = [0u32; 6];
        let key = member_key(5, 0);
        for step in 0..6000 {
            let words: Vec<u32> = (0..3).map(|i| word_at(key, step, i)).collect();
            let mut p = [0; 3];
            permutation(&words, &mut p);
            let index = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]]
                .iter()
                .position(|order| *order == p)
                .expect("a permutation");
            seen[index] += 1;
        }
        // Six cells of 1,000 expected each: 20.5 is the 99.9 % point of chi-squared with 5 degrees of freedom.
        let chi: f64 = seen.iter().map(|&n| (f64::from(n) - 1000.0).powi(2) / 1000.0).sum();
        assert!(chi < 20.5, "{seen:?}");
    }

    #[test]
    fn uniform_and_below_stay_in_range() {
        assert_eq!((uniform(0), uniform(!0)), (0.0, 1.0 - f32::EPSILON / 2.0));
        assert_eq!((below(0, 7), below(!0, 7)), (0, 6));
    }
}
