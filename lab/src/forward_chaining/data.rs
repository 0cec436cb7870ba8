//! Facts and questions: drawn on the host for each member, kept as states, and picked in the graph.

use engine::feed::words;
use engine::graph::{Binary, Dtype, Graph, Id};
use engine::layout::Layout;
use engine::rng::{Stream, below, word_at};

use super::number;
use super::world::{EACH, KEPT_BACK, VALUES, World};

/// What is added.
const ADDENDS: [usize; 2] = [3, 5];
/// Facts that join a leaf of a tree with the core.
const LINKS: usize = 6;
/// Facts about sums of core entities that are told, of the 36 for each value and addend.
const TOLD: usize = 11;

/// The states that hold a member's facts and questions.
#[derive(Debug, Clone, Copy)]
pub(super) struct Facts {
    /// `[F, 3] u32`: two entities, and what follows of them.
    told: usize,
    /// How many of these there are, `u32`.
    count: usize,
    /// `[Q, 3] u32`, in the order of [`World::asked`], then sums of core entities that were kept back.
    asked: usize,
}

/// Some facts, `[B] u32` each.
#[derive(Debug, Clone, Copy)]
pub(super) struct Batch {
    pub(super) first: Id,
    pub(super) second: Id,
    pub(super) third: Id,
}

/// What a member is told, and what it is asked.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Drawn {
    pub(super) told: Vec<[usize; 3]>,
    pub(super) asked: Vec<[usize; 3]>,
    /// The value of each entity of the core and of the trees.
    pub(super) values: Vec<usize>,
}

/// Random choices of one member, in a fixed order.
struct Dice {
    key: [u32; 2],
    thrown: u32,
}

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.thrown += 1;
        below(word_at(self.key, 0, self.thrown), number(n)) as usize
    }

    fn coin(&mut self) -> bool {
        self.below(2) == 1
    }

    /// The first `count` of these in a random order (Fisher and Yates).
    fn some<T: Copy>(&mut self, mut all: Vec<T>, count: usize) -> (Vec<T>, Vec<T>) {
        for at in 0..count.min(all.len()) {
            let other = at + self.below(all.len() - at);
            all.swap(at, other);
        }
        let rest = all.split_off(count.min(all.len()));
        (all, rest)
    }

    /// A core entity of this value.
    fn core(&mut self, value: usize) -> usize {
        value * EACH + self.below(EACH)
    }

    /// "a and something of value v make b", the first two in a random order.
    fn sum(&mut self, a: usize, v: usize, b: usize) -> [usize; 3] {
        let addend = self.core(v);
        if self.coin() { [a, addend, b] } else { [addend, a, b] }
    }
}

/// Sums of core entities, values of core entities, and trees. A child's value is its parent's plus or minus an addend. Of
/// each node's children some lead nowhere: below such a child of the root no grandchild leads on; a grandchild that leads
/// nowhere lacks either the fact that joins it with its parent, or those that join it with the core.
pub(super) fn draw(world: World, member: [u32; 2]) -> Drawn {
    let mut dice = Dice { key: Stream::named("facts").key(member), thrown: 0 };
    let (mut drawn, mut kept_back) = (Drawn::default(), Vec::new());
    drawn.values = (0..world.core()).map(|entity| entity / EACH).collect();
    for (v, a) in ADDENDS.iter().flat_map(|v| (0..VALUES - v).map(move |a| (*v, a))) {
        let all = (0..EACH * EACH).map(|at| [a * EACH + at / EACH, (a + v) * EACH + at % EACH]).collect();
        let (told, rest) = dice.some(all, TOLD);
        for [from, to] in told {
            let sum = dice.sum(from, v, to);
            drawn.told.push(sum);
        }
        // A thing that is worth an addend is one itself, and the same fact is told under the other addend.
        if !ADDENDS.contains(&a) {
            kept_back.extend(rest.into_iter().map(|[from, to]| (from, v, to)));
        }
    }
    drawn.told.extend((0..world.core()).map(|entity| [entity, world.has(), world.value(entity / EACH)]));
    let b = world.branching;
    let mut asked = [Vec::new(), Vec::new(), Vec::new()];
    for tree in 0..world.trees {
        let root = world.tree(tree);
        let grow = |dice: &mut Dice, values: &mut Vec<usize>, parent: usize| {
            let (v, up) = (ADDENDS[dice.below(2)], dice.coin());
            let value = if up { values[parent] + v } else { values[parent] - v };
            values.push(value);
            (values.len() - 1, v, up)
        };
        let join = |dice: &mut Dice, parent: usize, (child, v, up): (usize, usize, bool)| {
            if up { dice.sum(parent, v, child) } else { dice.sum(child, v, parent) }
        };
        let question = |entity: usize, values: &[usize]| [entity, world.has(), world.value(values[entity])];
        // Far enough from both ends for two generations and a link.
        drawn.values.push(20 + dice.below(25));
        asked[0].push(question(root, &drawn.values));
        let children: Vec<_> = (0..b).map(|_| grow(&mut dice, &mut drawn.values, root)).collect();
        let (live, _) = dice.some((0..b).collect(), world.live());
        for child in &children {
            let edge = join(&mut dice, root, *child);
            drawn.told.push(edge);
        }
        for (at, child) in children.iter().enumerate() {
            let is_live = live.contains(&at);
            if is_live {
                asked[1].push(question(child.0, &drawn.values));
            }
            let (leads_on, _) = dice.some((0..b).collect(), if is_live { world.live() } else { 0 });
            for place in 0..b {
                let leaf = grow(&mut dice, &mut drawn.values, child.0);
                let (on, lacks_links) = (leads_on.contains(&place), dice.coin());
                if on {
                    asked[2].push(question(leaf.0, &drawn.values));
                }
                if on || lacks_links {
                    let edge = join(&mut dice, child.0, leaf);
                    drawn.told.push(edge);
                }
                if on || !lacks_links {
                    for _ in 0..LINKS {
                        let (v, up) = (ADDENDS[dice.below(2)], dice.coin());
                        let value = drawn.values[leaf.0];
                        let fact = if up {
                            let to = dice.core(value + v);
                            dice.sum(leaf.0, v, to)
                        } else {
                            let from = dice.core(value - v);
                            dice.sum(from, v, leaf.0)
                        };
                        drawn.told.push(fact);
                    }
                }
            }
        }
    }
    drawn.asked = asked.into_iter().flatten().collect();
    let (kept_back, _) = dice.some(kept_back, KEPT_BACK);
    for (from, v, to) in kept_back {
        let sum = dice.sum(from, v, to);
        drawn.asked.push(sum);
    }
    drawn
}

impl Facts {
    pub(super) fn new(layout: &mut Layout, world: World) -> Self {
        Self {
            told: layout.state("told", 3 * most_told(world), Dtype::U32),
            count: layout.state("count", 1, Dtype::U32),
            asked: layout.state("asked", 3 * questions(world), Dtype::U32),
        }
    }

    /// The first values of these states, for the member with this key.
    pub(super) fn initial(self, world: World, member: [u32; 2]) -> [(usize, Vec<f32>); 3] {
        let Drawn { told, asked, .. } = draw(world, member);
        let count = f32::from_bits(number(told.len()));
        let table = |facts: Vec<[usize; 3]>, rows: usize| {
            let mut table: Vec<f32> =
                facts.into_iter().flatten().map(|at| f32::from_bits(number(at))).collect();
            table.resize(3 * rows, 0.0);
            table
        };
        [
            (self.told, table(told, most_told(world))),
            (self.count, vec![count]),
            (self.asked, table(asked, questions(world))),
        ]
    }

    /// `count` told facts, drawn with the member's own key.
    pub(super) fn batch(self, g: &mut Graph, world: World, key: usize, step: Id, count: usize) -> Batch {
        let random = words(g, key, Stream::named("train/fact"), step, &[1, count]);
        let told = g.state(self.count, &[1, 1], Dtype::U32);
        let row = g.binary(Binary::MulHigh, random, told);
        let row = g.reshape(row, &[count]);
        let table = g.state(self.told, &[most_told(world), 3], Dtype::U32);
        let facts = g.gather(table, row);
        columns(g, facts)
    }

    /// All questions.
    pub(super) fn questions(self, g: &mut Graph, world: World) -> Batch {
        let facts = g.state(self.asked, &[questions(world), 3], Dtype::U32);
        columns(g, facts)
    }
}

/// The most facts that there can be.
fn most_told(world: World) -> usize {
    let edges = world.branching + world.branching * world.branching;
    let sums = ADDENDS.len() * VALUES * TOLD;
    sums + world.core() + world.trees * (edges + LINKS * world.branching * world.branching)
}

/// How many questions there are.
pub(super) fn questions(world: World) -> usize {
    world.asked().iter().sum::<usize>() + KEPT_BACK
}

/// `[B, 3] u32`, column by column.
fn columns(g: &mut Graph, facts: Id) -> Batch {
    let count = g.shape(facts)[0];
    let [first, second, third] = [0, 1, 2].map(|at| {
        let column = g.slice(facts, 1, at, 1);
        g.reshape(column, &[count])
    });
    Batch { first, second, third }
}

#[cfg(test)]
mod tests {
    use super::*;
    use engine::rng::member_key;
    use std::collections::BTreeSet;

    /// Trees of each branching, with dead ends and without.
    fn worlds() -> impl Iterator<Item = World> {
        (2..=6)
            .flat_map(|branching| [0, 1, branching * 3 / 5].map(|dead| World { trees: 8, branching, dead }))
    }

    #[test]
    fn every_fact_is_true_and_no_value_of_a_tree_is_told() {
        for world in worlds() {
            let member = number(world.branching + world.dead);
            let Drawn { told, asked, values } = draw(world, member_key(3, member));
            assert!(told.len() <= most_told(world));
            assert_eq!(asked.len(), questions(world));
            let told_set: BTreeSet<_> = told.iter().copied().collect();
            for [a, b, c] in told.iter().chain(&asked) {
                if *b == world.has() {
                    assert_eq!(*c, world.value(values[*a]));
                } else {
                    assert_eq!(values[*a] + values[*b], values[*c], "{a} and {b} make {c}");
                }
            }
            let of_trees = |entity: usize| (world.core()..world.tree(8)).contains(&entity);
            assert!(told.iter().all(|[a, b, _]| *b != world.has() || !of_trees(*a)));
            for [a, b, c] in &asked {
                assert!(!told_set.contains(&[*a, *b, *c]) && !told_set.contains(&[*b, *a, *c]));
            }
        }
    }

    /// Each root can be worked out: from the core to a grandchild, from there to a child, from there to the root.
    #[test]
    fn values_of_roots_follow_from_what_is_told() {
        for world in worlds() {
            let Drawn { told, asked, values } = draw(world, member_key(9, 0));
            let mut known: BTreeSet<usize> = (0..world.core()).collect();
            let of_value = |entity: &usize| *entity < values.len();
            loop {
                let before = known.len();
                for fact in told.iter().filter(|fact| fact.iter().all(of_value)) {
                    let missing: Vec<_> = fact.iter().filter(|entity| !known.contains(entity)).collect();
                    if let [one] = missing[..] {
                        known.insert(*one);
                    }
                }
                if known.len() == before {
                    break;
                }
            }
            let chains = world.asked().iter().sum();
            assert!(asked[..chains].iter().all(|[entity, ..]| known.contains(entity)), "{world:?}");
        }
    }
}
