//! What stands around the pictures, and what a visitor can set, say and ask, in English.

use super::link::accepts;
use crate::facts::{FactsError, LETTERS, Problem};
use crate::flips::{self, FlipsError};
use crate::observed::{self, ObservedError};
use crate::text::capital;
use crate::words::{
    Back, Compare, Controls, Data, Embed, Facts, Figure, Flips, Lines, Notes, Observations, Predict, Presets,
    Probe, Share, Sweep,
};

pub(super) const FIGURE: Figure = Figure {
    read_with_keys: |title| format!("{title}: read the picture with the arrow keys"),
    grows_here: "Press Run, and the pictures grow below.",
    nothing_here: "Nothing is measured yet.",
    nothing_chosen: "nothing chosen",
    how_to_read: "To read values, touch or point at the picture, or use the arrow keys on it.",
    every_member: "Every member",
    as_table: "Table and files",
    listen: "Listen",
    listen_to: |title| format!("Listen to {title}: higher tones are higher values"),
    stop: "Stop",
    heard: |curve| format!("Now: {curve}."),
    silent: "This browser plays no sound here.",
    save: |title| format!("Save {title} as"),
    svg: "SVG",
    png: "PNG",
    csv: "CSV",
};

pub(super) const PREDICT: Predict = Predict {
    title: "Your prediction",
    help: "Say what you expect before you run. It is kept, and compared with what comes of the run.",
    draw: "Draw your curve",
    drawn: "Done drawing",
    how_to_draw: "Drag across the chart, or set each point below.",
    point: |step| format!("at step {step}"),
    kept: "Kept. The run will tell.",
    over: "The run is over. Below each question stands what came of it.",
    right: |said| format!("You were right: {said}."),
    wrong: |said, outcome| format!("You said: {said}. It came out otherwise: {outcome}."),
    came: |outcome| format!("It came out like this: {outcome}."),
    none: "The run bears out none of these answers.",
    off: |distance| format!("On average your curve is {distance:.2} away from the measured one."),
    conclusion: "What came of the run",
};

pub(super) const PROBE: Probe = Probe {
    ask: "Ask",
    another: "Another",
    nobody_yet: "Nobody is trained yet. Press Run, and the answers appear here.",
    who: "The first member of each kind answers, as it was last saved.",
};

pub(super) const DATA: Data = Data {
    title: "Your own points",
    how: "Click to set a point. By keyboard: arrow keys move the cross, Enter sets a point, Delete takes the last \
          one away.",
    board: |x, y| format!("Board for points; the cross stands at {x}, {y} of 255"),
    class: "Set points of",
    undo: "Undo",
    clear: "Clear",
    take: "Train on these",
    built_in: "Train without them",
    count: |counts| {
        let one = |(name, count): &(&str, usize)| format!("{name}: {count}");
        format!("{}.", counts.iter().map(one).collect::<Vec<_>>().join(", "))
    },
    refused: |what| format!("The experiment accepts {}.", accepts(what)),
    own_in_run: "This run learns from points of a visitor's own, which are in its link.",
};

pub(super) const FACTS: Facts = Facts {
    lines: Lines {
        title: "Your own facts",
        how: "One fact to a line: a name, a comma, what it is to the other name, a comma, the other name, a semicolon, and \
          what the other name is to the first. Only what stands before the semicolon is told; the rest is asked.",
        field: "Facts, one to a line",
        example: "Fill in an example",
        take: "Train on these too",
        without: "Train without them",
        in_run: "This run is told a visitor's own facts, which are in its link.",
    },
    count: |facts| match facts {
        1 => "One fact.".to_owned(),
        facts => format!("{facts} facts."),
    },
    wrong: |error| {
        let FactsError { line, problem } = error;
        let what = match problem {
            Problem::None => return "There are no facts yet.".to_owned(),
            Problem::TooMany { most } => return format!("There are more than {most} facts; take some away."),
            Problem::TooManyRelations { most } => {
                format!("is the first of a pair of relations too many: there can be {most}")
            }
            Problem::Form => "does not read like \"Ann, mentor of, Bo; pupil of\"".to_owned(),
            Problem::Letters => {
                format!(
                    "has a name or a relation with more than {LETTERS} letters, or with one that cannot be seen"
                )
            }
            Problem::OneName => "has the same name on both sides".to_owned(),
            Problem::Twice { line } => format!("says the same as line {line}"),
            Problem::BothWays { line } => {
                format!("says line {line} the other way round, so that nothing is left to ask")
            }
            Problem::TwoAnswers { line } => {
                format!("gives a question a second answer, beside that of line {line}")
            }
            Problem::OtherInverse { line } => {
                format!("has a relation that comes with another inverse in line {line}")
            }
        };
        match line {
            0 => format!("One of the facts {what}."),
            line => format!("Line {line} {what}."),
        }
    },
};

pub(super) const OBSERVATIONS: Observations = Observations {
    lines: Lines {
        title: "Teach it a function",
        how: "One value to a line: a name, a colon, an argument, an arrow and the value there, like \"zuba: 3 -> 8\". The \
          network sees these lines and no statement about the name.",
        field: "Observations, one to a line",
        example: "Fill in an example",
        take: "Train on these too",
        without: "Train without them",
        in_run: "This run learns from a visitor's own observations, which are in its link.",
    },
    count: |observations, functions| {
        let of = |count: usize, one: &str| {
            if count == 1 { format!("one {one}") } else { format!("{count} {one}s") }
        };
        let text = format!("{} of {}.", of(observations, "observation"), of(functions, "function"));
        capital(&text)
    },
    wrong: |error| {
        use observed::Problem;
        let ObservedError { line, problem } = error;
        let what = match problem {
            Problem::None => return "There are no observations yet.".to_owned(),
            Problem::TooMany { most } => format!("is about a function too many: there can be {most}"),
            Problem::Form => "does not read like \"zuba: 3 -> 8\"".to_owned(),
            Problem::Letters => format!(
                "has a name of no letters, of more than {}, or with one that cannot be seen",
                observed::LETTERS
            ),
            Problem::Argument { least, largest } => {
                format!("has an argument that is not from {least} to {largest}")
            }
            Problem::Value { least, largest } => format!("has a value that is not from {least} to {largest}"),
            Problem::Twice { line } => format!("says the same as line {line}"),
            Problem::TwoValues { line } => {
                format!("contradicts line {line}: a function has one value at each argument")
            }
        };
        match line {
            0 => format!("One of the observations {what}."),
            line => format!("Line {line} {what}."),
        }
    },
};

pub(super) const FLIPS: Flips = Flips {
    lines: Lines {
        title: "Teach it a coin",
        how: "One coin to a line: a name, a colon, and how often it showed heads of how many flips, like \"penny: 17 of 25\", or \
          each flip, like \"penny: HTHH\". Throw a real one. The network sees single flips and no statement about the coin.",
        field: "Coins, one to a line",
        example: "Fill in an example",
        take: "Train on these too",
        without: "Train without them",
        in_run: "This run learns from flips of a visitor's own coins, which are in its link.",
    },
    count: |coins| {
        let flips: u32 = coins.iter().map(|coin| coin.all).sum();
        let of = |count: u64, one: &str| {
            if count == 1 { format!("one {one}") } else { format!("{count} {one}s") }
        };
        let text = format!("{} of {}.", of(flips.into(), "flip"), of(coins.len() as u64, "coin"));
        capital(&text)
    },
    wrong: |error| {
        use flips::Problem;
        let FlipsError { line, problem } = error;
        let what = match problem {
            Problem::None => return "There are no flips yet.".to_owned(),
            Problem::TooMany { most } => format!("is about a coin too many: there can be {most}"),
            Problem::Form => "does not read like \"penny: 17 of 25\" or \"penny: HTHH\"".to_owned(),
            Problem::Letters => format!(
                "has a name of no letters, of more than {}, or with one that cannot be seen",
                flips::LETTERS
            ),
            Problem::NoFlip => "has no flip".to_owned(),
            Problem::Heads => "has more heads than flips".to_owned(),
            Problem::Flips { most } => format!("makes more than {most} flips of this coin"),
            Problem::Twice => "is about a coin that was told before".to_owned(),
        };
        match line {
            0 => format!("One of the coins {what}."),
            line => format!("Line {line} {what}."),
        }
    },
};

pub(super) const PRESETS: Presets = Presets { title: "Settings to try" };

pub(super) const SWEEP: Sweep = Sweep {
    title: "Sweep",
    help: "Members that differ in a knob, side by side in one run.",
    knob: "Swept knob",
    none: "none",
    from: "From",
    to: "To",
    count: "Values",
    shown: "Pictures show",
    choose: "Press a value, or Enter on it, and the other pictures show its run.",
    chosen: |run| format!("The other pictures show {run}."),
    open: "Open this run in a new tab",
    refused: |what| format!("A sweep accepts {}.", accepts(what)),
};

pub(super) const BACK: Back = Back { title: "Look back", at: |j| format!("at {j} of 64"), latest: "latest" };

pub(super) const COMPARE: Compare = Compare {
    title: "Beside another run",
    is_there: "In the line charts, thin curves without a band are the other run.",
    is_missing: "The other run has not been computed on this page yet.",
    comes_next: "The other run follows when this one is over.",
    same: "The two runs have the same settings.",
    columns: ["Setting", "This run", "Other run"],
    data: "Own data",
    no_own_data: "none",
    curve: |name| format!("{name} (other)"),
    run_both: "Run both",
    run_other: "Run the other one",
    open: "Open the other run in a new tab",
    close: "Put the other run away",
    field: "Link of a run to compare with",
    take: "Compare",
    elsewhere: |question| format!("That link is of another experiment: {question}"),
};

pub(super) const CONTROLS: Controls = Controls {
    title: "Knobs",
    defaults: "Defaults",
    starts_anew: "A changed knob starts the run anew.",
    limits: |min, max| format!("From {min} to {max}."),
    members: "Members",
    members_help: "Models of each kind, each from a start of its own, trained side by side.",
    seed: "Seed",
    seed_help: "Everything random in the run follows from it.",
    new_seed: "New seed",
};

pub(super) const SHARE: Share = Share {
    share: "Share",
    share_does: "Copies a link to this run.",
    copied: "Link copied.",
    holds: |settings, digest| {
        let digest = if digest { ", and the digest" } else { "" };
        format!("It holds {settings}{digest}.")
    },
    by_hand: "Copy this link:",
    embed: "Embed",
    embed_does: "Makes what puts this run into a course page, a notebook or slides, and its QR code.",
};

pub(super) const EMBED: Embed = Embed {
    malformed: "A message must have a number \"v\", a text \"type\", and an object \"payload\" or none; an \
                \"id\" is a whole number or a text of at most 64 letters.",
    version: "This page understands messages of version 1.",
    unknown: "There are no messages of this type.",
    payload: "The payload does not fit the type of the message; nothing of it was applied.",
    elsewhere: "The link is of another experiment than this page; nothing of it was applied.",
    size: "The message is too long.",
    flood: "There are too many messages; the rest is not heard until there is a pause.",
};

pub(super) const NOTES: Notes = Notes {
    link: "About this link",
    run: "About this run",
    more: |count| format!("And {count} more like these."),
};
