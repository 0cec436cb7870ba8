//! A whole run on this machine's threads, members split over them as the page splits them over its workers.

use std::ops::ControlFlow;
use std::sync::mpsc;
use std::thread;

use super::Simd;
use super::session::{Session, SessionError, Tick};
use crate::digest::{Digest, DigestError, run_digest};
use crate::keys::RunKeys;
use crate::link::{Link, LinkError};
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
    /// A thread broke off.
    #[error(
        "A thread of the run broke off. This is an error of the program; the run keys in the link repeat it."
    )]
    Thread,
    /// Whoever watched did not want to see more.
    #[error("The run was ended before it was complete.")]
    Ended,
    /// Chains are missing that should be there.
    #[error(transparent)]
    Digest(#[from] DigestError),
    /// The link is not one.
    #[error(transparent)]
    Link(#[from] LinkError),
}

/// Trains a run to its end on `workers` threads (as many as members at most, one at least) and tells `watch` of
/// every event as it comes, until it breaks.
///
/// # Errors
/// When the run has no such members, a thread breaks off, or `watch` ends it.
pub fn train(
    keys: &RunKeys,
    simd: Simd,
    workers: u32,
    mut watch: impl FnMut(&Event) -> ControlFlow<()>,
) -> Result<Outcome, RunError> {
    let arms = (keys.experiment.arms)(&keys.knobs);
    let mut recording = Recording::new(&arms, keys.members, keys.experiment.series.len());
    let mut chains: Vec<Chain> = Vec::new();
    let workers = workers.clamp(1, keys.members);
    thread::scope(|scope| {
        let (send, receive) = mpsc::channel();
        let threads: Vec<_> = (0..workers)
            .map(|worker| {
                let send = send.clone();
                let members: Vec<u32> = (worker..keys.members).step_by(workers as usize).collect();
                scope.spawn(move || carry(keys, &members, simd, &send))
            })
            .collect();
        drop(send);
        let mut ended = false;
        for tick in receive {
            let event = match tick {
                Tick::Measured(point) => Event::Measured(point),
                Tick::Stopped { arm, member, step } => Event::Stopped { arm, member, step },
                Tick::Closed(chain) => {
                    chains.push(chain);
                    continue;
                }
                // Threads of one process end together, so nothing would take up what is saved.
                Tick::Trained | Tick::Saved(_) | Tick::Finished => continue,
            };
            if watch(&event).is_break() {
                ended = true;
                break; // the channel closes, and the threads end at their next report
            }
            match event {
                Event::Measured(point) => {
                    recording.push(point);
                }
                Event::Stopped { arm, member, step } => recording.stop(arm, member, step),
            }
        }
        for thread in threads {
            thread.join().map_err(|_| RunError::Thread)??;
        }
        if ended { Err(RunError::Ended) } else { Ok(()) }
    })?;
    let digest = run_digest(keys, &chains)?;
    Ok(Outcome { recording, digest })
}

/// One thread: these members to their end, or until nobody listens.
fn carry(keys: &RunKeys, members: &[u32], simd: Simd, send: &mpsc::Sender<Tick>) -> Result<(), SessionError> {
    let mut session = Session::with_simd(keys, members, simd)?;
    loop {
        match session.tick() {
            Tick::Trained | Tick::Saved(_) => {}
            Tick::Finished => return Ok(()),
            tick => {
                if send.send(tick).is_err() {
                    return Ok(());
                }
            }
        }
    }
}

/// The digest of the run that a link names.
///
/// # Errors
/// When the link cannot be read, or the run cannot be trained.
pub fn digest_of(link: &str, simd: Simd, workers: u32) -> Result<Digest, RunError> {
    let link = Link::parse(link)?;
    Ok(train(&link.keys, simd, workers, |_| ControlFlow::Continue(()))?.digest)
}
