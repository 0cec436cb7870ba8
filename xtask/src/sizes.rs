//! What a visitor's browser is sent: the size of every file as it is, and as hosts compress it.

use std::fs;
use std::io::Write;
use std::ops::AddAssign;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use lab::words;

/// What the page's program may have at most before a page can be used, in bytes of Brotli: what every page loads, with the
/// largest experiment and the largest language.
const APP: usize = 350_000;

/// Bytes of a file, or of several.
#[derive(Debug, Default, Clone, Copy)]
struct Size {
    raw: usize,
    gzip: usize,
    brotli: usize,
}

impl AddAssign for Size {
    fn add_assign(&mut self, other: Self) {
        self.raw += other.raw;
        self.gzip += other.gzip;
        self.brotli += other.brotli;
    }
}

/// Prints a table of every file below a folder, with totals: of all, and of those that a browser keeps after its first
/// visit.
///
/// # Errors
/// When a file cannot be read.
pub fn report(folder: &Path, kept: &[PathBuf]) -> Result<()> {
    let mut files = Vec::new();
    collect(folder, &mut files)?;
    files.sort();
    let (mut total, mut total_kept) = (Size::default(), Size::default());
    let (mut app, mut experiment, mut language) = (Size::default(), Size::default(), Size::default());
    println!("{:>10} {:>10} {:>10}  bytes", "raw", "gzip", "brotli");
    for file in files {
        let contents = fs::read(&file).with_context(|| format!("could not read {}", file.display()))?;
        let size = measure(&contents)?;
        let file = file.strip_prefix(folder).unwrap_or(&file);
        print(size, &file.display().to_string());
        total += size;
        if file.extension().is_some_and(|it| it == "wasm") && file.starts_with("assets/") {
            let name = name_of(file);
            let part = match name {
                "app" => Some(&mut app),
                _ if words::locales().any(|locale| locale == name) => Some(&mut language),
                _ if lab::question(&name.replace('_', "-")).is_some() => Some(&mut experiment),
                _ => None,
            };
            if let Some(part) = part.filter(|part| part.brotli < size.brotli) {
                *part = size;
            }
        }
        if kept.iter().any(|it| it == file) {
            total_kept += size;
        }
    }
    print(total, "in all");
    app += experiment;
    app += language;
    print(app, "of the page's program before a page can be used, at most");
    if app.brotli > APP {
        println!("That is more than the {APP} that it may have.");
    }
    print(total_kept, "of it kept on the device after a first visit, for use without a network");
    Ok(())
}

/// The name of an asset without its hash.
fn name_of(file: &Path) -> &str {
    file.file_name()
        .and_then(|name| name.to_str())
        .and_then(|name| name.split('-').next())
        .unwrap_or_default()
}

fn print(size: Size, name: &str) {
    println!("{:>10} {:>10} {:>10}  {name}", size.raw, size.gzip, size.brotli);
}

fn measure(contents: &[u8]) -> Result<Size> {
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    gzip.write_all(contents).context("could not compress")?;
    let gzip = gzip.finish().context("could not compress")?.len();
    let mut brotli = Vec::new();
    // Quality 11 and a window of 4 MiB: what a host that compresses beforehand uses.
    let mut encoder = brotli::CompressorWriter::new(&mut brotli, 1 << 16, 11, 22);
    encoder.write_all(contents).context("could not compress")?;
    drop(encoder);
    Ok(Size { raw: contents.len(), gzip, brotli: brotli.len() })
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    let entries = fs::read_dir(folder).with_context(|| format!("could not list {}", folder.display()))?;
    for entry in entries {
        let path = entry.with_context(|| format!("could not list {}", folder.display()))?.path();
        if path.is_dir() { collect(&path, files)? } else { files.push(path) }
    }
    Ok(())
}
