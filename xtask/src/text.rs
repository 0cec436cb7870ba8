//! Markdown as HTML, with the words in it that are explained. A text marks such a word where it uses it first, as a link
//! does: `[loss](term:loss)` is in the glossary of `lab::words`, and `[swing-by](term "A way that turns around.")`
//! brings its explanation along.

use std::collections::BTreeSet;
use std::fmt::Write;

use anyhow::{Context, Result, bail};
use lab::words::{self, TOLD, Term};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::page::{escape, in_language};

/// What becomes of a word that is marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Words {
    /// It is a button; its explanation stands behind it and is shown by the style sheet to who points at it or moves the
    /// focus to it.
    Explained,
    /// It leads to where the glossary explains it, on the same page.
    Linked,
}

/// A text in a language as HTML, for a page of a site.
///
/// # Errors
/// When it marks a word that the glossary does not have, or one word twice.
pub fn html(markdown: &str, language: &str, words: Words, site: &words::Site) -> Result<String> {
    let (mut seen, mut end) = (BTreeSet::new(), None);
    let mut events = Vec::new();
    for event in Parser::new_ext(markdown, Options::ENABLE_TABLES) {
        let event = match event {
            Event::Start(Tag::Link { ref dest_url, ref title, .. }) if is_term(dest_url) => {
                let (key, says) = explanation(dest_url, title)?;
                if !seen.insert(key.clone()) {
                    bail!("{key:?} is marked twice; the first time is enough");
                }
                let (before, behind) = tags(&key, says.as_deref(), seen.len(), words, site)?;
                end = Some(behind);
                Event::InlineHtml(before.into())
            }
            Event::End(TagEnd::Link) => end.take().map_or(event, |end| Event::InlineHtml(end.into())),
            Event::Start(Tag::CodeBlock(_)) => {
                Event::InlineHtml(code_begins(words::site(Some(language))).into())
            }
            Event::End(TagEnd::CodeBlock) => Event::InlineHtml(CODE_ENDS.into()),
            _ => event,
        };
        events.push(event);
    }
    let mut html = String::new();
    pulldown_cmark::html::push_html(&mut html, events.into_iter());
    Ok(html)
}

/// What stands before program text. Its lines are as long as they are, since some languages read what they begin with: a block
/// of them scrolls by itself, so the keyboard gets there, too.
pub(crate) fn code_begins(words: &words::Site) -> String {
    format!("<pre dir=\"ltr\" tabindex=\"0\" role=\"group\" aria-label=\"{}\"><code>", escape(words.code))
}

/// What stands behind it.
pub(crate) const CODE_ENDS: &str = "</code></pre>\n";

fn is_term(address: &str) -> bool {
    address == "term" || address.starts_with("term:")
}

/// The key of a word that is marked, and what it means, where the glossary does not say that.
fn explanation(address: &str, title: &str) -> Result<(String, Option<String>)> {
    match address.split_once(':') {
        Some((_, key)) => Ok((key.to_owned(), None)),
        None if title.is_empty() => bail!("a word is marked as [word](term), without what it means"),
        None => Ok((title.to_owned(), Some(title.to_owned()))),
    }
}

/// What stands before a word that is marked, and behind it.
fn tags(
    key: &str,
    says: Option<&str>,
    number: usize,
    words: Words,
    site: &words::Site,
) -> Result<(String, String)> {
    let known = || {
        let term = site.term(key);
        term.with_context(|| format!("{key:?} is marked, and lab/src/words has no such word in its glossary"))
    };
    // A text is in the language of experiments; the glossary is in that of the page.
    let (id, says, language) = match says {
        Some(says) => (format!("term-{number}"), says, String::new()),
        None => (id(known()?), known()?.says, in_language(site.language, TOLD)),
    };
    Ok(match words {
        Words::Explained => (
            format!(
                "<span class=\"gloss\"><button type=\"button\" class=\"term\" aria-describedby=\"{id}\">",
                id = escape(&id)
            ),
            format!(
                "</button><span class=\"says\" role=\"tooltip\"{language} id=\"{id}\">{says}</span></span>",
                id = escape(&id),
                says = escape(says)
            ),
        ),
        Words::Linked => (format!("<a href=\"#{}\">", escape(&id)), "</a>".to_owned()),
    })
}

fn id(term: &Term) -> String {
    format!("term-{}", term.key)
}

/// The whole glossary as a list, within a text of a language.
#[must_use]
pub fn glossary(site: &words::Site, around: &str) -> String {
    let mut list = format!("<dl class=\"glossary\"{}>\n", in_language(site.language, around));
    for term in site.glossary {
        let [id, name, says] = [id(term).as_str(), term.name, term.says].map(escape);
        // Writing to a `String` cannot fail.
        let _ = writeln!(list, "<dt id=\"{id}\">{name}</dt>\n<dd>{says}</dd>");
    }
    list + "</dl>"
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::places;

    #[test]
    fn a_word_that_is_marked_is_explained() {
        let html = html("The [loss](term:loss) *falls*.", TOLD, Words::Explained, words::site(None)).unwrap();
        let term = words::site(None).term("loss").unwrap();
        assert_eq!(
            html,
            format!(
                "<p>The <span class=\"gloss\"><button type=\"button\" class=\"term\" aria-describedby=\"term-loss\">loss\
                 </button><span class=\"says\" role=\"tooltip\" id=\"term-loss\">{}</span></span> <em>falls</em>.</p>\n",
                term.says
            )
        );
    }

    #[test]
    fn a_text_may_bring_its_own_words_and_keeps_its_links() {
        let own = html(
            "A [swing-by](term \"It turns < around.\") at [home](https://h.org).",
            TOLD,
            Words::Explained,
            words::site(None),
        );
        let own = own.unwrap();
        assert!(own.contains("aria-describedby=\"term-1\">swing-by</button>"), "{own}");
        assert!(own.contains("id=\"term-1\">It turns &lt; around.</span></span> at"), "{own}");
        assert!(own.contains("<a href=\"https://h.org\">home</a>"), "{own}");
    }

    #[test]
    fn code_keeps_its_lines_and_can_be_scrolled_to() {
        let html =
            html("```python\nif a < b:\n    c()\n```\n", "de", Words::Linked, words::site(None)).unwrap();
        assert_eq!(
            html,
            "<pre dir=\"ltr\" tabindex=\"0\" role=\"group\" aria-label=\"Quelltext\"><code>if a &lt; b:\n    c()\n\
             </code></pre>\n"
        );
    }

    #[test]
    fn a_glossary_on_the_same_page_is_led_to() {
        let html = html("The [loss](term:loss).", TOLD, Words::Linked, words::site(None)).unwrap();
        assert_eq!(html, "<p>The <a href=\"#term-loss\">loss</a>.</p>\n");
        assert!(glossary(words::site(None), TOLD).contains("<dt id=\"term-loss\">loss</dt>"));
    }

    #[test]
    fn a_mark_that_explains_nothing_is_refused() {
        for wrong in ["[a](term:none)", "[a](term)", "[a](term:loss) [b](term:loss)"] {
            assert!(html(wrong, TOLD, Words::Explained, words::site(None)).is_err(), "{wrong}");
        }
    }

    /// What is marked is in the glossary, or no page would be written; what is in the glossary is marked somewhere, and
    /// stands in its order.
    #[test]
    fn every_word_of_the_glossary_is_used() {
        let mut texts = fs::read_to_string(places::root().join("public/about.md")).unwrap();
        html(&texts, TOLD, Words::Linked, words::site(None)).unwrap();
        for experiment in lab::EXPERIMENTS {
            let marks = html(experiment.lesson, TOLD, Words::Explained, words::site(None))
                .unwrap()
                .matches("class=\"term\"")
                .count();
            assert!(marks > 0, "the lesson of {} explains no word", experiment.id);
            texts += experiment.lesson;
        }
        let glossary = words::site(None).glossary;
        for term in glossary {
            assert!(texts.contains(&format!("](term:{})", term.key)), "no text marks {}", term.key);
        }
        assert!(glossary.is_sorted_by_key(|term| term.key), "the glossary is out of order");
    }
}
