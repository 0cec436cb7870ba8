//! What is noted at every training step, because 65 measurements would miss it: when each concept is learned, and where the
//! loss of the test point turns. One row of numbers, kept as a state and brought up to date by the training step.

use engine::graph::{Binary, Dtype, Graph, Id};

/// How many numbers there are.
pub(super) const LENGTH: usize = 16;

/// 1 while the test loss rises, from one turn to the next.
const RISING: usize = 0;
/// The least test loss since it last turned down, or the largest since it last turned up; and when.
const EXTREME: usize = 1;
const EXTREME_TIME: usize = 2;
/// How often it has turned.
pub(super) const TURNS: usize = 3;
/// Where it first turned up, and where down again; and when.
pub(super) const DIP: usize = 4;
pub(super) const DIP_TIME: usize = 5;
pub(super) const PEAK: usize = 6;
pub(super) const PEAK_TIME: usize = 7;
/// The least test loss, and the furthest that it ever rose above what was the least by then.
const LEAST: usize = 8;
pub(super) const SWING: usize = 9;
/// The same for the training loss.
const TRAINED: usize = 10;
pub(super) const RISE: usize = 11;
/// When nine tenths of the answer were there first, in the first and in the last concept; 0 while they are not.
pub(super) const LEARNED: [usize; 2] = [12, 13];
/// When the weight from the first concept to itself, and that of the last, reached one half first; 0 while they have not.
pub(super) const HALF: [usize; 2] = [14, 15];

/// More than any loss.
const NOTHING_YET: f32 = 1e30;

/// What a training step sees before it changes anything, `[1, 1]` each.
pub(super) struct Seen {
    pub(super) time: Id,
    /// The loss of the test point.
    pub(super) test: Id,
    /// The training loss.
    pub(super) loss: Id,
    /// The answer at the test point in the first and in the last concept, as a share of what it should be.
    pub(super) answers: [Id; 2],
    /// The weights from the first concept to itself, and from the last.
    pub(super) weights: [Id; 2],
    /// How far the test loss must go back for a turn to count.
    pub(super) least_turn: Id,
}

/// The row before the first step.
pub(super) fn blank() -> Vec<f32> {
    let mut row = vec![0.0; LENGTH];
    for at in [EXTREME, LEAST, TRAINED] {
        row[at] = NOTHING_YET;
    }
    row
}

/// The row after a step: `[1, LENGTH]`.
pub(super) fn follow(g: &mut Graph, state: usize, seen: &Seen) -> Id {
    let before = g.state(state, &[1, LENGTH], Dtype::F32);
    let old: Vec<Id> = (0..LENGTH).map(|at| g.slice(before, 1, at, 1)).collect();
    let mut new = old.clone();
    let Seen { time, test, loss, .. } = *seen;
    let (zero, one) = (g.f32(0.0), g.f32(1.0));
    let both = |g: &mut Graph, a: Id, b: Id| g.binary(Binary::And, a, b);

    let rising = g.less(zero, old[RISING]);
    let falling = g.equal(old[RISING], zero);
    let (above, below) = (g.add(old[EXTREME], seen.least_turn), g.sub(old[EXTREME], seen.least_turn));
    let (is_above, is_below) = (g.less(above, test), g.less(test, below));
    let (up, down) = (both(g, falling, is_above), both(g, rising, is_below));
    let turned = g.add(up, down);
    let (lower, higher) = (g.less(test, old[EXTREME]), g.less(old[EXTREME], test));
    let further = g.select(falling, lower, higher);
    let moved = g.add(turned, further);
    new[EXTREME] = g.select(moved, test, old[EXTREME]);
    new[EXTREME_TIME] = g.select(moved, time, old[EXTREME_TIME]);
    let kept = g.select(down, zero, old[RISING]);
    new[RISING] = g.select(up, one, kept);
    let counted = g.to_f32(turned);
    new[TURNS] = g.add(old[TURNS], counted);
    let (none, single) = (g.equal(old[TURNS], zero), g.equal(old[TURNS], one));
    for (turn, first, [value, when]) in [(up, none, [DIP, DIP_TIME]), (down, single, [PEAK, PEAK_TIME])] {
        let here = both(g, turn, first);
        new[value] = g.select(here, old[EXTREME], old[value]);
        new[when] = g.select(here, old[EXTREME_TIME], old[when]);
    }
    for (value, [least, most]) in [(test, [LEAST, SWING]), (loss, [TRAINED, RISE])] {
        new[least] = g.min(old[least], value);
        let rise = g.sub(value, new[least]);
        new[most] = g.max(old[most], rise);
    }
    for at in 0..2 {
        for (value, level, when) in [(seen.answers[at], 0.9, LEARNED[at]), (seen.weights[at], 0.5, HALF[at])]
        {
            let level = g.f32(level);
            let (reached, not_yet) = (g.less(level, value), g.equal(old[when], zero));
            let first = both(g, reached, not_yet);
            new[when] = g.select(first, time, old[when]);
        }
    }
    g.concat(&new, 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use engine::layout::Layout;
    use engine::reference::{Values, evaluate};

    /// The row after a test loss and an answer have taken these values, a unit of time apart.
    fn after(values: &[(f32, f32)]) -> Vec<f32> {
        let mut layout = Layout::new();
        let state = layout.state("track", LENGTH, Dtype::F32);
        let mut row = blank();
        for (at, (test, answer)) in values.iter().enumerate() {
            let mut g = Graph::new();
            let mut number = |value: f32| g.constant_f32(&[1, 1], &[value]);
            let [time, test, answer] = [at as f32, *test, *answer].map(&mut number);
            let (least_turn, nothing) = (number(0.01), number(0.0));
            let seen = Seen {
                time,
                test,
                loss: test,
                answers: [answer, nothing],
                weights: [nothing, answer],
                least_turn,
            };
            let row_after = follow(&mut g, state, &seen);
            let states = [Values::Floats(vec![]), Values::Floats(row)];
            row = evaluate(&g, &layout, &states, &[])[row_after.index()].floats().to_vec();
        }
        row
    }

    #[test]
    fn turns_and_first_times_are_noted() {
        let row = after(&[
            (1.0, 0.0),
            (0.4, 0.3),
            (0.405, 0.6), // too little to be a turn
            (0.3, 0.95),
            (0.5, 0.4),
            (0.7, 0.4),
            (0.1, 0.99),
        ]);
        assert_eq!((row[TURNS], row[DIP], row[DIP_TIME]), (2.0, 0.3, 3.0));
        assert_eq!((row[PEAK], row[PEAK_TIME]), (0.7, 5.0));
        assert!((row[SWING] - 0.4).abs() < 1e-6 && (row[RISE] - 0.4).abs() < 1e-6, "{row:?}");
        assert_eq!((row[LEARNED[0]], row[LEARNED[1]], row[HALF[0]], row[HALF[1]]), (3.0, 0.0, 0.0, 2.0));
        assert_eq!(after(&[(1.0, 0.0), (0.9, 0.0)])[TURNS], 0.0);
    }
}
