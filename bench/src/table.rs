//! The table: a line for each contestant of a row.

use std::fmt::Write as _;

use bench::contestant::Answer;
use bench::rows::Row;
use serde::Serialize;

use crate::contestants::Who;
use crate::processes;

/// Everything that was measured.
#[derive(Debug, Default)]
pub(crate) struct Table {
    pub(crate) lines: Vec<Line>,
}

/// One contestant in one row.
#[derive(Debug, Serialize)]
pub(crate) struct Line {
    row: &'static str,
    members: u32,
    #[serde(rename = "where")]
    place: &'static str,
    pub(crate) who: Who,
    /// The median of the rounds, and the slowest and the fastest.
    member_steps_per_s: f64,
    spread: [f64; 2],
    /// Of matrix products.
    gflops: f64,
    /// Of memory, where this is the point of the row.
    gigabytes_per_s: f64,
    /// For each step.
    dispatches: Option<f64>,
    host_us_per_dispatch: Option<f64>,
    first_step_ms: f64,
    pub(crate) peak_mb: f64,
    /// The largest difference of the first losses from those of our exact backend, relative.
    loss_difference: Option<f64>,
    /// The rate of ours beside it, in units of this one's: the median of the rounds' quotients.
    ours: Option<f64>,
    error: Option<String>,
    #[serde(skip)]
    pub(crate) prepared: Answer,
    #[serde(skip)]
    pub(crate) rounds: Vec<Answer>,
    #[serde(skip)]
    work: [f64; 2],
}

/// Losses of the same model differ by no more than this.
const SAME: f64 = 1e-3;

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(0.0)
}

impl Line {
    pub(crate) fn new(row: &Row, members: u32, who: Who, prepared: &Answer) -> Self {
        Self {
            row: row.id,
            members,
            place: who.parts().0,
            who,
            member_steps_per_s: 0.0,
            spread: [0.0; 2],
            gflops: 0.0,
            gigabytes_per_s: 0.0,
            dispatches: None,
            host_us_per_dispatch: None,
            first_step_ms: prepared.first_step_ms,
            peak_mb: 0.0,
            loss_difference: None,
            ours: None,
            error: prepared.error.clone(),
            prepared: prepared.clone(),
            rounds: Vec::new(),
            work: [(row.arm)().segments[0].train.operations() / 1e9, row.bytes / 1e9],
        }
    }

    /// Member-steps a second, round by round.
    fn rates(&self) -> Vec<f64> {
        self.rounds.iter().map(|it| it.steps * f64::from(self.members) * 1e3 / it.ms).collect()
    }

    pub(crate) fn finished(mut self) -> Self {
        let rates = self.rates();
        self.error = self.error.take().or_else(|| self.rounds.iter().find_map(|round| round.error.clone()));
        self.spread =
            [rates.iter().copied().fold(f64::INFINITY, f64::min), rates.iter().copied().fold(0.0, f64::max)];
        self.member_steps_per_s = median(rates);
        self.gflops = self.work[0] * self.member_steps_per_s;
        self.gigabytes_per_s = self.work[1] * self.member_steps_per_s;
        let of = |value: fn(&Answer, f64) -> f64| {
            let each = self.rounds.iter().filter_map(|it| it.dispatches.map(|count| value(it, count)));
            let each: Vec<f64> = each.filter(|value| value.is_finite() && *value > 0.0).collect();
            (!each.is_empty()).then(|| median(each))
        };
        let (dispatches, host) = (of(|it, count| count / it.steps), of(|it, count| it.host_ms * 1e3 / count));
        (self.dispatches, self.host_us_per_dispatch) = (dispatches, host);
        self
    }
}

/// Fills in what needs more than one line of a row.
pub(crate) fn compare(lines: &mut [Line]) {
    let exact = lines.iter().find(|line| line.who.parts().1 == "gedanken-exact");
    let losses = exact.map(|line| line.prepared.losses.clone()).unwrap_or_default();
    let rates: Vec<(Who, Vec<f64>)> = lines.iter().map(|line| (line.who, line.rates())).collect();
    for line in lines {
        let own = &line.prepared.losses;
        if own.len() == losses.len() && !own.is_empty() {
            let relative = own.iter().zip(&losses).map(|(a, b)| (a - b).abs() / b.abs().max(1e-6));
            let most = relative.fold(0.0, f64::max);
            line.loss_difference = Some(most);
            if most > SAME {
                line.error = Some(format!("its losses differ by {most:.0e}: this is not the same model"));
            }
        }
        let (who, own) = (line.who, line.rates());
        if let Some((_, ours)) = rates.iter().find(|(other, _)| *other == who.ours() && who != who.ours()) {
            let quotients: Vec<f64> = ours.iter().zip(&own).map(|(ours, own)| ours / own).collect();
            line.ours = (!quotients.is_empty()).then(|| median(quotients));
        }
    }
}

impl Table {
    /// The table as Markdown, with the machine and the day.
    pub(crate) fn markdown(&self) -> String {
        let mut text = format!("{}, {}.\n\n", processes::machine(), processes::day());
        text.push_str(
            "| row | members | who | member-steps/s | slowest, fastest | GFLOP/s | GB/s | dispatches | host µs each | \
             first step ms | peak MB | losses differ by | ours is |\n|---|--:|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n",
        );
        for line in &self.lines {
            let some = |value: Option<f64>, digits: usize| {
                value.map_or(String::new(), |it| format!("{it:.digits$}"))
            };
            let positive = |value: f64, digits: usize| some((value > 0.0).then_some(value), digits);
            if let Some(error) = &line.error {
                let _ = writeln!(text, "| {} | {} | {} | {error} |", line.row, line.members, line.who);
                continue;
            }
            let [slowest, fastest] = line.spread;
            let _ = writeln!(
                text,
                "| {} | {} | {} | {:.1} | {slowest:.1}, {fastest:.1} | {} | {} | {} | {} | {:.0} | {} | {} | {} |",
                line.row,
                line.members,
                line.who,
                line.member_steps_per_s,
                positive(line.gflops, 2),
                positive(line.gigabytes_per_s, 1),
                some(line.dispatches, 0),
                some(line.host_us_per_dispatch, 2),
                line.first_step_ms,
                positive(line.peak_mb, 0),
                line.loss_difference.map_or(String::new(), |it| format!("{it:.0e}")),
                line.ours.map_or(String::new(), |it| format!("{it:.2} ×")),
            );
        }
        text
    }
}
