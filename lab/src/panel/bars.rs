//! A sample as bars around zero: a group of them for each row, one for each column, side by side for each arm. What adds to
//! something goes to the right, what takes away to the left. Each row has a scale of its own, as far as its longest bar asks
//! for: what is compared are the bars of a row.

use super::heat::around_zero;
use super::number::value;
use super::picture::{Anchor, Font, Ink, Mark};
use super::sign::Sign;
use super::spread::outside;
use super::tiles::{Tiles, part};
use super::{Draw, Named, Picture, Place, Reading, Size, Spot, Table, View};

/// The declaration of a panel of bars.
#[derive(Debug, Clone)]
pub struct BarsPanel {
    /// Its name in links (`show`, `hide`) and in files.
    pub key: &'static str,
    /// Its heading.
    pub title: String,
    /// The key of the sample that it shows. Arms that take down nothing of it are left out.
    pub sample: &'static str,
    /// The name of a row in an arm.
    pub row: fn(&View<'_>, arm: usize, row: usize) -> String,
    /// The name of each column, as many as the sample has.
    pub columns: &'static [&'static str],
    /// What a bar is: "change for a unit of time".
    pub what: &'static str,
}

/// The addresses of functions say little about whether they are the same, so they are left out.
impl PartialEq for BarsPanel {
    fn eq(&self, other: &Self) -> bool {
        (self.key, &self.title, self.sample) == (other.key, &other.title, other.sample)
            && (self.columns, self.what) == (other.columns, other.what)
    }
}

/// The widest that an arm's bars get.
const WIDEST: f64 = 440.0;
/// Height of the line that names an arm, of one that names a row, of a bar, and of what parts rows.
const NAME: f64 = 24.0;
const ROW: f64 = 16.0;
const BAR: f64 = 9.0;
const GAP: f64 = 7.0;
/// Height of the marks of the axis below.
const BELOW: f64 = 30.0;
/// Room beside the bars, so that the marks at their ends are whole.
const RIM: f64 = 8.0;

/// An arm's bars.
struct Group {
    arm: usize,
    rows: usize,
    /// Row after row; none while nothing is measured.
    values: Vec<f64>,
}

/// Where they stand.
struct Layout {
    tiles: Tiles,
    /// Height of a row with its name, and of an arm.
    row: f64,
    each: f64,
}

impl BarsPanel {
    fn groups(&self, view: &View<'_>) -> Vec<Group> {
        let wide = self.columns.len();
        let group = |arm| {
            let (place, columns) = view.experiment().sample_at(self.sample, &view.keys.knobs, arm)?;
            let rows = place.len().checked_div(columns).filter(|rows| *rows > 0 && columns == wide)?;
            let values = view.sample(self.sample, arm).map_or_else(Vec::new, |(values, _)| values);
            Some(Group { arm, rows, values })
        };
        (0..view.arms.len()).filter_map(group).collect()
    }

    fn layout(&self, groups: &[Group], width: f64) -> Layout {
        let tiles = Tiles::new(groups.len(), width.max(1.0), 240.0);
        let tiles = Tiles { width: tiles.width.min(WIDEST), ..tiles };
        let rows = groups.iter().map(|group| group.rows).max().unwrap_or(0);
        let row = ROW + self.columns.len() as f64 * BAR + GAP;
        Layout { tiles, row, each: NAME + rows as f64 * row + BELOW }
    }

    /// The bars of a row; none while nothing is measured.
    fn bars<'g>(&self, group: &'g Group, row: usize) -> &'g [f64] {
        let wide = self.columns.len();
        group.values.get(row * wide..(row + 1) * wide).unwrap_or_default()
    }

    /// "growth 0.300".
    fn says(&self, bars: &[f64], column: usize) -> Option<String> {
        Some(format!("{} {}", self.columns.get(column)?, value(*bars.get(column)?, scale(bars))))
    }
}

/// The scale of a row.
fn scale(bars: &[f64]) -> (f64, f64) {
    around_zero(bars.iter().copied())
}

impl Layout {
    /// The left, upper corner of an arm.
    fn corner(&self, at: usize) -> Place {
        self.tiles.corner(at, Size { width: self.tiles.width, height: self.each })
    }

    /// How far from the left a value stands in an arm, in a row of this scale.
    fn along(&self, number: f64, (low, high): (f64, f64)) -> f64 {
        let part = (number - low) / (high - low);
        let inner = (self.tiles.width - 2.0 * RIM).max(0.0);
        RIM + if part.is_finite() { part.clamp(0.0, 1.0) } else { 0.5 } * inner
    }

    /// The left, upper corner of a bar's lane.
    fn lane(&self, at: usize, row: usize, column: usize) -> Place {
        let corner = self.corner(at);
        Place { x: corner.x, y: corner.y + NAME + row as f64 * self.row + ROW + column as f64 * BAR }
    }
}

impl Draw for BarsPanel {
    fn height(&self, view: &View<'_>, width: f64) -> f64 {
        let Layout { tiles, each, .. } = self.layout(&self.groups(view), width);
        tiles.down as f64 * each
    }

    fn picture(&self, view: &View<'_>, size: Size) -> Picture {
        let groups = self.groups(view);
        let layout = self.layout(&groups, size.width);
        let wide = layout.tiles.width;
        let mut marks = Vec::new();
        for (at, group) in groups.iter().enumerate() {
            let corner = layout.corner(at);
            let name = Font::Name.cut(&view.arms[group.arm].label, wide);
            let place = Place { x: corner.x, y: corner.y + NAME / 2.0 };
            marks.push(Mark::text(place, name, Anchor::Start, Font::Name, Ink::Series(group.arm)));
            let bottom = corner.y + NAME + group.rows as f64 * layout.row;
            let x = corner.x + layout.along(0.0, (-1.0, 1.0));
            let zero = vec![Place { x, y: corner.y + NAME }, Place { x, y: bottom }];
            marks.push(Mark::line(zero, Ink::Axis, 1.0));
            let zero = Place { x, y: bottom + 12.0 };
            marks.push(Mark::text(zero, "0", Anchor::Middle, Font::Small, Ink::Soft));
            for row in 0..group.rows {
                let lane = layout.lane(at, row, 0);
                let name = Font::Small.cut(&(self.row)(view, group.arm, row), wide);
                let place = Place { x: lane.x, y: lane.y - ROW / 2.0 };
                let name = Mark::text(place, name, Anchor::Start, Font::Small, Ink::Soft);
                marks.push(name.outlined(Ink::Card, 4.0));
                let bars = self.bars(group, row);
                let scale = scale(bars);
                for (column, number) in bars.iter().copied().enumerate() {
                    if !number.is_finite() {
                        continue;
                    }
                    let lane = layout.lane(at, row, column);
                    let (zero, end) = (layout.along(0.0, scale), layout.along(number, scale));
                    let from = Place { x: lane.x + zero.min(end), y: lane.y + 1.5 };
                    let side = Size { width: (end - zero).abs(), height: BAR - 3.0 };
                    marks.push(Mark::rect(from, side, Ink::Series(column)));
                    let tip = Place { x: lane.x + end, y: lane.y + BAR / 2.0 };
                    marks.push(Sign::of(column).mark(tip, 3.5, Ink::Series(column)).outlined(Ink::Card, 1.0));
                }
            }
        }
        Picture { size, marks }
    }

    fn names(&self, _view: &View<'_>, _width: f64) -> Vec<Named> {
        let named = |(column, name): (usize, &&str)| Named {
            name: (*name).to_owned(),
            series: column,
            sign: Some(Sign::of(column)),
        };
        self.columns.iter().enumerate().map(named).collect()
    }

    fn sentence(&self, view: &View<'_>) -> String {
        let (words, groups) = (view.words.panel, self.groups(view));
        let row = |group: &Group, row: usize| {
            let bars = self.bars(group, row);
            let says: Vec<String> = (0..bars.len()).filter_map(|column| self.says(bars, column)).collect();
            (!says.is_empty()).then(|| (words.bars.row_says)(&(self.row)(view, group.arm, row), &says))
        };
        let arm = |group: &Group| {
            let rows: Vec<String> = (0..group.rows).filter_map(|at| row(group, at)).collect();
            (!rows.is_empty()).then(|| (words.bars.arm_says)(&view.arms[group.arm].label, &rows))
        };
        let says: Vec<String> = groups.iter().filter_map(arm).collect();
        if says.is_empty() {
            return words.nothing_measured.to_owned();
        }
        let whose = (words.numbers)(&(words.mean_of)(view.keys.members));
        format!("{whose} {}", (words.bars.says)(self.what, &says))
    }

    /// One row for each row of each arm.
    fn table(&self, view: &View<'_>) -> Table {
        let (words, groups) = (view.words.panel, self.groups(view));
        let columns = [words.arm, words.bars.row].into_iter().chain(self.columns.iter().copied());
        let columns: Vec<String> = columns.map(str::to_owned).collect();
        let mut rows = Vec::new();
        for group in groups.iter().filter(|group| !group.values.is_empty()) {
            for row in 0..group.rows {
                let name = [view.arms[group.arm].label.clone(), (self.row)(view, group.arm, row)];
                let bars = self.bars(group, row);
                rows.push(name.into_iter().chain(bars.iter().map(|it| value(*it, scale(bars)))).collect());
            }
        }
        Table { columns, rows }
    }

    /// A column for each column, a row for each row of each arm, one arm after the other.
    fn spots(&self, view: &View<'_>) -> Spot {
        let groups = self.groups(view);
        if groups.iter().all(|group| group.values.is_empty()) {
            return Spot::default();
        }
        Spot::new(self.columns.len(), groups.iter().map(|group| group.rows).sum())
    }

    fn reading(&self, view: &View<'_>, size: Size, spot: Spot) -> Option<Reading> {
        let spots = self.spots(view);
        if spot.column >= spots.column || spot.row >= spots.row {
            return None;
        }
        let groups = self.groups(view);
        let layout = self.layout(&groups, size.width);
        let (column, mut row) = (spot.column as usize, spot.row as usize);
        for (at, group) in groups.iter().enumerate() {
            if let Some(rest) = row.checked_sub(group.rows) {
                row = rest;
                continue;
            }
            let says = self.says(self.bars(group, row), column);
            let says = says.unwrap_or_else(|| view.words.panel.nothing_yet.to_owned());
            let (arm, name) = (&view.arms[group.arm].label, (self.row)(view, group.arm, row));
            let lane = Size { width: layout.tiles.width, height: BAR };
            let mark = Mark::frame(layout.lane(at, row, column), lane, Ink::Strong, 1.4).rounded(2.0);
            return Some(Reading { sentence: format!("{arm}, {name}: {says}."), marks: vec![mark] });
        }
        None
    }

    fn nearest(&self, view: &View<'_>, size: Size, place: Place) -> Spot {
        if self.spots(view) == Spot::default() {
            return Spot::default();
        }
        let groups = self.groups(view);
        let layout = self.layout(&groups, size.width);
        let wide = layout.tiles.width;
        let far = |at: usize| outside(place, layout.corner(at), [wide, layout.each]);
        let at = (0..groups.len()).min_by(|a, b| far(*a).total_cmp(&far(*b))).unwrap_or(0);
        let group = &groups[at];
        let down = place.y - layout.corner(at).y - NAME;
        let row = part(down, group.rows as f64 * layout.row, group.rows);
        let into = down - row as f64 * layout.row - ROW;
        let column = part(into, self.columns.len() as f64 * BAR, self.columns.len());
        let before: usize = groups[..at].iter().map(|group| group.rows).sum();
        Spot::new(column, before + row)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::panel::check;
    use crate::panel::line::tests::Run;
    use crate::panel::picture::Shape;
    use crate::recording::Point;

    fn panel() -> BarsPanel {
        BarsPanel {
            key: "terms",
            title: "What changes it".to_owned(),
            sample: "grid",
            row: |_, _, row| format!("weight {}", row + 1),
            columns: &["growth", "suppression", "noise"],
            what: "change",
        }
    }

    /// A run whose first arm has these numbers.
    fn run(samples: [f32; 6]) -> Run {
        let mut run = Run::new(1, &[0, 0]);
        let samples = samples.to_vec();
        run.recording.push(Point { j: 64, values: vec![0.0], samples, ..Point::default() });
        run
    }

    #[test]
    fn bars_are_read_one_by_one() {
        check::whole(&panel(), &Run::new(2, &[65, 65]).view());
        let run = run([0.5, -0.25, 0.0, 0.0, -1.5, 0.1]);
        check::whole(&panel(), &run.view());
        let size = Size { width: 760.0, height: 300.0 };
        let read = |column, row| {
            panel().reading(&run.view(), size, Spot { column, row }).map(|reading| reading.sentence)
        };
        assert_eq!(read(1, 1).as_deref(), Some("short, weight 2: suppression -1.500."));
        assert_eq!(read(0, 2).as_deref(), Some("long, weight 1: nothing yet."));
        assert_eq!((read(3, 0), read(0, 4)), (None, None));
        assert_eq!(
            panel().sentence(&run.view()),
            "One member. Change: short weight 1, growth 0.500, suppression -0.250, noise 0.000; weight 2, growth 0.000, \
             suppression -1.500, noise 0.100."
        );
        assert_eq!(panel().sentence(&Run::new(1, &[0, 0]).view()), "Nothing is measured yet.");
        let table = panel().table(&run.view());
        assert_eq!(table.columns, ["arm", "row", "growth", "suppression", "noise"]);
        assert_eq!(
            table.rows,
            [
                ["short", "weight 1", "0.500", "-0.250", "0.000"],
                ["short", "weight 2", "0.000", "-1.500", "0.100"]
            ]
        );
    }

    #[test]
    fn what_adds_goes_to_the_right_and_what_takes_away_to_the_left() {
        let picture = check::picture(&panel(), &run([0.5, -0.25, 0.0, 0.0, -1.5, 0.1]).view(), 320.0);
        let bars = picture.marks.iter().filter_map(|mark| match (&mark.shape, mark.fill) {
            (Shape::Rect { at, size, .. }, Some(Ink::Series(column))) if size.height < BAR => {
                Some((column, at.x, size.width))
            }
            _ => None,
        });
        // Squares mark the ends of the second column's bars.
        let bars: Vec<_> = bars.filter(|(_, _, width)| (*width - 6.3).abs() > 0.01).collect();
        assert_eq!(bars.len(), 6);
        let middle = 160.0;
        assert!((bars[0].1 - middle).abs() < 0.01 && bars[1].1 < middle && bars[2].2 == 0.0, "{bars:?}");
    }

    #[test]
    fn what_cannot_be_drawn_does_no_harm() {
        check::odd(&panel(), &Run::new(1, &[0, 0]).view());
        check::odd(&BarsPanel { sample: "nothing", ..panel() }, &Run::new(1, &[65, 65]).view());
        check::odd(&BarsPanel { columns: &[], ..panel() }, &Run::new(1, &[65, 65]).view());
        check::odd(&BarsPanel { columns: &["one"], ..panel() }, &Run::new(1, &[65, 65]).view());
        let run = run([f32::NAN, f32::INFINITY, 0.5, -3.0, f32::NEG_INFINITY, 7.0]);
        check::whole(&panel(), &run.view());
    }
}
