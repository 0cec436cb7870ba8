//! All finished cells that stand in the journals of a folder.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::cell::Cell;
use super::journal;
use super::plan::Settings;
use super::shard::is_journal;

/// The finished cells of a folder, by their numbers.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    /// The sweep that they are of; `None` where there is no journal yet.
    pub(super) settings: Option<Settings>,
    pub(super) cells: BTreeMap<u32, Cell>,
}

/// Why they cannot be used.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Trouble {
    /// Something is not what it should be.
    Bad(String),
    /// Two machines computed a cell, and not the same.
    Differs(String),
}

impl From<String> for Trouble {
    fn from(sentence: String) -> Self {
        Self::Bad(sentence)
    }
}

/// Reads all journals of a folder. A cell that stands in several counts once.
pub(super) fn gather(folder: &Path) -> Result<Gathered, Trouble> {
    let mut gathered = Gathered::default();
    for path in journals(folder)? {
        let journal = journal::read(&path)?;
        // One that was begun this moment says nothing yet.
        let Some(settings) = journal.settings else { continue };
        match &gathered.settings {
            Some(other) if *other != settings => {
                return Err(Trouble::Bad(format!(
                    "The folder {} has journals of two sweeps; that of {} is `{}`. Keep one of them.",
                    folder.display(),
                    path.display(),
                    settings.command()
                )));
            }
            Some(_) => {}
            None => gathered.settings = Some(settings),
        }
        for cell in journal.cells {
            gathered.take(cell)?;
        }
    }
    Ok(gathered)
}

impl Gathered {
    fn take(&mut self, cell: Cell) -> Result<(), Trouble> {
        match self.cells.get(&cell.cell) {
            // A GPU's sums differ from device to device: there the first one counts.
            Some(other) if other.digest != cell.digest => {
                let digest = |cell: &Cell| cell.digest.clone().unwrap_or("none".to_owned());
                Err(Trouble::Differs(format!(
                    "Cell {} was computed twice, and its digests differ: {} and {}. `gedanken verify '{}'` says which \
                     one this machine computes.",
                    cell.cell,
                    digest(other),
                    digest(&cell),
                    cell.link
                )))
            }
            Some(_) => Ok(()),
            None => {
                self.cells.insert(cell.cell, cell);
                Ok(())
            }
        }
    }
}

/// The journals of a folder, in the order of their names.
pub(super) fn journals(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let said = |error| format!("The folder {} cannot be read: {error}.", folder.display());
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(said)? {
        let path = entry.map_err(said)?.path();
        if path.file_name().and_then(|name| name.to_str()).is_some_and(is_journal) {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}
