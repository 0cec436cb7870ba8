//! Which runs a list of claims needs. Protocols that ask for the same knobs share one run: a member does not depend on
//! how many others there are, so the largest run serves them all, and [`judge`](super::judge) takes the first members
//! of it.

use super::Claim;
use crate::experiment::Experiment;
use crate::keys::RunKeys;

/// The runs of all protocols with this seed, each once, in the order in which they are first asked for.
pub fn plan<'c>(
    experiment: &'static Experiment,
    claims: impl IntoIterator<Item = &'c Claim>,
    seed: u32,
) -> Vec<RunKeys> {
    let mut runs: Vec<RunKeys> = Vec::new();
    for asked in claims.into_iter().flat_map(|claim| claim.runs(experiment, seed)) {
        match runs.iter_mut().find(|run| run.knobs == asked.knobs) {
            Some(run) => run.members = run.members.max(asked.members),
            None => runs.push(asked),
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::super::{Bound, Cell, Evidence, Level, Owner, Predicate, Status, judge};
    use super::*;
    use crate::EXPERIMENTS;
    use crate::recording::Recording;

    const fn claim(protocol: &'static [Cell]) -> Claim {
        let bound = Bound::AtLeast(Level::Fixed(0.0));
        Claim {
            id: "T-1",
            statement: "",
            source: "",
            owner: Owner::Ours,
            status: Status::Reported,
            protocol,
            predicate: Predicate::AcrossMembers { what: "", value: |_, _| 0.0, bound },
        }
    }

    static CLAIMS: [Claim; 4] = [
        claim(&[Cell { knobs: &[], members: 4 }]),
        claim(&[Cell { knobs: &[("n", "8")], members: 2 }, Cell { knobs: &[], members: 3 }]),
        // Said, but the same as not said.
        claim(&[Cell { knobs: &[("n", "6")], members: 6 }]),
        claim(&[]),
    ];

    fn names(claims: &[Claim], seed: u32) -> Vec<String> {
        plan(EXPERIMENTS[0], claims, seed).iter().map(RunKeys::write).collect()
    }

    #[test]
    fn equal_knobs_are_one_run_with_the_most_members() {
        assert_eq!(names(&CLAIMS, 7), ["rev=2&seed=7&members=6", "rev=2&seed=7&members=2&n=8"]);
        assert_eq!(names(&CLAIMS[..1], 1), ["rev=2&seed=1&members=4"]);
        assert_eq!(names(&CLAIMS[1..2], 1), ["rev=2&seed=1&members=2&n=8", "rev=2&seed=1&members=3"]);
        assert!(names(&CLAIMS[3..], 1).is_empty() && names(&[], 1).is_empty());
    }

    #[test]
    fn the_planned_runs_judge_every_claim() {
        let runs = plan(EXPERIMENTS[0], &CLAIMS, 3);
        let series = EXPERIMENTS[0].series.len();
        let recordings: Vec<Recording> =
            runs.iter().map(|run| Recording::new(&run.arms(), run.models(), series)).collect();
        let evidence: Vec<Evidence<'_>> =
            runs.iter().zip(&recordings).flat_map(|(run, recording)| Evidence::of(run, recording)).collect();
        assert!(CLAIMS.iter().all(|claim| judge(EXPERIMENTS[0], claim, &evidence).is_some()));
        // Fewer members than asked for would not do.
        assert!(judge(EXPERIMENTS[0], &CLAIMS[2], &evidence[1..]).is_none());
    }
}
