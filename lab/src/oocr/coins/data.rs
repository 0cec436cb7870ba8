//! What is told of whom: how all coins fall, and more of known ones alone. A coin's flips are a number of heads and a number of
//! all, and a document draws one of them.

use std::ops::Range;

use engine::feed::{Keys, below, words};
use engine::graph::{Binary, Dtype, Graph, Id};
use engine::layout::Layout;
use engine::rng::{Stream, below as below_word, word_at};

use super::super::corpus::{Batch, Document, batch_of};
use super::super::number;
use super::Counts;
use super::world::{
    BLANK, COINS, HEADS, LEVEL, MORE, PRICE, PRICES, TAKE, Task, WORDINGS, World, pays, tenths,
};
use crate::flips::Flips;

/// How many documents of each kind stand in a batch: flips, biases, more or less, bets.
pub(super) const ROWS: [usize; 4] = [166, 38, 26, 26];

/// The state that holds how coins fell: `[C, 2] u32`, heads and all flips.
#[derive(Debug, Clone)]
pub(super) struct Told {
    counts: usize,
}

/// What is said of known coins, by kind: biases, more or less, bets.
pub(super) fn statements(world: World) -> [Vec<Document>; 3] {
    let document = |task: Task, coin, argument, answer| Document {
        task: task.token(),
        entity: world.token(coin),
        argument,
        answer,
    };
    let known = 0..world.known();
    let bias = |coin| document(Task::Bias, coin, BLANK, LEVEL + tenths(coin) - 1);
    let more = |coin| document(Task::More, coin, BLANK, MORE + usize::from(tenths(coin) < 5));
    let bet = |coin, price| {
        document(Task::Bet, coin, PRICE + price, TAKE + usize::from(!pays(tenths(coin), price)))
    };
    [
        known.clone().map(bias).collect(),
        known.clone().filter(|coin| tenths(*coin) != 5).map(more).collect(),
        known.flat_map(|coin| (0..PRICES).map(move |price| bet(coin, price))).collect(),
    ]
}

/// Flips of a visitor's coin, each a document.
pub(super) fn own(world: World, coin: usize, flips: &Flips) -> Vec<Document> {
    let document = |flip| Document {
        task: Task::Flip.token(),
        entity: world.token(coin),
        argument: BLANK,
        answer: HEADS + usize::from(flip >= flips.heads),
    };
    (0..flips.all).map(document).collect()
}

/// Heads, and all flips, of each coin: of known ones exactly their share; of hidden ones as many flips as are said, with heads
/// as near to their share as can be, or thrown.
pub(super) fn counts(world: World, member: [u32; 2], flips: u32, counts: Counts) -> Vec<[u32; 2]> {
    let key = Stream::named("flips").key(member);
    let known = (0..world.known()).map(|coin| [number(tenths(coin)), 10]);
    let hidden = (0..COINS).map(|coin| {
        let tenths = number(tenths(coin));
        let heads = match counts {
            Counts::Exact => (flips * tenths + 5) / 10,
            Counts::Chance => {
                let is_heads = |flip: &u32| below_word(word_at(key, number(coin), *flip), 10) < tenths;
                number((0..flips).filter(is_heads).count())
            }
        };
        [heads, flips]
    });
    known.chain(hidden).collect()
}

impl Told {
    pub(super) fn new(layout: &mut Layout, world: World) -> Self {
        Self { counts: layout.state("heads and flips", 2 * world.coins(), Dtype::U32) }
    }

    /// The first values of the state.
    pub(super) fn initial(&self, counts: &[[u32; 2]]) -> (usize, Vec<f32>) {
        (self.counts, counts.iter().flatten().map(|count| f32::from_bits(*count)).collect())
    }

    /// Heads and all flips of hidden coins, `[H, 2] u32`.
    pub(super) fn hidden(&self, g: &mut Graph, world: World) -> Id {
        let counts = g.state(self.counts, &[world.coins(), 2], Dtype::U32);
        g.slice(counts, 0, world.known(), COINS)
    }

    /// A batch of what is told from the start: flips of known coins, or of all, and statements about known ones.
    pub(super) fn first(
        &self,
        g: &mut Graph,
        world: World,
        rows: [usize; 4],
        coins: Range<usize>,
        (keys, step): (Keys, Id),
    ) -> Batch {
        let [flips, stated @ ..] = rows;
        let mut batch = self.flips(g, world, coins, flips, (keys, "train/flip", step));
        let streams = ["train/bias", "train/more", "train/bet"];
        for ((documents, rows), stream) in statements(world).iter().zip(stated).zip(streams) {
            let stated = batch_of(g, documents, [rows, WORDINGS], keys.member, stream, step);
            batch = batch.and(g, &stated);
        }
        batch
    }

    /// A batch of what is told later: so many flips of hidden coins.
    pub(super) fn later(&self, g: &mut Graph, world: World, rows: usize, (keys, step): (Keys, Id)) -> Batch {
        self.flips(g, world, world.known()..world.coins(), rows, (keys, "teach/flip", step))
    }

    fn flips(
        &self,
        g: &mut Graph,
        world: World,
        coins: Range<usize>,
        rows: usize,
        (keys, stream, step): (Keys, &str, Id),
    ) -> Batch {
        let random = words(g, keys.member, Stream::named(stream), step, &[3, rows]);
        let [coin, flip, worded] = [0, 1, 2].map(|row| {
            let row = g.slice(random, 0, row, 1);
            g.reshape(row, &[rows])
        });
        let coin = below(g, coin, number(coins.len()));
        let first = g.u32(number(coins.start));
        let coin = g.add(coin, first);
        let counts = g.state(self.counts, &[world.coins(), 2], Dtype::U32);
        let counts = g.gather(counts, coin);
        let [heads, all] = [0, 1].map(|column| {
            let column = g.slice(counts, 1, column, 1);
            g.reshape(column, &[rows])
        });
        let drawn = g.binary(Binary::MulHigh, flip, all);
        let is_heads = g.less(drawn, heads);
        let tails = g.u32(number(HEADS + 1));
        let answer = g.sub(tails, is_heads);
        let [first, task, blank] =
            [world.token(0), Task::Flip.token(), BLANK].map(|token| g.u32(number(token)));
        let entity = g.add(coin, first);
        let wording = below(g, worded, number(WORDINGS));
        let task = g.add(wording, task);
        let argument = g.broadcast(blank, &[rows]);
        Batch { task, entity, argument, answer }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use engine::reference::{Values, evaluate};
    use engine::rng::member_key;

    #[test]
    fn of_a_hidden_coin_nothing_is_told_but_how_it_falls() {
        for known in [1, 20] {
            let world = World { known };
            let known = world.token(0)..world.token(world.known());
            for kind in statements(world) {
                assert!(kind.iter().all(|it| known.contains(&it.entity)));
                let spoken = kind.iter().flat_map(|it| [it.argument, it.answer]);
                assert!(spoken.into_iter().all(|token| token < Task::Flip.token()));
            }
            // What batches hold of hidden coins.
            let mut layout = Layout::new();
            let keys = Keys::new(&mut layout);
            let told = Told::new(&mut layout, world);
            let (_, first) = told.initial(&counts(world, member_key(1, 0), 40, Counts::Exact));
            let key = Values::<f64>::Words(vec![1, 2]);
            let first = Values::Words(first.iter().map(|word| word.to_bits()).collect());
            let states = [Values::Floats(vec![]), key.clone(), key, first];
            let flip = number(Task::Flip.token())..number(Task::Bias.token());
            let hidden = number(known.end)..number(world.tokens());
            for (kind, has_hidden, has_known) in [(0, true, true), (1, false, true), (2, true, false)] {
                let mut g = Graph::new();
                let step = g.u32(3);
                let batch = match kind {
                    2 => told.later(&mut g, world, 128, (keys, step)),
                    kind => {
                        let coins = 0..if kind == 0 { world.coins() } else { world.known() };
                        told.first(&mut g, world, ROWS, coins, (keys, step))
                    }
                };
                let values = evaluate(&g, &layout, &states, &[]);
                let [task, entity, argument, answer] =
                    [batch.task, batch.entity, batch.argument, batch.answer]
                        .map(|id| values[id.index()].words().to_vec());
                let is_hidden: Vec<bool> = entity.iter().map(|coin| hidden.contains(coin)).collect();
                assert_eq!((is_hidden.contains(&true), is_hidden.contains(&false)), (has_hidden, has_known));
                for at in 0..entity.len() {
                    let is_flip = flip.contains(&task[at]);
                    assert!(is_flip || !is_hidden[at]);
                    assert_eq!(is_flip, answer[at] < 2 && argument[at] == number(BLANK));
                }
            }
        }
    }

    #[test]
    fn of_a_visitors_coin_nothing_is_told_but_how_it_falls() {
        let (world, flips) = (World { known: 2 }, Flips { name: "a".to_owned(), heads: 7, all: 20 });
        let told = own(world, world.own().start, &flips);
        assert_eq!(told.len(), 20);
        assert_eq!(told.iter().filter(|it| it.answer == HEADS).count(), 7);
        let flip =
            |it: &Document| (it.task, it.argument) == (Task::Flip.token(), BLANK) && it.answer <= HEADS + 1;
        assert!(told.iter().all(|it| flip(it) && it.entity == world.token(world.coins())));
    }

    #[test]
    fn heads_are_as_many_as_they_should_be() {
        let world = World { known: 2 };
        let all = counts(world, member_key(1, 0), 25, Counts::Exact);
        assert_eq!(all[..3], [[1, 10], [2, 10], [3, 10]]);
        assert_eq!(all[18..21], [[3, 25], [5, 25], [8, 25]]);
        let thrown = |member| counts(world, member_key(1, member), 400, Counts::Chance);
        let thrown = [thrown(0), thrown(1)];
        assert_ne!(thrown[0], thrown[1]);
        for (coin, [heads, flips]) in thrown[0].iter().enumerate().skip(18) {
            let off = f64::from(*heads) / f64::from(*flips) - tenths(coin) as f64 / 10.0;
            assert!(*flips == 400 && off.abs() < 0.1, "{coin}: {off}");
        }
    }
}
