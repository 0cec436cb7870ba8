//! Small pictures side by side, one for each arm, in as many rows as the width asks for.

use super::{Place, Size};

/// Between one small picture and the next.
const GAP: f64 = 24.0;

/// How small pictures are laid out.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Tiles {
    /// How many stand beside each other.
    pub(super) across: usize,
    /// How many rows of them there are.
    pub(super) down: usize,
    /// How wide each may be.
    pub(super) width: f64,
}

impl Tiles {
    /// Lays out `count` pictures: in as few rows as leave each `least` wide, and those as full as each other.
    pub(super) fn new(count: usize, width: f64, least: f64) -> Self {
        let count = count.max(1);
        let each = |across: usize| (width - (across - 1) as f64 * GAP) / across as f64;
        let most = (1..=count).rev().find(|across| each(*across) >= least).unwrap_or(1);
        let down = count.div_ceil(most);
        let across = count.div_ceil(down);
        Self { across, down, width: each(across).max(1.0) }
    }

    /// The left, upper corner of a picture, where each takes up `size`.
    pub(super) fn corner(&self, at: usize, size: Size) -> Place {
        let (row, column) = (at / self.across, at % self.across);
        Place { x: column as f64 * (size.width + GAP), y: row as f64 * size.height }
    }
}

/// The part of `count` equal parts of a length that a distance from its start falls into; the first or the last one
/// for what lies outside.
pub(super) fn part(distance: f64, length: f64, count: usize) -> usize {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "what is no number or too large ends at 0 or at the last"
    )]
    let at = (distance / length * count as f64) as usize;
    at.min(count.saturating_sub(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_wrap_where_the_width_is_small() {
        let shape = |count, width| {
            let tiles = Tiles::new(count, width, 100.0);
            (tiles.across, tiles.down)
        };
        assert_eq!(shape(3, 760.0), (3, 1));
        assert_eq!(shape(8, 860.0), (4, 2));
        assert_eq!(shape(3, 320.0), (2, 2));
        assert_eq!(shape(3, 90.0), (1, 3));
        for none in [0.0, -5.0, f64::NAN] {
            assert_eq!(shape(3, none), (1, 3));
            assert_eq!(Tiles::new(0, none, 100.0).width, 1.0);
        }
    }

    #[test]
    fn a_distance_falls_into_a_part() {
        let at = |distance| part(distance, 10.0, 4);
        assert_eq!([-3.0, 0.0, 2.4, 2.6, 9.9, 10.0, 99.0, f64::NAN].map(at), [0, 0, 0, 1, 3, 3, 3, 0]);
        assert_eq!(part(1.0, 0.0, 4), 3);
        assert_eq!(part(1.0, 1.0, 0), 0);
    }
}
