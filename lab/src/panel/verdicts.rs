//! What has come of an experiment's claims, to be taken away: a picture, a sentence and a table. On a page the claims are
//! a list, which is read like any other text; so there is no canvas, and nothing to move over.

use super::picture::{Anchor, Font, Ink};
use super::{Mark, Picture, Place, Sign, Size, Table};
use crate::claim::{Claim, Evidence, Judgement, Outcome, Verdict, judge};
use crate::experiment::Experiment;
use crate::keys::RunKeys;
use crate::recording::Recording;
use crate::words::Words;

/// Claims with what has come of them, for somebody who speaks a language.
#[derive(Debug)]
pub struct Verdicts<'a> {
    /// Each claim; without a judgement where it was not measured.
    pub judged: Vec<(&'a Claim, Option<Judgement>)>,
    /// Whose claims they are.
    pub experiment: &'static Experiment,
    /// The language.
    pub words: &'a Words,
}

/// What each column is; `gedanken claims` gives its lines of JSON the same names.
pub const COLUMNS: [&str; 10] =
    ["id", "source", "owner", "statement", "status", "value", "threshold", "members", "holds", "verdict"];

/// Height of a line of text.
const LINE: f64 = 20.0;
/// Around a claim.
const EDGE: f64 = 10.0;
/// From one member's sign to the next, where there is room.
const MEMBER: f64 = 16.0;

impl<'a> Verdicts<'a> {
    /// Every claim of a run's experiment, judged by that run alone.
    #[must_use]
    pub fn of(keys: &RunKeys, recording: &Recording, words: &'a Words) -> Self {
        let runs = Evidence::of(keys, recording);
        let judged = |claim| (claim, judge(keys.experiment, claim, &runs));
        Self {
            judged: keys.experiment.claims.iter().map(judged).collect(),
            experiment: keys.experiment,
            words,
        }
    }

    /// The name in files.
    #[must_use]
    pub fn key() -> &'static str {
        "verdicts"
    }

    /// The picture, as high as it needs to be.
    #[must_use]
    pub fn picture(&self, width: f64) -> Picture {
        let mut marks = Vec::new();
        let mut top = 0.0;
        for (number, (claim, judgement)) in self.judged.iter().enumerate() {
            if number > 0 {
                marks.push(Mark::line(vec![at(0.0, top), at(width, top)], Ink::Rule, 1.0));
            }
            let y = top + EDGE + LINE / 2.0;
            marks.extend(self.head(judgement.as_ref(), y, width));
            let below = self.below(claim, judgement.as_ref(), width - 2.0 * EDGE);
            for (line, (text, ink)) in below.iter().enumerate() {
                let place = at(EDGE, y + (line + 1) as f64 * LINE);
                marks.push(Mark::text(place, text.as_str(), Anchor::Start, Font::Small, *ink));
            }
            top += (below.len() + 1) as f64 * LINE + 2.0 * EDGE;
        }
        Picture { size: Size { width, height: top }, marks }
    }

    /// What the claims come to, in one sentence.
    #[must_use]
    pub fn sentence(&self) -> String {
        let count = |verdict: Option<Verdict>| {
            let verdicts = self.judged.iter().map(|(_, judgement)| judgement.as_ref().map(|it| it.verdict));
            verdicts.filter(|given| *given == verdict).count()
        };
        let [holds, fails, undecided] =
            [Verdict::Holds, Verdict::Fails, Verdict::Undecided].map(|verdict| count(Some(verdict)));
        (self.words.claims.summary)(holds, fails, undecided, count(None))
    }

    /// Everything, one row for each claim.
    #[must_use]
    pub fn table(&self) -> Table {
        let row = |(claim, judgement): &(&Claim, Option<Judgement>)| {
            let of = |part: fn(&Judgement) -> String| judgement.as_ref().map(part).unwrap_or_default();
            vec![
                claim.id.to_owned(),
                claim.source.to_owned(),
                claim.owner.name().to_owned(),
                claim.statement.to_owned(),
                claim.status.name().to_owned(),
                of(|it| it.value.map_or_else(String::new, |value| value.to_string())),
                judgement.as_ref().map(|_| claim.threshold(self.experiment, self.words)).unwrap_or_default(),
                of(|it| it.members.iter().map(|member| member.name()).collect::<Vec<_>>().join(" ")),
                of(|it| (it.verdict == Verdict::Holds).to_string()),
                of(|it| it.verdict.name().to_owned()),
            ]
        };
        Table { columns: COLUMNS.map(str::to_owned).to_vec(), rows: self.judged.iter().map(row).collect() }
    }

    /// The line that a claim begins with: its verdict, and what each member has to do with it.
    fn head(&self, judgement: Option<&Judgement>, y: f64, width: f64) -> Vec<Mark> {
        let (text, ink) = match judgement.map(|it| it.verdict) {
            Some(verdict) => {
                let ink = match verdict {
                    Verdict::Holds => Ink::Good,
                    Verdict::Fails => Ink::Bad,
                    Verdict::Undecided => Ink::Strong,
                };
                (format!("{} {}", verdict.mark(), self.words.claims.verdict(Some(verdict))), ink)
            }
            None => (self.words.claims.verdict(None).to_owned(), Ink::Soft),
        };
        let left = EDGE + Font::Name.width(&text) + MEMBER;
        let members = judgement.map_or(&[][..], |it| &it.members);
        let step = MEMBER.min((width - EDGE - left) / members.len().max(1) as f64).max(0.0);
        let sign = |(number, member): (usize, &Outcome)| {
            let place = at(left + (number as f64 + 0.5) * step, y);
            let radius = (step * 0.3).min(width / 2.0).max(0.0);
            match member {
                Outcome::Passed => Sign::Circle.mark(place, radius, Ink::Good),
                Outcome::Failed => Sign::Cross.mark(place, radius, Ink::Bad),
                Outcome::Open => Sign::Circle.mark(place, radius, Ink::Card).outlined(Ink::Soft, 1.4),
            }
        };
        let text = Font::Name.cut(&text, width - 2.0 * EDGE);
        let name = Mark::text(at(EDGE, y), text, Anchor::Start, Font::Name, ink);
        std::iter::once(name).chain(members.iter().enumerate().map(sign)).collect()
    }

    /// The lines below that: what is claimed, where it comes from, what was measured.
    fn below(&self, claim: &Claim, judgement: Option<&Judgement>, width: f64) -> Vec<(String, Ink)> {
        let (status, owner) = (self.words.claims.status(claim.status), self.words.claims.owner(claim.owner));
        let source = format!("{} · {} · {status}, {owner}", claim.id, claim.source);
        let reasons = judgement.map(|it| self.words.reasons(self.experiment, claim, it)).unwrap_or_default();
        let texts = [(claim.statement, Ink::Strong), (&source, Ink::Soft), (&reasons, Ink::Soft)];
        let lines = |(text, ink)| Font::Small.lines(text, width).into_iter().map(move |line| (line, ink));
        texts.into_iter().flat_map(lines).collect()
    }
}

fn at(x: f64, y: f64) -> Place {
    Place { x, y }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::EXPERIMENTS;
    use crate::claim::{Bound, Level, Owner, Predicate, Status};
    use crate::panel::check;
    use crate::panel::palette::Palette;
    use crate::panel::picture::Shape;
    use crate::panel::svg::{svg, tests::elements};
    use crate::words::words;

    static CLAIM: Claim = Claim {
        id: "T-1",
        statement: "It learns what it is shown, and it learns it in every member of every run that was ever made of it \
                    on any machine that anybody had at hand.",
        source: "Figure 2",
        owner: Owner::Paper,
        status: Status::Gate,
        protocol: &[],
        predicate: Predicate::AcrossMembers {
            what: "accuracy",
            value: |_, _| 0.0,
            bound: Bound::AtLeast(Level::Fixed(0.9)),
        },
    };

    fn judgement(verdict: Verdict) -> Judgement {
        Judgement {
            verdict,
            members: vec![Outcome::Passed, Outcome::Failed, Outcome::Open, Outcome::Open],
            quota: 3,
            value: Some(0.25),
        }
    }

    fn verdicts() -> Verdicts<'static> {
        let all = [Some(Verdict::Holds), Some(Verdict::Fails), Some(Verdict::Undecided), None];
        let judged = all.map(|verdict| (&CLAIM, verdict.map(judgement))).to_vec();
        Verdicts { judged, experiment: EXPERIMENTS[0], words: words(None) }
    }

    fn threshold() -> String {
        CLAIM.threshold(EXPERIMENTS[0], words(None))
    }

    /// What is read in a picture, without the breaks between lines.
    fn text(picture: &Picture) -> String {
        let texts = picture.marks.iter().filter_map(|mark| match &mark.shape {
            Shape::Text { text, .. } => Some(text.as_str()),
            Shape::Path { .. } | Shape::Rect { .. } | Shape::Circle { .. } => None,
        });
        texts.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_picture_says_what_the_list_says_wide_or_narrow() {
        for width in [320.0, 800.0] {
            let picture = verdicts().picture(width);
            check::inside(&picture);
            let text = text(&picture);
            assert_eq!(text.matches(CLAIM.statement).count(), 4, "{text}");
            assert_eq!(text.matches("T-1 · Figure 2 · gate, the paper's threshold").count(), 4, "{text}");
            assert_eq!(text.matches(&format!("measured 0.250, wanted {}", threshold())).count(), 3, "{text}");
            for verdict in ["✓ holds", "✗ fails", "… undecided", "not measured in this run"] {
                assert_eq!(text.matches(verdict).count(), 1, "{verdict} in {text}");
            }
            assert!([Ink::Good, Ink::Bad, Ink::Soft].into_iter().all(|ink| check::has_ink(&picture, ink)));
            // Passed and open members.
            let round = picture.marks.iter().filter(|mark| matches!(mark.shape, Shape::Circle { .. }));
            assert_eq!(round.count(), 9);
        }
        assert!(verdicts().picture(320.0).size.height > verdicts().picture(800.0).size.height);
    }

    #[test]
    fn a_sentence_counts_and_a_table_has_a_row_for_each() {
        assert_eq!(
            verdicts().sentence(),
            "Of 4 claims: 1 holds, 1 fails, 1 is undecided, 1 is not measured in this run."
        );
        let none = verdicts().words.claims.summary;
        assert_eq!(
            none(0, 0, 0, 4),
            "This run measures none of the 4 claims: each asks for runs of its own."
        );
        let table = verdicts().table();
        assert_eq!(
            table.rows[1][4..],
            ["gate", "0.25", &threshold(), "passed failed open open", "false", "fails"]
        );
        assert_eq!((&table.rows[0][8][..], &table.rows[3][5..]), ("true", &[""; 5].map(str::to_owned)[..]));
    }

    #[test]
    fn a_run_is_judged_by_itself() {
        for experiment in EXPERIMENTS {
            let keys = RunKeys::defaults(experiment);
            let recording = Recording::new(&keys.arms(), keys.models(), experiment.series.len());
            let verdicts = Verdicts::of(&keys, &recording, words(None));
            assert_eq!(verdicts.judged.len(), experiment.claims.len());
            assert!(verdicts.judged.iter().all(|(_, judgement)| {
                judgement.as_ref().is_none_or(|it| it.members.iter().all(|member| *member == Outcome::Open))
            }));
        }
    }

    #[test]
    fn what_cannot_be_drawn_does_no_harm() {
        let none = Verdicts { judged: Vec::new(), ..verdicts() };
        assert_eq!(none.picture(320.0).size.height, 0.0);
        let mut many = verdicts();
        many.judged.truncate(1);
        if let Some(judgement) = &mut many.judged[0].1 {
            judgement.members = vec![Outcome::Failed; 4000];
        }
        for width in [320.0, 1.0, 0.0, -10.0, 1e9, f64::NAN, f64::INFINITY] {
            for verdicts in [&none, &many, &verdicts()] {
                let picture = verdicts.picture(width);
                assert!(picture.size.height.is_finite());
                elements(&svg(&picture, &Palette::DARK, "", &verdicts.sentence()));
            }
        }
    }
}
