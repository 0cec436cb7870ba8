//! English.

use crate::panel::number::{count, counted};

use super::{Back, Claims, Data, Digest, Figure, Nearly, Predict, Probe, Sweep, Words};

pub(super) static WORDS: Words = Words {
    locale: "en",
    figure: Figure {
        read_with_keys: |title| format!("{title}: read the picture with the arrow keys"),
        grows_here: "Press Run, and the picture grows here.",
        nothing_here: "Nothing is measured yet.",
        nothing_chosen: "nothing chosen",
        how_to_read: "To read values, touch or point at the picture, or use the arrow keys on it.",
        every_member: "Every member",
        as_table: "As a table",
        save: |title| format!("Save {title} as"),
    },
    predict: Predict {
        title: "Your prediction",
        help: "Say what you expect before you run. It is kept, and compared with what comes of the run.",
        draw: "Draw your curve",
        drawn: "Done drawing",
        how_to_draw: "Drag across the chart, or set each point below.",
        point: |step| format!("at step {step}"),
        kept: "Kept. The run will tell.",
        right: "You were right.",
        wrong: |outcome| format!("It came out otherwise: {outcome}"),
        none: "The run bears out none of these answers.",
        off: |distance| format!("On average your curve is {distance:.2} away from the measured one."),
    },
    claims: Claims {
        title: "Claims",
        summary: |counts| {
            let verbs = [
                ("holds", "hold"),
                ("fails", "fail"),
                ("is undecided", "are undecided"),
                ("is not measured in this run", "are not measured in this run"),
            ];
            let some = counts.iter().zip(verbs).filter(|(count, _)| **count > 0);
            let parts: Vec<String> =
                some.map(|(count, (one, many))| counted(*count as u64, one, many)).collect();
            format!(
                "Of {}: {}.",
                counted(counts.iter().sum::<usize>() as u64, "claim", "claims"),
                parts.join(", ")
            )
        },
        holds: "holds",
        fails: "fails",
        undecided: "undecided",
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
    },
    probe: Probe {
        ask: "Ask",
        another: "Another",
        nobody_yet: "Nobody is trained yet. Press Run, and the answers appear here.",
        who: "The first member of each kind answers, as it was last saved.",
    },
    data: Data {
        title: "Your own points",
        how: "Click to set a point. By keyboard: arrow keys move the cross, Enter sets a point, Delete takes the last \
              one away.",
        board: |x, y| format!("Board for points; the cross stands at {x}, {y} of 255"),
        class: "Set points of",
        undo: "Undo",
        clear: "Clear",
        take: "Train on these",
        built_in: "Built-in points",
        count: |counts| {
            let one = |(name, count): &(&str, usize)| format!("{count} of {name}");
            format!("{}.", counts.iter().map(one).collect::<Vec<_>>().join(", "))
        },
        refused: |accepts| format!("The experiment accepts {accepts}."),
        own_in_run: "This run learns from points of a visitor's own, which are in its link.",
    },
    sweep: Sweep {
        title: "Sweep",
        help: "Members that differ in a knob, side by side in one run.",
        knob: "Swept knob",
        none: "none",
        from: "From",
        to: "To",
        count: "Values",
        shown: "Pictures show",
        refused: |accepts| format!("A sweep accepts {accepts}."),
    },
    back: Back { title: "Look back", at: |j| format!("at {j} of 64"), latest: "latest" },
    digest: Digest {
        verify: "Replay and verify",
        record: "Record",
        record_says: "A file with the settings, all measurements and verdicts of the run, and what another machine needs \
                      to check it. Drop one on this page to open it.",
        unreadable: "The file cannot be read as text, so it is no record.",
        elsewhere: |question| {
            format!("The record is of another experiment, \"{question}\". Open it on that page.")
        },
        save: "Save the record",
        open: "Open a record",
        opened: "From a record",
        opened_says: |backend| {
            format!(
                "What you see was read from a file and not computed here. It was computed on {backend}. Run it to see \
                 whether this machine gets the same."
            )
        },
        close: "Put it away",
    },
    nearly: Nearly {
        says: "A GPU took part in the recorded run, so it is not bit-comparable.",
        agrees: "No gate's verdict differs.",
        differs: "A gate's verdict differs.",
        verdict: |id, is_gate, [ours, theirs]| {
            let kind = if is_gate { " (gate)" } else { "" };
            format!("{id}{kind}: {ours} in the record, {theirs} on exact")
        },
        stop: |arm, model, steps| {
            let [ours, theirs] = steps.map(|step| {
                step.map_or("did not stop".to_owned(), |step| {
                    format!("stopped at step {}", count(step.into()))
                })
            });
            format!("{arm}, model {model} {ours} in the record, {theirs} on exact")
        },
        differences: "Largest differences at the end",
        columns: ["arm", "series", "model", "record", "exact", "difference"],
    },
};
