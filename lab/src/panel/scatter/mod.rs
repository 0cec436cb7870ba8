//! The scatter plot: points of several classes in the plane. Below them may lie a sample of every arm, as pale shades of
//! the first two classes with a line where the arm is undecided: what a classifier makes of the plane.

mod contour;
pub(in crate::panel) mod plane;

use std::collections::BTreeMap;

use super::number::value;
use super::{Draw, NARROW, Named, Picture, Place, Reading, Sign, Size, Spot, Table, View};
use crate::words;
use plane::{Grid, Plane, Square};

/// The declaration of a scatter plot.
#[derive(Debug, Clone)]
pub struct ScatterPanel {
    /// Its name in links (`show`, `hide`) and in files.
    pub key: &'static str,
    /// Its heading.
    pub title: String,
    /// The key of the sample that lies below the points: the probability of the second class at the middle of each
    /// field of a grid over both axes, its first row at the lower end of the vertical axis. `None` for points alone.
    pub field: Option<&'static str>,
    /// The points.
    pub points: fn(&View<'_>) -> Vec<Dot2>,
    /// What goes from left to right.
    pub horizontal: Axis,
    /// What goes from below upwards.
    pub vertical: Axis,
    /// The names of the classes.
    pub classes: &'static [&'static str],
}

/// One point of the plane.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Dot2 {
    /// On the horizontal axis.
    pub x: f64,
    /// On the vertical axis.
    pub y: f64,
    /// Its class, by position.
    pub class: usize,
}

/// One axis of the plane.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Axis {
    /// What it is.
    pub name: &'static str,
    /// Its lowest and its highest value.
    pub range: (f64, f64),
}

/// The addresses of functions say little about whether they are the same, so they are left out.
impl PartialEq for ScatterPanel {
    fn eq(&self, other: &Self) -> bool {
        (self.key, &self.title, self.field) == (other.key, &other.title, other.field)
            && (self.horizontal, self.vertical) == (other.horizontal, other.vertical)
            && self.classes == other.classes
    }
}

impl ScatterPanel {
    fn plane<'a>(&'a self, view: &View<'a>) -> Plane<'a> {
        let squares = match self.field {
            Some(field) => view
                .arms
                .iter()
                .enumerate()
                .map(|(position, arm)| Square {
                    name: Some(&arm.label),
                    field: view.sample(field, position).map(|(values, columns)| Grid { values, columns }),
                })
                .collect(),
            None => vec![Square { name: None, field: None }],
        };
        Plane {
            points: (self.points)(view),
            horizontal: self.horizontal,
            vertical: self.vertical,
            classes: self.classes,
            squares,
        }
    }

    fn class(&self, words: &words::Scatter, class: usize) -> String {
        self.classes.get(class).map_or_else(|| (words.class_at)(class), |name| (*name).to_owned())
    }

    /// What an arm says of a point.
    fn says(&self, square: &Square<'_>, point: &Dot2) -> Option<f64> {
        square.field.as_ref()?.at(point, self.horizontal, self.vertical)
    }

    /// "40 points: 20 of inner (circles), 20 of outer (squares)."
    fn counts(&self, words: &words::Scatter, points: &[Dot2]) -> String {
        if points.is_empty() {
            return words.no_points.to_owned();
        }
        let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
        for point in points {
            *counts.entry(point.class).or_default() += 1;
        }
        let say = |(class, count)| (words.of_class)(count, &self.class(words, class), Sign::of(class));
        (words.points)(points.len(), &counts.into_iter().map(say).collect::<Vec<_>>())
    }

    /// The share of points on the side of an arm's line that belongs to their class.
    fn share(&self, square: &Square<'_>, points: &[Dot2]) -> Option<f64> {
        square.field.as_ref()?;
        let is_right = |point: &&Dot2| {
            let second = self.says(square, point).map(|probability| probability > 0.5);
            second.is_some_and(|second| second == (point.class == 1))
        };
        (!points.is_empty()).then(|| points.iter().filter(is_right).count() as f64 / points.len() as f64)
    }
}

/// Shares and probabilities have three decimals.
const UNIT: (f64, f64) = (0.0, 1.0);

impl Draw for ScatterPanel {
    fn height(&self, view: &View<'_>, width: f64) -> f64 {
        self.plane(view).height(width)
    }

    fn picture(&self, view: &View<'_>, size: Size) -> Picture {
        self.plane(view).picture(size)
    }

    fn names(&self, _view: &View<'_>, width: f64) -> Vec<Named> {
        if width >= NARROW {
            return Vec::new();
        }
        let named = |(class, name): (usize, &&str)| Named {
            name: (*name).to_owned(),
            series: class,
            sign: Some(Sign::of(class)),
        };
        self.classes.iter().enumerate().map(named).collect()
    }

    fn sentence(&self, view: &View<'_>) -> String {
        let (words, plane) = (view.words.panel, self.plane(view));
        let mut sentences = vec![self.counts(&words.scatter, &plane.points)];
        if self.field.is_some() {
            let (measured, missing): (Vec<_>, Vec<_>) =
                plane.squares.iter().partition(|square| square.field.is_some());
            let share = |square: &&Square<'_>| {
                let share = self.share(square, &plane.points)?;
                Some(format!("{} {}", square.name?, value(share, UNIT)))
            };
            let shares: Vec<String> = measured.iter().filter_map(share).collect();
            if measured.is_empty() {
                sentences.push(words.nothing_measured.to_owned());
            } else if !shares.is_empty() {
                sentences.push((words.numbers)(&(words.mean_of)(view.keys.members)));
                sentences.push((words.scatter.shares)(&shares));
                let missing: Vec<&str> = missing.iter().filter_map(|square| square.name).collect();
                if !missing.is_empty() {
                    sentences.push((words.waiting)(&missing));
                }
            }
        }
        sentences.join(" ")
    }

    /// One row for each point, with what each arm says of it.
    fn table(&self, view: &View<'_>) -> Table {
        let (words, plane) = (view.words.panel.scatter, self.plane(view));
        let mut columns =
            vec![words.class.to_owned(), self.horizontal.name.into(), self.vertical.name.into()];
        columns.extend(plane.squares.iter().filter_map(|square| square.name).map(str::to_owned));
        let row =
            |point: &Dot2| {
                let mut row = vec![self.class(&words, point.class)];
                row.extend([value(point.x, self.horizontal.range), value(point.y, self.vertical.range)]);
                let named = plane.squares.iter().filter(|square| square.name.is_some());
                row.extend(named.map(|square| {
                    self.says(square, point).map_or("–".to_owned(), |says| value(says, UNIT))
                }));
                row
            };
        Table { rows: plane.points.iter().map(row).collect(), columns }
    }

    fn spots(&self, view: &View<'_>) -> Spot {
        match (self.points)(view).len() {
            0 => Spot::default(),
            count => Spot::new(count, 1),
        }
    }

    fn reading(&self, view: &View<'_>, size: Size, spot: Spot) -> Option<Reading> {
        let (words, plane) = (view.words.panel, self.plane(view));
        let at = spot.column as usize;
        let point = plane.points.get(at).filter(|_| spot.row == 0)?;
        let (x, y) = (value(point.x, self.horizontal.range), value(point.y, self.vertical.range));
        let class = |class: usize| self.class(&words.scatter, class);
        let mut sentence =
            format!("{}, {} {x}, {} {y}", class(point.class), self.horizontal.name, self.vertical.name);
        let says = |square: &Square<'_>| {
            Some(format!("{} {}", square.name?, value(self.says(square, point)?, UNIT)))
        };
        let says: Vec<String> = plane.squares.iter().filter_map(says).collect();
        if !says.is_empty() {
            let likely = (words.scatter.likely)(&class(1), &(words.mean_of)(view.keys.members));
            sentence += &format!(": {} {likely}", says.join("; "));
        }
        Some(Reading { sentence: sentence + ".", marks: plane.rings(size, at) })
    }

    fn nearest(&self, view: &View<'_>, size: Size, place: Place) -> Spot {
        Spot::new(self.plane(view).nearest(size, place), 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::panel::check;
    use crate::panel::line::tests::Run;
    use crate::panel::picture::{Ink, Mark, Shape};
    use crate::recording::Point;

    fn points(_: &View<'_>) -> Vec<Dot2> {
        // The test's field is a wall: each of the upper three fields is larger than 0.5.
        let point = |x, y, class| Dot2 { x, y, class };
        vec![point(-1.0, 0.0, 0), point(0.9, 0.1, 1), point(0.0, 0.75, 1), point(1.0, 1.0, 0)]
    }

    fn panel() -> ScatterPanel {
        ScatterPanel {
            key: "plane",
            title: "The two classes".to_owned(),
            field: Some("grid"),
            points,
            horizontal: Axis { name: "x", range: (-1.0, 1.0) },
            vertical: Axis { name: "y", range: (0.0, 1.0) },
            classes: &["inner", "outer"],
        }
    }

    #[test]
    fn a_scatter_plot_is_read_point_by_point() {
        check::whole(&panel(), &Run::new(1, &[65, 65]).view());
        check::whole(&ScatterPanel { field: None, ..panel() }, &Run::new(4, &[0, 0]).view());
        let run = Run::new(4, &[65, 33]);
        let size = Size { width: 760.0, height: 300.0 };
        let read = |panel: ScatterPanel| {
            panel.reading(&run.view(), size, Spot { column: 2, row: 0 }).map(|reading| reading.sentence)
        };
        assert_eq!(
            read(panel()).as_deref(),
            Some(
                "outer, x 0.000, y 0.750: short 0.800; long 0.400 (how likely outer is, mean of 4 members)."
            )
        );
        assert_eq!(
            read(ScatterPanel { field: None, ..panel() }).as_deref(),
            Some("outer, x 0.000, y 0.750.")
        );
    }

    #[test]
    fn the_sentence_says_which_points_are_on_the_right_side() {
        let say = |panel: &ScatterPanel, to: &[u32]| panel.sentence(&Run::new(1, to).view());
        let counts = "4 points: 2 of inner (circles), 2 of outer (squares).";
        assert_eq!(say(&panel(), &[0, 0]), format!("{counts} Nothing is measured yet."));
        assert_eq!(
            say(&panel(), &[65, 0]),
            format!(
                "{counts} One member. Share of the points classified correctly: short 0.500. Nothing yet \
                 from long."
            )
        );
        assert_eq!(say(&ScatterPanel { field: None, ..panel() }, &[0, 0]), counts);
        assert_eq!(
            say(&ScatterPanel { points: |_| vec![], ..panel() }, &[65, 0]),
            "There are no points yet."
        );
    }

    #[test]
    fn the_table_has_a_row_for_each_point() {
        let table = panel().table(&Run::new(1, &[65, 0]).view());
        assert_eq!(table.columns, ["class", "x", "y", "short", "long"]);
        assert_eq!(table.rows[1], ["outer", "0.900", "0.100", "0.400", "–"]);
        let bare = ScatterPanel { field: None, ..panel() }.table(&Run::new(1, &[65, 0]).view());
        assert_eq!(bare.rows[0], ["inner", "-1.000", "0.000"]);
    }

    #[test]
    fn classes_differ_in_shape_and_the_undecided_is_a_line() {
        let run = Run::new(1, &[65, 0]);
        let picture = check::picture(&panel(), &run.view(), 320.0);
        let count = |is: fn(&Mark) -> bool| picture.marks.iter().filter(|mark| is(mark)).count();
        assert_eq!(count(|mark| matches!(mark.shape, Shape::Circle { .. })), 4);
        let is_square = |mark: &Mark| mark.fill == Some(Ink::Series(1));
        assert_eq!(count(is_square), 4);
        assert_eq!(count(|mark| mark.stroke == Some((Ink::Strong, 1.4))), 1);
        let names = panel().names(&run.view(), 320.0);
        assert_eq!(names[1], Named { name: "outer".into(), series: 1, sign: Some(Sign::Square) });
        assert!(panel().names(&run.view(), 760.0).is_empty());
    }

    #[test]
    fn what_cannot_be_drawn_does_no_harm() {
        let run = Run::new(1, &[65, 65]);
        let odd = |_: &View<'_>| {
            let point = |x, y, class| Dot2 { x, y, class };
            vec![point(f64::NAN, 0.0, 0), point(9.0, 9.0, 1), point(0.0, f64::INFINITY, usize::MAX)]
        };
        for field in [Some("grid"), Some("nothing"), None] {
            check::odd(&ScatterPanel { field, points: odd, ..panel() }, &run.view());
            check::odd(&ScatterPanel { field, points: |_| vec![], ..panel() }, &run.view());
            let flat = Axis { name: "", range: (1.0, 1.0) };
            check::odd(&ScatterPanel { field, horizontal: flat, classes: &[], ..panel() }, &run.view());
        }
        let mut run = Run::new(1, &[0, 0]);
        let samples = vec![f32::NAN, f32::INFINITY, 0.5, -3.0, 0.2, 7.0];
        run.recording.push(Point { j: 1, values: vec![0.0], samples, ..Point::default() });
        check::whole(&panel(), &run.view());
    }
}
