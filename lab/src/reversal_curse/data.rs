//! Facts: drawn on the host for each member, kept as a state, and picked in the graph.

use engine::feed::words;
use engine::graph::{Binary, Dtype, Graph, Id};
use engine::layout::Layout;
use engine::rng::{Stream, word_at};

use super::number;
use super::world::{Fact, PAIRS, RELATIONS, World};

/// The states that hold a member's facts.
#[derive(Debug, Clone, Copy)]
pub(super) struct Facts {
    /// Told, by relation: `[12 T, 2] u32`, subject and object; T is the most of any relation.
    told: usize,
    /// Asked, by relation: `[12 Q, 2] u32`.
    asked: usize,
}

/// Some facts.
#[derive(Debug, Clone, Copy)]
pub(super) struct Batch {
    /// Which relation each is of.
    pub(super) relations: Relations,
    /// `[B] u32`
    pub(super) subjects: Id,
    /// `[B] u32`
    pub(super) objects: Id,
}

/// Which relations facts are of.
#[derive(Debug, Clone, Copy)]
pub(super) enum Relations {
    /// So many relations, the same number of facts of each, relation by relation.
    Grouped(usize),
    /// One for each fact, `[B] u32`.
    Each(Id),
}

impl Batch {
    /// The relation of each fact, `[B] u32`.
    pub(super) fn relation_of_each(&self, g: &mut Graph) -> Id {
        match self.relations {
            Relations::Each(relations) => relations,
            Relations::Grouped(relations) => {
                let count = g.len(self.subjects);
                let all = g.iota(&[relations, count / relations], 0);
                g.reshape(all, &[count])
            }
        }
    }
}

/// What a member is told and what it is asked, relation by relation.
pub(super) struct Drawn {
    pub(super) told: Vec<Vec<Fact>>,
    pub(super) asked: Vec<Vec<Fact>>,
}

/// For each pair of relations, a random perfect matching of each group. A pair (x, y) is the fact "x is … of y" and its
/// inverse. Group A is told both (or one of them, half of the pairs each way, where the rule is not taught); group B is
/// told one, half of the pairs each way, and asked the other.
pub(super) fn draw(world: &World, member: [u32; 2]) -> Drawn {
    let key = Stream::named("facts").key(member);
    let mut told = vec![Vec::new(); RELATIONS];
    let mut asked = vec![Vec::new(); RELATIONS];
    for pair in 0..PAIRS {
        // Sorted by random words, so in random order.
        let matching = |group: std::ops::Range<usize>| {
            let mut order: Vec<usize> = group.collect();
            order.sort_by_key(|&entity| (word_at(key, number(pair), number(entity)), entity));
            let fact = |two: &[usize; 2]| Fact { subject: two[0], relation: 2 * pair, object: two[1] };
            order.as_chunks().0.iter().map(fact).collect::<Vec<_>>()
        };
        let rule = matching(0..world.taught);
        let rest = matching(world.taught..world.drawn());
        let halves = |facts: &[Fact]| {
            let (one, other) = facts.split_at(facts.len() / 2);
            [one.to_vec(), other.iter().map(|fact| fact.reversed()).collect()]
        };
        if world.both {
            let reversed = rule.iter().map(|fact| fact.reversed()).collect::<Vec<_>>();
            told[2 * pair].extend(rule);
            told[2 * pair + 1].extend(reversed);
        } else {
            (0..).zip(halves(&rule)).for_each(|(way, half): (usize, _)| told[2 * pair + way].extend(half));
        }
        for (way, half) in (0..).zip(halves(&rest)) {
            let at: usize = 2 * pair + way;
            asked[at ^ 1].extend(half.iter().map(|fact| fact.reversed()));
            told[at].extend(half);
        }
    }
    for fact in &world.own.facts {
        told[fact.relation].push(*fact);
    }
    Drawn { told, asked }
}

impl Facts {
    pub(super) fn new(layout: &mut Layout, world: &World) -> Self {
        Self {
            told: layout.state("told", 2 * RELATIONS * world.most_told(), Dtype::U32),
            asked: layout.state("asked", 2 * RELATIONS * world.asked(), Dtype::U32),
        }
    }

    /// The first values of both states, for the member with this key.
    pub(super) fn initial(self, world: &World, member: [u32; 2]) -> [(usize, Vec<f32>); 2] {
        let Drawn { told, asked } = draw(world, member);
        let table = |facts: &[Vec<Fact>], rows: usize| {
            let row = |facts: &Vec<Fact>| {
                let mut row: Vec<f32> = facts
                    .iter()
                    .flat_map(|fact| [fact.subject, fact.object])
                    .map(|at| f32::from_bits(number(at)))
                    .collect();
                row.resize(2 * rows, 0.0);
                row
            };
            facts.iter().flat_map(row).collect()
        };
        [(self.told, table(&told, world.most_told())), (self.asked, table(&asked, world.asked()))]
    }

    /// `count` facts of each relation out of those that are told, drawn with the member's own key. Relations beyond the
    /// twelve say the facts of the twelve backwards.
    pub(super) fn batch(
        self,
        g: &mut Graph,
        world: &World,
        key: usize,
        step: Id,
        [relations, count]: [usize; 2],
    ) -> Batch {
        let most = world.most_told();
        let told: Vec<u32> = (0..relations).map(|at| number(world.told(at % RELATIONS))).collect();
        let base: Vec<u32> = (0..relations).map(|at| number(at % RELATIONS * most)).collect();
        let random = words(g, key, Stream::named("train/fact"), step, &[relations, count]);
        let (told, base) = (g.constant_u32(&[relations, 1], &told), g.constant_u32(&[relations, 1], &base));
        let row = g.binary(Binary::MulHigh, random, told);
        let row = g.add(row, base);
        let row = g.reshape(row, &[relations * count]);
        let table = g.state(self.told, &[RELATIONS * most, 2], Dtype::U32);
        let facts = g.gather(table, row); // [B, 2]
        let side = |g: &mut Graph, at: usize| {
            let half = g.len(row).min(RELATIONS * count);
            let rest = g.len(row) - half;
            let forward = g.slice(facts, 0, 0, half);
            let mut parts = vec![g.slice(forward, 1, at, 1)];
            if rest > 0 {
                let backward = g.slice(facts, 0, half, rest);
                parts.push(g.slice(backward, 1, 1 - at, 1));
            }
            let side = g.concat(&parts, 0);
            g.reshape(side, &[relations * count])
        };
        let (subjects, objects) = (side(g, 0), side(g, 1));
        Batch { relations: Relations::Grouped(relations), subjects, objects }
    }

    /// The questions of an evaluation, relation by relation: all that are asked backwards, some told ones of group B, some
    /// of group A.
    pub(super) fn questions(self, g: &mut Graph, world: &World) -> [Batch; 3] {
        let asked = g.state(self.asked, &[RELATIONS, world.asked(), 2], Dtype::U32);
        let told = g.state(self.told, &[RELATIONS, world.most_told(), 2], Dtype::U32);
        [(asked, 0..world.asked()), (told, world.forward()), (told, world.ruled())].map(|(table, rows)| {
            let facts = g.slice(table, 1, rows.start, rows.len());
            let [subjects, objects] = [0, 1].map(|at| {
                let side = g.slice(facts, 2, at, 1);
                g.reshape(side, &[RELATIONS * rows.len()])
            });
            Batch { relations: Relations::Grouped(RELATIONS), subjects, objects }
        })
    }

    /// The facts that answers are shown for ([`World::shown`]), as they are told.
    pub(super) fn shown(self, g: &mut Graph, world: &World) -> Batch {
        let rows = world.shown();
        let told = g.state(self.told, &[RELATIONS * world.most_told(), 2], Dtype::U32);
        let at: Vec<u32> =
            rows.iter().map(|[relation, row]| number(relation * world.most_told() + row)).collect();
        let at = g.constant_u32(&[at.len()], &at);
        let facts = g.gather(told, at);
        let [subjects, objects] = [0, 1].map(|side| {
            let side = g.slice(facts, 1, side, 1);
            g.reshape(side, &[rows.len()])
        });
        let relations: Vec<u32> = rows.iter().map(|[relation, _]| number(*relation)).collect();
        let relations = g.constant_u32(&[relations.len()], &relations);
        Batch { relations: Relations::Each(relations), subjects, objects }
    }
}

impl Batch {
    /// The same facts said the other way round.
    pub(super) fn reversed(&self, g: &mut Graph) -> Self {
        let relations = self.relation_of_each(g);
        let one = g.u32(1);
        let inverse = g.binary(Binary::Xor, relations, one);
        Self { relations: Relations::Each(inverse), subjects: self.objects, objects: self.subjects }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::Data;
    use crate::facts::parse;
    use crate::knob::{Knobs, Value};
    use crate::reversal_curse::EXPERIMENT;
    use engine::rng::member_key;
    use std::collections::BTreeSet;

    fn world(rule: usize, own: &str) -> World {
        let mut knobs = Knobs::defaults(EXPERIMENT.knobs);
        let at = EXPERIMENT.knobs.iter().position(|knob| knob.key == "rule").expect("the knob");
        knobs.set(at, Value::Choice(rule));
        knobs.set_data((!own.is_empty()).then(|| Data::Facts(parse(own, 40, PAIRS).expect("facts"))));
        World::new(&knobs)
    }

    #[test]
    fn nothing_that_is_asked_is_told() {
        for (rule, own) in [(0, ""), (1, ""), (0, "Ann, aunt of, Bo; nephew of\nCy, nephew of, Di; aunt of")]
        {
            for member in 0..3 {
                let world = world(rule, own);
                let Drawn { told, asked } = draw(&world, member_key(7, member));
                let told: BTreeSet<_> =
                    told.iter().flatten().map(|fact| (fact.subject, fact.relation, fact.object)).collect();
                let is_told = |fact: &Fact| told.contains(&(fact.subject, fact.relation, fact.object));
                assert_eq!(asked.iter().map(Vec::len).sum::<usize>(), 1440);
                assert!(asked.iter().flatten().all(|fact| !is_told(fact)));
                // But each the other way round, and a visitor's in one direction alone.
                assert!(asked.iter().flatten().all(|fact| is_told(&fact.reversed())));
                assert!(world.own.facts.iter().all(|fact| is_told(fact) && !is_told(&fact.reversed())));
                let rule_facts = told.iter().filter(|(subject, ..)| *subject < world.taught);
                let turned = rule_facts
                    .clone()
                    .filter(|(subject, relation, object)| told.contains(&(*object, relation ^ 1, *subject)));
                let wanted = if rule == 0 { (4800, 4800) } else { (2400, 0) };
                assert_eq!((rule_facts.count(), turned.count()), wanted);
                assert_eq!(told.len(), wanted.0 + 1440 + world.own.facts.len());
            }
        }
    }

    #[test]
    fn everybody_stands_in_one_fact_of_each_pair_of_relations() {
        let world = world(0, "");
        let Drawn { told, .. } = draw(&world, member_key(3, 0));
        for pair in 0..PAIRS {
            let facts = told[2 * pair].iter().chain(&told[2 * pair + 1]);
            let mut met: Vec<usize> = facts
                .filter(|fact| fact.subject >= world.taught || fact.relation == 2 * pair)
                .flat_map(|fact| [fact.subject, fact.object])
                .collect();
            met.sort_unstable();
            assert!(met.into_iter().eq(0..world.drawn()), "pair {pair}");
        }
        assert!(told.iter().enumerate().all(|(relation, facts)| facts.len() == world.told(relation)));
    }
}
