//! What each layer, loss and draw that a graph tells of is in PyTorch.

use engine::graph::{Id, Meaning};

use super::function::{Function, parts};
use super::value::{Kind, Value, joined, listed, quoted, tuple};

impl Function<'_> {
    /// The expression of a node that was said to mean this, of these nodes.
    pub(super) fn meant(&mut self, id: Id, meaning: &Meaning, of: &[Id]) -> Value {
        let own = self.known.g.shape(id).to_vec();
        let named = |function: &mut Self, call: &'static str| {
            let call = function.calls(call);
            let args: Vec<String> = of.iter().map(|arg| function.exact(*arg).text).collect();
            (call, args)
        };
        match meaning {
            Meaning::Linear => {
                let call = self.calls("linear");
                let [x, weight, bias] = [0, 1, 2].map(|at| parts(self.known.g, id)[at]);
                let inputs = self.known.g.shape(weight)[0];
                let mut given = self.value(x);
                if given.shape.last() != Some(&inputs) {
                    given = self.exact(x);
                }
                let mut shape = given.shape.clone();
                if let Some(last) = shape.last_mut() {
                    *last = own[1];
                }
                let rest = [weight, bias].map(|id| self.value(id).text);
                Value::call(format!("{call}({}, {})", given.text, rest.join(", ")), &shape)
            }
            Meaning::LayerNorm { epsilon } => {
                let x = self.exact(of[0]).text;
                let [scale, shift] = [of[1], of[2]].map(|id| self.value(id).text);
                let width = own.last().copied().unwrap_or(1);
                Value::call(
                    format!("functional.layer_norm({x}, ({width},), {scale}, {shift}, {epsilon:?})"),
                    &own,
                )
            }
            Meaning::GroupNorm { groups, epsilon } => {
                let (call, args) = named(self, "group_norm");
                Value::call(
                    format!("{call}({}, {groups}, {}, {}, {epsilon:?})", args[0], args[1], args[2]),
                    &own,
                )
            }
            Meaning::Conv { kernel, shape } => {
                let (call, args) = named(self, "convolution");
                Value::call(format!("{call}({}, {})", args.join(", "), listed(kernel)), shape)
            }
            Meaning::TransposedConv { kernel } => {
                let (call, args) = named(self, "transposed_convolution");
                Value::call(format!("{call}({}, {})", args.join(", "), listed(kernel)), &own)
            }
            Meaning::Relu => self.of_one("torch.relu({})", of[0]),
            Meaning::Gelu => self.of_one("functional.gelu({}, approximate=\"tanh\")", of[0]),
            Meaning::Softmax => {
                let x = self.exact(of[0]).text;
                Value::call(format!("torch.softmax({x}, -1)"), &own)
            }
            Meaning::CrossEntropy => {
                let [logits, targets] = [of[0], of[1]].map(|id| self.exact(id).text);
                let text = format!("functional.cross_entropy({logits}, {targets}, reduction=\"none\")");
                Value::call(text, &own[..1])
            }
            Meaning::Mean => {
                let value = self.value(of[0]);
                let is_whole = value.shape.iter().product::<usize>() == self.known.g.len(of[0]);
                let value = if is_whole && value.kind == Kind::Numbers { value } else { self.exact(of[0]) };
                let text = match value.text.strip_suffix(", reduction=\"none\")") {
                    Some(call) => format!("{call})"),
                    None => format!("{}.mean()", value.atom()),
                };
                Value::call(text, &[])
            }
            Meaning::Words { key, stream } => {
                let step = self.value(of[0]).text;
                let key = &self.known.states[*key].0;
                // In the shape that it is read in, where it is read in one alone.
                let text = format!("words(s.{key}, {}, {step}, {})", quoted(stream), tuple(&own[1..]));
                Value::call(text, &own[1..])
            }
            Meaning::WordsAt { key, stream } => {
                let call = self.calls("words_at");
                let [step, element] = [of[0], of[1]].map(|id| self.loose(id));
                let key = &self.known.states[*key].0;
                let text = format!("{call}(s.{key}, {}, {}, {})", quoted(stream), step.text, element.text);
                Value::call(text, &joined(&step.shape, &element.shape))
            }
            Meaning::Normal => {
                let (call, args) = named(self, "normal");
                Value::call(format!("{call}({})", args[0]), &own)
            }
            Meaning::Uniform => {
                let call = self.calls("uniform");
                let value = self.loose(of[0]);
                Value::call(format!("{call}({})", value.text), &value.shape)
            }
            Meaning::Below(limit) => {
                let call = self.calls("below");
                let value = self.loose(of[0]);
                Value::call(format!("{call}({}, {limit})", value.text), &value.shape)
            }
            Meaning::Permutation => {
                let (call, args) = named(self, "permutation");
                Value::call(format!("{call}({})", args[0]), &own[..2])
            }
            Meaning::Optimiser(_) => self.operation(id),
        }
    }
}
