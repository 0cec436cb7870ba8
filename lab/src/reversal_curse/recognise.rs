//! How a model turns an entity's name into a vector, its concept.

use engine::graph::{Dtype, Graph, Id};
use engine::layout::{Init, Layout, Weight};
use engine::nn::{self, Activation, Block, Embedding, Sizes};
use engine::rng::{Stream, word_at};

use super::number;
use super::world::World;

/// The part of a model that recognises names. N entities, K parts of names, D numbers in a vector.
pub(super) enum Recogniser {
    /// A vector of its own for each entity.
    Table(Weight), // [N, D]
    /// A transformer that reads both parts of a name; what stands at the second is the concept.
    Reader(Reader),
    /// A memory: the name asks, the key that fits best answers, and its value is the concept.
    Memory { values: Weight, slots: usize }, // [N, D], and a state [N] u32
}

/// Reads the two parts of a name.
pub(super) struct Reader {
    pub(super) first: Embedding,  // [K, D]
    pub(super) second: Embedding, // [K, D]
    blocks: Vec<Block>,
    width: usize,
}

/// The first values of vectors.
pub(super) const VECTORS: f32 = 0.3;

/// A transformer block of these models. `T` says how long what it reads is.
pub(super) fn sizes(width: usize, length: usize) -> Sizes {
    Sizes {
        vocabulary: 0,
        outputs: 0,
        length,
        width,
        heads: 4,
        blocks: 1,
        hidden: 4 * width,
        activation: Activation::Gelu,
        normalised: true,
        deviation: VECTORS,
    }
}

impl Reader {
    pub(super) fn new(layout: &mut Layout, world: &World, [width, blocks]: [usize; 2]) -> Self {
        let parts = world.parts();
        let mut table = |name: &str| Embedding::new(layout, name, parts, width, VECTORS);
        let (first, second) = (table("first_names"), table("second_names"));
        let block = |at| Block::new(layout, &format!("reader{at}"), &sizes(width, 2));
        Self { first, second, blocks: (0..blocks).map(block).collect(), width }
    }

    /// Entities `[B] u32`: concepts `[B, D]`, and the hidden layer of the last block at the second part, `[B, 4 D]`.
    pub(super) fn read(&self, g: &mut Graph, world: &World, entities: Id) -> [Id; 2] {
        let (count, width) = (g.len(entities), self.width);
        let parts = parts_of(g, world, entities);
        let first = self.first.apply(g, parts[0]);
        let second = self.second.apply(g, parts[1]);
        let [first, second] = [first, second].map(|part| g.reshape(part, &[count, 1, width]));
        let mut x = g.concat(&[first, second], 1);
        let mask = nn::causal_mask(g, 2);
        let (last, before) = self.blocks.split_last().expect("a reader has a block");
        for block in before {
            x = block.apply(g, x, Some(mask));
        }
        let [x, hidden] = last.last(g, x, None);
        [g.reshape(x, &[count, width]), g.reshape(hidden, &[count, 4 * width])]
    }
}

impl Reader {
    /// The cosine of the angle between what any two names activate: `[B] u32 -> [B, B]`.
    pub(super) fn overlap(&self, g: &mut Graph, world: &World, entities: Id) -> Id {
        let [_, hidden] = self.read(g, world, entities);
        cosines(g, hidden)
    }
}

/// The parts of the names of entities `[B] u32`: twice `[B] u32`.
pub(super) fn parts_of(g: &mut Graph, world: &World, entities: Id) -> [Id; 2] {
    let count = g.len(entities);
    [0, 1].map(|part| {
        let all: Vec<u32> = (0..world.entities()).map(|entity| number(world.name(entity)[part])).collect();
        let all = g.constant_u32(&[all.len(), 1], &all);
        let parts = g.gather(all, entities);
        g.reshape(parts, &[count])
    })
}

impl Recogniser {
    pub(super) fn table(layout: &mut Layout, name: &str, world: &World, width: usize) -> Self {
        Self::Table(layout.parameter(name, &[world.entities(), width], Init::Normal(VECTORS), true))
    }

    /// `slots` is the state that says which value each name finds.
    pub(super) fn memory(layout: &mut Layout, world: &World, width: usize, slots: usize) -> Self {
        let values = layout.parameter("values", &[world.entities(), width], Init::Normal(VECTORS), true);
        Self::Memory { values, slots }
    }

    /// The concepts of entities: `[B] u32 -> [B, D]`.
    pub(super) fn concepts(&self, g: &mut Graph, world: &World, entities: Id) -> Id {
        match self {
            Self::Table(table) => {
                let table = table.node(g);
                g.gather(table, entities)
            }
            Self::Reader(reader) => reader.read(g, world, entities)[0],
            Self::Memory { values, slots } => {
                let slots = g.state(*slots, &[world.entities(), 1], Dtype::U32);
                let at = g.gather(slots, entities);
                let at = g.reshape(at, &[g.len(entities)]);
                let values = values.node(g);
                g.gather(values, at)
            }
        }
    }

    /// The concepts of all entities, `[N, D]`.
    pub(super) fn all(&self, g: &mut Graph, world: &World) -> Id {
        if let Self::Table(table) = self {
            return table.node(g);
        }
        let all = g.iota(&[world.entities()], 0);
        self.concepts(g, world, all)
    }

    /// What two names have in common on their way to their concepts: the cosine of the angle between what each of these
    /// entities `[B] u32` activates, `[B, B]`. A name with a row of its own activates that row and nothing else.
    pub(super) fn overlap(&self, g: &mut Graph, world: &World, entities: Id) -> Id {
        let count = g.len(entities);
        let Self::Reader(reader) = self else {
            let column = g.reshape(entities, &[count, 1]);
            let row = g.reshape(entities, &[1, count]);
            let same = g.equal(column, row);
            return g.to_f32(same);
        };
        reader.overlap(g, world, entities)
    }
}

/// The cosine of the angle between any two rows: `[B, D] -> [B, B]`.
fn cosines(g: &mut Graph, rows: Id) -> Id {
    let square = g.mul(rows, rows);
    let length = g.sum(square, 1);
    let length = g.sqrt(length);
    let length = g.offset(length, 1e-12);
    let unit = g.div(rows, length);
    let other = g.transpose(unit);
    g.matmul(unit, other)
}

/// Letters of a part of a name as a memory's key sees them: random signs.
const LETTERS: usize = 4;

/// Which key each entity's name finds. Keys are the mean of the two parts of an entity's name, as random vectors of 256
/// signs; the key with the largest product with the name wins, of equals the first. Keys and names stay as they are, so
/// this is found once, before the first step: products of signs are whole numbers, the same everywhere.
pub(super) fn route(world: &World, member: [u32; 2]) -> Vec<u32> {
    let key = Stream::named("name").key(member);
    let signs = |part: usize, which: u32| -> [u64; LETTERS] {
        let word = |at: usize| {
            let half = |at: usize| u64::from(word_at(key, which, number(part * 2 * LETTERS + at)));
            half(2 * at) << 32 | half(2 * at + 1)
        };
        std::array::from_fn(word)
    };
    let parts: Vec<[[u64; LETTERS]; 2]> =
        (0..world.parts()).map(|part| [signs(part, 0), signs(part, 1)]).collect();
    let names: Vec<[&[u64; LETTERS]; 2]> = (0..world.entities())
        .map(|entity| {
            let [first, second] = world.name(entity);
            [&parts[first][0], &parts[second][1]]
        })
        .collect();
    // Signs that differ: the product of two such vectors is 256 less twice as many.
    let differ = |a: &[u64; LETTERS], b: &[u64; LETTERS]| {
        a.iter().zip(b).map(|(a, b)| (a ^ b).count_ones()).sum::<u32>()
    };
    let distance = |[a, b]: &[&[u64; LETTERS]; 2], [c, d]: &[&[u64; LETTERS]; 2]| {
        differ(a, c) + differ(a, d) + differ(b, c) + differ(b, d)
    };
    let nearest = |name: &[&[u64; LETTERS]; 2]| {
        let all = names.iter().enumerate().map(|(at, other)| (distance(name, other), at));
        all.min().map_or(0, |(_, at)| number(at))
    };
    names.iter().map(nearest).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knob::{Knobs, Value};
    use crate::reversal_curse::EXPERIMENT;
    use engine::rng::member_key;

    #[test]
    fn each_name_finds_the_key_that_was_made_of_it() {
        let at = EXPERIMENT.knobs.iter().position(|knob| knob.key == "sharing").expect("the knob");
        for sharing in [1, 2, 14] {
            let mut knobs = Knobs::defaults(EXPERIMENT.knobs);
            knobs.set(at, Value::Whole(sharing));
            let world = World::new(&knobs);
            for member in 0..2 {
                let slots = route(&world, member_key(5, member));
                let own = (0u32..).take(world.entities());
                assert!(own.eq(slots), "{sharing} people to a part: each row belongs to one name");
            }
        }
    }
}
