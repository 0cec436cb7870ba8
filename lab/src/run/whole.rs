//! A whole run on this machine's threads, members split over them as the page splits them over its workers.

use std::ops::ControlFlow;
use std::sync::mpsc;
use std::thread;

use super::Simd;
use super::session::{Session, SessionError, Tick};
use crate::digest::{Digest, NoDigest, PROGRESS, digest};
use crate::keys::RunKeys;
use crate::link::{Link, LinkError};
use crate::recording::{Point, Recording, Saved, Stop};

/// What happens while a run goes on.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// A measurement.
    Measured(Point),
    /// A member's loss was no finite number.
    Stopped(Stop),
    /// A member as it stands at its end, unless it is too large to be kept.
    Ended(Saved),
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
    /// It could not start on the GPU, or the GPU did not compute it to its end.
    #[cfg(feature = "gpu")]
    #[error(transparent)]
    Gpu(#[from] super::GpuSessionError),
    /// A thread broke off.
    #[error(
        "A thread of the run broke off. This is an error of the program; the run keys in the link repeat it."
    )]
    Thread,
    /// Whoever watched did not want to see more.
    #[error("The run was ended before it was complete.")]
    Ended,
    /// Hashes are missing that should be there.
    #[error(transparent)]
    Digest(#[from] NoDigest),
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
    let mut recording = Recording::new(&keys.arms(), keys.models(), keys.experiment.series.len());
    let workers = workers.clamp(1, keys.models());
    thread::scope(|scope| {
        let (send, receive) = mpsc::channel();
        let threads: Vec<_> = (0..workers)
            .map(|worker| {
                let send = send.clone();
                let members: Vec<u32> = (worker..keys.models()).step_by(workers as usize).collect();
                scope.spawn(move || carry(keys, &members, simd, &send))
            })
            .collect();
        drop(send);
        let mut ended = false;
        for tick in receive {
            let Some(event) = event(tick) else { continue };
            if watch(&event).is_break() {
                ended = true;
                break; // the channel closes, and the threads end at their next report
            }
            note(&mut recording, event);
        }
        for thread in threads {
            thread.join().map_err(|_| RunError::Thread)??;
        }
        if ended { Err(RunError::Ended) } else { Ok(()) }
    })?;
    let digest = digest(keys, &recording, PROGRESS)?;
    Ok(Outcome { recording, digest })
}

/// Trains a run to its end on a GPU and tells `watch` of every event as it comes, until it breaks. A device that is
/// lost ends it: who waits at a terminal starts it again.
///
/// # Errors
/// When the run has no such members, the device does not compute, or `watch` ends it.
#[cfg(feature = "gpu")]
pub async fn train_on_gpu(
    gpu: &std::rc::Rc<super::Gpu>,
    keys: &RunKeys,
    mut watch: impl FnMut(&Event) -> ControlFlow<()>,
) -> Result<Recording, RunError> {
    let mut recording = Recording::new(&keys.arms(), keys.models(), keys.experiment.series.len());
    let members: Vec<u32> = (0..keys.models()).collect();
    let start = std::time::Instant::now();
    let clock = std::rc::Rc::new(move || start.elapsed().as_secs_f64() * 1000.0);
    let mut session = super::GpuSession::new(gpu, keys, &members, &[], clock).await?;
    session.set_seen(false);
    session.run();
    while !session.is_finished() {
        session.hand_in();
        let heard = session.next().await.map_err(super::GpuSessionError::from)?;
        for event in heard.ticks.into_iter().filter_map(event) {
            if watch(&event).is_break() {
                return Err(RunError::Ended);
            }
            note(&mut recording, event);
        }
    }
    Ok(recording)
}

/// What a tick is to those who watch.
fn event(tick: Tick) -> Option<Event> {
    match tick {
        Tick::Measured(point) => Some(Event::Measured(point)),
        Tick::Stopped(stop) => Some(Event::Stopped(stop)),
        Tick::Saved(saved) if saved.j == PROGRESS => Some(Event::Ended(saved)),
        Tick::Trained | Tick::Saved(_) | Tick::Finished => None,
    }
}

fn note(recording: &mut Recording, event: Event) {
    match event {
        Event::Measured(point) => {
            recording.push(point);
        }
        Event::Stopped(stop) => recording.stop(stop),
        Event::Ended(_) => {}
    }
}

/// One thread: these members to their end, or until nobody listens.
fn carry(keys: &RunKeys, members: &[u32], simd: Simd, send: &mpsc::Sender<Tick>) -> Result<(), SessionError> {
    let mut session = Session::with_simd(keys, members, simd)?;
    loop {
        match session.tick() {
            Tick::Trained => {}
            // Threads of one process end together, so nothing would take up what is saved on the way.
            Tick::Saved(saved) if saved.j < PROGRESS => {}
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
