//! Computes cells, several at once where there are threads for it, and hands each one over as it is finished.

use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;

use lab::record::ComputedBy;
use lab::run::RunError;

use super::cell::Cell;
use super::plan::Plan;
use crate::computed::{exactly, on_gpu, open_gpu};
use crate::progress::Progress;
use crate::train::Threads;

/// Computes these cells of a sweep until `done` refuses one.
pub(super) fn compute(
    plan: &Plan,
    cells: &[u32],
    threads: Threads,
    progress: &Progress,
    done: impl FnMut(Cell) -> Result<(), String>,
) -> Result<(), String> {
    match plan.computed_by {
        ComputedBy::Exact | ComputedBy::Mixed => on_threads(plan, cells, threads, progress, done),
        ComputedBy::Gpu => one_by_one(plan, cells, progress, done),
    }
}

/// On the exact backend. Many cells share the threads best with one for each; of a few, each has several.
fn on_threads(
    plan: &Plan,
    cells: &[u32],
    threads: Threads,
    progress: &Progress,
    mut done: impl FnMut(Cell) -> Result<(), String>,
) -> Result<(), String> {
    let all = threads.all(None) as usize;
    let at_once = all.min(cells.len()).max(1);
    let each = u32::try_from(all / at_once).unwrap_or(1);
    let (next, is_over) = (AtomicUsize::new(0), AtomicBool::new(false));
    let (send, receive) = mpsc::channel();
    let lane = |send: &mpsc::Sender<Result<Cell, String>>| {
        while let Some(cell) = cells.get(next.fetch_add(1, Ordering::Relaxed)) {
            match exact(plan, *cell, threads, each, progress, &is_over) {
                Err(RunError::Ended) => return,
                outcome => {
                    if send.send(outcome.map_err(|error| error.to_string())).is_err() {
                        return;
                    }
                }
            }
        }
    };
    thread::scope(|scope| {
        for _ in 0..at_once {
            let send = send.clone();
            scope.spawn(move || lane(&send));
        }
        drop(send);
        for outcome in receive {
            if let Err(sentence) = outcome.and_then(&mut done) {
                is_over.store(true, Ordering::Relaxed);
                return Err(sentence);
            }
        }
        Ok(())
    })
}

/// One cell, unless the sweep is over meanwhile.
fn exact(
    plan: &Plan,
    cell: u32,
    threads: Threads,
    workers: u32,
    progress: &Progress,
    is_over: &AtomicBool,
) -> Result<Cell, RunError> {
    let keys = plan.keys(cell);
    let (arms, mut told) = (keys.arms(), 0);
    let (recording, computed) = exactly(&keys, threads.simd(), workers, |event| {
        told += progress.tell(event, &arms);
        if is_over.load(Ordering::Relaxed) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    })?;
    progress.end_of(&keys, told);
    Ok(Cell::of(cell, &keys, &recording, &computed))
}

/// On a graphics adapter, which one cell keeps busy.
fn one_by_one(
    plan: &Plan,
    cells: &[u32],
    progress: &Progress,
    mut done: impl FnMut(Cell) -> Result<(), String>,
) -> Result<(), String> {
    let gpu = open_gpu().map_err(|error| error.to_string())?;
    for cell in cells {
        let keys = plan.keys(*cell);
        let (arms, mut told) = (keys.arms(), 0);
        let computed = on_gpu(&gpu, &keys, |event| {
            told += progress.tell(event, &arms);
            ControlFlow::Continue(())
        });
        let (recording, computed) = computed.map_err(|error| error.to_string())?;
        progress.end_of(&keys, told);
        done(Cell::of(*cell, &keys, &recording, &computed))?;
    }
    Ok(())
}
