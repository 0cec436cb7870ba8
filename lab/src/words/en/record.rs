//! Digests and records, in English.

use super::link;
use crate::digest::{BITS, Comparison, NoDigest, PROGRESS};
use crate::panel::number::count;
use crate::record::{Contradiction, Counted, Doubt, FORMAT, LARGEST, RecordError};
use crate::words::{Digest, Nearly, Records, Runs};

pub(super) const DIGEST: Digest = Digest {
    title: "Digest of the run",
    means,
    comparison,
    lacking: |NoDigest { at }| {
        format!(
            "At progress {at} of {PROGRESS} the run does not have the exact hash of every model, so it has no digest."
        )
    },
    none: "No digest",
    none_of_gpu: "The GPU computed this run, and every kind of GPU sums in another order: the last bits differ from \
                  machine to machine, so there is nothing to compare. The processor runs the same settings with \
                  every sum in a fixed order, and that run has a digest.",
    none_of_mixed: "This run began on the GPU, which was lost, and went on on the processor from where it was last \
                    saved. It is a run of neither, so it has no digest that another machine could come to.",
    certify: "Certify on the processor",
    promised: "This link comes with a digest",
    promised_says: "It was taken from a finished run. Run it here: the page then says whether this machine has \
                    computed the same, bit for bit.",
    verify: "Replay and verify",
};

pub(super) const RECORDS: Records = Records {
    title: "Record",
    says: "A file with the settings, all measurements and verdicts of the run, and what another machine needs to \
           check it. Drop one on this page to open it.",
    unreadable: "The file cannot be read as text, so it is no record.",
    unread,
    elsewhere: |question| {
        format!("The record is of another experiment, \"{question}\". Open it on that page.")
    },
    save: "Save the record",
    more: "More of this run to save:",
    csv: "Measurements (CSV)",
    json: "Measurements (JSON)",
    weights: "Weights (safetensors)",
    without: |without, all| {
        format!(
            "The weights of {without} of {all} models are left out: a model that ended early has none, and of a large run \
             only the first member's are kept. The command line writes all."
        )
    },
    script: "Script for PyTorch (Python)",
    citation: "Citation (BibTeX)",
    repeats: "The same run on the command line:",
    open: "Open a record",
    opened: "From a record",
    opened_says: |backend| {
        format!(
            "What you see was read from a file and not computed here. It was computed on {backend}. Run it to see \
             whether this machine gets the same."
        )
    },
    doubt,
    close: "Put it away",
};

fn means(comparison: Option<Comparison>) -> String {
    match comparison {
        None => "It covers every parameter, optimiser state and loss at 65 points of the run. Whoever opens the \
                 shared link and runs it gets this digest too, on any machine."
            .to_owned(),
        Some(Comparison::Same) => "The link came with this digest: this machine has just computed every parameter, \
                                   optimiser state and loss of that run again, the same, bit for bit."
            .to_owned(),
        Some(Comparison::Differs) => "The link came with another digest. Its settings are the same, so one of the \
                                      two runs was not computed as this build computes it, or the link was changed \
                                      by hand."
            .to_owned(),
        Some(Comparison::Departs { after, by }) => format!(
            "The two runs are the same up to {after} of 64, and no longer at {by} of 64: between these two points \
             one of them was not computed as this build computes it."
        ),
        Some(Comparison::Inconsistent) => "The link's digest and its proof do not belong to the same run, so it \
                                           was changed by hand, or damaged on its way."
            .to_owned(),
    }
}

pub(super) fn comparison(comparison: Comparison) -> String {
    match comparison {
        Comparison::Same => "the same, bit for bit".to_owned(),
        Comparison::Differs => "differs".to_owned(),
        Comparison::Departs { after, by } => format!("departs between {after} and {by} of {PROGRESS}"),
        Comparison::Inconsistent => "inconsistent".to_owned(),
    }
}

fn unread(error: &RecordError) -> String {
    match error {
        RecordError::TooLarge { bytes } => {
            format!("The record has {bytes} bytes and may have {LARGEST} at most; it is left unread.")
        }
        RecordError::CutShort { line, column } => format!(
            "The record is cut short: it ends in the middle of line {line}, at column {column}. Fetch it again."
        ),
        RecordError::NotJson { line, column } => {
            format!("This is no record of a run: at line {line}, column {column} it is not JSON.")
        }
        RecordError::NotARecord { line, column } => format!(
            "This is no record of a run: before line {line}, column {column} something is missing or of another kind."
        ),
        RecordError::NewerFormat { got } => {
            format!(
                "The record is of format {got} and this build reads {FORMAT}: open it with a newer release."
            )
        }
        RecordError::UnknownExperiment { got } => {
            format!("The record is of an experiment \"{got}\", which this build does not have.")
        }
        RecordError::Unreadable(error) => {
            format!("The record's keys cannot be read: {}", link::unread(error))
        }
        RecordError::Keys { notes } => {
            let sentences: Vec<String> = notes.iter().map(link::note).collect();
            format!("The record's keys do not all apply, so it cannot be shown: {}", sentences.join(" "))
        }
        RecordError::Count { what, got, expects } => {
            let what = match what {
                Counted::Arms => "arms",
                Counted::Models => "models in an arm",
                Counted::Steps => "steps of a model",
                Counted::Values => "values in a series",
                Counted::Chain => "values on the way to its digest",
            };
            format!("The record is damaged: it has {got} {what}, where {expects} belong.")
        }
        RecordError::Contradiction(what) => format!("The record is damaged: {}.", contradiction(*what)),
        RecordError::Digest => {
            "The record's digest or a value on the way there is damaged: each is 32 hexadecimal digits."
                .to_owned()
        }
    }
}

/// To stand within a sentence.
fn contradiction(what: Contradiction) -> String {
    match what {
        Contradiction::Rev => "its keys are of another revision than the rest of it".to_owned(),
        Contradiction::Arm { number } => {
            format!("arm {number} is another one than its keys have there, or has another number of steps")
        }
        Contradiction::Point { number } => format!(
            "a measurement of arm {number} is at a step or point of progress where none is made, or is there twice"
        ),
        Contradiction::Stop { number } => {
            format!("a model of arm {number} ended later than its arm, or was measured after its end")
        }
        Contradiction::Digest => {
            "a digest belongs to every whole run on the exact backend and to no other".to_owned()
        }
    }
}

fn doubt(doubt: Doubt) -> String {
    match doubt {
        Doubt::OtherRev { got, runs } => format!(
            "The record is of revision {got} of its experiment and this build runs {runs}: it can be shown, not \
             verified."
        ),
        Doubt::Incomplete => {
            "The record is of a run that was not complete, so there is nothing to compare: it can \
                              be shown, not verified."
                .to_owned()
        }
        Doubt::OtherBits { got } => format!(
            "The record has \"bits\" {got} and this build computes {BITS}: it can be shown, not verified."
        ),
        Doubt::NotExact => "A GPU took part in the run, so that it is not bit-comparable.".to_owned(),
    }
}

pub(super) const RUNS: Runs = Runs {
    title: "Runs on this device",
    says: "Runs of this experiment that were computed in this browser. They stay on this device until you forget them.",
    none: "None yet: a run is kept here once it is finished.",
    refused: "This browser keeps nothing for this page, so runs are forgotten when it is closed.",
    defaults: "default settings",
    unfinished: |j| format!("unfinished, at {j} of 64"),
    open: "Open",
    compare: "Compare",
    go_on: "Go on",
    forget: "Forget",
    of_run: |action, run| format!("{action}: {run}"),
    forget_all: "Forget all runs",
    other_release: "An earlier version of Gedanken began this run, and this one cannot go on with it; it is forgotten.",
    can_go_on: |j| format!("A run with these settings stopped at {j} of 64 when its page was closed."),
};

pub(super) const NEARLY: Nearly = Nearly {
    says: "A GPU took part in the recorded run, so it is not bit-comparable.",
    agrees: "No gate's verdict differs.",
    differs: "A gate's verdict differs.",
    verdict: |id, is_gate, [ours, theirs]| {
        let kind = if is_gate { " (gate)" } else { "" };
        format!("{id}{kind}: {ours} in the record, {theirs} on exact")
    },
    stop: |arm, model, steps| {
        let [ours, theirs] = steps.map(|step| {
            step.map_or("did not stop".to_owned(), |step| format!("stopped at step {}", count(step.into())))
        });
        format!("{arm}, model {model} {ours} in the record, {theirs} on exact")
    },
    differences: "Largest differences at the end",
    columns: ["arm", "series", "model", "record", "exact", "difference"],
};
