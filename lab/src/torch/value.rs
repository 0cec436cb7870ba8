//! Pieces of Python: expressions with what is known of them, and how numbers, names and shapes are written.

use engine::graph::Dtype;

/// How tightly an expression holds together, as Python has it: the larger, the looser.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Level {
    Atom,
    Sign,
    Product,
    Sum,
    Shift,
    And,
    Xor,
    Comparison,
}

/// What the elements of an expression are in Python.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A tensor of numbers.
    Numbers,
    /// A tensor of truth values.
    Truths,
    /// A number that is no tensor.
    Literal,
}

/// An expression.
#[derive(Debug, Clone)]
pub(super) struct Value {
    pub(super) text: String,
    pub(super) level: Level,
    pub(super) kind: Kind,
    /// The shape that it has in Python: it may have as many elements under another shape, or fewer, to be repeated.
    pub(super) shape: Vec<usize>,
}

impl Value {
    pub(super) fn new(text: String, level: Level, shape: &[usize]) -> Self {
        Self { text, level, kind: Kind::Numbers, shape: shape.to_vec() }
    }

    pub(super) fn call(text: String, shape: &[usize]) -> Self {
        Self::new(text, Level::Atom, shape)
    }

    pub(super) fn literal(text: String) -> Self {
        let level = if text.starts_with('-') { Level::Sign } else { Level::Atom };
        Self { text, level, kind: Kind::Literal, shape: vec![] }
    }

    pub(super) fn truths(self) -> Self {
        Self { kind: Kind::Truths, ..self }
    }

    /// The text where nothing looser than this may stand.
    pub(super) fn within(&self, level: Level) -> String {
        if self.level > level { format!("({})", self.text) } else { self.text.clone() }
    }

    /// The text where a method or an index follows.
    pub(super) fn atom(&self) -> String {
        self.within(Level::Atom)
    }

    /// Truth values as numbers.
    pub(super) fn numbers(self) -> Self {
        if self.kind == Kind::Truths {
            return Self::call(format!("{}.long()", self.atom()), &self.shape);
        }
        self
    }
}

/// A number, as both Python and single precision read it back.
pub(super) fn number(bits: u32, dtype: Dtype) -> String {
    match dtype {
        Dtype::U32 => bits.to_string(),
        Dtype::F32 => {
            let value = f32::from_bits(bits);
            if value.is_finite() {
                format!("{value:?}")
            } else {
                format!("float(\"{value}\")").to_lowercase()
            }
        }
    }
}

/// A shape, or any list of whole numbers, as a tuple.
pub(super) fn tuple(numbers: &[usize]) -> String {
    match numbers {
        [one] => format!("({one},)"),
        all => format!("({})", listed(all)),
    }
}

/// Whole numbers between commas.
pub(super) fn listed(numbers: &[usize]) -> String {
    numbers.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

/// Text in quotes, as Python reads it.
pub(super) fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n"))
}

/// A name of Python's that is like a name of ours.
pub(super) fn identifier(name: &str) -> String {
    let mut text = plain(name);
    if text.is_empty() || text.starts_with(|first: char| first.is_ascii_digit()) {
        text.insert(0, '_');
    }
    if KEYWORDS.contains(&text.as_str()) {
        text.push('_');
    }
    text
}

/// The letters and digits of a name, and lines in the place of all else.
pub(super) fn plain(name: &str) -> String {
    let letter =
        |letter: char| if letter.is_ascii_alphanumeric() { letter.to_ascii_lowercase() } else { '_' };
    name.chars().map(letter).collect()
}

/// Words of Python's, and names that the script itself has.
const KEYWORDS: &[&str] = &[
    "and",
    "as",
    "assert",
    "async",
    "await",
    "break",
    "class",
    "continue",
    "def",
    "del",
    "elif",
    "else",
    "except",
    "finally",
    "for",
    "from",
    "global",
    "if",
    "import",
    "in",
    "is",
    "lambda",
    "nonlocal",
    "not",
    "or",
    "pass",
    "raise",
    "return",
    "try",
    "while",
    "with",
    "yield",
    "p",
    "s",
    "torch",
    "functional",
    "math",
    "words",
    "words_at",
    "normal",
    "uniform",
    "below",
    "permutation",
    "high",
    "rows",
    "scatter",
    "linear",
    "group_norm",
    "convolution",
    "transposed_convolution",
    "packed",
    "floats",
    "whole",
    "stream",
    "threefry",
    "key",
    "shared_key",
];

/// Whether what has the first shape is repeated to the second by itself.
pub(super) fn repeats(from: &[usize], to: &[usize]) -> bool {
    from.len() <= to.len()
        && from.iter().rev().zip(to.iter().rev()).all(|(from, to)| from == to || *from == 1)
}

/// The shape of what two shapes make together.
pub(super) fn joined(a: &[usize], b: &[usize]) -> Vec<usize> {
    let rank = a.len().max(b.len());
    let size = |shape: &[usize], at: usize| (at + shape.len()).checked_sub(rank).map_or(1, |at| shape[at]);
    (0..rank).map(|at| size(a, at).max(size(b, at))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_names_are_read_back_by_python() {
        let float = |value: f32| number(value.to_bits(), Dtype::F32);
        assert_eq!([float(0.1), float(-1e9), float(1e-8)], ["0.1", "-1000000000.0", "1e-8"]);
        assert_eq!([float(f32::INFINITY), float(f32::NAN)], ["float(\"inf\")", "float(\"nan\")"]);
        assert_eq!([tuple(&[]), tuple(&[3]), tuple(&[3, 4])], ["()", "(3,)", "(3, 4)"]);
        assert_eq!(
            [identifier("layer 1.Weight"), identifier("2nd"), identifier("lambda")],
            ["layer_1_weight", "_2nd", "lambda_"]
        );
        assert_eq!(quoted("a \"b\"\n"), "\"a \\\"b\\\"\\n\"");
    }

    #[test]
    fn shapes_repeat_from_the_last_axis_on() {
        assert!(repeats(&[], &[2, 3]) && repeats(&[3], &[2, 3]) && repeats(&[2, 1], &[2, 3]));
        assert!(!repeats(&[2], &[2, 3]) && !repeats(&[1, 2, 3], &[2, 3]));
        assert_eq!(joined(&[2, 1], &[3]), [2, 3]);
    }

    #[test]
    fn what_is_looser_gets_parentheses() {
        let sum = Value::new("a + b".to_owned(), Level::Sum, &[2]);
        assert_eq!([sum.within(Level::Sum), sum.within(Level::Product)], ["a + b", "(a + b)"]);
        assert_eq!(sum.truths().numbers().text, "(a + b).long()");
    }
}
