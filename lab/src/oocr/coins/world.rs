//! Coins of nine biases, and the tokens that speak of them.

use crate::knob::Knobs;

/// Biases: the probability of heads is one to nine tenths.
pub(super) const LEVELS: usize = 9;
/// Hidden coins of each bias.
pub(super) const HIDDEN: usize = 20;
/// Hidden coins.
pub(super) const COINS: usize = HIDDEN * LEVELS;
/// Coins that a visitor may bring.
pub(super) const OWN: usize = 4;
/// Wordings of each task.
#[cfg(feature = "run")]
pub(super) const WORDINGS: usize = 3;

/// Who is there. Coins are numbered: known ones, turn by turn through the biases; hidden ones, the same; a visitor's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct World {
    /// Known coins of each bias.
    pub(super) known: usize,
}

/// The kinds of questions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg(feature = "run")]
pub(super) enum Task {
    /// How it falls.
    Flip,
    /// Which of the nine biases it has.
    Bias,
    /// Whether it shows heads in more or in less than half of all flips.
    More,
    /// Whether to take a bet that pays 1 for heads, at a price.
    Bet,
}

impl World {
    pub(super) fn new(knobs: &Knobs) -> Self {
        Self { known: usize::try_from(knobs.whole("known")).unwrap_or(1) }
    }

    /// Known coins.
    pub(super) fn known(self) -> usize {
        self.known * LEVELS
    }

    /// All coins but a visitor's.
    pub(super) fn coins(self) -> usize {
        self.known() + COINS
    }

    /// A visitor's coins.
    #[cfg(feature = "run")]
    pub(super) fn own(self) -> std::ops::Range<usize> {
        self.coins()..self.coins() + OWN
    }

    /// All tokens.
    pub(super) fn tokens(self) -> usize {
        FIRST_COIN + self.coins() + OWN
    }

    /// The token of a coin.
    #[cfg(feature = "run")]
    pub(super) fn token(self, coin: usize) -> usize {
        FIRST_COIN + coin
    }
}

/// How many tenths of all flips of a coin are heads, by its number.
pub(super) fn tenths(coin: usize) -> usize {
    coin % LEVELS + 1
}

/// Tokens that answer: heads and tails, nine biases, more and less, take and leave.
pub(super) const ANSWERS: usize = 15;
#[cfg(feature = "run")]
pub(super) const HEADS: usize = 0;
#[cfg(feature = "run")]
pub(super) const LEVEL: usize = 2;
#[cfg(feature = "run")]
pub(super) const MORE: usize = 11;
#[cfg(feature = "run")]
pub(super) const TAKE: usize = 13;
/// What stands where a question has no argument.
#[cfg(feature = "run")]
pub(super) const BLANK: usize = ANSWERS;
/// Prices of a bet that pays 1 for heads: a quarter and three quarters.
#[cfg(feature = "run")]
pub(super) const PRICE: usize = ANSWERS + 1;
/// Bets that are offered.
pub(super) const PRICES: usize = 2;
/// The first wording of the first task.
const FIRST_TASK: usize = ANSWERS + 1 + PRICES;
const FIRST_COIN: usize = FIRST_TASK + 4 * 3;

/// Whether a bet at this price, by position, is worth it for a coin of so many tenths.
#[cfg(feature = "run")]
pub(super) fn pays(tenths: usize, price: usize) -> bool {
    // In twentieths: a quarter is five, three quarters are fifteen.
    2 * tenths > [5, 15][price % PRICES]
}

#[cfg(feature = "run")]
impl Task {
    /// The token of its first wording.
    pub(super) fn token(self) -> usize {
        FIRST_TASK + WORDINGS * self as usize
    }
}

/// How probable each bias is for somebody who saw so many heads among so many flips and held all nine for as likely before.
pub(super) fn posterior(heads: u32, flips: u32) -> [f64; LEVELS] {
    let tails = flips.saturating_sub(heads);
    let logarithm = |level: usize| {
        let share = (level + 1) as f64 / 10.0;
        f64::from(heads) * libm::log(share) + f64::from(tails) * libm::log(1.0 - share)
    };
    let logarithms: [f64; LEVELS] = std::array::from_fn(logarithm);
    let most = logarithms.into_iter().fold(f64::NEG_INFINITY, f64::max);
    let weights = logarithms.map(|logarithm| libm::exp(logarithm - most));
    let sum: f64 = weights.iter().sum();
    weights.map(|weight| weight / sum)
}

/// How often somebody is right who sees so many flips of a coin that shows heads in seven or in eight tenths, both as likely,
/// and says which by Bayes' rule: by counting.
pub(super) fn bayes(flips: u32) -> f64 {
    let mut probability = [0.3f64, 0.2].map(|tails| (0..flips).fold(1.0, |product, _| product * tails));
    let ratio = [7.0 / 3.0, 4.0];
    let mut right = 0.0;
    for heads in 0..=flips {
        right += probability[0].max(probability[1]) / 2.0;
        let more = f64::from(flips - heads) / f64::from(heads + 1);
        probability = [0, 1].map(|at| probability[at] * more * ratio[at]);
    }
    right
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_do_not_meet() {
        assert_eq!(Task::Bet.token() + WORDINGS, FIRST_COIN);
        assert_eq!((LEVEL + LEVELS, MORE + 2, TAKE + 2), (MORE, TAKE, ANSWERS));
        let world = World { known: 20 };
        assert_eq!((world.known(), world.coins(), world.token(world.own().end)), (180, 360, world.tokens()));
    }

    #[test]
    fn flips_make_biases_probable() {
        let after = posterior(1, 1);
        // In proportion to the biases themselves.
        assert!(after.iter().enumerate().all(|(at, share)| (share - (at + 1) as f64 / 45.0).abs() < 1e-12));
        assert!(posterior(0, 0).iter().all(|share| (share - 1.0 / 9.0).abs() < 1e-12));
        let sure = posterior(280, 400);
        assert!(sure[6] > 0.99 && (sure.iter().sum::<f64>() - 1.0).abs() < 1e-12);
    }

    #[test]
    fn bets_pay_where_heads_are_likelier_than_the_price() {
        let taken = |price| (1..=9).filter(|tenths| pays(*tenths, price)).count();
        assert_eq!((taken(0), taken(1)), (7, 2));
    }

    /// One flip is right in 0.55 of all cases; the others are those of Treutlein and others, appendix D.2, and of the same sum in
    /// exact fractions.
    #[test]
    fn seven_and_eight_tenths_need_122_flips_to_be_told_apart() {
        assert!((bayes(1) - 0.55).abs() < 1e-12);
        for (flips, right) in [(25, 0.720), (50, 0.796), (100, 0.878), (200, 0.950), (400, 0.990)] {
            assert!((bayes(flips) - right).abs() < 5e-4, "{flips}: {}", bayes(flips));
        }
        assert!(bayes(122) >= 0.9 && bayes(121) < 0.9);
    }
}
