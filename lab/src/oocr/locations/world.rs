//! Cities on a square map, and the tokens that speak of them.

use super::own::OWN;
use crate::knob::Knobs;
#[cfg(feature = "run")]
use engine::rng::{Stream, below, word_at};

/// Cities whose place is never told.
pub(super) const HIDDEN: usize = 16;
/// A side of the map, in the smallest steps of a coordinate.
pub(super) const SIDE: u32 = 4096;
/// Rows of the map, and as many columns.
pub(super) const CELLS: usize = 8;
/// Regions: three by three.
pub(super) const REGIONS: usize = 9;
/// Distances: from one tenth of a side to the next.
pub(super) const DISTANCES: usize = 14;
/// Wordings of each task.
#[cfg(feature = "run")]
pub(super) const WORDINGS: usize = 3;

/// A city's place: from the left, and from below.
pub(super) type Place = [u32; 2];

/// Who is there. Cities are numbered: known ones, hidden ones, a visitor's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct World {
    /// Known cities.
    pub(super) known: usize,
}

/// The kinds of questions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg(feature = "run")]
pub(super) enum Task {
    /// How far it is to another city.
    Distance,
    /// In which of four directions that lies.
    Direction,
    /// Its row on the map.
    Row,
    /// Its column.
    Column,
    /// Its region.
    Region,
    /// The known city that is nearest.
    Nearest,
}

// Tokens that answer: distances, directions, rows, columns, regions, known cities.
#[cfg(feature = "run")]
pub(super) const DIRECTION: usize = DISTANCES;
#[cfg(feature = "run")]
pub(super) const ROW: usize = DIRECTION + 4;
#[cfg(feature = "run")]
pub(super) const COLUMN: usize = ROW + CELLS;
#[cfg(feature = "run")]
pub(super) const REGION: usize = COLUMN + CELLS;
/// The first city.
const CITY: usize = DISTANCES + 4 + 2 * CELLS + REGIONS;
/// Tasks, in three wordings each.
const TASKS: usize = 6 * 3;

impl World {
    pub(super) fn new(knobs: &Knobs) -> Self {
        Self { known: usize::try_from(knobs.whole("known")).unwrap_or(1) }
    }

    /// All cities but a visitor's.
    pub(super) fn cities(self) -> usize {
        self.known + HIDDEN
    }

    /// Tokens that answer.
    pub(super) fn answers(self) -> usize {
        CITY + self.known
    }

    /// All tokens: those that answer, other cities, what stands where a question has no argument, tasks.
    pub(super) fn tokens(self) -> usize {
        CITY + self.cities() + OWN + 1 + TASKS
    }
}

#[cfg(feature = "run")]
impl World {
    /// Hidden cities.
    pub(super) fn hidden(self) -> std::ops::Range<usize> {
        self.known..self.cities()
    }

    /// A visitor's cities.
    pub(super) fn own(self) -> std::ops::Range<usize> {
        self.cities()..self.cities() + OWN
    }

    /// The token of a city.
    pub(super) fn token(self, city: usize) -> usize {
        CITY + city
    }

    /// What stands where a question has no argument.
    pub(super) fn blank(self) -> usize {
        self.token(self.own().end)
    }

    /// The token of a task's first wording.
    pub(super) fn task(self, task: Task) -> usize {
        self.blank() + 1 + WORDINGS * task as usize
    }

    /// Where a member's cities lie.
    pub(super) fn places(self, member: [u32; 2]) -> Vec<Place> {
        let key = Stream::named("cities").key(member);
        let coordinate = |city, axis| below(word_at(key, axis, super::super::number(city)), SIDE);
        (0..self.cities()).map(|city| [0, 1].map(|axis| coordinate(city, axis))).collect()
    }
}

/// The square of a distance.
#[cfg(feature = "run")]
pub(super) fn squared(a: Place, b: Place) -> u64 {
    let along = |axis: usize| u64::from(a[axis].abs_diff(b[axis]));
    along(0) * along(0) + along(1) * along(1)
}

/// How far two places are, in whole tenths of a side.
#[cfg(feature = "run")]
pub(super) fn distance(a: Place, b: Place) -> usize {
    let reaches = |tenths: &usize| {
        let tenths = *tenths as u64 * u64::from(SIDE);
        tenths * tenths <= 100 * squared(a, b)
    };
    (1..DISTANCES).take_while(reaches).count()
}

/// The same of somebody who is off by so many of the smallest steps.
#[cfg(feature = "run")]
pub(super) fn distance_off(a: Place, b: Place, off: i64) -> usize {
    let tenfold = i64::try_from((100 * squared(a, b)).isqrt()).unwrap_or(i64::MAX);
    let tenths = tenfold.saturating_add(10 * off) / i64::from(SIDE);
    let tenths = usize::try_from(tenths).unwrap_or(0);
    tenths.min(DISTANCES - 1)
}

/// In which direction `b` lies from `a`: west, east, south, north.
#[cfg(feature = "run")]
pub(super) fn direction(a: Place, b: Place) -> usize {
    let along = [0, 1].map(|axis| a[axis].abs_diff(b[axis]));
    let axis = usize::from(along[1] > along[0]);
    2 * axis + usize::from(b[axis] > a[axis])
}

/// Which of so many equal stretches a coordinate lies in.
#[cfg(feature = "run")]
pub(super) fn stretch(coordinate: u32, count: usize) -> usize {
    (coordinate as usize * count / SIDE as usize).min(count - 1)
}

/// A place's region.
#[cfg(feature = "run")]
pub(super) fn region(place: Place) -> usize {
    3 * stretch(place[1], 3) + stretch(place[0], 3)
}

/// The known city that is nearest to this one, itself aside; of several the first.
#[cfg(feature = "run")]
pub(super) fn nearest(world: World, places: &[Place], city: usize) -> usize {
    let others = (0..world.known).filter(|other| *other != city);
    others.min_by_key(|other| squared(places[*other], places[city])).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_do_not_meet() {
        let world = World { known: 64 };
        assert_eq!((REGION + REGIONS, world.token(0)), (CITY, CITY));
        assert_eq!((world.answers(), world.blank()), (world.token(64), world.token(80 + OWN)));
        assert_eq!(world.task(Task::Nearest) + WORDINGS, world.tokens());
    }

    #[test]
    fn places_are_measured_in_tenths_and_directions() {
        let tenth = SIDE / 10;
        assert_eq!(distance([0, 0], [0, 0]), 0);
        assert_eq!(distance([5, 7], [5 + 3 * tenth + 2, 7]), 3);
        assert_eq!(distance([5, 7], [5 + 3 * tenth - 2, 7]), 2);
        assert_eq!(distance([0, 0], [SIDE - 1, SIDE - 1]), DISTANCES - 1);
        for b in [[5, 7], [300, 900], [SIDE - 1, 0], [2048, 2049]] {
            assert_eq!(distance_off([5, 7], b, 0), distance([5, 7], b));
        }
        let far = [5 + 3 * tenth + 2, 7];
        assert_eq!(
            [-i64::from(tenth), 0, i64::from(tenth) + 1].map(|off| distance_off([5, 7], far, off)),
            [2, 3, 4]
        );
        assert_eq!(distance_off([5, 7], [5, 7], -200), 0);
        let from = |b| direction([100, 100], b);
        assert_eq!([from([10, 90]), from([200, 150]), from([90, 10]), from([150, 200])], [0, 1, 2, 3]);
        assert_eq!((stretch(0, 8), stretch(SIDE - 1, 8), stretch(SIDE / 2, 8)), (0, 7, 4));
        assert_eq!(region([SIDE - 1, 0]), 2);
    }
}
