//! A picture as a file of its own: SVG that needs nothing beside it, with its title and its sentence for those who do
//! not see it. The same picture always gives the same text.

use std::fmt::Write as _;

use super::palette::Palette;
use super::picture::{Anchor, Font, Ink, Mark, Picture, Place, Shape, Size};

/// The typefaces of the page.
const SANS: &str = "system-ui, \"Segoe UI\", Roboto, \"Helvetica Neue\", Arial, sans-serif";
/// The typefaces of tokens.
const MONO: &str = "ui-monospace, \"SF Mono\", Menlo, Consolas, \"DejaVu Sans Mono\", monospace";

/// How far the line that letters stand on lies below their middle, as a part of their height. Written out as a number,
/// because many programs that read SVG do not know other ways to centre a text.
const BASELINE: f64 = 0.35;

/// The picture as the text of an SVG file.
#[must_use]
pub fn svg(picture: &Picture, palette: &Palette, title: &str, sentence: &str) -> String {
    let (width, height) = (length(picture.size.width), length(picture.size.height));
    let mut file = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" \
         height=\"{height}\" role=\"img\">\n<title>{}</title>\n<desc>{}</desc>\n",
        escaped(title),
        escaped(sentence)
    );
    let background = Mark::rect(Place { x: 0.0, y: 0.0 }, picture.size, Ink::Card);
    for mark in std::iter::once(&background).chain(&picture.marks) {
        // Writing to a string cannot fail.
        let _ = element(&mut file, mark, palette);
    }
    file.push_str("</svg>\n");
    file
}

fn element(file: &mut String, mark: &Mark, palette: &Palette) -> std::fmt::Result {
    match &mark.shape {
        Shape::Path { places, .. } if places.is_empty() => Ok(()),
        Shape::Path { places, closed } => {
            file.push_str("<path d=\"");
            for (at, place) in places.iter().enumerate() {
                write!(file, "{}{} {}", if at == 0 { 'M' } else { 'L' }, number(place.x), number(place.y))?;
            }
            let end = if *closed { "Z" } else { "" };
            writeln!(file, "{end}\"{}/>", inks(mark, palette))
        }
        Shape::Rect { at, size: Size { width, height }, radius } => {
            let (x, y, width, height) = (number(at.x), number(at.y), length(*width), length(*height));
            write!(file, "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"")?;
            if *radius > 0.0 {
                write!(file, " rx=\"{}\"", length(*radius))?;
            }
            writeln!(file, "{}/>", inks(mark, palette))
        }
        Shape::Circle { at, radius } => {
            let (x, y) = (number(at.x), number(at.y));
            let inks = inks(mark, palette);
            writeln!(file, "<circle cx=\"{x}\" cy=\"{y}\" r=\"{}\"{inks}/>", length(*radius))
        }
        Shape::Text { at, text, anchor, font } => {
            // The outline lies below the letters. Not every program knows `paint-order`, so it is a text of its own.
            let filled = Mark { stroke: None, ..mark.clone() };
            let outline = mark.stroke.map(|_| Mark { fill: None, ..mark.clone() });
            for layer in outline.iter().chain([&filled]) {
                let (x, y) = (number(at.x), number(at.y + BASELINE * font.height()));
                write!(file, "<text x=\"{x}\" y=\"{y}\"{}{}", anchored(*anchor), set_in(*font))?;
                writeln!(file, "{}>{}</text>", inks(layer, palette), escaped(text))?;
            }
            Ok(())
        }
    }
}

fn anchored(anchor: Anchor) -> &'static str {
    match anchor {
        Anchor::Start => "",
        Anchor::Middle => " text-anchor=\"middle\"",
        Anchor::End => " text-anchor=\"end\"",
    }
}

fn set_in(font: Font) -> String {
    let (family, weight) = match font {
        Font::Small => (SANS, ""),
        Font::Name => (SANS, " font-weight=\"600\""),
        Font::Token => (MONO, ""),
    };
    format!(" font-family=\"{}\" font-size=\"{}\"{weight}", escaped(family), number(font.height()))
}

fn inks(mark: &Mark, palette: &Palette) -> String {
    let fill = mark.fill.map_or("none".to_owned(), |ink| palette.color(ink).to_string());
    let mut text = format!(" fill=\"{fill}\"");
    if let Some((ink, width)) = mark.stroke {
        text += &format!(" stroke=\"{}\" stroke-width=\"{}\"", palette.color(ink), length(width));
        text += " stroke-linejoin=\"round\"";
        if !mark.dash.is_empty() {
            let dashes: Vec<String> = mark.dash.iter().map(|dash| length(*dash)).collect();
            text += &format!(" stroke-dasharray=\"{}\"", dashes.join(" "));
        }
    }
    if mark.opacity < 1.0 {
        // Two decimals: bands are fainter than one would tell.
        text += &format!(" opacity=\"{:.2}\"", mark.opacity.max(0.0));
    }
    text
}

/// A number with one decimal; 0 for what is none.
fn number(value: f64) -> String {
    let text = format!("{:.1}", if value.is_finite() { value } else { 0.0 });
    if text == "-0.0" { "0.0".to_owned() } else { text }
}

/// The same for what is never negative.
fn length(value: f64) -> String {
    number(value.max(0.0))
}

/// A text as XML takes it: characters that it has no room for become the sign for such.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\t' | '\n' | '\r' => safe.push(' '),
            '\u{fffe}' | '\u{ffff}' => safe.push('\u{fffd}'),
            control if control.is_control() => safe.push('\u{fffd}'),
            plain => safe.push(plain),
        }
    }
    safe
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// Checks that every element is closed in order and every attribute is in quotes; says how many there are.
    pub(in crate::panel) fn elements(file: &str) -> usize {
        let (mut open, mut count) = (Vec::new(), 0);
        for part in file.split('<').skip(1) {
            let (tag, text) = part.split_once('>').unwrap_or_else(|| panic!("no end: {part}"));
            assert!(!text.contains('>') && text.split('&').skip(1).all(is_entity), "{text:?}");
            assert!(!text.chars().any(|letter| letter.is_control() && letter != '\n'), "{text:?}");
            if let Some(name) = tag.strip_prefix('/') {
                assert_eq!(open.pop(), Some(name), "{file}");
                continue;
            }
            count += 1;
            let is_whole = tag.ends_with('/');
            let tag = tag.trim_end_matches('/');
            let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
            let parts: Vec<&str> = attributes.split('"').collect();
            let names = parts.iter().step_by(2);
            assert!(parts.len() % 2 == 1 && names.rev().skip(1).all(|name| name.ends_with('=')), "{tag}");
            let values = parts.iter().skip(1).step_by(2);
            assert!(values.flat_map(|value| value.split('&').skip(1)).all(is_entity), "{tag}");
            assert!(!attributes.contains("NaN") && !attributes.contains("inf"), "{tag}");
            if !is_whole {
                open.push(name);
            }
        }
        assert!(open.is_empty(), "{open:?}");
        count
    }

    fn is_entity(rest: &str) -> bool {
        ["amp;", "lt;", "gt;", "quot;"].iter().any(|entity| rest.starts_with(entity))
    }

    fn at(x: f64, y: f64) -> Place {
        Place { x, y }
    }

    fn picture(marks: Vec<Mark>) -> Picture {
        Picture { size: Size { width: 120.0, height: 60.0 }, marks }
    }

    #[test]
    fn a_picture_becomes_a_file_that_stands_alone() {
        let marks = vec![
            Mark::line(vec![at(0.0, 1.25), at(-0.01, 3.0)], Ink::Series(1), 2.2).dashed(&[7.0, 4.0]),
            Mark::area(vec![at(1.0, 1.0), at(2.0, 1.0), at(2.0, 2.0)], Ink::Series(0)).faint(0.16),
            Mark::rect(at(5.0, 5.0), Size { width: 9.0, height: 9.0 }, Ink::Heat(0, 1.0)).rounded(3.0),
            Mark::circle(at(8.0, 9.0), 3.5, Ink::Card).outlined(Ink::Good, 1.6),
            Mark::text(at(9.0, 30.0), "left", Anchor::End, Font::Small, Ink::Soft).outlined(Ink::Card, 4.0),
        ];
        let file = svg(&picture(marks), &Palette::LIGHT, "Symbols", "Nothing yet.");
        let wanted = [
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 120.0 60.0\" width=\"120.0\" height=\"60.0\" \
             role=\"img\">\n<title>Symbols</title>\n<desc>Nothing yet.</desc>\n\
             <rect x=\"0.0\" y=\"0.0\" width=\"120.0\" height=\"60.0\" fill=\"#ffffff\"/>\n",
            "<path d=\"M0.0 1.2L0.0 3.0\" fill=\"none\" stroke=\"#b84e00\" stroke-width=\"2.2\" \
             stroke-linejoin=\"round\" stroke-dasharray=\"7.0 4.0\"/>\n",
            "<path d=\"M1.0 1.0L2.0 1.0L2.0 2.0Z\" fill=\"#0068a3\" opacity=\"0.16\"/>\n",
            "<rect x=\"5.0\" y=\"5.0\" width=\"9.0\" height=\"9.0\" rx=\"3.0\" fill=\"#0068a3\"/>\n",
            "<circle cx=\"8.0\" cy=\"9.0\" r=\"3.5\" fill=\"#ffffff\" stroke=\"#1a7f4b\" stroke-width=\"1.6\"",
            " text-anchor=\"end\" font-family=\"system-ui, &quot;Segoe UI&quot;, Roboto",
            "sans-serif\" font-size=\"13.0\" fill=\"none\" stroke=\"#ffffff\" stroke-width=\"4.0\"",
            "sans-serif\" font-size=\"13.0\" fill=\"#565d6f\">left</text>\n</svg>\n",
        ];
        for fragment in wanted {
            assert!(file.contains(fragment), "{fragment}\nis not in\n{file}");
        }
        assert_eq!(elements(&file), 10);
    }

    #[test]
    fn no_text_breaks_out_of_its_element() {
        let odd = "a<b&c\"d>e\u{0}\u{1b}\u{ffff}\nf</text>";
        let safe = "a&lt;b&amp;c&quot;d&gt;e\u{fffd}\u{fffd}\u{fffd} f&lt;/text&gt;";
        let text = Mark::text(at(0.0, 0.0), odd, Anchor::Start, Font::Token, Ink::Strong);
        let file = svg(&picture(vec![text]), &Palette::DARK, odd, odd);
        assert_eq!(elements(&file), 5);
        assert_eq!(file.matches(safe).count(), 3, "{file}");
    }

    #[test]
    fn no_number_breaks_a_file() {
        let odd = [f64::NAN, f64::INFINITY, -1e300, -0.0];
        let marks = odd.into_iter().flat_map(|odd| {
            let size = Size { width: odd, height: odd };
            [
                Mark::line(vec![at(odd, odd)], Ink::Heat(0, odd), odd).faint(odd),
                Mark::line(Vec::new(), Ink::Strong, 1.0),
                Mark::rect(at(odd, odd), size, Ink::Wash).rounded(odd),
                Mark::circle(at(odd, odd), odd, Ink::Bad),
            ]
        });
        let file = svg(&picture(marks.collect()), &Palette::LIGHT, "", "");
        assert_eq!(elements(&file), 4 + odd.len() * 3);
        let empty = Picture { size: Size { width: f64::NAN, height: -5.0 }, marks: Vec::new() };
        assert!(svg(&empty, &Palette::LIGHT, "", "").contains("viewBox=\"0 0 0.0 0.0\""));
    }

    #[test]
    fn the_typefaces_are_those_of_the_page() {
        let sheet = include_str!("../../../public/style.css");
        for line in [format!("--sans: {SANS};"), format!("--mono: {MONO};")] {
            assert!(sheet.contains(&line), "{line}");
        }
    }
}
