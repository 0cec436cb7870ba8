//! What is asked at each point of progress, and how answers become numbers.

use engine::graph::{Graph, Id};
use engine::lower::Roots;
use engine::nn;
use engine::rng::{Stream, below, word_at};
use engine::train::Program;

use super::super::asking::{Answers, mean, questions, share};
use super::super::network::QUESTION;
use super::super::number;
use super::STATEMENT;
use super::model::Parts;
use super::world::{
    ARGUMENTS, BLANK, FUNCTIONS, NAMES, NUMBERS, PAIR, SETS, Task, WORDINGS, World, argument_token, set_of,
    sets, value_token,
};
use crate::plane::plane;
use crate::run::Measured;

/// Documents whose second value is asked, of each hidden name and each of its functions.
pub(super) const CONTINUED: usize = 8;
/// From this argument on no two of the five functions have the same value, so that one value says which it is.
const TELLING: usize = 4;

/// A document that is asked to be continued.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Open {
    /// Among the hidden ones.
    name: usize,
    function: usize,
    /// Two arguments that differ; the value at the first says which function it is.
    arguments: [usize; PAIR],
}

fn open() -> Vec<Open> {
    let key = Stream::named("test/continued").key([0, 0]);
    let draw = |at: usize, turn, n: usize| below(word_at(key, turn, number(at)), number(n)) as usize;
    let one = |at: usize| {
        let name = at / CONTINUED / PAIR;
        let function = sets()[set_of(name)][at / CONTINUED % PAIR];
        let first = TELLING + draw(at, 0, ARGUMENTS - TELLING);
        let second = (first + 1 + draw(at, 1, ARGUMENTS - 1)) % ARGUMENTS;
        Open { name, function, arguments: [first, second] }
    };
    (0..NAMES * PAIR * CONTINUED).map(one).collect()
}

/// Scores of lists' next functions, in turn for each of these names and each of these arguments.
fn listing(parts: &Parts, g: &mut Graph, names: impl Iterator<Item = usize>, arguments: &[usize]) -> Id {
    let asked: Vec<[usize; 2]> = names
        .flat_map(|name| arguments.iter().map(move |argument| [parts.world.token(name), *argument]))
        .collect();
    let question = questions(g, Task::List.token(), WORDINGS, &asked);
    parts.network.answer(g, question)
}

/// Numbers as a constant, `[N] u32`.
fn constant(g: &mut Graph, numbers: impl Iterator<Item = usize>) -> Id {
    let numbers: Vec<u32> = numbers.map(number).collect();
    g.constant_u32(&[numbers.len()], &numbers)
}

/// The evaluation. Its outputs, as [`measure`] reads them.
pub(super) fn evaluation(parts: &Parts) -> Program {
    let Parts { world, network, .. } = parts;
    let mut g = Graph::new();
    let mut outputs = Vec::new();
    let hidden = world.known()..world.names();
    let functions: Vec<usize> = (0..FUNCTIONS).map(|function| NUMBERS + function).collect();

    // Lists of hidden names: first functions, and second ones after each first.
    for arguments in [&[BLANK][..], &functions] {
        let scores = listing(parts, &mut g, hidden.clone(), arguments);
        outputs.push(nn::best(&mut g, scores));
        let probabilities = nn::softmax(&mut g, scores);
        let probabilities = g.slice(probabilities, 1, NUMBERS, FUNCTIONS);
        outputs.push(g.copy(probabilities));
    }

    // Those of known names: whether the first function is right, and the second one after it.
    let set = |name: usize| sets()[set_of(name)].map(|function| NUMBERS + function);
    for turn in 0..PAIR {
        let told = |name| if turn == 0 { BLANK } else { set(name)[0] };
        let asked: Vec<[usize; 2]> = (0..world.known()).map(|name| [world.token(name), told(name)]).collect();
        let question = questions(&mut g, Task::List.token(), WORDINGS, &asked);
        let scores = network.answer(&mut g, question);
        let wanted = constant(&mut g, (0..world.known()).map(|name| set(name)[turn]));
        outputs.push(nn::correct(&mut g, scores, wanted));
    }

    // Values of hidden names: the probabilities of what either function gives.
    let places = || (0..NAMES * ARGUMENTS).map(|at| (at / ARGUMENTS, at % ARGUMENTS));
    let asked: Vec<[usize; 2]> =
        places().map(|(name, x)| [world.token(world.known() + name), argument_token(x)]).collect();
    let question = questions(&mut g, Task::Value.token(), WORDINGS, &asked);
    let scores = network.answer(&mut g, question);
    for which in 0..PAIR {
        let wanted = constant(&mut g, places().map(|(name, x)| value_token(sets()[set_of(name)][which], x)));
        let loss = nn::cross_entropy(&mut g, scores, wanted);
        let logarithm = g.neg(loss);
        outputs.push(g.exp(logarithm));
    }

    // Second values of documents.
    let all = open();
    let document = |(at, it): (usize, &Open)| -> [usize; QUESTION + 2] {
        let [x, other] = it.arguments;
        let [task, name] = [Task::Value.token() + at % WORDINGS, world.token(world.known() + it.name)];
        [task, name, argument_token(x), value_token(it.function, x), argument_token(other)]
    };
    let documents: Vec<_> = all.iter().enumerate().map(document).collect();
    let columns = [0, 1, 2, 3, 4].map(|column| constant(&mut g, documents.iter().map(|it| it[column])));
    let scores = parts.second(&mut g, columns);
    let wanted = constant(&mut g, all.iter().map(|it| value_token(it.function, it.arguments[1])));
    outputs.push(nn::correct(&mut g, scores, wanted));

    let names = constant(&mut g, hidden.map(|name| world.token(name)));
    let vectors = network.vectors(&mut g, names);
    outputs.push(g.copy(vectors));
    Program { graph: g, roots: Roots { updates: vec![], outputs } }
}

/// What is said of the hidden names' sets.
struct Lists<'a> {
    /// The most probable first token of each name, and second ones after each first function.
    best: [Vec<usize>; PAIR],
    /// Probabilities of first functions, and of second ones after each first.
    first: &'a [[f32; FUNCTIONS]],
    second: &'a [[f32; FUNCTIONS]],
}

impl Lists<'_> {
    /// The probability of a set as a name's: that of its first function times that of the second after it.
    fn probability(&self, name: usize, [first, second]: [usize; PAIR]) -> f64 {
        let after = self.second[name * FUNCTIONS + first][second];
        f64::from(self.first[name][first]) * f64::from(after)
    }

    /// What is stated of a name, each token the most probable one; no function is `FUNCTIONS`.
    fn stated(&self, name: usize) -> [usize; PAIR] {
        let function = |token: usize| token.checked_sub(NUMBERS).unwrap_or(FUNCTIONS).min(FUNCTIONS);
        let first = function(self.best[0][name]);
        let second =
            if first < FUNCTIONS { function(self.best[1][name * FUNCTIONS + first]) } else { FUNCTIONS };
        [first, second]
    }

    /// The probability of what is stated.
    fn certainty(&self, name: usize) -> f64 {
        let stated = self.stated(name);
        if stated.contains(&FUNCTIONS) { 0.0 } else { self.probability(name, stated) }
    }
}

/// One value for each series, and the samples.
pub(super) fn measure(world: World, outputs: &[f32]) -> Measured {
    let mut answers = Answers { outputs };
    let first_best = answers.tokens(NAMES);
    let first = answers.take(NAMES * FUNCTIONS).as_chunks().0;
    let second_best = answers.tokens(NAMES * FUNCTIONS);
    let second = answers.take(NAMES * FUNCTIONS * FUNCTIONS).as_chunks().0;
    let lists = Lists { best: [first_best, second_best], first, second };
    let known = [0, 1].map(|_| answers.tokens(world.known()));
    let values = [0, 1].map(|_| answers.take(NAMES * ARGUMENTS));
    let continued = answers.tokens(NAMES * PAIR * CONTINUED);
    let vectors = answers.outputs;

    let sets = sets();
    let set = |name: usize| sets[set_of(name)];
    let all = || 0..NAMES;
    // The same of every hidden name of another set.
    let others = |name: usize| all().filter(move |other| set_of(*other) != set_of(name));
    let stated_of = |name: usize| {
        let stated = lists.stated(name);
        set(name).into_iter().filter(|function| stated.contains(function)).count() as f64 / PAIR as f64
    };
    // Names and arguments at which the two functions give different values.
    let differ = || {
        let is_two = |at: &usize| {
            let [one, other] = set(at / ARGUMENTS).map(|function| value_token(function, at % ARGUMENTS));
            one != other
        };
        (0..NAMES * ARGUMENTS).filter(is_two)
    };
    let both = |at: usize| values.map(|values| f64::from(values[at]));
    let series = vec![
        share(all().map(|name| lists.stated(name) == set(name))),
        mean(all().map(|name| lists.probability(name, set(name)))),
        mean(
            all()
                .flat_map(|name| others(name).map(move |other| (name, other)))
                .map(|(name, other)| lists.probability(other, set(name))),
        ),
        mean(all().map(stated_of)),
        mean(differ().map(|at| both(at).iter().sum())),
        mean(differ().map(|at| both(at)[0].min(both(at)[1]))),
        share(continued.into_iter().map(|right| right == 1)),
        share((0..world.known()).map(|name| known.iter().all(|right| right[name] == 1))),
    ];

    let said = (0..SETS).flat_map(|is| {
        let of = move || all().filter(move |name| set_of(*name) == is);
        let lists = &lists;
        sets.map(move |set| mean(of().map(|name| lists.probability(name, set))))
    });
    #[allow(clippy::cast_possible_truncation, reason = "samples are f32")]
    let statement = |name: usize| -> [f32; STATEMENT] {
        let [first, second] = lists.stated(name).map(|function| function as f32);
        [first, second, lists.certainty(name) as f32]
    };
    let places = plane(vectors, NAMES);
    let samples = said.chain((0..SETS).flat_map(statement)).chain(places.into_iter().flatten()).collect();
    Measured { values: series, samples }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_value_says_by_which_function_a_document_goes_on() {
        let all = open();
        assert_eq!(all.len(), 640);
        for it in all {
            let [x, other] = it.arguments;
            assert_ne!(x, other);
            let same = (0..FUNCTIONS).filter(|of| value_token(*of, x) == value_token(it.function, x));
            assert_eq!(same.count(), 1, "{it:?}");
            assert!(sets()[set_of(it.name)].contains(&it.function));
        }
    }

    /// What somebody says who knows everything, of the names `off` further on.
    fn said(world: World, off: usize) -> Vec<f32> {
        let set = |name: usize| sets()[set_of(name + off)];
        let sure = |it: usize| (0..FUNCTIONS).map(move |function| f32::from(u8::from(function == it)));
        let token = |function: usize| f32::from_bits(number(NUMBERS + function));
        let firsts = || (0..NAMES).map(|name| set(name)[0]);
        let seconds = || (0..NAMES * FUNCTIONS).map(|at| set(at / FUNCTIONS)[1]);
        let right = |count: usize| std::iter::repeat_n(f32::from_bits(1), count);
        let mut said: Vec<f32> = firsts().map(token).chain(firsts().flat_map(sure)).collect();
        said.extend(seconds().map(token).chain(seconds().flat_map(sure)));
        said.extend(right(PAIR * world.known()));
        said.extend([0.5; PAIR * NAMES * ARGUMENTS]);
        said.extend(right(NAMES * PAIR * CONTINUED).chain((0..2 * NAMES).map(|at| at as f32)));
        said
    }

    #[test]
    fn who_knows_everything_is_right_and_the_same_of_another_name_is_not() {
        let world = World { known: 2 };
        let value = |off, key: &str| {
            let measured = measure(world, &said(world, off));
            measured.values[super::super::EXPERIMENT.series_at(key)]
        };
        for key in ["exact", "probability", "functions", "allowed", "second", "known"] {
            assert!((value(0, key) - 1.0).abs() < 1e-6, "{key}");
        }
        assert_eq!((value(0, "rarer"), value(0, "probability-other")), (0.5, 0.0));
        // Seven of the ten sets have one function in common with the next.
        assert_eq!((value(1, "exact"), value(1, "probability")), (0.0, 0.0));
        assert!((value(1, "functions") - 0.35).abs() < 1e-6);
    }

    #[test]
    fn who_names_no_function_states_no_set() {
        let world = World { known: 2 };
        let mut said = said(world, 0);
        said[..NAMES].fill(f32::from_bits(3));
        let measured = measure(world, &said);
        assert_eq!(measured.values[super::super::EXPERIMENT.series_at("exact")], 0.0);
        assert_eq!(measured.samples[SETS * SETS..][..STATEMENT], [FUNCTIONS as f32, FUNCTIONS as f32, 0.0]);
    }
}
