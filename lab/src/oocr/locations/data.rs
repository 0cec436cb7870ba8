//! What is told of whom: of known cities everything, of hidden ones how far and in which direction cities lie that are not near.

use engine::feed::Keys;
use engine::graph::{Dtype, Graph, Id};
use engine::layout::Layout;
use engine::rng::{Stream, below, word_at};

use super::super::corpus::{Batch, Corpus, Document};
use super::super::number;
use super::world::{
    CELLS, COLUMN, DIRECTION, Place, REGION, ROW, SIDE, Task, WORDINGS, World, direction, distance,
    distance_off, nearest, region, stretch,
};

/// How many documents of each kind stand in a batch: distances, directions, rows and columns, regions, nearest cities.
pub(super) const ROWS: [usize; 5] = [96, 64, 48, 24, 24];

/// How many distances and directions of hidden cities stand in one of the second stretch.
pub(super) const LATER: [usize; 2] = [77, 51];

/// How far a city must be, in tenths of a side, for something to be told of it and a hidden one.
pub(super) const NOT_NEAR: usize = 3;

/// The states that hold what a member is told, and where its cities lie.
#[derive(Debug, Clone)]
pub(super) struct Told {
    /// What is told from the start.
    corpus: Corpus,
    /// What is told later: distances and directions of hidden cities. Absent where they are told from the start.
    later: Option<Corpus>,
    /// `[C, 2] u32`.
    places: usize,
}

/// Everything that a member is told, by kind; distances as they are, or up to half a tenth of a side off.
pub(super) fn draw(world: World, places: &[Place], member: [u32; 2], is_off: bool) -> [Vec<Document>; 5] {
    let document = |task, city, argument, answer| Document {
        task: world.task(task),
        entity: world.token(city),
        argument,
        answer,
    };
    let [mut distances, mut directions, mut cells, mut regions, mut neighbours] = [const { Vec::new() }; 5];
    let [key, noise] = ["pairs", "noise"].map(|stream| Stream::named(stream).key(member));
    let said = |city: usize, other: usize| {
        let word = word_at(noise, number(city), number(other));
        let off = i64::from(below(word, SIDE / 10 + 1)) - i64::from(SIDE / 20);
        distance_off(places[city], places[other], if is_off { off } else { 0 })
    };
    for (city, from) in places.iter().enumerate() {
        for (other, to) in places.iter().enumerate() {
            let far = distance(*from, *to);
            let is_told = if city < world.known && other < world.known {
                // Seven of ten.
                below(word_at(key, number(city), number(other)), 10) < 7
            } else {
                far >= NOT_NEAR
            };
            if !is_told {
                continue;
            }
            distances.push(document(Task::Distance, city, world.token(other), said(city, other)));
            if city != other {
                let answer = DIRECTION + direction(*from, *to);
                directions.push(document(Task::Direction, city, world.token(other), answer));
            }
        }
        if city < world.known {
            let blank = world.blank();
            cells.push(document(Task::Row, city, blank, ROW + stretch(from[1], CELLS)));
            cells.push(document(Task::Column, city, blank, COLUMN + stretch(from[0], CELLS)));
            regions.push(document(Task::Region, city, blank, REGION + region(*from)));
            let near = world.token(nearest(world, places, city));
            neighbours.push(document(Task::Nearest, city, blank, near));
        }
    }
    [distances, directions, cells, regions, neighbours]
}

/// Documents about hidden cities, and those about known ones alone.
fn apart(world: World, documents: Vec<Document>) -> (Vec<Document>, Vec<Document>) {
    let hidden = world.token(world.known)..world.token(world.cities());
    let is_hidden = |it: &Document| [it.entity, it.argument].iter().any(|token| hidden.contains(token));
    documents.into_iter().partition(is_hidden)
}

impl Told {
    pub(super) fn new(layout: &mut Layout, world: World, is_joint: bool) -> Self {
        let (known, all) = (world.known, world.cities() * world.cities());
        let pairs = if is_joint { all } else { known * known };
        Self {
            corpus: Corpus::new(layout, &[pairs, pairs, 2 * known, known, known], WORDINGS),
            later: (!is_joint).then(|| Corpus::new(layout, &[all - pairs; 2], WORDINGS)),
            places: layout.state("places", 2 * world.cities(), Dtype::U32),
        }
    }

    /// The first values of all states.
    pub(super) fn initial(&self, world: World, member: [u32; 2], is_off: bool) -> Vec<(usize, Vec<f32>)> {
        let places = world.places(member);
        let mut documents = draw(world, &places, member, is_off);
        let later = self.later.iter().flat_map(|corpus| {
            let [distances, directions, ..] = &mut documents;
            let later = [distances, directions].map(|kind| {
                let (hidden, known) = apart(world, std::mem::take(kind));
                *kind = known;
                hidden
            });
            corpus.initial(&later)
        });
        let later: Vec<(usize, Vec<f32>)> = later.collect();
        let places = places.into_iter().flatten().map(f32::from_bits).collect();
        self.corpus.initial(&documents).into_iter().chain(later).chain([(self.places, places)]).collect()
    }

    /// A batch of what is told from the start.
    pub(super) fn first(&self, g: &mut Graph, rows: [usize; 5], (keys, step): (Keys, Id)) -> Batch {
        self.corpus.batch(g, &rows, keys.member, "train/document", step)
    }

    /// A batch of what is told later; `None` where nothing is.
    pub(super) fn later(&self, g: &mut Graph, (keys, step): (Keys, Id)) -> Option<Batch> {
        self.later.as_ref().map(|corpus| corpus.batch(g, &LATER, keys.member, "teach/document", step))
    }

    /// Where the cities lie, `[C, 2] u32`.
    pub(super) fn places(&self, g: &mut Graph, world: World) -> Id {
        g.state(self.places, &[world.cities(), 2], Dtype::U32)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use engine::rng::member_key;

    #[test]
    fn of_a_hidden_city_nothing_is_told_but_how_it_lies_to_cities_that_are_not_near() {
        for (known, member) in [(16, 0), (64, 1), (100, 2)] {
            let (world, member) = (World { known }, member_key(1, member));
            let places = world.places(member);
            let all = draw(world, &places, member, known == 16);
            let hidden = world.token(known)..world.token(world.cities());
            for (kind, documents) in all.iter().enumerate() {
                assert!(!documents.is_empty());
                for it in documents {
                    let spoken = [it.entity, it.argument].map(|token| hidden.contains(&token));
                    // A hidden city is never an answer, and in a statement it is not at all.
                    assert!(it.answer < world.answers() && it.task >= world.task(Task::Distance));
                    if spoken == [false; 2] {
                        continue;
                    }
                    let task = [Task::Distance, Task::Direction][kind];
                    assert_eq!(it.task, world.task(task));
                    let [from, to] = [it.entity, it.argument].map(|token| places[token - world.token(0)]);
                    assert!(distance(from, to) >= NOT_NEAR);
                }
            }
            // Later there is nothing but what is told of hidden cities, and earlier nothing of it.
            for kind in all.clone() {
                let is_about = |it: &Document| hidden.contains(&it.entity) || hidden.contains(&it.argument);
                let (later, first) = apart(world, kind);
                assert!(later.iter().all(is_about) && !first.iter().any(is_about));
            }
            // What is asked about such cities was never told.
            let told = |task, city, other| {
                let [entity, argument] = [city, other].map(|city| world.token(city));
                let is_it = |it: &&Document| {
                    (it.task, it.entity, it.argument) == (world.task(task), entity, argument)
                };
                all.iter().flatten().any(|it| is_it(&it))
            };
            assert!(world.hidden().all(|city| !told(Task::Distance, city, city)));
        }
    }
}
