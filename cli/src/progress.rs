//! How far some runs are, as a bar on a terminal. Its unit is arithmetic, not measurements, so that the time left is
//! right also where runs and arms differ in size.

use std::io::IsTerminal as _;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use lab::digest::PROGRESS;
use lab::experiment::Arm;
use lab::keys::RunKeys;
use lab::run::Event;

/// A bar over some runs, one after the other.
pub(crate) struct Progress {
    bar: ProgressBar,
    /// What the runs before the present one came to.
    before: u64,
}

impl Progress {
    /// A bar for so much work in all.
    pub(crate) fn of(work: u64) -> Self {
        let hidden = !std::io::stderr().is_terminal();
        let target = if hidden { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() };
        let style = ProgressStyle::with_template("{bar:40} {percent}%  {eta} left  {msg}")
            .unwrap_or_else(|_| ProgressStyle::default_bar());
        Self { bar: ProgressBar::with_draw_target(Some(work), target).with_style(style), before: 0 }
    }

    /// Takes in what happened in the present run, or in one of several that go on at once; how much work that was.
    pub(crate) fn tell(&self, event: &Event, arms: &[Arm]) -> u64 {
        let Event::Measured(point) = event else { return 0 };
        let done = arms.get(point.arm as usize).map_or(0, share);
        self.bar.inc(done);
        done
    }

    /// One of several runs that go on at once is over, of which so much was told.
    pub(crate) fn end_of(&self, keys: &RunKeys, told: u64) {
        self.bar.inc(work(keys).saturating_sub(told));
    }

    /// Says something behind the time that is left.
    pub(crate) fn say(&self, text: String) {
        self.bar.set_message(text);
    }

    /// The present run is over, with all its models or with some that ended early.
    pub(crate) fn end(&mut self, keys: &RunKeys) {
        self.before += work(keys);
        self.bar.set_position(self.before);
    }

    /// Prints to standard output without drawing over the bar.
    pub(crate) fn print<T>(&self, print: impl FnOnce() -> T) -> T {
        self.bar.suspend(print)
    }

    /// Takes the bar away.
    pub(crate) fn close(self) {
        self.bar.finish_and_clear();
    }
}

/// The work of a run, in the unit of the bar.
pub(crate) fn work(keys: &RunKeys) -> u64 {
    let of_a_model: u64 = keys.arms().iter().map(share).sum();
    of_a_model * u64::from(PROGRESS + 1) * u64::from(keys.models())
}

/// What lies between two measurements of one model of an arm: thousands of operations, and something where an arm does
/// not say.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a bar needs no fractions, and a cast of floats saturates"
)]
fn share(arm: &Arm) -> u64 {
    ((arm.work() * 1000.0 / f64::from(PROGRESS + 1)) as u64).clamp(1, 1 << 40)
}
