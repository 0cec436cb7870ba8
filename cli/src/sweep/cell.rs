//! What is kept of a finished cell: its link, its digest, the last value of everything that it measured, and what came
//! of the claims whose protocols it is.

use lab::claim::{Status, Verdict};
use lab::keys::RunKeys;
use lab::link::Link;
use lab::record::Given;
use lab::recording::Recording;
use serde::{Deserialize, Serialize};

use crate::computed::Computed;

/// A finished cell.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Cell {
    /// Its number in the sweep.
    pub(super) cell: u32,
    /// The link of its run, with digest and proof where it was computed exactly.
    pub(super) link: String,
    /// The digest in that link.
    pub(super) digest: Option<String>,
    /// The graphics adapter, if one computed it.
    pub(super) adapter: Option<String>,
    pub(super) arms: Vec<CellArm>,
    pub(super) verdicts: Vec<Given>,
}

/// What one arm of a cell came to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CellArm {
    pub(super) arm: String,
    /// The last value of each series, of each member; what is no finite number is none.
    pub(super) last: Vec<Vec<Option<f32>>>,
    /// The step at which each member ended early, if it did.
    pub(super) stopped: Vec<Option<u32>>,
}

impl Cell {
    /// What a finished run says.
    pub(super) fn of(cell: u32, keys: &RunKeys, recording: &Recording, computed: &Computed) -> Self {
        let asked = Link { keys: keys.clone(), ..Link::defaults(keys.experiment) };
        let record = computed.record(keys, recording);
        let arms = keys.arms();
        let arms = arms.iter().enumerate().map(|(position, arm)| CellArm {
            arm: arm.key.to_owned(),
            last: (0..keys.experiment.series.len()).map(|at| last(recording, position, at)).collect(),
            stopped: (0..recording.members())
                .map(|member| recording.end(position, member).map(|stop| stop.step))
                .collect(),
        });
        Self {
            cell,
            link: computed.link(&asked),
            digest: record.hashes.map(|hashes| hashes.digest.to_string()),
            adapter: record.adapter,
            arms: arms.collect(),
            verdicts: record.verdicts,
        }
    }

    /// Whether it is what a cell with these keys can come to.
    pub(super) fn fits(&self, keys: &RunKeys) -> bool {
        let start = format!("{}#{}&", keys.experiment.id, keys.write());
        let (series, members) = (keys.experiment.series.len(), keys.members as usize);
        let arms = keys.arms();
        let fits = |arm: &CellArm| {
            arm.last.len() == series
                && arm.last.iter().all(|last| last.len() == members)
                && arm.stopped.len() == members
        };
        self.link.starts_with(&start)
            && arms.iter().map(|arm| arm.key).eq(self.arms.iter().map(|arm| arm.arm.as_str()))
            && self.arms.iter().all(fits)
    }

    /// The gates that fail in it.
    pub(super) fn failed_gates(&self, keys: &RunKeys) -> impl Iterator<Item = &'static str> {
        let claims = keys.experiment.claims.iter().filter(|claim| claim.status == Status::Gate);
        let has_failed =
            |id: &str| self.verdicts.iter().any(|given| given.id == id && given.verdict == Verdict::Fails);
        claims.map(|claim| claim.id).filter(move |id| has_failed(id))
    }
}

/// The last value of a series in an arm, of each member.
fn last(recording: &Recording, arm: usize, series: usize) -> Vec<Option<f32>> {
    let of = |member| {
        let value = *recording.points(arm, member).last()?.values.get(series)?;
        value.is_finite().then_some(value)
    };
    (0..recording.members()).map(of).collect()
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A cell of a run that nothing was measured in.
    pub(in crate::sweep) fn untrained(cell: u32, keys: &RunKeys) -> Cell {
        let recording = Recording::new(&keys.arms(), keys.models(), keys.experiment.series.len());
        Cell::of(cell, keys, &recording, &Computed::OnGpu { adapter: "none".to_owned() })
    }

    #[test]
    fn only_a_gate_that_fails_counts() {
        let keys =
            RunKeys::defaults(lab::EXPERIMENTS.iter().find(|it| it.id == "two-moons").expect("two moons"));
        let mut cell = untrained(0, &keys);
        let given =
            |id: &str, verdict| Given { id: id.to_owned(), verdict, value: None, members: Vec::new() };
        let (fails, holds) = (Verdict::Fails, Verdict::Holds);
        cell.verdicts =
            vec![given("TM-1", holds), given("TM-2", fails), given("TM-3", fails), given("X", fails)];
        assert_eq!(cell.failed_gates(&keys).collect::<Vec<_>>(), ["TM-2"]);
    }

    #[test]
    fn a_cell_fits_its_own_run_alone() {
        for experiment in lab::EXPERIMENTS {
            let keys = RunKeys::defaults(experiment);
            let cell = untrained(0, &keys);
            assert!(cell.fits(&keys), "{}", experiment.id);
            assert!(
                !cell.fits(&RunKeys { seed: 10, ..keys.clone() })
                    && !cell.fits(&RunKeys { seed: 2, ..keys.clone() })
            );
            let mut narrow = cell.clone();
            narrow.arms[0].last[0].pop();
            let mut short = cell.clone();
            short.arms.pop();
            assert!(!narrow.fits(&keys) && !short.fits(&keys));
        }
    }
}
