//! What the validator of Learning Locker, a learning record store, says of statements of xAPI 1.0.3.

use std::io::Write;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};
use serde_json::Value;

/// Reads statements, and writes what is wrong with each.
const CHECK: &str = r#"
    const { default: check } = require(process.argv[1]);
    const statements = JSON.parse(require("fs").readFileSync(0, "utf8"));
    const faults = statements.map((it) => check(it).map((fault) => `${fault.constructor.name} ${JSON.stringify(fault)}`));
    console.log(JSON.stringify(faults));"#;

/// What is wrong with each of these statements.
///
/// # Errors
/// When Node.js or the validator is missing.
pub fn faults(statements: &[&Value]) -> Result<Vec<Vec<String>>> {
    let mut node = Command::new("node");
    node.args(["--eval", CHECK]).arg(xtask::setup::xapi()?).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut node = node.spawn().context("Node.js is missing, which comes with npm")?;
    let mut input = node.stdin.take().context("Node.js hears nothing")?;
    input.write_all(&serde_json::to_vec(statements)?).context("Node.js hears nothing")?;
    drop(input);
    let said = node.wait_with_output().context("Node.js broke")?;
    ensure!(said.status.success(), "the validator broke");
    serde_json::from_slice(&said.stdout).context("the validator answers in another form")
}
