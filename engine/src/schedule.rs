//! The schedule: what an executor does for one member, as plain data that can be printed and compared. Buffers,
//! then kernels in order; nothing in it depends on the learning rate, the seed, the step or any other value.

use std::fmt;

use crate::graph::{Binary, Reduction, Unary};

/// A finished program for one member.
#[derive(Debug, Clone, PartialEq)]
pub struct Schedule {
    /// Words (32 bits) of working memory that the kernels share.
    pub arena: usize,
    /// Where in the arena each tensor lives and from which kernel to which, both included.
    pub ranges: Vec<Range>,
    /// The lengths of the tensors that the host fills.
    pub inputs: Vec<usize>,
    /// The lengths of the tensors that the host reads, which lie one after the other.
    pub outputs: Vec<usize>,
    /// The tensors that are part of the program, by their bits, one after the other.
    pub tables: Vec<u32>,
    /// What is done, in order.
    pub kernels: Vec<Kernel>,
    /// How many kernels, one stage after the other, may run side by side: none of a stage reads or overwrites what
    /// another one of it writes. Their sum is the number of kernels.
    pub stages: Vec<usize>,
}

/// One tensor's stay in the arena.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Range {
    /// First word.
    pub offset: usize,
    /// Number of words.
    pub length: usize,
    /// The kernel that writes it.
    pub first: usize,
    /// The last kernel that reads it.
    pub last: usize,
}

/// The memories that a tensor can live in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Space {
    /// Working memory, meaningless between executions.
    Arena,
    /// Parameters, moments, step counter: what lives on.
    State,
    /// What the host fills.
    Input,
    /// What is part of the program.
    Table,
    /// What the host reads.
    Output,
}

/// Where a tensor begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// In which memory.
    pub space: Space,
    /// At which word.
    pub offset: usize,
}

/// One axis of a view: its size, and the distance between neighbours in the base, in elements.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Axis {
    /// Number of positions.
    pub size: usize,
    /// Distance between neighbours.
    pub stride: usize,
}

/// The index of element `i` of a load, after its offset.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pattern {
    /// `i`
    Linear,
    /// 0
    Splat,
    /// `i` modulo the period
    Periodic(usize),
    /// Row-major over these axes.
    Strided(Vec<Axis>),
}

/// A tensor as a kernel reads it, or writes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Where element 0 lies.
    pub place: Place,
    /// Where the others lie.
    pub pattern: Pattern,
}

/// One unit of work.
#[derive(Debug, Clone, PartialEq)]
pub enum Kernel {
    /// A fused program over rows, with or without a matrix product or a gather at its head.
    Rows(Rows),
    /// Sum over the middle axis of `[outer, count, inner]`, in increasing order.
    SumColumns {
        /// What is summed.
        source: Source,
        /// Sizes of the three axes.
        shape: [usize; 3],
        /// Whether the elements are integers.
        integers: bool,
        /// Where `[outer, inner]` goes.
        to: Place,
    },
    /// Zeros.
    Clear {
        /// From where.
        to: Place,
        /// How many.
        length: usize,
    },
    /// `blocks` blocks of `length` elements each, `pitch` apart where they go.
    Copy {
        /// What is copied, blocks one after the other.
        source: Source,
        /// Number of blocks.
        blocks: usize,
        /// Elements in each.
        length: usize,
        /// Where the first one goes.
        to: Place,
        /// Distance between blocks there.
        pitch: usize,
    },
    /// Adds rows at indices into zeros.
    ScatterAdd {
        /// The rows.
        source: Source,
        /// One index for each row.
        indices: Source,
        /// Number of rows.
        rows: usize,
        /// Elements in each.
        width: usize,
        /// Number of rows of the result.
        height: usize,
        /// Where it goes.
        to: Place,
    },
}

/// A program that runs over blocks of rows.
#[derive(Debug, Clone, PartialEq)]
pub struct Rows {
    /// Number of rows.
    pub rows: usize,
    /// Elements of a row.
    pub columns: usize,
    /// What comes first and leaves its rows in register 0.
    pub head: Option<Head>,
    /// Number of registers.
    pub registers: usize,
    /// Done once a row, before its elements (only where rows are longer than a block).
    pub before: Vec<Step>,
    /// Done for each block.
    pub body: Vec<Step>,
    /// Done once a row, after its elements (only where rows are longer than a block).
    pub after: Vec<Step>,
}

/// What fills register 0 of a [`Rows`] program.
#[derive(Debug, Clone, PartialEq)]
pub enum Head {
    /// A batch of products `[M, K] x [K, N]`; rows are batch and M, columns N.
    Matmul(Matmul),
    /// Rows of a contiguous table.
    Gather {
        /// The table.
        table: Place,
        /// Number of its rows.
        height: usize,
        /// One index for each row.
        indices: Source,
    },
}

/// A batch of matrix products.
#[derive(Debug, Clone, PartialEq)]
pub struct Matmul {
    /// Rows of the result.
    pub m: usize,
    /// Columns of the result.
    pub n: usize,
    /// Terms of each sum.
    pub k: usize,
    /// Where the left matrix begins, and the strides of its rows and columns.
    pub left: (Place, [usize; 2]),
    /// The same for the right one.
    pub right: (Place, [usize; 2]),
    /// The batch axes: size, stride on the left, stride on the right.
    pub batch: Vec<[usize; 3]>,
}

/// Whether a register holds a number for each element or for each row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Width {
    /// One number for each element of the block.
    Element,
    /// One number for each row of the block.
    Row,
}

/// One step of a [`Rows`] program.
#[derive(Debug, Clone, PartialEq)]
pub enum Step {
    /// From memory into a register.
    Load {
        /// The register.
        to: usize,
        /// Elements or rows.
        width: Width,
        /// From where.
        source: Source,
    },
    /// From a register into memory, each element to a place of its own.
    Store {
        /// The register.
        from: usize,
        /// Elements or rows.
        width: Width,
        /// To where.
        to: Source,
    },
    /// Arithmetic.
    Compute {
        /// The register that takes the result; never one of the arguments.
        to: usize,
        /// Elements or rows.
        width: Width,
        /// What is done.
        op: Arithmetic,
        /// With what.
        args: Vec<Arg>,
    },
    /// Folds each row of the block.
    Reduce {
        /// The register that takes one number for each row.
        to: usize,
        /// How.
        kind: Reduction,
        /// Whether the elements are integers.
        integers: bool,
        /// The elements.
        from: Arg,
    },
}

/// An argument of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arg {
    /// A register of the step's own width.
    Register(usize),
    /// A register with a number for each row, in a step over elements.
    Row(usize),
    /// The same number everywhere, by its bits.
    Constant(u32),
}

/// What a [`Step::Compute`] does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arithmetic {
    /// The argument itself.
    Copy,
    /// One argument.
    Unary(Unary),
    /// Two arguments.
    Binary(Binary),
    /// Two integer arguments.
    Integer(Binary),
    /// Condition, then, else.
    Select,
    /// Key 0, key 1, counter 0, counter 1; gives the word with this number.
    Threefry(usize),
    /// The index along an axis: element number / `inner` modulo `size`.
    Iota {
        /// Elements of everything behind the axis.
        inner: usize,
        /// Size of the axis.
        size: usize,
    },
}

/// Rows longer than this are walked in blocks, unless a head makes them whole.
pub(crate) const LONGEST_ROW: usize = 1024;

/// The widest rows of a matrix product that a GPU kernel can fold, since its tile then holds them whole.
pub(crate) const WIDEST_PRODUCT: usize = 64;

impl Kernel {
    /// Every place that it reads or writes, in a fixed order.
    pub(crate) fn places_mut(&mut self) -> Vec<&mut Place> {
        match self {
            Self::Rows(rows) => rows.places_mut(),
            Self::Clear { to, .. } => vec![to],
            Self::SumColumns { source, to, .. } | Self::Copy { source, to, .. } => {
                vec![&mut source.place, to]
            }
            Self::ScatterAdd { source, indices, to, .. } => {
                vec![&mut source.place, &mut indices.place, to]
            }
        }
    }
}

impl Rows {
    fn places_mut(&mut self) -> Vec<&mut Place> {
        let mut places = match &mut self.head {
            None => vec![],
            Some(Head::Matmul(product)) => vec![&mut product.left.0, &mut product.right.0],
            Some(Head::Gather { table, indices, .. }) => vec![table, &mut indices.place],
        };
        for step in self.before.iter_mut().chain(&mut self.body).chain(&mut self.after) {
            match step {
                Step::Load { source, .. } => places.push(&mut source.place),
                Step::Store { to, .. } => places.push(&mut to.place),
                Step::Compute { .. } | Step::Reduce { .. } => {}
            }
        }
        places
    }

    /// Whether rows are walked in blocks, with steps before and after each row.
    #[must_use]
    pub fn is_long(&self) -> bool {
        self.head.is_none() && self.columns > LONGEST_ROW
    }
}

impl fmt::Display for Schedule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "arena {} words; inputs {:?}; outputs {:?}; tables {} words",
            self.arena,
            self.inputs,
            self.outputs,
            self.tables.len()
        )?;
        let mut rest = self.kernels.iter().enumerate();
        for &count in &self.stages {
            if count > 1 {
                writeln!(f, "    {count} side by side:")?;
            }
            for (number, kernel) in rest.by_ref().take(count) {
                writeln!(f, "{number:3} {kernel}")?;
            }
        }
        Ok(())
    }
}

impl fmt::Display for Kernel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rows(rows) => rows.fmt(f),
            Self::SumColumns { source, shape, integers, to } => {
                let kind = if *integers { " of integers" } else { "" };
                write!(f, "sum of columns{kind} {shape:?} {source} -> {to}")
            }
            Self::Clear { to, length } => write!(f, "clear {length} -> {to}"),
            Self::Copy { source, blocks, length, to, pitch } => {
                write!(f, "copy {blocks} x {length} {source} -> {to} every {pitch}")
            }
            Self::ScatterAdd { source, indices, rows, width, height, to } => {
                write!(f, "scatter-add {rows} x {width} {source} at {indices} -> {height} rows {to}")
            }
        }
    }
}

impl fmt::Display for Rows {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "rows {} x {}, {} registers", self.rows, self.columns, self.registers)?;
        match &self.head {
            None => {}
            Some(Head::Matmul(Matmul { m, n, k, left, right, batch })) => write!(
                f,
                "\n      r0 = matmul {m} x {k} x {n}: {}{:?} {}{:?} batch {batch:?}",
                left.0, left.1, right.0, right.1
            )?,
            Some(Head::Gather { table, height, indices }) => {
                write!(f, "\n      r0 = gather {height} rows {table} at {indices}")?;
            }
        }
        for (title, steps) in [("before", &self.before), ("", &self.body), ("after", &self.after)] {
            for step in steps {
                write!(f, "\n      {step}")?;
                if !title.is_empty() {
                    write!(f, "  ({title})")?;
                }
            }
        }
        Ok(())
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mark = |width: &Width| if *width == Width::Row { "'" } else { "" };
        match self {
            Self::Load { to, width, source } => write!(f, "r{to}{} = load {source}", mark(width)),
            Self::Store { from, width, to } => write!(f, "store r{from}{} -> {to}", mark(width)),
            Self::Compute { to, width, op, args } => {
                write!(f, "r{to}{} = {op:?}", mark(width))?;
                args.iter().try_for_each(|arg| write!(f, " {arg}"))
            }
            Self::Reduce { to, kind, integers, from } => {
                let suffix = if *integers { " of integers" } else { "" };
                write!(f, "r{to}' = {kind:?}{suffix} {from}")
            }
        }
    }
}

impl fmt::Display for Arg {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Register(register) => write!(f, "r{register}"),
            Self::Row(register) => write!(f, "r{register}'"),
            Self::Constant(bits) => write!(f, "#{bits:08x}"),
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = match self.space {
            Space::Arena => "arena",
            Space::State => "state",
            Space::Input => "input",
            Space::Table => "table",
            Space::Output => "output",
        };
        write!(f, "{name}[{}]", self.offset)
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.place)?;
        match &self.pattern {
            Pattern::Linear => Ok(()),
            Pattern::Splat => write!(f, " splat"),
            Pattern::Periodic(period) => write!(f, " every {period}"),
            Pattern::Strided(axes) => {
                write!(f, " strided")?;
                axes.iter().try_for_each(|Axis { size, stride }| write!(f, " {size}:{stride}"))
            }
        }
    }
}
