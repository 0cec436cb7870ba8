//! The moons as geometry, without the engine: where their points lie, the part of the plane that is shown, and the
//! points that a picture shows.

use std::f64::consts::{PI, TAU};

use crate::data::Dot;
use crate::panel::View;
use crate::panel::scatter::Dot2;

/// The part of the plane that is shown: from the left edge to the right one.
pub(super) const HORIZONTAL: (f64, f64) = (-1.5, 2.5);

/// The same from below.
pub(super) const VERTICAL: (f64, f64) = (-1.25, 1.75);

/// The centre of the moons: turned about it by half a circle, each is the other.
pub(super) const CENTRE: [f64; 2] = [0.5, 0.25];

/// Points of each moon that a picture shows.
const SHOWN: u32 = 60;

/// The last place of a visitor's grid, in each direction.
const LAST: f64 = 255.0;

/// The point of a moon, without noise, in the middle of part `at` of `count` equal parts of its half circle. As
/// `make_moons` of scikit-learn: moon A is (cos t, sin t), moon B is (1 - cos t, 1/2 - sin t), t from 0 to π.
pub(super) fn moon(class: u8, at: u32, count: u32) -> [f64; 2] {
    let t = PI * (f64::from(at) + 0.5) / f64::from(count);
    // These functions are part of the program, so that every machine gets the same digits from them.
    let [x, y] = [libm::cos(t), libm::sin(t)];
    if class == 0 { [x, y] } else { [1.0 - x, 0.5 - y] }
}

/// Where a visitor's point lies in the plane.
pub(super) fn place(dot: Dot) -> [f64; 2] {
    let along = |(from, to): (f64, f64), at: u8| from + (to - from) * f64::from(at) / LAST;
    [along(HORIZONTAL, dot.x), along(VERTICAL, dot.y)]
}

/// The points that a picture shows: the visitor's own, or 60 of each moon with the noise of the knob, always the
/// same ones. Points beyond the edge of the picture are left out.
pub(super) fn shown(view: &View<'_>) -> Vec<Dot2> {
    let knobs = view.keys.sweep.knobs(&view.keys.knobs, view.cell);
    let dot = |[x, y]: [f64; 2], class: u8| Dot2 { x, y, class: class.into() };
    if let Some(own) = knobs.points() {
        return own.iter().map(|own| dot(place(*own), own.class)).collect();
    }
    let noise = knobs.real("noise");
    let all = (0..2u8).flat_map(|class| (0..SHOWN).map(move |at| (class, at)));
    let within = |(from, to): (f64, f64), value: f64| (from..=to).contains(&value);
    all.filter_map(|(class, at)| {
        let [x, y] = moon(class, at, SHOWN);
        let [east, north] = scatter(u32::from(class) * SHOWN + at);
        let [x, y] = [x + noise * east, y + noise * north];
        (within(HORIZONTAL, x) && within(VERTICAL, y)).then(|| dot([x, y], class))
    })
    .collect()
}

/// Two numbers that spread as independent standard normal ones do, the same for the same `at`: the transform of Box
/// and Muller (1958), of points that fill the square evenly (the additive recurrence of the plastic number).
fn scatter(at: u32) -> [f64; 2] {
    const PLASTIC: f64 = 1.324_717_957_244_746;
    let n = f64::from(at + 1);
    let [size, turn] = [n / PLASTIC, n / (PLASTIC * PLASTIC)].map(|part| part - libm::floor(part));
    let size = libm::sqrt(-2.0 * libm::log(1.0 - size));
    [size * libm::cos(TAU * turn), size * libm::sin(TAU * turn)]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::Data;
    use crate::keys::RunKeys;
    use crate::knob::Value;
    use crate::recording::Recording;
    use crate::two_moons::EXPERIMENT;

    fn shown_for(noise: f64, data: Option<Data>) -> Vec<Dot2> {
        let mut keys = RunKeys::defaults(&EXPERIMENT);
        keys.knobs.set(1, Value::Real(noise));
        keys.knobs.set_data(data);
        let (arms, recording) = (keys.arms(), Recording::new(&keys.arms(), 4, 2));
        shown(&View::new(&keys, &arms, &recording))
    }

    #[test]
    fn without_noise_every_point_lies_on_its_moon() {
        let dots = shown_for(0.0, None);
        assert_eq!(dots.len(), 120);
        for dot in dots {
            let (Dot2 { x, y, class }, centre) = (dot, if dot.class == 0 { [0.0, 0.0] } else { [1.0, 0.5] });
            let radius = libm::hypot(x - centre[0], y - centre[1]);
            assert!((radius - 1.0).abs() < 1e-9, "{dot:?}: {radius}");
            assert_eq!(y > centre[1], class == 0, "{dot:?}");
        }
    }

    #[test]
    fn noise_spreads_them_and_own_points_come_first() {
        assert_eq!(shown_for(0.15, None).len(), 120);
        assert_ne!(shown_for(0.15, None), shown_for(0.0, None));
        assert!(shown_for(0.5, None).len() > 90);
        let all = (0..120).map(scatter);
        let square = all.map(|[x, y]| x * x + y * y).sum::<f64>() / 240.0;
        assert!((square - 1.0).abs() < 0.05, "variance {square}");
        let own = vec![Dot { x: 0, y: 255, class: 1 }];
        assert_eq!(place(own[0]), [HORIZONTAL.0, VERTICAL.1]);
        let [x, y] = place(own[0]);
        assert_eq!(shown_for(0.15, Some(Data::Points(own))), [Dot2 { x, y, class: 1 }]);
    }
}
