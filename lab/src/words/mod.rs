//! The message catalogue: every string of the interface, in one structure with a value for each language. A translation
//! is a folder beside `en`; the compiler names whatever it lacks, and plurals are its own business. Lessons, claims and
//! what an experiment declares are not in here: they stand beside the experiment.

mod claim;
mod en;
#[allow(dead_code, unused_imports, reason = "chosen by what comes with the choice of a language")]
mod es;
mod link;
mod page;
mod panel;
mod record;
mod run;
mod site;

pub use claim::Claims;
pub use link::Links;
pub use page::{
    Back, Compare, Controls, Data, Facts, Figure, Flips, Lines, Notes, Observations, Predict, Presets, Probe,
    Share, Sweep,
};
pub use panel::{Bars, Film, Heat, Line, Pairs, Panels, Paths, Scatter, Sequence, Swept, Table};
pub use record::{Digest, Nearly, Records, Runs};
pub use run::{Computed, Run, Trouble};
pub use site::{Site, Term};

/// The strings of one language.
#[derive(Debug, Clone, Copy)]
pub struct Words {
    /// Its name in links.
    pub locale: &'static str,
    /// The run bar, and what is said aloud of it.
    pub run: Run,
    /// What computes the run, and who decided it.
    pub computed: Computed,
    /// What goes wrong with an engine.
    pub trouble: Trouble,
    /// What a visitor can set.
    pub controls: Controls,
    /// Sharing.
    pub share: Share,
    /// The lists of what a visitor should know.
    pub notes: Notes,
    /// What stands around every picture.
    pub figure: Figure,
    /// What panels say.
    pub panel: Panels,
    /// Predictions.
    pub predict: Predict,
    /// Claims and their verdicts.
    pub claims: Claims,
    /// Questions to trained models.
    pub probe: Probe,
    /// A visitor's own points.
    pub data: Data,
    /// A visitor's own facts.
    pub facts: Facts,
    /// A visitor's own observations.
    pub observations: Observations,
    /// How a visitor's own coins fell.
    pub flips: Flips,
    /// Settings to try.
    pub presets: Presets,
    /// Sweeps.
    pub sweep: Sweep,
    /// Looking back.
    pub back: Back,
    /// Two runs beside each other.
    pub compare: Compare,
    /// Runs that this device remembers.
    pub runs: Runs,
    /// Digests.
    pub digest: Digest,
    /// Records.
    pub records: Records,
    /// Links, and what settings accept.
    pub link: Links,
    /// A run on the processor, compared with the record of one on a GPU.
    pub nearly: Nearly,
}

/// The strings of a language; English where a language is not known.
#[must_use]
pub fn words(_locale: Option<&str>) -> &'static Words {
    &en::WORDS
}

/// The strings of the pages in a language; English where a language is not known.
#[must_use]
pub fn site(_locale: Option<&str>) -> &'static Site {
    &en::SITE
}
