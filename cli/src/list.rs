//! `gedanken list`: every experiment with what it declares.

use std::fmt::Write as _;
use std::process::ExitCode;

use lab::EXPERIMENTS;
use lab::experiment::Experiment;
use lab::keys::RunKeys;
use serde_json::{Value, json};

use crate::Format;
use crate::run::print;

pub(crate) fn list(format: Format) -> Result<ExitCode, String> {
    // It ends early where nobody reads on.
    let _ = EXPERIMENTS.iter().try_for_each(|experiment| match format {
        Format::Text => print(&text(experiment)),
        Format::Json => print(&json(experiment)),
    });
    Ok(ExitCode::SUCCESS)
}

/// An experiment and its knobs, with an empty line behind them.
fn text(experiment: &Experiment) -> String {
    let mut text = format!("{}  {}\n    {}\n", experiment.id, experiment.question, experiment.finding);
    for knob in experiment.knobs {
        let default = knob.write(knob.default_value());
        // Writing to a text does not fail.
        let _ = writeln!(text, "    {}={default}  {}: {}", knob.key, knob.label, knob.accepts());
    }
    text
}

/// An experiment as a line of JSON. Arms are those of a link that says nothing.
fn json(experiment: &'static Experiment) -> Value {
    let knobs = experiment.knobs.iter().map(|knob| {
        json!({
            "key": knob.key,
            "label": knob.label,
            "help": knob.help,
            "accepts": knob.accepts().to_string(),
            "default": knob.write(knob.default_value()),
        })
    });
    let arms = RunKeys::defaults(experiment).arms();
    let arms = arms
        .iter()
        .map(|arm| json!({ "key": arm.key, "label": arm.label, "about": arm.about, "steps": arm.steps }));
    let series = experiment
        .series
        .iter()
        .map(|series| json!({ "key": series.key, "label": series.label, "about": series.about }));
    let claims = experiment.claims.iter().map(|claim| {
        json!({
            "id": claim.id,
            "statement": claim.statement,
            "status": claim.status.name(),
            "cost_gflop": claim.work(experiment) / 1000.0,
        })
    });
    json!({
        "id": experiment.id,
        "rev": experiment.rev,
        "family": experiment.family,
        "question": experiment.question,
        "finding": experiment.finding,
        "members": experiment.members,
        "source": experiment.source.url,
        "knobs": knobs.collect::<Vec<_>>(),
        "arms": arms.collect::<Vec<_>>(),
        "series": series.collect::<Vec<_>>(),
        "claims": claims.collect::<Vec<_>>(),
    })
}
