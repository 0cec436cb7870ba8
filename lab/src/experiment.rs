//! What an experiment declares: plain data, read by the page, the command line and the docs alike.
//! What trains (graphs, feeds) sits behind the feature `run`, in the field [`Experiment::program`].

use crate::knob::{Knob, Knobs};

/// One entry of the gallery.
#[derive(Debug)]
pub struct Experiment {
    /// Its name in addresses and on the command line.
    pub id: &'static str,
    /// Its revision: rises whenever defaults, data or model change what a run computes.
    pub rev: u32,
    /// The family it stands under in the gallery.
    pub family: &'static str,
    /// The question that the page asks, in words that a student understands. The title of the page.
    pub question: &'static str,
    /// The finding in one line, for cards and link previews.
    pub finding: &'static str,
    /// Two or three sentences under the title: what is about to happen.
    pub story: &'static str,
    /// The paper that the finding comes from.
    pub source: Source,
    /// What happened, why, what was reduced against the paper: Markdown, shown under the story.
    pub lesson: &'static str,
    /// Its knobs, in the order in which links write them.
    pub knobs: &'static [Knob],
    /// How many members it trains by default.
    pub members: u32,
    /// Its arms for given knobs, in the order in which they are drawn and hashed.
    pub arms: fn(&Knobs) -> Vec<Arm>,
    /// What it measures, at every one of the 65 points of progress of every arm and member.
    pub series: &'static [Series],
    /// Its panels for given knobs, in reading order.
    pub panels: fn(&Knobs) -> Vec<Panel>,
    /// What trains: one program for each arm, in the order of `arms`.
    #[cfg(feature = "run")]
    pub program: fn(&Knobs, arm: usize) -> crate::run::Program,
}

/// Where a finding was published.
#[derive(Debug)]
pub struct Source {
    /// Surnames of the authors.
    pub authors: &'static str,
    /// Title of the paper.
    pub title: &'static str,
    /// Year of the version that was read.
    pub year: u32,
    /// Address of the paper.
    pub url: &'static str,
}

/// One model variant. Arms train side by side so that their curves can be compared.
#[derive(Debug, Clone, PartialEq)]
pub struct Arm {
    /// Its name in exports and code.
    pub key: &'static str,
    /// Its name for a person, short enough to stand at the end of a curve.
    pub label: String,
    /// One sentence: what it may see, what is special.
    pub about: String,
    /// Training steps from start to end.
    pub steps: u32,
}

/// A named measurement over steps, for each arm and member.
#[derive(Debug)]
pub struct Series {
    /// Its name in exports and code.
    pub key: &'static str,
    /// Its name for a person, in sentence case.
    pub label: &'static str,
    /// What one number of it means: one sentence, with the unit.
    pub about: &'static str,
}

/// A picture of a run, declared; its geometry, sentence and table come from `crate::panel`.
#[derive(Debug, Clone, PartialEq)]
pub enum Panel {
    /// Curves of one series over training steps: the median of the members, their quartiles as a band.
    Line(LinePanel),
}

/// The declaration of a line chart.
#[derive(Debug, Clone, PartialEq)]
pub struct LinePanel {
    /// Its name in links (`show`, `hide`) and in files.
    pub key: &'static str,
    /// Its heading.
    pub title: String,
    /// The key of the series it draws.
    pub series: &'static str,
    /// The lowest and the highest value of the vertical axis.
    pub range: (f64, f64),
    /// Levels to compare the curves with: ceilings, chance.
    pub references: Vec<Reference>,
}

/// A named horizontal line.
#[derive(Debug, Clone, PartialEq)]
pub struct Reference {
    /// What the level is, to stand beside the line.
    pub label: String,
    /// Where it stands on the vertical axis.
    pub value: f64,
    /// The arm (by position) whose ceiling it is, and whose colour it takes; `None` for all.
    pub arm: Option<usize>,
}
