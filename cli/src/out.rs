//! Results on disk: the folder that they are written to, and reading a record back.

use std::fs::{self, File};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use lab::record::{LARGEST, Record, RecordError};

/// A folder for results. It is made before anything is trained, so that no run is lost for want of it.
pub(crate) struct Folder(PathBuf);

impl Folder {
    /// The folder, which is there from now on.
    pub(crate) fn ready(path: &PathBuf) -> Result<Self, String> {
        match fs::create_dir_all(path) {
            Ok(()) => Ok(Self(path.clone())),
            Err(error) => Err(format!("The folder {} cannot be made: {error}.", path.display())),
        }
    }

    /// Writes a record and says where it is.
    pub(crate) fn write_record(&self, record: &Record) -> Result<PathBuf, String> {
        self.write(&record.file_name(), &record.to_json())
    }

    /// The path of a file in it.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// The folder itself.
    pub(crate) fn itself(&self) -> &Path {
        &self.0
    }

    /// Writes a file at once: whatever happens, there is the old one or the whole new one. Says where it is.
    pub(crate) fn replace(&self, name: &str, bytes: &[u8]) -> Result<PathBuf, String> {
        let path = self.0.join(name);
        match replace(&self.0, &path, bytes) {
            Ok(()) => Ok(path),
            Err(error) => Err(format!("The file {} cannot be written: {error}.", path.display())),
        }
    }

    /// The same with a text.
    pub(crate) fn write(&self, name: &str, text: &str) -> Result<PathBuf, String> {
        self.replace(name, text.as_bytes())
    }
}

fn replace(folder: &Path, path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        // As any other new file: less what the user's mask takes away.
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    let mut file = builder.prefix(".gedanken-").tempfile_in(folder)?;
    file.as_file_mut().write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist(path)?;
    sync_folder(folder)
}

/// Sees to it that the names of new files outlive a loss of power, where folders can be told so.
pub(crate) fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) {
        // The folder of a bare name is this one.
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}

/// Reads the text of a record, and of a file that is none no more than a record may have.
pub(crate) fn read_record(path: &Path) -> Result<String, String> {
    match read_text(path, LARGEST) {
        Ok(Ok(text)) => Ok(text),
        Ok(Err(bytes)) => Err(RecordError::TooLarge { bytes }.to_string()),
        Err(error) => Err(format!("The record {} cannot be read: {error}.", path.display())),
    }
}

/// Reads a text, or says how long it is where it is longer than it may be. What is no text is no JSON either, and will get
/// that sentence.
pub(crate) fn read_text(path: &Path, largest: usize) -> io::Result<Result<String, usize>> {
    let file = File::open(path)?;
    let size = usize::try_from(file.metadata()?.len()).unwrap_or(usize::MAX);
    if size > largest {
        return Ok(Err(size));
    }
    let mut bytes = Vec::new();
    file.take(largest as u64).read_to_end(&mut bytes)?;
    Ok(Ok(String::from_utf8_lossy(&bytes).into_owned()))
}
