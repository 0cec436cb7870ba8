//! A record as it stands in its file.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{ComputedBy, FORMAT, Foretold, Given, Record};
use crate::digest::Digest;

/// The start of every file, whatever its format.
#[derive(Deserialize)]
pub(super) struct Head {
    pub(super) format: u64,
}

#[derive(Serialize, Deserialize)]
pub(super) struct File {
    pub(super) format: u32,
    pub(super) release: String,
    pub(super) experiment: String,
    pub(super) rev: u32,
    pub(super) bits: u32,
    pub(super) keys: String,
    pub(super) backend: ComputedBy,
    pub(super) adapter: Option<String>,
    pub(super) arms: Vec<FileArm>,
    pub(super) verdicts: Vec<Given>,
    /// Older builds neither wrote nor read it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) predictions: Vec<Foretold>,
    pub(super) digest: Option<String>,
    pub(super) chain: Vec<String>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct FileArm {
    pub(super) key: String,
    pub(super) label: String,
    pub(super) steps: u32,
    /// One for each model: of a sweep, all members of its first values, then those of the next.
    pub(super) members: Vec<FileMember>,
}

/// Lists of one length: a number of each for every measurement.
#[derive(Serialize, Deserialize)]
pub(super) struct FileMember {
    pub(super) j: Vec<u32>,
    pub(super) step: Vec<u32>,
    /// By the keys of the series; what is no finite number stands as `null`.
    pub(super) values: BTreeMap<String, Vec<Option<f32>>>,
    /// The step at which it ended early.
    pub(super) stopped: Option<u32>,
}

pub(super) fn write(record: &Record) -> String {
    // It only fails for types that JSON has no place for, which these are not.
    serde_json::to_string(&file(record)).unwrap_or_default()
}

fn file(record: &Record) -> File {
    let Record { release, keys, bits, computed_by, adapter, verdicts, predictions, hashes, .. } = record;
    let chain = hashes.iter().flat_map(|hashes| &hashes.chain);
    File {
        format: FORMAT,
        release: release.clone(),
        experiment: keys.experiment.id.to_owned(),
        rev: keys.rev,
        bits: *bits,
        keys: keys.write(),
        backend: *computed_by,
        adapter: adapter.clone(),
        arms: (0..keys.arms().len()).map(|position| arm(record, position)).collect(),
        verdicts: verdicts.clone(),
        predictions: predictions.clone(),
        digest: hashes.as_ref().map(|hashes| hashes.digest.to_string()),
        chain: chain.map(Digest::to_string).collect(),
    }
}

fn arm(record: &Record, position: usize) -> FileArm {
    let declared = record.keys.arms().swap_remove(position);
    FileArm {
        key: declared.key.to_owned(),
        label: declared.label,
        steps: record.recording.steps(position),
        members: (0..record.recording.members()).map(|model| member(record, position, model)).collect(),
    }
}

fn member(record: &Record, arm: usize, model: u32) -> FileMember {
    let points = record.recording.points(arm, model);
    let finite = |value: &f32| value.is_finite().then_some(*value);
    let series = record.keys.experiment.series.iter().enumerate();
    let values = series.map(|(at, series)| {
        let values = points.iter().map(|point| point.values.get(at).and_then(finite));
        (series.key.to_owned(), values.collect())
    });
    FileMember {
        j: points.iter().map(|point| point.j).collect(),
        step: points.iter().map(|point| point.step).collect(),
        values: values.collect(),
        stopped: record.recording.end(arm, model).map(|stop| stop.step),
    }
}
