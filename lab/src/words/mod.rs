//! The message catalogue: every string of the interface, in one structure with a value for each language. A translation
//! is a folder beside `en`; the compiler names whatever it lacks, and plurals are its own business. Lessons, claims and
//! what an experiment declares are not in here: they stand beside the experiment.

mod claim;
mod course;
mod de;
mod dialog;
mod en;
mod es;
mod link;
mod page;
mod panel;
mod record;
mod run;
mod site;

pub use claim::Claims;
pub use course::{Course, OpenEdx};
pub use dialog::Dialog;
pub use link::Links;
pub use page::{
    Back, Compare, Controls, Data, Embed, Facts, Figure, Flips, Lines, Notes, Observations, Predict, Presets,
    Probe, Share, Sweep,
};
pub use panel::{Bars, Film, Heat, Line, Pairs, Panels, Paths, Scatter, Sequence, Swept, Table};
pub use record::{Digest, Nearly, Records, Runs};
pub use run::{Computed, Run, Trouble};
pub use site::{OtherRelease, Site, Term};

/// The strings of one language.
#[derive(Debug, Clone, Copy)]
pub struct Words {
    /// Its name in links.
    pub locale: &'static str,
    /// A heading, to stand within a sentence.
    pub within: fn(&str) -> String,
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
    /// What is said to the page around this one.
    pub embed: Embed,
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

/// The strings of a language, from the files of its folder: each has the same constants.
macro_rules! catalogue {
    ($locale:literal, $within:expr) => {
        pub(super) static WORDS: Words = Words {
            locale: $locale,
            within: $within,
            run: run::RUN,
            computed: run::COMPUTED,
            trouble: run::TROUBLE,
            controls: page::CONTROLS,
            share: page::SHARE,
            embed: page::EMBED,
            notes: page::NOTES,
            figure: page::FIGURE,
            panel: panel::PANELS,
            predict: page::PREDICT,
            claims: claim::CLAIMS,
            probe: page::PROBE,
            data: page::DATA,
            facts: page::FACTS,
            observations: page::OBSERVATIONS,
            flips: page::FLIPS,
            presets: page::PRESETS,
            sweep: page::SWEEP,
            back: page::BACK,
            compare: page::COMPARE,
            runs: record::RUNS,
            digest: record::DIGEST,
            records: record::RECORDS,
            nearly: record::NEARLY,
            link: link::LINKS,
        };
    };
}
use catalogue;

/// The language that experiments are told in, and that is spoken where no other is asked for.
pub const TOLD: &str = "en";

/// Hands the languages that there are to a macro, each by its folder; the first one is [`TOLD`].
#[macro_export]
macro_rules! each_language {
    ($then:ident) => {
        $then!(en, de, es);
    };
}

macro_rules! languages {
    ($($language:ident),+) => {
        static LOCALES: &[&str] = &[$(stringify!($language)),+];
        /// The strings of programs. Apart from those of pages, so that no program carries both.
        #[cfg(feature = "languages")]
        static WORDS: &[&Words] = &[$(&$language::WORDS),+];
        static SITES: &[&Site] = &[$(&$language::SITE),+];

        /// Each language by itself, for a program that loads the one that it speaks.
        pub mod alone {
            use super::Words;

            $(
                /// The strings of this language.
                #[must_use]
                pub fn $language() -> &'static Words {
                    &super::$language::WORDS
                }
            )+
        }
    };
}
each_language!(languages);

/// The languages that there are, as links name them.
pub fn locales() -> impl Iterator<Item = &'static str> {
    LOCALES.iter().copied()
}

/// The strings of a language; English where a language is not known.
#[cfg(feature = "languages")]
#[must_use]
pub fn words(locale: Option<&str>) -> &'static Words {
    WORDS.iter().find(|words| Some(words.locale) == locale).unwrap_or(&WORDS[0])
}

/// The language that a program without the feature `languages` has loaded.
#[cfg(not(feature = "languages"))]
static LOADED: std::sync::OnceLock<&Words> = std::sync::OnceLock::new();

/// Has the program speak a language that it has loaded, once and for all.
#[cfg(not(feature = "languages"))]
pub fn speak(words: &'static Words) {
    LOADED.get_or_init(|| words);
}

/// The strings of the language that was loaded.
///
/// # Panics
/// Before any was: a page loads its language before anything that says something.
#[cfg(not(feature = "languages"))]
#[must_use]
pub fn words(_: Option<&str>) -> &'static Words {
    LOADED.get().expect("a language is loaded before anything is said")
}

/// The strings of the pages in a language; English where a language is not known.
#[must_use]
pub fn site(locale: Option<&str>) -> &'static Site {
    SITES.iter().find(|site| Some(site.language) == locale).unwrap_or(&SITES[0])
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::Path;

    use super::*;

    /// What other languages write as English does: names, and words that they have taken over.
    const SHARED: &[&str] = &[
        "CSV",
        "GPU",
        "PNG",
        "Pause",
        "SVG",
        "Seed",
        "Sweep",
        "WASM SIMD",
        "WebGPU",
        "Attention",
        "Batch",
        "Digest",
        "Embedding",
        "Token",
        "Transformer",
        "Median",
        "auto",
        "ltr",
        "{:.0} GFLOP",
        "{seconds} s",
    ];

    /// The literals of a source that say something: letters that are neither a name in brackets nor an escape.
    fn literals(source: &str) -> BTreeSet<String> {
        let code = source.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
        let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
        let code = lines.collect::<Vec<_>>().join("\n").replace("\\\"", "”");
        let all = code.split('"').skip(1).step_by(2).map(|text| {
            let lines: Vec<&str> = text.split("\\\n").map(str::trim_start).collect();
            lines.concat()
        });
        all.filter(|text| {
            let plain = text.split('{').map(|part| part.split_once('}').map_or(part, |(_, behind)| behind));
            plain.collect::<String>().chars().any(char::is_alphabetic)
        })
        .collect()
    }

    #[test]
    fn no_sentence_is_left_in_english() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/words");
        let of = |locale: &str| -> BTreeSet<String> {
            let files = fs::read_dir(folder.join(locale)).unwrap().map(|file| file.unwrap().path());
            files.flat_map(|file| literals(&fs::read_to_string(file).unwrap())).collect()
        };
        // The keys of the glossary are names, and so are features.
        let mut shared: BTreeSet<String> = SITES[0]
            .glossary
            .iter()
            .map(|term| term.key)
            .chain(SHARED.iter().copied())
            .map(str::to_owned)
            .collect();
        shared.extend(["gpu", "run"].map(str::to_owned));
        let english = of(TOLD);
        assert!(english.len() > 300 && english.contains("Press Run, and the pictures grow below."));
        for locale in locales().skip(1) {
            let left: Vec<_> =
                of(locale).intersection(&english).filter(|it| !shared.contains(*it)).cloned().collect();
            assert_eq!(left, [""; 0], "{locale} says these as English does");
        }
    }

    #[test]
    fn programs_and_pages_speak_the_same_languages() {
        let pages: Vec<&str> = SITES.iter().map(|site| site.language).collect();
        assert_eq!(locales().collect::<Vec<_>>(), pages);
        assert_eq!((words(None).locale, site(Some("xx")).language), (TOLD, TOLD));
        for locale in locales() {
            assert_eq!((words(Some(locale)).locale, site(Some(locale)).language), (locale, locale));
            let keys = |site: &Site| site.glossary.iter().map(|term| term.key).collect::<Vec<_>>();
            assert_eq!(keys(site(Some(locale))), keys(site(None)), "{locale}");
        }
    }
}
