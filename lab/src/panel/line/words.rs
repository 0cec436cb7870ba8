//! What a line chart says in words: a sentence or a few for its state, and one for a place on it.

use super::{LinePanel, Trace, longest};
use crate::digest::step_at;
use crate::experiment::Arm;
use crate::panel::View;
use crate::panel::number::value;
use crate::recording::Quartiles;

/// What the arms had measured when the longest of them stood at one place.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Reading {
    /// The step of that place.
    pub(super) step: u32,
    /// For each curve that has a value by then: its colour, the step and the values.
    pub(super) curves: Vec<(usize, u32, Quartiles)>,
    /// All of it in one sentence.
    pub(super) sentence: String,
}

/// One sentence or a few: how far each curve is, where it stands, and what to compare it with.
pub(super) fn sentence(panel: &LinePanel, view: &View<'_>) -> String {
    let words = view.words.panel;
    let (traces, arms) = (panel.traces(view), view.arms);
    let mut groups: Vec<(u32, u32, Vec<String>)> = Vec::new();
    let mut missing: Vec<&str> = Vec::new();
    for (position, trace) in traces.iter().enumerate() {
        let Trace { label, steps, .. } = trace;
        let Some((j, quartiles)) = (0..=view.at).rev().find_map(|j| Some((j, trace.quartiles(j)?))) else {
            missing.push(label);
            continue;
        };
        let step = step_at(j, *steps);
        let mut says = format!("{label} {}", value(quartiles.median, panel.range));
        // The run beside it may have others.
        let own: Vec<&str> = levels(panel, Some(position)).filter(|_| trace.beside.is_none()).collect();
        if !own.is_empty() {
            says += &format!(" ({})", own.join(", "));
        }
        match groups.iter_mut().find(|(at, of, _)| (*at, *of) == (step, *steps)) {
            Some((_, _, names)) => names.push(says),
            None => groups.push((step, *steps, vec![says])),
        }
    }
    let mut sentences = Vec::new();
    if groups.is_empty() {
        sentences.push(words.nothing_measured.to_owned());
    } else {
        sentences.push((words.numbers)(&(words.median_of)(view.keys.members)));
    }
    sentences.extend(groups.iter().map(|(step, of, values)| (words.line.values)(*step, *of, values)));
    if !groups.is_empty() && !missing.is_empty() {
        sentences.push((words.waiting)(&missing));
    }
    sentences.extend((0..arms.len()).filter_map(|arm| ended_early(arm, &arms[arm], view)));
    sentences.extend(compared_with(panel, view, groups.is_empty()));
    sentences.join(" ")
}

/// What every arm had measured by the step that the longest arm reaches at progress `j`; `None` before anything is
/// measured.
pub(super) fn reading(panel: &LinePanel, view: &View<'_>, j: u32) -> Option<Reading> {
    let traces = panel.traces(view);
    let step = step_at(j.min(view.at), longest(view));
    let mut found = Vec::new();
    for trace in &traces {
        let by_then = (0..=view.at).rev().filter(|j| step_at(*j, trace.steps) <= step);
        let last = by_then.filter_map(|j| Some((j, trace.quartiles(j)?))).next();
        found.extend(last.map(|(j, quartiles)| (trace, step_at(j, trace.steps), quartiles)));
    }
    if found.is_empty() {
        return None;
    }
    let words = view.words.panel.line;
    let says = found.iter().map(|(trace, at, quartiles)| {
        let middle = value(quartiles.median, panel.range);
        let Trace { label, steps, .. } = trace;
        if at == steps && *at < step {
            format!("{label} {middle} {}", (words.ended)(*at))
        } else {
            format!("{label} {middle}")
        }
    });
    let sentence = (words.reading)(step, &says.collect::<Vec<_>>());
    let curves = found.iter().map(|(trace, at, quartiles)| (trace.color, *at, *quartiles)).collect();
    Some(Reading { step, curves, sentence })
}

fn levels(panel: &LinePanel, curve: Option<usize>) -> impl Iterator<Item = &str> {
    panel.references.iter().filter(move |level| level.arm == curve).map(|level| level.label.as_str())
}

/// The levels that no curve's own words name: those of all curves, and before the run those of single ones.
fn compared_with(panel: &LinePanel, view: &View<'_>, before: bool) -> Option<String> {
    let words = view.words.panel;
    let mut names: Vec<String> = levels(panel, None).map(str::to_owned).collect();
    if before {
        for (position, trace) in panel.traces(view).iter().enumerate() {
            names.extend(
                levels(panel, Some(position)).map(|level| (words.line.level_of)(level, &trace.label)),
            );
        }
    }
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    (!names.is_empty()).then(|| (words.dotted)(&names))
}

fn ended_early(position: usize, arm: &Arm, view: &View<'_>) -> Option<String> {
    let ends = view.models().filter_map(|member| view.recording.end(position, member));
    let steps: Vec<u32> = ends.map(|end| end.step).collect();
    let first = *steps.iter().min()?;
    Some((view.words.panel.line.ended_early)(steps.len(), view.keys.members, &arm.label, first))
}

#[cfg(test)]
mod tests {
    use super::super::tests::{Run, panel};
    use super::*;
    use crate::recording::Stop;

    #[test]
    fn the_sentence_follows_the_run() {
        let say = |to: &[u32]| sentence(&panel(), &Run::new(1, to).view());
        assert_eq!(say(&[0, 0]), "Nothing is measured yet. Dotted: chance 0.100, ceiling 0.600 for short.");
        assert_eq!(
            say(&[1, 0]),
            "One member. Before training: short 0.000 (ceiling 0.600). Nothing yet from long. Dotted: chance 0.100."
        );
        assert_eq!(
            say(&[65, 33]),
            "One member. After all 640 steps: short 1.000 (ceiling 0.600). After 640 of 1,280 steps: long 0.500. \
             Dotted: chance 0.100."
        );
    }

    #[test]
    fn a_member_that_ended_early_is_said() {
        let mut run = Run::new(1, &[2, 0]);
        run.recording.stop(Stop { arm: 0, member: 0, step: 15, chain: None });
        let says = sentence(&panel(), &run.view());
        assert!(says.contains("1 of 1 member of short ended early, from step 15 on"), "{says}");
    }

    #[test]
    fn a_place_is_read_by_its_step() {
        let run = Run::new(1, &[65, 65]);
        let read = |j| reading(&panel(), &run.view(), j).map(|reading| reading.sentence);
        assert_eq!(read(16).as_deref(), Some("Step 320: short 0.500; long 0.250."));
        assert_eq!(read(64).as_deref(), Some("Step 1,280: short 1.000 (ended at 640); long 1.000."));
        assert_eq!(reading(&panel(), &Run::new(1, &[0, 0]).view(), 3), None);
    }
}
