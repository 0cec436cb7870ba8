//! The heat map: a sample of every arm as shaded fields, side by side. A dot may mark some of the fields, as those that
//! a model can know about.

use super::fields::{Field, Fielded, Fields, Side};
use super::number::value;
use super::{Draw, Picture, Place, Reading, Size, Spot, Table, View};
use crate::knob::Knobs;
use crate::words::Panels;

/// Whether a field has a dot.
pub type Seen = fn(&Knobs, arm: usize, row: usize, column: usize) -> bool;

/// The declaration of a heat map.
#[derive(Debug, Clone)]
pub struct HeatPanel {
    /// Its name in links (`show`, `hide`) and in files.
    pub key: &'static str,
    /// Its heading.
    pub title: String,
    /// The key of the sample it shows.
    pub sample: &'static str,
    /// What one row of the sample is: "source".
    pub rows: &'static str,
    /// What one column of it is: "target".
    pub columns: &'static str,
    /// The values of the palest and of the strongest shade.
    pub range: (f64, f64),
    /// What one field is: "share restored".
    pub what: &'static str,
    /// Which fields have a dot, by arm, row and column.
    pub seen: Option<Seen>,
    /// What the dot says, to stand after "A dot marks where": "the target sees the source".
    pub seen_means: &'static str,
}

/// The addresses of functions say little about whether they are the same, so they are left out.
impl PartialEq for HeatPanel {
    fn eq(&self, other: &Self) -> bool {
        (self.key, &self.title, self.sample) == (other.key, &other.title, other.sample)
            && (self.rows, self.columns, self.range) == (other.rows, other.columns, other.range)
            && (self.what, self.seen_means) == (other.what, other.seen_means)
    }
}

impl HeatPanel {
    fn fields(&self, view: &View<'_>) -> Fields {
        let knobs = &view.keys.knobs;
        let size = view.experiment().sample_at(self.sample, knobs);
        let (all, columns) = size.map_or((0, 0), |(range, columns)| (range.len(), columns));
        let rows = all.checked_div(columns).unwrap_or(0);
        let picture = |(position, arm): (usize, &crate::experiment::Arm)| Fielded {
            name: arm.label.clone(),
            values: match view.sample(self.sample, position) {
                Some((values, _)) => values.into_iter().map(Some).collect(),
                None => Vec::new(),
            },
            dots: match self.seen {
                Some(seen) => (0..all).map(|at| seen(knobs, position, at / columns, at % columns)).collect(),
                None => Vec::new(),
            },
        };
        Fields {
            rows: Side::numbered(self.rows, rows),
            columns: Side::numbered(self.columns, columns),
            range: self.range,
            what: self.what.to_owned(),
            pictures: view.arms.iter().enumerate().map(picture).collect(),
        }
    }

    /// "0.500 on average (0.900 on dots, 0.100 elsewhere), from 0.000 to 1.000".
    fn summary(&self, words: &Panels, picture: &Fielded) -> String {
        let fields: Vec<(f64, bool)> = picture
            .values
            .iter()
            .enumerate()
            .filter_map(|(at, value)| Some(((*value)?, picture.dots.get(at).copied().unwrap_or(false))))
            .filter(|(value, _)| value.is_finite())
            .collect();
        let mean = |wanted: &dyn Fn(bool) -> bool| {
            let values: Vec<f64> =
                fields.iter().filter(|(_, dot)| wanted(*dot)).map(|(value, _)| *value).collect();
            (!values.is_empty()).then(|| value(values.iter().sum::<f64>() / values.len() as f64, self.range))
        };
        let Some(all) = mean(&|_| true) else { return words.no_finite_number.to_owned() };
        let average = match (mean(&|dot| dot), mean(&|dot| !dot)) {
            (Some(on), Some(elsewhere)) => (words.heat.average_of_parts)(&all, &on, &elsewhere),
            _ => (words.heat.average)(&all),
        };
        let end = |start: f64, pick: fn(f64, f64) -> f64| {
            value(fields.iter().map(|(value, _)| *value).fold(start, pick), self.range)
        };
        let (low, high) = (end(f64::INFINITY, f64::min), end(f64::NEG_INFINITY, f64::max));
        (words.heat.summary)(&average, &low, &high)
    }
}

impl Draw for HeatPanel {
    fn height(&self, view: &View<'_>, width: f64) -> f64 {
        self.fields(view).height(width)
    }

    fn picture(&self, view: &View<'_>, size: Size) -> Picture {
        self.fields(view).picture(size)
    }

    fn sentence(&self, view: &View<'_>) -> String {
        let (words, fields) = (view.words.panel, self.fields(view));
        let (measured, missing): (Vec<_>, Vec<_>) =
            fields.pictures.iter().partition(|picture| !picture.values.is_empty());
        let mut sentences = Vec::new();
        if measured.is_empty() {
            sentences.push(words.nothing_measured.to_owned());
        } else {
            let say = |picture: &&Fielded| format!("{} {}", picture.name, self.summary(&words, picture));
            let says: Vec<String> = measured.iter().map(say).collect();
            sentences.push((words.means)(view.keys.members));
            sentences.push((words.heat.fields)(self.what, &says));
            let missing: Vec<&str> = missing.iter().map(|picture| picture.name.as_str()).collect();
            if !missing.is_empty() {
                sentences.push((words.waiting)(&missing));
            }
        }
        if self.seen.is_some() {
            sentences.push((words.heat.dots)(self.seen_means));
        }
        sentences.join(" ")
    }

    /// One row for each row of each arm's sample.
    fn table(&self, view: &View<'_>) -> Table {
        let fields = self.fields(view);
        let mut columns = vec![view.words.panel.arm.to_owned(), self.rows.to_owned()];
        columns.extend(fields.columns.marks.iter().map(|mark| format!("{} {mark}", self.columns)));
        let row = |picture: usize, row: usize| {
            let mut cells = vec![fields.pictures[picture].name.clone(), fields.rows.marks[row].clone()];
            cells.extend((0..fields.columns.marks.len()).map(|column| {
                let number = fields.value(Field { picture, row, column });
                number.map_or("–".to_owned(), |number| value(number, self.range))
            }));
            cells
        };
        let measured = fields.pictures.iter().enumerate().filter(|(_, picture)| !picture.values.is_empty());
        let rows =
            measured.flat_map(|(picture, _)| (0..fields.rows.marks.len()).map(move |at| (picture, at)));
        Table { rows: rows.map(|(picture, at)| row(picture, at)).collect(), columns }
    }

    fn spots(&self, view: &View<'_>) -> Spot {
        self.fields(view).spots()
    }

    fn reading(&self, view: &View<'_>, size: Size, spot: Spot) -> Option<Reading> {
        let (words, fields) = (view.words.panel, self.fields(view));
        let field = fields.field(spot)?;
        let name = &fields.pictures[field.picture].name;
        let (row, column) = (&fields.rows.marks[field.row], &fields.columns.marks[field.column]);
        let says = match fields.value(field) {
            Some(number) => {
                let who = (words.mean_of)(view.keys.members);
                format!("{} ({}, {who})", value(number, self.range), self.what)
            }
            None => words.nothing_yet.to_owned(),
        };
        let says = if fields.has_dot(field) { (words.heat.with_dot)(&says) } else { says };
        let sentence = format!("{name}, {} {row}, {} {column}: {says}.", self.rows, self.columns);
        Some(Reading { sentence, marks: vec![fields.pointer(size, field)] })
    }

    fn nearest(&self, view: &View<'_>, size: Size, place: Place) -> Spot {
        self.fields(view).nearest(size, place)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::panel::check;
    use crate::panel::line::tests::Run;
    use crate::panel::picture::{Ink, Shape};
    use crate::recording::Point;

    fn panel() -> HeatPanel {
        HeatPanel {
            key: "grid",
            title: "Who can be right where".to_owned(),
            sample: "grid",
            rows: "source",
            columns: "target",
            range: (0.0, 1.0),
            what: "share restored",
            seen: Some(|_, arm, row, column| arm == 0 && column > row),
            seen_means: "the target sees the source",
        }
    }

    #[test]
    fn a_heat_map_is_read_field_by_field() {
        for (members, to) in [(1, [65, 65]), (4, [3, 0])] {
            check::whole(&panel(), &Run::new(members, &to).view());
        }
        let run = Run::new(4, &[65, 33]);
        let (view, size) = (run.view(), Size { width: 760.0, height: 300.0 });
        let read = |column, row| panel().reading(&view, size, Spot { column, row }).map(|read| read.sentence);
        assert_eq!(panel().spots(&view), Spot { column: 6, row: 2 });
        assert_eq!(
            read(1, 0).as_deref(),
            Some("short, source 1, target 2: 0.200 (share restored, mean of 4 members), with a dot.")
        );
        assert_eq!(
            read(3, 1).as_deref(),
            Some("long, source 2, target 1: 0.300 (share restored, mean of 4 members).")
        );
        let run = Run::new(1, &[0, 1]);
        let read = panel().reading(&run.view(), size, Spot { column: 0, row: 0 }).map(|read| read.sentence);
        assert_eq!(read.as_deref(), Some("short, source 1, target 1: nothing yet."));
    }

    #[test]
    fn the_sentence_says_mean_ends_and_dots() {
        let say = |members, to: &[u32]| panel().sentence(&Run::new(members, to).view());
        assert_eq!(say(1, &[0, 0]), "Nothing is measured yet. A dot marks where the target sees the source.");
        assert_eq!(
            say(2, &[65, 0]),
            "Mean of 2 members. Share restored: short 0.500 on average (0.533 on dots, 0.467 elsewhere), from \
             0.000 to 1.000. Nothing yet from long. A dot marks where the target sees the source."
        );
    }

    #[test]
    fn the_table_has_a_row_for_each_row_of_each_arm() {
        let table = panel().table(&Run::new(1, &[65, 65]).view());
        assert_eq!(table.columns, ["arm", "source", "target 1", "target 2", "target 3"]);
        assert_eq!(table.rows.len(), 4);
        assert_eq!(table.rows[3], ["long", "2", "0.600", "0.800", "1.000"]);
    }

    #[test]
    fn shades_follow_values_and_dots_are_drawn() {
        let run = Run::new(1, &[65, 65]);
        let picture = check::picture(&panel(), &run.view(), 760.0);
        assert!(check::has_ink(&picture, Ink::Heat(1, 1.0)) && check::has_ink(&picture, Ink::Series(1)));
        let dots = picture.marks.iter().filter(|mark| matches!(mark.shape, Shape::Circle { .. }));
        assert_eq!(dots.count(), 3);
    }

    #[test]
    fn what_cannot_be_drawn_does_no_harm() {
        check::odd(&panel(), &Run::new(1, &[0, 0]).view());
        let unknown = HeatPanel { sample: "nothing", ..panel() };
        check::odd(&unknown, &Run::new(1, &[65, 65]).view());
        let flat = HeatPanel { range: (0.5, 0.5), ..panel() };
        check::odd(&flat, &Run::new(1, &[65, 65]).view());
        let mut run = Run::new(1, &[0, 0]);
        let samples = vec![f32::NAN, f32::INFINITY, 0.5, -3.0, f32::NEG_INFINITY, 7.0];
        run.recording.push(Point { j: 1, values: vec![0.0], samples, ..Point::default() });
        run.recording.push(Point {
            arm: 1,
            j: 1,
            values: vec![0.0],
            samples: vec![f32::NAN; 6],
            ..Point::default()
        });
        check::whole(&panel(), &run.view());
        assert!(panel().sentence(&run.view()).contains("long no finite number"));
        // A sample that is cut short is none.
        let mut run = Run::new(1, &[0, 0]);
        run.recording.push(Point { j: 1, values: vec![0.0], samples: vec![0.5; 3], ..Point::default() });
        assert_eq!(panel().spots(&run.view()), Spot::default());
        check::odd(&panel(), &run.view());
    }
}
