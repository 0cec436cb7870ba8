//! `cargo xtask bench`: contestants take turns, row by row, and the table of their rates is printed.

mod alone;
mod contestants;
mod processes;
mod soak;
mod table;

use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use bench::contestant::{Answer, Request};
use bench::export;
use bench::rows::{ROWS, Row};
use clap::{Parser, ValueEnum};

use contestants::{Contestant, Who};
use table::{Line, Table};

/// Measures the engine beside its peers.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask bench --", bin_name = "cargo xtask bench --")]
struct Arguments {
    /// Only these rows, separated by commas
    #[arg(long, value_delimiter = ',')]
    rows: Vec<String>,
    /// Only with so many members
    #[arg(long)]
    members: Option<u32>,
    /// Only these contestants, separated by commas
    #[arg(long, value_delimiter = ',')]
    who: Vec<Who>,
    /// Turns of each contestant in each row
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..=100))]
    rounds: u32,
    /// How long a turn is, in seconds; a contestant that is slower than that makes a few steps
    #[arg(long, default_value_t = 2.0, value_parser = turn)]
    seconds: f64,
    /// How the result is written
    #[arg(long, default_value = "table")]
    format: Format,
    /// A file to write the table to as well, in Markdown
    #[arg(long)]
    out: Option<PathBuf>,
    /// Instead of all this, run the page for so many minutes and write down its memory
    #[arg(long, hide = true)]
    soak: Option<u32>,
    /// Be this contestant, asked through standard input
    #[arg(long, hide = true)]
    be: Option<Who>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Table,
    Json,
}

/// The length of a turn.
fn turn(text: &str) -> Result<f64, String> {
    let seconds: Option<f64> = text.parse().ok();
    seconds.filter(|seconds| (0.1..=60.0).contains(seconds)).ok_or_else(|| "0.1 to 60 seconds".to_owned())
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let arguments = Arguments::parse();
    if let Some(who) = arguments.be {
        return alone::answer(who);
    }
    if let Some(minutes) = arguments.soak {
        return soak::soak(minutes).await;
    }
    let known = |id: &String| ROWS.iter().any(|row| row.id == id);
    if let Some(other) = arguments.rows.iter().find(|id| !known(id)) {
        let ids: Vec<&str> = ROWS.iter().map(|row| row.id).collect();
        bail!("There is no row {other}. There are {}.", ids.join(", "));
    }
    let site = tests::site_folder()?;
    let mut table = Table::default();
    for row in
        ROWS.iter().filter(|row| arguments.rows.is_empty() || arguments.rows.iter().any(|id| id == row.id))
    {
        for &members in
            row.members.iter().filter(|&&members| arguments.members.is_none_or(|only| only == members))
        {
            let file = PathBuf::from("data").join(format!("{}-{members}.safetensors", row.id));
            export::write(row, members, &site.join(&file))?;
            let lines = measure(&arguments, row, members, &file.display().to_string()).await?;
            table.lines.extend(lines);
        }
    }
    if table.lines.is_empty() {
        bail!("No row has so many members: most have 1, t64 also 8. Nor has every contestant every row.");
    }
    match arguments.format {
        Format::Table => println!("{}", table.markdown()),
        Format::Json => {
            println!("{}", serde_json::to_string_pretty(&table.lines).context("lines are plain data")?);
        }
    }
    if let Some(file) = &arguments.out {
        std::fs::write(file, table.markdown())
            .with_context(|| format!("could not write {}", file.display()))?;
    }
    Ok(())
}

/// All contestants on one row: each is started and prepared alone, then they take turns.
async fn measure(arguments: &Arguments, row: &Row, members: u32, data: &str) -> Result<Vec<Line>> {
    let mut contestants = Vec::new();
    for &who in Who::value_variants() {
        if !arguments.who.is_empty() && !arguments.who.contains(&who) || !who.takes_part(members) {
            continue;
        }
        eprintln!("{} x {members}: {who} prepares", row.id);
        let mut contestant = Contestant::start(who).await?;
        contestant.forget_peak();
        let share = (0..members).collect();
        let request = Request::Prepare { data: data.to_owned(), row: row.id.to_owned(), members, share };
        let prepared = contestant.ask(&request).await?;
        contestants.push((contestant, Line::new(row, members, who, &prepared)));
    }
    for round in 0..arguments.rounds {
        for (contestant, line) in &mut contestants {
            // What ran before may still be giving back memory or cooling down.
            tokio::time::sleep(Duration::from_millis(200)).await;
            let Answer { error: None, .. } = line.prepared else { continue };
            let answer = contestant.ask(&Request::Run { seconds: arguments.seconds }).await?;
            eprintln!(
                "{} x {members}, round {}: {} {:.1} steps/s",
                row.id,
                round + 1,
                line.who,
                answer.steps / answer.ms * 1e3
            );
            line.rounds.push(answer);
        }
    }
    let mut lines = Vec::new();
    for (contestant, mut line) in contestants {
        line.peak_mb = contestant.peak();
        lines.push(line.finished());
    }
    table::compare(&mut lines);
    Ok(lines)
}
