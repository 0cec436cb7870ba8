//! `gedanken list`: every experiment with its knobs, from their declarations.

use std::process::ExitCode;

use lab::EXPERIMENTS;
use serde_json::json;

use crate::Format;

pub(crate) fn list(format: Format) -> Result<ExitCode, String> {
    for experiment in EXPERIMENTS {
        let knobs = experiment.knobs.iter();
        match format {
            Format::Text => {
                println!("{}  {}", experiment.id, experiment.question);
                println!("    {}", experiment.finding);
                for knob in knobs {
                    let default = knob.write(knob.default_value());
                    println!("    {}={default}  {}: {}", knob.key, knob.label, knob.accepts());
                }
                println!();
            }
            Format::Json => {
                let knobs: Vec<_> = knobs
                    .map(|knob| {
                        json!({
                            "key": knob.key,
                            "label": knob.label,
                            "help": knob.help,
                            "accepts": knob.accepts(),
                            "default": knob.write(knob.default_value()),
                        })
                    })
                    .collect();
                let line = json!({
                    "id": experiment.id,
                    "rev": experiment.rev,
                    "family": experiment.family,
                    "question": experiment.question,
                    "finding": experiment.finding,
                    "members": experiment.members,
                    "source": experiment.source.url,
                    "knobs": knobs,
                });
                println!("{line}");
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}
