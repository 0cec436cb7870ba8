//! The state of one page: a link, the run that it asks for, what computes it, and what came of it. How far it is is
//! in `progress`, what a visitor does to it in `actions`, what workers say in `receive`, what is lost in `recover`, what
//! a visitor predicts and asks in `inquiry`, what runs say to claims in `claims`, what stands beside it in `beside`.

use lab::digest::{Certificate, Comparison, Digest, PROGRESS};
use lab::experiment::Arm;
use lab::keys::RunKeys;
use lab::link::{Backend, Link, Presentation};
use lab::panel::{LinePanel, Panel, View};
use lab::recording::{Device, Recording, Saved};
use lab::words::words;

use super::beside::Other;
use super::claims::Ledger;
use super::inquiry::Inquiry;
use super::pace::Pace;
use super::records::Opened;
use super::speed::Motion;
use super::taken::Errand;
use super::trunk::Trunk;
use crate::protocol::Choice;

/// How far a run is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Phase {
    /// Not begun.
    Ready,
    /// Training.
    Running,
    /// Begun, and waiting for the visitor.
    Paused,
    /// Every member of every arm is done.
    Finished,
    /// It cannot go on; a sentence for the visitor.
    Failed(String),
}

/// A worker's part in a run.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Seat {
    /// The members that it trains.
    pub(super) members: Vec<u32>,
    /// How many steps they are from their start, all arms and members together.
    pub(super) trained: u64,
    /// Whether they are all at their end.
    pub(super) is_done: bool,
}

/// Everything a page knows.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    pub(super) link: Link,
    /// The language of the page, where the link names none.
    pub(super) language: Option<&'static str>,
    pub(super) arms: Vec<Arm>,
    pub(super) panels: Vec<Panel>,
    pub(super) phase: Phase,
    /// What tells this run's messages from those of a run that was reset.
    pub(super) run: u32,
    pub(super) recording: Recording,
    /// What computes the run, once it is chosen.
    pub(super) choice: Option<Choice>,
    /// Whether the GPU computed one part of the run and the processor another.
    pub(super) mixed: bool,
    /// How many workers the run gets on the processor.
    pub(super) workers: u32,
    /// The workers that take part.
    pub(super) seats: Vec<Seat>,
    /// How often the worker in each seat was lost since the run last got further.
    pub(super) losses: Vec<u32>,
    /// The most points that were ever known of this run: what getting further means.
    pub(super) furthest: usize,
    /// The newest state of each arm's member that can be gone on from.
    pub(super) saved: Vec<Saved>,
    /// The newest state of each of them before a visitor's data matter.
    pub(super) early: Vec<Saved>,
    /// What a run with other data left to go on from.
    pub(super) trunk: Option<Trunk>,
    /// Whether a step to the next measurement was asked for, and none has come since.
    pub(super) stepping: bool,
    /// Whether workers have trained since they were told to prepare.
    pub(super) has_trained: bool,
    /// What a person should know of the run so far.
    pub(super) notices: Vec<String>,
    pub(super) pace: Pace,
    pub(super) motion: Motion,
    /// Millions of operations a second that this device was seen to do.
    pub(super) rate: Option<f64>,
    /// What the finished run promises, where it was exact.
    pub(super) certificate: Option<Certificate>,
    /// What came of comparing the run with what its link promised.
    pub(super) comparison: Option<Comparison>,
    /// Runs of this page that are over, and those that a claim still needs.
    pub(super) ledger: Ledger,
    /// What a visitor predicted and asked.
    pub(super) inquiry: Inquiry,
    /// A file that was asked for.
    pub(super) errand: Errand,
    /// The record that was opened before the run, or in its place.
    pub(super) opened: Option<Opened>,
    /// The run beside this one, where the link names one and it is there.
    pub(super) other: Option<Other>,
    /// Whether the other run begins once this one is over.
    pub(super) runs_both: bool,
    /// The progress that is looked at; `None` for whatever was measured last.
    pub(super) at: Option<u32>,
    /// The cell of the sweep that is looked at.
    pub(super) cell: u32,
    pub(super) check: Option<String>,
    /// Rises with everything that a panel may show.
    pub(super) changes: u64,
}

impl Model {
    /// A page that opens a link.
    #[must_use]
    pub fn new(link: Link) -> Self {
        Self::on_page(link, None)
    }

    /// The same for a page in a language, which a link need not name.
    #[must_use]
    pub fn on_page(link: Link, language: Option<&'static str>) -> Self {
        let arms = link.keys.arms();
        let panels = lab::panel::of(&link.keys, 0, words(link.presentation.locale.or(language)));
        let recording = Recording::new(&arms, link.keys.models(), link.keys.experiment.series.len());
        let at = link.presentation.view.filter(|at| *at < PROGRESS);
        Self {
            link,
            language,
            arms,
            panels,
            phase: Phase::Ready,
            run: 0,
            recording,
            choice: None,
            mixed: false,
            workers: 1,
            seats: Vec::new(),
            losses: Vec::new(),
            furthest: 0,
            saved: Vec::new(),
            early: Vec::new(),
            trunk: None,
            stepping: false,
            has_trained: false,
            notices: Vec::new(),
            pace: Pace::default(),
            motion: Motion::default(),
            rate: None,
            certificate: None,
            comparison: None,
            ledger: Ledger::default(),
            inquiry: Inquiry::default(),
            errand: Errand::default(),
            opened: None,
            other: None,
            runs_both: false,
            at,
            cell: 0,
            check: None,
            changes: 0,
        }
    }

    /// The link, as it was read.
    #[must_use]
    pub fn link(&self) -> &Link {
        &self.link
    }

    /// The run keys.
    #[must_use]
    pub fn keys(&self) -> &RunKeys {
        &self.link.keys
    }

    /// How far the run is.
    #[must_use]
    pub fn phase(&self) -> &Phase {
        &self.phase
    }

    /// The arms of the run.
    #[must_use]
    pub fn arms(&self) -> &[Arm] {
        &self.arms
    }

    /// The panels of the run.
    #[must_use]
    pub fn panels(&self) -> &[Panel] {
        &self.panels
    }

    /// The line chart of this name.
    #[must_use]
    pub fn line(&self, key: &str) -> Option<&LinePanel> {
        self.panels.iter().find_map(|panel| match panel {
            Panel::Line(line) if line.key == key => Some(line),
            _ => None,
        })
    }

    /// The steps of the longest arm.
    #[must_use]
    pub fn longest(&self) -> u32 {
        self.arms.iter().map(|arm| arm.steps).max().unwrap_or(0)
    }

    /// What has been measured.
    #[must_use]
    pub fn recording(&self) -> &Recording {
        &self.recording
    }

    /// The page's number for the run: another one for each.
    #[must_use]
    pub fn run(&self) -> u32 {
        self.run
    }

    /// A number that rises with everything that a panel may show.
    #[must_use]
    pub fn changes(&self) -> u64 {
        self.changes
    }

    /// The digest of the finished run.
    #[must_use]
    pub fn digest(&self) -> Option<Digest> {
        self.certificate.map(|certificate| certificate.digest)
    }

    /// What came of comparing the finished run with what its link promised.
    #[must_use]
    pub fn comparison(&self) -> Option<Comparison> {
        self.comparison
    }

    /// The run as panels see it.
    #[must_use]
    pub fn view(&self) -> View<'_> {
        let at = self.at.unwrap_or(PROGRESS);
        View {
            at,
            cell: self.cell,
            words: self.words(),
            beside: self.other.as_ref().map(Other::beside),
            ..View::new(&self.link.keys, &self.arms, &self.recording)
        }
    }

    /// The progress that is looked at; `None` for whatever was measured last.
    #[must_use]
    pub fn at(&self) -> Option<u32> {
        self.at
    }

    /// Looks back at an earlier point of progress; at the last one, or beyond, whatever was measured last is shown.
    pub fn look_at(&mut self, j: u32) {
        self.at = Some(j).filter(|j| *j < PROGRESS);
        self.link.presentation.view = self.at;
        self.changes += 1;
    }

    /// The cell of the sweep that is looked at.
    #[must_use]
    pub fn cell(&self) -> u32 {
        self.cell
    }

    /// Looks at another cell of the sweep.
    pub fn look_at_cell(&mut self, cell: u32) {
        self.cell = cell.min(self.link.keys.sweep.cells().saturating_sub(1));
        self.panels = lab::panel::of(&self.link.keys, self.cell, self.words());
        self.changes += 1;
    }

    /// What the engine's own check gave; `None` before a worker has answered.
    #[must_use]
    pub fn check(&self) -> Option<&str> {
        self.check.as_deref()
    }

    /// What computes the run, and why; `None` before it is chosen.
    #[must_use]
    pub fn choice(&self) -> Option<&Choice> {
        self.choice.as_ref()
    }

    /// Whether the GPU computed one part of the run and the processor another.
    #[must_use]
    pub fn is_mixed(&self) -> bool {
        self.mixed
    }

    /// What a person should know of the run so far.
    #[must_use]
    pub fn notices(&self) -> &[String] {
        &self.notices
    }

    /// Whether the run has ended without a digest, because the GPU computed some of it.
    #[must_use]
    pub fn lacks_digest(&self) -> bool {
        self.phase == Phase::Finished && self.certificate.is_none()
    }

    /// Whether a worker is being asked what should compute the run.
    #[must_use]
    pub fn is_choosing(&self) -> bool {
        self.is_under_way() && self.choice.is_none()
    }

    /// Whether something is to come from the worker in this seat.
    #[must_use]
    pub fn waits_for(&self, seat: usize) -> bool {
        match self.choice {
            None => self.is_choosing() && seat == 0,
            Some(_) => self.is_under_way() && self.seats.get(seat).is_some_and(|seat| !seat.is_done),
        }
    }

    /// Whether the run has begun and not ended.
    pub(super) fn is_under_way(&self) -> bool {
        matches!(self.phase, Phase::Running | Phase::Paused)
    }

    pub(super) fn device(&self) -> Option<Device> {
        self.choice.as_ref().map(|choice| choice.device)
    }

    /// A link that runs the cell of the sweep that is looked at as a run of its own, with the same bits.
    #[must_use]
    pub fn alone(&self) -> Link {
        let keys = self.link.keys.cell(self.cell);
        let presentation = Presentation { autorun: true, ..self.link.presentation.clone() };
        Link { keys, presentation, certificate: None, notes: Vec::new(), ..self.link.clone() }
    }

    /// The link that shares this run: with its digest once it is finished, with the digest it came with before. A
    /// run that has a digest was exact, whatever was asked for.
    #[must_use]
    pub fn share(&self) -> Link {
        let mut link = self.link.clone();
        // The page around this one is nobody else's business.
        link.presentation.parent = None;
        if let Some(certificate) = self.certificate {
            link.certificate = Some(certificate);
            if link.backend == Backend::Gpu {
                link.backend = Backend::Exact;
            }
        }
        link
    }
}
