//! Shapes that tell classes of points apart, so that colour is never the only difference.

use super::picture::{Ink, Mark, Place, Size};

/// The shape of a point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    /// Round.
    Circle,
    /// With four corners.
    Square,
    /// With three corners.
    Triangle,
    /// Two crossing bars.
    Cross,
}

impl Sign {
    /// Every shape, in the order of the classes.
    pub const ALL: [Self; 4] = [Self::Circle, Self::Square, Self::Triangle, Self::Cross];

    /// The shape of a class. Classes beyond the last shape begin again with the first, as colours do.
    #[must_use]
    pub fn of(class: usize) -> Self {
        Self::ALL[class % Self::ALL.len()]
    }

    /// The shape around a place, as large to the eye as a circle of this radius.
    #[must_use]
    pub fn mark(self, at: Place, radius: f64, ink: Ink) -> Mark {
        let area = |corners: &[(f64, f64)]| {
            let place = |(x, y): &(f64, f64)| Place { x: at.x + x * radius, y: at.y + y * radius };
            Mark::area(corners.iter().map(place).collect(), ink)
        };
        match self {
            Self::Circle => Mark::circle(at, radius, ink),
            Self::Square => {
                let half = radius * 0.9;
                let corner = Place { x: at.x - half, y: at.y - half };
                Mark::rect(corner, Size { width: 2.0 * half, height: 2.0 * half }, ink)
            }
            // Its corners reach as far to each side, so that its place is its middle.
            Self::Triangle => area(&[(0.0, -1.15), (1.2, 1.15), (-1.2, 1.15)]),
            Self::Cross => area(&CROSS),
        }
    }
}

/// Two bars from corner to corner, around the outside.
const CROSS: [(f64, f64); 12] = [
    (0.0, -0.45),
    (0.65, -1.1),
    (1.1, -0.65),
    (0.45, 0.0),
    (1.1, 0.65),
    (0.65, 1.1),
    (0.0, 0.45),
    (-0.65, 1.1),
    (-1.1, 0.65),
    (-0.45, 0.0),
    (-1.1, -0.65),
    (-0.65, -1.1),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_class_has_a_shape_of_its_own() {
        let place = Place { x: 5.0, y: 5.0 };
        let marks: Vec<Mark> = (0..4).map(|class| Sign::of(class).mark(place, 4.0, Ink::Strong)).collect();
        let differ = |at: usize| marks.iter().skip(at + 1).all(|other| other != &marks[at]);
        assert!((0..4).all(differ));
        assert_eq!(Sign::of(4), Sign::Circle);
    }
}
