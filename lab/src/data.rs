//! A visitor's own data: part of what a run is, and so part of its link. One field holds it, compressed, with a
//! version in front, in letters that a link may hold.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};

use crate::accepts::Accepts;
use crate::facts::{Told, check};
use crate::knob::Knobs;
use crate::observed::{self, Limits, Observed};
use crate::words::words;

/// The version of the encoding, its first byte.
pub(crate) const VERSION: u8 = 1;

/// The most bytes that a field may unfold to.
const LONGEST: usize = 64 << 10;

/// Which data an experiment takes from a visitor.
#[derive(Debug, Clone, Copy)]
pub enum OwnData {
    /// Points in the plane, each of a class.
    Points {
        /// What is asked for: one short sentence.
        help: &'static str,
        /// The names of the classes.
        classes: &'static [&'static str],
        /// The fewest points of each class, and the most in all.
        count: (usize, usize),
    },
    /// Facts in words, each with how it is said the other way round.
    Facts {
        /// What is asked for: one short sentence.
        help: &'static str,
        /// Some to begin with, as they are typed.
        example: &'static str,
        /// The most of them.
        most: usize,
        /// The most pairs of a relation and its inverse.
        relations: usize,
    },
    /// Values of functions that a visitor invents.
    Observations {
        /// What is asked for: one short sentence.
        help: &'static str,
        /// Some to begin with, as they are typed.
        example: &'static str,
        /// What may be observed.
        limits: Limits,
        /// The training step of an arm from which on they matter: up to there, runs that differ in them alone are the same.
        from: fn(&Knobs, arm: usize) -> u32,
    },
}

/// What a visitor gave.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Data {
    /// Of an [`OwnData::Points`].
    Points(Vec<Dot>),
    /// Of an [`OwnData::Facts`].
    Facts(Vec<Told>),
    /// Of an [`OwnData::Observations`].
    Observations(Vec<Observed>),
}

/// One point that a visitor drew, on a grid of 256 by 256 places.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dot {
    /// From the left.
    pub x: u8,
    /// From below.
    pub y: u8,
    /// Its class, by position.
    pub class: u8,
}

impl OwnData {
    /// What it accepts.
    #[must_use]
    pub fn accepts(&self) -> Accepts {
        match *self {
            Self::Points { classes, count: (fewest, most), .. } => {
                Accepts::Points { fewest, most, classes: classes.len() }
            }
            Self::Facts { most, relations, .. } => Accepts::Facts { most, relations },
            Self::Observations { limits, .. } => Accepts::Observations(limits),
        }
    }

    /// Whether these are such data.
    #[must_use]
    pub fn takes(&self, data: &Data) -> bool {
        match (self, data) {
            (Self::Points { classes, count: (fewest, most), .. }, Data::Points(dots)) => {
                let of = |class: usize| dots.iter().filter(|dot| usize::from(dot.class) == class).count();
                dots.len() <= *most
                    && dots.iter().all(|dot| usize::from(dot.class) < classes.len())
                    && (0..classes.len()).all(|class| of(class) >= *fewest)
            }
            (Self::Facts { most, relations, .. }, Data::Facts(told)) => {
                check(told, *most, *relations).is_ok()
            }
            (Self::Observations { limits, .. }, Data::Observations(observed)) => {
                observed::check(observed, *limits).is_ok()
            }
            (Self::Points { .. } | Self::Facts { .. } | Self::Observations { .. }, _) => false,
        }
    }

    /// The training step of an arm from which on such data matter, or the lack of them: up to there, runs that differ in
    /// nothing else are the same, bit for bit.
    #[must_use]
    pub fn matters_from(&self, knobs: &Knobs, arm: usize) -> u32 {
        match self {
            Self::Points { .. } | Self::Facts { .. } => 0,
            Self::Observations { from, .. } => from(knobs, arm),
        }
    }

    /// Reads the field of a link.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(&self, text: &str) -> Result<Data, DataError> {
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| DataError::Damaged)?;
        let (&version, packed) = bytes.split_first().ok_or(DataError::Damaged)?;
        if version != VERSION {
            return Err(DataError::Version { got: version });
        }
        let unpacked = miniz_oxide::inflate::decompress_to_vec_with_limit(packed, LONGEST)
            .map_err(|_| DataError::Damaged)?;
        match postcard::take_from_bytes(&unpacked) {
            Ok((data, [])) if self.takes(&data) => Ok(data),
            Ok((_, [])) => Err(DataError::Refused { accepts: self.accepts() }),
            _ => Err(DataError::Damaged),
        }
    }
}

impl Data {
    /// The data as [`OwnData::parse`] reads them.
    #[must_use]
    pub fn write(&self) -> String {
        // It only fails for types that need more than bytes, which these do not.
        let plain = postcard::to_allocvec(self).unwrap_or_default();
        let mut bytes = vec![VERSION];
        bytes.extend(miniz_oxide::deflate::compress_to_vec(&plain, 9));
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// The data in plain letters: what a digest covers, whatever compresses them.
    #[must_use]
    pub fn canonical(&self) -> String {
        match self {
            Self::Points(dots) => {
                let dot = |dot: &Dot| format!("{},{},{}", dot.x, dot.y, dot.class);
                format!("points:{}", dots.iter().map(dot).collect::<Vec<_>>().join(";"))
            }
            // Names hold neither commas nor semicolons nor ends of lines.
            Self::Facts(told) => {
                format!("facts:{}", told.iter().map(Told::write).collect::<Vec<_>>().join("\n"))
            }
            Self::Observations(all) => {
                let all: Vec<String> = all.iter().map(Observed::write).collect();
                format!("observations:{}", all.join("\n"))
            }
        }
    }
}

/// Data that cannot be used.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("{}", (words(None).link.data)(self))]
pub enum DataError {
    /// Cut short, mistyped, or never any.
    Damaged,
    /// Of an encoding that this build does not know.
    Version {
        /// The version.
        got: u8,
    },
    /// Readable, but not what the experiment takes.
    Refused {
        /// What it takes.
        accepts: Accepts,
    },
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const POINTS: OwnData = OwnData::Points { help: "", classes: &["a", "b"], count: (1, 100) };

    fn dots(count: u8) -> Data {
        Data::Points((0..count).map(|at| Dot { x: at, y: at.wrapping_mul(7), class: at % 2 }).collect())
    }

    #[test]
    fn damage_of_any_kind_is_a_sentence() {
        let whole = dots(40).write();
        assert_eq!(POINTS.parse(&whole), Ok(dots(40)));
        for end in 0..whole.len() {
            assert!(POINTS.parse(&whole[..end]).is_err(), "cut at {end}");
        }
        assert_eq!(POINTS.parse("%%%"), Err(DataError::Damaged));
        let newer = URL_SAFE_NO_PAD.encode([2, 3, 4]);
        assert_eq!(POINTS.parse(&newer), Err(DataError::Version { got: 2 }));
        for refused in [dots(101), dots(1), dots(0)] {
            assert!(matches!(POINTS.parse(&refused.write()), Err(DataError::Refused { .. })));
        }
        // A few bytes that would unfold to many.
        let mut bomb = vec![VERSION];
        bomb.extend(miniz_oxide::deflate::compress_to_vec(&vec![0; 10 << 20], 9));
        assert_eq!(POINTS.parse(&URL_SAFE_NO_PAD.encode(bomb)), Err(DataError::Damaged));
    }

    proptest! {
        #[test]
        fn what_is_written_is_what_is_read(dots in prop::collection::vec((any::<u8>(), any::<u8>(), 0..2u8), 0..90)) {
            let ends = [Dot { x: 0, y: 0, class: 0 }, Dot { x: 255, y: 255, class: 1 }];
            let dots = dots.into_iter().map(|(x, y, class)| Dot { x, y, class }).chain(ends).collect();
            let data = Data::Points(dots);
            prop_assert_eq!(POINTS.parse(&data.write()), Ok(data));
        }

        #[test]
        fn no_field_is_too_strange_to_be_read(text in "[A-Za-z0-9_-]{0,80}") {
            let _ = POINTS.parse(&text);
        }
    }
}
