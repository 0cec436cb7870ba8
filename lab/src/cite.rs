//! How to cite an experiment: BibTeX for the paper that its finding comes from, and for a run.

use crate::experiment::Source;
use crate::keys::RunKeys;
use crate::text::lowered;

/// BibTeX for the paper.
#[must_use]
pub fn paper(source: &Source) -> String {
    let Source { title, year, url, .. } = source;
    let names = names(source.authors);
    let first: String = names.chars().take_while(|letter| letter.is_alphanumeric()).collect();
    entry(
        &format!("{}{year}", lowered(&first)),
        &[
            ("author", names),
            ("title", format!("{{{}}}", plain(title))),
            ("year", year.to_string()),
            ("url", (*url).to_owned()),
        ],
    )
}

/// BibTeX for a run: its address, where it has one, and what repeats it; its digest, where it has one.
#[must_use]
pub fn run(keys: &RunKeys, address: Option<&str>, digest: Option<&str>) -> String {
    let experiment = keys.experiment;
    let promise = digest.map_or(String::new(), |digest| format!(", digest {digest}"));
    let mut fields = vec![
        ("author", "{The Gedanken authors}".to_owned()),
        ("title", format!("{{Gedanken: {}}}", plain(experiment.question))),
        ("year", YEAR.to_string()),
        ("version", env!("CARGO_PKG_VERSION").to_owned()),
        ("note", format!("{}{promise}", plain(&keys.query()))),
    ];
    fields.extend(address.map(|address| ("url", address.replace('{', "%7B").replace('}', "%7D"))));
    // So that two runs in one list have two names.
    let short = blake3::hash(keys.canonical().as_bytes()).to_hex();
    entry(&format!("gedanken-{}-{}", experiment.id, &short[..6]), &fields)
}

/// The year of this release.
const YEAR: u32 = 2026;

/// "A, B and C" or "A et al." as BibTeX writes names.
fn names(authors: &str) -> String {
    authors.replace(" et al.", " and others").replace(", ", " and ")
}

/// A text that means itself to LaTeX.
fn plain(text: &str) -> String {
    let letter = |letter: char| match letter {
        '&' | '%' | '$' | '#' | '_' | '{' | '}' => format!("\\{letter}"),
        '~' => "\\textasciitilde{}".to_owned(),
        '^' => "\\textasciicircum{}".to_owned(),
        '\\' => "\\textbackslash{}".to_owned(),
        letter => letter.to_string(),
    };
    text.chars().map(letter).collect()
}

fn entry(key: &str, fields: &[(&str, String)]) -> String {
    let fields: String = fields.iter().map(|(name, value)| format!("  {name:<7} = {{{value}}},\n")).collect();
    format!("@misc{{{key},\n{fields}}}\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::EXPERIMENTS;

    #[test]
    fn a_paper_has_its_authors_one_by_one() {
        let source =
            Source { authors: "Ab-c, De and Fg", title: "A 100 % & more", year: 2025, url: "https://x/_1" };
        let expected = "\
@misc{ab2025,
  author  = {Ab-c and De and Fg},
  title   = {{A 100 \\% \\& more}},
  year    = {2025},
  url     = {https://x/_1},
}
";
        assert_eq!(paper(&source), expected);
        assert_eq!(
            (names("A et al."), names("A, B and others")),
            ("A and others".to_owned(), "A and B and others".to_owned())
        );
    }

    #[test]
    fn a_run_has_what_repeats_it() {
        let keys = RunKeys { seed: 7, ..RunKeys::defaults(EXPERIMENTS[0]) };
        let text = run(&keys, Some("https://x/#a"), Some("12ab"));
        assert!(
            text.contains("  note    = {inverse-permutation?rev=2\\&seed=7\\&members=4, digest 12ab},\n"),
            "{text}"
        );
        assert!(text.contains("  url     = {https://x/#a},\n"), "{text}");
        let bare = run(&keys, None, None);
        assert!(!bare.contains("url") && !bare.contains("digest"), "{bare}");
        let key = |text: &str| text.lines().next().map(str::to_owned);
        assert_ne!(key(&bare), key(&run(&RunKeys { seed: 8, ..keys }, None, None)));
    }

    #[test]
    fn braces_of_every_entry_match() {
        for experiment in EXPERIMENTS {
            for text in [paper(&experiment.source), run(&RunKeys::defaults(experiment), None, None)] {
                let count = |brace: char| text.replace("\\{", "").replace("\\}", "").matches(brace).count();
                assert_eq!(count('{'), count('}'), "{text}");
            }
        }
    }
}
