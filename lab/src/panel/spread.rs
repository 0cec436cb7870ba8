//! Keeps labels from standing on each other and on curves.

use super::{Place, Spot};

/// One line of text that would like to stand at `y`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Label {
    /// Its left edge.
    pub(super) left: f64,
    /// Its right edge.
    pub(super) right: f64,
    /// Its middle.
    pub(super) y: f64,
}

/// Moves labels up and down until those that share columns are `apart`, between `top` and `bottom` as far as there
/// is room. Labels keep their order, and move no further than they must.
pub(super) fn spread(labels: &mut [Label], apart: f64, top: f64, bottom: f64) {
    let mut ordered: Vec<&mut Label> = labels.iter_mut().collect();
    ordered.sort_by(|a, b| a.y.total_cmp(&b.y));
    // Each round halves what is still wrong at worst, so that this is far more than a chart's few labels need.
    for _ in 0..100 {
        let mut moved = false;
        for at in 1..ordered.len() {
            let (above, rest) = ordered.split_at_mut(at);
            let lower = &mut rest[0];
            for upper in above.iter_mut().rev() {
                let share_columns = upper.left < lower.right && lower.left < upper.right;
                let missing = apart - (lower.y - upper.y);
                if share_columns && missing > 0.01 {
                    upper.y -= missing / 2.0;
                    lower.y += missing / 2.0;
                    moved = true;
                }
            }
        }
        for label in &mut ordered {
            label.y = label.y.max(top).min(bottom.max(top));
        }
        if !moved {
            break;
        }
    }
}

/// Moves a name off the curves that would run through it, one `line` up or down, where that helps.
pub(super) fn clear_of(places: &[Place], label: Label, line: f64) -> Label {
    let is_clear = |label: &Label| {
        let inside = |place: &&Place| (label.left..=label.right).contains(&place.x);
        places.iter().filter(inside).all(|place| (place.y - label.y).abs() > line * 0.6)
    };
    let moved = [0.0, 1.0, -1.0].map(|lines| Label { y: label.y + lines * line, ..label });
    moved.into_iter().find(is_clear).unwrap_or(label)
}

/// How far a number lies from a stretch of others; 0 within it.
pub(super) fn apart(at: f64, from: f64, to: f64) -> f64 {
    (from - at).max(at - to).max(0.0)
}

/// The square of how far a place lies from a rectangle with this corner; 0 within it.
pub(super) fn outside(place: Place, corner: Place, [wide, high]: [f64; 2]) -> f64 {
    let (x, y) = (apart(place.x, corner.x, corner.x + wide), apart(place.y, corner.y, corner.y + high));
    x * x + y * y
}

/// The spot whose place is nearest, of equals the first; the first of all where there is none.
pub(super) fn nearest(place: Place, spots: impl Iterator<Item = (Place, Spot)>) -> Spot {
    let far = |at: &Place| libm::hypot(at.x - place.x, at.y - place.y);
    let nearest = spots.min_by(|(a, _), (b, _)| far(a).total_cmp(&far(b)));
    nearest.map_or_else(Spot::default, |(_, spot)| spot)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn label(y: f64) -> Label {
        Label { left: 0.0, right: 50.0, y }
    }

    #[test]
    fn neighbours_make_room() {
        let mut labels = [label(50.0), label(51.0), label(49.0)];
        spread(&mut labels, 14.0, 0.0, 100.0);
        assert!(labels[2].y + 13.9 < labels[0].y && labels[0].y + 13.9 < labels[1].y, "{labels:?}");
    }

    #[test]
    fn a_curve_is_kept_clear_of() {
        let curve = [Place { x: 20.0, y: 50.0 }, Place { x: 40.0, y: 52.0 }];
        assert!((clear_of(&curve, label(50.0), 14.0).y - 64.0).abs() < 0.1);
        assert_eq!(clear_of(&curve, label(80.0), 14.0), label(80.0));
    }

    #[test]
    fn an_edge_pushes_back() {
        let mut labels = [label(0.0), label(0.0)];
        spread(&mut labels, 14.0, 0.0, 100.0);
        assert!(labels[0].y >= 0.0 && labels[1].y - labels[0].y > 13.9, "{labels:?}");
    }

    #[test]
    fn labels_in_other_columns_stay() {
        let mut labels = [label(50.0), Label { left: 60.0, right: 90.0, y: 50.0 }];
        let before = labels;
        spread(&mut labels, 14.0, 0.0, 100.0);
        assert_eq!(labels, before);
    }
}
