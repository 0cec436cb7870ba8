//! Claims and their verdicts.

/// Claims and their verdicts.
#[derive(Debug, Clone, Copy)]
pub struct Claims {
    /// The heading.
    pub title: &'static str,
    /// A verdict's word.
    pub holds: &'static str,
    /// A verdict's word.
    pub fails: &'static str,
    /// A verdict's word.
    pub undecided: &'static str,
    /// Where a claim's runs are not among those of the page.
    pub not_measured: &'static str,
    /// Trains them.
    pub run: &'static str,
    /// The accessible name of that button.
    pub run_named: fn(id: &str) -> String,
    /// How many members pass, with the exact interval.
    pub members: fn(passed: u32, of: u32, quota: u32) -> String,
    /// The exact interval of their share.
    pub interval: fn(low: f64, high: f64) -> String,
    /// What was measured, and what is wanted.
    pub measured: fn(value: &str, threshold: &str) -> String,
    /// Nothing is measured yet; what is wanted.
    pub wanted: fn(threshold: &str) -> String,
    /// A threshold: a number or more.
    pub at_least: fn(level: &str) -> String,
    /// A threshold: a number or less.
    pub at_most: fn(level: &str) -> String,
    /// A threshold: a number, or no further from it than a distance.
    pub within: fn(distance: &str, level: &str) -> String,
    /// Behind a threshold: when it is to be kept.
    pub at_the_end: &'static str,
    /// Behind a threshold: when it is to be kept.
    pub by_step: fn(step: u32) -> String,
    /// Behind a threshold: when it is to be kept.
    pub always: &'static str,
    /// What the claims come to: how many hold, fail, are undecided and are not measured.
    pub summary: fn(holds: usize, fails: usize, undecided: usize, unmeasured: usize) -> String,
    /// How long its runs would take here.
    pub takes: fn(seconds: f64) -> String,
    /// How much arithmetic its runs are, in thousands of millions of operations, where nobody knows how long they take.
    pub work: fn(operations: f64) -> String,
    /// While the runs of a claim are trained.
    pub queued: fn(id: &str, left: usize) -> String,
    /// A claim's status.
    pub gate: &'static str,
    /// A claim's status.
    pub reported: &'static str,
    /// A claim's status.
    pub exploratory: &'static str,
    /// Whose a threshold is.
    pub paper: &'static str,
    /// Whose a threshold is.
    pub ours: &'static str,
}
