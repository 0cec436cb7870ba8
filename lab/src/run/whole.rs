//! A whole run on this machine's threads, members split over them as the page splits them over its workers.

use std::sync::mpsc;
use std::thread;

use super::Simd;
use super::session::{Session, SessionError, Tick};
use crate::digest::{Digest, DigestError, run_digest};
use crate::keys::RunKeys;
use crate::link::Link;
use crate::record::{Chain, Point, Recording};

/// What happens while a run goes on.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// A measurement.
    Measured(Point),
    /// A member's loss was no finite number.
    Stopped {
        /// The arm, by position.
        arm: u32,
        /// The member.
        member: u32,
        /// The step.
        step: u32,
    },
}

/// A finished run.
#[derive(Debug)]
pub struct Outcome {
    /// Everything that was measured.
    pub recording: Recording,
    /// What two machines compare.
    pub digest: Digest,
}

/// A run that could not be trained to its end.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// A session could not start.
    #[error(transparent)]
    Session(#[from] SessionError),
    /// A thread ended without closing its members' chains.
    #[error(transparent)]
    Digest(#[from] DigestError),
    /// The link is not one.
    #[error("{0}")]
    Link(String),
}

/// Trains a run to its end on `workers` threads and tells `watch` of every event as it comes.
///
/// # Errors
/// When the run has no such members, or a thread dies.
pub fn train(
    keys: &RunKeys,
    simd: Simd,
    workers: u32,
    mut watch: impl FnMut(&Event),
) -> Result<Outcome, RunError> {
    let arms = (keys.experiment.arms)(&keys.knobs);
    let mut recording = Recording::new(&arms, keys.members, keys.experiment.series.len());
    let mut chains: Vec<Chain> = Vec::new();
    let workers = workers.clamp(1, keys.members);
    thread::scope(|scope| -> Result<(), SessionError> {
        let (send, receive) = mpsc::channel();
        for worker in 0..workers {
            let send = send.clone();
            scope.spawn(move || {
                let members: Vec<u32> = (worker..keys.members).step_by(workers as usize).collect();
                let mut session = match Session::with_simd(keys, &members, simd) {
                    Ok(session) => session,
                    Err(error) => return drop(send.send(Err(error))),
                };
                loop {
                    match session.tick() {
                        Tick::Trained => {}
                        Tick::Finished => return,
                        tick => drop(send.send(Ok(tick))),
                    }
                }
            });
        }
        drop(send);
        for tick in receive {
            match tick? {
                Tick::Measured(point) => {
                    let event = Event::Measured(point);
                    watch(&event);
                    if let Event::Measured(point) = event {
                        recording.push(point);
                    }
                }
                Tick::Stopped { arm, member, step } => {
                    watch(&Event::Stopped { arm, member, step });
                    recording.stop(arm, member, step);
                }
                Tick::Closed(chain) => chains.push(chain),
                Tick::Trained | Tick::Finished => {}
            }
        }
        Ok(())
    })?;
    let digest = run_digest(keys, &chains)?;
    Ok(Outcome { recording, digest })
}

/// The digest of the run that a link names.
///
/// # Errors
/// When the link cannot be read, or the run cannot be trained.
pub fn digest_of(link: &str, simd: Simd, workers: u32) -> Result<Digest, RunError> {
    let link = Link::parse(link).map_err(|error| RunError::Link(error.to_string()))?;
    Ok(train(&link.keys, simd, workers, |_| {})?.digest)
}
