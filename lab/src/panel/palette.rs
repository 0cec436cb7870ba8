//! What colour each ink is, for pictures that leave the page: the values of the page's style sheet, light and dark.

use std::fmt;

use super::picture::{Ink, SERIES};

/// A colour for every ink.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Palette {
    /// What is read first.
    pub strong: Color,
    /// What explains it.
    pub soft: Color,
    /// Thin rules.
    pub rule: Color,
    /// Axes.
    pub axis: Color,
    /// What the picture lies on.
    pub card: Color,
    /// A field that nothing is in.
    pub wash: Color,
    /// The series, by position.
    pub series: [Color; SERIES],
    /// What is right.
    pub good: Color,
    /// What is wrong.
    pub bad: Color,
}

/// A colour: the parts of sRGB.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Color {
    /// Red.
    pub r: u8,
    /// Green.
    pub g: u8,
    /// Blue.
    pub b: u8,
}

impl Palette {
    /// Ink on white.
    pub const LIGHT: Self = Self {
        strong: Color::of(0x001d_2230),
        soft: Color::of(0x0056_5d6f),
        rule: Color::of(0x00e4_e0d6),
        axis: Color::of(0x008d_8a80),
        card: Color::of(0x00ff_ffff),
        wash: Color::of(0x00f3_f0e8),
        series: [
            Color::of(0x0000_68a3),
            Color::of(0x00b8_4e00),
            Color::of(0x0000_7d5b),
            Color::of(0x009a_3d8f),
        ],
        good: Color::of(0x001a_7f4b),
        bad: Color::of(0x00b3_341f),
    };

    /// Light on dark.
    pub const DARK: Self = Self {
        strong: Color::of(0x00e9_e7df),
        soft: Color::of(0x00a9_afbe),
        rule: Color::of(0x002b_3140),
        axis: Color::of(0x0073_7b8e),
        card: Color::of(0x0019_1d27),
        wash: Color::of(0x001f_2430),
        series: [
            Color::of(0x0056_b4e9),
            Color::of(0x00ff_9a4d),
            Color::of(0x003f_d0a4),
            Color::of(0x00d9_8fd0),
        ],
        good: Color::of(0x005f_d19a),
        bad: Color::of(0x00ff_8d78),
    };

    /// The colour of an ink. Series beyond the last colour begin again with the first.
    #[must_use]
    pub fn color(&self, ink: Ink) -> Color {
        match ink {
            Ink::Strong => self.strong,
            Ink::Soft => self.soft,
            Ink::Rule => self.rule,
            Ink::Axis => self.axis,
            Ink::Card => self.card,
            Ink::Wash => self.wash,
            Ink::Series(series) => self.series[series % SERIES],
            Ink::Heat(series, heat) => self.wash.towards(self.series[series % SERIES], heat),
            Ink::Below(depth) => self.wash.towards(self.axis, depth),
            Ink::Good => self.good,
            Ink::Bad => self.bad,
            Ink::Own(color) => color,
        }
    }
}

impl Color {
    /// The colour of a number that is written as in a style sheet.
    pub(super) const fn of(rgb: u32) -> Self {
        let [_, r, g, b] = rgb.to_be_bytes();
        Self { r, g, b }
    }

    /// A part of the way to another colour, in even steps of sRGB: the eye sees those as even (mixed as light, the
    /// middle would look almost like the empty field), and `color-mix(in srgb, …)` gives the same.
    fn towards(self, other: Self, part: f64) -> Self {
        let part = if part.is_finite() { part.clamp(0.0, 1.0) } else { 0.0 };
        let mix = |from: u8, to: u8| {
            let exact = f64::from(from) + (f64::from(to) - f64::from(from)) * part;
            #[expect(clippy::cast_possible_truncation, reason = "it lies between two numbers of 8 bits")]
            let nearest = exact.round() as u8;
            nearest
        };
        Self { r: mix(self.r, other.r), g: mix(self.g, other.g), b: mix(self.b, other.b) }
    }
}

impl fmt::Display for Color {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.r, self.g, self.b)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHEET: &str = include_str!("../../../public/style.css");

    /// The part of the style sheet from the first line that starts so to the next closing brace.
    fn block(start: &str) -> &'static str {
        let from = SHEET.find(start).expect("the block");
        let length = SHEET[from..].find('}').expect("its end");
        &SHEET[from..from + length]
    }

    fn names(palette: &Palette) -> Vec<(String, Color)> {
        let named = [
            ("ink", palette.strong),
            ("soft", palette.soft),
            ("line", palette.rule),
            ("strong-line", palette.axis),
            ("card", palette.card),
            ("wash", palette.wash),
            ("good", palette.good),
            ("bad", palette.bad),
        ];
        let series = palette.series.into_iter().enumerate().map(|(at, color)| (format!("s{at}"), color));
        named.into_iter().map(|(name, color)| (name.to_owned(), color)).chain(series).collect()
    }

    #[test]
    fn the_colours_are_those_of_the_page() {
        let blocks = [
            (":root {", Palette::LIGHT),
            (":root:not([data-theme=\"light\"]) {", Palette::DARK),
            (":root[data-theme=\"dark\"] {", Palette::DARK),
        ];
        for (start, palette) in blocks {
            let block = block(start);
            for (name, color) in names(&palette) {
                let line = format!("--{name}: {color};");
                assert!(block.contains(&line), "{start} has no {line}");
            }
        }
    }

    #[test]
    fn heat_goes_from_the_empty_field_to_the_series() {
        let heat = |part| Palette::LIGHT.color(Ink::Heat(0, part));
        assert_eq!(heat(0.0), Palette::LIGHT.wash);
        assert_eq!(heat(1.0), Palette::LIGHT.series[0]);
        assert_eq!(heat(0.5).to_string(), "#7aacc6");
        for beyond in [-1.0, f64::NAN, f64::INFINITY] {
            assert_eq!(heat(beyond), Palette::LIGHT.wash, "{beyond}");
        }
        assert_eq!(Palette::DARK.color(Ink::Series(5)), Palette::DARK.series[1]);
        assert_eq!(Palette::DARK.color(Ink::Below(0.0)), Palette::DARK.wash);
        assert_eq!(Palette::DARK.color(Ink::Below(1.0)), Palette::DARK.axis);
    }
}
