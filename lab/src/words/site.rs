//! What stands in the pages before any program runs.

use super::{Course, Dialog, OpenEdx};

/// The strings of the pages as they lie on a host. They stand apart from [`Words`](super::Words), so that no program
/// carries what its page has already said.
#[derive(Debug, Clone, Copy)]
pub struct Site {
    /// Its name, as HTML takes it.
    pub language: &'static str,
    /// What it calls itself.
    pub language_name: &'static str,
    /// The accessible name of the links to the same page in other languages.
    pub languages: &'static str,
    /// The way its lines run, as HTML takes it: "ltr" or "rtl".
    pub direction: &'static str,
    /// The accessible name of the links to all pages.
    pub pages: &'static str,
    /// The link to the page that lists the experiments.
    pub gallery: &'static str,
    /// The link to the page about the project.
    pub about: &'static str,
    /// A newer release than the page's own has come to be there.
    pub newer: &'static str,
    /// The button that loads it.
    pub reload: &'static str,
    /// What the playground is called among a device's programs.
    pub device_name: &'static str,
    /// The gallery's title.
    pub gallery_title: &'static str,
    /// What the gallery is, in a sentence or two.
    pub gallery_says: &'static str,
    /// The field that finds experiments.
    pub find: &'static str,
    /// The name of the choice of a family.
    pub family: &'static str,
    /// All families.
    pub all_families: &'static str,
    /// How many experiments there are of what was looked for.
    pub found: fn(usize) -> String,
    /// There are none.
    pub none_found: &'static str,
    /// Shows all again.
    pub show_all: &'static str,
    /// How many seconds a run takes, about.
    pub takes: fn(f64) -> String,
    /// The gallery's link past the header.
    pub skip_to_experiments: &'static str,
    /// An experiment's link past the header.
    pub skip_to_experiment: &'static str,
    /// Whom an experiment follows; `authors` and `paper` are HTML.
    pub after: fn(authors: &str, paper: &str, year: u32) -> String,
    /// While the program loads.
    pub loading: &'static str,
    /// In its place where there are no scripts.
    pub needs_scripts: &'static str,
    /// What a block of program text is called, for those who do not see that it is one.
    pub code: &'static str,
    /// The heading of the lesson, for those who do not see where it begins.
    pub lesson: &'static str,
    /// Where experiments are told in another language than this one: that they are.
    pub in_english: Option<&'static str>,
    /// The words that a student may not know, in the order of their keys.
    pub glossary: &'static [Term],
    /// What the picture of a link shows, with the experiment's finding.
    pub picture: fn(finding: &str) -> String,
    /// The title of the page about the project.
    pub about_title: &'static str,
    /// What that page is.
    pub about_says: &'static str,
    /// That page's link past the header.
    pub skip_to_text: &'static str,
    /// The title of the page that compares two links.
    pub compare_title: &'static str,
    /// What that page does.
    pub compare_says: &'static str,
    /// The names of the fields for the two links.
    pub compare_links: [&'static str; 2],
    /// The link to a comparison that shows how it goes.
    pub compare_example: &'static str,
    /// The button that compares them.
    pub compare_go: &'static str,
    /// A link of an experiment that there is not.
    pub compare_unknown: fn(id: &str) -> String,
    /// Two links of different experiments.
    pub compare_differ: &'static str,
    /// The dialog that puts an experiment into another page.
    pub dialog: Dialog,
    /// The worked page of a course.
    pub course: Course,
    /// The page that stands between an experiment and Open edX.
    pub open_edx: OpenEdx,
    /// The title of the page for those who take experiments into their own pages.
    pub embed_title: &'static str,
    /// What that page is.
    pub embed_says: &'static str,
    /// Inside of another page: while an experiment loads.
    pub embed_loading: &'static str,
    /// It does not load; a link to it follows.
    pub embed_failed: &'static str,
    /// The address leads elsewhere.
    pub embed_refused: &'static str,
    /// The title for an address that has no page.
    pub missing: &'static str,
    /// What that page is, in a sentence.
    pub missing_short: &'static str,
    /// What is said there, as HTML, with the addresses of the gallery and of the page about the project.
    pub missing_says: fn(gallery: &str, about: &str) -> String,
    /// What a page says of a link that another release was made for.
    pub link_of_other: OtherRelease,
    /// What it says of a record that another release made.
    pub record_of_other: OtherRelease,
    /// The browser has no WebAssembly.
    pub no_webassembly: &'static str,
    /// The browser has no SIMD in WebAssembly.
    pub no_simd: &'static str,
    /// The browser has no module workers.
    pub no_workers: &'static str,
    /// The page is in a frame that has no origin; [`own_window`](Self::own_window) follows.
    pub no_origin: &'static str,
    /// The page was opened as a file.
    pub no_server: &'static str,
    /// The link to the page in a window of its own.
    pub own_window: &'static str,
    /// The program cannot be loaded.
    pub not_loaded: fn(why: &str) -> String,
}

/// What a page says of a link or a record whose revision, or engine, its release does not run.
#[derive(Debug, Clone, Copy)]
pub struct OtherRelease {
    /// A release that runs it is kept; the link to it follows.
    pub found: &'static str,
    /// That link, with `{release}` for the name of the release.
    pub open: &'static str,
    /// None is kept.
    pub none: &'static str,
    /// What is kept is not known, with `{why}` for what went wrong.
    pub unread: &'static str,
}

/// A word that a student may not know. Texts name it where they use it first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Term {
    /// Its name in texts, whatever their language.
    pub key: &'static str,
    /// The word.
    pub name: &'static str,
    /// What it means, in a sentence or two.
    pub says: &'static str,
}

/// The times that are said of a run, in seconds: the first that is not shorter, or the last.
const TIMES: [f64; 12] = [2.0, 5.0, 10.0, 20.0, 30.0, 45.0, 60.0, 120.0, 300.0, 600.0, 1800.0, 3600.0];

impl Site {
    /// The word of this key, if there is one.
    #[must_use]
    pub fn term(&self, key: &str) -> Option<&'static Term> {
        self.glossary.iter().find(|term| term.key == key)
    }

    /// What is said of runs, each with the longest in seconds that it is said of.
    pub fn times(&self) -> impl Iterator<Item = (f64, String)> {
        TIMES.into_iter().map(|seconds| (seconds, (self.takes)(seconds)))
    }

    /// How long a run of so many seconds takes, in a few words.
    #[must_use]
    pub fn time(&self, seconds: f64) -> String {
        let longest = TIMES[TIMES.len() - 1];
        (self.takes)(TIMES.into_iter().find(|time| *time >= seconds).unwrap_or(longest))
    }
}
