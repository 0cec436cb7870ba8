//! A strip of small pictures in their own colours, as a model draws them now: a column for each thing that was asked for, with
//! its name, and as many pictures below each other as were drawn of it. A sample holds them, one picture a row, with a number
//! for each pixel: red times 65,536, green times 256 and blue. They are those of an arm's first member.

use super::picture::{Anchor, Font, Ink, Mark};
use super::spread::apart;
use super::tiles::{Tiles, part};
use super::{Draw, Picture, Place, Reading, Size, Spot, Table, View};
use crate::panel::palette::Color;

/// The declaration of a strip of pictures.
#[derive(Debug, Clone, PartialEq)]
pub struct FilmPanel {
    /// Its name in links (`show`, `hide`) and in files.
    pub key: &'static str,
    /// Its heading.
    pub title: String,
    /// The key of the sample that holds the pictures.
    pub sample: &'static str,
    /// What was asked for, in the order of the sample.
    pub names: Vec<String>,
    /// How many pictures were drawn of each.
    pub each: usize,
    /// Pixels along a side.
    pub side: usize,
}

/// The widest and the least that a picture gets.
const WIDEST: f64 = 96.0;
const LEAST: f64 = 72.0;
/// Height of a line of a name, and how many lines a name may have.
const LINE: f64 = 16.0;
const LINES: usize = 3;
/// Between one picture and the next, and below the last.
const GAP: f64 = 6.0;
const BELOW: f64 = 18.0;
/// How far a pixel reaches below the next.
const OVERLAP: f64 = 0.6;

/// What a picture looks like, in three numbers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Look {
    /// Its colour in the middle.
    pub middle: Color,
    /// Its colour in the corners.
    pub corners: Color,
    /// The share of pixels that are more like the middle than like the corners.
    pub share: f64,
}

/// The pictures of one thing that was asked for, in an arm.
struct Strip {
    arm: usize,
    name: String,
    /// One after the other; none while nothing is drawn.
    pictures: Vec<Vec<Color>>,
}

/// Where they stand.
struct Layout {
    tiles: Tiles,
    /// How wide and high a pixel is, and a picture.
    pixel: f64,
    picture: f64,
    /// Height of what one was asked for, name and all.
    high: f64,
}

/// A picture with so many pixels along a side, from its left, upper corner. Each reaches a little below the next ones, which are
/// painted over it, so that nothing shines through between them where they begin at part of a dot.
fn squares(pixels: &[Color], side: usize, corner: Place, pixel: f64) -> impl Iterator<Item = Mark> + use<'_> {
    let side = side.max(1);
    pixels.iter().enumerate().map(move |(at, color)| {
        let (row, column) = ((at / side) as f64, (at % side) as f64);
        let place = Place { x: corner.x + column * pixel, y: corner.y + row * pixel };
        let long = |at: usize| if at + 1 < side { pixel + OVERLAP } else { pixel };
        let size = Size { width: long(at % side), height: long(at / side) };
        Mark::rect(place, size, Ink::Own(*color))
    })
}

/// The same of the numbers of a sample.
pub(super) fn dots(numbers: &[f64], side: usize, corner: Place, pixel: f64) -> Vec<Mark> {
    let pixels: Vec<Color> = numbers.iter().copied().map(color).collect();
    squares(&pixels, side, corner, pixel).collect()
}

/// The colour that a number stands for.
fn color(number: f64) -> Color {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "what is no number ends at 0"
    )]
    let whole = number.clamp(0.0, 16_777_215.0) as u32;
    Color::of(whole)
}

impl Look {
    /// Of a picture with so many pixels along a side; `None` where it has none.
    fn of(pixels: &[Color], side: usize) -> Option<Self> {
        let last = side.checked_sub(1)?;
        let mean = |places: [usize; 4]| {
            let all: Vec<Color> = places.iter().filter_map(|at| pixels.get(*at).copied()).collect();
            let count = u32::try_from(all.len()).unwrap_or(0);
            let channel = |of: fn(&Color) -> u8| {
                let sum: u32 = all.iter().map(|color| u32::from(of(color))).sum();
                u8::try_from(sum.checked_div(count)?).ok()
            };
            Some(Color { r: channel(|it| it.r)?, g: channel(|it| it.g)?, b: channel(|it| it.b)? })
        };
        let (low, high) = (last / 2, side / 2);
        let middle = mean([low * side + low, low * side + high, high * side + low, high * side + high])?;
        let corners = mean([0, last, last * side, last * side + last])?;
        let far = |a: Color, b: Color| {
            let channel = |a: u8, b: u8| u32::from(a.abs_diff(b)).pow(2);
            channel(a.r, b.r) + channel(a.g, b.g) + channel(a.b, b.b)
        };
        let is_like = |pixel: &&Color| far(**pixel, middle) < far(**pixel, corners);
        let share = pixels.iter().filter(is_like).count() as f64 / pixels.len().max(1) as f64;
        Some(Self { middle, corners, share })
    }
}

impl FilmPanel {
    fn strips(&self, view: &View<'_>) -> Vec<Strip> {
        let several = view.arms.len() > 1;
        let of_arm = |(arm, declared): (usize, &crate::experiment::Arm)| {
            let numbers = view.first_sample(self.sample, arm).unwrap_or_default();
            let pixels: Vec<Color> = numbers.into_iter().map(color).collect();
            let size = self.side * self.side;
            let all: Vec<Vec<Color>> = if size == 0 {
                Vec::new()
            } else {
                pixels.chunks_exact(size).map(<[Color]>::to_vec).collect()
            };
            let strip = |(at, name): (usize, &String)| Strip {
                arm,
                name: if several { format!("{}: {name}", declared.label) } else { name.clone() },
                pictures: all.iter().skip(at * self.each).take(self.each).cloned().collect(),
            };
            self.names.iter().enumerate().map(strip).collect::<Vec<Strip>>()
        };
        view.arms.iter().enumerate().flat_map(of_arm).collect()
    }

    fn layout(&self, strips: &[Strip], width: f64) -> Layout {
        let tiles = Tiles::new(strips.len(), width, LEAST);
        let side = self.side.max(1) as f64;
        let wide = tiles.width.min(WIDEST) / side;
        // Whole dots, for sharp edges.
        let pixel = if wide >= 1.0 { (wide + 1e-6).floor() } else { wide };
        let lines = strips.iter().map(|strip| lines(&strip.name, tiles.width).len()).max().unwrap_or(0);
        let picture = pixel * side;
        let high = lines as f64 * LINE + self.each as f64 * (picture + GAP) + BELOW;
        Layout { tiles, pixel, picture, high }
    }

    /// What a picture looks like, in words.
    fn says(&self, view: &View<'_>, picture: Option<&Vec<Color>>) -> Option<String> {
        let look = Look::of(picture?, self.side)?;
        Some((view.words.panel.film.look)(&look))
    }
}

/// A name in as many lines as it may have.
fn lines(name: &str, width: f64) -> Vec<String> {
    let mut lines = Font::Small.lines(name, width);
    lines.truncate(LINES);
    lines
}

impl Layout {
    /// The left, upper corner of what was asked for.
    fn start(&self, strip: usize) -> Place {
        self.tiles.corner(strip, Size { width: self.tiles.width, height: self.high })
    }

    /// The left, upper corner of a picture of it; the last of so many ends above the room below.
    fn corner(&self, strip: usize, picture: usize, each: usize) -> Place {
        let Place { x, y } = self.start(strip);
        let up = each.saturating_sub(picture) as f64 * (self.picture + GAP);
        Place { x, y: y + self.high - BELOW - up }
    }
}

impl Draw for FilmPanel {
    fn height(&self, view: &View<'_>, width: f64) -> f64 {
        let layout = self.layout(&self.strips(view), width);
        layout.tiles.down as f64 * layout.high
    }

    fn picture(&self, view: &View<'_>, size: Size) -> Picture {
        let strips = self.strips(view);
        let layout = self.layout(&strips, size.width);
        let mut marks = Vec::new();
        for (at, strip) in strips.iter().enumerate() {
            let start = layout.start(at);
            for (line, text) in lines(&strip.name, layout.tiles.width).into_iter().enumerate() {
                let place = Place { x: start.x, y: start.y + (line as f64 + 0.5) * LINE };
                marks.push(Mark::text(place, text, Anchor::Start, Font::Small, Ink::Soft));
            }
            let whole = Size { width: layout.picture, height: layout.picture };
            for number in 0..self.each {
                let corner = layout.corner(at, number, self.each);
                let pixels = strip.pictures.get(number);
                marks.extend(
                    pixels.into_iter().flat_map(|pixels| squares(pixels, self.side, corner, layout.pixel)),
                );
                marks.push(Mark::frame(corner, whole, Ink::Axis, 1.0));
            }
        }
        Picture { size, marks }
    }

    fn sentence(&self, view: &View<'_>) -> String {
        let words = view.words.panel;
        let strips = self.strips(view);
        let first = |strip: &Strip| {
            let looks = self.says(view, strip.pictures.first())?;
            Some((words.film.of)(&strip.name, &looks))
        };
        let says: Vec<String> = strips.iter().filter_map(first).collect();
        if says.is_empty() {
            return words.nothing_measured.to_owned();
        }
        format!("{} {}", (words.numbers)(&view.whose_first()), (words.film.says)(self.each, &says))
    }

    /// One row for each picture.
    fn table(&self, view: &View<'_>) -> Table {
        let words = view.words.panel;
        let columns = [words.arm].into_iter().chain(words.film.columns).map(str::to_owned).collect();
        let mut rows = Vec::new();
        for strip in self.strips(view) {
            for (number, picture) in strip.pictures.iter().enumerate() {
                let Some(Look { middle, corners, share }) = Look::of(picture, self.side) else { continue };
                rows.push(vec![
                    view.arms[strip.arm].label.clone(),
                    strip.name.clone(),
                    (number + 1).to_string(),
                    middle.to_string(),
                    corners.to_string(),
                    format!("{:.0}%", 100.0 * share),
                ]);
            }
        }
        Table { columns, rows }
    }

    /// A column for each thing that was asked for, a row for each picture of it.
    fn spots(&self, view: &View<'_>) -> Spot {
        let strips = self.strips(view);
        if strips.iter().all(|strip| strip.pictures.is_empty()) {
            return Spot::default();
        }
        Spot::new(strips.len(), self.each)
    }

    fn reading(&self, view: &View<'_>, size: Size, spot: Spot) -> Option<Reading> {
        let spots = self.spots(view);
        if spot.column >= spots.column || spot.row >= spots.row {
            return None;
        }
        let strips = self.strips(view);
        let layout = self.layout(&strips, size.width);
        let (at, number) = (spot.column as usize, spot.row as usize);
        let strip = strips.get(at)?;
        let looks = self.says(view, strip.pictures.get(number));
        let looks = looks.unwrap_or_else(|| view.words.panel.nothing_yet.to_owned());
        let sentence = (view.words.panel.film.reading)(&strip.name, number + 1, &looks);
        let whole = Size { width: layout.picture, height: layout.picture };
        let mark = Mark::frame(layout.corner(at, number, self.each), whole, Ink::Strong, 2.0);
        Some(Reading { sentence, marks: vec![mark] })
    }

    fn nearest(&self, view: &View<'_>, size: Size, place: Place) -> Spot {
        if self.spots(view) == Spot::default() {
            return Spot::default();
        }
        let strips = self.strips(view);
        let layout = self.layout(&strips, size.width);
        let high = self.each as f64 * (layout.picture + GAP);
        let distance = |at: &usize| {
            let corner = layout.corner(*at, 0, self.each);
            let x = apart(place.x, corner.x, corner.x + layout.picture);
            let y = apart(place.y, corner.y, corner.y + high);
            x * x + y * y
        };
        let at = (0..strips.len()).min_by(|a, b| distance(a).total_cmp(&distance(b))).unwrap_or(0);
        let down = place.y - layout.corner(at, 0, self.each).y;
        Spot::new(at, part(down, high, self.each))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::{BLANK, Experiment, Sample};
    use crate::keys::RunKeys;
    use crate::panel::check;
    use crate::recording::{Point, Recording};

    static EXPERIMENT: Experiment = Experiment {
        arms: |_| {
            let arm = |key: &'static str| crate::experiment::Arm {
                key,
                label: key.to_owned(),
                about: String::new(),
                steps: 640,
                cost: crate::experiment::Cost::default(),
            };
            vec![arm("first"), arm("second")]
        },
        samples: &[Sample { key: "pictures", about: "", size: |_, _| [4, 16] }],
        ..BLANK
    };

    fn panel() -> FilmPanel {
        FilmPanel {
            key: "film",
            title: "What it draws".to_owned(),
            sample: "pictures",
            names: vec![
                "blue, large".to_owned(),
                "blue, small, in a colour that is much too strong".to_owned(),
            ],
            each: 2,
            side: 4,
        }
    }

    /// Pictures of a blue middle on white, as a sample.
    fn drawn() -> Vec<f32> {
        let pixel = |at: usize| {
            let is_middle = [5, 6, 9, 10].contains(&(at % 16));
            (if is_middle { 0x0040_40c0_u32 } else { 0x00ff_ffff }) as f32
        };
        (0..64).map(pixel).collect()
    }

    fn with(samples: Vec<f32>, check: impl Fn(&View<'_>)) {
        let keys = RunKeys::defaults(&EXPERIMENT);
        let arms = keys.arms();
        let mut recording = Recording::new(&arms, 1, 0);
        recording.push(Point { samples, ..Point::default() });
        check(&View::new(&keys, &arms, &recording));
    }

    #[test]
    fn pictures_are_read_one_by_one() {
        with(drawn(), |view| {
            check::whole(&panel(), view);
            let picture = check::picture(&panel(), view, 760.0);
            assert!(check::has_ink(&picture, Ink::Own(Color { r: 0x40, g: 0x40, b: 0xc0 })));
            let size = Size { width: 760.0, height: 300.0 };
            let read = |column, row| panel().reading(view, size, Spot { column, row }).map(|it| it.sentence);
            assert_eq!(
                read(0, 1).as_deref(),
                Some(
                    "first: blue, large, picture 2: 25% red, 25% green and 75% blue in the middle, over 25% of the \
                     picture."
                )
            );
            assert_eq!(read(2, 0).as_deref(), Some("second: blue, large, picture 1: nothing yet."));
            assert_eq!((read(4, 0), read(0, 2)), (None, None));
            let table = panel().table(view);
            assert_eq!(table.rows.len(), 4);
            assert_eq!(table.rows[3][2..], ["2", "#4040c0", "#ffffff", "25%"]);
        });
    }

    #[test]
    fn what_cannot_be_drawn_does_no_harm() {
        let odd = [f32::NAN, f32::INFINITY, -5.0, 1e12];
        for samples in [Vec::new(), drawn()[..20].to_vec(), odd.repeat(16)] {
            with(samples, |view| {
                check::odd(&panel(), view);
                check::odd(&FilmPanel { side: 0, ..panel() }, view);
                check::odd(&FilmPanel { each: 0, ..panel() }, view);
                check::odd(&FilmPanel { names: Vec::new(), ..panel() }, view);
                check::odd(&FilmPanel { side: 3, each: 9, ..panel() }, view);
            });
        }
    }
}
