//! What panels say: sentences, tables, and what stands at a place of a picture.

use crate::panel::Sign;
use crate::panel::film::Look;

/// What every kind of panel says.
#[derive(Debug, Clone, Copy)]
pub struct Panels {
    /// Before anything is measured.
    pub nothing_measured: &'static str,
    /// Who has measured nothing yet, where others have.
    pub waiting: fn(arms: &[&str]) -> String,
    /// At a place where nothing is measured yet.
    pub nothing_yet: &'static str,
    /// In place of a number, where none of those that were measured is finite.
    pub no_finite_number: &'static str,
    /// Whose a number is, to stand within a sentence: the median of so many members.
    pub median_of: fn(members: u32) -> String,
    /// Whose a number is, to stand within a sentence: the mean of so many members.
    pub mean_of: fn(members: u32) -> String,
    /// Whose a number is, to stand within a sentence: the first of several members.
    pub first_member: &'static str,
    /// Whose the numbers are that follow, as a sentence.
    pub numbers: fn(whose: &str) -> String,
    /// The heading of an arm's median in a table.
    pub median: &'static str,
    /// The heading of an arm's quartiles in a table.
    pub quartiles: &'static str,
    /// The quartiles themselves.
    pub between: fn(low: &str, high: &str) -> String,
    /// The heading of the arms in a table.
    pub arm: &'static str,
    /// The heading of pictures in a table.
    pub picture: &'static str,
    /// Levels that curves are compared with, drawn as dotted lines.
    pub dotted: fn(levels: &[&str]) -> String,
    /// What line charts say.
    pub line: Line,
    /// What heat maps say.
    pub heat: Heat,
    /// What scatter plots say.
    pub scatter: Scatter,
    /// What pairs of places say.
    pub pairs: Pairs,
    /// What paths in a plane say.
    pub path: Paths,
    /// What bars say.
    pub bars: Bars,
    /// What strips of pictures say.
    pub film: Film,
    /// What rows of tokens say.
    pub sequence: Sequence,
    /// What tables say.
    pub table: Table,
    /// What sweeps say.
    pub sweep: Swept,
}

/// What line charts say.
#[derive(Debug, Clone, Copy)]
pub struct Line {
    /// The name of the horizontal axis.
    pub steps: &'static str,
    /// What arms came to at a step of so many; each value with its arm.
    pub values: fn(step: u32, of: u32, values: &[String]) -> String,
    /// What stands at a step; each value with its arm.
    pub reading: fn(step: u32, values: &[String]) -> String,
    /// Behind a value: its arm had no more steps.
    pub ended: fn(step: u32) -> String,
    /// A level that belongs to one arm.
    pub level_of: fn(level: &str, arm: &str) -> String,
    /// How many members of an arm ended early, and at which step the first did.
    pub ended_early: fn(ended: usize, members: u32, arm: &str, step: u32) -> String,
    /// The heading of the progress in a table.
    pub progress: &'static str,
    /// The progress itself, of 64.
    pub progress_at: fn(j: u32) -> String,
    /// The heading of an arm's steps in a table.
    pub step_of: fn(arm: &str) -> String,
}

/// What heat maps say.
#[derive(Debug, Clone, Copy)]
pub struct Heat {
    /// What the fields show; the fields of each arm in a few words.
    pub fields: fn(what: &str, arms: &[String]) -> String,
    /// The fields of one arm: what their mean is, the lowest and the highest, and the block with most of the squares.
    pub summary: fn(mean: &str, low: &str, high: &str, heaviest: Option<&str>) -> String,
    /// The block of a matrix that has most of the squares, from 0 to 1.
    pub heaviest: fn(share: f64, row: &str, column: &str) -> String,
    /// The mean.
    pub average: fn(mean: &str) -> String,
    /// The mean, with that of fields with a dot and that of all others.
    pub average_of_parts: fn(mean: &str, on_dots: &str, elsewhere: &str) -> String,
    /// What a dot means.
    pub dots: fn(means: &str) -> String,
    /// What stands at a field that has a dot; else as it is.
    pub with_dot: fn(reading: &str) -> String,
    /// The value of a field, and whose it is, where it is a run's.
    pub value: fn(value: &str, what: &str, whose: Option<&str>) -> String,
}

/// What scatter plots say.
#[derive(Debug, Clone, Copy)]
pub struct Scatter {
    /// Before there are points.
    pub no_points: &'static str,
    /// How many points there are; each class in a few words.
    pub points: fn(points: usize, classes: &[String]) -> String,
    /// How many points there are of a class, with its shape.
    pub of_class: fn(points: usize, class: &str, sign: Sign) -> String,
    /// A class without a name.
    pub class_at: fn(class: usize) -> String,
    /// The share of points that each arm classifies correctly.
    pub shares: fn(arms: &[String]) -> String,
    /// The heading of the classes in a table.
    pub class: &'static str,
    /// What arms say of a point: how likely this class is, and whose numbers those are.
    pub likely: fn(class: &str, who: &str) -> String,
}

/// What pairs of places say.
#[derive(Debug, Clone, Copy)]
pub struct Pairs {
    /// How far the places of a pair are apart on average: what a pair is, what its places are, and each arm with its number.
    pub apart: fn(what: &str, ends: &[&str; 2], arms: &[String]) -> String,
    /// One pair of an arm: its name, what its places are, and how far they are apart.
    pub pair: fn(arm: &str, name: &str, ends: &[&str; 2], apart: &str) -> String,
}

/// What paths in a plane say.
#[derive(Debug, Clone, Copy)]
pub struct Paths {
    /// Where an arm's path has come to at a step of so many: each axis with its value.
    pub stands: fn(arm: &str, step: u32, of: u32, at: &[String; 2]) -> String,
    /// The sharp turn of an arm's path.
    pub turns: fn(arm: &str, degrees: f64, step: u32, at: &[String; 2]) -> String,
    /// At which step an arm's training had converged, and what that means.
    pub converged: fn(arm: &str, step: u32, means: &str) -> String,
    /// Places that are marked, each with its name.
    pub marked: fn(places: &[String]) -> String,
    /// Where a named place is.
    pub place: fn(name: &str, at: [&str; 2]) -> String,
    /// What stands at a step of an arm's path.
    pub reading: fn(arm: &str, step: u32, at: &[String; 2]) -> String,
    /// A number of an arm in a table.
    pub of_arm: fn(arm: &str, axis: &str) -> String,
    /// The key of what is marked on a path: where it stands, where it turns, where training had converged.
    pub key: [&'static str; 3],
}

/// What bars say.
#[derive(Debug, Clone, Copy)]
pub struct Bars {
    /// What the bars are, and those of each arm.
    pub says: fn(what: &str, arms: &[String]) -> String,
    /// The bars of an arm, row by row.
    pub arm_says: fn(arm: &str, rows: &[String]) -> String,
    /// The bars of a row.
    pub row_says: fn(row: &str, bars: &[String]) -> String,
    /// The heading of the rows in a table.
    pub row: &'static str,
}

/// What strips of pictures say.
#[derive(Debug, Clone, Copy)]
pub struct Film {
    /// The first picture of each thing that was asked for, of so many.
    pub says: fn(each: usize, pictures: &[String]) -> String,
    /// What a picture of something looks like, to stand in a list.
    pub of: fn(name: &str, looks: &str) -> String,
    /// What a picture looks like.
    pub look: fn(look: &Look) -> String,
    /// What stands at a picture.
    pub reading: fn(name: &str, number: usize, looks: &str) -> String,
    /// The headings of what was asked for, the picture's number, its colours in the middle and in the corners, and how much of
    /// it is like the middle.
    pub columns: [&'static str; 5],
}

/// What rows of tokens say.
#[derive(Debug, Clone, Copy)]
pub struct Sequence {
    /// Before there are rows.
    pub nothing: &'static str,
    /// How many rows there are.
    pub rows: fn(rows: usize) -> String,
    /// How many tokens of a row are right.
    pub row_right: fn(row: &str, right: usize, of: usize) -> String,
    /// How many tokens are right, in a table.
    pub right_of: fn(right: usize, of: usize) -> String,
    /// The heading of the rows in a table.
    pub row: &'static str,
    /// The heading of how many tokens are right.
    pub right: &'static str,
    /// A wrong token in a table.
    pub wrong: fn(token: &str) -> String,
    /// A row without tokens.
    pub no_tokens: fn(row: &str) -> String,
    /// What stands at a place of a row, and whether it is right, where that is asked.
    pub token: fn(row: &str, place: usize, token: &str, right: Option<bool>) -> String,
}

/// What tables say.
#[derive(Debug, Clone, Copy)]
pub struct Table {
    /// A table without rows.
    pub empty: &'static str,
    /// How large a table is, and its first row.
    pub size: fn(rows: usize, columns: usize, first: &str) -> String,
}

/// What the pictures of sweeps say.
#[derive(Debug, Clone, Copy)]
pub struct Swept {
    /// The heading: a series, by the swept knobs.
    pub title: fn(series: &str, knobs: &[String]) -> String,
    /// How fast a series is learned.
    pub speed: fn(series: &str) -> String,
    /// A level of an arm that is another one at each value, to stand in a list of levels.
    pub expected: fn(level: &str, arm: &str) -> String,
    /// The heading of such a level in a table.
    pub expected_of: fn(level: &str, arm: &str) -> String,
    /// What an arm came to, with such a level.
    pub beside: fn(value: &str, name: &str, level: &str) -> String,
    /// A run without a sweep.
    pub nothing: &'static str,
    /// Whose the numbers are that follow, and at how many values of each knob.
    pub swept: fn(members: u32, knobs: &[(usize, &str)]) -> String,
    /// An arm came to the same everywhere.
    pub throughout: fn(value: &str) -> String,
    /// Where an arm came to its highest and its lowest value.
    pub extremes: fn(high: &str, best: &str, low: &str, worst: &str) -> String,
    /// Behind either: at how many values something is measured.
    pub so_far: fn(measured: usize, of: usize) -> String,
    /// At which values members of an arm ended early, of so many.
    pub ended_early: fn(arm: &str, values: &[&str], of: usize) -> String,
    /// Levels to compare shaded fields with.
    pub compared: fn(levels: &[&str]) -> String,
    /// The heading of an arm's median in a table.
    pub median_of: fn(arm: &str) -> String,
}
