//! The journal of a sweep: a file of JSON Lines to which a process adds one line for each cell that it finished. The
//! first line names the sweep. A line counts once it is whole: what a process that was killed left of its last one is
//! cut off, and that cell is computed again. Each line carries a hash of what it says, so that damage is found.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, BufRead as _, BufReader, Read as _, Seek as _, Write as _};
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::cell::Cell;
use super::plan::{FORMAT, Plan, Settings};
use crate::out::sync_folder;

/// The longest line, in bytes: several times what the largest cell needs.
const LONGEST: u64 = 4 << 20;

/// A journal that this process adds to. No other process may until it ends.
pub(super) struct Journal {
    file: File,
    path: PathBuf,
    /// How long its whole lines are together.
    length: u64,
}

/// A journal as it was read.
#[derive(Debug)]
pub(super) struct Read {
    /// The sweep that its first line names; `None` where there is no whole line yet.
    pub(super) settings: Option<Settings>,
    pub(super) cells: Vec<Cell>,
    /// How long its whole lines are together.
    whole: u64,
    /// How it ends after them.
    torn: Vec<u8>,
}

/// A line with the hash of what it says.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line<T> {
    check: String,
    says: T,
}

/// Whether a lock was refused since the file system has none: NFS without its lock daemon says `ENOLCK`, which has no name in
/// the standard library.
fn knows_no_locks(error: &io::Error) -> bool {
    const ENOLCK: i32 = 37;
    error.kind() == io::ErrorKind::Unsupported
        || cfg!(target_os = "linux") && error.raw_os_error() == Some(ENOLCK)
}

impl Journal {
    /// Opens a journal, or begins one. Whatever is wrong with it, nothing of it is lost.
    pub(super) fn open(path: PathBuf, settings: &Settings) -> Result<Self, String> {
        let is_other = path.symlink_metadata().is_ok_and(|it| !it.is_file());
        if is_other {
            return Err(no_journal(&path));
        }
        let said = |error: io::Error| format!("The journal {} cannot be written: {error}.", path.display());
        let file = OpenOptions::new().read(true).append(true).create(true).open(&path).map_err(said)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(format!("Another process is adding to {}; let it end first.", path.display()));
            }
            // Some file systems of clusters know no locks; there one must take care oneself.
            Err(TryLockError::Error(error)) if knows_no_locks(&error) => {}
            Err(TryLockError::Error(error)) => return Err(said(error)),
        }
        let read = read(&path)?;
        let head = line(settings);
        if read.settings.as_ref().is_some_and(|other| other != settings) {
            return Err(format!(
                "Another sweep has just been begun in {}; choose another folder.",
                path.display()
            ));
        }
        if read.settings.is_none() && !head.as_bytes().starts_with(&read.torn) {
            return Err(no_journal(&path));
        }
        let mut journal = Self { file, path: path.clone(), length: read.whole };
        journal.cut().map_err(said)?;
        if read.settings.is_none() {
            journal.add_line(&head)?;
            path.parent().map_or(Ok(()), sync_folder).map_err(said)?;
        }
        Ok(journal)
    }

    /// Adds a finished cell. When this returns, the cell outlives a loss of power.
    pub(super) fn add(&mut self, cell: &Cell) -> Result<(), String> {
        self.add_line(&line(cell))
    }

    fn add_line(&mut self, line: &str) -> Result<(), String> {
        let added = self.file.write_all(line.as_bytes()).and_then(|()| self.file.sync_data());
        if let Err(error) = added {
            // Where this fails too, the next process cuts it off.
            let _ = self.cut();
            return Err(format!(
                "The journal {} cannot be written: {error}. The cells in it are kept; the same command goes on after them.",
                self.path.display()
            ));
        }
        self.length += line.len() as u64;
        Ok(())
    }

    /// Cuts off what is no whole line.
    fn cut(&mut self) -> io::Result<()> {
        if self.file.seek(io::SeekFrom::End(0))? > self.length {
            self.file.set_len(self.length)?;
            self.file.sync_all()?;
        }
        Ok(())
    }
}

/// Reads a journal, which another process may be adding to.
pub(super) fn read(path: &Path) -> Result<Read, String> {
    let said = |error: io::Error| format!("The journal {} cannot be read: {error}.", path.display());
    if !path.metadata().map_err(said)?.is_file() {
        return Err(no_journal(path));
    }
    let mut lines = BufReader::new(File::open(path).map_err(said)?);
    let mut read = Read { settings: None, cells: Vec::new(), whole: 0, torn: Vec::new() };
    let mut plan = None;
    for number in 1.. {
        let mut bytes = Vec::new();
        let length = lines.by_ref().take(LONGEST).read_until(b'\n', &mut bytes).map_err(said)?;
        if bytes.last() != Some(&b'\n') {
            read.torn = bytes;
            // A longer one is no line that a process was killed in.
            return if (length as u64) < LONGEST { Ok(read) } else { Err(no_journal(path)) };
        }
        match &plan {
            None => {
                let settings: Settings = parse(&bytes).ok_or_else(|| unknown_head(path, &bytes))?;
                let fit = |said| format!("The journal {} cannot be gone on with: {said}", path.display());
                plan = Some(Plan::read(&settings).map_err(fit)?);
                read.settings = Some(settings);
            }
            Some(plan) => {
                let cell: Option<Cell> = parse(&bytes);
                let fits = |cell: &Cell| cell.cell < plan.cells() && cell.fits(&plan.keys(cell.cell));
                read.cells.push(cell.filter(fits).ok_or_else(|| damaged(path, number))?);
            }
        }
        read.whole += length as u64;
    }
    Ok(read)
}

fn no_journal(path: &Path) -> String {
    format!("{} is no journal of a sweep; move it away, or choose another folder.", path.display())
}

/// Why the first line of a file names no sweep of this build.
fn unknown_head(path: &Path, bytes: &[u8]) -> String {
    let line: Option<serde_json::Value> = serde_json::from_slice(bytes).ok();
    match line.and_then(|line| line["says"]["format"].as_u64()) {
        Some(format) if format > u64::from(FORMAT) => {
            format!("The journal {} has format {format}, which a newer release writes.", path.display())
        }
        _ => no_journal(path),
    }
}

fn damaged(path: &Path, line: u32) -> String {
    format!(
        "Line {line} of the journal {} is damaged. Without that line the cells in all others are kept, and its own is \
         computed again.",
        path.display()
    )
}

/// What a line says, if it is one.
fn parse<T: Serialize + DeserializeOwned>(bytes: &[u8]) -> Option<T> {
    let line: Line<T> = serde_json::from_slice(bytes).ok()?;
    (check(&line.says) == line.check).then_some(line.says)
}

/// A whole line.
fn line<T: Serialize>(says: &T) -> String {
    let line = Line { check: check(says), says };
    // It only fails for types that JSON has no place for, which these are not.
    serde_json::to_string(&line).unwrap_or_default() + "\n"
}

/// 64 bits of the hash of what a line says.
fn check<T: Serialize>(says: &T) -> String {
    let text = serde_json::to_vec(says).unwrap_or_default();
    blake3::hash(&text).to_hex().get(..16).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use lab::link::Link;
    use lab::record::ComputedBy;
    use serde_json::{Value, json};

    use super::super::cell::tests::untrained;
    use super::*;

    #[test]
    fn wherever_a_journal_is_torn_its_whole_lines_are_kept() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("cells.jsonl");
        let link = Link::parse("two-moons?rev=1&members=2").expect("a link");
        let plan = Plan::new(&link, "7..9".parse().ok(), &[], ComputedBy::Gpu).expect("a plan");
        let cells: Vec<Cell> = (0..3).map(|cell| untrained(cell, &plan.keys(cell))).collect();
        let mut journal = Journal::open(path.clone(), &plan.settings()).expect("a journal");
        cells.iter().for_each(|cell| journal.add(cell).expect("added"));
        drop(journal);
        let whole = std::fs::read(&path).expect("a journal");
        let ends: Vec<usize> = (1..=whole.len()).filter(|end| whole[end - 1] == b'\n').collect();
        assert_eq!(ends.len(), 4);
        for length in 0..=whole.len() {
            std::fs::write(&path, &whole[..length]).expect("a journal");
            let lines = ends.iter().filter(|end| **end <= length).count();
            let before = read(&path).expect("a journal");
            assert_eq!(before.settings.is_some(), lines > 0, "{length}");
            assert_eq!(before.cells, cells[..lines.saturating_sub(1)], "{length}");
            let mut journal = Journal::open(path.clone(), &plan.settings()).expect("a journal");
            cells[before.cells.len()..].iter().for_each(|cell| journal.add(cell).expect("added"));
            assert!(std::fs::read(&path).expect("a journal") == whole, "{length}");
        }
    }

    /// All that a value becomes where one of its parts is another one.
    fn altered(value: &Value) -> Vec<Value> {
        let with = |change: &dyn Fn(&mut Value, Value), inner: &Value| {
            altered(inner)
                .into_iter()
                .map(|inner| {
                    let mut whole = value.clone();
                    change(&mut whole, inner);
                    whole
                })
                .collect::<Vec<_>>()
        };
        match value {
            Value::Array(list) => list
                .iter()
                .enumerate()
                .flat_map(|(at, inner)| with(&|whole, inner| whole[at] = inner, inner))
                .collect(),
            Value::Object(map) => {
                map.iter().flat_map(|(key, inner)| with(&|whole, inner| whole[key] = inner, inner)).collect()
            }
            _ => vec![
                json!(null),
                json!(-1),
                json!(0),
                json!(u32::MAX),
                json!(u64::MAX),
                json!(1e300),
                json!(""),
                json!("\0"),
                json!("0..4294967295"),
                json!("two-moons?members=64&seed=4294967295"),
                json!("noise=0,1e999"),
                json!("noise"),
                json!("gpu"),
                json!("mixed"),
                json!([]),
                json!({}),
            ],
        }
    }

    #[test]
    fn a_line_that_checks_and_says_anything_else_is_read_or_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("cells.jsonl");
        let link = Link::parse("two-moons?rev=1&members=1").expect("a link");
        let grid = ["noise=0,0.1".to_owned()];
        let plan = Plan::new(&link, "7..9".parse().ok(), &grid, ComputedBy::Gpu).expect("a plan");
        let (head, cell) = (line(&plan.settings()), untrained(0, &plan.keys(0)));
        let reads = |head: &str, cell: &str| {
            std::fs::write(&path, format!("{head}{cell}")).expect("a journal");
            read(&path).map(|read| read.cells).map_err(|said| assert!(said.ends_with('.'), "{said}"))
        };
        assert_eq!(reads(&head, &line(&cell)), Ok(vec![cell.clone()]));
        let mut whole = 0;
        for says in altered(&serde_json::to_value(plan.settings()).expect("JSON")) {
            if let Ok(settings) = serde_json::from_value::<Settings>(says) {
                whole += 1;
                let _ = reads(&line(&settings), &line(&cell));
            }
        }
        for says in altered(&serde_json::to_value(&cell).expect("JSON")) {
            if let Ok(cell) = serde_json::from_value::<Cell>(says) {
                whole += 1;
                if let Ok(cells) = reads(&head, &line(&cell)) {
                    assert!(cells[0].fits(&plan.keys(cells[0].cell)));
                }
            }
        }
        assert!(whole > 50, "{whole}");
    }

    #[test]
    fn a_line_that_says_something_else_is_none() {
        let whole = line(&["it", "says"]);
        assert_eq!(parse::<[String; 2]>(whole.as_bytes()), Some(["it".to_owned(), "says".to_owned()]));
        assert_eq!(parse::<[String; 2]>(whole.replace("says\"]", "said\"]").as_bytes()), None);
        assert_eq!(parse::<[String; 3]>(whole.as_bytes()), None);
    }
}
