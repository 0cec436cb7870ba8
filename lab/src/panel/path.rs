//! Where two series go together, in the plane of both: a thin line for each member and a strong one for their medians, one
//! square for each arm. Named places lie in the plane; marks show where a path is, where it turns sharply and where
//! training had converged.

use super::avoid::Taken;
use super::film::dots;
use super::number::{count, value};
use super::picture::{Anchor, Font, Ink, Mark};
use super::plot::{DOTS, dash};
use super::scatter::Axis;
use super::scatter::plane::{Ground, Plane, Square};
use super::sign::Sign;
use super::spread::nearest;
use super::{Draw, Named, Picture, Place, Reading, Size, Spot, Table, View};
use crate::digest::{PROGRESS, step_at};
use crate::experiment::Arm;
use crate::words::Panels;

/// The declaration of a panel of paths.
#[derive(Debug, Clone, PartialEq)]
pub struct PathPanel {
    /// Its name in links (`show`, `hide`) and in files.
    pub key: &'static str,
    /// Its heading.
    pub title: String,
    /// The keys of the series that go from left to right, and from below upwards.
    pub series: [&'static str; 2],
    /// What goes from left to right.
    pub horizontal: Axis,
    /// What goes from below upwards.
    pub vertical: Axis,
    /// Places with a name.
    pub landmarks: Vec<Landmark>,
    /// When training has converged; `None` where that is not marked.
    pub converged: Option<Converged>,
    /// Whether the turn is marked, where it is one by 60 degrees or more: see [`turn_of`].
    pub turn: bool,
    /// The step from which on paths are shown.
    pub from: u32,
    /// What is drawn beside the named places; `None` for nothing.
    pub pictures: Option<Thumbs>,
    /// A path to compare with.
    pub expected: Option<Expected>,
}

/// Pictures of a sample, as [`super::FilmPanel`] reads it, that are drawn beside named places.
#[derive(Debug, Clone, PartialEq)]
pub struct Thumbs {
    /// The key of the sample that holds them.
    pub sample: &'static str,
    /// Pixels along a side.
    pub side: usize,
    /// Which picture stands beside each named place, in their order.
    pub which: Vec<usize>,
}

/// A path that was not measured, but computed from something simpler.
#[derive(Debug, Clone, PartialEq)]
pub struct Expected {
    /// What it is, to stand after "Dotted:".
    pub name: String,
    /// The path.
    pub places: Vec<[f64; 2]>,
}

/// A named place of the plane.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Landmark {
    /// Its name.
    pub name: &'static str,
    /// Where it is: along the horizontal axis, and along the vertical one.
    pub at: [f64; 2],
    /// Whether paths should end there.
    pub is_target: bool,
}

/// When training has converged: as soon as the median of a series is at most this.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Converged {
    /// The key of the series.
    pub series: &'static str,
    /// The level.
    pub level: f64,
    /// What that means, to stand after "from step 90 on".
    pub means: &'static str,
}

/// A sharp turn of a path.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Turn {
    /// The point of the path, by position.
    pub at: usize,
    /// By how much the direction changes there.
    pub degrees: f64,
}

/// How many points before and after one its directions are taken over, and how far the path must go on either side.
pub(crate) const WINDOW: usize = 3;
const LEAST: f64 = 0.05;
/// The least turn that is marked.
const SHARP: f64 = 60.0;
/// How large marks on a path are.
const RADIUS: f64 = 5.0;
/// How far the name of a place reaches to the side of it, and how far from it the name stands.
const BESIDE: f64 = 6.0;
const ABOVE: f64 = 17.0;
/// The largest side of a picture beside a place, and how far from the place its corner is, along each axis.
const THUMB: f64 = 40.0;
const OUTSIDE: f64 = 8.0;
/// The shapes of the marks of where a path is, where it turns and where training had converged.
const KEY: [usize; 3] = [0, 3, 2];

/// The turn of a path: between the way to a point from the third before it and the way on to the third after it, both at least
/// 0.05 long. Of those by 60 degrees or more the one at which the shorter of both ways is longest; the sharpest one where all are
/// by less.
#[must_use]
pub fn turn_of(path: &[[f64; 2]]) -> Option<Turn> {
    let way = |from: [f64; 2], to: [f64; 2]| [to[0] - from[0], to[1] - from[1]];
    let length = |[x, y]: [f64; 2]| libm::hypot(x, y);
    let mut best: Option<(bool, f64, Turn)> = None;
    for (start, window) in path.windows(2 * WINDOW + 1).enumerate() {
        let (come, go) = (way(window[0], window[WINDOW]), way(window[WINDOW], window[2 * WINDOW]));
        let (a, b) = (length(come), length(go));
        if !(a >= LEAST && b >= LEAST && (a * b).is_finite()) {
            continue;
        }
        let cosine = (come[0] * go[0] + come[1] * go[1]) / (a * b);
        let degrees = libm::acos(cosine.clamp(-1.0, 1.0)).to_degrees();
        let is_sharp = degrees >= SHARP;
        let rank = if is_sharp { a.min(b) } else { degrees };
        if best.is_none_or(|(sharp, of, _)| (is_sharp && !sharp) || (is_sharp == sharp && rank > of + 1e-9)) {
            best = Some((is_sharp, rank, Turn { at: start + WINDOW, degrees }));
        }
    }
    best.map(|(.., turn)| turn)
}

/// The medians of an arm, each with its progress.
struct Median {
    progress: Vec<u32>,
    places: Vec<[f64; 2]>,
}

impl PathPanel {
    fn plane<'a>(&self, view: &View<'a>) -> Plane<'a> {
        let square = |arm: &'a Arm| Square { name: Some(&arm.label), field: None };
        Plane {
            points: Vec::new(),
            horizontal: self.horizontal,
            vertical: self.vertical,
            classes: &[],
            squares: view.arms.iter().map(square).collect(),
        }
    }

    fn series(&self, view: &View<'_>) -> [usize; 2] {
        self.series.map(|key| view.experiment().series_at(key))
    }

    fn median(&self, view: &View<'_>, arm: usize) -> Median {
        let series = self.series(view);
        let mut median = Median { progress: Vec::new(), places: Vec::new() };
        let steps = view.arms.get(arm).map_or(0, |declared| declared.steps);
        for j in (0..=view.at).filter(|j| step_at(*j, steps) >= self.from) {
            let of = |series| view.recording.quartiles_of(arm, view.models(), series, j);
            let [x, y] = series.map(|series| of(series).map_or(f64::NAN, |quartiles| quartiles.median));
            if x.is_finite() && y.is_finite() {
                median.progress.push(j);
                median.places.push([x, y]);
            }
        }
        median
    }

    /// The path of every member of an arm.
    fn members(&self, view: &View<'_>, arm: usize, ground: &Ground) -> Vec<Vec<Place>> {
        let series = self.series(view);
        let line = |member| {
            let is_shown = |point: &&crate::recording::Point| point.j <= view.at && point.step >= self.from;
            let points = view.recording.points(arm, member).iter().filter(is_shown);
            let number = |point: &crate::recording::Point, at: usize| point.values.get(at).copied();
            let place = |point| {
                let [x, y] = series.map(|series| number(point, series).map_or(f64::NAN, f64::from));
                ground.at(arm, [x, y])
            };
            points.filter_map(place).collect()
        };
        view.models().map(line).collect()
    }

    /// The sharp turn that is marked on an arm's path.
    fn turn(&self, median: &Median) -> Option<Turn> {
        turn_of(&median.places).filter(|turn| self.turn && turn.degrees >= SHARP)
    }

    /// The position on an arm's path at which its training had converged.
    fn converged(&self, view: &View<'_>, arm: usize, median: &Median) -> Option<(usize, Converged)> {
        let converged = self.converged?;
        let series = view.experiment().series_at(converged.series);
        let is_there = |j: &u32| {
            let quartiles = view.recording.quartiles_of(arm, view.models(), series, *j);
            quartiles.is_some_and(|quartiles| quartiles.median <= converged.level)
        };
        Some((median.progress.iter().position(is_there)?, converged))
    }

    /// "first concept 0.450", "last concept 0.980".
    fn says(&self, [x, y]: [f64; 2]) -> [String; 2] {
        let says = |axis: Axis, number| format!("{} {}", axis.name, value(number, axis.range));
        [says(self.horizontal, x), says(self.vertical, y)]
    }

    /// The places, and what is drawn beside them, in the square of an arm; where their names may stand, best first. Those are
    /// on the outer side of a place, because paths come from the middle.
    fn landmarks(
        &self,
        view: &View<'_>,
        ground: &Ground,
        arm: usize,
        taken: &mut Taken,
        marks: &mut Vec<Mark>,
    ) -> Vec<(String, Vec<(Place, Anchor)>)> {
        let [left, right] = ground.edges(arm);
        let middle = [self.horizontal, self.vertical].map(|axis| f64::midpoint(axis.range.0, axis.range.1));
        let numbers = self.pictures.as_ref().and_then(|all| view.first_sample(all.sample, arm));
        let mut names = Vec::new();
        for (number, landmark) in self.landmarks.iter().enumerate() {
            let Some(at) = ground.at(arm, landmark.at) else { continue };
            let ink = if landmark.is_target { Ink::Good } else { Ink::Axis };
            let ring = RADIUS + 1.0;
            marks.push(Mark::circle(at, ring, Ink::Card).outlined(ink, 2.0));
            taken.region(
                Place { x: at.x - ring, y: at.y - ring },
                Size { width: 2.0 * ring, height: 2.0 * ring },
            );
            let is_right = at.x > f64::midpoint(left, right);
            let out = Place {
                x: if is_right { 1.0 } else { -1.0 },
                y: if landmark.at[1] > middle[1] { -1.0 } else { 1.0 },
            };
            let (outer, inner) =
                if is_right { (Anchor::Start, Anchor::End) } else { (Anchor::End, Anchor::Start) };
            // To the side of the place by so much, and above or below it.
            let beside = |x: f64, y: f64| Place { x: at.x + x * out.x, y: at.y + y * out.y };
            let mut wanted = Vec::new();
            if let Some(thumbs) = &self.pictures {
                let pixel = (THUMB / thumbs.side.max(1) as f64).floor().max(1.0);
                let whole = pixel * thumbs.side as f64;
                let center = beside(OUTSIDE + whole / 2.0, OUTSIDE + whole / 2.0);
                let corner = Place { x: center.x - whole / 2.0, y: center.y - whole / 2.0 };
                let frame = Size { width: whole, height: whole };
                let size = thumbs.side * thumbs.side;
                let start = thumbs.which.get(number).map_or(0, |which| which * size);
                let pixels = numbers.as_ref().and_then(|numbers| numbers.get(start..start + size));
                marks.extend(pixels.into_iter().flat_map(|pixels| dots(pixels, thumbs.side, corner, pixel)));
                marks.push(Mark::frame(corner, frame, ink, 1.0));
                taken.region(corner, frame);
                let across =
                    [0.5, 0.9, 0.1].map(|part| (beside(OUTSIDE - BESIDE, OUTSIDE + part * whole), inner));
                wanted.extend(across);
            }
            wanted.extend([
                (beside(BESIDE, ABOVE), inner),
                (beside(BESIDE, -ABOVE), inner),
                (beside(-2.0 * BESIDE, 0.0), inner),
                (beside(2.0 * BESIDE, 0.0), outer),
            ]);
            names.push((Font::Small.cut(landmark.name, right - left), wanted));
        }
        names
    }

    /// What is said of an arm in the panel's sentence.
    fn sentences(&self, words: &Panels, view: &View<'_>, arm: usize) -> Option<String> {
        let (median, declared) = (self.median(view, arm), &view.arms[arm]);
        let step = |at: usize| median.progress.get(at).map_or(0, |j| step_at(*j, declared.steps));
        let last = median.places.len().checked_sub(1)?;
        let path = words.path;
        let label = &declared.label;
        let mut sentences =
            vec![(path.stands)(label, step(last), declared.steps, &self.says(median.places[last]))];
        if let Some(Turn { at, degrees }) = self.turn(&median) {
            sentences.push((path.turns)(label, degrees, step(at), &self.says(median.places[at])));
        }
        if let Some((at, Converged { means, .. })) = self.converged(view, arm, &median) {
            sentences.push((path.converged)(label, step(at), means));
        }
        Some(sentences.join(" "))
    }
}

impl Draw for PathPanel {
    fn height(&self, view: &View<'_>, width: f64) -> f64 {
        self.plane(view).height(width)
    }

    fn picture(&self, view: &View<'_>, size: Size) -> Picture {
        let plane = self.plane(view);
        let ground = plane.ground(size);
        let Picture { mut marks, .. } = plane.picture(size);
        for arm in 0..view.arms.len() {
            let ink = Ink::Series(arm);
            let mut taken = Taken::nothing(ground.edges(arm));
            let names = self.landmarks(view, &ground, arm, &mut taken, &mut marks);
            if let Some(expected) = &self.expected {
                let line: Vec<Place> =
                    expected.places.iter().filter_map(|place| ground.at(arm, *place)).collect();
                taken.curve(&line);
                marks.push(Mark::line(line, Ink::Soft, 1.5).dashed(DOTS));
            }
            let members = self.members(view, arm, &ground);
            marks.extend(members.into_iter().map(|line| Mark::line(line, ink, 1.0).faint(0.35)));
            let median = self.median(view, arm);
            let at = |position: usize| ground.at(arm, *median.places.get(position)?);
            let line: Vec<Place> = (0..median.places.len()).filter_map(at).collect();
            let last = line.last().copied();
            taken.curve(&line);
            marks.push(Mark::line(line, ink, 2.4).dashed(dash(arm)));
            let turn = self.turn(&median).and_then(|turn| at(turn.at));
            let converged = self.converged(view, arm, &median).and_then(|(position, _)| at(position));
            for (class, place) in KEY.into_iter().zip([last, turn, converged]).rev() {
                let mark =
                    place.map(|place| Sign::of(class).mark(place, RADIUS, ink).outlined(Ink::Card, 1.2));
                marks.extend(mark);
            }
            for (name, wanted) in names {
                let Some((at, anchor)) = taken.name(&name, &wanted) else { continue };
                marks.push(Mark::text(at, name, anchor, Font::Small, Ink::Soft).outlined(Ink::Card, 4.0));
            }
        }
        Picture { size, marks }
    }

    fn names(&self, view: &View<'_>, _width: f64) -> Vec<Named> {
        let shown = [true, self.turn, self.converged.is_some()];
        let named = |((class, name), _): ((usize, &str), bool)| Named {
            name: name.to_owned(),
            series: 0,
            sign: Some(Sign::of(class)),
        };
        let all = KEY.into_iter().zip(view.words.panel.path.key).zip(shown);
        all.filter(|(_, shown)| *shown).map(named).collect()
    }

    fn sentence(&self, view: &View<'_>) -> String {
        let words = view.words.panel;
        let said = |arm| self.sentences(&words, view, arm);
        let (there, missing): (Vec<usize>, Vec<usize>) =
            (0..view.arms.len()).partition(|arm| !self.median(view, *arm).places.is_empty());
        let mut sentences = Vec::new();
        if there.is_empty() {
            sentences.push(words.nothing_measured.to_owned());
        } else {
            sentences.push((words.numbers)(&(words.median_of)(view.keys.members)));
            sentences.extend(there.into_iter().filter_map(said));
            if !missing.is_empty() {
                let missing: Vec<&str> = missing.iter().map(|arm| view.arms[*arm].label.as_str()).collect();
                sentences.push((words.waiting)(&missing));
            }
        }
        let place = |landmark: &Landmark| {
            let [x, y] = landmark.at.map(|number| number.to_string());
            (words.path.place)(landmark.name, [&x, &y])
        };
        if !self.landmarks.is_empty() {
            sentences.push((words.path.marked)(&self.landmarks.iter().map(place).collect::<Vec<_>>()));
        }
        if let Some(expected) = &self.expected {
            sentences.push((words.dotted)(&[&expected.name]));
        }
        sentences.join(" ")
    }

    /// One row for each point of progress that any arm has measured.
    fn table(&self, view: &View<'_>) -> Table {
        let words = view.words.panel;
        let mut columns = vec![words.line.progress.to_owned()];
        for arm in view.arms {
            let axis = |axis: Axis| (words.path.of_arm)(&arm.label, axis.name);
            columns.extend([(words.line.step_of)(&arm.label), axis(self.horizontal), axis(self.vertical)]);
        }
        let medians: Vec<Median> = (0..view.arms.len()).map(|arm| self.median(view, arm)).collect();
        let rows = (0..=view.at.min(PROGRESS)).filter_map(|j| {
            let found = |median: &Median| {
                let at = median.progress.binary_search(&j).ok()?;
                median.places.get(at).copied()
            };
            medians.iter().any(|median| found(median).is_some()).then(|| {
                let mut row = vec![(words.line.progress_at)(j)];
                for (arm, median) in view.arms.iter().zip(&medians) {
                    row.push(count(step_at(j, arm.steps).into()));
                    match found(median) {
                        Some([x, y]) => {
                            row.extend([value(x, self.horizontal.range), value(y, self.vertical.range)]);
                        }
                        None => row.extend(["–".to_owned(), "–".to_owned()]),
                    }
                }
                row
            })
        });
        Table { rows: rows.collect(), columns }
    }

    /// A column for each point of progress, a row for each arm.
    fn spots(&self, view: &View<'_>) -> Spot {
        let most = (0..view.arms.len()).map(|arm| self.median(view, arm).places.len()).max().unwrap_or(0);
        if most == 0 { Spot::default() } else { Spot::new(most, view.arms.len()) }
    }

    fn reading(&self, view: &View<'_>, size: Size, spot: Spot) -> Option<Reading> {
        let (arm, at) = (spot.row as usize, spot.column as usize);
        let declared = view.arms.get(arm)?;
        if at >= self.spots(view).column as usize {
            return None;
        }
        let ground = self.plane(view).ground(size);
        let median = self.median(view, arm);
        // Where an arm has measured less than others, that is where it is.
        let Some(last) = median.places.len().checked_sub(1) else {
            let sentence = format!("{}: {}.", declared.label, view.words.panel.nothing_yet);
            return Some(Reading { sentence, marks: Vec::new() });
        };
        let at = at.min(last);
        let step = step_at(median.progress[at], declared.steps);
        let sentence = (view.words.panel.path.reading)(&declared.label, step, &self.says(median.places[at]));
        let ring = |at| Mark { fill: None, ..Mark::circle(at, 8.0, Ink::Strong).outlined(Ink::Strong, 2.0) };
        let marks = ground.at(arm, median.places[at]).map(ring).into_iter().collect();
        Some(Reading { sentence, marks })
    }

    fn nearest(&self, view: &View<'_>, size: Size, place: Place) -> Spot {
        let ground = self.plane(view).ground(size);
        let spots = (0..view.arms.len()).flat_map(|arm| {
            let places = self.median(view, arm).places.into_iter().enumerate();
            let ground = &ground;
            places.filter_map(move |(at, place)| Some((ground.at(arm, place)?, Spot::new(at, arm))))
        });
        nearest(place, spots)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::panel::check;
    use crate::panel::line::tests::Run;
    use crate::panel::picture::Shape;
    use crate::recording::Point;

    fn panel() -> PathPanel {
        let axis = |name| Axis { name, range: (0.0, 1.0) };
        PathPanel {
            key: "path",
            title: "Where it goes".to_owned(),
            series: ["accuracy", "accuracy"],
            horizontal: axis("weak"),
            vertical: axis("strong"),
            landmarks: vec![
                Landmark { name: "a corner", at: [0.0, 1.0], is_target: false },
                Landmark { name: "both", at: [1.0, 1.0], is_target: true },
            ],
            converged: Some(Converged { series: "accuracy", level: 0.2, means: "it is small" }),
            turn: true,
            from: 0,
            pictures: None,
            expected: None,
        }
    }

    #[test]
    fn paths_are_read_point_by_point() {
        for members in [1, 4] {
            check::whole(&panel(), &Run::new(members, &[65, 65]).view());
        }
        let run = Run::new(2, &[65, 33]);
        let size = Size { width: 760.0, height: 300.0 };
        let read = |column, row| {
            panel().reading(&run.view(), size, Spot { column, row }).map(|reading| reading.sentence)
        };
        assert_eq!(read(16, 0).as_deref(), Some("Short, step 160: weak 0.250, strong 0.250."));
        // The other one has come half way, and stays there.
        assert_eq!(read(60, 1).as_deref(), Some("Long, step 640: weak 0.500, strong 0.500."));
        assert_eq!((read(65, 0), read(0, 2)), (None, None));
    }

    #[test]
    fn the_sentence_says_where_paths_are_and_when_training_had_converged() {
        let say = |to: &[u32]| panel().sentence(&Run::new(1, to).view());
        let marked = "Marked: a corner at 0, 1; both at 1, 1.";
        assert_eq!(say(&[0, 0]), format!("Nothing is measured yet. {marked}"));
        assert_eq!(
            say(&[65, 0]),
            format!(
                "One member. Short after all 640 steps: weak 1.000, strong 1.000. From step 0 on, in short, it is \
                 small. Nothing yet from long. {marked}"
            )
        );
    }

    #[test]
    fn the_turn_of_is_found_and_marked() {
        // Up, and at once to the right.
        let up = (0..=10u8).map(|at| [0.0, f64::from(at) / 10.0]);
        let path: Vec<[f64; 2]> = up.chain((1..=10u8).map(|at| [f64::from(at) / 10.0, 1.0])).collect();
        let turn = turn_of(&path).expect("a turn");
        assert_eq!(turn.at, 10);
        assert!((turn.degrees - 90.0).abs() < 1e-9, "{turn:?}");
        assert_eq!(turn_of(&path[..6]), None);
        assert_eq!(turn_of(&[[0.5; 2]; 20]), None);
        assert_eq!(turn_of(&[[f64::NAN; 2]; 20]), None);
        let back: Vec<[f64; 2]> = (0..=8u8).map(|at| [f64::from(at.min(8 - at)) / 10.0, 0.0]).collect();
        assert!(turn_of(&back).is_some_and(|turn| (turn.degrees - 180.0).abs() < 1e-9 && turn.at == 4));

        let mut run = Run::new(1, &[0, 0]);
        for j in 0..=16u32 {
            let value = j.min(16 - j) as f32 / 10.0;
            run.recording.push(Point { j, values: vec![value], ..Point::default() });
        }
        let says = panel().sentence(&run.view());
        assert!(says.contains("Short turns sharply, by 180 degrees, at step 80: weak 0.800"), "{says}");
        let crosses = |panel: PathPanel| {
            let picture = check::picture(&panel, &run.view(), 760.0);
            let is_cross = |mark: &&Mark| matches!(&mark.shape, Shape::Path { places, closed: true } if places.len() == 12);
            picture.marks.iter().filter(is_cross).count()
        };
        assert_eq!((crosses(panel()), crosses(PathPanel { turn: false, ..panel() })), (1, 0));
    }

    #[test]
    fn the_table_has_a_row_for_each_point() {
        let table = panel().table(&Run::new(1, &[2, 1]).view());
        assert_eq!(table.columns[1..4], ["short: step", "short: weak", "short: strong"]);
        assert_eq!(table.rows[1], ["1 of 64", "10", "0.016", "0.016", "20", "–", "–"]);
    }

    #[test]
    fn what_cannot_be_drawn_does_no_harm() {
        check::odd(&panel(), &Run::new(1, &[0, 0]).view());
        let flat = Axis { name: "", range: (1.0, 1.0) };
        check::odd(&PathPanel { horizontal: flat, ..panel() }, &Run::new(1, &[65, 65]).view());
        let lost = Landmark { name: "nowhere", at: [f64::NAN, 9.0], is_target: true };
        check::odd(&PathPanel { landmarks: vec![lost], ..panel() }, &Run::new(1, &[65, 65]).view());
        let mut run = Run::new(1, &[0, 0]);
        for (j, x) in [(0, f32::NAN), (1, f32::INFINITY), (2, 9.0), (3, -9.0)] {
            run.recording.push(Point { j, values: vec![x], ..Point::default() });
        }
        check::odd(&panel(), &run.view());
        check::inside(&check::picture(&panel(), &run.view(), 320.0));
    }
}
