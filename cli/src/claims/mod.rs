//! `gedanken claims`: the runs that an experiment's claims ask for, trained on the exact backend, and what comes of the
//! claims.

mod show;

use std::ops::ControlFlow;
use std::process::ExitCode;

use clap::Args;
use lab::claim::{Claim, Evidence, Status, Verdict, judge, plan};
use lab::experiment::Experiment;
use lab::keys::RunKeys;
use lab::recording::Recording;
use lab::words::words;

use crate::Format;
use crate::progress::{self, Progress};
use crate::run::print;
use crate::seeds::Seeds;
use crate::train::Threads;
use show::Judged;

/// Which claims are judged, and how.
#[derive(Debug, Args)]
pub(crate) struct ClaimsArguments {
    /// An experiment, or a link to it with a seed: `inverse-permutation?seed=7`. A claim fixes everything else.
    link: String,
    /// The seeds to judge it for: `6` or `6..10`, which are the five seeds from 6 to 10, both included (`6..=10` is the
    /// same); by default the seed of the link.
    #[arg(long)]
    seeds: Option<Seeds>,
    /// The claims to judge, with commas between; by default the one that the link names, else all.
    #[arg(long, value_delimiter = ',')]
    only: Vec<String>,
    #[command(flatten)]
    threads: Threads,
    /// How to print; by default text on a terminal, JSON otherwise.
    #[arg(long)]
    format: Option<Format>,
}

pub(crate) fn claims(arguments: &ClaimsArguments) -> Result<ExitCode, String> {
    let link = crate::read_link(&arguments.link)?;
    let experiment = link.keys.experiment;
    check_says_only_a_seed(&link.keys)?;
    let claims = chosen(experiment, &arguments.only, link.presentation.claim)?;
    if claims.is_empty() {
        eprintln!("{} has no claims yet, so there is nothing to judge.", experiment.id);
        return Ok(ExitCode::SUCCESS);
    }
    let seeds = arguments.seeds.clone().unwrap_or(Seeds::one(link.keys.seed));
    let format = Format::or_fitting(arguments.format);
    let runs = |seed| plan(experiment, claims.iter().copied(), seed);
    eprintln!("{}", cost(&runs(0), seeds.count()));

    let work = runs(0).iter().map(progress::work).sum::<u64>();
    let mut progress = Progress::of(work.saturating_mul(seeds.count()));
    let mut holds = vec![0; claims.len()];
    let mut has_failed = false;
    for seed in seeds.all() {
        let judged = judged(experiment, &claims, &runs(seed), arguments.threads, &mut progress)?;
        if progress.print(|| print_seed(&judged, seed, format)).is_break() {
            // Nobody reads any more, so nobody is to be told.
            return Ok(ExitCode::SUCCESS);
        }
        for (holds, (claim, judgement, _)) in holds.iter_mut().zip(&judged) {
            *holds += u64::from(judgement.verdict == Verdict::Holds);
            has_failed |= claim.status == Status::Gate && judgement.verdict == Verdict::Fails;
        }
    }
    progress.close();
    if format == Format::Text && seeds.count() > 1 {
        let _ = print(&show::summary(&claims, &holds, seeds.count()).trim_end());
    }
    Ok(if has_failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// Refuses a link that says more than a seed: it would be left out, and another run judged than was asked for.
fn check_says_only_a_seed(keys: &RunKeys) -> Result<(), String> {
    let fixed = RunKeys { seed: keys.seed, ..RunKeys::defaults(keys.experiment) };
    if *keys == fixed {
        return Ok(());
    }
    let (fixed, said) = (fixed.write(), keys.write());
    let more: Vec<&str> = said.split('&').filter(|part| fixed.split('&').all(|own| own != *part)).collect();
    Err(format!(
        "The protocol of a claim fixes everything but the seed, and the link also says {}; leave that out.",
        more.join("&")
    ))
}

/// The claims that were asked for, in the order of their declaration.
fn chosen(
    experiment: &'static Experiment,
    only: &[String],
    linked: Option<&'static str>,
) -> Result<Vec<&'static Claim>, String> {
    let ids: Vec<&str> = experiment.claims.iter().map(|claim| claim.id).collect();
    let only: Vec<&str> = if only.is_empty() {
        linked.into_iter().collect()
    } else {
        only.iter().map(String::as_str).collect()
    };
    if let Some(unknown) = only.iter().find(|only| !ids.contains(only)) {
        let known = if ids.is_empty() { "none".to_owned() } else { ids.join(", ") };
        return Err(format!("There is no claim \"{unknown}\" of {}, which has {known}.", experiment.id));
    }
    let is_chosen = |claim: &&Claim| only.is_empty() || only.contains(&claim.id);
    Ok(experiment.claims.iter().filter(is_chosen).collect())
}

/// What is about to be trained.
fn cost(runs: &[RunKeys], seeds: u64) -> String {
    let runs_of_a_seed = match runs.len() {
        0 => return "Nothing is to be trained.".to_owned(),
        1 => "1 run".to_owned(),
        many => format!("{many} runs"),
    };
    let each = if seeds > 1 { format!(" for each of {seeds} seeds") } else { String::new() };
    let gflop = runs.iter().map(RunKeys::work).sum::<f64>() * seeds as f64 / 1000.0;
    let arithmetic = if gflop > 0.0 { format!(": {gflop:.1} GFLOP in all") } else { String::new() };
    format!("Training {runs_of_a_seed}{each}{arithmetic}.")
}

/// Trains the runs of one seed and judges the claims by them.
fn judged(
    experiment: &'static Experiment,
    claims: &[&'static Claim],
    runs: &[RunKeys],
    threads: Threads,
    progress: &mut Progress,
) -> Result<Vec<Judged>, String> {
    let train = |run| threads.train_within(progress, run, None);
    let recordings: Vec<Recording> = runs.iter().map(train).collect::<Result<_, _>>()?;
    let evidence: Vec<Evidence<'_>> =
        runs.iter().zip(&recordings).flat_map(|(run, recording)| Evidence::of(run, recording)).collect();
    let judged = |claim: &&'static Claim| {
        let judgement = judge(experiment, claim, &evidence).ok_or_else(|| {
            format!("{} cannot be judged by its own runs. This is an error of the program.", claim.id)
        })?;
        Ok((*claim, judgement, claim.threshold(experiment, words(None))))
    };
    claims.iter().map(judged).collect()
}

fn print_seed(judged: &[Judged], seed: u32, format: Format) -> ControlFlow<()> {
    match format {
        Format::Text => print(&show::table(judged, seed)),
        Format::Json => judged.iter().try_for_each(|judged| print(&show::json(judged, seed))),
    }
}

#[cfg(test)]
mod tests {
    use lab::EXPERIMENTS;
    use lab::link::Link;

    use super::*;

    #[test]
    fn a_link_may_say_nothing_but_its_seed() {
        let check = |keys: &str| {
            let link = Link::from_fragment(EXPERIMENTS[0], keys).expect("a link");
            check_says_only_a_seed(&link.keys)
        };
        assert_eq!(check("rev=2&seed=9&members=4&n=6&theme=dark"), Ok(()));
        for said in ["n=8", "members=3", "sweep=rate:0.001:0.01:2"] {
            let sentence = check(&format!("rev=2&{said}")).expect_err(said);
            assert!(sentence.contains(&format!("also says {said};")), "{sentence}");
        }
    }

    #[test]
    fn the_cost_is_told_beforehand() {
        let run = RunKeys::defaults(EXPERIMENTS[0]);
        let gflop = run.work() / 1000.0;
        let told = cost(&[run.clone(), run], 5);
        assert!(told.starts_with("Training 2 runs for each of 5 seeds"), "{told}");
        assert_eq!(told.contains("GFLOP"), gflop > 0.0, "{told}");
        assert_eq!(cost(&[], 5), "Nothing is to be trained.");
    }
}
