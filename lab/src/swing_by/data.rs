//! Points that have one concept each, made in the graph. A set of 5,000 points of each concept that a batch is drawn from:
//! a point is made anew from its number whenever it is drawn, so that nothing has to be kept.

use engine::feed::{Keys, NORMAL, below, normal, words, words_at};
use engine::graph::{Dtype, Graph, Id};
use engine::layout::Layout;
use engine::rng::Stream;

use super::variant::World;

/// Points of each concept in the set that batches are drawn from.
const POINTS: usize = 5000;

/// The states that say what is shown: data, so that members may differ in it. C concepts.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shown {
    signals: usize,
    diversities: usize,
    rates: usize,
    concepts: usize,
}

impl Shown {
    pub(super) fn new(layout: &mut Layout, concepts: usize) -> Self {
        Self {
            signals: layout.state("signals", concepts, Dtype::F32),
            diversities: layout.state("diversities", concepts, Dtype::F32),
            rates: layout.state("rates", concepts, Dtype::F32),
            concepts,
        }
    }

    /// The first values of its states.
    pub(super) fn initial(&self, world: &World) -> [(usize, Vec<f32>); 3] {
        #[allow(clippy::cast_possible_truncation, reason = "the engine trains in f32")]
        let of = |numbers: &[f64]| numbers.iter().map(|number| *number as f32).collect();
        [
            (self.signals, of(&world.signals)),
            (self.diversities, of(&world.diversities)),
            (self.rates, of(&world.rates())),
        ]
    }

    /// How strong each concept is: `[1, C]`.
    pub(super) fn signals(&self, g: &mut Graph) -> Id {
        g.state(self.signals, &[1, self.concepts], Dtype::F32)
    }

    /// How fast each is learned: `[1, C]`.
    pub(super) fn rates(&self, g: &mut Graph) -> Id {
        g.state(self.rates, &[1, self.concepts], Dtype::F32)
    }

    /// Every point that has some of the concepts and is not spread out, `[2^C, C]`: number v has concept p where bit p of v is
    /// set, so that the last one has all. That one is the test point.
    pub(super) fn probes(&self, g: &mut Graph) -> Id {
        let count = self.concepts;
        let has = |at: usize| f32::from(u8::from((at / count) >> (at % count) & 1 == 1));
        let table: Vec<f32> = (0..count << count).map(has).collect();
        let table = g.constant_f32(&[1 << count, count], &table);
        let signals = self.signals(g);
        g.mul(table, signals)
    }

    /// Points of the member's set: `[B, C]`, those of a training step or others.
    pub(super) fn points(&self, g: &mut Graph, keys: &Keys, stream: &str, step: Id, count: usize) -> Id {
        let concepts = self.concepts;
        let number = |size: usize| u32::try_from(size).unwrap_or(u32::MAX);
        let drawn = words(g, keys.member, Stream::named(stream), step, &[2, count]);
        let mut part = |at: usize, n: usize| {
            let part = g.slice(drawn, 0, at, 1);
            let part = below(g, part, number(n));
            g.reshape(part, &[count, 1])
        };
        let (concept, point) = (part(0, concepts), part(1, POINTS));
        let each = concepts * NORMAL;
        let first = g.u32(number(each));
        let first = g.mul(concept, first);
        let element = g.iota(&[1, each], 1);
        let element = g.add(first, element); // [B, C * 12]
        let bits = words_at(g, keys.member, Stream::named("points"), [point, element]);
        let bits = g.reshape(bits, &[count, concepts, NORMAL]);
        let spread = normal(g, bits); // [B, C]
        let deviation = g.state(self.diversities, &[1, concepts], Dtype::F32);
        let spread = g.mul(spread, deviation);
        let names: Vec<u32> = (0..).take(concepts).collect();
        let names = g.constant_u32(&[1, concepts], &names);
        let own = g.equal(names, concept);
        let own = g.to_f32(own);
        let signals = self.signals(g);
        let mean = g.mul(own, signals);
        g.add(mean, spread)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knob::{Knobs, Value};
    use crate::swing_by::EXPERIMENT;
    use engine::reference::{Values, evaluate};
    use engine::rng::member_key;

    /// Points, of three concepts, of a training step; and the probes.
    fn shown(step: u32, diversity: f64, count: usize) -> [Vec<f32>; 2] {
        let mut knobs = Knobs::defaults(EXPERIMENT.knobs);
        let mut set = |key, value| {
            knobs.set(EXPERIMENT.knobs.iter().position(|knob| knob.key == key).expect("a knob"), value);
        };
        set("concepts", Value::Whole(3));
        set("diversity", Value::Real(diversity));
        set("diversity-last", Value::Real(diversity));
        let mut layout = Layout::new();
        let keys = Keys::new(&mut layout);
        let shown = Shown::new(&mut layout, 3);
        let mut g = Graph::new();
        let at = g.u32(step);
        let points = shown.points(&mut g, &keys, "train", at, count);
        let probes = shown.probes(&mut g);
        let key = Values::<f32>::Words(member_key(1, 0).to_vec());
        let initial = shown.initial(&World::new(&knobs)).map(|(_, values)| Values::Floats(values));
        let states: Vec<_> = [Values::Floats(vec![]), key.clone(), key].into_iter().chain(initial).collect();
        let values = evaluate(&g, &layout, &states, &[]);
        [points, probes].map(|id| values[id.index()].floats().to_vec())
    }

    #[test]
    fn a_point_has_one_concept_and_the_last_probe_has_all() {
        let [points, probes] = shown(3, 0.0, 600);
        let mut counts = [0; 3];
        for point in points.as_chunks::<3>().0 {
            let own = point.iter().position(|x| *x != 0.0).expect("a concept");
            assert_eq!((point[own], point.iter().filter(|x| **x != 0.0).count()), (own as f32 + 1.0, 1));
            counts[own] += 1;
        }
        // Five standard deviations of 600 draws are 58.
        assert!(counts.iter().all(|count| (142..=258).contains(count)), "{counts:?}");
        assert_eq!(probes.as_chunks::<3>().0[..4], [[0., 0., 0.], [1., 0., 0.], [0., 2., 0.], [1., 2., 0.]]);
        assert_eq!(probes[21..], [1.0, 2.0, 3.0]);
    }

    #[test]
    fn a_set_has_so_many_points_and_they_come_back() {
        // Points of one concept among 20,000 draws: about 6,667 of 5,000, so about 3,680 different ones.
        let [points, _] = shown(0, 0.5, 20_000);
        let of_first = points.as_chunks::<3>().0.iter().filter(|point| point[2] < 1.5 && point[1] < 1.0);
        let mut bits: Vec<[u32; 3]> = of_first.map(|point| point.map(f32::to_bits)).collect();
        let drawn = bits.len();
        bits.sort_unstable();
        bits.dedup();
        assert!(bits.len() < drawn * 6 / 10 && bits.len() > drawn / 2, "{} of {drawn}", bits.len());
        let spread: Vec<f64> = points
            .as_chunks::<3>()
            .0
            .iter()
            .flat_map(|point| {
                let own = (0..3).max_by(|a, b| point[*a].total_cmp(&point[*b])).unwrap_or(0);
                (0..3).filter(move |at| *at != own).map(|at| f64::from(point[at]) / 0.5)
            })
            .collect();
        let square = spread.iter().map(|z| z * z).sum::<f64>() / spread.len() as f64;
        assert!((square - 1.0).abs() < 0.1, "{square}");
    }
}
