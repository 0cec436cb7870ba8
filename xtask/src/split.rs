//! Takes the page's program apart: what every page needs stays in one module, and each part that the program loads when
//! it needs it (`wasm_split` in `app`) becomes a module of its own.
//!
//! What several parts have in common would be a hundred tiny files; it is put back into the first module, so that a part
//! is one file.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow, ensure};
use wasm_split_cli_support::{Options, transform};

use crate::{process, setup};

/// What rustc takes for granted in a browser's WebAssembly, and SIMD, which only the worker uses. The tools must be told,
/// or they refuse the module.
pub(crate) const FEATURES: &[&str] = &[
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
    "--enable-simd",
];

/// The module from which the program asks for its parts; [`linked`] puts what it exports in its place.
const LINK: &str = "./__wasm_split.js";

/// The name of a part's file starts with this.
const PART: &str = "split_";

/// A program that was taken apart.
pub(crate) struct Apart {
    /// What every page needs, still to be bound to JavaScript.
    pub(crate) main: PathBuf,
    /// Each part by its name.
    pub(crate) parts: Vec<(String, Vec<u8>)>,
    /// What parts have in common.
    common: Vec<PathBuf>,
}

/// Takes a program apart, by way of files in a folder, which is emptied.
///
/// # Errors
/// When the program has no relocations, or a file cannot be read or written.
pub(crate) fn apart(program: &Path, folder: &Path) -> Result<Apart> {
    let read = |file: &Path| fs::read(file).with_context(|| format!("could not read {}", file.display()));
    if folder.exists() {
        fs::remove_dir_all(folder).with_context(|| format!("could not empty {}", folder.display()))?;
    }
    let (input, main) = (read(program)?, folder.join("main.wasm"));
    let mut options = Options::new(&input);
    (options.output_dir, options.main_out_path, options.link_name) = (folder, &main, LINK);
    let made =
        transform(options).map_err(|error| anyhow!("could not split {}: {error:?}", program.display()))?;
    let (mut parts, mut common) = (Vec::new(), Vec::new());
    for file in made.split_modules {
        match file.file_stem().and_then(|stem| stem.to_str()?.strip_prefix(PART)) {
            Some(name) => parts.push((name.to_owned(), read(&file)?)),
            None => common.push(file),
        }
    }
    parts.sort();
    common.sort();
    Ok(Apart { main, parts, common })
}

impl Apart {
    /// The bound main module with what parts have in common.
    ///
    /// # Errors
    /// When the tool is missing or refuses a module.
    pub(crate) fn whole(&self, bound: &[u8]) -> Result<Vec<u8>> {
        let [before, after] = ["bound.wasm", "whole.wasm"].map(|name| self.main.with_file_name(name));
        fs::write(&before, bound).with_context(|| format!("could not write {}", before.display()))?;
        let mut command = process::repository("node");
        // Modules ask for each other by names: all import from the first one.
        command.arg(setup::wasm_merge()?).args(FEATURES).arg(&before).arg("__wasm_split");
        for (number, file) in self.common.iter().enumerate() {
            command.arg(file).arg(format!("common{number}"));
        }
        process::run(command.arg("--debuginfo").arg("--output").arg(&after))?;
        fs::read(&after).with_context(|| format!("could not read {}", after.display()))
    }

    /// The JavaScript of the main module, which loads the parts by the names of their files: `./<part>.wasm`.
    ///
    /// # Errors
    /// When it is not as expected.
    pub(crate) fn linked(&self, js: &str) -> Result<String> {
        let loaders: String = self
            .parts
            .iter()
            .map(|(name, _)| format!("  __wasm_split_load_{name}: part(\"./{name}.wasm\"),\n"))
            .collect();
        let asks = format!("from \"{LINK}\"");
        let lines = js.lines().map(|line| match line.strip_prefix("import * as ") {
            Some(import) if line.contains(&asks) => {
                format!("const {} = parts;\n", import.split(' ').next().unwrap_or_default())
            }
            _ => format!("{line}\n"),
        });
        let lines: String = lines.collect();
        ensure!(
            lines.contains("= parts;") && lines.contains("__wbg_load("),
            "this is not what wasm-bindgen writes"
        );
        Ok(format!("{LOADER}const parts = {{\n{loaders}}};\n{lines}"))
    }
}

/// Loads a part and tells the program by the function that it named, as `wasm_split_helpers` expects.
const LOADER: &str = "\
const part = (file) => async (told, what) => {
  let done = false;
  try {
    await __wbg_load(await fetch(new URL(file, import.meta.url)), { __wasm_split: wasm });
    done = true;
  } catch (error) {
    console.error(error);
  }
  wasm.__indirect_function_table.get(told)(what, done);
};
";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_loaded_by_their_files() {
        let apart =
            Apart { main: PathBuf::new(), parts: vec![("moons".to_owned(), Vec::new())], common: Vec::new() };
        let js = "import * as import2 from \"./__wasm_split.js\"\n\"./__wasm_split.js\": import2,\n__wbg_load(module)";
        let linked = apart.linked(js).unwrap();
        assert!(linked.contains("__wasm_split_load_moons: part(\"./moons.wasm\")"), "{linked}");
        assert!(linked.contains("\nconst import2 = parts;\n\"./__wasm_split.js\": import2,"), "{linked}");
        assert!(apart.linked("export default 1;").is_err());
    }
}
