//! What an experiment declares: plain data, read by the page, the command line and the docs alike.
//! What trains (graphs, feeds) sits behind the feature `run`, in the field [`Experiment::program`].

use std::ops::Range;

use crate::claim::Claim;
use crate::data::OwnData;
use crate::digest::PROGRESS;
use crate::exhibit::Exhibit;
use crate::knob::{Knob, Knobs};
use crate::panel::Panel;
use crate::predict::Prediction;
use crate::probe::Probe;

/// The family that comes first in the gallery: where somebody begins who is new here.
pub const FIRST_STEPS: &str = "First steps";

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
    /// What happened, why, what was reduced against the paper: Markdown, shown under the story. It stands in the page's
    /// HTML, so the programs that a browser loads leave it off.
    #[cfg(feature = "lessons")]
    pub lesson: &'static str,
    /// What a visitor may predict before the run.
    pub predictions: &'static [Prediction],
    /// Its knobs, in the order in which links write them.
    pub knobs: &'static [Knob],
    /// Settings to try, each with one press.
    pub presets: &'static [Preset],
    /// The data that a visitor may give it.
    pub data: Option<OwnData>,
    /// How many members it trains by default.
    pub members: u32,
    /// Its arms for given knobs, in the order in which they are drawn and hashed.
    pub arms: fn(&Knobs) -> Vec<Arm>,
    /// What it measures, at every one of the 65 points of progress of every arm and member.
    pub series: &'static [Series],
    /// What it takes down beside that: a rectangle of numbers each.
    pub samples: &'static [Sample],
    /// Its panels for given knobs, in reading order. Verdicts and sweeps have panels of their own.
    pub panels: fn(&Knobs) -> Vec<Panel>,
    /// What it claims.
    pub claims: &'static [Claim],
    /// What a visitor may ask a trained model.
    pub probes: &'static [Probe],
    /// What it shows without a run.
    pub exhibits: &'static [Exhibit],
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

/// Settings that a visitor may try.
#[derive(Debug)]
pub struct Preset {
    /// What the button says.
    pub label: &'static str,
    /// One sentence: what is different.
    pub about: &'static str,
    /// What differs from the defaults, as a link writes it: knobs, `sweep`.
    pub keys: &'static str,
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
    /// The arithmetic of one model of it.
    pub cost: Cost,
}

/// Floating-point operations of matrix products, in millions: what the time of a run goes with.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Cost {
    /// Of one training step.
    pub step: f64,
    /// Of one measurement.
    pub measurement: f64,
}

impl Arm {
    /// The arithmetic of one model from start to end, in millions of operations.
    #[must_use]
    pub fn work(&self) -> f64 {
        f64::from(self.steps) * self.cost.step + f64::from(PROGRESS + 1) * self.cost.measurement
    }
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

/// A rectangle of numbers, taken down at every point of progress of every arm and member; where an arm's samples are
/// large, at every fourth, as [`crate::recording::keeps_samples`] says.
#[derive(Debug)]
pub struct Sample {
    /// Its name in exports and code.
    pub key: &'static str,
    /// What one number of it means: one sentence.
    pub about: &'static str,
    /// How many rows and columns it has for given knobs, in an arm.
    pub size: fn(&Knobs, arm: usize) -> [usize; 2],
}

impl Experiment {
    /// The position of a series; the first one where no such series is declared, which the test of the registry rules
    /// out.
    #[must_use]
    pub fn series_at(&self, key: &str) -> usize {
        self.series.iter().position(|series| series.key == key).unwrap_or(0)
    }

    /// Where a sample lies among all numbers of a point's samples in an arm, and how wide its rows are.
    #[must_use]
    pub fn sample_at(&self, key: &str, knobs: &Knobs, arm: usize) -> Option<(Range<usize>, usize)> {
        let mut start = 0;
        for sample in self.samples {
            let [rows, columns] = (sample.size)(knobs, arm);
            if sample.key == key {
                return Some((start..start + rows * columns, columns));
            }
            start += rows * columns;
        }
        None
    }
}

/// An experiment with nothing in it, for tests to fill in what they are about.
#[cfg(test)]
pub(crate) const BLANK: Experiment = Experiment {
    id: "test",
    rev: 1,
    family: "",
    question: "",
    finding: "",
    story: "",
    source: Source { authors: "", title: "", year: 0, url: "" },
    #[cfg(feature = "lessons")]
    lesson: "",
    predictions: &[],
    knobs: &[],
    presets: &[],
    data: None,
    members: 1,
    arms: |_| Vec::new(),
    series: &[],
    samples: &[],
    panels: |_| Vec::new(),
    claims: &[],
    probes: &[],
    exhibits: &[],
    #[cfg(feature = "run")]
    program: |_, _| unreachable!("never trained"),
};
