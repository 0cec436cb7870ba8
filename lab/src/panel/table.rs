//! Rows of text under named columns: what every panel shows in numbers, and a panel of its own where the rows are the
//! picture.

use super::picture::{Anchor, Font, Ink};
use super::{Draw, Mark, NARROW, Picture, Place, Reading, Size, Spot, View};
use crate::text;

/// Rows of text under named columns; the first cell of a row says what the row is about.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Table {
    /// What each column is.
    pub columns: Vec<String>,
    /// The rows, each as wide as the columns.
    pub rows: Vec<Vec<String>>,
}

/// The declaration of a panel that is a table.
#[derive(Debug, Clone)]
pub struct TablePanel {
    /// Its name in links (`show`, `hide`) and in files.
    pub key: &'static str,
    /// Its heading.
    pub title: String,
    /// What it shows.
    pub table: fn(&View<'_>) -> Table,
}

/// The addresses of functions say little about whether they are the same, so they are left out.
impl PartialEq for TablePanel {
    fn eq(&self, other: &Self) -> bool {
        (self.key, &self.title) == (other.key, &other.title)
    }
}

/// Height of a line of text, and what a row is higher than its lines.
const LINE: f64 = 17.0;
const PADDING: f64 = 9.0;
/// The most lines of a cell.
const LINES: usize = 3;
/// Between one column and the next.
const GAP: f64 = 20.0;

/// Where everything stands at a width.
struct Layout {
    /// Left end and width of each column but those that stand above the others.
    columns: Vec<(f64, f64)>,
    /// Whether what a row is about stands above its other cells: where there is no room for it beside them.
    stacked: bool,
    /// The head and then the rows, each with its upper end, its height and the lines of its cells.
    rows: Vec<(f64, f64, Vec<Vec<String>>)>,
}

impl Table {
    /// As comma-separated values (RFC 4180).
    #[must_use]
    pub fn csv(&self) -> String {
        let cell = |cell: &String| {
            if cell.contains(['"', ',', '\n', '\r']) {
                format!("\"{}\"", cell.replace('"', "\"\""))
            } else {
                cell.clone()
            }
        };
        let line = |cells: &Vec<String>| cells.iter().map(cell).collect::<Vec<_>>().join(",") + "\r\n";
        std::iter::once(&self.columns).chain(&self.rows).map(line).collect()
    }

    /// A cell; an empty one where its row is too short.
    fn cell(&self, row: usize, column: usize) -> &str {
        self.rows.get(row).and_then(|row| row.get(column)).map_or("", String::as_str)
    }

    fn cells(&self, column: usize) -> impl Iterator<Item = &str> {
        (0..self.rows.len()).map(move |row| self.cell(row, column))
    }

    /// Whether every cell of a column that says anything says a number.
    fn is_numbers(&self, column: usize) -> bool {
        let said: Vec<&str> = self.cells(column).filter(|cell| !matches!(*cell, "" | "–")).collect();
        !said.is_empty() && said.into_iter().all(is_number)
    }

    /// How wide a column is: as its longest cell; its name may take several lines where `wraps`.
    fn wanted(&self, column: usize, wraps: bool) -> f64 {
        let name = self.columns[column].as_str();
        let words = || name.split_whitespace().map(|word| Font::Small.width(word)).fold(0.0, f64::max);
        let name = if wraps { words() } else { Font::Small.width(name) };
        self.cells(column).map(|cell| Font::Small.width(cell)).fold(name, f64::max)
    }

    /// How wide columns are, from the one with this number: as they want to be, or less where there is no room for that.
    fn widths(&self, first: usize, room: f64) -> Vec<f64> {
        let columns = first..self.columns.len();
        let room = room - GAP * columns.len().saturating_sub(1) as f64;
        let wanted = |wraps| columns.clone().map(|column| self.wanted(column, wraps)).collect::<Vec<f64>>();
        let whole = wanted(false);
        if whole.iter().sum::<f64>() <= room { whole } else { fitted(wanted(true), room) }
    }

    fn layout(&self, width: f64) -> Layout {
        let room = width.max(1.0);
        let mut widths = self.widths(0, room);
        let stacked = width < NARROW
            && widths.len() > 2
            && widths.first().is_some_and(|first| *first < self.wanted(0, true));
        let first = usize::from(stacked);
        if stacked {
            // As wide together as the line above them.
            widths = self.widths(first, room);
            let used = widths.iter().sum::<f64>() + GAP * (widths.len() - 1) as f64;
            let more = (room - used).max(0.0) / widths.len() as f64;
            widths.iter_mut().for_each(|width| *width += more);
        }
        let mut left = 0.0;
        let place = |width: f64| {
            let at = left;
            left += width + GAP;
            (at, width)
        };
        let columns: Vec<(f64, f64)> = widths.into_iter().map(place).collect();
        let mut top = 0.0;
        let head = self.columns.iter().map(String::as_str).collect::<Vec<_>>();
        let rows =
            (0..self.rows.len()).map(|row| (0..self.columns.len()).map(|at| self.cell(row, at)).collect());
        let row = |cells: Vec<&str>| {
            let wide = |at: usize| if at < first { room } else { columns[at - first].1 };
            let lines: Vec<Vec<String>> =
                cells.iter().enumerate().map(|(at, cell)| lines(cell, wide(at))).collect();
            let above: usize = lines[..first.min(lines.len())].iter().map(Vec::len).sum();
            let beside = lines.iter().skip(first).map(Vec::len).max().unwrap_or(0).max(1);
            let height = PADDING + LINE * (above + beside) as f64;
            let start = top;
            top += height;
            (start, height, lines)
        };
        let rows = std::iter::once(head).chain(rows).map(row).collect();
        Layout { columns, stacked, rows }
    }

    /// A row in one sentence: "arm: short; steps: 640."
    fn says(&self, row: usize) -> String {
        let cells = self.columns.iter().enumerate().map(|(column, name)| (name, self.cell(row, column)));
        let say = |(name, cell): (&String, &str)| {
            if name.is_empty() { cell.to_owned() } else { format!("{name}: {cell}") }
        };
        let cells = cells.filter(|(_, cell)| !cell.is_empty()).map(say);
        cells.collect::<Vec<_>>().join("; ") + "."
    }
}

impl Draw for TablePanel {
    fn height(&self, view: &View<'_>, width: f64) -> f64 {
        (self.table)(view).layout(width).rows.last().map_or(0.0, |(top, height, _)| top + height)
    }

    fn picture(&self, view: &View<'_>, size: Size) -> Picture {
        let table = (self.table)(view);
        let Layout { columns, stacked, rows } = table.layout(size.width);
        let first = usize::from(stacked);
        let right = if stacked { size.width } else { columns.last().map_or(0.0, |(x, width)| x + width) };
        let mut marks = Vec::new();
        for (row, (top, _, cells)) in rows.iter().enumerate() {
            let ink = if row == 0 { Ink::Soft } else { Ink::Strong };
            let mut text = |text: &String, x, line: usize, anchor| {
                let place = Place { x, y: top + PADDING / 2.0 + (line as f64 + 0.5) * LINE };
                marks.push(Mark::text(place, text.clone(), anchor, Font::Small, ink));
            };
            let above: Vec<&String> = cells.iter().take(first).flatten().collect();
            for (line, said) in above.iter().enumerate() {
                text(said, 0.0, line, Anchor::Start);
            }
            for (column, cell) in cells.iter().enumerate().skip(first) {
                let (left, width) = columns[column - first];
                let is_number = table.is_numbers(column);
                let (x, anchor) = if is_number { (left + width, Anchor::End) } else { (left, Anchor::Start) };
                for (line, said) in cell.iter().enumerate() {
                    text(said, x, above.len() + line, anchor);
                }
            }
            if row > 0 {
                let ink = if row == 1 { Ink::Axis } else { Ink::Rule };
                marks.push(Mark::line(
                    vec![Place { x: 0.0, y: *top }, Place { x: right, y: *top }],
                    ink,
                    1.0,
                ));
            }
        }
        Picture { size, marks }
    }

    fn sentence(&self, view: &View<'_>) -> String {
        let table = (self.table)(view);
        if table.rows.is_empty() {
            return view.words.panel.table.empty.to_owned();
        }
        (view.words.panel.table.size)(table.rows.len(), table.columns.len(), &table.says(0))
    }

    fn table(&self, view: &View<'_>) -> Table {
        let mut table = (self.table)(view);
        for row in &mut table.rows {
            row.resize(table.columns.len(), String::new());
        }
        table
    }

    fn spots(&self, view: &View<'_>) -> Spot {
        match (self.table)(view).rows.len() {
            0 => Spot::default(),
            rows => Spot::new(1, rows),
        }
    }

    fn reading(&self, view: &View<'_>, size: Size, spot: Spot) -> Option<Reading> {
        let table = (self.table)(view);
        let row = spot.row as usize;
        if spot.column > 0 || row >= table.rows.len() {
            return None;
        }
        let layout = table.layout(size.width);
        let (top, height, _) = layout.rows.get(row + 1)?;
        let corner = Place { x: 1.0, y: top + 1.0 };
        let frame = Size { width: (size.width - 2.0).max(0.0), height: height - 2.0 };
        let marks = vec![Mark::frame(corner, frame, Ink::Strong, 2.0)];
        Some(Reading { sentence: table.says(row), marks })
    }

    fn nearest(&self, view: &View<'_>, size: Size, place: Place) -> Spot {
        let layout = (self.table)(view).layout(size.width);
        let above = layout.rows.iter().skip(1).filter(|(top, ..)| *top <= place.y).count();
        Spot::new(0, above.saturating_sub(1))
    }
}

/// A cell in as many lines as it needs, and may have.
fn lines(cell: &str, width: f64) -> Vec<String> {
    let mut lines = Font::Small.lines(cell, width);
    if lines.len() > LINES {
        let rest = lines.split_off(LINES - 1).join(" ");
        lines.push(Font::Small.cut(&format!("{rest}…"), width));
    }
    lines
}

/// Whether a text is a number as people write it: 1,200 or −3.5 or 12 %.
fn is_number(text: &str) -> bool {
    let plain: String = text.trim_end_matches(['%', ' ']).replace(',', "").replace('−', "-");
    text::number::<f64>(&plain).is_some()
}

/// Lets each have what it wants where there is room for all, and else takes from the largest first.
fn fitted(mut wanted: Vec<f64>, room: f64) -> Vec<f64> {
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by(|a, b| wanted[*a].total_cmp(&wanted[*b]));
    let (mut left, mut others) = (room.max(0.0), wanted.len());
    for at in order {
        wanted[at] = wanted[at].min(left / others as f64);
        left -= wanted[at];
        others -= 1;
    }
    wanted
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::panel::check;
    use crate::panel::line::tests::Run;
    use crate::panel::picture::Shape;

    fn table() -> Table {
        let text = |cells: &[&str]| cells.iter().map(|cell| (*cell).to_owned()).collect();
        Table {
            columns: text(&["arm", "steps", "what it may see"]),
            rows: vec![
                text(&["left to right", "640", "each place sees only what stands at or before it"]),
                text(&["both ways", "1,280", ""]),
            ],
        }
    }

    fn panel(table: fn(&View<'_>) -> Table) -> TablePanel {
        TablePanel { key: "arms", title: "The arms".to_owned(), table }
    }

    #[test]
    fn cells_with_commas_or_quotes_stand_in_quotes() {
        let mut table = table();
        table.rows[0][0] = "left, \"right\"".to_owned();
        assert_eq!(
            table.csv(),
            "arm,steps,what it may see\r\n\"left, \"\"right\"\"\",640,each place sees only what stands at or before \
             it\r\nboth ways,\"1,280\",\r\n"
        );
    }

    #[test]
    fn a_table_is_read_row_by_row() {
        let run = Run::new(1, &[0, 0]);
        check::whole(&panel(|_| table()), &run.view());
        let size = Size { width: 320.0, height: 78.0 };
        let read = panel(|_| table()).reading(&run.view(), size, Spot { column: 0, row: 1 });
        assert_eq!(read.map(|read| read.sentence).as_deref(), Some("arm: both ways; steps: 1,280."));
        assert_eq!(
            panel(|_| table()).sentence(&run.view()),
            "2 rows of 3 columns. First row: arm: left to right; steps: 640; what it may see: each place sees only \
             what stands at or before it."
        );
    }

    #[test]
    fn numbers_stand_below_each_other_and_long_cells_take_several_lines() {
        let picture = check::picture(&panel(|_| table()), &Run::new(1, &[0, 0]).view(), 320.0);
        let texts: Vec<(&str, Anchor)> = picture
            .marks
            .iter()
            .filter_map(|mark| match &mark.shape {
                Shape::Text { text, anchor, .. } => Some((text.as_str(), *anchor)),
                Shape::Path { .. } | Shape::Rect { .. } | Shape::Circle { .. } => None,
            })
            .collect();
        assert!(texts.contains(&("left to right", Anchor::Start)), "{texts:?}");
        assert!(texts.contains(&("1,280", Anchor::End)) && texts.contains(&("steps", Anchor::End)));
        assert!(texts.iter().any(|(text, _)| text.starts_with("each place sees")), "{texts:?}");
        assert!(
            texts.iter().all(|(text, _)| !text.contains("each place sees only what stands")),
            "{texts:?}"
        );
        let numbers = ["3", "-3.5", "−3.5", "1,200", "12 %", "1e-5"];
        assert!(numbers.into_iter().all(is_number) && !["", "–", "a", "3 of 5"].into_iter().any(is_number));
    }

    #[test]
    fn on_a_narrow_screen_what_a_row_is_about_may_stand_above_it() {
        let numbers = || Table {
            columns: ["", "hidden names", "another name", "before training", "by guessing"]
                .map(str::to_owned)
                .to_vec(),
            rows: vec![
                ["definition, probability", "0.932", "0.002", "0.000", "0.025"].map(str::to_owned).to_vec(),
            ],
        };
        let (narrow, wide) = (numbers().layout(290.0), numbers().layout(760.0));
        assert!(narrow.stacked && !wide.stacked);
        assert_eq!(narrow.rows[1].2[0], ["definition, probability"]);
        assert_eq!(narrow.rows[0].2[1], ["hidden", "names"]);
        let run = Run::new(1, &[0, 0]);
        for width in [290.0, 760.0] {
            check::inside(&check::picture(&panel(|_| table()), &run.view(), width));
        }
        assert_eq!(numbers().says(0).split(';').next(), Some("definition, probability"));
        let long = lines(&"word ".repeat(40), 100.0);
        assert!(long.len() == LINES && long[LINES - 1].ends_with('…'), "{long:?}");
    }

    #[test]
    fn the_widest_give_way_first() {
        assert_eq!(fitted(vec![50.0, 10.0, 90.0], 200.0), [50.0, 10.0, 90.0]);
        assert_eq!(fitted(vec![50.0, 10.0, 90.0], 90.0), [40.0, 10.0, 40.0]);
        assert_eq!(fitted(vec![50.0, 10.0, 90.0], -5.0), [0.0, 0.0, 0.0]);
    }

    #[test]
    fn what_cannot_be_drawn_does_no_harm() {
        let run = Run::new(1, &[0, 0]);
        check::odd(&panel(|_| table()), &run.view());
        check::odd(&panel(|_| Table { columns: vec![], rows: vec![] }), &run.view());
        check::odd(&panel(|_| Table { columns: vec![], rows: vec![vec![]; 3] }), &run.view());
        check::odd(&panel(|_| Table { columns: vec!["a<&".into(); 99], rows: vec![vec![]; 3] }), &run.view());
        assert_eq!(panel(|_| Table { rows: vec![], ..table() }).sentence(&run.view()), "The table is empty.");
    }
}
