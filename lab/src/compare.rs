//! Two runs of one experiment beside each other: in which settings they differ, and the second one as panels see it.

use crate::data::Data;
use crate::experiment::Arm;
use crate::keys::RunKeys;
use crate::panel::Table;
use crate::recording::{Quartiles, Recording};
use crate::sweep::Sweep;
use crate::text::shorten;
use crate::words::Words;

/// A run that stands beside the one that is shown.
#[derive(Debug, Clone, Copy)]
pub struct Beside<'a> {
    /// What was run.
    pub keys: &'a RunKeys,
    /// Its arms.
    pub arms: &'a [Arm],
    /// What it has recorded.
    pub recording: &'a Recording,
}

impl Beside<'_> {
    /// The quartiles of a series over an arm's members at progress `j`; of a sweep, over those of its first value.
    #[must_use]
    pub fn quartiles(&self, arm: usize, series: usize, j: u32) -> Option<Quartiles> {
        self.recording.quartiles_of(arm, self.keys.models_of(0), series, j)
    }
}

/// The settings in which two runs of one experiment differ, a row for each: what it is, here, there.
#[must_use]
pub fn differences(here: &RunKeys, there: &RunKeys, words: &Words) -> Table {
    let (names, compare) = (words.controls, words.compare);
    let mut rows = Vec::new();
    let mut row = |name: &str, here: String, there: String| {
        if here != there {
            rows.push(vec![name.to_owned(), here, there]);
        }
    };
    row(names.seed, here.seed.to_string(), there.seed.to_string());
    row(names.members, here.members.to_string(), there.members.to_string());
    for ((knob, here), (_, there)) in here.knobs.iter().zip(there.knobs.iter()) {
        row(knob.label, knob.say(here), knob.say(there));
    }
    let sweep = |sweep: &Sweep, keys: &RunKeys| match sweep.is_empty() {
        true => words.sweep.none.to_owned(),
        false => sweep.write(keys.experiment.knobs),
    };
    row(words.sweep.title, sweep(&here.sweep, here), sweep(&there.sweep, there));
    // Two sets of a visitor's own that begin alike are still two.
    let data = |data: Option<&Data>| data.map_or_else(|| compare.no_own_data.to_owned(), Data::canonical);
    if here.knobs.data() != there.knobs.data() {
        let [here, there] = [here, there].map(|keys| shorten(&data(keys.knobs.data())));
        rows.push(vec![compare.data.to_owned(), here, there]);
    }
    Table { columns: compare.columns.map(str::to_owned).to_vec(), rows }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::link::Link;
    use crate::words::words;

    fn rows(here: &str, there: &str) -> Vec<String> {
        let [here, there] = [here, there].map(|text| Link::parse(text).unwrap().keys);
        differences(&here, &there, words(None)).rows.iter().map(|row| row.join(" | ")).collect()
    }

    #[test]
    fn only_what_differs_is_listed() {
        assert!(rows("two-moons?rev=1&seed=3", "two-moons?rev=1&seed=3").is_empty());
        let found = rows(
            "two-moons?rev=1&seed=3&members=2",
            "two-moons?rev=1&seed=4&noise=0.3&sweep=rate:0.001:0.01:2",
        );
        assert_eq!(
            found,
            ["Seed | 3 | 4", "Members | 2 | 4", "Noise | 0.15 | 0.3", "Sweep | none | rate:0.001:0.01:2",]
        );
    }

    #[test]
    fn own_data_are_told_from_those_of_the_experiment() {
        let own = "oocr-functions?rev=1&data=";
        let keys = RunKeys::defaults(Link::parse(own).unwrap().keys.experiment);
        let mut with = keys.clone();
        with.knobs.set_data(Some(Data::Observations(vec![])));
        assert_eq!(differences(&keys, &with, words(None)).rows.len(), 1);
        assert_eq!(differences(&with, &with, words(None)).rows.len(), 0);
    }
}
