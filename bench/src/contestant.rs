//! Our own contestants, natively and in a worker alike: what they are asked, and how they do it.

use std::rc::Rc;

use engine::exact::Simd;
use engine::gpu::{Gpu, GpuError, GpuTrainer, LONGEST};
use engine::train::{Tick, Trainer};
use serde::{Deserialize, Serialize};

use crate::rows::{Row, SEED, row};

/// How many of the first losses are compared.
pub const LOSSES: usize = 10;

/// What a contestant is asked, one at a time.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum Request {
    /// Build a row and make its first steps.
    Prepare {
        /// Where peers find first values, batches and settings.
        data: String,
        /// The row.
        row: String,
        /// How many members are trained at once.
        members: u32,
        /// Those of them that this thread or worker trains; peers train all.
        share: Vec<u32>,
    },
    /// Train on.
    Run {
        /// For about so long.
        seconds: f64,
    },
}

/// What it answers. What a request does not ask for stays empty.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Answer {
    /// From asking to the first loss, the program being loaded and the device open.
    pub first_step_ms: f64,
    /// The first losses of the first member.
    pub losses: Vec<f64>,
    /// Steps that were made, of all members together.
    pub steps: f64,
    /// How long they took.
    pub ms: f64,
    /// How much of it went into handing them in.
    pub host_ms: f64,
    /// Kernels that were started on a GPU.
    pub dispatches: Option<f64>,
    /// Why there is nothing of this.
    pub error: Option<String>,
}

impl Answer {
    /// Nothing but a sentence that says why.
    #[must_use]
    pub fn failed(error: String) -> Self {
        Self { error: Some(error), ..Self::default() }
    }
}

/// The time in milliseconds.
pub type Clock<'a> = &'a dyn Fn() -> f64;

/// A contestant of ours: the row that it was last asked to prepare, if any.
#[derive(Default)]
pub enum Contestant {
    /// Nothing was prepared.
    #[default]
    Idle,
    /// On the processor.
    Exact(Box<OnProcessor>),
    /// On the GPU.
    Gpu(Box<OnGpu>),
}

impl Contestant {
    /// Does what it is asked; a row is prepared for the GPU or for the processor.
    pub async fn obey(&mut self, request: &Request, on_gpu: bool, clock: Clock<'_>) -> Answer {
        let answer = self.answer(request, on_gpu, clock).await;
        answer.unwrap_or_else(Answer::failed)
    }

    async fn answer(&mut self, request: &Request, on_gpu: bool, clock: Clock<'_>) -> Result<Answer, String> {
        let words = |error: GpuError| error.to_string();
        match (request, &mut *self) {
            (Request::Prepare { row: id, members, share, .. }, _) => {
                let row = row(id).ok_or("There is no such row.")?;
                let (own, answer) = if on_gpu {
                    let gpu = Rc::new(Gpu::open().await.map_err(words)?);
                    let (own, answer) = OnGpu::prepare(&gpu, row, *members, clock).await.map_err(words)?;
                    (Self::Gpu(Box::new(own)), answer)
                } else {
                    let (own, answer) = OnProcessor::prepare(row, share, clock)?;
                    (Self::Exact(Box::new(own)), answer)
                };
                *self = own;
                Ok(answer)
            }
            (Request::Run { seconds }, Self::Exact(own)) => own.run(*seconds, clock),
            (Request::Run { seconds }, Self::Gpu(own)) => own.run(*seconds, clock).await.map_err(words),
            (Request::Run { .. }, Self::Idle) => Err("Nothing was prepared.".to_owned()),
        }
    }
}

/// The exact backend, on one thread.
pub struct OnProcessor {
    trainer: Trainer,
    share: usize,
}

impl OnProcessor {
    /// Builds a row and makes its first steps.
    ///
    /// # Errors
    /// When a loss is not finite.
    pub fn prepare(row: &Row, share: &[u32], clock: Clock<'_>) -> Result<(Self, Answer), String> {
        let arm = (row.arm)();
        let start = clock();
        let mut own = Self { trainer: Trainer::new(arm, SEED, share, Simd::widest()), share: share.len() };
        own.step()?;
        let first_step_ms = clock() - start;
        let mut losses = vec![own.trainer.loss(0)];
        while losses.len() < LOSSES {
            own.step()?;
            losses.push(own.trainer.loss(0));
        }
        let losses = losses.into_iter().map(f64::from).collect();
        Ok((own, Answer { first_step_ms, losses, ..Answer::default() }))
    }

    fn step(&mut self) -> Result<(), String> {
        for member in 0..self.share {
            match self.trainer.tick(member) {
                Tick::Trained => {}
                other => return Err(format!("A member did not train: {other:?}.")),
            }
        }
        Ok(())
    }

    /// Trains for a while.
    ///
    /// # Errors
    /// When a loss is not finite.
    pub fn run(&mut self, seconds: f64, clock: Clock<'_>) -> Result<Answer, String> {
        let (start, mut steps) = (clock(), 0.0);
        loop {
            self.step()?;
            steps += 1.0;
            let ms = clock() - start;
            if ms >= seconds * 1e3 {
                return Ok(Answer { steps, ms, host_ms: ms, ..Answer::default() });
            }
        }
    }
}

/// The GPU backend, with all members: at once, if the device takes them.
pub struct OnGpu {
    trainers: Vec<GpuTrainer>,
    /// What part of the members each of them has.
    parts: Vec<f64>,
    /// Steps of one submission, so that it takes about [`SUBMISSION`].
    most: usize,
}

/// As the page does while nobody looks, in milliseconds.
const SUBMISSION: f64 = 50.0;

impl OnGpu {
    /// Builds a row and makes its first steps.
    ///
    /// # Errors
    /// When the device does not compute.
    pub async fn prepare(
        gpu: &Rc<Gpu>,
        row: &Row,
        members: u32,
        clock: Clock<'_>,
    ) -> Result<(Self, Answer), GpuError> {
        let all: Vec<u32> = (0..members).collect();
        let start = clock();
        let fitting = GpuTrainer::members_at_once(gpu, &(row.arm)())?;
        let (mut trainers, mut parts) = (Vec::new(), Vec::new());
        for group in all.chunks(fitting) {
            trainers.push(GpuTrainer::new(Rc::clone(gpu), (row.arm)(), SEED, group).await?);
            parts.push(group.len() as f64 / all.len() as f64);
        }
        let mut own = Self { trainers, parts, most: 1 };
        let mut losses = Vec::with_capacity(LOSSES);
        let (mut first_step_ms, mut last) = (0.0, start);
        while losses.len() < LOSSES {
            last = clock();
            for trainer in &mut own.trainers {
                trainer.hand_in(1);
                trainer.next().await?;
            }
            if losses.is_empty() {
                first_step_ms = clock() - start;
            }
            losses.push(f64::from(own.trainers[0].loss(0)));
        }
        own.most = whole(SUBMISSION / (clock() - last).max(0.1));
        Ok((own, Answer { first_step_ms, losses, ..Answer::default() }))
    }

    /// Trains for a while.
    ///
    /// # Errors
    /// When the device does not compute.
    pub async fn run(&mut self, seconds: f64, clock: Clock<'_>) -> Result<Answer, GpuError> {
        let start = clock();
        let (mut steps, mut dispatches, mut host_ms) = (0.0, 0.0, 0.0);
        while clock() - start < seconds * 1e3 {
            for (trainer, part) in self.trainers.iter_mut().zip(&self.parts) {
                let before = clock();
                while let Some(count) = trainer.hand_in(self.most) {
                    steps += f64::from(count) * part;
                    dispatches += f64::from(count) * trainer.dispatches() as f64;
                }
                host_ms += clock() - before;
            }
            for trainer in &mut self.trainers {
                trainer.next().await?;
            }
        }
        for trainer in &mut self.trainers {
            while trainer.under_way() > 0 {
                trainer.next().await?;
            }
        }
        let ms = clock() - start;
        self.most = whole(SUBMISSION * steps / ms);
        Ok(Answer { steps, ms, host_ms, dispatches: Some(dispatches), ..Answer::default() })
    }
}

/// Steps of a submission.
fn whole(steps: f64) -> usize {
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 1 and 32")]
    let steps = steps.clamp(1.0, LONGEST as f64) as usize;
    steps
}
