//! What the runs of a page say to the claims of its experiment: the run that is shown, and those that are over. A claim
//! whose runs are not all among them can have them trained, one after the other.

use lab::claim::{Claim, Evidence, Judgement, judge, plan};
use lab::keys::RunKeys;
use lab::recording::Recording;

use super::{Model, Order};

/// How many runs that are over are kept.
const KEPT: usize = 12;

/// Runs of this page that are over, newest last, and those that a claim still needs.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Ledger {
    over: Vec<(RunKeys, Recording)>,
    /// The claim whose runs are trained, and those that have not begun.
    queue: Option<(&'static str, Vec<RunKeys>)>,
}

/// A claim as a page shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct Standing {
    /// What has come of it; `None` where it is not measured in the runs of this page.
    pub judgement: Option<Judgement>,
    /// What its runs would take, in words; empty where nothing is to be trained.
    pub cost: String,
}

impl Ledger {
    /// A visitor who does something else does not want the rest of a claim's runs.
    pub(super) fn without_queue(self) -> Self {
        Self { queue: None, ..self }
    }

    /// What a run that is over has recorded.
    pub(super) fn recording(&self, keys: &RunKeys) -> Option<&Recording> {
        self.over.iter().find(|(known, _)| known == keys).map(|(_, recording)| recording)
    }

    pub(super) fn keep(&mut self, keys: &RunKeys, recording: &Recording) {
        self.over.retain(|(known, _)| known != keys);
        self.over.push((keys.clone(), recording.bare()));
        let extra = self.over.len().saturating_sub(KEPT);
        self.over.drain(..extra);
    }
}

impl Model {
    /// Every claim of the experiment with what has come of it.
    #[must_use]
    pub fn standings(&self) -> Vec<Standing> {
        let claims = self.link.keys.experiment.claims.iter();
        let standing = |(claim, judgement)| Standing { judgement, cost: self.cost_says(claim) };
        claims.zip(self.judgements()).map(standing).collect()
    }

    /// What has come of each of them; `None` where it is not measured in the runs of this page.
    #[must_use]
    pub fn judgements(&self) -> Vec<Option<Judgement>> {
        let (runs, experiment) = (self.evidence(), self.link.keys.experiment);
        experiment.claims.iter().map(|claim| judge(experiment, claim, &runs)).collect()
    }

    /// The claim whose runs are trained one after the other, and how many have not begun.
    #[must_use]
    pub fn queued(&self) -> Option<(&'static str, usize)> {
        self.ledger.queue.as_ref().map(|(claim, runs)| (*claim, runs.len()))
    }

    /// Trains what a claim's protocol asks for and the page does not have, one run after the other.
    pub fn run_claim(&mut self, id: &str, processors: u32, now: f64) -> Vec<Order> {
        let experiment = self.link.keys.experiment;
        let Some(claim) = experiment.claims.iter().find(|claim| claim.id == id) else { return Vec::new() };
        let mut missing = plan(experiment, [claim], self.link.keys.seed);
        missing.retain(|wanted| !self.ledger.over.iter().any(|(run, _)| serves(run, wanted)));
        self.ledger.queue = Some((claim.id, missing));
        self.next_of_claim(processors, now)
    }

    /// Begins the next run of a claim, once the one before is over.
    pub(super) fn next_of_claim(&mut self, processors: u32, now: f64) -> Vec<Order> {
        if self.is_under_way() {
            return Vec::new();
        }
        let Some((_, runs)) = &mut self.ledger.queue else { return Vec::new() };
        if runs.is_empty() {
            self.ledger.queue = None;
            return Vec::new();
        }
        let keys = runs.remove(0);
        let queue = self.ledger.queue.take();
        let mut orders = self.change(keys);
        orders.extend(self.run_or_pause(processors, now));
        self.ledger.queue = queue;
        orders
    }

    /// The runs of this page that have the seed of the one that is shown.
    fn evidence(&self) -> Vec<Evidence<'_>> {
        let keys = &self.link.keys;
        let over = self.ledger.over.iter().filter(|(run, _)| run.seed == keys.seed && run != keys);
        let shown = Evidence::of(keys, &self.recording);
        shown.into_iter().chain(over.flat_map(|(run, recording)| Evidence::of(run, recording))).collect()
    }

    /// "about 2 min here", "12 GFLOP" while no run has shown how fast this device is.
    fn cost_says(&self, claim: &Claim) -> String {
        let work = claim.work(self.link.keys.experiment);
        match self.rate {
            _ if work <= 0.0 => String::new(),
            Some(rate) => (self.words().claims.takes)(work / rate),
            None => (self.words().claims.work)(work / 1000.0),
        }
    }
}

/// Whether a run is one that a protocol asks for.
fn serves(run: &RunKeys, wanted: &RunKeys) -> bool {
    (run.seed, &run.knobs) == (wanted.seed, &wanted.knobs)
        && run.sweep.is_empty()
        && run.members >= wanted.members
}
