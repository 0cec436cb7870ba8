//! The releases that a host keeps: `versions.json` in the top folder of a site says which of them runs a link. Each lies
//! whole in a folder of its own, `v/<release>/`, so that an old link finds the build that it was made with.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::digest::BITS;
use crate::words::locales;
use crate::{EXPERIMENTS, text};

/// Where the list lies, from the top folder of a site.
pub const FILE: &str = "versions.json";

/// The folder of the folders of all releases, from the top folder of a site.
pub const FOLDER: &str = "v";

/// The folder of the site in a pack: beside the binary, which looks for it there.
pub const SITE: &str = "site";

/// The binary in a pack.
pub const BINARY: &str = if cfg!(windows) { "gedanken.exe" } else { "gedanken" };

/// The largest list, in bytes: some thousand releases.
pub const LARGEST: usize = 4 << 20;

/// The format of the list. It rises when older builds can no longer read it.
const FORMAT: u32 = 1;

/// The longest name of a release.
const NAME: usize = 64;

/// What one release runs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Release {
    /// Its name, which is that of its folder: a version, and a hash of all that is in it.
    pub name: String,
    /// The numerics revision of its engine.
    pub bits: u32,
    /// The revision of each of its experiments.
    pub revs: BTreeMap<String, u32>,
    /// The languages that its pages are in.
    pub languages: Vec<String>,
}

/// What a link or a record asks for; what it does not name may be any.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// The experiment.
    pub experiment: String,
    /// The revision of the experiment.
    pub rev: Option<u32>,
    /// The numerics revision of the engine.
    pub bits: Option<u32>,
}

/// All releases that are kept, the newest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Releases(Vec<Release>);

/// A text that is no list of releases.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReleasesError {
    /// Larger than [`LARGEST`].
    #[error("it has {bytes} bytes, and a list has {LARGEST} at most")]
    TooLarge {
        /// Its length.
        bytes: usize,
    },
    /// No JSON, or JSON of another kind.
    #[error("it is no list of releases: {why}")]
    NoList {
        /// Where that shows.
        why: String,
    },
    /// Written by a newer build.
    #[error("it has format {got}, which a newer release writes")]
    NewerFormat {
        /// Its format.
        got: u32,
    },
    /// A name that no folder of a release has.
    #[error("\"{got}\" is no name of a release")]
    Name {
        /// The name.
        got: String,
    },
    /// One release twice.
    #[error("it names the release {got} twice")]
    Repeated {
        /// The name.
        got: String,
    },
}

#[derive(Deserialize)]
struct Head {
    format: u32,
}

#[derive(Serialize, Deserialize)]
struct File {
    format: u32,
    releases: Vec<Release>,
}

impl Release {
    /// This build, under the name that its site was given.
    #[must_use]
    pub fn of_this_build(name: &str) -> Self {
        let revs = EXPERIMENTS.iter().map(|experiment| (experiment.id.to_owned(), experiment.rev));
        Self {
            name: name.to_owned(),
            bits: BITS,
            revs: revs.collect(),
            languages: locales().map(str::to_owned).collect(),
        }
    }

    /// Whether it runs what is asked for.
    #[must_use]
    pub fn runs(&self, wanted: &Wanted) -> bool {
        let rev = self.revs.get(&wanted.experiment);
        rev.is_some_and(|rev| wanted.rev.is_none_or(|wanted| wanted == *rev))
            && wanted.bits.is_none_or(|wanted| wanted == self.bits)
    }
}

impl Wanted {
    /// Whether this build runs it.
    #[must_use]
    pub fn is_of_this_build(&self) -> bool {
        Release::of_this_build("").runs(self)
    }
}

impl Releases {
    /// Reads a list, and believes no name that is no plain folder.
    ///
    /// # Errors
    /// What is wrong with it, to stand within a sentence.
    pub fn read(text: &str) -> Result<Self, ReleasesError> {
        if text.len() > LARGEST {
            return Err(ReleasesError::TooLarge { bytes: text.len() });
        }
        let Head { format } = serde_json::from_str(text).map_err(|error| no_list(&error))?;
        if format > FORMAT {
            return Err(ReleasesError::NewerFormat { got: format });
        }
        let File { releases, .. } = serde_json::from_str(text).map_err(|error| no_list(&error))?;
        let mut names = BTreeSet::new();
        for Release { name, .. } in &releases {
            if !is_name(name) {
                return Err(ReleasesError::Name { got: text::shorten(name) });
            }
            if !names.insert(name) {
                return Err(ReleasesError::Repeated { got: name.clone() });
            }
        }
        Ok(Self(releases))
    }

    /// The list as [`Releases::read`] reads it.
    #[must_use]
    pub fn to_json(&self) -> String {
        let file = File { format: FORMAT, releases: self.0.clone() };
        // It only fails for types that JSON has no place for, which these are not.
        serde_json::to_string_pretty(&file).unwrap_or_default() + "\n"
    }

    /// Every release, the newest first.
    pub fn iter(&self) -> impl Iterator<Item = &Release> {
        self.0.iter()
    }

    /// The newest release.
    #[must_use]
    pub fn newest(&self) -> Option<&Release> {
        self.0.first()
    }

    /// The newest release that runs what is asked for.
    #[must_use]
    pub fn find(&self, wanted: &Wanted) -> Option<&Release> {
        self.iter().find(|release| release.runs(wanted))
    }

    /// The list with a release before all others, and with no more of these than `keep` says.
    #[must_use]
    pub fn with(self, newest: Release, keep: impl Fn(&Release) -> bool) -> Self {
        let others = self.0.into_iter().filter(|release| release.name != newest.name && keep(release));
        Self(std::iter::once(newest.clone()).chain(others).collect())
    }
}

/// Why a text is no list. What the parser says may quote all of it.
fn no_list(error: &serde_json::Error) -> ReleasesError {
    const LONGEST: usize = 160;
    let (why, line, column) = (error.to_string(), error.line(), error.column());
    let is_short = why.len() <= LONGEST;
    ReleasesError::NoList { why: if is_short { why } else { format!("see line {line} column {column}") } }
}

/// Whether a name is one of a folder, and of no other folder than one in its place.
fn is_name(name: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'.' || byte == b'-';
    !name.starts_with(['.', '-']) && (1..=NAME).contains(&name.len()) && name.bytes().all(is_plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn release(name: &str, rev: u32, bits: u32) -> Release {
        let revs = BTreeMap::from([("two-moons".to_owned(), rev)]);
        Release { name: name.to_owned(), bits, revs, languages: vec!["en".to_owned()] }
    }

    fn wanted(rev: Option<u32>, bits: Option<u32>) -> Wanted {
        Wanted { experiment: "two-moons".to_owned(), rev, bits }
    }

    #[test]
    fn the_newest_that_fits_is_found() {
        let list = Releases::default().with(release("a", 1, 1), |_| true);
        let list = list.with(release("b", 1, 1), |_| true).with(release("c", 2, 1), |_| true);
        let list = list.with(release("d", 2, 2), |_| true);
        let found = |rev, bits| list.find(&wanted(rev, bits)).map(|it| it.name.as_str());
        assert_eq!(found(Some(1), Some(1)), Some("b"));
        assert_eq!((found(Some(1), None), found(None, Some(1))), (Some("b"), Some("c")));
        assert_eq!((found(None, None), found(Some(2), Some(2))), (Some("d"), Some("d")));
        assert_eq!((found(Some(1), Some(2)), found(Some(3), None)), (None, None));
        assert_eq!(list.find(&Wanted { experiment: "none".to_owned(), rev: None, bits: None }), None);
        assert_eq!(Releases::read(&list.to_json()), Ok(list));
    }

    #[test]
    fn a_release_that_is_published_again_stands_in_front_once() {
        let list = Releases::default().with(release("a", 1, 1), |_| true).with(release("b", 1, 1), |_| true);
        let again = list.clone().with(release("a", 1, 1), |_| true);
        assert_eq!(again.iter().map(|it| it.name.as_str()).collect::<Vec<_>>(), ["a", "b"]);
        let fewer = list.with(release("c", 1, 1), |it| it.name != "b");
        assert_eq!(fewer.iter().map(|it| it.name.as_str()).collect::<Vec<_>>(), ["c", "a"]);
    }

    #[test]
    fn this_build_runs_its_own_links_and_no_others() {
        let experiment = EXPERIMENTS[0];
        let own =
            Wanted { experiment: experiment.id.to_owned(), rev: Some(experiment.rev), bits: Some(BITS) };
        assert!(own.is_of_this_build());
        assert!(!Wanted { rev: Some(experiment.rev + 1), ..own.clone() }.is_of_this_build());
        assert!(!Wanted { bits: Some(BITS + 1), ..own }.is_of_this_build());
    }

    #[test]
    fn what_is_no_list_says_why() {
        let list = |releases: &[Release]| Releases(releases.to_vec()).to_json();
        for (text, why) in [
            ("", "it is no list of releases: EOF"),
            ("{}", "missing field `format`"),
            ("{\"format\":1}", "missing field `releases`"),
            ("{\"format\":2}", "format 2, which a newer release writes"),
            ("{\"format\":-1}", "it is no list of releases"),
            ("[[[[[[", "it is no list of releases"),
            (&"[".repeat(10_000), "it is no list of releases"),
            (&" ".repeat(LARGEST + 1), "has 4194305 bytes"),
            (&format!("{{\"format\":\"{}\"}}", "x".repeat(1000)), "see line 1 column 1012"),
            (&list(&[release("..", 1, 1)]), "\"..\" is no name of a release"),
            (&list(&[release("a/../../etc", 1, 1)]), "is no name of a release"),
            (&list(&[release("", 1, 1)]), "\"\" is no name of a release"),
            (&list(&[release(&"x".repeat(65), 1, 1)]), "is no name of a release"),
            (&list(&[release("a", 1, 1), release("a", 2, 1)]), "names the release a twice"),
        ] {
            let error = Releases::read(text).expect_err(why).to_string();
            assert!(error.contains(why) && error.len() < 300, "{error}");
        }
    }
}
