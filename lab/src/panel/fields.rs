//! Shaded fields side by side: small pictures of rows and columns, with a scale that says which shade is which value.
//! Heat maps, sweeps of two knobs and what exhibits show are made of them.

use super::number::value;
use super::picture::{Anchor, Font, Ink, Mark, Picture, Place, Size};
use super::spread::outside;
use super::tiles::{Tiles, part};
use super::{Reading, Spot, Table, ticks};
use crate::words::Words;

/// The widest that one field gets.
const WIDEST: f64 = 36.0;
/// The height that fields are made to fit into where there are many, and the least that each is given for that.
const TALL: f64 = 432.0;
const LEAST: f64 = 3.0;
/// The least that a field must be for a minus sign.
const SIGNED: f64 = 8.0;
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
pub struct Fields {
    /// The values of the palest and of the strongest shade. Where it reaches below zero, zero is the palest, and what
    /// lies below has a shade of its own and, where there is room, a minus sign.
    pub range: (f64, f64),
    /// What one field is: "share restored".
    pub what: String,
    /// The small pictures.
    pub pictures: Vec<Fielded>,
}

/// What rows or columns are.
#[derive(Debug, Clone, PartialEq)]
pub struct Side {
    /// Their name.
    pub(super) name: String,
    /// What each is called.
    pub(super) marks: Vec<String>,
    /// Those that belong together, one block after the other; none where each stands for itself.
    pub(super) blocks: Vec<Block>,
}

/// Neighbouring rows or columns that belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// Its mark beside the picture, a letter or two.
    pub mark: String,
    /// Its name, to stand before the number of one of its rows or columns.
    pub name: String,
    /// How many there are.
    pub size: usize,
}

/// One small picture.
#[derive(Debug, Clone, PartialEq)]
pub struct Fielded {
    /// Its name.
    pub name: String,
    /// The series whose colour it has.
    pub series: usize,
    /// What goes from top to bottom.
    pub rows: Side,
    /// What goes from left to right.
    pub columns: Side,
    /// The value of each field, row after row; none at all while nothing is measured.
    pub values: Vec<Option<f64>>,
    /// Whether a field has a dot, row after row.
    pub dots: Vec<bool>,
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
    /// How wide one small picture is.
    each: f64,
    /// Where each line of small pictures begins, from the top, and the last one ends.
    lines: Vec<f64>,
    /// The whole width.
    width: f64,
}

impl Side {
    /// Numbers from 1.
    #[must_use]
    pub fn numbered(name: &str, count: usize) -> Self {
        Self::named(name, (1..=count).map(|at| at.to_string()).collect())
    }

    /// Each with a name of its own.
    pub(super) fn named(name: &str, marks: Vec<String>) -> Self {
        Self { name: name.to_owned(), marks, blocks: Vec::new() }
    }

    /// Blocks, one after the other; what is in them is numbered from 1.
    #[must_use]
    pub fn of_blocks(name: &str, blocks: Vec<Block>) -> Self {
        let numbered = |block: &Block| {
            let name = block.name.clone();
            (1..=block.size).map(move |at| format!("{name} {at}"))
        };
        Self { name: name.to_owned(), marks: blocks.iter().flat_map(numbered).collect(), blocks }
    }

    fn len(&self) -> usize {
        self.marks.len()
    }

    /// Where each block but the first begins.
    fn borders(&self) -> impl Iterator<Item = usize> {
        let ends = self.blocks.iter().scan(0, |end, block| {
            *end += block.size;
            Some(*end)
        });
        ends.take(self.blocks.len().saturating_sub(1))
    }

    fn widest(&self) -> f64 {
        let width = |mark: &String| Font::Small.width(mark);
        if self.blocks.is_empty() {
            self.marks.iter().map(width).fold(0.0, f64::max)
        } else {
            self.blocks.iter().map(|block| width(&block.mark)).fold(0.0, f64::max)
        }
    }

    /// The marks that there is room for, each with how far along it stands: those of blocks that are long enough, or
    /// every so many of the rows or columns. Each of these takes up `cell`, and `room` says what a mark needs.
    fn said(&self, cell: f64, room: impl Fn(&str) -> f64) -> Vec<(f64, &str)> {
        if !self.blocks.is_empty() {
            let mut start = 0;
            let blocks = self.blocks.iter().map(|block| {
                let middle = (start as f64 + block.size as f64 / 2.0) * cell;
                start += block.size;
                (middle, block)
            });
            let fits = |block: &Block| block.size as f64 * cell >= room(&block.mark);
            return blocks.filter(|(_, it)| fits(it)).map(|(at, it)| (at, it.mark.as_str())).collect();
        }
        let widest = self.marks.iter().map(|mark| room(mark)).fold(0.0, f64::max);
        let step = (1..self.len()).find(|step| *step as f64 * cell >= widest).unwrap_or(self.len().max(1));
        let every = self.marks.iter().map(String::as_str).enumerate().step_by(step);
        every.map(|(at, mark)| ((at as f64 + 0.5) * cell, mark)).collect()
    }
}

impl Fielded {
    /// Whether there is nothing in it, and never will be.
    fn is_bare(&self) -> bool {
        self.rows.marks.is_empty() || self.columns.marks.is_empty()
    }

    fn place(&self, row: usize, column: usize) -> usize {
        row * self.columns.len() + column
    }

    /// The value of a field.
    pub(super) fn value(&self, row: usize, column: usize) -> Option<f64> {
        *self.values.get(self.place(row, column))?
    }

    fn has_dot(&self, row: usize, column: usize) -> bool {
        self.dots.get(self.place(row, column)).copied().unwrap_or(false)
    }
}

impl Fields {
    /// How high a picture of this width is.
    #[must_use]
    pub fn height(&self, width: f64) -> f64 {
        self.layout(Size { width, height: f64::INFINITY }).bottom() + SCALE
    }

    /// The picture.
    #[must_use]
    pub fn picture(&self, size: Size) -> Picture {
        let layout = self.layout(size);
        let mut marks = Vec::new();
        for at in 0..self.pictures.len() {
            self.name(&layout, at, &mut marks);
            self.sides(&layout, at, &mut marks);
            self.shades(&layout, at, &mut marks);
            self.borders(&layout, at, &mut marks);
        }
        self.scale(&layout, &mut marks);
        Picture { size, marks }
    }

    /// One row for each row of each picture that has values; `of` says what the pictures are of. Where pictures have
    /// different columns, there is a column for each that any of them has.
    #[must_use]
    pub fn table(&self, of: &str) -> Table {
        let mut names: Vec<String> = Vec::new();
        let mut rows_are = "";
        for picture in &self.pictures {
            let Side { name, marks, .. } = &picture.columns;
            rows_are = &picture.rows.name;
            let new: Vec<String> = marks.iter().map(|mark| format!("{name} {mark}")).collect();
            names.extend(new.into_iter().filter(|new| !names.contains(new)).collect::<Vec<_>>());
        }
        let rows_of = |picture: &Fielded| {
            let Side { name, marks, .. } = &picture.columns;
            let columns: Vec<String> = marks.iter().map(|mark| format!("{name} {mark}")).collect();
            let places: Vec<Option<usize>> =
                names.iter().map(|name| columns.iter().position(|column| column == name)).collect();
            let cell =
                |row: usize, place: &Option<usize>| match place.map(|column| picture.value(row, column)) {
                    Some(Some(number)) => value(number, self.range),
                    Some(None) => "–".to_owned(),
                    None => String::new(),
                };
            let row = |(row, mark): (usize, &String)| {
                let first = [picture.name.clone(), mark.clone()];
                first.into_iter().chain(places.iter().map(|place| cell(row, place))).collect()
            };
            picture.rows.marks.iter().enumerate().map(row).collect::<Vec<Vec<String>>>()
        };
        let measured = self.pictures.iter().filter(|picture| !picture.values.is_empty());
        let rows = measured.flat_map(rows_of).collect();
        let columns = [of.to_owned(), rows_are.to_owned()].into_iter().chain(names.iter().cloned()).collect();
        Table { columns, rows }
    }

    /// The columns of all pictures after another, so that one moves from one picture on into the next.
    #[must_use]
    pub fn spots(&self) -> Spot {
        if self.pictures.iter().all(|picture| picture.values.is_empty() || picture.is_bare()) {
            return Spot::default();
        }
        let rows = self.pictures.iter().map(|picture| picture.rows.len()).max().unwrap_or(0);
        Spot::new(self.pictures.iter().map(|picture| picture.columns.len()).sum(), rows)
    }

    /// The field of a spot. Where a picture has fewer rows than others, that is one in its last row.
    pub(super) fn field(&self, spot: Spot) -> Option<Field> {
        let spots = self.spots();
        if spot.column >= spots.column || spot.row >= spots.row {
            return None;
        }
        let mut column = spot.column as usize;
        for (picture, it) in self.pictures.iter().enumerate() {
            if let Some(rest) = column.checked_sub(it.columns.len()) {
                column = rest;
                continue;
            }
            return Some(Field {
                picture,
                row: (spot.row as usize).min(it.rows.len().checked_sub(1)?),
                column,
            });
        }
        None
    }

    /// What stands at a spot; `who` says whose number it is, as "mean of 4 members".
    #[must_use]
    pub fn reading(&self, words: &Words, size: Size, spot: Spot, who: Option<&str>) -> Option<Reading> {
        let words = words.panel;
        let field = self.field(spot)?;
        let picture = &self.pictures[field.picture];
        let says = match picture.value(field.row, field.column) {
            Some(number) => (words.heat.value)(&value(number, self.range), &self.what, who),
            None => words.nothing_yet.to_owned(),
        };
        let says = if picture.has_dot(field.row, field.column) { (words.heat.with_dot)(&says) } else { says };
        let (rows, columns) = (&picture.rows, &picture.columns);
        let sentence = format!(
            "{}, {} {}, {} {}: {says}.",
            picture.name, rows.name, rows.marks[field.row], columns.name, columns.marks[field.column]
        );
        Some(Reading { sentence, marks: vec![self.frame(size, field)] })
    }

    /// A frame around a field.
    pub(super) fn frame(&self, size: Size, field: Field) -> Mark {
        let layout = self.layout(size);
        let side = Size { width: layout.cell, height: layout.cell };
        Mark::frame(layout.at(field), side, Ink::Strong, 2.0).rounded(2.0)
    }

    /// The spot of the field that is nearest to a place.
    #[must_use]
    pub fn nearest(&self, size: Size, place: Place) -> Spot {
        if self.spots() == Spot::default() {
            return Spot::default();
        }
        let layout = self.layout(size);
        let extent = |at: usize| {
            let picture = &self.pictures[at];
            (picture.columns.len() as f64 * layout.cell, picture.rows.len() as f64 * layout.cell)
        };
        let distance = |at: &usize| {
            let (corner, (wide, high)) = (layout.corner(*at), extent(*at));
            outside(place, corner, [wide, high])
        };
        let drawn = (0..self.pictures.len()).filter(|at| !self.pictures[*at].is_bare());
        let picture = drawn.min_by(|a, b| distance(a).total_cmp(&distance(b))).unwrap_or(0);
        let (corner, (wide, high)) = (layout.corner(picture), extent(picture));
        let before: usize = self.pictures[..picture].iter().map(|picture| picture.columns.len()).sum();
        let Fielded { rows, columns, .. } = &self.pictures[picture];
        let column = part(place.x - corner.x, wide, columns.len());
        Spot::new(before + column, part(place.y - corner.y, high, rows.len()))
    }

    fn layout(&self, size: Size) -> Layout {
        let width = size.width.max(1.0);
        let most =
            |count: fn(&Fielded) -> usize| self.pictures.iter().map(count).max().unwrap_or(0).max(1) as f64;
        let (rows, columns) = (most(|picture| picture.rows.len()), most(|picture| picture.columns.len()));
        let widest = self.pictures.iter().map(|picture| picture.rows.widest()).fold(0.0, f64::max);
        let margin = (widest + 6.0).ceil().min(width * 0.3);
        // A few fields want to be seen well, many together need no more than to be told apart.
        let least = (margin + columns * (180.0 / columns).clamp(4.0, 20.0)).max(110.0);
        let tiles = Tiles::new(self.pictures.len(), width, least);
        let across = (tiles.width - margin) / columns;
        let lines: Vec<f64> = self.pictures.chunks(tiles.across).map(most_rows).collect();
        let down =
            (size.height - SCALE - lines.len() as f64 * (2.0 * NAME + BELOW)) / lines.iter().sum::<f64>();
        let tallest = (TALL / rows).max(LEAST);
        let cell = across.min(down).min(tallest).clamp(0.1, WIDEST);
        // Whole pixels, for sharp edges; the margin keeps what came out a hair too small from losing one.
        let cell = if cell >= 1.0 { (cell + 1e-6).floor() } else { cell };
        let names = self.pictures.iter().map(|picture| Font::Name.width(&picture.name));
        let each = names.fold(margin + columns * cell, f64::max).min(tiles.width);
        let mut bottom = 0.0;
        let ends = lines.into_iter().map(|rows| {
            bottom += 2.0 * NAME + rows * cell + BELOW;
            bottom
        });
        let lines = std::iter::once(0.0).chain(ends).collect();
        Layout { tiles, cell, margin, each, lines, width }
    }

    fn name(&self, layout: &Layout, at: usize, marks: &mut Vec<Mark>) {
        let Place { x, y } = layout.start(at);
        let Fielded { name, series, .. } = &self.pictures[at];
        let (place, name) = (Place { x, y: y + NAME / 2.0 }, Font::Name.cut(name, layout.each));
        marks.push(Mark::text(place, name, Anchor::Start, Font::Name, Ink::Series(*series)));
    }

    /// The names of rows and columns, and their marks.
    fn sides(&self, layout: &Layout, at: usize, marks: &mut Vec<Mark>) {
        let (left, corner) = (layout.start(at), layout.corner(at));
        let Fielded { rows, columns, .. } = &self.pictures[at];
        let mut small = |x: f64, y: f64, text: &str, room: f64, anchor: Anchor| {
            let text = Font::Small.cut(text, room);
            marks.push(Mark::text(Place { x, y }, text, anchor, Font::Small, Ink::Soft));
        };
        let bottom = corner.y + rows.len() as f64 * layout.cell;
        let (down, right) = (format!("{} ↓", rows.name), format!("{} →", columns.name));
        small(left.x, corner.y - NAME / 2.0, &down, layout.each, Anchor::Start);
        small(corner.x, bottom + 28.0, &right, layout.each - layout.margin, Anchor::Start);
        for (along, text) in rows.said(layout.cell, |_| 13.0) {
            small(corner.x - 5.0, corner.y + along, text, layout.margin - 5.0, Anchor::End);
        }
        for (along, text) in columns.said(layout.cell, |mark| Font::Small.width(mark) + 6.0) {
            let half = Font::Small.width(text) / 2.0;
            // The last mark may be wider than its field.
            let x = (corner.x + along).min(left.x + layout.tiles.width - half).max(left.x + half);
            small(x, bottom + 11.0, text, layout.each, Anchor::Middle);
        }
    }

    fn shades(&self, layout: &Layout, at: usize, marks: &mut Vec<Mark>) {
        let gap = if layout.cell >= 14.0 { 2.0 } else { f64::from(u8::from(layout.cell >= 6.0)) };
        let side = Size { width: layout.cell - gap, height: layout.cell - gap };
        let radius = if layout.cell >= 14.0 { 3.0 } else { 0.0 };
        let picture = &self.pictures[at];
        let columns = 0..picture.columns.len();
        for (row, column) in (0..picture.rows.len()).flat_map(|row| columns.clone().map(move |at| (row, at)))
        {
            let Place { x, y } = layout.at(Field { picture: at, row, column });
            let corner = Place { x: x + gap / 2.0, y: y + gap / 2.0 };
            let middle = Place { x: x + layout.cell / 2.0, y: y + layout.cell / 2.0 };
            match picture.value(row, column) {
                Some(value) if value.is_finite() => {
                    let ink = self.ink(picture.series, value);
                    marks.push(Mark::rect(corner, side, ink).rounded(radius));
                    if matches!(ink, Ink::Below(part) if part >= 0.1) && layout.cell >= SIGNED {
                        let end = |part: f64| Place { x: middle.x + part * layout.cell, y: middle.y };
                        marks.push(Mark::line(vec![end(-0.2), end(0.2)], Ink::Strong, 1.4));
                    }
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
            if picture.has_dot(row, column) {
                let dot = Mark::circle(middle, (layout.cell * 0.13).min(4.0), Ink::Strong);
                marks.push(if layout.cell >= 10.0 { dot.outlined(Ink::Card, 1.0) } else { dot });
            }
        }
    }

    /// Lines between the blocks of a picture.
    fn borders(&self, layout: &Layout, at: usize, marks: &mut Vec<Mark>) {
        let (Fielded { rows, columns, .. }, corner) = (&self.pictures[at], layout.corner(at));
        let end = Place {
            x: corner.x + columns.len() as f64 * layout.cell,
            y: corner.y + rows.len() as f64 * layout.cell,
        };
        let mut line = |from: Place, to: Place| marks.push(Mark::line(vec![from, to], Ink::Axis, 1.0));
        for row in rows.borders() {
            let y = corner.y + row as f64 * layout.cell;
            line(Place { x: corner.x, y }, Place { x: end.x, y });
        }
        for column in columns.borders() {
            let x = corner.x + column as f64 * layout.cell;
            line(Place { x, y: corner.y }, Place { x, y: end.y });
        }
    }

    /// The shade of a value, in the colour of a series.
    fn ink(&self, series: usize, value: f64) -> Ink {
        let (low, high) = self.range;
        let part = if low < 0.0 { value.abs() / high.max(-low) } else { (value - low) / (high - low) };
        let part = if part.is_nan() { 0.0 } else { part.clamp(0.0, 1.0) };
        if low < 0.0 && value < 0.0 { Ink::Below(part) } else { Ink::Heat(series, part) }
    }

    /// The shades from the lowest to the highest value, in the colour of each series, and what they mean.
    fn scale(&self, layout: &Layout, marks: &mut Vec<Mark>) {
        let y = layout.bottom() + SCALE / 2.0;
        let ends = [self.range.0, self.range.1];
        let [low, high] = ends.map(|end| ticks::label(end, &ends));
        let start = (Font::Small.width(&low) + 6.0).ceil();
        let after = layout.width - start - Font::Small.width(&high) - 6.0;
        let length = 96.0_f64.min(after.max(0.0));
        let mut series: Vec<usize> = self.pictures.iter().map(|picture| picture.series).collect();
        series.sort_unstable();
        series.dedup();
        let side = Size { width: length / f64::from(SHADES), height: 12.0 / series.len().max(1) as f64 };
        for (at, series) in series.into_iter().enumerate() {
            for shade in 0..SHADES {
                let corner =
                    Place { x: start + f64::from(shade) * side.width, y: y - 6.0 + at as f64 * side.height };
                let part = f64::from(shade) / f64::from(SHADES - 1);
                let ink = self.ink(series, ends[0] + part * (ends[1] - ends[0]));
                marks.push(Mark::rect(corner, side, ink));
            }
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

/// The rows of the highest of some pictures.
fn most_rows(pictures: &[Fielded]) -> f64 {
    pictures.iter().map(|picture| picture.rows.len()).max().unwrap_or(0).max(1) as f64
}

impl Layout {
    /// The left, upper corner of a picture.
    fn start(&self, picture: usize) -> Place {
        let across = self.tiles.corner(picture, Size { width: self.each, height: 0.0 });
        Place { y: self.lines.get(picture / self.tiles.across).copied().unwrap_or(0.0), ..across }
    }

    /// The left, upper corner of a picture's fields.
    fn corner(&self, picture: usize) -> Place {
        let corner = self.start(picture);
        Place { x: corner.x + self.margin, y: corner.y + 2.0 * NAME }
    }

    /// Where the last line of pictures ends.
    fn bottom(&self) -> f64 {
        self.lines.last().copied().unwrap_or(0.0)
    }

    /// The left, upper corner of a field.
    fn at(&self, field: Field) -> Place {
        let corner = self.corner(field.picture);
        Place { x: corner.x + field.column as f64 * self.cell, y: corner.y + field.row as f64 * self.cell }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::panel::check;
    use crate::words::words;

    /// Two pictures of different sizes, the second one with blocks.
    fn fields() -> Fields {
        let block =
            |mark: &str, size| Block { mark: mark.to_owned(), name: format!("place in {mark}"), size };
        let picture = |name: &str, series, rows: Side, columns: Side| {
            let count = rows.len() * columns.len();
            let values = (0..count).map(|at| Some(at as f64 / count as f64 - 0.5)).collect();
            Fielded { name: name.to_owned(), series, rows, columns, values, dots: Vec::new() }
        };
        Fields {
            range: (-1.0, 1.0),
            what: "weight".to_owned(),
            pictures: vec![
                picture("small", 2, Side::numbered("query", 2), Side::numbered("key", 3)),
                picture(
                    "large",
                    0,
                    Side::of_blocks("query", vec![block("P", 4)]),
                    Side::of_blocks("key", vec![block("P", 1), block("Y", 1), block("Z", 8)]),
                ),
            ],
        }
    }

    #[test]
    fn pictures_of_different_sizes_stand_side_by_side() {
        let fields = fields();
        assert_eq!(fields.spots(), Spot { column: 13, row: 4 });
        for width in [320.0, 760.0] {
            let size = Size { width, height: fields.height(width) };
            let picture = fields.picture(size);
            check::inside(&picture);
            for spot in (0..4).flat_map(|row| (0..13).map(move |column| Spot { column, row })) {
                let reading = fields.reading(words(None), size, spot, None).expect("a reading");
                // Below the last row of the small picture stands that row.
                let wanted = if spot.column < 3 { Spot { row: spot.row.min(1), ..spot } } else { spot };
                assert_eq!(fields.nearest(size, check::middle(&reading)), wanted, "{}", reading.sentence);
            }
        }
        let size = Size { width: 760.0, height: 300.0 };
        let read = |column, row| {
            fields.reading(words(None), size, Spot { column, row }, None).map(|read| read.sentence)
        };
        assert_eq!(read(2, 3).as_deref(), Some("small, query 2, key 3: 0.333 (weight)."));
        assert_eq!(
            read(4, 0).as_deref(),
            Some("large, query place in P 1, key place in Y 1: -0.475 (weight).")
        );
        assert_eq!((read(13, 0), read(0, 4)), (None, None));
    }

    #[test]
    fn a_line_of_pictures_is_as_high_as_its_highest() {
        let mut fields = fields();
        fields.pictures.swap(0, 1);
        // In one column: the small one needs less room below the large one than a second large one would.
        let (large, small) = (fields.pictures[0].clone(), fields.pictures[1].clone());
        let high = |pictures: Vec<Fielded>| Fields { pictures, ..fields.clone() }.height(150.0);
        let [two, mixed, one] = [vec![large.clone(); 2], vec![large.clone(), small], vec![large]].map(high);
        assert!(one < mixed && mixed < two, "{one}, {mixed}, {two}");
    }

    #[test]
    fn the_table_has_a_column_for_each_that_any_picture_has() {
        let table = fields().table("case");
        let columns = ["case", "query", "key 1", "key 2", "key 3", "key place in P 1", "key place in Y 1"];
        assert_eq!(table.columns[..7], columns);
        assert_eq!((table.rows.len(), table.columns.len()), (6, 2 + 3 + 10));
        assert_eq!(table.rows[0][..6], ["small", "1", "-0.500", "-0.333", "-0.167", ""]);
        assert_eq!(table.rows[2][..6], ["large", "place in P 1", "", "", "", "-0.500"]);
    }

    #[test]
    fn blocks_are_marked_where_they_are_long_enough() {
        let said = |cell| {
            let side = fields().pictures[1].columns.clone();
            side.said(cell, |mark| Font::Small.width(mark) + 6.0).len()
        };
        assert_eq!((said(2.0), said(20.0)), (1, 3));
        let every = Side::numbered("key", 20);
        assert_eq!(every.said(4.0, |_| 13.0).len(), 5);
        let borders: Vec<usize> = fields().pictures[1].columns.borders().collect();
        assert_eq!((borders, every.borders().count()), (vec![1, 2], 0));
    }
}
