//! Panels: what a run looks like. A panel is declared as data; from it and from what a run has recorded come a picture,
//! one sentence or a few, a table of all its numbers, and what each place in it says to somebody who moves there by
//! keyboard. One file for each kind; the page and the command line paint them all alike.

mod avoid;
pub mod bars;
#[cfg(test)]
mod check;
mod fields;
pub mod film;
pub mod heat;
mod learned;
pub mod line;
mod names;
pub mod number;
pub mod pairs;
pub mod palette;
pub mod path;
pub mod picture;
mod plot;
pub mod scatter;
pub mod sequence;
pub mod sign;
mod spread;
pub mod svg;
pub mod sweep;
pub mod table;
mod ticks;
mod tiles;
pub mod verdicts;

use crate::compare::Beside;
use crate::experiment::{Arm, Experiment};
use crate::keys::RunKeys;
use crate::predict::Drawn;
use crate::recording::{Point, Recording};
use crate::words::{Words, words};

pub use bars::BarsPanel;
pub use fields::{Block, Fielded, Fields, Side};
pub use film::FilmPanel;
pub use heat::{Blocks, HeatPanel};
pub use learned::Learned;
pub use line::{LinePanel, Reference};
pub use pairs::PairsPanel;
pub use palette::Palette;
pub use path::PathPanel;
pub use picture::{Mark, Picture, Place, Size};
pub use scatter::ScatterPanel;
pub use sequence::SequencePanel;
pub use sign::Sign;
pub use svg::svg;
pub use sweep::{SweepPanel, sweep_panel};
pub use table::{Table, TablePanel};
pub use verdicts::Verdicts;

/// Below this width a picture has no room for names; a key says them instead.
const NARROW: f64 = 480.0;

/// The declaration of a panel.
#[derive(Debug, Clone, PartialEq)]
pub enum Panel {
    /// Curves of one series over training steps: the median of the members, their quartiles as a band.
    Line(LinePanel),
    /// A sample as shaded fields, one small picture for each arm.
    Heat(HeatPanel),
    /// Points of several classes in the plane, over what each arm says of every place.
    Scatter(ScatterPanel),
    /// Pairs of places in the plane, joined by lines.
    Pairs(PairsPanel),
    /// Where two series go together, in the plane of both.
    Path(PathPanel),
    /// A sample as bars around zero, a group of them for each row.
    Bars(BarsPanel),
    /// Small pictures in their own colours.
    Film(FilmPanel),
    /// Rows of tokens, right and wrong ones told apart.
    Sequence(SequencePanel),
    /// Rows of text under named columns.
    Table(TablePanel),
    /// One series over the values of one or two swept knobs; see [`sweep_panel`].
    Sweep(SweepPanel),
}

/// A run as panels see it.
#[derive(Debug, Clone, Copy)]
pub struct View<'a> {
    /// What was run.
    pub keys: &'a RunKeys,
    /// Its arms.
    pub arms: &'a [Arm],
    /// What it has recorded.
    pub recording: &'a Recording,
    /// The progress that is looked at: what was measured later is left out.
    pub at: u32,
    /// The cell of the sweep that is looked at.
    pub cell: u32,
    /// Whether every member is drawn, beside the median.
    pub members: bool,
    /// What a visitor drew for a panel: its key, the arm, and the curve.
    pub drawn: Option<(&'a str, usize, Drawn)>,
    /// Another run, whose curves are drawn beside those of this one.
    pub beside: Option<Beside<'a>>,
    /// The language that panels speak.
    pub words: &'static Words,
}

/// A place in a panel where something can be read, as a keyboard moves from one to the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Spot {
    /// From the left.
    pub column: u32,
    /// From the top.
    pub row: u32,
}

/// What stands at a spot.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// In one sentence.
    pub sentence: String,
    /// What is drawn over the picture to point at it.
    pub marks: Vec<Mark>,
}

/// A name in the key beside a picture.
#[derive(Debug, Clone, PartialEq)]
pub struct Named {
    /// The name.
    pub name: String,
    /// The series whose colour and dash it goes with.
    pub series: usize,
    /// The shape that its points have; `None` where it goes with a line.
    pub sign: Option<Sign>,
}

/// What every kind of panel can do.
pub trait Draw {
    /// How high a picture of this width is.
    fn height(&self, view: &View<'_>, width: f64) -> f64;
    /// The picture.
    fn picture(&self, view: &View<'_>, size: Size) -> Picture;
    /// The names that the picture itself has no room for.
    fn names(&self, _view: &View<'_>, _width: f64) -> Vec<Named> {
        Vec::new()
    }
    /// What it shows, in one sentence or a few.
    fn sentence(&self, view: &View<'_>) -> String;
    /// Everything it shows, in numbers.
    fn table(&self, view: &View<'_>) -> Table;
    /// How many columns and rows of spots there are; none while there is nothing to read.
    fn spots(&self, view: &View<'_>) -> Spot;
    /// What stands at a spot.
    fn reading(&self, view: &View<'_>, size: Size, spot: Spot) -> Option<Reading>;
    /// The spot that is nearest to a place of the picture.
    fn nearest(&self, view: &View<'_>, size: Size, place: Place) -> Spot;
    /// What is drawn over the picture to point at the cell of the sweep that is looked at.
    fn looked_at(&self, _view: &View<'_>, _size: Size) -> Vec<Mark> {
        Vec::new()
    }
    /// The cell of the sweep that a spot stands for, where spots do.
    fn cell(&self, _view: &View<'_>, _spot: Spot) -> Option<u32> {
        None
    }
}

impl Spot {
    /// A spot, or a number of spots, by positions.
    pub(crate) fn new(column: usize, row: usize) -> Self {
        let whole = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Self { column: whole(column), row: whole(row) }
    }
}

/// Every panel of a run, in reading order: that of its sweep, where it has one, and those that its experiment declares for a
/// cell of the sweep.
#[must_use]
pub fn of(keys: &RunKeys, cell: u32, words: &Words) -> Vec<Panel> {
    let declared = (keys.experiment.panels)(&keys.sweep.knobs(&keys.knobs, cell));
    sweep_panel(keys, &declared, words).into_iter().chain(declared).collect()
}

impl Panel {
    /// Its name in links (`show`, `hide`) and in files.
    #[must_use]
    pub fn key(&self) -> &'static str {
        match self {
            Self::Line(panel) => panel.key,
            Self::Heat(panel) => panel.key,
            Self::Scatter(panel) => panel.key,
            Self::Pairs(panel) => panel.key,
            Self::Path(panel) => panel.key,
            Self::Bars(panel) => panel.key,
            Self::Film(panel) => panel.key,
            Self::Sequence(panel) => panel.key,
            Self::Table(panel) => panel.key,
            Self::Sweep(_) => "sweep",
        }
    }

    /// Its heading.
    #[must_use]
    pub fn title(&self) -> String {
        match self {
            Self::Line(panel) => panel.title.clone(),
            Self::Heat(panel) => panel.title.clone(),
            Self::Scatter(panel) => panel.title.clone(),
            Self::Pairs(panel) => panel.title.clone(),
            Self::Path(panel) => panel.title.clone(),
            Self::Bars(panel) => panel.title.clone(),
            Self::Film(panel) => panel.title.clone(),
            Self::Sequence(panel) => panel.title.clone(),
            Self::Table(panel) => panel.title.clone(),
            Self::Sweep(panel) => panel.title.clone(),
        }
    }

    /// Whether its picture is one square for each arm or one in all, and that is one: no wider than half of a page.
    #[must_use]
    pub fn is_square(&self, arms: usize) -> bool {
        match self {
            Self::Scatter(panel) => arms == 1 || panel.field.is_none(),
            Self::Heat(_) | Self::Pairs(_) | Self::Path(_) | Self::Film(_) => arms == 1,
            Self::Line(_) | Self::Bars(_) | Self::Sequence(_) | Self::Table(_) | Self::Sweep(_) => false,
        }
    }

    /// What it can do.
    #[must_use]
    pub fn draw(&self) -> &dyn Draw {
        match self {
            Self::Line(panel) => panel,
            Self::Heat(panel) => panel,
            Self::Scatter(panel) => panel,
            Self::Pairs(panel) => panel,
            Self::Path(panel) => panel,
            Self::Bars(panel) => panel,
            Self::Film(panel) => panel,
            Self::Sequence(panel) => panel,
            Self::Table(panel) => panel,
            Self::Sweep(panel) => panel,
        }
    }
}

impl<'a> View<'a> {
    /// Everything that a run has recorded, in English.
    #[must_use]
    pub fn new(keys: &'a RunKeys, arms: &'a [Arm], recording: &'a Recording) -> Self {
        let at = crate::digest::PROGRESS;
        let (cell, members, drawn, beside, words) = (0, false, None, None, words(None));
        Self { keys, arms, recording, at, cell, members, drawn, beside, words }
    }

    /// The experiment.
    #[must_use]
    pub fn experiment(&self) -> &'static Experiment {
        self.keys.experiment
    }

    /// The models that are looked at.
    #[must_use]
    pub fn models(&self) -> std::ops::Range<u32> {
        self.keys.models_of(self.cell)
    }

    /// What one arm's member measured last, at or before the progress that is looked at.
    #[must_use]
    pub fn latest(&self, arm: usize, member: u32) -> Option<&'a Point> {
        self.recording.points(arm, member).iter().rev().find(|point| point.j <= self.at)
    }

    /// The mean of a sample over the members of an arm that have taken it down, row after row, and how wide a row is; `None`
    /// while none has.
    #[must_use]
    pub fn sample(&self, key: &str, arm: usize) -> Option<(Vec<f64>, usize)> {
        let (range, columns) = self.experiment().sample_at(key, &self.keys.knobs, arm)?;
        let of = |member| self.sampled(arm, member, &range);
        let samples: Vec<&[f32]> = self.models().filter_map(of).collect();
        if samples.is_empty() {
            return None;
        }
        let count = samples.len() as f64;
        let mean = |at: usize| samples.iter().map(|sample| f64::from(sample[at])).sum::<f64>() / count;
        Some(((0..range.len()).map(mean).collect(), columns))
    }

    /// A sample of an arm's first member, row after row; `None` while it has not taken it down.
    #[must_use]
    pub fn first_sample(&self, key: &str, arm: usize) -> Option<Vec<f64>> {
        let (range, _) = self.experiment().sample_at(key, &self.keys.knobs, arm)?;
        let sample = self.sampled(arm, self.models().start, &range)?;
        Some(sample.iter().copied().map(f64::from).collect())
    }

    /// Whose numbers [`View::first_sample`] gives, to stand within a sentence.
    #[must_use]
    pub fn whose_first(&self) -> String {
        match self.keys.members {
            1 => (self.words.panel.mean_of)(1),
            _ => self.words.panel.first_member.to_owned(),
        }
    }

    /// What one arm's member took down last of this part of its samples.
    fn sampled(&self, arm: usize, member: u32, range: &std::ops::Range<usize>) -> Option<&'a [f32]> {
        let points = self.recording.points(arm, member).iter().rev().filter(|point| point.j <= self.at);
        points.filter_map(|point| point.samples.get(range.clone())).next()
    }
}
