//! Finds names of places room of their own: where no other name, no picture and no curve is.

use super::picture::{Anchor, Font};
use super::{Place, Size};

/// How far apart the places of a curve are that a name is to keep clear of.
const STEP: f64 = 4.0;
/// What a place of a curve under a name weighs, in pixels of another name under it.
const CURVE: f64 = 16.0;
/// Room around a name.
const RIM: f64 = 2.0;

/// A rectangle.
#[derive(Debug, Clone, Copy)]
struct Region {
    left: f64,
    top: f64,
    right: f64,
    bottom: f64,
}

/// What of a square is taken, so far.
#[derive(Debug)]
pub(super) struct Taken {
    left: f64,
    right: f64,
    regions: Vec<Region>,
    curves: Vec<Place>,
}

impl Region {
    fn of(corner: Place, size: Size) -> Self {
        Self { left: corner.x, top: corner.y, right: corner.x + size.width, bottom: corner.y + size.height }
    }

    fn holds(&self, place: &Place) -> bool {
        (self.left..=self.right).contains(&place.x) && (self.top..=self.bottom).contains(&place.y)
    }

    /// How many pixels two share.
    fn shared(&self, other: &Self) -> f64 {
        let across = self.right.min(other.right) - self.left.max(other.left);
        let down = self.bottom.min(other.bottom) - self.top.max(other.top);
        across.max(0.0) * down.max(0.0)
    }
}

impl Taken {
    /// Nothing, of a square between these edges.
    pub(super) fn nothing([left, right]: [f64; 2]) -> Self {
        Self { left, right, regions: Vec::new(), curves: Vec::new() }
    }

    /// A rectangle that something is drawn in.
    pub(super) fn region(&mut self, corner: Place, size: Size) {
        self.regions.push(Region::of(corner, size));
    }

    /// A curve.
    pub(super) fn curve(&mut self, places: &[Place]) {
        for pair in places.windows(2) {
            let [from, to] = [pair[0], pair[1]];
            let (across, down) = (to.x - from.x, to.y - from.y);
            // A square is a few hundred pixels wide.
            let steps = (libm::hypot(across, down) / STEP).ceil().clamp(1.0, 1000.0);
            let mut at = 0.0;
            while at <= steps {
                let part = at / steps;
                self.curves.push(Place { x: from.x + part * across, y: from.y + part * down });
                at += 1.0;
            }
        }
    }

    /// Where a name stands: at the one of these places that has most room, of equals the first.
    pub(super) fn name(&mut self, name: &str, wanted: &[(Place, Anchor)]) -> Option<(Place, Anchor)> {
        let inside = wanted.iter().map(|(place, anchor)| self.inside(name, *place, *anchor));
        let weighed = inside.map(|it| (self.weight(&it.2), it));
        let (_, (place, anchor, region)) = weighed.min_by(|(a, _), (b, _)| a.total_cmp(b))?;
        self.regions.push(region);
        Some((place, anchor))
    }

    /// A name at a place, moved to the side as far as it reached out of the square.
    fn inside(&self, name: &str, at: Place, anchor: Anchor) -> (Place, Anchor, Region) {
        let width = Font::Small.width(name);
        let before = match anchor {
            Anchor::Start => 0.0,
            Anchor::Middle => width / 2.0,
            Anchor::End => width,
        };
        let left = (at.x - before).min(self.right - width).max(self.left);
        let high = Font::Small.height();
        let corner = Place { x: left - RIM, y: at.y - high / 2.0 - RIM };
        let size = Size { width: width + 2.0 * RIM, height: high + 2.0 * RIM };
        (Place { x: left + before, y: at.y }, anchor, Region::of(corner, size))
    }

    fn weight(&self, region: &Region) -> f64 {
        let names: f64 = self.regions.iter().map(|other| region.shared(other)).sum();
        names + CURVE * self.curves.iter().filter(|place| region.holds(place)).count() as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EDGES: [f64; 2] = [0.0, 200.0];

    fn at(x: f64, y: f64) -> (Place, Anchor) {
        (Place { x, y }, Anchor::Start)
    }

    #[test]
    fn a_name_stands_where_it_would_if_nothing_is_there() {
        let mut taken = Taken::nothing(EDGES);
        assert_eq!(taken.name("right", &[at(10.0, 20.0), at(10.0, 60.0)]), Some(at(10.0, 20.0)));
        // And the next one of the same place beside it.
        assert_eq!(taken.name("wrong", &[at(10.0, 20.0), at(10.0, 60.0)]), Some(at(10.0, 60.0)));
        assert_eq!(taken.name("nowhere", &[]), None);
    }

    #[test]
    fn a_name_keeps_off_curves_and_pictures() {
        let mut taken = Taken::nothing(EDGES);
        taken.curve(&[Place { x: 0.0, y: 20.0 }, Place { x: 200.0, y: 20.0 }]);
        taken.region(Place { x: 0.0, y: 50.0 }, Size { width: 40.0, height: 40.0 });
        let wanted = [at(10.0, 20.0), at(10.0, 60.0), at(90.0, 60.0)];
        assert_eq!(taken.name("right", &wanted), Some(at(90.0, 60.0)));
    }

    #[test]
    fn a_name_stays_within_its_square() {
        let mut taken = Taken::nothing(EDGES);
        let width = Font::Small.width("right");
        assert_eq!(taken.name("right", &[at(190.0, 20.0)]), Some(at(200.0 - width, 20.0)));
        let end = (Place { x: 5.0, y: 60.0 }, Anchor::End);
        assert_eq!(taken.name("right", &[end]), Some((Place { x: width, y: 60.0 }, Anchor::End)));
    }

    #[test]
    fn what_is_no_place_does_no_harm() {
        let mut taken = Taken::nothing(EDGES);
        taken.curve(&[Place { x: f64::NAN, y: 0.0 }, Place { x: 1e300, y: f64::INFINITY }]);
        assert!(taken.name("right", &[at(f64::NAN, 20.0)]).is_some());
    }
}
