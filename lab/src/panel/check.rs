//! What the tests of every kind of panel check.

use super::picture::{Anchor, Ink, Shape};
use super::svg::{svg, tests::elements};
use super::{Draw, Mark, Picture, Place, Reading, Size, Spot, View};
use crate::panel::palette::Palette;

/// The corners of the rectangle that a mark stands in, a text by its width as geometry knows it.
fn extent(mark: &Mark) -> [Place; 2] {
    match &mark.shape {
        Shape::Path { places, .. } => {
            let fold = |start: f64, pick: fn(f64, f64) -> f64| Place {
                x: places.iter().map(|place| place.x).fold(start, pick),
                y: places.iter().map(|place| place.y).fold(start, pick),
            };
            [fold(f64::INFINITY, f64::min), fold(f64::NEG_INFINITY, f64::max)]
        }
        Shape::Rect { at, size, .. } => [*at, Place { x: at.x + size.width, y: at.y + size.height }],
        Shape::Circle { at, radius } => {
            [Place { x: at.x - radius, y: at.y - radius }, Place { x: at.x + radius, y: at.y + radius }]
        }
        Shape::Text { at, text, anchor, font } => {
            let (width, half) = (font.width(text), font.height() / 2.0);
            let left = at.x
                - match anchor {
                    Anchor::Start => 0.0,
                    Anchor::Middle => width / 2.0,
                    Anchor::End => width,
                };
            [Place { x: left, y: at.y - half }, Place { x: left + width, y: at.y + half }]
        }
    }
}

/// Every mark stands inside the picture, and it makes a whole file.
pub(super) fn inside(picture: &Picture) {
    let Size { width, height } = picture.size;
    for mark in &picture.marks {
        if matches!(&mark.shape, Shape::Path { places, .. } if places.is_empty()) {
            continue;
        }
        let [start, end] = extent(mark);
        let fits = start.x >= -0.5 && start.y >= -0.5 && end.x <= width + 0.5 && end.y <= height + 0.5;
        assert!(fits, "{start:?} to {end:?} in {:?}: {mark:?}", picture.size);
    }
    assert!(elements(&svg(picture, &Palette::LIGHT, "", "")) >= 4);
}

/// The middle of what points at a spot.
pub(super) fn middle(reading: &Reading) -> Place {
    let [start, end] = extent(&reading.marks[0]);
    Place { x: f64::midpoint(start.x, end.x), y: f64::midpoint(start.y, end.y) }
}

/// The picture at an ordinary width.
pub(super) fn picture(panel: &dyn Draw, view: &View<'_>, width: f64) -> Picture {
    panel.picture(view, Size { width, height: panel.height(view, width) })
}

/// Everything that a panel with something to show must keep: it stands inside its picture, wide or narrow, and the spot
/// nearest to what points at a spot is that spot.
pub(super) fn whole(panel: &dyn Draw, view: &View<'_>) {
    for width in [320.0, 760.0] {
        let drawn = picture(panel, view, width);
        assert!(!drawn.marks.is_empty());
        inside(&drawn);
        let spots = panel.spots(view);
        assert!(spots.column > 0 && spots.row > 0);
        for spot in (0..spots.row).flat_map(|row| (0..spots.column).map(move |column| Spot { column, row })) {
            let reading = panel.reading(view, drawn.size, spot).expect("a reading");
            inside(&Picture { marks: reading.marks.clone(), ..drawn });
            assert_eq!(panel.nearest(view, drawn.size, middle(&reading)), spot, "{}", reading.sentence);
        }
        let outside = Spot { column: spots.column, row: spots.row };
        assert_eq!(panel.reading(view, drawn.size, outside), None);
    }
    odd(panel, view);
}

/// No size, spot or place is too strange for a panel, whatever there is to show.
pub(super) fn odd(panel: &dyn Draw, view: &View<'_>) {
    let (sentence, table) = (panel.sentence(view), panel.table(view));
    assert!(!sentence.is_empty());
    assert!(table.rows.iter().all(|row| row.len() == table.columns.len()), "{table:?}");
    let lengths = [320.0, 1.0, 0.0, -10.0, 1e9, f64::NAN, f64::INFINITY];
    for (width, height) in lengths.into_iter().flat_map(|width| lengths.map(|height| (width, height))) {
        let size = Size { width, height };
        let high = panel.height(view, width);
        assert!(high >= 0.0 && high.is_finite(), "{width} wide is {high} high");
        elements(&svg(&panel.picture(view, size), &Palette::DARK, "", &sentence));
        let _ = panel.names(view, width);
        for x in lengths {
            let nearest = panel.nearest(view, size, Place { x, y: height });
            let spots = panel.spots(view);
            let is_one = nearest.column < spots.column && nearest.row < spots.row;
            assert!(is_one || nearest == Spot::default(), "{nearest:?} of {spots:?}");
        }
        for (column, row) in [(0, 0), (1, 1), (u32::MAX, 0), (0, u32::MAX)] {
            let _ = panel.reading(view, size, Spot { column, row });
        }
    }
}

/// The colours in which a picture has any mark.
pub(super) fn has_ink(picture: &Picture, ink: Ink) -> bool {
    let inks = picture.marks.iter().flat_map(|mark| [mark.fill, mark.stroke.map(|(ink, _)| ink)]);
    inks.flatten().any(|used| used == ink)
}
