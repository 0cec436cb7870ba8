//! How near a run on the exact backend comes to one that a GPU took part in, which no bit can tell.

use super::{Record, verdicts};
use crate::claim::{Status, Verdict};
use crate::panel::Table;
use crate::recording::Recording;
use crate::words::Words;

/// What was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Nearly {
    /// One for each series of each arm.
    pub differences: Vec<Difference>,
    /// Models that did not end alike.
    pub stops: Vec<Stop>,
    /// What came of each claim that both runs measure.
    pub verdicts: Vec<Verdicts>,
}

/// Where the last values of a series are furthest apart, among an arm's models.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    /// The arm's name.
    pub arm: String,
    /// The series' name.
    pub series: &'static str,
    /// The model.
    pub model: u32,
    /// In the record and on exact; `None` where there is no number.
    pub values: [Option<f32>; 2],
}

/// A model that ended early in one of the two and not, or elsewhere, in the other.
#[derive(Debug, Clone, PartialEq)]
pub struct Stop {
    /// The arm's name.
    pub arm: String,
    /// The model.
    pub model: u32,
    /// In the record and on exact; `None` where it did not end early.
    pub steps: [Option<u32>; 2],
}

/// What came of a claim in both.
#[derive(Debug, Clone, PartialEq)]
pub struct Verdicts {
    /// The claim.
    pub id: &'static str,
    /// Whether it is a gate.
    pub is_gate: bool,
    /// In the record and on exact.
    pub verdicts: [Verdict; 2],
}

impl Difference {
    /// A number against none is further apart than any two numbers.
    #[must_use]
    pub fn size(&self) -> f32 {
        match self.values {
            [Some(ours), Some(theirs)] => (ours - theirs).abs(),
            [None, None] => 0.0,
            [Some(_), None] | [None, Some(_)] => f32::INFINITY,
        }
    }
}

impl Nearly {
    /// Compares a record with what the same run measured on exact.
    #[must_use]
    pub fn of(record: &Record, again: &Recording) -> Self {
        let arms = record.keys.arms();
        let series = record.keys.experiment.series;
        let places = (0..arms.len()).flat_map(|arm| (0..series.len()).map(move |series| (arm, series)));
        let differences = places.filter_map(|(arm, at)| {
            let last = |recording: &Recording, model: u32| {
                let value = recording.points(arm, model).last()?.values.get(at)?;
                value.is_finite().then_some(*value)
            };
            let of = |model| Difference {
                arm: arms[arm].label.clone(),
                series: series[at].label,
                model,
                values: [last(record.recording(), model), last(again, model)],
            };
            (0..record.keys.models()).map(of).max_by(|a, b| a.size().total_cmp(&b.size()))
        });
        let all = (0..arms.len()).flat_map(|arm| (0..record.keys.models()).map(move |model| (arm, model)));
        let stops = all.filter_map(|(arm, model)| {
            let end = |recording: &Recording| recording.end(arm, model).map(|stop| stop.step);
            let steps = [end(record.recording()), end(again)];
            (steps[0] != steps[1]).then(|| Stop { arm: arms[arm].label.clone(), model, steps })
        });
        let computed = verdicts(&record.keys, again);
        let verdicts = record.keys.experiment.claims.iter().filter_map(|claim| {
            let given = |all: &[super::Given]| all.iter().find(|it| it.id == claim.id).map(|it| it.verdict);
            let verdicts = [given(&record.verdicts)?, given(&computed)?];
            Some(Verdicts { id: claim.id, is_gate: claim.status == Status::Gate, verdicts })
        });
        Self { differences: differences.collect(), stops: stops.collect(), verdicts: verdicts.collect() }
    }

    /// Whether some gate holds in one of the two and not in the other, which is all that is bad.
    #[must_use]
    pub fn has_gate_that_differs(&self) -> bool {
        self.verdicts.iter().any(|claim| claim.is_gate && claim.verdicts[0] != claim.verdicts[1])
    }

    /// What differs of models' ends, and what came of the claims: a line each.
    #[must_use]
    pub fn lines(&self, words: &Words) -> Vec<String> {
        let stop = |Stop { arm, model, steps }: &Stop| (words.nearly.stop)(arm, *model, *steps);
        let verdict = |Verdicts { id, is_gate, verdicts }: &Verdicts| {
            (words.nearly.verdict)(id, *is_gate, verdicts.map(|verdict| words.claims.verdict(Some(verdict))))
        };
        self.stops.iter().map(stop).chain(self.verdicts.iter().map(verdict)).collect()
    }

    /// The largest differences, one row for each series of each arm.
    #[must_use]
    pub fn table(&self, words: &Words) -> Table {
        let value = |value: Option<f32>| value.map_or("–".to_owned(), |value| format!("{value:.4}"));
        let row = |difference: &Difference| {
            let Difference { arm, series, model, values: [ours, theirs] } = difference;
            let apart = Some(difference.size()).filter(|size| size.is_finite());
            vec![
                arm.clone(),
                (*series).to_owned(),
                model.to_string(),
                value(*ours),
                value(*theirs),
                apart.map_or("–".to_owned(), |size| format!("{size:.6}")),
            ]
        };
        Table {
            columns: words.nearly.columns.map(str::to_owned).to_vec(),
            rows: self.differences.iter().map(row).collect(),
        }
    }
}
