//! Writes JSON as text. A tree of values that is written afterwards cost the page's program 29 kB of code more
//! (2026-11-27).

/// A text.
pub(super) fn text(text: &str) -> String {
    // A text can always be written.
    serde_json::to_string(text).unwrap_or_default()
}

/// A number; `null` for one that JSON does not have.
pub(super) fn number(number: f64) -> String {
    serde_json::to_string(&number).unwrap_or_else(|_| null())
}

/// Nothing.
pub(super) fn null() -> String {
    "null".to_owned()
}

/// A value that may be missing.
pub(super) fn maybe(value: Option<String>) -> String {
    value.unwrap_or_else(null)
}

/// An object of fields that are JSON already.
pub(super) fn object(fields: &[(&str, String)]) -> String {
    let mut json = "{".to_owned();
    for (key, value) in fields {
        if json.len() > 1 {
            json.push(',');
        }
        json.push_str(&text(key));
        json.push(':');
        json.push_str(value);
    }
    json.push('}');
    json
}

/// A list of values that are JSON already.
pub(super) fn list(values: &[String]) -> String {
    format!("[{}]", values.join(","))
}

/// A list of texts.
pub(super) fn texts(texts: &[&str]) -> String {
    list(&texts.iter().map(|it| text(it)).collect::<Vec<_>>())
}
