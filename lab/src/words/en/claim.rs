//! Claims and their verdicts, in English.

use crate::words::Claims;
use crate::words::run::duration;

pub(super) const CLAIMS: Claims = Claims {
    title: "Claims",
    table: "Claims as a table",
    holds: "holds",
    fails: "fails",
    undecided: "undecided",
    details: "Numbers and protocol of",
    not_measured: "not measured in this run",
    run: "Run it",
    run_named: |id| format!("Run it: what {id} asks for"),
    members: |passed, of, quota| {
        if quota == of {
            format!("{passed} of {of} members")
        } else {
            format!("{passed} of {of} members, {quota} wanted")
        }
    },
    interval: |low, high| format!("exact 95% interval of the share {low:.2} to {high:.2}"),
    measured: |value, threshold| format!("measured {value}, wanted {threshold}"),
    wanted: |threshold| format!("wanted {threshold}"),
    at_least: |level| format!("at least {level}"),
    at_most: |level| format!("at most {level}"),
    within: |distance, level| format!("within {distance} of {level}"),
    at_the_end: "at the end",
    by_step: |step| format!("by step {step}"),
    always: "always",
    summary,
    takes: |seconds| format!("about {} here", duration(seconds)),
    work: |operations| format!("{:.0} GFLOP", operations.ceil()),
    queued: |id, left| match left {
        0 => format!("This is the last run for {id}."),
        1 => format!("One more run for {id} follows."),
        left => format!("{left} more runs for {id} follow."),
    },
    gate: "gate",
    reported: "reported",
    exploratory: "exploratory",
    paper: "the paper's threshold",
    ours: "our threshold",
};

fn summary(holds: usize, fails: usize, undecided: usize, unmeasured: usize) -> String {
    if holds + fails + undecided == 0 {
        return none_of(unmeasured);
    }
    let parts = [
        (holds, "holds", "hold"),
        (fails, "fails", "fail"),
        (undecided, "is undecided", "are undecided"),
        (unmeasured, "is not measured in this run", "are not measured in this run"),
    ];
    let say = |(count, one, many): &(usize, &str, &str)| {
        format!("{count} {}", if *count == 1 { one } else { many })
    };
    let says: Vec<String> = parts.iter().filter(|(count, ..)| *count > 0).map(say).collect();
    format!("Of {} claims: {}.", holds + fails + undecided + unmeasured, says.join(", "))
}

/// Where no claim is measured.
fn none_of(claims: usize) -> String {
    match claims {
        1 => "This run does not measure the claim, which asks for runs of its own.".to_owned(),
        claims => format!("This run measures none of the {claims} claims: each asks for runs of its own."),
    }
}
