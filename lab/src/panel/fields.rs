//! Shaded fields side by side: for each arm one small picture of rows and columns, with a scale that says which shade is
//! which value. Heat maps and sweeps of two knobs are both made of them.

use super::picture::{Anchor, Font, Ink, Mark, Picture, Place, Size};
use super::spread::apart;
use super::tiles::{Tiles, part};
use super::{Spot, ticks};

/// The widest that one field gets.
const WIDEST: f64 = 36.0;
/// Height of the line that names a picture, and of the one that names its rows.
const NAME: f64 = 20.0;
/// Height of what stands below the fields: the marks of the columns, their name, and room to the next row of pictures.
const BELOW: f64 = 52.0;
/// Height of the scale at the bottom.
const SCALE: f64 = 26.0;
/// How many shades the scale shows.
const SHADES: u8 = 24;

/// What is shown.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Fields {
    /// What goes from top to bottom.
    pub(super) rows: Side,
    /// What goes from left to right.
    pub(super) columns: Side,
    /// The values of the palest and of the strongest shade.
    pub(super) range: (f64, f64),
    /// What one field is.
    pub(super) what: String,
    /// One small picture for each arm.
    pub(super) pictures: Vec<Fielded>,
}

/// What rows or columns are.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Side {
    /// Their name.
    pub(super) name: String,
    /// The mark of each.
    pub(super) marks: Vec<String>,
}

/// One small picture.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Fielded {
    /// Its name.
    pub(super) name: String,
    /// The value of each field, row after row; none at all while nothing is measured.
    pub(super) values: Vec<Option<f64>>,
    /// Whether a field has a dot, row after row.
    pub(super) dots: Vec<bool>,
}

/// One field: the small picture, the row and the column, by position.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Field {
    pub(super) picture: usize,
    pub(super) row: usize,
    pub(super) column: usize,
}

/// Where the fields stand.
struct Layout {
    tiles: Tiles,
    /// How wide and high a field is.
    cell: f64,
    /// Room for the marks of the rows.
    margin: f64,
    /// What one small picture takes up.
    each: Size,
    /// The whole width.
    width: f64,
}

impl Side {
    /// Numbers from 1.
    pub(super) fn numbered(name: &str, count: usize) -> Self {
        Self { name: name.to_owned(), marks: (1..=count).map(|at| at.to_string()).collect() }
    }

    fn widest(&self) -> f64 {
        self.marks.iter().map(|mark| Font::Small.width(mark)).fold(0.0, f64::max)
    }

    /// Every so many of them can be marked where each takes up `cell` and a mark `room`.
    fn every(&self, cell: f64, room: f64) -> impl Iterator<Item = (usize, &str)> {
        let count = self.marks.len();
        let step = (1..count).find(|step| *step as f64 * cell >= room).unwrap_or(count.max(1));
        self.marks.iter().map(String::as_str).enumerate().step_by(step)
    }
}

impl Fields {
    /// How high a picture of this width is.
    pub(super) fn height(&self, width: f64) -> f64 {
        let layout = self.layout(Size { width, height: f64::INFINITY });
        layout.tiles.down as f64 * layout.each.height + SCALE
    }

    /// The picture.
    pub(super) fn picture(&self, size: Size) -> Picture {
        let layout = self.layout(size);
        let mut marks = Vec::new();
        for at in 0..self.pictures.len() {
            self.name(&layout, at, &mut marks);
            self.sides(&layout, at, &mut marks);
            self.shades(&layout, at, &mut marks);
        }
        self.scale(&layout, &mut marks);
        Picture { size, marks }
    }

    /// The value of a field.
    pub(super) fn value(&self, field: Field) -> Option<f64> {
        *self.pictures.get(field.picture)?.values.get(self.place(field))?
    }

    /// Whether a field has a dot.
    pub(super) fn has_dot(&self, field: Field) -> bool {
        let dots = self.pictures.get(field.picture).map(|picture| &picture.dots);
        dots.and_then(|dots| dots.get(self.place(field))).copied().unwrap_or(false)
    }

    /// The columns of all pictures after another, so that one moves from one picture on into the next.
    pub(super) fn spots(&self) -> Spot {
        if self.pictures.iter().all(|picture| picture.values.is_empty()) || self.is_empty() {
            return Spot::default();
        }
        Spot::new(self.pictures.len() * self.columns.marks.len(), self.rows.marks.len())
    }

    /// The field of a spot.
    pub(super) fn field(&self, spot: Spot) -> Option<Field> {
        let spots = self.spots();
        if spot.column >= spots.column || spot.row >= spots.row {
            return None;
        }
        let (column, columns) = (spot.column as usize, self.columns.marks.len());
        Some(Field { picture: column / columns, row: spot.row as usize, column: column % columns })
    }

    /// The spot of the field that is nearest to a place.
    pub(super) fn nearest(&self, size: Size, place: Place) -> Spot {
        if self.spots() == Spot::default() {
            return Spot::default();
        }
        let layout = self.layout(size);
        let (rows, columns) = (self.rows.marks.len(), self.columns.marks.len());
        let (high, wide) = (rows as f64 * layout.cell, columns as f64 * layout.cell);
        let distance = |at: &usize| {
            let corner = layout.corner(*at);
            let x = apart(place.x, corner.x, corner.x + wide);
            let y = apart(place.y, corner.y, corner.y + high);
            x * x + y * y
        };
        let nearest = (0..self.pictures.len()).min_by(|a, b| distance(a).total_cmp(&distance(b)));
        let picture = nearest.unwrap_or(0);
        let corner = layout.corner(picture);
        let column = part(place.x - corner.x, wide, columns);
        Spot::new(picture * columns + column, part(place.y - corner.y, high, rows))
    }

    /// What points at a field.
    pub(super) fn pointer(&self, size: Size, field: Field) -> Mark {
        let layout = self.layout(size);
        let side = Size { width: layout.cell, height: layout.cell };
        Mark::frame(layout.at(field), side, Ink::Strong, 2.0).rounded(2.0)
    }

    fn is_empty(&self) -> bool {
        self.rows.marks.is_empty() || self.columns.marks.is_empty()
    }

    fn place(&self, field: Field) -> usize {
        field.row * self.columns.marks.len() + field.column
    }

    fn layout(&self, size: Size) -> Layout {
        let width = size.width.max(1.0);
        let (rows, columns) = (self.rows.marks.len().max(1) as f64, self.columns.marks.len().max(1) as f64);
        let margin = (self.rows.widest() + 6.0).ceil().min(width * 0.3);
        // A few fields want to be seen well, many together need no more than to be told apart.
        let least = (margin + columns * (180.0 / columns).clamp(4.0, 20.0)).max(110.0);
        let tiles = Tiles::new(self.pictures.len(), width, least);
        let across = (tiles.width - margin) / columns;
        let down = ((size.height - SCALE) / tiles.down as f64 - 2.0 * NAME - BELOW) / rows;
        let cell = across.min(down).clamp(0.1, WIDEST);
        // Whole pixels, for sharp edges; the margin keeps what came out a hair too small from losing one.
        let cell = if cell >= 1.0 { (cell + 1e-6).floor() } else { cell };
        let names = self.pictures.iter().map(|picture| Font::Name.width(&picture.name));
        let each = Size {
            width: names.fold(margin + columns * cell, f64::max).min(tiles.width),
            height: 2.0 * NAME + rows * cell + BELOW,
        };
        Layout { tiles, cell, margin, each, width }
    }

    fn name(&self, layout: &Layout, at: usize, marks: &mut Vec<Mark>) {
        let Place { x, y } = layout.tiles.corner(at, layout.each);
        let name = Font::Name.cut(&self.pictures[at].name, layout.each.width);
        let place = Place { x, y: y + NAME / 2.0 };
        marks.push(Mark::text(place, name, Anchor::Start, Font::Name, Ink::Series(at)));
    }

    /// The names of rows and columns, and their marks.
    fn sides(&self, layout: &Layout, at: usize, marks: &mut Vec<Mark>) {
        let (left, corner) = (layout.tiles.corner(at, layout.each), layout.corner(at));
        let mut small = |x: f64, y: f64, text: &str, room: f64, anchor: Anchor| {
            let text = Font::Small.cut(text, room);
            marks.push(Mark::text(Place { x, y }, text, anchor, Font::Small, Ink::Soft));
        };
        let bottom = corner.y + self.rows.marks.len() as f64 * layout.cell;
        let (rows, columns) = (format!("{} ↓", self.rows.name), format!("{} →", self.columns.name));
        small(left.x, corner.y - NAME / 2.0, &rows, layout.each.width, Anchor::Start);
        small(corner.x, bottom + 28.0, &columns, layout.each.width - layout.margin, Anchor::Start);
        for (row, text) in self.rows.every(layout.cell, 13.0) {
            let y = corner.y + (row as f64 + 0.5) * layout.cell;
            small(corner.x - 5.0, y, text, layout.margin - 5.0, Anchor::End);
        }
        let room = self.columns.widest() + 6.0;
        for (column, text) in self.columns.every(layout.cell, room) {
            let half = Font::Small.width(text) / 2.0;
            let x = corner.x + (column as f64 + 0.5) * layout.cell;
            // The last mark may be wider than its field.
            let x = x.min(left.x + layout.tiles.width - half).max(left.x + half);
            small(x, bottom + 11.0, text, layout.each.width, Anchor::Middle);
        }
    }

    fn shades(&self, layout: &Layout, at: usize, marks: &mut Vec<Mark>) {
        let gap = if layout.cell >= 14.0 { 2.0 } else { f64::from(u8::from(layout.cell >= 6.0)) };
        let side = Size { width: layout.cell - gap, height: layout.cell - gap };
        let radius = if layout.cell >= 14.0 { 3.0 } else { 0.0 };
        let columns = 0..self.columns.marks.len();
        for (row, column) in
            (0..self.rows.marks.len()).flat_map(|row| columns.clone().map(move |at| (row, at)))
        {
            let field = Field { picture: at, row, column };
            let Place { x, y } = layout.at(field);
            let corner = Place { x: x + gap / 2.0, y: y + gap / 2.0 };
            let middle = Place { x: x + layout.cell / 2.0, y: y + layout.cell / 2.0 };
            match self.value(field) {
                Some(value) if value.is_finite() => {
                    marks.push(Mark::rect(corner, side, Ink::Heat(at, self.shade(value))).rounded(radius));
                }
                // What is no number is crossed out, what is not there yet is empty.
                value => {
                    marks.push(Mark::frame(corner, side, Ink::Rule, 1.0).rounded(radius));
                    if value.is_some() {
                        let end = Place { x: corner.x + side.width, y: corner.y + side.height };
                        marks.push(Mark::line(vec![corner, end], Ink::Soft, 1.0));
                    }
                }
            }
            if self.has_dot(field) {
                let dot = Mark::circle(middle, (layout.cell * 0.13).min(4.0), Ink::Strong);
                marks.push(if layout.cell >= 10.0 { dot.outlined(Ink::Card, 1.0) } else { dot });
            }
        }
    }

    /// How strong the shade of a value is, from 0 to 1.
    fn shade(&self, value: f64) -> f64 {
        let part = (value - self.range.0) / (self.range.1 - self.range.0);
        if part.is_nan() { 0.0 } else { part.clamp(0.0, 1.0) }
    }

    /// The shades from the lowest to the highest value, in the colour of each picture, and what they mean.
    fn scale(&self, layout: &Layout, marks: &mut Vec<Mark>) {
        let y = layout.tiles.down as f64 * layout.each.height + SCALE / 2.0;
        let ends = [self.range.0, self.range.1];
        let [low, high] = ends.map(|end| ticks::label(end, &ends));
        let start = (Font::Small.width(&low) + 6.0).ceil();
        let after = layout.width - start - Font::Small.width(&high) - 6.0;
        let length = 96.0_f64.min(after.max(0.0));
        let count = self.pictures.len().max(1);
        let side = Size { width: length / f64::from(SHADES), height: 12.0 / count as f64 };
        for (at, shade) in (0..self.pictures.len()).flat_map(|at| (0..SHADES).map(move |shade| (at, shade))) {
            let corner =
                Place { x: start + f64::from(shade) * side.width, y: y - 6.0 + at as f64 * side.height };
            marks.push(Mark::rect(corner, side, Ink::Heat(at, f64::from(shade) / f64::from(SHADES - 1))));
        }
        let mut small = |x: f64, text: &str| {
            let text = Font::Small.cut(text, layout.width - x);
            marks.push(Mark::text(Place { x, y }, text, Anchor::Start, Font::Small, Ink::Soft));
        };
        let behind = start + length + 6.0;
        small(0.0, &low);
        small(behind, &high);
        small(behind + Font::Small.width(&high) + 12.0, &self.what);
    }
}

impl Layout {
    /// The left, upper corner of a picture's fields.
    fn corner(&self, picture: usize) -> Place {
        let corner = self.tiles.corner(picture, self.each);
        Place { x: corner.x + self.margin, y: corner.y + 2.0 * NAME }
    }

    /// The left, upper corner of a field.
    fn at(&self, field: Field) -> Place {
        let corner = self.corner(field.picture);
        Place { x: corner.x + field.column as f64 * self.cell, y: corner.y + field.row as f64 * self.cell }
    }
}
