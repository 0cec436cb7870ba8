//! Writes the site: two programs, styles and pages in one folder that any static host serves from any subfolder.
//!
//! Every asset has a name with a hash of its contents, so that browsers may keep it for ever and never mix two
//! versions; pages have fixed names and are asked for again each time. All addresses are relative. A service worker keeps
//! all that pages load, for use without a network.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use lab::words::{self, TOLD};

use crate::compare::{self, COMPARE};
use crate::course::{self, COURSE, OPEN_EDX};
use crate::host::Host;
use crate::offline::{self, Icons, Paper};
use crate::page::{self, ABOUT, About, Assets, EMBED, NOT_FOUND, POLICY, Site};
use crate::wasm::{self, Bundle, Care, Program};
use crate::{dist, embed, places, preview, setup, shrink, unfurl};

/// Builds the site for `serve` and the tests, and gives its folder.
///
/// # Errors
/// When the compiler's target is missing and cannot be added, when a program does not compile, or when a file
/// cannot be read or written.
pub fn build() -> Result<PathBuf> {
    setup::wasm_target()?;
    let folder = places::target()?.join("site");
    let app = wasm::bundle(Program::App, Care::Quick)?;
    let worker = wasm::bundle(Program::Worker, Care::Quick)?;
    write(&folder, &Host::UNKNOWN, app, worker)?;
    Ok(folder)
}

/// Builds the site for the tests: with a page that compares the executors in the browser that opens it.
///
/// # Errors
/// As [`build`].
pub fn build_for_tests() -> Result<PathBuf> {
    let folder = build()?;
    let mut files = Files::new(folder.join("parity"));
    let worker = files.bundle(Program::Parity, wasm::bundle(Program::Parity, Care::Quick)?)?;
    let script = "const main = document.querySelector(\"main\");\n\
                  const worker = new Worker(new URL(main.dataset.worker, document.baseURI), { type: \"module\" });\n\
                  worker.onmessage = ({ data }) => {\n\
                  \u{20} const [state, text] = Array.isArray(data) ? data : [\"failed\", data];\n\
                  \u{20} if (text) main.append(`${text}\\n`);\n\
                  \u{20} main.dataset.state = state;\n\
                  };\n\
                  worker.onerror = ({ message }) => { main.append(message); main.dataset.state = \"failed\"; };\n";
    let script = files.add("start", "js", script)?;
    let page = format!(
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n<title>Parity</title>\n\
         <main data-state=\"running\" data-worker=\"{}\"></main>\n\
         <script type=\"module\" src=\"{script}\"></script>\n</html>\n",
        worker.js
    );
    save(&folder.join("parity/index.html"), page)?;
    Ok(folder)
}

/// Builds the page that `cargo xtask bench` measures in: our worker, optimised as for `dist`, beside a peer's library,
/// which lies in `jax`.
///
/// # Errors
/// As [`build`].
pub fn build_for_bench(jax: &Path) -> Result<PathBuf> {
    let folder = places::target()?.join("bench");
    if folder.exists() {
        fs::remove_dir_all(&folder).with_context(|| format!("could not empty {}", folder.display()))?;
    }
    let mut files = Files::new(folder.join("assets"));
    let worker = files.bundle(Program::Bench, dist::published(Program::Bench)?)?;
    let bench = places::root().join("bench");
    let script = files.copy(&bench.join("web/bench.js"))?;
    let peer = files.copy(&bench.join("peers/jax_js.js"))?;
    // Under their own names: they import each other.
    for file in fs::read_dir(jax).with_context(|| format!("could not read {}", jax.display()))?.flatten() {
        let name = file.file_name();
        if Path::new(&name).extension().is_some_and(|extension| extension == "js") {
            save(&folder.join("jax").join(&name), read(&file.path())?)?;
        }
    }
    let page = format!(
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>Bench</title>\n\
         <main data-state=\"starting\" data-worker=\"assets/{}\" data-peer=\"assets/{peer}\" \
         data-jax=\"jax/index.js\"></main>\n<script type=\"module\" src=\"assets/{script}\"></script>\n</html>\n",
        worker.js
    );
    save(&folder.join("index.html"), page)?;
    Ok(folder)
}

/// Writes the site of two bundled programs to a folder, and gives the files that a browser keeps for use without a network.
/// What the folder held before is removed.
///
/// # Errors
/// When a file cannot be read or written.
pub fn write(folder: &Path, host: &Host, app: Bundle, worker: Bundle) -> Result<Vec<PathBuf>> {
    if folder.exists() {
        fs::remove_dir_all(folder).with_context(|| format!("could not empty {}", folder.display()))?;
    }
    let public = places::root().join("public");
    let mut files = Files::new(folder.join("assets"));
    let app = files.bundle(Program::App, app)?;
    let worker = files.bundle(Program::Worker, worker)?;
    let assets = Assets {
        app_js: app.js,
        app_wasm: app.wasm,
        app_parts: app.parts,
        worker_js: worker.js,
        style: files.copy(&public.join("style.css"))?,
        boot: files.copy(&public.join("boot.js"))?,
        frame: files.copy(&public.join("frame.js"))?,
        gallery: files.copy(&public.join("gallery.js"))?,
        compare: files.copy(&public.join("compare.js"))?,
        offline: files.copy(&public.join("offline.js"))?,
        language: files.copy(&public.join("language.js"))?,
        dialog: files.copy(&public.join("dialog.js"))?,
        releases: files.copy(&public.join("releases.js"))?,
        qr: files.copy(&public.join("lean-qr.js"))?,
        course: files.copy(&public.join("course.js"))?,
        open_edx: files.copy(&public.join("open-edx.js"))?,
        icons: files.icons(&public)?,
        previews: files.previews()?,
        thumbnails: files.thumbnails()?,
    };

    let template = read(&places::root().join("index.html"))?;
    let script = read(&public.join("sw.js"))?;
    let embed = embed::script(&read(&public.join(embed::SCRIPT))?);
    let paper = Paper::read(&read(&public.join("style.css"))?)?;
    let manifest = offline::manifest(&assets.icons, &paper);
    let names = files.kept.iter().map(|name| format!("assets/{name}")).collect::<Vec<_>>();
    let words = words::site(None);
    let site =
        Site { words, folder: "", template: &template, assets: &assets, host, paper: &paper, release: "" };
    let all = pages(&site, &public)?;
    let release = offline::release(
        all.iter()
            .map(|(file, html)| (file.as_str(), html.as_str()))
            .chain([
                (offline::WORKER, script.as_str()),
                (offline::MANIFEST, manifest.as_str()),
                (embed::SCRIPT, embed.as_str()),
            ])
            .chain(names.iter().map(|name| (name.as_str(), ""))),
    );
    // Once more, with the name that they have together.
    let all = pages(&Site { release: &release, ..site }, &public)?;
    for (file, html) in &all {
        save(&folder.join(file), html)?;
    }
    let addresses = all.iter().map(|(file, _)| address(file)).collect::<Vec<_>>();
    save(&folder.join(offline::WORKER), offline::worker(&script, &release, &addresses, &names))?;
    save(&folder.join(offline::MANIFEST), manifest)?;
    save(&folder.join(embed::SCRIPT), embed)?;
    for words in words::locales().map(|locale| words::site(Some(locale))) {
        let language = page::folder(words);
        for experiment in lab::EXPERIMENTS {
            let picture = assets.picture(experiment, words);
            let document = unfurl::oembed(host, &language, experiment, picture.as_ref());
            save(&folder.join(&language).join(experiment.id).join("oembed.json"), document)?;
        }
    }
    let kept = all.into_iter().map(|(file, _)| file).chain(names).chain([embed::SCRIPT.to_owned()]);
    Ok(kept.map(PathBuf::from).collect())
}

/// Every page in every language: its file and its HTML.
fn pages(site: &Site<'_>, public: &Path) -> Result<Vec<(String, String)>> {
    let mut pages = Vec::new();
    for words in words::locales().map(|locale| words::site(Some(locale))) {
        let folder = page::folder(words);
        let site = &Site { words, folder: &folder, ..*site };
        pages.extend([
            (format!("{folder}index.html"), page::gallery(site)?),
            (format!("{folder}{NOT_FOUND}"), page::not_found(site)?),
            (
                format!("{folder}{ABOUT}index.html"),
                page::about(site, &text(public, "about", words.language)?)?,
            ),
            (
                format!("{folder}{EMBED}index.html"),
                page::embed(site, &text(public, "embed", words.language)?)?,
            ),
            (format!("{folder}{COMPARE}index.html"), compare::compare(site)?),
            (format!("{folder}{COURSE}index.html"), course::course(site)?),
            (format!("{folder}{OPEN_EDX}index.html"), course::open_edx(site)?),
        ]);
        for experiment in lab::EXPERIMENTS {
            let file = format!("{folder}{}/index.html", experiment.id);
            pages.push((file, page::experiment(site, experiment)?));
        }
    }
    Ok(pages)
}

/// The text of this name, in this language where there is one.
fn text(public: &Path, name: &str, language: &'static str) -> Result<About> {
    let translated = public.join(format!("{name}.{language}.md"));
    if translated.exists() {
        return Ok(About { text: read(&translated)?, language });
    }
    Ok(About { text: read(&public.join(format!("{name}.md")))?, language: TOLD })
}

/// The address of a page from the site's top folder. Hosts give a folder's page at the folder.
fn address(file: &str) -> String {
    file.strip_suffix("index.html").map_or_else(|| file.to_owned(), |folder| format!("./{folder}"))
}

/// The names of one program's files in `assets/`.
struct Names {
    js: String,
    wasm: String,
    /// Those of its parts, by their names.
    parts: BTreeMap<String, String>,
}

/// The folder of hashed files.
struct Files {
    folder: PathBuf,
    /// The names of those that pages load.
    kept: Vec<String>,
}

impl Files {
    fn new(folder: PathBuf) -> Self {
        Self { folder, kept: Vec::new() }
    }

    /// Saves a file that pages load under its name with a hash of its contents, and gives that name.
    fn add(&mut self, stem: &str, extension: &str, contents: impl AsRef<[u8]>) -> Result<String> {
        let name = self.hashed(stem, extension, contents)?;
        self.kept.push(name.clone());
        Ok(name)
    }

    /// The same for what no page loads: readers of links and devices do.
    fn hashed(&self, stem: &str, extension: &str, contents: impl AsRef<[u8]>) -> Result<String> {
        let hash = blake3::hash(contents.as_ref()).to_hex();
        let name = format!("{stem}-{}.{extension}", &hash[..16]);
        save(&self.folder.join(&name), contents)?;
        Ok(name)
    }

    fn copy(&mut self, file: &Path) -> Result<String> {
        let part = |part: Option<&std::ffi::OsStr>| part.unwrap_or_default().to_string_lossy().into_owned();
        self.add(&part(file.file_stem()), &part(file.extension()), read(file)?)
    }

    /// Saves the pictures of the playground itself.
    fn icons(&mut self, public: &Path) -> Result<Icons> {
        let pixels = |side: u32| {
            let file = public.join(format!("icon-{side}.png"));
            let png = fs::read(&file).with_context(|| format!("could not read {}", file.display()))?;
            ensure!(
                shrink::size(&png).ok() == Some((side, side)),
                "{} is not a PNG of {side} × {side} pixels",
                file.display()
            );
            self.hashed("icon", "png", png)
        };
        let [small, large] = offline::SIDES.map(pixels);
        Ok(Icons { pixels: [small?, large?], drawing: self.copy(&public.join("icon.svg"))? })
    }

    /// Saves the preview of every experiment that has one.
    fn previews(&self) -> Result<BTreeMap<&'static str, String>> {
        let mut names = BTreeMap::new();
        for experiment in lab::EXPERIMENTS {
            if let Some(png) = preview::read(experiment)? {
                names.insert(experiment.id, self.hashed(experiment.id, "png", png)?);
            }
        }
        Ok(names)
    }

    /// Saves the thumbnails of every experiment that has them.
    fn thumbnails(&mut self) -> Result<BTreeMap<&'static str, [String; 2]>> {
        let mut names = BTreeMap::new();
        for experiment in lab::EXPERIMENTS {
            if let Some([light, dark]) = preview::thumbnails(experiment)? {
                let [light, dark] = [light, dark].map(|svg| self.add(experiment.id, "svg", svg));
                names.insert(experiment.id, [light?, dark?]);
            }
        }
        Ok(names)
    }

    fn bundle(&mut self, program: Program, bundle: Bundle) -> Result<Names> {
        let name = program.name();
        let wasm = self.add(name, "wasm", &bundle.wasm)?;
        let mut js = bundle.js;
        for (path, text) in bundle.imports {
            let import = self.add("import", "js", text)?;
            // Only where it is loaded from: the WebAssembly module still asks for it by its old name.
            for quote in ['"', '\''] {
                let (old, new) =
                    (format!("from {quote}{path}{quote}"), format!("from {quote}./{import}{quote}"));
                js = js.replace(&old, &new);
            }
        }
        let mut parts = BTreeMap::new();
        for (part, contents) in bundle.parts {
            let file = self.add(&part, "wasm", contents)?;
            js = js.replace(&format!("\"./{part}.wasm\""), &format!("\"./{file}\""));
            parts.insert(part, file);
        }
        // The page's module is started by boot.js, which first checks what the browser can do. A worker has
        // nobody before it: its module starts itself, and tells the page in plain words if it cannot.
        if program != Program::App {
            let says: String = words::locales()
                .map(|locale| {
                    let says = (words::words(Some(locale)).trouble.not_loaded)(Some("${error}"));
                    format!("  {locale}: (error) => `{says}`,\n")
                })
                .collect();
            // Its name is the language of the page.
            js.push_str(&format!(
                "\nconst says = {{\n{says}}};\n\
                 __wbg_init({{ module_or_path: new URL(\"{wasm}\", import.meta.url) }}).catch((error) =>\n  \
                 postMessage((says[self.name] ?? says.{TOLD})(error)));\n"
            ));
        }
        Ok(Names { js: self.add(name, "js", js)?, wasm, parts })
    }
}

fn read(file: &Path) -> Result<String> {
    fs::read_to_string(file).with_context(|| format!("could not read {}", file.display()))
}

fn save(file: &Path, contents: impl AsRef<[u8]>) -> Result<()> {
    let parent = file.parent().unwrap_or(file);
    fs::create_dir_all(parent).with_context(|| format!("could not make {}", parent.display()))?;
    fs::write(file, contents).with_context(|| format!("could not write {}", file.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_asked_for_at_their_folders() {
        let addresses = ["index.html", "about/index.html", NOT_FOUND].map(address);
        assert_eq!(addresses, ["./", "./about/", "404.html"]);
    }
}
