//! What two machines compare of a run. The **digest**: 128 bits over every parameter, optimiser state and loss at 65
//! points of progress. The **proof**: 48 bits of each of 16 values on the way there, which say between which two of
//! them a run departed. Both cover runs on the exact backend only; what panels measure is outside them.

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::keys::RunKeys;
use crate::recording::Recording;
use crate::words::words;

/// The engine's numerics revision: rises when any exact kernel's function or order of accumulation changes.
pub const BITS: u32 = 1;

/// Into how many parts a run's progress is divided.
pub const PROGRESS: u32 = 64;

/// How many values a proof holds.
pub const MARKS: usize = 16;

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

    fn of(hasher: &blake3::Hasher) -> Self {
        let mut bits = [0; 16];
        hasher.finalize_xof().fill(&mut bits);
        Self(u128::from_be_bytes(bits))
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

/// The first 48 bits of [`MARKS`] values of [`combined`], written as 128 letters of base64url.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Proof([[u8; 6]; MARKS]);

impl fmt::Display for Proof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&URL_SAFE_NO_PAD.encode(self.0.as_flattened()))
    }
}

impl fmt::Debug for Proof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Proof {
    type Err = NotAProof;

    fn from_str(text: &str) -> Result<Self, NotAProof> {
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| NotAProof)?;
        let (values, rest) = bytes.as_chunks();
        match (values.try_into(), rest) {
            (Ok(values), []) => Ok(Self(values)),
            _ => Err(NotAProof),
        }
    }
}

/// A text that is no proof.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a proof is 128 letters of base64url")]
pub struct NotAProof;

/// The progress of a proof's value number `mark` (from 0), where the whole proof ends at progress `at`.
fn proof_at(mark: usize, at: u32) -> u32 {
    let mark = u32::try_from(mark + 1).unwrap_or(PROGRESS);
    (mark * at).div_ceil(u32::try_from(MARKS).unwrap_or(PROGRESS))
}

/// The hash of every model of a run at progress `j`, in the order arm, sweep value, replicate.
fn hashes(recording: &Recording, j: u32) -> Result<Vec<[u8; 32]>, NoDigest> {
    let models = (0..recording.arms())
        .flat_map(|arm| (0..recording.members()).map(move |member| recording.chain(arm, member, j)));
    models.collect::<Option<_>>().ok_or(NoDigest { at: j })
}

/// The digest of a run at progress `at`: BLAKE3 of its canonical keys and every model's hash there.
///
/// # Errors
/// When a model has not got there, or was computed by a GPU.
pub fn digest(keys: &RunKeys, recording: &Recording, at: u32) -> Result<Digest, NoDigest> {
    let mut hasher = blake3::Hasher::new();
    hasher.update(keys.canonical().as_bytes());
    hasher.update(hashes(recording, at)?.as_flattened());
    Ok(Digest::of(&hasher))
}

/// One value for the whole run at progress `j`: BLAKE3 of every model's hash there.
///
/// # Errors
/// As [`digest`].
pub fn combined(recording: &Recording, j: u32) -> Result<Digest, NoDigest> {
    let mut hasher = blake3::Hasher::new();
    hasher.update(hashes(recording, j)?.as_flattened());
    Ok(Digest::of(&hasher))
}

/// The proof of a run at progress `at`.
///
/// # Errors
/// As [`digest`].
pub fn proof(recording: &Recording, at: u32) -> Result<Proof, NoDigest> {
    let mut values = [[0; 6]; MARKS];
    for (mark, value) in values.iter_mut().enumerate() {
        let [.., b5, b4, b3, b2, b1, b0] = (combined(recording, proof_at(mark, at))?.0 >> 80).to_be_bytes();
        *value = [b5, b4, b3, b2, b1, b0];
    }
    Ok(Proof(values))
}

/// A digest or a proof was asked of something other than exact hashes of every model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{}", (words(None).digest.lacking)(*self))]
pub struct NoDigest {
    /// The progress.
    pub at: u32,
}

/// What a link promises of its run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Certificate {
    /// The numerics revision of the engine that computed it.
    pub bits: u32,
    /// The progress at which it was taken, of 64.
    pub at: u32,
    /// The digest.
    pub digest: Digest,
    /// The values on the way there, where the link has them.
    pub proof: Option<Proof>,
}

impl Certificate {
    /// What a run that this build computed promises at progress `at`.
    ///
    /// # Errors
    /// As [`digest`].
    pub fn of(keys: &RunKeys, recording: &Recording, at: u32) -> Result<Self, NoDigest> {
        let proof = Some(proof(recording, at)?);
        Ok(Self { bits: BITS, at, digest: digest(keys, recording, at)?, proof })
    }

    /// What comes of comparing this promise with the run computed again, which has got to its progress.
    ///
    /// # Errors
    /// As [`digest`].
    pub fn compare(&self, keys: &RunKeys, recording: &Recording) -> Result<Comparison, NoDigest> {
        let is_same = digest(keys, recording, self.at)? == self.digest;
        let Some(promised) = self.proof else {
            return Ok(if is_same { Comparison::Same } else { Comparison::Differs });
        };
        let own = proof(recording, self.at)?;
        let fits: Vec<bool> = own.0.iter().zip(&promised.0).map(|(own, promised)| own == promised).collect();
        Ok(Comparison::of(&fits, is_same, |mark| proof_at(mark, self.at)))
    }
}

/// What comes of computing a certified run again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// Every bit is the same.
    Same,
    /// Some bit differs; there is no proof to say where.
    Differs,
    /// The runs part between two points of progress.
    Departs {
        /// Up to here they are the same.
        after: u32,
        /// From here on they are not.
        by: u32,
    },
    /// Digest and proof are not of one run.
    Inconsistent,
}

impl Comparison {
    /// What follows from which values on the way `fits` says are the same, each at its `progress`, and from whether the
    /// digests are.
    pub(crate) fn of(fits: &[bool], is_same: bool, progress: impl Fn(usize) -> u32) -> Self {
        match (fits.iter().position(|fits| !fits), is_same) {
            (None, true) => Self::Same,
            // Each value covers the ones before, so that a run which has departed never comes back.
            (Some(first), false) if fits[first..].iter().all(|fits| !fits) => {
                Self::Departs { after: first.checked_sub(1).map_or(0, &progress), by: progress(first) }
            }
            (None, false) | (Some(_), _) => Self::Inconsistent,
        }
    }
}

/// In English.
impl fmt::Display for Comparison {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&(words(None).digest.comparison)(*self))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::EXPERIMENTS;
    use crate::recording::{Point, Stop};

    /// A finished run of two members whose models' hashes say where they are; from `odd` on, one of them differs.
    fn run(odd: Option<u32>) -> (RunKeys, Recording) {
        let keys = RunKeys { members: 2, ..RunKeys::defaults(EXPERIMENTS[0]) };
        let arms = keys.arms();
        let mut recording = Recording::new(&arms, 2, keys.experiment.series.len());
        for (arm, j) in (0u32..).take(arms.len()).flat_map(|arm| (0..=PROGRESS).map(move |j| (arm, j))) {
            for member in 0..2 {
                let is_odd = (arm, member) == (1, 1) && odd.is_some_and(|odd| j >= odd);
                let byte = |value: u32| u8::try_from(value).unwrap();
                let mut chain = [byte(j); 32];
                (chain[0], chain[1], chain[2]) = (byte(arm), byte(member), u8::from(is_odd));
                let values = vec![0.0; keys.experiment.series.len()];
                recording.push(Point { arm, member, j, values, chain: Some(chain), ..Point::default() });
            }
        }
        (keys, recording)
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
    fn other_keys_and_other_hashes_give_another_digest() {
        let (keys, recording) = run(None);
        let other = RunKeys { seed: 2, ..keys.clone() };
        let whole = digest(&keys, &recording, PROGRESS).unwrap();
        assert_ne!(digest(&other, &recording, PROGRESS), Ok(whole));
        assert_ne!(digest(&keys, &run(Some(64)).1, PROGRESS), Ok(whole));
        assert_ne!(digest(&keys, &recording, 63), Ok(whole));
    }

    #[test]
    fn a_run_without_every_hash_has_no_digest() {
        let (keys, full) = run(None);
        let mut missing = full.clone();
        missing.go_back(1, 1, Some(63));
        assert_eq!(digest(&keys, &missing, PROGRESS), Err(NoDigest { at: 64 }));
        assert!(digest(&keys, &missing, 63).is_ok());
        let mut on_gpu = missing.clone();
        let values = vec![0.0; keys.experiment.series.len()];
        on_gpu.push(Point { arm: 1, member: 1, j: 64, values, ..Point::default() });
        assert!(digest(&keys, &on_gpu, PROGRESS).is_err());
        // A model that stopped has its last hash for the rest of the run.
        missing.stop(Stop { arm: 1, member: 1, step: 700, chain: Some([9; 32]) });
        assert!(Certificate::of(&keys, &missing, PROGRESS).is_ok());
    }

    #[test]
    fn a_proof_says_between_which_points_a_run_departs() {
        let (keys, recording) = run(None);
        let promise = Certificate::of(&keys, &recording, PROGRESS).unwrap();
        let compare = |promise: Certificate, odd| promise.compare(&keys, &run(odd).1).unwrap();
        assert_eq!(compare(promise, None), Comparison::Same);
        for (odd, after, by) in [(1, 0, 4), (4, 0, 4), (5, 4, 8), (38, 36, 40), (64, 60, 64)] {
            assert_eq!(compare(promise, Some(odd)), Comparison::Departs { after, by }, "{odd}");
        }
        let bare = Certificate { proof: None, ..promise };
        assert_eq!((compare(bare, None), compare(bare, Some(3))), (Comparison::Same, Comparison::Differs));
        // Halfway, the same proof is one of 32 parts.
        let half = Certificate::of(&keys, &recording, 32).unwrap();
        assert_eq!(compare(half, Some(33)), Comparison::Same);
        assert_eq!(compare(half, Some(5)), Comparison::Departs { after: 4, by: 6 });
    }

    #[test]
    fn a_digest_and_a_proof_of_two_runs_are_inconsistent() {
        let (keys, recording) = run(None);
        let promise = Certificate::of(&keys, &recording, PROGRESS).unwrap();
        let forged = Certificate { digest: Digest::new(1), ..promise };
        assert_eq!(forged.compare(&keys, &recording), Ok(Comparison::Inconsistent));
        let other = Certificate { proof: Some(proof(&run(Some(5)).1, PROGRESS).unwrap()), ..promise };
        assert_eq!(other.compare(&keys, &recording), Ok(Comparison::Inconsistent));
        // One value in the middle that fits no run.
        let mut patched = promise.proof.unwrap();
        patched.0[7] = [0; 6];
        let patched = Certificate { digest: Digest::new(1), proof: Some(patched), ..promise };
        assert_eq!(patched.compare(&keys, &recording), Ok(Comparison::Inconsistent));
    }

    #[test]
    fn digests_and_proofs_read_what_they_write() {
        let digest = Digest::new(0x0012_3456_789a_bcde_f012_3456_789a_bcde);
        assert_eq!(digest.to_string(), "00123456789abcdef0123456789abcde");
        assert_eq!(digest.to_string().parse(), Ok(digest));
        for bad in ["", "+0123456789abcdef0123456789abcde", "0123", "g0123456789abcdef0123456789abcde"] {
            assert_eq!(bad.parse::<Digest>(), Err(NotADigest), "{bad}");
        }
        let proof = proof(&run(None).1, PROGRESS).unwrap();
        assert_eq!(proof.to_string().len(), 128);
        assert_eq!(proof.to_string().parse(), Ok(proof));
        for bad in ["", "AAAA", &"A".repeat(127), &"+".repeat(128), &"A".repeat(132)] {
            assert_eq!(bad.parse::<Proof>(), Err(NotAProof), "{bad}");
        }
    }
}
