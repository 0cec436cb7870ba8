//! Rows of tokens, right and wrong ones told apart by a line below and, for the wrong ones, by one through them. Rows need
//! not come from a run: the answers to a visitor's question do not.

use super::picture::{Anchor, Font, Ink};
use super::spread::apart;
use super::{Draw, Mark, NARROW, Picture, Place, Reading, Size, Spot, Table, View};
use crate::words::Words;

/// One row of tokens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// What the row is.
    pub label: String,
    /// The arm whose answer it is, by position.
    pub arm: Option<usize>,
    /// The tokens.
    pub tokens: Vec<Token>,
}

/// One token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// What it says.
    pub text: String,
    /// Whether it is what it should be; `None` where that is not asked.
    pub right: Option<bool>,
}

/// The declaration of a panel of token rows.
#[derive(Debug, Clone)]
pub struct SequencePanel {
    /// Its name in links (`show`, `hide`) and in files.
    pub key: &'static str,
    /// Its heading.
    pub title: String,
    /// The rows.
    pub rows: fn(&View<'_>) -> Vec<Row>,
}

/// The addresses of functions say little about whether they are the same, so they are left out.
impl PartialEq for SequencePanel {
    fn eq(&self, other: &Self) -> bool {
        (self.key, &self.title) == (other.key, &other.title)
    }
}

impl Draw for SequencePanel {
    fn height(&self, view: &View<'_>, width: f64) -> f64 {
        // Room for the page to say that there are no rows yet.
        (self.rows)(view).height(view, width).max(2.0 * BOX)
    }

    fn picture(&self, view: &View<'_>, size: Size) -> Picture {
        (self.rows)(view).picture(view, size)
    }

    fn sentence(&self, view: &View<'_>) -> String {
        (self.rows)(view).sentence(view)
    }

    fn table(&self, view: &View<'_>) -> Table {
        (self.rows)(view).table(view)
    }

    fn spots(&self, view: &View<'_>) -> Spot {
        (self.rows)(view).spots(view)
    }

    fn reading(&self, view: &View<'_>, size: Size, spot: Spot) -> Option<Reading> {
        (self.rows)(view).reading(view, size, spot)
    }

    fn nearest(&self, view: &View<'_>, size: Size, place: Place) -> Spot {
        (self.rows)(view).nearest(view, size, place)
    }
}

/// Rows as they are, whatever the run.
impl Draw for Vec<Row> {
    fn height(&self, _view: &View<'_>, width: f64) -> f64 {
        height_of(self, width)
    }

    fn picture(&self, _view: &View<'_>, size: Size) -> Picture {
        picture_of(self, size)
    }

    fn sentence(&self, view: &View<'_>) -> String {
        sentence_of(self, view.words)
    }

    fn table(&self, view: &View<'_>) -> Table {
        table_of(self, view.words)
    }

    fn spots(&self, _view: &View<'_>) -> Spot {
        spots_of(self)
    }

    fn reading(&self, view: &View<'_>, size: Size, spot: Spot) -> Option<Reading> {
        reading_of(self, size, spot, view.words)
    }

    fn nearest(&self, _view: &View<'_>, size: Size, place: Place) -> Spot {
        nearest_of(self, size, place)
    }
}

/// How high a picture of this width is.
fn height_of(rows: &[Row], width: f64) -> f64 {
    Layout::new(rows, width).height
}

/// The picture.
fn picture_of(rows: &[Row], size: Size) -> Picture {
    let layout = Layout::new(rows, size.width);
    let mut marks = Vec::new();
    for (row, (label, boxes)) in rows.iter().zip(layout.labels.iter().zip(&layout.boxes)) {
        let name = Font::Name.cut(&row.label, layout.label);
        let ink = row.arm.map_or(Ink::Soft, Ink::Series);
        marks.push(Mark::text(*label, name, Anchor::Start, Font::Name, ink));
        for (token, (corner, width)) in row.tokens.iter().zip(boxes) {
            paint(token, *corner, *width, &mut marks);
        }
    }
    Picture { size, marks }
}

/// What they show, in a sentence or a few.
fn sentence_of(rows: &[Row], words: &Words) -> String {
    let words = words.panel.sequence;
    if rows.is_empty() {
        return words.nothing.to_owned();
    }
    // Rows of one name are counted together.
    let mut counts: Vec<(&str, usize, usize)> = Vec::new();
    for (row, (right, of)) in rows.iter().filter_map(|row| Some((row, verdict(row)?))) {
        match counts.iter_mut().find(|(label, ..)| *label == row.label) {
            Some((_, all_right, all)) => (*all_right, *all) = (*all_right + right, *all + of),
            None => counts.push((&row.label, right, of)),
        }
    }
    let judged: Vec<String> =
        counts.into_iter().map(|(label, right, of)| (words.row_right)(label, right, of)).collect();
    let mut sentence = (words.rows)(rows.len());
    if !judged.is_empty() {
        sentence += &format!(" {}.", judged.join("; "));
    }
    sentence
}

/// One row for each row, with how many of its tokens are right.
fn table_of(rows: &[Row], words: &Words) -> Table {
    let words = words.panel.sequence;
    let longest = longest(rows);
    let mut columns = vec![words.row.to_owned()];
    columns.extend((1..=longest).map(|place| place.to_string()));
    columns.push(words.right.to_owned());
    let row = |row: &Row| {
        let mut cells = vec![row.label.clone()];
        cells.extend(row.tokens.iter().map(|token| match token.right {
            Some(false) => (words.wrong)(&token.text),
            Some(true) | None => token.text.clone(),
        }));
        cells.resize(longest + 1, String::new());
        cells.push(verdict(row).map_or("–".to_owned(), |(right, of)| (words.right_of)(right, of)));
        cells
    };
    Table { rows: rows.iter().map(row).collect(), columns }
}

/// How many spots there are: a column for each token of the longest row.
fn spots_of(rows: &[Row]) -> Spot {
    match longest(rows) {
        0 => Spot::default(),
        longest => Spot::new(longest, rows.len()),
    }
}

/// What stands at a spot. Where its row is shorter than others, that is the row's last token.
fn reading_of(rows: &[Row], size: Size, spot: Spot, words: &Words) -> Option<Reading> {
    let words = words.panel.sequence;
    let spots = spots_of(rows);
    let row = rows.get(spot.row as usize).filter(|_| spot.column < spots.column)?;
    let layout = Layout::new(rows, size.width);
    let Some(last) = row.tokens.len().checked_sub(1) else {
        return Some(Reading { sentence: (words.no_tokens)(&row.label), marks: Vec::new() });
    };
    let at = last.min(spot.column as usize);
    let token = &row.tokens[at];
    let sentence = (words.token)(&row.label, at + 1, &token.text, token.right);
    let (corner, width) = layout.boxes[spot.row as usize][at];
    let frame = Mark::frame(corner, Size { width, height: BOX }, Ink::Strong, 2.0).rounded(ROUND);
    Some(Reading { sentence, marks: vec![frame] })
}

/// The spot of the token that is nearest to a place.
fn nearest_of(rows: &[Row], size: Size, place: Place) -> Spot {
    let layout = Layout::new(rows, size.width);
    let mut nearest = (f64::INFINITY, Spot::default());
    for (row, boxes) in layout.boxes.iter().enumerate() {
        for (column, (corner, width)) in boxes.iter().enumerate() {
            let x = apart(place.x, corner.x, corner.x + width);
            let y = apart(place.y, corner.y, corner.y + BOX);
            if x * x + y * y < nearest.0 {
                nearest = (x * x + y * y, Spot::new(column, row));
            }
        }
    }
    nearest.1
}

/// Height of a token's box, and the least width.
const BOX: f64 = 30.0;
/// Between one box and the next.
const GAP: f64 = 6.0;
/// How round a box's corners are.
const ROUND: f64 = 6.0;
/// Height of a label that stands above its tokens.
const LABEL: f64 = 20.0;
/// Between one row and the next, beside the gap.
const BETWEEN: f64 = 4.0;

/// Where everything stands. Tokens of the same place stand below each other in all rows, so that rows can be compared;
/// long rows go on in the next line, all from the same place on. Where a narrow picture would have more lines for that, each
/// row goes on where it must.
struct Layout {
    labels: Vec<Place>,
    /// How wide a label may be.
    label: f64,
    /// For each token of each row its box: the left, upper corner and the width.
    boxes: Vec<Vec<(Place, f64)>>,
    height: f64,
}

impl Layout {
    fn new(rows: &[Row], width: f64) -> Self {
        let width = width.max(1.0);
        let is_narrow = width < NARROW;
        let widest = rows.iter().map(|row| Font::Name.width(&row.label)).fold(0.0, f64::max);
        let left = if is_narrow { 0.0 } else { (widest + 14.0).min(width * 0.35) };
        let together = columns(rows, width - left);
        let alone: Vec<Vec<Column>> = rows.chunks(1).map(|row| columns(row, width - left)).collect();
        let lines = |row: &Row, columns: &[Column]| {
            row.tokens.len().checked_sub(1).map_or(1, |last| columns[last].line + 1)
        };
        let is_apart = is_narrow
            && rows.iter().zip(&alone).map(|(row, alone)| lines(row, alone)).sum::<usize>()
                < rows.iter().map(|row| lines(row, &together)).sum::<usize>();
        let above = if is_narrow { LABEL } else { 0.0 };
        let mut y = 2.0;
        let (mut labels, mut boxes) = (Vec::new(), Vec::new());
        for (row, alone) in rows.iter().zip(&alone) {
            let columns = if is_apart { alone } else { &together };
            let middle = if is_narrow { LABEL / 2.0 } else { BOX / 2.0 };
            labels.push(Place { x: 0.0, y: y + middle });
            y += above;
            let places = columns.iter().take(row.tokens.len());
            boxes.push(
                places
                    .map(|column| {
                        let down = column.line as f64 * (BOX + GAP);
                        (Place { x: left + column.x, y: y + down }, column.width)
                    })
                    .collect(),
            );
            y += lines(row, columns) as f64 * (BOX + GAP) + BETWEEN;
        }
        Self { labels, label: if is_narrow { width } else { left - 14.0 }, boxes, height: y }
    }
}

/// Where the tokens of one place stand in their row.
struct Column {
    x: f64,
    width: f64,
    /// The line of the row, from 0.
    line: usize,
}

/// Sets the places of all rows beside each other, each as wide as its longest token, in lines of this width.
fn columns(rows: &[Row], room: f64) -> Vec<Column> {
    let (mut x, mut line) = (1.0, 0);
    let width = |place: usize| {
        let tokens = rows.iter().filter_map(|row| row.tokens.get(place));
        let widest = tokens.map(|token| Font::Token.width(&token.text)).fold(0.0, f64::max);
        (widest + 14.0).max(BOX).min((room - 2.0).max(1.0))
    };
    (0..longest(rows))
        .map(|place| {
            let width = width(place);
            if x > 1.0 && x + width > room - 1.0 {
                (x, line) = (1.0, line + 1);
            }
            let column = Column { x, width, line };
            x += width + GAP;
            column
        })
        .collect()
}

fn longest(rows: &[Row]) -> usize {
    rows.iter().map(|row| row.tokens.len()).max().unwrap_or(0)
}

/// How many tokens are right, of those that are judged; `None` where nothing is.
fn verdict(row: &Row) -> Option<(usize, usize)> {
    let judged: Vec<bool> = row.tokens.iter().filter_map(|token| token.right).collect();
    let right = judged.iter().filter(|right| **right).count();
    (!judged.is_empty()).then_some((right, judged.len()))
}

/// A token in its box, with its verdict.
fn paint(token: &Token, corner: Place, width: f64, marks: &mut Vec<Mark>) {
    let size = Size { width, height: BOX };
    marks.push(Mark::rect(corner, size, Ink::Wash).rounded(ROUND));
    let text = Font::Token.cut(&token.text, width - 6.0);
    let half = Font::Token.width(&text) / 2.0 + 3.0;
    let middle = Place { x: corner.x + width / 2.0, y: corner.y + BOX / 2.0 - 1.0 };
    marks.push(Mark::text(middle, text, Anchor::Middle, Font::Token, Ink::Strong));
    let across = |from: f64, to: f64, y: f64| vec![Place { x: from, y }, Place { x: to, y }];
    if let Some(right) = token.right {
        let ink = if right { Ink::Good } else { Ink::Bad };
        let inset = 3.0_f64.min(width / 2.0);
        let below = across(corner.x + inset, corner.x + width - inset, corner.y + BOX - 1.5);
        marks.push(Mark::line(below, ink, 3.0));
        if !right {
            let through = across(middle.x - half, middle.x + half, middle.y);
            marks.push(Mark::line(through, Ink::Bad, 1.6));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::panel::check;
    use crate::panel::line::tests::Run;
    use crate::words::words;

    fn row(label: &str, arm: Option<usize>, text: &str, answer: Option<&str>) -> Row {
        let tokens = text.split(' ').filter(|text| !text.is_empty()).enumerate().map(|(place, text)| {
            let right = answer.map(|answer| answer.split(' ').nth(place) == Some(text));
            Token { text: text.to_owned(), right }
        });
        Row { label: label.to_owned(), arm, tokens: tokens.collect() }
    }

    fn rows() -> Vec<Row> {
        vec![
            row("shuffled", None, "c a b", None),
            row("left to right", Some(0), "b b c", Some("a b c")),
            row("both ways", Some(1), "a b c", Some("a b c")),
        ]
    }

    fn panel(rows: fn(&View<'_>) -> Vec<Row>) -> SequencePanel {
        SequencePanel { key: "list", title: "One list".to_owned(), rows }
    }

    #[test]
    fn rows_are_read_token_by_token() {
        let run = Run::new(1, &[0, 0]);
        check::whole(&panel(|_| rows()), &run.view());
        let long = |_: &View<'_>| {
            let text = "a <beginning-of-a-long-token> c d e f g h i j k l m n o p q r s t u v w x y z";
            vec![row("a row that has a rather long name of more words than fit", Some(2), text, Some("a")); 2]
        };
        check::whole(&panel(long), &run.view());
        let size = Size { width: 320.0, height: 200.0 };
        let read = |column, row| {
            reading_of(&rows(), size, Spot { column, row }, words(None)).map(|read| read.sentence)
        };
        assert_eq!(read(0, 0).as_deref(), Some("shuffled, place 1: c."));
        assert_eq!(read(0, 1).as_deref(), Some("left to right, place 1: b, wrong."));
        assert_eq!(read(2, 2).as_deref(), Some("both ways, place 3: c, right."));
    }

    #[test]
    fn the_sentence_and_the_table_count_what_is_right() {
        assert_eq!(
            sentence_of(&rows(), words(None)),
            "3 rows of tokens. left to right 2 of 3 right; both ways 3 of 3 right."
        );
        assert_eq!(sentence_of(&rows()[..1], words(None)), "1 row of tokens.");
        assert_eq!(sentence_of(&[], words(None)), "Nothing to show yet.");
        let twice = [rows(), rows()].concat();
        assert_eq!(
            sentence_of(&twice, words(None)),
            "6 rows of tokens. left to right 4 of 6 right; both ways 6 of 6 right."
        );
        let mut rows = rows();
        rows[0].tokens.pop();
        let table = table_of(&rows, words(None));
        assert_eq!(table.columns, ["row", "1", "2", "3", "right"]);
        assert_eq!(table.rows[0], ["shuffled", "c", "a", "", "–"]);
        assert_eq!(table.rows[1], ["left to right", "b (wrong)", "b", "c", "2 of 3"]);
    }

    #[test]
    fn long_tokens_of_a_narrow_picture_go_on_where_they_must() {
        let of = |texts: [&str; 3]| Row {
            label: "told".to_owned(),
            arm: None,
            tokens: texts.map(|text| Token { text: text.to_owned(), right: None }).to_vec(),
        };
        let rows =
            [of(["Taken Rifov", "is the pupil of", "Milin Kakav"]), of(["Al", "is the borrower from", "Bo"])];
        let lines = |width: f64| {
            let Layout { boxes, .. } = Layout::new(&rows, width);
            boxes
                .iter()
                .map(|boxes| 1 + boxes.windows(2).filter(|pair| pair[1].0.y > pair[0].0.y).count())
                .collect::<Vec<_>>()
        };
        // Below each other, the second token would stand alone in a line of both rows.
        assert_eq!(lines(298.0), [2, 1]);
        assert_eq!(lines(760.0), [1, 1]);
        // Tokens that are as long as each other stand below each other.
        let boxes = Layout::new(&self::rows(), 298.0).boxes;
        assert!(boxes.iter().all(|row| row.iter().zip(&boxes[0]).all(|(a, b)| (a.0.x - b.0.x).abs() < 1e-9)));
    }

    #[test]
    fn a_verdict_is_never_colour_alone() {
        let picture = picture_of(&rows(), Size { width: 760.0, height: 200.0 });
        let lines =
            |ink| picture.marks.iter().filter(move |mark| mark.stroke.is_some_and(|(used, _)| used == ink));
        assert_eq!((lines(Ink::Good).count(), lines(Ink::Bad).count()), (5, 2));
        assert!(check::has_ink(&picture, Ink::Series(1)));
    }

    #[test]
    fn rows_of_different_lengths_can_be_walked_through() {
        let rows =
            [row("empty", None, "", None), row("short", None, "a", None), row("long", None, "a b", None)];
        let size = Size { width: 320.0, height: 200.0 };
        let read =
            |row| reading_of(&rows, size, Spot { column: 1, row }, words(None)).map(|read| read.sentence);
        assert_eq!(read(0).as_deref(), Some("empty: no tokens."));
        assert_eq!(read(1).as_deref(), Some("short, place 1: a."));
        assert_eq!(read(2).as_deref(), Some("long, place 2: b."));
        assert_eq!(read(3), None);
    }

    #[test]
    fn what_cannot_be_drawn_does_no_harm() {
        let run = Run::new(1, &[0, 0]);
        check::odd(&panel(|_| vec![]), &run.view());
        check::odd(&panel(|_| vec![row("", Some(usize::MAX), "", None); 2]), &run.view());
        check::odd(&panel(|_| rows()), &run.view());
        check::odd(&panel(|_| vec![row("<&\u{0}", None, "<s> & \u{7}", Some("\""))]), &run.view());
    }
}
