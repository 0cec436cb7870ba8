//! Rows of text under named columns: what every panel shows in numbers, and a panel of its own where the rows are the
//! picture.

use super::picture::{Anchor, Font, Ink};
use super::tiles::part;
use super::{Draw, Mark, Picture, Place, Reading, Size, Spot, View};

/// Rows of text under named columns; the first cell of a row says what the row is about.
#[derive(Debug, Clone, PartialEq, Eq)]
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

/// Height of a row.
const ROW: f64 = 26.0;
/// Between one column and the next.
const GAP: f64 = 20.0;

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

    /// How wide each column is: as its longest cell, or less where there is no room for that.
    fn widths(&self, room: f64) -> Vec<f64> {
        let widest = |column: usize| {
            let cells = self.cells(column).chain([self.columns[column].as_str()]);
            cells.map(|cell| Font::Small.width(cell)).fold(0.0, f64::max)
        };
        let gaps = GAP * self.columns.len().saturating_sub(1) as f64;
        fitted((0..self.columns.len()).map(widest).collect(), room - gaps)
    }

    /// A row in one sentence: "arm: short; steps: 640."
    fn says(&self, row: usize) -> String {
        let cells = self.columns.iter().enumerate().map(|(column, name)| (name, self.cell(row, column)));
        let cells = cells.filter(|(_, cell)| !cell.is_empty()).map(|(name, cell)| format!("{name}: {cell}"));
        cells.collect::<Vec<_>>().join("; ") + "."
    }
}

impl Draw for TablePanel {
    fn height(&self, view: &View<'_>, _width: f64) -> f64 {
        ((self.table)(view).rows.len() + 1) as f64 * ROW
    }

    fn picture(&self, view: &View<'_>, size: Size) -> Picture {
        let table = (self.table)(view);
        let widths = table.widths(size.width.max(1.0));
        let mut marks = Vec::new();
        let mut left = 0.0;
        for (column, width) in widths.iter().enumerate() {
            let (x, anchor) =
                if table.is_numbers(column) { (left + width, Anchor::End) } else { (left, Anchor::Start) };
            let cells = table.cells(column).map(|cell| (cell, Ink::Strong));
            let head = [(table.columns[column].as_str(), Ink::Soft)];
            for (row, (cell, ink)) in head.into_iter().chain(cells).enumerate() {
                let place = Place { x, y: (row as f64 + 0.5) * ROW };
                marks.push(Mark::text(place, Font::Small.cut(cell, *width), anchor, Font::Small, ink));
            }
            left += width + GAP;
        }
        let right = (left - GAP).max(0.0);
        for row in 1..=table.rows.len() {
            let y = row as f64 * ROW;
            let ink = if row == 1 { Ink::Axis } else { Ink::Rule };
            marks.push(Mark::line(vec![Place { x: 0.0, y }, Place { x: right, y }], ink, 1.0));
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
        let corner = Place { x: 1.0, y: (row + 1) as f64 * ROW + 1.0 };
        let frame = Size { width: (size.width - 2.0).max(0.0), height: ROW - 2.0 };
        let marks = vec![Mark::frame(corner, frame, Ink::Strong, 2.0)];
        Some(Reading { sentence: table.says(row), marks })
    }

    fn nearest(&self, view: &View<'_>, _size: Size, place: Place) -> Spot {
        let rows = (self.table)(view).rows.len();
        Spot::new(0, part(place.y - ROW, rows as f64 * ROW, rows))
    }
}

/// Whether a text is a number as people write it: 1,200 or −3.5 or 12 %.
fn is_number(text: &str) -> bool {
    let plain: String = text.trim_end_matches(['%', ' ']).replace(',', "").replace('−', "-");
    plain.parse::<f64>().is_ok()
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
    fn numbers_stand_below_each_other_and_long_cells_are_cut() {
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
        assert!(texts.iter().any(|(text, _)| text.starts_with("each place sees") && text.ends_with('…')));
        let numbers = ["3", "-3.5", "−3.5", "1,200", "12 %", "1e-5"];
        assert!(numbers.into_iter().all(is_number) && !["", "–", "a", "3 of 5"].into_iter().any(is_number));
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
