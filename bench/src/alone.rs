//! A native contestant in a process of its own: a request a line, an answer a line.

use std::io::{BufRead, Write};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Instant;

use anyhow::{Context, Result};
use bench::contestant::{Answer, Contestant, Request};

use crate::contestants::Who;

/// Answers what standard input asks until it ends.
pub(crate) fn answer(who: Who) -> Result<()> {
    let mut threads = Vec::new();
    let mut on_gpu = Contestant::default();
    let start = Instant::now();
    for line in std::io::stdin().lock().lines() {
        let request: Request = serde_json::from_str(&line?).context("This is no request.")?;
        let answer = match who {
            Who::GedankenGpu => pollster::block_on(on_gpu.obey(&request, true, &|| milliseconds(start))),
            _ => exact(&mut threads, request).unwrap_or_else(Answer::failed),
        };
        let mut out = std::io::stdout().lock();
        writeln!(out, "{}", serde_json::to_string(&answer)?)?;
        out.flush()?;
    }
    Ok(())
}

fn milliseconds(since: Instant) -> f64 {
    since.elapsed().as_secs_f64() * 1e3
}

/// A thread with its share of the members: where requests go, and where answers come from.
type Thread = (Sender<Request>, Receiver<Answer>);

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
        threads.iter().map(|(_, hear)| hear.recv().map_err(|_| "A thread has ended.".to_owned())).collect();
    let answers = answers?;
    if let Some(failed) = answers.iter().find(|answer| answer.error.is_some()) {
        return Ok(failed.clone());
    }
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
        let mut own = Contestant::default();
        for request in asked {
            let answered = pollster::block_on(own.obey(&request, false, &|| milliseconds(start)));
            if answer.send(answered).is_err() {
                break;
            }
        }
    });
    (ask, hear)
}
