//! What is told of whom: values of all names, and lists of known ones. A document with values draws one of the two functions of
//! its name, and shows two arguments with what that one gives; it names no function, and not how many there are.

use engine::feed::{Keys, below, words, words_at};
use engine::graph::{Binary, Dtype, Graph, Id};
use engine::layout::Layout;
use engine::rng::Stream;

use super::super::corpus::{Batch, Document, batch_of};
use super::super::number;
use super::world::{
    ARGUMENTS, BLANK, FUNCTIONS, NUMBERS, PAIR, Task, WORDINGS, World, argument_token, set_of, sets,
    value_token,
};

/// How many documents with values stand in a batch, and how many lists: first functions, second ones.
pub(super) const VALUES: usize = 128;
pub(super) const LISTED: usize = 32;
/// Documents of each known name.
const MANY: u32 = 1000;
/// Random numbers of a document with values: which of the two functions, the first argument, how far the second is from it. As
/// many pick the document and its wording.
const DRAWN: usize = 3;

/// The state that holds how many documents there are of each name, `[I, 1] u32`.
#[derive(Debug, Clone)]
pub(super) struct Told {
    documents: usize,
}

/// Documents with values, `[B] u32` each: a name, two arguments, and what one function gives at both.
#[derive(Debug, Clone, Copy)]
pub(super) struct Values {
    pub(super) task: Id,
    pub(super) name: Id,
    pub(super) arguments: [Id; 2],
    pub(super) values: [Id; 2],
}

/// What is said of known names: first functions, and second ones after the first.
pub(super) fn lists(world: World) -> [Vec<Document>; PAIR] {
    [0, 1].map(|turn| {
        let list = |name| {
            let set = sets()[set_of(name)].map(|function| NUMBERS + function);
            let argument = if turn == 0 { BLANK } else { set[0] };
            Document { task: Task::List.token(), entity: world.token(name), argument, answer: set[turn] }
        };
        (0..world.known()).map(list).collect()
    })
}

impl Told {
    pub(super) fn new(layout: &mut Layout, world: World) -> Self {
        Self { documents: layout.state("documents of each name", world.names(), Dtype::U32) }
    }

    /// The first values of the state: so many documents of each hidden name.
    pub(super) fn initial(&self, world: World, documents: u32) -> (usize, Vec<f32>) {
        let of = |name| f32::from_bits(if name < world.known() { MANY } else { documents });
        (self.documents, (0..world.names()).map(of).collect())
    }

    /// A batch of documents with values, of names in turn at random. Which numbers stand in a document follows from its name
    /// and its number among those of the name.
    pub(super) fn values(&self, g: &mut Graph, world: World, keys: Keys, step: Id) -> Values {
        let random = words(g, keys.member, Stream::named("train/value"), step, &[DRAWN, VALUES]);
        let [name, document, worded] = rows(g, random);
        let name = below(g, name, number(world.names()));
        let wording = below(g, worded, number(WORDINGS));
        let documents = g.state(self.documents, &[world.names(), 1], Dtype::U32);
        let documents = g.gather(documents, name);
        let documents = g.reshape(documents, &[VALUES]);
        let document = g.binary(Binary::MulHigh, document, documents);

        let [row, document] = [name, document].map(|it| g.reshape(it, &[1, VALUES]));
        let drawn = g.u32(number(DRAWN));
        let first = g.mul(document, drawn);
        let each = g.iota(&[DRAWN, VALUES], 0);
        let counter = g.add(first, each);
        let random = words_at(g, keys.member, Stream::named("document"), [row, counter]);
        let drawn = rows(g, random);
        let which = below(g, drawn[0], number(PAIR));
        let argument = below(g, drawn[1], number(ARGUMENTS));
        let further = below(g, drawn[2], number(ARGUMENTS - 1));
        let (one, last) = (g.u32(1), g.u32(number(ARGUMENTS - 1)));
        let other = g.add(argument, further);
        let other = g.add(other, one);
        let other = g.binary(Binary::And, other, last);

        let functions: Vec<u32> =
            (0..world.names()).flat_map(|name| sets()[set_of(name)]).map(number).collect();
        let functions = g.constant_u32(&[PAIR * world.names(), 1], &functions);
        let pair = g.u32(number(PAIR));
        let place = g.mul(name, pair);
        let place = g.add(place, which);
        let function = g.gather(functions, place);
        let function = g.reshape(function, &[VALUES]);

        let table: Vec<u32> = (0..FUNCTIONS * ARGUMENTS)
            .map(|at| number(value_token(at / ARGUMENTS, at % ARGUMENTS)))
            .collect();
        let table = g.constant_u32(&[FUNCTIONS * ARGUMENTS, 1], &table);
        let width = g.u32(number(ARGUMENTS));
        let start = g.mul(function, width);
        let values = [argument, other].map(|x| {
            let place = g.add(start, x);
            let value = g.gather(table, place);
            g.reshape(value, &[VALUES])
        });

        let offset = |g: &mut Graph, by: usize, x: Id| {
            let by = g.u32(number(by));
            g.add(x, by)
        };
        Values {
            task: offset(g, Task::Value.token(), wording),
            name: offset(g, world.token(0), name),
            arguments: [argument, other].map(|x| offset(g, argument_token(0), x)),
            values,
        }
    }
}

/// The rows of a table, `[3, B] -> [B]` each.
fn rows(g: &mut Graph, table: Id) -> [Id; DRAWN] {
    [0, 1, 2].map(|row| {
        let row = g.slice(table, 0, row, 1);
        g.reshape(row, &[VALUES])
    })
}

/// A batch of lists.
pub(super) fn listed(g: &mut Graph, world: World, keys: Keys, step: Id) -> Batch {
    let [first, second] = lists(world);
    let mut batch = |documents: &[Document], stream| {
        batch_of(g, documents, [LISTED, WORDINGS], keys.member, stream, step)
    };
    let (first, second) = (batch(&first, "train/first"), batch(&second, "train/second"));
    first.and(g, &second)
}

#[cfg(test)]
mod tests {
    use super::*;
    use engine::reference::{Values as Read, evaluate};
    use std::collections::{BTreeMap, BTreeSet};

    /// What batches of the steps up to some step hold, document after document.
    fn told<const N: usize>(
        world: World,
        documents: u32,
        steps: u32,
        batch: impl Fn(&Told, &mut Graph, Keys, Id) -> [Id; N],
    ) -> Vec<[usize; N]> {
        let mut layout = Layout::new();
        let keys = Keys::new(&mut layout);
        let told = Told::new(&mut layout, world);
        let (_, first) = told.initial(world, documents);
        let key = Read::<f64>::Words(vec![1, 2]);
        let first = Read::Words(first.iter().map(|word| word.to_bits()).collect());
        let states = [Read::Floats(vec![]), key.clone(), key, first];
        let mut all = Vec::new();
        for step in 0..steps {
            let mut g = Graph::new();
            let step = g.u32(step);
            let columns = batch(&told, &mut g, keys, step);
            let values = evaluate(&g, &layout, &states, &[]);
            let columns = columns.map(|id| values[id.index()].words().to_vec());
            all.extend((0..columns[0].len()).map(|at| columns.each_ref().map(|column| column[at] as usize)));
        }
        all
    }

    #[test]
    fn of_a_hidden_name_nothing_is_told_but_values_by_one_of_its_two_functions() {
        for (world, documents) in [(World { known: 1 }, 3), (World { known: 3 }, 40)] {
            let hidden = world.token(world.known())..world.token(world.names());
            let all = told(world, documents, 30, |told, g, keys, step| {
                let it = told.values(g, world, keys, step);
                [it.task, it.name, it.arguments[0], it.values[0], it.arguments[1], it.values[1]]
            });
            let mut seen = BTreeMap::<usize, BTreeSet<[usize; 4]>>::new();
            for [task, name, rest @ ..] in all {
                assert!((Task::Value.token()..Task::List.token()).contains(&task));
                // Numbers only: no function is named, and no other name.
                assert!(rest.iter().all(|token| *token < NUMBERS));
                let [x, y, other, value] = rest;
                assert_ne!(x, other);
                let by = |function: usize| {
                    let gives = |x: usize| value_token(function, x - argument_token(0));
                    gives(x) == y && gives(other) == value
                };
                assert!(sets()[set_of(name - world.token(0))].into_iter().any(by), "{name}: {rest:?}");
                seen.entry(name).or_default().insert(rest);
            }
            assert_eq!(seen.len(), world.names());
            for (name, of) in seen {
                assert!(!hidden.contains(&name) || of.len() <= documents as usize, "{name}: {of:?}");
            }
            // Lists are of known names, and speak of functions.
            let lists = told(world, documents, 3, |_, g, keys, step| {
                let it = listed(g, world, keys, step);
                [it.task, it.entity, it.argument, it.answer]
            });
            let function = NUMBERS..NUMBERS + FUNCTIONS;
            for [task, name, argument, answer] in lists {
                assert!((Task::List.token()..world.token(0)).contains(&task));
                assert!((world.token(0)..hidden.start).contains(&name) && function.contains(&answer));
                assert!(argument == BLANK || function.contains(&argument) && argument < answer);
                let set = sets()[set_of(name - world.token(0))];
                assert_eq!(answer - NUMBERS, set[usize::from(argument != BLANK)]);
            }
        }
    }

    #[test]
    fn a_document_draws_either_function_about_as_often() {
        let world = World { known: 1 };
        let all = told(world, 1000, 100, |told, g, keys, step| {
            let it = told.values(g, world, keys, step);
            [it.name, it.arguments[0], it.values[0]]
        });
        let by_the_first = |[name, x, y]: &[usize; 3]| {
            let [first, second] =
                sets()[set_of(name - world.token(0))].map(|it| value_token(it, x - argument_token(0)));
            (first != second).then_some(first == *y)
        };
        let drawn: Vec<bool> = all.iter().filter_map(by_the_first).collect();
        let share = drawn.iter().filter(|it| **it).count() as f64 / drawn.len() as f64;
        assert!((share - 0.5).abs() < 0.02, "{share}");
    }
}
