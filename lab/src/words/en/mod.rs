//! English.

mod claim;
mod glossary;
mod link;
mod page;
mod panel;
mod record;
mod run;
mod site;

use super::Words;

pub(super) use site::SITE;

pub(super) static WORDS: Words = Words {
    locale: "en",
    within: str::to_lowercase,
    run: run::RUN,
    computed: run::COMPUTED,
    trouble: run::TROUBLE,
    controls: page::CONTROLS,
    share: page::SHARE,
    notes: page::NOTES,
    figure: page::FIGURE,
    panel: panel::PANELS,
    predict: page::PREDICT,
    claims: claim::CLAIMS,
    probe: page::PROBE,
    data: page::DATA,
    facts: page::FACTS,
    observations: page::OBSERVATIONS,
    flips: page::FLIPS,
    presets: page::PRESETS,
    sweep: page::SWEEP,
    back: page::BACK,
    compare: page::COMPARE,
    runs: record::RUNS,
    digest: record::DIGEST,
    records: record::RECORDS,
    nearly: record::NEARLY,
    link: link::LINKS,
};

/// "none", "a", "a and b", "a, b and c".
fn listed(names: &[&str]) -> String {
    match names {
        [] => "none".to_owned(),
        [one] => (*one).to_owned(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_listed() {
        let listed = |names: &[&str]| listed(names);
        assert_eq!([listed(&[]), listed(&["a"]), listed(&["a", "b", "c"])], ["none", "a", "a, b and c"]);
    }
}
