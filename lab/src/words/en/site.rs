//! What stands in the pages before any program runs, in English.

use super::course::{COURSE, OPEN_EDX};
use super::dialog::DIALOG;
use super::glossary::GLOSSARY;
use crate::words::{OtherRelease, Site};

pub(in crate::words) static SITE: Site = Site {
    language: "en",
    language_name: "English",
    languages: "Language",
    direction: "ltr",
    pages: "Pages",
    gallery: "Gallery",
    about: "About",
    newer: "There is a new version of this page.",
    reload: "Load it",
    device_name: "Gedanken: experiments on how models learn",
    gallery_title: "Experiments on how models learn",
    gallery_says: "Small models train live in your browser. Watch a published finding happen, change a knob, and watch \
                   it change.",
    find: "Find an experiment",
    family: "Family",
    all_families: "All",
    found: |count| match count {
        1 => "One experiment.".to_owned(),
        count => format!("{count} experiments."),
    },
    none_found: "No experiment has all these words.",
    show_all: "Show all",
    takes: |seconds| match seconds {
        ..60.0 => format!("Runs in about {seconds:.0} seconds"),
        60.0 => "Runs in about a minute".to_owned(),
        _ => format!("Runs in about {:.0} minutes", seconds / 60.0),
    },
    skip_to_experiments: "Skip to the experiments",
    skip_to_experiment: "Skip to the experiment",
    after: |authors, paper, year| format!("After {authors}, {paper}, {year}."),
    loading: "Loading the laboratory…",
    needs_scripts: "This page trains small models in your browser, which needs JavaScript. The text can be read \
                    without it.",
    code: "Code",
    lesson: "What it means",
    in_english: None,
    glossary: GLOSSARY,
    picture: |finding| format!("The chart of a finished run beside its question. {finding}"),
    about_title: "About this playground",
    about_says: "How Gedanken trains models in your browser, what a digest promises, where the limits are, and how to \
                 cite a run.",
    skip_to_text: "Skip to the text",
    compare_title: "Compare two runs",
    compare_says: "Paste the links of two runs of one experiment. They are trained one after the other, and their curves \
                   are drawn over each other, beside a list of the settings in which they differ.",
    compare_links: ["Link of a run", "Link of another run"],
    compare_example: "Open an example",
    compare_go: "Compare",
    compare_unknown: |id| {
        format!("There is no experiment \"{id}\". A link is the address of a run, as Share copies it.")
    },
    compare_differ: "These are links of two different experiments. Curves can be compared where both are of the same one.",
    dialog: DIALOG,
    course: COURSE,
    open_edx: OPEN_EDX,
    embed_title: "Experiments in your own page",
    embed_says: "How to put an experiment into a course page, choose what it shows, and hear from it: \
                 snippet, attributes, events, messages, xAPI.",
    embed_loading: "Loading…",
    embed_failed: "The experiment does not load here.",
    embed_refused: "This address is not one of an experiment here.",
    missing: "No such page",
    missing_short: "There is no experiment at this address.",
    missing_says: |gallery, about| {
        format!(
            "There is no experiment at this address. <a href=\"{gallery}\">The gallery</a> lists all there are, and \
             <a href=\"{about}\">another page</a> says what this is."
        )
    },
    link_of_other: OtherRelease {
        found: "This link was made with another release of Gedanken, which is kept here.",
        open: "Open it in release {release}",
        none: "This link was made with another release of Gedanken, and none that is kept here runs what \
                 it names. This one runs the experiment as it is now.",
        unread: "This link was made with another release of Gedanken. Whether that is kept here is not \
                 known: the list of releases cannot be read ({why}).",
    },
    record_of_other: OtherRelease {
        found: "Another release of Gedanken computed this record. It is kept here, and can compute the run again.",
        open: "Open the run in release {release}",
        none: "Another release of Gedanken computed this record, and none that is kept here can compute the \
               run again.",
        unread: "Another release of Gedanken computed this record. Whether that is kept here is not known: the list \
                 of releases cannot be read ({why}).",
    },
    no_webassembly: "This page trains its models with WebAssembly, which this browser does not have or has switched \
                     off. Any Chrome or Edge since 91, Firefox since 114, or Safari since 16.4 has it.",
    no_simd: "This page trains its models with WebAssembly SIMD, which this browser does not have. Any Chrome or Edge \
              since 91, Firefox since 114, or Safari since 16.4 has it.",
    no_workers: "This page trains its models in module workers, which this browser does not have. Any Chrome or Edge \
                 since 91, Firefox since 114, or Safari since 16.4 has it.",
    no_origin: "This page is in a frame that lets it neither load its program nor start workers, so nothing \
                can be trained here.",
    no_server: "This page was opened as a file, and browsers load no programs from files. Serve its folder instead: with \
                `gedanken serve`, or with `python3 -m http.server`.",
    own_window: "Open it in a window of its own.",
    not_loaded: |why| {
        format!("The laboratory could not be loaded ({why}). Check the connection and load the page again.")
    },
};
