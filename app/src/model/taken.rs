//! What a visitor takes away of a run that is over, beside its record and its pictures.

use lab::cite;
use lab::digest::PROGRESS;
use lab::measurements::{json, measurements};
use lab::recording::Saved;

use super::{Model, Order, Phase};
use crate::protocol::{Bytes, File, ToWorker};

/// The most bytes of states that a page keeps of a run that is over. Of a larger run it keeps the first member, which answers
/// questions.
const KEPT: usize = 32 << 20;

/// A file that a worker makes, and what came of it.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Errand {
    asked: Option<File>,
    made: Option<(File, Result<Bytes, String>)>,
}

impl Errand {
    /// What was made is there, if it was still asked for; whether it was.
    pub(super) fn done(&mut self, file: File, made: Result<Bytes, String>) -> bool {
        let is_asked = self.asked == Some(file);
        if is_asked {
            *self = Self { asked: None, made: Some((file, made)) };
        }
        is_asked
    }

    /// Whoever was to make it is lost.
    pub(super) fn lost(&mut self, sentence: &str) {
        if let Some(file) = self.asked.take() {
            self.made = Some((file, Err(sentence.to_owned())));
        }
    }
}

impl Model {
    /// Every measurement of the run so far, as comma-separated values.
    #[must_use]
    pub fn measurements(&self) -> String {
        measurements(&self.link.keys, &self.recording).csv()
    }

    /// The same as JSON.
    #[must_use]
    pub fn measurements_as_json(&self) -> String {
        json(&measurements(&self.link.keys, &self.recording))
    }

    /// BibTeX for the paper and for this run at this address.
    #[must_use]
    pub fn citation(&self, address: &str) -> String {
        let digest = self.certificate.map(|certificate| certificate.digest.to_string());
        let run = cite::run(&self.link.keys, Some(address), digest.as_deref());
        format!("{}\n{run}", cite::paper(&self.link.keys.experiment.source))
    }

    /// Whether a worker could make a file now: weights once they are there, and a script of any run. One at a time.
    #[must_use]
    pub fn can_make(&self, file: File) -> bool {
        let is_there = match file {
            File::Weights => self.phase == Phase::Finished && self.ends().next().is_some(),
            File::Script => self.check.is_some() && !matches!(self.phase, Phase::Failed(_)),
        };
        is_there && self.errand.asked.is_none()
    }

    /// Models at their end. One that ended early has none.
    fn ends(&self) -> impl Iterator<Item = &Saved> {
        self.saved.iter().filter(|saved| saved.j == PROGRESS)
    }

    /// How many models the weights leave out, since they ended early or there is no room for all; and how many there are.
    #[must_use]
    pub fn without_weights(&self) -> (usize, usize) {
        let all = self.arms.len() * self.link.keys.models() as usize;
        (all.saturating_sub(self.ends().count()), all)
    }

    /// Has a worker make a file of the run at this address.
    pub fn ask_for(&mut self, file: File, address: String) -> Vec<Order> {
        if !self.can_make(file) {
            return Vec::new();
        }
        self.errand = Errand { asked: Some(file), made: None };
        self.changes += 1;
        let from = match file {
            File::Weights => self.ends().cloned().collect(),
            File::Script => Vec::new(),
        };
        vec![Order::Seat(0, ToWorker::Make { run: self.run, file, link: address, from })]
    }

    /// Whether a file, or a sentence on why there is none, waits to be taken.
    #[must_use]
    pub fn is_made(&self) -> bool {
        self.errand.made.is_some()
    }

    /// What was made, once.
    pub fn take_made(&mut self) -> Option<(File, Result<Vec<u8>, String>)> {
        self.errand.made.take().map(|(file, made)| (file, made.map(|Bytes(bytes)| bytes)))
    }

    /// Of a run that is over, keeps what a probe reads and, where there is room, what can be taken away.
    pub(super) fn keep_what_is_asked_for(&mut self) {
        let bytes: usize = self.saved.iter().map(|saved| saved.state.len()).sum();
        if bytes > KEPT {
            self.saved.retain(|saved| saved.member == 0);
        }
    }
}
