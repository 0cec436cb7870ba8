//! Claims and their verdicts.

use super::Words;
use crate::claim::{Claim, Judgement, Owner, Status, Verdict};
use crate::experiment::Experiment;

/// Claims and their verdicts.
#[derive(Debug, Clone, Copy)]
pub struct Claims {
    /// The heading.
    pub title: &'static str,
    /// The name of the table.
    pub table: &'static str,
    /// A verdict's word.
    pub holds: &'static str,
    /// A verdict's word.
    pub fails: &'static str,
    /// A verdict's word.
    pub undecided: &'static str,
    /// Opens what stands behind a claim.
    pub details: &'static str,
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

impl Claims {
    /// A verdict; `None` where the claim is not measured.
    #[must_use]
    pub fn verdict(&self, verdict: Option<Verdict>) -> &'static str {
        match verdict {
            Some(Verdict::Holds) => self.holds,
            Some(Verdict::Fails) => self.fails,
            Some(Verdict::Undecided) => self.undecided,
            None => self.not_measured,
        }
    }

    /// A claim's status.
    #[must_use]
    pub fn status(&self, status: Status) -> &'static str {
        match status {
            Status::Gate => self.gate,
            Status::Reported => self.reported,
            Status::Exploratory => self.exploratory,
        }
    }

    /// Whose a threshold is.
    #[must_use]
    pub fn owner(&self, owner: Owner) -> &'static str {
        match owner {
            Owner::Paper => self.paper,
            Owner::Ours => self.ours,
        }
    }
}

impl Words {
    /// What was measured and what is wanted, and how sure a share is.
    #[must_use]
    pub fn reasons(&self, experiment: &'static Experiment, claim: &Claim, judgement: &Judgement) -> String {
        let (words, threshold) = (&self.claims, claim.threshold(experiment, self));
        let mut says = match judgement.value {
            Some(value) => (words.measured)(&format!("{value:.3}"), &threshold),
            None => (words.wanted)(&threshold),
        };
        if judgement.verdict != Verdict::Undecided
            && let Some((low, high)) = judgement.interval()
        {
            let members = (words.members)(judgement.passed(), judgement.of(), judgement.quota);
            says += &format!("; {members}, {}", (words.interval)(low, high));
        }
        says
    }
}
