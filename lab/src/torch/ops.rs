//! What each operation is in PyTorch.

use engine::graph::{Binary, Dtype, Id, Meaning, Op, Reduction, Unary};
use engine::layout::PARAMETERS;

use super::bounds::{fits, wrapped};
use super::function::{Function, parts, shaped};
use super::value::{Kind, Level, Value, joined, listed, number, repeats, tuple};

impl Function<'_> {
    /// The expression of a node whose parts are written.
    pub(super) fn node(&mut self, id: Id) -> Value {
        let g = self.known.g;
        match g.meaning(id) {
            Some((Meaning::Optimiser(_), _)) | None => self.operation(id),
            Some((meaning, of)) => self.meant(id, meaning, of),
        }
    }

    /// A call with one argument, element by element.
    pub(super) fn of_one(&mut self, call: &str, x: Id) -> Value {
        let value = self.tensor(x);
        Value::call(call.replace("{}", &value.text), &value.shape)
    }

    /// A node's value as a tensor of numbers, repeated where it has fewer.
    fn tensor(&mut self, x: Id) -> Value {
        let value = self.loose(x);
        if value.kind == Kind::Literal { self.exact(x) } else { value.numbers() }
    }

    pub(super) fn operation(&mut self, id: Id) -> Value {
        let g = self.known.g;
        let (node, own) = (g.node(id).clone(), g.shape(id).to_vec());
        let arg = |at: usize| node.args[at];
        match &node.op {
            Op::Parameter(at) => Value::call(self.parameter(*at), &own),
            Op::State(PARAMETERS) => {
                let all = "torch.cat([tensor.reshape(-1) for tensor in p.values()])";
                shaped(Value::call(all.to_owned(), &[g.len(id)]), &own)
            }
            Op::State(at) => {
                let (name, shape) = &self.known.states[*at];
                Value::call(format!("s.{name}"), shape)
            }
            Op::Input(at) => Value::call(format!("inputs[{at}]"), &own),
            Op::Table(at) => self.shared.tables.value(g.table(*at), &own, node.dtype),
            Op::Constant(bits) => Value::literal(number(*bits, node.dtype)),
            Op::Iota { axis } => {
                let range = Value::call(format!("torch.arange({})", own[*axis]), &own[*axis..=*axis]);
                let mut shape = vec![1; own.len() - axis];
                shape[0] = own[*axis];
                shaped(range, &shape)
            }
            Op::Unary(op) => self.unary(*op, arg(0)),
            Op::Binary(op) => self.binary(*op, id),
            Op::Select => {
                let condition = self.loose(arg(0));
                let condition = match condition.kind {
                    Kind::Truths => condition,
                    _ => {
                        let value = self.tensor(arg(0));
                        let text = format!("{} != 0", value.within(Level::Xor));
                        Value::new(text, Level::Comparison, &value.shape)
                    }
                };
                let [a, b] = [1, 2].map(|at| self.loose(arg(at)).numbers());
                let shape = joined(&condition.shape, &joined(&a.shape, &b.shape));
                Value::call(format!("torch.where({}, {}, {})", condition.text, a.text, b.text), &shape)
            }
            Op::Threefry { word } => {
                let all = [0, 1, 2, 3].map(|at| self.loose(arg(at)));
                let shape = all.iter().fold(Vec::new(), |shape, value| joined(&shape, &value.shape));
                let [a, b, c, d] = all.map(|value| value.text);
                Value::call(format!("threefry(({a}, {b}), ({c}, {d}))[{word}]"), &shape)
            }
            Op::Reduce { kind, axis } => self.reduce(id, *kind, *axis),
            Op::Reshape => self.reshaped(arg(0), &own),
            Op::Expand => self.loose(arg(0)),
            Op::Permute(order) => {
                let x = self.exact(arg(0));
                let rank = order.len();
                let swaps = rank >= 2 && order[..rank - 2].iter().copied().eq(0..rank - 2);
                let how = match rank {
                    2 => "T".to_owned(),
                    _ if swaps => "transpose(-1, -2)".to_owned(),
                    _ => format!("permute({})", listed(order)),
                };
                Value { kind: x.kind, ..Value::call(format!("{}.{how}", x.atom()), &own) }
            }
            Op::Slice { axis, start } => {
                let x = self.exact(arg(0));
                let part = format!("{start}:{}", start + own[*axis]);
                let text = format!("{}[{}{part}]", x.atom(), ":, ".repeat(*axis));
                Value { kind: x.kind, ..Value::call(text, &own) }
            }
            Op::Pad { axis, before } => {
                let x = self.exact(arg(0)).numbers();
                let behind = own[*axis] - before - g.shape(arg(0))[*axis];
                let zeros = "0, 0, ".repeat(own.len() - 1 - axis);
                Value::call(format!("functional.pad({}, ({zeros}{before}, {behind}))", x.text), &own)
            }
            Op::Concat { axis } => {
                let all: Vec<String> =
                    node.args.iter().map(|part| self.exact(*part).numbers().text).collect();
                Value::call(format!("torch.cat(({}), {axis})", all.join(", ")), &own)
            }
            Op::Detach => {
                let x = self.value(arg(0));
                match x.kind {
                    Kind::Numbers => Value::call(format!("{}.detach()", x.atom()), &x.shape),
                    _ => x,
                }
            }
            Op::Copy => self.value(arg(0)),
            Op::Matmul => {
                let [a, b] = [0, 1].map(|at| self.exact(arg(at)));
                let text = format!("{} @ {}", a.within(Level::Product), b.within(Level::Sign));
                Value::new(text, Level::Product, &own)
            }
            Op::Gather => self.gather(id),
            Op::ScatterAdd => {
                let call = self.calls("scatter");
                let [rows, index] = [0, 1].map(|at| self.exact(arg(at)).numbers().text);
                Value::call(format!("{call}({rows}, {index}, {})", own[0]), &own)
            }
        }
    }

    fn unary(&mut self, op: Unary, x: Id) -> Value {
        match op {
            Unary::Neg => {
                let value = self.tensor(x);
                Value::new(format!("-{}", value.within(Level::Atom)), Level::Sign, &value.shape)
            }
            Unary::Exp => self.of_one("torch.exp({})", x),
            Unary::Log => self.of_one("torch.log({})", x),
            Unary::Tanh => self.of_one("torch.tanh({})", x),
            Unary::Sqrt => self.of_one("torch.sqrt({})", x),
            Unary::ToF32 => {
                let value = self.loose(x);
                let value = if value.kind == Kind::Literal { self.exact(x) } else { value };
                Value::call(format!("{}.float()", value.atom()), &value.shape)
            }
        }
    }

    fn binary(&mut self, op: Binary, id: Id) -> Value {
        let g = self.known.g;
        let [left, right] = [g.node(id).args[0], g.node(id).args[1]];
        if let Some(mean) = self.mean(op, left, right) {
            return mean;
        }
        let [mut a, mut b] = [left, right].map(|id| self.loose(id));
        let shape = joined(&a.shape, &b.shape);
        let both = a.kind == Kind::Truths && b.kind == Kind::Truths;
        if both && matches!(op, Binary::Mul | Binary::And) {
            let text = format!("{} & {}", a.within(Level::And), b.within(Level::Shift));
            return Value::new(text, Level::And, &shape).truths();
        }
        if a.kind == Kind::Literal && b.kind == Kind::Literal {
            a = self.exact(left);
        }
        (a, b) = (a.numbers(), b.numbers());
        let shape = joined(&shape, &a.shape);
        let infix = |sign: &str, level: Level, tighter: Level| {
            let text = format!("{} {sign} {}", a.within(level), b.within(tighter));
            Value::new(text, level, &shape)
        };
        let words = |value: Value| {
            if g.dtype(id) == Dtype::F32 || fits(self.known.bounds[id.index()]) {
                return value;
            }
            Value::new(format!("{} & MASK", value.within(Level::And)), Level::And, &value.shape)
        };
        match op {
            Binary::Add if b.level == Level::Sign && b.kind == Kind::Literal => {
                let text = format!("{} - {}", a.within(Level::Sum), b.text.trim_start_matches('-'));
                words(Value::new(text, Level::Sum, &shape))
            }
            Binary::Add => words(infix("+", Level::Sum, Level::Product)),
            Binary::Sub => words(infix("-", Level::Sum, Level::Product)),
            Binary::Mul => words(infix("*", Level::Product, Level::Sign)),
            Binary::Div => infix("/", Level::Product, Level::Sign),
            Binary::And => infix("&", Level::And, Level::Shift),
            Binary::Xor => infix("^", Level::Xor, Level::And),
            Binary::ShiftRight => infix(">>", Level::Shift, Level::Sum),
            Binary::Less => infix("<", Level::Comparison, Level::Xor).truths(),
            Binary::Equal => infix("==", Level::Comparison, Level::Xor).truths(),
            Binary::MulHigh => {
                let most: i128 =
                    [left, right].map(|id| wrapped(self.known.bounds[id.index()])[1]).iter().product();
                if most < 1 << 63 {
                    let product = infix("*", Level::Product, Level::Sign);
                    return Value::new(format!("{} >> 32", product.text), Level::Shift, &shape);
                }
                Value::call(format!("{}({}, {})", self.calls("high"), a.text, b.text), &shape)
            }
            Binary::Max | Binary::Min => {
                let (call, bound) = if op == Binary::Max { ("maximum", "min") } else { ("minimum", "max") };
                let text = match (a.kind, b.kind) {
                    (_, Kind::Literal) => format!("{}.clamp({bound}={})", a.atom(), b.text),
                    (Kind::Literal, _) => format!("{}.clamp({bound}={})", b.atom(), a.text),
                    _ => format!("torch.{call}({}, {})", a.text, b.text),
                };
                Value::call(text, &shape)
            }
        }
    }

    /// A sum over an axis times one over the number of its terms.
    fn mean(&mut self, op: Binary, left: Id, right: Id) -> Option<Value> {
        let g = self.known.g;
        let Op::Reduce { kind: Reduction::Sum, axis } = g.node(left).op else { return None };
        let of = g.node(left).args[0];
        if !self.values.contains_key(&of) {
            return None;
        }
        let mut part = right;
        while matches!(g.node(part).op, Op::Expand | Op::Reshape) {
            part = g.node(part).args[0];
        }
        let Op::Constant(bits) = g.node(part).op else { return None };
        #[allow(clippy::cast_precision_loss, reason = "axes are far below 2^24")]
        let share = 1.0 / g.shape(of)[axis] as f32;
        let fits = op == Binary::Mul && g.dtype(left) == Dtype::F32 && f32::from_bits(bits) == share;
        fits.then(|| {
            let x = self.exact(of);
            Value::call(format!("{}.mean({axis}, keepdim=True)", x.atom()), g.shape(left))
        })
    }

    fn reduce(&mut self, id: Id, kind: Reduction, axis: usize) -> Value {
        let x = self.exact(self.known.g.node(id).args[0]);
        let own = self.known.g.shape(id);
        match kind {
            Reduction::Sum => {
                let sum = Value::call(format!("{}.sum({axis}, keepdim=True)", x.atom()), own);
                if self.known.g.dtype(id) == Dtype::F32 || fits(self.known.bounds[id.index()]) {
                    return sum;
                }
                Value::new(format!("{} & MASK", sum.text), Level::And, own)
            }
            Reduction::Max => Value::call(format!("{}.amax({axis}, keepdim=True)", x.atom()), own),
            Reduction::ArgMax => Value::call(format!("{}.argmax({axis}, keepdim=True)", x.atom()), own),
        }
    }

    fn reshaped(&mut self, x: Id, shape: &[usize]) -> Value {
        let g = self.known.g;
        let value = self.value(x);
        let node = g.node(x);
        if value.kind == Kind::Literal {
            return value;
        }
        // Everything summed up.
        if let (Op::Reduce { kind: Reduction::Sum, axis: 1 }, []) = (&node.op, shape)
            && g.meaning(x).is_none()
            && fits(self.known.bounds[x.index()])
        {
            let flat = node.args[0];
            let of = if g.node(flat).op == Op::Reshape { g.node(flat).args[0] } else { flat };
            if g.shape(flat)[0] == 1 && self.values.contains_key(&of) {
                let all = self.exact(of);
                return Value::call(format!("{}.sum()", all.atom()), &[]);
            }
        }
        // One of an axis, which goes.
        if let Op::Slice { axis, start } = node.op
            && node.shape[axis] == 1
            && g.meaning(x).is_none()
            && self.values.contains_key(&node.args[0])
        {
            let mut rest = node.shape.clone();
            rest.remove(axis);
            if rest == shape {
                let of = self.exact(node.args[0]);
                let text = format!("{}[{}{start}]", of.atom(), ":, ".repeat(axis));
                return Value { kind: of.kind, ..Value::call(text, shape) };
            }
        }
        let count = |shape: &[usize]| shape.iter().product::<usize>();
        if repeats(&value.shape, shape) && count(&value.shape) == count(shape) {
            return value;
        }
        let value = if count(&value.shape) == count(shape) { value } else { self.exact(x) };
        // Words come in whatever shape they are asked for.
        if let Some(start) = value.text.strip_suffix(&format!(", {})", tuple(&value.shape)))
            && start.starts_with("words(")
        {
            return Value::call(format!("{start}, {})", tuple(shape)), shape);
        }
        shaped(value, shape)
    }

    fn gather(&mut self, id: Id) -> Value {
        let g = self.known.g;
        let [table, index] = [parts(g, id)[0], parts(g, id)[1]];
        let (height, width) = (g.shape(table)[0], g.shape(table)[1]);
        let rows = self.exact(table);
        if wrapped(self.known.bounds[index.index()])[1] < height as i128 {
            let at = self.value(index);
            let at = if at.kind == Kind::Literal { self.exact(index) } else { at.numbers() };
            let is_whole = at.shape.iter().product::<usize>() == g.len(index);
            let at = if is_whole { at } else { self.exact(index) };
            let mut shape = at.shape.clone();
            shape.push(width);
            return Value { kind: rows.kind, ..Value::call(format!("{}[{}]", rows.atom(), at.text), &shape) };
        }
        let call = self.calls("rows");
        let at = self.value(index).numbers();
        let at = shaped(at, &[g.shape(id)[0]]);
        Value::call(format!("{call}({}, {})", rows.numbers().text, at.text), g.shape(id))
    }
}
