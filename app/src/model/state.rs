//! The state of one page: a link, the run that it asks for, how far that run is, and what a visitor
//! may do to it. What workers say comes in through `receive`.

use lab::digest::{BITS, Digest, PROGRESS, step_at};
use lab::experiment::{Arm, Panel};
use lab::keys::RunKeys;
use lab::link::{Certificate, Link};
use lab::record::{Chain, Recording};

use super::pace::Pace;
use crate::protocol::ToWorker;

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

/// Everything a page knows.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    pub(super) link: Link,
    pub(super) arms: Vec<Arm>,
    panels: Vec<Panel>,
    pub(super) phase: Phase,
    /// What tells this run's messages from those of a run that was reset.
    pub(super) run: u32,
    pub(super) recording: Recording,
    pub(super) chains: Vec<Chain>,
    /// Workers that take part, and those of them that are done.
    pub(super) workers: (u32, u32),
    pub(super) trained: u64,
    pub(super) total: u64,
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
        let total = arms.iter().map(|arm| u64::from(arm.steps)).sum::<u64>() * u64::from(link.keys.members);
        Self {
            link,
            arms,
            panels,
            phase: Phase::Ready,
            run: 0,
            recording,
            chains: Vec::new(),
            workers: (0, 0),
            trained: 0,
            total,
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

    /// The part of the run that is trained, from 0 to 1.
    #[must_use]
    pub fn progress(&self) -> f64 {
        match (&self.phase, self.total) {
            (Phase::Finished, _) => 1.0,
            (_, 0) => 0.0,
            (_, total) => (self.trained as f64 / total as f64).min(1.0),
        }
    }

    /// How far every member of the longest arm is: the step, and how many there are.
    #[must_use]
    pub fn step(&self) -> (u32, u32) {
        let Some(longest) = (0..self.arms.len()).max_by_key(|arm| self.arms[*arm].steps) else {
            return (0, 0);
        };
        let steps = self.arms[longest].steps;
        (self.recording.reached(longest).map_or(0, |j| step_at(j, steps)), steps)
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

    /// The link that shares this run: with its digest once it is finished, with the digest it came with before.
    #[must_use]
    pub fn share(&self) -> Link {
        let mut link = self.link.clone();
        if let Some(digest) = self.digest {
            link.certificate = Some(Certificate { bits: BITS, at: PROGRESS, digest });
        }
        link
    }

    /// How many workers the run wants on a device with this many processors.
    #[must_use]
    pub fn wanted_workers(&self, processors: u32) -> u32 {
        self.link.presentation.workers.unwrap_or(processors).clamp(1, self.link.keys.members)
    }

    /// Begins the run on this many workers. Gives one message for each of them; `resume` or `step` comes after.
    pub fn prepare(&mut self, workers: u32) -> Vec<ToWorker> {
        self.reset();
        let members = self.link.keys.members;
        let workers = workers.clamp(1, members);
        self.workers = (workers, 0);
        self.phase = Phase::Paused;
        let keys = self.link.keys.canonical();
        (0..workers)
            .map(|worker| ToWorker::Prepare {
                run: self.run,
                keys: keys.clone(),
                members: (worker..members).step_by(workers as usize).collect(),
            })
            .collect()
    }

    /// Trains on; for all workers of the run.
    pub fn resume(&mut self, now: f64) -> ToWorker {
        self.phase = Phase::Running;
        self.pace.restart();
        self.pace.mark(now, self.trained);
        ToWorker::Resume
    }

    /// Stops training; for all workers of the run.
    pub fn pause(&mut self) -> ToWorker {
        self.phase = Phase::Paused;
        self.pace.restart();
        ToWorker::Pause
    }

    /// Forgets the run; for all workers.
    pub fn reset(&mut self) -> ToWorker {
        self.open(self.link.clone())
    }

    /// Changes what is to be run. The run begins anew, and what the link said about the old one no longer holds.
    pub fn change(&mut self, keys: RunKeys) -> ToWorker {
        self.open(Link { keys, certificate: None, notes: Vec::new(), ..self.link.clone() })
    }

    /// Opens another link on the same page.
    pub fn open(&mut self, link: Link) -> ToWorker {
        let (run, changes, check) = (self.run + 1, self.changes + 1, self.check.take());
        *self = Self { run, changes, check, ..Self::new(link) };
        ToWorker::Clear
    }
}

#[cfg(test)]
#[path = "state_tests.rs"]
mod tests;
