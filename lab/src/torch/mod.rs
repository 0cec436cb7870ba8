//! A run as one Python file for PyTorch, written out of the graphs that train it: the same first weights, data, losses
//! and optimisers, in any order of sums.

mod arm;
mod bounds;
mod function;
mod meant;
mod ops;
mod reach;
mod tables;
mod value;

use std::fmt::Write as _;

use arm::{Functions, Writer};
use function::Shared;
use value::quoted;

use crate::keys::RunKeys;

/// Columns of a line of text.
const WIDTH: usize = 100;

/// A run that cannot be written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TorchError {
    /// Its data are made by the program, not by its graph.
    #[error("The data of the arm {arm} are made outside its graph, so that no script can be written of it.")]
    Feed {
        /// The arm.
        arm: &'static str,
    },
}

/// The script of a run; `address` is that of its page, where it has one.
///
/// # Errors
/// When an arm's data are not made by its graph.
pub fn script(keys: &RunKeys, address: Option<&str>) -> Result<String, TorchError> {
    let (mut shared, mut functions) = (Shared::default(), Functions::default());
    let mut arms = String::new();
    for (position, about) in keys.arms().iter().enumerate() {
        let program = crate::run::program(keys, position);
        let writer =
            Writer { keys, about, arm: &program.arm, shared: &mut shared, functions: &mut functions };
        arms.push_str(&writer.write()?);
    }
    let mut text = head(keys, address);
    let imports: &[&str] = if shared.tables.packs {
        shared.used.insert("packed");
        &["argparse", "base64", "dataclasses", "math", "statistics", "struct", "sys", "types", "zlib"]
    } else {
        &["argparse", "dataclasses", "math", "statistics", "sys", "types"]
    };
    imports.iter().for_each(|module| text.push_str(&format!("import {module}\n")));
    text.push_str("\nimport torch\nfrom torch.nn import functional\n\n");
    let _ = writeln!(text, "TITLE = {}", quoted(keys.experiment.question));
    let _ = writeln!(text, "SEED = {}\nMEMBERS = {}", keys.seed, keys.members);
    let _ = writeln!(text, "MODELS = {}  # of each arm\n", keys.models());
    text.push_str(include_str!("python/random.py"));
    text.push_str("\n\n# ---- Tensors and layers ----\n\n\n");
    for (name, code) in helpers() {
        if name == "tensors" || shared.used.contains(name) {
            let _ = write!(text, "{}\n\n\n", code.trim());
        }
    }
    if !shared.tables.lines.is_empty() {
        let _ = write!(text, "# ---- Constants ----\n\n{}\n", shared.tables.lines);
    }
    text.push_str("# ---- Training steps ----\n# p holds the parameters by their names, s what else a model keeps. Shapes stand behind the lines.\n\n\n");
    text.push_str(&functions.text);
    text.push_str(include_str!("python/training.py"));
    Ok(text.replace("# %% arms\n", &format!("ARMS = {{\n{arms}}}\n")))
}

/// The helpers that a script may need, by name.
fn helpers() -> Vec<(&'static str, &'static str)> {
    let parts = include_str!("python/helpers.py").split("# %% ").filter(|part| !part.is_empty());
    parts.filter_map(|part| part.split_once('\n')).collect()
}

/// Where the script comes from and how it is used.
fn head(keys: &RunKeys, address: Option<&str>) -> String {
    let experiment = keys.experiment;
    let source = &experiment.source;
    let paragraphs = [
        experiment.question.to_owned(),
        experiment.finding.to_owned(),
        format!(
            "This file trains what a run of Gedanken {} trains: the same first weights, the same data in the same order, \
             the same loss and optimiser. It was written by the program out of the experiment's own graphs. It needs PyTorch \
             and nothing else; sums are taken in another order than there, so losses agree to rounding, which grows \
             as training goes on. Nothing is read from the network or the disk: data are drawn from streams of \
             random numbers, as written out below, and tables stand in the file.",
            env!("CARGO_PKG_VERSION")
        ),
        format!("Finding: {} ({}). {}. {}", source.authors, source.year, source.title, source.url),
        "It prints a line of CSV for each training step: arm, model, step, loss.".to_owned(),
    ];
    let mut text = String::from("#!/usr/bin/env python3\n\"\"\"");
    let safe = |text: &str| text.replace('\\', "\\\\").replace("\"\"\"", "'''");
    for paragraph in &paragraphs {
        let _ = write!(text, "{}\n\n", wrap(&safe(paragraph)));
    }
    let _ = writeln!(text, "    Experiment  {}, revision {}", experiment.id, keys.rev);
    let _ = writeln!(text, "    Run         {}", safe(&keys.query()));
    address.iter().for_each(|address| {
        let _ = writeln!(text, "    Link        {}", safe(address));
    });
    for (knob, value) in keys.knobs.iter() {
        let swept = keys.sweep.axes().iter().any(|axis| experiment.knobs[axis.knob].key == knob.key);
        let note = if swept { " (swept: see Run)" } else { "" };
        let _ = writeln!(text, "    {:<11} {}{note}", knob.key, safe(&knob.write(value)));
    }
    text.push_str("\n    python3 FILE --help    says how to train a part of it, and how to keep the weights.\n\"\"\"\n\n");
    text
}

/// A paragraph in lines.
fn wrap(text: &str) -> String {
    let (mut lines, mut line) = (Vec::new(), String::new());
    for word in text.split_whitespace() {
        if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > WIDTH {
            lines.push(std::mem::take(&mut line));
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    lines.push(line);
    lines.join("\n")
}
