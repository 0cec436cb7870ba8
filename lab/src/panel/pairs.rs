//! Pairs of places in the plane, joined by lines: what one and the same thing is twice. One square for each arm.

use super::number::value;
use super::picture::{Anchor, Font, Ink, Mark};
use super::sign::Sign;
use super::spread::nearest;
use super::tiles::Tiles;
use super::{Draw, Named, Picture, Place, Reading, Size, Spot, Table, View};

/// The declaration of a panel of pairs.
#[derive(Debug, Clone)]
pub struct PairsPanel {
    /// Its name in links (`show`, `hide`) and in files.
    pub key: &'static str,
    /// Its heading.
    pub title: String,
    /// What a pair is: "entity".
    pub what: &'static str,
    /// What each place of a pair is: "as subject", "as object".
    pub ends: [&'static str; 2],
    /// The pairs of an arm; none while it has none. Those with a number that is not from -1 to 1 are not shown.
    pub pairs: fn(&View<'_>, arm: usize) -> Vec<Pair>,
}

/// A pair.
#[derive(Debug, Clone, PartialEq)]
pub struct Pair {
    /// Its name.
    pub name: String,
    /// Both places, each number from -1 to 1.
    pub ends: [[f64; 2]; 2],
}

/// Both places of each pair in a sample of the first member, four numbers each.
#[must_use]
pub fn pairs_of(view: &View<'_>, arm: usize, sample: &str) -> Vec<[[f64; 2]; 2]> {
    let numbers = view.first_sample(sample, arm).unwrap_or_default();
    numbers.as_chunks().0.iter().map(|row: &[f64; 4]| [[row[0], row[1]], [row[2], row[3]]]).collect()
}

/// The addresses of functions say little about whether they are the same, so they are left out.
impl PartialEq for PairsPanel {
    fn eq(&self, other: &Self) -> bool {
        (self.key, &self.title, self.what, self.ends) == (other.key, &other.title, other.what, other.ends)
    }
}

/// Height of the line that names a square.
const NAME: f64 = 24.0;
/// The widest that a square gets.
const WIDEST: f64 = 320.0;
/// Room inside a square, so that places at its rim are whole.
const RIM: f64 = 8.0;
/// How large places are: where both are one, the first still shows around the second.
const RADII: [f64; 2] = [5.5, 3.5];

/// Where the squares stand.
struct Layout {
    tiles: Tiles,
    side: f64,
}

impl PairsPanel {
    /// The pairs of an arm that can be shown.
    fn shown(&self, view: &View<'_>, arm: usize) -> Vec<Pair> {
        let mut pairs = (self.pairs)(view, arm);
        pairs.retain(|pair| pair.ends.iter().flatten().all(|x| (-1.0..=1.0).contains(x)));
        pairs
    }

    fn layout(view: &View<'_>, size: Size) -> Layout {
        let tiles = Tiles::new(view.arms.len(), size.width.max(1.0), 220.0);
        let down = size.height / tiles.down as f64 - NAME;
        Layout { tiles, side: tiles.width.min(down).clamp(1.0, WIDEST) }
    }

    /// How far apart the places of a pair are on average, of the farthest that they could be.
    fn apart(pairs: &[Pair]) -> Option<f64> {
        let far = |Pair { ends: [a, b], .. }: &Pair| libm::hypot(a[0] - b[0], a[1] - b[1]);
        let farthest = libm::sqrt(8.0);
        (!pairs.is_empty()).then(|| pairs.iter().map(far).sum::<f64>() / pairs.len() as f64 / farthest)
    }
}

impl Layout {
    fn corner(&self, at: usize) -> Place {
        let corner = self.tiles.corner(at, Size { width: self.side, height: self.side + NAME });
        Place { x: corner.x, y: corner.y + NAME }
    }

    fn place(&self, at: usize, [x, y]: [f64; 2]) -> Place {
        let (corner, inner) = (self.corner(at), (self.side - 2.0 * RIM).max(0.0));
        let along = |x: f64| RIM + (x + 1.0) / 2.0 * inner;
        Place { x: corner.x + along(x), y: corner.y + along(-y) }
    }
}

/// Distances have three decimals.
const UNIT: (f64, f64) = (0.0, 1.0);

impl Draw for PairsPanel {
    fn height(&self, view: &View<'_>, width: f64) -> f64 {
        let Layout { tiles, side } = Self::layout(view, Size { width, height: f64::INFINITY });
        tiles.down as f64 * (side + NAME)
    }

    fn picture(&self, view: &View<'_>, size: Size) -> Picture {
        let layout = Self::layout(view, size);
        let mut marks = Vec::new();
        for (arm, declared) in view.arms.iter().enumerate() {
            let corner = layout.corner(arm);
            marks.push(Mark::rect(corner, Size { width: layout.side, height: layout.side }, Ink::Wash));
            let name = Font::Name.cut(&declared.label, layout.side);
            let place = Place { x: corner.x, y: corner.y - NAME / 2.0 };
            marks.push(Mark::text(place, name, Anchor::Start, Font::Name, Ink::Series(arm)));
            let pairs = self.shown(view, arm);
            for pair in &pairs {
                let places = pair.ends.iter().map(|end| layout.place(arm, *end)).collect();
                marks.push(Mark::line(places, Ink::Axis, 1.0));
            }
            for (end, at) in pairs.iter().flat_map(|pair| pair.ends.iter().enumerate()) {
                let sign = Sign::of(end).mark(layout.place(arm, *at), RADII[end], Ink::Series(end));
                marks.push(sign.outlined(Ink::Card, 1.0));
            }
        }
        Picture { size, marks }
    }

    fn names(&self, _view: &View<'_>, _width: f64) -> Vec<Named> {
        let named = |(end, name): (usize, &&str)| Named {
            name: (*name).to_owned(),
            series: end,
            sign: Some(Sign::of(end)),
        };
        self.ends.iter().enumerate().map(named).collect()
    }

    fn sentence(&self, view: &View<'_>) -> String {
        let words = view.words.panel;
        let says = |(arm, declared): (usize, &crate::experiment::Arm)| {
            let apart = Self::apart(&self.shown(view, arm))?;
            Some(format!("{} {}", declared.label, value(apart, UNIT)))
        };
        let says: Vec<String> = view.arms.iter().enumerate().filter_map(says).collect();
        if says.is_empty() {
            return words.nothing_measured.to_owned();
        }
        format!(
            "{} {}",
            (words.numbers)(&view.whose_first()),
            (words.pairs.apart)(self.what, &self.ends, &says)
        )
    }

    /// One row for each pair of each arm.
    fn table(&self, view: &View<'_>) -> Table {
        let words = view.words.panel;
        let ends = self.ends.iter().flat_map(|end| ["→", "↑"].map(|axis| format!("{end} {axis}")));
        let columns = [words.arm.to_owned(), self.what.to_owned()].into_iter().chain(ends).collect();
        let mut rows = Vec::new();
        for (arm, declared) in view.arms.iter().enumerate() {
            for Pair { name, ends } in self.shown(view, arm) {
                let numbers = ends.iter().flatten().map(|x| value(*x, UNIT));
                let names = [declared.label.clone(), name];
                rows.push(names.into_iter().chain(numbers).collect());
            }
        }
        Table { columns, rows }
    }

    /// A column for each pair, a row for each arm.
    fn spots(&self, view: &View<'_>) -> Spot {
        let most = (0..view.arms.len()).map(|arm| self.shown(view, arm).len()).max().unwrap_or(0);
        if most == 0 { Spot::default() } else { Spot::new(most, view.arms.len()) }
    }

    fn reading(&self, view: &View<'_>, size: Size, spot: Spot) -> Option<Reading> {
        let (arm, at) = (spot.row as usize, spot.column as usize);
        let declared = view.arms.get(arm)?;
        if at >= self.spots(view).column as usize {
            return None;
        }
        let layout = Self::layout(view, size);
        let Some(pair) = self.shown(view, arm).into_iter().nth(at) else {
            let corner = layout.corner(arm);
            let whole = Size { width: layout.side, height: layout.side };
            let sentence = format!("{}: {}.", declared.label, view.words.panel.nothing_yet);
            return Some(Reading { sentence, marks: vec![Mark::rect(corner, whole, Ink::Wash)] });
        };
        let apart = value(Self::apart(std::slice::from_ref(&pair)).unwrap_or(0.0), UNIT);
        let sentence = (view.words.panel.pairs.pair)(&declared.label, &pair.name, &self.ends, &apart);
        let ring = |end: [f64; 2]| Mark {
            fill: None,
            ..Mark::circle(layout.place(arm, end), 7.0, Ink::Strong).outlined(Ink::Strong, 2.0)
        };
        Some(Reading { sentence, marks: pair.ends.map(ring).to_vec() })
    }

    fn nearest(&self, view: &View<'_>, size: Size, place: Place) -> Spot {
        let layout = Self::layout(view, size);
        let spots = (0..view.arms.len()).flat_map(|arm| {
            let pairs = self.shown(view, arm).into_iter().enumerate();
            let layout = &layout;
            pairs
                .flat_map(move |(at, pair)| pair.ends.map(|end| (layout.place(arm, end), Spot::new(at, arm))))
        });
        nearest(place, spots)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::panel::check;
    use crate::panel::line::tests::Run;
    use crate::recording::Point;

    fn panel() -> PairsPanel {
        PairsPanel {
            key: "pairs",
            title: "Twice the same".to_owned(),
            what: "entity",
            ends: ["as subject", "as object"],
            pairs: |view, arm| {
                let pairs = pairs_of(view, arm, "grid").into_iter().enumerate();
                pairs.map(|(at, ends)| Pair { name: format!("entity {at}"), ends }).collect()
            },
        }
    }

    /// A run of two arms whose samples hold six numbers, of which four make a pair.
    fn run(members: u32) -> Run {
        let mut run = Run::new(members, &[0, 0]);
        for arm in 0..2 {
            let samples = vec![-0.5, 0.5, -0.5, 0.5 - arm as f32, 0.0, 0.0];
            run.recording.push(Point { arm, j: 64, values: vec![0.0], samples, ..Point::default() });
        }
        run
    }

    #[test]
    fn pairs_are_read_arm_by_arm() {
        for members in [1, 3] {
            let run = run(members);
            check::odd(&panel(), &run.view());
            for width in [320.0, 760.0] {
                let picture = check::picture(&panel(), &run.view(), width);
                check::inside(&picture);
                for row in 0..2 {
                    let spot = Spot { column: 0, row };
                    let reading = panel().reading(&run.view(), picture.size, spot).expect("a reading");
                    assert_eq!(panel().nearest(&run.view(), picture.size, check::middle(&reading)), spot);
                }
            }
        }
        let say = |run: &Run| panel().sentence(&run.view());
        assert_eq!(
            say(&run(1)),
            "One member. How far as subject and as object lie apart for each entity, on average, of the farthest in the \
             picture: short 0.000; long 0.354."
        );
        assert_eq!(say(&Run::new(1, &[0, 0])), "Nothing is measured yet.");
        let size = Size { width: 760.0, height: 300.0 };
        let read = panel().reading(&run(1).view(), size, Spot { column: 0, row: 1 }).map(|it| it.sentence);
        assert_eq!(read.as_deref(), Some("long, entity 0: as subject and as object lie 0.354 apart."));
    }

    #[test]
    fn the_table_has_a_row_for_each_pair_and_arm() {
        let table = panel().table(&run(1).view());
        assert_eq!(table.columns[1..3], ["entity", "as subject →"]);
        assert_eq!(table.rows[1], ["long", "entity 0", "-0.500", "0.500", "-0.500", "-0.500"]);
    }

    #[test]
    fn what_cannot_be_drawn_does_no_harm() {
        check::odd(&panel(), &Run::new(1, &[0, 0]).view());
        check::odd(&PairsPanel { pairs: |_, _| Vec::new(), ..panel() }, &run(1).view());
        let mut run = Run::new(1, &[0, 0]);
        let samples = vec![f32::NAN, 0.0, f32::INFINITY, 5.0, 0.0, 0.0];
        run.recording.push(Point { j: 64, values: vec![0.0], samples, ..Point::default() });
        check::odd(&panel(), &run.view());
        assert_eq!(panel().spots(&run.view()), Spot::default());
    }
}
