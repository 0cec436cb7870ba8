//! Some members of a run on a GPU, all arms. The members of an arm go in step; the arm that has made least progress
//! is handed in next, a little ahead of what has come back. How much goes in at once follows the clock, which reaches
//! nothing that is computed.

use std::collections::VecDeque;
use std::rc::Rc;

use engine::gpu::{Gpu, GpuError, GpuTrainer, Happened, LONGEST};
use engine::train::{self, Checkpoint};

use super::session::{self, SessionError, Tick, check_members, number};
use super::{Measure, Measured, Program, Simd};
use crate::keys::RunKeys;
use crate::recording::{Point, SAVED, Saved, Stop};
use crate::words::words;

/// Submissions that are under way at once, of all arms together.
const AHEAD: usize = 3;

/// How long a submission should take, in milliseconds, while the page is seen, so that its picture stays smooth, and
/// while it is not.
const SEEN: f64 = 8.0;
const UNSEEN: f64 = 50.0;

/// How long each side of a trial computes, in milliseconds.
const TRIAL: f64 = 200.0;

/// Milliseconds, from a start that does not matter.
pub type Clock = Rc<dyn Fn() -> f64>;

/// Trains some of a run's members on a GPU.
pub struct GpuSession {
    lanes: Vec<Lane>,
    /// The lane and time of each submission that is under way, oldest first.
    under_way: VecDeque<(usize, f64, u32)>,
    clock: Clock,
    /// When the last submission came back.
    heard: f64,
    is_seen: bool,
    /// How many marks every lane may pass.
    limit: u32,
}

/// Members of one arm that fit the device together.
struct Lane {
    arm: u32,
    members: Vec<u32>,
    trainer: GpuTrainer,
    measure: Measure,
    /// Milliseconds that a step takes, once that is known.
    per_step: Option<f64>,
}

/// What came back.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Heard {
    /// Training steps, each of one member.
    pub trained: u32,
    /// Measurements, saved members, members that stopped.
    pub ticks: Vec<Tick>,
}

/// A run that does not start on the GPU.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum GpuSessionError {
    /// It does not start anywhere.
    #[error(transparent)]
    Session(#[from] SessionError),
    /// The device does not compute it.
    #[error(transparent)]
    Gpu(#[from] GpuError),
    /// What was saved is of another run.
    #[error("{}", words(None).trouble.unfit)]
    Saved,
}

impl GpuSession {
    /// All arms for the given members of the run, going on from what was saved of them. Nothing is trained before
    /// [`GpuSession::run`] or [`GpuSession::step`] says so.
    ///
    /// # Errors
    /// When the run has no such member, what was saved does not fit, or the device does not compute.
    pub async fn new(
        gpu: &Rc<Gpu>,
        keys: &RunKeys,
        members: &[u32],
        from: &[Saved],
        clock: Clock,
    ) -> Result<Self, GpuSessionError> {
        check_members(keys, members)?;
        let mut lanes = Vec::new();
        let mut bytes = 0;
        for position in 0..keys.arms().len() {
            let program = || super::program(keys, position);
            let together = GpuTrainer::members_at_once(gpu, &program().arm)?;
            for members in members.chunks(together) {
                let Program { arm, measure } = program();
                bytes += arm.layout.words() * size_of::<f32>() * members.len();
                let mut trainer = GpuTrainer::new(Rc::clone(gpu), arm, keys.seed, members).await?;
                let arm = number(position);
                restore(&mut trainer, arm, members, from)?;
                lanes.push(Lane { arm, members: members.to_vec(), trainer, measure, per_step: None });
            }
        }
        lanes.iter_mut().for_each(|lane| lane.trainer.set_saving(bytes <= SAVED));
        let heard = clock();
        Ok(Self { lanes, under_way: VecDeque::new(), clock, heard, is_seen: true, limit: 0 })
    }

    /// Whether somebody looks on while this computes.
    pub fn set_seen(&mut self, is_seen: bool) {
        self.is_seen = is_seen;
    }

    /// Trains without end.
    pub fn run(&mut self) {
        self.limit = u32::MAX;
    }

    /// How far it may train, for another session that goes on in its place.
    #[must_use]
    pub fn limit(&self) -> u32 {
        self.limit
    }

    /// Trains as far as another session might.
    pub fn set_limit(&mut self, limit: u32) {
        self.limit = limit;
    }

    /// Trains until every arm and member has measured once more than now.
    pub fn step(&mut self) {
        let unfinished = self.lanes.iter().filter(|lane| !lane.trainer.is_done());
        let least = unfinished.map(|lane| lane.trainer.marks_ahead()).min().unwrap_or(0);
        self.limit = if self.limit == u32::MAX { least + 1 } else { self.limit.max(least) + 1 };
    }

    /// Whether every member of every arm is done and everything has come back.
    #[must_use]
    pub fn is_finished(&self) -> bool {
        self.under_way.is_empty() && self.lanes.iter().all(|lane| lane.trainer.is_done())
    }

    /// Whether anything is under way.
    #[must_use]
    pub fn is_waiting(&self) -> bool {
        !self.under_way.is_empty()
    }

    /// Hands in as much as should be under way; whether there was anything.
    pub fn hand_in(&mut self) -> bool {
        let before = self.under_way.len();
        while self.under_way.len() < AHEAD {
            let open = |lane: &Lane| !lane.trainer.is_done() && lane.trainer.marks_ahead() < self.limit;
            let next = self.lanes.iter().enumerate().filter(|(_, lane)| open(lane));
            let Some((position, _)) = next.min_by_key(|(at, lane)| (lane.trainer.marks_ahead(), *at)) else {
                break;
            };
            let wanted = if self.is_seen { SEEN } else { UNSEEN };
            let lane = &mut self.lanes[position];
            let Some(steps) = lane.trainer.hand_in(lane.fitting(wanted)) else { break };
            self.under_way.push_back((position, (self.clock)(), steps));
        }
        self.under_way.len() > before
    }

    /// Waits for the oldest submission that is under way.
    ///
    /// # Errors
    /// When the device is lost or refused a command.
    pub async fn next(&mut self) -> Result<Heard, GpuError> {
        let mut heard = Heard::default();
        let Some((position, handed_in, steps)) = self.under_way.pop_front() else { return Ok(heard) };
        let lane = &mut self.lanes[position];
        for happened in lane.trainer.next().await? {
            lane.tell(happened, &mut heard);
        }
        let now = (self.clock)();
        if steps > 0 {
            lane.per_step = Some((now - handed_in.max(self.heard)) / f64::from(steps));
        }
        self.heard = now;
        Ok(heard)
    }
}

impl Lane {
    /// How many steps take about so many milliseconds. The first submissions are single steps, and tell.
    fn fitting(&self, wanted: f64) -> usize {
        let Some(each) = self.per_step else { return 1 };
        (1..=LONGEST).rev().find(|steps| *steps as f64 * each <= wanted).unwrap_or(1)
    }

    /// What the trainer says, in the words of the run.
    fn tell(&self, happened: Happened, heard: &mut Heard) {
        let arm = self.arm;
        heard.ticks.push(match happened {
            Happened::Trained { steps } => {
                heard.trained += steps;
                return;
            }
            Happened::Marked { member, mark, step, outputs } => {
                let Measured { values, samples } = super::measured(&self.measure, &outputs, mark);
                let member = self.members[member];
                Tick::Measured(Point { arm, member, j: mark, step, values, samples, chain: None })
            }
            Happened::Stopped { member, step } => {
                Tick::Stopped(Stop { arm, member: self.members[member], step, chain: None })
            }
            Happened::Saved { member, checkpoint } => {
                Tick::Saved(session::saved(arm, self.members[member], &checkpoint))
            }
        });
    }
}

/// Takes a trainer to where its members were saved, all at the same point: a member that was last saved before that
/// had stopped.
fn restore(
    trainer: &mut GpuTrainer,
    arm: u32,
    members: &[u32],
    from: &[Saved],
) -> Result<(), GpuSessionError> {
    let own = |member: u32| from.iter().find(|saved| (saved.arm, saved.member) == (arm, member));
    let Some(newest) = members.iter().filter_map(|&member| own(member)).map(|saved| saved.j).max() else {
        return Ok(());
    };
    let of_newest = |&member: &u32| own(member).filter(|saved| saved.j == newest).map(session::checkpoint);
    let all: Vec<Option<Checkpoint>> = members.iter().map(of_newest).collect();
    let all: Vec<Option<&Checkpoint>> = all.iter().map(Option::as_ref).collect();
    if trainer.restore(&all) { Ok(()) } else { Err(GpuSessionError::Saved) }
}

/// Training steps a second, of all members of the first arm together.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Trial {
    /// On the processor, on as many workers as the run would have.
    pub exact: f64,
    /// On the GPU.
    pub gpu: f64,
}

/// Trains a run's first arm for a moment on the GPU and on the processor, and throws the result away.
///
/// # Errors
/// When the device does not compute.
pub async fn trial(
    gpu: &Rc<Gpu>,
    keys: &RunKeys,
    workers: u32,
    clock: Clock,
) -> Result<Trial, GpuSessionError> {
    let arm = || {
        // Only steps count: no measurement but the last.
        let mut arm = super::program(keys, 0).arm;
        arm.marks = arm.marks.last().copied().into_iter().collect();
        arm
    };
    let members: Vec<u32> = (0..keys.models()).collect();
    let together = GpuTrainer::members_at_once(gpu, &arm())?.min(members.len());
    let mut trainer = GpuTrainer::new(Rc::clone(gpu), arm(), keys.seed, &members[..together]).await?;
    // The first submission also wakes the device up.
    trainer.hand_in(1);
    trainer.next().await?;
    let start = clock();
    let mut trained = 0;
    while clock() - start < TRIAL && !trainer.is_done() {
        while trainer.hand_in(4).is_some() {}
        for happened in trainer.next().await? {
            if let Happened::Trained { steps } = happened {
                trained += steps;
            }
        }
    }
    let rate = |steps: u32, since: f64| f64::from(steps) * 1000.0 / (clock() - since).max(1.0);
    let on_gpu = rate(trained, start);
    while trainer.under_way() > 0 {
        trainer.next().await?;
    }
    let mut exact = train::Trainer::new(arm(), keys.seed, &[0], Simd::widest());
    let start = clock();
    let mut trained = 0;
    while clock() - start < TRIAL && exact.tick(0) == train::Tick::Trained {
        trained += 1;
    }
    Ok(Trial { exact: rate(trained, start) * f64::from(workers), gpu: on_gpu })
}
