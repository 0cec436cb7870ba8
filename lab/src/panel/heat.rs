//! The heat map: a sample of every arm as shaded fields, side by side. A dot may mark some of the fields, as those that
//! a model can know about; lines may part rows and columns into blocks, as those of a matrix.

use super::fields::{Block, Fielded, Fields, Side};
use super::number::value;
use super::{Draw, Picture, Place, Reading, Size, Spot, Table, View};
use crate::blocks::heaviest;
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
    /// The values of the palest and of the strongest shade; `None` for numbers of either sign, whose shades go as far as
    /// the largest of them asks for.
    pub range: Option<(f64, f64)>,
    /// What one field is: "share restored".
    pub what: &'static str,
    /// Which fields have a dot, by arm, row and column.
    pub seen: Option<Seen>,
    /// What the dot says, to stand after "A dot marks where": "the target sees the source".
    pub seen_means: &'static str,
    /// The blocks that rows and columns fall into.
    pub blocks: Option<Blocks>,
}

/// Blocks of rows and columns, as those of a learned matrix. Such a matrix is shown of the first member alone: members may
/// do the same with different weights, and the mean of these does nothing.
#[derive(Debug, Clone, Copy)]
pub struct Blocks {
    /// Those of the rows and those of the columns, for an arm; together as many rows and columns as the sample has.
    pub of: fn(&Knobs, arm: usize) -> [Vec<Block>; 2],
    /// What their marks mean: a sentence.
    pub means: &'static str,
}

/// The addresses of functions say little about whether they are the same, so they are left out.
impl PartialEq for HeatPanel {
    fn eq(&self, other: &Self) -> bool {
        let blocks_mean = |panel: &Self| panel.blocks.map(|blocks| blocks.means);
        (self.key, &self.title, self.sample) == (other.key, &other.title, other.sample)
            && (self.rows, self.columns, self.range) == (other.rows, other.columns, other.range)
            && (self.what, self.seen_means) == (other.what, other.seen_means)
            && blocks_mean(self) == blocks_mean(other)
    }
}

impl HeatPanel {
    fn fields(&self, view: &View<'_>) -> Fields {
        let knobs = &view.keys.knobs;
        let picture = |(position, arm): (usize, &crate::experiment::Arm)| {
            let size = view.experiment().sample_at(self.sample, knobs, position);
            let (all, columns) = size.map_or((0, 0), |(range, columns)| (range.len(), columns));
            let rows = all.checked_div(columns).unwrap_or(0);
            let [rows, columns_of] = match self.blocks {
                Some(blocks) => {
                    let [down, across] = (blocks.of)(knobs, position);
                    [Side::of_blocks(self.rows, down), Side::of_blocks(self.columns, across)]
                }
                None => [Side::numbered(self.rows, rows), Side::numbered(self.columns, columns)],
            };
            Fielded {
                name: arm.label.clone(),
                series: position,
                rows,
                columns: columns_of,
                values: match self.values(view, position) {
                    Some(values) => values.into_iter().map(Some).collect(),
                    None => Vec::new(),
                },
                dots: match self.seen {
                    Some(seen) => {
                        (0..all).map(|at| seen(knobs, position, at / columns, at % columns)).collect()
                    }
                    None => Vec::new(),
                },
            }
        };
        let pictures: Vec<Fielded> = view.arms.iter().enumerate().map(picture).collect();
        let range = self.range.unwrap_or_else(|| either_sign(&pictures));
        Fields { range, what: self.what.to_owned(), pictures }
    }

    fn values(&self, view: &View<'_>, arm: usize) -> Option<Vec<f64>> {
        match self.blocks {
            Some(_) => view.first_sample(self.sample, arm),
            None => Some(view.sample(self.sample, arm)?.0),
        }
    }

    /// Whose numbers they are: "mean of 4 members".
    fn whose(&self, view: &View<'_>) -> String {
        match self.blocks {
            Some(_) => view.whose_first(),
            None => (view.words.panel.mean_of)(view.keys.members),
        }
    }

    /// "0.500 on average (0.900 on dots, 0.100 elsewhere), from 0.000 to 1.000".
    fn summary(words: &Panels, picture: &Fielded, range: (f64, f64)) -> String {
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
            (!values.is_empty()).then(|| value(values.iter().sum::<f64>() / values.len() as f64, range))
        };
        let Some(all) = mean(&|_| true) else { return words.no_finite_number.to_owned() };
        let average = match (mean(&|dot| dot), mean(&|dot| !dot)) {
            (Some(on), Some(elsewhere)) => (words.heat.average_of_parts)(&all, &on, &elsewhere),
            _ => (words.heat.average)(&all),
        };
        let end = |start: f64, pick: fn(f64, f64) -> f64| {
            value(fields.iter().map(|(value, _)| *value).fold(start, pick), range)
        };
        let (low, high) = (end(f64::INFINITY, f64::min), end(f64::NEG_INFINITY, f64::max));
        let heaviest = heaviest_block(words, picture);
        (words.heat.summary)(&average, &low, &high, heaviest.as_deref())
    }
}

/// "83% of the squares in Y row by P row"; nothing where there are no blocks.
fn heaviest_block(words: &Panels, picture: &Fielded) -> Option<String> {
    let (rows, columns) = (&picture.rows.blocks, &picture.columns.blocks);
    let sizes = |blocks: &[Block]| blocks.iter().map(|block| block.size).collect::<Vec<_>>();
    let values: Option<Vec<f64>> = picture.values.iter().copied().collect();
    let found = heaviest(&values?, &sizes(rows), &sizes(columns))?;
    Some((words.heat.heaviest)(found.share, &rows[found.row].name, &columns[found.column].name))
}

/// A range around zero as wide as the largest of the values asks for, in few steps, so that it changes seldom.
fn either_sign(pictures: &[Fielded]) -> (f64, f64) {
    around_zero(pictures.iter().flat_map(|picture| &picture.values).flatten().copied())
}

/// The same for any numbers.
pub(super) fn around_zero(values: impl Iterator<Item = f64>) -> (f64, f64) {
    let largest = values.map(|value| value.abs()).filter(|size| size.is_finite()).fold(0.0, f64::max);
    if largest == 0.0 {
        return (-1.0, 1.0);
    }
    let mut steps = (-3..6).flat_map(|power| {
        [1.0, 1.5, 2.0, 3.0, 4.0, 6.0, 8.0].map(|factor| factor * libm::exp10(f64::from(power)))
    });
    let end = steps.find(|end| *end >= largest).unwrap_or(largest);
    (-end, end)
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
            let say = |picture: &&Fielded| {
                format!("{} {}", picture.name, Self::summary(&words, picture, fields.range))
            };
            let says: Vec<String> = measured.iter().map(say).collect();
            sentences.push((words.numbers)(&self.whose(view)));
            sentences.push((words.heat.fields)(self.what, &says));
            let missing: Vec<&str> = missing.iter().map(|picture| picture.name.as_str()).collect();
            if !missing.is_empty() {
                sentences.push((words.waiting)(&missing));
            }
        }
        if self.seen.is_some() {
            sentences.push((words.heat.dots)(self.seen_means));
        }
        sentences.extend(self.blocks.map(|blocks| blocks.means.to_owned()));
        sentences.join(" ")
    }

    /// One row for each row of each arm's sample.
    fn table(&self, view: &View<'_>) -> Table {
        self.fields(view).table(view.words.panel.arm)
    }

    fn spots(&self, view: &View<'_>) -> Spot {
        self.fields(view).spots()
    }

    fn reading(&self, view: &View<'_>, size: Size, spot: Spot) -> Option<Reading> {
        self.fields(view).reading(view.words, size, spot, Some(&self.whose(view)))
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
            range: Some((0.0, 1.0)),
            what: "share restored",
            seen: Some(|_, arm, row, column| arm == 0 && column > row),
            seen_means: "the target sees the source",
            blocks: None,
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
    fn signed_numbers_in_blocks_are_shaded_and_told_by_block() {
        fn block(mark: &str, size: usize) -> Block {
            Block { mark: mark.to_owned(), name: format!("place in {mark}"), size }
        }
        let panel = HeatPanel {
            range: None,
            what: "weight",
            seen: None,
            blocks: Some(Blocks {
                of: |_, _| [vec![block("P", 1), block("Q", 1)], vec![block("Y", 2), block("Z", 1)]],
                means: "Lines part the blocks.",
            }),
            ..panel()
        };
        let mut run = Run::new(1, &[0, 0]);
        let samples = vec![0.0, 0.5, 0.0, 0.0, 0.0, -1.5];
        run.recording.push(Point { j: 64, values: vec![0.0], samples, ..Point::default() });
        check::whole(&panel, &run.view());
        assert_eq!(
            panel.sentence(&run.view()),
            "One member. Weight: short -0.167 on average, from -1.500 to 0.500, 90% of the squares in place in Q by place in \
             Z. Nothing yet from long. Lines part the blocks."
        );
        let picture = check::picture(&panel, &run.view(), 760.0);
        assert!(
            check::has_ink(&picture, Ink::Below(1.0)) && check::has_ink(&picture, Ink::Heat(0, 0.5 / 1.5))
        );
        let lines =
            |ink| picture.marks.iter().filter(move |mark| mark.stroke.is_some_and(|(used, _)| used == ink));
        // One border each way in both pictures; one minus sign.
        assert_eq!((lines(Ink::Axis).count(), lines(Ink::Strong).count()), (4, 1));
        run.keys.members = 2;
        run.recording = crate::recording::Recording::new(&run.arms, 2, 1);
        for (member, x) in [(0, -1.5), (1, 7.0)] {
            let samples = vec![0.0, 0.5, 0.0, 0.0, 0.0, x];
            run.recording.push(Point { member, j: 64, values: vec![0.0], samples, ..Point::default() });
        }
        let read =
            panel.reading(&run.view(), picture.size, Spot { column: 2, row: 1 }).map(|read| read.sentence);
        let wanted = "short, source place in Q 1, target place in Z 1: -1.500 (weight, first member).";
        assert_eq!(read.as_deref(), Some(wanted));
    }

    #[test]
    fn the_range_of_signed_numbers_moves_in_steps() {
        let of = |values: &[f64]| {
            let picture = Fielded {
                name: String::new(),
                series: 0,
                rows: Side::numbered("", 1),
                columns: Side::numbered("", values.len()),
                values: values.iter().copied().map(Some).collect(),
                dots: Vec::new(),
            };
            either_sign(&[picture])
        };
        assert_eq!(of(&[0.3, -1.9]), (-2.0, 2.0));
        assert_eq!(of(&[f64::NAN, 5.0, f64::NEG_INFINITY]), (-6.0, 6.0));
        assert_eq!((of(&[]), of(&[0.0])), ((-1.0, 1.0), (-1.0, 1.0)));
        assert_eq!(of(&[1e-9]), (-0.001, 0.001));
        assert_eq!(of(&[1e9]), (-1e9, 1e9));
    }

    #[test]
    fn what_cannot_be_drawn_does_no_harm() {
        check::odd(&panel(), &Run::new(1, &[0, 0]).view());
        let unknown = HeatPanel { sample: "nothing", ..panel() };
        check::odd(&unknown, &Run::new(1, &[65, 65]).view());
        let flat = HeatPanel { range: Some((0.5, 0.5)), ..panel() };
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
