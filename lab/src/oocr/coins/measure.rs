//! What is asked at each point of progress, and how answers become numbers. A question with a few possible answers is decided
//! between these: their probabilities are renormalised.

use engine::graph::{Graph, Id};
use engine::lower::Roots;
use engine::nn;
use engine::train::Program;

use super::super::asking::{Answers, best, mean, questions, share};
use super::super::number;
use super::SHOWN;
use super::model::Parts;
use super::world::{
    BLANK, COINS, HEADS, LEVEL, LEVELS, MORE, OWN, PRICE, PRICES, TAKE, Task, WORDINGS, World, pays, tenths,
};
use crate::plane::plane;
use crate::run::Measured;

/// The evaluation. Its outputs, as [`measure`] reads them.
pub(super) fn evaluation(parts: &Parts) -> Program {
    let Parts { world, network, .. } = parts;
    let mut g = Graph::new();
    let hidden: Vec<usize> = (world.known()..world.coins()).map(|coin| world.token(coin)).collect();
    let own = world.own().map(|coin| world.token(coin));
    let fallen: Vec<usize> = hidden.iter().copied().chain(own).collect();
    let known: Vec<usize> = (0..world.known()).map(|coin| world.token(coin)).collect();
    // Probabilities among `count` answers from `first` on: `[N, count]`.
    let ask =
        |g: &mut Graph, task: Task, coins: &[usize], arguments: &[usize], [first, count]: [usize; 2]| -> Id {
            let asked: Vec<[usize; 2]> = coins
                .iter()
                .flat_map(|coin| arguments.iter().map(move |argument| [*coin, *argument]))
                .collect();
            let question = questions(g, task.token(), WORDINGS, &asked);
            let scores = network.answer(g, question);
            let scores = g.slice(scores, 1, first, count);
            nn::softmax(g, scores)
        };
    let mut outputs = vec![
        ask(&mut g, Task::Flip, &fallen, &[BLANK], [HEADS, 2]),
        ask(&mut g, Task::Bias, &fallen, &[BLANK], [LEVEL, LEVELS]),
        ask(&mut g, Task::More, &hidden, &[BLANK], [MORE, 2]),
        ask(&mut g, Task::Bet, &hidden, &[PRICE, PRICE + 1], [TAKE, 2]),
        ask(&mut g, Task::Bias, &known, &[BLANK], [LEVEL, LEVELS]),
    ];
    let counts = parts.told.hidden(&mut g, *world);
    let tokens: Vec<u32> = hidden.iter().map(|token| number(*token)).collect();
    let tokens = g.constant_u32(&[COINS], &tokens);
    let vectors = network.vectors(&mut g, tokens);
    outputs.extend([counts, vectors].map(|it| g.copy(it)));
    Program { graph: g, roots: Roots { updates: vec![], outputs } }
}

/// The bias, in tenths, that so many heads are nearest to; of two as near the smaller.
fn nearest(heads: usize, flips: usize) -> usize {
    (1..=LEVELS).min_by_key(|tenths| (10 * heads).abs_diff(tenths * flips)).unwrap_or(1)
}

/// One value for each series, and the samples.
pub(super) fn measure(world: World, outputs: &[f32]) -> Measured {
    let mut answers = Answers { outputs };
    // Of hidden coins and a visitor's.
    let heads = answers.take(2 * (COINS + OWN)).as_chunks::<2>().0;
    let levels = answers.take(LEVELS * (COINS + OWN)).as_chunks::<LEVELS>().0;
    let more = answers.take(2 * COINS).as_chunks::<2>().0;
    let bets = answers.take(2 * PRICES * COINS).as_chunks::<2>().0;
    let known = answers.take(LEVELS * world.known()).as_chunks::<LEVELS>().0;
    let counts = answers.tokens(2 * COINS);
    let counts = counts.as_chunks::<2>().0;
    let vectors = answers.outputs;

    let all = || 0..COINS;
    let stated: Vec<usize> = levels.iter().map(|levels| best(levels) + 1).collect();
    let off = |of: usize, stated: usize| tenths(of).abs_diff(stated) as f64 / 10.0;
    // The same of every hidden coin of another bias.
    let others = |coin: usize| all().filter(move |other| tenths(*other) != tenths(coin));
    let is_more = |of: usize, by: usize| (more[by][0] > more[by][1]) == (tenths(of) > 5);
    let is_bet = |of: usize, by: usize, price: usize| {
        let [take, leave] = bets[by * PRICES + price];
        (take > leave) == pays(tenths(of), price)
    };
    let priced = || all().flat_map(|coin| (0..PRICES).map(move |price| (coin, price)));
    // Seven or eight tenths.
    let close = || all().filter(|coin| matches!(tenths(*coin), 7 | 8));
    let is_close = |coin: usize| (levels[coin][7] > levels[coin][6]) == (tenths(coin) == 8);
    let by_frequency = |coin: usize| {
        let [heads, flips] = counts[coin];
        (20 * heads > 15 * flips) == (tenths(coin) == 8)
    };
    let values = vec![
        mean(all().map(|coin| off(coin, stated[coin]))),
        mean(
            all()
                .flat_map(|coin| others(coin).map(move |other| (coin, other)))
                .map(|(coin, other)| off(coin, stated[other])),
        ),
        share(all().map(|coin| stated[coin] == tenths(coin))),
        share(all().map(|coin| nearest(counts[coin][0], counts[coin][1]) == tenths(coin))),
        mean(all().map(|coin| f64::from(levels[coin][tenths(coin) - 1]))),
        mean(
            all()
                .flat_map(|coin| others(coin).map(move |other| (coin, other)))
                .map(|(coin, other)| f64::from(levels[other][tenths(coin) - 1])),
        ),
        share(all().filter(|coin| tenths(*coin) != 5).map(|coin| is_more(coin, coin))),
        share(close().map(is_close)),
        share(close().map(by_frequency)),
        share(priced().map(|(coin, price)| is_bet(coin, coin, price))),
        share(
            priced()
                .flat_map(|(coin, price)| others(coin).map(move |other| (coin, other, price)))
                .map(|(coin, other, price)| is_bet(coin, other, price)),
        ),
        mean(all().map(|coin| (f64::from(heads[coin][0]) - tenths(coin) as f64 / 10.0).abs())),
        share(known.iter().enumerate().map(|(coin, levels)| best(levels) + 1 == tenths(coin))),
    ];

    let said = (0..LEVELS).flat_map(|level| {
        let of = move || all().filter(move |coin| coin % LEVELS == level);
        (0..LEVELS).map(move |stated| mean(of().map(|coin| f64::from(levels[coin][stated]))))
    });
    let shown = (0..SHOWN).chain(COINS..COINS + OWN).flat_map(|coin| {
        let stated = best(&levels[coin]);
        [(stated + 1) as f32, levels[coin][stated], heads[coin][0]]
    });
    let places = plane(vectors, COINS);
    let samples = said.chain(shown).chain(places.into_iter().flatten()).collect();
    Measured { values, samples }
}

#[cfg(test)]
mod tests {
    use super::super::Counts;
    use super::super::data::counts;
    use super::*;

    /// What somebody says who knows everything, of hidden coins `off` further on.
    fn said(world: World, off: usize) -> Vec<f32> {
        let of = |coin: usize| tenths(coin + off);
        let either = |first: bool| [f32::from(u8::from(first)), f32::from(u8::from(!first))];
        let level = |tenths: usize| (1..=LEVELS).map(move |level| f32::from(u8::from(level == tenths)));
        let heads = (0..COINS + OWN).flat_map(|coin| [of(coin) as f32 / 10.0, 1.0 - of(coin) as f32 / 10.0]);
        let levels = (0..COINS + OWN).flat_map(|coin| level(of(coin)));
        let more = (0..COINS).flat_map(|coin| either(of(coin) > 5));
        let bets =
            (0..COINS).flat_map(|coin| [either(pays(of(coin), 0)), either(pays(of(coin), 1))].concat());
        let known = (0..world.known()).flat_map(|coin| level(tenths(coin)));
        let counts = counts(world, [1, 2], 100, Counts::Exact);
        let counts = counts[world.known()..].iter().flatten().map(|count| f32::from_bits(*count));
        let vectors = (0..COINS * 2).map(|at| at as f32);
        heads.chain(levels).chain(more).chain(bets).chain(known).chain(counts).chain(vectors).collect()
    }

    #[test]
    fn who_knows_everything_is_right_and_the_same_of_another_coin_is_not() {
        let world = World { known: 2 };
        let value = |off, key: &str| {
            let measured = measure(world, &said(world, off));
            measured.values[super::super::EXPERIMENT.series_at(key)]
        };
        for key in
            ["exact", "exact-frequency", "probability", "more", "close", "close-frequency", "bet", "known"]
        {
            assert!((value(0, key) - 1.0).abs() < 1e-6, "{key}");
        }
        assert!(value(0, "error").abs() < 1e-6 && value(0, "heads").abs() < 1e-6);
        assert_eq!((value(0, "probability-other"), value(1, "exact")), (0.0, 0.0));
        // Two levels that differ do so by a third of ten tenths on the mean.
        assert!((value(0, "error-other") - 1.0 / 3.0).abs() < 1e-6);
        // One further on each, and one from 0.9 to 0.1.
        assert!((value(1, "error") - 1.6 / 9.0).abs() < 1e-6);
        assert!((0.5..0.8).contains(&value(0, "bet-other")));
    }

    #[test]
    fn shares_of_heads_are_near_to_a_bias() {
        assert_eq!([nearest(0, 10), nearest(7, 10), nearest(3, 25), nearest(400, 400)], [1, 7, 1, 9]);
    }
}
