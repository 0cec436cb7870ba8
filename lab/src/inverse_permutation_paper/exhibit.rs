//! "Load the proof": what the weights of both proofs do with a list, before anything is trained.

use super::proof::{CASES, Case, Example, Matrix, Score, Seen};
use super::size;
use crate::exhibit::{Exhibit, Exhibited};
use crate::knob::{Knob, Knobs, Range, Role, Value};
use crate::panel::number::value;
use crate::panel::{Block, Fielded, Fields, Side};

/// The declaration.
pub(super) const PROOF: Exhibit = Exhibit {
    key: "proof",
    title: "Load the proof",
    help: "Nobody trains here. These are the weights that the paper's proofs write down, and one of them with the mask that it does without. Move the slider, and watch each row decide where to look.",
    slider: Knob {
        key: "sharpness",
        label: "Sharpness",
        help: "What the proofs call β: how strongly a row prefers the one that it looks for. At 0 it looks everywhere alike.",
        range: Range::Whole { min: 0, max: 20, step: 1, default: 10 },
        role: Role::Value,
    },
    show,
};

/// The list that the pictures are of.
const SHOWN: u64 = 7;

/// Patterns are shares.
const SHARE: (f64, f64) = (0.0, 1.0);

fn show(knobs: &Knobs, sharpness: Value) -> Exhibited {
    let n = size(knobs);
    let sharpness = match sharpness {
        Value::Whole(sharpness) => f64::from(sharpness),
        Value::Real(_) | Value::Choice(_) => 0.0,
    };
    let order = Example::numbered(SHOWN, n).order;
    let order: Vec<String> = order.iter().map(|source| (source + 1).to_string()).collect();
    Exhibited {
        outcome: CASES.iter().map(|case| outcome(case, &case.score(n, sharpness))).collect(),
        caption: format!(
            "Where each row looks, for one list in the order {}: all rows in layer 1, and in layer 2 those that are read. P, Y \
             and S stand for the rows of the order, of the shuffled list, and scratch rows.",
            order.join(" ")
        ),
        fields: Fields {
            range: SHARE,
            what: "share of attention".to_owned(),
            pictures: pictures(n, sharpness),
        },
    }
}

/// "Theorem 2, both ways: squared error 0.0011, 100.0% of bits right."
fn outcome(case: &Case, score: &Score) -> String {
    let digits =
        if score.error < 0.001 { format!("{:.1e}", score.error) } else { format!("{:.4}", score.error) };
    format!(
        "{}: squared error {digits}, {}% of bits right.",
        case.name,
        value(score.bits * 100.0, (0.0, 100.0))
    )
}

/// The patterns of layer 1 in all cases, then those of layer 2.
fn pictures(n: usize, sharpness: f64) -> Vec<Fielded> {
    let seen: Vec<Seen> = CASES.iter().map(|case| case.see(n, sharpness, SHOWN)).collect();
    let picture = |case: &Case, layer: &str, queries: Vec<Block>, pattern: &Matrix| Fielded {
        name: format!("{}, {layer}", case.short),
        series: case.series,
        rows: Side::of_blocks("looking", queries),
        columns: Side::of_blocks("looked at", case.variant.row_blocks(n)),
        values: pattern.numbers.iter().copied().map(Some).collect(),
        dots: Vec::new(),
    };
    let first = CASES
        .iter()
        .zip(&seen)
        .map(|(case, seen)| picture(case, "layer 1", case.variant.row_blocks(n), &seen.first));
    let second = CASES
        .iter()
        .zip(&seen)
        .map(|(case, seen)| picture(case, "layer 2", vec![case.variant.read_block(n)], &seen.second));
    first.chain(second).collect()
}

#[cfg(test)]
mod tests {
    use super::super::EXPERIMENT;
    use super::*;

    #[test]
    fn the_outcome_follows_the_slider() {
        let knobs = Knobs::defaults(EXPERIMENT.knobs);
        let soft = show(&knobs, Value::Whole(5)).outcome;
        let sharp = show(&knobs, Value::Whole(20)).outcome;
        assert_ne!(soft, sharp);
        assert!(
            sharp[1].starts_with("Theorem 2, both ways: squared error ") && sharp[1].contains("e-"),
            "{sharp:?}"
        );
        assert!(sharp[1].ends_with(", 100.0% of bits right."), "{sharp:?}");
        assert!(
            sharp[0].starts_with("Theorem 2, masked: squared error 2.") && !sharp[0].contains("100.0%"),
            "{sharp:?}"
        );
    }
}
