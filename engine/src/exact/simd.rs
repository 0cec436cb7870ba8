//! Which instructions the exact executor may use. The kernels are written once, as plain Rust over arrays that
//! the compiler turns into vectors; each level compiles the same source with wider ones. No level may fuse a
//! product and a sum or reorder a sum, so all of them give the same bits.

use std::fmt;
use std::str::FromStr;

/// An instruction set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Simd {
    /// What every processor of the target has.
    Scalar,
    /// WebAssembly's 128-bit vectors.
    Simd128,
    /// 256-bit vectors of x86.
    Avx2,
    /// 512-bit vectors of x86.
    Avx512,
}

impl Simd {
    const ALL: [(Self, &'static str); 4] = [
        (Self::Scalar, "scalar"),
        (Self::Simd128, "simd128"),
        (Self::Avx2, "avx2"),
        (Self::Avx512, "avx512"),
    ];

    /// Whether this machine (and, for WebAssembly, this build) has it.
    #[must_use]
    pub fn is_available(self) -> bool {
        match self {
            Self::Scalar => true,
            Self::Simd128 => cfg!(target_feature = "simd128"),
            #[cfg(target_arch = "x86_64")]
            Self::Avx2 => is_x86_feature_detected!("avx2"),
            #[cfg(target_arch = "x86_64")]
            Self::Avx512 => {
                is_x86_feature_detected!("avx512f")
                    && is_x86_feature_detected!("avx512vl")
                    && is_x86_feature_detected!("avx512bw")
                    && is_x86_feature_detected!("avx512dq")
            }
            #[cfg(not(target_arch = "x86_64"))]
            Self::Avx2 | Self::Avx512 => false,
        }
    }

    /// Every level that this machine has, narrowest first.
    #[must_use]
    pub fn available() -> Vec<Self> {
        Self::ALL.iter().map(|(level, _)| *level).filter(|level| level.is_available()).collect()
    }

    /// The widest level that this machine has.
    #[must_use]
    pub fn widest() -> Self {
        Self::available().last().copied().unwrap_or(Self::Scalar)
    }
}

impl fmt::Display for Simd {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = Self::ALL.iter().find(|(level, _)| level == self).map_or("", |(_, name)| name);
        f.write_str(name)
    }
}

/// A name that is no level, or one that this machine lacks.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{got}\" is not an instruction set of this machine, which has {}", available.join(", "))]
pub struct SimdError {
    got: String,
    available: Vec<String>,
}

impl FromStr for Simd {
    type Err = SimdError;

    fn from_str(text: &str) -> Result<Self, SimdError> {
        let found = Self::ALL.iter().find(|(level, name)| *name == text && level.is_available());
        found.map(|(level, _)| *level).ok_or_else(|| SimdError {
            got: text.to_owned(),
            available: Self::available().iter().map(ToString::to_string).collect(),
        })
    }
}
