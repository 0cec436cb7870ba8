//! Verdicts for a person and for a program.

use std::fmt::Write as _;

use lab::claim::{Claim, Judgement, Predicate, Status, Verdict};
use serde_json::{Value, json};

/// A claim, what came of it, and what it asked for.
pub(super) type Judged = (&'static Claim, Judgement, String);

/// One claim with one seed, as a line of JSON.
pub(super) fn json((claim, judgement, threshold): &Judged, seed: u32) -> Value {
    json!({
        "id": claim.id,
        "source": claim.source,
        "owner": claim.owner.name(),
        "statement": claim.statement,
        "status": claim.status.name(),
        "gate": claim.status == Status::Gate,
        "value": judgement.value,
        "threshold": threshold,
        "members": judgement.members,
        "interval": judgement.interval().map(|(low, high)| [low, high]),
        "holds": judgement.verdict == Verdict::Holds,
        "verdict": judgement.verdict,
        "seed": seed,
    })
}

/// All claims with one seed: a line for each verdict, and one for its numbers.
pub(super) fn table(judged: &[Judged], seed: u32) -> String {
    let mut text = format!("seed {seed}\n");
    let width = widest(judged.iter().map(|(claim, ..)| claim.id));
    for (claim, judgement, threshold) in judged {
        let (mark, verdict) = (judgement.verdict.mark(), judgement.verdict.name());
        let Claim { id, statement, status, .. } = claim;
        // Writing to a text does not fail.
        let _ = writeln!(text, "{mark} {verdict:<9}  {id:<width$}  {:<11}  {statement}", status.name());
        let _ = writeln!(text, "{:13}{}", "", numbers(claim, judgement, threshold));
    }
    text
}

/// In how many of several seeds each claim holds.
pub(super) fn summary(claims: &[&'static Claim], holds: &[u64], seeds: u64) -> String {
    let mut text = format!("over {seeds} seeds\n");
    let width = widest(claims.iter().map(|claim| claim.id));
    for (Claim { id, statement, status, .. }, holds) in claims.iter().zip(holds) {
        let _ =
            writeln!(text, "holds in {holds} of {seeds}  {id:<width$}  {:<11}  {statement}", status.name());
    }
    text
}

/// "mean loss 0.312, at most 0.4" or "median 0.982; a, accuracy: at least 0.9 at the end; 4 of 4 members pass, 3 must;
/// 95% interval 0.40 to 1.00".
fn numbers(claim: &Claim, judgement: &Judgement, threshold: &str) -> String {
    let value = judgement.value.map_or("none".to_owned(), |value| format!("{value:.4}"));
    let what = match &claim.predicate {
        Predicate::EachMember { .. } => "median",
        Predicate::BetweenCells { .. } => "median difference",
        Predicate::AcrossMembers { what, .. } | Predicate::Exact { what, .. } => what,
    };
    let mut text = format!("{what} {value}; {threshold}");
    if let Some((low, high)) = judgement.interval() {
        let (passed, of, quota) = (judgement.passed(), judgement.of(), judgement.quota);
        let _ =
            write!(text, "; {passed} of {of} members pass, {quota} must; 95% interval {low:.2} to {high:.2}");
    }
    text
}

fn widest<'t>(texts: impl Iterator<Item = &'t str>) -> usize {
    texts.map(str::len).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use lab::claim::{Bound, Level, Outcome, Owner};

    use super::*;

    const PLAIN: Claim = Claim {
        id: "T-1",
        statement: "It learns.",
        source: "Figure 2",
        owner: Owner::Paper,
        status: Status::Gate,
        protocol: &[],
        predicate: Predicate::EachMember { quota: Some(3), tests: &[] },
    };

    static EACH: Claim = PLAIN;

    static COUNTED: Claim = Claim {
        id: "T-12",
        statement: "Two and two are four.",
        status: Status::Reported,
        predicate: Predicate::Exact {
            what: "the sum",
            value: || 4.0,
            bound: Bound::AtLeast(Level::Fixed(4.0)),
        },
        ..PLAIN
    };

    fn judged() -> [Judged; 2] {
        use Outcome::{Failed, Open, Passed};
        let of_members = Judgement {
            verdict: Verdict::Fails,
            members: vec![Passed, Failed, Failed, Open],
            quota: 3,
            value: Some(0.5),
        };
        let counted = Judgement { verdict: Verdict::Holds, members: Vec::new(), quota: 0, value: Some(4.0) };
        [
            (&EACH, of_members, "at least 0.9 at the end".to_owned()),
            (&COUNTED, counted, "at least 4".to_owned()),
        ]
    }

    #[test]
    fn a_line_of_json_says_all() {
        let [each, counted] = judged();
        let mut line = json(&each, 6);
        let interval = line["interval"].take();
        assert!((interval[0].as_f64().unwrap() - 0.0063).abs() < 1e-4, "{interval}");
        assert!((interval[1].as_f64().unwrap() - 0.8059).abs() < 1e-4, "{interval}");
        let expected = json!({
            "id": "T-1", "source": "Figure 2", "owner": "paper", "statement": "It learns.", "status": "gate",
            "gate": true, "value": 0.5, "threshold": "at least 0.9 at the end",
            "members": ["passed", "failed", "failed", "open"], "interval": null, "holds": false,
            "verdict": "fails", "seed": 6,
        });
        assert_eq!(line, expected);
        let line = json(&counted, 6);
        assert_eq!(
            (&line["interval"], &line["holds"], &line["gate"]),
            (&Value::Null, &true.into(), &false.into())
        );
    }

    #[test]
    fn tables_of_verdicts_have_the_same_names() {
        let line = json(&judged()[0], 6);
        assert!(lab::panel::verdicts::COLUMNS.into_iter().all(|column| line.get(column).is_some()), "{line}");
    }

    #[test]
    fn a_table_reads_from_the_verdict_on() {
        let expected = "\
seed 6
✗ fails      T-1   gate         It learns.
             median 0.5000; at least 0.9 at the end; 1 of 4 members pass, 3 must; 95% interval 0.01 to 0.81
✓ holds      T-12  reported     Two and two are four.
             the sum 4.0000; at least 4
";
        assert_eq!(table(&judged(), 6), expected);
        let expected = "\
over 5 seeds
holds in 4 of 5  T-1   gate         It learns.
holds in 5 of 5  T-12  reported     Two and two are four.
";
        assert_eq!(summary(&[&EACH, &COUNTED], &[4, 5], 5), expected);
    }
}
