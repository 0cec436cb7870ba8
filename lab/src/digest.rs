//! The digest of a run: 128 bits that two machines compare in place of every parameter, optimiser state and loss
//! at 65 points of progress. It covers runs on the exact backend only; what panels measure is outside it.

use std::fmt;
use std::str::FromStr;

use crate::keys::RunKeys;
use crate::record::Chain;

/// The engine's numerics revision: rises when any exact kernel's function or order of accumulation changes.
pub const BITS: u32 = 1;

/// Into how many parts a run's progress is divided.
pub const PROGRESS: u32 = 64;

/// The step that an arm of `steps` steps has reached at progress `j`: ⌈j · steps / 64⌉.
#[must_use]
pub const fn step_at(j: u32, steps: u32) -> u32 {
    // One division each of the quotient and the rest, so that no product leaves 32 bits for j up to 64.
    (steps / PROGRESS) * j + ((steps % PROGRESS) * j).div_ceil(PROGRESS)
}

/// 128 bits, written as 32 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Digest(u128);

impl Digest {
    /// The digest with these bits, the most significant first.
    #[must_use]
    pub const fn new(bits: u128) -> Self {
        Self(bits)
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Digest {
    type Err = NotADigest;

    fn from_str(text: &str) -> Result<Self, NotADigest> {
        if text.len() != 32 || !text.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return Err(NotADigest);
        }
        u128::from_str_radix(text, 16).map(Self).map_err(|_| NotADigest)
    }
}

/// A text that is no digest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a digest is 32 hexadecimal digits")]
pub struct NotADigest;

/// The digest of a whole run, from its keys and the closed chain of every arm and member, in any order.
///
/// # Errors
/// When a chain is missing, given twice, or of an arm or member that the run does not have.
pub fn run_digest(keys: &RunKeys, chains: &[Chain]) -> Result<Digest, DigestError> {
    let arms = (keys.experiment.arms)(&keys.knobs).len();
    let mut ordered: Vec<&Chain> = chains.iter().collect();
    ordered.sort_by_key(|chain| (chain.arm, chain.member));
    let places = (0..).take(arms).flat_map(|arm: u32| (0..keys.members).map(move |member| (arm, member)));
    let wanted = arms * keys.members as usize;
    if ordered.len() != wanted
        || places.zip(&ordered).any(|(place, chain)| place != (chain.arm, chain.member))
    {
        return Err(DigestError { wanted, got: ordered.len() });
    }
    let mut hasher = blake3::Hasher::new();
    hasher.update(keys.canonical().as_bytes());
    for chain in ordered {
        hasher.update(&chain.hash);
    }
    let mut bits = [0; 16];
    hasher.finalize_xof().fill(&mut bits);
    Ok(Digest(u128::from_be_bytes(bits)))
}

/// A digest was asked of something other than one closed chain for each arm and member.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("A digest needs one closed chain for each arm and member, {wanted} in all, and got {got}.")]
pub struct DigestError {
    /// How many chains the run has.
    pub wanted: usize,
    /// How many were given.
    pub got: usize,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::EXPERIMENTS;

    fn chains(keys: &RunKeys) -> Vec<Chain> {
        let arms = u32::try_from((keys.experiment.arms)(&keys.knobs).len()).unwrap();
        (0..arms)
            .flat_map(|arm| (0..keys.members).map(move |member| (arm, member)))
            .map(|(arm, member)| Chain {
                arm,
                member,
                hash: [u8::try_from(arm * 64 + member).unwrap(); 32],
                stopped: None,
            })
            .collect()
    }

    #[test]
    fn progress_ends_at_the_last_step() {
        for steps in [1, 63, 64, 65, 500, 1200, u32::MAX] {
            assert_eq!(step_at(0, steps), 0);
            assert_eq!(step_at(PROGRESS, steps), steps);
            assert_eq!(u64::from(step_at(37, steps)), (37 * u64::from(steps)).div_ceil(64));
        }
    }

    #[test]
    fn the_order_in_which_members_finish_does_not_matter() {
        let keys = RunKeys::defaults(EXPERIMENTS[0]);
        let mut chains = chains(&keys);
        let digest = run_digest(&keys, &chains).unwrap();
        chains.reverse();
        assert_eq!(run_digest(&keys, &chains), Ok(digest));
        chains[3].hash[31] ^= 1;
        assert_ne!(run_digest(&keys, &chains), Ok(digest));
    }

    #[test]
    fn a_missing_or_doubled_chain_is_refused() {
        let keys = RunKeys::defaults(EXPERIMENTS[0]);
        let mut chains = chains(&keys);
        let last = chains.pop().unwrap();
        assert!(run_digest(&keys, &chains).is_err());
        chains.push(chains[0].clone());
        assert!(run_digest(&keys, &chains).is_err());
        chains.pop();
        chains.push(last);
        assert!(run_digest(&keys, &chains).is_ok());
    }

    #[test]
    fn other_keys_give_another_digest() {
        let keys = RunKeys::defaults(EXPERIMENTS[0]);
        let other = RunKeys { seed: 2, ..keys.clone() };
        let chains = chains(&keys);
        assert_ne!(run_digest(&keys, &chains), run_digest(&other, &chains));
    }

    #[test]
    fn digests_read_what_they_write() {
        let digest = Digest::new(0x0012_3456_789a_bcde_f012_3456_789a_bcde);
        assert_eq!(digest.to_string(), "00123456789abcdef0123456789abcde");
        assert_eq!(digest.to_string().parse(), Ok(digest));
        for bad in ["", "+0123456789abcdef0123456789abcde", "0123", "g0123456789abcdef0123456789abcde"] {
            assert_eq!(bad.parse::<Digest>(), Err(NotADigest), "{bad}");
        }
    }
}
