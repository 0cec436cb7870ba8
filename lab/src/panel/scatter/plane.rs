//! Where everything in a plane of points stands: one square for each arm, or only one where there is no field.

use super::contour::contour;
use super::{Axis, Dot2, NARROW};
use crate::panel::picture::{Anchor, Font, Ink, Mark, Picture, Place, Size};
use crate::panel::sign::Sign;
use crate::panel::ticks::{label, ticks};
use crate::panel::tiles::{Tiles, part};

/// The widest that a square gets.
const WIDEST: f64 = 320.0;
/// Height of the line that names a square, and of the one that names its vertical axis.
const NAME: f64 = 22.0;
/// Height of what stands below a square: the marks of the horizontal axis, its name, and room to the next row.
const BELOW: f64 = 54.0;
/// Room beside a square, so that points at its rim are whole.
const RIM: f64 = 10.0;
/// Height of the key.
const KEY: f64 = 24.0;
/// How large a point is.
const RADIUS: f64 = 4.0;
/// How strong the shade of a certain answer is: points of the same colour must stand out from it.
const PALE: f64 = 0.4;
/// How many shades there are from undecided to certain, so that neighbours often share one and become one rectangle.
const SHADES: f64 = 12.0;

/// What is shown.
pub(in crate::panel) struct Plane<'a> {
    pub(in crate::panel) points: Vec<Dot2>,
    pub(in crate::panel) horizontal: Axis,
    pub(in crate::panel) vertical: Axis,
    pub(in crate::panel) classes: &'a [&'a str],
    pub(in crate::panel) squares: Vec<Square<'a>>,
}

/// One arm's square.
pub(in crate::panel) struct Square<'a> {
    /// Its name; none where there is only one.
    pub(in crate::panel) name: Option<&'a str>,
    pub(in crate::panel) field: Option<Grid>,
}

/// The probability of the second class, row after row; the first row lies at the lower end of the vertical axis.
pub(in crate::panel) struct Grid {
    pub(super) values: Vec<f64>,
    pub(super) columns: usize,
}

/// Where the squares stand.
struct Layout {
    tiles: Tiles,
    side: f64,
    /// Room for the marks of the vertical axis.
    margin: f64,
    each: Size,
    /// The whole width.
    width: f64,
    /// Height of the key.
    key: f64,
}

impl Axis {
    /// How far along it a value stands, from 0 to 1; `None` outside.
    fn along(&self, value: f64) -> Option<f64> {
        let part = (value - self.range.0) / (self.range.1 - self.range.0);
        (0.0..=1.0).contains(&part).then_some(part)
    }
}

impl Grid {
    /// What it says of a point; `None` where that is no number.
    pub(super) fn at(&self, point: &Dot2, horizontal: Axis, vertical: Axis) -> Option<f64> {
        let cell = |value: f64, axis: Axis, count: usize| {
            value.is_finite().then(|| part(value - axis.range.0, axis.range.1 - axis.range.0, count))
        };
        let rows = self.values.len().checked_div(self.columns)?;
        let (row, column) = (cell(point.y, vertical, rows)?, cell(point.x, horizontal, self.columns)?);
        self.values.get(row * self.columns + column).copied().filter(|value| value.is_finite())
    }
}

impl Plane<'_> {
    pub(in crate::panel) fn height(&self, width: f64) -> f64 {
        let layout = self.layout(Size { width, height: f64::INFINITY });
        layout.tiles.down as f64 * layout.each.height + layout.key
    }

    pub(in crate::panel) fn picture(&self, size: Size) -> Picture {
        let layout = self.layout(size);
        let mut marks = Vec::new();
        for (at, square) in self.squares.iter().enumerate() {
            let corner = layout.corner(at);
            if let Some(field) = &square.field {
                shades(field, &layout, corner, &mut marks);
            }
            self.axes(square, &layout, corner, &mut marks);
            for point in &self.points {
                let Some(place) = self.place(point, &layout, corner) else { continue };
                let sign = Sign::of(point.class).mark(place, RADIUS, Ink::Series(point.class));
                marks.push(sign.outlined(Ink::Card, 1.2));
            }
            if let Some(name) = square.name {
                let room = layout.each.width;
                let place = Place { x: corner.x - layout.margin, y: corner.y - 1.5 * NAME - 1.0 };
                let name = Font::Name.cut(name, room);
                marks.push(Mark::text(place, name, Anchor::Start, Font::Name, Ink::Strong));
            }
        }
        if layout.key > 0.0 {
            self.names(&layout, &mut marks);
        }
        Picture { size, marks }
    }

    /// Where places of the plane stand in a picture.
    pub(in crate::panel) fn ground(&self, size: Size) -> Ground {
        Ground { layout: self.layout(size), horizontal: self.horizontal, vertical: self.vertical }
    }

    /// What points at a point: a ring in every square.
    pub(super) fn rings(&self, size: Size, point: usize) -> Vec<Mark> {
        let layout = self.layout(size);
        let Some(point) = self.points.get(point) else { return Vec::new() };
        let places = (0..self.squares.len()).filter_map(|at| self.place(point, &layout, layout.corner(at)));
        let ring = |at| Mark { fill: None, ..Mark::circle(at, 8.0, Ink::Strong).outlined(Ink::Strong, 2.0) };
        places.map(ring).collect()
    }

    /// The point that is nearest to a place, in any of the squares.
    pub(super) fn nearest(&self, size: Size, place: Place) -> usize {
        let layout = self.layout(size);
        let distance = |point: &Dot2| {
            let places =
                (0..self.squares.len()).filter_map(|at| self.place(point, &layout, layout.corner(at)));
            let far = |at: Place| (at.x - place.x).powi(2) + (at.y - place.y).powi(2);
            places.map(far).fold(f64::INFINITY, f64::min)
        };
        let distances = self.points.iter().map(distance).enumerate();
        distances.min_by(|(_, a), (_, b)| a.total_cmp(b)).map_or(0, |(at, _)| at)
    }

    fn layout(&self, size: Size) -> Layout {
        let width = size.width.max(1.0);
        let (low, high) = self.vertical.range;
        let heights = ticks(low, high, 5.0);
        let widest = heights.iter().map(|at| Font::Small.width(&label(*at, &heights)));
        let margin = (widest.fold(0.0, f64::max) + 8.0).ceil().min(width * 0.3);
        let tiles = Tiles::new(self.squares.len(), width, 220.0);
        // Where the picture is narrow, the page says the names.
        let key = if width < NARROW || self.classes.is_empty() { 0.0 } else { KEY };
        let above = 2.0 * NAME;
        let across = tiles.width - margin - RIM;
        let down = (size.height - key) / tiles.down as f64 - above - BELOW;
        let side = across.min(down).clamp(1.0, WIDEST);
        let each = Size { width: margin + side + RIM, height: above + side + BELOW };
        Layout { tiles, side, margin, each, width, key }
    }

    fn place(&self, point: &Dot2, layout: &Layout, corner: Place) -> Option<Place> {
        let (along, up) = (self.horizontal.along(point.x)?, self.vertical.along(point.y)?);
        Some(Place { x: corner.x + along * layout.side, y: corner.y + (1.0 - up) * layout.side })
    }

    /// Axes with their marks and names; lines across where no field lies below.
    fn axes(&self, square: &Square<'_>, layout: &Layout, corner: Place, marks: &mut Vec<Mark>) {
        let (left, top, side) = (corner.x, corner.y, layout.side);
        let (right, bottom) = (left + side, top + side);
        let small = |x: f64, y: f64, text: &str, anchor: Anchor| {
            let text = Font::Small.cut(text, layout.each.width);
            Mark::text(Place { x, y }, text, anchor, Font::Small, Ink::Soft)
        };
        let rule = |from: Place, to: Place, ink: Ink| Mark::line(vec![from, to], ink, 1.0);
        let place = |x: f64, y: f64| Place { x, y };
        let (widths, heights) = (self.horizontal.ticks(side / 60.0), self.vertical.ticks(side / 40.0));
        for (along, text) in &widths {
            let x = left + along * side;
            let half = Font::Small.width(text) / 2.0;
            if square.field.is_none() {
                marks.push(rule(place(x, top), place(x, bottom), Ink::Rule));
            }
            marks.push(rule(place(x, bottom), place(x, bottom + 4.0), Ink::Axis));
            marks.push(small(x.min(right + RIM - half), bottom + 16.0, text, Anchor::Middle));
        }
        for (up, text) in &heights {
            let y = bottom - up * side;
            if square.field.is_none() {
                marks.push(rule(place(left, y), place(right, y), Ink::Rule));
            }
            marks.push(rule(place(left - 4.0, y), place(left, y), Ink::Axis));
            let text = Font::Small.cut(text, layout.margin - 6.0);
            marks.push(Mark::text(place(left - 6.0, y), text, Anchor::End, Font::Small, Ink::Soft));
        }
        marks.push(rule(place(left, bottom), place(right, bottom), Ink::Axis));
        marks.push(rule(place(left, top), place(left, bottom), Ink::Axis));
        let (across, up) = (format!("{} →", self.horizontal.name), format!("{} ↑", self.vertical.name));
        marks.push(small(left - layout.margin, top - NAME / 2.0 - 5.0, &up, Anchor::Start));
        marks.push(small(right + RIM, bottom + 34.0, &across, Anchor::End));
    }

    /// The classes with their shapes.
    fn names(&self, layout: &Layout, marks: &mut Vec<Mark>) {
        let y = layout.tiles.down as f64 * layout.each.height + KEY / 2.0;
        let mut x = RADIUS + 2.0;
        for (class, name) in self.classes.iter().enumerate() {
            let name = Font::Small.cut(name, layout.width - x - 12.0);
            if name.is_empty() {
                break;
            }
            let sign = Sign::of(class).mark(Place { x, y }, RADIUS, Ink::Series(class));
            let width = Font::Small.width(&name);
            marks.push(sign);
            let place = Place { x: x + 10.0, y };
            marks.push(Mark::text(place, name, Anchor::Start, Font::Small, Ink::Soft));
            x += 10.0 + width + 22.0;
        }
    }
}

/// The squares of a picture, for what is drawn over them.
pub(in crate::panel) struct Ground {
    layout: Layout,
    horizontal: Axis,
    vertical: Axis,
}

impl Ground {
    /// Where a place stands in a square: at the rim where it lies outside, `None` where it is no number.
    pub(in crate::panel) fn at(&self, square: usize, [x, y]: [f64; 2]) -> Option<Place> {
        let within = |axis: Axis, value: f64| {
            let part = (value - axis.range.0) / (axis.range.1 - axis.range.0);
            part.is_finite().then(|| part.clamp(0.0, 1.0))
        };
        let (along, up) = (within(self.horizontal, x)?, within(self.vertical, y)?);
        let (corner, side) = (self.layout.corner(square), self.layout.side);
        Some(Place { x: corner.x + along * side, y: corner.y + (1.0 - up) * side })
    }

    /// The left and the right edge of a square.
    pub(in crate::panel) fn edges(&self, square: usize) -> [f64; 2] {
        let left = self.layout.corner(square).x;
        [left, left + self.layout.side]
    }
}

impl Layout {
    /// The left, upper corner of a square.
    fn corner(&self, at: usize) -> Place {
        let corner = self.tiles.corner(at, self.each);
        Place { x: corner.x + self.margin, y: corner.y + 2.0 * NAME }
    }
}

impl Axis {
    /// Its marks, each with how far along it stands.
    fn ticks(&self, most: f64) -> Vec<(f64, String)> {
        let ticks = ticks(self.range.0, self.range.1, most.clamp(1.0, 5.0));
        ticks.iter().filter_map(|at| Some((self.along(*at)?, label(*at, &ticks)))).collect()
    }
}

/// The field in pale shades of the two classes, and a line where it is undecided.
fn shades(field: &Grid, layout: &Layout, corner: Place, marks: &mut Vec<Mark>) {
    let side = layout.side;
    let square = Size { width: side, height: side };
    marks.push(Mark::rect(corner, square, Ink::Wash));
    let rows = field.values.chunks_exact(field.columns.max(1));
    let (wide, high) = (field.columns as f64, rows.len() as f64);
    // Whole pixels, so that no seam shows between neighbours.
    let x = |column: usize| (corner.x + column as f64 / wide * side).round();
    let y = |row: usize| (corner.y + (1.0 - row as f64 / high) * side).round();
    for (row, values) in rows.enumerate() {
        let mut start = 0;
        for run in values.chunk_by(|a, b| shade(*a) == shade(*b)) {
            let end = start + run.len();
            if let Some(ink) = shade(run[0]) {
                let at = Place { x: x(start), y: y(row + 1) };
                let size = Size { width: x(end) - at.x, height: y(row) - at.y };
                marks.push(Mark::rect(at, size, ink));
            }
            start = end;
        }
    }
    for line in contour(&field.values, field.columns, 0.5) {
        let place = |(column, row): (f64, f64)| Place {
            x: corner.x + column / wide * side,
            y: corner.y + (1.0 - row / high) * side,
        };
        marks.push(Mark::line(line.into_iter().map(place).collect(), Ink::Strong, 1.4));
    }
}

/// The shade of a probability of the second class; none where it is undecided or no number.
fn shade(probability: f64) -> Option<Ink> {
    let certain = ((probability - 0.5).abs() * 2.0).min(1.0);
    let step = (certain * SHADES).round() / SHADES;
    (probability.is_finite() && step > 0.0).then_some(Ink::Heat(usize::from(probability > 0.5), step * PALE))
}
