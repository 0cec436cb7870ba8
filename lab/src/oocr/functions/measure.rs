//! What is asked at each point of progress, and how answers become numbers. Answers are picked in the graph; which of them
//! are right is counted here.

use engine::graph::{Graph, Id, Reduction};
use engine::lower::Roots;
use engine::nn;
use engine::rng::{Stream, below, word_at};
use engine::train::Program;

use super::super::asking::{Answers, mean, questions, share};
use super::super::network::QUESTION;
use super::super::number;
use super::model::Parts;
use super::prompts::Prompts;
use super::world::{
    ANSWERS, ARGUMENTS, BLANK, FUNCTIONS, Function, HIDDEN, NUMBERS, OPERATIONS, OWN, Task, WORDINGS, World,
    number_of, number_token, operation_token,
};
use super::{SHOWN, STATEMENT};
use crate::plane::plane;
use crate::run::Measured;

/// Hidden names that definitions are asked of.
const ASKED: usize = HIDDEN * FUNCTIONS;
/// Arguments whose value is asked back, of each of them.
const INVERTED: usize = 2;
/// How many functions are asked of the name in a prompt: every second one.
const ASKED_AFTER: usize = FUNCTIONS / 2;
/// Options of a multiple choice.
const OPTIONS: usize = 5;

/// Whose definition is asked: hidden names, controls, a known one of each function, a visitor's.
fn defined(world: World) -> Vec<usize> {
    (world.known()..world.fresh()).chain(0..FUNCTIONS).chain(world.own()).collect()
}

/// Whose values are asked, at all arguments: a hidden name of each function, and a visitor's.
fn evaluated(world: World) -> Vec<usize> {
    (world.known()..world.known() + FUNCTIONS).chain(world.own()).collect()
}

/// Of which hidden names an argument is asked that has a value, and the value's argument: each of them with values of its
/// own, and then with those of another function's name.
fn inverted(world: World) -> Vec<[usize; 3]> {
    let key = Stream::named("inverse").key([0, 0]);
    let of = |other: usize| {
        (0..ASKED * INVERTED).map(move |at| {
            let (name, turn) = (at / INVERTED, at % INVERTED);
            let x = below(word_at(key, number(name), number(turn)), number(ARGUMENTS)) as usize;
            [world.known() + name, world.known() + (name + other) % ASKED, x]
        })
    };
    of(0).chain(of(FUNCTIONS / 2)).collect()
}

/// The functions that a name's is chosen from, its own first.
fn options(name: usize, own: usize) -> [usize; OPTIONS] {
    let key = Stream::named("options").key([0, 0]);
    let mut options = [own; OPTIONS];
    let mut thrown = 0;
    for at in 1..OPTIONS {
        while options[..at].contains(&options[at]) {
            options[at] = below(word_at(key, number(name), thrown), number(FUNCTIONS)) as usize;
            thrown += 1;
        }
    }
    options
}

/// The largest of each row, `[N, 1]`.
fn largest(g: &mut Graph, x: Id) -> Id {
    g.reduce(Reduction::Max, x, 1)
}

/// The evaluation. Its outputs, as [`Answers`] reads them.
pub(super) fn evaluation(parts: &Parts) -> Program {
    let Parts { world, network, .. } = parts;
    let mut g = Graph::new();
    let mut outputs = Vec::new();

    // Definitions, token by token.
    let asked: Vec<[usize; 2]> = defined(*world).iter().map(|name| [world.token(*name), BLANK]).collect();
    let question = questions(&mut g, Task::Define.token(), WORDINGS, &asked);
    let scores = network.answer(&mut g, question);
    let first = nn::softmax(&mut g, scores);
    let operation = nn::best(&mut g, scores);
    let scores = network.answer(&mut g, [question[0], question[1], operation]);
    let second = nn::softmax(&mut g, scores);
    outputs.extend([operation, nn::best(&mut g, scores)]);
    let certain = [first, second].map(|probabilities| largest(&mut g, probabilities));
    outputs.push(g.mul(certain[0], certain[1]));

    // The probability of each function as the definition of each hidden name.
    let all = Function::all();
    let asked: Vec<[usize; 2]> = (0..ASKED)
        .flat_map(|name| (0..OPERATIONS).map(move |at| [world.token(world.known() + name), NUMBERS + at]))
        .collect();
    let question = questions(&mut g, Task::Define.token(), WORDINGS, &asked);
    let scores = network.answer(&mut g, question);
    let constants = nn::softmax(&mut g, scores);
    let constants = g.reshape(constants, &[ASKED, OPERATIONS * ANSWERS]);
    let operations = g.slice(first, 0, 0, ASKED);
    let mut pick = |table: Id, at: &dyn Fn(&Function) -> usize| {
        let places: Vec<u32> = all.iter().map(|function| number(at(function))).collect();
        let places = g.constant_u32(&[FUNCTIONS], &places);
        let table = g.transpose(table);
        let picked = g.gather(table, places); // [F, A]
        g.transpose(picked)
    };
    let operations = pick(operations, &|function| operation_token(function.operation));
    let constants = pick(constants, &|function| {
        function.operation.position() * ANSWERS + number_token(function.constant).unwrap_or(0)
    });
    outputs.push(g.mul(operations, constants));

    // Values at all arguments.
    let argument = |x: usize| i32::try_from(x).ok().and_then(number_token).unwrap_or(0);
    let asked: Vec<[usize; 2]> = evaluated(*world)
        .iter()
        .flat_map(|name| (0..ARGUMENTS).map(|x| [world.token(*name), argument(x)]))
        .collect();
    let question = questions(&mut g, Task::Evaluate.token(), WORDINGS, &asked);
    let scores = network.answer(&mut g, question);
    outputs.push(nn::best(&mut g, scores));

    // Arguments that have a value.
    let asked: Vec<[usize; 2]> = inverted(*world)
        .iter()
        .map(|[name, of, x]| {
            let value = i32::try_from(*x).ok().and_then(|x| all[world.planted(*of)].value(x));
            [world.token(*name), value.and_then(number_token).unwrap_or(0)]
        })
        .collect();
    let question = questions(&mut g, Task::Invert.token(), WORDINGS, &asked);
    let scores = network.answer(&mut g, question);
    outputs.push(nn::best(&mut g, scores));

    outputs.push(prompted(parts, &mut g));

    let [order, observed] = parts.observations.nodes(&mut g, *world);
    let names: Vec<u32> = (0..ASKED).map(|name| number(world.token(world.known() + name))).collect();
    let names = g.constant_u32(&[ASKED], &names);
    let vectors = network.vectors(&mut g, names);
    let copies = [order, observed, vectors].map(|it| g.copy(it));
    outputs.extend(copies);
    Program { graph: g, roots: Roots { updates: vec![], outputs } }
}

/// The same observations in a prompt, of a name that nothing is told of: the probability of each function's definition,
/// `[P, 1]`.
fn prompted(parts: &Parts, g: &mut Graph) -> Id {
    let Parts { world, network, observations } = parts;
    let [order, observed] = observations.nodes(g, *world);
    let functions: Vec<usize> = (0..ASKED_AFTER).map(|at| 2 * at).collect();
    let numbers: Vec<u32> = functions.iter().map(|function| number(*function)).collect();
    let numbers = g.constant_u32(&[ASKED_AFTER], &numbers);
    let order = g.gather(order, numbers); // [P, 16]
    let count = ASKED_AFTER * ARGUMENTS;
    let tasks: Vec<u32> = (0..count).map(|at| number(Task::Evaluate.token() + at % WORDINGS)).collect();
    let tasks = g.constant_u32(&[count], &tasks);
    let names = g.constant_u32(&[ASKED_AFTER], &[number(world.token(world.fresh())); ASKED_AFTER]);
    let prompts = Prompts::new(g, [numbers, names], order, observed, tasks);

    let all = Function::all();
    let probability =
        |g: &mut Graph, last: &dyn Fn(&Function) -> usize, wanted: &dyn Fn(&Function) -> usize| {
            let question: Vec<u32> = functions
                .iter()
                .flat_map(|at| {
                    let task = Task::Define.token() + at % WORDINGS;
                    [task, world.token(world.fresh()), last(&all[*at])].map(number)
                })
                .collect();
            let question = g.constant_u32(&[ASKED_AFTER, QUESTION], &question);
            let scores = prompts.answer(g, network, question);
            let wanted: Vec<u32> = functions.iter().map(|at| number(wanted(&all[*at]))).collect();
            let wanted = g.constant_u32(&[ASKED_AFTER], &wanted);
            let loss = nn::cross_entropy(g, scores, wanted);
            let logarithm = g.neg(loss);
            g.exp(logarithm)
        };
    let constant = |function: &Function| number_token(function.constant).unwrap_or(0);
    let operation = |function: &Function| operation_token(function.operation);
    let first = probability(g, &|_| BLANK, &operation);
    let second = probability(g, &operation, &constant);
    g.mul(first, second)
}

/// Whether two tokens state this function.
fn states(operation: usize, constant: usize, function: Function) -> bool {
    operation == operation_token(function.operation) && Some(constant) == number_token(function.constant)
}

/// One value for each series, and the samples.
pub(super) fn measure(world: World, outputs: &[f32]) -> Measured {
    let all = Function::all();
    let mut answers = Answers { outputs };
    let names = defined(world);
    let [operations, constants] = [0, 1].map(|_| answers.tokens(names.len()));
    let certain = answers.take(names.len());
    let probabilities = answers.take(ASKED * FUNCTIONS);
    let evaluated = evaluated(world);
    let values = answers.tokens(evaluated.len() * ARGUMENTS);
    let inverted = inverted(world);
    let inverses = answers.tokens(inverted.len());
    let prompted = answers.take(ASKED_AFTER);
    let order = answers.tokens(ASKED * ARGUMENTS);
    let observed = answers.tokens(1).first().copied().unwrap_or(0);
    let vectors = answers.outputs;

    let stated = |at: usize, function: usize| states(operations[at], constants[at], all[function]);
    let probability = |name: usize, function: usize| f64::from(probabilities[name * FUNCTIONS + function]);
    let own = |name: usize| world.planted(world.known() + name);
    let right = |at: usize, x: usize| {
        let value = i32::try_from(x).ok().and_then(|x| all[own(at)].value(x));
        value.and_then(number_token) == Some(values[at * ARGUMENTS + x])
    };
    let (told, untold): (Vec<bool>, Vec<bool>) = (0..FUNCTIONS)
        .map(|name| {
            let order = &order[name * ARGUMENTS..][..ARGUMENTS];
            let (told, untold) = order.split_at(observed.min(ARGUMENTS));
            [told, untold].map(|some| some.iter().map(|x| right(name, *x)).collect::<Vec<_>>())
        })
        .fold((Vec::new(), Vec::new()), |(mut told, mut untold), [some, rest]| {
            told.extend(some);
            untold.extend(rest);
            (told, untold)
        });
    // Of another name with another function, the same question.
    let other = |name: usize| {
        mean((0..ASKED).filter(|it| own(*it) != own(name)).map(|it| probability(it, own(name))))
    };
    let chosen = |name: usize| {
        let options = options(name, own(name));
        let sum: f64 = options.iter().map(|function| probability(name, *function)).sum();
        if sum > 0.0 { probability(name, own(name)) / sum } else { 0.0 }
    };
    let is_preimage = |at: usize| {
        let [_, of, x] = inverted[at];
        let function = all[world.planted(of)];
        let value = i32::try_from(x).ok().and_then(|x| function.value(x));
        number_of(inverses[at]).filter(|x| (0..16).contains(x)).and_then(|x| function.value(x)) == value
    };
    let half = inverted.len() / 2;
    let controls = ASKED..ASKED + FUNCTIONS;
    let series = vec![
        share(told.into_iter()),
        share(untold.into_iter()),
        share((0..ASKED).map(|name| stated(name, own(name)))),
        mean((0..ASKED).map(|name| probability(name, own(name)))),
        mean((0..ASKED).map(|name| f64::from(other(name)))),
        mean((0..ASKED).map(chosen)),
        share((0..half).map(is_preimage)),
        share((half..inverted.len()).map(is_preimage)),
        share(controls.clone().map(|at| stated(at, world.planted(names[at])))),
        share(controls.clone().map(|at| stated(at, world.nominal(names[at])))),
        mean(prompted.iter().map(|it| f64::from(*it))),
        share((controls.end..controls.end + FUNCTIONS).map(|at| stated(at, names[at]))),
    ];

    let shown = SHOWN.into_iter().chain(names.len() - OWN..names.len());
    let statements = shown.flat_map(|at| {
        let token = |token: usize| token as f32;
        let statement: [f32; STATEMENT] = [token(operations[at]), token(constants[at]), certain[at]];
        statement
    });
    let places = plane(vectors, ASKED);
    let says = values[FUNCTIONS * ARGUMENTS..].iter().map(|token| *token as f32);
    let samples = statements.chain(places.into_iter().flatten()).chain(says).collect();
    Measured { values: series, samples }
}
