//! A visitor's own data: part of what a run is, and so part of its link. One field holds it, compressed, with a
//! version in front, in letters that a link may hold.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};

use crate::accepts::Accepts;
use crate::facts::{self, Told};
use crate::flips::{self, Flips};
use crate::knob::Knobs;
use crate::observed::{self, Observed};
use crate::words::{Lines, Words, words};

/// The version of the encoding, its first byte.
pub(crate) const VERSION: u8 = 1;

/// The most bytes that a field may unfold to.
const LONGEST: usize = 64 << 10;

/// Which data an experiment takes from a visitor.
#[derive(Debug, Clone, Copy)]
pub struct OwnData {
    /// What is asked for: a short sentence or two.
    pub help: &'static str,
    /// The training step of an arm from which on they matter: up to there, runs that differ in them alone are the same.
    pub from: fn(&Knobs, arm: usize) -> u32,
    /// What they are.
    pub kind: Kind,
}

/// What data are.
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    /// Points in the plane, each of a class.
    Points {
        /// The names of the classes.
        classes: &'static [&'static str],
        /// The fewest points of each class, and the most in all; there is one at least.
        count: (usize, usize),
    },
    /// Facts in words, each with how it is said the other way round.
    Facts {
        /// Some to begin with, as they are typed.
        example: &'static str,
        /// The most of them.
        most: usize,
        /// The most pairs of a relation and its inverse.
        relations: usize,
    },
    /// Values of functions that a visitor invents.
    Observations {
        /// Some to begin with, as they are typed.
        example: &'static str,
        /// What may be observed.
        limits: observed::Limits,
    },
    /// Flips of coins of a visitor's.
    Flips {
        /// Some to begin with, as they are typed.
        example: &'static str,
        /// What may be told.
        limits: flips::Limits,
    },
}

/// Data that matter from the first step on.
#[must_use]
pub fn from_the_start(_: &Knobs, _: usize) -> u32 {
    0
}

/// What a visitor gave.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Data {
    /// Of a [`Kind::Points`].
    Points(Vec<Dot>),
    /// Of a [`Kind::Facts`].
    Facts(Vec<Told>),
    /// Of a [`Kind::Observations`].
    Observations(Vec<Observed>),
    /// Of a [`Kind::Flips`].
    Flips(Vec<Flips>),
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
        match self.kind {
            Kind::Points { classes, count: (fewest, most) } => {
                Accepts::Points { fewest, most, classes: classes.len() }
            }
            Kind::Facts { most, relations, .. } => Accepts::Facts { most, relations },
            Kind::Observations { limits, .. } => Accepts::Observations(limits),
            Kind::Flips { limits, .. } => Accepts::Flips(limits),
        }
    }

    /// Whether these are such data.
    #[must_use]
    pub fn takes(&self, data: &Data) -> bool {
        match (self.kind, data) {
            (Kind::Points { classes, count: (fewest, most) }, Data::Points(dots)) => {
                let of = |class: usize| dots.iter().filter(|dot| usize::from(dot.class) == class).count();
                (1..=most).contains(&dots.len())
                    && dots.iter().all(|dot| usize::from(dot.class) < classes.len())
                    && (0..classes.len()).all(|class| of(class) >= fewest)
            }
            (Kind::Facts { most, relations, .. }, Data::Facts(told)) => {
                facts::check(told, most, relations).is_ok()
            }
            (Kind::Observations { limits, .. }, Data::Observations(observed)) => {
                observed::check(observed, limits).is_ok()
            }
            (Kind::Flips { limits, .. }, Data::Flips(flips)) => flips::check(flips, limits).is_ok(),
            _ => false,
        }
    }

    /// What stands around the field that they are typed into, and some to begin with; nothing where they are not typed.
    #[must_use]
    pub fn lines(&self, words: &Words) -> Option<(Lines, &'static str)> {
        match self.kind {
            Kind::Points { .. } => None,
            Kind::Facts { example, .. } => Some((words.facts.lines, example)),
            Kind::Observations { example, .. } => Some((words.observations.lines, example)),
            Kind::Flips { example, .. } => Some((words.flips.lines, example)),
        }
    }

    /// Reads what is typed, one to a line: the data, and how many there are in a sentence.
    ///
    /// # Errors
    /// What is wrong with it, in a sentence; an empty one where there is nothing.
    pub fn read(&self, text: &str, words: &Words) -> Result<(Data, String), String> {
        match self.kind {
            Kind::Points { .. } => Err(String::new()),
            Kind::Facts { most, relations, .. } => match facts::parse(text, most, relations) {
                Ok(told) => {
                    let count = (words.facts.count)(told.len());
                    Ok((Data::Facts(told), count))
                }
                Err(error) if error.problem == facts::Problem::None => Err(String::new()),
                Err(error) => Err((words.facts.wrong)(&error)),
            },
            Kind::Observations { limits, .. } => match observed::parse(text, limits) {
                Ok(all) => {
                    let count = (words.observations.count)(all.len(), observed::names(&all).len());
                    Ok((Data::Observations(all), count))
                }
                Err(error) if error.problem == observed::Problem::None => Err(String::new()),
                Err(error) => Err((words.observations.wrong)(&error)),
            },
            Kind::Flips { limits, .. } => match flips::parse(text, limits) {
                Ok(all) => {
                    let count = (words.flips.count)(&all);
                    Ok((Data::Flips(all), count))
                }
                Err(error) if error.problem == flips::Problem::None => Err(String::new()),
                Err(error) => Err((words.flips.wrong)(&error)),
            },
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

    /// As they are typed, one to a line; points are not.
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        match self {
            Self::Points(_) => Vec::new(),
            Self::Facts(told) => told.iter().map(Told::write).collect(),
            Self::Observations(all) => all.iter().map(Observed::write).collect(),
            Self::Flips(all) => all.iter().map(Flips::write).collect(),
        }
    }

    /// The data in plain letters: what a digest covers, whatever compresses them.
    #[must_use]
    pub fn canonical(&self) -> String {
        // Names hold neither commas nor semicolons nor ends of lines.
        let typed = |kind: &str| format!("{kind}:{}", self.lines().join("\n"));
        match self {
            Self::Points(dots) => {
                let dot = |dot: &Dot| format!("{},{},{}", dot.x, dot.y, dot.class);
                format!("points:{}", dots.iter().map(dot).collect::<Vec<_>>().join(";"))
            }
            Self::Facts(_) => typed("facts"),
            Self::Observations(_) => typed("observations"),
            Self::Flips(_) => typed("flips"),
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

    const POINTS: OwnData = OwnData {
        help: "",
        from: from_the_start,
        kind: Kind::Points { classes: &["a", "b"], count: (1, 100) },
    };

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
