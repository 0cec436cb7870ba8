//! The state of one page: a link, the run that it asks for, what computes it, and what came of it. How far it is is
//! in `progress`, what a visitor does to it in `actions`, what workers say in `receive`, what is lost in `recover`.

use lab::digest::{BITS, Digest, PROGRESS};
use lab::experiment::{Arm, Panel};
use lab::keys::RunKeys;
use lab::link::{Backend, Certificate, Link};
use lab::recording::{Chain, Device, Recording, Saved};

use super::pace::Pace;
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

/// What the run's digest says about the digest that came with the link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Every bit is the same.
    Same,
    /// Some bit differs.
    Differs,
    /// The link's digest is of an earlier point of the run, which this page does not compute.
    OtherProgress(u32),
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
    pub(super) arms: Vec<Arm>,
    pub(super) panels: Vec<Panel>,
    pub(super) phase: Phase,
    /// What tells this run's messages from those of a run that was reset.
    pub(super) run: u32,
    pub(super) recording: Recording,
    pub(super) chains: Vec<Chain>,
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
    /// Whether a step to the next measurement was asked for, and none has come since.
    pub(super) stepping: bool,
    /// Whether workers have trained since they were told to prepare.
    pub(super) has_trained: bool,
    /// What a person should know of the run so far.
    pub(super) notices: Vec<String>,
    pub(super) pace: Pace,
    pub(super) digest: Option<Digest>,
    pub(super) check: Option<String>,
    /// Rises with everything that a panel may show.
    pub(super) changes: u64,
}

impl Model {
    /// A page that opens a link.
    #[must_use]
    pub fn new(link: Link) -> Self {
        let arms = (link.keys.experiment.arms)(&link.keys.knobs);
        let panels = (link.keys.experiment.panels)(&link.keys.knobs);
        let recording = Recording::new(&arms, link.keys.members, link.keys.experiment.series.len());
        Self {
            link,
            arms,
            panels,
            phase: Phase::Ready,
            run: 0,
            recording,
            chains: Vec::new(),
            choice: None,
            mixed: false,
            workers: 1,
            seats: Vec::new(),
            losses: Vec::new(),
            furthest: 0,
            saved: Vec::new(),
            stepping: false,
            has_trained: false,
            notices: Vec::new(),
            pace: Pace::default(),
            digest: None,
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

    /// What has been measured.
    #[must_use]
    pub fn recording(&self) -> &Recording {
        &self.recording
    }

    /// A number that rises with everything that a panel may show.
    #[must_use]
    pub fn changes(&self) -> u64 {
        self.changes
    }

    /// The digest of the finished run.
    #[must_use]
    pub fn digest(&self) -> Option<Digest> {
        self.digest
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
        self.phase == Phase::Finished && self.digest.is_none()
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

    /// What the digest says about the link's.
    #[must_use]
    pub fn verdict(&self) -> Option<Verdict> {
        let (certificate, digest) = (self.link.certificate?, self.digest?);
        Some(match certificate {
            Certificate { at, .. } if at != PROGRESS => Verdict::OtherProgress(at),
            Certificate { digest: promised, .. } if promised == digest => Verdict::Same,
            Certificate { .. } => Verdict::Differs,
        })
    }

    /// The link that shares this run: with its digest once it is finished, with the digest it came with before. A
    /// run that has a digest was exact, whatever was asked for.
    #[must_use]
    pub fn share(&self) -> Link {
        let mut link = self.link.clone();
        if let Some(digest) = self.digest {
            link.certificate = Some(Certificate { bits: BITS, at: PROGRESS, digest });
            if link.backend == Backend::Gpu {
                link.backend = Backend::Exact;
            }
        }
        link
    }
}
