//! A site with its releases: the newest at the top, and each one whole in a folder of its own, so that an old link finds the
//! build that it was made with. `lab::releases` says what `versions.json` holds.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use lab::releases::{FILE, FOLDER, LARGEST, Release, Releases};

use crate::replace::{Stage, copy, copy_any};

/// A published site that is about to be replaced by a newer release, which keeps what was published before.
#[derive(Debug)]
pub struct Publication {
    stage: Stage,
    before: Releases,
    unlisted: Option<String>,
}

impl Publication {
    /// Looks at what is published in a folder, and changes nothing of it.
    ///
    /// # Errors
    /// When it holds something else than a site; when its list of releases cannot be read.
    pub fn begin(out: &Path) -> Result<Self> {
        let stage = Stage::beside(out, |place| place.join(FILE).is_file() || name_of(place).is_ok())?;
        let before = read(out)?;
        let is_listed = out.join(FILE).exists();
        let is_kept = |name: &String| out.join(FOLDER).join(name).exists();
        let unlisted = name_of(out).ok().filter(|name| !is_listed && !is_kept(name));
        Ok(Self { stage, before, unlisted })
    }

    /// What is lost, if something is: a site that was published without a list of releases is replaced and not kept, since
    /// nothing says what it runs.
    #[must_use]
    pub fn loses(&self) -> Option<String> {
        let (name, place) = (self.unlisted.as_ref()?, self.stage.place().display());
        Some(format!(
            "The site in {place} has no {FILE}, so what it runs is not known: it is replaced by this release, and not kept as \
             {FOLDER}/{name}/. Links and records of it will find no release. To keep it, copy it elsewhere now."
        ))
    }

    /// Puts a built site into the place of the one that is published, as a release of its own too. All folders of releases
    /// that are there are kept, and are in the list as long as they are whole. Gives the list.
    ///
    /// # Errors
    /// When a file cannot be read or written; then the published site is as it was.
    pub fn finish(self, site: &Path, release: Release) -> Result<Releases> {
        let Self { stage, before, .. } = self;
        let (top, old) = (stage.path(), stage.place().join(FOLDER));
        keep(stage.place(), top)?;
        if old.exists() {
            copy(&old, &top.join(FOLDER))?;
        }
        copy(site, top)?;
        copy(site, &top.join(FOLDER).join(&release.name))?;
        let is_whole = |release: &Release| {
            let folder = top.join(FOLDER).join(&release.name);
            name_of(&folder).is_ok_and(|name| name == release.name)
        };
        let releases = before.with(release, is_whole);
        let list = top.join(FILE);
        fs::write(&list, releases.to_json())
            .with_context(|| format!("could not write {}", list.display()))?;
        stage.put()?;
        Ok(releases)
    }
}

/// Copies what lies beside a published site and is not of its release, such as `.git`, `CNAME` or `robots.txt`. Where the
/// release is not kept in its folder, nothing says what is of it: then that is only what is hidden.
fn keep(place: &Path, top: &Path) -> Result<()> {
    if !place.exists() {
        return Ok(());
    }
    let release = name_of(place).ok().map(|name| place.join(FOLDER).join(name)).filter(|it| it.is_dir());
    for entry in fs::read_dir(place).with_context(|| format!("could not read {}", place.display()))? {
        let name = entry.with_context(|| format!("could not read {}", place.display()))?.file_name();
        let is_hidden = name.to_string_lossy().starts_with('.');
        let is_of_site =
            name == FOLDER || name == FILE || release.as_ref().is_none_or(|it| it.join(&name).exists());
        if is_hidden || !is_of_site {
            copy_any(&place.join(&name), &top.join(&name))?;
        }
    }
    Ok(())
}

/// The list of a published site; an empty one where there is none.
fn read(site: &Path) -> Result<Releases> {
    let file = site.join(FILE);
    if !file.exists() {
        return Ok(Releases::default());
    }
    let said = || {
        format!(
            "the releases that are kept in {} are not known: {FILE} cannot be read. Put it right, or move it away to keep \
             their folders without it",
            site.display()
        )
    };
    let size = fs::metadata(&file).with_context(said)?.len();
    ensure!(size <= LARGEST as u64, "{}: it has {size} bytes", said());
    let text = fs::read(&file).with_context(said)?;
    Releases::read(&String::from_utf8_lossy(&text)).with_context(said)
}

/// The name of the release that a site is of, as its first page says it.
///
/// # Errors
/// When there is no such page, or it does not say.
pub fn name_of(site: &Path) -> Result<String> {
    let page = site.join("index.html");
    let html = fs::read_to_string(&page).with_context(|| format!("could not read {}", page.display()))?;
    let name = html.split("data-release=\"").nth(1).and_then(|rest| rest.split('"').next());
    let name = name.filter(|name| !name.is_empty());
    name.map(str::to_owned).with_context(|| format!("{} names no release", page.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A site of one page.
    fn site(folder: &Path, name: &str) {
        fs::create_dir_all(folder.join("two-moons")).unwrap();
        fs::write(folder.join("index.html"), format!("<html data-release=\"{name}\">")).unwrap();
        fs::write(folder.join("two-moons/index.html"), name).unwrap();
    }

    fn release(name: &str, rev: u32) -> Release {
        Release { revs: [("two-moons".to_owned(), rev)].into(), ..Release::of_this_build(name) }
    }

    fn publish(folder: &Path, name: &str, rev: u32) -> Result<Vec<String>> {
        let built = folder.join("built");
        site(&built, name);
        let list = Publication::begin(&folder.join("out"))?.finish(&built, release(name, rev))?;
        Ok(list.iter().map(|it| it.name.clone()).collect())
    }

    fn text(file: &Path) -> String {
        fs::read_to_string(file).unwrap_or_default()
    }

    #[test]
    fn older_releases_stay_and_are_found() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        let out = folder.join("out");
        assert_eq!(publish(folder, "a", 1).unwrap(), ["a"]);
        assert_eq!(publish(folder, "b", 2).unwrap(), ["b", "a"]);
        assert_eq!(publish(folder, "c", 2).unwrap(), ["c", "b", "a"]);
        assert_eq!(text(&out.join("two-moons/index.html")), "c");
        for name in ["a", "b", "c"] {
            assert_eq!(text(&out.join("v").join(name).join("two-moons/index.html")), name);
        }
        let list = Releases::read(&text(&out.join(FILE))).unwrap();
        let wanted =
            |rev| lab::releases::Wanted { experiment: "two-moons".to_owned(), rev: Some(rev), bits: None };
        assert_eq!(list.find(&wanted(1)).unwrap().name, "a");
        assert_eq!(list.find(&wanted(2)).unwrap().name, "c");

        // What is not of a release stays too, and what is of one alone goes with it.
        for (file, said) in [(".git/HEAD", "main"), ("CNAME", "example.org"), ("robots.txt", "none")] {
            fs::create_dir_all(out.join(file).parent().unwrap()).unwrap();
            fs::write(out.join(file), said).unwrap();
        }
        for place in [out.join("gone.html"), out.join("v/c/gone.html")] {
            fs::write(place, "c").unwrap();
        }

        // The same again is the same; one whose folder is gone is no longer found, and one that nobody lists stays.
        assert_eq!(publish(folder, "c", 2).unwrap(), ["c", "b", "a"]);
        fs::remove_dir_all(out.join("v/b")).unwrap();
        site(&out.join("v/own"), "own");
        assert_eq!(publish(folder, "d", 3).unwrap(), ["d", "c", "a"]);
        assert_eq!(text(&out.join("v/own/two-moons/index.html")), "own");
        let kept = [".git/HEAD", "CNAME", "robots.txt", "gone.html"].map(|file| text(&out.join(file)));
        assert_eq!(kept, ["main", "example.org", "none", ""]);
        let beside: Vec<_> = fs::read_dir(folder).unwrap().map(|it| it.unwrap().file_name()).collect();
        assert_eq!(beside.len(), 2, "{beside:?}");
    }

    #[test]
    fn a_list_that_cannot_be_read_changes_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        let list = folder.join("out").join(FILE);
        publish(folder, "a", 1).unwrap();
        let good = text(&list);
        for (bad, why) in [
            (good[..good.len() / 2].to_owned(), "no list of releases"),
            (good.replace("\"a\"", "\"../../built\""), "no name of a release"),
            (good.replace("\"format\": 1", "\"format\": 9"), "which a newer release writes"),
            (String::new(), "no list of releases"),
        ] {
            fs::write(&list, &bad).unwrap();
            let said = format!("{:#}", publish(folder, "b", 2).unwrap_err());
            assert!(said.contains("versions.json cannot be read") && said.contains(why), "{said}");
            assert_eq!((text(&folder.join("out/two-moons/index.html")), text(&list)), ("a".to_owned(), bad));
        }
        // Moved away, it takes no folder with it.
        fs::remove_file(&list).unwrap();
        assert_eq!(publish(folder, "b", 2).unwrap(), ["b"]);
        assert_eq!(text(&folder.join("out/v/a/two-moons/index.html")), "a");
    }

    #[test]
    fn a_site_without_a_list_is_said_to_go() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        let out = folder.join("out");
        let lost = || Publication::begin(&out).unwrap().loses();
        assert_eq!(lost(), None);
        site(&out, "bare");
        let said = lost().unwrap();
        assert!(said.contains("has no versions.json") && said.contains("not kept as v/bare/"), "{said}");
        assert_eq!(publish(folder, "a", 1).unwrap(), ["a"]);
        assert_eq!((lost(), out.join("v/bare").exists()), (None, false));
        // Its folder stays where the list is moved away.
        fs::remove_file(out.join(FILE)).unwrap();
        assert_eq!(lost(), None);
    }

    #[test]
    fn a_release_that_cannot_be_copied_leaves_the_site_whole() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        publish(folder, "a", 1).unwrap();
        let begun = Publication::begin(&folder.join("out")).unwrap();
        assert!(begun.finish(&folder.join("nowhere"), release("b", 2)).is_err());
        assert_eq!(text(&folder.join("out/two-moons/index.html")), "a");
        let beside: Vec<_> = fs::read_dir(folder).unwrap().map(|it| it.unwrap().file_name()).collect();
        assert_eq!(beside.len(), 2, "{beside:?}");
    }
}
