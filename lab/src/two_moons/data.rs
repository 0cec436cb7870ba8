//! Points with their classes, made in the graph: drawn from a table, with normal noise on top. The table holds the
//! two moons, or a visitor's own points, which get no noise.

use engine::feed::{Keys, NORMAL, below, normal, words};
use engine::graph::{Dtype, Graph, Id};
use engine::rng::Stream;

use super::TEST_POINTS;
use super::points::{moon, place};
use crate::knob::Knobs;

/// Places on each moon that a point is drawn from.
const ANGLES: u32 = 1024;

/// What points are drawn from. N points, B of them in a batch.
pub(super) struct Points {
    places: Vec<f32>,  // [N, 2]
    classes: Vec<u32>, // [N]
    is_own: bool,
}

/// Some points.
pub(super) struct Batch {
    /// `[B, 2]`
    pub(super) places: Id,
    /// `[B] u32`
    pub(super) classes: Id,
}

impl Points {
    /// The visitor's own points, or the moons.
    pub(super) fn new(knobs: &Knobs) -> Self {
        let all: Vec<([f64; 2], u8)> = match knobs.points() {
            Some(dots) => dots.iter().map(|dot| (place(*dot), dot.class)).collect(),
            None => {
                (0..2).flat_map(|class| (0..ANGLES).map(move |at| (moon(class, at, ANGLES), class))).collect()
            }
        };
        #[allow(clippy::cast_possible_truncation, reason = "the engine trains in f32")]
        let places = all.iter().flat_map(|(place, _)| place.map(|x| x as f32)).collect();
        let classes = all.iter().map(|(_, class)| u32::from(*class)).collect();
        Self { places, classes, is_own: knobs.points().is_some() }
    }

    /// How many points accuracy is measured on.
    pub(super) fn tested(&self) -> usize {
        if self.is_own { self.classes.len() } else { TEST_POINTS }
    }

    /// `count` points for a training step, drawn with the member's own key.
    pub(super) fn train(&self, g: &mut Graph, keys: &Keys, noise: usize, step: Id, count: usize) -> Batch {
        self.draw(g, ["train/point", "train/noise"], keys.member, noise, step, count)
    }

    /// The points that accuracy is measured on: the same for all arms and members of a run.
    pub(super) fn test(&self, g: &mut Graph, keys: &Keys, noise: usize) -> Batch {
        if self.is_own {
            let all = g.iota(&[self.tested()], 0);
            return self.pick(g, all);
        }
        let zero = g.u32(0);
        self.draw(g, ["test/point", "test/noise"], keys.shared, noise, zero, TEST_POINTS)
    }

    /// Points from the streams of these names, under this key (a state) and step (one number).
    fn draw(
        &self,
        g: &mut Graph,
        name: [&str; 2],
        key: usize,
        noise: usize,
        step: Id,
        count: usize,
    ) -> Batch {
        let index = words(g, key, Stream::named(name[0]), step, &[count]);
        let index = below(g, index, u32::try_from(self.classes.len()).unwrap_or(u32::MAX));
        let exact = self.pick(g, index);
        if self.is_own {
            return exact;
        }
        let bits = words(g, key, Stream::named(name[1]), step, &[count, 2, NORMAL]);
        let normal = normal(g, bits);
        let deviation = g.state(noise, &[1, 1], Dtype::F32);
        let noise = g.mul(normal, deviation);
        Batch { places: g.add(exact.places, noise), ..exact }
    }

    /// The points at `index` `[B] u32`.
    fn pick(&self, g: &mut Graph, index: Id) -> Batch {
        let (count, size) = (self.classes.len(), g.len(index));
        let places = g.constant_f32(&[count, 2], &self.places);
        let classes = g.constant_u32(&[count, 1], &self.classes);
        let classes = g.gather(classes, index);
        Batch { places: g.gather(places, index), classes: g.reshape(classes, &[size]) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{Data, Dot};
    use crate::two_moons::EXPERIMENT;
    use engine::layout::Layout;
    use engine::reference::{Values, evaluate};
    use engine::rng::member_key;

    /// The test points of these knobs, or those of a training step.
    fn points(knobs: &Knobs, noise: f32, step: Option<u32>) -> (Vec<[f32; 2]>, Vec<u32>) {
        let mut layout = Layout::new();
        let keys = Keys::new(&mut layout);
        let deviation = layout.state("noise", 1, Dtype::F32);
        let (mut g, points) = (Graph::new(), Points::new(knobs));
        let batch = match step {
            None => points.test(&mut g, &keys, deviation),
            Some(step) => {
                let step = g.u32(step);
                points.train(&mut g, &keys, deviation, step, 1000)
            }
        };
        let key = Values::<f32>::Words(member_key(1, 0).to_vec());
        let states = [Values::Floats(vec![]), key.clone(), key, Values::Floats(vec![noise])];
        let values = evaluate(&g, &layout, &states, &[]);
        let places = values[batch.places.index()].floats().as_chunks().0.to_vec();
        (places, values[batch.classes.index()].words().to_vec())
    }

    #[test]
    fn noise_is_normal_and_the_classes_are_even() {
        let knobs = Knobs::defaults(EXPERIMENT.knobs);
        let (exact, classes) = points(&knobs, 0.0, Some(3));
        let (noisy, again) = points(&knobs, 0.25, Some(3));
        assert_eq!(classes, again);
        let seconds = classes.iter().sum::<u32>();
        assert!((420..=580).contains(&seconds), "five standard deviations of 1,000 tosses are 79: {seconds}");
        for ([x, y], class) in exact.iter().zip(classes) {
            let [x, y] = if class == 0 { [*x, *y] } else { [1.0 - x, 0.5 - y] };
            assert!((x * x + y * y - 1.0).abs() < 1e-5 && y > 0.0, "{x}, {y} is on no moon");
        }
        let noise = noisy
            .iter()
            .zip(&exact)
            .flat_map(|(a, b)| [a[0] - b[0], a[1] - b[1]].map(|d| f64::from(d) / 0.25));
        let noise: Vec<f64> = noise.collect();
        let moment = |n: i32| noise.iter().map(|z| z.powi(n)).sum::<f64>() / noise.len() as f64;
        // Five standard errors over 2,000 draws; the fourth moment of this sum is 2.9, not 3.
        assert!(moment(1).abs() < 0.112 && (moment(2) - 1.0).abs() < 0.154, "{} {}", moment(1), moment(2));
        assert!((moment(4) - 2.9).abs() < 1.1, "{}", moment(4));
        assert_ne!(points(&knobs, 0.25, Some(4)), points(&knobs, 0.25, Some(3)));
    }

    #[test]
    fn own_points_are_taken_as_they_are() {
        let dots = [(0, 0, 0), (255, 255, 1), (255, 0, 1), (51, 102, 0)];
        let dots = dots.map(|(x, y, class)| Dot { x, y, class });
        let mut knobs = Knobs::defaults(EXPERIMENT.knobs);
        knobs.set_data(Some(Data::Points(dots.to_vec())));
        let (places, classes) = points(&knobs, 0.5, None);
        assert_eq!(places, [[-1.5, -1.25], [2.5, 1.75], [2.5, -1.25], [-0.7, -0.05]]);
        assert_eq!(classes, [0, 1, 1, 0]);
        let (drawn, of) = points(&knobs, 0.5, Some(0));
        let known = |(place, class)| places.iter().zip(&classes).any(|own| own == (place, class));
        assert!(drawn.iter().zip(&of).all(known));
        assert!(places.iter().all(|place| drawn.contains(place)));
    }
}
