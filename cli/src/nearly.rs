//! How near a run on the exact backend comes to one that a GPU took part in, which no bit can tell.

use std::process::ExitCode;

use lab::claim::{Status, Verdict};
use lab::record::Record;
use serde_json::{Value, json};

/// What was found.
pub(crate) struct Nearly {
    differences: Vec<Difference>,
    stops: Vec<Stop>,
    verdicts: Vec<Verdicts>,
}

/// Where the last values of a series are furthest apart, among an arm's models.
struct Difference {
    arm: String,
    series: &'static str,
    model: u32,
    /// In the record and on exact; `None` where there is no number.
    values: [Option<f32>; 2],
}

/// A model that ended early in one of the two and not, or elsewhere, in the other.
struct Stop {
    arm: String,
    model: u32,
    steps: [Option<u32>; 2],
}

/// What came of a claim in both.
struct Verdicts {
    id: &'static str,
    is_gate: bool,
    /// In the record and on exact.
    verdicts: [Verdict; 2],
}

impl Difference {
    /// A number against none is further apart than any two numbers.
    fn size(&self) -> f32 {
        match self.values {
            [Some(ours), Some(theirs)] => (ours - theirs).abs(),
            [None, None] => 0.0,
            [Some(_), None] | [None, Some(_)] => f32::INFINITY,
        }
    }
}

impl Nearly {
    /// Compares a record with the record of the same run on exact.
    pub(crate) fn of(record: &Record, again: &Record) -> Self {
        let arms = record.keys.arms();
        let series = record.keys.experiment.series;
        let places = (0..arms.len()).flat_map(|arm| (0..series.len()).map(move |series| (arm, series)));
        let differences = places.filter_map(|(arm, at)| {
            let last = |record: &Record, model: u32| {
                let value = record.recording().points(arm, model).last()?.values.get(at)?;
                value.is_finite().then_some(*value)
            };
            let of = |model| Difference {
                arm: arms[arm].label.clone(),
                series: series[at].label,
                model,
                values: [last(record, model), last(again, model)],
            };
            (0..record.keys.models()).map(of).max_by(|a, b| a.size().total_cmp(&b.size()))
        });
        let all = (0..arms.len()).flat_map(|arm| (0..record.keys.models()).map(move |model| (arm, model)));
        let stops = all.filter_map(|(arm, model)| {
            let end = |record: &Record| record.recording().end(arm, model).map(|stop| stop.step);
            let steps = [end(record), end(again)];
            (steps[0] != steps[1]).then(|| Stop { arm: arms[arm].label.clone(), model, steps })
        });
        let verdicts = record.keys.experiment.claims.iter().filter_map(|claim| {
            let given = |record: &Record| {
                record.verdicts.iter().find(|given| given.id == claim.id).map(|given| given.verdict)
            };
            let verdicts = [given(record)?, given(again)?];
            Some(Verdicts { id: claim.id, is_gate: claim.status == Status::Gate, verdicts })
        });
        Self { differences: differences.collect(), stops: stops.collect(), verdicts: verdicts.collect() }
    }

    /// For a person.
    pub(crate) fn text(&self) -> String {
        let value = |value: Option<f32>| value.map_or("none".to_owned(), |value| format!("{value:.4}"));
        let mut lines =
            vec!["A GPU took part in the recorded run, so it is not bit-comparable. Largest differences at the end:".to_owned()];
        for difference in &self.differences {
            let Difference { arm, series, model, values: [ours, theirs] } = difference;
            let (size, ours, theirs) = (difference.size(), value(*ours), value(*theirs));
            lines.push(format!(
                "    {size:.6}  {arm}, {series}, model {model}: {ours} in the record, {theirs} on exact"
            ));
        }
        let step = |step: Option<u32>| {
            step.map_or("did not stop".to_owned(), |step| format!("stopped at step {step}"))
        };
        for Stop { arm, model, steps: [ours, theirs] } in &self.stops {
            lines.push(format!(
                "    {arm}, model {model} {} in the record, {} on exact",
                step(*ours),
                step(*theirs)
            ));
        }
        for Verdicts { id, is_gate, verdicts: [ours, theirs] } in &self.verdicts {
            let (kind, ours, theirs) = (if *is_gate { " (gate)" } else { "" }, ours.name(), theirs.name());
            lines.push(format!("{id}{kind}: {ours} in the record, {theirs} on exact"));
        }
        lines.join("\n")
    }

    /// For a program.
    pub(crate) fn json(&self) -> Value {
        let differences = self.differences.iter().map(|difference| {
            let Difference { arm, series, model, values: [ours, theirs] } = difference;
            json!({ "arm": arm, "series": series, "model": model, "record": ours, "exact": theirs, "difference": difference.size() })
        });
        let stops = self.stops.iter().map(|Stop { arm, model, steps: [ours, theirs] }| {
            json!({ "arm": arm, "model": model, "record": ours, "exact": theirs })
        });
        let claims = self.verdicts.iter().map(|Verdicts { id, is_gate, verdicts: [ours, theirs] }| {
            json!({ "id": id, "gate": is_gate, "record": ours, "exact": theirs })
        });
        json!({
            "type": "compared",
            "with": "record",
            "result": "not bit-comparable",
            "differences": differences.collect::<Vec<_>>(),
            "stops": stops.collect::<Vec<_>>(),
            "claims": claims.collect::<Vec<_>>(),
        })
    }

    /// Only a gate whose verdict differs is bad.
    pub(crate) fn status(&self) -> ExitCode {
        let differs = |claim: &Verdicts| claim.is_gate && claim.verdicts[0] != claim.verdicts[1];
        if self.verdicts.iter().any(differs) { ExitCode::FAILURE } else { ExitCode::SUCCESS }
    }
}
