//! The message catalogue: every string of the interface, in one structure with a value for each language. A translation
//! is a file beside `en.rs`; the compiler names whatever it lacks, and plurals are its own business. Lessons, claims and
//! what an experiment declares are not in here: they stand beside the experiment.

mod claims;
mod en;

/// The strings of one language.
#[derive(Debug, Clone, Copy)]
pub struct Words {
    /// Its name in links.
    pub locale: &'static str,
    /// What stands around every picture.
    pub figure: Figure,
    /// Predictions.
    pub predict: Predict,
    /// Claims and their verdicts.
    pub claims: Claims,
    /// Questions to trained models.
    pub probe: Probe,
    /// A visitor's own data.
    pub data: Data,
    /// Sweeps.
    pub sweep: Sweep,
    /// Looking back.
    pub back: Back,
    /// Digests and records.
    pub digest: Digest,
    /// A run on the processor, compared with the record of one on a GPU.
    pub nearly: Nearly,
}

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
    /// Opens the table.
    pub as_table: &'static str,
    /// The name of the group of buttons that save files.
    pub save: fn(title: &str) -> String,
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
    /// The visitor was right.
    pub right: &'static str,
    /// The visitor was wrong; what the run bears out.
    pub wrong: fn(outcome: &str) -> String,
    /// The run bears out none of the answers.
    pub none: &'static str,
    /// How far a drawn curve is off.
    pub off: fn(distance: f64) -> String,
}

/// Claims and their verdicts.
#[derive(Debug, Clone, Copy)]
pub struct Claims {
    /// The heading.
    pub title: &'static str,
    /// How many hold, fail, are undecided and are not measured.
    pub summary: fn(counts: [usize; 4]) -> String,
    /// A verdict's word.
    pub holds: &'static str,
    /// A verdict's word.
    pub fails: &'static str,
    /// A verdict's word.
    pub undecided: &'static str,
    /// Where a claim's runs are not among those of the page.
    pub not_measured: &'static str,
    /// Trains them.
    pub run: &'static str,
    /// The accessible name of that button.
    pub run_named: fn(id: &str) -> String,
    /// How many members pass, with the exact interval.
    pub members: fn(passed: u32, of: u32, quota: u32) -> String,
    /// The exact interval of their share.
    pub interval: fn(low: f64, high: f64) -> String,
    /// What was measured, and what is wanted.
    pub measured: fn(value: &str, threshold: &str) -> String,
    /// Nothing is measured yet; what is wanted.
    pub wanted: fn(threshold: &str) -> String,
    /// While the runs of a claim are trained.
    pub queued: fn(id: &str, left: usize) -> String,
    /// A claim's status.
    pub gate: &'static str,
    /// A claim's status.
    pub reported: &'static str,
    /// A claim's status.
    pub exploratory: &'static str,
    /// Whose a threshold is.
    pub paper: &'static str,
    /// Whose a threshold is.
    pub ours: &'static str,
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
    pub refused: fn(accepts: &str) -> String,
    /// Whose points the run has.
    pub own_in_run: &'static str,
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
    /// What a sweep accepts.
    pub refused: fn(accepts: &str) -> String,
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

/// Digests and records.
#[derive(Debug, Clone, Copy)]
pub struct Digest {
    /// Runs a link with a digest again.
    pub verify: &'static str,
    /// The heading of what is about records.
    pub record: &'static str,
    /// What a record is.
    pub record_says: &'static str,
    /// A file that is no text.
    pub unreadable: &'static str,
    /// A record of another experiment, by the question that it asks.
    pub elsewhere: fn(question: &str) -> String,
    /// Saves the record.
    pub save: &'static str,
    /// Opens a record.
    pub open: &'static str,
    /// The heading over a record that was opened.
    pub opened: &'static str,
    /// What an opened record is.
    pub opened_says: fn(backend: &str) -> String,
    /// Puts it away.
    pub close: &'static str,
}

/// A run on the processor, compared with the record of one on a GPU. Of two things, the first is the record's.
#[derive(Debug, Clone, Copy)]
pub struct Nearly {
    /// What such a comparison can say.
    pub says: &'static str,
    /// What came of it.
    pub agrees: &'static str,
    /// What came of it.
    pub differs: &'static str,
    /// What came of a claim.
    pub verdict: fn(id: &str, is_gate: bool, verdicts: [&str; 2]) -> String,
    /// Where a model ended; `None` for the run's own end.
    pub stop: fn(arm: &str, model: u32, steps: [Option<u32>; 2]) -> String,
    /// The name of the table of differences.
    pub differences: &'static str,
    /// Its columns: arm, series, model, the two values, and how far they are apart.
    pub columns: [&'static str; 6],
}

/// The strings of a language; English where a language is not known.
#[must_use]
pub fn words(_locale: Option<&str>) -> &'static Words {
    &en::WORDS
}
