//! Turns one of our programs into what a browser loads: WebAssembly and the JavaScript that starts it.
//!
//! wasm-bindgen runs as a library, pinned to the version of `wasm-bindgen` in the same lock file, so that there
//! is no second program to install whose version must match.

use std::path::PathBuf;

use anyhow::{Context, Result};
use wasm_bindgen_cli_support::Bindgen;

use crate::{places, process, split};

/// What all our programs are compiled for.
pub const TARGET: &str = "wasm32-unknown-unknown";

/// One of the programs that a browser runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Program {
    /// The page, on the browser's main thread: small.
    App,
    /// The engine worker: fast.
    Worker,
    /// The worker that compares the executors, for the tests.
    Parity,
    /// The worker that is measured.
    Bench,
}

/// How much a build may cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Care {
    /// For `serve` and the tests.
    Quick,
    /// For `dist`.
    Release,
}

impl Program {
    /// The crate that it is a binary of.
    fn package(self) -> &'static str {
        if self == Self::Bench { "bench" } else { "app" }
    }

    /// The name of its binary.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::App => "app",
            Self::Worker => "worker",
            Self::Parity => "parity",
            Self::Bench => "bench-worker",
        }
    }

    /// The feature of its crate that it needs.
    fn feature(self) -> Option<&'static str> {
        match self {
            Self::App => Some("page"),
            Self::Worker => Some("worker"),
            Self::Parity => Some("parity"),
            Self::Bench => None,
        }
    }

    /// The cargo profile it is built with.
    #[must_use]
    pub fn profile(self, care: Care) -> &'static str {
        match (self, care) {
            (Self::App, Care::Quick) => "web-app",
            (Self::App, Care::Release) => "dist-app",
            (Self::Worker | Self::Parity | Self::Bench, Care::Quick) => "web-worker",
            (Self::Worker | Self::Parity | Self::Bench, Care::Release) => "dist-worker",
        }
    }

    /// Flags for the compiler: only the worker may need SIMD, so that the page itself loads everywhere and can
    /// say what is missing.
    fn flags(self) -> &'static str {
        match self {
            // The second lets it be taken apart.
            Self::App => "--cfg=erase_components -Clink-arg=--emit-relocs",
            Self::Worker | Self::Parity | Self::Bench => "-Ctarget-feature=+simd128",
        }
    }

    /// A cargo command on this program: `build` or `clippy`. Both use the same profile and flags, so that what
    /// one has compiled for the host the other finds done.
    #[must_use]
    pub fn cargo(self, task: &str, care: Care) -> std::process::Command {
        let mut cargo = process::cargo();
        cargo.args([task, "--package", self.package(), "--bin", self.name(), "--no-default-features"]);
        cargo.args(["--target", TARGET, "--profile", self.profile(care)]);
        cargo.args(self.feature().iter().flat_map(|feature| ["--features", feature]));
        // Either would replace the flags below.
        cargo.env_remove("RUSTFLAGS").env_remove("CARGO_ENCODED_RUSTFLAGS");
        cargo.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", self.flags());
        cargo
    }
}

/// A program as a browser takes it.
#[derive(Debug)]
pub struct Bundle {
    /// The WebAssembly module.
    pub wasm: Vec<u8>,
    /// The JavaScript module whose default export starts it.
    pub js: String,
    /// JavaScript modules that `js` imports: the path it names them by, and their text.
    pub imports: Vec<(String, String)>,
    /// WebAssembly modules that `js` loads when the program asks for them, as `./<name>.wasm`: name and contents.
    pub parts: Vec<(String, Vec<u8>)>,
}

/// Compiles a program and binds it to JavaScript.
///
/// # Errors
/// When it does not compile, or wasm-bindgen refuses it.
pub fn bundle(program: Program, care: Care) -> Result<Bundle> {
    process::run(&mut program.cargo("build", care))?;
    let compiled = compiled(program, care)?;
    if program != Program::App {
        return bind(&compiled, false);
    }
    let apart = split::apart(&compiled, &places::target()?.join("split").join(program.profile(care)))?;
    let bound = bind(&apart.main, true)?;
    let (wasm, js) = (apart.whole(&bound.wasm)?, apart.linked(&bound.js)?);
    Ok(Bundle { wasm, js, parts: apart.parts, ..bound })
}

/// Where cargo puts the compiled program.
fn compiled(program: Program, care: Care) -> Result<PathBuf> {
    let file = format!("{}.wasm", program.name());
    Ok(places::target()?.join(TARGET).join(program.profile(care)).join(file))
}

/// Binds a module to JavaScript. Where it has parts, it goes on exporting what they need: memory, table, stack.
fn bind(file: &PathBuf, has_parts: bool) -> Result<Bundle> {
    let mut bindgen = Bindgen::new();
    bindgen.input_path(file).web(true)?.typescript(false).remove_producers_section(true);
    bindgen.keep_lld_exports(has_parts);
    let mut output = bindgen
        .generate_output()
        .with_context(|| format!("wasm-bindgen could not bind {}", file.display()))?;
    let mut imports: Vec<(String, String)> = Vec::new();
    for (folder, inline) in output.snippets() {
        for (number, text) in inline.iter().enumerate() {
            imports.push((format!("./snippets/{folder}/inline{number}.js"), text.clone()));
        }
    }
    let modules = output.local_modules().iter();
    imports.extend(modules.map(|(path, text)| (format!("./snippets/{path}"), text.clone())));
    // One of the two comes from a hash map; the site must not depend on its order.
    imports.sort();
    let js = output.js().to_owned();
    Ok(Bundle { wasm: output.wasm_mut().emit_wasm(), js, imports, parts: Vec::new() })
}
