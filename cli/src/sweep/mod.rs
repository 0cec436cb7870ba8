//! `gedanken sweep`: the same run again and again, over seeds and values of knobs, on one machine or on many, and a table
//! of what came of it. What is finished stands in journals, so that a sweep goes on where it was broken off.

mod cell;
mod compute;
mod formats;
mod gather;
mod journal;
mod plan;
mod shard;
mod show;
mod table;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use lab::record::ComputedBy;

use crate::Format;
use crate::computed::Backend;
use crate::out::Folder;
use crate::progress::{self, Progress};
use crate::seeds::Seeds;
use crate::train::Threads;
use gather::{Gathered, Trouble, gather, journals};
use journal::Journal;
use plan::Plan;
use shard::Shard;
use show::Show;

/// What is swept, and where it goes.
#[derive(Debug, Args)]
pub(crate) struct SweepArguments {
    /// A link, or an experiment with its keys, that all cells start from: `two-moons?rev=1&members=1`.
    #[arg(required_unless_present = "merge")]
    link: Option<String>,
    /// The seeds: `6`, or `6..10`, which are the five from 6 to 10; by default the one of the link.
    #[arg(long)]
    seeds: Option<Seeds>,
    /// The values of a knob: `--grid noise=0,0.1,0.2`. Several grids and the seeds are combined, each with each.
    #[arg(long, value_name = "KNOB=VALUE,VALUE")]
    grid: Vec<String>,
    /// The folder for the journal and the tables. The same command with the same folder goes on where it was broken off.
    #[arg(long, value_name = "DIR", required_unless_present = "merge")]
    out: Option<PathBuf>,
    /// What computes; by default what the link says. `exact` gives the same bits on every machine, `gpu` is faster
    /// where there is a graphics card, `auto` is `exact` here.
    #[arg(long, value_enum)]
    backend: Option<Backend>,
    /// Compute only a part: `3/8` is the third of eight. Each part has a journal of its own, so that many machines can
    /// write to one folder; `--merge` makes the tables.
    #[arg(long, value_name = "I/N")]
    shard: Option<Shard>,
    /// Compute nothing, and write the tables of all cells whose journals are in this folder.
    #[arg(long, value_name = "DIR", conflicts_with_all = ["link", "seeds", "grid", "out", "backend", "shard", "simd", "workers"])]
    merge: Option<PathBuf>,
    /// Write the tables also where cells are missing.
    #[arg(long, requires = "merge")]
    partial: bool,
    #[command(flatten)]
    threads: Threads,
    /// How to tell of finished cells; by default in text on a terminal, as JSON otherwise.
    #[arg(long)]
    format: Option<Format>,
}

pub(crate) fn sweep(arguments: &SweepArguments) -> Result<ExitCode, String> {
    let format = Format::or_fitting(arguments.format);
    let outcome = match (&arguments.merge, &arguments.link, &arguments.out) {
        (Some(folder), ..) => merge(folder, arguments.partial, format),
        (None, Some(link), Some(out)) => start(arguments, link, out, format),
        // Which the declaration of the arguments rules out.
        (None, ..) => Err(Trouble::Bad("A sweep needs a link and --out.".to_owned())),
    };
    match outcome {
        Ok(status) => Ok(status),
        Err(Trouble::Bad(sentence)) => Err(sentence),
        Err(Trouble::Differs(sentence)) => {
            eprintln!("{sentence}");
            Ok(ExitCode::FAILURE)
        }
    }
}

/// Computes what is not finished yet.
fn start(arguments: &SweepArguments, link: &str, out: &PathBuf, format: Format) -> Result<ExitCode, Trouble> {
    let link = crate::read_link(link)?;
    if link.certificate.is_some() {
        eprintln!("The link's digest is that of one run, and says nothing of a sweep.");
    }
    let computed_by = match Backend::of(arguments.backend, &link) {
        Backend::Gpu => ComputedBy::Gpu,
        Backend::Auto | Backend::Exact => ComputedBy::Exact,
    };
    let plan = Plan::new(&link, arguments.seeds.clone(), &arguments.grid, computed_by)?;
    let folder = Folder::ready(out)?;
    check_is_its_own(&folder, &plan)?;
    let name = arguments.shard.map_or_else(shard::whole, Shard::journal);
    let mut journal = Journal::open(folder.path(&name), &plan.settings())?;
    // Read once it is locked: nothing that somebody finished before is computed again.
    let finished = gather(folder.itself())?.cells;
    let own = |cell: &u32| arguments.shard.is_none_or(|shard| shard.has(*cell));
    let open: Vec<u32> = (0..plan.cells()).filter(own).filter(|cell| !finished.contains_key(cell)).collect();

    let work = open.iter().map(|cell| progress::work(&plan.keys(*cell))).sum();
    let bar = Progress::of(work);
    let before = finished.keys().filter(|cell| own(cell)).count();
    let mut show = Show::of(work, open.len(), before, format);
    show.begin();
    compute::compute(&plan, &open, arguments.threads, &bar, |cell| {
        journal.add(&cell)?;
        show.cell(&cell, &plan, &bar);
        Ok(())
    })?;
    bar.close();
    let Gathered { cells, .. } = gather(folder.itself())?;
    let tables = match arguments.shard {
        Some(_) => Vec::new(),
        None => formats::write(&folder, &table::table(&plan, cells.values()), &plan.settings())?,
    };
    Ok(show::end(&plan, cells.values().filter(|cell| own(&cell.cell)), &tables, format))
}

/// Refuses a folder whose journals or tables are not this sweep's.
fn check_is_its_own(folder: &Folder, plan: &Plan) -> Result<(), Trouble> {
    let (settings, place) = (plan.settings(), folder.itself().display());
    match gather(folder.itself())?.settings {
        Some(other) if other != settings => Err(Trouble::Bad(format!(
            "The folder {place} holds another sweep, `{}`. Go on with that one, or choose another folder.",
            other.command()
        ))),
        None if journals(folder.itself())?.is_empty() => {
            match formats::FILES.iter().find(|name| folder.path(name).symlink_metadata().is_ok()) {
                Some(name) => Err(Trouble::Bad(format!(
                    "The folder {place} has a file {name} without the journal of a sweep; move it away, or choose \
                     another folder."
                ))),
                None => Ok(()),
            }
        }
        Some(_) | None => Ok(()),
    }
}

/// Writes the tables of what was finished anywhere.
fn merge(place: &Path, is_partial: bool, format: Format) -> Result<ExitCode, Trouble> {
    let Gathered { settings, cells } = gather(place)?;
    let none = || format!("The folder {} has no journal of a sweep.", place.display());
    let settings = settings.ok_or_else(none)?;
    let plan = Plan::read(&settings)?;
    let missing: Vec<u32> = (0..plan.cells()).filter(|cell| !cells.contains_key(cell)).collect();
    if let Some(first) = missing.first()
        && !is_partial
    {
        return Err(Trouble::Bad(format!(
            "{} of {} cells are missing, the first of them cell {first}, {}. Finish the sweep, or add --partial.",
            missing.len(),
            plan.cells(),
            plan.keys(*first).query()
        )));
    }
    let folder = Folder::ready(&place.to_path_buf())?;
    let tables = formats::write(&folder, &table::table(&plan, cells.values()), &settings)?;
    Ok(show::end(&plan, cells.values(), &tables, format))
}
