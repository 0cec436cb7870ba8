//! Serves the built site on a free port of this machine, for one test, or another release of it.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

/// Where the site appears: not at the top, so that an address that is not relative fails every test.
const FOLDER: &str = "/some/folder";

/// A server of a site. It ends with the runtime that it was started in, if not before.
#[derive(Debug)]
pub struct Server {
    address: String,
    end: oneshot::Sender<()>,
    serving: JoinHandle<Result<()>>,
}

impl Server {
    /// Starts serving a folder, as another host than every other server.
    ///
    /// # Errors
    /// When no port is free.
    pub async fn start(site: PathBuf) -> Result<Self> {
        let (listener, address) = xtask::server::listen("127.0.0.1", 0).await?;
        let (end, ended) = oneshot::channel();
        let ended = async { drop(ended.await) };
        let serving =
            tokio::spawn(async move { xtask::server::serve_until(listener, &site, FOLDER, ended).await });
        Ok(Self { address: format!("http://{address}{FOLDER}/"), end, serving })
    }

    /// The site's address, with a slash at its end.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Stops serving: from then on nobody listens at the address.
    ///
    /// # Errors
    /// When it had broken before.
    pub async fn stop(self) -> Result<()> {
        drop(self.end);
        self.serving.await.context("the server broke")?
    }
}

/// The folder that `cargo xtask test` has built, which it names in `GEDANKEN_SITE`; else where it builds to.
///
/// # Errors
/// When there is no site.
pub fn folder() -> Result<PathBuf> {
    let folder = match std::env::var_os("GEDANKEN_SITE") {
        Some(folder) => PathBuf::from(folder),
        None => xtask::places::target()?.join("site"),
    };
    if !folder.join("index.html").is_file() {
        bail!(
            "There is no site in {}. Build it and run the tests with `cargo xtask test`.",
            folder.display()
        );
    }
    Ok(folder)
}

/// Writes another release of the site to a folder: its worker runs this script first, before any of its own.
///
/// # Errors
/// When there is no site, or it cannot be copied.
pub fn release(name: &str, script: &str, to: &Path) -> Result<()> {
    let site = folder()?;
    copy(&site, to)?;
    let names = std::fs::read_dir(to.join("assets")).context("the site has no assets")?;
    let names = names.flatten().map(|file| file.file_name().to_string_lossy().into_owned());
    let is_worker = |name: &String| name.starts_with("worker-") && name.ends_with(".js");
    let worker = names.into_iter().find(is_worker).context("the site has no worker")?;
    let new = format!("worker-{name}.js");
    let file = to.join("assets").join(&worker);
    let own = read(&file)?;
    write(&to.join("assets").join(&new), format!("{script}\n{own}"))?;
    std::fs::remove_file(&file).context("the worker cannot be removed")?;
    let page = read(&to.join("index.html"))?;
    let old = page.split("data-release=\"").nth(1).and_then(|rest| rest.split('"').next());
    let old = old.filter(|old| !old.is_empty()).context("the site's release has no name")?;
    for file in texts(to)? {
        write(&file, read(&file)?.replace(&worker, &new).replace(old, name))?;
    }
    Ok(())
}

/// What names assets and the release: the pages and the service worker.
fn texts(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).with_context(|| format!("could not list {}", folder.display()))? {
        let path = entry.context("a file of the site cannot be read")?.path();
        if path.is_dir() {
            files.extend(texts(&path)?);
        } else if path.extension().is_some_and(|it| it == "html") || path.ends_with(xtask::offline::WORKER) {
            files.push(path);
        }
    }
    Ok(files)
}

fn read(file: &Path) -> Result<String> {
    std::fs::read_to_string(file).with_context(|| format!("could not read {}", file.display()))
}

fn write(file: &Path, text: String) -> Result<()> {
    std::fs::write(file, text).with_context(|| format!("could not write {}", file.display()))
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    std::fs::create_dir_all(to).with_context(|| format!("could not make {}", to.display()))?;
    for entry in std::fs::read_dir(from).with_context(|| format!("could not read {}", from.display()))? {
        let entry = entry.context("a file of the site cannot be read")?;
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            std::fs::copy(entry.path(), &target).context("a file of the site cannot be copied")?;
        }
    }
    Ok(())
}
