//! The paper's simple model of a path to a combination that is never shown: two coordinates, from 0.5 each, of which the weaker
//! concept is first drawn to where the trained combination is, and only later to where it should go. Equations and numbers are
//! those of the paper's code (`sim.ipynb`).

use super::world::{Corner, Shape, World};
use crate::panel::path::Expected;

/// How fast everything goes, and when the weaker concept is let go.
const SPEED: f64 = 3.0;
const TURN: f64 = 10.0;
/// The end, and a step of the integration. The fourth order method of Runge and Kutta is exact to eight digits with it.
const END: f64 = 25.0;
const STEP: f64 = 0.02;
/// How suddenly the weaker concept is let go: the paper's code has 0.1 and 1.
pub(super) const SUDDEN: f64 = 1.0;
/// The difference of colours at which both concepts are learned equally soon here, where radii differ by 0.4: between those of
/// CS-2 (claims.md).
const EVEN: f64 = 0.27;
/// The strengths that the paper's code has.
const STRONGEST: f64 = 5.0;

/// A path, by time: the weaker concept and the stronger one, which is so many times as strong.
pub(super) fn path(strength: f64, sudden: f64) -> Vec<(f64, [f64; 2])> {
    let (own, other) = (strength / 2.0, 1.0 / (2.0 * strength));
    let pull = |time: f64, [weak, strong]: [f64; 2]| {
        let free = 1.0 / (1.0 + libm::exp(-sudden * (time - TURN)));
        [
            SPEED * (other * (1.0 - weak) + own * (free - weak)),
            SPEED * (own * (1.0 - strong) + other * (free - strong)),
        ]
    };
    let moved = |[a, b]: [f64; 2], [x, y]: [f64; 2], far: f64| [a + far * x, b + far * y];
    let mut at = [0.5, 0.5];
    let mut path = vec![(0.0, at)];
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few hundred steps")]
    let steps = (END / STEP) as u32;
    for step in 0..steps {
        let time = f64::from(step) * STEP;
        let first = pull(time, at);
        let second = pull(time + STEP / 2.0, moved(at, first, STEP / 2.0));
        let third = pull(time + STEP / 2.0, moved(at, second, STEP / 2.0));
        let fourth = pull(time + STEP, moved(at, third, STEP));
        let mean = [0, 1].map(|at| (first[at] + 2.0 * second[at] + 2.0 * third[at] + fourth[at]) / 6.0);
        at = moved(at, mean, STEP);
        path.push((time + STEP, at));
    }
    path
}

/// What of it is checked: the least of the weaker concept and when, or both coordinates at a time.
const CHECKS: [(f64, f64, Check); 9] = [
    (1.0, 0.1, Check::At(25.0, [0.906, 0.906])),
    (2.0, 0.1, Check::Least(0.81, 0.428)),
    (2.0, 0.1, Check::At(25.0, [0.851, 0.963])),
    (2.0, 0.1, Check::At(0.81, [0.428, 0.839])),
    (5.0, 0.1, Check::Least(0.56, 0.308)),
    (5.0, 0.1, Check::At(25.0, [0.823, 0.993])),
    (5.0, 1.0, Check::Least(1.28, 0.039)),
    (5.0, 1.0, Check::At(10.0, [0.489, 0.980])),
    (5.0, 1.0, Check::At(15.0, [0.993, 1.0])),
];

enum Check {
    At(f64, [f64; 2]),
    Least(f64, f64),
}

/// How far the integration is from numbers that were found with another one, at most.
pub(super) fn off() -> f64 {
    let mut worst = 0.0f64;
    for (strength, sudden, check) in &CHECKS {
        let path = path(*strength, *sudden);
        let off = match check {
            Check::At(time, wanted) => {
                let (_, at) = path
                    .iter()
                    .min_by(|a, b| (a.0 - time).abs().total_cmp(&(b.0 - time).abs()))
                    .map_or((0.0, [f64::NAN; 2]), |found| *found);
                (at[0] - wanted[0]).abs().max((at[1] - wanted[1]).abs())
            }
            Check::Least(time, wanted) => {
                let (when, [least, _]) = path
                    .iter()
                    .min_by(|a, b| a.1[0].total_cmp(&b.1[0]))
                    .map_or((0.0, [f64::NAN; 2]), |found| *found);
                (least - wanted).abs().max((when - time).abs() / END)
            }
        };
        worst = if off > worst || off.is_nan() { off } else { worst };
    }
    worst
}

/// The path of the simple model beside those of a run: along blue and small.
pub(super) fn expected(shape: Shape, world: World) -> Expected {
    let strength = 2.0 * world.colour / EVEN * (0.4 / (2.0 * world.size));
    let (is_weak, strength) = if strength < 1.0 { (true, 1.0 / strength) } else { (false, strength) };
    let strength = strength.min(STRONGEST);
    let Corner { is_blue, is_small } = shape.held_out;
    let turned = |number: f64, is: bool| if is { number } else { 1.0 - number };
    let place = |(_, [weak, strong]): (f64, [f64; 2])| {
        let [colour, size] = if is_weak { [weak, strong] } else { [strong, weak] };
        [turned(colour, is_blue), turned(size, is_small)]
    };
    let name = format!(
        "the paper's simple model, where {} is {strength:.1} times as strong",
        if is_weak { "size" } else { "colour" },
    );
    Expected { name, places: path(strength, SUDDEN).into_iter().step_by(10).map(place).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_goes_where_the_papers_code_goes() {
        assert!(off() < 0.01, "{}", off());
        // Without a stronger concept, straight ahead.
        assert!(path(1.0, 0.1).iter().all(|(_, [weak, strong])| (weak - strong).abs() < 1e-12));
    }

    #[test]
    fn the_weaker_concept_is_the_one_that_swings() {
        let shape = |held_out| Shape { side: 8, width: 96, convolutions: false, held_out, words: false };
        let world = |colour| World { colour, size: 0.2, masked: 0.0, push: 1.0 };
        let least = |at: usize, colour, held_out| {
            let places = expected(shape(held_out), world(colour)).places;
            places.iter().map(|place| place[at]).fold(f64::INFINITY, f64::min)
        };
        let small_blue = Corner { is_blue: true, is_small: true };
        assert!(least(0, 0.05, small_blue) < 0.2 && least(1, 0.05, small_blue) > 0.45);
        assert!(least(1, 0.4, small_blue) < 0.2 && least(0, 0.4, small_blue) > 0.45);
        let large_red = Corner { is_blue: false, is_small: false };
        assert!(least(0, 0.05, large_red) < 0.05);
    }
}
