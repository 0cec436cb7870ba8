//! What a visitor takes away of a run that is over, beside its record and its pictures.

use lab::cite;
use lab::measurements::measurements;

use super::{Model, Order, Phase};
use crate::protocol::{Bytes, File, ToWorker};

/// The most bytes of states that a page keeps of a run that is over. Of a larger run it keeps the first member, which answers
/// questions.
const KEPT: usize = 32 << 20;

/// A file that a worker makes, and what came of it.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Errand {
    asked: Option<File>,
    made: Option<Result<Bytes, String>>,
}

impl Errand {
    /// What was made is there, if it was still asked for; whether it was.
    pub(super) fn done(&mut self, file: File, made: Result<Bytes, String>) -> bool {
        let is_asked = self.asked == Some(file);
        if is_asked {
            *self = Self { asked: None, made: Some(made) };
        }
        is_asked
    }

    /// Whoever was to make it is lost.
    pub(super) fn lost(&mut self, sentence: &str) {
        if self.asked.take().is_some() {
            self.made = Some(Err(sentence.to_owned()));
        }
    }
}

impl Model {
    /// Every measurement of the run so far, as comma-separated values.
    #[must_use]
    pub fn measurements(&self) -> String {
        measurements(&self.link.keys, &self.recording).csv()
    }

    /// BibTeX for the paper and for this run at this address.
    #[must_use]
    pub fn citation(&self, address: &str) -> String {
        let digest = self.certificate.map(|certificate| certificate.digest.to_string());
        let run = cite::run(&self.link.keys, Some(address), digest.as_deref());
        format!("{}\n{run}", cite::paper(&self.link.keys.experiment.source))
    }

    /// Whether the weights of the run are there to be saved.
    #[must_use]
    pub fn has_weights(&self) -> bool {
        self.phase == Phase::Finished && !self.saved.is_empty() && self.errand.asked.is_none()
    }

    /// Has a worker make a file of the run that is over.
    pub fn ask_for(&mut self, file: File) -> Vec<Order> {
        if !self.has_weights() {
            return Vec::new();
        }
        self.errand = Errand { asked: Some(file), made: None };
        self.changes += 1;
        let link = self.share();
        let link = format!("{}#{}", link.keys.experiment.id, link.write());
        vec![Order::Seat(0, ToWorker::Make { file, link, from: self.saved.clone() })]
    }

    /// Whether a file, or a sentence on why there is none, waits to be taken.
    #[must_use]
    pub fn is_made(&self) -> bool {
        self.errand.made.is_some()
    }

    /// What was made, once.
    pub fn take_made(&mut self) -> Option<Result<Vec<u8>, String>> {
        self.errand.made.take().map(|made| made.map(|Bytes(bytes)| bytes))
    }

    /// Of a run that is over, keeps what a probe reads and, where there is room, what can be taken away.
    pub(super) fn keep_what_is_asked_for(&mut self) {
        let bytes: usize = self.saved.iter().map(|saved| saved.state.len()).sum();
        if bytes > KEPT {
            self.saved.retain(|saved| saved.member == 0);
        }
    }
}
