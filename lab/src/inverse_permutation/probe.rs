//! A list of the visitor's own: they type it and the order in which it is shuffled, and each network answers.

use crate::knob::Knobs;
use crate::panel::sequence::{Row, Token};
use crate::probe::Probe;

/// The declaration.
pub(super) const LIST: Probe = Probe {
    key: "list",
    title: "One list",
    help: "Type a list of letters, a colon, and the order that shuffles it: which letter stands first, which second, and so on.",
    example: |knobs| write(knobs, 7),
    another: write,
    read,
    rows,
    #[cfg(feature = "run")]
    program: super::model::answer_one,
};

fn sizes(knobs: &Knobs) -> (usize, usize) {
    let size = |key| usize::try_from(knobs.whole(key)).unwrap_or(usize::MAX);
    (size("n"), size("alphabet"))
}

fn letter(symbol: u32) -> String {
    u8::try_from(symbol).map_or_else(|_| "?".to_owned(), |symbol| char::from(b'A' + symbol % 26).to_string())
}

/// A question from random bits.
fn write(knobs: &Knobs, mut bits: u64) -> String {
    let (n, alphabet) = sizes(knobs);
    // Knuth's constants for a generator of 64 bits; all that it decides is what stands in a field to begin with.
    let mut below = |limit: usize| {
        bits = bits.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((bits >> 33) % u64::try_from(limit.max(1)).unwrap_or(1)).unwrap_or(0)
    };
    let letters: String = (0..n).map(|_| letter(u32::try_from(below(alphabet)).unwrap_or(0))).collect();
    let mut order: Vec<usize> = (1..=n).collect();
    for last in (1..n).rev() {
        order.swap(last, below(last + 1));
    }
    format!("{letters}: {}", order.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "))
}

/// The order (from 0) and then the symbols of the list.
fn read(knobs: &Knobs, text: &str) -> Result<Vec<u32>, String> {
    let (n, alphabet) = sizes(knobs);
    let last = letter(knobs.whole("alphabet").saturating_sub(1));
    let form = format!("Type {n} letters from A to {last}, a colon, and the numbers 1 to {n} in some order.");
    let (letters, order) = text.split_once(':').ok_or_else(|| form.clone())?;
    let letters = letters.chars().filter(|it| !it.is_whitespace()).map(|it| it.to_ascii_uppercase());
    let symbol = |letter: char| {
        let place = u32::from(letter).checked_sub(u32::from('A'));
        place.filter(|place| usize::try_from(*place).is_ok_and(|place| place < alphabet))
    };
    let list: Option<Vec<u32>> = letters.map(symbol).collect();
    let list = list.filter(|list| list.len() == n).ok_or_else(|| form.clone())?;
    let numbers = order.split([' ', ',', ';']).filter(|number| !number.is_empty());
    let order: Option<Vec<u32>> =
        numbers.map(|number| number.trim().parse::<u32>().ok()?.checked_sub(1)).collect();
    let mut order = order.ok_or_else(|| form.clone())?;
    let mut sorted = order.clone();
    sorted.sort_unstable();
    let each_once = (0..).take(n).eq(sorted.iter().copied());
    if !each_once {
        return Err(format!("{form} Each number stands there once."));
    }
    order.extend(list);
    Ok(order)
}

/// The order, the list that is given, the one that is wanted, and what each network makes of it.
fn rows(knobs: &Knobs, question: &[u32], answers: &[Option<Vec<f32>>]) -> Vec<Row> {
    let (n, alphabet) = sizes(knobs);
    let (order, list) = question.split_at(n.min(question.len()));
    let plain = |text: String| Token { text, right: None };
    let row = |label: &str, tokens: Vec<Token>| Row { label: label.to_owned(), arm: None, tokens };
    let symbols =
        |label, list: &[u32]| row(label, list.iter().map(|symbol| plain(letter(*symbol))).collect());
    let at = |place: &u32| usize::try_from(*place).ok().and_then(|place| list.get(place)).copied();
    let shuffled: Vec<u32> = order.iter().filter_map(at).collect();
    let (original, is_forward) = (symbols("original", list), super::Task::new(knobs).forward);
    let mut rows = vec![row("order", order.iter().map(|place| plain((place + 1).to_string())).collect())];
    rows.push(symbols("shuffled", &shuffled));
    rows.insert(if is_forward { 1 } else { 2 }, original);
    let wanted = if is_forward { &shuffled } else { list };
    let arms = super::arms(knobs);
    for (position, (arm, answer)) in arms.iter().zip(answers).enumerate() {
        let Some(logits) = answer else { continue };
        let named = logits.chunks(alphabet.max(1)).map(best);
        let token =
            |(symbol, right): (u32, &u32)| Token { text: letter(symbol), right: Some(symbol == *right) };
        let tokens = named.zip(wanted).map(token).collect();
        rows.push(Row { label: arm.label.clone(), arm: Some(position), tokens });
    }
    rows
}

/// The position of the largest number; of equals the first.
fn best(logits: &[f32]) -> u32 {
    let larger =
        |best: (u32, f32), (at, logit): (u32, &f32)| if *logit > best.1 { (at, *logit) } else { best };
    (0..).zip(logits).fold((0, f32::NEG_INFINITY), larger).0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn knobs() -> Knobs {
        Knobs::defaults(super::super::EXPERIMENT.knobs)
    }

    #[test]
    fn what_is_offered_can_be_asked() {
        for bits in [0, 7, u64::MAX, 1 << 40] {
            let text = write(&knobs(), bits);
            assert_eq!(read(&knobs(), &text).map(|read| read.len()), Ok(12), "{text}");
        }
    }

    #[test]
    fn a_list_is_read_with_its_order() {
        assert_eq!(
            read(&knobs(), " a b c d e h : 2,1,3,4,5,6"),
            Ok(vec![1, 0, 2, 3, 4, 5, 0, 1, 2, 3, 4, 7])
        );
        for bad in [
            "",
            "ABCDEF",
            "ABCDE: 1 2 3 4 5 6",
            "ABCDEZ: 1 2 3 4 5 6",
            "ABCDEF: 1 2 3 4 5",
            "ABCDEF: 1 1 2 3 4 5",
            "ABCDEF: 0 1 2 3 4 5",
            "ABCDEF: x",
            "\u{5d0}BCDEF: 1 2 3 4 5 6",
        ] {
            let refused = read(&knobs(), bad).unwrap_err();
            assert!(refused.starts_with("Type 6 letters from A to H"), "{bad}: {refused}");
        }
    }

    #[test]
    fn rows_say_what_is_right() {
        let question = read(&knobs(), "ABCDEF: 2 1 3 4 5 6").unwrap();
        let mut logits = vec![0.0; 48];
        (0..6).for_each(|place| logits[place * 8 + place.min(4)] = 1.0);
        let rows = rows(&knobs(), &question, &[Some(logits), None]);
        let says = |row: &Row| row.tokens.iter().map(|token| token.text.as_str()).collect::<String>();
        assert_eq!(rows.iter().map(says).collect::<Vec<_>>(), ["213456", "BACDEF", "ABCDEF", "ABCDEE"]);
        assert_eq!(rows[3].tokens.iter().filter(|token| token.right == Some(true)).count(), 5);
    }
}
