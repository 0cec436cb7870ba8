//! What axe-core says about a page: what in it would keep people out who cannot see it well, or use no mouse.

use std::fmt;

use serde::Deserialize;

/// The rules that pages are held to: those of WCAG up to 2.2, levels A and AA, and axe's own advice.
pub(crate) const RULES: [&str; 6] = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/// Runs the checker, once it is there. `preload` would fetch style sheets that are there already.
pub(crate) const CHECK: &str = "
    const [rules, done] = arguments;
    axe.run({ runOnly: rules, resultTypes: ['violations'], preload: false })
        .then(({ violations }) => done({ violations }), (error) => done({ error: String(error) }));";

/// What [`CHECK`] answers.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Answer {
    Violations(Vec<Violation>),
    Error(String),
}

/// A rule that a page breaks.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Violation {
    /// The rule's name.
    pub id: String,
    /// What should be done, in one sentence.
    pub help: String,
    /// Where the rule is explained.
    pub help_url: String,
    /// The elements that break it.
    pub nodes: Vec<Node>,
}

/// An element that breaks a rule.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Node {
    /// The start of its HTML.
    pub html: String,
    /// What is wrong with it.
    pub failure_summary: String,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}: {} ({})", self.id, self.help, self.help_url)?;
        for node in &self.nodes {
            writeln!(f, "    {}", node.html)?;
            for line in node.failure_summary.lines() {
                writeln!(f, "        {}", line.trim())?;
            }
        }
        Ok(())
    }
}
