//! What panels say, in English.

use super::listed;
use crate::digest::PROGRESS;
use crate::panel::Sign;
use crate::panel::film::Look;
use crate::panel::number::{count, counted};
use crate::text::capital;
use crate::words::{Bars, Film, Heat, Line, Pairs, Panels, Paths, Scatter, Sequence, Swept, Table};

pub(super) const PANELS: Panels = Panels {
    nothing_measured: "Nothing is measured yet.",
    waiting: |arms| format!("Nothing yet from {}.", listed(arms)),
    nothing_yet: "nothing yet",
    no_finite_number: "no finite number",
    median_of: |members| of(members, "median"),
    mean_of: |members| of(members, "mean"),
    first_member: "first member",
    numbers: |whose| format!("{}.", capital(whose)),
    median: "median",
    quartiles: "quartiles",
    between: |low, high| format!("{low} to {high}"),
    arm: "arm",
    picture: "picture",
    dotted: |levels| format!("Dotted: {}.", levels.join(", ")),
    line: LINE,
    heat: HEAT,
    scatter: SCATTER,
    pairs: PAIRS,
    path: PATHS,
    bars: BARS,
    film: FILM,
    sequence: SEQUENCE,
    table: TABLE,
    sweep: SWEPT,
};

const LINE: Line = Line {
    steps: "training steps",
    values: |step, of, values| {
        let when = match step {
            0 => "Before training".to_owned(),
            step if step == of => format!("After all {} steps", count(of.into())),
            step => format!("After {} of {} steps", count(step.into()), count(of.into())),
        };
        format!("{when}: {}.", values.join(", "))
    },
    reading: |step, values| format!("Step {}: {}.", count(step.into()), values.join("; ")),
    ended: |step| format!("(ended at {})", count(step.into())),
    level_of: |level, arm| format!("{level} for {arm}"),
    ended_early: |ended, members, arm, step| {
        let (members, step) = (counted(members.into(), "member", "members"), count(step.into()));
        format!(
            "{ended} of {members} of {arm} ended early, from step {step} on, because the loss was no longer a finite \
             number."
        )
    },
    progress: "progress",
    progress_at: |j| format!("{j} of {PROGRESS}"),
    step_of: |arm| format!("{arm}: step"),
};

const HEAT: Heat = Heat {
    fields: |what, arms| format!("{}: {}.", capital(what), arms.join("; ")),
    summary: |mean, low, high, heaviest| match heaviest {
        Some(heaviest) => format!("{mean}, from {low} to {high}, {heaviest}"),
        None => format!("{mean}, from {low} to {high}"),
    },
    heaviest: |share, row, column| format!("{:.0}% of the squares in {row} by {column}", share * 100.0),
    average: |mean| format!("{mean} on average"),
    average_of_parts: |mean, on_dots, elsewhere| {
        format!("{mean} on average ({on_dots} on dots, {elsewhere} elsewhere)")
    },
    dots: |means| format!("A dot marks where {means}."),
    with_dot: |reading| format!("{reading}, with a dot"),
    value: |value, what, whose| match whose {
        Some(whose) => format!("{value} ({what}, {whose})"),
        None => format!("{value} ({what})"),
    },
};

const SCATTER: Scatter = Scatter {
    no_points: "There are no points yet.",
    points: |points, classes| {
        format!("{}: {}.", counted(points as u64, "point", "points"), classes.join(", "))
    },
    of_class: |points, class, sign| format!("{points} of {class} ({})", many(sign)),
    class_at: |class| format!("class {class}"),
    shares: |arms| format!("Share of the points classified correctly: {}.", arms.join("; ")),
    class: "class",
    likely: |class, who| format!("(how likely {class} is, {who})"),
};

const PAIRS: Pairs = Pairs {
    apart: |what, [from, to], arms| {
        format!(
            "How far {from} and {to} lie apart for each {what}, on average, of the farthest in the picture: {}.",
            arms.join("; ")
        )
    },
    pair: |arm, name, [from, to], apart| format!("{arm}, {name}: {from} and {to} lie {apart} apart."),
};

const PATHS: Paths = Paths {
    stands: |arm, step, of, at| {
        let when = match step {
            0 => "before training".to_owned(),
            step if step == of => format!("after all {} steps", count(step.into())),
            step => format!("after {} of {} steps", count(step.into()), count(of.into())),
        };
        format!("{} {when}: {}.", capital(arm), at.join(", "))
    },
    turns: |arm, degrees, step, at| {
        format!(
            "{} turns sharply, by {degrees:.0} degrees, at step {}: {}.",
            capital(arm),
            count(step.into()),
            at.join(", ")
        )
    },
    converged: |arm, step, means| format!("From step {} on, in {arm}, {means}.", count(step.into())),
    marked: |places| format!("Marked: {}.", places.join("; ")),
    place: |name, [x, y]| format!("{name} at {x}, {y}"),
    reading: |arm, step, at| format!("{}, step {}: {}.", capital(arm), count(step.into()), at.join(", ")),
    of_arm: |arm, axis| format!("{arm}: {axis}"),
    key: ["where it is", "sharp turn", "training has converged"],
};

const BARS: Bars = Bars {
    says: |what, arms| format!("{}: {}.", capital(what), arms.join(". ")),
    arm_says: |arm, rows| format!("{arm} {}", rows.join("; ")),
    row_says: |row, bars| format!("{row}, {}", bars.join(", ")),
    row: "row",
};

const FILM: Film = Film {
    says: |each, pictures| {
        let which = if each == 1 { "The picture" } else { "The first picture" };
        format!("{which} of each: {}.", pictures.join("; "))
    },
    of: |name, looks| format!("{name}, {looks}"),
    look: |Look { middle, share, .. }| {
        let part = |channel: u8| format!("{:.0}%", f64::from(channel) / 2.55);
        format!(
            "{} red, {} green and {} blue in the middle, over {:.0}% of the picture",
            part(middle.r),
            part(middle.g),
            part(middle.b),
            100.0 * share
        )
    },
    reading: |name, number, looks| format!("{name}, picture {number}: {looks}."),
    columns: ["asked for", "picture", "middle", "corners", "like the middle"],
};

const SEQUENCE: Sequence = Sequence {
    nothing: "Nothing to show yet.",
    rows: |rows| format!("{} of tokens.", counted(rows as u64, "row", "rows")),
    row_right: |row, right, of| format!("{row} {right} of {of} right"),
    right_of: |right, of| format!("{right} of {of}"),
    row: "row",
    right: "right",
    wrong: |token| format!("{token} (wrong)"),
    no_tokens: |row| format!("{row}: no tokens."),
    token: |row, place, token, right| {
        let right = match right {
            Some(true) => ", right",
            Some(false) => ", wrong",
            None => "",
        };
        format!("{row}, place {place}: {token}{right}.")
    },
};

const TABLE: Table = Table {
    empty: "The table is empty.",
    size: |rows, columns, first| {
        let (rows, columns) =
            (counted(rows as u64, "row", "rows"), counted(columns as u64, "column", "columns"));
        format!("{rows} of {columns}. First row: {first}")
    },
};

const SWEPT: Swept = Swept {
    title: |series, knobs| format!("{series}, by {}", knobs.join(" and ")),
    speed: |series| format!("Speed of learning {series}, in 1 / 1,000 steps"),
    expected: |level, arm| format!("the {level} of {arm} at each value"),
    expected_of: |level, arm| format!("{arm}: {level}"),
    beside: |value, name, level| format!("{value} ({name} {level})"),
    nothing: "Nothing is swept.",
    swept: |members, knobs| {
        let one = |(count, knob): &(usize, &str)| format!("{count} values of {knob}");
        let knobs: Vec<String> = knobs.iter().map(one).collect();
        format!("{} at each of {}.", capital(&of(members, "median")), knobs.join(" and "))
    },
    throughout: |value| format!("{value} throughout"),
    extremes: |high, best, low, worst| format!("highest {high} at {best}, lowest {low} at {worst}"),
    so_far: |measured, of| format!("({measured} of {of} so far)"),
    ended_early: |arm, values, of| {
        let at_which = match values.len() {
            1..=3 => listed(values),
            many => format!("{many} of {}", counted(of as u64, "value", "values")),
        };
        format!("Members of {arm} ended early at {at_which}, because the loss was no longer a finite number.")
    },
    compared: |levels| format!("To compare with: {}.", levels.join(", ")),
    median_of: |arm| format!("{arm}: median"),
};

/// "one member", "median of 4 members".
fn of(members: u32, what: &str) -> String {
    match members {
        1 => "one member".to_owned(),
        members => format!("{what} of {members} members"),
    }
}

/// The name of a shape, for several of them.
fn many(sign: Sign) -> &'static str {
    match sign {
        Sign::Circle => "circles",
        Sign::Square => "squares",
        Sign::Triangle => "triangles",
        Sign::Cross => "crosses",
    }
}
