//! A native contestant in a process of its own: a request a line, an answer a line.

use std::io::{BufRead, Write};
use std::rc::Rc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Instant;

use anyhow::{Context, Result};
use bench::contestant::{Answer, OnGpu, OnProcessor, Request};
use bench::rows::row;
use engine::gpu::Gpu;

use crate::contestants::Who;

/// Answers what standard input asks until it ends.
pub(crate) fn answer(who: Who) -> Result<()> {
    let mut threads = Vec::new();
    let mut on_gpu = None;
    for line in std::io::stdin().lock().lines() {
        let request: Request = serde_json::from_str(&line?).context("This is no request.")?;
        let answer = match who {
            Who::GedankenGpu => pollster::block_on(gpu(&mut on_gpu, request)),
            _ => exact(&mut threads, request),
        };
        let answer = answer.unwrap_or_else(|error| Answer { error: Some(error), ..Answer::default() });
        let mut out = std::io::stdout().lock();
        writeln!(out, "{}", serde_json::to_string(&answer)?)?;
        out.flush()?;
    }
    Ok(())
}

async fn gpu(own: &mut Option<OnGpu>, request: Request) -> Result<Answer, String> {
    let start = Instant::now();
    let clock = || start.elapsed().as_secs_f64() * 1e3;
    match request {
        Request::Prepare { row: id, members, .. } => {
            let row = row(&id).ok_or("There is no such row.")?;
            let gpu = Rc::new(Gpu::open().await.map_err(|error| error.to_string())?);
            let made = OnGpu::prepare(&gpu, row, members, &clock).await;
            let (made, answer) = made.map_err(|error| error.to_string())?;
            *own = Some(made);
            Ok(answer)
        }
        Request::Run { seconds } => {
            let own = own.as_mut().ok_or("Nothing was prepared.")?;
            own.run(seconds, &clock).await.map_err(|error| error.to_string())
        }
    }
}

/// A thread with its share of the members: where requests go, and where answers come from.
type Thread = (Sender<Request>, Receiver<Result<Answer, String>>);

fn exact(threads: &mut Vec<Thread>, request: Request) -> Result<Answer, String> {
    if let Request::Prepare { members, .. } = request {
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        *threads = (0..cores.min(members as usize)).map(|_| thread()).collect();
    }
    let count = threads.len();
    for (number, (ask, _)) in threads.iter().enumerate() {
        let mut own = request.clone();
        if let Request::Prepare { share, .. } = &mut own {
            share.retain(|&member| member as usize % count == number);
        }
        ask.send(own).map_err(|_| "A thread has ended.")?;
    }
    let answers: Result<Vec<Answer>, String> =
        threads.iter().map(|(_, hear)| hear.recv().map_err(|_| "A thread has ended.".to_owned())?).collect();
    let answers = answers?;
    let ms = answers.iter().map(|answer| answer.ms).fold(0.0, f64::max);
    let first_step_ms = answers.iter().map(|answer| answer.first_step_ms).fold(0.0, f64::max);
    // Each made so many steps of its share, in a time of its own.
    let steps =
        answers.iter().map(|a| a.steps * ms / a.ms.max(f64::MIN_POSITIVE)).sum::<f64>() / count as f64;
    let losses = answers.into_iter().next().map(|answer| answer.losses).unwrap_or_default();
    Ok(Answer { first_step_ms, losses, steps, ms, host_ms: ms, ..Answer::default() })
}

fn thread() -> Thread {
    let (ask, asked) = channel::<Request>();
    let (answer, hear) = channel();
    std::thread::spawn(move || {
        let start = Instant::now();
        let clock = || start.elapsed().as_secs_f64() * 1e3;
        let mut own: Option<OnProcessor> = None;
        for request in asked {
            let answered = match request {
                Request::Prepare { row: id, share, .. } => {
                    row(&id).ok_or_else(|| "There is no such row.".to_owned()).and_then(|row| {
                        let (made, answer) = OnProcessor::prepare(row, &share, &clock)?;
                        own = Some(made);
                        Ok(answer)
                    })
                }
                Request::Run { seconds } => match &mut own {
                    Some(own) => own.run(seconds, &clock),
                    None => Err("Nothing was prepared.".to_owned()),
                },
            };
            if answer.send(answered).is_err() {
                break;
            }
        }
    });
    (ask, hear)
}
