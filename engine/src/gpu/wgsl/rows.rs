//! Row programs. Without a fold each element has an invocation of its own. With one, a workgroup takes whole rows: so
//! many invocations stand across a row, each with some of its columns, and a fold is a sum of partial results that
//! all of them write down, wait, and read. A row too long for that has a workgroup to itself, which walks along it.
//!
//! Between two folds lies a segment: a loop over the rows and columns of an invocation. What a later segment needs
//! is kept in arrays.

use super::head;
use super::index::{At, index};
use super::value::{Kind, LOWEST, Value, compute, takes};
use super::{Product, Shader, WORKGROUP, Writer};
use crate::graph::Reduction;
use crate::schedule::{Arg, Arithmetic, Head, Rows, Step, Width};

/// Columns that an invocation takes, about.
const COLUMNS: usize = 4;

/// Rows of at most so many columns are folded by one invocation.
const ALONE: usize = 16;

/// Invocations that walk along a long row.
const WALKERS: usize = 256;

/// Folds whose partial results are written down together: as many as workgroup memory has room for.
const TOGETHER: usize = 2;

/// From here on partial results are added in a tree.
const TREE: usize = 32;

/// How a workgroup divides rows and columns: `across` times `down` invocations, each with `rows` rows (`down` apart)
/// and `columns` columns (`across` apart).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Block {
    pub(super) across: usize,
    pub(super) down: usize,
    pub(super) rows: usize,
    pub(super) columns: usize,
}

impl Block {
    pub(super) fn invocations(self) -> usize {
        self.across * self.down
    }

    pub(super) fn slots(self) -> usize {
        self.rows * self.columns
    }

    /// Rows and columns of the whole workgroup.
    pub(super) fn size(self) -> [usize; 2] {
        [self.down * self.rows, self.across * self.columns]
    }

    /// For whole rows of so many columns.
    fn of_rows(rows: usize, columns: usize) -> Self {
        let across = if columns <= ALONE && rows >= WORKGROUP {
            1
        } else {
            columns.div_ceil(COLUMNS).next_power_of_two().min(WALKERS)
        };
        let down = (WORKGROUP / across).max(1);
        Self { across, down, rows: 1, columns: columns.div_ceil(across) }
    }
}

pub(super) fn shader(program: &Rows, product: Product) -> Shader {
    let folds = program.body.iter().any(|step| matches!(step, Step::Reduce { .. }));
    match &program.head {
        Some(Head::Matmul(matmul)) => head::product(program, matmul, product),
        _ if folds && program.is_long() => long(program),
        _ if folds => blocks(program),
        _ => flat(program),
    }
}

/// One invocation for each element.
fn flat(program: &Rows) -> Shader {
    let mut w = Writer::default();
    let all = program.before.iter().chain(&program.body).chain(&program.after);
    let plan = Plan::new(all, program.head.is_some());
    let (columns, total) = (program.columns, program.rows * program.columns);
    w.line(&format!("let i = block * {WORKGROUP}u + lane;"));
    w.open(&format!("if (i < {total}u)"));
    match (program.rows, columns) {
        (1, _) => w.line("let row = 0u; let column = i;"),
        (_, 1) => w.line("let row = i; let column = 0u;"),
        _ => w.line(&format!("let row = i / {columns}u; let column = i % {columns}u;")),
    }
    let place = Places { columns, element_guard: "", row_guard: "column == 0u", block: ONE };
    head::gather(&mut w, program, &plan, place);
    for planned in &plan.steps {
        plan.write(&mut w, planned, place);
    }
    w.close();
    w.finish(WORKGROUP, total.div_ceil(WORKGROUP))
}

const ONE: Block = Block { across: 1, down: 1, rows: 1, columns: 1 };

/// Whole rows by blocks.
fn blocks(program: &Rows) -> Shader {
    let block = Block::of_rows(program.rows, program.columns);
    let mut w = Writer::default();
    let plan = Plan::new(&program.body, program.head.is_some());
    w.line(&format!("let across = lane % {}u; let down = lane / {}u;", block.across, block.across));
    w.line(&format!("let row0 = block * {}u + down; let column0 = across; let base = 0u;", block.size()[0]));
    segments(&mut w, program, &plan, block, program.rows);
    w.finish(block.invocations(), program.rows.div_ceil(block.size()[0]))
}

/// A workgroup for each row, which walks along it.
fn long(program: &Rows) -> Shader {
    let mut w = Writer::default();
    let all = program.before.iter().chain(&program.body).chain(&program.after);
    let plan = Plan::new(all, false);
    let columns = program.columns;
    let place = Places { columns, element_guard: "", row_guard: "lane == 0u", block: ONE };
    let (before, body) = (program.before.len(), program.before.len() + program.body.len());
    w.line("let row = block;");
    for planned in &plan.steps[..before] {
        plan.write(&mut w, planned, place);
    }
    let folds: Vec<Fold> =
        (before..body).filter_map(|at| plan.fold(&mut w, &plan.steps[at], place)).collect();
    folds.iter().for_each(|fold| fold.begin(&mut w));
    w.open(&format!("for (var column = lane; column < {columns}u; column += {WALKERS}u)"));
    w.line(&format!("let i = row * {columns}u + column;"));
    for planned in &plan.steps[before..body] {
        match plan.fold(&mut w, planned, place) {
            Some(fold) => fold.take(&mut w, None),
            None => plan.write(&mut w, planned, place),
        }
    }
    w.close();
    for fold in &folds {
        fold.share(&mut w, "", WALKERS);
        fold.write(&mut w, "lane");
    }
    w.line("workgroupBarrier();");
    tree(&mut w, &folds, "lane", "0u", WALKERS);
    for fold in &folds {
        w.line(&format!("let {} = {}[0];", fold.name, fold.shared("")));
    }
    for planned in &plan.steps[body..] {
        plan.write(&mut w, planned, place);
    }
    w.finish(WALKERS, program.rows)
}

/// All segments of a row program, for a block whose invocations know `across`, `down`, `row0`, `column0` and `base`
/// (the first row of the batch); rows are below `bound`.
pub(super) fn segments(w: &mut Writer, program: &Rows, plan: &Plan<'_>, block: Block, bound: usize) {
    let columns = program.columns;
    let whole = block.across * block.columns == columns;
    let row_guard = if bound.is_multiple_of(block.size()[0]) {
        "column0 == 0u".to_owned()
    } else {
        format!("local < {bound}u && column0 == 0u")
    };
    let place = Places { columns, element_guard: "inside", row_guard: &row_guard, block };
    plan.declare(w, block);
    for segment in 0..plan.segments {
        let of_segment = || plan.steps.iter().filter(move |step| step.segment == segment);
        let folds: Vec<Fold> = of_segment().filter_map(|step| plan.fold(w, step, place)).collect();
        w.open_loop("r", block.rows);
        w.line(&format!("let local = row0 + r * {}u;", block.down));
        w.line(&format!("let row = base + min(local, {}u);", bound - 1));
        for planned in of_segment().filter(|step| step.is_by_row()) {
            plan.write(w, planned, place);
        }
        let has_elements = of_segment().any(|step| !step.is_by_row());
        if has_elements || (segment == 0 && plan.gathers()) {
            folds.iter().for_each(|fold| fold.begin(w));
            w.open_loop("e", block.columns);
            w.line(&format!("let s = r * {}u + e;", block.columns));
            w.line(&format!("let place = column0 + e * {}u;", block.across));
            w.line(&format!("let inside = local < {bound}u && place < {columns}u;"));
            w.line(&format!("let column = min(place, {}u);", columns - 1));
            w.line(&format!("let i = row * {columns}u + column;"));
            if segment == 0 {
                head::gather(w, program, plan, place);
            }
            for planned in of_segment().filter(|step| !step.is_by_row()) {
                match plan.fold(w, planned, place) {
                    Some(fold) => {
                        fold.take(w, (!whole).then_some(format!("place < {columns}u")).as_deref());
                    }
                    None => plan.write(w, planned, place),
                }
            }
            w.close();
        }
        let parity = ["_even", "_odd"][segment % 2];
        for fold in &folds {
            if block.across == 1 {
                let result = if fold.kind == Reduction::ArgMax { "at_" } else { "part_" };
                w.line(&format!("{} = {result}{};", plan.text(fold.value, place), fold.name));
            } else {
                fold.share(w, parity, block.across * block.size()[0]);
                let first = format!("(r * {}u + down) * {}u", block.down, block.across);
                fold.write_to(w, parity, &format!("{first} + across"));
            }
        }
        w.close();
        if folds.is_empty() || block.across == 1 {
            continue;
        }
        w.line("workgroupBarrier();");
        if block.across > TREE {
            let renamed: Vec<Fold> = folds.iter().map(|fold| fold.with_suffix(parity)).collect();
            tree(w, &renamed, "across", &format!("down * {}u", block.across), block.across);
        }
        w.open_loop("r", block.rows);
        w.line(&format!("let first = (r * {}u + down) * {}u;", block.down, block.across));
        for fold in &folds {
            let shared = fold.shared(parity);
            let text = plan.text(fold.value, place);
            if block.across > TREE {
                w.line(&format!("{text} = {shared}[first];"));
            } else {
                fold.read(w, parity, block.across);
                let result = if fold.kind == Reduction::ArgMax { "at_" } else { "all_" };
                w.line(&format!("{text} = {result}{};", fold.name));
            }
        }
        w.close();
    }
}

/// Adds partial results in a tree: those of invocations `first` and on, `count` of them, a power of two.
fn tree(w: &mut Writer, folds: &[Fold], invocation: &str, first: &str, count: usize) {
    w.open(&format!("for (var half = {}u; half > 0u; half >>= 1u)", count / 2));
    w.open(&format!("if ({invocation} < half)"));
    w.line(&format!("let a = {first} + {invocation};"));
    w.line("let b = a + half;");
    for fold in folds {
        let (values, places) = (fold.shared_values(), fold.shared(&fold.suffix));
        match (fold.kind, fold.integers) {
            (Reduction::Sum, _) => w.line(&format!("{values}[a] += {values}[b];")),
            (Reduction::Max, _) => w.line(&format!("{values}[a] = max({values}[a], {values}[b]);")),
            (Reduction::ArgMax, _) => {
                let better = format!(
                    "{values}[b] > {values}[a] || ({values}[b] == {values}[a] && {places}[b] < {places}[a])"
                );
                w.line(&format!("if ({better}) {{ {values}[a] = {values}[b]; {places}[a] = {places}[b]; }}"));
            }
        }
    }
    w.close();
    w.line("workgroupBarrier();");
    w.close();
}

/// Where the steps of a kernel find themselves.
#[derive(Debug, Clone, Copy)]
pub(super) struct Places<'a> {
    columns: usize,
    /// What must hold for an element, or a row, to be stored; nothing for always.
    element_guard: &'a str,
    row_guard: &'a str,
    block: Block,
}

impl Places<'_> {
    pub(super) fn element(&self) -> At<'static> {
        At { element: "i", row_column: Some(("row", "column", self.columns)) }
    }

    fn at(&self, width: Width) -> At<'static> {
        match width {
            Width::Element => self.element(),
            Width::Row => At::number("row"),
        }
    }
}

/// A step with what it means for the shader.
#[derive(Debug)]
pub(super) struct Planned<'a> {
    step: &'a Step,
    segment: usize,
    args: Vec<Source>,
    /// The value that it makes.
    value: Option<usize>,
}

impl Planned<'_> {
    fn is_by_row(&self) -> bool {
        match self.step {
            Step::Load { width, .. } | Step::Store { width, .. } | Step::Compute { width, .. } => {
                *width == Width::Row
            }
            Step::Reduce { .. } => false,
        }
    }
}

#[derive(Debug, Clone, Copy)]
enum Source {
    Value(usize),
    Constant(u32),
}

/// What a register holds from one write to the next.
#[derive(Debug)]
struct Held {
    kind: Kind,
    width: Width,
    /// The segment that makes it, and whether a later one needs it, or it comes out of a fold.
    segment: usize,
    is_kept: bool,
    is_head: bool,
}

/// The steps of a kernel, by segments and values.
#[derive(Debug)]
pub(super) struct Plan<'a> {
    pub(super) steps: Vec<Planned<'a>>,
    values: Vec<Held>,
    segments: usize,
    has_head: bool,
    head_is_product: bool,
}

impl<'a> Plan<'a> {
    /// For a kernel whose head, if it has one, is a gather.
    fn new(steps: impl IntoIterator<Item = &'a Step>, has_head: bool) -> Self {
        Self::with_head(steps, has_head, false)
    }

    /// For a kernel whose head is a matrix product, which leaves its result in `acc`.
    pub(super) fn of_product(steps: impl IntoIterator<Item = &'a Step>) -> Self {
        Self::with_head(steps, true, true)
    }

    fn with_head(steps: impl IntoIterator<Item = &'a Step>, has_head: bool, head_is_product: bool) -> Self {
        let mut plan = Self { steps: vec![], values: vec![], segments: 1, has_head, head_is_product };
        let mut registers: Vec<Option<usize>> = Vec::new();
        if has_head {
            let kind = if head_is_product { Kind::Float } else { Kind::Word };
            plan.values.push(Held {
                kind,
                width: Width::Element,
                segment: 0,
                is_kept: head_is_product,
                is_head: true,
            });
            registers.push(Some(0));
        }
        let mut pending: Vec<usize> = Vec::new(); // folds of the present segment
        for step in steps {
            let args = reads(step)
                .into_iter()
                .map(|arg| match arg {
                    Arg::Register(register) | Arg::Row(register) => {
                        let value = registers.get(register).copied().flatten();
                        Source::Value(value.expect("a register is written before it is read"))
                    }
                    Arg::Constant(bits) => Source::Constant(bits),
                })
                .collect::<Vec<_>>();
            let waits = args.iter().any(|arg| matches!(arg, Source::Value(v) if pending.contains(v)));
            let is_fold = matches!(step, Step::Reduce { .. });
            if waits || (is_fold && pending.len() == TOGETHER) {
                plan.segments += 1;
                pending.clear();
            }
            let segment = plan.segments - 1;
            for arg in &args {
                if let Source::Value(value) = arg {
                    let held = &mut plan.values[*value];
                    held.is_kept |= held.segment != segment;
                }
            }
            let value = plan.made(step, &args, segment).map(|held| {
                plan.values.push(held);
                plan.values.len() - 1
            });
            if let (Some(value), Some(register)) = (value, written(step)) {
                if registers.len() <= register {
                    registers.resize(register + 1, None);
                }
                registers[register] = Some(value);
                if is_fold {
                    pending.push(value);
                }
            }
            plan.steps.push(Planned { step, segment, args, value });
        }
        plan
    }

    fn made(&self, step: &Step, args: &[Source], segment: usize) -> Option<Held> {
        let kind_of = |arg: &Source| match arg {
            Source::Value(value) => self.values[*value].kind,
            Source::Constant(_) => Kind::Word,
        };
        let (kind, width, is_fold) = match step {
            Step::Load { width, .. } => (Kind::Word, *width, false),
            Step::Store { .. } => return None,
            Step::Reduce { kind, integers, .. } => {
                let is_word = *integers || *kind == Reduction::ArgMax;
                (if is_word { Kind::Word } else { Kind::Float }, Width::Row, true)
            }
            Step::Compute { width, op, .. } => {
                let kind = match op {
                    Arithmetic::Copy => kind_of(&args[0]),
                    Arithmetic::Select if kind_of(&args[1]) == kind_of(&args[2]) => kind_of(&args[1]),
                    Arithmetic::Select => Kind::Word,
                    op => compute(*op, &[const { String::new() }; 4], "", &mut Default::default()).kind,
                };
                (kind, *width, false)
            }
        };
        Some(Held { kind, width, segment, is_kept: is_fold, is_head: false })
    }

    fn gathers(&self) -> bool {
        self.has_head && !self.head_is_product
    }

    /// Declares the arrays of what is kept from one segment to another.
    fn declare(&self, w: &mut Writer, block: Block) {
        for (number, held) in self.values.iter().enumerate().filter(|(_, held)| held.is_kept) {
            if held.is_head && self.head_is_product {
                continue;
            }
            let count = match held.width {
                Width::Element => block.slots(),
                Width::Row => block.rows,
            };
            let kind = held.kind.name();
            if count == 1 {
                w.line(&format!("var v{number}: {kind};"));
            } else {
                w.line(&format!("var v{number}: array<{kind}, {count}>;"));
            }
        }
    }

    /// The value as it is read, and written where it is kept.
    fn text(&self, number: usize, place: Places<'_>) -> String {
        let held = &self.values[number];
        let name = if held.is_head && self.head_is_product { "acc".to_owned() } else { format!("v{number}") };
        let (count, slot) = match held.width {
            Width::Element => (place.block.slots(), "s"),
            Width::Row => (place.block.rows, "r"),
        };
        if held.is_kept && count > 1 { format!("{name}[{slot}]") } else { name }
    }

    fn value(&self, w: &mut Writer, source: Source, kind: Option<Kind>, place: Places<'_>) -> Value {
        match source {
            Source::Constant(bits) => Value::constant(bits, kind.unwrap_or(Kind::Word), &mut w.helpers),
            Source::Value(number) => Value { text: self.text(number, place), kind: self.values[number].kind },
        }
    }

    /// Gives a value its contents.
    pub(super) fn set(&self, w: &mut Writer, number: usize, contents: &str, place: Places<'_>) {
        // Single numbers that are kept are declared outside loops, like arrays.
        let is_declared = self.values[number].is_kept && place.block != ONE;
        let text = self.text(number, place);
        w.line(&if is_declared {
            format!("{text} = {contents};")
        } else {
            format!("let {text} = {contents};")
        });
    }

    fn write(&self, w: &mut Writer, planned: &Planned<'_>, place: Places<'_>) {
        let args = &planned.args;
        match (planned.step, planned.value) {
            (Step::Load { width, source, .. }, Some(to)) => {
                let (buffer, start) = w.place(source.place);
                let at = index(&source.pattern, place.at(*width));
                self.set(w, to, &format!("{buffer}[{start} + {at}]"), place);
            }
            (Step::Store { width, to, .. }, _) => {
                let word = self.value(w, args[0], Some(Kind::Word), place).of(Kind::Word);
                let (buffer, start) = w.place(to.place);
                let at = index(&to.pattern, place.at(*width));
                let guard = match width {
                    Width::Element => place.element_guard,
                    Width::Row => place.row_guard,
                };
                let store = format!("{buffer}[{start} + {at}] = {word};");
                w.line(&if guard.is_empty() { store } else { format!("if ({guard}) {{ {store} }}") });
            }
            (Step::Compute { width, op, .. }, Some(to)) => {
                let element = match width {
                    Width::Element => "i",
                    Width::Row => "row",
                };
                let kind = self.values[to].kind;
                let text = match op {
                    Arithmetic::Copy => self.value(w, args[0], Some(kind), place).of(kind),
                    Arithmetic::Select => {
                        let condition = self.value(w, args[0], Some(Kind::Word), place).of(Kind::Word);
                        let [a, b] = [1, 2].map(|i| self.value(w, args[i], Some(kind), place).of(kind));
                        format!("select({b}, {a}, {condition} != 0u)")
                    }
                    op => {
                        let wanted = takes(*op).unwrap_or(Kind::Word);
                        let texts: Vec<String> = args
                            .iter()
                            .map(|arg| self.value(w, *arg, Some(wanted), place).of(wanted))
                            .collect();
                        compute(*op, &texts, element, &mut w.helpers).text
                    }
                };
                self.set(w, to, &text, place);
            }
            _ => {}
        }
    }

    fn fold(&self, w: &mut Writer, planned: &Planned<'_>, place: Places<'_>) -> Option<Fold> {
        let Step::Reduce { kind, integers, .. } = planned.step else { return None };
        let value = planned.value?;
        let wanted = if *integers { Kind::Word } else { Kind::Float };
        let from = match planned.args[0] {
            Source::Constant(bits) => Value::constant(bits, wanted, &mut w.helpers).of(wanted),
            Source::Value(number) => {
                Value { text: self.text(number, place), kind: self.values[number].kind }.of(wanted)
            }
        };
        let before = |step: &&Planned<'_>| {
            step.segment == planned.segment
                && step.value < planned.value
                && matches!(step.step, Step::Reduce { .. })
        };
        let slot = self.steps.iter().filter(before).count();
        let array = format!("{}_{slot}", if *integers { "u32" } else { "f32" });
        let name = format!("v{value}");
        Some(Fold { kind: *kind, integers: *integers, from, value, name, array, suffix: String::new() })
    }
}

/// A fold, as the names of its partial results.
#[derive(Debug, Clone)]
struct Fold {
    kind: Reduction,
    integers: bool,
    /// The element that it takes.
    from: String,
    value: usize,
    name: String,
    /// Its arrays in workgroup memory, which others of its kind use in other segments, and what follows their name.
    array: String,
    suffix: String,
}

impl Fold {
    fn with_suffix(&self, suffix: &str) -> Self {
        Self { suffix: suffix.to_owned(), ..self.clone() }
    }

    fn kind_name(&self) -> &'static str {
        if self.integers { "u32" } else { "f32" }
    }

    fn empty(&self) -> &'static str {
        match (self.kind, self.integers) {
            (Reduction::Sum, true) => "0u",
            (Reduction::Sum, false) => "0.0f",
            (Reduction::Max | Reduction::ArgMax, _) => LOWEST,
        }
    }

    fn begin(&self, w: &mut Writer) {
        w.line(&format!("var part_{}: {} = {};", self.name, self.kind_name(), self.empty()));
        if self.kind == Reduction::ArgMax {
            w.line(&format!("var at_{}: u32 = 0u;", self.name));
        }
    }

    /// Takes the present element, if the guard holds.
    fn take(&self, w: &mut Writer, guard: Option<&str>) {
        let (name, from) = (&self.name, &self.from);
        let taken = match self.kind {
            Reduction::Sum => format!("part_{name} += {from};"),
            Reduction::Max => format!("part_{name} = max(part_{name}, {from});"),
            Reduction::ArgMax => {
                format!("if ({from} > part_{name}) {{ part_{name} = {from}; at_{name} = column; }}")
            }
        };
        w.line(&match guard {
            Some(guard) => format!("if ({guard}) {{ {taken} }}"),
            None => taken,
        });
    }

    /// The array of results: of places for the index of the largest.
    fn shared(&self, suffix: &str) -> String {
        match self.kind {
            Reduction::ArgMax => format!("places_{}{suffix}", self.array),
            Reduction::Sum | Reduction::Max => format!("parts_{}{suffix}", self.array),
        }
    }

    fn shared_values(&self) -> String {
        format!("parts_{}{}", self.array, self.suffix)
    }

    fn share(&self, w: &mut Writer, suffix: &str, words: usize) {
        w.share(&format!("parts_{}{suffix}", self.array), words, self.kind_name());
        if self.kind == Reduction::ArgMax {
            w.share(&self.shared(suffix), words, "u32");
        }
    }

    fn write(&self, w: &mut Writer, at: &str) {
        self.write_to(w, "", at);
    }

    fn write_to(&self, w: &mut Writer, suffix: &str, at: &str) {
        let name = &self.name;
        w.line(&format!("parts_{}{suffix}[{at}] = part_{name};", self.array));
        if self.kind == Reduction::ArgMax {
            w.line(&format!("{}[{at}] = at_{name};", self.shared(suffix)));
        }
    }

    /// Folds the partial results from `first` on, in order.
    fn read(&self, w: &mut Writer, suffix: &str, count: usize) {
        let name = &self.name;
        let parts = format!("parts_{}{suffix}", self.array);
        w.line(&format!("var all_{name} = {parts}[first];"));
        let places = self.shared(suffix);
        if self.kind == Reduction::ArgMax {
            w.line(&format!("var at_{name} = {places}[first];"));
        }
        w.open(&format!("for (var l = 1u; l < {count}u; l += 1u)"));
        w.line(&format!("let x = {parts}[first + l];"));
        match self.kind {
            Reduction::Sum => w.line(&format!("all_{name} += x;")),
            Reduction::Max => w.line(&format!("all_{name} = max(all_{name}, x);")),
            Reduction::ArgMax => {
                w.line(&format!("let y = {places}[first + l];"));
                w.line(&format!("let better = x > all_{name} || (x == all_{name} && y < at_{name});"));
                w.line(&format!("if (better) {{ all_{name} = x; at_{name} = y; }}"));
            }
        }
        w.close();
    }
}

fn reads(step: &Step) -> Vec<Arg> {
    match step {
        Step::Load { .. } => vec![],
        Step::Store { from, .. } => vec![Arg::Register(*from)],
        Step::Compute { args, .. } => args.clone(),
        Step::Reduce { from, .. } => vec![*from],
    }
}

fn written(step: &Step) -> Option<usize> {
    match step {
        Step::Load { to, .. } | Step::Compute { to, .. } | Step::Reduce { to, .. } => Some(*to),
        Step::Store { .. } => None,
    }
}
