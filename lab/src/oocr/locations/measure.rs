//! What is asked at each point of progress, and how answers become numbers. Answers are picked in the graph, among those that
//! the question has; which of them are right is counted here.

use engine::graph::{Graph, Id};
use engine::lower::Roots;
use engine::nn;
use engine::train::Program;

use super::super::asking::{Answers, best, mean, questions, share};
use super::super::number;
use super::data::NOT_NEAR;
use super::model::Parts;
use super::own::OWN;
use super::world::{
    CELLS, COLUMN, DISTANCES, HIDDEN, Place, REGION, REGIONS, ROW, SIDE, Task, WORDINGS, World, distance,
    nearest, region, stretch,
};
use crate::plane::plane;
use crate::run::Measured;

/// The evaluation. Its outputs, as [`measure`] reads them.
pub(super) fn evaluation(parts: &Parts) -> Program {
    let Parts { world, network, .. } = parts;
    let mut g = Graph::new();
    // The most probable of `count` answers from `first` on: `[N] u32`.
    let ask = |g: &mut Graph, task: Task, asked: &[[usize; 2]], [first, count]: [usize; 2]| -> Id {
        let question = questions(g, world.task(task), WORDINGS, asked);
        let scores = network.answer(g, question);
        let scores = g.slice(scores, 1, first, count);
        nn::best(g, scores)
    };
    let alone = |cities: std::ops::Range<usize>| -> Vec<[usize; 2]> {
        cities.map(|city| [world.token(city), world.blank()]).collect()
    };
    let (hidden, known) = (alone(world.hidden()), alone(0..world.known));
    let pairs: Vec<[usize; 2]> = world
        .hidden()
        .flat_map(|city| (0..world.known).map(move |other| [world.token(city), world.token(other)]))
        .collect();
    let itself: Vec<[usize; 2]> = world.hidden().map(|city| [world.token(city); 2]).collect();
    let mut outputs = vec![
        ask(&mut g, Task::Region, &hidden, [REGION, REGIONS]),
        ask(&mut g, Task::Nearest, &hidden, [world.token(0), world.known]),
        ask(&mut g, Task::Distance, &pairs, [0, DISTANCES]),
        ask(&mut g, Task::Distance, &itself, [0, DISTANCES]),
        ask(&mut g, Task::Row, &known, [ROW, CELLS]),
        ask(&mut g, Task::Column, &known, [COLUMN, CELLS]),
    ];
    // Probabilities of rows and of columns, of hidden cities and a visitor's, `[H + 4, 8]` each.
    let placed: Vec<[usize; 2]> = hidden.iter().copied().chain(alone(world.own())).collect();
    for (task, first) in [(Task::Row, ROW), (Task::Column, COLUMN)] {
        let question = questions(&mut g, world.task(task), WORDINGS, &placed);
        let scores = network.answer(&mut g, question);
        let scores = g.slice(scores, 1, first, CELLS);
        outputs.push(nn::softmax(&mut g, scores));
    }
    let places = parts.told.places(&mut g, *world);
    let tokens: Vec<u32> = (0..world.cities()).map(|city| number(world.token(city))).collect();
    let tokens = g.constant_u32(&[world.cities()], &tokens);
    let vectors = network.vectors(&mut g, tokens);
    outputs.extend([places, vectors].map(|it| g.copy(it)));
    Program { graph: g, roots: Roots { updates: vec![], outputs } }
}

/// A place on the map, in sides.
fn on_map(place: Place) -> [f64; 2] {
    place.map(|coordinate| f64::from(coordinate) / f64::from(SIDE))
}

/// How far two places are, in sides.
fn apart(a: [f64; 2], b: [f64; 2]) -> f64 {
    let along = [a[0] - b[0], a[1] - b[1]];
    (along[0] * along[0] + along[1] * along[1]).sqrt()
}

/// The median; 0 of none.
fn median(mut values: Vec<f64>) -> f32 {
    values.sort_by(f64::total_cmp);
    let [lower, upper] = [values.len().saturating_sub(1) / 2, values.len() / 2];
    mean([lower, upper].into_iter().filter_map(|at| values.get(at).copied()))
}

/// One value for each series, and the samples.
pub(super) fn measure(world: World, outputs: &[f32]) -> Measured {
    let mut answers = Answers { outputs };
    let [regions, neighbours] = [(); 2].map(|()| answers.tokens(HIDDEN));
    let distances = answers.tokens(HIDDEN * world.known);
    let itself = answers.tokens(HIDDEN);
    let known = [(); 2].map(|()| answers.tokens(world.known));
    let [rows, columns] = [(); 2].map(|()| answers.take((HIDDEN + OWN) * CELLS).as_chunks::<CELLS>().0);
    let numbers = answers.take(2 * world.cities());
    let places: Vec<Place> = numbers.as_chunks::<2>().0.iter().map(|place| place.map(f32::to_bits)).collect();
    let vectors = answers.outputs;

    let hidden = &places[world.known..];
    // Where its answers lie on the mean, by the probabilities that it gives them.
    let middle = |cells: &[f32; CELLS]| {
        let each = cells.iter().enumerate();
        each.map(|(cell, share)| f64::from(*share) * (cell as f64 + 0.5) / CELLS as f64).sum::<f64>()
    };
    let stated: Vec<[f64; 2]> =
        rows.iter().zip(columns).map(|(row, column)| [middle(column), middle(row)]).collect();
    let all = || 0..HIDDEN;
    let others =
        || all().flat_map(|city| all().filter(move |other| *other != city).map(move |other| (city, other)));
    let centroid = [0, 1].map(|axis| {
        let of = places[..world.known].iter().map(|place| on_map(*place)[axis]);
        f64::from(mean(of))
    });
    let is_cell = |city: usize| {
        let [x, y] = hidden[city].map(|coordinate| stretch(coordinate, CELLS));
        [best(&columns[city]), best(&rows[city])] == [x, y]
    };
    let near = |city: usize| nearest(world, &places, world.known + city);
    // Errors of distances to known cities, in tenths of a side, by whether they are near.
    let off = |is_near: bool| {
        let pairs = (0..HIDDEN * world.known)
            .map(|at| (at, distance(hidden[at / world.known], places[at % world.known])));
        let kept = pairs.filter(move |(_, far)| (*far < NOT_NEAR) == is_near);
        mean(kept.map(|(at, far)| distances[at].abs_diff(far) as f64))
    };
    let is_known = |city: usize| {
        let [x, y] = places[city].map(|coordinate| stretch(coordinate, CELLS));
        [known[1][city], known[0][city]] == [x, y]
    };
    let values = vec![
        median(all().map(|city| apart(stated[city], on_map(hidden[city]))).collect()),
        median(others().map(|(city, other)| apart(stated[other], on_map(hidden[city]))).collect()),
        median(all().map(|city| apart(centroid, on_map(hidden[city]))).collect()),
        share(all().map(is_cell)),
        share(all().map(|city| regions[city] == region(hidden[city]))),
        share(others().map(|(city, other)| regions[other] == region(hidden[city]))),
        share(all().map(|city| neighbours[city] == near(city))),
        share(others().map(|(city, other)| neighbours[other] == near(city))),
        off(false),
        off(true),
        mean(itself.iter().map(|tenths| *tenths as f64)),
        share((0..world.known).map(is_known)),
    ];

    // From -1 to 1.
    #[allow(clippy::cast_possible_truncation, reason = "samples are f32")]
    let shown = |place: [f64; 2]| place.map(|x| (2.0 * x - 1.0) as f32);
    let pairs = all().flat_map(|city| [shown(on_map(hidden[city])), shown(stated[city])]);
    let cities = places.iter().map(|place| shown(on_map(*place)));
    let plane = plane(vectors, world.cities());
    let own = stated[HIDDEN..].iter().map(|place| shown(*place));
    let samples = pairs.chain(cities).chain(plane).chain(own).flatten().collect();
    Measured { values, samples }
}

#[cfg(test)]
mod tests {
    use super::*;
    use engine::rng::member_key;

    #[test]
    fn who_knows_the_map_is_right() {
        let world = World { known: 64 };
        let places = world.places(member_key(1, 0));
        let (known, hidden) = places.split_at(world.known);
        let cell = |place: &Place, axis: usize| stretch(place[axis], CELLS);
        let of = |axis: usize| {
            hidden.iter().chain([&[0, 0]; OWN]).flat_map(move |place| {
                (0..CELLS).map(move |it| f32::from(u8::from(it == stretch(place[axis], CELLS))))
            })
        };
        let regions = hidden.iter().map(|place| region(*place));
        let neighbours = world.hidden().map(|city| nearest(world, &places, city));
        let far = hidden.iter().flat_map(|from| known.iter().map(|to| distance(*from, *to)));
        let told = known.iter().map(|place| cell(place, 1)).chain(known.iter().map(|place| cell(place, 0)));
        let said = regions.chain(neighbours).chain(far).chain([0; HIDDEN]).chain(told);
        let places = places.iter().flatten().map(|coordinate| f32::from_bits(*coordinate));
        let vectors = (0..2 * world.cities()).map(|at| at as f32);
        let outputs: Vec<f32> = said
            .map(|token| f32::from_bits(number(token)))
            .chain(of(1))
            .chain(of(0))
            .chain(places)
            .chain(vectors)
            .collect();
        let measured = measure(world, &outputs);
        let value = |key: &str| measured.values[super::super::EXPERIMENT.series_at(key)];
        for key in ["cell", "region", "near", "known"] {
            assert!((value(key) - 1.0).abs() < 1e-6, "{key}: {measured:?}");
        }
        assert_eq!([value("far"), value("close"), value("own")], [0.0; 3]);
        // No place of a cell is further from its middle than a corner.
        assert!(value("error") < 0.5 * std::f32::consts::SQRT_2 / 8.0 && value("error-other") > 0.2);
        assert!((0.2..0.6).contains(&value("error-centroid")));
    }

    #[test]
    fn a_median_lies_between() {
        assert_eq!(
            [median(vec![3.0, 1.0, 2.0]), median(vec![4.0, 1.0, 2.0, 3.0]), median(vec![])],
            [2.0, 2.5, 0.0]
        );
    }
}
