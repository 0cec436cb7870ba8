//! What a visitor reads stands in the catalogue, `lab::words`, and nowhere in the code of page, worker, panels, links,
//! claims or records, nor in what writes the pages and in the scripts that come with them.

use std::fs;
use std::path::{Path, PathBuf};

/// A string in the code, with the code around it, other strings and all comments left out.
struct Literal {
    line: usize,
    text: String,
    before: String,
    after: String,
}

/// Every string of a source file that is no part of its tests.
fn literals(source: &str) -> Vec<Literal> {
    let (mut code, mut found) = (String::new(), Vec::new());
    let (mut rest, mut line) = (source.split("#[cfg(test)]").next().unwrap_or_default(), 1);
    while let Some(letter) = rest.chars().next() {
        let length = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if letter == '"' {
            let length = 1 + length(&rest[1..]);
            found.push((line, rest[1..length].to_owned(), code.len()));
            length + 1
        } else if let Some(raw) = rest.strip_prefix("r#\"") {
            let length = raw.find("\"#").unwrap_or(raw.len());
            found.push((line, raw[..length].to_owned(), code.len()));
            3 + length + 2
        } else if rest.starts_with("'\\") {
            4 + rest[3..].find('\'').unwrap_or(0)
        } else if rest.starts_with("'\"'") {
            3
        } else {
            code.push(letter);
            letter.len_utf8()
        };
        line += rest[..length].matches('\n').count();
        rest = &rest[length..];
    }
    let around = |(line, text, at): (usize, String, usize)| {
        let (before, after) = code.split_at(at);
        Literal { line, text, before: before.trim_end().to_owned(), after: after.trim_start().to_owned() }
    };
    found.into_iter().map(around).collect()
}

/// How long a string is, to the quote that ends it.
fn length(text: &str) -> usize {
    let mut is_escaped = false;
    let ends = |letter: char| {
        let is_end = letter == '"' && !is_escaped;
        is_escaped = letter == '\\' && !is_escaped;
        is_end
    };
    text.find(ends).unwrap_or(text.len())
}

impl Literal {
    /// The text without what is filled in.
    fn plain(&self) -> String {
        let parts = self.text.split('{').enumerate();
        parts
            .map(|(at, part)| if at == 0 { part } else { part.split_once('}').map_or("", |it| it.1) })
            .collect()
    }

    fn has_word(&self) -> bool {
        let letters: Vec<char> = self.plain().chars().collect();
        letters.windows(2).any(|pair| pair.iter().all(|letter| letter.is_alphabetic()))
    }

    /// Whether it stands between tags.
    fn is_between_tags(&self) -> bool {
        let is_pattern = self.after.starts_with("=>") || self.after.starts_with('|');
        let is_behind =
            (self.before.ends_with('>') && !self.before.ends_with("=>")) || self.before.ends_with('}');
        (is_behind && !is_pattern) || self.after.starts_with("</")
    }

    /// Whether it is the value of an attribute that is read out or shown.
    fn is_shown_by_attribute(&self) -> bool {
        let attributes =
            ["aria-label=", "aria-description=", "aria-valuetext=", "title=", "alt=", "placeholder="];
        let code = self.before.trim_end_matches("format!(").trim_end().trim_end_matches("move ||").trim_end();
        attributes.iter().any(|attribute| code.ends_with(attribute))
    }

    /// Whether it reads as a sentence or a heading of several words.
    fn is_sentence(&self) -> bool {
        let plain = self.plain();
        let words = plain.split_whitespace().filter(|word| word.chars().any(char::is_alphabetic)).count();
        plain.starts_with(char::is_uppercase) && words > 1
    }

    /// Whether it is for who reads the log or the code.
    fn is_for_developers(&self) -> bool {
        ["error!(", "reason ="].iter().any(|start| self.before.ends_with(start))
    }
}

/// The texts of the interface that stand in a source file, each with its line.
fn faults(source: &str) -> Vec<String> {
    let is_fault = |it: &Literal| {
        let is_shown = it.is_between_tags() || it.is_shown_by_attribute() || it.is_sentence();
        it.has_word() && is_shown && !it.is_for_developers()
    };
    let literals = literals(source).into_iter().filter(is_fault);
    literals.map(|it| format!("line {}: {:?}", it.line, it.text)).collect()
}

/// The words of a piece of HTML, with those of attributes that are read out or shown; tags and what is filled in are left
/// out. The name of the site is the same in every language.
fn words_of(html: &str) -> String {
    let html = html.replace("\\n", " ").replace("\\\"", "\"");
    let mut words = String::new();
    for (number, part) in html.split('<').enumerate() {
        let (tag, text) = if number == 0 { ("", part) } else { part.split_once('>').unwrap_or((part, "")) };
        for attribute in ["aria-label=\"", "title=\"", "alt=\"", "placeholder=\""] {
            let values = tag.split(attribute).skip(1).filter_map(|rest| rest.split('"').next());
            words.extend(values.flat_map(|value| [" ", value]));
        }
        words.push_str(text);
    }
    let literal = Literal { line: 0, text: words, before: String::new(), after: String::new() };
    literal.plain().replace("Gedanken", "")
}

/// The texts that stand in the HTML of a source file, each with its line.
fn faults_of_pages(source: &str) -> Vec<String> {
    let is_fault = |it: &Literal| {
        let words: Vec<char> = words_of(&it.text).chars().collect();
        it.text.contains('<') && words.windows(2).any(|pair| pair.iter().all(|letter| letter.is_alphabetic()))
    };
    let literals = literals(source).into_iter().filter(is_fault);
    literals.map(|it| format!("line {}: {:?}", it.line, it.text)).collect()
}

/// Every source file in a folder that is no test as a whole.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
        let path = entry.expect("an entry").path();
        if path.file_stem().is_some_and(|name| name == "tests" || name == "check") {
            continue;
        }
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

#[test]
fn what_a_visitor_reads_stands_in_the_catalogue() {
    let app = Path::new(env!("CARGO_MANIFEST_DIR"));
    let parts = ["panel", "link", "claim", "record"].map(|part| app.join("../lab/src").join(part));
    let files: Vec<PathBuf> =
        parts.iter().flat_map(|part| sources(part)).chain(sources(&app.join("src"))).collect();
    assert!(files.len() > 70, "{files:?}");
    let mut all = Vec::new();
    for file in &files {
        let found = faults(&fs::read_to_string(file).unwrap());
        all.extend(found.into_iter().map(|fault| format!("{}, {fault}", file.display())));
    }
    assert!(all.is_empty(), "These belong into lab/src/words/:\n{}", all.join("\n"));
}

#[test]
fn what_a_visitor_reads_stands_in_no_page_and_no_script() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let read =
        |file: &str| fs::read_to_string(root.join(file)).unwrap_or_else(|error| panic!("{file}: {error}"));
    let mut all = Vec::new();
    let pages = ["experiment", "gallery", "mod", "texts"].map(|part| format!("page/{part}"));
    let writers = ["compare", "predict", "text", "unfurl"].map(str::to_owned);
    for file in pages.into_iter().chain(writers).map(|name| format!("xtask/src/{name}.rs")) {
        all.extend(faults_of_pages(&read(&file)).into_iter().map(|fault| format!("{file}, {fault}")));
    }
    let scripts = ["boot", "compare", "gallery", "language", "releases"];
    for script in scripts.map(|name| format!("public/{name}.js")) {
        all.extend(faults(&read(&script)).into_iter().map(|fault| format!("{script}, {fault}")));
    }
    assert!(all.is_empty(), "These belong into lab/src/words/:\n{}", all.join("\n"));
    let template = read("index.html").replace("{{", "{").replace("}}", "}");
    let (_, body) = template.split_once("<body>").expect("a body");
    assert_eq!(words_of(body).trim(), ".");
}

#[test]
fn a_text_in_a_page_is_found_wherever_it_stands() {
    for shown in [
        "\"<h1>{title}</h1>\\n<p>Not found.</p>\"",
        "\"<img alt=\\\"A chart\\\">\"",
        "\"<b>{id}</b> of {count}\"",
    ] {
        assert_eq!(faults_of_pages(shown).len(), 1, "{shown}");
    }
    for plain in [
        "\"<h1 class=\\\"a b\\\">{title}</h1>\\n<p>{says}</p>\"",
        "\"index.html has no end\"",
        "\"<img alt=\\\"\\\">\"",
    ] {
        assert!(faults_of_pages(plain).is_empty(), "{plain}");
    }
}

#[test]
fn a_text_in_the_code_is_found_wherever_it_stands() {
    let shown = [
        "<h2>\"Knobs\"</h2>",
        "<button>\n    \"Share\"\n</button>",
        "<p>{count} \" of them\"</p>",
        "<p><b>{id}</b> \" is new\"</p>",
        "<progress aria-label=\"progress\"></progress>",
        "<p title=move || format!(\"{n} steps\")></p>",
        "let sentence = \"The run stopped.\".to_owned();",
        "let quotes = ['\"', '\\'', '\\\\']; let sentence = \"Not \\\"one\\\" step\";",
        "let raw = r#\"Says \"no\" twice\"#;",
    ];
    for source in shown {
        assert_eq!(faults(source).len(), 1, "{source}");
    }
    assert!(faults("// One line.\n\n\"The run stopped.\"")[0].starts_with("line 3: "));
    let plain = [
        "<h2>{words.title}</h2>",
        "<b>{id}</b> \" · \" {source}",
        "<p class=\"card digest\" id=\"why\"></p>",
        "match key { \"Home\" => { 1 } \"End\" | \"PageDown\" => 2 }",
        "let class = match it { Same => \"verdict holds\" };",
        "// \"A sentence in a comment.\"",
        "leptos::logging::error!(\"The page stopped at an error of its own: {panic}\");",
        "#[cfg(test)] mod tests { const TEXT: &str = \"A sentence of a test.\"; }",
    ];
    for source in plain {
        assert!(faults(source).is_empty(), "{source}");
    }
}
