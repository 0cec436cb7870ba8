//! What stands around the pictures, and what a visitor can set, say and ask.

use crate::accepts::Accepts;
use crate::facts::FactsError;
use crate::flips::{self, FlipsError};
use crate::observed::ObservedError;

/// What stands around every picture.
#[derive(Debug, Clone, Copy)]
pub struct Figure {
    /// The accessible name of a picture.
    pub read_with_keys: fn(title: &str) -> String,
    /// Before anything is measured.
    pub grows_here: &'static str,
    /// Where the cursor stands on nothing.
    pub nothing_here: &'static str,
    /// While there is no cursor.
    pub nothing_chosen: &'static str,
    /// How to get values.
    pub how_to_read: &'static str,
    /// Shows each member.
    pub every_member: &'static str,
    /// Opens the table, and what can be saved.
    pub as_table: &'static str,
    /// Plays the curves as tones.
    pub listen: &'static str,
    /// The accessible name of the button that does.
    pub listen_to: fn(title: &str) -> String,
    /// Ends it.
    pub stop: &'static str,
    /// Whose curve is heard.
    pub heard: fn(curve: &str) -> String,
    /// The browser plays nothing.
    pub silent: &'static str,
    /// The name of the group of buttons that save files.
    pub save: fn(title: &str) -> String,
    /// The button that saves the picture as SVG.
    pub svg: &'static str,
    /// The button that saves the picture as PNG.
    pub png: &'static str,
    /// The button that saves the numbers as CSV.
    pub csv: &'static str,
}

/// Predictions.
#[derive(Debug, Clone, Copy)]
pub struct Predict {
    /// The heading.
    pub title: &'static str,
    /// Why to predict.
    pub help: &'static str,
    /// Takes up the pen.
    pub draw: &'static str,
    /// Puts it down.
    pub drawn: &'static str,
    /// How to draw.
    pub how_to_draw: &'static str,
    /// The name of one point of a drawn curve, at a step.
    pub point: fn(step: &str) -> String,
    /// Before the run is over.
    pub kept: &'static str,
    /// In place of the help once the run is over.
    pub over: &'static str,
    /// The visitor was right with an answer.
    pub right: fn(said: &str) -> String,
    /// The visitor was wrong: with an answer, and what the run bears out.
    pub wrong: fn(said: &str, outcome: &str) -> String,
    /// What the run bears out, where the visitor said nothing.
    pub came: fn(outcome: &str) -> String,
    /// The run bears out none of the answers.
    pub none: &'static str,
    /// How far a drawn curve is off.
    pub off: fn(distance: f64) -> String,
    /// The heading of what came of the run.
    pub conclusion: &'static str,
}

/// Questions to trained models.
#[derive(Debug, Clone, Copy)]
pub struct Probe {
    /// Asks.
    pub ask: &'static str,
    /// Asks something else.
    pub another: &'static str,
    /// Before there is a model that could answer.
    pub nobody_yet: &'static str,
    /// Who answers.
    pub who: &'static str,
}

/// Data of a visitor's that are typed, one to a line.
#[derive(Debug, Clone, Copy)]
pub struct Lines {
    /// The heading.
    pub title: &'static str,
    /// How to type them.
    pub how: &'static str,
    /// The name of the field.
    pub field: &'static str,
    /// Fills the field with an example.
    pub example: &'static str,
    /// Trains on them.
    pub take: &'static str,
    /// Trains without them.
    pub without: &'static str,
    /// That the run has them.
    pub in_run: &'static str,
}

/// A visitor's own facts.
#[derive(Debug, Clone, Copy)]
pub struct Facts {
    /// What stands around the field.
    pub lines: Lines,
    /// How many facts stand in the field.
    pub count: fn(facts: usize) -> String,
    /// What is wrong with them.
    pub wrong: fn(&FactsError) -> String,
}

/// A visitor's own observations of functions.
#[derive(Debug, Clone, Copy)]
pub struct Observations {
    /// What stands around the field.
    pub lines: Lines,
    /// How many stand in the field, and of how many functions.
    pub count: fn(observations: usize, functions: usize) -> String,
    /// What is wrong with them.
    pub wrong: fn(&ObservedError) -> String,
}

/// Flips of a visitor's own coins.
#[derive(Debug, Clone, Copy)]
pub struct Flips {
    /// What stands around the field.
    pub lines: Lines,
    /// How many stand in the field, of each coin.
    pub count: fn(&[flips::Flips]) -> String,
    /// What is wrong with them.
    pub wrong: fn(&FlipsError) -> String,
}

/// A visitor's own data.
#[derive(Debug, Clone, Copy)]
pub struct Data {
    /// The heading.
    pub title: &'static str,
    /// How to draw points by pointer and by keyboard.
    pub how: &'static str,
    /// The accessible name of the board, with where the cross stands.
    pub board: fn(x: u8, y: u8) -> String,
    /// The name of the choice of a class.
    pub class: &'static str,
    /// Takes the last point away.
    pub undo: &'static str,
    /// Takes all away.
    pub clear: &'static str,
    /// Trains on them.
    pub take: &'static str,
    /// Trains on what the experiment brings.
    pub built_in: &'static str,
    /// How many points there are of each class.
    pub count: fn(counts: &[(&str, usize)]) -> String,
    /// Too few or too many; what is accepted.
    pub refused: fn(&Accepts) -> String,
    /// Whose points the run has.
    pub own_in_run: &'static str,
}

/// Settings to try.
#[derive(Debug, Clone, Copy)]
pub struct Presets {
    /// The heading.
    pub title: &'static str,
}

/// Sweeps.
#[derive(Debug, Clone, Copy)]
pub struct Sweep {
    /// The heading.
    pub title: &'static str,
    /// What it is.
    pub help: &'static str,
    /// The choice of a knob.
    pub knob: &'static str,
    /// No knob.
    pub none: &'static str,
    /// The first value.
    pub from: &'static str,
    /// The last value.
    pub to: &'static str,
    /// How many values.
    pub count: &'static str,
    /// Which of the swept runs the pictures show.
    pub shown: &'static str,
    /// How a run is chosen in the picture of the sweep.
    pub choose: &'static str,
    /// The run that is chosen: "learning rate 0.01, noise 5".
    pub chosen: fn(run: &str) -> String,
    /// A link that opens the chosen run alone.
    pub open: &'static str,
    /// What a sweep accepts.
    pub refused: fn(&Accepts) -> String,
}

/// Looking back.
#[derive(Debug, Clone, Copy)]
pub struct Back {
    /// The name of the slider.
    pub title: &'static str,
    /// Where it stands.
    pub at: fn(j: u32) -> String,
    /// At its end.
    pub latest: &'static str,
}

/// Two runs beside each other: the one that is shown, and the other one.
#[derive(Debug, Clone, Copy)]
pub struct Compare {
    /// The heading.
    pub title: &'static str,
    /// What is shown; the other run is here.
    pub is_there: &'static str,
    /// What is shown; the other run has not been computed on this page.
    pub is_missing: &'static str,
    /// The other run is computed once this one is over.
    pub comes_next: &'static str,
    /// Two runs with the same settings.
    pub same: &'static str,
    /// The columns of what differs: the setting, this run, the other one.
    pub columns: [&'static str; 3],
    /// A visitor's own data, as a setting.
    pub data: &'static str,
    /// None of them.
    pub no_own_data: &'static str,
    /// A curve of the other run, by its name.
    pub curve: fn(name: &str) -> String,
    /// Computes both.
    pub run_both: &'static str,
    /// Computes the other one, beside which this one then stands.
    pub run_other: &'static str,
    /// Opens the other run alone.
    pub open: &'static str,
    /// Puts the other run away.
    pub close: &'static str,
    /// The field for the link of a run to compare with.
    pub field: &'static str,
    /// Compares with it.
    pub take: &'static str,
    /// A link of another experiment, by the question that it asks.
    pub elsewhere: fn(question: &str) -> String,
}

/// What a visitor can set.
#[derive(Debug, Clone, Copy)]
pub struct Controls {
    /// The heading.
    pub title: &'static str,
    /// Sets everything back.
    pub defaults: &'static str,
    /// What a change does.
    pub starts_anew: &'static str,
    /// The values that a number may have, to stand behind what it is.
    pub limits: fn(min: &str, max: &str) -> String,
    /// The number of members.
    pub members: &'static str,
    /// What it is.
    pub members_help: &'static str,
    /// The seed.
    pub seed: &'static str,
    /// What it is.
    pub seed_help: &'static str,
    /// Throws a new one.
    pub new_seed: &'static str,
}

/// Sharing.
#[derive(Debug, Clone, Copy)]
pub struct Share {
    /// The button.
    pub share: &'static str,
    /// What it does.
    pub share_does: &'static str,
    /// The link is in the clipboard.
    pub copied: &'static str,
    /// What it holds: the settings, and whether there is a digest.
    pub holds: fn(settings: &str, digest: bool) -> String,
    /// The browser would not copy it; the link follows.
    pub by_hand: &'static str,
    /// The button that opens the dialog for other pages.
    pub embed: &'static str,
    /// What it does.
    pub embed_does: &'static str,
}

/// What is said to the page that this one is embedded in, where it asks for what cannot be.
#[derive(Debug, Clone, Copy)]
pub struct Embed {
    /// The message is not made as messages are.
    pub malformed: &'static str,
    /// It is of a version that is not understood.
    pub version: &'static str,
    /// There are no messages of its type.
    pub unknown: &'static str,
    /// What it brings is not what its type takes.
    pub payload: &'static str,
    /// The link is of another experiment.
    pub elsewhere: &'static str,
    /// It is too long.
    pub size: &'static str,
    /// There are too many.
    pub flood: &'static str,
}

/// The lists of what a visitor should know.
#[derive(Debug, Clone, Copy)]
pub struct Notes {
    /// The heading over what the link asked for and did not get.
    pub link: &'static str,
    /// The heading over what happened to the run.
    pub run: &'static str,
    /// How many sentences are left out at the end of a list.
    pub more: fn(count: usize) -> String,
}
