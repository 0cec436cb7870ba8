//! Reads a record, and believes nothing of it that was not checked.

use serde::de::DeserializeOwned;
use serde_json::error::Category;

use super::error::{Contradiction, Counted, RecordError};
use super::file::{File, FileArm, FileMember, Head};
use super::{ComputedBy, FORMAT, Hashes, LARGEST, Record};
use crate::digest::{Digest, PROGRESS, step_at};
use crate::experiment::{Experiment, Series};
use crate::keys::RunKeys;
use crate::link::{Link, Note};
use crate::recording::{Point, Recording, Stop};

pub(super) fn names(text: &str) -> Result<String, RecordError> {
    if text.len() > LARGEST {
        return Err(RecordError::TooLarge { bytes: text.len() });
    }
    let head: Head = parse(text)?;
    if head.format > u64::from(FORMAT) {
        return Err(RecordError::NewerFormat { got: head.format });
    }
    Ok(parse::<File>(text)?.experiment)
}

pub(super) fn read(text: &str, known: &[&'static Experiment]) -> Result<Record, RecordError> {
    names(text)?;
    let file: File = parse(text)?;
    let keys = keys(&file, known)?;
    let recording = recording(&file, &keys)?;
    let hashes = hashes(&file, recording.is_complete())?;
    let File { release, bits, backend, adapter, verdicts, predictions, .. } = file;
    Ok(Record {
        release,
        keys,
        bits,
        computed_by: backend,
        adapter,
        verdicts,
        predictions,
        hashes,
        recording,
    })
}

fn parse<T: DeserializeOwned>(text: &str) -> Result<T, RecordError> {
    serde_json::from_str(text).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        match error.classify() {
            // Where a number or a word breaks off, the parser finds fault with the last letter.
            Category::Syntax if (line, column) == end(text) => RecordError::CutShort { line, column },
            Category::Eof => RecordError::CutShort { line, column },
            Category::Data => RecordError::NotARecord { line, column },
            Category::Syntax | Category::Io => RecordError::NotJson { line, column },
        }
    })
}

/// The line and column where a text ends, as the parser counts them.
fn end(text: &str) -> (usize, usize) {
    let before = text.rfind('\n').map_or(0, |at| at + 1);
    (text.matches('\n').count() + 1, text.len() - before)
}

fn experiment(id: &str, known: &[&'static Experiment]) -> Result<&'static Experiment, RecordError> {
    known.iter().find(|experiment| experiment.id == id).copied().ok_or_else(|| {
        let got = id.chars().take(40).flat_map(char::escape_debug).collect();
        RecordError::UnknownExperiment { got }
    })
}

/// The keys, with the record's revision. Those of another revision are read as far as this build's knobs reach.
fn keys(file: &File, known: &[&'static Experiment]) -> Result<RunKeys, RecordError> {
    let experiment = experiment(&file.experiment, known)?;
    let link = Link::from_fragment(experiment, &file.keys)?;
    let is_other_rev = file.rev != experiment.rev;
    let leads_astray =
        |note: &Note| note.changes_the_run() && !(is_other_rev && matches!(note, Note::OtherRev { .. }));
    let notes: Vec<Note> = link.notes.into_iter().filter(leads_astray).collect();
    match file.keys.split('&').next() {
        _ if !notes.is_empty() => Err(RecordError::Keys { notes }),
        Some(first) if first == format!("rev={}", file.rev) => Ok(RunKeys { rev: file.rev, ..link.keys }),
        _ => Err(RecordError::Contradiction(Contradiction::Rev)),
    }
}

fn recording(file: &File, keys: &RunKeys) -> Result<Recording, RecordError> {
    let mut arms = keys.arms();
    count(Counted::Arms, file.arms.len(), arms.len())?;
    let is_this_rev = keys.rev == keys.experiment.rev;
    for (position, (arm, written)) in arms.iter_mut().zip(&file.arms).enumerate() {
        let has_other_steps = is_this_rev && arm.steps != written.steps;
        if arm.key != written.key || written.steps == 0 || has_other_steps {
            return Err(RecordError::Contradiction(Contradiction::Arm { number: position + 1 }));
        }
        arm.steps = written.steps;
        count(Counted::Models, written.members.len(), keys.models() as usize)?;
    }
    let series = keys.experiment.series;
    let mut recording = Recording::new(&arms, keys.models(), series.len());
    for (arm, written) in (0..).zip(&file.arms) {
        for (model, member) in (0..).zip(&written.members) {
            take(&mut recording, written, member, (arm, model), series)?;
        }
    }
    Ok(recording)
}

/// Takes in one model. A series that the record does not have, because it was declared later, is no number; one that
/// is no longer declared is left out: neither changes what a run computes.
fn take(
    recording: &mut Recording,
    arm: &FileArm,
    member: &FileMember,
    (position, model): (u32, u32),
    series: &[Series],
) -> Result<(), RecordError> {
    let number = position as usize + 1;
    count(Counted::Steps, member.step.len(), member.j.len())?;
    for values in member.values.values() {
        count(Counted::Values, values.len(), member.j.len())?;
    }
    for (at, (&j, &step)) in member.j.iter().zip(&member.step).enumerate() {
        let value = |series: &Series| {
            let values = member.values.get(series.key);
            values.and_then(|values| values.get(at).copied().flatten()).unwrap_or(f32::NAN)
        };
        let values = series.iter().map(value).collect();
        let point = Point { arm: position, member: model, j, step, values, ..Point::default() };
        if j > PROGRESS || step != step_at(j, arm.steps) || !recording.push(point) {
            return Err(RecordError::Contradiction(Contradiction::Point { number }));
        }
    }
    if let Some(stop) = member.stopped {
        if stop > arm.steps || member.step.iter().any(|step| *step > stop) {
            return Err(RecordError::Contradiction(Contradiction::Stop { number }));
        }
        recording.stop(Stop { arm: position, member: model, step: stop, chain: None });
    }
    Ok(())
}

fn hashes(file: &File, is_complete: bool) -> Result<Option<Hashes>, RecordError> {
    let has_digest = file.backend == ComputedBy::Exact && is_complete;
    if has_digest != file.digest.is_some() {
        return Err(RecordError::Contradiction(Contradiction::Digest));
    }
    let points = if has_digest { PROGRESS as usize + 1 } else { 0 };
    count(Counted::Chain, file.chain.len(), points)?;
    let digest = |text: &String| text.parse::<Digest>().map_err(|_| RecordError::Digest);
    let chain = file.chain.iter().map(digest).collect::<Result<_, _>>()?;
    let whole = file.digest.as_ref().map(digest).transpose()?;
    Ok(whole.map(|digest| Hashes { digest, chain }))
}

fn count(what: Counted, got: usize, expects: usize) -> Result<(), RecordError> {
    if got == expects { Ok(()) } else { Err(RecordError::Count { what, got, expects }) }
}
