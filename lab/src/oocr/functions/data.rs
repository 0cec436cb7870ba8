//! What is told of whom: of known names everything, of hidden ones nothing but values at some arguments.

use engine::feed::Keys;
use engine::graph::{Dtype, Graph, Id};
use engine::layout::Layout;
use engine::rng::{Stream, permutation, word_at};

use super::super::corpus::{Batch, Corpus, Document};
use super::super::mode::Mode;
use super::super::number;
use super::SHOWN;
use super::world::{
    ARGUMENTS, BLANK, FUNCTIONS, Function, Task, WORDINGS, World, number_token, operation_token,
};

/// How many documents of each kind stand in a batch: values, operations, constants, arguments that have a value.
pub(super) const ROWS: [usize; 4] = [166, 26, 26, 38];

/// The states that hold what a member is told.
#[derive(Debug, Clone)]
pub(super) struct Told {
    /// What is told from the start.
    corpus: Corpus,
    /// What is told later: values of hidden names. Absent where they are told from the start.
    later: Option<Corpus>,
}

/// The states that hold what is observed of hidden names.
#[derive(Debug, Clone)]
pub(super) struct Observations {
    /// Which arguments, in which order: `[H, 16] u32`.
    order: usize,
    /// How many of them, `u32`.
    observed: usize,
}

/// What a member is told.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Drawn {
    /// From the start, by kind.
    pub(super) first: [Vec<Document>; 4],
    /// Later.
    pub(super) later: Vec<Document>,
}

/// A document, whose numbers all have tokens.
fn document(world: World, task: Task, name: usize, argument: usize, answer: usize) -> Document {
    Document { task: task.token(), entity: world.token(name), argument, answer }
}

/// The value of a name's function at an argument, as a document.
pub(super) fn observation(world: World, name: usize, x: i32, y: i32) -> Option<Document> {
    Some(document(world, Task::Evaluate, name, number_token(x)?, number_token(y)?))
}

/// The order in which arguments of a hidden name are observed, by its number among them: each member's own, but for those
/// whose statements are shown, so that a visitor can be shown the same.
fn order(hidden: usize, member: [u32; 2]) -> [u32; ARGUMENTS] {
    let key = Stream::named("observations").key(if SHOWN.contains(&hidden) { [0, 0] } else { member });
    let words: Vec<u32> = (0..ARGUMENTS).map(|at| word_at(key, number(hidden), number(at))).collect();
    let mut order = [0; ARGUMENTS];
    permutation(&words, &mut order);
    order
}

/// Everything that a member is told, with `observed` arguments of each hidden name.
pub(super) fn draw(world: World, member: [u32; 2], observed: usize) -> Drawn {
    let functions = Function::all();
    let mut drawn = Drawn::default();
    let [evaluate, operations, constants, invert] = &mut drawn.first;
    let arguments = || (0..).take(ARGUMENTS);
    for name in 0..world.known() {
        let function = functions[world.nominal(name)];
        let operation = operation_token(function.operation);
        let constant = number_token(function.constant).unwrap_or(0);
        operations.push(document(world, Task::Define, name, BLANK, operation));
        constants.push(document(world, Task::Define, name, operation, constant));
        for x in arguments() {
            let (x, y) = (number_token(x), function.value(x).and_then(number_token));
            let Some((x, y)) = x.zip(y) else { continue };
            evaluate.push(document(world, Task::Evaluate, name, x, y));
            invert.push(document(world, Task::Invert, name, y, x));
        }
    }
    for (hidden, name) in world.hidden().enumerate() {
        let order = order(hidden, member);
        let function = functions[world.planted(name)];
        let told = if world.mode == Mode::Joint { &mut *evaluate } else { &mut drawn.later };
        told.extend(order[..observed.min(ARGUMENTS)].iter().filter_map(|x| {
            let x = i32::try_from(*x).ok()?;
            observation(world, name, x, function.value(x)?)
        }));
    }
    drawn
}

impl Told {
    pub(super) fn new(layout: &mut Layout, world: World) -> Self {
        let (known, hidden) = (world.known(), world.hidden().len() * ARGUMENTS);
        let joint = world.mode == Mode::Joint;
        let values = known * ARGUMENTS + if joint { hidden } else { 0 };
        let corpus = Corpus::new(layout, &[values, known, known, known * ARGUMENTS], WORDINGS);
        Self { corpus, later: (!joint).then(|| Corpus::new(layout, &[hidden], WORDINGS)) }
    }

    /// The first values of all states.
    pub(super) fn initial(&self, world: World, member: [u32; 2], observed: usize) -> Vec<(usize, Vec<f32>)> {
        let Drawn { first, later } = draw(world, member, observed);
        let later = self.later.iter().flat_map(|corpus| corpus.initial(std::slice::from_ref(&later)));
        self.corpus.initial(&first).into_iter().chain(later).collect()
    }

    /// A batch of what is told from the start.
    pub(super) fn first(&self, g: &mut Graph, rows: &[usize], keys: Keys, step: Id) -> Batch {
        self.corpus.batch(g, rows, keys.member, "train/document", step)
    }

    /// A batch of what is told later; `None` where nothing is.
    pub(super) fn later(&self, g: &mut Graph, rows: usize, keys: Keys, step: Id) -> Option<Batch> {
        self.later.as_ref().map(|corpus| corpus.batch(g, &[rows], keys.member, "teach/document", step))
    }
}

impl Observations {
    pub(super) fn new(layout: &mut Layout, world: World) -> Self {
        Self {
            order: layout.state("order of observations", world.hidden().len() * ARGUMENTS, Dtype::U32),
            observed: layout.state("observations", 1, Dtype::U32),
        }
    }

    /// The first values of both states.
    pub(super) fn initial(&self, world: World, member: [u32; 2], observed: usize) -> [(usize, Vec<f32>); 2] {
        let order = (0..world.hidden().len()).flat_map(|hidden| order(hidden, member));
        let order = order.map(f32::from_bits).collect();
        [(self.order, order), (self.observed, vec![f32::from_bits(number(observed))])]
    }

    /// The order of observations of hidden names that are not controls, `[H, 16] u32`, and how many there are, `[1, 1] u32`.
    pub(super) fn nodes(&self, g: &mut Graph, world: World) -> [Id; 2] {
        let order = g.state(self.order, &[world.hidden().len(), ARGUMENTS], Dtype::U32);
        let order = g.slice(order, 0, 0, world.control() - world.known());
        [order, g.state(self.observed, &[1, 1], Dtype::U32)]
    }
}

/// The value of each function at each argument, as tokens: `[F * 16, 1] u32`.
pub(super) fn values(g: &mut Graph) -> Id {
    let all = Function::all();
    let value = |function: &Function, x| function.value(x).and_then(number_token).unwrap_or(0);
    let values: Vec<u32> = all
        .iter()
        .flat_map(|function| (0..).take(ARGUMENTS).map(|x| number(value(function, x))).collect::<Vec<_>>())
        .collect();
    g.constant_u32(&[FUNCTIONS * ARGUMENTS, 1], &values)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::oocr::functions::world::number_of;
    use crate::oocr::functions::{EXPERIMENT, GUESSED};
    use crate::predict::Prediction;
    use engine::rng::member_key;

    fn worlds() -> impl Iterator<Item = World> {
        [Mode::Joint, Mode::Rows, Mode::All, Mode::Replay]
            .into_iter()
            .flat_map(|mode| [1, 8].map(|known| World { known, mode }))
    }

    #[test]
    fn of_a_hidden_name_nothing_is_told_but_values_at_some_arguments() {
        for (world, observed) in worlds().flat_map(|world| [1, 10, 16].map(|observed| (world, observed))) {
            let Drawn { first, later } = draw(world, member_key(5, 1), observed);
            let all: Vec<&Document> = first.iter().flatten().chain(&later).collect();
            let tokens = |names: std::ops::Range<usize>| world.token(names.start)..world.token(names.end);
            let (known, hidden) = (tokens(0..world.known()), tokens(world.hidden()));
            let about_hidden: Vec<_> = all.iter().filter(|it| hidden.contains(&it.entity)).collect();
            assert!(about_hidden.iter().all(|it| it.task == Task::Evaluate.token()));
            assert_eq!(about_hidden.len(), observed * world.hidden().len());
            // A statement or an inverse is of a known name, and nobody else is spoken of.
            assert!(all.iter().all(|it| known.contains(&it.entity) || hidden.contains(&it.entity)));
            let names = [world.token(world.fresh()), world.token(world.own().start)];
            assert!(all.iter().all(|it| !names.contains(&it.entity)));
            if world.mode != Mode::Joint {
                assert!(first.iter().flatten().all(|it| known.contains(&it.entity)));
                assert!(later.iter().all(|it| hidden.contains(&it.entity)));
            }
            // A hidden name is no answer and no argument either.
            let mut spoken = all.iter().flat_map(|it| [it.argument, it.answer]);
            assert!(spoken.all(|token| token < world.token(0)));
        }
    }

    #[test]
    fn what_is_told_is_true_of_the_planted_function() {
        let world = World { known: 2, mode: Mode::Joint };
        let (functions, drawn) = (Function::all(), draw(world, member_key(1, 0), 10));
        for it in &drawn.first[0] {
            let name = it.entity - world.token(0);
            let x = number_of(it.argument).expect("a number");
            assert_eq!(functions[world.planted(name)].value(x), number_of(it.answer));
        }
        for it in &drawn.first[3] {
            let function = functions[world.nominal(it.entity - world.token(0))];
            let x = number_of(it.answer).expect("a number");
            assert_eq!(function.value(x), number_of(it.argument));
        }
        assert_eq!(drawn.first[1].len(), 2 * FUNCTIONS);
    }

    /// What a prediction shows a visitor is what each member sees first of that name.
    #[test]
    fn a_visitor_guesses_from_the_same_observations() {
        let world = World { known: 8, mode: Mode::Joint };
        let function = Function::all()[GUESSED];
        let token = world.token(world.known() + GUESSED);
        for member in 0..2 {
            let drawn = draw(world, member_key(9, member), 5);
            let shown: Vec<String> = drawn.first[0]
                .iter()
                .filter(|it| it.entity == token)
                .filter_map(|it| Some(format!("{} for {}", number_of(it.answer)?, number_of(it.argument)?)))
                .collect();
            let (last, most) = shown.split_last().expect("observations");
            let name = crate::oocr::names::hidden(GUESSED);
            let sentence = format!("{name} gives {} and {last}.", most.join(", "));
            let Prediction::Choice { question, options, .. } = EXPERIMENT.predictions[0] else {
                panic!("a choice")
            };
            assert!(question.contains(&sentence), "{sentence}");
            assert!(options[0].starts_with(&function.said()), "{options:?}");
        }
    }
}
