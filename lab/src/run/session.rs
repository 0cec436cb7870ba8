//! Some members of a run, all arms, trained side by side. The arm that has made least progress always goes next,
//! so that the curves grow together; what a member computes does not depend on who else is here.

use engine::exact::Simd;
use engine::train::{self, Checkpoint, Trainer};

use super::{Measure, Measured, Program};
use crate::keys::RunKeys;
use crate::recording::{Point, SAVED, Saved, Stop};
use crate::words::words;

/// Members are saved at every so many points of progress.
const EVERY: u32 = 4;

/// Trains some of a run's members, all arms, a little at a time.
pub struct Session {
    arms: Vec<Arm>,
    members: Vec<u32>,
    /// What was just measured and is to be saved, as (arm, position of the member).
    saving: Option<(usize, usize)>,
    /// Whether all members together are small enough to be saved.
    saves: bool,
}

struct Arm {
    trainer: Trainer,
    measure: Measure,
    /// The step of each point of progress.
    marks: Vec<u32>,
}

/// What one quantum of training did.
#[derive(Debug, Clone, PartialEq)]
pub enum Tick {
    /// One training step of one member.
    Trained,
    /// One measurement.
    Measured(Point),
    /// A member as a whole, right after a measurement; at every fourth point of progress but the first.
    Saved(Saved),
    /// A member's loss was no finite number; it trains no further.
    Stopped(Stop),
    /// There is nothing left to do.
    Finished,
}

/// A run that cannot be trained.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", (words(None).trouble.session)(self))]
pub enum SessionError {
    /// A member that the run does not have.
    NoSuchMember {
        /// The number that was asked for.
        got: u32,
        /// The last member.
        last: u32,
    },
}

impl Session {
    /// All arms for the given members of the run (absolute member numbers), with the widest instructions that
    /// this machine has.
    ///
    /// # Errors
    /// When the run has no such member.
    pub fn new(keys: &RunKeys, members: &[u32]) -> Result<Self, SessionError> {
        Self::with_simd(keys, members, Simd::widest())
    }

    /// The same with the given instructions, which change the time and not a bit of the result.
    ///
    /// # Errors
    /// When the run has no such member.
    pub fn with_simd(keys: &RunKeys, members: &[u32], simd: Simd) -> Result<Self, SessionError> {
        check_members(keys, members)?;
        let count = keys.arms().len();
        let arm = |position: usize| {
            let Program { arm, measure } = super::program(keys, position);
            let (marks, words) = (arm.marks.clone(), arm.layout.words());
            (Arm { trainer: Trainer::new(arm, keys.seed, members, simd), measure, marks }, words)
        };
        let (arms, words): (Vec<Arm>, Vec<usize>) = (0..count).map(arm).unzip();
        let bytes = words.iter().sum::<usize>() * size_of::<f32>() * members.len();
        let saves = bytes <= SAVED;
        Ok(Self { arms, members: members.to_vec(), saving: None, saves })
    }

    /// Takes a member back, or on, to where it was saved in the same run; whether it fitted.
    pub fn restore(&mut self, saved: &Saved) -> bool {
        let at = self.members.iter().position(|member| *member == saved.member);
        let Some((position, at)) = usize::try_from(saved.arm).ok().zip(at) else { return false };
        let Some(arm) = self.arms.get_mut(position) else { return false };
        if arm.marks.get(saved.j as usize) != Some(&saved.step) {
            return false;
        }
        if !arm.trainer.restore(at, &checkpoint(saved)) {
            return false;
        }
        self.saving = self.saving.filter(|saving| *saving != (position, at));
        true
    }

    /// The next quantum: at most one training step of one member, or one measurement.
    pub fn tick(&mut self) -> Tick {
        if let Some(saved) = self.saving.take().and_then(|(arm, at)| self.saved(arm, at)) {
            return Tick::Saved(saved);
        }
        let Some((arm, at)) = self.next() else { return Tick::Finished };
        let member = self.members[at];
        let Arm { trainer, measure, .. } = &mut self.arms[arm];
        let (j, step, Measured { values, samples }) = match trainer.tick(at) {
            train::Tick::Trained => return Tick::Trained,
            train::Tick::Marked { mark, step, outputs } => {
                (mark, step, super::measured(measure, outputs, mark))
            }
            train::Tick::Stopped { step } => {
                let chain = Some(trainer.chain(at).0);
                return Tick::Stopped(Stop { arm: number(arm), member, step, chain });
            }
            train::Tick::Done => return Tick::Finished,
        };
        if self.saves && j > 0 && j % EVERY == 0 {
            self.saving = Some((arm, at));
        }
        let chain = Some(trainer.chain(at).0);
        Tick::Measured(Point { arm: number(arm), member, j, step, values, samples, chain })
    }

    /// A member as it stands, right after a measurement.
    fn saved(&self, arm: usize, at: usize) -> Option<Saved> {
        let checkpoint = self.arms[arm].trainer.checkpoint(at)?;
        Some(saved(number(arm), self.members[at], &checkpoint))
    }

    /// The arm and member (by position) with the least progress; of equals the first.
    fn next(&self) -> Option<(usize, usize)> {
        let all = self.arms.iter().enumerate().flat_map(|(arm, a)| {
            let unfinished = (0..self.members.len()).filter(|&at| !a.trainer.is_done(at));
            unfinished.map(move |at| (a.trainer.marks_passed(at), arm, at))
        });
        all.min().map(|(_, arm, at)| (arm, at))
    }
}

/// Whether the run has these members.
pub(super) fn check_members(keys: &RunKeys, members: &[u32]) -> Result<(), SessionError> {
    match members.iter().find(|&&member| member >= keys.models()) {
        Some(&got) => Err(SessionError::NoSuchMember { got, last: keys.models().saturating_sub(1) }),
        None => Ok(()),
    }
}

/// A checkpoint of an arm's member in the words of the run.
pub(super) fn saved(arm: u32, member: u32, checkpoint: &Checkpoint) -> Saved {
    let Checkpoint { mark, step, loss, chain, state, .. } = checkpoint;
    let state = Saved::bytes(state);
    Saved { arm, member, j: *mark, step: *step, loss: *loss, chain: chain.0, state }
}

/// The checkpoint behind what was saved.
pub(super) fn checkpoint(saved: &Saved) -> Checkpoint {
    Checkpoint {
        mark: saved.j,
        step: saved.step,
        loss: saved.loss,
        chain: train::Chain(saved.chain),
        state: saved.words(),
        is_whole: true,
    }
}

pub(super) fn number(position: usize) -> u32 {
    u32::try_from(position).unwrap_or(u32::MAX)
}
