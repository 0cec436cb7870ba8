//! A picture as plain data: shapes with inks. No colours, but those of pictures that a model draws, and no web types: the page paints it on a canvas, `svg` writes
//! it to a file, and both show the same.

use super::palette::Color;

/// Width and height of a picture, in its own units: pixels on a page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Size {
    /// From left to right.
    pub width: f64,
    /// From top to bottom.
    pub height: f64,
}

/// A place in a picture; the vertical axis points down.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place {
    /// From the left.
    pub x: f64,
    /// From the top.
    pub y: f64,
}

/// A picture; later marks lie over earlier ones.
#[derive(Debug, Clone, PartialEq)]
pub struct Picture {
    /// Its size.
    pub size: Size,
    /// What it is made of.
    pub marks: Vec<Mark>,
}

/// One shape with its inks.
#[derive(Debug, Clone, PartialEq)]
pub struct Mark {
    /// What is drawn.
    pub shape: Shape,
    /// What it is filled with.
    pub fill: Option<Ink>,
    /// What its outline is drawn with, and how wide.
    pub stroke: Option<(Ink, f64)>,
    /// The lengths of dashes and gaps; none for an unbroken line.
    pub dash: &'static [f64],
    /// From 0, not there, to 1.
    pub opacity: f64,
}

/// What is drawn.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// Straight lines from place to place.
    Path {
        /// The places.
        places: Vec<Place>,
        /// Whether the last is joined to the first.
        closed: bool,
    },
    /// A rectangle.
    Rect {
        /// Its left, upper corner.
        at: Place,
        /// Its size.
        size: Size,
        /// How round its corners are.
        radius: f64,
    },
    /// A circle.
    Circle {
        /// Its centre.
        at: Place,
        /// Its radius.
        radius: f64,
    },
    /// One line of text, centred on its height.
    Text {
        /// Where it stands.
        at: Place,
        /// What it says.
        text: String,
        /// Which part of it stands there.
        anchor: Anchor,
        /// How it is set.
        font: Font,
    },
}

/// Which part of a text stands at its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    /// The left end.
    Start,
    /// The middle.
    Middle,
    /// The right end.
    End,
}

/// How a text is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Font {
    /// Marks of axes and names of levels.
    Small,
    /// Names of series.
    Name,
    /// Tokens: every letter as wide as the others.
    Token,
}

impl Font {
    /// Its height, in the picture's units.
    #[must_use]
    pub fn height(self) -> f64 {
        match self {
            Self::Small | Self::Name => 13.0,
            Self::Token => 15.0,
        }
    }

    /// About how wide a letter is: geometry has no typesetter to ask. Digits are wider than letters are on average.
    fn letter(self, letter: char) -> f64 {
        match self {
            // As bold ones, but thinner.
            Self::Small => 0.9 * Self::Name.letter(letter),
            Self::Name if letter.is_ascii_digit() => 9.0,
            // Wide letters and narrow ones of the widest of the fonts that a system may have.
            Self::Name => match letter {
                'i' | 'j' | 'l' | ' ' | ',' | '.' | ':' | '\'' => 4.7,
                'f' | 'r' | 't' | '(' | ')' | '-' => 6.4,
                'm' | 'w' | 'M' | 'W' => 13.5,
                _ => 8.9,
            },
            Self::Token => 9.0,
        }
    }

    /// About how wide a text is.
    #[must_use]
    pub fn width(self, text: &str) -> f64 {
        text.chars().map(|letter| self.letter(letter)).sum()
    }

    /// A text, cut to a width with "…" at its end where it is longer; nothing where there is no room for that either.
    #[must_use]
    pub fn cut(self, text: &str, width: f64) -> String {
        if self.width(text) <= width {
            return text.to_owned();
        }
        let mut used = self.letter('…');
        if width.is_nan() || used > width {
            return String::new();
        }
        let fits = |letter: &char| {
            used += self.letter(*letter);
            used <= width
        };
        text.chars().take_while(fits).chain(['…']).collect()
    }

    /// A text in as many lines as it needs at a width. A word that is wider than that is cut.
    #[must_use]
    pub fn lines(self, text: &str, width: f64) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        for word in text.split_whitespace() {
            let longer = lines.last().map(|line| format!("{line} {word}"));
            match (lines.last_mut(), longer.filter(|longer| self.width(longer) <= width)) {
                (Some(line), Some(longer)) => *line = longer,
                _ => lines.push(self.cut(word, width)),
            }
        }
        lines
    }
}

/// What a shape is drawn with; the palette says which colour that is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Ink {
    /// What is read first.
    Strong,
    /// What explains it.
    Soft,
    /// Thin rules.
    Rule,
    /// Axes.
    Axis,
    /// What the picture lies on.
    Card,
    /// A field that nothing is in.
    Wash,
    /// A series, by position.
    Series(usize),
    /// Between the empty field and a series' colour: a value from 0 to 1.
    Heat(usize, f64),
    /// Between the empty field and grey: how far a value lies below zero, from 0 to 1.
    Below(f64),
    /// What is right.
    Good,
    /// What is wrong.
    Bad,
    /// A colour of its own, whatever the palette: a pixel of a picture that a model draws.
    Own(Color),
}

/// How many series have a colour and a dash of their own.
pub const SERIES: usize = 4;

/// Dashes of the series, so that colour is never the only difference.
pub const DASHES: [&[f64]; SERIES] = [&[], &[7.0, 4.0], &[10.0, 3.0, 2.0, 3.0], &[3.0, 2.0]];

impl Mark {
    /// A line from place to place.
    #[must_use]
    pub fn line(places: Vec<Place>, ink: Ink, width: f64) -> Self {
        let shape = Shape::Path { places, closed: false };
        Self { shape, fill: None, stroke: Some((ink, width)), dash: &[], opacity: 1.0 }
    }

    /// A filled area.
    #[must_use]
    pub fn area(places: Vec<Place>, ink: Ink) -> Self {
        let shape = Shape::Path { places, closed: true };
        Self { shape, fill: Some(ink), stroke: None, dash: &[], opacity: 1.0 }
    }

    /// A filled rectangle.
    #[must_use]
    pub fn rect(at: Place, size: Size, ink: Ink) -> Self {
        let shape = Shape::Rect { at, size, radius: 0.0 };
        Self { shape, fill: Some(ink), stroke: None, dash: &[], opacity: 1.0 }
    }

    /// A filled circle.
    #[must_use]
    pub fn circle(at: Place, radius: f64, ink: Ink) -> Self {
        let shape = Shape::Circle { at, radius };
        Self { shape, fill: Some(ink), stroke: None, dash: &[], opacity: 1.0 }
    }

    /// A line of text.
    #[must_use]
    pub fn text(at: Place, text: impl Into<String>, anchor: Anchor, font: Font, ink: Ink) -> Self {
        let shape = Shape::Text { at, text: text.into(), anchor, font };
        Self { shape, fill: Some(ink), stroke: None, dash: &[], opacity: 1.0 }
    }

    /// The same in dashes.
    #[must_use]
    pub fn dashed(self, dash: &'static [f64]) -> Self {
        Self { dash, ..self }
    }

    /// The same, more or less to be seen through.
    #[must_use]
    pub fn faint(self, opacity: f64) -> Self {
        Self { opacity, ..self }
    }

    /// Only the outline of a rectangle.
    #[must_use]
    pub fn frame(at: Place, size: Size, ink: Ink, width: f64) -> Self {
        let shape = Shape::Rect { at, size, radius: 0.0 };
        Self { shape, fill: None, stroke: Some((ink, width)), dash: &[], opacity: 1.0 }
    }

    /// The same with round corners, if it is a rectangle.
    #[must_use]
    pub fn rounded(mut self, corner: f64) -> Self {
        if let Shape::Rect { radius, .. } = &mut self.shape {
            *radius = corner;
        }
        self
    }

    /// The same with an outline.
    #[must_use]
    pub fn outlined(self, ink: Ink, width: f64) -> Self {
        Self { stroke: Some((ink, width)), ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_breaks_between_words() {
        let lines = |letters: f64| Font::Token.lines("to be or not", letters * 9.0);
        assert_eq!(lines(12.0), ["to be or not"]);
        assert_eq!(lines(8.0), ["to be or", "not"]);
        assert_eq!(lines(2.0), ["to", "be", "or", "n…"]);
        assert!(Font::Token.lines(" ", 99.0).is_empty());
    }

    /// Words of DejaVu Sans, the widest of the fonts that a system may have.
    #[test]
    fn a_word_is_as_wide_as_in_the_widest_font() {
        for (word, width) in [("hidden", 44.6), ("guessing", 57.9), ("training", 50.3)] {
            assert!((Font::Small.width(word) - width).abs() < 4.0, "{word}: {}", Font::Small.width(word));
        }
    }

    #[test]
    fn a_text_is_cut_where_it_is_too_long() {
        let cut = |text, letters: f64| Font::Token.cut(text, letters * 9.0);
        assert_eq!(cut("abc", 3.0), "abc");
        assert_eq!(cut("abcd", 3.0), "ab…");
        assert_eq!(cut("♣♡♠♢", 1.0), "…");
        for none in [0.9, 0.0, -1.0, f64::NAN] {
            assert_eq!(cut("abcd", none), "");
        }
    }
}
