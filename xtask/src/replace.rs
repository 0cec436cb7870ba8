//! A folder in the place of another, at once: whatever happens on the way, there is the old one or the whole new one.

use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};

/// A folder that is being made beside the place that it is meant for. What was left of an earlier one is removed first; where
/// it is not [put](Stage::put) there, it goes away, and what is in its place stays as it is.
#[derive(Debug)]
pub(crate) struct Stage {
    at: PathBuf,
    place: PathBuf,
}

/// What the name of a folder ends in while it makes room.
const ASIDE: &str = "old";

impl Stage {
    /// An empty folder beside `place`.
    ///
    /// # Errors
    /// When there is something else than `is_ours` knows in its place, which is left alone; when none can be made.
    pub(crate) fn beside(place: &Path, is_ours: impl Fn(&Path) -> bool) -> Result<Self> {
        let whole = || format!("{} is no path of a folder", place.display());
        // A link to a folder stays one.
        let place = place.canonicalize().or_else(|_| std::path::absolute(place)).with_context(whole)?;
        let (Some(parent), Some(name)) = (place.parent(), place.file_name()) else { bail!(whole()) };
        let mut own = OsString::from(".");
        own.push(name);
        own.push(".next");
        let at = parent.join(own);
        // Where folders are exchanged by turns, an end between two of them leaves the old one here.
        let aside = at.with_extension(ASIDE);
        if is_ours(&aside) {
            if place.exists() {
                remove(&aside)?;
            } else {
                fs::rename(&aside, &place)
                    .with_context(|| format!("could not put back {}", place.display()))?;
            }
        }
        if place.exists() {
            let mut inside =
                fs::read_dir(&place).with_context(|| format!("could not read {}", place.display()))?;
            ensure!(
                inside.next().is_none() || is_ours(&place),
                "{} holds something else, which would be removed; choose an empty folder, or a new one",
                place.display()
            );
        }
        remove(&at)?;
        fs::create_dir_all(&at).with_context(|| format!("could not make {}", at.display()))?;
        Ok(Self { at, place })
    }

    /// The folder, as long as it is not in its place.
    pub(crate) fn path(&self) -> &Path {
        &self.at
    }

    /// The place that it is meant for.
    pub(crate) fn place(&self) -> &Path {
        &self.place
    }

    /// Puts the folder into its place, and removes what was there.
    ///
    /// # Errors
    /// When that cannot be done; then what was there is still there.
    pub(crate) fn put(self) -> Result<()> {
        let said = || format!("could not put the new folder into the place of {}", self.place.display());
        sync(&self.at).with_context(said)?;
        if !self.place.exists() {
            return fs::rename(&self.at, &self.place).with_context(said);
        }
        // From here on the folder beside is the old one.
        exchange(&self.at, &self.place).with_context(said)
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        if let Err(error) = remove(&self.at) {
            eprintln!("{error:#}");
        }
    }
}

fn remove(folder: &Path) -> Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("could not remove {}", folder.display()))
        }
        Ok(()) | Err(_) => Ok(()),
    }
}

/// Copies all that is in a folder into another one, which need not be there. Links are none of ours.
///
/// # Errors
/// When something cannot be read or written, or is neither a file nor a folder.
pub(crate) fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to).with_context(|| format!("could not make {}", to.display()))?;
    for entry in fs::read_dir(from).with_context(|| format!("could not read {}", from.display()))? {
        let entry = entry.with_context(|| format!("could not read {}", from.display()))?;
        copy_any(&entry.path(), &to.join(entry.file_name()))?;
    }
    Ok(())
}

/// Copies a file, or a folder with all that is in it.
///
/// # Errors
/// As [`copy`].
pub(crate) fn copy_any(source: &Path, target: &Path) -> Result<()> {
    let kind = fs::symlink_metadata(source)
        .with_context(|| format!("could not read {}", source.display()))?
        .file_type();
    if kind.is_dir() {
        return copy(source, target);
    }
    ensure!(kind.is_file(), "{} is neither a file nor a folder", source.display());
    fs::copy(source, target).with_context(|| format!("could not write {}", target.display()))?;
    Ok(())
}

/// Sees to it that a folder outlives a loss of power.
fn sync(folder: &Path) -> io::Result<()> {
    #[cfg(target_os = "linux")]
    rustix::fs::syncfs(fs::File::open(folder)?)?;
    #[cfg(not(target_os = "linux"))]
    let _ = folder;
    Ok(())
}

/// Exchanges two folders, at once where the system can.
fn exchange(new: &Path, old: &Path) -> io::Result<()> {
    #[cfg(target_os = "linux")]
    {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        use rustix::io::Errno;
        match renameat_with(CWD, new, CWD, old, RenameFlags::EXCHANGE) {
            // Some file systems cannot.
            Err(Errno::INVAL | Errno::NOSYS | Errno::OPNOTSUPP) => {}
            done => return Ok(done?),
        }
    }
    exchange_by_turns(new, old)
}

/// The same in three steps, for a moment without either.
fn exchange_by_turns(new: &Path, old: &Path) -> io::Result<()> {
    let aside = new.with_extension(ASIDE);
    fs::rename(old, &aside)?;
    if let Err(error) = fs::rename(new, old) {
        fs::rename(&aside, old)?;
        return Err(error);
    }
    fs::rename(&aside, new)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(file: PathBuf, text: &str) {
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }

    /// All files below a folder, hidden ones too, with what is in them.
    fn all(folder: &Path) -> Vec<(String, String)> {
        let mut files = Vec::new();
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if path.is_dir() {
                files.extend(all(&path).into_iter().map(|(file, text)| (format!("{name}/{file}"), text)));
            } else {
                files.push((name, fs::read_to_string(path).unwrap()));
            }
        }
        files.sort();
        files
    }

    fn files(of: &[(&str, &str)]) -> Vec<(String, String)> {
        of.iter().map(|(file, text)| ((*file).to_owned(), (*text).to_owned())).collect()
    }

    #[test]
    fn a_folder_takes_the_place_of_another_or_leaves_it_whole() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("site");
        let stage = || Stage::beside(&place, |place| place.join("mark").exists());

        let new = stage().unwrap();
        write(new.path().join("mark"), "1");
        write(new.path().join("in/it"), "1");
        new.put().unwrap();
        assert_eq!(all(folder.path()), files(&[("site/in/it", "1"), ("site/mark", "1")]));

        // One that is given up, and one that was killed.
        let new = stage().unwrap();
        write(new.path().join("mark"), "2");
        drop(new);
        assert_eq!(all(folder.path()), files(&[("site/in/it", "1"), ("site/mark", "1")]));
        write(folder.path().join(".site.next/half"), "2");
        // One that was killed while folders were exchanged by turns.
        fs::rename(&place, folder.path().join(".site.old")).unwrap();

        let new = stage().unwrap();
        write(new.path().join("mark"), "3");
        new.put().unwrap();
        assert_eq!(all(folder.path()), files(&[("site/mark", "3")]));

        write(folder.path().join("new"), "4");
        exchange_by_turns(&place, &folder.path().join("new")).unwrap();
        assert_eq!(all(folder.path()), files(&[("new/mark", "3"), ("site", "4")]));
    }

    #[test]
    fn what_is_not_ours_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let mine = folder.path().join("mine");
        write(mine.join("letter"), "dear");
        let error = Stage::beside(&mine, |_| false).unwrap_err().to_string();
        assert!(error.contains("holds something else"), "{error}");
        let error = format!("{:#}", Stage::beside(&mine.join("letter"), |_| true).unwrap_err());
        assert!(error.contains("could not read"), "{error}");
        assert!(Stage::beside(Path::new("/"), |_| true).is_err());
        assert_eq!(all(folder.path()), files(&[("mine/letter", "dear")]));
    }
}
