//! Cities that a visitor puts on the map. Their places are the same for each member; the map around them is not, so that what is
//! told of them is worked out in the graph.

use super::world::{Place, SIDE};
use crate::data::Dot;

/// Cities that a visitor may put on the map.
pub(super) const OWN: usize = 4;
/// Of how many known cities it is told how they lie to a visitor's, by the class of its point: of those that are not near, and
/// of no more than there are.
#[cfg(feature = "run")]
pub(super) const TOLD: [u32; 4] = [1, 3, 10, 100];
/// What these classes are called.
pub(super) const CLASSES: &[&str] =
    &["told of 1 far city", "told of 3 far cities", "told of 10 far cities", "told of all far cities"];

/// Where a visitor's city lies.
pub(super) fn place(dot: Dot) -> Place {
    let step = SIDE / 256;
    [dot.x, dot.y].map(|coordinate| u32::from(coordinate) * step + step / 2)
}

#[cfg(feature = "run")]
pub(super) use told::told;

#[cfg(feature = "run")]
mod told {
    use engine::feed::{Keys, below, uniform, words, words_at};
    use engine::graph::{Graph, Id};
    use engine::nn;
    use engine::rng::Stream;

    use super::super::super::corpus::Batch;
    use super::super::super::number;
    use super::super::data::NOT_NEAR;
    use super::super::world::{DIRECTION, DISTANCES, SIDE, Task, WORDINGS, World};
    use super::{Place, TOLD, place};
    use crate::data::Dot;

    /// The first known cities, as many as said, that are not near to a place: `[1, K] u32`, 1 for each of them. `squares` are
    /// the squares of their distances times 100.
    fn first_far(g: &mut Graph, squares: Id, count: u32) -> Id {
        let known = g.len(squares);
        let reach = number(NOT_NEAR) * SIDE;
        let (reach, one) = (g.u32(reach * reach), g.u32(1));
        let is_near = g.less(squares, reach);
        let is_far = g.sub(one, is_near);
        let before: Vec<u32> = (0..known * known).map(|at| u32::from(at % known < at / known)).collect();
        let before = g.constant_u32(&[known, known], &before);
        let far_before = g.mul(before, is_far);
        let rank = g.sum(far_before, 1);
        let rank = g.reshape(rank, &[1, known]);
        let count = g.u32(count);
        let is_first = g.less(rank, count);
        g.mul(is_far, is_first)
    }

    /// How known cities at `[K, 2] u32` lie to a place, `[1, K] u32` each: the squares of distances times 100; the axis along
    /// which they are further, from the left or from below; and whether they lie to the east, or to the north, along that one.
    fn lie(g: &mut Graph, places: Id, here: Place) -> [Id; 3] {
        let known = g.shape(places)[0];
        let [(across, is_east), (up, is_north)] = [0, 1].map(|axis| {
            let there = g.slice(places, 1, axis, 1);
            let there = g.reshape(there, &[1, known]);
            let here = g.u32(here[axis]);
            let (far, near) = (g.max(there, here), g.min(there, here));
            (g.sub(far, near), g.less(here, there))
        });
        let squares = [across, up].map(|along| g.mul(along, along));
        let (sum, hundred) = (g.add(squares[0], squares[1]), g.u32(100));
        let axis = g.less(across, up);
        [g.mul(sum, hundred), axis, g.select(axis, is_north, is_east)]
    }

    /// Whole tenths of a side, `[1, K] u32`, of distances whose squares times 100 these are. `off` is by how many of the
    /// smallest steps, less a twentieth of a side, somebody measures too much.
    fn tenths(g: &mut Graph, squares: Id, off: Option<Id>) -> Id {
        let mut tenths = None;
        for tenth in 1..number(DISTANCES) {
            // So far it must be in tenfold steps, for so many tenths.
            let reach = match off {
                None => g.u32(tenth * SIDE),
                Some(off) => {
                    let (reach, ten) = (g.u32(tenth * SIDE + SIDE / 20 * 10), g.u32(10));
                    let off = g.mul(off, ten);
                    g.sub(reach, off)
                }
            };
            let reach = g.mul(reach, reach);
            let (is_less, one) = (g.less(squares, reach), g.u32(1));
            let reaches = g.sub(one, is_less);
            tenths = Some(tenths.map_or(reaches, |tenths| g.add(tenths, reaches)));
        }
        tenths.unwrap_or(squares)
    }

    /// So many documents about a visitor's city, at position `at` among them: distances and directions in turn, to and from the
    /// first known cities that are not near. `places` are those of known cities, `[K, 2] u32`. If all of them are near, which
    /// sixteen are by less than one chance in 10⁸, it is told of the first.
    pub(in super::super) fn told(
        g: &mut Graph,
        (world, places, is_off): (World, Id, bool),
        (at, dot): (usize, Dot),
        rows: usize,
        (keys, step): (Keys, Id),
    ) -> Batch {
        let known = world.known;
        let [squares, axis, is_after] = lie(g, places, place(dot));
        let is_told = first_far(g, squares, TOLD[usize::from(dot.class).min(TOLD.len() - 1)]);
        let off = is_off.then(|| {
            let (city, others) = (g.u32(number(at)), g.iota(&[1, known], 1));
            let words = words_at(g, keys.member, Stream::named("own/noise"), [city, others]);
            below(g, words, SIDE / 10 + 1)
        });
        let tenths = tenths(g, squares, off);

        // One of these cities for each document.
        let bits = words(g, keys.member, Stream::named(&format!("own/city {at}")), step, &[rows, known]);
        let random = uniform(g, bits);
        let never = g.f32(-1.0);
        let scores = g.select(is_told, random, never);
        let other = nn::best(g, scores);
        let [tenths, axis, is_after] = [tenths, axis, is_after].map(|table| {
            let table = g.reshape(table, &[known, 1]);
            let picked = g.gather(table, other);
            g.reshape(picked, &[rows])
        });

        // Distances and directions in turn, from it and to it.
        let column = |g: &mut Graph, of: fn(u32) -> u32| {
            let values: Vec<u32> = (0..number(rows)).map(of).collect();
            g.constant_u32(&[rows], &values)
        };
        let is_direction = column(g, |row| row % 2);
        let is_from_there = column(g, |row| row / 2 % 2);
        let one = g.u32(1);
        let is_before = g.sub(one, is_after);
        let seen = g.select(is_from_there, is_before, is_after);
        let (twice, first) = (g.add(axis, axis), g.u32(number(DIRECTION)));
        let direction = g.add(twice, seen);
        let direction = g.add(direction, first);
        let answer = g.select(is_direction, direction, tenths);

        let token = |g: &mut Graph, token: usize| g.u32(number(token));
        let (city, first) = (token(g, world.token(world.own().start + at)), token(g, world.token(0)));
        let other = g.add(other, first);
        let entity = g.select(is_from_there, other, city);
        let argument = g.select(is_from_there, city, other);
        let tasks = [Task::Distance, Task::Direction].map(|task| token(g, world.task(task)));
        let task = g.select(is_direction, tasks[1], tasks[0]);
        let bits = words(g, keys.member, Stream::named(&format!("own/wording {at}")), step, &[rows]);
        let wording = below(g, bits, number(WORDINGS));
        Batch { task: g.add(task, wording), entity, argument, answer }
    }

    #[cfg(test)]
    mod tests {
        use super::super::super::world::{direction, distance};
        use super::*;
        use engine::graph::Dtype;
        use engine::layout::Layout;
        use engine::reference::{Values, evaluate};
        use engine::rng::member_key;

        #[test]
        fn of_a_visitors_city_it_is_told_truly_how_it_lies_to_far_cities_and_nothing_else() {
            for (class, known, is_off) in [(0, 16, false), (1, 64, true), (2, 64, false), (3, 100, true)] {
                let (world, member) = (World { known }, member_key(3, class));
                let all = world.places(member);
                let dot = Dot { x: 200, y: 31, class: u8::try_from(class).expect("a class") };
                let mut layout = Layout::new();
                let keys = Keys::new(&mut layout);
                let state = layout.state("places", 2 * known, Dtype::U32);
                let mut g = Graph::new();
                let (step, places) = (g.u32(5), g.state(state, &[known, 2], Dtype::U32));
                let batch = told(&mut g, (world, places, is_off), (1, dot), 2000, (keys, step));
                let coordinates = all[..known].iter().flatten().copied().collect();
                let key = Values::<f64>::Words(member.to_vec());
                let states = [Values::Floats(vec![]), key.clone(), key, Values::Words(coordinates)];
                let values = evaluate(&g, &layout, &states, &[]);
                let [task, entity, argument, answer] =
                    [batch.task, batch.entity, batch.argument, batch.answer]
                        .map(|id| values[id.index()].words().to_vec());
                let own = number(world.token(world.own().start + 1));
                let mut told_of = std::collections::BTreeSet::new();
                for at in 0..2000 {
                    assert_eq!(u32::from(entity[at] == own) + u32::from(argument[at] == own), 1);
                    let place_of = |token: u32| match token {
                        token if token == own => place(dot),
                        token => all[token as usize - world.token(0)],
                    };
                    let [from, to] = [entity[at], argument[at]].map(place_of);
                    told_of.insert(if entity[at] == own { argument[at] } else { entity[at] });
                    assert!(distance(from, to) >= NOT_NEAR);
                    let is_direction = task[at] >= number(world.task(Task::Direction));
                    let first = world.task(if is_direction { Task::Direction } else { Task::Distance });
                    assert!((first..first + WORDINGS).contains(&(task[at] as usize)));
                    if is_direction {
                        assert_eq!(answer[at] as usize, DIRECTION + direction(from, to));
                    } else {
                        let off = (answer[at] as usize).abs_diff(distance(from, to));
                        assert!(off <= usize::from(is_off), "{off}");
                    }
                }
                let far =
                    all[..known].iter().filter(|there| distance(place(dot), **there) >= NOT_NEAR).count();
                assert_eq!(told_of.len(), far.min(TOLD[class as usize] as usize));
            }
        }
    }
}
