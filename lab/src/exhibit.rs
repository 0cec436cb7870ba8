//! What an experiment shows without a run: pictures and sentences that follow from its knobs and from one slider, such as
//! weights out of a proof at work. Computed where they are shown, so an exhibit is small, and its numbers need no
//! function of the platform's maths library.

use crate::knob::{Knob, Knobs, Value};
use crate::panel::{Draw, Fields, Picture, Place, Reading, Size, Spot, Table, View};

/// One such thing.
#[derive(Debug)]
pub struct Exhibit {
    /// Its name in links (`show`, `hide`) and in files.
    pub key: &'static str,
    /// Its heading.
    pub title: &'static str,
    /// What it is and what to try: a sentence or two.
    pub help: &'static str,
    /// What can be changed about it. It is no knob of the run and stands in no link.
    pub slider: Knob,
    /// What it shows, with the slider at a value.
    pub show: fn(&Knobs, Value) -> Exhibited,
}

/// What an exhibit shows.
#[derive(Debug, Clone, PartialEq)]
pub struct Exhibited {
    /// What comes of it, sentence by sentence.
    pub outcome: Vec<String>,
    /// What the pictures show, in a sentence or two.
    pub caption: String,
    /// The pictures.
    pub fields: Fields,
}

impl Draw for Exhibited {
    fn height(&self, _view: &View<'_>, width: f64) -> f64 {
        self.fields.height(width)
    }

    fn picture(&self, _view: &View<'_>, size: Size) -> Picture {
        self.fields.picture(size)
    }

    fn sentence(&self, _view: &View<'_>) -> String {
        self.caption.clone()
    }

    fn table(&self, view: &View<'_>) -> Table {
        self.fields.table(view.words.panel.picture)
    }

    fn spots(&self, _view: &View<'_>) -> Spot {
        self.fields.spots()
    }

    fn reading(&self, view: &View<'_>, size: Size, spot: Spot) -> Option<Reading> {
        self.fields.reading(view.words, size, spot, None)
    }

    fn nearest(&self, _view: &View<'_>, size: Size, place: Place) -> Spot {
        self.fields.nearest(size, place)
    }
}
