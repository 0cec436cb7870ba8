//! Other releases of this binary: which one runs a link or a record that this one does not, among those that are kept.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use lab::digest::BITS;
use lab::record::ComputedBy;
use lab::releases::{BINARY, FILE, FOLDER, LARGEST, Release, Releases, SITE, Wanted};
use serde::Deserialize;

use crate::out::read_text;

/// What a record was computed by, however much of it this build reads.
pub(crate) fn of_record(text: &str) -> Option<Wanted> {
    #[derive(Deserialize)]
    struct Start {
        experiment: String,
        rev: u32,
        bits: u32,
        backend: ComputedBy,
    }
    let Start { experiment, rev, bits, backend } = serde_json::from_str(text).ok()?;
    // A run on the GPU is compared with any exact one.
    let bits = (backend == ComputedBy::Exact).then_some(bits);
    // Any other name is none, and the record is refused for it.
    let is_name = experiment.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    (is_name && experiment.len() <= 64).then_some(Wanted { experiment, rev: Some(rev), bits })
}

/// Why this build cannot verify what another one computed, and what can; `what` is "link" or "record".
pub(crate) fn sentence(what: &str, wanted: &Wanted) -> String {
    let own = lab::EXPERIMENTS.iter().find(|it| it.id == wanted.experiment).map(|it| it.rev);
    let runs =
        own.map_or("does not have it".to_owned(), |rev| format!("runs \"rev\" {rev} and \"bits\" {BITS}"));
    format!(
        "The {what} is of {}, and this release {runs}: only a release that runs the same can verify it. \
         `gedanken verify --releases DIR` looks for one among those that were packed with `cargo xtask pack`; in a browser, a \
         site that keeps its releases finds one by itself.",
        asked(wanted)
    )
}

/// Has the release among those of a folder that runs what is asked for do the same as this one was asked to.
pub(crate) fn hand_over(folder: &Path, wanted: &Wanted, arguments: &[String]) -> Result<ExitCode, String> {
    let mut known = Vec::new();
    let mut page = None;
    for place in places(folder)? {
        for site in [place.join(SITE), place.clone()] {
            let Some(releases) = releases(&site)? else { continue };
            let binary = place.join(BINARY);
            // A binary is of the newest release of the site that it was packed with.
            let is_packed = site != place && binary.is_file();
            if let Some(release) = releases.newest().filter(|release| is_packed && release.runs(wanted)) {
                eprintln!("Verified by the release {}, which runs {}.", release.name, asked(wanted));
                return start(&binary, arguments);
            }
            if let Some(release) = releases.find(wanted) {
                let kept = site.join(FOLDER).join(&release.name);
                // A pack is of one release, which lies at its top.
                let top = if kept.is_dir() { kept } else { site.clone() };
                page.get_or_insert((release.name.clone(), top.join(&wanted.experiment)));
            }
            for Release { name, .. } in releases.iter() {
                if !known.contains(name) {
                    known.push(name.clone());
                }
            }
        }
    }
    Err(match page {
        Some((release, address)) => format!(
            "The release {release} runs {}, but {} has no binary of it. Its page can verify the link in a browser: serve that \
             site, and open {} with the keys of the link.",
            asked(wanted),
            folder.display(),
            address.display()
        ),
        None if known.is_empty() => format!("There is no release in {} (no {FILE}).", folder.display()),
        None => {
            format!("No release in {} runs {}. It has {}.", folder.display(), asked(wanted), known.join(", "))
        }
    })
}

/// A folder, and each folder in it, in the order of their names.
fn places(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let said = |error| format!("The folder {} cannot be read: {error}.", folder.display());
    let inside = folder.read_dir().map_err(said)?.map(|entry| entry.map(|entry| entry.path()));
    let mut places = inside.collect::<Result<Vec<_>, _>>().map_err(said)?;
    places.retain(|path| path.is_dir());
    places.sort();
    places.insert(0, folder.to_owned());
    Ok(places)
}

/// The releases that a site says it keeps, where there is one.
fn releases(site: &Path) -> Result<Option<Releases>, String> {
    let path = site.join(FILE);
    let wrong = |why: String| format!("The list {} cannot be read: {why}.", path.display());
    match read_text(&path, LARGEST) {
        Ok(Ok(text)) => Releases::read(&text).map(Some).map_err(|error| wrong(error.to_string())),
        Ok(Err(bytes)) => Err(wrong(format!("it has {bytes} bytes"))),
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Ok(None),
        Err(error) => Err(wrong(error.to_string())),
    }
}

/// Runs another binary in place of this one; its outcome is ours.
fn start(binary: &Path, arguments: &[String]) -> Result<ExitCode, String> {
    let said = |what: String| format!("{} {what}.", binary.display());
    let ended = Command::new(binary).args(arguments).status();
    let status = ended.map_err(|error| said(format!("cannot be started: {error}")))?;
    let code = status.code().and_then(|code| u8::try_from(code).ok());
    code.map(ExitCode::from).ok_or_else(|| said(format!("did not come to its end ({status})")))
}

/// What is asked for, within a sentence.
fn asked(wanted: &Wanted) -> String {
    let Wanted { experiment, rev, bits } = wanted;
    let part = |key: &str, value: &Option<u32>| value.map(|value| format!("\"{key}\" {value}"));
    let parts: Vec<String> = [part("rev", rev), part("bits", bits)].into_iter().flatten().collect();
    if parts.is_empty() { experiment.clone() } else { format!("{experiment} with {}", parts.join(" and ")) }
}
