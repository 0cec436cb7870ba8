//! What a run with other data of a visitor's has done before these data mattered: a run that differs in nothing else goes on
//! from there, and gives the same bits as if it had begun at its start.

use lab::digest::PROGRESS;
use lab::keys::RunKeys;
use lab::recording::{Device, Recording, Saved};

use super::Model;

/// The latest state of each arm's member before data matter, and what was measured up to it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Trunk {
    keys: RunKeys,
    recording: Recording,
    saved: Vec<Saved>,
}

impl Trunk {
    /// Whether a run can go on from here.
    fn leads_to(&self, keys: &RunKeys) -> bool {
        self.keys.common_start(keys).is_some()
    }
}

impl Model {
    /// Keeps a state that lies before data matter, if it is newer than the one that is kept.
    pub(super) fn keep_early(&mut self, newer: &Saved) {
        let Some(own) = self.link.keys.experiment.data else { return };
        let matters = usize::try_from(newer.arm).map_or(0, |arm| (own.from)(&self.link.keys.knobs, arm));
        if newer.step == 0 || newer.step > matters {
            return;
        }
        let is_same = |older: &&mut Saved| (older.arm, older.member) == (newer.arm, newer.member);
        match self.early.iter_mut().find(is_same) {
            Some(older) if older.j < newer.j => *older = newer.clone(),
            Some(_) => {}
            None => self.early.push(newer.clone()),
        }
    }

    /// What the next run may go on from: this run, if all its members have come so far on the processor, else what this one
    /// would have gone on from.
    pub(super) fn trunk(&mut self) -> Option<Trunk> {
        let all = self.arms.len() * self.link.keys.models() as usize;
        if self.early.len() < all || !self.is_exact() {
            return self.trunk.take();
        }
        let mut recording = self.recording.clone();
        for saved in &self.early {
            recording.go_back(saved.arm, saved.member, Some(saved.j));
        }
        let saved = std::mem::take(&mut self.early);
        Some(Trunk { keys: self.link.keys.clone(), recording, saved })
    }

    /// Whether most of what this run asks for is there from a run with other data.
    #[must_use]
    pub fn has_head_start(&self) -> bool {
        self.trunk.as_ref().is_some_and(|trunk| trunk.leads_to(&self.link.keys))
    }

    /// Goes on from there, on the processor and at the beginning of a run.
    pub(super) fn take_head_start(&mut self) {
        let is_new = self.saved.is_empty() && self.known_points() == 0;
        if self.device() != Some(Device::Exact) || !is_new || !self.has_head_start() {
            return;
        }
        let Some(trunk) = &self.trunk else { return };
        debug_assert!(trunk.saved.iter().all(|saved| saved.j < PROGRESS));
        self.recording = trunk.recording.clone();
        self.saved.clone_from(&trunk.saved);
        self.early.clone_from(&trunk.saved);
        self.furthest = self.known_points();
    }
}
