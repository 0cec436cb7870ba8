//! What a browser said while a test ran: its console and its driver's complaints, for the message of a failure.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Stdio;

use anyhow::{Context, Result};

/// A folder of log files.
#[derive(Debug)]
pub(crate) struct Logs {
    folder: PathBuf,
}

impl Logs {
    pub(crate) fn new(folder: &Path) -> Self {
        Self { folder: folder.to_owned() }
    }

    /// A file in the folder.
    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// Where a process may write its standard output and error to.
    pub(crate) fn streams(&self, name: &str) -> Result<(Stdio, Stdio)> {
        let file = File::create(self.file(name)).context("could not make a log file")?;
        let other = file.try_clone().context("could not share a log file")?;
        Ok((file.into(), other.into()))
    }

    /// The last lines of everything that was said.
    pub(crate) fn tail(&self) -> String {
        last(&self.lines())
    }

    /// The lines of the page's console.
    pub(crate) fn console(&self) -> Vec<String> {
        // Chromium and WebKit write the word in capitals, Firefox writes the call or "JavaScript error".
        let marks = ["CONSOLE", "console.", "JavaScript error", "JavaScript warning"];
        let mut lines = self.lines();
        lines.retain(|line| marks.iter().any(|mark| line.contains(mark)));
        lines
    }

    fn lines(&self) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        let files = fs::read_dir(&self.folder).into_iter().flatten().flatten();
        for file in files.filter(|file| file.path().extension().is_some_and(|it| it == "log")) {
            let text = fs::read(file.path()).unwrap_or_default();
            lines.extend(String::from_utf8_lossy(&text).lines().map(str::to_owned));
        }
        lines
    }
}

/// The last of many lines.
pub(crate) fn last(lines: &[String]) -> String {
    if lines.is_empty() {
        return "nothing".to_owned();
    }
    lines[lines.len().saturating_sub(20)..].join("\n")
}
