//! One Python function out of a stretch of a graph: a line for each node that is worth a name, all others within them.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::fmt::Write as _;

use engine::graph::{Dtype, Graph, Id, Meaning, Op};
use engine::layout::Layout;

use super::bounds::Bounds;
use super::tables::Tables;
use super::value::{Kind, Value, identifier, listed, quoted, repeats, tuple};

/// Longer expressions get a line of their own.
const LONG: usize = 64;

/// What all functions of a script share.
#[derive(Debug, Default)]
pub(super) struct Shared {
    /// Its constants.
    pub(super) tables: Tables,
    /// The helpers that it calls.
    pub(super) used: BTreeSet<&'static str>,
}

/// A graph with what is known of it.
pub(super) struct Known<'g> {
    pub(super) g: &'g Graph,
    pub(super) layout: &'g Layout,
    /// What each state is called, and the shape that it is kept in.
    pub(super) states: &'g [(String, Vec<usize>)],
    pub(super) bounds: Vec<Bounds>,
}

/// A function that is being written.
pub(super) struct Function<'a> {
    pub(super) known: &'a Known<'a>,
    pub(super) shared: &'a mut Shared,
    pub(super) values: HashMap<Id, Value>,
    uses: HashMap<Id, usize>,
    names: HashSet<String>,
    lines: String,
}

/// The nodes that a node is made of as a reader sees it.
pub(super) fn parts(g: &Graph, id: Id) -> Vec<Id> {
    let behind = |flat: Id, width: usize| {
        let node = g.node(flat);
        let lifts = node.op == Op::Reshape && g.shape(node.args[0]).last() == Some(&width);
        if lifts { node.args[0] } else { flat }
    };
    match g.meaning(id) {
        Some((Meaning::Optimiser(_), _)) | None => {}
        Some((Meaning::Linear, of)) => {
            return vec![behind(of[0], g.shape(of[1])[0]), of[1], of[2]];
        }
        Some((_, of)) => return of.to_vec(),
    }
    let node = g.node(id);
    if node.op == Op::Gather && g.node(node.args[1]).op == Op::Reshape {
        return vec![node.args[0], g.node(node.args[1]).args[0]];
    }
    node.args.clone()
}

impl<'a> Function<'a> {
    pub(super) fn new(known: &'a Known<'a>, shared: &'a mut Shared) -> Self {
        Self {
            known,
            shared,
            values: HashMap::new(),
            uses: HashMap::new(),
            names: HashSet::new(),
            lines: String::new(),
        }
    }

    /// Takes a node in as an argument; its name.
    pub(super) fn take(&mut self, id: Id, given: &Value) -> String {
        let name = self.fresh(&self.hint(id));
        self.values
            .insert(id, Value { text: name.clone(), level: super::value::Level::Atom, ..given.clone() });
        name
    }

    /// Writes whatever these nodes need; their values.
    pub(super) fn write(&mut self, targets: &[Id]) -> Vec<Value> {
        let mut needed = BTreeSet::new();
        let mut open: Vec<Id> = targets.to_vec();
        while let Some(id) = open.pop() {
            if !self.values.contains_key(&id) && needed.insert(id) {
                open.extend(parts(self.known.g, id));
            }
        }
        targets.iter().for_each(|id| *self.uses.entry(*id).or_default() += 1);
        for id in needed.iter().rev() {
            let own = self.uses.get(id).copied().unwrap_or(0);
            let passes = matches!(self.known.g.node(*id).op, Op::Reshape | Op::Expand | Op::Copy);
            for part in parts(self.known.g, *id) {
                // Words come in whatever shape they are asked for.
                let is_drawn = matches!(self.known.g.meaning(part), Some((Meaning::Words { .. }, _)));
                *self.uses.entry(part).or_default() += if passes && !is_drawn { own } else { 1 };
            }
        }
        for id in needed {
            let value = self.node(id);
            let value = if self.is_worth_a_line(id, &value) { self.assign(id, value) } else { value };
            self.values.insert(id, value);
        }
        targets.iter().map(|id| self.values[id].clone()).collect()
    }

    fn is_worth_a_line(&self, id: Id, value: &Value) -> bool {
        let is_name = |text: &str| {
            text.chars().all(|letter| letter.is_alphanumeric() || "_.-".contains(letter))
                || (text.starts_with("p[") && text.matches('[').count() == 1 && text.ends_with(']'))
        };
        if is_name(&value.text) || value.kind == Kind::Literal {
            return false;
        }
        let is_shared = self.uses.get(&id).copied().unwrap_or(0) > 1;
        let is_layer = match self.known.g.meaning(id) {
            Some((Meaning::Words { .. }, _)) => return is_shared,
            Some((meaning, _)) => matches!(
                meaning,
                Meaning::Linear
                    | Meaning::LayerNorm { .. }
                    | Meaning::GroupNorm { .. }
                    | Meaning::Conv { .. }
                    | Meaning::TransposedConv { .. }
                    | Meaning::Softmax
                    | Meaning::WordsAt { .. }
            ),
            None => false,
        };
        is_layer || is_shared || value.text.len() > LONG
    }

    fn assign(&mut self, id: Id, value: Value) -> Value {
        let name = self.fresh(&self.hint(id));
        let _ = writeln!(self.lines, "    {name} = {}  # [{}]", value.text, listed(&value.shape));
        Value { text: name, level: super::value::Level::Atom, ..value }
    }

    fn fresh(&mut self, hint: &str) -> String {
        let mut name = hint.to_owned();
        let mut number = 2;
        while !self.names.insert(name.clone()) {
            name = format!("{hint}_{number}");
            number += 1;
        }
        name
    }

    /// What a node may be called.
    fn hint(&self, id: Id) -> String {
        let g = self.known.g;
        let of_parameter = |id: Id| match g.node(id).op {
            Op::Parameter(number) => Some(self.known.layout.parameters()[number].name.as_str()),
            _ => None,
        };
        let layer = |name: &str| identifier(name.rsplit_once('.').map_or(name, |(layer, _)| layer));
        if let Some((meaning, of)) = g.meaning(id) {
            let said = match meaning {
                Meaning::Words { stream, .. } | Meaning::WordsAt { stream, .. } => {
                    return format!("{}_words", identifier(stream));
                }
                Meaning::Softmax => "shares",
                Meaning::CrossEntropy => "losses",
                Meaning::Mean => "mean",
                Meaning::Normal => "noise",
                Meaning::Uniform => "share",
                Meaning::Below(_) => "drawn",
                Meaning::Permutation => "order",
                Meaning::Relu | Meaning::Gelu => return self.after(of[0], "active"),
                Meaning::Optimiser(_) => "parameters",
                _ => return of.get(1).and_then(|id| of_parameter(*id)).map_or("layer".to_owned(), layer),
            };
            return said.to_owned();
        }
        let node = g.node(id);
        match &node.op {
            Op::Gather | Op::Matmul => node
                .args
                .iter()
                .find_map(|id| of_parameter(*id))
                .map_or(if node.op == Op::Gather { "picked" } else { "product" }.to_owned(), layer),
            Op::State(number) => self.known.states[*number].0.clone(),
            Op::Table(_) => "table".to_owned(),
            Op::Concat { .. } => "joined".to_owned(),
            Op::Select => "chosen".to_owned(),
            Op::Unary(engine::graph::Unary::Tanh) => self.after(node.args[0], "tanh"),
            Op::Binary(engine::graph::Binary::Less | engine::graph::Binary::Equal) => "is_so".to_owned(),
            Op::Reduce { .. } => "sum_".to_owned(),
            Op::Slice { .. } | Op::Reshape | Op::Permute(_) | Op::Expand | Op::Copy | Op::Detach => {
                self.hint(parts(g, id)[0])
            }
            _ => if node.dtype == Dtype::F32 { "x" } else { "i" }.to_owned(),
        }
    }

    /// A name after that of what it is made of.
    fn after(&self, id: Id, what: &str) -> String {
        let base = self.hint(id);
        if base == "x" { what.to_owned() } else { format!("{base}_{what}") }
    }

    /// The value of a node that was written.
    pub(super) fn value(&self, id: Id) -> Value {
        self.values[&id].clone()
    }

    /// A node's value in a shape that repeats to the node's own.
    pub(super) fn loose(&mut self, id: Id) -> Value {
        let value = self.value(id);
        if repeats(&value.shape, self.known.g.shape(id)) { value } else { self.exact(id) }
    }

    /// A node's value in its own shape, as a tensor.
    pub(super) fn exact(&mut self, id: Id) -> Value {
        let value = self.value(id);
        shaped(value, self.known.g.shape(id))
    }

    /// Notes that a helper is called.
    pub(super) fn calls(&mut self, helper: &'static str) -> &'static str {
        self.shared.used.insert(helper);
        helper
    }

    /// The name of a parameter as the script reads it.
    pub(super) fn parameter(&self, number: usize) -> String {
        format!("p[{}]", quoted(&self.known.layout.parameters()[number].name))
    }

    /// The whole function.
    pub(super) fn finish(self, head: &str, about: &str, result: &str) -> String {
        format!("def {head}:\n    \"\"\"{about}\"\"\"\n{}    return {result}\n", self.lines)
    }
}

/// A value as a tensor of this shape.
pub(super) fn shaped(value: Value, shape: &[usize]) -> Value {
    if value.kind == Kind::Literal {
        return Value::call(format!("torch.full({}, {})", tuple(shape), value.text), shape);
    }
    if value.shape == shape {
        return value;
    }
    let is_whole = value.shape.iter().product::<usize>() == shape.iter().product::<usize>();
    let method = if is_whole { "reshape" } else { "expand" };
    let shown = if shape.is_empty() { "()".to_owned() } else { listed(shape) };
    let text = format!("{}.{method}({shown})", value.atom());
    Value { kind: value.kind, ..Value::call(text, shape) }
}
