//! What a network is given and where it is read: n rows of the input make one part, and the parts stand below each other.
//! From that follow all sizes, and the names of the blocks of a matrix.

use crate::experiment::Cost;
use crate::panel::Block;

/// n rows of n entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// P: row i says where entry i of the shuffled list came from, one 1 among zeros.
    Order,
    /// Y_P = P Y: the rows of the list Y, shuffled.
    List,
    /// Zeros in front of everything.
    Front,
    /// Zeros behind everything.
    Scratch,
}

/// A layout of the input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Variant {
    /// Whether a row comes before all parts that is zero and has no place.
    pub(super) begins: bool,
    /// The parts.
    pub(super) parts: &'static [Part],
    /// Whether a row sees only what stands at or before it.
    pub(super) causal: bool,
    /// The part whose rows are read.
    pub(super) read: Part,
}

/// The arms, in order.
pub(super) const ARMS: [Variant; 3] = [CAUSAL, UNMASKED, SCRATCH];

/// Read at the P rows, left to right.
pub(super) const CAUSAL: Variant =
    Variant { begins: false, parts: &[Part::Order, Part::List], causal: true, read: Part::Order };

/// The same without the mask: what Theorem 2 is about.
pub(super) const UNMASKED: Variant = Variant { causal: false, ..CAUSAL };

/// Left to right, with zeros on both sides, read at the last of them: what the authors train (appendix B).
pub(super) const SCRATCH: Variant = Variant {
    begins: false,
    parts: &[Part::Front, Part::Order, Part::List, Part::Scratch],
    causal: true,
    read: Part::Scratch,
};

/// Left to right, with a row before and zeros behind, read there: the layout in the proof of Theorem 3 (appendix C.3).
pub(super) const BEHIND: Variant = Variant {
    begins: true,
    parts: &[Part::Order, Part::List, Part::Scratch],
    causal: true,
    read: Part::Scratch,
};

impl Part {
    fn mark(self) -> &'static str {
        match self {
            Self::Order => "P",
            Self::List => "Y",
            Self::Front => "F",
            Self::Scratch => "S",
        }
    }

    /// What one of its rows is called, before its number.
    fn row(self) -> &'static str {
        match self {
            Self::Order => "P row",
            Self::List => "Y row",
            Self::Front => "front row",
            Self::Scratch => "scratch row",
        }
    }
}

impl Variant {
    /// T: rows of the input.
    pub(super) fn rows(&self, n: usize) -> usize {
        usize::from(self.begins) + self.parts.len() * n
    }

    /// D: numbers that stand for a row, its n entries and its place.
    pub(super) fn width(&self, n: usize) -> usize {
        n + self.parts.len() * n
    }

    /// The first row of a part.
    pub(super) fn start(&self, part: Part, n: usize) -> usize {
        usize::from(self.begins) + self.before(part) * n
    }

    /// The number, of those that stand for a row, that is 1 for the first place of a part.
    pub(super) fn place(&self, part: Part, n: usize) -> usize {
        n + self.before(part) * n
    }

    fn before(&self, part: Part) -> usize {
        self.parts.iter().take_while(|other| **other != part).count()
    }

    /// The blocks of what stands for a row after so many layers: what the row was given, then what each layer brought,
    /// `1` and `2` for a layer, `12` for what layer 2 brought of what layer 1 had.
    pub(super) fn blocks(&self, n: usize, layers: usize) -> Vec<Block> {
        let copies = [("", ""), ("1", "layer-1 "), ("2", "layer-2 "), ("12", "layer-1-2 ")];
        let given =
            std::iter::once(("x", "entry")).chain(self.parts.iter().map(|part| (part.mark(), part.row())));
        let copy = |(mark, name): (&'static str, &'static str)| {
            given.clone().map(move |(block, row)| Block {
                mark: format!("{mark}{block}"),
                name: format!("{name}{row}"),
                size: n,
            })
        };
        copies.into_iter().take(1 << layers).flat_map(copy).collect()
    }

    /// The blocks of the input's rows.
    pub(super) fn row_blocks(&self, n: usize) -> Vec<Block> {
        let first = self.begins.then(|| Block { mark: String::new(), name: "first row".to_owned(), size: 1 });
        let parts = self.parts.iter().map(|part| Block {
            mark: part.mark().to_owned(),
            name: part.row().to_owned(),
            size: n,
        });
        first.into_iter().chain(parts).collect()
    }

    /// The block of the rows that are read.
    pub(super) fn read_block(&self, n: usize) -> Block {
        Block { mark: self.read.mark().to_owned(), name: self.read.row().to_owned(), size: n }
    }

    /// The matrix products of training on `batch` lists and of measuring `tested`. A training step does each three times:
    /// forward, and for the gradients of both factors.
    pub(super) fn cost(&self, n: usize, batch: usize, tested: usize) -> Cost {
        let (rows, width) = (self.rows(n), self.width(n));
        let first = rows * width * width + 2 * rows * rows * width;
        let second = 4 * n * width * width + 4 * n * rows * width;
        let list = 2.0 * (first + second + 4 * n * n * width) as f64 / 1e6;
        Cost { step: 3.0 * batch as f64 * list, measurement: tested as f64 * list }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_those_of_the_paper() {
        // Parameters of both attention matrices and the read-out, as the fact sheet of the paper counts them.
        let parameters = |variant: Variant| {
            let width = variant.width(10);
            width * width + 4 * width * width + 4 * width * 10
        };
        assert_eq!(ARMS.map(parameters), [5_700, 5_700, 14_500]);
        assert_eq!(ARMS.map(|variant| variant.rows(10)), [20, 20, 40]);
        assert_eq!((BEHIND.rows(10), BEHIND.width(10), BEHIND.start(Part::Scratch, 10)), (31, 40, 21));
        assert_eq!((SCRATCH.start(Part::Scratch, 10), SCRATCH.place(Part::List, 10)), (30, 30));
    }

    #[test]
    fn blocks_cover_what_stands_for_a_row() {
        for variant in [CAUSAL, UNMASKED, SCRATCH, BEHIND] {
            let size = |blocks: Vec<Block>| blocks.iter().map(|block| block.size).sum::<usize>();
            let width = variant.width(7);
            let widths = [0, 1, 2].map(|layers| size(variant.blocks(7, layers)));
            assert_eq!(widths, [width, 2 * width, 4 * width]);
            assert_eq!(size(variant.row_blocks(7)), variant.rows(7));
        }
        // The read-out's identity stands in the tenth of twelve blocks (figure 2 of the paper).
        assert_eq!(UNMASKED.blocks(10, 2)[9].mark, "12x");
    }
}
