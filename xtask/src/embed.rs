//! The script with which other sites take an experiment into their pages. Its address never changes, so it is the one script
//! without a hash in its name.

use lab::words;
use serde_json::{Map, json};

pub use server::SCRIPT;

/// What it may have at most, in bytes as it is sent.
pub const LARGEST: usize = 6 << 10;

/// The script as it is sent, from its source: with what it says in every language, and without what only its readers need.
#[must_use]
pub fn script(source: &str) -> String {
    let says: Map<_, _> = words::locales()
        .map(|locale| {
            let words = words::site(Some(locale));
            (locale.to_owned(), json!([words.embed_loading, words.embed_failed, words.embed_refused]))
        })
        .collect();
    let [words, rest] = ["WORDS", &renamed(&squeezed(source))].map(initials);
    format!("const {words}={};\n{rest}", json!(says))
}

/// A script without comments on lines of their own, without the space before lines, and in as few lines as can be without
/// knowing its grammar: none ends behind or before a sign that a statement cannot end behind or begin with.
fn squeezed(source: &str) -> String {
    let mut text = String::with_capacity(source.len());
    let lines = source.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//"));
    for line in lines {
        let goes_on =
            text.ends_with(['{', '(', '[', ',', ';']) || line.starts_with(['}', ')', ']', '.', '?', ':']);
        if !text.is_empty() && !goes_on {
            text.push('\n');
        }
        text.push_str(line);
    }
    text.push('\n');
    text
}

/// A script with one letter in place of each private name of its class. Nothing outside of the class can mean one of them, and
/// the sign before them begins nothing else in this script but texts, where a quotation mark follows.
fn renamed(script: &str) -> String {
    let mut parts = script.split('#');
    let mut text = parts.next().unwrap_or_default().to_owned();
    let mut names: Vec<&str> = Vec::new();
    for part in parts {
        let end = part.find(|it: char| !it.is_alphanumeric()).unwrap_or(part.len());
        let (name, rest) = part.split_at(end);
        text.push('#');
        if !name.is_empty() {
            let at = names.iter().position(|known| *known == name).unwrap_or_else(|| {
                names.push(name);
                names.len() - 1
            });
            // Two letters where one does not do.
            text.extend(std::iter::repeat_n('a', at / 26));
            text.extend(('a'..='z').nth(at % 26));
        }
        text.push_str(rest);
    }
    text
}

/// A script with the first letter in place of each of its constants.
fn initials(script: &str) -> String {
    ["WORDS", "HOME", "KEYS", "NAME"]
        .iter()
        .fold(script.to_owned(), |script, name| script.replace(name, &name[..1]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::places;
    use crate::unfurl::SANDBOX;

    #[test]
    fn the_script_is_small_and_speaks_every_language() {
        let source = std::fs::read_to_string(places::root().join("public").join(SCRIPT)).unwrap();
        let script = script(&source);
        assert!(script.len() <= LARGEST, "{SCRIPT} has {} bytes", script.len());
        for locale in words::locales() {
            assert!(script.contains(words::site(Some(locale)).embed_failed), "{locale}");
        }
        assert!(!source.contains("import "), "it stands alone");
        assert!(
            source.contains(&format!("sandbox = \"{SANDBOX}\"")),
            "its frames may do what those of oEmbed may"
        );
    }

    #[test]
    fn private_names_are_letters() {
        let source = "class A {#asked = 1;#answer() {return this.#asked + \"#\" + this.#answer();}}";
        assert_eq!(renamed(source), "class A {#a = 1;#b() {return this.#a + \"#\" + this.#b();}}");
        let many: String = (0..30).map(|at| format!("#n{at};")).collect();
        let renamed = renamed(&many);
        let names: std::collections::BTreeSet<&str> = renamed.split_terminator(';').collect();
        assert_eq!((names.len(), renamed.ends_with("#ad;")), (30, true), "{renamed}");
    }

    #[test]
    fn lines_go_where_no_statement_ends() {
        let source = "// says\nconst a = {\n  // so\n  b: 1,\n};\n\nlet c\nc = a\n  .b;\nif (c) {\n  d(\n    c,\n  );\n}\ne();\n";
        assert_eq!(squeezed(source), "const a = {b: 1,};let c\nc = a.b;if (c) {d(c,);}\ne();\n");
    }
}
