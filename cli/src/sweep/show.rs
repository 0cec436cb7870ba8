//! What a sweep says while it goes on and when it is over.

use std::collections::BTreeMap;
use std::process::ExitCode;
use std::time::Instant;

use serde_json::json;

use super::cell::Cell;
use super::plan::Plan;
use crate::Format;
use crate::progress::{self, Progress};
use crate::run::print;
use crate::said::say;

/// How far a sweep is.
pub(super) struct Show {
    format: Format,
    start: Instant,
    /// The arithmetic of what is to be computed, and of what has been since the start.
    work: u64,
    worked: u64,
    /// Cells that were finished before the start, that are to be computed, and that have been.
    before: usize,
    open: usize,
    computed: usize,
}

impl Show {
    /// `open` cells of so much `work` are to be computed, and `before` are finished.
    pub(super) fn of(work: u64, open: usize, before: usize, format: Format) -> Self {
        Self { format, start: Instant::now(), work, worked: 0, before, open, computed: 0 }
    }

    /// Says what is about to be computed.
    pub(super) fn begin(&self) {
        let Self { before, open, work, .. } = self;
        let done = if *before > 0 { format!("{before} cells are finished already. ") } else { String::new() };
        // The unit of work is a thousand operations.
        let gflop = *work as f64 / 1e6;
        match open {
            0 => eprintln!("{done}Nothing is left to compute."),
            open => eprintln!("{done}Training {open} cells: {gflop:.1} GFLOP in all."),
        }
    }

    /// Says that a cell is finished.
    pub(super) fn cell(&mut self, cell: &Cell, plan: &Plan, bar: &Progress) {
        self.computed += 1;
        self.worked += progress::work(&plan.keys(cell.cell));
        bar.say(format!("{} of {} cells", self.computed, self.open));
        if self.format == Format::Json {
            let line = json!({
                "type": "cell",
                "cell": cell.cell,
                "finished": self.before + self.computed,
                "computed": self.computed,
                "of": self.open,
                "seconds_left": self.seconds_left(),
                "digest": cell.digest,
                "link": cell.link,
            });
            // Where nobody reads them any more, the journal still fills.
            let _ = bar.print(|| print(&line));
        }
    }

    /// How long the rest takes at the pace so far.
    fn seconds_left(&self) -> f64 {
        let rest = self.work.saturating_sub(self.worked) as f64;
        let seconds = self.start.elapsed().as_secs_f64() * rest / (self.worked as f64).max(1.0);
        (seconds * 10.0).round() / 10.0
    }
}

/// Says what there is in the end; only a gate that fails is bad.
pub(super) fn end<'c>(
    plan: &Plan,
    cells: impl Iterator<Item = &'c Cell>,
    tables: &[String],
    format: Format,
) -> ExitCode {
    let (mut finished, mut failed) = (0, BTreeMap::<&str, u32>::new());
    for cell in cells {
        finished += 1;
        cell.failed_gates(&plan.keys(cell.cell)).for_each(|id| *failed.entry(id).or_default() += 1);
    }
    match format {
        Format::Text => {
            say!("{finished} of {} cells", plan.cells());
            for (id, cells) in &failed {
                say!("gate   {id} fails in {cells} of them");
            }
            for path in tables {
                say!("table  {path}");
            }
        }
        Format::Json => {
            let line = json!({ "type": "finished", "finished": finished, "of": plan.cells(), "failed_gates": failed, "tables": tables });
            let _ = print(&line);
        }
    }
    if failed.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
